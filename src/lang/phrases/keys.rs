//! What a line is looked up by: the first bytes of its first word, and hashes of its first two words.

use super::super::fold::{is_alphanumeric, lower, small_of_latin};
use crate::hash::{FNV_START, GOLDEN, fnv1a};

/// A longer word is none of ours. In characters.
const LONGEST_WORD: usize = 40;

/// The small letters of ASCII and Latin-1, and digits, by the codes of characters that are folded to them; zero for all
/// others.
static SMALL: [u8; 256] = small();

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "there is an entry for every code")]
const fn small() -> [u8; 256] {
    let (mut table, mut code) = ([0; 256], 0);
    while code < 256 {
        let character = code as u8 as char;
        if character.is_ascii_alphanumeric() {
            table[code] = character.to_ascii_lowercase() as u8;
        } else if let Some(small) = small_of_latin(character) {
            table[code] = small as u8;
        }
        code += 1;
    }
    table
}

/// Hashes of the first words of a text, folded.
pub(super) struct Keys {
    pub(super) one: Option<u64>,
    pub(super) two: Option<u64>,
    /// Whether no accent stands among them as a character of its own.
    pub(super) is_composed: bool,
}

impl Keys {
    /// By FNV-1a, over characters.
    pub(super) fn of(text: &str) -> Self {
        let mut keys = Self { one: None, two: None, is_composed: true };
        let mut hash = FNV_START;
        let mut add = |character: char| {
            hash = fnv1a(hash, u64::from(u32::from(character)));
            hash
        };
        let mut in_word = false;
        let mut last = 0;
        for character in text.chars().take(2 * LONGEST_WORD) {
            if let Some(small @ 1..) = SMALL.get(character as usize) {
                last = add(char::from(*small));
                in_word = true;
            } else if !character.is_ascii() && is_alphanumeric(character) {
                for lower in lower(character) {
                    last = add(lower);
                }
                in_word = true;
            } else if matches!(character, '\u{300}'..='\u{36F}') {
                keys.is_composed = false;
                return keys;
            } else if matches!(character, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}') {
                // Invisible, and no end of a word.
            } else if in_word {
                in_word = false;
                if keys.one.is_some() {
                    keys.two = Some(last);
                    return keys;
                }
                keys.one = Some(last);
                last = add(' ');
            }
        }
        if in_word {
            *(if keys.one.is_some() { &mut keys.two } else { &mut keys.one }) = Some(last);
        }
        keys
    }
}

/// A hash of the first word of a text, or of its first eight bytes, if it is made of letters of ASCII and Latin-1 and
/// nothing invisible can be what ends it: then it is folded letter by letter, and all letters can be folded together.
pub(super) fn begin_of(text: &str) -> Option<u64> {
    let eight = match text.as_bytes().first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.bytes().rev().fold(0, |all, byte| all << 8 | u64::from(byte)),
    };
    let word = latin_word(eight)?;
    Some(word.wrapping_mul(GOLDEN))
}

/// The word that eight bytes begin with, the lowest byte first, with one bit that tells capitals from small letters set
/// in every byte.
const fn latin_word(eight: u64) -> Option<u64> {
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    const LOWEST: u64 = 0x0101_0101_0101_0101;
    // In each byte, the highest bit says what the name says.
    let low = eight & !HIGHEST;
    let lower = low | (0x20 * LOWEST);
    let is_letter = (lower + (0x80 - b'a' as u64) * LOWEST) & !(lower + (0x7F - b'z' as u64) * LOWEST);
    let is_digit = (low + (0x80 - b'0' as u64) * LOWEST) & !(low + (0x7F - b'9' as u64) * LOWEST);
    let is_lead = !((low ^ (0x43 * LOWEST)) + 0x7F * LOWEST) & eight & HIGHEST;
    // What follows C3 is a letter, but for the sharp s, which is folded to two, and the signs of arithmetic.
    let is_second = is_lead << 8;
    let is_sharp_s = !((low ^ (0x1F * LOWEST)) + 0x7F * LOWEST);
    let is_times = !(((low | (0x20 * LOWEST)) ^ (0x37 * LOWEST)) + 0x7F * LOWEST);
    let is_other_second = is_second & (is_sharp_s | is_times);
    // Of the last byte, it is not known.
    let is_last_lead = is_lead & 0x80 << 56;
    let is_of_ascii = (is_letter | is_digit) & !eight;
    let ends = !(is_of_ascii | is_lead | is_second) & HIGHEST | is_other_second | is_last_lead;
    // Up to the first byte that is not part of it, and that byte.
    let (word, end) = (((ends & ends.wrapping_neg()) >> 7).wrapping_sub(1), ends & ends.wrapping_neg());
    let is_plain_end = eight & end == 0 || is_typographic(eight >> (end.trailing_zeros() & 0x38));
    if is_plain_end { Some((eight | (0x20 * LOWEST)) & word) } else { None }
}

/// Whether a character is a dash or a quotation mark from U+2010 on, or a no-break space, by its bytes, as far as they
/// are there. What is invisible stands before those, or begins with another byte.
const fn is_typographic(bytes: u64) -> bool {
    let [first, second, third, ..] = bytes.to_le_bytes();
    matches!((first, second, third), (0xE2, 0x80, 0x90..=0xA7) | (0xC2, 0xA0 | 0xAB | 0xBB, _))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::fold;

    #[test]
    fn words_begin_alike_whatever_their_case() {
        assert_eq!(begin_of("COMMENTS (3)"), begin_of("comments"));
        assert_eq!(begin_of("Comment-"), begin_of("comment"));
        assert_eq!(begin_of("\u{C9}T\u{C9} 2024"), begin_of("\u{E9}t\u{E9}"));
        assert_eq!(begin_of("L\u{2019}\u{C9}t\u{E9}"), begin_of("l'\u{E9}t\u{E9}"));
        assert_eq!(begin_of("Read\u{A0}more"), begin_of("read"));
        assert_eq!(begin_of("Pr\u{E9}f\u{E9}r\u{E9}"), begin_of("PR\u{C9}F\u{C9}R\u{C9}"));
        for other in ["Gro\u{DF}", "a\u{D7}b", "Re\u{AD}ad", "Re\u{200B}ad", "e\u{301}te", "\u{153}il", "\u{416}"] {
            assert_eq!(begin_of(other), None, "{other:?}");
        }
        assert_ne!(begin_of("Read"), begin_of("Reads"));
        assert_ne!(begin_of("\u{E9}t\u{E9}"), begin_of("\u{E9}t\u{E8}"));
        assert_eq!(begin_of(""), Some(0));
    }

    #[test]
    fn what_is_compared_as_the_same_begins_alike() {
        for character in '\0'..='\u{2FFF}' {
            let first = if character.is_alphabetic() { character } else { 'a' };
            for text in [format!("{first}x"), format!("a{character}b"), format!("abcdefg{character}")] {
                if let Some(begin) = begin_of(&text) {
                    assert_eq!(Some(begin), begin_of(&fold(&text)), "{text:?}");
                }
            }
        }
    }
}
