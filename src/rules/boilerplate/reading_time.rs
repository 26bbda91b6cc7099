//! `reading-time`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_DATA, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that says how long it takes to read.
    ///
    /// ## Why
    ///
    /// A reading time is counted by a program of the page, and says nothing that the text does not say itself.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// 3 min read
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
    /// One of the first three or last five lines that are not blank is short and begins with a known phrase, with or
    /// without a number in front ("Temps de lecture : 3 min", "3 min read"), and says how many minutes: it has a number
    /// and a word that begins with "min", or a number with an apostrophe (`'`, `’` or `′`) behind it. Lines are
    /// compared without case, without bullets, arrows and numbers in front and signs behind, with phrases of every
    /// language that has data, whatever the language of the document.
    ///
    /// ## Exceptions
    ///
    /// A bare "3 min" is left alone: it may be a step of a recipe. So is "Lectura: Juan 3, 16", which has no minutes. A
    /// line that has a date as well is for `leading-dateline`.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the line, on the word of a list of phrases.
    ReadingTime {
        id: "reading-time",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for ReadingTime {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "counted by the page, not written by the author", help: None, removes: true };
        report_blocks(document, Topic::ReadingTime, wording, report);
    }
}
