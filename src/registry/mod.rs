//! The registry: what is kept of documents that were accepted earlier, so that a new drop is compared with all drops
//! before it.
//!
//! Of a document its id is kept, the SHA-256 of its text and of its wording, and the part of a sketch that finds texts
//! that are nearly the same: 178 bytes beside the id. They lie in columns, in chunks of 4,096 documents, in an `SQLite`
//! database; a column is streamed past the documents of a run, so that there is no index to be kept.
//!
//! ## Why this store
//!
//! Measured on 10,000,000 documents of 150 bytes, then a tenth more, on a machine with 4 cores that others used too;
//! CPU seconds, a cache of 64 MiB. `rows` is a row for each document, under 16 random bytes, put in in order; `chunks`
//! is what is done here. A look-up in chunks is one pass over a column of 24 bytes a document.
//!
//! | store | layout | bytes a document | add 10 M | add 1 M more | look up 2,000 / 200,000 | binary |
//! |---|---|---|---|---|---|---|
//! | `SQLite` (rusqlite 0.40) | chunks | 150.5 | 1.9 s | 0.2 s | 0.06 s / 0.11 s | +2.1 MB |
//! | | rows | 182, then 167 | 6.8 s | 3.0 s | – / 1.5 s | |
//! | redb 2.6 | chunks | 216, then 196 | 1.9 s | 0.2 s | 0.09 s / 0.18 s | +1.0 MB |
//! | | rows | 430, then 627 | 16.5 s | 5.7 s | – / 1.1 s | |
//! | fjall 2.11 | chunks | 184, then 162 | 3.6 s | 0.3 s | 0.07 s / 0.18 s | +1.3 MB |
//! | | rows | 169, then 164 | 12.3 s | 1.2 s | – / 1.4 s | |
//!
//! heed (LMDB) can only be opened by `unsafe` code, which is forbidden here. redb takes a value of n bytes to the next
//! power of two, and both redb and fjall have changed the form of their files since the versions that the oldest Rust
//! that is supported here can build; that of `SQLite` is promised until 2050. It also lets other processes wait, where
//! redb and fjall refuse them.
//!
//! ## The form of the file, version 2
//!
//! `store` has the tables, `entry` the columns. The number of the version is the `user_version` of the database. A
//! newer version is refused, and so is version 1: its sketches are of words that were hashed in another way, and agree
//! with none.

mod entry;
mod error;
mod exchange;
mod incoming;
mod lookup;
mod meet;
mod near;
mod row_sum;
mod store;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

pub use entry::{Bands, Entry};
pub use error::RegistryError;
pub use incoming::Incoming;
pub use meet::Wanted;
pub use store::DropRow;

use crate::facts::registered::{EntryRecord, Registered};
use crate::facts::{SketchRecord, Sorted, Spill};
use entry::Chunk;
use incoming::Arrived;
use store::{Column, Store, Totals, Writer};

/// The version of the form of the file.
pub const VERSION: i64 = 2;

/// How long one waits for another run that is at work on the same registry.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many bytes of memory a document takes while it is looked up before it is added.
const EACH: usize = 512;

/// A registry, open to be compared with or to be added to.
#[derive(Debug)]
pub struct Registry {
    store: Mutex<Store>,
    path: PathBuf,
}

/// What came of adding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// How many documents were added.
    pub documents: u64,
    /// How many were there already, with the same id and the same text.
    pub known: u64,
    /// How many came with the same id and the same text as another one that was to be added.
    pub again: u64,
}

/// What came of importing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// What came of adding the documents.
    pub added: Added,
    /// The files of which nobody can tell whether they are as they were exported, since no checksum says so.
    pub unproved: Vec<PathBuf>,
}

/// What there is to say of a registry as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// How many documents are in it.
    pub documents: u64,
    /// How many drops they came in: files, or names that were given.
    pub drops: u64,
    /// The size of the file, in bytes.
    pub bytes: u64,
    /// How many of these are the ids.
    pub id_bytes: u64,
    /// The version of its form.
    pub version: i64,
}

