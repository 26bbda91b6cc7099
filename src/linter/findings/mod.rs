//! Findings put away: in order, in bounded memory, and on disk what is more.
//!
//! Findings come from blocks in any order, and are wanted in the order of file, place and rule. So they are made small
//! (`code`), sorted as facts are (`pile`), and become diagnostics again one by one when reports are written. What no
//! report shows is counted and not kept (`limit`).

mod code;
mod limit;
mod number;
mod pile;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

pub(super) use code::Origins;
use code::{Decoded, Decoder, Omitted};
pub(super) use limit::{Kept, Limits};
use number::Numbers;
use pile::{Pile, Sorted};

use super::counts::FindingCounts;
use super::document_reader::FileIndex;
use crate::diagnostic::{Diagnostic, Fingerprint};
use crate::facts::{DocumentPlace, Sorter, Spill};
use crate::rule::RuleMeta;
use crate::source::Source;

/// How much memory findings take at most before they go to disk, in bytes. More would not be quicker: each is written
/// once, and read once.
const MOST: usize = 16 << 20;

/// How many bytes the findings of a block take before they are given away.
const LARGE: usize = 1 << 20;

/// The least share of what is spilled to disk that findings have of memory.
const SHARE: usize = 4;

/// The findings of a part of a run, made small.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pile: Pile,
    /// What was counted of them, and of those that are not kept.
    pub(super) counts: FindingCounts,
    /// The documents that have findings.
    documents: Sorter<DocumentPlace>,
    /// The document whose id came last: its file, and where it begins.
    named: Option<(usize, u64)>,
}

impl Batch {
    /// Takes in a finding. Those of a document had better come in a row, since its id is kept once for them.
    pub(super) fn push(&mut self, diagnostic: &Diagnostic, origins: Origins<'_>) {
        let document = (origins.file, origins.document);
        if let Some(id) = diagnostic.document.as_deref().filter(|_| self.named != Some(document)) {
            self.named = Some(document);
            self.pile.push(|out| code::encode_id(origins.file, origins.document, id, out));
        }
        self.pile.push(|out| code::encode(diagnostic, origins, out));
    }

    /// Says that findings of a rule in a file are not kept.
    pub(super) fn omit(&mut self, file: usize, rule: usize, count: u64) {
        self.pile.push(|out| code::encode_omitted(file, Omitted { rule, count }, out));
    }

    /// Whether there are so many that they should not wait for the end of their block.
    pub(super) const fn is_large(&self) -> bool {
        self.pile.used() > LARGE
    }

    /// Says that a document has findings. Of one that stands where it has no place, nothing else can be found but what
    /// is found now.
    pub(super) fn has_findings(&mut self, document: Option<DocumentPlace>) {
        match document {
            Some(place) => self.documents.push(place),
            None => self.counts.documents += 1,
        }
    }
}

/// Gathers the findings of a run.
#[derive(Debug, Default)]
pub(super) struct Sink {
    pile: Pile,
    counts: FindingCounts,
    documents: Sorter<DocumentPlace>,
}

impl Sink {
    /// Takes in a batch. In which order batches come makes no difference.
    pub(super) fn take_in(&mut self, batch: Batch, spill: &Spill) -> io::Result<()> {
        let most = (spill.limit / SHARE).min(MOST);
        // Before it grows, since what there is room for takes memory also where nothing is.
        if self.pile.used() + batch.pile.used() > most {
            self.pile.spill(&spill.folder)?;
        }
        self.pile.append(&batch.pile);
        if self.pile.used() > most {
            self.pile.spill(&spill.folder)?;
        }
        self.counts.merge(batch.counts);
        self.documents.merge(batch.documents);
        if self.documents.memory() > most {
            self.documents.spill(&spill.folder)?;
        }
        Ok(())
    }

    /// Puts the findings in order. `numbered` says that they bring fingerprints, and those that have one in common are
    /// to be told apart.
    pub(super) fn settle(
        self,
        (sources, files): (Vec<Arc<Source>>, Vec<FileIndex>),
        numbered: bool,
        spill: &Spill,
    ) -> io::Result<Findings> {
        let mut counts = self.counts;
        let mut last = None;
        for document in self.documents.sorted().records() {
            let document = document?;
            counts.documents += u64::from(last.replace(document) != Some(document));
        }
        let sorted = self.pile.sorted();
        let mut findings = Findings { counts, sorted, sources, files, ..Findings::default() };
        if numbered {
            findings.numbers = Some(Numbers::of(&findings, spill)?);
        }
        Ok(findings)
    }
}

