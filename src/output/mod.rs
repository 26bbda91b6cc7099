//! Reports: what was found, for people and for programs. One file a format, each with its own types.
//!
//! Everything here writes to a writer that it is given, and knows nothing of terminals, of the environment or of
//! standard output: whoever calls has decided about colour and width. Everything from a corpus goes through
//! `sanitize` first. This is the only room that names miette.

mod closing;
mod concise;
mod draft;
mod human;
mod json;
mod limit;
mod markdown;
mod path;
mod rules;
mod sanitize;
mod snippet;
mod style;
mod summary;
mod window;
mod wrap;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use crate::diagnostic::Diagnostic;
use crate::linter::{Counts, Failure, Outcome};

pub use path::path;
pub use rules::{explain, rules, rules_json};
pub use sanitize::text;
pub use style::Style;

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a person at a terminal: each finding with the line that it is about, and a summary.
    #[default]
    Human,
    /// One line for each finding.
    Concise,
    /// One JSON document.
    Json,
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 3] = [Self::Human, Self::Concise, Self::Json];

    /// The name, as it is written on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Concise => "concise",
            Self::Json => "json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or(UnknownFormat)
    }
}

/// There is no format of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownFormat;

impl fmt::Display for UnknownFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("there is no such format; the formats are ")?;
        for (number, format) in Format::ALL.iter().enumerate() {
            write!(formatter, "{}`{format}`", if number == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownFormat {}

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
}

/// How many findings of one rule in one file people are shown where nothing else is said. Whoever mends a file by hand
/// seldom has more of one kind; and of a file with a million, so many tell what is wrong.
pub const MOST_SHOWN: u64 = 50;

impl Default for Options {
    fn default() -> Self {
        Self { style: Style::default(), quiet: false, ci_safe: true, most: MOST_SHOWN }
    }
}

/// Everything that a report tells: what is left of the outcome of a run once it was filtered.
#[derive(Clone, Copy, Debug)]
pub struct RunReport<'a> {
    /// The findings that are shown, in order.
    pub diagnostics: &'a [Diagnostic],
    /// What was counted.
    pub counts: Counts,
    /// What could not be read. The formats for people leave the details of these to whoever writes to standard error.
    pub failures: &'a [Failure],
    /// The version of the program.
    pub version: &'a str,
}

impl<'a> RunReport<'a> {
    /// The report of everything in `outcome`, by the program of this version.
    pub fn new(outcome: &'a Outcome, version: &'a str) -> Self {
        Self { diagnostics: &outcome.diagnostics, counts: outcome.counts, failures: &outcome.failures, version }
    }
}

/// Writes `report` in `format`.
pub fn write(format: Format, report: &RunReport<'_>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Human => human::write(report, options, out),
        Format::Concise => concise::write(report, options, out),
        Format::Json => json::write(report, out),
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod samples;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_its_name() {
        for format in Format::ALL {
            assert_eq!(format.to_string().parse(), Ok(format));
        }
        assert_eq!(
            "yaml".parse::<Format>().map_err(|error| error.to_string()),
            Err("there is no such format; the formats are `human`, `concise`, `json`".to_owned()),
        );
    }
}
