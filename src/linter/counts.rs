//! What is counted of findings, whether they are kept or not.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::fix::Applicability;
use crate::rule::RuleMeta;

/// How many findings there are.
#[derive(Clone, Debug, Default)]
pub struct FindingCounts {
    rows: BTreeMap<(Severity, &'static str), RuleCount>,
    /// How many documents have findings.
    pub(super) documents: u64,
}

/// What a rule found at one severity.
#[derive(Clone, Copy, Debug)]
pub struct RuleCount {
    /// The rule.
    pub rule: &'static RuleMeta,
    /// The severity. A rule may have several, by the settings for paths and languages.
    pub severity: Severity,
    /// How many findings.
    pub count: u64,
    /// How many of them have a safe fix.
    pub safe: u64,
    /// How many of them have a fix that has to be asked for.
    pub risky: u64,
}

impl FindingCounts {
    /// Counts a finding.
    pub fn count(&mut self, rule: &'static RuleMeta, severity: Severity, fix: Option<Applicability>) {
        let none = RuleCount { rule, severity, count: 0, safe: 0, risky: 0 };
        let row = self.rows.entry((severity, rule.id)).or_insert(none);
        row.count += 1;
        match fix {
            Some(Applicability::Safe) => row.safe += 1,
            Some(Applicability::Unsafe) => row.risky += 1,
            Some(Applicability::DisplayOnly) | None => {}
        }
    }

    /// Takes in what was counted elsewhere.
    pub(super) fn merge(&mut self, other: Self) {
        for (key, row) in other.rows {
            let own = self.rows.entry(key).or_insert(RuleCount { count: 0, safe: 0, risky: 0, ..row });
            own.count += row.count;
            own.safe += row.safe;
            own.risky += row.risky;
        }
        self.documents += other.documents;
    }

    /// What each rule found, by severity and then by the id of the rule.
    pub fn by_rule(&self) -> impl Iterator<Item = &RuleCount> {
        self.rows.values()
    }

    /// How many findings have at least this severity.
    pub fn at_least(&self, severity: Severity) -> u64 {
        self.by_rule().filter(|row| row.severity >= severity).map(|row| row.count).sum()
    }

    /// How many documents have findings.
    pub const fn documents(&self) -> u64 {
        self.documents
    }
}

/// What is known of the findings of one file without looking at them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileFindings {
    /// How bad the worst one is.
    pub worst: Option<Severity>,
    /// What is promised by the best fix that changes something.
    pub fix: Option<Applicability>,
}

impl FileFindings {
    /// Takes in what is known of other findings.
    pub(super) fn merge(&mut self, other: Self) {
        self.worst = self.worst.max(other.worst);
        self.fix = self.fix.max(other.fix);
    }
}
