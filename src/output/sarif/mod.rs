//! SARIF 2.1.0, as code scanning of GitHub and viewers of results read it.
//!
//! What GitHub asks for beyond the schema: every result has a place, regions are of one line and have all four numbers,
//! paths are relative, and `executionSuccessful` is true also if something was found, or the report would be refused.
//! It keeps 5,000 results of a run, so the worst and some of each rule are chosen here, and a notification says what
//! was left out. Columns are code points.

mod fix;
mod log;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::json_gate::JsonRow;
use super::json_text::{Items, value};
use super::line_hash::line_hashes;
use super::message::{document, failures, help, label, message, verdict};
use super::region::Region;
use super::report::{Head, Reporter};
use super::selection::Selection;
use crate::diagnostic::{Diagnostic, Severity};
use crate::number::{counted, grouped};
use crate::rule::RuleMeta;
use crate::source::Source;
use log::{
    Artifact, Configuration, Driver, Finding, Fingerprints, Invocation, Location, LogicalLocation, Markdown,
    Notification, PhysicalLocation, Rule, RuleProperties, RunProperties, SarifFix, SarifRegion, Text,
};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// How many results there are at most.
const MOST: u64 = 5_000;

/// How many other places of a finding are listed.
const RELATED: usize = 4;

/// How many files that could not be read are named.
const NOTIFICATIONS: usize = 100;

/// How much of a text that is ours is shown, in characters.
const DESCRIPTION: usize = 1_000;

/// A SARIF report.
#[derive(Default)]
pub(super) struct Sarif {
    selection: Selection,
    rules: BTreeMap<&'static str, usize>,
    results: Items,
    /// The results of the file whose findings are coming, and the file. Their lines are hashed together.
    pending: Vec<Finding>,
    source: Option<Arc<Source>>,
}

impl Reporter for Sarif {
    fn begin(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.selection = Selection::of_every_rule(&head.summary.by_rule, MOST);
        let rules: BTreeMap<&str, &'static RuleMeta> =
            head.summary.by_rule.iter().map(|row| (row.rule.id, row.rule)).collect();
        self.rules = rules.values().enumerate().map(|(number, rule)| (rule.id, number)).collect();
        let rules = rules.into_values().map(Rule::new).collect();
        let driver = Driver { name: "corplint", semantic_version: head.version, rules };
        let invocation = Invocation {
            execution_successful: true,
            exit_code: head.exit_code,
            tool_execution_notifications: notifications(head, &self.selection),
        };
        let summary = &head.summary;
        let properties = RunProperties {
            files: head.counts.files,
            documents: head.counts.documents,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            left_out: self.selection.left_out,
            accepted: head.counts.accepted.all(),
            verdict: verdict(head.verdict),
            gate: head.judgement.rows.iter().map(|row| JsonRow::new(row, head)).collect(),
        };
        write!(
            out,
            "{{\n\"$schema\": \"{SCHEMA}\",\n\"version\": \"2.1.0\",\n\"runs\": [{{\n\"tool\": {{\"driver\": "
        )?;
        value(&driver, out)?;
        write!(out, "}},\n\"columnKind\": \"unicodeCodePoints\",\n\"automationDetails\": {{\"id\": \"corplint/\"}},")?;
        write!(out, "\n\"invocations\": [")?;
        value(&invocation, out)?;
        write!(out, "],\n\"properties\": ")?;
        value(&properties, out)?;
        write!(out, ",\n\"results\": ")
    }

    fn finding(&mut self, head: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        if !self.selection.takes(diagnostic) {
            return Ok(());
        }
        if self.source.as_ref().is_none_or(|source| !Arc::ptr_eq(source, &diagnostic.source)) {
            self.flush(out)?;
            self.source = Some(Arc::clone(&diagnostic.source));
        }
        let rule_index = self.rules.get(diagnostic.rule.id).copied().unwrap_or_default();
        self.pending.push(Finding::new(head, diagnostic, rule_index, diagnostic.key()));
        Ok(())
    }

    fn end(&mut self, _: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)?;
        self.results.end(out)?;
        writeln!(out, "\n}}]\n}}")
    }
}

impl Sarif {
    /// Writes the results of a file, now that all are known whose lines are to be hashed.
    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let Some(source) = self.source.take() else { return Ok(()) };
        let lines: BTreeSet<u64> = self.pending.iter().map(Finding::line).collect();
        // A file that cannot be read any more has no hashes; then GitHub makes its own, or does without.
        let hashes = line_hashes(|| source.open(), &lines).unwrap_or_default();
        for mut finding in self.pending.drain(..) {
            finding.partial_fingerprints.line = hashes.get(&finding.line()).cloned();
            self.results.next(&finding, out)?;
        }
        Ok(())
    }
}

