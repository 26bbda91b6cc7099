//! Corpus rules: shown the merged facts, then the pairs of documents that they ask for.
//!
//! Pairs are gone through in batches, the pairs of a batch in parallel, and what is found in a batch is put away before
//! the next one: so neither the pairs nor the findings have to be in memory at once.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;

use super::accept::{Acceptance, Accepted};
use super::compared::{Compared, Failed, Judging, Reported};
use super::document_reader::{DocumentReader, FileIndex};
use super::excerpts::{Told, place};
use super::stars::Stars;
use super::{Failure, FileFindings, Gathered, Options, Survey};
use crate::config::{FileSettings, Settings};
use crate::diagnostic::{Finding, Severity};
use crate::facts::registered::Met;
use crate::facts::{DocumentPlace, Sorted, Sorter, Spill, Table};
use crate::registry::Wanted;
use crate::rule::{AnyRule, Candidate, CorpusReport, CorpusRule, Keyed, Member, Membership, Pair, Report, Values};
use crate::rules::{self, registered_document, registered_near_duplicate};
use crate::source::Source;

/// How many pairs are compared before what was found is put away.
const BATCH: usize = 1 << 12;

/// How many documents a thread reads at a time.
const PIECE: usize = 1 << 4;

/// What is needed to go back to documents.
pub(super) struct Run<'a> {
    pub(super) sources: &'a [Arc<Source>],
    pub(super) files: &'a [FileIndex],
    pub(super) settings: &'a Settings,
    pub(super) options: &'a Options,
    pub(super) acceptance: &'a Acceptance<'a>,
}

/// Looks up which documents the registry has met before, and puts that into the table.
pub(super) fn meet(table: &mut Table, run: &Run<'_>, survey: &mut Survey) {
    let Some(registry) = &run.options.registry else { return };
    let runs = |id: &str| rules::index_of(id).is_some_and(|number| run.settings.runs(number));
    let wanted = Wanted { themselves: runs(registered_document::ID), near: runs(registered_near_duplicate::ID) };
    match registry.meet(&table.entries, &table.sketches, wanted, &table.spill) {
        Ok(registered) => {
            survey.registered = registered.themselves;
            table.registered = registered;
        }
        Err(error) => {
            let source = Arc::new(Source::file(registry.path()));
            survey.failures.push(Failure { source, error: io::Error::other(error) });
        }
    }
}

/// Runs the corpus rules on merged facts, and puts their findings away. What is given back is what is to be known of
/// files without them.
pub(super) fn check(
    table: &Table,
    run: &Run<'_>,
    survey: &mut Survey,
    gathered: &mut Gathered<'_>,
) -> BTreeMap<usize, FileFindings> {
    let levels: Vec<FileSettings> = run.sources.iter().map(|source| run.settings.for_file(source.path())).collect();
    let reader = DocumentReader::new(run.sources, run.files, &run.options.spill.folder);
    let mut file_findings = BTreeMap::new();
    for (number, rule) in rules::ALL.iter().enumerate() {
        let AnyRule::Corpus(rule) = rule else { continue };
        if !run.settings.runs(number) {
            continue;
        }
        let severity = |place: DocumentPlace| levels.get(place.file())?.here(|| None).levels().get(number);
        let mut comparison = Comparison {
            rule: (number, *rule, run.settings.values(number)),
            severity: &severity,
            run,
            reader: &reader,
            gathered,
            file_findings: &mut file_findings,
            accepted: Accepted::default(),
            failed: Failed::new(),
            order: InOrder::new(run.options.most),
        };
        let result = comparison.check(table);
        let Comparison { accepted, failed, .. } = comparison;
        survey.counts.accepted.add(accepted);
        survey.failures.extend(result.err().map(|error| Failure::of_facts(&run.options.spill, &error)));
        for (file, error) in failed {
            let failure = run.sources.get(file).map(|source| Failure { source: Arc::clone(source), error });
            survey.failures.extend(failure);
        }
    }
    file_findings
}

/// The comparisons that one rule asks for.
struct Comparison<'a, 'g> {
    rule: (usize, &'static dyn CorpusRule, &'a Values),
    severity: &'a (dyn Fn(DocumentPlace) -> Option<Severity> + Sync),
    run: &'a Run<'a>,
    reader: &'a DocumentReader<'a>,
    gathered: &'a mut Gathered<'g>,
    file_findings: &'a mut BTreeMap<usize, FileFindings>,
    accepted: Accepted,
    failed: Failed,
    order: InOrder,
}

