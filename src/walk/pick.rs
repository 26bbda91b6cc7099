//! Which of a set of known files would be found under the paths that the user named.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{is_corpus, tidy};
use crate::config::Settings;

/// What was picked.
#[derive(Debug, Default)]
pub struct Picked {
    /// The paths of the files, as they are under what was named, each with its number among those that are known.
    pub files: Vec<(PathBuf, usize)>,
    /// Files that the configuration leaves out.
    pub excluded: Vec<PathBuf>,
    /// What was named and is not there.
    pub failures: Vec<(PathBuf, io::Error)>,
}

/// Picks of the files `known`, by their absolute paths with all links resolved but the last, those that are named, and
/// those in folders that are named if they have one of the names that are taken from folders. A file or folder that was
/// named need not be there any more, if it is known, or known to have been `deleted`.
pub fn pick(known: &[PathBuf], deleted: &[PathBuf], named: &[PathBuf], settings: &Settings) -> Picked {
    let mut picked = Picked::default();
    let mut files: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut folders: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    for path in named {
        match (fs::metadata(path), resolved(path)) {
            (Ok(data), _) if data.is_dir() => match fs::canonicalize(path) {
                Ok(real) => drop(folders.insert(real, path)),
                Err(error) => picked.failures.push((path.clone(), error)),
            },
            (Ok(_), Some(real)) => drop(files.insert(real, path)),
            (Err(_), Some(real)) if known.binary_search(&real).is_ok() => drop(files.insert(real, path)),
            (Err(_), Some(real)) if known.iter().any(|file| file.starts_with(&real)) => {
                folders.insert(real, path);
            }
            (Err(_), Some(real)) if deleted.iter().any(|file| file.starts_with(&real)) => {}
            (Err(error), _) => picked.failures.push((path.clone(), error)),
            (Ok(_), None) => {}
        }
    }
    for (number, file) in known.iter().enumerate() {
        let shown = files.get(file).map(|path| path.to_path_buf()).or_else(|| {
            let (folder, named) = file.ancestors().skip(1).find_map(|above| folders.get_key_value(above))?;
            Some(named.join(file.strip_prefix(folder).ok()?)).filter(|path| is_corpus(path))
        });
        let Some(shown) = shown.map(|path| tidy(&path).to_owned()) else { continue };
        if settings.excludes(&shown) {
            picked.excluded.push(shown);
        } else {
            picked.files.push((shown, number));
        }
    }
    picked.files.sort();
    picked
}

/// The path with all links resolved but the last, which may lead nowhere. Of folders that are not there any more, there
/// is nothing to resolve.
fn resolved(path: &Path) -> Option<PathBuf> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name()?;
    match fs::canonicalize(parent) {
        Ok(parent) => Some(parent.join(name)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && parent != Path::new(".") => {
            Some(resolved(parent)?.join(name))
        }
        Err(_) => None,
    }
}
