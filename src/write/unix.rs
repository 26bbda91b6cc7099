//! Replacing a file on Unix: owner, mode, extended attributes and access lists are kept, and two files change places in
//! one step where the system can do that.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use rustix::fs::{CWD, FlockOperation, RenameFlags, XattrFlags};
use rustix::io::Errno;
use tempfile::{Builder, NamedTempFile};

use super::{UNFINISHED, WriteError, folder_of, step};

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
}

impl Identity {
    pub(super) fn of(data: &Metadata) -> Self {
        Self { contents: Contents::of(data), changed: (data.ctime(), data.ctime_nsec()) }
    }
}

impl Contents {
    fn of(data: &Metadata) -> Self {
        Self { device: data.dev(), inode: data.ino(), length: data.len(), modified: (data.mtime(), data.mtime_nsec()) }
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
    let folder = folder_of(path);
    let name = path.file_name().unwrap_or_default();
    clear_unfinished(folder, name);
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".");
    let mode = fs::Permissions::from_mode(if private { 0o600 } else { 0o666 });
    let opened = Builder::new().prefix(&prefix).suffix(UNFINISHED).permissions(mode).tempfile_in(folder);
    let new = step("cannot make a file beside it", opened)?;
    // The lock says that somebody is still at work here. Where there are no locks, nobody clears away anything.
    let _ = rustix::fs::flock(new.as_file(), FlockOperation::NonBlockingLockExclusive);
    Ok(new)
}

/// Puts the new file, which has all its bytes, in the place of the old one.
pub(super) fn replace(path: &Path, identity: &Identity, new: NamedTempFile) -> Result<(), WriteError> {
    let old = step("cannot look at it again", open(path))?;
    keep_metadata(&old, new.as_file())?;
    step("cannot write the new file to the disk", new.as_file().sync_all())?;
    change_places(path, identity, new)?;
    sync_folder(path)
}

/// Gives the new file, which has all its bytes, its name, unless somebody else has it now.
pub(super) fn settle(path: &Path, new: NamedTempFile) -> Result<(), WriteError> {
    step("cannot write the new file to the disk", new.as_file().sync_all())?;
    new.persist_noclobber(path).map_err(|error| WriteError::taken("cannot give the new file its name", error.error))?;
    sync_folder(path)
}

fn sync_folder(path: &Path) -> Result<(), WriteError> {
    let folder = open(folder_of(path)).and_then(|folder| folder.sync_all());
    folder.map_err(|error| WriteError::NotDurable { error })
}

/// Puts the new file where the old one is, unless the old one is no longer the one that was read.
fn change_places(path: &Path, identity: &Identity, new: NamedTempFile) -> Result<(), WriteError> {
    let now = step("cannot look at it again", fs::symlink_metadata(path))?;
    if Identity::of(&now) != *identity {
        return Err(WriteError::Changed);
    }
    let exchange = || rustix::fs::renameat_with(CWD, new.path(), CWD, path, RenameFlags::EXCHANGE);
    match exchange() {
        Ok(()) => {
            // What came back under the name of the new file has to be the file that was read. Somebody may have saved
            // it between the last look and now.
            let came_back = fs::symlink_metadata(new.path()).map(|data| Contents::of(&data));
            if came_back.is_ok_and(|contents| contents == identity.contents) {
                // Dropping removes the old file. If that fails, its name says what it is, and the next run clears it.
                drop(new);
                return Ok(());
            }
            step("cannot put back what somebody has just saved", exchange().map_err(io::Error::from))?;
            Err(WriteError::Changed)
        }
        // Not every system and file system can do that. Then the last look was the last look.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            step("cannot put the new file in its place", new.persist(path).map_err(|error| error.error))?;
            Ok(())
        }
        Err(error) => step("cannot put the new file in its place", Err(error.into())),
    }
}

/// Owner, mode, extended attributes and with them access lists and labels. A file that would lose one of them is not
/// replaced.
pub(super) fn keep_metadata(old: &File, new: &File) -> Result<(), WriteError> {
    let data = step("cannot look at it again", old.metadata())?;
    let own = step("cannot look at the new file", new.metadata())?;
    if (data.uid(), data.gid()) != (own.uid(), own.gid()) {
        let result = std::os::unix::fs::fchown(new, Some(data.uid()), Some(data.gid()));
        step("cannot keep its owner", result)?;
    }
    step("cannot keep its extended attributes", copy_attributes(old, new))?;
    // The mode comes last: a change of owner may take bits of it away, and an access list may change it.
    step("cannot keep its mode", new.set_permissions(fs::Permissions::from_mode(data.mode() & 0o7777)))
}

#[expect(clippy::disallowed_methods, reason = "its attributes are read through the open file")]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

fn copy_attributes(old: &File, new: &File) -> io::Result<()> {
    let names = match read_growing(|buffer| rustix::fs::flistxattr(old, buffer)) {
        Ok(names) => names,
        Err(Errno::NOTSUP | Errno::NOSYS) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    for name in names.split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
        let name = OsStr::from_bytes(name);
        let value = match read_growing(|buffer| rustix::fs::fgetxattr(old, name, buffer)) {
            Ok(value) => value,
            // It went away, so there is nothing to keep.
            Err(Errno::NODATA) => continue,
            Err(error) => return Err(error.into()),
        };
        let has_it = read_growing(|buffer| rustix::fs::fgetxattr(new, name, buffer)).is_ok_and(|own| own == value);
        if !has_it {
            rustix::fs::fsetxattr(new, name, &value, XattrFlags::empty())?;
        }
    }
    Ok(())
}

/// Reads something whose length is not known, with a buffer that grows until it fits.
fn read_growing(read: impl Fn(&mut [u8]) -> Result<usize, Errno>) -> Result<Vec<u8>, Errno> {
    let mut buffer = vec![0; 1 << 10];
    loop {
        match read(&mut buffer) {
            Ok(length) => {
                buffer.truncate(length);
                return Ok(buffer);
            }
            Err(Errno::RANGE) if buffer.len() < 1 << 20 => buffer.resize(buffer.len() * 4, 0),
            Err(error) => return Err(error),
        }
    }
}

/// Removes what a run that was killed left behind beside this file. What somebody is still at work on is locked.
#[expect(clippy::disallowed_methods, reason = "what was left behind has to be found")]
fn clear_unfinished(folder: &Path, name: &OsStr) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut prefix = b".".to_vec();
    prefix.extend_from_slice(name.as_bytes());
    prefix.push(b'.');
    for entry in entries.flatten() {
        let found = entry.file_name();
        let ours = found.as_bytes().starts_with(&prefix) && found.as_bytes().ends_with(UNFINISHED.as_bytes());
        let random = found.len().checked_sub(prefix.len() + UNFINISHED.len()) == Some(6);
        if !(ours && random && entry.file_type().is_ok_and(|kind| kind.is_file())) {
            continue;
        }
        let Ok(file) = open(&entry.path()) else { continue };
        if rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
            let _ = fs::remove_file(entry.path());
        }
    }
}
