//! Records in order, more of them than memory holds: an external merge sort.
//!
//! Records are gathered in memory. When there are too many, they are sorted and written to a file without a name, as a
//! run; at the end the runs and what is still in memory are merged. (Knuth, The Art of Computer Programming, volume 3,
//! section 5.4.) A file without a name is gone when the process ends, whatever ends it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};
use std::marker::PhantomData;
use std::path::Path;

use rayon::slice::ParallelSliceMut as _;

use super::Spill;
use super::record::Record;

/// Gathers records until they are wanted in order.
#[derive(Debug)]
pub struct Sorter<R> {
    records: Vec<R>,
    runs: Vec<Run>,
}

/// Records in order, on disk.
#[derive(Debug)]
struct Run {
    file: File,
    /// How often its records have been merged.
    level: u32,
}

/// How many runs of one level are merged into one of the next. So there are few files open, whatever there is to sort,
/// and each record is written as often as there are levels.
const FAN_IN: usize = 16;

impl<R> Default for Sorter<R> {
    fn default() -> Self {
        Self { records: Vec::new(), runs: Vec::new() }
    }
}

impl<R: Record> Sorter<R> {
    /// Takes in a record.
    pub fn push(&mut self, record: R) {
        self.records.push(record);
    }

    /// Takes in all records of another sorter.
    pub fn merge(&mut self, mut other: Self) {
        if self.records.is_empty() {
            std::mem::swap(&mut self.records, &mut other.records);
        }
        // A vector would double, and what there is room for takes memory also where nothing is.
        let (length, free) = (self.records.len(), self.records.capacity() - self.records.len());
        if free < other.records.len() {
            self.records.reserve_exact(other.records.len().max(length / 16));
        }
        self.records.append(&mut other.records);
        self.runs.append(&mut other.runs);
    }

    /// How many bytes of memory the records take.
    pub fn memory(&self) -> usize {
        self.records.capacity() * size_of::<R>()
    }

    /// Writes what is in memory to a file in `folder`, and forgets it.
    pub fn spill(&mut self, folder: &Path) -> io::Result<()> {
        if self.records.is_empty() {
            return Ok(());
        }
        // A new vector, and not a cleared one: the memory is what was short.
        let mut records = std::mem::take(&mut self.records);
        sort(&mut records);
        let file = write_run(folder, records.into_iter().map(Ok))?;
        self.runs.push(Run { file, level: 0 });
        self.merge_runs(folder)
    }

    /// Writes what is in memory to disk if it takes more memory than it may.
    pub fn keep_within(&mut self, spill: &Spill) -> io::Result<()> {
        if self.memory() > spill.limit { self.spill(&spill.folder) } else { Ok(()) }
    }

    /// The same for records of which many are there more than once: those are put together, and only if that makes no
    /// room are they written to disk. What is read from there may still be there more than once.
    pub fn keep_distinct_within(&mut self, spill: &Spill) -> io::Result<()> {
        // What counts is how many there are, since room for twice as many is made in the next moment.
        if self.records.len() * size_of::<R>() < spill.limit {
            return Ok(());
        }
        sort(&mut self.records);
        self.records.dedup();
        if self.records.len() * size_of::<R>() > spill.limit / 2 { self.spill(&spill.folder) } else { Ok(()) }
    }

    /// Merges runs where there are many of one level.
    fn merge_runs(&mut self, folder: &Path) -> io::Result<()> {
        // Those of the lowest level stand side by side at the end.
        self.runs.sort_by_key(|run| Reverse(run.level));
        while let Some(level) = self.runs.last().map(|run| run.level) {
            let start = self.runs.partition_point(|run| run.level > level);
            if self.runs.len() - start < FAN_IN {
                return Ok(());
            }
            let runs = self.runs.split_off(start);
            let file = write_run(folder, Merge::<R>::new(&[], &runs))?;
            self.runs.push(Run { file, level: level + 1 });
        }
        Ok(())
    }

    /// All records in order.
    pub fn sorted(mut self) -> Sorted<R> {
        sort(&mut self.records);
        Sorted { records: self.records, runs: self.runs }
    }
}

/// Puts records in order. What sorts on many threads is slower on one than what was made for one.
fn sort<R: Record>(records: &mut [R]) {
    if rayon::current_num_threads() == 1 { records.sort_unstable() } else { records.par_sort_unstable() }
}

