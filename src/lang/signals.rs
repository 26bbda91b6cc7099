//! Two words that together tell what a short line is, wherever they stand in it: "newsletter" and "subscribe".
//!
//! A line is first asked whether it has one of the first words at all, by the last letters of its words in a table of
//! bits; nearly none has, and costs one look at each of its words.

use super::Language;
use super::data::Terms;
use super::phrases::{contains, fold};
use super::topic::Topic;

/// How many bits tell which endings of words occur.
const BITS: usize = 1 << 14;

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
                let first = text.bytes().take_while(|byte| is_of_word(*byte));
                (first.fold(0, add), Word { topic, text: text.into(), languages: [language] })
            })
            .collect();
        words.sort_unstable();
        let mut occurs = vec![0_u64; BITS / 64];
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
        let mut folded = None;
        let mut ending = 0;
        // One byte more than there are, so that the last word ends, too.
        for byte in line.bytes().chain([b' ']) {
            if is_of_word(byte) {
                ending = add(ending, byte);
                continue;
            }
            let (index, bit) = place_of(ending);
            let may_be = self.occurs.get(index).is_some_and(|bits| bits & bit != 0);
            if may_be && let Some(found) = self.find_beside(ending, line, &mut folded) {
                return Some(found);
            }
            ending = 0;
        }
        None
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

/// Letters and digits of ASCII, and what is part of any other character.
const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

/// The last eight bytes of a word with one byte more, in lower case. Behind 0xC3, the capitals of Latin-1 stand 0x20
/// before their small letters, as those of ASCII do.
const fn add(ending: u64, byte: u8) -> u64 {
    let is_capital = ending & 0xFF == 0xC3 && matches!(byte, 0x80..=0x9E);
    (ending << 8) | (byte.to_ascii_lowercase() as u64 + if is_capital { 0x20 } else { 0 })
}

const fn place_of(ending: u64) -> (usize, u64) {
    let bit = (ending.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 50) as usize % BITS;
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
