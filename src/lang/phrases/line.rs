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
                let counted = counted && !numbers_a_section(line);
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

/// Whether a line begins with the number of a section, which counts nothing: "4.3 Comments", "3.1.4 Answers", "2) Notes".
/// What counts has groups of three digits, or a letter behind it: "1.204 comments", "1.2k comments".
pub fn numbers_a_section(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
    let rest = number;
    let Some(number) =
        line.strip_suffix(rest).filter(|number| number.starts_with(|first: char| first.is_ascii_digit()))
    else {
        return false;
    };
    if !rest.starts_with(|next: char| next.is_whitespace() || next == ')') {
        return false;
    }
    let is_group = |group: &str| group.len() == 3;
    // "1.2 k comments" and "2.5 million comments" are counts.
    let is_multiplied = || after_multiplier(rest.trim_start()) != rest.trim_start();
    rest.starts_with(')') || (number.split('.').skip(1).any(|group| !is_group(group)) && !is_multiplied())
}

/// `text`, which follows a number, without what makes it thousands or millions: "12k comments", "1,5 M vues".
fn after_multiplier(text: &str) -> &str {
    let word = text.split([' ', '\u{A0}', '.']).next().unwrap_or_default();
    let is_multiplier =
        ["k", "K", "m", "M", "million", "Mio", "mio", "mil", "Mil", "Tsd", "mln", "Mln"].contains(&word);
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
    /// Whether it ends as a question does.
    pub(super) is_question: bool,
}

impl<'a> Tail<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let text = line.trim_end_matches(|character: char| !character.is_alphabetic() && !is_significant(character));
        let tail = line.strip_prefix(text).unwrap_or_default();
        let counted = tail.contains(char::is_numeric);
        let stop = tail.trim_start();
        let is_sentence = stop.starts_with('?') || (stop.starts_with('.') && !stop.starts_with(".."));
        Self { text, counted, is_sentence, is_question: stop.starts_with('?') }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_sections_count_nothing() {
        for line in ["4.3 Comments", "3.1.4 Answers", " 4. Comments", "12) Answers", "1.1204 Comments"] {
            assert!(numbers_a_section(line), "{line}");
            assert!(Lead::of(line).is_none_or(|lead| !lead.counted), "{line}");
        }
        for line in ["43 Comments", "1.204 comments", "1.204.000 comments", "1.2k comments", "Comments 4.3", ""] {
            assert!(!numbers_a_section(line), "{line}");
        }
    }
}
