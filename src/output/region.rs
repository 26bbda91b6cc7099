//! The part of a place that is on its first line. A service that is given more than one line shows it nowhere, or
//! everywhere.

use crate::diagnostic::Diagnostic;

/// A part of a line. All that is counted is counted from 1, and an end is one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) line: u64,
    /// In code points.
    pub(super) column: u64,
    pub(super) end_column: u64,
    /// From the start of the file, from 0.
    pub(super) byte: u64,
    pub(super) bytes: u64,
}

impl Region {
    /// Where a diagnostic is. Of a place over many lines, as much of the first line as the excerpt holds.
    pub(super) fn of(diagnostic: &Diagnostic) -> Self {
        let (start, end) = (diagnostic.place.start, diagnostic.place.end);
        let (columns, bytes) = if start.line == end.line {
            (end.column.saturating_sub(start.column), end.byte.saturating_sub(start.byte))
        } else {
            let marked = diagnostic.excerpt.as_ref().and_then(|excerpt| {
                let line = excerpt.lines.get(excerpt.marked)?;
                Some(excerpt.mark.of(&line.bytes))
            });
            let marked = marked.unwrap_or_default();
            (String::from_utf8_lossy(marked).chars().count() as u64, marked.len() as u64)
        };
        let (line, column) = (start.line.max(1), start.column.max(1));
        Self { line, column, end_column: column + columns, byte: start.byte, bytes }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{FORMAT, diagnostic};
    use super::*;

    const TEXT: &str = "<<<FILE>>> a\nün wörd\nsecond\n";

    #[test]
    fn a_region_is_on_one_line() {
        let one = Region::of(&diagnostic(&FORMAT, "a", TEXT, "wörd"));
        assert_eq!(one, Region { line: 2, column: 4, end_column: 8, byte: 17, bytes: 5 });
        let many = Region::of(&diagnostic(&FORMAT, "a", TEXT, "wörd\nsec"));
        assert_eq!(many, one);
    }

    #[test]
    fn where_nothing_is_known_a_region_is_the_start() {
        let mut found = diagnostic(&FORMAT, "a", TEXT, "wörd");
        found.place = crate::span::Place::default();
        assert_eq!(Region::of(&found), Region { line: 1, column: 1, end_column: 1, byte: 0, bytes: 0 });
    }
}
