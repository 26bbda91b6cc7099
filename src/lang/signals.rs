//! Two words that together tell what a short line is, wherever they stand in it: "newsletter" and "subscribe".
//!
//! A line is first asked whether it has one of the first words at all, by the last bytes of its longer words in a table of
//! bits; nearly none has, and costs one look at each of those.

use std::mem;

use super::Language;
use super::fold::{contains, fold};
use super::topic::Topic;
use super::words::Terms;
use crate::mask::{self, STEP, is_word, steps};

/// How many bits of a hash number a bit of [`Signals::occurs`]: 2 KiB, which stay in the nearest cache.
const BITS: u32 = 14;

/// Nearly all of the words have at least so many bytes. Half of the words of a text are shorter, and are not looked up.
const LONG: u32 = 6;

/// The letters that the shorter ones end in: "abo", "xing".
const LASTS_OF_SHORT: [u8; 4] = *b"OoGg";

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

/// A word that says what a line is together with another word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    topic: Topic,
    text: &'static str,
    languages: [Language; 1],
}

impl Signals {
    /// From words with their topics and languages, and what has to stand beside them.
    pub(super) fn new(words: impl Iterator<Item = (&'static str, Topic, Language)>, with: Vec<(Topic, Terms)>) -> Self {
        let mut occurs = vec![0_u64; 1 << (BITS - u64::BITS.trailing_zeros())];
        let mut note = |four| {
            let (index, bit) = place_of(four);
            if let Some(bits) = occurs.get_mut(index) {
                *bits |= bit;
            }
        };
        let mut entered = Vec::new();
        for (text, topic, language) in words {
            let first: Vec<u8> = text.bytes().take_while(|byte| is_word(*byte)).collect();
            match last_four(&first, first.len()) {
                Some(four) => note(four),
                // Before a shorter word, anything may stand.
                None => (0..=u8::MAX).map(|before| [&[b' ', b' ', b' ', before], &*first].concat()).for_each(|word| {
                    last_four(&word, word.len()).into_iter().for_each(&mut note);
                }),
            }
            entered.push((ending_before(&first, first.len()), Word { topic, text, languages: [language] }));
        }
        entered.sort_unstable();
        Self { words: entered, with, occurs }
    }

    /// What `line` is, and the language of the words that say so.
    pub fn find(&self, line: &str) -> Option<(Topic, &[Language])> {
        let bytes = line.as_bytes();
        let (mut ends, mut folded) = (Ends::default(), None);
        // Behind the last step, the last word ends.
        let last = bytes.len().is_multiple_of(STEP).then_some([0; STEP]);
        for (number, step) in steps(bytes).chain(last).enumerate() {
            let (words, lasts) = mask::words_and(&step, &LASTS_OF_SHORT);
            for end in mask::bits(ends.next(words, lasts)).map(|bit| number * STEP + bit) {
                if self.may_end(bytes, end)
                    && let Some(found) = self.find_beside(ending_before(bytes, end), line, &mut folded)
                {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Whether a sentence of `line`, which is folded, begins with what has to stand beside the words of this topic: it asks
    /// for it then.
    pub(super) fn asks(&self, line: &str, topic: Topic, language: Language) -> bool {
        let Some((_, terms)) = self.with.iter().find(|(own, _)| *own == topic) else { return false };
        let mut sentences = line
            .split(['.', '!', '?', ':', ','])
            .map(|sentence| sentence.trim_start_matches(|character: char| !character.is_alphanumeric()));
        sentences.any(|sentence| terms.begin(sentence, language))
    }

    /// Whether one of the words may end here.
    fn may_end(&self, bytes: &[u8], end: usize) -> bool {
        let Some((index, bit)) = last_four(bytes, end).map(place_of) else { return true };
        self.occurs.get(index).is_some_and(|bits| bits & bit != 0)
    }

    /// What a line is that has a word which ends so.
    fn find_beside(&self, ending: u64, line: &str, folded: &mut Option<String>) -> Option<(Topic, &[Language])> {
        let start = self.words.partition_point(|(own, _)| *own < ending);
        let mut words = self.words.iter().skip(start).take_while(|(own, _)| *own == ending).map(|(_, word)| word);
        let found = words.find(|word| {
            let line = folded.get_or_insert_with(|| fold(line));
            let beside = || self.with.iter().find(|(topic, _)| *topic == word.topic).map(|(_, terms)| terms);
            let is_beside = |terms: &Terms| word.languages.iter().any(|language| terms.occur_in(line, *language));
            contains(line, word.text) && beside().is_some_and(is_beside)
        })?;
        Some((found.topic, &found.languages))
    }
}

/// Finds the ends of words that may be some of ours, step by step.
#[derive(Default)]
struct Ends {
    /// The bits of the step before.
    words: u64,
    lasts: u64,
}

impl Ends {
    /// A bit for each byte of the next step that stands behind such a word. Each of its bytes has a bit in `words` if it
    /// is part of a word, and in `lasts` if it is one of [`LASTS_OF_SHORT`].
    fn next(&mut self, words: u64, lasts: u64) -> u64 {
        let behind = |before: u64, bits: u64| u128::from(bits) << STEP | u128::from(before);
        let all = behind(mem::replace(&mut self.words, words), words);
        let short = behind(mem::replace(&mut self.lasts, lasts), lasts);
        let long = (1..LONG).fold(all, |long, distance| long & all << distance);
        ((!all & (long | short) << 1) >> STEP) as u64
    }
}

/// The bit that tells capitals from small letters. It is left out, and with it some others, which tell no words apart.
const LOWER: u8 = 0x20;

/// The four bytes before this place as a number, the last of them the lowest, if there are so many.
fn last_four(bytes: &[u8], end: usize) -> Option<u32> {
    let four = bytes.get(end.checked_sub(4)?..)?.first_chunk()?;
    Some(u32::from_be_bytes(*four) | u32::from_be_bytes([LOWER; 4]))
}

/// The last eight bytes of the word that ends before this place as a number, the last of them the lowest, those of a
/// shorter word behind zeros.
fn ending_before(bytes: &[u8], end: usize) -> u64 {
    let word = bytes.iter().take(end).rev().take_while(|byte| is_word(**byte));
    word.take(8).zip((0..).step_by(8)).fold(0, |ending, (byte, shift)| ending | u64::from(byte | LOWER) << shift)
}

const fn place_of(four: u32) -> (usize, u64) {
    let bit = (four.wrapping_mul(0x9E37_79B1) >> (u32::BITS - BITS)) as usize;
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
    fn short_words_end_in_letters_that_are_looked_for() {
        for (_, word) in &knowledge().signals.words {
            let length = word.text.bytes().take_while(|byte| is_word(*byte)).count();
            let last = word.text.as_bytes()[length - 1];
            assert!(length >= LONG as usize || LASTS_OF_SHORT.contains(&last), "{}", word.text);
        }
    }

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        for before in 0..200 {
            for filler in ["x ", "été, "] {
                let words = format!("{}newsletter subscribe", filler.repeat(before));
                let glued = format!("{}newsletter subscribe", "x".repeat(before));
                let find = |line: &str| knowledge().signals.find(line).map(|(topic, _)| topic);
                assert_eq!(find(&words), Some(Topic::Newsletter), "{words}");
                assert_eq!(find(&glued).is_some(), before == 0, "{glued}");
                let short = format!("{}abo einloggen", filler.repeat(before));
                assert_eq!(find(&short), Some(Topic::Paywall), "{short}");
            }
        }
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
