//! `duplicate-id`

use std::io;

use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags an id that more than one document has, in one file or in several.
    ///
    /// ## Why
    ///
    /// Whoever looks up an id that two documents have gets either of them, and a registry overwrites the first with the
    /// second. Counts no longer agree. The finding says whether the texts are the same too: then a document was
    /// delivered twice; otherwise two documents claim one name.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> report
    /// The first text.
    /// <<<FILE>>> report
    /// Another text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> report-1
    /// The first text.
    /// <<<FILE>>> report-2
    /// Another text.
    /// ```
    ///
    /// ## Formula
    ///
    /// The decoded ids of two documents are the same bytes. One finding for each document but the first, in the order
    /// of file names and then of places; it points at the first. Texts are compared by XXH3 with 128 bits over the
    /// text that is meant, without its last line ending.
    ///
    /// ## Exceptions
    ///
    /// Ids are unique in what is checked together. Files that are never used together are checked in runs of their
    /// own.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which of the documents is to be kept, or renamed, is for a person to say.
    DuplicateId {
        id: "duplicate-id",
        category: Identity,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for DuplicateId {
    fn facts(&self) -> Kinds {
        Kinds { ids: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        table.ids.groups(
            |record| (record.folded, record.exact),
            |same| {
                let [first, others @ ..] = same else { return };
                for other in others {
                    report.pair(first.place, other.place);
                }
            },
        )
    }

    fn compare(&self, kept: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        let Some((first, second)) = kept.id().zip(other.id()).filter(|(first, second)| first.bytes == second.bytes)
        else {
            return;
        };
        let (what, help) = if kept.document.content() == other.document.content() {
            ("with the same text", "remove one of the two: the document was delivered twice")
        } else {
            ("with another text", "give one of the two another id: they are different documents")
        };
        report
            .finding(second.span, format!("the id `{}` is used twice, {what}", shown(&second.bytes)))
            .label("used again here")
            .help(help)
            .related_document(kept.place, first.span, "first used here");
    }
}
