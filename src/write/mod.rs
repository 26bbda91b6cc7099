//! Writing in place: the only room that changes a user's files.
//!
//! A file is either what it was or what it is to become, whatever happens in between: a full disk, a killed process, a
//! power cut, an editor that saves at the same moment. The recipe, step by step, each with what it is against:
//!
//! 1. Links are resolved, so that a link stays a link; what is not a plain file, has other hard links, or may not be
//!    written is refused, since no replacement could keep it what it is or should be made.
//! 2. The new bytes go to a new file beside the old one, which nobody can have made before us and nobody else can read
//!    ([`Original::replace`]).
//! 3. Owner, mode, extended attributes and access lists are those of the old file before the new one takes its place,
//!    and no others.
//! 4. The new file is on the disk before its name is.
//! 5. The old file is looked at once more: if it is not the one that was read, it is left alone.
//! 6. The two change places in one step where the system can do that. What comes back must be the file that was read,
//!    byte for byte; if somebody saved it in the last moment, they change places again, and nothing is lost.
//! 7. The folder is written to the disk too, so that the new name survives a power cut. Only then, and after one more
//!    look, the old file goes.
//! 8. What a run that was killed leaves behind has a name of its own, and the next run on the file clears it away
//!    ([`clear_unfinished`]).
//!
//! `tests/crash-safety.py` holds all this against the program as it runs, call by call.

mod appender;
mod folder;
mod new_file;
#[cfg(not(unix))]
mod portable;
#[cfg(unix)]
mod unix;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

#[cfg(not(unix))]
use portable as system;
#[cfg(unix)]
use unix as system;

use system::Identity;

pub use appender::Appender;
pub use folder::Folder;
pub use new_file::NewFile;

/// How the names of unfinished files end. They never look like a corpus, so that no walk takes them for one.
const UNFINISHED: &str = ".corplint-tmp";

/// Whether this is how an unfinished file is called: one that a run that was killed has left behind, or that another
/// run is still at work on.
pub fn is_unfinished(name: &OsStr) -> bool {
    name.as_encoded_bytes().ends_with(UNFINISHED.as_bytes())
}

/// What to do with a file that has the name of one that is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// It gives place to the new one, in one step.
    Replace,
}

/// A file that was read in order to be changed.
#[derive(Debug)]
pub struct Original {
    /// The path with all links resolved.
    path: PathBuf,
    identity: Identity,
    bytes: Vec<u8>,
}

/// Why a file was not changed. It is as it was, unless the variant says otherwise.
#[derive(Debug)]
pub enum WriteError {
    /// It is a device, a folder, or something else that cannot be replaced by a file.
    NotAFile,
    /// It has other names, which would keep the old text.
    HardLinked {
        /// How many names it has.
        names: u64,
    },
    /// It is marked as not to be written.
    ReadOnly,
    /// There is a file of this name already.
    Exists,
    /// It is a link, or lies behind one that was not named by the user, and may lead anywhere.
    Link,
    /// It is a link, and what it leads to is not there.
    LeadsNowhere,
    /// The folder that it is to be in is not there.
    NoFolder,
    /// Something on the way to it should be a folder and is not.
    NotAFolder,
    /// Somebody changed it after it was read.
    Changed,
    /// Somebody saved it in the last moment, and what they saved could not be put back in its place.
    Displaced {
        /// How the name ends under which it is now, beside where it was.
        ending: String,
        /// What the system said.
        error: io::Error,
    },
    /// The system refused.
    System {
        /// What was tried: "cannot write the new file".
        step: &'static str,
        /// What it said.
        error: io::Error,
    },
    /// The file was changed as it should be, but it is not certain that this survives a power cut.
    NotDurable {
        /// What the system said.
        error: io::Error,
    },
}

