//! `marker-brackets`

use super::brackets::both_sides;
use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::flaws;
use crate::span::Span;
use crate::syntax::{Flaw, FlawKind};

declare_rule! {
    /// Flags markers with more or fewer than three angle brackets on a side.
    ///
    /// ## Why
    ///
    /// A reader that looks for `<<<FILE>>>` at the start of a line passes over `<<FILE>>`, and glues two documents
    /// together without a word.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<FILE>> a
    /// Some text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// Around `CORPUS`, `FILE` or `END` stand one to six brackets on each side, not three on both, and so many that
    /// the line is near to a marker: four in all for a word in capitals; six in all, and two on each side, for a word
    /// in another case. One finding for each marker; it covers the side that is wrong, or both with what stands
    /// between them.
    ///
    /// ## Exceptions
    ///
    /// Seven brackets are a merge conflict and no marker. Fewer brackets are text. Full-width brackets are reported by
    /// `fullwidth-marker`.
    ///
    /// ## Fix safety
    ///
    /// Safe: the line is read as the same marker before and after.
    MarkerBrackets {
        id: "marker-brackets",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MarkerBrackets {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(marker) = document.marker() else { return };
        let mut sides = flaws(document, FlawKind::Brackets);
        let Some(first) = sides.next() else { return };
        let side = |flaw: &Flaw| if flaw.span.start < marker.word_span.start { "before" } else { "after" };
        let count = |flaw: &Flaw| counted(flaw.span.len(), "bracket");
        let (span, message) = match sides.next() {
            None => (first.span, format!("marker with {} {} its word, and not 3", count(first), side(first))),
            Some(second) => (
                Span::new(first.span.start, second.span.end),
                format!("marker with {} before and {} after its word, and not 3", count(first), count(second)),
            ),
        };
        let finding = report.finding(span, message);
        finding.label("3 brackets belong on each side");
        finding.help("write `<<<` and `>>>` around the word; if the line is text, put a backslash before it");
        finding.fix(both_sides(document));
    }
}
