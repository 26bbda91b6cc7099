//! Finding files: the only room that names walkdir.

mod list;
mod pick;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::config::{FILE_NAME, Settings};

pub use list::{list, path_of};
pub use pick::{Picked, pick};

/// The endings of files that are taken from a folder. Any other file can be named explicitly.
pub const EXTENSIONS: [&str; 3] = [".corpus", ".corpus.gz", ".corpus.zst"];

/// The folders in which version control keeps what is its own. A branch there may have the name of a corpus, and its
/// file is none.
const OF_VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".svn", ".jj"];

/// Why something that is there is not read: to open it could wait for ever, or never come to an end.
const DEVICE: &str = "it is a device or a pipe; name `-` to check what is piped in";

/// What was found under the paths that were named.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to check, in the order of their paths, each once.
    pub files: Vec<PathBuf>,
    /// Files that the configuration leaves out.
    pub excluded: Vec<PathBuf>,
    /// Folders that were named and have no file to check in them.
    pub empty: Vec<PathBuf>,
    /// Files inside of folders that are judged that have the name of a configuration. Looking for one does not come
    /// here.
    pub inner_configs: Vec<PathBuf>,
    /// What could not be looked at, and why.
    pub failures: Vec<(PathBuf, io::Error)>,
}

/// Finds the files under `paths`: files as they are named, and in folders whatever has one of [`EXTENSIONS`].
///
/// Links to folders are not followed, hidden and git-ignored files are not passed over: a drop is judged as it is. Only
/// what version control keeps for itself is no part of it, unless it is named. A file that is reached twice is checked
/// once, since otherwise all its ids would be duplicates.
pub fn find(paths: &[PathBuf], settings: &Settings) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        match fs::metadata(path) {
            Err(error) => found.failures.push((path.clone(), error)),
            Ok(data) if data.is_dir() => walk(path, settings, &mut seen, &mut found),
            Ok(data) if data.is_file() => {
                if settings.excludes(path) {
                    found.excluded.push(path.clone());
                } else {
                    add(path, &mut seen, &mut found);
                }
            }
            Ok(_) => {
                found.failures.push((path.clone(), io::Error::other(DEVICE)));
            }
        }
    }
    found.files.sort();
    found
}

fn walk(folder: &Path, settings: &Settings, seen: &mut BTreeSet<PathBuf>, found: &mut Found) {
    let mut any = false;
    let mut entries = WalkDir::new(folder).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = tidy(error.path().unwrap_or(folder)).to_owned();
                found.failures.push((path, reason(error)));
                any = true;
                continue;
            }
        };
        let is_own = OF_VERSION_CONTROL.iter().any(|own| entry.file_name() == *own);
        if is_own && entry.depth() > 0 && entry.file_type().is_dir() {
            entries.skip_current_dir();
            continue;
        }
        let path = tidy(entry.path());
        if settings.excludes(path) {
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
            if entry.file_type().is_dir() || is_corpus(path) {
                found.excluded.push(path.to_owned());
                any = true;
            }
            continue;
        }
        if entry.depth() > 0 && entry.file_name() == FILE_NAME {
            found.inner_configs.push(path.to_owned());
        }
        if !is_corpus(path) {
            continue;
        }
        // A link counts as what it leads to, if that is a file. What has the name of a corpus and cannot be read as one
        // is reported, since whoever delivered it meant it to be checked.
        let failure = match fs::metadata(entry.path()) {
            Ok(data) if data.is_dir() => continue,
            Ok(data) if data.is_file() => {
                add(path, seen, found);
                None
            }
            Ok(_) => Some(io::Error::other(DEVICE)),
            Err(_) if entry.path_is_symlink() => Some(io::Error::other("it is a link that leads nowhere")),
            Err(error) => Some(error),
        };
        found.failures.extend(failure.map(|error| (path.to_owned(), error)));
        any = true;
    }
    if !any {
        found.empty.push(folder.to_owned());
    }
}

/// Whether a file that was found under the paths that were named, and is none of them, is a link that leads out of all of
/// those folders. It may be read; but who names a folder has not named what stands elsewhere, and it is not to be written.
pub fn leads_out(path: &Path, named: &[PathBuf]) -> bool {
    if !path.is_symlink() || named.iter().any(|own| own == path) {
        return false;
    }
    let Ok(target) = fs::canonicalize(path) else { return false };
    let is_inside = |folder: &Path| fs::canonicalize(folder).is_ok_and(|folder| target.starts_with(folder));
    // Where nothing is named, it is the working directory.
    let here = [PathBuf::from(".")];
    let named = if named.is_empty() { &here } else { named };
    !named.iter().any(|own| is_inside(own))
}