impl Registry {
    /// Opens a registry that is there, to compare documents with it.
    pub fn open(path: &Path) -> Result<Self, RegistryError> {
        Ok(Self { store: Mutex::new(Store::open(path)?), path: path.to_owned() })
    }

    /// Opens a registry to add to it. Where there is none, it is made when something is added.
    pub fn open_or_create(path: &Path) -> Result<Self, RegistryError> {
        Ok(Self { store: Mutex::new(Store::open_or_create(path)?), path: path.to_owned() })
    }

    /// A registry that is in no file, and gone in the end.
    pub fn in_memory() -> Result<Self, RegistryError> {
        Ok(Self { store: Mutex::new(Store::in_memory()?), path: PathBuf::new() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Which documents of a run were met before. For looking them up no more bytes of memory are taken than `spill`
    /// allows, but for a few megabytes, and no more for those that were met; other ones go to its folder.
    pub fn meet(
        &self,
        entries: &Sorted<EntryRecord>,
        sketches: &Sorted<SketchRecord>,
        wanted: Wanted,
        spill: &Spill,
    ) -> Result<Registered, RegistryError> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.transaction(|reader| meet::meet(reader, entries, sketches, wanted, spill))
    }

    /// Adds documents, all of them or none. `drops` are those of the files of the run, or one for all.
    pub fn add(&self, incoming: Incoming, drops: &[DropRow]) -> Result<Added, RegistryError> {
        let mut arrived = incoming.finish().map_err(RegistryError::Temporary)?;
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if arrived.documents == 0 && !store.is_there() {
            return Ok(Added::default());
        }
        store.change(|writer| {
            let known = known(&arrived, writer)?;
            let documents = arrived.documents - known.count - known.again;
            let added = Added { documents, known: known.count, again: known.again };
            if documents == 0 {
                return Ok((added, false));
            }
            write(writer, &mut arrived, &known, drops)?;
            Ok((added, true))
        })
    }

    /// Writes all documents to a Parquet file; gives their number.
    pub fn export(&self, out: impl Write + Send) -> Result<u64, RegistryError> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.transaction(|reader| exchange::export(reader, out))
    }

    /// Adds the documents of Parquet files, all of them or none, with the names and times of their drops. What cannot be
    /// read is given back with the file that it is in.
    pub fn import(&self, files: &[PathBuf], spill: &Spill) -> Result<Imported, (Option<PathBuf>, RegistryError)> {
        let incoming = Incoming::new(spill.clone())
            .map_err(|error| (Some(spill.folder.clone()), RegistryError::Temporary(error)))?;
        let (mut drops, mut unproved) = (BTreeMap::new(), Vec::new());
        for (number, path) in files.iter().enumerate() {
            let read = exchange::read(path, number, &incoming, &mut drops);
            if !read.map_err(|error| (Some(path.clone()), error))? {
                unproved.push(path.clone());
            }
        }
        let mut rows: Vec<(usize, DropRow)> = drops.into_iter().map(|(row, number)| (number, row)).collect();
        rows.sort_unstable();
        let rows: Vec<DropRow> = rows.into_iter().map(|(_, row)| row).collect();
        let added = self.add(incoming, &rows).map_err(|error| (None, error))?;
        Ok(Imported { added, unproved })
    }

    /// What there is to say of it as a whole. All of it is read, and what is damaged is an error.
    pub fn statistics(&self) -> Result<Statistics, RegistryError> {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.transaction(|reader| {
            let Totals { chunks: _, documents, drops } = reader.totals()?;
            let (mut found, mut id_bytes) = (0, 0);
            reader.scan(Column::Keys, |_, column| {
                found += (column.len() / entry::KEY_ROW) as u64;
                Ok(())
            })?;
            for column in [Column::Digests, Column::Sketches] {
                reader.scan(column, |_, _| Ok(()))?;
            }
            reader.scan(Column::Ids, |_, column| {
                id_bytes += column.len() as u64;
                Ok(())
            })?;
            for number in 0..drops {
                reader.drop_row(number)?;
            }
            if found != documents {
                return Err(RegistryError::damaged(format!("{found} of {documents} documents are there")));
            }
            let id_bytes = id_bytes.saturating_sub(documents * entry::LENGTH_ROW as u64);
            let bytes = fs::metadata(&self.path).map_or(0, |data| data.len());
            Ok(Statistics { documents, drops, bytes, id_bytes, version: VERSION })
        })
    }
}

/// Which documents that arrived are not to be added.
struct Known {
    /// A bit for each, by its number.
    bits: Vec<u64>,
    /// How many are in the registry.
    count: u64,
    /// How many came again.
    again: u64,
}

impl Known {
    fn set(&mut self, number: u64) {
        if let Some(word) = usize::try_from(number / 64).ok().and_then(|word| self.bits.get_mut(word)) {
            *word |= 1 << (number % 64);
        }
    }

