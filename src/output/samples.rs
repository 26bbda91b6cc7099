//! Findings for the tests of all formats.

use std::sync::Arc;

use super::{Format, Options, Roots, Run, RunReport, Style, write};
use crate::config::{Budget, FailOn};
use crate::diagnostic::{Diagnostic, Excerpt, Fingerprint, Related, Severity};
use crate::fix::Applicability;
use crate::gate::{Judgement, Ledger};
use crate::linter::{Accepted, CheckedFile, Counts, FileFindings, Profile};
use crate::rule::{Category, RuleMeta, Scope, Setting};
use crate::source::Source;
use crate::span::{Locator, Position, Span};

/// A rule that documents only are shown to.
pub(super) static IDENTITY: RuleMeta = RuleMeta {
    id: "sample-identity",
    category: Category::Identity,
    severity: Severity::Error,
    fix: None,
    languages: &[],
    default: true,
    since: "0.1.0",
    scope: Scope::Documents,
    doc: " Flags samples without identity.\n\n ## Why\n\n A sample that nobody can name is a sample that nobody can\n \
          take out. With a second sentence.\n\n And a second paragraph.\n",
    file: "samples.rs",
    settings: &[],
};

/// A rule that everything is shown to.
pub(super) static FORMAT: RuleMeta = RuleMeta {
    id: "sample-format",
    category: Category::Format,
    severity: Severity::Warning,
    fix: Some(Applicability::Safe),
    languages: &["fr", "en"],
    default: true,
    since: "0.2.0",
    scope: Scope::Sections,
    doc: " Flags samples of the wrong form.\n\n ## Why\n\n What has no form, e.g. a heap, has no end either.\n",
    file: "samples.rs",
    settings: &[Setting::choice("shape", "The shape that a sample has to have", &["round", "square"])],
};

/// A finding of `rule` at the first place of `text` where `mark` stands.
pub(super) fn diagnostic(rule: &'static RuleMeta, path: &str, text: &str, mark: &str) -> Diagnostic {
    let start = text.find(mark).expect("the mark is in the text");
    diagnostic_at(rule, Source::memory(path, text.as_bytes()), text.as_bytes(), Span::new(start, start + mark.len()))
}

/// A finding of `rule` at `span` of `bytes`.
pub(super) fn diagnostic_at(rule: &'static RuleMeta, source: Source, bytes: &[u8], span: Span) -> Diagnostic {
    let related = related_at(source, bytes, span, "");
    let text = String::from_utf8_lossy(bytes).into_owned();
    let up_to_place = text.lines().zip(1..).take_while(|(_, number)| *number <= related.place.start.line);
    let marker = up_to_place.filter(|(line, _)| line.starts_with("<<<")).last();
    let id = marker.and_then(|(line, _)| line.strip_prefix("<<<FILE>>> ")?.split(' ').next());
    Diagnostic {
        rule,
        severity: rule.severity,
        message: "a sample of what can be wrong".to_owned(),
        label: Some("this".to_owned()),
        help: None,
        document: id.map(Arc::from),
        in_document: marker.is_some_and(|(line, _)| line.starts_with("<<<FILE>>>")),
        document_line: related.place.start.line.saturating_sub(marker.map_or(0, |(_, number)| number)),
        source: related.source,
        place: related.place,
        excerpt: related.excerpt,
        related: Vec::new(),
        fix: None,
        fingerprint: Some(Fingerprint([7; 16])),
        occurrence: 0,
        origin: Some(Arc::default()),
    }
}

/// A place that belongs to a finding, at the first place of `text` where `mark` stands.
pub(super) fn related(path: &str, text: &str, mark: &str, label: &str) -> Related {
    let start = text.find(mark).expect("the mark is in the text");
    let span = Span::new(start, start + mark.len());
    related_at(Source::memory(path, text.as_bytes()), text.as_bytes(), span, label)
}

fn related_at(source: Source, bytes: &[u8], span: Span, label: &str) -> Related {
    let place = Locator::new(bytes, Position::START).place(span);
    let excerpt = Some(Excerpt::new(bytes, span, place.start.line));
    Related { source: Arc::new(source), place, label: label.to_owned(), excerpt }
}

/// What `format` makes of findings, without colour and in 80 columns.
pub(super) fn written(format: Format, diagnostics: &[Diagnostic]) -> String {
    written_with(format, diagnostics, &Options::default())
}

/// What `format` makes of findings.
pub(super) fn written_with(format: Format, diagnostics: &[Diagnostic], options: &Options) -> String {
    let findings = diagnostics.to_vec().into();
    let report = RunReport { findings: &findings, counts: COUNTS, failures: &[], version: "0.0.0" };
    written_by(format, report, options, &Profile::default())
}

/// What was counted in the run of which the findings are.
const COUNTS: Counts = Counts {
    files: 1,
    documents: 5,
    bytes: 1000,
    accepted: Accepted { by_documents: 0, by_configuration: 0, by_baseline: 0 },
};

/// What `format` makes of a report.
pub(super) fn written_of(format: Format, report: RunReport<'_>) -> String {
    written_by(format, report, &Options::default(), &Profile::default())
}

/// What `format` makes of a report whose documents say this of themselves.
pub(super) fn written_by(format: Format, report: RunReport<'_>, options: &Options, profile: &Profile) -> String {
    judged_by(format, report, options, profile, &[])
}

/// What `format` makes of a report for which there are budgets.
pub(super) fn judged(format: Format, report: RunReport<'_>, budgets: &[Budget]) -> String {
    judged_by(format, report, &Options::default(), &Profile::default(), budgets)
}

fn judged_by(
    format: Format,
    report: RunReport<'_>,
    options: &Options,
    profile: &Profile,
    budgets: &[Budget],
) -> String {
    let mut files: Vec<CheckedFile> = Vec::new();
    for diagnostic in &report.findings.all().expect("memory can be read") {
        if files.last().is_none_or(|file| file.source.path() != diagnostic.source.path()) {
            let (source, findings) = (Arc::clone(&diagnostic.source), FileFindings::default());
            files.push(CheckedFile { source, documents: 1, findings });
        }
        if let Some(file) = files.last_mut() {
            file.findings.worst = file.findings.worst.max(Some(diagnostic.severity));
        }
    }
    let roots = Roots::default();
    let fail_at = Some(Severity::Error);
    let mut ledger = Ledger::new(FailOn(fail_at), budgets, &files);
    report.findings.all().expect("memory can be read").iter().for_each(|diagnostic| ledger.add(diagnostic));
    let judgement: Judgement = ledger.judge(report.counts.documents, profile, !report.failures.is_empty());
    let exit_code = judgement.verdict.exit_code();
    let run = Run { report, judgement: &judgement, exit_code, fail_at, files: &files, profile, roots: &roots };
    let mut out = Vec::new();
    write(format, &run, *options, &mut out).expect("memory can be written to");
    String::from_utf8(out).expect("every report is UTF-8")
}

/// Findings only, in this many columns.
pub(super) fn findings_only(width: usize) -> Options {
    Options { style: Style { width, ..Style::default() }, quiet: true, ..Options::default() }
}
