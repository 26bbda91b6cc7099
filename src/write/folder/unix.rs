//! Writing into a folder on Unix: step by step from one open folder to the next, so that every step is taken where the
//! one before it has led, whatever the paths mean by then.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::{AsFd as _, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags};
use rustix::io::{Errno, retry_on_intr};

use super::parts;
use crate::write::{Existing, UNFINISHED, WriteError, step, system};

/// A folder that is open.
const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);
/// A file that did not exist.
const NEW: OFlags =
    OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
/// A file that is to be looked at, and may be anything.
const ANY: OFlags = OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

/// A folder that is open, and the last one below it that was needed.
#[derive(Debug)]
pub(super) struct Folder {
    root: OwnedFd,
    last: Option<(String, OwnedFd)>,
    /// The folders that were looked through for what a killed run has left behind: each once, in whatever order files
    /// are written.
    cleared: BTreeSet<String>,
}

impl Folder {
    pub(super) fn open(path: &Path) -> Result<Option<Self>, WriteError> {
        match retry_on_intr(|| rustix::fs::openat(CWD, path, FOLDER, Mode::empty())) {
            Ok(root) => Ok(Some(Self { root, last: None, cleared: BTreeSet::new() })),
            Err(Errno::NOENT) => Ok(None),
            Err(Errno::NOTDIR) => Err(WriteError::NotAFolder),
            Err(error) => step("cannot open the folder", Err(error.into())),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "this is the room that changes files")]
    pub(super) fn create(path: &Path) -> Result<Self, WriteError> {
        step("cannot make the folder", std::fs::create_dir_all(path))?;
        match Self::open(path)? {
            Some(folder) => Ok(folder),
            None => step("cannot make the folder", Err(Errno::NOENT.into())),
        }
    }

    pub(super) fn look(&mut self, name: &str, existing: Existing) -> Result<(), WriteError> {
        let Some((folder, base)) = self.parent(name, Missing::Tell)? else { return Ok(()) };
        match (kind_of(folder, base)?, existing) {
            (None, _) => Ok(()),
            (Some(FileType::Symlink), _) => Err(WriteError::Link),
            (Some(_), Existing::Keep) => Err(WriteError::Exists),
            (Some(FileType::RegularFile), Existing::Replace) => open_old(folder, base).map(drop),
            (Some(_), Existing::Replace) => Err(WriteError::NotAFile),
        }
    }

    pub(super) fn write(&mut self, name: &str, bytes: &[u8], existing: Existing) -> Result<(), WriteError> {
        let path = name.rsplit_once('/').map_or("", |(path, _)| path);
        let is_new = existing == Existing::Replace && !self.cleared.contains(path);
        let (folder, base) = self.made_parent(name)?;
        if is_new {
            system::clear_and_stay(folder, is_left_behind);
        }
        let written = Self::write_in(folder, base, bytes, existing);
        if is_new {
            self.cleared.insert(path.to_owned());
        }
        written
    }

    fn write_in(folder: BorrowedFd<'_>, base: &str, bytes: &[u8], existing: Existing) -> Result<(), WriteError> {
        match write_new(folder, base, bytes) {
            Err(WriteError::Exists) => {}
            done => return done,
        }
        match (kind_of(folder, base)?, existing) {
            (Some(FileType::Symlink), _) => Err(WriteError::Link),
            (_, Existing::Keep) => Err(WriteError::Exists),
            (Some(FileType::RegularFile), Existing::Replace) => replace(folder, base, bytes),
            (_, Existing::Replace) => Err(WriteError::NotAFile),
        }
    }

    pub(super) fn remove(&mut self, name: &str) -> Result<(), WriteError> {
        let Some((folder, base)) = self.parent(name, Missing::Tell)? else { return Ok(()) };
        step("cannot remove it", rustix::fs::unlinkat(folder, base, AtFlags::empty()).map_err(io::Error::from))
    }

    fn made_parent<'n>(&mut self, name: &'n str) -> Result<(BorrowedFd<'_>, &'n str), WriteError> {
        match self.parent(name, Missing::Make)? {
            Some(found) => Ok(found),
            None => step("cannot make the folder", Err(Errno::NOENT.into())),
        }
    }

    /// The open folder in which `name` lies, and what it is called there; nothing if a folder is missing and is not to
    /// be made.
    ///
    /// At most two folders below the root are open at any time, however deep a path is; and files that lie together
    /// cost one way.
    fn parent<'n>(&mut self, name: &'n str, missing: Missing) -> Result<Option<(BorrowedFd<'_>, &'n str)>, WriteError> {
        let count = parts(name)?.count();
        let Some((path, base)) = name.rsplit_once('/') else { return Ok(Some((self.root.as_fd(), name))) };
        if self.last.as_ref().is_none_or(|(last, _)| last != path) {
            let mut here = None;
            for part in parts(name)?.take(count - 1) {
                let above = here.as_ref().map_or(self.root.as_fd(), OwnedFd::as_fd);
                match descend(above, part, missing)? {
                    Some(folder) => here = Some(folder),
                    None => return Ok(None),
                }
            }
            self.last = here.map(|folder| (path.to_owned(), folder));
        }
        Ok(self.last.as_ref().map(|(_, folder)| (folder.as_fd(), base)))
    }
}

