//! Ids are names, and no rule renames a document.

use crate::diagnostic::Finding;
use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::span::Span;

/// What is said in the place of a fix.
const HELP: &str = "give the document another id by hand, and wherever it is used: an id is a name that others refer \
                    to, so no fix is offered";

/// Offers `fix`, unless it changes a character of the id: then it would never be made, since the documents of a file
/// stay the same ones, and `finding` says what to do instead.
///
/// This is for what is wrong with characters. How an id is written, and not what it is, is for [`super::flaws`].
pub(in crate::rules) fn offer(document: &Document<'_>, finding: &mut Finding, fix: Fix) {
    let id = document.marker().and_then(|marker| marker.id.as_ref()).map(|id| id.span);
    let is_in = |edit: &Edit| {
        let inserted = |id: Span| id.start < edit.span.start && edit.span.start < id.end;
        id.is_some_and(|id| edit.span.overlaps(id) || (edit.span.is_empty() && inserted(id)))
    };
    if fix.edits.iter().any(is_in) {
        finding.help(HELP);
    } else {
        finding.fix(fix);
    }
}
