//! Temporary files that a killed run has left behind, and who may clear them away.
//!
//! Who is replacing a file holds a lock on its folder that others may share; who clears away holds one that nobody
//! shares. So nothing is cleared away under the hands of somebody. A lock ends with its process, however that ends.
//! Where there are no locks, nothing is cleared away.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use rustix::fs::{AtFlags, Dir, FileType, FlockOperation, Mode, OFlags};
use rustix::io::{Errno, retry_on_intr};

use super::{UNFINISHED, open_folder};

/// How many random characters are in the name of an unfinished file.
const RANDOM: usize = 6;
/// The most bytes that a name can have on nearly all file systems.
const LONGEST_NAME: usize = 255;

/// How the name of an unfinished file begins that is to become `name`. It does not grow too long.
pub(super) fn prefix(name: &OsStr) -> OsString {
    let mut length = name.len().min(LONGEST_NAME - UNFINISHED.len() - RANDOM - 2);
    // Some file systems want all names to be text, so no character is cut.
    let is_inside = |&byte: &u8| (0x80..0xC0).contains(&byte);
    while length > 0 && name.as_bytes().get(length).is_some_and(is_inside) {
        length -= 1;
    }
    let kept = name.as_bytes().get(..length).unwrap_or_default();
    OsString::from_vec([b".", kept, b"."].concat())
}

/// Says that somebody is at work in a folder, for as long as it is open.
pub(super) fn at_work(folder: impl AsFd) {
    // Somebody who clears away is done in a moment. If the lock is somebody else's, nobody can clear away meanwhile.
    for _ in 0..100 {
        match lock(&folder, FlockOperation::NonBlockingLockShared) {
            Err(Errno::WOULDBLOCK) => thread::sleep(Duration::from_millis(5)),
            _ => return,
        }
    }
}

fn lock(file: impl AsFd, operation: FlockOperation) -> Result<(), Errno> {
    retry_on_intr(|| rustix::fs::flock(&file, operation))
}

/// Removes what was left behind in `folder` beside files of these names.
pub(in crate::write) fn clear(folder: &Path, names: &BTreeSet<OsString>) {
    let prefixes: BTreeSet<OsString> = names.iter().map(|name| prefix(name)).collect();
    let Ok(folder) = open_folder(folder) else { return };
    clear_in(folder.as_fd(), |name| is_left_behind(name, &prefixes));
}

/// Removes what was left behind in a folder under names that are such ones, and says that somebody is at work there for
/// as long as the folder is open.
pub(in crate::write) fn clear_and_stay(folder: BorrowedFd<'_>, is_left_behind: impl Fn(&[u8]) -> bool) {
    clear_in(folder, is_left_behind);
    // This gives back a lock that nobody shares, if there is one.
    at_work(folder);
}

fn clear_in(folder: BorrowedFd<'_>, is_left_behind: impl Fn(&[u8]) -> bool) {
    let Ok(mut entries) = Dir::read_from(folder) else { return };
    let mut found = Vec::new();
    // Most of the time there is nothing, and then nobody has to be kept from work.
    while let Some(Ok(entry)) = entries.read() {
        if is_left_behind(entry.file_name().to_bytes()) {
            found.push(entry.file_name().to_owned());
        }
    }
    if found.is_empty() || lock(folder, FlockOperation::NonBlockingLockExclusive).is_err() {
        return;
    }
    for name in found {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let Ok(file) = retry_on_intr(|| rustix::fs::openat(folder, &name, flags, Mode::empty())) else { continue };
        let file = File::from(file);
        // A new file that is being written is locked itself: that takes long, and its folder is not locked meanwhile.
        let is_file =
            rustix::fs::fstat(&file).is_ok_and(|data| FileType::from_raw_mode(data.st_mode) == FileType::RegularFile);
        if is_file && lock(&file, FlockOperation::NonBlockingLockExclusive).is_ok() {
            let _ = rustix::fs::unlinkat(folder, &name, AtFlags::empty());
        }
    }
}

fn is_left_behind(name: &[u8], prefixes: &BTreeSet<OsString>) -> bool {
    let rest = name.strip_suffix(UNFINISHED.as_bytes());
    let parts = rest.and_then(|rest| rest.split_at_checked(rest.len().checked_sub(RANDOM)?));
    parts.is_some_and(|(prefix, random)| {
        random.iter().all(u8::is_ascii_alphanumeric) && prefixes.contains(OsStr::from_bytes(prefix))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_unfinished_files_are_known_and_never_too_long() {
        let long = "é".repeat(127);
        for name in ["x.corpus", "", "a b\n", &long, &"x".repeat(255)] {
            let prefix = prefix(OsStr::new(name));
            assert!(prefix.to_str().is_some(), "no character is cut");
            let unfinished = [prefix.as_bytes(), b"abcDE1", UNFINISHED.as_bytes()].concat();
            assert!(unfinished.len() <= LONGEST_NAME);
            let prefixes = BTreeSet::from([prefix]);
            assert!(is_left_behind(&unfinished, &prefixes));
            for other in [
                unfinished.get(1..).unwrap_or_default(),
                &[&unfinished, b"~".as_slice()].concat(),
                &[b".", unfinished.as_slice()].concat(),
                b".y.corpus.abcdef.corplint-tmp",
                b".x.corpus.abcde.corplint-tmp",
                b".x.corpus.abc/ef.corplint-tmp",
                b".corplint-tmp",
                b"",
            ] {
                assert!(!is_left_behind(other, &prefixes), "{name} {}", String::from_utf8_lossy(other));
            }
        }
    }
}
