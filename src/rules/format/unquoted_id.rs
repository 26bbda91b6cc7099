//! `unquoted-id`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::{flaws, mend};
use crate::rules::wording::shown;
use crate::syntax::FlawKind;

declare_rule! {
    /// Flags ids with white space in them and no quotes around them.
    ///
    /// ## Why
    ///
    /// Some readers take only the first word of an id with spaces, so that two documents get the same id. A space ends
    /// an id: of `my file.txt`, a reader takes `my` for the id and does not know what `file.txt` is.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> my file.txt
    /// Some text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> "my file.txt"
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// An id without quotes is followed by further words that are no attributes, look like none, and have no quotation
    /// mark in them. They are read as a part of the id.
    ///
    /// ## Exceptions
    ///
    /// None known.
    ///
    /// ## Fix safety
    ///
    /// Safe: the id is the same with the quotes. Unsafe where a control character stands in it, which is kept as an
    /// escape. There is no fix for a carriage return: what follows it is most likely a text with the line endings of
    /// old Macs.
    UnquotedId {
        id: "unquoted-id",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for UnquotedId {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for flaw in flaws(document, FlawKind::UnquotedId) {
            let finding = report.finding(flaw.span, "id with spaces and no quotes around it");
            finding.label("read as one id");
            let help = match flaw.replacement.as_deref() {
                Some(quoted) => format!("put the id in quotes: `{}`", shown(quoted)),
                None => "put the id in quotes".to_owned(),
            };
            mend(document, finding, "put the id in quotes", &help, flaw);
        }
    }
}
