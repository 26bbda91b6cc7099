//! What is counted over all findings, for every format alike.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::RunReport;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fix::Applicability;
use crate::rule::RuleMeta;

/// The findings of a report, counted.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// How many findings are errors.
    pub(super) errors: u64,
    /// How many are warnings.
    pub(super) warnings: u64,
    /// How many are neither.
    pub(super) infos: u64,
    /// How many documents have findings.
    pub(super) documents: u64,
    /// How many files have findings that count for the verdict.
    pub(super) failing_files: u64,
    /// How many findings count for the verdict.
    pub(super) failing: u64,
    /// What each rule found: the worst first, then the most frequent.
    pub(super) by_rule: Vec<RuleCount>,
}

/// What a rule found at one severity.
#[derive(Clone, Copy, Debug)]
pub(super) struct RuleCount {
    /// The rule.
    pub(super) rule: &'static RuleMeta,
    /// The severity. A rule may have several, by the settings for paths and languages.
    pub(super) severity: Severity,
    /// How many findings.
    pub(super) count: u64,
    /// How many of them have a safe fix.
    pub(super) safe: u64,
    /// How many of them have a fix that has to be asked for.
    pub(super) risky: u64,
}

impl Summary {
    /// Counts the findings of `report`.
    pub(super) fn new(report: &RunReport<'_>) -> Self {
        let mut summary = Self { documents: documents(report.diagnostics), ..Self::default() };
        let mut by_rule: BTreeMap<(Severity, &str), RuleCount> = BTreeMap::new();
        for diagnostic in report.diagnostics {
            let Diagnostic { rule, severity, .. } = *diagnostic;
            match severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Info => summary.infos += 1,
            }
            let none = RuleCount { rule, severity, count: 0, safe: 0, risky: 0 };
            let counted = by_rule.entry((severity, rule.id)).or_insert(none);
            counted.count += 1;
            match diagnostic.fix.as_ref().map(|fix| fix.applicability) {
                Some(Applicability::Safe) => counted.safe += 1,
                Some(Applicability::Unsafe) => counted.risky += 1,
                Some(Applicability::DisplayOnly) | None => {}
            }
        }
        summary.by_rule = by_rule.into_values().collect();
        // The sort is stable, so what is equal stays in the order of ids.
        summary.by_rule.sort_by_key(|row| Reverse((row.severity, row.count)));
        summary
    }

    /// As [`Summary::new`], where findings from the severity `fail_at` on count for the verdict.
    pub(super) fn with_threshold(report: &RunReport<'_>, fail_at: Option<Severity>) -> Self {
        let mut summary = Self::new(report);
        let mut last = None;
        for diagnostic in report.diagnostics.iter().filter(|diagnostic| counts(diagnostic.severity, fail_at)) {
            summary.failing += 1;
            // Findings come file by file.
            let path = Some(diagnostic.source.path());
            summary.failing_files += u64::from(last != path);
            last = path;
        }
        summary
    }

    /// How many findings there are of one severity.
    pub(super) const fn of(&self, severity: Severity) -> u64 {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.warnings,
            Severity::Info => self.infos,
        }
    }

    /// How many findings there are.
    pub(super) const fn findings(&self) -> u64 {
        self.errors + self.warnings + self.infos
    }
}

/// Whether a finding of `severity` counts for the verdict.
pub(super) fn counts(severity: Severity, fail_at: Option<Severity>) -> bool {
    fail_at.is_some_and(|least| severity >= least)
}

/// How many documents have findings. A document is where its marker line is; ids may be missing, or be used twice.
fn documents(diagnostics: &[Diagnostic]) -> u64 {
    let inside = diagnostics.iter().filter(|diagnostic| diagnostic.in_document);
    let marker_line = |diagnostic: &Diagnostic| diagnostic.place.start.line.saturating_sub(diagnostic.document_line);
    let documents: HashSet<(&Path, u64)> =
        inside.map(|diagnostic| (diagnostic.source.path(), marker_line(diagnostic))).collect();
    documents.len() as u64
}

#[cfg(test)]
mod tests {
    use super::super::samples::{FORMAT, IDENTITY, diagnostic};
    use super::*;
    use crate::linter::Counts;

    fn summary(diagnostics: &[Diagnostic]) -> Summary {
        Summary::new(&RunReport { diagnostics, counts: Counts::default(), failures: &[], version: "0" })
    }

    #[test]
    fn a_document_with_many_findings_counts_once() {
        let text = "<<<FILE>>> a\nx\ny\n<<<FILE>>> a\nz\n";
        let found = [
            diagnostic(&FORMAT, "f", text, "x"),
            diagnostic(&FORMAT, "f", text, "y"),
            diagnostic(&IDENTITY, "f", text, "z"),
            diagnostic(&IDENTITY, "g", text, "z"),
        ];
        assert_eq!(summary(&found).documents, 3, "two of one id in one file, and one in another file");
    }

    #[test]
    fn what_stands_outside_of_documents_is_no_document() {
        let text = "before\n<<<CORPUS>>> lang=zz\n<<<FILE>>>\nx\n";
        let outside = [diagnostic(&FORMAT, "f", text, "before"), diagnostic(&FORMAT, "f", text, "zz")];
        assert_eq!(summary(&outside).documents, 0);
        let without_id = [diagnostic(&FORMAT, "f", text, "x"), diagnostic(&IDENTITY, "f", text, "<<<FILE>>>")];
        assert_eq!(summary(&without_id).documents, 1);
    }

    #[test]
    fn rules_come_by_severity_and_then_by_number() {
        let text = "<<<FILE>>> a\nx\ny\n";
        let mut mild = diagnostic(&IDENTITY, "f", text, "x");
        mild.severity = Severity::Info;
        let found = [
            mild,
            diagnostic(&FORMAT, "f", text, "x"),
            diagnostic(&FORMAT, "f", text, "y"),
            diagnostic(&IDENTITY, "f", text, "x"),
        ];
        let summary = summary(&found);
        let rows: Vec<_> = summary.by_rule.iter().map(|row| (row.severity, row.rule.id, row.count)).collect();
        assert_eq!(
            rows,
            [
                (Severity::Error, "sample-identity", 1),
                (Severity::Warning, "sample-format", 2),
                (Severity::Info, "sample-identity", 1),
            ],
        );
        assert_eq!((summary.errors, summary.warnings, summary.infos, summary.findings()), (1, 2, 1, 4));
    }
}
