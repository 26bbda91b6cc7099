//! `marker-spacing`

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::{flaws, mend};
use crate::syntax::{Flaw, FlawKind, Marker};

declare_rule! {
    /// Flags marker lines whose parts are not separated by exactly one space, or that have space where none belongs.
    ///
    /// ## Why
    ///
    /// Readers that split a marker line by hand get empty parts from two spaces, or an id with a space or tab in it,
    /// which no longer equals the same id elsewhere. One space separates the parts of a marker line.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<< FILE >>>  a
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
    /// Between two parts of the line (marker, id, attributes) stands anything but one U+0020: nothing, several, or
    /// other white space. Or white space stands between the brackets and the word, or at the end of the line.
    ///
    /// ## Exceptions
    ///
    /// Space before the marker is reported by `marker-indentation`. Space inside of an id without quotes is reported by
    /// `unquoted-id`.
    ///
    /// ## Fix safety
    ///
    /// Safe: the line is read as the same parts before and after.
    MarkerSpacing {
        id: "marker-spacing",
        category: Format,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MarkerSpacing {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(marker) = document.marker() else { return };
        for flaw in flaws(document, FlawKind::Spacing) {
            let wording = wording(marker, flaw, flaw.span.of(document.bytes()));
            let finding = report.finding(flaw.span, wording.message);
            finding.label(wording.label);
            mend(document, finding, wording.title, wording.help, flaw);
        }
    }
}

struct Wording {
    message: String,
    label: &'static str,
    help: &'static str,
    title: &'static str,
}

fn wording(marker: &Marker, flaw: &Flaw, written: &[u8]) -> Wording {
    let (message, label) = if marker.head.contains(flaw.span) && !flaw.span.is_empty() {
        ("white space inside of the brackets of a marker".to_owned(), "no space belongs here")
    } else if flaw.span.end == marker.content.end {
        ("white space at the end of a marker line".to_owned(), "no space belongs here")
    } else if flaw.span.is_empty() && flaw.span.start == marker.head.end {
        ("no space after the marker".to_owned(), "a space belongs here")
    } else if flaw.span.is_empty() {
        ("no space between two parts of a marker line".to_owned(), "a space belongs here")
    } else if written.iter().all(|&byte| byte == b' ') {
        (format!("{} between two parts of a marker line", counted(written.len(), "space")), "one space belongs here")
    } else {
        ("other white space than a space in a marker line".to_owned(), "one space belongs here")
    };
    match flaw.replacement.as_deref() {
        Some(b" ") => Wording { message, label, help: "separate the parts by one space", title: "write one space" },
        _ => Wording { message, label, help: "remove the white space", title: "remove the white space" },
    }
}
