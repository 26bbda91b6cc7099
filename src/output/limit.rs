//! How many findings of one rule in one file people are shown one by one. Nobody reads the thousandth; what is counted,
//! what programs are given, and the verdict know nothing of this.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::rule::RuleMeta;

/// What was shown of the findings of one file, and what was not.
#[derive(Debug)]
pub(super) struct Limit {
    /// How many of one rule are shown; 0 for all.
    most: u64,
    counts: BTreeMap<&'static str, u64>,
}

impl Limit {
    pub(super) const fn new(most: u64) -> Self {
        Self { most, counts: BTreeMap::new() }
    }

    /// Whether the next finding of the file is shown.
    pub(super) fn shows(&mut self, diagnostic: &Diagnostic) -> bool {
        let count = self.counts.entry(diagnostic.rule.id).or_default();
        *count += 1;
        self.most == 0 || *count <= self.most
    }

    /// Counts findings that were not even kept.
    pub(super) fn omit(&mut self, rule: &'static RuleMeta, count: u64) {
        *self.counts.entry(rule.id).or_default() += count;
    }

    /// The rules of which findings were left out, in the order of their names, and how many of each.
    pub(super) fn left_out(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let over = |(&rule, &count): (&&'static str, &u64)| Some((rule, count.checked_sub(self.most)?));
        self.counts.iter().filter_map(over).filter(|(_, count)| self.most > 0 && *count > 0)
    }
}
