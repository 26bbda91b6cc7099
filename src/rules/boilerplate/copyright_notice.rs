//! `copyright-notice`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that says who has the rights, or what they forbid.
    ///
    /// ## Why
    ///
    /// A notice of rights belongs to the page and is the same below all articles. Where rights matter, they belong
    /// on the marker line, as `license`, where programs can use them.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// © 2024 Valley Gazette. All rights reserved.
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
    /// One of the first three or last five lines that are not blank begins with `©` and has a year, is a known
    /// notice ("Alle Rechte vorbehalten"), or begins as one. Lines are compared without case, without bullets,
    /// arrows and numbers in front and signs behind, with phrases of all of its languages; of those but Dutch,
    /// English, French, German, Italian, Portuguese and Spanish, one counts only where the document is in that
    /// language, or in none that is known.
    ///
    /// Or one of the last five lines is at most 320 bytes long and holds two words that identify it together, wherever
    /// they stand in it, both in one language: "rights" and "reserved". A line of more than 160 bytes that quotes four
    /// words or more is left alone.
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found. All of them are one
    /// finding.
    ///
    /// ## Exceptions
    ///
    /// A line that goes on behind the phrase, up to a full stop, with what that is ("is", "has", and no word such
    /// as "you", "our" or "this" behind it) or with who said it ("it said") is a sentence about such notices, and
    /// is left alone.
    ///
    /// A heading that texts have as often as pages ("Learn more", "Kontakt", "Vidéo") is left alone above a paragraph: a
    /// line of 80 bytes or more that ends in a full stop, an exclamation mark, a question mark or a colon.
    ///
    /// A phrase with a number before it, as items of a list have ("1. Copyright owner"), or a colon behind it is no
    /// notice. Where four lines or more between the first and the last ones have the word "copyright", the text is about
    /// that, and a line with that word is only found if it has a year, `©`, or the word "reserved".
    ///
    /// `© Ann Miller` without a year is the credit of a picture; see `credit-line`.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    CopyrightNotice {
        id: "copyright-notice",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for CopyrightNotice {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "said by the publisher, not by the author", help: None, removes: true };
        report_blocks(document, Topic::Copyright, wording, report);
    }
}
