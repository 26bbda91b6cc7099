//! Two words that together tell what a short line is, wherever they stand in it: "newsletter" and "subscribe".
//!
//! A line is first asked whether it has one of the first words at all, by the beginnings of its words in a table of
//! bits; nearly none has, and costs one look at each of its words.

use super::Language;
use super::data::Terms;
use super::phrases::fold;
use super::topic::Topic;

/// How many bits tell which beginnings of words occur.
const BITS: usize = 1 << 14;

/// So many bytes of a word are its beginning.
const BEGINNING: usize = 8;

/// The words of all topics, and what has to stand beside them.
#[derive(Debug, Default)]
pub struct Signals {
    topics: Vec<Signal>,
    occurs: Vec<u64>,
}

/// The words of one topic.
#[derive(Debug)]
pub(super) struct Signal {
    /// What a line is in which they stand.
    pub(super) topic: Topic,
    /// Words of which one is needed.
    pub(super) word: Terms,
    /// Words of which one is needed beside it, in the same language.
    pub(super) with: Terms,
}

impl Signals {
    pub(super) fn new(topics: Vec<Signal>) -> Self {
        let mut occurs = vec![0_u64; BITS / 64];
        for word in topics.iter().flat_map(|signal| signal.word.all()) {
            let beginning = word.bytes().take_while(|byte| is_of_word(*byte)).take(BEGINNING).fold(0, add);
            let (index, bit) = place_of(beginning);
            if let Some(bits) = occurs.get_mut(index) {
                *bits |= bit;
            }
        }
        Self { topics, occurs }
    }

    /// What `line` is, and the language of the words that tell it.
    pub fn find(&self, line: &str) -> Option<(Topic, Language)> {
        if !self.may_occur(line) {
            return None;
        }
        let line = fold(line);
        self.topics.iter().find_map(|signal| {
            let mut languages = signal.word.languages(&line);
            Some((signal.topic, languages.find(|language| signal.with.occur_in(&line, *language))?))
        })
    }

    /// Whether a word of `line` begins as one of the words does.
    fn may_occur(&self, line: &str) -> bool {
        let mut beginning = 0;
        let mut length = 0;
        // One byte more than there are, so that the last word ends, too.
        for byte in line.bytes().chain([b' ']) {
            if is_of_word(byte) {
                if length < BEGINNING {
                    beginning = add(beginning, byte);
                }
                length += 1;
            } else if length > 0 {
                let (index, bit) = place_of(beginning);
                if self.occurs.get(index).is_some_and(|bits| bits & bit != 0) {
                    return true;
                }
                (beginning, length) = (0, 0);
            }
        }
        false
    }
}

/// Letters and digits of ASCII, and what is part of any other character.
const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

const fn add(beginning: u64, byte: u8) -> u64 {
    (beginning << 8) | byte.to_ascii_lowercase() as u64
}

const fn place_of(beginning: u64) -> (usize, u64) {
    let bit = (beginning.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 50) as usize % BITS;
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
