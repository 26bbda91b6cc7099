//! Reports: what was found, for people and for programs. One file a format, each with its own types.
//!
//! Everything here writes to a writer that it is given, and knows nothing of terminals, of the environment or of
//! standard output: whoever calls has decided about colour and width. Everything from a corpus goes through
//! `sanitize` first. This is the only room that names miette.

mod annotations;
mod azure;
mod baseline;
mod budgets;
mod checkstyle;
mod closing;
mod comparison;
mod concise;
mod draft;
mod format;
mod github;
mod gitlab;
mod html;
mod human;
mod job_summary;
mod json;
mod json_gate;
mod json_lines;
mod json_text;
mod junit;
mod limit;
mod line_hash;
mod markdown;
mod message;
mod path;
mod rdjson;
mod region;
mod report;
mod roots;
mod rules;
mod sanitize;
mod sarif;
mod selection;
mod snippet;
mod style;
mod summary;
mod unified;
mod window;
mod wrap;
mod xml;

use crate::linter::{Counts, Failure, Findings, Survey};

pub use baseline::baseline;
pub use budgets::broken;
pub use comparison::{Compared, Extent, Unread, comparison, comparison_json};
pub use format::{Format, UnknownFormat};
pub use message::without_number;
pub use path::path;
pub use report::{Run, Target, write, write_all};
pub use roots::Roots;
pub use rules::{Listing, explain, rules, rules_json};
pub use sanitize::text;
pub use style::Style;
pub use unified::unified_diff;

/// How a report is written, whatever its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How it looks.
    pub style: Style,
    /// Findings only, no summary.
    pub quiet: bool,
    /// Break what a CI service would take for a command (`::error::`, `##[group]`, `##vso[…]`). For every writer that
    /// is not a terminal: what runs in CI is not always known, and a log is kept.
    pub ci_safe: bool,
    /// How many findings of one rule in one file [`Format::Human`] shows; 0 for all. Of what is left out, it says how
    /// much that is. No count and no other format is concerned.
    pub most: u64,
    /// Of [`Format::Human`]: no finding, only what each rule found.
    pub statistics: bool,
}

/// How many findings of one rule in one file people are shown where nothing else is said. Whoever mends a file by hand
/// seldom has more of one kind; and of a file with a million, so many tell what is wrong.
pub const MOST_SHOWN: u64 = 50;

impl Default for Options {
    fn default() -> Self {
        Self { style: Style::default(), quiet: false, ci_safe: true, most: MOST_SHOWN, statistics: false }
    }
}

/// Everything that a report tells: what is left of the outcome of a run once it was filtered.
#[derive(Clone, Copy, Debug)]
pub struct RunReport<'a> {
    /// The findings, in order.
    pub findings: &'a Findings,
    /// What was counted.
    pub counts: Counts,
    /// What could not be read. The formats for people leave the details of these to whoever writes to standard error.
    pub failures: &'a [Failure],
    /// The version of the program.
    pub version: &'a str,
}

impl<'a> RunReport<'a> {
    /// The report of everything in `survey`, by the program of this version.
    pub const fn new(survey: &'a Survey, version: &'a str) -> Self {
        Self { findings: &survey.findings, counts: survey.counts, failures: survey.failures.as_slice(), version }
    }
}

#[cfg(test)]
mod consumers;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod samples;