/// What the system said, and not how walkdir tells it. Links are not followed, so that there is no loop, and every
/// error is one of the system.
fn reason(error: walkdir::Error) -> io::Error {
    error.into_io_error().unwrap_or_else(|| io::Error::other("it leads back to itself"))
}

fn is_corpus(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    is_called_corpus(path) && !EXTENSIONS.iter().any(|extension| name == *extension)
}

/// Whether a file has the ending of a corpus file, so that it could be taken for one. Nothing else is written there.
pub fn is_called_corpus(path: &Path) -> bool {
    let name = path.file_name().map(OsStr::as_encoded_bytes).unwrap_or_default();
    EXTENSIONS.iter().any(|extension| name.ends_with(extension.as_bytes()))
}

/// `./a` is shown as `a`.
fn tidy(path: &Path) -> &Path {
    path.strip_prefix(".").ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path)
}

fn add(path: &Path, seen: &mut BTreeSet<PathBuf>, found: &mut Found) {
    let same = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if seen.insert(same) {
        found.files.push(path.to_owned());
    }
}

/// All that lies in a folder, by path from the folder.
#[derive(Debug, Default)]
pub struct Tree {
    /// The plain files, hidden ones included, in the order of the bytes of their paths, with `/` between the parts.
    pub files: Vec<PathBuf>,
    /// What is no plain file, or was to be left out.
    pub left_out: Vec<(PathBuf, LeftOut)>,
    /// What could not be looked at, and why.
    pub failures: Vec<(PathBuf, io::Error)>,
}

/// Why something in a folder is not among its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It is a link, and what it leads to may lie anywhere.
    Link,
    /// It is a pipe, a socket or a device.
    Special,
    /// It is a folder with nothing in it.
    EmptyFolder,
    /// Who asked does not want anything of this name.
    ByName,
}

/// Finds everything in `folder` and below it, whatever it is called, but what `leave_out` says of a name.
pub fn tree(folder: &Path, leave_out: impl Fn(&OsStr) -> bool) -> Tree {
    let mut tree = Tree::default();
    // A folder in which nothing has been found yet, and how deep it lies.
    let mut empty: Option<(PathBuf, usize)> = None;
    let mut entries = WalkDir::new(folder)
        .min_depth(1)
        .sort_by(|left, right| name_in_path(left).cmp(name_in_path(right)))
        .into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                empty = None;
                let path = error.path().unwrap_or(folder);
                let path = path.strip_prefix(folder).unwrap_or(path).to_owned();
                tree.failures.push((path, reason(error)));
                continue;
            }
        };
        if let Some((path, _)) = empty.take().filter(|(_, depth)| entry.depth() <= *depth) {
            tree.left_out.push((path, LeftOut::EmptyFolder));
        }
        let path = entry.path().strip_prefix(folder).unwrap_or(entry.path()).to_owned();
        let kind = entry.file_type();
        if leave_out(entry.file_name()) {
            if kind.is_dir() {
                entries.skip_current_dir();
            }
            tree.left_out.push((path, LeftOut::ByName));
        } else if kind.is_dir() {
            empty = Some((path, entry.depth()));
        } else if kind.is_file() {
            tree.files.push(path);
        } else {
            tree.left_out.push((path, if kind.is_symlink() { LeftOut::Link } else { LeftOut::Special }));
        }
    }
    tree.left_out.extend(empty.map(|(path, _)| (path, LeftOut::EmptyFolder)));
    tree
}

