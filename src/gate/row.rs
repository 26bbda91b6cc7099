//! The rows of a verdict: one for each budget, with its limit and how it ended.

use std::cmp::Ordering;
use std::sync::Arc;

use crate::config::{Limit, Per, Share};
use crate::diagnostic::Severity;
use crate::source::Source;

/// Something that is judged: how much was found of something, and how much is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Of what each is allowed so much.
    pub per: Per,
    /// What is counted.
    pub what: What,
    /// How much is allowed.
    pub limit: Limit,
    /// How that ended.
    pub state: State,
    /// What was found in all.
    pub measured: Measured,
    /// What was found of each file or source, for a budget that is for each of them.
    pub groups: Option<Groups>,
}

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Findings from this severity on.
    AtOrAbove(Severity),
    /// What a budget is for: a severity, a category, a rule, or `all`.
    Named(String),
}

/// How something ended that was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is no more than is allowed.
    Pass,
    /// There is more.
    Fail,
    /// It cannot be decided.
    Undecided(Why),
}

/// Why something cannot be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Something could not be read, and it may be there.
    Unread,
    /// The share of so few documents is less than one of them.
    TooFew {
        /// How many documents there have to be, for one of them to be no more than the share: 1 / share, rounded up.
        needed: u64,
    },
}

/// What was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// How many findings.
    pub findings: u64,
    /// How many documents have them; of what is counted by severity for the whole run, this is not known.
    pub documents: u64,
    /// Of how many documents.
    pub of: u64,
}

/// Files or sources, each of which has a budget.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// How many there are.
    pub total: u64,
    /// How many have more than is allowed.
    pub failed: u64,
    /// For how many it cannot be decided.
    pub undecided: u64,
    /// Those that do not pass, the worst first, and no more than ten.
    pub worst: Vec<Group>,
}

/// A file or a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Which.
    pub name: GroupName,
    /// What was found of it.
    pub measured: Measured,
    /// How that ended.
    pub state: State,
}

/// Which file or source it is.
#[derive(Clone, Debug)]
pub enum GroupName {
    /// This file.
    File(Arc<Source>),
    /// All documents that say this of themselves; none for those that do not say.
    Source(Option<Box<str>>),
}

impl PartialEq for GroupName {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(own), Self::File(other)) => own.path() == other.path(),
            (Self::Source(own), Self::Source(other)) => own == other,
            _ => false,
        }
    }
}

impl Eq for GroupName {}

/// How many groups are named.
const NAMED: usize = 10;

impl Groups {
    /// Takes in one of them, and what came of it.
    pub(super) fn add(&mut self, name: impl FnOnce() -> GroupName, measured: Measured, limit: Limit) {
        let state = judge(limit, measured);
        self.total += 1;
        match state {
            State::Pass => return,
            State::Fail => self.failed += 1,
            State::Undecided(_) => self.undecided += 1,
        }
        self.worst.push(Group { name: name(), measured, state });
        // A million files may fail, and ten are named.
        if self.worst.len() >= 1_000 {
            self.keep_worst();
        }
    }

    /// Keeps those that are named. Of what is equally bad, what came first comes first.
    pub(super) fn keep_worst(&mut self) {
        self.worst.sort_by(Group::compare);
        self.worst.truncate(NAMED);
    }
}

impl Group {
    /// What fails comes before what is undecided, then what has the larger share of documents, then more findings.
    fn compare(&self, other: &Self) -> Ordering {
        let undecided = |group: &Self| group.state != State::Fail;
        let share = |own: Measured, other: Measured| u128::from(own.documents) * u128::from(other.of);
        undecided(self)
            .cmp(&undecided(other))
            .then_with(|| share(other.measured, self.measured).cmp(&share(self.measured, other.measured)))
            .then_with(|| other.measured.findings.cmp(&self.measured.findings))
    }
}

