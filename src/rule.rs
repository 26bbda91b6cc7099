//! What a rule is: its metadata, what it looks at, and how it reports.

mod asked;
mod setting;

use std::{fmt, io};

use serde::{Deserialize, Serialize};

pub(crate) use asked::{Candidate, Keyed, Membership, Pair};
pub use setting::{Kind, Setting, SettingValue, Values};

use crate::diagnostic::{Finding, Severity};
use crate::document::Document;
use crate::facts::overlap::Overlap;
use crate::facts::registered::Met;
use crate::facts::{DocumentPlace, Kinds, Sorter, Spill, Table};
use crate::fix::Applicability;
use crate::span::Span;
use crate::syntax::Value;

/// What a rule is about. Categories group rules and select them; they are not part of a rule's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// The corpus format: markers, ids, attributes, lines.
    Format,
    /// Which document is which.
    Identity,
    /// Bytes and characters.
    Encoding,
    /// The same text twice.
    Duplication,
    /// Texts that were cut.
    Truncation,
    /// What stands around an article and is not the article.
    Boilerplate,
    /// Quotation marks, spaces and hyphens.
    Typography,
    /// Which language a text is in.
    Language,
    /// Texts that are no texts.
    Quality,
    /// What should not be passed on.
    Privacy,
}

impl Category {
    /// All categories, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Format,
        Self::Identity,
        Self::Encoding,
        Self::Duplication,
        Self::Truncation,
        Self::Boilerplate,
        Self::Typography,
        Self::Language,
        Self::Quality,
        Self::Privacy,
    ];

    /// The name, as it is written in configuration and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Identity => "identity",
            Self::Encoding => "encoding",
            Self::Duplication => "duplication",
            Self::Truncation => "truncation",
            Self::Boilerplate => "boilerplate",
            Self::Typography => "typography",
            Self::Language => "language",
            Self::Quality => "quality",
            Self::Privacy => "privacy",
        }
    }

    /// Whether a document may exempt itself from rules of this category, with its `allow` attribute. What a drop says
    /// of itself cannot lift the rules that decide whether it can be read at all.
    pub const fn can_be_allowed(self) -> bool {
        !matches!(self, Self::Format | Self::Identity | Self::Encoding)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a document rule is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Documents only: what begins with a `<<<FILE>>>` line.
    Documents,
    /// Also what stands outside of documents: the preamble, the `<<<CORPUS>>>` and `<<<END>>>` lines and what follows
    /// them.
    Sections,
    /// Also files of which nothing can be read, because they are binary or in another encoding.
    Files,
}

/// What is known of a rule without running it.
#[derive(Debug)]
pub struct RuleMeta {
    /// The id: kebab-case, stable, never reused.
    pub id: &'static str,
    /// What it is about.
    pub category: Category,
    /// How bad its findings are, where the configuration says nothing else.
    pub severity: Severity,
    /// The strongest promise that its fixes make; none if it has no fixes.
    pub fix: Option<Applicability>,
    /// The languages it speaks for, as codes of ISO 639. Empty for a rule that does not ask for the language.
    pub languages: &'static [&'static str],
    /// The version that brought it.
    pub since: &'static str,
    /// Whether it runs where nobody has selected anything. What is a matter of taste or of purpose does not.
    pub default: bool,
    /// What it is shown. Of no meaning for a corpus rule.
    pub scope: Scope,
    /// Its documentation, in Markdown: the doc comment of its type.
    pub doc: &'static str,
    /// The file of its source.
    pub file: &'static str,
    /// What can be set about it.
    pub settings: &'static [Setting],
}

