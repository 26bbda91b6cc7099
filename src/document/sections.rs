//! Where the documents of a file begin and end.

use super::{Defaults, Document, Surroundings};
use crate::span::Span;
use crate::syntax::{Marker, Node, NodeKind, Word};

/// What a stretch of a file between two marker lines is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SectionKind {
    /// What stands before the first marker line; in a file without markers, all of it.
    Preamble,
    /// A `<<<CORPUS>>>` line and what follows it.
    Corpus,
    /// A document: a `<<<FILE>>>` line and its text.
    Document,
    /// An `<<<END>>>` line and what follows it.
    End,
}

/// A stretch of a parsed file or block: the nodes from a marker line to the next.
#[derive(Clone, Copy, Debug)]
pub struct Section<'t> {
    /// What it is.
    pub kind: SectionKind,
    /// Its marker line.
    pub marker: Option<&'t Marker>,
    /// All of it, in the file or block.
    pub span: Span,
    /// What follows its marker line, relative to `span`.
    pub body: Span,
}

impl<'t> Section<'t> {
    /// The section of the file or block `bytes` as rules see it.
    pub fn document(&self, bytes: &'t [u8], surroundings: Surroundings, defaults: &'t Defaults) -> Document<'t> {
        Document::new(self.span.of(bytes), self.kind, self.marker, self.body, surroundings, defaults)
    }
}

/// The sections of a list of nodes, in order. A reserved marker line belongs to the section that it stands in.
pub fn sections(nodes: &[Node]) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    for node in nodes {
        let begun = match &node.kind {
            NodeKind::Marker(marker) => match marker.word {
                Word::Corpus => Some((SectionKind::Corpus, &**marker)),
                Word::File => Some((SectionKind::Document, &**marker)),
                Word::End => Some((SectionKind::End, &**marker)),
                Word::Reserved => None,
            },
            NodeKind::Overflow | NodeKind::Text => None,
        };
        match (begun, sections.last_mut()) {
            (Some((kind, marker)), _) => {
                let body = Span::empty(node.span.len());
                sections.push(Section { kind, marker: Some(marker), span: node.span, body });
            }
            (None, Some(section)) => {
                section.span.end = node.span.end;
                section.body.end = section.span.len();
                // The rest of an overlong marker line is no text.
                if node.kind == NodeKind::Overflow && section.body.start == node.span.start - section.span.start {
                    section.body.start = section.body.end;
                }
            }
            (None, None) => {
                let body = Span::new(0, node.span.len());
                sections.push(Section { kind: SectionKind::Preamble, marker: None, span: node.span, body });
            }
        }
    }
    sections
}

/// Whether nothing but white space and byte order marks is in a body: outside of documents, that is no text.
pub fn is_blank(body: &[u8]) -> bool {
    std::str::from_utf8(body)
        .is_ok_and(|text| text.chars().all(|character| character.is_whitespace() || character == '\u{FEFF}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    fn contents(bytes: &[u8]) -> Vec<(SectionKind, Vec<u8>)> {
        let tree = parse(bytes);
        let defaults = Defaults::default();
        sections(&tree.nodes)
            .into_iter()
            .map(|section| {
                let document = section.document(bytes, Surroundings::default(), &defaults);
                (document.kind(), document.content().into_owned())
            })
            .collect()
    }

    #[test]
    fn the_text_is_its_lines_without_the_last_ending() {
        use SectionKind::{Document, End, Preamble};
        let bytes = b"x\n<<<FILE>>> a\ny\n\n<<<FILE>>> b\r\n\\<<<FILE>>>\r\n<<<FILE>>> c\n<<<END>>>\nz";
        let expected: [(SectionKind, &[u8]); 5] =
            [(Preamble, b"x"), (Document, b"y\n"), (Document, b"<<<FILE>>>"), (Document, b""), (End, b"z")];
        assert_eq!(contents(bytes), expected.map(|(kind, text)| (kind, text.to_vec())));
    }

    #[test]
    fn a_reserved_marker_line_stays_in_its_document() {
        let found = contents(b"<<<FILE>>> a\nx\n<<<NOTE>>> n\ny\n");
        assert_eq!(found, [(SectionKind::Document, b"x\n<<<NOTE>>> n\ny".to_vec())]);
    }
}
