//! Where rules report to.

use std::{fmt, io};

use super::declared::{self, Declared};
use super::requests::{Candidate, Membership, Pair, Rank};
use super::setting::{self, Setting, Values};
use crate::diagnostic::Finding;
use crate::facts::registered::Likeness;
use crate::facts::{DocumentPlace, Sorter, Spill};
use crate::span::Span;

/// Where a document rule reports to.
pub struct Report<'a> {
    findings: &'a mut Vec<Finding>,
    values: &'a Values,
    declared: &'a Declared,
    full: Option<Full<'a>>,
}

/// Takes findings away when there are many, so that those of a long document do not take more memory than it does.
type Full<'a> = &'a mut dyn FnMut(&mut Vec<Finding>);

impl fmt::Debug for Report<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Report").field("findings", &self.findings).finish_non_exhaustive()
    }
}

impl<'a> Report<'a> {
    /// A report that appends to `findings`, for a rule about which nothing is set.
    pub fn new(findings: &'a mut Vec<Finding>) -> Self {
        Self::with_values(findings, &setting::DEFAULTS)
    }

    /// A report that appends to `findings`, for a rule about which `values` are set.
    pub const fn with_values(findings: &'a mut Vec<Finding>, values: &'a Values) -> Self {
        Self { findings, values, declared: &declared::NOTHING, full: None }
    }

    /// The same where attributes are `declared`, and `full` takes the findings away whenever there are [`Self::MOST`] of
    /// them.
    pub(crate) fn with_overflow(
        findings: &'a mut Vec<Finding>,
        (values, declared): (&'a Values, &'a Declared),
        full: Full<'a>,
    ) -> Self {
        Self { findings, values, declared, full: Some(full) }
    }

    /// How many findings of a document are held at most, each about a kilobyte with its words and places. The usual
    /// document has none, and a bad one has a hundred.
    pub(crate) const MOST: usize = 1 << 12;

    /// The word that `setting` is set to. It has to be one of the settings that the rule declares.
    pub fn choice(&self, setting: &Setting) -> &'static str {
        self.values.word(setting)
    }

    /// What the project declares of the attributes of its documents.
    pub const fn declared(&self) -> &'a Declared {
        self.declared
    }

    /// Reports that something is wrong at `span`. The finding is given back so that a label, help or a fix can be added.
    ///
    /// `message` says what is wrong, begins in lower case and ends without a full stop.
    #[expect(clippy::indexing_slicing, reason = "the finding was pushed one line above")]
    pub fn finding(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        if self.findings.len() >= Self::MOST
            && let Some(full) = &mut self.full
        {
            full(self.findings);
        }
        self.findings.push(Finding::new(span, message));
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }
}

/// How many bytes of candidates are in memory at most, whatever there is of it: of a text that is there in many versions,
/// each takes a dozen candidates, and so many times the memory that is stated for a document.
const AT_HAND: usize = 1 << 22;

/// Where candidates go, which are more than memory is to hold sooner than facts.
pub(crate) fn at_hand(spill: &Spill) -> Spill {
    Spill { limit: spill.limit.min(AT_HAND), folder: spill.folder.clone() }
}

/// Where a corpus rule reports to.
#[derive(Debug)]
pub struct CorpusReport {
    /// Findings, each with the document that it is in.
    pub(crate) findings: Vec<(DocumentPlace, Finding)>,
    /// Pairs of documents to be compared.
    pub(crate) pairs: Sorter<Pair>,
    /// Documents that may have something in common.
    pub(crate) groups: Sorter<Membership>,
    /// How many groups there are.
    group_count: u64,
    /// Documents that may be alike.
    pub(crate) candidates: Sorter<Candidate>,
    /// The hashes of lines that are left out before texts are measured, sorted.
    pub(crate) left_out: Vec<u64>,
    /// Which documents that were met before are wanted.
    pub(crate) met: Option<fn(Likeness) -> bool>,
    /// What is set about the rule.
    pub(crate) values: Values,
    /// Where pairs and groups go when they are more than memory is to hold.
    spill: Spill,
    /// Why they could not go there.
    pub(crate) failed: Option<io::Error>,
}

impl CorpusReport {
    /// A report of a rule about which `values` are set.
    pub(crate) fn new(values: Values, spill: Spill) -> Self {
        Self {
            findings: Vec::new(),
            pairs: Sorter::default(),
            groups: Sorter::default(),
            group_count: 0,
            candidates: Sorter::default(),
            left_out: Vec::new(),
            met: None,
            values,
            spill,
            failed: None,
        }
    }

    /// The word that `setting` is set to. It has to be one of the settings that the rule declares.
    pub fn choice(&self, setting: &Setting) -> &'static str {
        self.values.word(setting)
    }

    /// Reports that something is wrong at `span` of the document at `place`.
    #[expect(clippy::indexing_slicing, reason = "the finding was pushed one line above")]
    pub fn finding(&mut self, place: DocumentPlace, span: Span, message: impl Into<String>) -> &mut Finding {
        self.findings.push((place, Finding::new(span, message)));
        let last = self.findings.len() - 1;
        &mut self.findings[last].1
    }

    /// Asks for the documents that an earlier one is like in this way, as the registry says, to be read again and shown
    /// to [`CorpusRule::tell`].
    ///
    /// [`CorpusRule::tell`]: super::CorpusRule::tell
    pub fn met(&mut self, wanted: fn(Likeness) -> bool) {
        self.met = Some(wanted);
    }

    /// Asks for documents to be read again, grouped by their [`CorpusRule::key`], and compared.
    ///
    /// [`CorpusRule::key`]: super::CorpusRule::key
    pub fn group(&mut self, documents: impl IntoIterator<Item = DocumentPlace>) {
        let group = self.group_count;
        self.group_count += 1;
        for place in documents {
            self.groups.push(Membership { place, group });
        }
        let result = self.groups.keep_within(&self.spill);
        self.failed = self.failed.take().or(result.err());
    }

    /// Asks for two documents to be read again, and to be reported by [`CorpusRule::describe`] if they are alike.
    ///
    /// Each document is reported at most once: with the best document to keep of those that it is like and that are not
    /// reported themselves. So documents that are alike make a star and not a chain, whose ends may have nothing in common.
    ///
    /// [`CorpusRule::describe`]: super::CorpusRule::describe
    pub fn may_be_alike(&mut self, one: Rank, another: Rank) {
        self.candidates.push(Candidate { other: one.max(another), kept: one.min(another) });
        // The same two may be asked for time and again.
        let result = self.candidates.keep_distinct_within(&at_hand(&self.spill));
        self.failed = self.failed.take().or(result.err());
    }

    /// Says which lines are left out before texts are measured, by their hashes.
    pub fn leave_out(&mut self, mut lines: Vec<u64>) {
        lines.sort_unstable();
        lines.dedup();
        self.left_out = lines;
    }

    /// Asks for two documents to be read again and compared: the one that is to be kept, and the other one.
    pub fn pair(&mut self, kept: DocumentPlace, other: DocumentPlace) {
        self.pair_with(kept, other, 0);
    }

    /// The same, with a `note` for [`CorpusRule::compare`]: what facts say of the two.
    ///
    /// [`CorpusRule::compare`]: super::CorpusRule::compare
    pub fn pair_with(&mut self, kept: DocumentPlace, other: DocumentPlace, note: u64) {
        self.pairs.push(Pair { other, kept, note });
        let result = self.pairs.keep_within(&self.spill);
        self.failed = self.failed.take().or(result.err());
    }
}
