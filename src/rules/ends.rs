//! What rules about the beginning and the end of a document share.

use crate::document::Document;
use crate::lang::Language;

/// The language of a phrase and that of the document around it, if both are known and differ. A language that the
/// document does not say is not looked for: that takes a hundred times longer than to find the phrase.
pub(super) fn foreign(phrase: &[Language], document: &Document<'_>) -> Option<(Language, Language)> {
    let own = document.declared_language()?;
    let first = phrase.first().filter(|_| !phrase.contains(&own))?;
    Some((*first, own))
}
