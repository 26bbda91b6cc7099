//! What a word shows by its letters: whether it is whole, and whether sentences end in it.
//!
//! Two linear models over hashed character n-grams of the ends of words. They are small because they share numbers
//! (feature hashing; Weinberger and others, "Feature Hashing for Large Scale Multitask Learning", 2009), and they know
//! no words, only how words of the languages that they were learned from look at their ends.

use super::is_word;
use super::lexicon::{Lexicon, Standing};
use crate::hash::{FNV_START, GOLDEN, fnv1a_all};
use crate::lang::{Language, fold};

/// The languages in which n-grams alone say that a word is a part of one, as codes of ISO 639. Why these, nobody wrote
/// down. What is known is how many of the documents that `train-ending-model` learns from are in each: hundreds in
/// German, English and French, about thirty in Spanish, and no more than a few in Dutch, Italian and Portuguese. For
/// these three, only the thresholds of the whole judgement were chosen, on other documents
/// ([`LANGUAGES`](super::LANGUAGES)).
pub const LANGUAGES: [&str; 4] = ["de", "en", "es", "fr"];

/// How many numbers the n-grams of a model share.
pub const GRAMS: usize = 1 << 16;

/// The longest end of a word that is looked at, in characters.
const LONGEST: usize = 5;

/// A word has no more features, with those of the one before it.
const MOST_FEATURES: usize = LONGEST + 4;

/// A linear model over hashed n-grams.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Linear {
    bias: f32,
    /// How much one step of a weight is.
    step: f32,
    weights: Vec<i8>,
}

impl Linear {
    /// A model of weights as they were learned.
    #[must_use]
    pub fn new(bias: f32, weights: &[f32]) -> Self {
        let largest = weights.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
        let step = (largest / 127.0).max(f32::MIN_POSITIVE);
        let weights = weights.iter().map(|weight| quantised(weight / step)).collect();
        Self { bias, step, weights }
    }

    /// What these features say, in logits. A number that is no feature says nothing.
    pub fn score(&self, features: &[u16]) -> f32 {
        let weight = |feature: &u16| self.weights.get(usize::from(*feature)).map_or(0, |weight| i16::from(*weight));
        let sum: i16 = features.iter().map(weight).fold(0, i16::saturating_add);
        self.bias + f32::from(sum) * self.step
    }

    /// Appends the model to the bytes of a file.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.bias.to_le_bytes());
        bytes.extend(self.step.to_le_bytes());
        bytes.extend(self.weights.iter().map(|weight| weight.cast_unsigned()));
    }

    /// Takes a model of `count` weights from the bytes of a file.
    pub(super) fn read(bytes: &mut &[u8], count: usize) -> Option<Self> {
        let (bias, step) = (number(bytes)?, number(bytes)?);
        let (weights, rest) = bytes.split_at_checked(count)?;
        *bytes = rest;
        Some(Self { bias, step, weights: weights.iter().map(|weight| weight.cast_signed()).collect() })
    }
}

/// The nearest step.
#[expect(clippy::cast_possible_truncation, reason = "the largest weight is 127 steps, and a cast saturates")]
fn quantised(steps: f32) -> i8 {
    steps.round() as i8
}

/// Takes a number from the bytes of a file.
pub(super) fn number(bytes: &mut &[u8]) -> Option<f32> {
    let (first, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(f32::from_le_bytes(*first))
}

/// Both models, and the words that are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexis {
    /// Whether a word breaks off.
    pub part: Linear,
    /// Whether sentences end in a word.
    pub last: Linear,
    /// Which words are known.
    pub words: Lexicon,
}

impl Lexis {
    /// What the letters of the last word and of the one before it say: that it is a part of a word, and that sentences
    /// end in it. In logits.
    pub fn words(&self, before: &str, last: &str) -> (f32, f32) {
        (self.part.score(&of_word(last)), self.ends_sentence(before, last))
    }

    /// What the letters of the last word and of the one before it say: that sentences end in it. In logits.
    pub fn ends_sentence(&self, before: &str, last: &str) -> f32 {
        self.last.score(&of_pair(before, last))
    }

    /// Whether a word is none that is known, and looks more like a part of a word than like a whole one: by its
    /// letters, or since words that are known begin so.
    pub fn is_part(&self, language: Option<Language>, word: &str) -> bool {
        !word.is_empty()
            && match self.words.standing(language, word) {
                Standing::Whole | Standing::WholeOrBeginning => false,
                Standing::Beginning | Standing::BrokenCompound => true,
                _ => self.part.score(&of_word(word)) > 0.0,
            }
    }
}

/// FNV-1a over a few bytes; the last step mixes the upper bits into the lower ones.
fn gram(kind: u64, bytes: &[u8]) -> u16 {
    let mixed = fnv1a_all(FNV_START ^ kind.wrapping_mul(GOLDEN), bytes);
    u16::try_from((mixed ^ (mixed >> 29)) % GRAMS as u64).unwrap_or(0)
}

/// The features of a word that may break off.
pub fn of_word(word: &str) -> Vec<u16> {
    let mut features = ends(word);
    features.push(gram(2, &[case(word), length(word)]));
    features
}

/// The features of a word that may be the last of a sentence, and of the word before it.
pub fn of_pair(before: &str, word: &str) -> Vec<u16> {
    let mut features = ends(word);
    features.push(gram(3, &[case(word), length(word)]));
    let before = fold(before.trim_matches(|character: char| !is_word(character)));
    features.push(gram(4, before.as_bytes()));
    features.push(gram(5, &[case(word), length(&before)]));
    features
}

/// The feature of a word at a place in the last sentence.
pub(super) fn of_context(place: u64, word: &str) -> u16 {
    let word = fold(word.trim_matches(|character: char| !is_word(character)));
    gram(16 + place, word.as_bytes())
}

/// How many letters a word has; of long ones it does not matter.
fn length(word: &str) -> u8 {
    word.chars().take(20).fold(0, |count, _| count + 1)
}

const fn case(word: &str) -> u8 {
    // The first byte tells enough: all that is not ASCII counts as lower case.
    match word.as_bytes() {
        [b'A'..=b'Z', b'A'..=b'Z', ..] => 2,
        [b'A'..=b'Z', ..] => 1,
        _ => 0,
    }
}

fn ends(word: &str) -> Vec<u16> {
    let folded = fold(word);
    let mut features = Vec::with_capacity(MOST_FEATURES);
    features.push(gram(0, folded.as_bytes()));
    let ends = folded.char_indices().rev().take(LONGEST).filter_map(|(start, _)| folded.get(start..));
    features.extend(ends.map(|end| gram(1, end.as_bytes())));
    features
}
