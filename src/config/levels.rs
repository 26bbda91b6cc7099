//! Which rules run, and how bad what they find is.

use super::file::Override;
use super::selector::Selector;
use crate::diagnostic::Severity;
use crate::rules;

/// How bad the findings of each rule are, by the rule's number in [`rules::ALL`]; none for a rule that does not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels(Vec<Option<Severity>>);

impl Default for Levels {
    fn default() -> Self {
        Self(rules::ALL.iter().map(|rule| rule.meta().default.then_some(rule.meta().severity)).collect())
    }
}

impl Levels {
    /// No rule at all.
    pub fn none() -> Self {
        Self(vec![None; rules::ALL.len()])
    }

    /// How bad findings of the rule with this number are; none if it does not run.
    pub fn get(&self, rule: usize) -> Option<Severity> {
        self.0.get(rule).copied().flatten()
    }

    /// Says how bad findings of the rule with this number are.
    pub fn set(&mut self, rule: usize, severity: Option<Severity>) {
        if let Some(level) = self.0.get_mut(rule) {
            *level = severity;
        }
    }

    /// Lets the rules of `selector` run.
    pub(super) fn select(&mut self, selector: &Selector) {
        for rule in selector.rules() {
            let default = rules::ALL.get(rule).map(|rule| rule.meta().severity);
            self.set(rule, self.get(rule).or(default));
        }
    }

    /// Lets the rules of `selector` run no longer.
    pub(super) fn ignore(&mut self, selector: &Selector) {
        for rule in selector.rules() {
            self.set(rule, None);
        }
    }

    /// Says how bad findings of the rules of `selector` are. A rule that does not run stays off, whatever severity it is
    /// given: selecting is one thing, weighing another.
    pub(super) fn weigh(&mut self, selector: &Selector, severity: Severity) {
        for rule in selector.rules() {
            if self.get(rule).is_some() {
                self.set(rule, Some(severity));
            }
        }
    }

    /// Applies an override, which is for some files only.
    pub(super) fn apply(&mut self, change: &Override) {
        for selector in &change.select {
            self.select(selector);
        }
        for (selector, severity) in &change.severity {
            self.weigh(selector, *severity);
        }
        for selector in &change.ignore {
            self.ignore(selector);
        }
    }
}
