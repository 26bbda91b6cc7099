//! What the last line of a file states of the file, and what it is to state of a part of it.

use crate::integrity::{restate_attributes, stated_number, states_checksum};
use crate::parts::Part;

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
    let stated = |key| Some(&*end.marker?.attribute(key)?.value.bytes);
    stated("files").is_none_or(|value| stated_number(value) == Some(truth.documents))
        && stated("sha256").is_none_or(|value| states_checksum(value, &truth.sha256))
}

/// The line with its ending, saying what is so.
pub(super) fn restated(end: &Part<'_>, truth: Truth) -> Vec<u8> {
    let line = end.bytes.get(..end.body.start).unwrap_or(end.bytes);
    let Some(marker) = end.marker else { return line.to_vec() };
    restate_attributes(line, marker, &[("files", truth.documents.to_string()), ("sha256", truth.sha256)])
}