/// Whether `measured` is within `limit`.
///
/// A count is one of findings. A share is one of documents, and exact: a drop is not a sample of something, it is what is
/// judged. But of fewer than 1 / share documents, one is more than the share already, and the only share that would be
/// kept is none at all, which is not what the budget says. So few documents are judged as if there were enough of them:
/// what would still be too much then fails, what would not is undecided.
pub(super) fn judge(limit: Limit, measured: Measured) -> State {
    let share = match limit {
        Limit::Findings(most) if measured.findings <= most => return State::Pass,
        Limit::Findings(_) => return State::Fail,
        Limit::Share(share) => share,
    };
    if is_within(share, measured.documents, measured.of) {
        return State::Pass;
    }
    match needed(share).filter(|needed| measured.of < *needed) {
        Some(needed) if is_within(share, measured.documents, needed) => State::Undecided(Why::TooFew { needed }),
        _ => State::Fail,
    }
}

fn is_within(share: Share, documents: u64, of: u64) -> bool {
    u128::from(documents) * u128::from(share.of) <= u128::from(share.part) * u128::from(of)
}

/// How many documents there have to be, for one of them to be no more than the share; none if the share is nothing.
const fn needed(share: Share) -> Option<u64> {
    if share.part == 0 { None } else { Some(share.of.div_ceil(share.part)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(limit: &str, findings: u64, documents: u64, of: u64) -> State {
        judge(limit.parse().expect("a limit"), Measured { findings, documents, of })
    }

    #[test]
    fn one_more_than_a_count_fails() {
        assert_eq!(judged("12", 12, 1, 1), State::Pass);
        assert_eq!(judged("12", 13, 1, 1), State::Fail);
        assert_eq!(judged("0", 0, 0, 0), State::Pass);
        assert_eq!(judged("0", 1, 0, 0), State::Fail);
    }

    #[test]
    fn one_document_more_than_a_share_fails() {
        assert_eq!(judged("0.5%", 900, 5, 1_000), State::Pass, "findings do not count here");
        assert_eq!(judged("0.5%", 6, 6, 1_000), State::Fail);
        assert_eq!(judged("0.5%", 5, 5, 999), State::Fail, "the share is exact");
        assert_eq!(judged("100%", 9, 9, 9), State::Pass);
        assert_eq!(judged("0%", 0, 0, 9), State::Pass);
        assert_eq!(judged("0%", 1, 1, 9), State::Fail, "nothing at all needs no number of documents");
    }

    #[test]
    fn a_share_of_too_few_documents_is_undecided() {
        let too_few = |needed| State::Undecided(Why::TooFew { needed });
        assert_eq!(judged("0.5%", 1, 1, 199), too_few(200));
        assert_eq!(judged("0.5%", 1, 1, 200), State::Pass);
        assert_eq!(judged("0.5%", 0, 0, 5), State::Pass, "nothing is within any budget");
        assert_eq!(judged("0.5%", 2, 2, 5), State::Fail, "it would be too much of 200 documents too");
        assert_eq!(judged("3%", 1, 1, 33), too_few(34));
        assert_eq!(judged("3%", 1, 1, 34), State::Pass);
        assert_eq!(judged("60%", 2, 2, 2), State::Fail);
        assert_eq!(judged("60%", 1, 1, 1), too_few(2));
    }

    #[test]
    fn large_numbers_do_not_overflow() {
        assert_eq!(judged("99.999999%", u64::MAX, u64::MAX, u64::MAX), State::Fail);
        assert_eq!(judged("100%", u64::MAX, u64::MAX, u64::MAX), State::Pass);
    }

    #[test]
    fn of_many_the_worst_are_named() {
        let mut groups = Groups::default();
        for number in 0..5_000_u64 {
            let name = || GroupName::Source(Some(format!("{number}").into()));
            let measured = Measured { findings: number, documents: number.min(100), of: 100 };
            groups.add(name, measured, "10".parse().expect("a limit"));
        }
        groups.keep_worst();
        assert_eq!((groups.total, groups.failed, groups.undecided, groups.worst.len()), (5_000, 4_989, 0, 10));
        let findings: Vec<u64> = groups.worst.iter().map(|group| group.measured.findings).collect();
        assert_eq!(findings, [4999, 4998, 4997, 4996, 4995, 4994, 4993, 4992, 4991, 4990]);
    }
}
