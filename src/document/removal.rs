//! Lines that a fix takes out of a text, and what goes with them.

use super::Document;
use crate::span::Span;

impl Document<'_> {
    /// What is taken out of the document with the lines that `span` touches: their endings and escapes, and the blank lines
    /// on one side of them, so that the gap that stays is no wider than those that were there. At the start of a text it
    /// is the blank lines below, at its end those above.
    pub fn removal(&self, span: Span) -> Span {
        let lines = self.lines();
        let first = lines.partition_point(|line| line.full_span().end <= span.start);
        let behind = lines.partition_point(|line| line.span.start < span.end.max(span.start + 1)).max(first);
        let (above, below) = (lines.get(..first).unwrap_or_default(), lines.get(behind..).unwrap_or_default());
        let blank_above = above.iter().rev().take_while(|line| self.is_blank(line)).count();
        let blank_below = below.iter().take_while(|line| self.is_blank(line)).count();
        let is_first = blank_above == above.len();
        let is_last = blank_below == below.len();
        let (more_above, more_below) = if is_first && is_last {
            (0, 0)
        } else if is_first || (!is_last && blank_below < blank_above) {
            (0, blank_below)
        } else {
            (blank_above, 0)
        };
        // The backslash of an escape stands before its line begins, and behind the line above.
        let end_of_line = |number: usize| {
            number
                .checked_sub(1)
                .and_then(|above| lines.get(above))
                .map_or(self.body.start, |line| line.full_span().end)
        };
        Span::new(end_of_line(first - more_above), end_of_line(behind + more_below))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Line, samples};
    use super::*;

    /// The text that is left where the lines with an `X` are taken out.
    fn left(text: &str) -> String {
        let file = format!("<<<FILE>>> a\n{text}");
        samples::with_document(&file, |document| {
            let marked: Vec<&Line> =
                document.lines().iter().filter(|line| line.span.of(file.as_bytes()).contains(&b'X')).collect();
            let (first, last) = (marked.first().expect("a line"), marked.last().expect("a line"));
            let removal = document.removal(Span::new(first.span.start, last.span.end));
            let kept = |from, to| file.get(from..to).expect("whole characters");
            format!("{}{}", kept(document.body().start, removal.start), kept(removal.end, file.len()))
        })
    }

    #[test]
    fn the_gap_that_lines_leave_is_no_wider_than_those_that_were_there() {
        for (text, expected) in [
            ("a\nX\nb\n", "a\nb\n"),
            ("a\n\nX\n\nb\n", "a\n\nb\n"),
            ("a\n\nX\nX\n\nb\n", "a\n\nb\n"),
            ("a\n\n\nX\n\nb\n", "a\n\n\nb\n"),
            ("a\n\nX\n \n\nb\n", "a\n \n\nb\n"),
            ("a\n\nX\nb\n", "a\n\nb\n"),
            ("X\n\nb\n", "b\n"),
            ("\nX\n\nb\n", "\nb\n"),
            ("a\n\nX\n", "a\n"),
            ("a\n\nX", "a\n"),
            ("a\n\nX\n\n", "a\n\n"),
            ("\nX\n\n", "\n\n"),
            ("a\r\n\r\nX\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
            ("a\n\\<<<FILE>>> X\nb\n", "a\nb\n"),
            ("\\<<<FILE>>> X\nb\n", "b\n"),
        ] {
            assert_eq!(left(text), expected, "{text:?}");
        }
    }
}