/// What has to be said of the run itself.
fn notifications(head: &Head<'_>, selection: &Selection) -> Vec<Notification> {
    let mut notifications: Vec<Notification> = failures(head)
        .zip(head.failures)
        .take(NOTIFICATIONS)
        .map(|((path, reason), failure)| Notification {
            level: "error",
            message: Text { text: escaped(&format!("{path} {reason}")) },
            locations: Some([Location {
                id: None,
                physical_location: PhysicalLocation {
                    artifact_location: Artifact { uri: uri(&head.roots.relative(failure.source.path())) },
                    region: None,
                },
                logical_locations: None,
                message: None,
            }]),
        })
        .collect();
    let unnamed = head.failures.len().saturating_sub(NOTIFICATIONS);
    let text = format!("{} more cannot be read", counted(unnamed, "file"));
    notifications.extend((unnamed > 0).then_some(Notification {
        level: "error",
        message: Text { text },
        locations: None,
    }));
    let text = format!(
        "{} of {} are left out, of rules that have many; the reports in other formats have them",
        grouped(selection.left_out),
        counted(head.summary.findings(), "finding"),
    );
    let left_out = Notification { level: "warning", message: Text { text }, locations: None };
    notifications.extend((selection.left_out > 0).then_some(left_out));
    notifications
}

impl Rule {
    fn new(rule: &'static RuleMeta) -> Self {
        let summary = rule.summary();
        let why = rule.section("Why").unwrap_or_default();
        let first = why.split("\n\n").next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        let doc: String =
            rule.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n");
        let plain = |text: &str| Text { text: text.chars().take(DESCRIPTION).collect() };
        Self {
            id: rule.id,
            full_description: plain(if first.is_empty() { &summary } else { &first }),
            help: Markdown { text: format!("{summary}\n\n{why}"), markdown: doc },
            short_description: plain(&summary),
            default_configuration: Configuration { level: level(rule.severity) },
            properties: RuleProperties {
                tags: [rule.category.name()],
                severity: match rule.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Info => "recommendation",
                },
            },
        }
    }
}

impl Finding {
    fn new(head: &Head<'_>, diagnostic: &Diagnostic, rule_index: usize, own: Option<String>) -> Self {
        let region = Region::of(diagnostic);
        let file = || Artifact { uri: uri(&head.roots.relative(diagnostic.source.path())) };
        let name = document(diagnostic).map(|id| [LogicalLocation { fully_qualified_name: id, kind: "document" }]);
        let mut text = escaped(&message(diagnostic));
        let mut related_locations = Vec::new();
        for (number, related) in (1..).zip(diagnostic.related.iter().take(RELATED)) {
            let words = label(&related.label);
            // GitHub shows another place only where the message has a link to it.
            text = format!("{text}; see [{}]({number})", escaped(if words.is_empty() { "here" } else { &words }));
            let start = related.place.start;
            let (line, column) = (start.line.max(1), start.column.max(1));
            let end_column = if related.place.end.line == line { related.place.end.column } else { column };
            let region = SarifRegion {
                start_line: line,
                start_column: column,
                end_line: line,
                end_column: end_column.max(column),
                byte_offset: None,
                byte_length: None,
            };
            related_locations.push(Location {
                id: Some(number),
                physical_location: PhysicalLocation {
                    artifact_location: Artifact { uri: uri(&head.roots.relative(related.source.path())) },
                    region: Some(region),
                },
                logical_locations: None,
                message: Some(Text { text: escaped(&words) }),
            });
        }
        if let Some(help) = help(diagnostic) {
            text = format!("{text}. To do: {}.", escaped(&help));
        }
        let region = SarifRegion {
            start_line: region.line,
            start_column: region.column,
            end_line: region.line,
            end_column: region.end_column,
            byte_offset: Some(region.byte),
            byte_length: Some(region.bytes),
        };
        let location = Location {
            id: None,
            physical_location: PhysicalLocation { artifact_location: file(), region: Some(region) },
            logical_locations: name,
            message: None,
        };
        Self {
            rule_id: diagnostic.rule.id,
            rule_index,
            level: level(diagnostic.severity),
            message: Text { text },
            locations: [location],
            related_locations,
            partial_fingerprints: Fingerprints { line: None, own },
            fixes: diagnostic.fix.as_ref().and_then(|fix| SarifFix::new(fix, file())).map(|fix| [fix]),
        }
    }

    fn line(&self) -> u64 {
        let [location] = &self.locations;
        location.physical_location.region.as_ref().map_or(1, |region| region.start_line)
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// Text in a message, where `[…](1)` would be a link and `{0}` a gap to be filled.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '[' | ']' => escaped.push('\\'),
            '{' | '}' => escaped.push(character),
            _ => {}
        }
        escaped.push(character);
    }
    escaped
}

/// A relative path as a URI: whatever is not a letter, a digit or one of `-._~` by its bytes.
fn uri(path: &Path) -> String {
    let mut uri = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(*byte)),
            b'\\' if cfg!(windows) => uri.push('/'),
            byte => {
                // Writing to a string does not fail.
                let _ = std::fmt::Write::write_fmt(&mut uri, format_args!("%{byte:02X}"));
            }
        }
    }
    uri
}
