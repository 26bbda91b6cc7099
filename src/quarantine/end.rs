//! What the last line of a file says of the file, and what it says of a part of it.

use crate::parts::Part;
use crate::span::Span;
use crate::syntax::Attribute;

/// What `files` and `sha256` of an `<<<END>>>` line are held against, or are to be.
#[derive(Clone, Debug)]
pub(super) struct Truth {
    /// How many documents stand before it.
    pub(super) documents: u64,
    /// The SHA-256 of every byte before it, in hexadecimal digits.
    pub(super) sha256: String,
}

/// Whether what the line says is so.
pub(super) fn holds(end: &Part<'_>, truth: &Truth) -> bool {
    let files = attribute(end, "files").is_none_or(|said| *said.value.bytes == *truth.documents.to_string().as_bytes());
    let sum = attribute(end, "sha256");
    files && sum.is_none_or(|said| said.value.bytes.eq_ignore_ascii_case(truth.sha256.as_bytes()))
}

/// The line with its ending, saying what is so.
pub(super) fn restated(end: &Part<'_>, truth: &Truth) -> Vec<u8> {
    let mut edits: Vec<(Span, String)> = [("files", truth.documents.to_string()), ("sha256", truth.sha256.clone())]
        .into_iter()
        .filter_map(|(key, value)| Some((attribute(end, key)?.value.span, value)))
        .collect();
    edits.sort_unstable();
    let mut line = Vec::new();
    let mut here = 0;
    for (span, value) in edits {
        line.extend_from_slice(Span::new(here, span.start).of(end.bytes));
        line.extend_from_slice(value.as_bytes());
        here = span.end;
    }
    line.extend_from_slice(Span::new(here, end.body.start).of(end.bytes));
    line
}

fn attribute<'a>(end: &Part<'a>, key: &str) -> Option<&'a Attribute> {
    end.marker?.attribute(key)
}
