//! `duplicate-text`

use std::io;

use twox_hash::XxHash3_64;

use super::texts::{TEXTS, groups, have_one_id, name, same_bytes};
use crate::document::Document;
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};

declare_rule! {
    /// Flags documents with the same text as an earlier document of the corpus, byte for byte.
    ///
    /// ## Why
    ///
    /// A text that is there twice counts twice: in every statistic, and in what a model learns, which repeats such
    /// texts word for word. It also tells that something upstream delivers twice.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> 2024-05-01.txt
    /// The ferry leaves at nine.
    /// <<<FILE>>> 2024-05-02.txt
    /// The ferry leaves at nine.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> 2024-05-01.txt
    /// The ferry leaves at nine.
    /// ```
    ///
    /// ## Formula
    ///
    /// One finding for each document whose text has the same bytes as that of an earlier document of the run, in the
    /// order of files and places; white space at the ends does not count. Documents are found by a hash of their first
    /// 96 and last 48 letters and digits, then read again and compared in full, so that there are no chance hits.
    ///
    /// ## Exceptions
    ///
    /// A pair with the same id is reported by `duplicate-id`. Documents without a text are reported by
    /// `empty-document`. A document can exempt itself with `allow="duplicate-text"`.
    ///
    /// ## Fix safety
    ///
    /// No fix: which of the two is the right one is known to whoever delivered them.
    DuplicateText {
        id: "duplicate-text",
        category: Duplication,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for DuplicateText {
    fn facts(&self) -> Kinds {
        TEXTS
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        groups(table, report)
    }

    fn key(&self, document: &Document<'_>) -> u64 {
        // The same bytes as are compared: of texts that differ in them, one must not stand between two that do not.
        XxHash3_64::oneshot(document.content().trim_ascii())
    }

    fn compare(&self, kept: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        if !same_bytes(kept.document, other.document) || have_one_id(kept, other) {
            return;
        }
        report
            .finding(other.document.marker_span(), format!("this text is there already, in {}", name(kept)))
            .label("the same text again")
            .help("remove this document, or say `allow=\"duplicate-text\"` on its marker line; the first one is kept")
            .related_document(kept.place, kept.document.marker_span(), "first here");
    }
}
