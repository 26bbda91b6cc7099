//! `marker-indentation`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::{flaws, mend};
use crate::syntax::FlawKind;

declare_rule! {
    /// Flags marker lines with white space before the marker.
    ///
    /// ## Why
    ///
    /// A reader that looks for `<<<FILE>>>` at the start of a line passes over an indented one, and glues two documents
    /// together without a word. A marker stands in the first column. The white space may be invisible: a no-break space
    /// or a zero-width space comes along when a line is copied from a web page.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    ///   <<<FILE>>> a
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
    /// One or more of space, TAB, U+00A0, U+202F, U+3000 and U+200B between the start of the line and the opening
    /// brackets of a marker.
    ///
    /// ## Exceptions
    ///
    /// A byte order mark before a marker is reported by `byte-order-mark`. Indented lines with another word between
    /// the brackets are text.
    ///
    /// ## Fix safety
    ///
    /// Safe: the line is read as a marker with and without the white space.
    MarkerIndentation {
        id: "marker-indentation",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MarkerIndentation {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for flaw in flaws(document, FlawKind::Indentation) {
            let message = match document.str(flaw.span).and_then(|white| white.chars().find(|white| !white.is_ascii()))
            {
                Some(odd) => format!("marker with invisible white space before it (U+{:04X})", u32::from(odd)),
                None => "marker with white space before it".to_owned(),
            };
            let finding = report.finding(flaw.span, message);
            finding.label("nothing belongs before a marker");
            let help = "begin the line with `<<<`; if the line is text, put a backslash before it";
            mend(document, finding, "remove the white space", help, flaw);
        }
    }
}
