//! Which words a text has, as far as a table of small counts can tell.

/// How many bits of a hash number a count.
const BITS: u32 = 12;

/// Shorter words stand in every text, in bytes.
const SHORTEST: usize = 4;

/// So many bytes of a word are compared, so that most endings make no difference.
const STEM: usize = 6;

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
        let mut slots = Vec::new();
        for_each_word(line, |slot| slots.push(slot));
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
    let (mut hash, mut length, mut before, mut skipped) = (0_u64, 0, 0, 0);
    for byte in line.bytes().chain([b' ']) {
        let is_letter = match byte {
            0x80..0xC0 => skipped == 0,
            0xC2 => {
                skipped = 2;
                false
            }
            0xE2 => {
                skipped = 3;
                false
            }
            0xC0.. => true,
            _ => byte.is_ascii_alphanumeric(),
        };
        skipped = usize::saturating_sub(skipped, 1);
        if is_letter {
            if length < STEM {
                let lower = match (before, byte) {
                    // The capitals of Latin-1.
                    (0xC3, 0x80..=0x9E) => byte | 0x20,
                    _ => byte.to_ascii_lowercase(),
                };
                hash = (hash ^ u64::from(lower)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
            }
            length += 1;
        } else if length > 0 {
            if length >= SHORTEST {
                each((hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize);
            }
            (hash, length) = (0, 0);
        }
        before = byte;
    }
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
