//! Records added to the end of a file, each of them once.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_64;

use super::{WriteError, step, system};

/// A file that only grows: each record is there whole or not at all.
#[derive(Debug)]
pub struct Appender {
    path: PathBuf,
    file: File,
    bytes: Vec<u8>,
    /// Where lines of `bytes` stand, by their hashes; of those that are the same, the first.
    lines: BTreeMap<u64, usize>,
    /// How many bytes have their lines in there.
    known: usize,
    /// How many bytes the file had when it was opened; none if it was not there.
    before: Option<u64>,
}

impl Appender {
    /// Opens the file at `path` to add to it, or makes it.
    #[expect(clippy::disallowed_methods, reason = "this is the room that changes files")]
    pub fn open(path: &Path) -> Result<Self, WriteError> {
        let new = fs::OpenOptions::new().read(true).append(true).create_new(true).open(path);
        let is_new = new.is_ok();
        let file = match new {
            // Also what a link leads to may not be there yet.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                fs::OpenOptions::new().read(true).append(true).create(true).open(path)
            }
            new => new,
        };
        let mut file = step("cannot open it", file)?;
        if !step("cannot look at it", file.metadata())?.is_file() {
            return Err(WriteError::NotAFile);
        }
        let mut bytes = Vec::new();
        step("cannot read it", file.read_to_end(&mut bytes))?;
        let before = (!is_new).then_some(bytes.len() as u64);
        Ok(Self { path: path.to_owned(), file, bytes, lines: BTreeMap::new(), known: 0, before })
    }

    /// Whether the file has this record already, where each has a first line of its own. There may be as many records
    /// as a file has lines, so that none of them is searched for through all of it.
    pub fn contains(&mut self, record: &[u8]) -> bool {
        let mut start = self.known;
        for line in self.bytes.get(start..).unwrap_or_default().split_inclusive(|byte| *byte == b'\n') {
            self.lines.entry(XxHash3_64::oneshot(line)).or_insert(start);
            start += line.len();
        }
        self.known = start;
        let first = record.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
        let there = self.lines.get(&XxHash3_64::oneshot(first)).and_then(|start| self.bytes.get(*start..));
        there.is_some_and(|there| there.starts_with(record))
    }

    /// Adds a record. If that fails, what was written of it is taken back.
    pub fn append(&mut self, record: &[u8]) -> Result<(), WriteError> {
        let mut whole = Vec::with_capacity(record.len() + 1);
        if !matches!(self.bytes.last(), None | Some(b'\n')) {
            whole.push(b'\n');
        }
        whole.extend_from_slice(record);
        if let Err(error) = self.file.write_all(&whole) {
            // Nothing better can be done if that fails too.
            let _ = self.file.set_len(self.bytes.len() as u64);
            return Err(WriteError::System { step: "cannot write to it", error });
        }
        self.bytes.append(&mut whole);
        Ok(())
    }

    /// Makes sure that all records are on the disk.
    pub fn finish(&self) -> Result<(), WriteError> {
        step("cannot write it to the disk", self.file.sync_all())?;
        // It may be new, and its name has to be on the disk too.
        system::sync_folder(&self.path)
    }

    /// Takes back every record that was added: the file is as it was when it was opened, and gone if it was not there. If
    /// somebody else has added to it since, it stays as it is.
    #[expect(clippy::disallowed_methods, reason = "this is the room that changes files")]
    pub fn take_back(self) -> Result<(), WriteError> {
        if step("cannot look at it", self.file.metadata())?.len() != self.bytes.len() as u64 {
            return Err(WriteError::Changed);
        }
        match self.before {
            None => step("cannot remove it", fs::remove_file(&self.path)),
            Some(before) if before == self.bytes.len() as u64 => Ok(()),
            Some(before) => {
                step("cannot shorten it", self.file.set_len(before))?;
                step("cannot write it to the disk", self.file.sync_all())
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests need files to write")]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_known_if_it_was_there_or_was_added() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.corpus");
        fs::write(&path, "head 1\ntext\nhead 2\ntext").expect("a file");
        let mut appender = Appender::open(&path).expect("it is writable");
        assert!(appender.contains(b"head 1\ntext\n"));
        assert!(!appender.contains(b"head 1\nother\n"), "all of it has to be there");
        assert!(!appender.contains(b"head 3\ntext\n") && !appender.contains(b""));
        appender.append(b"head 3\ntext\n").expect("it is written");
        assert!(appender.contains(b"head 3\ntext\n") && appender.contains(b"head 1\ntext\n"));
        appender.finish().expect("it is on the disk");
        assert_eq!(fs::read(&path).expect("a file"), b"head 1\ntext\nhead 2\ntext\nhead 3\ntext\n");
    }

    #[test]
    fn what_is_taken_back_was_never_there_and_what_others_added_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.corpus");
        let added = |record: &[u8]| {
            let mut appender = Appender::open(&path).expect("it is writable");
            appender.append(record).expect("it is written");
            appender
        };
        added(b"one\n").take_back().expect("it is new");
        assert!(!path.exists());
        fs::write(&path, "text").expect("a file");
        added(b"one\n").take_back().expect("nobody else was there");
        assert_eq!(fs::read(&path).expect("a file"), b"text");
        let appender = added(b"one\n");
        added(b"two\n");
        assert!(matches!(appender.take_back(), Err(WriteError::Changed)));
        assert_eq!(fs::read(&path).expect("a file"), b"text\none\ntwo\n");
    }
}