impl fmt::Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFile => write!(formatter, "it is not a plain file"),
            Self::HardLinked { names } => {
                write!(formatter, "it has {names} names (hard links), and the others would keep the old text")
            }
            Self::ReadOnly => write!(formatter, "it is marked as not to be written"),
            Self::Exists => write!(formatter, "there is something of this name already, and it is left alone"),
            Self::Link => write!(formatter, "there is a link in its way, which may lead anywhere and is not followed"),
            Self::LeadsNowhere => write!(formatter, "it is a link that leads nowhere"),
            Self::NoFolder => write!(formatter, "its folder is not there"),
            Self::NotAFolder => write!(formatter, "there is a file in its way, where a folder is needed"),
            Self::Changed => write!(formatter, "somebody changed it while it was being checked, so it is left alone"),
            Self::Displaced { ending, error } => write!(
                formatter,
                "somebody saved it in this very moment, and that could not be put back ({error}); what they saved is in \
                 the same folder, in the file whose name ends in `{ending}`",
            ),
            Self::System { step, error } => write!(formatter, "{step}: {error}"),
            Self::NotDurable { error } => {
                write!(formatter, "it is changed, but may be lost if the power fails now: {error}")
            }
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::System { error, .. } | Self::NotDurable { error } | Self::Displaced { error, .. } => Some(error),
            Self::NotAFile
            | Self::HardLinked { .. }
            | Self::ReadOnly
            | Self::Exists
            | Self::Link
            | Self::LeadsNowhere
            | Self::NoFolder
            | Self::NotAFolder
            | Self::Changed => None,
        }
    }
}

impl WriteError {
    /// Whether the file has its new bytes all the same.
    pub const fn is_changed_all_the_same(&self) -> bool {
        matches!(self, Self::NotDurable { .. } | Self::Displaced { .. })
    }

    /// What it means that something new could not get its name.
    fn taken(step: &'static str, error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::AlreadyExists { Self::Exists } else { Self::System { step, error } }
    }
}

/// Names the step that failed.
fn step<T>(step: &'static str, result: io::Result<T>) -> Result<T, WriteError> {
    result.map_err(|error| WriteError::System { step, error })
}

/// An error without the path that tempfile adds to it: a name that nobody has chosen, and that is gone already.
fn without_path(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((reason, _)) if error.raw_os_error().is_none() => io::Error::new(error.kind(), reason),
        _ => error,
    }
}

/// The folder that a file lies in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Original {
    /// Reads the file at `path`, and remembers which file it was.
    ///
    /// What can never be replaced is refused here, before anybody has worked on it.
    pub fn read(path: &Path) -> Result<Self, WriteError> {
        Self::read_for(path, true)
    }

    /// Reads the file at `path` for somebody who will only show what would be written: a file that can never be replaced
    /// is not refused.
    pub fn look_at(path: &Path) -> Result<Self, WriteError> {
        Self::read_for(path, false)
    }

    fn read_for(path: &Path, to_replace: bool) -> Result<Self, WriteError> {
        let path = step("cannot find it", fs::canonicalize(path))?;
        let data = step("cannot look at it", fs::metadata(&path))?;
        if !data.is_file() {
            return Err(WriteError::NotAFile);
        }
        let mut file = step("cannot open it", system::open(&path))?;
        let before = step("cannot look at it", file.metadata())?;
        if to_replace {
            system::refuse(&before)?;
            system::refuse_if_protected(&path)?;
        }
        let mut bytes = Vec::new();
        step("cannot read it", file.read_to_end(&mut bytes))?;
        let after = step("cannot look at it", file.metadata())?;
        let identity = Identity::of(&before);
        if identity != Identity::of(&after) {
            return Err(WriteError::Changed);
        }
        Ok(Self { path, identity, bytes })
    }

    /// What was read.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The same, for somebody who will not replace it.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Puts `bytes` in the place of what was read.
    ///
    /// Nothing is opened for writing if the bytes are the same.
    pub fn replace(&self, bytes: &[u8]) -> Result<(), WriteError> {
        if bytes == self.bytes {
            return Ok(());
        }
        let mut new = system::beside(&self.path, true)?;
        step("cannot write the new file", new.as_file_mut().write_all(bytes))?;
        system::replace(&self.path, &self.identity, Some(&self.bytes), new)
    }
}

