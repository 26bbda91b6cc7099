//! The verdict: what the findings and failures of a run mean for whoever waits for it.

use crate::config::FailOn;
use crate::linter::Survey;

/// How a run ended. It is the same for every output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing is wrong that counts: exit code 0.
    Pass,
    /// There are findings that count: exit code 1.
    Fail,
    /// The job could not be done, or not all of it: exit code 2.
    Undecided,
}

impl Verdict {
    /// The verdict on a run. What could not be read is never passed over, whatever rules are selected.
    pub fn of(survey: &Survey, fail_on: FailOn) -> Self {
        let counts = |severity| survey.findings.tally().at_least(severity) > 0;
        if !survey.failures.is_empty() {
            Self::Undecided
        } else if fail_on.0.is_some_and(counts) {
            Self::Fail
        } else {
            Self::Pass
        }
    }

    /// The exit code of the process.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Pass => 0,
            Self::Fail => 1,
            Self::Undecided => 2,
        }
    }
}
