//! The verdict: what the findings and failures of a run mean for whoever waits for it.
//!
//! Each budget is judged alone, and says what was found and how much is allowed, so that a verdict can be read and not
//! only obeyed. All counts are of findings that nobody accepts, whatever a report shows of them.

mod ledger;
mod row;

pub use ledger::Ledger;
pub use row::{Group, GroupName, Groups, Measured, Row, State, What, Why};

use std::io;

use crate::config::{Budget, FailOn};
use crate::linter::{Item, Survey};

/// How a run ended. It is the same for every output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing is wrong that counts: exit code 0.
    Pass,
    /// There are findings that count, or more of them than are allowed: exit code 1.
    Fail,
    /// The job could not be done, or not all of it, or a budget cannot be decided: exit code 2.
    Undecided,
}

impl Verdict {
    /// The exit code of the process.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Fail => 1,
            Self::Undecided => 2,
        }
    }
}

/// A verdict and its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// How the run ended.
    pub verdict: Verdict,
    /// What was judged: first whether there are findings at or above a severity, unless none counts; then each budget,
    /// in the order of the configuration.
    pub rows: Vec<Row>,
}

impl Judgement {
    /// The verdict on a run. What could not be read is never passed over, whatever rules are selected.
    ///
    /// Where there are budgets, all findings have to be kept ([`Options::most`](crate::linter::Options::most)). It fails
    /// where what was put on disk cannot be read back.
    pub fn of(survey: &Survey, fail_on: FailOn, budgets: &[Budget]) -> io::Result<Self> {
        let mut ledger = Ledger::new(fail_on, budgets, &survey.files);
        if budgets.is_empty() {
            // What was counted says it all.
            ledger.add_counted(survey.findings.counts());
        } else {
            survey.findings.each(|item| {
                if let Item::Finding(diagnostic) = item {
                    ledger.add(&diagnostic);
                }
                true
            })?;
        }
        Ok(ledger.judge(survey.counts.documents, &survey.profile, !survey.failures.is_empty()))
    }

    /// The verdict that these rows make together, where something could not be read if `unread`.
    fn from_rows(rows: Vec<Row>, unread: bool) -> Self {
        let any = |wanted: fn(State) -> bool| rows.iter().any(|row| wanted(row.state));
        let verdict = if unread {
            Verdict::Undecided
        } else if any(|state| state == State::Fail) {
            Verdict::Fail
        } else if any(|state| matches!(state, State::Undecided(_))) {
            Verdict::Undecided
        } else {
            Verdict::Pass
        };
        Self { verdict, rows }
    }

    /// The job could not be done, for a reason that is no finding.
    #[must_use]
    pub fn undecided(self) -> Self {
        Self { verdict: Verdict::Undecided, ..self }
    }

    /// The rows that are budgets.
    pub fn budgets(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| matches!(row.what, What::Named(_)))
    }
}
