//! The run: sources are cut into blocks, blocks are checked in parallel, facts are merged, and findings come out in
//! the order of file, place and rule, whatever the number of threads.

mod accept;
mod allow;
mod block;
mod compare;
mod compared;
mod counts;
mod document_reader;
mod excerpts;
mod file_ends;
mod findings;
mod fingerprint;
mod in_flight;
mod placer;
mod plan;
mod profile;
mod stale;
mod stars;
mod tasks;
mod visit;
mod waypoints;

use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::iter::{ParallelBridge as _, ParallelIterator as _};

use crate::config::Settings;
use crate::diagnostic::Diagnostic;
use crate::facts::file_end::FileEnd;
use crate::facts::{Facts, Spill};
use crate::registry::Registry;
use crate::source::Source;
use accept::Acceptance;
pub use accept::{Accepted, Needed};
use block::{Checked, Counted};
pub use counts::{FileFindings, FindingCounts, RuleCount};
use document_reader::FileIndex;
use findings::{Batch, Limits, Sink};
pub use findings::{Findings, Item};
use in_flight::InFlight;
pub use profile::{LENGTHS, Profile};
use tasks::Tasks;
pub use visit::{Registered, Visited, register, visit};

/// About how many bytes are checked by one thread at a time. Large enough that handing over costs nothing, small
/// enough that a few of them stay in the cache of the processor.
const BLOCK: usize = 1 << 18;

/// Which part of the memory for facts each list may have that a corpus rule makes of them.
const SCRATCH: usize = 8;

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
    /// How many findings of one rule in one file are shown at most; none where all are. What is not shown is counted,
    /// and not kept.
    pub most: Option<u64>,
    /// Where facts and findings go when they are more than memory is to hold.
    pub spill: Spill,
    /// How many bytes a document may have, of which lines take some. One that has more cannot be read.
    pub longest: u64,
    /// What was accepted earlier, for the rules that compare with it.
    pub registry: Option<Arc<Registry>>,
}

impl Options {
    /// What a run is asked for where nobody asks for more, with facts and findings put away where `spill` says.
    pub const fn new(spill: Spill) -> Self {
        Self {
            block_size: BLOCK,
            excerpts: true,
            fingerprints: false,
            profile: false,
            most: None,
            spill,
            longest: u64::MAX,
            registry: None,
        }
    }
}

/// What came out of a run, its findings put away.
#[derive(Debug, Default)]
pub struct Survey {
    /// The findings.
    pub findings: Findings,
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
    /// What was found out about what was to be accepted.
    pub needed: Needed,
}

/// What came out of a run, with all of its findings at once.
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
}

