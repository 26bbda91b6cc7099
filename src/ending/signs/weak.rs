//! Signs at the end of a text that say no more than that it may have been cut.

use super::ellipsis::{is_enumeration, is_only, without_ellipsis};
use super::play::is_play;
use crate::ending::exempt::has_stop;
use crate::ending::item::is_item;
use crate::ending::marks::is_stop;
use crate::ending::{Context, Ending};

/// A sentence of fewer words before a colon is a label, or a list stood below it.
const WORDS_BEFORE_COLON: usize = 12;

/// A sentence of fewer words before an ellipsis is a figure of speech.
const WORDS_BEFORE_ELLIPSIS: usize = 6;

/// A shorter line with an ellipsis is a title, verse, an item. In characters.
const SHORTEST_LINE: usize = 40;

/// Where no line near the end is longer, and half of them have no stop, they are verse. In characters.
const LONGEST_VERSE: usize = 60;

/// So many lines near the end tell whether it is verse or dialogue,
const LINES: usize = 6;

/// and so many of them that somebody says are dialogue.
const FEWEST_SAID: usize = 2;

/// Whether a text may have been cut, by the mark at its end: a colon behind a long sentence, or the only ellipsis of a
/// text that is neither verse nor dialogue, in the middle of a sentence.
pub(in crate::ending) fn may_break_off(context: &impl Context, ending: &Ending<'_>) -> bool {
    let is_weak = match ending.text.strip_suffix(':') {
        Some(before) => has_words(before, WORDS_BEFORE_COLON),
        None => trails_off(context, ending),
    };
    is_weak
        && !is_item(ending.text)
        && !is_play(context)
        && has_stop(context.before(ending.span.end))
        && !context.is_claimed()
}

/// Whether the last sentence of a line has at least so many words.
fn has_words(line: &str, fewest: usize) -> bool {
    let sentence = line.rsplit(is_stop).next().unwrap_or_default();
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).nth(fewest - 1).is_some()
}

/// Whether a text ends in an ellipsis in the middle of a sentence, and has no other.
fn trails_off(context: &impl Context, ending: &Ending<'_>) -> bool {
    let line = ending.text;
    // Two stops are a slip.
    let Some(before) = without_ellipsis(line).filter(|before| line.strip_prefix(*before) != Some("..")) else {
        return false;
    };
    before.trim_end().ends_with(|last: char| last.is_alphanumeric() || last == ',')
        && line.chars().nth(SHORTEST_LINE).is_some()
        && has_words(before, WORDS_BEFORE_ELLIPSIS)
        && !is_enumeration(before)
        && is_only(context, ending)
        && !is_verse_or_dialogue(context)
}

/// Whether the last lines are all short and most of them end without a stop, or somebody says two of them.
fn is_verse_or_dialogue(context: &impl Context) -> bool {
    let lines = || context.lines_from_end().take(LINES).flatten().map(str::trim);
    let is_said =
        |line: &&str| line.starts_with(['"', '-', '\u{2013}', '\u{2014}', '\u{201C}', '\u{201E}', '\u{AB}', '\u{BB}']);
    let above = || lines().skip(1);
    let is_verse = above().next().is_some()
        && !lines().any(|line| line.chars().nth(LONGEST_VERSE).is_some())
        && above().filter(|line| line.ends_with(is_stop)).count() * 2 <= above().count();
    is_verse || lines().filter(is_said).nth(FEWEST_SAID - 1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_last_sentence_are_counted() {
        assert!(has_words("It was so. The mayor said no to it", 6) && !has_words("It was so. The mayor said no 12", 6));
    }
}
