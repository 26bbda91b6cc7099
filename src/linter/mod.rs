//! The run: sources are cut into blocks, blocks are checked in parallel, facts are merged, and findings come out in
//! the order of file, place and rule, whatever the number of threads.

mod block;
mod compare;
mod excerpts;
mod fingerprint;
mod library;
mod profile;
mod stars;
mod visit;

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::iter::{ParallelBridge as _, ParallelIterator as _};

use crate::config::{FileSettings, Settings};
use crate::diagnostic::Diagnostic;
use crate::document::Defaults;
use crate::facts::{Facts, Kinds, Spill, Table};
use crate::registry::Registry;
use crate::source::{Source, sniff_wide};
use crate::syntax::{Block, Blocks, Marker, Word};
use block::Checked;
use library::FileIndex;
pub use profile::{LENGTHS, Profile};
pub use visit::{Accepted, Visited, accept, visit};

/// About how many bytes are checked by one thread at a time. Large enough that handing over costs nothing, small
/// enough that a few of them stay in the cache of the processor.
const BLOCK: usize = 1 << 20;

/// How a run is made. What is checked is said by the settings.
#[derive(Clone, Debug)]
pub struct Options {
    /// About how many bytes are checked by one thread at a time.
    pub block_size: usize,
    /// Whether findings are to bring the lines that they are about.
    pub excerpts: bool,
    /// Whether findings are to bring what they are known again by.
    pub fingerprints: bool,
    /// Whether it is to be counted what documents say of themselves, and findings are to bring it.
    pub profile: bool,
    /// Where facts go when they are more than memory is to hold.
    pub spill: Spill,
    /// What was accepted earlier, for the rules that compare with it.
    pub registry: Option<Arc<Registry>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            block_size: BLOCK,
            excerpts: true,
            fingerprints: false,
            profile: false,
            spill: Spill::default(),
            registry: None,
        }
    }
}

/// What came out of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, in the order of file, place and rule.
    pub diagnostics: Vec<Diagnostic>,
    /// What was counted.
    pub counts: Counts,
    /// What could not be read, in the order of files.
    pub failures: Vec<Failure>,
    /// The files, in order: those that were read, whole or in part, and those that could not be opened.
    pub files: Vec<CheckedFile>,
    /// What the documents say of themselves, if that was asked for.
    pub profile: Profile,
    /// How many documents the registry has as they are, with the same id and the same text.
    pub registered: u64,
}

/// A file that was to be checked.
#[derive(Clone, Debug)]
pub struct CheckedFile {
    /// The file.
    pub source: Arc<Source>,
    /// How many documents were found in it.
    pub documents: u64,
}

/// What was counted in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files that were read to their end.
    pub files: u64,
    /// Documents in them.
    pub documents: u64,
    /// Bytes in them, after decompression.
    pub bytes: u64,
    /// Findings that a document exempted itself from, by its `allow` attribute.
    pub allowed: u64,
}

/// What could not be read, or not to its end.
#[derive(Debug)]
pub struct Failure {
    /// The source; the folder for temporary files where facts could not be kept there.
    pub source: Arc<Source>,
    /// Why.
    pub error: io::Error,
}

impl Failure {
    /// Facts could not be written to the folder for them, or not be read back.
    fn of_facts(spill: &Spill, error: &io::Error) -> Self {
        let error = io::Error::new(error.kind(), format!("cannot compare documents by way of this folder: {error}"));
        Self { source: Source::file(&spill.folder).into(), error }
    }
}

/// How far a run is, for whoever waits for it.
#[derive(Debug, Default)]
pub struct Progress {
    bytes: AtomicU64,
}