fn write_run<R: Record>(folder: &Path, records: impl Iterator<Item = io::Result<R>>) -> io::Result<File> {
    let mut out = BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(folder)?);
    let mut bytes = Vec::with_capacity(R::SIZE);
    for record in records {
        bytes.clear();
        record?.write(&mut bytes);
        out.write_all(&bytes)?;
    }
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

/// Records in order, in memory and in runs on disk.
#[derive(Debug)]
pub struct Sorted<R> {
    records: Vec<R>,
    runs: Vec<Run>,
}

impl<R> Default for Sorted<R> {
    fn default() -> Self {
        Self { records: Vec::new(), runs: Vec::new() }
    }
}

impl<R: Record> Sorted<R> {
    /// The records, from the least to the greatest. A run that cannot be read is an error, and the last item.
    pub fn records(&self) -> Merge<'_, R> {
        Merge::new(&self.records, &self.runs)
    }

    /// All records, where none of them is on disk.
    pub fn in_memory(&self) -> Option<&[R]> {
        self.runs.is_empty().then_some(&self.records)
    }

    /// The records that agree in `key`, in order, where there are at least two of them. They are gathered in `group`,
    /// which is given to `each`; the order has to be such that they stand side by side.
    pub fn groups<K: PartialEq>(&self, key: impl Fn(&R) -> K, mut each: impl FnMut(&[R])) -> io::Result<()> {
        let mut group: Vec<R> = Vec::new();
        for record in self.records() {
            let record = record?;
            if group.first().is_some_and(|first| key(first) != key(&record)) {
                if group.len() > 1 {
                    each(&group);
                }
                group.clear();
            }
            group.push(record);
        }
        if group.len() > 1 {
            each(&group);
        }
        Ok(())
    }
}

/// Merges runs and what is in memory.
#[derive(Debug)]
pub struct Merge<'a, R> {
    memory: std::slice::Iter<'a, R>,
    readers: Vec<Reader<R>>,
    /// The next record of each source; source 0 is memory.
    heads: BinaryHeap<Reverse<(R, usize)>>,
    error: Option<io::Error>,
}

impl<'a, R: Record> Merge<'a, R> {
    fn new(memory: &'a [R], runs: &[Run]) -> Self {
        let memory = memory.iter();
        let mut merge =
            Merge { memory, readers: Vec::with_capacity(runs.len()), heads: BinaryHeap::new(), error: None };
        for run in runs {
            match run.file.try_clone().and_then(Reader::new) {
                Ok(reader) => merge.readers.push(reader),
                Err(error) => merge.error = Some(error),
            }
        }
        if !merge.readers.is_empty() {
            for source in 0..=merge.readers.len() {
                merge.refill(source);
            }
        }
        merge
    }

    fn refill(&mut self, source: usize) {
        let next = match source.checked_sub(1) {
            None => Ok(self.memory.next().copied()),
            Some(run) => self.readers.get_mut(run).map_or(Ok(None), Reader::next),
        };
        match next {
            Ok(Some(record)) => self.heads.push(Reverse((record, source))),
            Ok(None) => {}
            Err(error) => self.error = Some(error),
        }
    }
}

impl<R: Record> Iterator for Merge<'_, R> {
    type Item = io::Result<R>;

    fn next(&mut self) -> Option<io::Result<R>> {
        if let Some(error) = self.error.take() {
            self.heads.clear();
            self.memory = [].iter();
            return Some(Err(error));
        }
        // Where nothing was written to disk, which is nearly always, there is nothing to be merged.
        if self.readers.is_empty() {
            return self.memory.next().copied().map(Ok);
        }
        let Reverse((record, source)) = self.heads.pop()?;
        self.refill(source);
        Some(Ok(record))
    }
}

/// Reads a run.
#[derive(Debug)]
struct Reader<R> {
    inner: BufReader<File>,
    bytes: Vec<u8>,
    kind: PhantomData<R>,
}

impl<R: Record> Reader<R> {
    fn new(mut file: File) -> io::Result<Self> {
        file.rewind()?;
        Ok(Self {
            inner: BufReader::with_capacity(1 << 16, file),
            bytes: Vec::with_capacity(R::SIZE),
            kind: PhantomData,
        })
    }

