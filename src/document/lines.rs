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
        let line = self.body.get(self.begin..end).unwrap_or_default();
        let (start, length) = (self.base + self.begin, line.len());
        let ending = match line {
            [.., b'\r', b'\n'] => LineEnding::CrLf,
            [.., b'\n'] => LineEnding::Lf,
            _ => LineEnding::None,
        };
        let escape = usize::from(line.first() == Some(&b'\\') && is_escaped(line));
        self.lines.push(Line { span: Span::new(start + escape, start + length - ending.len()), ending });
        self.begin = end;
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Defaults, Document, SectionKind, Surroundings};
    use crate::span::Span;

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
