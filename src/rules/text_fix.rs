//! The promise of a fix that changes bytes of a text, and not what it says.

use crate::document::Document;
use crate::fix::{Edit, Fix};

/// A fix that no reader of the text would notice: safe, unless the marker line states how many bytes the text has or
/// what their hash is. Then it is not known whether that holds for the text before the fix or after it.
pub(in crate::rules) fn text_fix(document: &Document<'_>, title: &str, edits: impl IntoIterator<Item = Edit>) -> Fix {
    let states = |key| document.marker().is_some_and(|marker| marker.attribute(key).is_some());
    if states("bytes") || states("sha256") { Fix::risky(title, edits) } else { Fix::safe(title, edits) }
}
