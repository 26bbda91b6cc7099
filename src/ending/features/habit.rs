//! How the lines before the last one end.

use super::{LINES_BEFORE, WORDS_OF_PROSE};
use crate::ending::Context;
use crate::ending::marks::{is_closer, is_stop};

/// How the lines before the last one end: whether this is a document of sentences with stops.
#[derive(Default)]
pub(super) struct Habit {
    /// Lines of prose before the last one.
    pub(super) prose: usize,
    /// Those of them that end in a stop.
    pub(super) stopped: usize,
    /// Short lines among them.
    pub(super) short: usize,
    /// The line directly before the last: its words, and whether it ends in a stop.
    pub(super) before: Option<(usize, bool)>,
}

impl Habit {
    pub(super) fn of(context: &impl Context) -> Self {
        let mut habit = Self::default();
        let lines = context.lines_from_end().skip(1).take(LINES_BEFORE).flatten();
        for line in lines {
            let line = line.trim();
            let words = words(line, WORDS_OF_PROSE);
            let stopped = line.chars().next_back().is_some_and(|last| is_stop(last) || is_closer(last));
            habit.before.get_or_insert((words, stopped));
            if words == WORDS_OF_PROSE {
                habit.prose += 1;
                habit.stopped += usize::from(stopped);
            } else {
                habit.short += 1;
            }
        }
        habit
    }
}

/// How many words a line has, and no more than `most`.
fn words(line: &str, most: usize) -> usize {
    let (mut count, mut is_inside) = (0, false);
    for byte in line.bytes() {
        // White space outside of ASCII parts words as well.
        if !byte.is_ascii() {
            return line.split_whitespace().take(most).count();
        }
        let is_word = !char::from(byte).is_whitespace();
        count += usize::from(is_word && !is_inside);
        if count == most {
            return most;
        }
        is_inside = is_word;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_up_to_a_number() {
        for line in ["", " ", "a", " a  b\tc ", "a\u{B}b", "l’eau est\u{A0}là", "one two three four five"] {
            for most in 1..6 {
                assert_eq!(words(line, most), line.split_whitespace().take(most).count(), "{line}");
            }
        }
    }
}
