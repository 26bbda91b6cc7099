//! The lines of a document's text.

use crate::span::Span;
use crate::syntax::LineEnding;
use crate::syntax::escape::is_escaped;

/// There is room for so many lines at once; nearly all documents have fewer.
const USUAL_LINES: usize = 32;

/// A line of a document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where its content stands in the document: without its ending, and without the backslash of an escaped line.
    pub span: Span,
    /// What ends it.
    pub ending: LineEnding,
}

impl Line {
    /// The line with its ending.
    pub const fn full_span(&self) -> Span {
        Span::new(self.span.start, self.span.end + self.ending.len())
    }
}

/// The lines of the `body` of a document.
pub(super) fn lines_of(bytes: &[u8], body: Span) -> Vec<Line> {
    let mut cutter = Cutter::new(body.of(bytes), body.start);
    memchr::memchr_iter(b'\n', body.of(bytes)).for_each(|newline| cutter.cut(newline));
    cutter.finish()
}

/// The lines of `body`, while the line feeds in it are found one after another.
pub(super) struct Cutter<'a> {
    body: &'a [u8],
    /// Where `body` stands in the document.
    base: usize,
    /// Where the next line begins in `body`.
    begin: usize,
    lines: Vec<Line>,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(body: &'a [u8], base: usize) -> Self {
        Self { body, base, begin: 0, lines: Vec::with_capacity(USUAL_LINES) }
    }

    /// The next line feed of the body stands at `newline`.
    #[inline]
    pub(super) fn cut(&mut self, newline: usize) {
        self.push(newline + 1);
    }

    /// All lines.
    pub(super) fn finish(mut self) -> Vec<Line> {
        if self.begin < self.body.len() {
            self.push(self.body.len());
        }
        self.lines
    }

    #[inline]
    fn push(&mut self, end: usize) {
        self.lines.push(line(self.body, self.base, self.begin, end));
        self.begin = end;
    }
}

/// The line from `begin` to `end` of a `body` that stands at `base`.
#[inline]
fn line(body: &[u8], base: usize, begin: usize, end: usize) -> Line {
    let line = body.get(begin..end).unwrap_or_default();
    let (start, length) = (base + begin, line.len());
    let ending = match line {
        [.., b'\r', b'\n'] => LineEnding::CrLf,
        [.., b'\n'] => LineEnding::Lf,
        _ => LineEnding::None,
    };
    let escape = usize::from(line.first() == Some(&b'\\') && is_escaped(line));
    Line { span: Span::new(start + escape, start + length - ending.len()), ending }
}

/// The same lines as [`lines_of`] gives, each cut when it is asked for.
pub(super) fn from_start(bytes: &[u8], body: Span) -> impl Iterator<Item = Line> + '_ {
    let (base, body) = (body.start, body.of(bytes));
    let mut begin = 0;
    std::iter::from_fn(move || {
        let rest = body.get(begin..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest).map_or(body.len(), |newline| begin + newline + 1);
        let line = line(body, base, begin, end);
        begin = end;
        Some(line)
    })
}

/// The same from the last one to the first.
pub(super) fn from_end(bytes: &[u8], body: Span) -> impl Iterator<Item = Line> + '_ {
    let (base, body) = (body.start, body.of(bytes));
    let mut end = body.len();
    std::iter::from_fn(move || {
        let before = body.get(..end.checked_sub(1)?)?;
        let begin = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        let line = line(body, base, begin, end);
        end = begin;
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Defaults, Document, SectionKind, Surroundings};

    #[test]
    fn lines_cut_one_by_one_are_the_same() {
        for text in ["", "\n", "a", "a\n", "a\r\n\n\\<<<FILE>>>\nb", "\n\r\n \n", "a\nb\n\n"] {
            for start in 0..=text.len() {
                let (bytes, body) = (text.as_bytes(), Span::new(start, text.len()));
                let lines = lines_of(bytes, body);
                assert_eq!(from_start(bytes, body).collect::<Vec<_>>(), lines);
                assert_eq!(from_end(bytes, body).collect::<Vec<_>>(), lines.into_iter().rev().collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn lines_are_cut_once_whoever_asks_first() {
        let bytes = b"It rained.\r\n\n\\<<<FILE>>>\nIt rains";
        let defaults = Defaults::default();
        let document = || {
            let body = Span::new(0, bytes.len());
            Document::new(bytes, SectionKind::Preamble, None, body, Surroundings::default(), &defaults)
        };
        let (early, late) = (document(), document());
        let cut = early.lines().as_ptr();
        early.look_at_all();
        assert_eq!(early.lines().as_ptr(), cut);
        late.look_at_all();
        assert_eq!(late.lines(), early.lines());
        assert_eq!(late.lines().len(), 4);
    }
}
