//! A document of a text, for the unit tests of those who are shown documents.

use super::{Defaults, Document, Surroundings, sections};
use crate::syntax::parse;

/// Does `work` with the first document of `file`; where it has no marker line, with all of it. It must not be empty.
pub(crate) fn with_document<T>(file: impl AsRef<[u8]>, work: impl FnOnce(&Document<'_>) -> T) -> T {
    let file = file.as_ref();
    let (tree, defaults) = (parse(file), Defaults::default());
    let section = sections(&tree.nodes)[0];
    work(&section.document(file, Surroundings::default(), &defaults))
}
