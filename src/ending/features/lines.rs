//! The features of the lines before the last one, and of the whole text.

use super::careless::careless;
use super::habit::Habit;
use super::sentence::Sentence;
use super::{Gathered, LINES_BEFORE, WORDS_OF_PROSE, bin, measures, share};
use crate::ending::item::Item;
use crate::ending::marks::{is_closer, is_stop, is_word};
use crate::ending::{Context, Ending};

/// How many bytes at the end of the text are looked at for what careful writers do not write.
const SLOPPY: usize = 1536;

pub(super) fn of_document(
    gathered: &mut Gathered,
    context: &impl Context,
    ending: &Ending<'_>,
    habit: &Habit,
    sentence: &Sentence<'_>,
) {
    let stopped = share(habit.stopped, habit.prose);
    gathered.bin(measures::STOPPED, stopped);
    gathered.bin(measures::PROSE, habit.prose.min(12));
    gathered.bin(measures::SHORT_LINES, habit.short.min(12));
    let before =
        habit.before.map_or(0, |(words, stopped)| 1 + usize::from(stopped) + 2 * usize::from(words == WORDS_OF_PROSE));
    gathered.bin(measures::LINE_BEFORE, before);
    // A last line of prose in a document of sentences with stops, and its parts: what speaks together.
    let regular = usize::from(habit.prose > 0 && habit.stopped * 10 >= habit.prose * 9);
    let long = usize::from(sentence.line_words >= WORDS_OF_PROSE);
    let lower = usize::from(ending.word.chars().next().is_some_and(char::is_lowercase));
    gathered.bin(measures::TOGETHER, regular + 2 * long + 4 * lower + 8 * usize::from(sentence.follows));
    gathered.bin(measures::WORDS_BY_HABIT.of(regular), bin(sentence.words.len()));
    gathered.bin(measures::LINE_WORDS_BY_CASE.of(lower), bin(sentence.line_words));
    gathered.bin(measures::LINES, bin(context.lines_from_end().take(LINES_BEFORE + 1).count()));
    let all = context.before(ending.span.end);
    gathered.bin(measures::LIMIT, usize::from(is_byte_limit(all.len()) || is_limit(characters(all))));
    let inner = sentence.words.iter().rev().skip(1).take(4).filter(|word| {
        word.chars()
            .all(|character| is_word(character) && character.is_lowercase() || matches!(character, '\'' | '\u{2019}'))
    });
    gathered.bin(measures::PLAIN_WORDS_BY_CASE.of(lower), inner.count());
    let sample = all.get(all.len().saturating_sub(SLOPPY)..).unwrap_or(all);
    let (before, own) = careless(sample, sample.len().saturating_sub(ending.text.len()));
    let all = before + own;
    let begins_low = context.first_line();
    let begins_low = begins_low.is_some_and(|line: &str| line.trim_start().starts_with(char::is_lowercase));
    gathered.bin(measures::CARELESS_LINE, own.min(4));
    gathered.bin(measures::CARELESS_BY_HABIT.of(regular), bin(all));
    gathered.bin(measures::BEGINS_LOW, usize::from(begins_low));
    gathered.bin(measures::CARELESS_OR_LOW, bin(all + 4 * usize::from(begins_low)));
    of_item(gathered, context, ending, sentence);
}

/// What the line begins with, and how the lines end that begin so too.
fn of_item(gathered: &mut Gathered, context: &impl Context, ending: &Ending<'_>, sentence: &Sentence<'_>) {
    let item = Item::of(ending.text);
    let long = usize::from(sentence.line_words >= WORDS_OF_PROSE);
    gathered.bin(measures::ITEM_BY_LINE.of(long), item as usize);
    if item == Item::None {
        return;
    }
    let lines = context.lines_from_end().skip(1).take(LINES_BEFORE).flatten();
    let ends = lines.filter(|line| Item::of(line) == item).map(|line| {
        let last = line.trim_end().chars().next_back();
        usize::from(last.is_some_and(|last| is_stop(last) || is_closer(last)))
    });
    let (like, stopped) = ends.fold((0, 0), |(like, stopped), stop| (like + 1, stopped + stop));
    gathered.bin(measures::ITEMS_STOPPED_BY_LINE.of(long), share(stopped, like));
    gathered.bin(measures::ITEMS_BY_LINE.of(long), like);
}

/// How many bytes are counted in one byte.
const COUNTED: usize = 255;

/// How many characters a text has.
fn characters(text: &[u8]) -> usize {
    // A byte that goes on with a character is none of its own. One byte counts so many that they are asked side by
    // side.
    let count = |bytes: &[u8]| bytes.iter().map(|byte| u8::from(byte.cast_signed() >= -0x40)).sum::<u8>();
    text.chunks(COUNTED).map(|bytes| usize::from(count(bytes))).sum()
}

/// Whether programs cut at so many characters.
const fn is_limit(characters: usize) -> bool {
    characters >= 100
        && (characters.is_multiple_of(500)
            || characters.is_multiple_of(1024)
            || characters == 200
            || characters == 280
            || characters == 300)
}

/// Whether programs cut at so many bytes, or at one or two more, which were half of a character.
const fn is_byte_limit(bytes: usize) -> bool {
    const fn near(bytes: usize, unit: usize) -> bool {
        bytes >= unit && (unit - 1 - (bytes + unit - 1) % unit) < 3
    }
    near(bytes, 1000) || near(bytes, 1024) || near(bytes, 500)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted() {
        for text in ["", "a", "é\u{10437}漢z", &"aé".repeat(400)] {
            assert_eq!(characters(text.as_bytes()), text.chars().count());
        }
    }

    #[test]
    fn programs_cut_at_round_numbers() {
        assert!(is_limit(500) && is_limit(2048) && is_limit(280) && !is_limit(0) && !is_limit(501));
        assert!(is_byte_limit(1000) && is_byte_limit(998) && !is_byte_limit(997) && !is_byte_limit(1001));
    }
}