impl RuleMeta {
    /// The first paragraph of the documentation on one line: what the rule flags.
    pub fn summary(&self) -> String {
        let lines = self.doc.lines().map(str::trim).take_while(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(" ")
    }

    /// What can be set about the rule, as a part of a configuration file; nothing where nothing can.
    pub fn configuration(&self) -> Option<String> {
        let line = |setting: &Setting| match setting.kind {
            Kind::Choice(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                let default = words.first().cloned().unwrap_or_default();
                format!("# {}: {}.\n{} = {default}\n", setting.about, words.join(" or "), setting.key)
            }
        };
        let lines: String = self.settings.iter().map(line).collect();
        (!lines.is_empty()).then(|| format!("[rules.{}]\n{lines}", self.id))
    }

    /// The text of the section of the documentation with this heading, if there is one.
    pub fn section(&self, heading: &str) -> Option<String> {
        let mut lines = self.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.find(|line| line.strip_prefix("## ") == Some(heading))?;
        let text: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
        Some(text.join("\n").trim().to_owned())
    }
}

impl PartialEq for RuleMeta {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for RuleMeta {}

/// What every rule has.
pub trait Rule: Sync {
    /// What is known of the rule without running it.
    fn meta(&self) -> &'static RuleMeta;
}

/// A rule that looks at one document.
///
/// It is stateless, cannot fail, does no I/O, does not know its own severity, and sees no other rule.
pub trait DocumentRule: Rule {
    /// Looks at `document` and reports.
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>);
}

/// A rule that compares documents, or files with what they state. It never sees the corpus, only the facts that documents have told, and of those the
/// pairs of documents that it asks for.
pub trait CorpusRule: Rule {
    /// The kinds of facts that it reads.
    fn facts(&self) -> Kinds;

    /// Looks at what all documents have told, and reports, or asks for pairs of documents. It fails only where facts
    /// that were written to disk cannot be read back.
    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()>;

    /// What documents of a group that [`Self::check`] asked for have in common, if they have it: of those with the same
    /// key, the first is compared with each other one.
    fn key(&self, _document: &Document<'_>) -> u64 {
        0
    }

    /// Looks at two documents that [`Self::check`] asked for, read again. What is reported is in the `other` one.
    ///
    /// Facts are hashes and sketches; here it is verified that what they say is so.
    fn compare(&self, _kept: &Member<'_>, _other: &Member<'_>, _report: &mut Report<'_>) {}

    /// Looks at a document that [`Self::check`] asked for, and reports what it has in common with an earlier one.
    fn tell(&self, _document: &Document<'_>, _met: &Met, _report: &mut Report<'_>) {}

    /// Whether two documents that [`Self::check`] said may be alike are so, by the shingles of their texts, counted
    /// again.
    fn is_alike(&self, _overlap: &Overlap) -> bool {
        false
    }

    /// Reports the `other` of two documents that are alike.
    fn describe(&self, _kept: &Member<'_>, _other: &Member<'_>, _alike: &Alike<'_>, _report: &mut Report<'_>) {}
}

/// How two documents are alike.
#[derive(Clone, Copy, Debug)]
pub struct Alike<'a> {
    /// How many shingles they have in common.
    pub overlap: Overlap,
    /// The hashes of lines that were left out before they were counted, sorted.
    pub left_out: &'a [u64],
}

/// A document among those that may be alike: the less, the better it is to keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// What its size lacks to the largest there is: the longest document is the best to keep.
    pub lacks: u16,
    /// Where it stands: of documents of one size, the first is the best to keep.
    pub place: DocumentPlace,
}

/// A document of a pair.
#[derive(Debug)]
pub struct Member<'a> {
    /// Where it stands.
    pub place: DocumentPlace,
    /// What it is.
    pub document: &'a Document<'a>,
    /// Of the other document of a pair: the note that [`CorpusReport::pair_with`] was given, or else 0.
    pub note: u64,
}

impl<'a> Member<'a> {
    /// The id as it stands in the marker line.
    pub fn id(&self) -> Option<&'a Value> {
        self.document.marker()?.id.as_ref()
    }
}

/// A rule of either kind, as the registry lists it.
#[derive(Clone, Copy)]
pub enum AnyRule {
    /// A rule that looks at one document.
    Document(&'static dyn DocumentRule),
    /// A rule that compares documents.
    Corpus(&'static dyn CorpusRule),
    /// A rule about what the others said, under whose id the run itself reports. No rule sees another one; the run sees
    /// all of them.
    Run(&'static dyn Rule),
}

impl AnyRule {
    /// What is known of the rule without running it.
    pub fn meta(&self) -> &'static RuleMeta {
        match self {
            Self::Document(rule) => rule.meta(),
            Self::Corpus(rule) => rule.meta(),
            Self::Run(rule) => rule.meta(),
        }
    }
}

impl fmt::Debug for AnyRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.meta().id)
    }
}

