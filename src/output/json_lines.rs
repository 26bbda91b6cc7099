//! One JSON document on each line, written as findings come: `"kind"` says what it is.
//!
//! `diagnostic` has the fields that a diagnostic has in the format `json`, `failure` those of a failure, and the last
//! line is the `summary`: without it, a report was cut off.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{JsonDiagnostic, JsonFailure, JsonSummary, JsonTool, VERSION};
use super::json_text::value;
use super::report::{Head, Reporter};
use crate::diagnostic::Diagnostic;

/// One JSON document on each line.
pub(super) struct JsonLines;

#[derive(Serialize)]
struct Line<T> {
    kind: &'static str,
    #[serde(flatten)]
    content: T,
}

#[derive(Serialize)]
struct LastLine<'a> {
    version: u32,
    tool: JsonTool<'a>,
    #[serde(flatten)]
    summary: JsonSummary,
}

fn line(kind: &'static str, content: impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    value(&Line { kind, content }, out)?;
    out.write_all(b"\n")
}

impl Reporter for JsonLines {
    fn begin(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        head.failures.iter().try_for_each(|failure| line("failure", JsonFailure::new(failure), out))
    }

    fn finding(&mut self, _: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        line("diagnostic", JsonDiagnostic::new(diagnostic), out)
    }

    fn end(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        let last = LastLine { version: VERSION, tool: JsonTool::new(head.version), summary: JsonSummary::new(head) };
        line("summary", last, out)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{FORMAT, IDENTITY, diagnostic, written};

    const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

    #[test]
    fn each_line_says_what_it_is_and_the_last_one_that_it_is_the_last() {
        let mut found = diagnostic(&FORMAT, "a\nb", TEXT, "second");
        found.message = "two\nlines".to_owned();
        let text = written(Format::JsonLines, &[found, diagnostic(&IDENTITY, "c", TEXT, "first")]);
        let lines: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
        let kinds: Vec<&str> = lines.iter().filter_map(|line| line["kind"].as_str()).collect();
        assert_eq!(kinds, ["diagnostic", "diagnostic", "summary"]);
        assert_eq!(lines[0]["message"], "two\nlines");
        assert_eq!(lines[2]["findings"]["warning"], 1);
    }

    #[test]
    fn a_diagnostic_is_what_it_is_in_json() {
        let found = [diagnostic(&FORMAT, "a", TEXT, "second")];
        let json: serde_json::Value = serde_json::from_str(&written(Format::Json, &found)).expect("it is JSON");
        let lines = written(Format::JsonLines, &found);
        let mut line: serde_json::Value =
            serde_json::from_str(lines.lines().next().expect("a line")).expect("it is JSON");
        line.as_object_mut().expect("an object").remove("kind");
        assert_eq!(json["diagnostics"][0], line);
    }
}
