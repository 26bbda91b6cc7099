//! `table-residue`

use crate::document::{Document, Line};
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags rows of a table that stand in the text with bars between their cells.
    ///
    /// ## Why
    ///
    /// Cells are no sentences: a program that learns from the text learns bars and loose numbers, and counts of words
    /// and sentences go wrong.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The results of the vote:
    /// | Town | Yes | No |
    /// | North | 12 | 3 |
    /// | South | 7 | 9 |
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// In the north 12 voted yes and 3 no; in the south, 7 and 9.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least 3 lines in a row, each with at least 2 vertical bars. One finding for each such block.
    ///
    /// ## Exceptions
    ///
    /// A single line with bars is a list of links or of places. A table that belongs to the text may well stay in it,
    /// so this is information.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether a table belongs to a text is for its editor to say.
    TableResidue {
        id: "table-residue",
        category: Quality,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// The fewest rows of a table.
const FEWEST_ROWS: usize = 3;

impl DocumentRule for TableResidue {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(b'|') {
            return;
        }
        let is_row = |line: &Line| memchr::memchr_iter(b'|', line.span.of(document.bytes())).take(2).count() == 2;
        for lines in document.lines().chunk_by(|left, right| is_row(left) == is_row(right)) {
            let ([first, ..], Some(last)) = (lines, lines.last()) else { continue };
            if lines.len() >= FEWEST_ROWS && is_row(first) {
                report
                    .finding(Span::new(first.span.start, last.span.end), "rows of a table stand in the text")
                    .label(counted(lines.len(), "row"))
                    .help("keep the table beside the text, or make sentences of it");
            }
        }
    }
}
