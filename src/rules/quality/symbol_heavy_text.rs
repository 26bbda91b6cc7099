//! `symbol-heavy-text`

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::words::words;
use crate::span::Span;

declare_rule! {
    /// Flags documents with more than one hash sign or ellipsis for every ten words.
    ///
    /// ## Why
    ///
    /// A document of hash signs or ellipses is a list of tags, of teasers that were all cut, or a chat, and no text of
    /// sentences.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// #bridge #river #town #news #spring #work #closed #ferry #mayor the old bridge is closed until the end of May
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The old bridge is closed until the end of May.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least 10 words, and more than a tenth as many of `#`, or of `…` and `...`, as words. After Rae et al.,
    /// "Scaling Language Models: Methods, Analysis & Insights from Training Gopher" (2021), table A1. A word is what
    /// stands between white space, or two characters of a script that is written without spaces. Two ellipses side by
    /// side are one, as Chinese writes it.
    ///
    /// ## Exceptions
    ///
    /// Dialogues in novels have many ellipses, and programs hash signs; so the rule runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is wrong with the text is for its editor to say.
    SymbolHeavyText {
        id: "symbol-heavy-text",
        category: Quality,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// Fewer words are not judged.
const FEWEST: usize = 10;

/// One sign for so many words is too much.
const WORDS: usize = 10;

impl DocumentRule for SymbolHeavyText {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(text) = document.str(document.body()) else { return };
        let words: usize = words(text).map(|(_, count)| count).sum();
        let hashes = text.matches('#').count();
        let ellipses =
            text.matches('\u{2026}').count() + text.matches("...").count() - text.matches("\u{2026}\u{2026}").count();
        let most = hashes.max(ellipses);
        if words < FEWEST || most * WORDS <= words {
            return;
        }
        let line = document.head(1).next().map_or_else(|| Span::empty(document.body().start), |line| line.span);
        let what = if hashes > ellipses { "hash sign" } else { "ellipsis mark" };
        report
            .finding(line, format!("{} in {}", counted(most, what), counted(words, "word")))
            .label("the document begins here")
            .help("look whether this is a text, or a list of tags or teasers");
    }
}
