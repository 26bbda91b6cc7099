//! What the parser found wrong with a marker line, for the rules that each report one kind of it.

use crate::diagnostic::Finding;
use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::span::Span;
use crate::syntax::{Flaw, FlawKind};

/// The flaws on the marker line of `document`, in the order of the line.
///
/// Of a line that is too long, what stands where reading ended is left out: it only looks wrong because the rest of
/// it was not read.
pub(in crate::rules) fn all_flaws<'a>(document: &Document<'a>) -> impl Iterator<Item = &'a Flaw> + use<'a> {
    let (flaws, end) = document.marker().map_or((&[][..], 0), |marker| (&marker.flaws, marker.content.end));
    let is_cut = flaws.iter().any(|flaw| flaw.kind == FlawKind::TooLong);
    flaws.iter().filter(move |flaw| !is_cut || flaw.kind == FlawKind::TooLong || flaw.span.end < end)
}

/// The flaws of one kind on the marker line of `document`, in the order of the line.
pub(in crate::rules) fn flaws<'a>(document: &Document<'a>, kind: FlawKind) -> impl Iterator<Item = &'a Flaw> + use<'a> {
    all_flaws(document).filter(move |flaw| flaw.kind == kind)
}

/// Offers to write what the parser is certain was meant, where it is certain, and says `help` about it.
pub(in crate::rules) fn mend(document: &Document<'_>, finding: &mut Finding, title: &str, help: &str, flaw: &Flaw) {
    let written = flaw.span.of(document.bytes());
    // Most likely the file has the line endings of old Macs, and the next lines were taken for a part of the marker. To
    // put them in quotes would be right by the letter, and wrong.
    if written.contains(&b'\r') {
        finding.help("a carriage return stands in it: mend the line endings of the file first");
        return;
    }
    finding.help(help);
    let Some(replacement) = flaw.replacement.as_deref() else { return };
    let edit = Edit::replace(flaw.span, replacement);
    // A control character that is written as an escape is no longer wrong, and still there: somebody has to look.
    let controls =
        String::from_utf8_lossy(written).chars().any(|character| character.is_control() && character != '\t');
    finding.fix(if controls { Fix::risky(title, [edit]) } else { Fix::safe(title, [edit]) });
}

/// Whether a rule about the marker line says all there is to say about what stands at `span`.
pub(in crate::rules) fn is_reported_with_marker(document: &Document<'_>, span: Span) -> bool {
    let flaws = document.marker().filter(|marker| span.start < marker.content.end).map(|marker| &marker.flaws);
    flaws.into_iter().flatten().any(|flaw| {
        matches!(flaw.kind, FlawKind::MalformedId | FlawKind::UnquotedId | FlawKind::MalformedAttribute(_))
            && flaw.span.contains(span)
    })
}
