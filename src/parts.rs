//! A file part by part, each from one marker line to the next, with only one block in memory.

use std::borrow::Cow;
use std::io;

use crate::document::{SectionKind, content_of, sections};
use crate::source::{Source, sniff_wide};
use crate::span::Span;
use crate::syntax::{Blocks, Marker, NodeKind, Word, parse};

/// About how many bytes are held at a time, if no document is larger.
const BLOCK: usize = 1 << 20;

/// A stretch of a file from one marker line to the next.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// What it is.
    pub kind: SectionKind,
    /// The marker line that it begins with.
    pub marker: Option<&'a Marker>,
    /// All of it.
    pub bytes: &'a [u8],
    /// What follows the marker line, relative to `bytes`.
    pub body: Span,
    /// The first marker line in it that is reserved for later versions of the format, relative to `bytes`.
    pub reserved: Option<Span>,
    /// The line of the file that it begins with, from 1.
    pub line: u64,
    /// Where in the file it begins, in bytes after decompression.
    pub offset: u64,
    /// Nothing stands before it in the file.
    pub first: bool,
    /// Nothing stands after it in the file.
    pub last: bool,
}

impl<'a> Part<'a> {
    /// The id that its marker line gives, if there is one that is not empty.
    pub fn id(&self) -> Option<&'a [u8]> {
        self.marker?.id.as_ref().map(|id| &*id.bytes).filter(|id| !id.is_empty())
    }

    /// The text that is meant by its lines: escapes resolved, without the last line ending.
    pub fn content(&self) -> Cow<'a, [u8]> {
        content_of(self.body.of(self.bytes))
    }

    /// The line of the file on which the byte at `offset` of the part stands.
    pub fn line_at(&self, offset: usize) -> u64 {
        self.line + lines_in(self.bytes.get(..offset).unwrap_or(self.bytes))
    }
}

/// Shows `visit` the parts of `source` in order, those of one block at a time.
///
/// A block ends where a document does, so what follows a document and is none is always shown together with it. A file
/// in which no marker line can be found, because it is in UTF-16 or UTF-32, is shown block by block without any. What
/// is empty has no parts.
pub fn each_block<E: From<io::Error>>(
    source: &Source,
    mut visit: impl FnMut(&[Part<'_>]) -> Result<(), E>,
) -> Result<(), E> {
    let mut blocks = Blocks::new(source.open()?, BLOCK);
    let mut line = 1;
    let mut wide = false;
    while let Some(block) = blocks.next_block()? {
        let bytes = block.bytes.as_slice();
        wide |= block.first && sniff_wide(bytes).is_some();
        if wide {
            let (offset, first, last) = (block.offset, block.first, block.last);
            let body = Span::new(0, bytes.len());
            let (kind, marker, reserved) = (SectionKind::Preamble, None, None);
            visit(&[Part { kind, marker, bytes, body, reserved, line, offset, first, last }])?;
            line += lines_in(bytes);
            continue;
        }
        let tree = parse(bytes);
        let is_reserved = |kind: &NodeKind| matches!(kind, NodeKind::Marker(marker) if marker.word == Word::Reserved);
        let mut reserved = tree.nodes.iter().filter(|node| is_reserved(&node.kind)).map(|node| node.span).peekable();
        let sections = sections(&tree.nodes);
        let last = sections.len().saturating_sub(1);
        let mut parts = Vec::with_capacity(sections.len());
        for (number, section) in sections.into_iter().enumerate() {
            let of_part = section.span.of(bytes);
            let mut first_reserved = None;
            while let Some(node) = reserved.next_if(|node| node.start < section.span.end) {
                let start = node.start - section.span.start;
                first_reserved.get_or_insert(Span::new(start, start + node.len()));
            }
            parts.push(Part {
                kind: section.kind,
                marker: section.marker,
                bytes: of_part,
                body: section.body,
                reserved: first_reserved,
                line,
                offset: block.offset + section.span.start as u64,
                first: block.first && number == 0,
                last: block.last && number == last,
            });
            line += lines_in(of_part);
        }
        visit(&parts)?;
    }
    Ok(())
}

fn lines_in(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_the_file_and_know_their_lines() {
        let text = "x\n<<<FILE>>> a\ny\n\n<<<END>>>\n<<<FILE>>> b\n".repeat(60_000);
        let source = Source::memory("x.corpus", text.as_bytes());
        let (mut joined, mut lines, mut ends) = (Vec::new(), 1, (0, 0));
        each_block::<io::Error>(&source, |parts| {
            for part in parts {
                assert_eq!((part.line, part.offset), (lines, joined.len() as u64));
                joined.extend_from_slice(part.bytes);
                lines += lines_in(part.bytes);
                ends = (ends.0 + u32::from(part.first), ends.1 + u32::from(part.last));
            }
            let begins = parts.first().map(|part| part.kind);
            assert!(matches!(begins, Some(SectionKind::Preamble | SectionKind::Document)), "{begins:?}");
            Ok(())
        })
        .expect("memory can be read");
        assert_eq!((joined, ends), (text.into_bytes(), (1, 1)));
    }
}
