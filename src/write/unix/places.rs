//! The moment in which the new file takes the place of the old one, and what somebody else may save in that moment.
//!
//! Nothing locks a file against programs that do not ask for locks. What can be done is to look before, to change
//! places in one step, to look at what came back, and to change back if it is not what was read. What stays open: a
//! program that has had the file open all the while, and writes to it only after the last look.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustix::fs::{CWD, RenameFlags};
use rustix::io::{Errno, retry_on_intr};
use tempfile::NamedTempFile;

use super::{Identity, UNFINISHED, leftovers, open, open_folder};
use crate::write::{WriteError, folder_of, step};

/// How the name of a file ends that somebody saved and that could not be put back. Nobody clears these away.
const SAVED: &str = ".corplint-saved";

/// Puts the new file where the old one is, unless the old one is no longer the one that was read, and makes sure that
/// this survives a power cut.
pub(super) fn change_places(
    path: &Path,
    identity: &Identity,
    bytes: Option<&[u8]>,
    new: NamedTempFile,
) -> Result<(), WriteError> {
    let folder = step("cannot open the folder that it lies in", open_folder(folder_of(path)))?;
    leftovers::at_work(&folder);
    let now = step("cannot look at it again", fs::symlink_metadata(path))?;
    if Identity::of(&now) != *identity {
        return Err(WriteError::Changed);
    }
    match exchange(new.path(), path) {
        Ok(()) => {}
        // Not every system and file system can do that. Then the last look is the last look.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {
            if !step("cannot look at it again", is_what_was_read(path, identity, bytes))? {
                return Err(WriteError::Changed);
            }
            step("cannot put the new file in its place", new.persist(path).map_err(|error| error.error))?;
            return sync(&folder);
        }
        Err(error) => return step("cannot put the new file in its place", Err(error.into())),
    }
    // What came back under the name of the new file has to be the file that was read, byte for byte: the time of a
    // file does not tell two changes apart that come close together.
    match is_what_was_read(new.path(), identity, bytes) {
        Ok(true) => {}
        Ok(false) => return Err(put_back(path, new, WriteError::Changed)),
        Err(error) => {
            let reason = WriteError::System { step: "cannot look at what came back", error };
            return Err(put_back(path, new, reason));
        }
    }
    let durable = sync(&folder);
    // Writing a folder to the disk takes a while, in which a program that has the file open may have written to it.
    if let Ok(false) = is_what_was_read(new.path(), identity, None) {
        return Err(put_back(path, new, WriteError::Changed));
    }
    // Dropping removes the old file. If that fails, its name says what it is, and the next run clears it away.
    drop(new);
    durable
}

fn exchange(one: &Path, other: &Path) -> Result<(), Errno> {
    retry_on_intr(|| rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE))
}

/// Writes the names in a folder to the disk.
pub(super) fn sync(folder: &File) -> Result<(), WriteError> {
    match folder.sync_all() {
        // Some file systems have nothing to be written for a folder, and say so in this way.
        Err(error) if Errno::from_io_error(&error).is_some_and(|error| error != Errno::INVAL) => {
            Err(WriteError::NotDurable { error })
        }
        _ => Ok(()),
    }
}

/// Whether the file of this name is the one that was read, as it was then. Its own name may have changed.
fn is_what_was_read(name: &Path, identity: &Identity, bytes: Option<&[u8]>) -> io::Result<bool> {
    let data = fs::symlink_metadata(name)?;
    if !identity.is_but_for_its_name(&data) {
        return Ok(false);
    }
    bytes.map_or(Ok(true), |bytes| holds(open(name)?, bytes))
}

/// Whether these are the bytes that a file gives, and all of them.
fn holds(mut file: impl Read, mut bytes: &[u8]) -> io::Result<bool> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = match file.read(&mut buffer) {
            Ok(0) => return Ok(bytes.is_empty()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        match buffer.get(..count).and_then(|read| bytes.strip_prefix(read)) {
            Some(rest) => bytes = rest,
            None => return Ok(false),
        }
    }
}

/// Puts what came back under the name of the new file where it was, since somebody has saved it. What happens to the
/// new file does not matter, and what they saved is kept whatever happens.
#[expect(clippy::disallowed_methods, reason = "this is the room that changes files")]
fn put_back(path: &Path, mut new: NamedTempFile, reason: WriteError) -> WriteError {
    match exchange(new.path(), path) {
        Ok(()) if is_same(new.as_file(), new.path()) => reason,
        // Somebody has saved it yet again, so that what is at its name now is the older of the two.
        Ok(()) => keep(&mut new, Errno::EXIST.into()),
        Err(_) => match fs::rename(new.path(), path) {
            Ok(()) => {
                new.disable_cleanup(true);
                reason
            }
            Err(error) => keep(&mut new, error),
        },
    }
}

