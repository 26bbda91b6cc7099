//! Which findings are shown where not all can be: the worst, and of those of one severity some of every rule; where
//! there is room for many, some of every rule whatever its severity.
//!
//! What is shown is decided from what was counted, before the first finding comes, so that nothing has to be kept.

use std::collections::BTreeMap;

use super::summary::RuleCount;
use crate::diagnostic::{Diagnostic, Severity};

/// How many findings of each rule and severity are still to be shown.
#[derive(Debug, Default)]
pub(super) struct Selection {
    pub(super) left: BTreeMap<(Severity, &'static str), u64>,
    /// How many findings are shown in all.
    pub(super) shown: u64,
    /// How many are not.
    pub(super) left_out: u64,
}

impl Selection {
    /// Chooses `most` of the findings that are counted in `rows`: the worst.
    pub(super) fn new(rows: &[RuleCount], most: u64) -> Self {
        Self::with_some(rows, most, 0)
    }

    /// Chooses `most` of the findings that are counted in `rows`: the worst, and some of every rule, for which a fifth
    /// of the room is kept.
    pub(super) fn of_every_rule(rows: &[RuleCount], most: u64) -> Self {
        let rules = rows.len() as u64;
        // Where there are more rules than room, the worst are all that can be shown.
        let some = if rules > most { 0 } else { most.checked_div(5 * rules).unwrap_or(0).max(1) };
        Self::with_some(rows, most, some)
    }

    /// Chooses `most` of the findings that are counted in `rows`, and at least `some` of each row that has as many.
    /// There is room for that.
    fn with_some(rows: &[RuleCount], most: u64, some: u64) -> Self {
        let mut selection = Self::default();
        // What is kept for those that are not as bad.
        let mut kept: u64 = rows.iter().map(|row| row.count.min(some)).sum();
        let mut room = most;
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let mut rows: Vec<&RuleCount> = rows.iter().filter(|row| row.severity == severity).collect();
            // What a rule with few findings leaves of its share goes to those with many.
            rows.sort_by_key(|row| row.count);
            let mut waiting = rows.len() as u64;
            kept -= rows.iter().map(|row| row.count.min(some)).sum::<u64>();
            for row in rows {
                let share = row.count.min((room - kept).div_ceil(waiting));
                room -= share;
                waiting -= 1;
                selection.left.insert((severity, row.rule.id), share);
                selection.shown += share;
                selection.left_out += row.count - share;
            }
        }
        selection
    }

    /// Chooses of each severity as many as `most` says. Where that is not all, one less, so that there is room to say
    /// so.
    pub(super) fn of_each_severity(rows: &[RuleCount], most: impl Fn(Severity) -> u64) -> Self {
        let mut selection = Self::default();
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let rows: Vec<RuleCount> = rows.iter().filter(|row| row.severity == severity).copied().collect();
            let (all, most) = (rows.iter().map(|row| row.count).sum::<u64>(), most(severity));
            let own = Self::new(&rows, if all <= most { all } else { most.saturating_sub(1) });
            selection.left.extend(own.left);
            selection.shown += own.shown;
            selection.left_out += own.left_out;
        }
        selection
    }

    /// How many findings of a severity are still to be shown.
    pub(super) fn shown_of(&self, severity: Severity) -> u64 {
        self.left.iter().filter(|((level, _), _)| *level == severity).map(|(_, left)| left).sum()
    }

    /// Whether `diagnostic` is one of those that are shown: the first of its rule are.
    pub(super) fn takes(&mut self, diagnostic: &Diagnostic) -> bool {
        match self.left.get_mut(&(diagnostic.severity, diagnostic.rule.id)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    /// How many findings of a rule and a severity are still to be shown.
    pub(super) fn left(&self, key: (Severity, &'static str)) -> u64 {
        self.left.get(&key).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{FORMAT, IDENTITY};
    use super::*;
    use crate::rule::RuleMeta;

    /// The rows of what was counted: the rule, the severity, how many.
    fn rows<const N: usize>(counted: [(&'static RuleMeta, Severity, u64); N]) -> [RuleCount; N] {
        counted.map(|(rule, severity, count)| RuleCount { rule, severity, count, safe: 0, risky: 0 })
    }

    /// How many are shown of each row, and how many are left out in all.
    fn chosen<const N: usize>(selection: &Selection, rows: &[RuleCount; N]) -> ([u64; N], u64) {
        let shown = rows.map(|row| selection.left((row.severity, row.rule.id)));
        assert_eq!(selection.shown, shown.iter().sum::<u64>());
        (shown, selection.left_out)
    }

    #[test]
    fn the_worst_come_first_and_no_rule_takes_it_all() {
        let rows = rows([
            (&IDENTITY, Severity::Error, 1_000_000),
            (&FORMAT, Severity::Error, 3),
            (&FORMAT, Severity::Warning, 5),
        ]);
        assert_eq!(chosen(&Selection::new(&rows, 10), &rows), ([7, 3, 0], 999_998));
    }

    #[test]
    fn where_there_is_room_for_many_every_rule_has_some() {
        let rows = rows([
            (&IDENTITY, Severity::Error, 6_000),
            (&FORMAT, Severity::Error, 2),
            (&FORMAT, Severity::Warning, 6_000),
            (&IDENTITY, Severity::Info, 1),
        ]);
        let of_every_rule = |most| chosen(&Selection::of_every_rule(&rows, most), &rows);
        assert_eq!(of_every_rule(5_000), ([5_000 - 2 - 250 - 1, 2, 250, 1], 7_003));
        // With as much room as rules, each has one; with less, the worst are shown.
        assert_eq!(of_every_rule(4).0, [1; 4]);
        assert_eq!(of_every_rule(3).0, [1, 2, 0, 0]);
        assert_eq!(of_every_rule(20_000).1, 0);
        assert_eq!(Selection::of_every_rule(&[], 5).shown, 0);
    }

    #[test]
    fn with_less_room_than_rules_the_rare_ones_are_shown() {
        let rows = rows([(&IDENTITY, Severity::Error, 9), (&FORMAT, Severity::Error, 3)]);
        assert_eq!(chosen(&Selection::new(&rows, 1), &rows), ([0, 1], 11));
        assert_eq!(Selection::new(&rows, 100).left_out, 0);
    }
}