/// Where a document rule reports to.
pub struct Report<'a> {
    findings: &'a mut Vec<Finding>,
    values: &'a Values,
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
        Self { findings, values, full: None }
    }

    /// The same, where `full` takes the findings away whenever there are [`Self::MOST`].
    pub(crate) fn with_overflow(findings: &'a mut Vec<Finding>, values: &'a Values, full: Full<'a>) -> Self {
        Self { findings, values, full: Some(full) }
    }

    /// How many findings of a document are held at most. The usual document has none, and a bad one has a hundred.
    pub(crate) const MOST: usize = 1 << 16;

    /// The word that `setting` is, which has to be one of the settings that the rule declares.
    pub fn choice(&self, setting: &Setting) -> &'static str {
        self.values.word(setting)
    }

    /// Reports that something is wrong at `span`. What is given back can be told more: a label, help, a fix.
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

/// Where a corpus rule reports to.
#[derive(Debug, Default)]
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
    pub(crate) candidates: Vec<Candidate>,
    /// How many candidates were left when those that were asked for twice were last put together.
    pub(crate) distinct: usize,
    /// The hashes of lines that are left out before texts are measured, sorted.
    pub(crate) left_out: Vec<u64>,
    /// Documents that were met before.
    pub(crate) met: Vec<Met>,
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
        Self { values, spill, ..Self::default() }
    }

    /// The word that `setting` is, which has to be one of the settings that the rule declares.
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

    /// Asks for a document to be read again that the registry has met before, and to be shown to [`CorpusRule::tell`].
    pub fn met(&mut self, met: &Met) {
        self.met.push(met.clone());
    }

    /// Asks for documents to be read again, put together by their [`CorpusRule::key`], and compared.
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
    /// Each document is reported once at most, with the best one to keep that it is like and that is not reported
    /// itself: so documents that are alike make a star, and not a chain, of which the ends may have nothing in common.
    pub fn may_be_alike(&mut self, one: Rank, another: Rank) {
        // The same two may be asked for time and again; they take room only until there are twice as many.
        if self.candidates.len() > 2 * self.distinct + (1 << 16) {
            self.candidates.sort_unstable();
            self.candidates.dedup();
            self.distinct = self.candidates.len();
        }
        self.candidates.push(Candidate { other: one.max(another), kept: one.min(another) });
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
    pub fn pair_with(&mut self, kept: DocumentPlace, other: DocumentPlace, note: u64) {
        self.pairs.push(Pair { other, kept, note });
        let result = self.pairs.keep_within(&self.spill);
        self.failed = self.failed.take().or(result.err());
    }
}

/// Declares a rule: a unit struct whose doc comment is the rule's documentation, and its metadata.
///
/// A rule without a doc comment does not compile. What the comment has to contain is checked by a test over all
/// rules; `CONTRIBUTING.md` has the template. A rule runs by default, unless a line `default: false` stands before its
/// scope.
macro_rules! declare_rule {
    (
        $(#[doc = $doc:literal])+
        $name:ident {
            id: $id:literal,
            category: $category:ident,
            severity: $severity:ident,
            fix: $fix:expr,
            languages: $languages:expr,
            since: $since:literal,
            $(default: $default:literal,)?
            scope: $scope:ident,
            $(settings: [$($setting:expr),+ $(,)?],)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub(crate) struct $name;

        impl $crate::rule::Rule for $name {
            fn meta(&self) -> &'static $crate::rule::RuleMeta {
                static META: $crate::rule::RuleMeta = $crate::rule::RuleMeta {
                    id: $id,
                    category: $crate::rule::Category::$category,
                    severity: $crate::diagnostic::Severity::$severity,
                    fix: $fix,
                    languages: $languages,
                    since: $since,
                    default: $crate::rule::declare_rule!(@default $($default)?),
                    scope: $crate::rule::Scope::$scope,
                    doc: concat!($($doc, "\n"),+),
                    file: file!(),
                    settings: &[$($($setting),+)?],
                };
                &META
            }
        }
    };
    (@default) => { true };
    (@default $default:literal) => { $default };
    ($name:ident { id: $id:literal, $($rest:tt)* }) => {
        compile_error!(concat!(
            "the rule `", $id, "` has no documentation: write a doc comment inside of `declare_rule!`, above its name",
        ));
    };
}

pub(crate) use declare_rule;
