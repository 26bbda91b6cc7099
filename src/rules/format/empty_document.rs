//! `empty-document`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags documents without text: a marker line with nothing but blank lines after it.
    ///
    /// ## Why
    ///
    /// An empty document counts in every statistic and teaches nothing; most often a download failed, or a filter took
    /// everything.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// <<<FILE>>> b
    /// Some text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> b
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// Every line after the marker line consists of white space only (Unicode `White_Space`, and U+FEFF), or there is
    /// no such line.
    ///
    /// ## Exceptions
    ///
    /// None known.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether the document is to be dropped or its text to be found is for a person to say.
    EmptyDocument {
        id: "empty-document",
        category: Format,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for EmptyDocument {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if document.head(1).next().is_none() {
            report
                .finding(document.marker_span(), "document without text")
                .label("nothing follows this line")
                .help("remove the document, or find out what became of its text");
        }
    }
}