/// What is read back of the findings of a run, one after another.
#[derive(Debug)]
pub enum Item {
    /// A finding.
    Finding(Box<Diagnostic>),
    /// More findings of a rule in a file, which were counted and not kept. They come behind those that were.
    Omitted {
        /// The file.
        source: Arc<Source>,
        /// The rule.
        rule: &'static RuleMeta,
        /// How many.
        count: u64,
    },
}

/// The findings of a run, in the order of file, place, rule and message.
#[derive(Debug, Default)]
pub struct Findings {
    counts: FindingCounts,
    /// Those that were in memory already.
    listed: Vec<Diagnostic>,
    /// Those that were put away.
    sorted: Sorted,
    sources: Vec<Arc<Source>>,
    files: Vec<FileIndex>,
    numbers: Option<Numbers>,
    /// Of each item, a bit that says whether it is left out. None if all are there.
    left_out: Vec<u64>,
}

impl Findings {
    /// What was counted of all of them.
    pub const fn counts(&self) -> &FindingCounts {
        &self.counts
    }

    /// Shows `each` all of them, until it says that it has seen enough by giving false. It fails where what was put on
    /// disk cannot be read back.
    pub fn each(&self, mut each: impl FnMut(Item) -> bool) -> io::Result<()> {
        let mut number = 0;
        let mut is_there = || {
            let there = !bit(&self.left_out, number);
            number += 1;
            there
        };
        for diagnostic in &self.listed {
            if is_there() && !each(Item::Finding(Box::new(diagnostic.clone()))) {
                return Ok(());
            }
        }
        let mut decoder = Decoder::new(&self.sources, &self.files);
        let mut records = self.sorted.records()?;
        let mut numbers = self.numbers.as_ref().map(Numbers::read);
        while let Some(record) = records.next()? {
            let item = match decoder.decode(record)? {
                Decoded::Id => continue,
                Decoded::Omitted { source, rule, count } => Item::Omitted { source, rule, count },
                Decoded::Finding(mut diagnostic) => {
                    if let Some(numbers) = &mut numbers {
                        diagnostic.occurrence = numbers.next()?;
                    }
                    Item::Finding(diagnostic)
                }
            };
            if is_there() && !each(item) {
                break;
            }
        }
        Ok(())
    }

    /// Leaves those that `keep` does not want out of what is shown and counted. That costs a bit for each. Nothing may
    /// have been left out before, be it here or by the limits of the run.
    pub fn retain(&mut self, mut keep: impl FnMut(&Diagnostic) -> bool) -> io::Result<()> {
        let mut left_out = Vec::new();
        let mut number = 0_usize;
        let mut counts = FindingCounts::default();
        let mut last = None;
        self.each(|item| {
            let kept = match item {
                Item::Omitted { .. } => true,
                Item::Finding(diagnostic) if keep(&diagnostic) => {
                    counts.count(
                        diagnostic.rule,
                        diagnostic.severity,
                        diagnostic.fix.as_ref().map(|fix| fix.applicability),
                    );
                    // Findings come in the order of places, and so those of a document come in a row.
                    let marker_line = diagnostic.place.start.line.saturating_sub(diagnostic.document_line);
                    let document = Some((Arc::as_ptr(&diagnostic.source), marker_line));
                    if diagnostic.in_document && last != document {
                        last = document;
                        counts.documents += 1;
                    }
                    true
                }
                Item::Finding(_) => false,
            };
            if number.is_multiple_of(BITS) {
                left_out.push(0);
            }
            if let Some(word) = left_out.last_mut().filter(|_| !kept) {
                *word |= 1 << (number % BITS);
            }
            number += 1;
            true
        })?;
        self.left_out = left_out;
        self.counts = counts;
        Ok(())
    }

    /// All findings that were kept, at once. For those who know that they are few.
    pub fn all(&self) -> io::Result<Vec<Diagnostic>> {
        let mut all = Vec::new();
        self.each(|item| {
            if let Item::Finding(diagnostic) = item {
                all.push(*diagnostic);
            }
            true
        })?;
        Ok(all)
    }
}

/// How many bits a word of the list of those left out has.
const BITS: usize = u64::BITS as usize;

fn bit(words: &[u64], number: usize) -> bool {
    words.get(number / BITS).is_some_and(|word| word >> (number % BITS) & 1 == 1)
}

