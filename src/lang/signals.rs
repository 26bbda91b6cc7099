//! Two words that together tell what a short line is, wherever they stand in it: "newsletter" and "subscribe".
//!
//! A line is first asked whether it has one of the first words at all, by the last four bytes of its words in a table of
//! bits; nearly none has, and costs one look at each of its words.

use super::Language;
use super::data::Terms;
use super::phrases::{contains, fold};
use super::topic::Topic;
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
    /// Bit by bit, whether a word ends in such four bytes.
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
                let first = text.bytes().take_while(|byte| is_word(*byte));
                (first.fold(0, add), Word { topic, text: text.into(), languages: [language] })
            })
            .collect();
        words.sort_unstable();
        let mut occurs = vec![0_u64; 1 << (BITS - u64::BITS.trailing_zeros())];
        for (_, word) in &words {
            let length = word.text.bytes().take_while(|byte| is_word(*byte)).count();
            let (index, bit) = place_of_four(last_four(word.text.as_bytes(), length));
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
        let is_whole = bytes.len() % STEP == 0 && last_is_word == 1;
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
        let (index, bit) = place_of_four(last_four(bytes, end));
        self.occurs.get(index).filter(|bits| **bits & bit != 0)?;
        let before = bytes.get(..end)?;
        let start = before.iter().rposition(|byte| !is_word(*byte)).map_or(0, |before| before + 1);
        let ending = before.get(start..)?.iter().fold(0, |ending, byte| add(ending, *byte));
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

/// The last eight bytes of a word with one byte more, in lower case. Behind 0xC3, the capitals of Latin-1 stand 0x20
/// before their small letters, as those of ASCII do.
const fn add(ending: u64, byte: u8) -> u64 {
    let is_capital = ending & 0xFF == 0xC3 && matches!(byte, 0x80..=0x9E);
    (ending << 8) | (byte.to_ascii_lowercase() as u64 + if is_capital { 0x20 } else { 0 })
}

/// The last four bytes of the word that ends before this byte, with what tells capitals from small letters and some other
/// bytes from each other left out; those of a shorter word behind zeros.
fn last_four(bytes: &[u8], end: usize) -> u32 {
    let four = match end.checked_sub(4).and_then(|start| bytes.get(start..end)?.first_chunk()) {
        Some(four) => u32::from_be_bytes(*four),
        None => bytes.iter().take(end).fold(0, |four, byte| four << 8 | u32::from(*byte)),
    };
    let [first, second, third, _] = four.to_be_bytes();
    // Without branches, since nobody can guess how long a word is.
    let two = is_word(third);
    let three = two & is_word(second);
    let length = 1 + u32::from(two) + u32::from(three) + u32::from(three & is_word(first));
    (four | 0x2020_2020) & (u32::MAX >> (u32::BITS - 8 * length))
}

const fn place_of_four(four: u32) -> (usize, u64) {
    let bit = (four.wrapping_mul(0x9E37_79B1) >> (u32::BITS - BITS)) as usize;
    (bit / 64, 1 << (bit % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::knowledge;

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
