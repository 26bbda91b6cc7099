//! `duplicate-wording`

use std::io;

use twox_hash::XxHash3_64;

use super::texts::{TEXTS, groups, have_one_id, name, same_bytes, text};
use crate::document::Document;
use crate::facts::wording::wording;
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};

declare_rule! {
    /// Flags documents with the same letters and digits as an earlier document, in the same order.
    ///
    /// ## Why
    ///
    /// A text that is there twice counts twice, and removing exact copies does not find it: one agency text is set with
    /// other quotation marks, other spaces or a headline in capitals by each paper that prints it.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> morning.txt
    /// "The ferry leaves at nine."
    /// <<<FILE>>> evening.txt
    /// \xE2\x80\x9CThe ferry leaves at nine.\xE2\x80\x9D
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> morning.txt
    /// "The ferry leaves at nine."
    /// ```
    ///
    /// ## Formula
    ///
    /// One finding for each document whose letters and digits, in lower case and in NFC, with nothing between them, are
    /// those of an earlier document of the run. Digits count, so that two results or two weather reports are not one
    /// text. Documents are found by a hash of their first 96 and last 48 letters and digits, then read again and
    /// compared in full.
    ///
    /// ## Exceptions
    ///
    /// A pair with the same bytes is reported by `duplicate-text`, one with the same id by `duplicate-id`. Accents make
    /// another wording. A document can exempt itself with `allow="duplicate-wording"`.
    ///
    /// ## Fix safety
    ///
    /// No fix: which of the two is the right one is known to whoever delivered them.
    DuplicateWording {
        id: "duplicate-wording",
        category: Duplication,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for DuplicateWording {
    fn facts(&self) -> Kinds {
        TEXTS
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        groups(table, report)
    }

    fn key(&self, document: &Document<'_>) -> u64 {
        XxHash3_64::oneshot(wording(&text(document)).as_bytes())
    }

    fn compare(&self, kept: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        if same_bytes(kept.document, other.document) || have_one_id(kept, other) {
            return;
        }
        let worded = wording(&text(kept.document));
        // Without a letter there is no wording, and nothing to be the same.
        if worded.is_empty() || worded != wording(&text(other.document)) {
            return;
        }
        let message = format!("this text differs from that of {} only in case, punctuation or space", name(kept));
        report
            .finding(other.document.marker_span(), message)
            .label("the same words again")
            .help("keep the better one of the two; the one that comes first in the corpus is taken for the original")
            .related_document(kept.place, kept.document.marker_span(), "first here");
    }
}