/// Whether this is a name of a file that is open.
fn is_same(file: &File, name: &Path) -> bool {
    let which = |data: &Metadata| (data.dev(), data.ino());
    match (file.metadata(), fs::symlink_metadata(name)) {
        (Ok(file), Ok(name)) => which(&file) == which(&name),
        _ => false,
    }
}

/// Leaves what somebody saved where it is, under a name by which it is not taken for something unfinished.
#[expect(clippy::disallowed_methods, reason = "this is the room that changes files")]
fn keep(new: &mut NamedTempFile, error: io::Error) -> WriteError {
    new.disable_cleanup(true);
    let name = new.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.strip_suffix(UNFINISHED).unwrap_or(&name);
    // Of the name, only what we have made up is shown.
    let random = stem.rsplit('.').next().unwrap_or_default();
    let mut saved = new.path().as_os_str().to_owned();
    saved.push(SAVED);
    let ending = match fs::rename(new.path(), &saved) {
        Ok(()) => format!("{random}{UNFINISHED}{SAVED}"),
        Err(_) => format!("{random}{UNFINISHED}"),
    };
    WriteError::Displaced { ending, error }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need files to write")]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

    use super::*;

    /// A folder in which the new file has taken the place of one that somebody saved in that moment.
    fn exchanged() -> (tempfile::TempDir, PathBuf, NamedTempFile) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.corpus");
        fs::write(&path, "theirs").expect("a file");
        let new = crate::write::unix::beside(&path, true).expect("it can be made");
        fs::write(new.path(), "ours").expect("a file");
        exchange(new.path(), &path).expect("they can change places");
        (folder, path, new)
    }

    /// What the files in a folder hold, but for one of them.
    fn beside(path: &Path) -> Vec<String> {
        let entries = fs::read_dir(path.parent().expect("a folder")).expect("a folder");
        let others = entries.map(|entry| entry.expect("an entry").path()).filter(|other| other != path);
        others.map(|other| fs::read_to_string(other).expect("a file")).collect()
    }

    #[test]
    fn what_somebody_saved_is_put_back() {
        let (_folder, path, new) = exchanged();
        assert!(matches!(put_back(&path, new, WriteError::Changed), WriteError::Changed));
        assert_eq!(fs::read(&path).expect("a file"), b"theirs");
        assert!(beside(&path).is_empty(), "nothing is left over");
    }

    #[test]
    fn what_somebody_saved_is_put_back_where_nothing_is_any_more() {
        let (_folder, path, new) = exchanged();
        fs::remove_file(&path).expect("a file");
        assert!(matches!(put_back(&path, new, WriteError::Changed), WriteError::Changed));
        assert_eq!(fs::read(&path).expect("a file"), b"theirs");
        assert!(beside(&path).is_empty(), "nothing is left over");
    }

    #[test]
    fn what_two_have_saved_is_kept_twice() {
        let (folder, path, new) = exchanged();
        let theirs_too = folder.path().join("editor");
        fs::write(&theirs_too, "theirs too").expect("a file");
        fs::rename(&theirs_too, &path).expect("it can be renamed");
        let reason = put_back(&path, new, WriteError::Changed);
        assert!(matches!(&reason, WriteError::Displaced { ending, .. } if ending.ends_with(SAVED)), "{reason}");
        assert_eq!(fs::read(&path).expect("a file"), b"theirs");
        assert_eq!(beside(&path), ["theirs too"]);
        crate::write::clear_unfinished([path.as_path()]);
        assert_eq!(beside(&path), ["theirs too"], "nobody clears it away");
    }

    #[test]
    fn a_file_is_known_again_under_another_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let [path, other] = ["x", "y"].map(|name| folder.path().join(name));
        fs::write(&path, "old").expect("a file");
        let identity = Identity::of(&fs::metadata(&path).expect("a file"));
        fs::rename(&path, &other).expect("it can be renamed");
        let is = |bytes: Option<&[u8]>| is_what_was_read(&other, &identity, bytes).expect("it can be read");
        assert!(is(None) && is(Some(b"old")));
        assert!(!is(Some(b"odd")), "the same length and the same time are not enough");
        fs::set_permissions(&other, fs::Permissions::from_mode(0o600)).expect("a mode");
        assert!(!is(None));
        assert!(is_what_was_read(&path, &identity, None).is_err());
    }

    #[test]
    fn bytes_are_compared_to_their_end() {
        let long = vec![b'x'; (1 << 17) + 1];
        assert!(holds(long.as_slice(), &long).expect("it can be read"));
        assert!(holds(b"".as_slice(), b"").expect("it can be read"));
        for (file, bytes) in [("x", ""), ("", "x"), ("xy", "x"), ("x", "xy"), ("x", "y")] {
            assert!(!holds(file.as_bytes(), bytes.as_bytes()).expect("it can be read"), "{file} {bytes}");
        }
    }
}
