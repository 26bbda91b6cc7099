//! Which words a text has, as far as a table of small counts can tell.

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
    counts: Vec<u8>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { counts: vec![0; 1 << BITS] }
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
                count += 1;
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

/// Calls `each` with the number of each word that is long enough.
///
/// Words are told by bytes, which is quick and right for letters of Latin script: signs of the blocks that begin with
/// the bytes C2 and E2 are quotation marks, dashes and spaces. What is no word by that is only compared wrongly.
fn for_each_word(line: &str, mut each: impl FnMut(usize)) {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match CLASSES.get(usize::from(byte)) {
            Some(Class::Letter) => {
                let word = bytes.get(at..).unwrap_or_default();
                let length = word.iter().position(|byte| !is_letter(*byte)).unwrap_or(word.len());
                if length >= SHORTEST {
                    each(slot(word.get(..length.min(STEM)).unwrap_or_default()));
                }
                at += length;
            }
            // Of a sign of two bytes or of three, no byte begins a word.
            Some(Class::SignOfTwo) => at += 2,
            Some(Class::SignOfThree) => at += 3,
            Some(Class::Mark) | None => at += 1,
        }
    }
}

/// What a byte is, as far as words are concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Part of a word.
    Letter,
    /// A mark of ASCII, or a space.
    Mark,
    /// Begins a character of two bytes that is part of no word.
    SignOfTwo,
    /// Begins one of three bytes.
    SignOfThree,
}

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "there is an entry for every byte")]
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Mark; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            0xC2 => Class::SignOfTwo,
            0xE2 => Class::SignOfThree,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => Class::Letter,
            _ => Class::Mark,
        };
        byte += 1;
    }
    classes
};

fn is_letter(byte: u8) -> bool {
    CLASSES.get(usize::from(byte)) == Some(&Class::Letter)
}

/// The place in the table of a word that begins like this.
fn slot(stem: &[u8]) -> usize {
    let (mut hash, mut before) = (0_u64, 0);
    for &byte in stem {
        let lower = match (before, byte) {
            // The capitals of Latin-1.
            (0xC3, 0x80..=0x9E) => byte | 0x20,
            _ => byte.to_ascii_lowercase(),
        };
        hash = (hash ^ u64::from(lower)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
        before = byte;
    }
    (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

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
