//! One JSON document, with types of its own: what stands here is promised, and the rest of the program may change.
//!
//! Version 1 of the promise: fields are added, and none is taken away or changes its meaning. A diagnostic is one
//! line. Offsets count bytes from 0, lines and columns from 1, columns in code points; an end is one past the last.
//!
//! What is no UTF-8 is not lost: a path or the content of an edit then has its bytes beside it, in hexadecimal
//! (`path_hex`, `content_hex`), where the text is what people are shown. In ids, bad bytes are U+FFFD; where the id is
//! can be read from the places. Of an id of more than 1,024 bytes the middle is left out, and `document_bytes`, which no
//! other has, says how long it is.
//!
//! A `fingerprint` stays the same when lines are put in above, or the document is moved to another file. Its number
//! tells findings apart that a rule made of the same words of a document.
//!
//! Everything that a terminal could obey is escaped, so that the report can be looked at as it is.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::json_gate::JsonRow;
use super::json_text::{Items, hex, hex_of, list, text_of, value};
use super::message::{verdict, without_number};
use super::report::{Head, Reporter};
use crate::diagnostic::{Diagnostic, LONGEST_ID, PlacedEdit, PlacedFix, Related, shortened_id};
use crate::fix::Applicability;
use crate::linter::Failure;
use crate::span::{Place, Position};

/// The version of the promise.
pub(super) const VERSION: u32 = 1;

/// One JSON document.
#[derive(Default)]
pub(super) struct Json {
    diagnostics: Items,
}

impl Reporter for Json {
    fn begin(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\n\"version\": {VERSION},\n\"tool\": ")?;
        value(&JsonTool::new(head.version), out)?;
        write!(out, ",\n\"summary\": ")?;
        value(&JsonSummary::new(head), out)?;
        write!(out, ",\n\"failures\": ")?;
        list(head.failures.iter().map(JsonFailure::new), out)?;
        write!(out, ",\n\"diagnostics\": ")
    }

    fn finding(&mut self, _: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        self.diagnostics.next(&JsonDiagnostic::new(diagnostic), out)
    }

    fn end(&mut self, _: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.diagnostics.end(out)?;
        writeln!(out, "\n}}")
    }
}

/// What made the report.
#[derive(Debug, Serialize)]
pub(super) struct JsonTool<'a> {
    name: &'static str,
    version: &'a str,
}

impl<'a> JsonTool<'a> {
    /// This program, in this version.
    pub(super) const fn new(version: &'a str) -> Self {
        Self { name: "corplint", version }
    }
}

#[derive(Serialize)]
pub(super) struct JsonSummary {
    files: u64,
    documents: u64,
    documents_with_findings: u64,
    bytes: u64,
    findings: JsonFindings,
    by_rule: Vec<JsonRuleCount>,
    allowed: u64,
    allowed_by_configuration: u64,
    baselined: u64,
    failed_files: usize,
    verdict: &'static str,
    exit_code: u8,
    gate: Vec<JsonRow>,
}

#[derive(Serialize)]
struct JsonFindings {
    error: u64,
    warning: u64,
    info: u64,
}

#[derive(Serialize)]
struct JsonRuleCount {
    rule: &'static str,
    category: &'static str,
    severity: &'static str,
    count: u64,
}

impl JsonSummary {
    pub(super) fn new(head: &Head<'_>) -> Self {
        let Head { summary, counts, failures, .. } = head;
        let by_rule = summary.by_rule.iter().map(|row| JsonRuleCount {
            rule: row.rule.id,
            category: row.rule.category.name(),
            severity: row.severity.name(),
            count: row.count,
        });
        Self {
            files: counts.files,
            documents: counts.documents,
            documents_with_findings: summary.documents,
            bytes: counts.bytes,
            findings: JsonFindings { error: summary.errors, warning: summary.warnings, info: summary.infos },
            by_rule: by_rule.collect(),
            allowed: counts.accepted.by_documents,
            allowed_by_configuration: counts.accepted.by_configuration,
            baselined: counts.accepted.by_baseline,
            failed_files: failures.len(),
            verdict: verdict(head.verdict),
            exit_code: head.exit_code,
            gate: head.judgement.rows.iter().map(|row| JsonRow::new(row, head)).collect(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct JsonFailure<'a> {
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
    message: String,
}

impl<'a> JsonFailure<'a> {
    pub(super) fn new(failure: &'a Failure) -> Self {
        let path = failure.source.path();
        Self {
            path: text_of(path),
            path_hex: hex_of(path),
            message: without_number(&failure.error.to_string()).to_owned(),
        }
    }
}

#[derive(Serialize)]
pub(super) struct JsonDiagnostic<'a> {
    rule: &'static str,
    category: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
    document: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_bytes: Option<usize>,
    document_line: u64,
    start: JsonPosition,
    end: JsonPosition,
    related: Vec<JsonRelated<'a>>,
    fix: Option<JsonFix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
}

impl<'a> JsonDiagnostic<'a> {
    pub(super) fn new(diagnostic: &'a Diagnostic) -> Self {
        let (start, end) = ends(diagnostic.place);
        Self {
            rule: diagnostic.rule.id,
            category: diagnostic.rule.category.name(),
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            label: diagnostic.label.as_deref(),
            help: diagnostic.help.as_deref(),
            path: text_of(diagnostic.source.path()),
            path_hex: hex_of(diagnostic.source.path()),
            document: diagnostic.document.as_deref().map(shortened_id),
            document_bytes: diagnostic.document.as_ref().map(|id| id.len()).filter(|length| *length > LONGEST_ID),
            document_line: diagnostic.document_line,
            start,
            end,
            related: diagnostic.related.iter().map(JsonRelated::new).collect(),
            fix: diagnostic.fix.as_ref().map(JsonFix::new),
            fingerprint: diagnostic.key(),
        }
    }
}

#[derive(Serialize)]
struct JsonPosition {
    byte: u64,
    line: u64,
    column: u64,
}

fn ends(place: Place) -> (JsonPosition, JsonPosition) {
    let position = |Position { byte, line, column, .. }| JsonPosition { byte, line, column };
    (position(place.start), position(place.end))
}

#[derive(Serialize)]
struct JsonRelated<'a> {
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
    start: JsonPosition,
    end: JsonPosition,
    message: &'a str,
}

impl<'a> JsonRelated<'a> {
    fn new(related: &'a Related) -> Self {
        let (start, end) = ends(related.place);
        let source = related.source.path();
        Self { path: text_of(source), path_hex: hex_of(source), start, end, message: &related.label }
    }
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<JsonEdit<'a>>,
}

impl<'a> JsonFix<'a> {
    fn new(fix: &'a PlacedFix) -> Self {
        let edits = fix.edits.iter().map(JsonEdit::new).collect();
        Self { title: &fix.title, applicability: promise(fix.applicability), edits }
    }
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    start: JsonPosition,
    end: JsonPosition,
    content: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_hex: Option<String>,
}

impl<'a> JsonEdit<'a> {
    fn new(edit: &'a PlacedEdit) -> Self {
        let (start, end) = ends(edit.place);
        let content = String::from_utf8_lossy(&edit.content);
        let content_hex = matches!(content, Cow::Owned(_)).then(|| hex(&edit.content));
        Self { start, end, content, content_hex }
    }
}

/// The name of what can be relied on.
pub(super) const fn promise(applicability: Applicability) -> &'static str {
    match applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
        Applicability::DisplayOnly => "display-only",
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{FORMAT, IDENTITY, diagnostic, related, written, written_of};
    use super::super::sanitize::Class;
    use super::super::{Format, RunReport};
    use super::*;
    use crate::linter::Counts;
    use crate::source::Source;

