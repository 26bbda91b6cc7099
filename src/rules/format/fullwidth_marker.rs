//! `fullwidth-marker`

use super::brackets::both_sides;
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::flaws;
use crate::span::Span;
use crate::syntax::FlawKind;

declare_rule! {
    /// Flags markers that are written with full-width brackets, `＜＜＜FILE＞＞＞`.
    ///
    /// ## Why
    ///
    /// A reader that looks for `<<<FILE>>>` passes over a marker in full-width brackets, and glues two documents
    /// together without a word. An input method for Chinese or Japanese writes U+FF1C and U+FF1E where the key says `<`
    /// and `>`. They look nearly the same, and are other bytes.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// ＜＜＜FILE＞＞＞ a
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
    /// Among the brackets of a marker is U+FF1C or U+FF1E. One finding for each marker; it covers the side that has
    /// them, or both with what stands between them.
    ///
    /// ## Exceptions
    ///
    /// Full-width brackets that stand around no word of a marker are text.
    ///
    /// ## Fix safety
    ///
    /// Safe: the line is read as the same marker before and after.
    FullwidthMarker {
        id: "fullwidth-marker",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for FullwidthMarker {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut sides = flaws(document, FlawKind::FullWidth);
        let Some(first) = sides.next() else { return };
        let last = sides.last().unwrap_or(first);
        report
            .finding(Span::new(first.span.start, last.span.end), "marker with full-width brackets")
            .label("U+FF1C and U+FF1E, not `<` and `>`")
            .help("write `<<<` and `>>>` with the half-width characters of ASCII")
            .fix(both_sides(document));
    }
}
