//! Replacing a file where nothing but the standard library is known of the system.

use std::fs::{self, Metadata};
use std::io::Write as _;
use std::path::Path;
use std::time::SystemTime;

use tempfile::Builder;

use super::{UNFINISHED, WriteError, step};

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

pub(super) fn replace(path: &Path, identity: &Identity, bytes: &[u8]) -> Result<(), WriteError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = Builder::new().prefix(".").suffix(UNFINISHED).tempfile_in(folder);
    let mut new = step("cannot make a file beside it", made)?;
    step("cannot write the new file", new.write_all(bytes))?;
    let data = step("cannot look at it again", fs::metadata(path))?;
    step("cannot keep its permissions", new.as_file().set_permissions(data.permissions()))?;
    step("cannot write the new file to the disk", new.as_file().sync_all())?;
    let now = step("cannot look at it again", fs::metadata(path))?;
    if Identity::of(&now) != *identity {
        return Err(WriteError::Changed);
    }
    step("cannot put the new file in its place", new.persist(path).map_err(|error| error.error))?;
    Ok(())
}
