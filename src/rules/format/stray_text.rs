//! Text that belongs to no document, for the two rules that look for it.

use crate::document::Document;
use crate::number::counted;
use crate::span::Span;
use crate::syntax::{Marker, Word};

/// Lines of text in a section that is no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StrayText {
    /// The first of them.
    pub(super) first: Span,
    /// How many there are.
    pub(super) lines: usize,
}

impl StrayText {
    /// The lines of `document` that are not blank. A reserved marker is reported as such, and is no text.
    pub(super) fn of(document: &Document<'_>) -> Option<Self> {
        let mut lines = document.lines().iter().filter(|line| {
            let raw = Span::new(line.span.start, document.bytes().len()).of(document.bytes());
            let escaped = line.span.start > 0 && document.bytes().get(line.span.start - 1) == Some(&b'\\');
            let reserved = raw.starts_with(b"<<<")
                && !escaped
                && Marker::parse(raw).is_some_and(|marker| marker.word == Word::Reserved);
            !reserved && !document.is_blank(line)
        });
        let first = lines.next()?.span;
        Some(Self { first, lines: 1 + lines.count() })
    }

    /// What stands at the first line.
    pub(super) fn label(self) -> String {
        format!("{} in no document", counted(self.lines, "line"))
    }
}

/// Whether a file begins as tar archives do (POSIX.1-1988, `ustar`), and this is its beginning.
pub(super) fn is_tar(document: &Document<'_>) -> bool {
    document.bytes().get(257..).is_some_and(|rest| rest.starts_with(b"ustar"))
}
