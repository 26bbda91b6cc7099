//! A sentence at the end of a text that cannot be over.

use super::Open;
use super::play::is_play;
use crate::ending::function_words::cannot_end;
use crate::ending::item::is_item;
use crate::ending::marks::{is_closer, is_stop};
use crate::ending::{Context, Ending};

/// A line of fewer words may be a title, a signature or verse.
const FEWEST_WORDS: usize = 12;

/// Fewer words before a comma at the end are a greeting: "Yours very truly,".
const FEWEST_WORDS_OF_CLAUSE: usize = 5;

/// More commas than one for so many words are a list.
const WORDS_PER_COMMA: usize = 4;

/// So many brackets of one kind are the habit of a text, with the last of them: stage directions.
const FEWEST_DIRECTIONS: usize = 4;

/// What keeps the last sentence of a text open, and where in its last line.
pub(super) fn open(context: &impl Context, ending: &Ending<'_>) -> Option<(usize, Open)> {
    let line = ending.text;
    // Nearly every document ends in a stop, and is done here.
    let end = line.chars().next_back().filter(|end| could_be_open(*end))?;
    if !is_prose(line) {
        return None;
    }
    let open = match end {
        ',' if is_open_clause(line) => Open::Comma,
        '-' if is_half_word(line) => Open::HalfWord,
        _ if is_opening(end) && is_apart(line, end) => Open::Opening,
        _ if is_in_bracket(line) && !is_direction(context, ending) => Open::Bracket,
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

/// Whether the last bracket of a text says what an actor does, and was only not closed: in a text with names of
/// speakers above the last lines, or with more such brackets.
pub(in crate::ending) fn is_direction(context: &impl Context, ending: &Ending<'_>) -> bool {
    is_in_bracket(ending.text)
        && is_aside(ending.text)
        && (is_play(context) || has_directions(context.before(ending.span.end)))
}

/// Whether the last bracket of a line stands behind a sentence and begins with a small letter.
fn is_aside(line: &str) -> bool {
    line.rsplit_once('(').is_some_and(|(before, inside)| {
        before.trim_end().ends_with(|mark| is_stop(mark) || is_closer(mark)) && inside.starts_with(char::is_lowercase)
    })
}

/// Whether a text has so many brackets like the last one, each behind a sentence or at the start of a line, that they
/// are what actors do, and not what a sentence says. Whoever wrote so many may forget to close one.
fn has_directions(text: &[u8]) -> bool {
    let is_one = |at: &usize| {
        let (before, rest) = text.split_at_checked(*at).unwrap_or_default();
        let before = before.trim_ascii_end();
        let is_apart = text.get(before.len()..*at).is_some_and(|blanks| blanks.contains(&b'\n'));
        let small = rest.get(1).is_some_and(u8::is_ascii_lowercase);
        small && (is_apart || before.last().is_none_or(|last| b".!?)".contains(last)))
    };
    memchr::memchr_iter(b'(', text).filter(is_one).nth(FEWEST_DIRECTIONS - 1).is_some()
}

/// Whether a line is long enough, and not an item of a list.
fn is_prose(line: &str) -> bool {
    !is_item(line) && line.split_whitespace().take(FEWEST_WORDS).count() == FEWEST_WORDS
}

/// Whether the comma at the end of a line is in the middle of a sentence. Several of them stand for an ellipsis.
fn is_open_clause(line: &str) -> bool {
    if line.ends_with(",,") {
        return false;
    }
    let words = line.split_whitespace().count();
    let commas = line.matches(',').count();
    let clause = line.rsplit(['.', '!', '?', ':', ';', '\u{2026}']).next().unwrap_or(line);
    commas * WORDS_PER_COMMA <= words
        && clause.split_whitespace().take(FEWEST_WORDS_OF_CLAUSE).count() == FEWEST_WORDS_OF_CLAUSE
}

/// Whether the last word of a line breaks off at a hyphen. Words in Hangul are not broken so, and a hyphen that
/// another one before a word has opened closes what stands between: `-for all of us-`.
fn is_half_word(line: &str) -> bool {
    let opens = |word: &str| word.strip_prefix('-').is_some_and(|word| word.starts_with(char::is_alphabetic));
    if line.split_whitespace().any(opens) {
        return false;
    }
    let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.strip_suffix('-').unwrap_or_default();
    let is_letter = |letter: char| letter.is_alphabetic() && !matches!(letter, '\u{AC00}'..='\u{D7A3}');
    word.chars().next_back().is_some_and(is_letter)
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
        assert!(!is_half_word("so it was -said the mayor of the town-") && !is_half_word("모두 드림-"));
    }

    #[test]
    fn several_commas_are_no_comma() {
        let clause = "The council voted last night to rebuild the bridge and the mayor said so";
        assert!(is_open_clause(&format!("{clause},")) && !is_open_clause(&format!("{clause},,,")));
    }

    #[test]
    fn what_actors_do_stands_behind_what_they_say() {
        assert!(is_aside("Come with me. (leaves with the guard") && is_aside("So it is (they say). (leaves"));
        for line in ["the bridge (which was new", "It was so. (The bridge was old", "no bracket"] {
            assert!(!is_aside(line), "{line}");
        }
        assert!(has_directions(b"(sits) No. (stands up) Yes!\n\n(aside) Well? (leaves"));
        assert!(!has_directions(b"(sits) No. (stands up) the bridge (which was new) Well? (leaves"));
    }

    #[test]
    fn items_and_short_lines_are_no_prose() {
        let words = "one two three four five six seven eight nine ten eleven twelve";
        assert!(is_prose(words));
        assert!(!is_prose(&format!("- {words}")) && !is_prose(&format!("3. {words}")) && !is_prose("one two"));
    }
}
