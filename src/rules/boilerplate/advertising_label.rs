//! `advertising-label`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that is a label of advertising, or says that links
    /// are paid for.
    ///
    /// ## Why
    ///
    /// A label of advertising is read as a sentence of the article, and extractors leave it in thousands of
    /// documents. "Advertisement" marks the place of something that is gone, and is no part of the text.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Advertisement
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
    /// One of the first three or last five lines that are not blank is a known label ("Anzeige", "Publicité"), or
    /// begins as a notice of paid links ("As an Amazon Associate"). Lines are compared without case, without
    /// bullets, arrows and numbers in front and signs behind, with phrases of all of its languages; of those but
    /// Dutch, English, French, German, Italian, Portuguese and Spanish, one counts only where the document is in
    /// that language, or in none that is known.
    ///
    /// Before such a notice, one of a list of words may say what it is, with a colon or a stop ("Disclosure: this post
    /// contains affiliate links"), in a line of at most 320 bytes.
    ///
    /// Or one of the last five lines is at most 160 bytes long and holds two words that identify it together, wherever
    /// they stand in it, both in one language: "affiliate" and "links".
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found, unless it ends in a stop.
    /// All of them are one finding. A line above a paragraph (80 bytes or more that end in a stop, a question mark, an
    /// exclamation mark or a colon) heads it, and does not belong to it.
    ///
    /// ## Exceptions
    ///
    /// Advertising without a label is not found.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    AdvertisingLabel {
        id: "advertising-label",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for AdvertisingLabel {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "belongs to the page, not to the text", help: None, removes: true };
        report_blocks(document, Topic::Advertising, wording, report);
    }
}
