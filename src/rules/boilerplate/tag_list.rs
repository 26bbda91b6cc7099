//! `tag-list`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that lists tags or categories.
    ///
    /// ## Why
    ///
    /// A list of tags is a row of words without a sentence, and was made of links to lists of other articles.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Tags: bridge, council, river
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
    /// One of the first three or last five lines that are not blank is a known heading ("Schlagwörter"), begins
    /// with one and a colon, or is short and begins with a known phrase ("Filed under"). Lines are compared without
    /// case, without bullets, arrows and numbers in front and signs behind, with phrases of all of its languages;
    /// of those but Dutch, English, French, German, Italian, Portuguese and Spanish, one counts only where the
    /// document is in that language, or in none that is known.
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found. All of them are one
    /// finding.
    ///
    /// ## Exceptions
    ///
    /// Rows of tags without a heading are not found. One of the first lines that stands right below a paragraph of more
    /// than 300 bytes has the keywords of a paper below its abstract, and is left alone.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    TagList {
        id: "tag-list",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for TagList {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "belongs to the page, not to the text", help: None, removes: true };
        report_blocks(document, Topic::Tags, wording, report);
    }
}
