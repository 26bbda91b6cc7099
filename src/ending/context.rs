//! What is asked of the text before its end.

use crate::lang::Language;

/// A text, as far as whoever judges its end wants to know it. What it costs to tell is paid only when it is asked.
pub trait Context {
    /// All of the text that stands before this place, which is one of the same count as [`span`](super::Ending::span).
    fn before(&self, place: usize) -> &[u8];

    /// Its lines that are not blank, the last of them first; none for one that is not UTF-8.
    fn lines_from_end(&self) -> impl Iterator<Item = Option<&str>>;

    /// Its first line that is not blank, if it is UTF-8.
    fn first_line(&self) -> Option<&str>;

    /// Its language, if it is known.
    fn language(&self) -> Option<Language>;

    /// Whether its last line is known not to belong to it.
    fn is_claimed(&self) -> bool;

    /// Whether it is no more than one line.
    fn is_one_line(&self) -> bool {
        self.lines_from_end().nth(1).is_none()
    }
}
