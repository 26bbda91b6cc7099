//! What is counted over all findings, for every format alike.

use std::cmp::Reverse;

use crate::diagnostic::Severity;
pub(super) use crate::linter::RuleCount;
use crate::linter::{CheckedFile, FindingCounts};

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

impl Summary {
    /// What was counted, where findings from the severity `fail_at` on count for the verdict.
    pub(super) fn new(counts: &FindingCounts, files: &[CheckedFile], fail_at: Option<Severity>) -> Self {
        let of = |severity| counts.by_rule().filter(|row| row.severity == severity).map(|row| row.count).sum();
        let fails = |file: &&CheckedFile| file.findings.worst.is_some_and(|worst| is_failing(worst, fail_at));
        let mut by_rule: Vec<RuleCount> = counts.by_rule().copied().collect();
        // The sort is stable, so what is equal stays in the order of ids.
        by_rule.sort_by_key(|row| Reverse((row.severity, row.count)));
        Self {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
            documents: counts.documents(),
            failing_files: files.iter().filter(fails).count() as u64,
            failing: fail_at.map_or(0, |severity| counts.at_least(severity)),
            by_rule,
        }
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
pub(super) fn is_failing(severity: Severity, fail_at: Option<Severity>) -> bool {
    fail_at.is_some_and(|least| severity >= least)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{FORMAT, IDENTITY, diagnostic};
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::linter::Findings;

    fn summary(diagnostics: &[Diagnostic]) -> Summary {
        Summary::new(Findings::from(diagnostics.to_vec()).counts(), &[], None)
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
