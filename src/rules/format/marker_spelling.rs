//! `marker-spelling`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::{flaws, mend};
use crate::rules::wording::shown;
use crate::syntax::FlawKind;

declare_rule! {
    /// Flags markers with the id inside of the brackets, such as `<<<FILE: id>>>` and `<<<FILE name="id">>>`.
    ///
    /// ## Why
    ///
    /// A reader that looks for `<<<FILE>>>` passes over a marker with the id in its brackets, and glues two documents
    /// together without a word. The id stands after the marker; other tools write it inside of the brackets, in several
    /// ways.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE: notes.txt>>>
    /// Some text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> notes.txt
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// `<<<`, `FILE` in any case, then a blank, `:` or `=`, then anything that is not blank up to the next `>>>`. The
    /// first part that is no attribute is the id, or else the value of `name`, `id`, `path`, `file` or `filename`.
    ///
    /// ## Exceptions
    ///
    /// None known.
    ///
    /// ## Fix safety
    ///
    /// Safe: the line is read as the same id and attributes before and after. There is no fix where a part of the line
    /// cannot be read, since it would get another meaning in its new place.
    MarkerSpelling {
        id: "marker-spelling",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MarkerSpelling {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for flaw in flaws(document, FlawKind::Spelling) {
            let finding = report.finding(flaw.span, "marker with the id inside of its brackets");
            finding.label("the id belongs after the brackets");
            let help = match flaw.replacement.as_deref() {
                Some(right) => format!("write `{}`", shown(right)),
                None => "write the id after the marker: `<<<FILE>>> id`".to_owned(),
            };
            mend(document, finding, "write the id after the marker", &help, flaw);
        }
    }
}
