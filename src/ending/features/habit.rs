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
            let words = line.split_whitespace().take(WORDS_OF_PROSE).count();
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
