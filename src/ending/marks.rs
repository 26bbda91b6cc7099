//! Marks and letters: what ends a sentence, what closes something, what is a word.

use crate::lang::{fold, knowledge};

/// Whether a mark ends a sentence.
pub const fn is_stop(mark: char) -> bool {
    matches!(mark, '.' | '!' | '?' | '\u{2026}' | '\u{203D}' | '\u{3002}' | '\u{FF0E}' | '\u{FF01}' | '\u{FF1F}')
}

/// Whether a mark closes something, in one language or another.
pub const fn is_closer(mark: char) -> bool {
    matches!(
        mark,
        ')' | ']' | '}' | '>' | '"' | '\'' | '\u{AB}' | '\u{BB}' | '\u{2018}'
            ..='\u{201F}' | '\u{2039}' | '\u{203A}' | '*' | '_' | '|'
    )
}

/// Whether a character is part of a word: a letter, or what joins letters.
pub(crate) fn is_word(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '\u{300}'..='\u{36F}' | '\u{AD}')
}

/// The letters at the end of a text.
pub fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, character)| is_word(*character)).last();
    start.and_then(|(start, _)| text.get(start..)).unwrap_or_default()
}

/// Whether a stop after `text` ends a sentence, and not an abbreviation.
pub fn ends_sentence(text: &str) -> bool {
    let word = text.rsplit(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
    let before = text.strip_suffix(word).unwrap_or_default();
    let is_abbreviation = before.ends_with('.') && !word.is_empty();
    !is_abbreviation && word.chars().count() != 1 && !knowledge().abbreviations.has(&fold(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_letters() {
        for (text, expected) in [("de l’eau", "eau"), ("north-east", "east"), ("été", "été"), ("a 3b", "b")] {
            assert_eq!(last_word(text), expected);
        }
    }
}
