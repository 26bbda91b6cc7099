//! Writing a new file, which gets its name only when it is complete.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::system::{self, Identity};
use super::{Existing, WriteError, folder_of, step};

/// A file that is being written, beside where it is to be. Dropped without [`NewFile::finish`], it is gone, and what
/// stood in its place stands there still.
pub struct NewFile {
    /// Where it is to be; with all links resolved, if there is something to be replaced.
    path: PathBuf,
    replaces: Option<Identity>,
    out: BufWriter<Raw>,
}

/// The new file, whose errors do not speak of the name that it has for the time being.
struct Raw(NamedTempFile);

impl Write for Raw {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.as_file_mut().flush()
    }
}

impl NewFile {
    /// Begins to write a file that is to be at `path`.
    ///
    /// What can never be replaced is refused here, before anything is written.
    pub fn create(path: &Path, existing: Existing) -> Result<Self, WriteError> {
        let (path, replaces) = match fs::symlink_metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_owned(), None),
            Err(error) => return step("cannot look at it", Err(error)),
            Ok(_) if existing == Existing::Keep => return Err(WriteError::Exists),
            Ok(_) => {
                // In this order: what a link of the system leads to, such as `/dev/stdout`, may have no path.
                let data = match fs::metadata(path) {
                    Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(WriteError::LeadsNowhere),
                    data => step("cannot look at it", data)?,
                };
                system::refuse(&data)?;
                let path = step("cannot find it", fs::canonicalize(path))?;
                let identity = Identity::of(&data);
                (path, Some(identity))
            }
        };
        if let Some(name) = path.file_name() {
            system::clear(folder_of(&path), &BTreeSet::from([name.to_owned()]));
        }
        let new = system::beside(&path, replaces.is_some()).map_err(|error| match error {
            WriteError::System { error, .. } if error.kind() == io::ErrorKind::NotFound => WriteError::NoFolder,
            error => error,
        })?;
        Ok(Self { path, replaces, out: BufWriter::with_capacity(1 << 16, Raw(new)) })
    }

    /// Gives the file its name, now that all of it has been written.
    pub fn finish(self) -> Result<(), WriteError> {
        let Self { path, replaces, out } = self;
        let written = out.into_inner().map_err(io::IntoInnerError::into_error);
        let Raw(new) = step("cannot write the new file", written)?;
        match replaces {
            Some(identity) => system::replace(&path, &identity, None, new),
            None => system::settle(&path, new),
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl fmt::Debug for NewFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("NewFile").field("path", &self.path).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need files to write")]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        names.into_iter().map(|name| name.to_string_lossy().into_owned()).collect()
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_made_is_said_in_words() {
        let folder = tempfile::tempdir().expect("a folder");
        let why = |name: &str| {
            let made = NewFile::create(&folder.path().join(name), Existing::Replace);
            made.expect_err("it cannot be made").to_string()
        };
        std::os::unix::fs::symlink("nowhere", folder.path().join("link")).expect("a link");
        std::os::unix::fs::symlink("/dev/null", folder.path().join("null")).expect("a link");
        assert_eq!(why("link"), "it is a link that leads nowhere");
        assert_eq!(why("null"), "it is not a plain file");
        assert_eq!(why("missing/x.json"), "its folder is not there");
    }

    #[test]
    fn a_file_is_there_when_it_is_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.corpus");
        let mut new = NewFile::create(&path, Existing::Keep).expect("it can be begun");
        new.write_all(b"half").expect("it can be written");
        assert!(!path.exists());
        new.write_all(b" and half").expect("it can be written");
        new.finish().expect("it can be finished");
        assert_eq!(fs::read(&path).expect("a file"), b"half and half");
        assert_eq!(names(folder.path()), ["x.corpus"]);
    }

    #[test]
    fn what_is_not_finished_was_never_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.corpus");
        fs::write(&path, "old").expect("a file");
        let mut new = NewFile::create(&path, Existing::Replace).expect("it can be begun");
        new.write_all(&vec![b'x'; 1 << 17]).expect("it can be written");
        drop(new);
        assert_eq!(fs::read(&path).expect("a file"), b"old");
        assert_eq!(names(folder.path()), ["x.corpus"]);
    }

    #[test]
    fn a_file_is_replaced_only_if_that_is_wanted() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.corpus");
        fs::write(&path, "old").expect("a file");
        assert!(matches!(NewFile::create(&path, Existing::Keep), Err(WriteError::Exists)));
        assert!(matches!(NewFile::create(folder.path(), Existing::Replace), Err(WriteError::NotAFile)));
        let mut new = NewFile::create(&path, Existing::Replace).expect("it can be begun");
        new.write_all(b"new").expect("it can be written");
        new.finish().expect("it can be finished");
        assert_eq!(fs::read(&path).expect("a file"), b"new");
        assert_eq!(names(folder.path()), ["x.corpus"]);
    }

    #[test]
    fn a_file_that_came_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.corpus");
        for (before, existing) in [(false, Existing::Keep), (true, Existing::Replace)] {
            if before {
                fs::write(&path, "old").expect("a file");
            }
            let mut new = NewFile::create(&path, existing).expect("it can be begun");
            new.write_all(b"new").expect("it can be written");
            fs::write(&path, "saved by somebody").expect("a file");
            assert!(matches!(new.finish(), Err(WriteError::Exists | WriteError::Changed)));
            assert_eq!(fs::read(&path).expect("a file"), b"saved by somebody");
            assert_eq!(names(folder.path()), ["x.corpus"]);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_has_the_mode_that_new_files_have() {
        use std::os::unix::fs::MetadataExt as _;

        let folder = tempfile::tempdir().expect("a folder");
        let [new, usual] = ["new", "usual"].map(|name| folder.path().join(name));
        NewFile::create(&new, Existing::Keep).and_then(NewFile::finish).expect("it can be made");
        fs::write(&usual, "").expect("a file");
        let mode = |path: &Path| fs::metadata(path).expect("a file").mode();
        assert_eq!(mode(&new), mode(&usual));
    }
}
