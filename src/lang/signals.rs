//! Two words that together tell what a short line is, wherever they stand in it: "newsletter" and "subscribe".
//!
//! A line is first asked whether it has one of the first words at all, by the last bytes of its words in a table of bits; nearly none has, and costs one look at each of its words.

use super::Language;
use super::fold::{contains, fold};
use super::topic::Topic;
use super::words::Terms;
use crate::mask::{self, STEP, is_word, mask, steps};

/// How many bits of a hash number a bit of [`Signals::occurs`]: 2 KiB, which stay in the nearest cache.
const BITS: u32 = 14;

/// The words of all topics, and what has to stand beside them.
#[derive(Debug, Default)]
pub struct Signals {
    /// Sorted by the endings of the words.
    words: Vec<(u64, Word)>,
    /// What has to stand beside the words, by topic.
    with: Vec<(Topic, Terms)>,
    /// Bit by bit, whether a word ends so.
    occurs: Vec<u64>,
}

/// A word that tells something together with another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    topic: Topic,
    text: Box<str>,
    languages: [Language; 1],
}

impl Signals {
    /// From words with their topics and languages, and what has to stand beside them.
    pub(super) fn new<'a>(words: impl Iterator<Item = (&'a str, Topic, Language)>, with: Vec<(Topic, Terms)>) -> Self {
        let mut words: Vec<(u64, Word)> = words
            .map(|(text, topic, language)| {
                let first = text.bytes().take_while(|byte| is_word(*byte)).count();
                let word = Word { topic, text: text.into(), languages: [language] };
                (ending_before(text.as_bytes(), first), word)
            })
            .collect();
        words.sort_unstable();
        let mut occurs = vec![0_u64; 1 << (BITS - u64::BITS.trailing_zeros())];
        for (ending, _) in &words {
            let (index, bit) = place_of(*ending);
            if let Some(bits) = occurs.get_mut(index) {
                *bits |= bit;
            }
        }
        Self { words, with, occurs }
    }

    /// What `line` is, and the language of the words that tell it.
    pub fn find(&self, line: &str) -> Option<(Topic, &[Language])> {
        let bytes = line.as_bytes();
        let mut folded = None;
        let mut last_is_word = 0;
        for (number, step) in steps(bytes).enumerate() {
            let words = mask(&step, is_word);
            let ends = !words & (words << 1 | last_is_word);
            last_is_word = words >> (STEP - 1);
            for bit in mask::bits(ends) {
                if let Some(found) = self.find_before(bytes, number * STEP + bit, line, &mut folded) {
                    return Some(found);
                }
            }
        }
        // The last word ends with the line.
        let is_whole = bytes.len().is_multiple_of(STEP) && last_is_word == 1;
        is_whole.then(|| self.find_before(bytes, bytes.len(), line, &mut folded)).flatten()
    }

    /// What a line is that has a word which ends before this byte.
    fn find_before(
        &self,
        bytes: &[u8],
        end: usize,
        line: &str,
        folded: &mut Option<String>,
    ) -> Option<(Topic, &[Language])> {
        let ending = ending_before(bytes, end);
        let (index, bit) = place_of(ending);
        self.occurs.get(index).filter(|bits| **bits & bit != 0)?;
        self.find_beside(ending, line, folded)
    }

    /// What a line is that has a word which ends so.
    fn find_beside(&self, ending: u64, line: &str, folded: &mut Option<String>) -> Option<(Topic, &[Language])> {
        let start = self.words.partition_point(|(own, _)| *own < ending);
        let mut words = self.words.iter().skip(start).take_while(|(own, _)| *own == ending).map(|(_, word)| word);
        let found = words.find(|word| {
            let line = folded.get_or_insert_with(|| fold(line));
            let beside = || self.with.iter().find(|(topic, _)| *topic == word.topic).map(|(_, terms)| terms);
            let is_beside = |terms: &Terms| word.languages.iter().any(|language| terms.occur_in(line, *language));
            contains(line, &word.text) && beside().is_some_and(is_beside)
        })?;
        Some((found.topic, &found.languages))
    }
}

/// In each byte, the highest bit.
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// In each byte, the lowest bit.
const LOWEST: u64 = 0x0101_0101_0101_0101;

/// The last eight bytes of the word that ends before this byte, the last of them the lowest, those of a shorter word behind
/// zeros. What tells capitals from small letters is left out, and so are some other bits, which tell no words apart.
fn ending_before(bytes: &[u8], end: usize) -> u64 {
    let eight = match end.checked_sub(8).and_then(|start| bytes.get(start..)?.first_chunk()) {
        Some(eight) => u64::from_be_bytes(*eight),
        None => bytes.iter().take(end).fold(0, |eight, byte| eight << 8 | u64::from(*byte)),
    };
    ending_of(eight)
}

/// The bytes of the word that these eight end with, the last of them the lowest.
const fn ending_of(eight: u64) -> u64 {
    // In each byte, the highest bit says what the name says. All bytes are asked together, since nobody can guess how long
    // a word is.
    let low = eight & !HIGHEST;
    let folded = low | (0x20 * LOWEST);
    let is_letter = (folded + (0x80 - b'a' as u64) * LOWEST) & !(folded + (0x7F - b'z' as u64) * LOWEST);
    let is_digit = (low + (0x80 - b'0' as u64) * LOWEST) & !(low + (0x7F - b'9' as u64) * LOWEST);
    let is_other = !(eight | is_letter | is_digit) & HIGHEST;
    // Up to the last byte that is not part of it.
    let word = ((is_other & is_other.wrapping_neg()) >> 7).wrapping_sub(1);
    (eight | (0x20 * LOWEST)) & word
}

const fn place_of(ending: u64) -> (usize, u64) {
    let bit = (ending.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - BITS)) as usize;
    (bit / 64, 1 << (bit % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::knowledge;

    #[test]
    fn an_ending_is_that_of_a_word() {
        let of = |text: &str| ending_before(text.as_bytes(), text.len());
        assert_eq!(of("the Letter"), of("LETTER"));
        assert_eq!(of("l'\u{C9}T\u{C9}"), of("\u{E9}t\u{E9}"));
        assert_eq!((of("a 1"), of("."), of("")), (of("1"), 0, 0));
        assert_eq!(of("Newsletter"), of("sletter") | u64::from(b'w') << 56);
        assert_ne!(of("letter"), of("letters"));
    }

    #[test]
    fn two_words_tell_what_one_does_not() {
        let find = |line| knowledge().signals.find(line).map(|(topic, _)| topic);
        assert_eq!(
            find("Would you like more? Then subscribe to the NEWSLETTER of the valley"),
            Some(Topic::Newsletter)
        );
        assert_eq!(find("The newsletter of the council was four pages long"), None);
        assert_eq!(find("Wer mag, abonniert unseren Newsletter"), Some(Topic::Newsletter));
        assert_eq!(find(""), None);
    }
}
