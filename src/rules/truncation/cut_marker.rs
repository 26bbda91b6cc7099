//! `cut-marker`

use crate::document::Document;
use crate::ending::Sign;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags documents that end in a count of what was cut off: "[+2829 chars]".
    ///
    /// ## Why
    ///
    /// The document is only the first few hundred characters of a text: interfaces that sell news give so much for
    /// nothing, and say at the end how much is missing.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted last night to rebuild the old bridge, although most of the mon… [+2829 chars]
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted last night to rebuild the old bridge, although most of the money is missing.
    /// ```
    ///
    /// ## Formula
    ///
    /// The last line that is not blank ends in `[+`, a number, and ` chars]` or ` characters]`.
    ///
    /// ## Exceptions
    ///
    /// An article about such an interface may quote the marker, but hardly at its end.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    CutMarker {
        id: "cut-marker",
        category: Truncation,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for CutMarker {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if let (Some((start, Sign::Count)), Some(ending)) = (document.sign(), document.ending()) {
            report
                .finding(
                    Span::new(ending.span.start + start, ending.span.end),
                    "the text ends in a count of what was cut off",
                )
                .label("so much is missing")
                .help("fetch the whole text, or drop the document");
        }
    }
}
