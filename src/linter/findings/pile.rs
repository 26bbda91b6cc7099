//! Records of any length in the order of their bytes, more of them than memory holds: an external merge sort.
//!
//! What the sorter of facts is for records of one size. (Knuth, The Art of Computer Programming, volume 3, section
//! 5.4.) Runs on disk are compressed, since what findings say is much the same again and again.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek as _, Write};
use std::path::Path;

/// How many runs of one level are merged into one of the next. So there are few files open, whatever there is to sort,
/// and each record is written as often as there are levels.
const FAN_IN: usize = 16;

/// How hard runs are compressed: as fast as it can be done.
const LEVEL: i32 = 1;

/// How much of a run is remembered while it is compressed, as a power of two. A reader of each run takes as much.
const WINDOW: u32 = 17;

/// Gathers records until they are wanted in order.
#[derive(Debug, Default)]
pub(super) struct Pile {
    bytes: Vec<u8>,
    /// Where each record of `bytes` ends.
    ends: Vec<usize>,
    runs: Vec<Run>,
}

/// Records in order, on disk.
#[derive(Debug)]
struct Run {
    file: File,
    /// How often its records have been merged.
    level: u32,
}

impl Pile {
    /// Takes in what `write` appends as a record.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        write(&mut self.bytes);
        self.ends.push(self.bytes.len());
    }

    /// Takes in all records of another pile that has none on disk.
    pub(super) fn append(&mut self, other: &Self) {
        let before = self.bytes.len();
        self.bytes.extend(&other.bytes);
        self.ends.extend(other.ends.iter().map(|end| before + end));
    }

    /// How many bytes of memory are in use.
    pub(super) const fn used(&self) -> usize {
        self.bytes.len() + self.ends.len() * size_of::<usize>()
    }

    /// Writes what is in memory to a file in `folder`, and forgets it.
    pub(super) fn spill(&mut self, folder: &Path) -> io::Result<()> {
        if self.ends.is_empty() {
            return Ok(());
        }
        let mut writer = RunWriter::new(folder)?;
        self.in_order().try_for_each(|record| writer.record(record))?;
        let file = writer.finish()?;
        self.bytes.clear();
        self.ends.clear();
        self.runs.push(Run { file, level: 0 });
        self.merge_runs(folder)
    }

    /// Merges runs where there are many of one level.
    fn merge_runs(&mut self, folder: &Path) -> io::Result<()> {
        // Levels fall from the first run to the last, so those of the last level stand side by side.
        while let Some(level) = self.runs.last().map(|run| run.level) {
            let start = self.runs.partition_point(|run| run.level > level);
            if self.runs.len() - start < FAN_IN {
                return Ok(());
            }
            let mut merge = Merge::new(None, self.runs.get(start..).unwrap_or_default())?;
            let mut writer = RunWriter::new(folder)?;
            while let Some(record) = merge.next()? {
                writer.record(record)?;
            }
            let file = writer.finish()?;
            self.runs.truncate(start);
            self.runs.push(Run { file, level: level + 1 });
        }
        Ok(())
    }

    /// Puts what is in memory in order. It stays where it lies: a copy in order would be as large again.
    pub(super) fn sorted(self) -> Sorted {
        let Self { bytes, ends, runs } = self;
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let mut places: Vec<(usize, usize)> = starts.zip(ends.iter().copied()).collect();
        drop(ends);
        places.sort_unstable_by_key(|&(start, end)| bytes.get(start..end));
        Sorted { bytes, places, runs }
    }

    fn in_order(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let records = starts.zip(self.ends.iter().copied());
        let mut records: Vec<&[u8]> = records.filter_map(|(start, end)| self.bytes.get(start..end)).collect();
        records.sort_unstable();
        records.into_iter()
    }
}

/// Records in order, in memory and on disk.
#[derive(Debug, Default)]
pub(super) struct Sorted {
    bytes: Vec<u8>,
    /// Where each record of `bytes` begins and ends, in the order of records.
    places: Vec<(usize, usize)>,
    runs: Vec<Run>,
}

