//! What documents tell each other.
//!
//! A corpus rule never sees the corpus. Each document emits a small fact, facts are merged, and the rule reads the
//! merged table. Merging is associative and commutative: whatever the order in which threads, files or machines
//! deliver, the table is the same. That is tested, and everything that is meant to scale hangs on it.

use twox_hash::XxHash3_128;

use crate::document::Document;
use crate::span::Span;

/// Where a document stands: enough to find it again, to order it among all others, and to point at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentPlace {
    /// The file, by its number in the run.
    pub file: usize,
    /// Where the marker line begins in the file, in bytes after decompression.
    pub offset: u64,
    /// The line of the file that the marker line is, from 1.
    pub line: u64,
}

/// What one document tells the others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentFact {
    /// The id, as bytes: ids are compared byte for byte.
    pub id: Box<[u8]>,
    /// Where the document stands.
    pub place: DocumentPlace,
    /// Where the id stands, relative to the document.
    pub id_span: Span,
    /// A hash of the text that is meant: XXH3 with 128 bits. Two documents with the same hash have the same text,
    /// unless somebody made them collide on purpose.
    pub text: u128,
}

impl DocumentFact {
    /// The fact of a document, if it has an id.
    pub fn of(document: &Document<'_>, place: DocumentPlace) -> Option<Self> {
        let id = document.marker()?.id.as_ref().filter(|id| !id.bytes.is_empty())?;
        let text = XxHash3_128::oneshot(&document.content());
        Some(Self { id: id.bytes.clone(), place, id_span: id.span, text })
    }
}

/// The facts of some documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    documents: Vec<DocumentFact>,
}

impl Facts {
    /// Adds the fact of a document.
    pub fn push(&mut self, fact: DocumentFact) {
        self.documents.push(fact);
    }

    /// Takes in the facts of other documents.
    pub fn merge(&mut self, mut other: Self) {
        self.documents.append(&mut other.documents);
    }

    /// Moves all places down by `lines`: a block counts its lines from its own start until it is known what stands
    /// before it.
    pub fn move_down(&mut self, lines: u64) {
        for fact in &mut self.documents {
            fact.place.line += lines;
        }
    }

    /// Puts the facts in the order of ids, and for the same id of places: the form in which rules read them, and in
    /// which two tables with the same facts are the same.
    ///
    /// Sorting, and not a hash table, so that nobody can choose ids that make it slow.
    #[must_use]
    pub fn settle(mut self) -> Table {
        self.documents.sort_unstable();
        Table { documents: self.documents }
    }
}

/// Merged facts, in order, for corpus rules to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    documents: Vec<DocumentFact>,
}

impl Table {
    /// All documents that have an id, in the order of ids and then of places.
    pub fn documents(&self) -> &[DocumentFact] {
        &self.documents
    }

    /// The documents of each id, in the order of ids; the documents of an id in the order of places.
    pub fn by_id(&self) -> impl Iterator<Item = &[DocumentFact]> {
        self.documents.chunk_by(|left, right| left.id == right.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fact(id: &str, file: usize, line: u64) -> Facts {
        let place = DocumentPlace { file, offset: line * 10, line };
        let mut facts = Facts::default();
        facts.push(DocumentFact { id: id.as_bytes().into(), place, id_span: Span::new(11, 12), text: 7 });
        facts
    }

    fn merged(mut left: Facts, right: Facts) -> Facts {
        left.merge(right);
        left
    }

    #[test]
    fn merging_is_commutative_and_associative() {
        let (a, b, c) = (fact("x", 1, 4), fact("a", 0, 9), fact("x", 0, 2));
        let expected = merged(merged(a.clone(), b.clone()), c.clone()).settle();
        assert_eq!(merged(a.clone(), merged(b.clone(), c.clone())).settle(), expected);
        assert_eq!(merged(merged(c, a), b).settle(), expected);
        let ids: Vec<_> = expected.by_id().map(|facts| (facts[0].id[0], facts.len())).collect();
        assert_eq!(ids, [(b'a', 1), (b'x', 2)]);
    }
}
