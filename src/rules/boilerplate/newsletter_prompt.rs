//! `newsletter-prompt`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that offers a newsletter, a channel or an app.
    ///
    /// ## Why
    ///
    /// A model that reads newsletter prompts learns to advertise: one stands below every article of a publisher,
    /// and is not part of any.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Sign up for our newsletter
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
    /// One of the first three or last five lines that are not blank is a known prompt, or begins as one ("Sign up
    /// for", "Recevez chaque"). Lines are compared without case, without bullets, arrows and numbers in front and
    /// signs behind, with phrases of all of its languages; of those but Dutch, English, French, German, Italian,
    /// Portuguese and Spanish, one counts only where the document is in that language, or in none that is known.
    ///
    /// Or one of the last five lines is at most 320 bytes long and holds two words that identify it together, wherever
    /// they stand in it, both in one language: "newsletter" and "subscribe".
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found, unless it ends in a stop.
    /// All of them are one finding. Below a sentence, a line above a paragraph (80 bytes or more that end in a stop,
    /// a question mark, an exclamation mark or a colon) that is not the last one heads that, and does not belong to the
    /// prompt.
    ///
    /// ## Exceptions
    ///
    /// A sentence about newsletters is text: "The newsletter of the council has 800 readers who subscribe to it."
    /// So two words do not tell a line of seven words or more that ends in a full stop, asks for nothing, and has
    /// no word with which pages speak to their readers or of themselves ("you", "our", "this"); and nothing is
    /// found in a line that goes on behind the phrase, up to a full stop, with what that is ("is", "has", and no
    /// such word behind it) or with who said it ("it said"). The first line is a title where a paragraph right
    /// below it says what it is in its first 120 bytes.
    ///
    /// What stands before the field of a form
    /// ("E-Mail", "First name") is left alone where no other line of a page stands at most two lines from it, and a line
    /// that ends in a comma is the end of a letter ("Stay in touch,").
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    NewsletterPrompt {
        id: "newsletter-prompt",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for NewsletterPrompt {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "said by the publisher, not by the author", help: None, removes: true };
        report_blocks(document, Topic::Newsletter, wording, report);
    }
}
