//! `malformed-id`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::{flaws, mend};
use crate::rules::wording::shown;
use crate::syntax::FlawKind;

declare_rule! {
    /// Flags ids with a quotation mark or control character in them, and ids whose quotes are not closed.
    ///
    /// ## Why
    ///
    /// Readers disagree about where an id with a stray quotation mark or control character ends, so that the same
    /// document has two names.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> 12"single
    /// Some text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> "12\"single"
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// An id that does not begin with `"` has a `"` or a control character (Unicode category Cc) in it. Or an id that
    /// begins with `"` has no closing one on its line; then it is read to the end of the line.
    ///
    /// ## Exceptions
    ///
    /// Unknown escapes in a quoted id are reported by `malformed-attribute`, with those of attributes.
    ///
    /// ## Fix safety
    ///
    /// Safe: the id is put in quotes and stays the same. Unsafe where a control character stands in it, which is kept
    /// as an escape. There is no fix for a carriage return: what follows it is most likely a text with the line endings
    /// of old Macs. And none for quotes that are not closed, since nobody can tell where they were meant to be.
    MalformedId {
        id: "malformed-id",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MalformedId {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for flaw in flaws(document, FlawKind::MalformedId) {
            let written = flaw.span.of(document.bytes());
            if written.first() == Some(&b'"') {
                report
                    .finding(flaw.span, "the quotes around an id are not closed")
                    .label("read to the end of the line")
                    .help("write `\"` after the id");
                continue;
            }
            let what = if written.contains(&b'"') { "quotation mark" } else { "control character" };
            let finding = report.finding(flaw.span, format!("id with a {what} in it"));
            let help = match flaw.replacement.as_deref() {
                Some(quoted) => format!("put the id in quotes: `{}`", shown(quoted)),
                None => "put the id in quotes".to_owned(),
            };
            mend(document, finding, "put the id in quotes", &help, flaw);
        }
    }
}
