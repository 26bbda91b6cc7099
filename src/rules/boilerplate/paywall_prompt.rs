//! `paywall-prompt`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that says that something is for subscribers.
    ///
    /// ## Why
    ///
    /// Where a page asks to subscribe or to log in, the rest of the article is often missing. The line itself is
    /// the publisher's, and is no part of the text.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// This article is for subscribers only
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
    /// One of the first three or last five lines that are not blank is a known notice ("Déjà abonné ?"), or begins
    /// as one ("To continue reading"). Lines are compared without case, without bullets, arrows and numbers in
    /// front and signs behind, with phrases of all of its languages; of those but Dutch, English, French, German,
    /// Italian, Portuguese and Spanish, one counts only where the document is in that language, or in none that is
    /// known.
    ///
    /// A short question and a button behind it are found by the button: "Already a member? Log in". The button may be
    /// that of a newsletter, of comments, of sharing or of a menu; then it is a finding of the rule for those.
    ///
    /// Or one of the last five lines is at most 160 bytes long and holds two words that identify it together, wherever
    /// they stand in it, both in one language: "subscribers" and "continue reading".
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found. All of them are one
    /// finding.
    ///
    /// ## Exceptions
    ///
    /// A sentence about subscriptions is text: "A third of its subscribers have full access." So two words do not
    /// tell a line of seven words or more that ends in a full stop, asks for nothing, and has no word with which
    /// pages speak to their readers or of themselves ("you", "our", "this"); and nothing is found in a line that
    /// goes on behind the phrase, up to a full stop, with what that is ("is", "has", and no such word behind it) or
    /// with who said it ("it said"). The first line is a title where a paragraph right below it says what it is in
    /// its first 120 bytes.
    ///
    /// Whether the text was cut at that place is not known from such a line; see `cut-mid-sentence`.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    PaywallPrompt {
        id: "paywall-prompt",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for PaywallPrompt {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording {
            label: "the rest may be missing",
            help: Some("fetch the whole text, or remove the line"),
            removes: true,
        };
        report_blocks(document, Topic::Paywall, wording, report);
    }
}
