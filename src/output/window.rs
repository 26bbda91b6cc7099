//! Which part of a long line is shown.

use std::ops::Range;

use super::sanitize::Cell;
use crate::span::Span;

/// The cells that `span` of the line touches; an empty range where it lies between two of them.
pub(super) fn touched(cells: &[Cell], span: Span) -> Range<usize> {
    let start = cells.partition_point(|cell| cell.source.end <= span.start);
    let end = if span.is_empty() { start } else { cells.partition_point(|cell| cell.source.start < span.end) };
    start..end.max(start)
}

/// How much room there is for a line.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Room {
    /// How many columns there are.
    pub(super) columns: usize,
    /// How many of these it takes to say that something was cut off.
    pub(super) ellipsis: usize,
    /// Whether something was cut off before.
    pub(super) cut_start: bool,
    /// Whether something was cut off after.
    pub(super) cut_end: bool,
}

impl Room {
    /// The cells that are shown, so that `mark` is among them: all if they fit, and otherwise those around the mark.
    /// From the middle of the mark on, `label` columns are kept for what is written below it.
    pub(super) fn window(self, cells: &[Cell], mark: &Range<usize>, label: usize) -> Range<usize> {
        let columns = prefix_sums(cells);
        let at = |cell: usize| columns.get(cell).or(columns.last()).copied().unwrap_or(0);
        let last = cells.len();
        let start = self.start(&at, last, mark, label);
        let left = self.columns.saturating_sub(self.lead(start)) + at(start);
        if at(last) + self.trail() <= left {
            return start..last;
        }
        let end = columns.partition_point(|column| column + self.ellipsis <= left).saturating_sub(1);
        start..end.clamp((start + 1).min(last), last)
    }

    fn start(self, at: &impl Fn(usize) -> usize, last: usize, mark: &Range<usize>, label: usize) -> usize {
        // Of a mark that is wider than the room, the first part is shown.
        let mark_wide = (at(mark.end) - at(mark.start)).min(self.columns / 2);
        let whole = mark.end == last && at(mark.start) + mark_wide == at(last);
        let mark_end = at(mark.start) + mark_wide + if whole { self.trail() } else { self.ellipsis };
        let label_end = at(mark.start) + mark_wide / 2 + label;
        let shows = |end: usize, start: usize| self.lead(start) + end.saturating_sub(at(start)) <= self.columns;
        let first = |end: usize| (0..mark.start).find(|start| shows(end, *start)).unwrap_or(mark.start);
        let needed = first(mark_end).max(first(label_end));
        if needed == 0 {
            return 0;
        }
        // The mark goes to the middle, unless there the line would end before the room does.
        let before = (self.columns.saturating_sub(mark_wide) / 2).saturating_sub(self.ellipsis);
        let middle = (0..mark.start).find(|start| at(*start) + before >= at(mark.start)).unwrap_or(mark.start);
        middle.min(first(at(last) + self.trail())).max(needed)
    }

    /// What it takes to say that something before `start` was cut off.
    const fn lead(self, start: usize) -> usize {
        if start > 0 || self.cut_start { self.ellipsis } else { 0 }
    }

    /// What it takes to say that something after the last cell was cut off.
    const fn trail(self) -> usize {
        if self.cut_end { self.ellipsis } else { 0 }
    }
}

/// The column that each cell begins at, and the one that the last ends at.
fn prefix_sums(cells: &[Cell]) -> Vec<usize> {
    let mut column = 0;
    let ends = cells.iter().map(|cell| {
        column += cell.width;
        column
    });
    std::iter::once(0).chain(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::super::sanitize::{Kind, Shown};
    use super::*;

    fn cut(line: &str, mark: Range<usize>, columns: usize, label: usize) -> String {
        let shown = Shown::new(line.as_bytes(), Kind::Line, &Options::default());
        let mark = touched(&shown.cells, mark.into());
        let room = Room { columns, ellipsis: 1, ..Room::default() };
        let window = room.window(&shown.cells, &mark, label);
        let cells = &shown.cells[window];
        let span = cells.first().map_or(0..0, |first| first.shown.start..cells.last().unwrap_or(first).shown.end);
        shown.text.get(span).expect("cells are in the text").to_owned()
    }

    #[test]
    fn a_line_that_fits_is_shown_whole() {
        assert_eq!(cut("0123456789", 3..5, 10, 0), "0123456789");
        assert_eq!(cut("", 0..0, 10, 0), "");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let line = "0123456789abcdefghijABCDEFGHIJ";
        assert_eq!(cut(line, 2..3, 10, 0), "012345678");
        assert_eq!(cut(line, 15..16, 10, 0), "cdefghij");
        assert_eq!(cut(line, 29..30, 10, 0), "BCDEFGHIJ");
        assert_eq!(cut(line, 30..30, 10, 0), "BCDEFGHIJ");
        assert_eq!(cut(line, 5..30, 10, 0), "456789ab", "of a long mark the first part");
    }

    #[test]
    fn a_label_has_room() {
        assert_eq!(cut("0123456789", 9..10, 10, 6), "6789");
    }

    #[test]
    fn no_wide_character_is_cut_in_two() {
        let line = "漢".repeat(30);
        assert_eq!(cut(&line, 45..48, 11, 0), "漢漢漢漢");
    }

    #[test]
    fn a_mark_on_a_part_of_a_character_touches_it() {
        let shown = Shown::new("ae\u{301}b".as_bytes(), Kind::Line, &Options::default());
        assert_eq!(touched(&shown.cells, Span::new(2, 4)), 1..2);
        assert_eq!(touched(&shown.cells, Span::empty(2)), 1..1);
        assert_eq!(touched(&shown.cells, Span::new(0, 99)), 0..3);
        assert_eq!(touched(&shown.cells, Span::new(50, 99)), 3..3);
    }
}