impl From<Vec<Diagnostic>> for Findings {
    /// Findings that are in memory already, in the order of files.
    fn from(mut listed: Vec<Diagnostic>) -> Self {
        let mut counts = FindingCounts::default();
        // A document is where its marker line is; ids may be missing, or be used twice.
        let mut documents = BTreeSet::new();
        let mut numbers: BTreeMap<Fingerprint, u32> = BTreeMap::new();
        for diagnostic in &mut listed {
            counts.count(diagnostic.rule, diagnostic.severity, diagnostic.fix.as_ref().map(|fix| fix.applicability));
            if diagnostic.in_document {
                let marker_line = diagnostic.place.start.line.saturating_sub(diagnostic.document_line);
                documents.insert((diagnostic.source.path().to_owned(), marker_line));
            }
            if let Some(fingerprint) = diagnostic.fingerprint {
                let number = numbers.entry(fingerprint).or_default();
                *number = number.saturating_add(1);
                diagnostic.occurrence = *number;
            }
        }
        counts.documents = documents.len() as u64;
        Self { counts, listed, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::linter::{Options, Progress, survey};

    #[test]
    fn each_finding_has_the_id_of_its_document() {
        let long = "i".repeat(3_000);
        // Documents without an id and without a text, ids that are used twice, and what is found at the end of one
        // document, which is the start of the next.
        let heads = ["a", "", &long, "b", "a", &long];
        let texts = ["", "A line.  \n", "Two \u{7}\u{7} bells.\n", "The same.\nThe same.\n"];
        let documents = heads.iter().cycle().zip(texts.iter().cycle()).take(120);
        let documents: Vec<String> = documents.map(|(id, text)| format!("<<<FILE>>> {id}\n{text}")).collect();
        let text = format!("before\n{}<<<END>>> files=3\n", documents.concat());
        let lines: Vec<&str> = text.lines().collect();
        let source = [Source::memory("x.corpus", text.as_bytes())];
        let in_memory = Options::new(Spill::for_tests());
        let mut on_disk = Options { block_size: 1, ..Options::new(Spill::for_tests()) };
        on_disk.spill.limit = 100;
        for options in [in_memory, on_disk] {
            let found = survey(&source, &Settings::default(), &options, &Progress::default()).findings.all().unwrap();
            assert!(found.iter().any(|it| it.rule.id == "duplicate-id"), "corpus rules are among them");
            for diagnostic in found {
                let head = usize::try_from(diagnostic.place.start.line - diagnostic.document_line).unwrap();
                let line = head.checked_sub(1).map_or("", |index| lines[index]);
                let id = line.strip_prefix("<<<FILE>>> ").filter(|id| !id.is_empty());
                assert_eq!(diagnostic.document.as_deref(), id, "{} {:?}", diagnostic.rule.id, diagnostic.place);
            }
        }
    }

    #[test]
    fn an_id_is_kept_once_for_all_findings_of_its_document() {
        let text = format!("<<<FILE>>> {}\n{}\n", "i".repeat(50_000), "a\u{7}b\n".repeat(2_000));
        let source = [Source::memory("x.corpus", text.as_bytes())];
        let found =
            survey(&source, &Settings::default(), &Options::new(Spill::for_tests()), &Progress::default()).findings;
        assert!(found.counts().by_rule().map(|row| row.count).sum::<u64>() >= 2_000);
        let mut ids = BTreeSet::new();
        found
            .each(|item| {
                if let Item::Finding(diagnostic) = item {
                    ids.extend(diagnostic.document.as_ref().map(|id| Arc::as_ptr(id).addr()));
                }
                true
            })
            .unwrap();
        assert_eq!(ids.len(), 1);
        let mut records = found.sorted.records().unwrap();
        let mut bytes = 0;
        while let Some(record) = records.next().unwrap() {
            bytes += record.len();
        }
        assert!(bytes < 2_000_000, "{bytes}");
    }

    #[test]
    fn what_is_left_out_is_neither_shown_nor_counted() {
        let text = b"<<<file>>> a\nA line.  \n<<<FILE>>> b\nAnother\0line.\n<<<file>>> c\nThe third.\n";
        let source = Source::memory("x.corpus", text.as_slice());
        let mut survey =
            survey(&[source], &Settings::default(), &Options::new(Spill::for_tests()), &Progress::default());
        let all = survey.findings.all().unwrap();
        assert!(all.len() > 3, "{all:?}");
        survey.findings.retain(|diagnostic| diagnostic.rule.id == "marker-case").unwrap();
        let left = survey.findings.all().unwrap();
        assert_eq!(left.iter().map(|diagnostic| diagnostic.rule.id).collect::<Vec<_>>(), ["marker-case"; 2]);
        let counts = survey.findings.counts();
        assert_eq!((counts.documents(), counts.by_rule().map(|row| row.count).sum::<u64>()), (2, 2));
    }
}
