//! The documents of a drop on their way into a registry: on disk, in a file without a name, so that a drop of any size
//! takes little memory.
//!
//! Documents come in blocks, in whatever order threads deliver them, and are written down as they come. What each is
//! known again by goes through an external sort beside, which finds those that are there twice, and those that the
//! registry has. The others are then written to the registry in the order of the files.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use super::entry::Entry;
use crate::facts::registered::EntryRecord;
use crate::facts::{DocumentPlace, Record, Sorted, Sorter, Spill};

/// Documents that are to be added.
#[derive(Debug)]
pub struct Incoming {
    inner: Mutex<Inner>,
    spill: Spill,
}

#[derive(Debug)]
struct Inner {
    out: BufWriter<File>,
    length: u64,
    batches: Vec<Batch>,
    known_by: Sorter<KnownBy>,
}

/// Where the documents of a block are in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Batch {
    file: usize,
    block: u64,
    start: u64,
    length: u64,
    documents: u64,
    /// How many documents stand in batches that came earlier: so each document has a number.
    first: u64,
}

/// By what a document is known again, and its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct KnownBy {
    id: u64,
    text: [u8; 32],
    place: DocumentPlace,
    number: u64,
}

impl Record for KnownBy {
    const SIZE: usize = 56;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.id.to_be_bytes());
        out.extend(self.text);
        out.extend(self.place.to_bits().to_be_bytes());
        out.extend(self.number.to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (id, rest) = bytes.split_first_chunk()?;
        let (text, rest) = rest.split_first_chunk()?;
        let (place, rest) = rest.split_first_chunk()?;
        let number = u64::from_be_bytes(rest.try_into().ok()?);
        let place = DocumentPlace::from_bits(u64::from_be_bytes(*place));
        Some(Self { id: u64::from_be_bytes(*id), text: *text, place, number })
    }
}

impl KnownBy {
    /// Whether both are the same document.
    pub(super) fn is(&self, other: &Self) -> bool {
        (self.id, self.text) == (other.id, other.text)
    }

    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// As it is looked up in a registry.
    pub(super) const fn entry(&self) -> EntryRecord {
        let wording = crate::facts::registered::NO_DIGEST;
        EntryRecord { place: self.place, id: self.id, text: self.text, wording }
    }
}

impl Incoming {
    /// None so far. Files without names are made in the folder of `spill`.
    pub fn new(spill: Spill) -> io::Result<Self> {
        let out = BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(&spill.folder)?);
        let inner = Inner { out, length: 0, batches: Vec::new(), known_by: Sorter::default() };
        Ok(Self { inner: Mutex::new(inner), spill })
    }

    /// The folder for temporary files.
    pub fn folder(&self) -> &PathBuf {
        &self.spill.folder
    }

    /// Takes in the documents of one block of a file, each with its place.
    pub fn take_in(&self, file: usize, block: u64, entries: &[(DocumentPlace, Entry)]) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(entries.len() * 256);
        for (_, entry) in entries {
            entry.write(&mut bytes);
        }
        let (length, documents) = (bytes.len() as u64, entries.len() as u64);
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let first = inner.batches.last().map_or(0, |batch| batch.first + batch.documents);
        let batch = Batch { file, block, start: inner.length, length, documents, first };
        inner.out.write_all(&bytes)?;
        inner.length += length;
        inner.batches.push(batch);
        for (number, (place, entry)) in (first..).zip(entries) {
            inner.known_by.push(KnownBy { id: entry.id_hash, text: entry.text, place: *place, number });
        }
        if inner.known_by.memory() > self.spill.limit {
            inner.known_by.spill(&self.spill.folder)?;
        }
        Ok(())
    }

    /// All that came in.
    pub(super) fn finish(self) -> io::Result<Arrived> {
        let Inner { out, mut batches, known_by, .. } = self.inner.into_inner().unwrap_or_else(PoisonError::into_inner);
        let documents = batches.last().map_or(0, |batch| batch.first + batch.documents);
        batches.sort_unstable();
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Arrived { file, batches, known_by: known_by.sorted(), documents, limit: self.spill.limit })
    }
}

/// Documents that have all come in.
#[derive(Debug)]
pub(super) struct Arrived {
    file: File,
    batches: Vec<Batch>,
    /// What they are known again by, in order.
    pub(super) known_by: Sorted<KnownBy>,
    /// How many they are.
    pub(super) documents: u64,
    /// How much memory may be taken to look them up, in bytes.
    pub(super) limit: usize,
}

impl Arrived {
    /// Shows `each` all documents in the order of files and places, with the numbers of their files and their own.
    pub(super) fn each<E: From<io::Error>>(
        &mut self,
        mut each: impl FnMut(usize, u64, &Entry) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut bytes = Vec::new();
        for batch in &self.batches {
            self.file.seek(SeekFrom::Start(batch.start))?;
            bytes.clear();
            (&mut self.file).take(batch.length).read_to_end(&mut bytes)?;
            let mut rest = &bytes[..];
            for number in batch.first..batch.first + batch.documents {
                let entry = Entry::read(&mut rest).ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))?;
                each(batch.file, number, &entry)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u8) -> Entry {
        let id = Some(vec![b'a' + number; 3]);
        Entry { id, id_hash: u64::from(number) + 1, text: [number; 32], wording: [number; 32], sketch: None }
    }

    #[test]
    fn documents_come_out_in_the_order_of_files_however_they_came_in() {
        for limit in [0, usize::MAX] {
            let incoming = Incoming::new(Spill { limit, ..Spill::for_tests() }).unwrap();
            let place = |file, offset| DocumentPlace::new(file, offset).unwrap();
            incoming.take_in(1, 0, &[(place(1, 0), entry(4))]).unwrap();
            incoming.take_in(0, 1, &[(place(0, 50), entry(2)), (place(0, 60), entry(3))]).unwrap();
            incoming.take_in(0, 0, &[(place(0, 0), entry(0)), (place(0, 20), entry(1))]).unwrap();
            let mut arrived = incoming.finish().unwrap();
            let mut came = Vec::new();
            arrived
                .each(|file, number, found| {
                    came.push((file, number, found.clone()));
                    io::Result::Ok(())
                })
                .unwrap();
            let expected = [(0, 3, 0), (0, 4, 1), (0, 1, 2), (0, 2, 3), (1, 0, 4)];
            assert_eq!(came, expected.map(|(file, number, of)| (file, number, entry(of))));
            let numbers: Vec<u64> = arrived.known_by.records().map(|record| record.unwrap().number()).collect();
            assert_eq!(numbers, [3, 4, 1, 2, 0]);
        }
    }
}
