//! The features of the end of a text: binary, each with a number.
//!
//! All measures (`measures`) are sorted into a few bins, so that the model is a sum of one weight per bin, and every
//! weight can be read: so much do eight words since the last stop speak for a cut. What the last words look like is
//! hashed (feature hashing; Weinberger and others, "Feature Hashing for Large Scale Multitask Learning", 2009).
mod careless;
mod habit;
mod lines;
mod measures;
mod sentence;
mod words;

use super::lexis::Lexis;
use super::{Context, Ending};
use habit::Habit;
use lines::of_document;
use measures::{MEASURES, Measure};
use sentence::{Sentence, of_sentence};
use words::{of_last_word, of_lexicon};

/// How many bins a measure may have.
const BINS: usize = 16;

/// How many numbers hashed features share.
const HASHED: usize = 1 << 13;

/// How many features there are.
pub const FEATURES: usize = PLAIN + HASHED;

/// How many of them are no words.
pub const PLAIN: usize = MEASURES * BINS;

/// How many lines before the last are looked at.
const LINES_BEFORE: usize = 12;

/// A line of fewer words may be a title, a signature or verse.
const WORDS_OF_PROSE: usize = 8;

/// Features of a text, as they are gathered.
struct Gathered(Vec<u16>);

impl Gathered {
    fn bin(&mut self, measure: Measure, bin: usize) {
        self.put(measure.feature(bin));
    }

    fn hashed(&mut self, gram: u16) {
        self.put(PLAIN + usize::from(gram) % HASHED);
    }

    fn put(&mut self, feature: usize) {
        self.0.extend(u16::try_from(feature));
    }
}

/// The features of a text that ends in `ending`.
pub fn features(context: &impl Context, ending: &Ending<'_>, lexis: &Lexis) -> Vec<u16> {
    let mut gathered = Gathered(Vec::with_capacity(64));
    let sentence = Sentence::of(ending.tail());
    let habit = Habit::of(context);
    of_last_word(&mut gathered, ending, &sentence, lexis);
    of_lexicon(&mut gathered, context, ending, &sentence, lexis);
    of_sentence(&mut gathered, ending, &sentence);
    of_document(&mut gathered, context, ending, &habit, &sentence);
    gathered.0
}

/// The number of the bin of a count, of bins that grow.
fn bin(count: usize) -> usize {
    const ENDS: [usize; 11] = [0, 1, 2, 3, 4, 6, 9, 14, 22, 40, 80];
    ENDS.partition_point(|end| *end < count)
}

/// The number of the bin of a score in logits: one for each logit from -6 to 6.
fn logit(score: f32) -> usize {
    (-6_i8..6).take_while(|bound| f32::from(*bound) + 0.5 <= score).count()
}

/// The number of the bin of a share.
const fn share(part: usize, whole: usize) -> usize {
    match whole {
        0 => 0,
        _ if part == 0 => 1,
        _ if part == whole => 7,
        _ => 2 + part * 5 / whole,
    }
}
