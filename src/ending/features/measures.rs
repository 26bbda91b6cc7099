//! The measures, each with its number: one table, in which the model has a weight for each of [`BINS`] bins a number.
//!
//! The numbers are part of the model, as they were when it was learned: who gives a measure another one has to learn it
//! again. A measure that is taken several times, each time for texts of another kind, has a number for each kind.

use super::BINS;

/// How many numbers there may be.
pub(super) const MEASURES: usize = 80;

/// A measure, by the first of its numbers. It has so many as there are kinds of texts for which it is taken by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measure<const KINDS: usize = 1>(usize);

impl<const KINDS: usize> Measure<KINDS> {
    /// The same measure of texts of this kind, counted from zero. There is none behind the last one.
    pub(super) fn of(self, kind: usize) -> Measure {
        Measure(self.0 + kind.min(KINDS - 1))
    }
}

impl Measure {
    /// The feature that the measure falls into this bin. There is none behind the last one.
    pub(super) fn feature(self, bin: usize) -> usize {
        self.0 * BINS + bin.min(BINS - 1)
    }
}

/// By what the text ends in: a stop, a word, a digit, an open mark, another one.
pub(super) const FINISH: Measure = Measure(0);

/// By which mark, if that leaves the sentence open.
pub(super) const OPEN_MARK: Measure = Measure(1);

/// Whether the last word begins with a capital, or is in capitals.
pub(super) const CASE: Measure = Measure(2);

/// The letters of the last word,
pub(super) const LETTERS: Measure = Measure(3);

/// and the same by its case.
pub(super) const LETTERS_BY_CASE: Measure<3> = Measure(4);

/// What stands directly before the last word, without a blank.
pub(super) const JOINT: Measure = Measure(7);

/// The word before the last one: its case, whether it ends in a mark, and the case of the last one.
pub(super) const WORD_BEFORE: Measure = Measure(8);

/// The words of the last sentence,
pub(super) const WORDS: Measure = Measure(10);

/// and the same by whether another one stands before it in its line.
pub(super) const WORDS_BY_PLACE: Measure<2> = Measure(11);

/// The words of the last line.
pub(super) const LINE_WORDS: Measure = Measure(13);

/// What the last sentence begins with, by whether another one stands before it in its line.
pub(super) const START_BY_PLACE: Measure<2> = Measure(14);

/// Of the words of the last sentence but the first, how large a share begins with a capital.
pub(super) const CAPITALS: Measure = Measure(16);

/// The share of the words of the last sentence that are short and in small letters,
pub(super) const SMALL_SHARE: Measure = Measure(17);

/// and their number.
pub(super) const SMALL: Measure = Measure(18);

/// The share of the words of the last sentence that have a digit.
pub(super) const DIGITS: Measure = Measure(19);

/// The commas of the last sentence.
pub(super) const COMMAS: Measure = Measure(20);

/// Whether the last sentence has a sign that prose does without.
pub(super) const SIGNS: Measure = Measure(21);

/// Whether the last sentence has an address of the web.
pub(super) const ADDRESS: Measure = Measure(22);

/// Whether the last sentence has a colon or a semicolon, and whether that is near its start.
pub(super) const COLON: Measure = Measure(23);

/// The brackets that are open at the end of the last sentence.
pub(super) const BRACKETS: Measure = Measure(24);

/// Whether a quotation is open at the end of the last line.
pub(super) const QUOTATION: Measure = Measure(25);

/// The share of the lines of prose before the last one that end in a stop.
pub(super) const STOPPED: Measure = Measure(30);

/// The lines of prose before the last one.
pub(super) const PROSE: Measure = Measure(31);

/// The short lines before the last one.
pub(super) const SHORT_LINES: Measure = Measure(32);

/// The line directly before the last one: whether there is one, whether it ends in a stop, whether it is prose.
pub(super) const LINE_BEFORE: Measure = Measure(33);

/// Whether lines of prose end in stops here, the last line is prose, its last word begins with a small letter, and
/// another sentence stands before it: all four together.
pub(super) const TOGETHER: Measure = Measure(34);

/// The words of the last sentence, by whether lines of prose end in stops here.
pub(super) const WORDS_BY_HABIT: Measure<2> = Measure(35);

/// The words of the last line, by whether the last word begins with a small letter.
pub(super) const LINE_WORDS_BY_CASE: Measure<2> = Measure(37);

/// The lines of the text, as far as they are looked at.
pub(super) const LINES: Measure = Measure(40);

/// Whether the text is as long as a limit at which programs cut.
pub(super) const LIMIT: Measure = Measure(41);

/// Of the four words before the last one, how many are in small letters, by whether the last one begins with one.
pub(super) const PLAIN_WORDS_BY_CASE: Measure<2> = Measure(42);

/// Whether the last word looks like a part of one, in logits,
pub(super) const PART: Measure = Measure(44);

/// and the same by its case.
pub(super) const PART_BY_CASE: Measure<3> = Measure(45);

/// Whether no sentence ends in the last word, in logits,
pub(super) const INSIDE: Measure = Measure(48);

/// and the same by its case.
pub(super) const INSIDE_BY_CASE: Measure<3> = Measure(49);

