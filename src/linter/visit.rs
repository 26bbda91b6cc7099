//! Documents shown to a visitor other than a rule, block by block and on all threads, as the linter reads them.

use std::io;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::iter::{ParallelBridge as _, ParallelIterator as _};

use super::in_flight::InFlight;
use super::tasks::{FileInRun, Tasks};
use super::{Counts, Failure, Options, Progress};
use crate::config::{Levels, Settings};
use crate::document::{Document, SectionKind, Surroundings, is_blank, sections};
use crate::facts::{DocumentPlace, Facts};
use crate::registry::{Added, DropRow, Entry, Incoming, Registry, RegistryError};
use crate::source::{Source, WideEncoding, sniff_wide};
use crate::syntax::{Block, Tree, parse};

/// What came of showing documents.
#[derive(Debug, Default)]
pub struct Visited {
    /// What was counted.
    pub counts: Counts,
    /// What could not be read, or not be taken in, in the order of files.
    pub failures: Vec<Failure>,
}

/// What came of adding documents to a registry.
#[derive(Debug)]
pub struct Registered {
    /// What was counted and what could not be read.
    pub visited: Visited,
    /// What was added; nothing where something could not be read, since a drop is added whole or not at all.
    pub added: Option<Result<Added, RegistryError>>,
}

/// Adds all documents of `sources` to `registry`, under the names of their files or under the one name that is given.
/// `now` is the time in seconds since 1970.
pub fn register(
    sources: &[Source],
    registry: &Registry,
    name: Option<&str>,
    now: i64,
    options: &Options,
    progress: &Progress,
) -> Registered {
    let of_folder = |error: &io::Error| Registered {
        visited: Visited { failures: vec![Failure::of_facts(&options.spill, error)], ..Visited::default() },
        added: None,
    };
    let incoming = match Incoming::new(options.spill.clone()) {
        Ok(incoming) => incoming,
        Err(error) => return of_folder(&error),
    };
    let full = Mutex::new(None);
    let visited = visit(sources, options, progress, |(file, block, documents)| {
        let mut facts = Facts::default();
        let entry = |(place, document): &(DocumentPlace, Document<'_>)| {
            let sketch = facts.sketch(document);
            (*place, Entry::of(document, sketch.as_ref()))
        };
        let entries: Vec<(DocumentPlace, Entry)> = documents.iter().map(entry).collect();
        if let Err(error) = incoming.take_in(file, block, &entries) {
            full.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
        Ok(())
    });
    if let Some(error) = full.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return of_folder(&error);
    }
    if !visited.failures.is_empty() {
        return Registered { visited, added: None };
    }
    let drop = |name: String| DropRow { name, added: now };
    let drops: Vec<DropRow> = match name {
        Some(name) => vec![drop(name.to_owned())],
        None => sources.iter().map(|source| drop(source.path().to_string_lossy().into_owned())).collect(),
    };
    let added = registry.add(incoming, &drops);
    Registered { visited, added: Some(added) }
}

/// What is shown at once: the number of a file, that of a block in it, and the documents that begin in it.
type Shown<'a> = (usize, u64, &'a [(DocumentPlace, Document<'a>)]);

/// Shows `work` all documents of `sources`, on the threads of the current rayon pool and so in no order.
pub fn visit(
    sources: &[Source],
    options: &Options,
    progress: &Progress,
    work: impl Fn(Shown<'_>) -> io::Result<()> + Sync,
) -> Visited {
    let sources: Vec<Arc<Source>> = sources.iter().cloned().map(Arc::new).collect();
    let settings = Settings::with_levels(Levels::none());
    let in_flight = InFlight::of(options.block_size);
    let tasks = Tasks::new(&sources, &settings, options, &in_flight);
    let mut results: Vec<(usize, u64, io::Result<OfBlock>)> = tasks
        .par_bridge()
        .map(|task| {
            let mut seen = Seen::default();
            let counts = task.block.and_then(|block| {
                let bytes = block.bytes.len() as u64;
                let documents = show(&task.file, task.number, &block, &mut seen, &work);
                drop(block);
                // Also where it failed, or others would wait for it.
                in_flight.land(bytes);
                progress.bytes.fetch_add(bytes, Ordering::Relaxed);
                Ok(Counts { documents: documents?, bytes, ..Counts::default() })
            });
            (task.file.number, task.number, counts.map(|counts| OfBlock { counts, seen }))
        })
        .collect();
    results.sort_unstable_by_key(|&(file, block, _)| (file, block));
    let mut visited = Visited::default();
    for blocks in results.chunk_by_mut(|(left, ..), (right, ..)| left == right) {
        let (mut seen, mut failure) = (Seen::default(), None);
        for (_, _, result) in blocks.iter_mut() {
            match result {
                Ok(of_block) => {
                    visited.counts.documents += of_block.counts.documents;
                    visited.counts.bytes += of_block.counts.bytes;
                    seen.merge(of_block.seen);
                }
                Err(error) => failure = Some(std::mem::replace(error, io::ErrorKind::Other.into())),
            }
        }
        visited.counts.files += u64::from(failure.is_none());
        let source = blocks.first().and_then(|(file, ..)| sources.get(*file));
        let failure = failure.or_else(|| seen.why_nothing_is_found());
        visited.failures.extend(failure.zip(source).map(|(error, source)| {
            let source = Arc::clone(source);
            Failure { source, error }
        }));
    }
    visited
}

/// What is known of a block once it was shown.
struct OfBlock {
    counts: Counts,
    seen: Seen,
}

/// By what it is told that a file is no corpus: what stands in it, and that no marker line is there.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    wide: Option<WideEncoding>,
    marker: bool,
    text: bool,
}

impl Seen {
    fn merge(&mut self, other: Self) {
        self.wide = self.wide.or(other.wide);
        self.marker |= other.marker;
        self.text |= other.text;
    }

    /// What is empty has no documents, and is a corpus all the same: `quarantine` leaves such files.
    fn why_nothing_is_found(self) -> Option<io::Error> {
        if let Some(encoding) = self.wide {
            return Some(io::Error::other(encoding.why_nothing_is_found()));
        }
        (self.text && !self.marker)
            .then(|| io::Error::other("it has no marker line, so no document can be found in it; see `corplint check`"))
    }
}

/// Shows `work` the documents of one block; gives their number.
fn show(
    file: &FileInRun,
    number: u64,
    block: &Block,
    seen: &mut Seen,
    work: &impl Fn(Shown<'_>) -> io::Result<()>,
) -> io::Result<u64> {
    let tree = if file.wide { Tree::default() } else { parse(&block.bytes) };
    let mut documents = Vec::new();
    let sections = sections(&tree.nodes);
    seen.wide = if file.wide { sniff_wide(&block.bytes) } else { None };
    seen.marker = sections.iter().any(|section| section.marker.is_some());
    seen.text = !seen.marker && !is_blank(&block.bytes);
    for section in sections.into_iter().filter(|it| it.kind == SectionKind::Document) {
        let place = DocumentPlace::new(file.number, block.offset + section.span.start as u64)
            .ok_or_else(|| io::Error::other("it is too large to be compared, or one file of too many"))?;
        documents.push((place, section.document(&block.bytes, Surroundings::default(), &file.defaults)));
    }
    work((file.number, number, &documents))?;
    Ok(documents.len() as u64)
}
