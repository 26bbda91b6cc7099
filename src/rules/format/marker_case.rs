//! `marker-case`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::{flaws, mend};
use crate::rules::wording::shown;
use crate::syntax::FlawKind;

declare_rule! {
    /// Flags marker lines whose word is not in capitals.
    ///
    /// ## Why
    ///
    /// A reader that looks for `<<<FILE>>>` passes over `<<<file>>>`, and glues two documents together without a word.
    /// Markers are `<<<CORPUS>>>`, `<<<FILE>>>` and `<<<END>>>`, in capitals.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<File>>> a
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
    /// The word between the brackets is `CORPUS`, `FILE` or `END` but for the case of its ASCII letters.
    ///
    /// ## Exceptions
    ///
    /// Other words in lower case, such as `<<<note>>>`, are text. What spells the end in another way, such as
    /// `<<<endfile>>>`, is reported by `document-end-marker`.
    ///
    /// ## Fix safety
    ///
    /// Safe: the line is read as the same marker before and after.
    MarkerCase {
        id: "marker-case",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MarkerCase {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for flaw in flaws(document, FlawKind::Case) {
            let written = shown(flaw.span.of(document.bytes()));
            let right = shown(flaw.replacement.as_deref().unwrap_or_default());
            let finding = report.finding(flaw.span, format!("marker word `{written}` is not in capitals"));
            finding.label(format!("write `{right}`"));
            let help = "write the word in capitals; if the line is text, put a backslash before it";
            mend(document, finding, "write the word in capitals", help, flaw);
        }
    }
}
