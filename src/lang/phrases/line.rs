//! What stands around the words of a line, and makes no difference: bullets and numbers, stops and brackets.

use super::super::fold::is_alphabetic;

/// How many characters before the first word of a line are passed over: bullets, numbers, arrows.
const LONGEST_LEAD: usize = 12;

/// What stands before the first word of a line.
pub(super) struct Lead<'a> {
    /// The line from its first word.
    pub(super) text: &'a str,
    /// Whether there was a number, and nothing after it.
    pub(super) counted: bool,
}

impl<'a> Lead<'a> {
    pub(super) fn of(line: &'a str) -> Option<Self> {
        let mut counted = false;
        for (number, (offset, character)) in line.char_indices().enumerate() {
            if is_alphabetic(character) {
                let text = line.get(offset..)?;
                let text = if counted { after_multiplier(text) } else { text };
                return Some(Self { text, counted });
            }
            // "3 thoughts on", but not "3. Thoughts on", which is an item of a list.
            counted = character.is_numeric() || (counted && character.is_whitespace());
            if number >= LONGEST_LEAD || is_significant(character) || character == '\u{2014}' {
                return None;
            }
        }
        None
    }
}

/// `text`, which follows a number, without what makes it thousands or millions: "12k comments", "1,5 M vues".
fn after_multiplier(text: &str) -> &str {
    let word = text.split([' ', '\u{A0}', '.']).next().unwrap_or_default();
    let is_multiplier = ["k", "K", "m", "M", "Mio", "mio", "mil", "Mil", "Tsd", "mln", "Mln"].contains(&word);
    let rest = text.strip_prefix(word).unwrap_or_default();
    let rest = rest.trim_start_matches([' ', '\u{A0}', '.']);
    if is_multiplier && rest.starts_with(char::is_alphabetic) { rest } else { text }
}

/// What stands after the last word of a line.
#[derive(Clone, Copy)]
pub(super) struct Tail<'a> {
    /// The line up to its last word.
    pub(super) text: &'a str,
    /// Whether there was a number.
    pub(super) counted: bool,
    /// Whether the line ends as a sentence does.
    pub(super) is_sentence: bool,
}

impl<'a> Tail<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let text = line.trim_end_matches(|character: char| !character.is_alphabetic() && !is_significant(character));
        let tail = line.strip_prefix(text).unwrap_or_default();
        let counted = tail.contains(char::is_numeric);
        let stop = tail.trim_start();
        let is_sentence = stop.starts_with('?') || (stop.starts_with('.') && !stop.starts_with(".."));
        Self { text, counted, is_sentence }
    }
}

/// Whether a character around a phrase makes it something else: a quotation, an address, a name, markup.
const fn is_significant(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '`' | '<' | '@' | '/' | '\\' | '_' | '=' | '\u{A9}' | '\u{AB}' | '\u{2018}'
            ..='\u{201F}' | '\u{2039}'
    )
}
