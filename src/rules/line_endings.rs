//! The line endings of a section, for the rules that compare them.

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rules::text_fix::text_fix;
use crate::span::Span;

/// How many lines of a section end in which way, and where the first of each kind ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LineEndings {
    /// Lines that end in LF alone.
    pub(super) lf: usize,
    /// Lines that end in CRLF.
    pub(super) crlf: usize,
    /// The first LF alone.
    pub(super) first_lf: Span,
    /// The first CRLF.
    pub(super) first_crlf: Span,
}

impl LineEndings {
    /// Counts the line endings of `document`, that of its marker line included.
    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut endings = Self::default();
        for ending in line_endings(document.bytes()) {
            let (count, first) = if ending.len() == 1 {
                (&mut endings.lf, &mut endings.first_lf)
            } else {
                (&mut endings.crlf, &mut endings.first_crlf)
            };
            if *count == 0 {
                *first = ending;
            }
            *count += 1;
        }
        endings
    }
}

/// Every line ending. Carriage returns in front of a line feed belong to it, also if there are several, as when a CRLF
/// was translated twice: a fix that took one of them away would find the next one in the next run.
fn line_endings(bytes: &[u8]) -> impl Iterator<Item = Span> {
    memchr::memchr_iter(b'\n', bytes).map(|newline| {
        let before = bytes.get(..newline).unwrap_or_default();
        let carriage_returns = before.iter().rev().take_while(|&&byte| byte == b'\r').count();
        Span::new(newline - carriage_returns, newline + 1)
    })
}

/// The fix that makes every line end in LF.
pub(super) fn to_line_feeds(document: &Document<'_>) -> Fix {
    let returns = line_endings(document.bytes()).filter(|ending| ending.len() > 1);
    let edits = returns.map(|ending| Edit::delete(Span::new(ending.start, ending.end - 1)));
    text_fix(document, "end every line in LF", edits)
}

/// Every run of carriage returns that ends no line.
pub(super) fn lone_carriage_returns(bytes: &[u8]) -> impl Iterator<Item = Span> {
    let mut here = 0;
    std::iter::from_fn(move || {
        loop {
            let start = here + memchr::memchr(b'\r', bytes.get(here..)?)?;
            let rest = bytes.get(start..)?;
            let length = rest.iter().take_while(|&&byte| byte == b'\r').count();
            here = start + length;
            if rest.get(length) != Some(&b'\n') {
                return Some(Span::new(start, here));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(spans: impl Iterator<Item = Span>) -> Vec<(usize, usize)> {
        spans.map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn carriage_returns_belong_to_the_line_feed_behind_them() {
        let bytes = b"a\nb\r\nc\r\r\n\rd\re\n\r";
        assert_eq!(spans(line_endings(bytes)), [(1, 2), (3, 5), (6, 9), (13, 14)]);
        assert_eq!(spans(lone_carriage_returns(bytes)), [(9, 10), (11, 12), (14, 15)]);
    }
}
