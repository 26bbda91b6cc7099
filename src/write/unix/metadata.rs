//! The metadata of a file, given to the one that takes its place.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

use rustix::fs::XattrFlags;
use rustix::io::{Errno, retry_on_intr};

use crate::write::{WriteError, step};

/// Attributes that the kernel makes of the bytes of a file. Those of other bytes would be wrong.
const MADE_OF_BYTES: [&[u8]; 2] = [b"security.ima", b"security.evm"];

/// Owner, mode, extended attributes and with them access lists and labels. A file that would lose one of them is not
/// replaced.
pub(in crate::write) fn keep_metadata(old: &File, new: &File) -> Result<(), WriteError> {
    let data = step("cannot look at it again", old.metadata())?;
    let own = step("cannot look at the new file", new.metadata())?;
    if (data.uid(), data.gid()) != (own.uid(), own.gid()) {
        let result = retry_on_intr(|| {
            let (owner, group) = (rustix::fs::Uid::from_raw(data.uid()), rustix::fs::Gid::from_raw(data.gid()));
            rustix::fs::fchown(new, Some(owner), Some(group))
        });
        step("cannot keep its owner", result.map_err(io::Error::from))?;
    }
    step("cannot keep its extended attributes", copy_attributes(old, new).map_err(io::Error::from))?;
    // The mode comes last: a change of owner may take bits of it away, and an access list may change it.
    step("cannot keep its mode", new.set_permissions(fs::Permissions::from_mode(data.mode() & 0o7777)))?;
    // Some systems drop a bit that the user may not set, and say nothing.
    let kept = |data: &Metadata| (data.uid(), data.gid(), data.mode());
    if kept(&step("cannot look at the new file", new.metadata())?) != kept(&data) {
        return step("cannot keep its owner and mode", Err(Errno::PERM.into()));
    }
    Ok(())
}

/// Makes the attributes of `new` those of `old`.
fn copy_attributes(old: &File, new: &File) -> Result<(), Errno> {
    let (names, own_names) = match (names(old), names(new)) {
        (Ok(names), Ok(own_names)) => (names, own_names),
        // Where there are no attributes, none is lost.
        (Err(Errno::NOTSUP | Errno::NOSYS), _) => return Ok(()),
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    for name in split(&names).filter(|name| !MADE_OF_BYTES.contains(name)) {
        let name = OsStr::from_bytes(name);
        let value = match value(old, name) {
            Ok(value) => value,
            // It went away, so there is nothing to keep.
            Err(Errno::NODATA) => continue,
            Err(error) => return Err(error),
        };
        // A label that the new file has by itself need not be set, and often may not be.
        let has_it = self::value(new, name).is_ok_and(|own| own == value);
        if !has_it {
            retry_on_intr(|| rustix::fs::fsetxattr(new, name, &value, XattrFlags::empty()))?;
        }
    }
    // A folder can give each new file in it an access list, by which others may read it. Labels are for the system.
    for name in split(&own_names).filter(|name| !name.starts_with(b"security.")) {
        if split(&names).any(|kept| kept == name) {
            continue;
        }
        match retry_on_intr(|| rustix::fs::fremovexattr(new, OsStr::from_bytes(name))) {
            Ok(()) | Err(Errno::NODATA) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn names(file: &File) -> Result<Vec<u8>, Errno> {
    read_growing(|buffer| rustix::fs::flistxattr(file, buffer))
}

fn value(file: &File, name: &OsStr) -> Result<Vec<u8>, Errno> {
    read_growing(|buffer| rustix::fs::fgetxattr(file, name, buffer))
}

/// The names in a list of names, each of which ends in a NUL.
fn split(names: &[u8]) -> impl Iterator<Item = &[u8]> {
    names.split(|&byte| byte == 0).filter(|name| !name.is_empty())
}

/// Reads something whose length is not known, with a buffer that grows until it fits.
fn read_growing(read: impl Fn(&mut [u8]) -> Result<usize, Errno>) -> Result<Vec<u8>, Errno> {
    let mut buffer = vec![0; 1 << 10];
    loop {
        match retry_on_intr(|| read(&mut buffer)) {
            Ok(length) => {
                buffer.truncate(length);
                return Ok(buffer);
            }
            Err(Errno::RANGE) if buffer.len() < 1 << 20 => buffer.resize(buffer.len() * 4, 0),
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// An access list by which user 1000 may read, in the form in which Linux keeps it.
    fn access_list() -> Vec<u8> {
        let nobody = u32::MAX;
        let entries = [(1_u16, 6_u16, nobody), (2, 4, 1000), (4, 4, nobody), (16, 4, nobody), (32, 0, nobody)];
        let entries = entries.iter().flat_map(|(tag, may, who)| {
            [tag.to_le_bytes().as_slice(), &may.to_le_bytes(), &who.to_le_bytes()].concat()
        });
        2_u32.to_le_bytes().into_iter().chain(entries).collect()
    }

    fn set(path: &Path, name: &str, value: &[u8]) -> bool {
        rustix::fs::setxattr(path, name, value, XattrFlags::empty()).is_ok()
    }

    #[test]
    fn attributes_are_those_of_the_old_file_and_no_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let old = tempfile::NamedTempFile::new_in(folder.path()).expect("a file");
        if !set(old.path(), "user.note", b"kept") {
            return; // There are no attributes here.
        }
        set(folder.path(), "system.posix_acl_default", &access_list());
        let new = tempfile::NamedTempFile::new_in(folder.path()).expect("a file");
        set(new.path(), "user.other", b"of the new file");
        keep_metadata(old.as_file(), new.as_file()).expect("it can be kept");
        let all = |file: &File| {
            let names = names(file).expect("names");
            let mut all: Vec<_> = split(&names).map(|name| value(file, OsStr::from_bytes(name))).collect();
            all.sort_unstable_by_key(|value| format!("{value:?}"));
            all
        };
        assert_eq!(all(new.as_file()), all(old.as_file()));
    }

    #[test]
    fn long_values_are_read_whole() {
        let value = vec![b'x'; 5000];
        let read = read_growing(|buffer| {
            let room = buffer.get_mut(..value.len()).ok_or(Errno::RANGE)?;
            room.copy_from_slice(&value);
            Ok(value.len())
        });
        assert_eq!(read.expect("it fits"), value);
        assert_eq!(read_growing(|_| Err(Errno::RANGE)), Err(Errno::RANGE), "it ends");
    }
}
