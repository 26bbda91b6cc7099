//! What the last lines of files state about their files, and what is so.

use super::place::DocumentPlace;
use crate::document::{Document, SectionKind};
use crate::span::Span;

/// An `<<<END>>>` line at the end of a file, which states what the file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEnd {
    /// Where it stands.
    pub place: DocumentPlace,
    /// How many documents it states.
    pub stated_documents: Option<Stated>,
    /// Which SHA-256 it states of every byte before it.
    pub stated_checksum: Option<Stated>,
    /// How many documents there are.
    pub documents: u64,
    /// The SHA-256 of every byte before it, in hexadecimal digits; none where that was not asked for, or the file could
    /// not be read again.
    pub checksum: Option<String>,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Where it stands, in bytes from the start of the line.
    pub span: Span,
    /// What it is.
    pub value: Box<[u8]>,
}

impl FileEnd {
    /// What `document` at `place` states, if it is such a line. What is so has to be put in.
    pub fn of(document: &Document<'_>, place: DocumentPlace) -> Option<Self> {
        if document.kind() != SectionKind::End || !document.surroundings().last {
            return None;
        }
        let marker = document.marker()?;
        let stated = |key: &str| {
            let value = &marker.attribute(key)?.value;
            Some(Stated { span: value.span, value: value.bytes.as_ref().into() })
        };
        let (stated_documents, stated_checksum) = (stated("files"), stated("sha256"));
        let says_something = stated_documents.is_some() || stated_checksum.is_some();
        says_something.then_some(Self { place, stated_documents, stated_checksum, documents: 0, checksum: None })
    }
}