impl Progress {
    /// How many bytes have been checked so far.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// Checks `sources`, on the threads of the current rayon pool.
///
/// What cannot be read is a [`Failure`] and costs nothing else.
pub fn check(sources: &[Source], settings: &Settings, options: &Options, progress: &Progress) -> Outcome {
    let sources: Vec<Arc<Source>> = sources.iter().cloned().map(Arc::new).collect();
    let tasks = Tasks::new(&sources, settings, options);
    let facts = Mutex::new((Facts::default(), None));
    let mut results: Vec<(usize, u64, io::Result<Checked>)> = tasks
        .par_bridge()
        .map(|task| match task.block {
            Err(error) => (task.file.number, task.number, Err(error)),
            Ok(block) => {
                let mut checked = block::check(&task.file, &block, options);
                take_in(&facts, std::mem::take(&mut checked.facts), &options.spill);
                progress.bytes.fetch_add(checked.bytes, Ordering::Relaxed);
                (task.file.number, task.number, Ok(checked))
            }
        })
        .collect();
    results.sort_unstable_by_key(|&(file, block, _)| (file, block));
    let (facts, error) = facts.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut outcome = Outcome::default();
    outcome.failures.extend(error.map(|error| Failure::of_facts(&options.spill, &error)));
    let (mut found, files) = merge(results, &sources, &mut outcome);
    let run = compare::Run { sources: &sources, files: &files, settings, options };
    let mut table = Table { spill: options.spill.clone(), ..facts.settle() };
    compare::meet(&mut table, &run, &mut outcome);
    found.extend(compare::check(&table, &run, &mut outcome));
    found.sort_by(|(left_file, left), (right_file, right)| {
        (left_file, left.place, left.rule.id, &left.message).cmp(&(
            right_file,
            right.place,
            right.rule.id,
            &right.message,
        ))
    });
    outcome.diagnostics = found.into_iter().map(|(_, diagnostic)| diagnostic).collect();
    outcome
}

/// Puts the facts of a block to all others. In which order blocks come makes no difference to the table.
fn take_in(all: &Mutex<(Facts, Option<io::Error>)>, facts: Facts, spill: &Spill) {
    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
    let (all, failed) = &mut *all;
    all.merge(facts);
    // After a failure there is nothing to be decided, and all that is left is to finish.
    if failed.is_none() {
        *failed = all.keep_within(spill).err();
    }
}

/// Checks bytes in memory with the rules as they are by default, and gives each finding as the id of its rule and its
/// first and last byte. For tests and for tools that want to know no more.
pub fn check_bytes(bytes: &[u8]) -> Vec<(&'static str, u64, u64)> {
    let source = Source::memory("memory.corpus", bytes);
    let options = Options { excerpts: false, ..Options::default() };
    let outcome = check(&[source], &Settings::default(), &options, &Progress::default());
    let place = |diagnostic: &Diagnostic| (diagnostic.place.start.byte, diagnostic.place.end.byte);
    outcome
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.rule.id, place(diagnostic).0, place(diagnostic).1))
        .collect()
}

/// Puts the results of blocks together, which come in the order of files and blocks. What is given back is the findings
/// with the numbers of their files, and what is known of each file.
fn merge(
    results: Vec<(usize, u64, io::Result<Checked>)>,
    sources: &[Arc<Source>],
    outcome: &mut Outcome,
) -> (Vec<(usize, Diagnostic)>, Vec<FileIndex>) {
    let mut files = vec![FileIndex::default(); sources.len()];
    let mut found: Vec<(usize, Diagnostic)> = Vec::new();
    let mut current = None;
    let mut lines = 0;
    for (file, _, result) in results {
        if current != Some(file) {
            current = Some(file);
            lines = 0;
            outcome.counts.files += 1;
            let source = sources.get(file).map(Arc::clone);
            outcome.files.extend(source.map(|source| CheckedFile { source, documents: 0 }));
        }
        match result {
            Ok(mut checked) => {
                checked.move_down(lines);
                if let (true, Some(source)) = (checked.too_large, sources.get(file)) {
                    let error =
                        io::Error::other("its documents cannot be compared: it is too large, or one file of too many");
                    outcome.failures.push(Failure { source: Arc::clone(source), error });
                }
                if let Some(index) = files.get_mut(file) {
                    index.blocks.push((checked.offset, lines));
                    if let Some(defaults) = checked.defaults {
                        index.defaults = defaults;
                    }
                }
                lines += checked.lines;
                outcome.counts.documents += checked.documents;
                outcome.counts.bytes += checked.bytes;
                outcome.counts.allowed += checked.allowed;
                outcome.profile.merge(checked.profile);
                if let Some(file) = outcome.files.last_mut() {
                    file.documents += checked.documents;
                }
                found.extend(checked.diagnostics.into_iter().map(|diagnostic| (file, diagnostic)));
            }
            Err(error) => {
                outcome.counts.files -= 1;
                outcome.failures.extend(sources.get(file).map(|source| Failure { source: Arc::clone(source), error }));
            }
        }
    }
    (found, files)
}

