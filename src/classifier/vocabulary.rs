//! Which words a text has, as far as a table of small counts can tell.
//!
//! Words are recognised by bytes, which is quick and right for letters of Latin script. What is no word by that is only
//! compared wrongly.

use std::hint::select_unpredictable;

use crate::hash::GOLDEN;
use crate::mask;

/// How many bits of a hash number a count.
const BITS: u32 = 12;

/// Shorter words stand in every text, in bytes.
const SHORTEST: usize = 4;

/// So many bytes of a word are compared, so that most endings make no difference.
const STEM: usize = 6;

/// A line that is judged has no more words that are long enough.
const MOST_WORDS: usize = super::window::LONGEST / (SHORTEST + 1) + 1;

/// How often words occur in a text, by hash.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// Behind all others, one for words that are too short.
    counts: Vec<u8>,
}

/// The place of the words that are too short.
const TOO_SHORT: usize = 1 << BITS;

impl Default for Vocabulary {
    fn default() -> Self {
        Self { counts: vec![0; TOO_SHORT + 1] }
    }
}

/// How many words of a line occur elsewhere in the text, and how many do not; each counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Overlap {
    /// Words that the text has elsewhere.
    pub(super) known: u32,
    /// Words that it has not.
    pub(super) new: u32,
}

impl Vocabulary {
    /// Takes in the words of `line`.
    pub(super) fn take_in(&mut self, line: &str) {
        for_each_word(line, |slot| {
            if let Some(count) = self.counts.get_mut(slot) {
                *count = count.saturating_add(1);
            }
        });
    }

    /// The overlap of `line`, which `was_taken_in` or not, with the text.
    pub(super) fn overlap(&self, line: &str, was_taken_in: bool) -> Overlap {
        let (mut slots, mut count) = ([0_usize; MOST_WORDS], 0);
        for_each_word(line, |slot| {
            if let Some(place) = slots.get_mut(count) {
                *place = slot;
                count += usize::from(slot != TOO_SHORT);
            }
        });
        let slots = slots.get_mut(..count).unwrap_or_default();
        slots.sort_unstable();
        let mut overlap = Overlap::default();
        for same in slots.chunk_by(|left, right| left == right) {
            let count = same.first().and_then(|slot| self.counts.get(*slot)).copied().unwrap_or_default();
            let own = if was_taken_in { same.len() } else { 0 };
            if usize::from(count) > own {
                overlap.known += 1;
            } else {
                overlap.new += 1;
            }
        }
        overlap
    }
}

/// Calls `each` with the number of each word.
fn for_each_word(line: &str, mut each: impl FnMut(usize)) {
    let bytes = line.as_bytes();
    mask::for_each_word(bytes, |start, end| {
        let stem = bytes.get(start..).unwrap_or_default();
        let eight = stem.first_chunk().map_or_else(|| few(stem), |eight| u64::from_le_bytes(*eight));
        // How long a word is cannot be guessed, by no processor either.
        each(select_unpredictable(end - start >= SHORTEST, slot(eight, end - start), TOO_SHORT));
    });
}

/// Less than eight bytes as a number, the first of them the lowest.
fn few(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte))
}

/// The place in the table of a word of so many bytes, at least four, that begins with these eight.
const fn slot(bytes: u64, length: usize) -> usize {
    let lower = lower(bytes);
    let four = with(with(with(with(0, lower), lower >> 8), lower >> 16), lower >> 24);
    let five = with(four, lower >> 32);
    let six = with(five, lower >> 40);
    // All of them are made, since nobody can guess how long a word is.
    let hash = match length {
        0..=4 => four,
        5 => five,
        STEM.. => six,
    };
    (hash.wrapping_mul(GOLDEN) >> (64 - BITS)) as usize
}

/// A hash with one more byte, the lowest of these.
const fn with(hash: u64, byte: u64) -> u64 {
    (hash ^ (byte & 0xFF)).wrapping_mul(GOLDEN).rotate_left(23)
}

/// Eight bytes with the capitals of ASCII and those of Latin-1 as small letters.
const fn lower(bytes: u64) -> u64 {
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    const LOWEST: u64 = 0x0101_0101_0101_0101;
    // In each byte, the highest bit says what the name says.
    let low = bytes & !HIGHEST;
    let (from_a, behind_z) = (low + (0x80 - b'A' as u64) * LOWEST, low + (0x7F - b'Z' as u64) * LOWEST);
    let is_capital = from_a & !behind_z & !bytes;
    // The capitals of Latin-1 are 80 to 9E behind C3.
    let is_lead = !(((low ^ (0x43 * LOWEST)) + 0x7F * LOWEST) | !bytes) & HIGHEST;
    let is_small = low + (0x7F - 0x1E) * LOWEST;
    let is_latin = bytes & !is_small & is_lead << 8;
    bytes | ((is_capital | is_latin) & HIGHEST) >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_whatever_their_case() {
        for word in ["Église", "KÖLN", "çÀþÞßÿ÷×", "Ñandú", "ABCDEFGH", "[\\]^_`", "ČÉŸŒ", "ПРИВЕТ"]
        {
            let (mut plain, mut before) = (Vec::new(), 0);
            for byte in word.bytes() {
                let is_capital = byte.is_ascii_uppercase() || (before == 0xC3 && matches!(byte, 0x80..=0x9E));
                plain.push(if is_capital { byte | 0x20 } else { byte });
                before = byte;
            }
            let bytes = word.as_bytes();
            assert_eq!(lower(few(&bytes[..bytes.len().min(8)])), few(&plain[..plain.len().min(8)]), "{word}");
        }
    }

    #[test]
    fn words_of_the_line_itself_do_not_count() {
        let mut vocabulary = Vocabulary::default();
        let line = "The old bridges stand";
        vocabulary.take_in("A bridge over the river");
        assert_eq!(vocabulary.overlap(line, false), Overlap { known: 1, new: 1 });
        vocabulary.take_in(line);
        assert_eq!(vocabulary.overlap(line, true), Overlap { known: 1, new: 1 });
        assert_eq!(vocabulary.overlap("a of", false), Overlap::default());
        assert_eq!(
            vocabulary.overlap("\u{201E}River\u{201C} \u{AB}\u{A0}bridge\u{A0}\u{BB}", false),
            Overlap { known: 2, new: 0 }
        );
        vocabulary.take_in("Église, Köln");
        assert_eq!(vocabulary.overlap("l\u{2019}église KÖLN", false), Overlap { known: 2, new: 0 });
    }
}
