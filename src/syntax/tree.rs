//! A whole file as a lossless list of nodes.

use super::line::find_marker_line;
use super::marker::Marker;
use crate::span::Span;

/// A stretch of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it stands in the file.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// What a stretch of a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A marker line, its line ending included.
    Marker(Box<Marker>),
    /// The rest of a marker line that is longer than [`super::MAX_MARKER_LINE`], its line ending included.
    Overflow,
    /// The lines between two marker lines, or before the first of them. What they belong to is said by the marker
    /// before them.
    Text,
}

/// The nodes of a file, in order. They cover every byte exactly once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The nodes.
    pub nodes: Vec<Node>,
}

impl Tree {
    /// The bytes that the tree was made from, given those bytes: the concatenation of what its nodes cover.
    pub fn print(&self, source: &[u8]) -> Vec<u8> {
        self.nodes.iter().flat_map(|node| node.span.of(source)).copied().collect()
    }
}

/// Reads a whole file. Never fails, whatever the bytes are.
pub fn parse(bytes: &[u8]) -> Tree {
    let mut nodes = Vec::new();
    let mut here = 0;
    while here < bytes.len() {
        let start = find_marker_line(bytes, here).unwrap_or(bytes.len());
        if start > here {
            nodes.push(Node { span: Span::new(here, start), kind: NodeKind::Text });
        }
        let line = bytes.get(start..).unwrap_or_default();
        here = start;
        if let Some(marker) = Marker::parse(line) {
            here = start + marker.len();
            let overflows = marker.ending.is_empty() && here < bytes.len();
            nodes.push(Node { span: Span::new(start, here), kind: NodeKind::Marker(Box::new(marker)) });
            if overflows {
                let rest = bytes.get(here..).unwrap_or_default();
                let end = memchr::memchr(b'\n', rest).map_or(bytes.len(), |newline| here + newline + 1);
                nodes.push(Node { span: Span::new(here, end), kind: NodeKind::Overflow });
                here = end;
            }
        }
    }
    Tree { nodes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{FlawKind, MAX_MARKER_LINE};

    fn shape(bytes: &[u8]) -> Vec<(&'static str, usize)> {
        let tree = parse(bytes);
        assert_eq!(tree.print(bytes), bytes);
        let name = |node: &Node| match &node.kind {
            NodeKind::Marker(_) => "marker",
            NodeKind::Overflow => "overflow",
            NodeKind::Text => "text",
        };
        tree.nodes.iter().map(|node| (name(node), node.span.len())).collect()
    }

    #[test]
    fn nodes_cover_the_file() {
        assert_eq!(shape(b""), []);
        assert_eq!(shape(b"x"), [("text", 1)]);
        assert_eq!(shape(b"<<<FILE>>> a\nx\n\n<<<FILE>>> b"), [("marker", 13), ("text", 3), ("marker", 12)]);
    }

    #[test]
    fn a_marker_line_that_is_too_long_is_cut_not_lost() {
        let mut bytes = b"<<<FILE>>> ".to_vec();
        bytes.resize(MAX_MARKER_LINE, b'x');
        bytes.extend_from_slice(b"\r\ntext");
        assert_eq!(shape(&bytes), [("marker", MAX_MARKER_LINE + 2), ("text", 4)]);
        bytes.insert(20, b'x');
        assert_eq!(shape(&bytes), [("marker", MAX_MARKER_LINE), ("overflow", 3), ("text", 4)]);
        let tree = parse(&bytes);
        let NodeKind::Marker(marker) = &tree.nodes[0].kind else { panic!("a marker") };
        assert_eq!(marker.flaws.last().map(|flaw| flaw.kind), Some(FlawKind::TooLong));
    }
}
