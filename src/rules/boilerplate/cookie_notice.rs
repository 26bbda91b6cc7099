//! `cookie-notice`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that asks for consent, or speaks of the cookies of
    /// the page.
    ///
    /// ## Why
    ///
    /// A notice about cookies makes millions of articles begin in the same words, which belong to none of them: the
    /// law makes every page ask.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// We use cookies to give you the best experience on our website.
    /// The council voted to rebuild the old bridge.
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
    /// One of the first three or last five lines that are not blank is a known button ("Accept all"), or begins as
    /// such a notice does ("Nous et nos partenaires"). Lines are compared without case, without bullets, arrows and
    /// numbers in front and signs behind, with phrases of all of its languages; of those but Dutch, English,
    /// French, German, Italian, Portuguese and Spanish, one counts only where the document is in that language, or
    /// in none that is known.
    ///
    /// Or one of the last five lines is at most 160 bytes long and holds two words that identify it together, wherever
    /// they stand in it, both in one language: "cookies" and "website".
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found. All of them are one
    /// finding.
    ///
    /// ## Exceptions
    ///
    /// A sentence about cookies is text: "Its website does not use cookies, the company said." So two words do not
    /// tell a line of seven words or more that ends in a full stop, asks for nothing, and has no word with which
    /// pages speak to their readers or of themselves ("you", "our", "this"), or that goes on behind a comma with
    /// who said it ("it said"). The first line is a title where a paragraph right below it says what it is in its
    /// first 120 bytes.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    CookieNotice {
        id: "cookie-notice",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for CookieNotice {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "belongs to the page, not to the text", help: None, removes: true };
        report_blocks(document, Topic::Cookie, wording, report);
    }
}