impl Sorted {
    /// The records, from the least to the greatest. Only one reader at a time: they share the files.
    pub(super) fn records(&self) -> io::Result<Merge<'_>> {
        Merge::new(Some(Records { bytes: &self.bytes, places: self.places.iter() }), &self.runs)
    }
}

/// The records that are in memory.
#[derive(Debug)]
struct Records<'a> {
    bytes: &'a [u8],
    places: std::slice::Iter<'a, (usize, usize)>,
}

impl<'a> Iterator for Records<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (start, end) = *self.places.next()?;
        self.bytes.get(start..end)
    }
}

/// Merges runs and what is in memory.
pub(super) struct Merge<'a> {
    memory: Option<Records<'a>>,
    readers: Vec<RunReader>,
    /// The next record of each source; the last source is memory.
    heads: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
    /// The record that was given last, and where it came from.
    last: Option<(Vec<u8>, usize)>,
}

impl<'a> Merge<'a> {
    fn new(memory: Option<Records<'a>>, runs: &[Run]) -> io::Result<Self> {
        let readers = runs.iter().map(|run| RunReader::new(&run.file)).collect::<io::Result<Vec<_>>>()?;
        let mut merge = Self { memory, heads: BinaryHeap::new(), last: None, readers };
        for source in 0..=merge.readers.len() {
            let mut record = Vec::new();
            if merge.refill(source, &mut record)? {
                merge.heads.push(Reverse((record, source)));
            }
        }
        Ok(merge)
    }

    /// The next record.
    pub(super) fn next(&mut self) -> io::Result<Option<&[u8]>> {
        // The buffer of the record that was given last becomes that of the next one of its source.
        if let Some((mut record, source)) = self.last.take()
            && self.refill(source, &mut record)?
        {
            self.heads.push(Reverse((record, source)));
        }
        self.last = self.heads.peek_mut().map(|head| PeekMut::pop(head).0);
        Ok(self.last.as_ref().map(|(record, _)| record.as_slice()))
    }

    fn refill(&mut self, source: usize, into: &mut Vec<u8>) -> io::Result<bool> {
        into.clear();
        match self.readers.get_mut(source) {
            Some(reader) => reader.next(into),
            None => Ok(self.memory.as_mut().and_then(Records::next).map(|record| into.extend(record)).is_some()),
        }
    }
}

/// Writes a run: each record with its length before it.
struct RunWriter {
    out: BufWriter<zstd::Encoder<'static, File>>,
}

impl RunWriter {
    fn new(folder: &Path) -> io::Result<Self> {
        let mut encoder = zstd::Encoder::new(tempfile::tempfile_in(folder)?, LEVEL)?;
        encoder.window_log(WINDOW)?;
        Ok(Self { out: BufWriter::with_capacity(1 << 16, encoder) })
    }

    fn record(&mut self, record: &[u8]) -> io::Result<()> {
        self.out.write_all(&(record.len() as u64).to_le_bytes())?;
        self.out.write_all(record)
    }

    fn finish(self) -> io::Result<File> {
        self.out.into_inner().map_err(io::IntoInnerError::into_error)?.finish()
    }
}

/// Reads a run.
struct RunReader {
    inner: BufReader<zstd::Decoder<'static, BufReader<File>>>,
}

impl RunReader {
    fn new(file: &File) -> io::Result<Self> {
        let mut file = file.try_clone()?;
        file.rewind()?;
        Ok(Self { inner: BufReader::with_capacity(1 << 14, zstd::Decoder::new(file)?) })
    }

    /// Appends the next record to `into`, and says whether there is one.
    fn next(&mut self, into: &mut Vec<u8>) -> io::Result<bool> {
        let mut length = [0; 8];
        // A run ends where a record does. What was cut off is an error of the decoder.
        if self.inner.read(length.get_mut(..1).unwrap_or_default())? == 0 {
            return Ok(false);
        }
        self.inner.read_exact(length.get_mut(1..).unwrap_or_default())?;
        let length = u64::from_le_bytes(length);
        let read = (&mut self.inner).take(length).read_to_end(into)?;
        if read as u64 == length { Ok(true) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}