/// What to do about a folder that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Make,
    Tell,
}

/// From a folder to one in it.
fn descend(above: BorrowedFd<'_>, part: &str, missing: Missing) -> Result<Option<OwnedFd>, WriteError> {
    let open = || retry_on_intr(|| rustix::fs::openat(above, part, FOLDER | OFlags::NOFOLLOW, Mode::empty()));
    let mut opened = open();
    if matches!(opened, Err(Errno::NOENT)) {
        if missing == Missing::Tell {
            return Ok(None);
        }
        match rustix::fs::mkdirat(above, part, Mode::from_raw_mode(0o777)) {
            // Somebody else may have made it in this moment. What it is will be seen when it is opened.
            Ok(()) | Err(Errno::EXIST) => opened = open(),
            Err(error) => return step("cannot make the folder that it lies in", Err(error.into())),
        }
    }
    match opened {
        Ok(folder) => Ok(Some(folder)),
        // Which of the two a system says of a link differs.
        Err(Errno::LOOP | Errno::NOTDIR | Errno::MLINK) => match kind_of(above, part)? {
            Some(FileType::Symlink) => Err(WriteError::Link),
            _ => Err(WriteError::NotAFolder),
        },
        Err(error) => step("cannot open the folder that it lies in", Err(error.into())),
    }
}

/// What has this name in a folder.
fn kind_of(folder: BorrowedFd<'_>, base: &str) -> Result<Option<FileType>, WriteError> {
    match rustix::fs::statat(folder, base, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(data) => Ok(Some(FileType::from_raw_mode(data.st_mode))),
        Err(Errno::NOENT) => Ok(None),
        Err(error) => step("cannot look at what is there", Err(error.into())),
    }
}

fn write_new(folder: BorrowedFd<'_>, base: &str, bytes: &[u8]) -> Result<(), WriteError> {
    let mut new = create(folder, base, 0o666)?;
    let written = new.write_all(bytes);
    if written.is_err() {
        // If even that fails, the file is there in part, and the error says that it could not be written.
        let _ = rustix::fs::unlinkat(folder, base, AtFlags::empty());
    }
    step("cannot write it", written)
}

fn create(folder: BorrowedFd<'_>, base: &str, mode: u16) -> Result<File, WriteError> {
    let opened = retry_on_intr(|| rustix::fs::openat(folder, base, NEW, Mode::from_raw_mode(mode.into())));
    opened.map(File::from).map_err(|error| WriteError::taken("cannot make it", error.into()))
}

/// Opens a file that is to be replaced, unless no replacement could keep it what it is.
fn open_old(folder: BorrowedFd<'_>, base: &str) -> Result<File, WriteError> {
    let opened = retry_on_intr(|| rustix::fs::openat(folder, base, ANY, Mode::empty()));
    let old = match opened {
        Ok(old) => File::from(old),
        Err(Errno::LOOP | Errno::MLINK) => return Err(WriteError::Link),
        Err(error) => return step("cannot look at what is there", Err(error.into())),
    };
    let data = step("cannot look at what is there", old.metadata())?;
    system::refuse(&data)?;
    Ok(old)
}

/// Puts a new file in the place of an old one, in one step.
fn replace(folder: BorrowedFd<'_>, base: &str, bytes: &[u8]) -> Result<(), WriteError> {
    let old = open_old(folder, base)?;
    let (mut new, name) = create_beside(folder)?;
    let written = step("cannot write it", new.write_all(bytes))
        .and_then(|()| system::keep_metadata(&old, &new))
        .and_then(|()| step("cannot write it to the disk", new.sync_all()))
        .and_then(|()| {
            let renamed = rustix::fs::renameat(folder, &*name, folder, base);
            step("cannot put it in the place of the old one", renamed.map_err(io::Error::from))
        });
    if written.is_err() {
        let _ = rustix::fs::unlinkat(folder, &*name, AtFlags::empty());
    }
    written?;
    rustix::fs::fsync(folder).map_err(|error| WriteError::NotDurable { error: error.into() })
}

/// How many hexadecimal digits are in the name of a new file: those of the process, and of the number of its try.
const DIGITS: usize = 8 + 4;

/// Whether a file of this name was made by [`create_beside`].
fn is_left_behind(name: &[u8]) -> bool {
    let digits = name.strip_prefix(b".").and_then(|name| name.strip_suffix(UNFINISHED.as_bytes()));
    digits.is_some_and(|digits| {
        digits.len() == DIGITS && digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// A new file with a name that is nobody's. The name does not grow with the name of the file that it is for.
fn create_beside(folder: BorrowedFd<'_>) -> Result<(File, String), WriteError> {
    let process = std::process::id();
    let mut number = 0_u16;
    loop {
        let name = format!(".{process:08x}{number:04x}{UNFINISHED}");
        match create(folder, &name, 0o600) {
            Err(WriteError::Exists) if number < u16::MAX => number += 1,
            Err(error) => return Err(error),
            Ok(file) => return Ok((file, name)),
        }
    }
}
