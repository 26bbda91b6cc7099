//! Replacing a file on Unix: owner, mode, extended attributes and access lists are kept, and two files change places in
//! one step where the system can do that.

mod leftovers;
mod metadata;
mod places;

use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::{Access, AtFlags, CWD, FlockOperation, Mode, OFlags};
use rustix::io::{Errno, retry_on_intr};
use tempfile::{Builder, NamedTempFile};

use super::{UNFINISHED, WriteError, folder_of, step, without_path};

pub(super) use leftovers::{clear, clear_and_stay};
pub(super) use metadata::keep_metadata;

/// Which file it is, and in which state. Two of these are only equal if nothing was done to the file in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    contents: Contents,
    changed: (i64, i64),
}

/// What renaming a file leaves as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Contents {
    device: u64,
    inode: u64,
    length: u64,
    modified: (i64, i64),
    mode: u32,
    owner: (u32, u32),
    names: u64,
}

impl Identity {
    pub(super) fn of(data: &Metadata) -> Self {
        Self { contents: Contents::of(data), changed: (data.ctime(), data.ctime_nsec()) }
    }

    /// Whether nothing was done to the file in between but to give it another name.
    fn is_but_for_its_name(&self, data: &Metadata) -> bool {
        self.contents == Contents::of(data)
    }
}

impl Contents {
    fn of(data: &Metadata) -> Self {
        Self {
            device: data.dev(),
            inode: data.ino(),
            length: data.len(),
            modified: (data.mtime(), data.mtime_nsec()),
            mode: data.mode(),
            owner: (data.uid(), data.gid()),
            names: data.nlink(),
        }
    }
}

/// Opens a file to be read. If it is something else by now, this neither follows it nor waits for it.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(retry_on_intr(|| rustix::fs::open(path, flags, Mode::empty()))?.into())
}

fn open_folder(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(retry_on_intr(|| rustix::fs::open(path, flags, Mode::empty()))?.into())
}

/// Refuses what the user may not write. To replace a file, that would not be needed.
pub(super) fn refuse_if_protected(path: &Path) -> Result<(), WriteError> {
    match retry_on_intr(|| rustix::fs::accessat(CWD, path, Access::WRITE_OK, AtFlags::empty())) {
        Err(Errno::ACCESS | Errno::PERM | Errno::ROFS) => Err(WriteError::ReadOnly),
        Err(error) => step("cannot look at it", Err(error.into())),
        Ok(()) => Ok(()),
    }
}

/// Refuses what no replacement could keep as it is.
pub(super) fn refuse(data: &Metadata) -> Result<(), WriteError> {
    if !data.is_file() {
        return Err(WriteError::NotAFile);
    }
    if data.nlink() > 1 {
        return Err(WriteError::HardLinked { names: data.nlink() });
    }
    // Who runs as root may write everything; a file that its owner protected is left alone all the same.
    if data.mode() & 0o222 == 0 {
        return Err(WriteError::ReadOnly);
    }
    Ok(())
}

/// A new file beside `path`, which only the program can read if it is to be `private`.
pub(super) fn beside(path: &Path, private: bool) -> Result<NamedTempFile, WriteError> {
    let prefix = leftovers::prefix(path.file_name().unwrap_or_default());
    let mode = fs::Permissions::from_mode(if private { 0o600 } else { 0o666 });
    let opened = Builder::new().prefix(&prefix).suffix(UNFINISHED).permissions(mode).tempfile_in(folder_of(path));
    let new = step("cannot make a file beside it", opened.map_err(without_path))?;
    // The lock says that somebody is still at work here. Where there are no locks, nobody clears away anything.
    let _ = retry_on_intr(|| rustix::fs::flock(new.as_file(), FlockOperation::NonBlockingLockExclusive));
    Ok(new)
}

/// Puts the new file, which has all its bytes, in the place of the old one, which held `bytes` if that is known.
pub(super) fn replace(
    path: &Path,
    identity: &Identity,
    bytes: Option<&[u8]>,
    new: NamedTempFile,
) -> Result<(), WriteError> {
    let old = step("cannot look at it again", open(path))?;
    keep_metadata(&old, new.as_file())?;
    step("cannot write the new file to the disk", new.as_file().sync_all())?;
    places::change_places(path, identity, bytes, new)
}

/// Gives the new file, which has all its bytes, its name, unless somebody else has it now.
pub(super) fn settle(path: &Path, new: NamedTempFile) -> Result<(), WriteError> {
    step("cannot write the new file to the disk", new.as_file().sync_all())?;
    new.persist_noclobber(path).map_err(|error| WriteError::taken("cannot give the new file its name", error.error))?;
    sync_folder(path)
}

/// Writes the names in the folder of a file to the disk.
pub(super) fn sync_folder(path: &Path) -> Result<(), WriteError> {
    let folder = open_folder(folder_of(path)).map_err(|error| WriteError::NotDurable { error })?;
    places::sync(&folder)
}