/// A file while it is being checked.
#[derive(Debug)]
struct FileInRun {
    number: usize,
    source: Arc<Source>,
    settings: FileSettings,
    defaults: Defaults,
    /// Whether its bytes are in an encoding in which no marker can be found.
    wide: bool,
    /// What its documents have to tell others.
    facts: Kinds,
}

/// A block to be checked, or what went wrong in reading it.
struct Task {
    file: Arc<FileInRun>,
    number: u64,
    block: io::Result<Block>,
}

/// Reads sources one after another, block by block. Threads take blocks from here as they become free, so no more are
/// in memory than there are threads.
struct Tasks<'a> {
    sources: std::iter::Enumerate<std::slice::Iter<'a, Arc<Source>>>,
    settings: &'a Settings,
    block_size: usize,
    facts: Kinds,
    open: Option<OpenFile>,
}

/// The file that is being read, the number of its next block, and its blocks.
type OpenFile = (Arc<FileInRun>, u64, Blocks<Box<dyn io::Read + Send>>);

impl<'a> Tasks<'a> {
    fn new(sources: &'a [Arc<Source>], settings: &'a Settings, options: &Options) -> Self {
        let (block_size, facts) = (options.block_size, settings.facts(options.registry.is_some()));
        Self { sources: sources.iter().enumerate(), settings, block_size, facts, open: None }
    }

    fn open(&self, number: usize, source: &Arc<Source>) -> Task {
        let settings = self.settings.for_file(source.path());
        let source = Arc::clone(source);
        let file =
            FileInRun { number, source, settings, defaults: Defaults::default(), wide: false, facts: self.facts };
        Task { file: Arc::new(file), number: 0, block: Err(io::ErrorKind::Other.into()) }
    }
}

impl Iterator for Tasks<'_> {
    type Item = Task;

    fn next(&mut self) -> Option<Task> {
        loop {
            if let Some((file, number, mut blocks)) = self.open.take() {
                match blocks.next_block() {
                    Ok(None) => continue,
                    Ok(Some(block)) => {
                        let task = Task { file: Arc::clone(&file), number, block: Ok(block) };
                        self.open = Some((file, number + 1, blocks));
                        return Some(task);
                    }
                    Err(error) => return Some(Task { file, number, block: Err(error) }),
                }
            }
            let (number, source) = self.sources.next()?;
            let mut task = self.open(number, source);
            let mut blocks = match source.open() {
                Ok(reader) => Blocks::new(reader, self.block_size),
                Err(error) => return Some(Task { block: Err(error), ..task }),
            };
            match blocks.next_block() {
                Ok(None) => {}
                Ok(Some(block)) => {
                    if let Some(file) = Arc::get_mut(&mut task.file) {
                        file.defaults = defaults(&block);
                        file.wide = sniff_wide(&block.bytes).is_some();
                    }
                    if !task.file.wide {
                        self.open = Some((Arc::clone(&task.file), 1, blocks));
                    }
                    return Some(Task { block: Ok(block), ..task });
                }
                Err(error) => return Some(Task { block: Err(error), ..task }),
            }
        }
    }
}

/// The defaults of a file: the attributes of its `<<<CORPUS>>>` line, where that is its first line.
fn defaults(first: &Block) -> Defaults {
    let marker = Marker::parse(&first.bytes).filter(|marker| marker.word == Word::Corpus);
    Defaults { attributes: marker.map(|marker| marker.attributes).unwrap_or_default() }
}
