//! Which parts of a file have findings, by the lines that they begin with.

use crate::diagnostic::Diagnostic;

/// The rule about a last line that does not state what is so. That is seen again when the file is split: the line is set
/// aside then, and the documents before it are judged by themselves.
const END_RULE: &str = "end-marker-mismatch";

/// Which parts of one file something is wrong with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// The lines that such documents begin with.
    documents: Vec<u64>,
    /// Those of other parts, where it is wrong with their marker line.
    markers: Vec<u64>,
    /// Those of other parts, where it is wrong with what follows that.
    bodies: Vec<u64>,
}

impl Faults {
    /// Notes that something is wrong where `diagnostic` says.
    pub fn add(&mut self, diagnostic: &Diagnostic) {
        if diagnostic.rule.id == END_RULE {
            return;
        }
        let lines = match (diagnostic.in_document, diagnostic.document_line) {
            (true, _) => &mut self.documents,
            (false, 0) => &mut self.markers,
            (false, _) => &mut self.bodies,
        };
        // Findings come in order, so that what is there twice is there twice in a row.
        let line = Self::line_of(diagnostic);
        if lines.last() != Some(&line) {
            lines.push(line);
        }
    }

    /// The line that the part of a finding begins with; 0 for what stands before the first marker line.
    ///
    /// A place at the end of a part is the same place as the start of the next, and only the line of the text tells
    /// which of the two is meant.
    pub const fn line_of(diagnostic: &Diagnostic) -> u64 {
        diagnostic.place.start.line.saturating_sub(diagnostic.document_line)
    }

    /// Makes them ready to be asked.
    pub(super) fn sorted(mut self) -> Self {
        for lines in [&mut self.documents, &mut self.markers, &mut self.bodies] {
            lines.sort_unstable();
            lines.dedup();
        }
        self
    }

    pub(super) fn document(&self, line: u64) -> bool {
        self.documents.binary_search(&line).is_ok()
    }

    pub(super) fn marker(&self, line: u64) -> bool {
        self.markers.binary_search(&line).is_ok()
    }

    pub(super) fn body(&self, line: u64) -> bool {
        self.bodies.binary_search(&line).is_ok()
    }
}
