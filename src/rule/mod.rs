//! What a rule is: its metadata, what it looks at, and how it reports.

mod declared;
mod meta;
mod pattern;
mod report;
mod requests;
mod setting;

use std::{fmt, io};

pub use declared::{Declaration, Declared, Format};
pub use meta::{Category, RuleMeta, Scope};
pub use pattern::{NoPattern, Pattern};
pub(crate) use report::at_hand;
pub use report::{CorpusReport, Report};
pub use requests::Rank;
pub(crate) use requests::{Candidate, Keyed, Membership, Pair};
pub use setting::{Kind, Setting, SettingValue, Values};

use crate::document::Document;
use crate::facts::overlap::Overlap;
use crate::facts::registered::Met;
use crate::facts::{DocumentPlace, Kinds, Table};
use crate::syntax::Value;

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

/// A rule that compares documents, or files with what they state. It never sees the corpus, only the facts that
/// documents have told, and of those the pairs of documents that it asks for.
pub trait CorpusRule: Rule {
    /// The kinds of facts that it reads.
    fn facts(&self) -> Kinds;

    /// Looks at what all documents have told, and reports, or asks for pairs of documents. It fails only where facts
    /// that were written to disk cannot be read back.
    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()>;

    /// The key of a document of a group that [`Self::check`] asked for. Of the documents of a group that have the same
    /// key, the first is compared with each of the others.
    fn key(&self, _document: &Document<'_>) -> u64 {
        0
    }

    /// Looks at two documents that [`Self::check`] asked for, read again. What is reported is in the `other` one.
    ///
    /// Facts are hashes and sketches; here it is verified that what they say is so.
    fn compare(&self, _kept: &Member<'_>, _other: &Member<'_>, _report: &mut Report<'_>) {}

    /// Looks at a document that [`Self::check`] asked for, and reports what it has in common with an earlier one.
    fn tell(&self, _document: &Document<'_>, _met: &Met, _report: &mut Report<'_>) {}

    /// Whether two documents that may be alike, as [`Self::check`] said, are alike, now that the shingles of their texts
    /// have been counted.
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

/// Declares a rule: a unit struct whose doc comment is the rule's documentation, and its metadata.
///
/// A rule without a doc comment does not compile. What the comment has to contain is checked by a test over all
/// rules; `CONTRIBUTING.md` says what each part is for. A rule runs by default, unless a line `default: false` stands
/// before its scope.
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
