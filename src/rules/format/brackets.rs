//! The brackets of a marker, for the two rules that look at them.

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rules::flaws::all_flaws;
use crate::syntax::FlawKind;

/// The fix that writes three half-width brackets on both sides.
///
/// Both sides at once, whatever is wrong with each: with one side alone the line may be too far from a marker to be
/// read as one.
pub(super) fn both_sides(document: &Document<'_>) -> Fix {
    let edits = all_flaws(document).filter(|flaw| matches!(flaw.kind, FlawKind::Brackets | FlawKind::FullWidth));
    let edits = edits.filter_map(|flaw| Some(Edit::replace(flaw.span, flaw.replacement.as_deref()?)));
    Fix::safe("write `<<<` and `>>>`", edits)
}
