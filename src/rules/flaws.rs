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

/// What rules about the marker line of a document say all about that there is to say.
pub(in crate::rules) struct ReportedWithMarker {
    /// Where each of them begins, in the order of the line, and where the furthest ends that begins no later.
    reach: Vec<(usize, usize)>,
}

impl ReportedWithMarker {
    pub(in crate::rules) fn of(document: &Document<'_>) -> Self {
        let kinds = |flaw: &&Flaw| {
            matches!(
                flaw.kind,
                FlawKind::MalformedId
                    | FlawKind::UnquotedId
                    | FlawKind::MalformedAttribute(_)
                    | FlawKind::UnknownEscape
            )
        };
        let flaws = document.marker().into_iter().flat_map(|marker| &marker.flaws).filter(kinds);
        let mut furthest = 0;
        let reach = flaws.map(|flaw| {
            furthest = furthest.max(flaw.span.end);
            (flaw.span.start, furthest)
        });
        Self { reach: reach.collect() }
    }

    /// Whether what stands at `span` is among that. This takes the logarithm of the number of flaws: a hostile line has
    /// thousands of them, and as many characters that are asked about.
    pub(in crate::rules) fn has(&self, span: Span) -> bool {
        let before = self.reach.partition_point(|(start, _)| *start <= span.start);
        let furthest = before.checked_sub(1).and_then(|last| self.reach.get(last));
        furthest.is_some_and(|(_, furthest)| *furthest >= span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Defaults, SectionKind, Surroundings};
    use crate::syntax::Marker;

    #[test]
    fn what_lies_in_a_flaw_is_reported_with_the_marker() {
        let line = b"<<<FILE>>> a\x07b k=\"\\q\x07 v\" \x07\n";
        let marker = Marker::parse(line).expect("a marker");
        let defaults = Defaults::default();
        let whole = Span::new(0, line.len());
        let (body, around) = (Span::empty(whole.end), Surroundings::default());
        let document = Document::new(line, SectionKind::Document, Some(&marker), body, around, &defaults);
        let reported = ReportedWithMarker::of(&document);
        for start in 0..line.len() {
            for end in start + 1..=line.len() {
                let span = Span::new(start, end);
                let expected = marker.flaws.iter().any(|flaw| flaw.span.contains(span));
                assert_eq!(reported.has(span), expected, "{span:?} of {:?}", marker.flaws);
            }
        }
        assert!(!marker.flaws.is_empty());
    }
}