/// How often the last line has what careful writers do not write.
pub(super) const CARELESS_LINE: Measure = Measure(52);

/// What is known of the last word,
pub(super) const STANDING: Measure = Measure(53);

/// the same by its case,
pub(super) const STANDING_BY_CASE: Measure<2> = Measure(54);

/// by its length,
pub(super) const STANDING_BY_LENGTH: Measure<3> = Measure(56);

/// and by whether the last line is prose, and its case.
pub(super) const STANDING_BY_LINE_AND_CASE: Measure<4> = Measure(59);

/// Whether no sentence ends in the last word, since it needs another one,
pub(super) const FUNCTION: Measure = Measure(63);

/// and the same by whether the last line is prose.
pub(super) const FUNCTION_BY_LINE: Measure<2> = Measure(64);

/// What kind of item the last line is, by whether it is prose.
pub(super) const ITEM_BY_LINE: Measure<2> = Measure(66);

/// The share of the items of that kind before it that end in a stop, by whether the last one is prose,
pub(super) const ITEMS_STOPPED_BY_LINE: Measure<2> = Measure(68);

/// and how many of them there are.
pub(super) const ITEMS_BY_LINE: Measure<2> = Measure(70);

/// How often the end of the text has what careful writers do not write, by whether lines of prose end in stops here.
pub(super) const CARELESS_BY_HABIT: Measure<2> = Measure(72);

/// Whether the text begins with a small letter,
pub(super) const BEGINS_LOW: Measure = Measure(74);

/// and that together with what careful writers do not write.
pub(super) const CARELESS_OR_LOW: Measure = Measure(75);

/// How many words of the text go on from the last one, and whether it stands there itself.
pub(super) const GOES_ON: Measure = Measure(76);

/// How many words of the text go on from the last one, and whether it is known to be whole, by its length.
pub(super) const GOES_ON_BY_LENGTH: Measure<3> = Measure(77);

#[cfg(test)]
mod tests {
    use super::*;

    /// The first of the numbers of a measure, and how many it has.
    const fn numbers<const KINDS: usize>(measure: Measure<KINDS>) -> (usize, usize) {
        (measure.0, KINDS)
    }

    /// Those of all measures, in order.
    const ALL: [(usize, usize); 50] = [
        numbers(FINISH),
        numbers(OPEN_MARK),
        numbers(CASE),
        numbers(LETTERS),
        numbers(LETTERS_BY_CASE),
        numbers(JOINT),
        numbers(WORD_BEFORE),
        numbers(WORDS),
        numbers(WORDS_BY_PLACE),
        numbers(LINE_WORDS),
        numbers(START_BY_PLACE),
        numbers(CAPITALS),
        numbers(SMALL_SHARE),
        numbers(SMALL),
        numbers(DIGITS),
        numbers(COMMAS),
        numbers(SIGNS),
        numbers(ADDRESS),
        numbers(COLON),
        numbers(BRACKETS),
        numbers(QUOTATION),
        numbers(STOPPED),
        numbers(PROSE),
        numbers(SHORT_LINES),
        numbers(LINE_BEFORE),
        numbers(TOGETHER),
        numbers(WORDS_BY_HABIT),
        numbers(LINE_WORDS_BY_CASE),
        numbers(LINES),
        numbers(LIMIT),
        numbers(PLAIN_WORDS_BY_CASE),
        numbers(PART),
        numbers(PART_BY_CASE),
        numbers(INSIDE),
        numbers(INSIDE_BY_CASE),
        numbers(CARELESS_LINE),
        numbers(STANDING),
        numbers(STANDING_BY_CASE),
        numbers(STANDING_BY_LENGTH),
        numbers(STANDING_BY_LINE_AND_CASE),
        numbers(FUNCTION),
        numbers(FUNCTION_BY_LINE),
        numbers(ITEM_BY_LINE),
        numbers(ITEMS_STOPPED_BY_LINE),
        numbers(ITEMS_BY_LINE),
        numbers(CARELESS_BY_HABIT),
        numbers(BEGINS_LOW),
        numbers(CARELESS_OR_LOW),
        numbers(GOES_ON),
        numbers(GOES_ON_BY_LENGTH),
    ];

    /// The numbers that no measure has. Nothing is measured under them, and a new measure may take one.
    const FREE: [usize; 6] = [9, 26, 27, 28, 29, 39];

    #[test]
    fn every_number_is_that_of_one_measure_or_free() {
        assert!(ALL.is_sorted());
        let mut taken = [0; MEASURES];
        for (first, kinds) in ALL {
            taken[first..first + kinds].iter_mut().for_each(|times| *times += 1);
        }
        for (number, times) in taken.into_iter().enumerate() {
            assert_eq!(times, usize::from(!FREE.contains(&number)), "{number}");
        }
    }

    #[test]
    fn a_feature_is_a_bin_of_a_number() {
        assert_eq!(FINISH.feature(3), 3);
        assert_eq!(LETTERS_BY_CASE.of(2).feature(1), 6 * BINS + 1);
        assert_eq!(GOES_ON_BY_LENGTH.of(99).feature(99), MEASURES * BINS - 1);
    }
}
