//! `cut-mid-sentence`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::ends::{cannot_end, last};
use crate::span::Span;

declare_rule! {
    /// Flags documents that end in the middle of a sentence, in a way in which no complete text ends.
    ///
    /// ## Why
    ///
    /// Downloads break off, fields have a size, and previews stop after so many characters. The rest of such a
    /// document is lost, and a model that reads it learns to stop in the middle.
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
    /// - in a comma, after at least five words since the last stop, and with at most one comma for every four words of
    ///   the line; or
    /// - in an opening bracket or quotation mark with a blank before it; or
    /// - inside of a round bracket that was opened in the last sentence; or
    /// - in a hyphen directly after letters, where the last word is letters and hyphens only.
    ///
    /// ## Exceptions
    ///
    /// A document without a full stop at its end is not reported for that: a third of all good pages end in a
    /// signature, a link or a list. Titles, signatures, addresses and verse are short lines, and are left alone. A cut
    /// between two sentences, or after an ordinary word, cannot be seen here.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    CutMidSentence {
        id: "cut-mid-sentence",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: &["de", "en", "es", "fr", "it", "nl", "pt"],
        since: "0.1.0",
        scope: Documents,
    }
}

/// A line of fewer words may be a title, a signature or verse.
const FEWEST_WORDS: usize = 12;

/// Fewer words before a comma at the end are a greeting: "Yours very truly,".
const FEWEST_WORDS_OF_CLAUSE: usize = 5;

/// More commas than one for so many words are a list.
const WORDS_PER_COMMA: usize = 4;

impl DocumentRule for CutMidSentence {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some((line, text)) = last(document) else { return };
        let text = text.trim_end();
        // Nearly every document ends in a stop, and is done here.
        let Some(end) = text.chars().next_back().filter(|end| could_be_cut(*end)) else { return };
        if !is_prose(text) {
            return;
        }
        let label = match end {
            ',' if is_open_clause(text) => "a comma, and nothing after it",
            '-' if is_half_word(text) => "half of a word, and nothing after it",
            _ if is_opening(end) && is_apart(text, end) => "opened, and never closed",
            _ if is_in_bracket(text) => "a bracket is open",
            _ if cannot_end(text, document) => "no sentence ends in this word",
            _ => return,
        };
        let start =
            text.rfind(char::is_whitespace).map_or(0, |blank| blank + text.get(blank..).map_or(0, first_length));
        let span = Span::new(line.span.start + start, line.span.start + text.len());
        report
            .finding(span, "the text ends in the middle of a sentence")
            .label(label)
            .help("fetch the whole text, or drop the document");
    }
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

fn could_be_cut(end: char) -> bool {
    end.is_alphabetic() || matches!(end, ',' | '-' | '\'' | '\u{2019}') || is_opening(end)
}

/// Marks that open something, if a blank stands before them. Those that close in other languages are left out.
const fn is_opening(mark: char) -> bool {
    matches!(mark, '(' | '[' | '{' | '\u{AB}' | '\u{201E}')
}

fn is_apart(text: &str, end: char) -> bool {
    text.strip_suffix(end).is_some_and(|before| before.ends_with(' '))
}

/// Whether the last sentence of a line has a bracket that was opened and not closed. Smileys open nothing.
fn is_in_bracket(line: &str) -> bool {
    let Some((before, inside)) = line.rsplit_once('(') else { return false };
    before.ends_with(char::is_whitespace) && !inside.is_empty() && !inside.contains([')', '.', '!', '?'])
}

/// Whether a line is long enough, and not an item of a list.
fn is_prose(line: &str) -> bool {
    let line = line.trim_start();
    let after_number = line.trim_start_matches(|character: char| character.is_ascii_digit());
    let is_item = line.starts_with(['-', '*', '\u{2022}', '\u{B7}', '\u{2013}', '|', '#', '>', '+'])
        || (after_number.len() < line.len() && after_number.starts_with(['.', ')', ':']));
    !is_item && line.split_whitespace().take(FEWEST_WORDS).count() == FEWEST_WORDS
}

/// Whether the comma at the end of a line is in the middle of a sentence.
fn is_open_clause(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let commas = line.matches(',').count();
    let clause = line.rsplit(['.', '!', '?', ':', ';', '\u{2026}']).next().unwrap_or(line);
    commas * WORDS_PER_COMMA <= words
        && clause.split_whitespace().take(FEWEST_WORDS_OF_CLAUSE).count() == FEWEST_WORDS_OF_CLAUSE
}

/// Whether the last word of a line breaks off at a hyphen.
fn is_half_word(line: &str) -> bool {
    let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.strip_suffix('-').unwrap_or_default();
    word.chars().next_back().is_some_and(char::is_alphabetic)
        && word.chars().all(|character| character.is_alphabetic() || character == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_greeting_and_a_list_are_no_open_clause() {
        assert!(is_open_clause("The council voted last night to rebuild the bridge, and the mayor said so,"));
        assert!(!is_open_clause("Please send me the plans of the bridge before Monday if you can. Many thanks,"));
        assert!(!is_open_clause(
            "bridges, rivers, floods, councils, mayors, money, plans, stone, wood, iron, rope, sand,"
        ));
    }

    #[test]
    fn half_a_word_is_letters_and_a_hyphen() {
        assert!(is_half_word("the north-") && is_half_word("das Bundes-"));
        assert!(!is_half_word("see a/b-") && !is_half_word("a -") && !is_half_word("1-"));
    }

    #[test]
    fn items_and_short_lines_are_no_prose() {
        let words = "one two three four five six seven eight nine ten eleven twelve";
        assert!(is_prose(words));
        assert!(!is_prose(&format!("- {words}")) && !is_prose(&format!("3. {words}")) && !is_prose("one two"));
    }
}
