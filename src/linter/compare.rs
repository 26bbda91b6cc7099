//! Corpus rules: shown the merged facts, then the pairs of documents that they ask for.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::block::is_allowed;
use super::excerpts::{Told, place};
use super::library::{FileIndex, Library, Volume};
use super::stars::Stars;
use super::{Failure, Options, Outcome};
use crate::config::{FileSettings, Settings};
use crate::diagnostic::{Diagnostic, Finding};
use crate::facts::registered::Met;
use crate::facts::{DocumentPlace, Table};
use crate::registry::Wanted;
use crate::rule::{AnyRule, CorpusReport, CorpusRule, Member, Pair, Report, Values};
use crate::rules;
use crate::source::Source;

/// What is needed to go back to documents.
pub(super) struct Run<'a> {
    pub(super) sources: &'a [Arc<Source>],
    pub(super) files: &'a [FileIndex],
    pub(super) settings: &'a Settings,
    pub(super) options: &'a Options,
}

/// Looks up which documents the registry has met before, and puts that into the table.
pub(super) fn meet(table: &mut Table, run: &Run<'_>, outcome: &mut Outcome) {
    let Some(registry) = &run.options.registry else { return };
    let runs = |id: &str| rules::index_of(id).is_some_and(|number| run.settings.runs(number));
    let wanted = Wanted { themselves: runs("registered-document"), near: runs("registered-near-duplicate") };
    match registry.meet(&table.entries, &table.sketches, wanted, run.options.spill.limit) {
        Ok(registered) => {
            outcome.registered = registered.themselves;
            table.registered = registered;
        }
        Err(error) => {
            let source = Arc::new(Source::file(registry.path()));
            outcome.failures.push(Failure { source, error: io::Error::other(error) });
        }
    }
}

/// Shows `rule` the documents that it has something to say of, as the registry has met them before.
fn tell(
    (rule, values): (&dyn CorpusRule, &Values),
    met: Vec<Met>,
    library: &mut Library<'_>,
    failed: &mut Failed,
    findings: &mut Vec<(DocumentPlace, Finding)>,
    outcome: &mut Outcome,
) {
    for met in met {
        let volume = match library.read(met.place) {
            Ok(volume) => volume,
            Err(error) => {
                failed.entry(met.place.file()).or_insert(error);
                continue;
            }
        };
        let mut found = Vec::new();
        let allowed = volume.with(|document| {
            rule.tell(document, &met, &mut Report::with_values(&mut found, values));
            is_allowed(document, rule.meta())
        });
        if allowed == Some(true) {
            outcome.counts.allowed += found.len() as u64;
        } else {
            findings.extend(found.into_iter().map(|finding| (met.place, finding)));
        }
    }
}

/// Runs the corpus rules on merged facts, and gives their findings with the numbers of the files.
pub(super) fn check(table: &Table, run: &Run<'_>, outcome: &mut Outcome) -> Vec<(usize, Diagnostic)> {
    let levels: Vec<FileSettings> = run.sources.iter().map(|source| run.settings.for_file(source.path())).collect();
    let mut library = Library::new(run.sources, run.files, &run.options.spill.folder);
    let mut told = Vec::new();
    for (number, rule) in rules::ALL.iter().enumerate() {
        let AnyRule::Corpus(rule) = rule else { continue };
        if !run.settings.runs(number) {
            continue;
        }
        let severity = |place: DocumentPlace| levels.get(place.file())?.levels(|| None).get(number);
        let values = run.settings.values(number);
        let mut report = CorpusReport { values: values.clone(), ..CorpusReport::default() };
        if let Err(error) = rule.check(table, &mut report) {
            outcome.failures.push(Failure::of_facts(&run.options.spill, &error));
            continue;
        }
        let CorpusReport { mut findings, mut pairs, groups, candidates, left_out, mut met, .. } = report;
        let mut failed = BTreeMap::new();
        met.retain(|met| severity(met.place).is_some());
        tell((*rule, values), met, &mut library, &mut failed, &mut findings, outcome);
        pairs.extend(pairs_of(*rule, groups, &mut library, &mut failed));
        pairs.retain(|pair| severity(pair.other).is_some());
        compare((*rule, values), pairs, &mut library, &mut failed, &mut findings, outcome);
        let candidates = candidates.into_iter().filter(|it| severity(it.other.place).is_some()).collect();
        let mut stars =
            Stars { rule: *rule, values, left_out: &left_out, library: &mut library, outcome: &mut *outcome };
        findings.extend(stars.find(candidates, &mut failed));
        for (file, error) in failed {
            let failure = run.sources.get(file).map(|source| Failure { source: Arc::clone(source), error });
            outcome.failures.extend(failure);
        }
        let weighed = findings.into_iter().filter_map(|(place, finding)| {
            severity(place).map(|severity| Told { rule: rule.meta(), severity, document: place, finding })
        });
        told.extend(weighed);
    }
    place(told, run.sources, &mut library, run.options)
}