/// A file that was to be checked.
#[derive(Clone, Debug)]
pub struct CheckedFile {
    /// The file.
    pub source: Arc<Source>,
    /// How many documents were found in it.
    pub documents: u64,
    /// What is known of its findings.
    pub findings: FileFindings,
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
    /// Findings that are in no report, since they are accepted.
    pub accepted: Accepted,
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
        Self::of_folder(spill, "cannot compare documents by way of this folder", error)
    }

    /// Findings could not be written there, or not be read back.
    fn of_findings(spill: &Spill, error: &io::Error) -> Self {
        Self::of_folder(spill, "cannot put findings away in this folder", error)
    }

    fn of_folder(spill: &Spill, what: &str, error: &io::Error) -> Self {
        let error = io::Error::new(error.kind(), format!("{what} (TMPDIR names another): {error}"));
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

/// Checks `sources`, on the threads of the current rayon pool, and gives all findings at once. For those who know that
/// they are few; [`survey`] is for all others.
///
/// What cannot be read is a [`Failure`] and costs nothing else.
pub fn check(sources: &[Source], settings: &Settings, options: &Options, progress: &Progress) -> Outcome {
    let Survey { findings, counts, mut failures, files, profile, .. } = survey(sources, settings, options, progress);
    let diagnostics = findings.all().unwrap_or_else(|error| {
        failures.push(Failure::of_findings(&options.spill, &error));
        Vec::new()
    });
    Outcome { diagnostics, counts, failures, files, profile }
}

/// Checks `sources`, on the threads of the current rayon pool.
///
/// What cannot be read is a [`Failure`] and costs nothing else.
pub fn survey(sources: &[Source], settings: &Settings, options: &Options, progress: &Progress) -> Survey {
    let sources: Vec<Arc<Source>> = sources.iter().cloned().map(Arc::new).collect();
    let in_flight = InFlight::of(options.block_size);
    let tasks = Tasks::new(&sources, settings, options, &in_flight);
    let limits = Limits::new(options.most);
    let acceptance = Acceptance::new(settings);
    let shared = Mutex::new(Shared::default());
    let mut results: Vec<(usize, u64, io::Result<Counted>)> = tasks
        .par_bridge()
        .map(|task| match task.block {
            Err(error) => (task.file.number, task.number, Err(error)),
            Ok(block) => {
                let (file, number) = (&*task.file, task.number);
                let mut kept = limits.of_block(file.number, number);
                let full = |batch: Batch| lock(&shared).take_in_findings(batch, &options.spill);
                let mut checked = block::check(file, (number, &block), &mut kept, (options, &acceptance), &full);
                limits.finish_block(file.number, number, &kept);
                kept.omitted().for_each(|(rule, count)| checked.findings.omit(file.number, rule, count));
                lock(&shared).take_in(&mut checked, &options.spill);
                let counted = checked.counted;
                progress.bytes.fetch_add(counted.bytes, Ordering::Relaxed);
                drop(block);
                in_flight.land(counted.bytes);
                (file.number, number, Ok(counted))
            }
        })
        .collect();
    results.sort_unstable_by_key(|&(file, block, _)| (file, block));
    let Shared { facts, findings, profile, facts_failed, findings_failed } =
        shared.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut survey = Survey { profile, ..Survey::default() };
    let facts_are_there = facts_failed.is_none();
    survey.failures.extend(facts_failed.map(|error| Failure::of_facts(&options.spill, &error)));
    let mut gathered = Gathered { findings, failed: findings_failed, spill: &options.spill };
    let mut files = merge(results, &sources, &mut survey);
    let run = compare::Run { sources: &sources, files: &files, settings, options, acceptance: &acceptance };
    // What rules sort comes on top of the facts.
    let spill = Spill { limit: options.spill.limit / SCRATCH, ..options.spill.clone() };
    let mut table = facts.settle(spill);
    // Where some of them are missing, a document that is there as it is would look like one that is nearly the same.
    if facts_are_there {
        compare::meet(&mut table, &run, &mut survey);
    }
    table.file_ends = file_ends::of_files(&sources, &files, &mut survey);
    let file_findings = compare::check(&table, &run, &mut survey, &mut gathered);
    survey.needed = acceptance.finish();
    if let Err(error) = stale::find(&table, settings, &mut survey.needed) {
        survey.failures.push(Failure::of_facts(&options.spill, &error));
    }
    drop(table);
    for (file, counts) in file_findings {
        if let Some(file) = files.get_mut(file).and_then(|file| survey.files.get_mut(file.position?)) {
            file.findings.merge(counts);
        }
    }
    let Gathered { findings, failed, spill } = gathered;
    let settled = match failed {
        Some(error) => Err(error),
        None => findings.settle((sources, files), options.fingerprints, spill),
    };
    match settled {
        Ok(findings) => survey.findings = findings,
        Err(error) => survey.failures.push(Failure::of_findings(&options.spill, &error)),
    }
    // Each rule that looks for a document, or for room, finds out for itself what keeps it from both.
    let mut told = BTreeSet::new();
    survey.failures.retain(|failure| told.insert((failure.source.path().to_owned(), failure.error.to_string())));
    survey
}

/// What the blocks of a run fill together.
#[derive(Debug, Default)]
struct Shared {
    facts: Facts,
    findings: Sink,
    profile: Profile,
    facts_failed: Option<io::Error>,
    findings_failed: Option<io::Error>,
}

impl Shared {
    /// Takes in what came out of a block. In which order blocks come makes no difference.
    fn take_in(&mut self, checked: &mut Checked, spill: &Spill) {
        self.facts.merge(std::mem::take(&mut checked.facts));
        // After a failure there is nothing to be decided, and all that is left is to finish.
        if self.facts_failed.is_none() {
            self.facts_failed = self.facts.keep_within(spill).err();
        }
        self.take_in_findings(std::mem::take(&mut checked.findings), spill);
        self.profile.merge(std::mem::take(&mut checked.profile));
    }

    fn take_in_findings(&mut self, batch: Batch, spill: &Spill) {
        if self.findings_failed.is_none() {
            self.findings_failed = self.findings.take_in(batch, spill).err();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The findings of a run while they are gathered.
struct Gathered<'a> {
    findings: Sink,
    failed: Option<io::Error>,
    spill: &'a Spill,
}

impl Gathered<'_> {
    fn take_in(&mut self, batch: Batch) {
        if self.failed.is_none() {
            self.failed = self.findings.take_in(batch, self.spill).err();
        }
    }
}

/// Puts the results of blocks together, which come in the order of files and blocks. What is given back is what is known
/// of each file.
fn merge(
    results: Vec<(usize, u64, io::Result<Counted>)>,
    sources: &[Arc<Source>],
    survey: &mut Survey,
) -> Vec<FileIndex> {
    let mut files = vec![FileIndex::default(); sources.len()];
    let mut current = None;
    let mut lines = 0;
    for (number, _, result) in results {
        let (Some(file), Some(source)) = (files.get_mut(number), sources.get(number)) else { continue };
        if current != Some(number) {
            current = Some(number);
            lines = 0;
            survey.counts.files += 1;
            file.position = Some(survey.files.len());
            let (source, findings) = (Arc::clone(source), FileFindings::default());
            survey.files.push(CheckedFile { source, documents: 0, findings });
        }
        match result {
            Ok(counted) => {
                if counted.too_large {
                    let error =
                        io::Error::other("its documents cannot be compared: it is too large, or one file of too many");
                    survey.failures.push(Failure { source: Arc::clone(source), error });
                }
                file.blocks.push((counted.offset, lines));
                file.blocks.extend(counted.steps.into_iter().map(|(offset, before)| (offset, lines + before)));
                if let Some(defaults) = counted.defaults {
                    file.defaults = *defaults;
                }
                lines += counted.lines;
                survey.counts.documents += counted.documents;
                survey.counts.bytes += counted.bytes;
                survey.counts.accepted.add(counted.accepted);
                if let Some(file) = survey.files.last_mut() {
                    file.documents += counted.documents;
                    file.findings.merge(counted.findings);
                }
                let documents = survey.files.last().map_or(0, |file| file.documents);
                file.end = counted.end.map(|end| Box::new(FileEnd { documents, ..*end }));
            }
            Err(error) => {
                survey.counts.files -= 1;
                survey.failures.push(Failure { source: Arc::clone(source), error });
            }
        }
    }
    files
}
