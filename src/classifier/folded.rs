//! A line as the first stage reads it: folded, so that differences that do not matter disappear.

use std::sync::LazyLock;

use crate::mask::STEP;

/// A longer line is read from both ends: what it begins and ends with tells most, and the cost must not depend on its
/// length.
const FIRST: usize = 88;

/// How many characters are read from the end of a longer line.
const LAST: usize = 32;

/// Room for four bytes a character, and for the marks at the ends and at the joint.
const CAPACITY: usize = (FIRST + LAST) * 4 + 3;

/// Behind the last byte stand zeros, so that the bytes can be looked at in steps.
const ROOM: usize = CAPACITY.next_multiple_of(STEP) + 8;

/// Stands before the first byte of the line.
const BEGIN: u8 = 1;
/// Stands where characters were left out.
const CUT: u8 = 2;
/// Stands after the last byte.
const END: u8 = 3;

/// What the characters before U+0250 are folded to, which are those of ASCII and the letters of Latin scripts.
static LATIN: LazyLock<[char; 0x250]> =
    LazyLock::new(|| std::array::from_fn(|code| u32::try_from(code).ok().and_then(char::from_u32).map_or(' ', fold)));

/// Stands for a character that counts for nothing.
const NOTHING: char = '\0';

/// What a character is folded to. Whatever is a space, is one; a control character would pass for one of the marks, and
/// counts as a space in ASCII and for nothing elsewhere.
fn fold(character: char) -> char {
    let folded = match character {
        '0'..='9' => '0',
        '`' | '\u{2018}' | '\u{2019}' | '\u{B4}' => '\'',
        '\u{201C}'..='\u{201E}' | '\u{AB}' | '\u{BB}' => '"',
        '\u{2010}'..='\u{2015}' => '-',
        '\u{2022}' | '\u{B7}' | '\u{25CF}' => '*',
        _ => character.to_lowercase().next().unwrap_or(character),
    };
    if folded.is_whitespace() || (folded.is_ascii() && folded.is_control()) {
        ' '
    } else if folded.is_control() {
        NOTHING
    } else {
        folded
    }
}

/// A line in lower case, with `0` for every digit, one kind of quotation mark, apostrophe, dash and bullet, one space
/// for any run of white space, and a mark at either end.
#[derive(Clone, Debug)]
pub(super) struct Folded {
    bytes: [u8; ROOM],
    length: usize,
}

impl Folded {
    /// Folds `line`.
    pub(super) fn new(line: &str) -> Self {
        let mut folded = Self { bytes: [0; ROOM], length: 0 };
        let line = line.trim();
        folded.push(BEGIN);
        match parts(line) {
            None => folded.push_text(line),
            Some((first, last)) => {
                folded.push_text(first);
                folded.push(CUT);
                folded.push_text(last);
            }
        }
        folded.push(END);
        folded
    }

    /// The bytes, the marks at the ends included.
    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// For each byte, the eight bytes from there on as a number, the first of them the lowest. What comes after the end
    /// is zero.
    pub(super) fn windows(&self) -> impl Iterator<Item = u64> {
        // There is room for the seven bytes behind the last one.
        let windows = self.bytes.get(..self.length + 7).unwrap_or_default().windows(8);
        windows.map(|window| window.first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight)))
    }

    /// The bytes, in steps; behind the last of them stand zeros.
    pub(super) fn steps(&self) -> impl Iterator<Item = &[u8; STEP]> {
        let (steps, _) = self.bytes.as_chunks();
        steps.iter().take(self.length.div_ceil(STEP))
    }

    /// The four bytes from this one on, as a number, the first of them the lowest.
    pub(super) fn four(&self, at: usize) -> u32 {
        self.bytes.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |four| u32::from_le_bytes(*four))
    }

    fn push_text(&mut self, text: &str) {
        let (mut was_space, latin) = (false, &*LATIN);
        for character in text.chars() {
            // The letters of most texts are looked up.
            let folded = latin.get(character as usize).copied().unwrap_or_else(|| fold(character));
            if folded == NOTHING {
                continue;
            }
            let is_space = folded == ' ';
            if !is_space || !was_space {
                self.push_character(folded);
            }
            was_space = is_space;
        }
    }

    fn push_character(&mut self, character: char) {
        if let Ok(byte) = u8::try_from(character)
            && byte.is_ascii()
        {
            self.push(byte);
        } else {
            character.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push(byte));
        }
    }

    /// Appends a byte, as long as there is room; there is for all that is ever read.
    fn push(&mut self, byte: u8) {
        if self.length < CAPACITY
            && let Some(place) = self.bytes.get_mut(self.length)
        {
            *place = byte;
            self.length += 1;
        }
    }
}

/// The beginning and the end of a line that is too long to be read whole.
fn parts(line: &str) -> Option<(&str, &str)> {
    if line.len() <= FIRST + LAST {
        return None;
    }
    let (first, _) = line.char_indices().nth(FIRST)?;
    let (last, _) = line.char_indices().nth_back(LAST - 1)?;
    (first < last).then_some((line.get(..first)?, line.get(last..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> String {
        let folded = Folded::new(line);
        String::from_utf8(folded.bytes()[1..folded.bytes().len() - 1].to_vec()).unwrap()
    }

    #[test]
    fn what_makes_no_difference_is_the_same() {
        assert_eq!(folded("  L\u{2019}Été \u{A0}2024 \u{2013} \u{AB}\u{A0}Oui\u{A0}\u{BB}"), "l'été 0000 - \" oui \"");
        assert_eq!(folded(""), "");
    }

    #[test]
    fn a_long_line_is_read_from_both_ends() {
        let line = format!("{}middle{}", "é".repeat(200), "z".repeat(200));
        assert_eq!(folded(&line), format!("{}\u{2}{}", "é".repeat(FIRST), "z".repeat(LAST)));
        assert_eq!(folded(&"x".repeat(FIRST + LAST)), "x".repeat(FIRST + LAST));
    }

    #[test]
    fn there_is_room_for_the_widest_characters() {
        let line = "\u{10437}".repeat(FIRST + LAST + 1);
        assert_eq!(Folded::new(&line).bytes().len(), CAPACITY);
    }
}
