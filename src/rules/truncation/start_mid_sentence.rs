//! `start-mid-sentence`

use crate::document::Document;
use crate::lang::has_capital_nouns;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags documents that begin in the middle of a sentence.
    ///
    /// ## Why
    ///
    /// The beginning of the text is missing: the program that took it from its page left out a first paragraph or a
    /// large initial, or the text is the second half of one that was cut in two.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// and that is why the council voted last night to rebuild the old bridge.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The river has risen, and that is why the council voted last night to rebuild the old bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// The first line that is not blank has at least eight words and ends in `.`, `!` or `…`. It begins with a word of
    /// lower-case letters only, or with `,`, `;` or `)`. It does not end in a question mark; but in German, none of its
    /// second to fifth word begins with a capital, as behind the name of a section; and none of the next five lines
    /// begins with a lower-case letter.
    ///
    /// ## Exceptions
    ///
    /// Some people write without capitals, and some poems begin so: therefore this is information. Names such as
    /// `iPhone` and addresses are left alone, as is a word with an apostrophe ("'t was", "d'Artagnan").
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    StartMidSentence {
        id: "start-mid-sentence",
        category: Truncation,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// A line of fewer words may be a title or a label.
const FEWEST_WORDS: usize = 8;

/// The most words of the name of a section before the first sentence.
const LONGEST_KICKER: usize = 4;

/// How many of the next lines are looked at for the habit of writing without capitals.
const LINES_COMPARED: usize = 5;

impl DocumentRule for StartMidSentence {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(line) = document.head(1).next() else { return };
        let Some(text) = document.str(line.span) else { return };
        let start = text.len() - text.trim_start().len();
        let text = text.trim();
        // Nearly every document begins with a capital, and is done here.
        let Some(length) = cut_start(text) else { return };
        let is_prose = text.ends_with(['.', '!', '\u{2026}'])
            && text.split_whitespace().take(FEWEST_WORDS).count() == FEWEST_WORDS;
        if is_prose && !is_kicker(document, text) && !is_habit(document) {
            let start = line.span.start + start;
            report
                .finding(Span::new(start, start + length), "the text begins in the middle of a sentence")
                .label("something came before")
                .help("compare the beginning with its source");
        }
    }
}

/// Whether the name of a section in lower case stands before the sentence.
fn is_kicker(document: &Document<'_>, text: &str) -> bool {
    let has_capital_nouns = document.language().is_some_and(has_capital_nouns);
    let mut words = text.split_whitespace().skip(1).take(LONGEST_KICKER);
    !has_capital_nouns && words.any(|word| word.starts_with(char::is_uppercase))
}

/// Whether other lines begin in lower case as well: some people write so.
fn is_habit(document: &Document<'_>) -> bool {
    let mut lines = document.head(LINES_COMPARED + 1).skip(1).filter_map(|line| document.str(line.span));
    lines.any(|line| line.trim_start().starts_with(char::is_lowercase))
}

/// The length of what a text begins with, if nothing begins so.
fn cut_start(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    if matches!(first, ',' | ';' | ')') {
        return Some(1);
    }
    if !first.is_lowercase() {
        return None;
    }
    let word = text.split(char::is_whitespace).next()?;
    let word = word.trim_end_matches(',');
    word.chars().all(char::is_lowercase).then_some(word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_lower_case_begins_nothing() {
        assert_eq!(cut_start("and so on"), Some(3));
        assert_eq!(cut_start(", and so on"), Some(1));
        for start in ["And so", "iPhone sales", "d'Artagnan", "example.org is", "42 people", "«et alors»", ""] {
            assert_eq!(cut_start(start), None, "{start}");
        }
    }
}