/// Why files could not be read again, by their numbers.
pub(super) type Failed = BTreeMap<usize, io::Error>;

/// The pairs of documents with the same key, of each group: the first of them with each other one.
fn pairs_of(
    rule: &dyn CorpusRule,
    groups: Vec<Vec<DocumentPlace>>,
    library: &mut Library<'_>,
    failed: &mut Failed,
) -> Vec<Pair> {
    let mut members: Vec<(DocumentPlace, usize)> = Vec::new();
    for (number, group) in groups.into_iter().enumerate() {
        members.extend(group.into_iter().map(|place| (place, number)));
    }
    // In the order of files, so that each is gone through once.
    members.sort_unstable();
    let mut keys: Vec<(usize, u64, DocumentPlace)> = Vec::with_capacity(members.len());
    for (place, group) in members {
        match library.read(place) {
            Ok(volume) => keys.extend(volume.with(|document| (group, rule.key(document), place))),
            Err(error) => {
                failed.entry(place.file()).or_insert(error);
            }
        }
    }
    keys.sort_unstable();
    let mut pairs = Vec::new();
    for same in keys.chunk_by(|left, right| (left.0, left.1) == (right.0, right.1)) {
        if let [(_, _, kept), others @ ..] = same {
            pairs.extend(others.iter().map(|(_, _, other)| Pair { other: *other, kept: *kept, note: 0 }));
        }
    }
    pairs
}

/// Shows `rule` the pairs that it asked for, in the order of the documents that are reported.
fn compare(
    rule: (&dyn CorpusRule, &Values),
    mut pairs: Vec<Pair>,
    library: &mut Library<'_>,
    failed: &mut Failed,
    findings: &mut Vec<(DocumentPlace, Finding)>,
    outcome: &mut Outcome,
) {
    pairs.sort_unstable();
    pairs.dedup();
    let mut last: Option<Volume> = None;
    for Pair { other, kept, note } in pairs {
        // Many documents may be compared with one, which is read once then.
        let first = match last.take().filter(|volume| volume.place == kept).map_or_else(|| library.read(kept), Ok) {
            Ok(volume) => volume,
            Err(error) => {
                failed.entry(kept.file()).or_insert(error);
                continue;
            }
        };
        match library.read(other) {
            Ok(second) => compare_two(rule, &first, (&second, note), findings, outcome),
            Err(error) => {
                failed.entry(other.file()).or_insert(error);
            }
        }
        last = Some(first);
    }
}

fn compare_two(
    (rule, values): (&dyn CorpusRule, &Values),
    first: &Volume,
    (second, note): (&Volume, u64),
    findings: &mut Vec<(DocumentPlace, Finding)>,
    outcome: &mut Outcome,
) {
    let mut found = Vec::new();
    let allowed = first.with(|kept| {
        second.with(|other| {
            let kept = Member { place: first.place, document: kept, note: 0 };
            let member = Member { place: second.place, document: other, note };
            rule.compare(&kept, &member, &mut Report::with_values(&mut found, values));
            is_allowed(other, rule.meta())
        })
    });
    if allowed.flatten() == Some(true) {
        outcome.counts.allowed += found.len() as u64;
    } else {
        findings.extend(found.into_iter().map(|finding| (second.place, finding)));
    }
}
