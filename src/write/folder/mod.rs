//! Writing many files into a folder, and never beside it: no link is followed, neither at the end of a path nor on the
//! way, even if it is put there while the files are being written.
//!
//! Names are relative paths with `/` between their parts. Whoever gives them has looked at them: a part that is empty,
//! `.` or `..` is an error of the program, and is refused all the same.
//!
//! A file that is new is not forced to the disk: what it was made from is still there.
//!
//! What a run that was killed leaves behind is cleared away by the next one that replaces files in the same folder.

#[cfg(any(not(unix), test))]
mod portable;
#[cfg(unix)]
mod unix;

use std::path::Path;

#[cfg(not(unix))]
use portable as system;
#[cfg(unix)]
use unix as system;

use super::{Existing, WriteError};

/// A folder that files are written into.
#[derive(Debug)]
pub struct Folder(system::Folder);

impl Folder {
    /// The folder at `path`, if it is there. The path itself is the user's, and may be a link.
    pub fn open(path: &Path) -> Result<Option<Self>, WriteError> {
        Ok(system::Folder::open(path)?.map(Self))
    }

    /// The folder at `path`, which is made if it is not there, with all above it.
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        Ok(Self(system::Folder::create(path)?))
    }

    /// Whether a file could be written under this name: whether there is nothing in its way but what gives place.
    pub fn look(&mut self, name: &str, existing: Existing) -> Result<(), WriteError> {
        self.0.look(name, existing)
    }

    /// Whether there is something of this name. What lies behind a link is not looked at.
    pub fn has(&mut self, name: &str) -> Result<bool, WriteError> {
        match self.look(name, Existing::Keep) {
            Ok(()) => Ok(false),
            Err(WriteError::Exists) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Writes a file, and makes the folders that it lies in. A file that could not be written whole is taken away.
    pub fn write(&mut self, name: &str, bytes: &[u8], existing: Existing) -> Result<(), WriteError> {
        self.0.write(name, bytes, existing)
    }

    /// Takes a file away.
    pub fn remove(&mut self, name: &str) -> Result<(), WriteError> {
        self.0.remove(name)
    }
}

/// The parts of a path, if each of them is the name of something in a folder.
fn parts(name: &str) -> Result<impl Iterator<Item = &str>, WriteError> {
    let bad = |part: &str| matches!(part, "" | "." | "..") || part.contains('\0');
    if name.split('/').any(bad) {
        let error = std::io::Error::from(std::io::ErrorKind::InvalidInput);
        return super::step("cannot use a name that leads elsewhere", Err(error));
    }
    Ok(name.split('/'))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need files to write")]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    const NAMES_THAT_LEAD_ELSEWHERE: [&str; 9] = ["", "/x", "x/", "x//y", ".", "..", "../x", "x/../../y", "x\0y"];

    /// What is in a folder, links as links.
    fn listing(root: &Path) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders: Vec<PathBuf> = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() && !path.is_symlink() {
                    folders.push(path.clone());
                }
                let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
                found.push(name);
            }
        }
        found.sort();
        found
    }

    /// The same tests for each way in which a folder is written into.
    macro_rules! tests_of {
        ($system:ident) => {
            mod $system {
                use super::super::$system::Folder;
                use super::*;

                fn target() -> (tempfile::TempDir, Folder) {
                    let root = tempfile::tempdir().expect("a folder");
                    fs::create_dir(root.path().join("outside")).expect("a folder");
                    fs::write(root.path().join("outside/file"), "untouched").expect("a file");
                    let folder = Folder::create(&root.path().join("new/target")).expect("it can be made");
                    (root, folder)
                }

                #[test]
                fn files_are_written_with_their_folders() {
                    let (root, mut folder) = target();
                    for name in ["a/b/c", "a/b/d", "a/e", "f", "a/b/g/h"] {
                        folder.look(name, Existing::Keep).expect("nothing is in the way");
                        folder.write(name, name.as_bytes(), Existing::Keep).expect("it can be written");
                    }
                    let target = root.path().join("new/target");
                    assert_eq!(listing(&target), ["a", "a/b", "a/b/c", "a/b/d", "a/b/g", "a/b/g/h", "a/e", "f"]);
                    assert_eq!(fs::read(target.join("a/b/g/h")).expect("a file"), b"a/b/g/h");
                    assert!(Folder::open(&root.path().join("nothing")).expect("it can be asked").is_none());
                    assert!(Folder::open(&target.join("f")).is_err(), "a file is no folder");
                }

                #[test]
                fn a_file_is_replaced_only_if_that_is_wanted() {
                    let (root, mut folder) = target();
                    folder.write("a", b"old", Existing::Keep).expect("it can be written");
                    assert!(matches!(folder.look("a", Existing::Keep), Err(WriteError::Exists)));
                    assert!(matches!(folder.write("a", b"new", Existing::Keep), Err(WriteError::Exists)));
                    assert!(matches!(folder.look("a/b", Existing::Replace), Err(WriteError::NotAFolder)));
                    assert!(matches!(folder.write("a/b", b"new", Existing::Replace), Err(WriteError::NotAFolder)));
                    folder.look("a", Existing::Replace).expect("it may be replaced");
                    folder.write("a", b"new", Existing::Replace).expect("it can be replaced");
                    folder.write("b/c", b"new", Existing::Replace).expect("it can be written");
                    assert!(matches!(folder.look("b", Existing::Replace), Err(WriteError::NotAFile)));
                    assert!(folder.write("b", b"new", Existing::Replace).is_err());
                    let target = root.path().join("new/target");
                    assert_eq!(fs::read(target.join("a")).expect("a file"), b"new");
                    assert_eq!(listing(&target), ["a", "b", "b/c"], "nothing is left over");
                    folder.remove("a").expect("it can be removed");
                    assert_eq!(listing(&target), ["b", "b/c"]);
                }

                #[test]
                fn a_name_of_255_bytes_is_a_name() {
                    let (_root, mut folder) = target();
                    let name = "x".repeat(255);
                    folder.write(&name, b"old", Existing::Keep).expect("it can be written");
                    folder.write(&name, b"new", Existing::Replace).expect("it can be replaced");
                }

                #[test]
                fn no_name_leads_elsewhere() {
                    let (root, mut folder) = target();
                    let before = listing(root.path());
                    for name in NAMES_THAT_LEAD_ELSEWHERE {
                        assert!(folder.look(name, Existing::Replace).is_err(), "{name:?}");
                        assert!(folder.write(name, b"x", Existing::Replace).is_err(), "{name:?}");
                        assert!(folder.remove(name).is_err(), "{name:?}");
                    }
                    assert_eq!(listing(root.path()), before);
                }

                #[cfg(unix)]
                #[test]
                fn no_link_is_written_through() {
                    use std::os::unix::fs::symlink;

                    let (root, mut folder) = target();
                    let target = root.path().join("new/target");
                    symlink("../../outside", target.join("folder")).expect("a link");
                    symlink("../../outside/file", target.join("file")).expect("a link");
                    symlink("../../outside/new", target.join("nowhere")).expect("a link");
                    let before = listing(root.path());
                    for name in ["folder/file", "folder/new", "folder/a/b", "file", "nowhere", "file/x", "nowhere/x"] {
                        for existing in [Existing::Keep, Existing::Replace] {
                            assert!(matches!(folder.look(name, existing), Err(WriteError::Link)), "{name}");
                            assert!(matches!(folder.write(name, b"x", existing), Err(WriteError::Link)), "{name}");
                        }
                    }
                    assert!(matches!(folder.remove("folder/file"), Err(WriteError::Link)));
                    assert_eq!(listing(root.path()), before);
                    assert_eq!(fs::read(root.path().join("outside/file")).expect("a file"), b"untouched");
                }
            }
        };
    }

    tests_of!(portable);
    #[cfg(unix)]
    tests_of!(unix);

    #[cfg(unix)]
    #[test]
    fn what_a_killed_run_left_behind_goes_where_files_are_replaced() {
        use rustix::fs::{FlockOperation, flock};

        let root = tempfile::tempdir().expect("a folder");
        let target = root.path();
        for folder in ["a/b", "elsewhere"] {
            fs::create_dir_all(target.join(folder)).expect("a folder");
        }
        let left = [
            ".0000abcd0000.corplint-tmp",
            "a/.0000abcd0001.corplint-tmp",
            "a/b/.ffffffff0000.corplint-tmp",
            "a/b/.ffffffff0001.corplint-tmp",
        ];
        let kept = [
            ".x.corpus.abcdef.corplint-tmp",
            "a/.0000abcd000.corplint-tmp",
            "a/.0000ABCD0000.corplint-tmp",
            "a/0000abcd0000.corplint-tmp",
            "a/b/.0000abcd0000.corplint-tmp~",
            "elsewhere/.0000abcd0000.corplint-tmp",
        ];
        for name in left.iter().chain(&kept).chain(&["f", "a/b/f"]) {
            fs::write(target.join(name), "half").expect("a file");
        }
        fs::create_dir(target.join(".0000abcd0002.corplint-tmp")).expect("a folder");

        let somebody = fs::File::open(target.join("a/b")).expect("a folder");
        flock(&somebody, FlockOperation::LockShared).expect("a lock");
        let run = |existing| {
            let mut folder = Folder::create(target).expect("it is there");
            for name in ["f", "a/new", "a/b/f", "a/b/new"] {
                let _ = folder.write(name, b"new", existing);
            }
            left.map(|name| target.join(name).exists())
        };
        assert_eq!(run(Existing::Keep), [true; 4], "nothing is replaced, and nothing looked for");
        assert_eq!(run(Existing::Replace), [false, false, true, true], "who is at work is left in peace");
        drop(somebody);
        assert_eq!(run(Existing::Replace), [false; 4]);
        assert!(kept.iter().all(|name| target.join(name).exists()));
        assert!(target.join(".0000abcd0002.corplint-tmp").is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_replaced_as_it_is_stays() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

        let root = tempfile::tempdir().expect("a folder");
        let path = |name: &str| root.path().join(name);
        let mut folder = Folder::create(root.path()).expect("it is there");
        for name in ["linked", "protected", "private"] {
            fs::write(path(name), "old").expect("a file");
        }
        fs::hard_link(path("linked"), path("other")).expect("a name");
        for (name, mode) in [("protected", 0o444), ("private", 0o640)] {
            fs::set_permissions(path(name), fs::Permissions::from_mode(mode)).expect("a mode");
        }
        assert!(matches!(folder.look("linked", Existing::Replace), Err(WriteError::HardLinked { names: 2 })));
        assert!(matches!(folder.write("linked", b"new", Existing::Replace), Err(WriteError::HardLinked { .. })));
        assert!(matches!(folder.look("protected", Existing::Replace), Err(WriteError::ReadOnly)));
        assert!(matches!(folder.write("protected", b"new", Existing::Replace), Err(WriteError::ReadOnly)));
        folder.write("private", b"new", Existing::Replace).expect("it can be replaced");
        assert_eq!(fs::metadata(path("private")).expect("a file").mode() & 0o7777, 0o640);
        assert_eq!(fs::read(path("other")).expect("a file"), b"old");
    }
}