impl<'a> Comparison<'a, '_> {
    fn check(&mut self, table: &Table) -> io::Result<()> {
        let (number, rule, values) = self.rule;
        let mut report = CorpusReport::new(values.clone(), table.spill.clone());
        rule.check(table, &mut report)?;
        let CorpusReport { findings, mut pairs, groups, candidates, left_out, failed, met, .. } = report;
        failed.map_or(Ok(()), Err)?;
        self.read_again(findings);
        if let Some(wanted) = met {
            let wanted = |met: &io::Result<Met>| met.as_ref().map_or(true, |met| wanted(met.likeness));
            self.tell(table.registered.met.all()?.filter(wanted))?;
        }
        self.pairs_of(groups.sorted(), &mut pairs, &table.spill)?;
        self.compare(&pairs.sorted())?;
        let severity = self.severity;
        let judging = Judging { number, rule: rule.meta(), run: self.run };
        let stars = Stars { rule, values, left_out: &left_out, reader: self.reader, judging };
        let wanted = |candidate: &Candidate| severity(candidate.other.place).is_some();
        stars.find(candidates.sorted(), wanted, &table.spill, |compared| self.put_away(compared, false))
    }

    /// Shows the rule the documents that it has something to say of, as the registry has met them before.
    fn tell(&mut self, met: impl Iterator<Item = io::Result<Met>>) -> io::Result<()> {
        let (_, rule, values) = self.rule;
        let (judging, reader, severity) = (self.judging(), self.reader, self.severity);
        let tell = |met: &[Met]| {
            let mut compared = Compared::default();
            for met in met.iter().filter(|met| severity(met.place).is_some()) {
                match reader.read(met.place) {
                    Ok(document) => {
                        document.with(|document| {
                            let mut found = Vec::new();
                            rule.tell(document, met, &mut Report::with_values(&mut found, values));
                            compared.found(judging, found, &Member { place: met.place, document, note: 0 }, None);
                        });
                    }
                    Err(error) => compared.fail(met.place, error),
                }
            }
            compared
        };
        in_batches(met, |batch: &[Met]| {
            let compared: Vec<Compared> = batch.par_chunks(PIECE).map(tell).collect();
            let mut all = Compared::default();
            for compared in compared {
                all.merge(compared);
            }
            self.put_away(all, true);
            Ok(())
        })
    }

    fn judging(&self) -> Judging<'a> {
        let (number, rule, _) = self.rule;
        Judging { number, rule: rule.meta(), run: self.run }
    }

    /// Takes in what was found without looking at a document: it is read, since it says what is accepted of it.
    fn read_again(&mut self, findings: Vec<(DocumentPlace, Finding)>) {
        let mut compared = Compared::default();
        for (place, finding) in findings {
            match self.reader.read(place) {
                Ok(document) => {
                    let judging = self.judging();
                    document.with(|document| {
                        compared.found(judging, vec![finding], &Member { place, document, note: 0 }, None);
                    });
                }
                Err(error) => compared.fail(place, error),
            }
        }
        self.put_away(compared, false);
    }

    /// The pairs of documents with the same key, of each group: the first of them with each other one.
    fn pairs_of(&mut self, members: Sorted<Membership>, pairs: &mut Sorter<Pair>, spill: &Spill) -> io::Result<()> {
        let (_, rule, _) = self.rule;
        let reader = self.reader;
        let mut keyed: Sorter<Keyed> = Sorter::default();
        // Members are in the order of files, so that each is gone through once.
        in_batches(members.records(), |batch: &[Membership]| {
            let read = |piece: &[Membership]| {
                let mut failed = Compared::default();
                let mut keys = Vec::with_capacity(piece.len());
                for &Membership { place, group } in piece {
                    match reader.read(place) {
                        Ok(document) => {
                            let key = document.with(|document| rule.key(document));
                            keys.extend(key.map(|key| Keyed { group, key, place }));
                        }
                        Err(error) => failed.fail(place, error),
                    }
                }
                (keys, failed)
            };
            for (keys, failed) in batch.par_chunks(PIECE).map(read).collect::<Vec<_>>() {
                for key in keys {
                    keyed.push(key);
                }
                self.put_away(failed, false);
            }
            keyed.keep_within(spill)
        })?;
        drop(members);
        let mut first: Option<Keyed> = None;
        for keyed in keyed.sorted().records() {
            let keyed = keyed?;
            match first {
                Some(first) if (first.group, first.key) == (keyed.group, keyed.key) => {
                    pairs.push(Pair { other: keyed.place, kept: first.place, note: 0 });
                    pairs.keep_within(spill)?;
                }
                _ => first = Some(keyed),
            }
        }
        Ok(())
    }

    /// Shows the rule the pairs that it asked for, in the order of the documents that are reported.
    fn compare(&mut self, pairs: &Sorted<Pair>) -> io::Result<()> {
        let (_, rule, values) = self.rule;
        let (reader, severity, run) = (self.reader, self.severity, self.run);
        let (number, meta) = (self.rule.0, rule.meta());
        let judging = Judging { number, rule: meta, run };
        let mut earlier = None;
        let pairs = pairs.records().filter(|pair| match pair {
            // The same two may be asked for twice.
            Ok(pair) => earlier.replace(*pair) != Some(*pair) && severity(pair.other).is_some(),
            Err(_) => true,
        });
        let mut by_kept: Vec<Pair> = Vec::new();
        in_batches(pairs, |batch: &[Pair]| {
            // Any number of documents may be compared with one that is as long as all of them together. So those side by
            // side go to one thread, which reads it and looks through it once for all of them.
            by_kept.clear();
            by_kept.extend(batch);
            by_kept.sort_unstable_by_key(|pair| (pair.kept, pair.other));
            let compare = |pairs: &[Pair]| compare_piece((rule, values), pairs, reader, judging);
            let piece = batch.len().div_ceil(rayon::current_num_threads()).max(PIECE);
            let compared: Vec<Compared> = by_kept.par_chunks(piece).map(compare).collect();
            let all = compared.into_iter().fold(Compared::default(), |mut all, compared| {
                all.merge(compared);
                all
            });
            self.put_away(all, true);
            Ok(())
        })
    }

    /// Puts away what was found. Of a file, no more is kept than is shown: of all that comes `in_order`, else of what is
    /// put away at once.
    fn put_away(&mut self, compared: Compared, in_order: bool) {
        let Compared { mut findings, accepted, failed } = compared;
        self.accepted.add(accepted);
        for (file, error) in failed {
            self.failed.entry(file).or_insert(error);
        }
        if findings.is_empty() {
            return;
        }
        let (number, rule, _) = self.rule;
        findings.sort_by(|left, right| {
            let key = |it: &Reported| (it.document, it.finding.span);
            key(left).cmp(&key(right)).then_with(|| left.finding.message.cmp(&right.finding.message))
        });
        let severity = self.severity;
        let told =
            findings.into_iter().filter_map(|Reported { document, in_document, finding, fingerprint, left_over }| {
                let severity = severity(document)?;
                if left_over.is_some_and(|entry| self.run.acceptance.is_left_over(entry, &mut self.accepted)) {
                    return None;
                }
                let worst = FileFindings { worst: Some(severity), fix: None };
                self.file_findings.entry(document.file()).or_default().merge(worst);
                Some(Told { rule: (number, rule.meta()), severity, document, in_document, finding, fingerprint })
            });
        let told: Vec<Told> = told.collect();
        let mut order = InOrder::new(self.run.options.most);
        let order = if in_order { &mut self.order } else { &mut order };
        let batch = place(told, order, &mut self.failed, self.run, self.reader);
        self.gathered.take_in(batch);
    }
}

