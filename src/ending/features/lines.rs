//! What is measured of the lines before the last one, and of the whole text.

use super::habit::Habit;
use super::sentence::Sentence;
use super::{Gathered, LINES_BEFORE, WORDS_OF_PROSE, bin, share};
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
    gathered.bin(30, stopped);
    gathered.bin(31, habit.prose.min(12));
    gathered.bin(32, habit.short.min(12));
    let before =
        habit.before.map_or(0, |(words, stopped)| 1 + usize::from(stopped) + 2 * usize::from(words == WORDS_OF_PROSE));
    gathered.bin(33, before);
    // A last line of prose in a document of sentences with stops, and its parts: what speaks together.
    let regular = usize::from(habit.prose > 0 && habit.stopped * 10 >= habit.prose * 9);
    let long = usize::from(sentence.line_words >= WORDS_OF_PROSE);
    let lower = usize::from(ending.word.chars().next().is_some_and(char::is_lowercase));
    gathered.bin(34, regular + 2 * long + 4 * lower + 8 * usize::from(sentence.follows));
    gathered.bin(35 + regular, bin(sentence.words.len()));
    gathered.bin(37 + lower, bin(sentence.line_words));
    gathered.bin(40, bin(context.lines_from_end().take(LINES_BEFORE + 1).count()));
    let (characters, bytes) = length(context, ending);
    gathered.bin(41, usize::from(is_limit(characters) || is_byte_limit(bytes)));
    let inner = sentence.words.iter().rev().skip(1).take(4).filter(|word| {
        word.chars()
            .all(|character| is_word(character) && character.is_lowercase() || matches!(character, '\'' | '\u{2019}'))
    });
    gathered.bin(42 + lower, inner.count());
    let all = context.before(ending.span.end);
    let sample = all.get(all.len().saturating_sub(SLOPPY)..).unwrap_or(all);
    let own = sloppy(sample.get(sample.len().saturating_sub(ending.text.len())..).unwrap_or(sample)).min(4);
    let all = sloppy(sample);
    let begins_low = context.first_line();
    let begins_low = begins_low.is_some_and(|line: &str| line.trim_start().starts_with(char::is_lowercase));
    gathered.bin(52, own);
    gathered.bin(72 + regular, bin(all));
    gathered.bin(74, usize::from(begins_low));
    gathered.bin(75, bin(all + 4 * usize::from(begins_low)));
    of_item(gathered, context, ending, sentence);
}

/// What the line begins with, and how the lines end that begin so too.
fn of_item(gathered: &mut Gathered, context: &impl Context, ending: &Ending<'_>, sentence: &Sentence<'_>) {
    let item = Item::of(ending.text);
    let long = usize::from(sentence.line_words >= WORDS_OF_PROSE);
    gathered.bin(66 + long, item as usize);
    if item == Item::None {
        return;
    }
    let lines = context.lines_from_end().skip(1).take(LINES_BEFORE).flatten();
    let ends = lines.filter(|line| Item::of(line) == item).map(|line| {
        let last = line.trim_end().chars().next_back();
        usize::from(last.is_some_and(|last| is_stop(last) || is_closer(last)))
    });
    let (like, stopped) = ends.fold((0, 0), |(like, stopped), stop| (like + 1, stopped + stop));
    gathered.bin(68 + long, share(stopped, like));
    gathered.bin(70 + long, like);
}

/// How often a text has what careful writers do not write: sentences that begin in lower case, marks in a row.
fn sloppy(text: &[u8]) -> usize {
    // The byte in the middle is asked first: it is a letter nearly everywhere.
    let is_sloppy = |three: &[u8; 3]| match three[1] {
        b' ' => three[2] == b',' || (matches!(three[0], b'.' | b'!' | b'?') && three[2].is_ascii_lowercase()),
        b'\n' => matches!(three[0], b'.' | b'!' | b'?') && three[2].is_ascii_lowercase(),
        b'.' => three[0] == b'.' && three[2].is_ascii_lowercase(),
        mark @ (b'!' | b'?') => three[2] == mark || three[2].is_ascii_alphabetic() || three[2] == 0xC3,
        b',' => three[2].is_ascii_alphabetic() || three[2] == 0xC3,
        b'i' | b'u' => three[0] == b' ' && three[2] == b' ',
        _ => false,
    };
    text.windows(3).filter_map(|three| three.first_chunk()).filter(|three| is_sloppy(three)).count()
}

/// How many characters and bytes the text has up to its end.
fn length(context: &impl Context, ending: &Ending<'_>) -> (usize, usize) {
    let text = context.before(ending.span.end);
    // A byte that goes on with a character is none of its own.
    (text.iter().filter(|byte| byte.cast_signed() >= -0x40).count(), text.len())
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
    fn careless_writing_is_counted() {
        for careless in [
            "it fell. then it rose",
            "it fell.\nthen it rose",
            "it fell...then it rose",
            "why??",
            "it fell!then it rose",
            "it fell,then",
            "a bridge , a river",
            "and i fell",
            "oui,\u{E9}t\u{E9}",
        ] {
            assert_eq!(sloppy(careless.as_bytes()), 1, "{careless}");
        }
        for careful in
            ["It fell. Then it rose.", "Why? It fell!", "In 1,500 days\nit fell", "Alors ! Il est là.", "i fell"]
        {
            assert_eq!(sloppy(careful.as_bytes()), 0, "{careful}");
        }
    }
}