    fn get(&self, number: u64) -> bool {
        let word = usize::try_from(number / 64).ok().and_then(|word| self.bits.get(word));
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// Which of the documents are in the registry already, or came twice.
fn known(arrived: &Arrived, writer: &Writer<'_>) -> Result<Known, RegistryError> {
    let words = usize::try_from(arrived.documents.div_ceil(64)).unwrap_or(usize::MAX);
    let mut known = Known { bits: vec![0; words], count: 0, again: 0 };
    let size = (arrived.limit / EACH).clamp(1 << 12, 1 << 19);
    let mut last: Option<incoming::KnownBy> = None;
    let mut records = arrived.known_by.records();
    loop {
        let (mut piece, mut taken) = (Vec::new(), 0);
        for record in records.by_ref().take(size) {
            let record = record?;
            taken += 1;
            // Of those that are the same, the first in the drop comes first.
            if last.is_some_and(|last| last.is(&record)) {
                known.set(record.number());
                known.again += 1;
            } else {
                piece.push(record);
            }
            last = Some(record);
        }
        if taken == 0 {
            return Ok(known);
        }
        let entries: Vec<EntryRecord> = piece.iter().map(incoming::KnownBy::entry).collect();
        let found = meet::known(&writer.reader(), &entries)?;
        for (record, found) in piece.iter().zip(found) {
            if found {
                known.set(record.number());
                known.count += 1;
            }
        }
    }
}

/// Writes the documents that are new.
fn write(writer: &Writer<'_>, arrived: &mut Arrived, known: &Known, drops: &[DropRow]) -> Result<(), RegistryError> {
    let mut totals = writer.reader().totals()?;
    let mut chunk = Chunk::default();
    // The file whose documents are being written, and the number of its drop.
    let mut current: Option<(usize, u64)> = None;
    arrived.each(|file, number, entry| {
        if known.get(number) {
            return Ok(());
        }
        let file = file.min(drops.len().saturating_sub(1));
        let drop = match current {
            Some((same, drop)) if same == file => drop,
            _ => {
                let drop = totals.drops;
                let row = drops.get(file).ok_or_else(|| RegistryError::Failed("a drop has no name".into()))?;
                writer.put_drop(drop, row)?;
                totals.drops += 1;
                current = Some((file, drop));
                drop
            }
        };
        let drop = u32::try_from(drop).map_err(|_| RegistryError::Failed("it has too many drops".into()))?;
        chunk.push(entry, drop);
        totals.documents += 1;
        if chunk.is_full() {
            put_chunk(writer, std::mem::take(&mut chunk), &mut totals)?;
        }
        Ok::<(), RegistryError>(())
    })?;
    if chunk.documents > 0 {
        put_chunk(writer, chunk, &mut totals)?;
    }
    writer.put_totals(totals)
}

fn put_chunk(writer: &Writer<'_>, mut chunk: Chunk, totals: &mut Totals) -> Result<(), RegistryError> {
    let number = totals.chunks;
    totals.chunks += 1;
    writer.put_chunk(Column::Keys, number, std::mem::take(&mut chunk.keys))?;
    writer.put_chunk(Column::Digests, number, std::mem::take(&mut chunk.digests))?;
    writer.put_chunk(Column::Sketches, number, std::mem::take(&mut chunk.sketches))?;
    writer.put_chunk(Column::Ids, number, chunk.into_ids())
}

#[cfg(test)]
mod tests;
