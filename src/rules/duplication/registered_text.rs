//! `registered-text`

use std::io;

use crate::document::Document;
use crate::facts::registered::{Likeness, Met};
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Report, declare_rule};
use crate::rules::registered::{ENTRIES, accepted, name};

declare_rule! {
    /// Flags documents with the same text as a document that was accepted earlier under another id.
    ///
    /// ## Why
    ///
    /// A text that comes in two drops counts twice, as one that is twice in a drop does, and nobody who looks at one drop
    /// alone can see it.
    ///
    /// ## Example
    ///
    /// Accepted earlier, and kept in a registry:
    ///
    /// ```corpus,accepted
    /// <<<FILE>>> 2024-05-01.txt
    /// The ferry leaves at nine.
    /// ```
    ///
    /// ```corpus,bad
    /// <<<FILE>>> 2024-06-01.txt
    /// The ferry leaves at nine.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> 2024-06-01.txt
    /// The old bridge stays closed until spring.
    /// ```
    ///
    /// ## Formula
    ///
    /// Compared are the documents of the run with those of the registry that `--registry` names; without one the rule is
    /// silent. Two texts are the same if their SHA-256 is, without white space at their ends: all 256 bits are kept and
    /// compared, so that there are no chance hits and nobody can make one. Of several earlier documents the first one is
    /// named.
    ///
    /// ## Exceptions
    ///
    /// A document that is there as it is, with the same id, is not reported. Documents without a text are reported by
    /// `empty-document`. A document can exempt itself with `allow="registered-text"`.
    ///
    /// ## Fix safety
    ///
    /// No fix: which of the two is the right one is known to whoever delivered them.
    RegisteredText {
        id: "registered-text",
        category: Duplication,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for RegisteredText {
    fn facts(&self) -> Kinds {
        ENTRIES
    }

    fn check(&self, _table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        report.met(|likeness| likeness == Likeness::Text);
        Ok(())
    }

    fn tell(&self, document: &Document<'_>, met: &Met, report: &mut Report<'_>) {
        report
            .finding(document.marker_span(), format!("this text was accepted earlier, as {}", name(met)))
            .label(accepted(met))
            .help("remove this document, or say `allow=\"registered-text\"` on its marker line");
    }
}