    fn next(&mut self) -> io::Result<Option<R>> {
        self.bytes.clear();
        let read = (&mut self.inner).take(R::SIZE as u64).read_to_end(&mut self.bytes)?;
        match read {
            0 => Ok(None),
            _ => R::read(&self.bytes).map(Some).ok_or_else(|| io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::place::DocumentPlace;
    use super::super::record::{IdRecord, TextRecord};
    use super::*;

    fn record(text: u64, offset: u64) -> TextRecord {
        TextRecord { text, place: DocumentPlace::new(3, offset).unwrap() }
    }

    fn all(sorter: Sorter<TextRecord>) -> Vec<TextRecord> {
        sorter.sorted().records().map(Result::unwrap).collect()
    }

    proptest! {
        #[test]
        fn wherever_records_are_and_however_they_were_merged_the_order_is_one(
            parts in prop::collection::vec((prop::collection::vec((0_u64..9, 0_u64..99), 0..20), any::<bool>()), 0..8),
        ) {
            let mut expected: Vec<TextRecord> =
                parts.iter().flat_map(|(part, _)| part).map(|&(text, offset)| record(text, offset)).collect();
            expected.sort_unstable();
            let mut whole = Sorter::default();
            for (part, spilled) in parts {
                let mut sorter = Sorter::default();
                for (text, offset) in part {
                    sorter.push(record(text, offset));
                }
                if spilled {
                    sorter.spill(&Spill::for_tests().folder).unwrap();
                }
                whole.merge(sorter);
            }
            prop_assert_eq!(all(whole), expected);
        }

        #[test]
        fn records_come_back_from_disk(folded: u64, exact: u64, offset in 0_u64..1 << 40, file in 0_usize..1 << 24) {
            let place = DocumentPlace::new(file, offset).unwrap();
            let (id, text) = (IdRecord { folded, exact, place }, TextRecord { text: exact, place });
            let mut bytes = Vec::new();
            id.write(&mut bytes);
            prop_assert_eq!((bytes.len(), IdRecord::read(&bytes)), (IdRecord::SIZE, Some(id)));
            bytes.clear();
            text.write(&mut bytes);
            prop_assert_eq!((bytes.len(), TextRecord::read(&bytes)), (TextRecord::SIZE, Some(text)));
        }
    }

    #[test]
    fn many_runs_become_few() {
        let mut sorter = Sorter::default();
        for number in 0..1000 {
            sorter.push(record(number * 7919 % 1000, 0));
            sorter.keep_within(&Spill { limit: 0, ..Spill::for_tests() }).unwrap();
        }
        // 1000 are three times 16², fourteen times 16 and eight.
        assert_eq!(
            sorter.runs.iter().map(|run| run.level).collect::<Vec<_>>(),
            [vec![2; 3], vec![1; 14], vec![0; 8]].concat()
        );
        assert_eq!(all(sorter).iter().map(|record| record.text).collect::<Vec<_>>(), (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn what_is_there_again_and_again_takes_no_room() {
        let spill = Spill { limit: 100 * size_of::<TextRecord>(), ..Spill::for_tests() };
        let mut sorter = Sorter::default();
        for number in 0..10_000 {
            sorter.push(record(number % 40, 0));
            sorter.keep_distinct_within(&spill).unwrap();
        }
        assert!(sorter.runs.is_empty() && sorter.records.capacity() <= 128);
        for number in 0..1000 {
            sorter.push(record(number, 0));
            sorter.keep_distinct_within(&spill).unwrap();
        }
        assert!(!sorter.runs.is_empty() && sorter.records.capacity() <= 128);
        let mut found: Vec<u64> = all(sorter).iter().map(|record| record.text).collect();
        found.dedup();
        assert_eq!(found, (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn groups_are_of_two_and_more() {
        let mut sorter = Sorter::default();
        for (text, offset) in [(5, 1), (7, 9), (5, 0), (9, 2), (7, 3), (7, 4)] {
            sorter.push(record(text, offset));
        }
        let mut found = Vec::new();
        sorter.sorted().groups(|record| record.text, |group| found.push((group[0].text, group.len()))).unwrap();
        assert_eq!(found, [(5, 2), (7, 3)]);
    }

    #[test]
    fn a_run_that_was_cut_short_is_an_error() {
        let mut sorter = Sorter::default();
        (0..9).for_each(|number| sorter.push(record(number, number)));
        sorter.spill(&Spill::for_tests().folder).unwrap();
        sorter.runs[0].file.set_len(100).unwrap();
        let table = sorter.sorted();
        let read: Vec<_> = table.records().collect();
        assert!(read.len() == 7 && read[6].is_err() && read[..6].iter().all(Result::is_ok));
    }
}
