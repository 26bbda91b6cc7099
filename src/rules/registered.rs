//! Shared by the rules about documents that were accepted earlier.

use super::wording::shown;
use crate::facts::registered::{Likeness, Met};
use crate::facts::{Kinds, Table};
use crate::rule::CorpusReport;

/// What these rules read.
pub(in crate::rules) const ENTRIES: Kinds = Kinds { entries: true, ..Kinds::NONE };

/// Asks for the documents that an earlier one is like in this way.
pub(in crate::rules) fn ask(table: &Table, report: &mut CorpusReport, wanted: impl Fn(Likeness) -> bool) {
    for met in table.registered.met.iter().filter(|met| wanted(met.likeness)) {
        report.met(met);
    }
}

/// Where and when the earlier document was accepted.
pub(in crate::rules) fn accepted(met: &Met) -> String {
    let name = shown(met.drop.name.as_bytes());
    met.drop.added.map_or_else(|| format!("in `{name}`"), |day| format!("in `{name}`, added on {day}"))
}

/// How the earlier document is called.
pub(in crate::rules) fn name(met: &Met) -> String {
    met.id.as_deref().map_or_else(|| "a document without an id".to_owned(), |id| format!("`{}`", shown(id)))
}
