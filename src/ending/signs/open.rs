//! A sentence at the end of a text that cannot be over.

use super::Open;
use crate::ending::Context;
use crate::ending::function_words::cannot_end;
use crate::ending::item::is_item;

/// A line of fewer words may be a title, a signature or verse.
const FEWEST_WORDS: usize = 12;

/// Fewer words before a comma at the end are a greeting: "Yours very truly,".
const FEWEST_WORDS_OF_CLAUSE: usize = 5;

/// More commas than one for so many words are a list.
const WORDS_PER_COMMA: usize = 4;

/// What keeps the last sentence of a line open, and where.
pub(super) fn open(context: &impl Context, line: &str) -> Option<(usize, Open)> {
    // Nearly every document ends in a stop, and is done here.
    let end = line.chars().next_back().filter(|end| could_be_open(*end))?;
    if !is_prose(line) {
        return None;
    }
    let open = match end {
        ',' if is_open_clause(line) => Open::Comma,
        '-' if is_half_word(line) => Open::HalfWord,
        _ if is_opening(end) && is_apart(line, end) => Open::Opening,
        _ if is_in_bracket(line) => Open::Bracket,
        _ if cannot_end(context, line) => Open::FunctionWord,
        _ => return None,
    };
    let blank = line.char_indices().rev().find(|(_, character)| character.is_whitespace());
    Some((blank.map_or(0, |(at, blank)| at + blank.len_utf8()), open))
}

fn could_be_open(end: char) -> bool {
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
    !is_item(line) && line.split_whitespace().take(FEWEST_WORDS).count() == FEWEST_WORDS
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
