//! Which words occur in a corpus, for rules to ask whether a word that they doubt occurs anywhere else.
//!
//! A vocabulary is a set of hashes with one bit each, in a table of fixed size: a Bloom filter with one hash function
//! (Bloom, "Space/Time Trade-offs in Hash Coding with Allowable Errors", 1970). Union is associative, commutative and
//! idempotent, whatever the order in which documents come. It can say "seen" of a word that was not, the more often the
//! fuller it is, and never the reverse: so that a rule that looks for words that were *not* seen misses some, and is
//! never misled.
//!
//! Since a vocabulary grows slower than its text (Heaps' law), a sample of every text serves as well as all of it:
//! with a sixteenth of every text, as many cuts were found as with an eighth, and no more complete documents were taken
//! for cut.

pub mod words;

use crate::span::Span;

/// How many bits the table has, as a power of two: 1 MiB.
const BITS: u32 = 23;

/// How many words are kept as a list. Above that they go into the table.
const LISTED: usize = 1 << 17;

/// Of every so many bytes of a text, the first [`LEARNED`] are learned from.
const STRIDE: usize = 2048;

/// How many bytes of a stride are learned from.
const LEARNED: usize = 128;

/// The words of some documents.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// Numbers of words that are not in the table yet. A few documents need no table.
    listed: Vec<u32>,
    /// The table, if there is one.
    table: Vec<u64>,
}

/// The number of a word: its place in the table.
const fn number(word: u64) -> u32 {
    (word >> (u64::BITS - BITS)) as u32
}

impl Vocabulary {
    /// Takes in the words of a sample of `text`.
    pub fn learn(&mut self, text: &[u8]) {
        for start in (0..text.len()).step_by(STRIDE) {
            let end = text.len().min(start + LEARNED);
            words::for_each_word_in(text, whole_words(text, start, end), |word| self.listed.push(number(word)));
        }
        if self.listed.len() > LISTED {
            self.tabulate();
        }
    }

    /// Takes in the words of another vocabulary.
    pub fn merge(&mut self, mut other: Self) {
        if self.table.is_empty() {
            std::mem::swap(&mut self.table, &mut other.table);
        }
        for (own, other) in self.table.iter_mut().zip(&other.table) {
            *own |= other;
        }
        self.listed.append(&mut other.listed);
        if self.listed.len() > LISTED {
            self.tabulate();
        }
    }

    /// Puts the listed words into the table.
    fn tabulate(&mut self) {
        self.table.resize(1 << (BITS - u64::BITS.trailing_zeros()), 0);
        for number in self.listed.drain(..) {
            if let Some(bits) = self.table.get_mut(number as usize / 64) {
                *bits |= 1 << (number % 64);
            }
        }
    }

    /// The same words, to be asked for.
    #[must_use]
    pub fn settle(mut self) -> Self {
        if self.table.is_empty() {
            self.listed.sort_unstable();
            self.listed.dedup();
        } else {
            self.tabulate();
        }
        self
    }

    /// Whether a settled vocabulary has a word with this hash, or another one that has the same place.
    pub fn has(&self, word: u64) -> bool {
        let number = number(word);
        let bits = self.table.get(number as usize / 64).copied().unwrap_or(0);
        bits >> (number % 64) & 1 == 1 || self.listed.binary_search(&number).is_ok()
    }

    /// How many bytes of memory it takes.
    pub fn memory(&self) -> usize {
        self.listed.capacity() * size_of::<u32>() + self.table.capacity() * size_of::<u64>()
    }
}

/// The words of `text` that lie between `start` and `end` with both their ends, or at an end of the text.
fn whole_words(text: &[u8], start: usize, end: usize) -> Span {
    let part = text.get(start..end).unwrap_or_default();
    let first = if start == 0 { 0 } else { memchr::memchr(b' ', part).unwrap_or(part.len()) };
    let last = if end == text.len() { part.len() } else { memchr::memrchr(b' ', part).unwrap_or(0) };
    Span::new(start + first, start + last.max(first))
}

#[cfg(test)]
mod tests {
    use super::words::hash_of_word;
    use super::*;

    fn vocabulary(text: &str) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        vocabulary.learn(text.as_bytes());
        vocabulary
    }

    fn has(vocabulary: &Vocabulary, word: &str) -> bool {
        vocabulary.clone().settle().has(hash_of_word(word.as_bytes()))
    }

    #[test]
    fn it_has_the_words_that_it_learned_and_no_others() {
        let vocabulary = vocabulary("The old bridge, and the new one.");
        assert!(has(&vocabulary, "bridge") && has(&vocabulary, "THE") && has(&vocabulary, "one"));
        assert!(!has(&vocabulary, "brid") && !has(&vocabulary, "bridges"));
    }

    #[test]
    fn the_words_of_a_sample_are_whole() {
        let text = "bridges ".repeat(2000);
        let vocabulary = vocabulary(&text);
        // Of eight samples, the first begins with the text, and all others leave a word out at one of their ends.
        assert_eq!(vocabulary.listed.len(), 8 * LEARNED / "bridges ".len() - 7);
        assert!(vocabulary.listed.iter().all(|number| *number == super::number(hash_of_word(b"bridges"))));
    }

    #[test]
    fn a_table_and_a_list_say_the_same() {
        let mut few = vocabulary("bridge river");
        assert!(few.table.is_empty());
        let mut many = Vocabulary { listed: vec![0; LISTED], ..Vocabulary::default() };
        many.learn(b"flood");
        assert!(!many.table.is_empty() && has(&many, "flood") && !has(&many, "bridge"));
        few.merge(many.clone());
        assert!(has(&few, "flood") && has(&few, "bridge") && has(&few, "river") && !has(&few, "rain"));
        many.merge(vocabulary("bridge river"));
        assert_eq!(many.settle().table.iter().map(|bits| bits.count_ones()).sum::<u32>(), 4);
    }
}
