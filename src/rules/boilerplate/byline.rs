//! `byline`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::lang::{LANGUAGES_WITH_DATA, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that says who wrote it.
    ///
    /// ## Why
    ///
    /// The name of the author is information about the text. On the marker line, as `author`, every program can use
    /// it.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Written by: Ann Miller
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the first three or last five lines that are not blank begins with a known label and a colon
    /// ("Autor:", "Written by:"), or is short and begins as a byline of an office ("Von unserer Redaktion"). Lines
    /// are compared without case, without bullets, arrows and numbers in front and signs behind, with phrases of
    /// every language that has data, whatever the language of the document.
    ///
    /// ## Exceptions
    ///
    /// A name alone is not found: it may be a heading, or the signature of a letter.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether information about the text is wanted in it is for the owner of the corpus to say.
    Byline {
        id: "byline",
        category: Boilerplate,
        severity: Info,
        fix: None,
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for Byline {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "information about the text", help: None, removes: false };
        report_blocks(document, Topic::Byline, wording, report);
    }
}