/// Clears away what runs that were killed have left behind beside these files. What somebody is still at work on stays.
pub fn clear_unfinished<'a>(paths: impl IntoIterator<Item = &'a Path>) {
    // Each folder is read once, however many of its files are named.
    let mut folders: BTreeMap<PathBuf, BTreeSet<OsString>> = BTreeMap::new();
    for path in paths {
        // What cannot be found has nothing beside it, and what is wrong with it will be told by who reads it.
        let Ok(path) = fs::canonicalize(path) else { continue };
        if let Some(name) = path.file_name() {
            folders.entry(folder_of(&path).to_owned()).or_default().insert(name.to_owned());
        }
    }
    for (folder, names) in &folders {
        system::clear(folder, names);
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need files to write")]
mod tests {
    use super::*;

    fn file(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.corpus");
        fs::write(&path, bytes).expect("a file");
        (folder, path)
    }

    fn names(folder: &tempfile::TempDir) -> Vec<String> {
        let entries = fs::read_dir(folder.path()).expect("a folder");
        let mut names: Vec<String> =
            entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_over() {
        let (folder, path) = file(b"old");
        let original = Original::read(&path).expect("it is readable");
        assert_eq!(original.bytes(), b"old");
        original.replace(b"new").expect("it is writable");
        assert_eq!(fs::read(&path).expect("a file"), b"new");
        assert_eq!(names(&folder), ["x.corpus"]);
    }

    #[test]
    fn a_file_that_somebody_changed_is_left_alone() {
        let (folder, path) = file(b"old");
        let original = Original::read(&path).expect("it is readable");
        fs::write(&path, b"saved by an editor").expect("a file");
        assert!(matches!(original.replace(b"new"), Err(WriteError::Changed)));
        assert_eq!(fs::read(&path).expect("a file"), b"saved by an editor");
        assert_eq!(names(&folder), ["x.corpus"]);
    }

    #[test]
    fn what_somebody_left_unfinished_is_cleared_away() {
        let (folder, path) = file(b"old");
        let unfinished = [".x.corpus.abcdef", ".x.corpus.AB1234", ".y.corpus.abcdef"];
        for name in unfinished {
            fs::write(folder.path().join(format!("{name}{UNFINISHED}")), b"half").expect("a file");
        }
        let nowhere = folder.path().join("nowhere");
        clear_unfinished([path.as_path(), nowhere.as_path(), path.as_path()]);
        assert_eq!(names(&folder).len(), 2, "only what belongs to another file is kept");
    }

    #[cfg(unix)]
    mod unix {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

        use super::*;

        #[test]
        fn a_link_stays_a_link_and_a_mode_stays_a_mode() {
            let (folder, path) = file(b"old");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o2640)).expect("a mode");
            let link = folder.path().join("link.corpus");
            symlink("x.corpus", &link).expect("a link");
            Original::read(&link).expect("it is readable").replace(b"new").expect("it is writable");
            assert!(link.is_symlink());
            assert_eq!(fs::read(&path).expect("a file"), b"new");
            assert_eq!(fs::metadata(&path).expect("a file").mode() & 0o7777, 0o2640);
        }

        #[test]
        fn a_file_with_other_names_and_a_read_only_file_are_refused() {
            let (folder, path) = file(b"old");
            fs::hard_link(&path, folder.path().join("other")).expect("a name");
            assert!(matches!(Original::read(&path), Err(WriteError::HardLinked { names: 2 })));
            fs::remove_file(folder.path().join("other")).expect("a file");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("a mode");
            assert!(matches!(Original::read(&path), Err(WriteError::ReadOnly)));
            assert_eq!(Original::look_at(&path).expect("it is readable").bytes(), b"old");
            assert!(matches!(Original::read(folder.path()), Err(WriteError::NotAFile)));
        }
    }
}
