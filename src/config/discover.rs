//! Finding the configuration file: from the working directory upwards.

use std::path::{Path, PathBuf};

/// The name of a configuration file.
pub const FILE_NAME: &str = "corplint.toml";

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// The configuration file that holds.
    pub path: Option<PathBuf>,
    /// Configuration files that were passed over, because they lie inside of what is judged.
    pub refused: Vec<PathBuf>,
}

/// Looks for [`FILE_NAME`] in `start` and then in each folder above it. The first one holds; they are not merged.
///
/// A corpus cannot bring the rules that it is judged by: a file that lies in one of the folders that are `judged` is
/// passed over. Only the folder in which the user stands may be judged and have one, since it was the user who went
/// there. All paths are absolute.
pub fn discover(start: &Path, judged: &[PathBuf]) -> Discovery {
    let mut discovery = Discovery::default();
    for folder in start.ancestors() {
        let path = folder.join(FILE_NAME);
        // Whatever it is: a link that leads nowhere, or a folder, cannot be read, and whoever reads it says so. To pass
        // it over would be to judge by other rules than those that somebody put there.
        if path.symlink_metadata().is_err() {
            continue;
        }
        let of_the_user = |judged: &PathBuf| folder == start && judged == start;
        if judged.iter().any(|judged| folder.starts_with(judged) && !of_the_user(judged)) {
            discovery.refused.push(path);
            continue;
        }
        discovery.path = Some(path);
        break;
    }
    discovery
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need files to find")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_nearest_file_upwards_holds() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        let inner = root.join("a/b");
        fs::create_dir_all(&inner).expect("folders");
        fs::write(root.join(FILE_NAME), "").expect("a file");
        assert_eq!(discover(&inner, &[]).path, Some(root.join(FILE_NAME)));
        fs::write(inner.join(FILE_NAME), "").expect("a file");
        assert_eq!(discover(&inner, &[]).path, Some(inner.join(FILE_NAME)));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_nowhere_is_not_passed_over() {
        let root = tempfile::tempdir().expect("a folder");
        let inner = root.path().join("a");
        fs::create_dir_all(&inner).expect("folders");
        fs::write(root.path().join(FILE_NAME), "").expect("a file");
        std::os::unix::fs::symlink("nowhere", inner.join(FILE_NAME)).expect("a link");
        assert_eq!(discover(&inner, &[]).path, Some(inner.join(FILE_NAME)));
    }

    #[test]
    fn a_file_inside_of_what_is_judged_is_refused() {
        let root = tempfile::tempdir().expect("a folder");
        let root = root.path();
        let inner = root.join("drop/part");
        fs::create_dir_all(&inner).expect("folders");
        fs::write(inner.join(FILE_NAME), "").expect("a file");
        fs::write(root.join(FILE_NAME), "").expect("a file");
        let found = discover(&inner, &[root.join("drop")]);
        assert_eq!(found.path, Some(root.join(FILE_NAME)));
        assert_eq!(found.refused, [inner.join(FILE_NAME)]);
        assert_eq!(discover(&inner, std::slice::from_ref(&inner)).path, Some(inner.join(FILE_NAME)));
        assert_eq!(discover(&inner, &[root.to_owned()]).path, None);
    }
}
