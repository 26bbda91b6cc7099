//! Which words a text has, as far as a table of small counts can tell.

/// How many bits of a hash number a count.
const BITS: u32 = 12;

/// Shorter words stand in every text, in characters.
const SHORTEST: usize = 4;

/// So many characters of a word are compared, so that most endings make no difference.
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
fn for_each_word(line: &str, mut each: impl FnMut(usize)) {
    let (mut hash, mut length) = (0_u64, 0);
    for character in line.chars().chain([' ']) {
        if character.is_alphanumeric() {
            if length < STEM {
                let lower = if character.is_ascii() {
                    character.to_ascii_lowercase()
                } else {
                    character.to_lowercase().next().unwrap_or(character)
                };
                hash = (hash ^ u64::from(lower)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(23);
            }
            length += 1;
        } else {
            if length >= SHORTEST {
                each((hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize);
            }
            (hash, length) = (0, 0);
        }
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
    }
}
