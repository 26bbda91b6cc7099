//! `share-prompt`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that is a button or a prompt to share, to follow or
    /// to print.
    ///
    /// ## Why
    ///
    /// Buttons have words, and extractors take them for text. "Share on Facebook" stands on every page and says
    /// nothing of the article.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Share this article
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
    /// One of the first three or last five lines that are not blank is a known button ("Partager", the name of a
    /// network), or begins as a prompt ("Follow us on"). Lines are compared without case, without bullets, arrows
    /// and numbers in front and signs behind, with phrases of all of its languages; of those but Dutch, English,
    /// French, German, Italian, Portuguese and Spanish, one counts only where the document is in that language, or
    /// in none that is known.
    ///
    /// Or a few words of one short list ("Share", "Artikel teilen"), in the language of the document or in English, stand
    /// behind the last sentence, on its line, which has 80 bytes or more before them, and no stop stands behind them. Only
    /// they are reported, and not the line. A word of one or two letters before the stop is taken for an abbreviation, but
    /// for words that sentences of that language end in ("es", "it") and for capitals ("EU").
    ///
    /// Or one of the last five lines is at most 320 bytes long and holds two words that identify it together, wherever
    /// they stand in it, both in one language: "Instagram" and "follow us".
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found, unless it ends in a stop.
    /// All of them are one finding. A line above a paragraph (80 bytes or more that end in a stop, a question mark, an
    /// exclamation mark or a colon) that is not the last one heads that, and does not belong to the prompt.
    ///
    /// ## Exceptions
    ///
    /// A sentence about networks is text: "Share on Facebook has gone the way of the guest book." So two words do
    /// not tell a line of seven words or more that ends in a full stop, asks for nothing, and has no word with
    /// which pages speak to their readers or of themselves ("you", "our", "this"); and nothing is found in a line
    /// that goes on behind the phrase, up to a full stop, with what that is ("is", "has", and no such word behind
    /// it) or with who said it ("it said"). The first line is a title where a paragraph right below it says what it
    /// is in its first 120 bytes.
    ///
    /// The name of a network alone on the first line is left alone, and so is one between two paragraphs: it may be the
    /// title, or that of a section. So is one word with an exclamation mark ("Teilen!"), one word at the end of a poem
    /// (five lines or more, none of more than 60 bytes, two of which end in a comma or begin with a small letter), and
    /// what stands in a list at the end below a line that ends in a word such as "Set list".
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    SharePrompt {
        id: "share-prompt",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for SharePrompt {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "belongs to the page, not to the text", help: None, removes: true };
        report_blocks(document, Topic::Share, wording, report);
    }
}
