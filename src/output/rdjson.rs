//! The Reviewdog Diagnostic Format, in which columns count bytes.

use std::io::{self, Write};

use serde::Serialize;

use super::json_text::{Items, value};
use super::message::{failures, message};
use super::report::{Head, Reporter};
use crate::diagnostic::{Diagnostic, PlacedFix, Severity};
use crate::fix::Applicability;
use crate::span::{Place, Position};

/// A report for reviewdog.
#[derive(Default)]
pub(super) struct Rdjson {
    diagnostics: Items,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
}

#[derive(Serialize)]
struct RdDiagnostic<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<[Suggestion<'a>; 1]>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: RdPosition,
    end: RdPosition,
}

#[derive(Serialize)]
struct RdPosition {
    line: u64,
    column: u64,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

impl Range {
    fn new(place: Place) -> Self {
        let position = |at: Position| RdPosition { line: at.line.max(1), column: at.byte_column.max(1) };
        Self { start: position(place.start), end: position(place.end) }
    }
}

/// A fix as a suggestion. One of several edits would come to several suggestions, of which somebody takes only one.
fn suggestion(fix: &PlacedFix) -> Option<[Suggestion<'_>; 1]> {
    match fix.edits.as_slice() {
        [edit] if fix.applicability != Applicability::DisplayOnly => {
            let text = std::str::from_utf8(&edit.content).ok()?;
            Some([Suggestion { range: Range::new(edit.place), text }])
        }
        _ => None,
    }
}

impl Reporter for Rdjson {
    fn begin(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\n\"source\": ")?;
        value(&Tool { name: "corplint" }, out)?;
        write!(out, ",\n\"diagnostics\": ")?;
        for (path, message) in failures(head) {
            let location = Location { path, range: None };
            let code = Code { value: "unreadable-file" };
            let failure = RdDiagnostic { message, location, severity: "ERROR", code, suggestions: None };
            self.diagnostics.next(&failure, out)?;
        }
        Ok(())
    }

    fn finding(&mut self, head: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let found = RdDiagnostic {
            message: message(diagnostic),
            location: Location { path: head.path(&diagnostic.source), range: Some(Range::new(diagnostic.place)) },
            severity: match diagnostic.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            code: Code { value: diagnostic.rule.id },
            suggestions: diagnostic.fix.as_ref().and_then(suggestion),
        };
        self.diagnostics.next(&found, out)
    }

    fn end(&mut self, _: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.diagnostics.end(out)?;
        writeln!(out, "\n}}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{FORMAT, diagnostic, written};
    use super::*;
    use crate::diagnostic::PlacedEdit;

    const TEXT: &str = "<<<FILE>>> report-1\nünd word\nsecond\n";

    #[test]
    fn columns_are_bytes_and_a_simple_fix_is_a_suggestion() {
        let mut found = diagnostic(&FORMAT, "drop/a.corpus", TEXT, "word");
        let edit = PlacedEdit { place: found.place, content: b"words".as_slice().into() };
        let fix = PlacedFix { title: "write it".to_owned(), applicability: Applicability::Safe, edits: vec![edit] };
        found.fix = Some(fix.clone());
        insta::assert_snapshot!("rdjson", written(Format::Rdjson, &[found]));
        let twice = PlacedFix { edits: [fix.edits.clone(), fix.edits.clone()].concat(), ..fix.clone() };
        assert!(suggestion(&twice).is_none());
        assert!(suggestion(&PlacedFix { applicability: Applicability::DisplayOnly, ..fix }).is_none());
    }
}