/// The bytes of a name as they stand in the paths of files: that of a folder goes on with `/`. So `a.txt` comes before
/// `a/b`, although `a` comes before `a.txt`.
fn name_in_path(entry: &DirEntry) -> impl Iterator<Item = &u8> {
    let slash = if entry.file_type().is_dir() { &b"/"[..] } else { b"" };
    entry.file_name().as_encoded_bytes().iter().chain(slash)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need files to find")]
mod tests {
    use super::*;

    fn tree_of(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            fs::write(path, "").expect("a file");
        }
        root
    }

    fn names(root: &Path, paths: &[PathBuf]) -> Vec<String> {
        let name = |path: &PathBuf| path.strip_prefix(root).expect("inside").display().to_string();
        paths.iter().map(name).collect()
    }

    #[test]
    fn corpus_files_are_found_in_order_and_once() {
        let root = tree_of(&["b.corpus", "a/x.corpus.gz", "a/x.txt", ".hidden/y.corpus", "c.corpus.zst", ".corpus"]);
        let paths = [root.path().join("b.corpus"), root.path().to_owned()];
        let found = find(&paths, &Settings::default());
        assert_eq!(names(root.path(), &found.files), [".hidden/y.corpus", "a/x.corpus.gz", "b.corpus", "c.corpus.zst"]);
    }

    #[test]
    fn what_version_control_keeps_is_looked_at_only_where_it_is_named() {
        let folders = ["", ".git/refs/heads/fix/", ".hg/", "a/.jj/x/", "a/.svn/", "a/.github/"];
        let files = folders.map(|folder| format!("{folder}x.corpus"));
        let root = tree_of(&files.each_ref().map(String::as_str));
        let found = |path: PathBuf| names(root.path(), &find(&[path], &Settings::default()).files);
        assert_eq!(found(root.path().to_owned()), ["a/.github/x.corpus", "x.corpus"]);
        assert_eq!(found(root.path().join(".git")), [".git/refs/heads/fix/x.corpus"]);
        assert_eq!(found(root.path().join(".hg/x.corpus")), [".hg/x.corpus"]);
    }

    #[test]
    fn what_is_not_there_and_what_is_empty_is_told() {
        let root = tree_of(&["a/x.txt"]);
        let paths = [root.path().join("a"), root.path().join("missing")];
        let found = find(&paths, &Settings::default());
        assert!(found.files.is_empty());
        assert_eq!(names(root.path(), &found.empty), ["a"]);
        assert_eq!(found.failures.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_called_a_corpus_and_is_no_file_is_told() {
        let root = tree_of(&["drop/a.corpus", "drop/notes.corpus/x.txt"]);
        let drop = root.path().join("drop");
        std::os::unix::net::UnixListener::bind(drop.join("socket.corpus")).expect("a socket");
        std::os::unix::fs::symlink("nowhere", drop.join("link.corpus")).expect("a link");
        std::os::unix::fs::symlink("nowhere", drop.join("link.txt")).expect("a link");
        let found = find(std::slice::from_ref(&drop), &Settings::default());
        let failures: Vec<_> = found.failures.iter().map(|(path, _)| path.clone()).collect();
        assert_eq!(names(&drop, &found.files), ["a.corpus"]);
        assert_eq!(names(&drop, &failures), ["link.corpus", "socket.corpus"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_folder_is_told_from_one_within_it() {
        let root = tree_of(&["drop/a.corpus", "elsewhere/b.corpus"]);
        let drop = root.path().join("drop");
        let (out, within) = (drop.join("out.corpus"), drop.join("within.corpus"));
        std::os::unix::fs::symlink("../elsewhere/b.corpus", &out).expect("a link");
        std::os::unix::fs::symlink("a.corpus", &within).expect("a link");
        let named = std::slice::from_ref(&drop);
        assert!(leads_out(&out, named));
        assert!(!leads_out(&within, named) && !leads_out(&drop.join("a.corpus"), named));
        assert!(!leads_out(&out, &[drop.clone(), out.clone()]), "it was named itself");
        assert!(!leads_out(&out, &[root.path().to_owned()]), "it leads to another folder of the same drop");
    }

    #[test]
    fn a_file_with_any_name_can_be_named() {
        let root = tree_of(&["a.txt"]);
        let path = root.path().join("a.txt");
        assert_eq!(find(std::slice::from_ref(&path), &Settings::default()).files, [path]);
    }

    #[test]
    fn a_tree_is_in_the_order_of_paths() {
        let root = tree_of(&["a/b", "a.txt", "a-b", "a0", "b/c/d", "b/c.d", ".hidden/x", "A", ".git/config"]);
        let tree = tree(root.path(), |name| name == ".git");
        let files: Vec<_> = tree.files.iter().map(|path| path.display().to_string().replace('\\', "/")).collect();
        let mut sorted = files.clone();
        sorted.sort();
        assert_eq!(files, sorted);
        assert_eq!(files.len(), 8);
        assert_eq!(tree.left_out, [(PathBuf::from(".git"), LeftOut::ByName)]);
        assert!(tree.failures.is_empty());
    }

    #[test]
    fn a_folder_with_nothing_in_it_is_told() {
        let root = tree_of(&["b/x"]);
        for folder in ["a/1", "a/2/3", "c"] {
            fs::create_dir_all(root.path().join(folder)).expect("folders");
        }
        let left_out: Vec<_> = tree(root.path(), |_| false).left_out;
        let empty = ["a/1", "a/2/3", "c"].map(|path| (PathBuf::from(path), LeftOut::EmptyFolder));
        assert_eq!(left_out, empty);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_told_and_not_followed() {
        let root = tree_of(&["a/x"]);
        std::os::unix::fs::symlink("a", root.path().join("folder")).expect("a link");
        std::os::unix::fs::symlink("a/x", root.path().join("file")).expect("a link");
        let tree = tree(root.path(), |_| false);
        assert_eq!(tree.files, [PathBuf::from("a/x")]);
        assert_eq!(tree.left_out, ["file", "folder"].map(|path| (PathBuf::from(path), LeftOut::Link)));
    }
}
