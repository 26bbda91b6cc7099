//! Shared by the rules about documents that were accepted earlier.

use super::wording::shown;
use crate::facts::Kinds;
use crate::facts::registered::Met;

/// What these rules read.
pub(in crate::rules) const ENTRIES: Kinds = Kinds { entries: true, ..Kinds::NONE };

/// Where and when the earlier document was accepted.
pub(in crate::rules) fn accepted(met: &Met) -> String {
    let name = shown(met.drop.name.as_bytes());
    met.drop.added.map_or_else(|| format!("in `{name}`"), |day| format!("in `{name}`, added on {day}"))
}

/// How the earlier document is called.
pub(in crate::rules) fn name(met: &Met) -> String {
    met.id.as_deref().map_or_else(|| "a document without an id".to_owned(), |id| format!("`{}`", shown(id)))
}