    const TEXT: &str = "<<<FILE>>> r\u{e9}port\nfirst\nsecond\n";

    fn full() -> Diagnostic {
        let mut found = diagnostic(&FORMAT, "drop/a.corpus", TEXT, "second");
        found.help = Some("write something else".to_owned());
        found.related.push(related("b.corpus", TEXT, "first", "as here"));
        let edit = |content: &[u8]| PlacedEdit { place: found.place, content: content.into() };
        found.fix = Some(PlacedFix {
            title: "write it".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![edit(b"third"), edit(b"caf\xe9")],
        });
        found
    }

    #[test]
    fn a_report_holds_what_was_promised() {
        let accepted = crate::linter::Accepted { by_documents: 1, by_configuration: 2, by_baseline: 3 };
        let counts = Counts { files: 2, documents: 5, bytes: 1234, accepted };
        let failures =
            [Failure { source: Source::file("gone").into(), error: io::Error::other("it is no longer there") }];
        let found = [full(), diagnostic(&IDENTITY, "drop/a.corpus", "nothing around\n", "around")];
        let found = found.to_vec().into();
        let report = RunReport { findings: &found, counts, failures: &failures, version: "1.2.3" };
        insta::assert_snapshot!("report", written_of(Format::Json, report));
    }

    #[test]
    fn a_very_long_id_does_not_stand_whole_beside_each_finding() {
        let mut found = diagnostic(&FORMAT, "a", TEXT, "first");
        found.document = Some("i".repeat(60_000).into());
        let text = written(Format::Json, &[found, diagnostic(&FORMAT, "a", TEXT, "first")]);
        let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        let [long, short] = [0, 1].map(|index| &json["diagnostics"][index]);
        assert_eq!(long["document"].as_str().map(str::len), Some(LONGEST_ID));
        assert_eq!(long["document_bytes"], 60_000);
        assert_eq!((short["document"].as_str(), short.get("document_bytes")), (Some("r\u{e9}port"), None));
    }

    #[test]
    fn an_empty_report_is_json_too() {
        let json: serde_json::Value = serde_json::from_str(&written(Format::Json, &[])).expect("it is JSON");
        assert_eq!(json["diagnostics"], serde_json::json!([]));
        assert_eq!(json["failures"], serde_json::json!([]));
        assert_eq!(json["version"], 1);
    }

    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_not_lost() {
        let hostile =
            "\x1b]8;;x\x07\x7f\u{9b}31m\u{85}\u{2028}\u{202e}\u{200b}\u{e0041} ##[error] section_start:1:x \u{301} é漢";
        let mut found = diagnostic(&FORMAT, "a", TEXT, "first");
        found.message = hostile.to_owned();
        let text = written(Format::Json, &[found]);
        assert!(text.chars().all(|character| character == '\n' || Class::of(character) != Class::Control));
        assert!(text.chars().all(|character| !matches!(Class::of(character), Class::Hidden | Class::Joiner)));
        assert!(text.contains("\\u202e") && text.contains("\\udb40\\udc41"), "{text}");
        assert!(!text.contains("##[") && !text.contains("section_start:"));
        let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(json["diagnostics"][0]["message"], hostile);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_utf8_is_not_lost() {
        use std::os::unix::ffi::OsStringExt as _;

        let mut found = full();
        let path = std::ffi::OsString::from_vec(b"caf\xe9".to_vec());
        found.source = Source::memory(path, &b""[..]).into();
        let json: serde_json::Value = serde_json::from_str(&written(Format::Json, &[found])).expect("it is JSON");
        assert_eq!(json["diagnostics"][0]["path"], r#""caf\351""#);
        assert_eq!(json["diagnostics"][0]["path_hex"], "636166e9");
    }
}