/// Which of the findings that come in order are kept.
pub(super) struct InOrder {
    most: Option<u64>,
    last: Option<DocumentPlace>,
    /// How many findings there are in the file, with the last document and before it.
    found: u64,
    before: u64,
}

impl InOrder {
    const fn new(most: Option<u64>) -> Self {
        Self { most, last: None, found: 0, before: 0 }
    }

    /// Whether the next finding, which is in `document`, is kept. All those of a document are, or none.
    pub(super) fn takes(&mut self, document: DocumentPlace) -> bool {
        let Some(most) = self.most else { return true };
        if self.last.is_none_or(|last| last.file() != document.file()) {
            (self.found, self.before) = (0, 0);
        } else if self.last != Some(document) {
            self.before = self.found;
        }
        self.last = Some(document);
        self.found += 1;
        self.before < most
    }
}

/// Does `work` with so many records at a time.
fn in_batches<R>(
    records: impl Iterator<Item = io::Result<R>>,
    mut work: impl FnMut(&[R]) -> io::Result<()>,
) -> io::Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    for record in records {
        batch.push(record?);
        if batch.len() == BATCH {
            work(&batch)?;
            batch.clear();
        }
    }
    if batch.is_empty() { Ok(()) } else { work(&batch) }
}

/// Compares the documents of some pairs. Of those side by side, many may have the document in common that is kept.
fn compare_piece(
    (rule, values): (&dyn CorpusRule, &Values),
    pairs: &[Pair],
    reader: &DocumentReader<'_>,
    judging: Judging<'_>,
) -> Compared {
    let mut compared = Compared::default();
    let compare = |kept: &Member<'_>, other: &Member<'_>, compared: &mut Compared| {
        let mut found = Vec::new();
        rule.compare(kept, other, &mut Report::with_values(&mut found, values));
        compared.found(judging, found, other, Some(kept));
    };
    for pairs in pairs.chunk_by(|left, right| left.kept == right.kept) {
        let Some(kept) = pairs.first().map(|pair| pair.kept) else { continue };
        let first = match reader.read_for_many(kept) {
            Ok(document) => document,
            Err(error) => {
                compared.fail(kept, error);
                continue;
            }
        };
        first.with(|document| {
            let first = Member { place: kept, document, note: 0 };
            for &Pair { other, note, .. } in pairs {
                if other == kept {
                    // A rule that wants to see one document again.
                    compare(&first, &Member { note, ..first }, &mut compared);
                    continue;
                }
                match reader.read(other) {
                    Ok(second) => {
                        second.with(|document| {
                            compare(&first, &Member { place: other, document, note }, &mut compared);
                        });
                    }
                    Err(error) => compared.fail(other, error),
                }
            }
        });
    }
    compared
}
