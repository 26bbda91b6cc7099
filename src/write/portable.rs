//! Replacing a file on systems of which only the standard library is used.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;
use std::time::SystemTime;

use tempfile::{Builder, NamedTempFile};

use super::{UNFINISHED, WriteError, folder_of, step, without_path};

/// Which file it is, and in which state, as far as the standard library tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    length: u64,
    modified: Option<SystemTime>,
    created: Option<SystemTime>,
}

impl Identity {
    pub(super) fn of(data: &Metadata) -> Self {
        Self { length: data.len(), modified: data.modified().ok(), created: data.created().ok() }
    }
}

pub(super) fn refuse(data: &Metadata) -> Result<(), WriteError> {
    if !data.is_file() {
        return Err(WriteError::NotAFile);
    }
    if data.permissions().readonly() {
        return Err(WriteError::ReadOnly);
    }
    Ok(())
}

/// A new file beside `path`. Who can read it is for the system to say.
pub(super) fn beside(path: &Path, _private: bool) -> Result<NamedTempFile, WriteError> {
    let made = Builder::new().prefix(".").suffix(UNFINISHED).tempfile_in(folder_of(path));
    step("cannot make a file beside it", made.map_err(without_path))
}

/// Puts the new file, which has all its bytes, in the place of the old one.
pub(super) fn replace(
    path: &Path,
    identity: &Identity,
    bytes: Option<&[u8]>,
    new: NamedTempFile,
) -> Result<(), WriteError> {
    let data = step("cannot look at it again", fs::metadata(path))?;
    step("cannot keep its permissions", new.as_file().set_permissions(data.permissions()))?;
    step("cannot write the new file to the disk", new.as_file().sync_all())?;
    let now = step("cannot look at it again", fs::metadata(path))?;
    if Identity::of(&now) != *identity {
        return Err(WriteError::Changed);
    }
    // The time of a file does not tell two changes apart that come close together.
    if let Some(bytes) = bytes {
        let mut now = Vec::new();
        step("cannot look at it again", open(path).and_then(|mut old| old.read_to_end(&mut now)))?;
        if now != bytes {
            return Err(WriteError::Changed);
        }
    }
    step("cannot put the new file in its place", new.persist(path).map_err(|error| error.error))?;
    Ok(())
}

/// Gives the new file, which has all its bytes, its name, unless somebody else has it now.
pub(super) fn settle(path: &Path, new: NamedTempFile) -> Result<(), WriteError> {
    step("cannot write the new file to the disk", new.as_file().sync_all())?;
    new.persist_noclobber(path).map_err(|error| WriteError::taken("cannot give the new file its name", error.error))?;
    Ok(())
}

/// Opens a file to be read.
#[expect(clippy::disallowed_methods, reason = "what is to be replaced is read by who replaces it")]
pub(super) fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// The standard library knows of nothing more that protects a file.
pub(super) fn refuse_if_protected(_path: &Path) -> Result<(), WriteError> {
    Ok(())
}

/// The standard library cannot write names to the disk.
pub(super) fn sync_folder(_path: &Path) -> Result<(), WriteError> {
    Ok(())
}

/// Whether another process is still at work cannot be known here, so nothing is cleared away.
pub(super) fn clear(_folder: &Path, _names: &BTreeSet<OsString>) {}
