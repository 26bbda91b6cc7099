//! A line as the first stage reads it: the same bytes for everything that makes no difference.

use std::sync::LazyLock;

/// A longer line is read from both ends: what it begins and ends with tells most, and the cost must not depend on its
/// length.
const FIRST: usize = 88;

/// How many characters are read from the end of a longer line.
const LAST: usize = 32;

/// Room for four bytes a character, and for the marks at the ends and at the joint.
const CAPACITY: usize = (FIRST + LAST) * 4 + 3;

/// Stands before the first byte of the line.
const BEGIN: u8 = 1;
/// Stands where characters were left out.
const CUT: u8 = 2;
/// Stands after the last byte.
const END: u8 = 3;

/// What the characters of ASCII are folded to. A control character would pass for one of the marks, and counts as a
/// space.
static ASCII: LazyLock<[u8; 128]> = LazyLock::new(|| {
    std::array::from_fn(|byte| match u8::try_from(byte) {
        Ok(b'0'..=b'9') => b'0',
        Ok(b'`') => b'\'',
        Ok(byte) if byte.is_ascii_graphic() => byte.to_ascii_lowercase(),
        _ => b' ',
    })
});

/// A line in lower case, with `0` for every digit, one kind of quotation mark, apostrophe, dash and bullet, one space
/// for any run of white space, and a mark at either end.
#[derive(Clone, Debug)]
pub(super) struct Folded {
    bytes: [u8; CAPACITY + 8],
    length: usize,
}

impl Folded {
    /// Folds `line`.
    pub(super) fn new(line: &str) -> Self {
        let mut folded = Self { bytes: [0; CAPACITY + 8], length: 0 };
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

    /// For each byte, the eight bytes from there on as a number, the first of them the lowest. What comes after the end is
    /// zero.
    pub(super) fn windows(&self) -> impl Iterator<Item = u64> {
        let windows = self.bytes.windows(8).take(self.length);
        windows.map(|window| <[u8; 8]>::try_from(window).map_or(0, u64::from_le_bytes))
    }

    fn push_text(&mut self, text: &str) {
        let (mut space, ascii) = (false, &*ASCII);
        for character in text.chars() {
            // Most characters are of ASCII, and most of those are looked up.
            if let Some(&byte) = ascii.get(character as usize) {
                if byte != b' ' || !space {
                    self.push(byte);
                }
                space = byte == b' ';
                continue;
            }
            let folded = match character {
                '\u{2018}' | '\u{2019}' | '\u{B4}' => '\'',
                '\u{201C}'..='\u{201E}' | '\u{AB}' | '\u{BB}' => '"',
                '\u{2010}'..='\u{2015}' => '-',
                '\u{2022}' | '\u{B7}' | '\u{25CF}' => '*',
                _ => character.to_lowercase().next().unwrap_or(character),
            };
            if folded.is_whitespace() {
                if !space {
                    self.push(b' ');
                }
                space = true;
            } else if folded.is_control() {
                // A control character would pass for one of the marks.
            } else {
                space = false;
                folded.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push(byte));
            }
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
