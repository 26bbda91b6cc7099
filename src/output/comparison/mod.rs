//! The reports of `diff`: what became of the documents of a drop, for people and for programs.

mod human;
mod json;
mod lines;

use std::io::{self, Write};
use std::path::PathBuf;

use super::Options;
use crate::compare::{Comparison, DropIndex, Entry, Match};

pub use json::comparison_json;

/// Two drops, and what came of holding them against each other.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The old one.
    pub old: &'a DropIndex,
    /// The new one.
    pub new: &'a DropIndex,
    /// What came of it.
    pub comparison: &'a Comparison,
}

/// How much of a comparison is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// How many documents of each kind, or files; 0 for all. Of what is left out it is said how much that is.
    pub most: usize,
    /// Counts for each file, and no documents.
    pub stat: bool,
}

/// What could not be read a second time, and why.
pub type Unread = Vec<(PathBuf, io::Error)>;

/// Writes a comparison for people. What cannot be read a second time is shown without its words, and given back.
pub fn comparison(
    compared: Compared<'_>,
    extent: Extent,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<Unread> {
    human::write(compared, extent, options, out)
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    Removed,
    Added,
    Renamed,
    Moved,
    Changed,
}

impl Status {
    const ALL: [Self; 5] = [Self::Removed, Self::Added, Self::Renamed, Self::Moved, Self::Changed];

    const fn name(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Added => "added",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Changed => "changed",
        }
    }
}

/// A document, as it was and as it is.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    status: Status,
    old: Option<&'a Entry>,
    new: Option<&'a Entry>,
}

impl<'a> Compared<'a> {
    fn count(&self, status: Status) -> usize {
        let Comparison { removed, added, renamed, moved, changed, .. } = self.comparison;
        match status {
            Status::Removed => removed.len(),
            Status::Added => added.len(),
            Status::Renamed => renamed.len(),
            Status::Moved => moved.len(),
            Status::Changed => changed.len(),
        }
    }

    /// The documents of one kind, in their order.
    fn rows(&self, status: Status) -> Box<dyn Iterator<Item = Row<'a>> + 'a> {
        let Self { old, new, comparison } = *self;
        let matched = move |matches: &'a [Match]| {
            let row = move |&(before, after): &Match| Row {
                status,
                old: old.entries.get(before),
                new: new.entries.get(after),
            };
            Box::new(matches.iter().map(row))
        };
        match status {
            Status::Removed => {
                let row = move |&number: &usize| Row { status, old: old.entries.get(number), new: None };
                Box::new(comparison.removed.iter().map(row))
            }
            Status::Added => {
                let row = move |&number: &usize| Row { status, old: None, new: new.entries.get(number) };
                Box::new(comparison.added.iter().map(row))
            }
            Status::Renamed => matched(&comparison.renamed),
            Status::Moved => matched(&comparison.moved),
            Status::Changed => matched(&comparison.changed),
        }
    }
}
