//! `cut-mid-sentence`

use crate::document::Document;
use crate::ending::{Open, Sign};
use crate::lang::LANGUAGES_WITH_DATA;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags documents that end in the middle of a sentence, in a way in which no complete text ends.
    ///
    /// ## Why
    ///
    /// The rest of the document is lost, and a model that reads it learns to stop in the middle. Downloads break
    /// off, fields have a size, and previews stop after so many characters.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted last night to rebuild the old bridge over the river, although most of the
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted last night to rebuild the old bridge over the river, although most of the money is missing.
    /// ```
    ///
    /// ## Formula
    ///
    /// The last line that is not blank has at least twelve words and does not begin with a bullet, a number and a stop,
    /// or `|`. It ends
    ///
    /// - in a word in lower case that no sentence ends in, in the language of the document ("of the"); or
    /// - in one comma, after at least five words since the last stop, and with at most one comma for every four words of
    ///   the line; or
    /// - in an opening bracket or quotation mark with a blank before it; or
    /// - inside of a round bracket that was opened in the last sentence; or
    /// - in a hyphen directly after letters, where the last word is letters and hyphens only.
    ///
    /// ## Exceptions
    ///
    /// A document without a full stop at its end is not reported for that: a third of all good pages end in a signature,
    /// a link or a list. Titles, signatures, addresses and verse are short lines, and are left alone. A cut between two
    /// sentences, or after an ordinary word, cannot be seen here. A bracket that begins with a small letter behind a
    /// sentence is a stage direction that was not closed if the document has three more behind sentences or at the start
    /// of lines, or if two of the nine lines above have at most three words and are in capitals or end in a full stop or
    /// a colon, as the names of speakers do. A hyphen behind Hangul, or in a line with a word that begins with one,
    /// closes what stands between two.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    CutMidSentence {
        id: "cut-mid-sentence",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for CutMidSentence {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some((start, Sign::Open(open))), Some(ending)) = (document.sign(), document.ending()) else { return };
        let label = match open {
            Open::Comma => "a comma, and nothing after it",
            Open::HalfWord => "half of a word, and nothing after it",
            Open::Opening => "opened, and never closed",
            Open::Bracket => "a bracket is open",
            Open::FunctionWord => "no sentence ends in this word",
        };
        report
            .finding(Span::new(ending.span.start + start, ending.span.end), "the text ends in the middle of a sentence")
            .label(label)
            .help("fetch the whole text, or drop the document");
    }
}
