//! The baseline: findings that were there when somebody looked, and are accepted, so that only what is new is reported.
//!
//! An entry is known by the id of the document, the rule and a hash of the text concerned, and by nothing else: no line,
//! no column, no file. So a document can be moved to another file, lines can be put in above it, and its file can be
//! brought into canonical form, and what was accepted is still accepted. If the text itself is changed, what is found in
//! it is found anew.
//!
//! A baseline never grows by itself. It is recorded once ([`Recorder`]); from then on entries are only taken out
//! ([`Baseline::pruned`]).

mod file;
mod recorder;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

pub use file::{BadLine, HEADER, VERSION};
pub use recorder::Recorder;

use crate::diagnostic::Fingerprint;

/// The largest baseline that is read, in bytes: some eight million entries.
pub const MAX_FILE_SIZE: u64 = 1 << 30;

/// Something that is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The id of the document; of findings outside of documents the name of the file, and of documents without an id
    /// nothing. For people: what an entry is about is said by the fingerprint alone.
    pub document: Subject,
    /// The id of the rule.
    pub rule: Box<str>,
    /// A hash of the document, the rule and the text concerned.
    pub fingerprint: Fingerprint,
    /// How many such findings one document may have. At least 1.
    pub count: u32,
}

/// What an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The document with this id. Bad UTF-8 is U+FFFD.
    Document(Arc<str>),
    /// What stands outside of the documents of a file of this name.
    File(Box<str>),
    /// A document without an id, which is known by its text.
    Nameless,
}

impl Entry {
    /// Entries are in the order of documents and rules, so that a change of the corpus is a change in one place.
    fn order(&self) -> (&Subject, &str, Fingerprint) {
        (&self.document, &self.rule, self.fingerprint)
    }
}

/// Findings that are accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// In the order of fingerprints, each once.
    entries: Vec<Entry>,
}

impl Baseline {
    /// A baseline of these entries. Of two with the same fingerprint, the larger count holds: whoever puts two files
    /// together accepts no more than was accepted in one of them.
    pub fn new(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| (entry.fingerprint, std::cmp::Reverse(entry.count)));
        entries.dedup_by_key(|entry| entry.fingerprint);
        Self { entries }
    }

    /// How many entries there are.
    pub const fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is accepted.
    pub const fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of the entry with this fingerprint, and how many such findings a document may have.
    pub fn find(&self, fingerprint: Fingerprint) -> Option<(usize, u32)> {
        let number = self.entries.binary_search_by_key(&fingerprint, |entry| entry.fingerprint).ok()?;
        self.entries.get(number).map(|entry| (number, entry.count))
    }

    /// The entries, in the order of fingerprints: an entry has the number by which [`Matches`] know it.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries in the order in which they are written.
    pub fn in_order(&self) -> Vec<&Entry> {
        let mut entries: Vec<&Entry> = self.entries.iter().collect();
        entries.sort_by_key(|entry| entry.order());
        entries
    }

    /// What is left of it after a run: of each entry as much as was found. An entry that the run could not find, because
    /// its rule did not run, is for `keeps` to keep.
    #[must_use]
    pub fn pruned(&self, matches: &Matches, keeps: impl Fn(&Entry) -> bool) -> Self {
        let left = |(number, entry): (usize, &Entry)| {
            let count = if keeps(entry) { entry.count } else { matches.of(number).min(entry.count) };
            (count > 0).then(|| Entry { count, ..entry.clone() })
        };
        Self { entries: self.entries.iter().enumerate().filter_map(left).collect() }
    }
}

/// Of each entry of a baseline, how many findings it was needed for in one document. It may be told from many threads,
/// and the order makes no difference.
#[derive(Debug, Default)]
pub struct Matches(Vec<AtomicU32>);

impl Matches {
    /// Nothing was found yet.
    pub fn new(baseline: &Baseline) -> Self {
        Self(baseline.entries.iter().map(|_| AtomicU32::new(0)).collect())
    }

    /// The entry with this number was needed for `count` findings of one document.
    pub fn note(&self, number: usize, count: u32) {
        if let Some(most) = self.0.get(number) {
            most.fetch_max(count, Ordering::Relaxed);
        }
    }

    /// For how many findings of one document the entry with this number was needed, at most.
    pub fn of(&self, number: usize) -> u32 {
        self.0.get(number).map_or(0, |most| most.load(Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn entry(document: &str, rule: &str, number: u8, count: u32) -> Entry {
        let fingerprint = Fingerprint([number; 16]);
        Entry { document: Subject::Document(document.into()), rule: rule.into(), fingerprint, count }
    }

    #[test]
    fn an_entry_is_found_by_its_fingerprint() {
        let baseline = Baseline::new(vec![entry("b", "x", 9, 1), entry("a", "y", 3, 2)]);
        assert_eq!(baseline.find(Fingerprint([3; 16])), Some((0, 2)));
        assert_eq!(baseline.find(Fingerprint([9; 16])), Some((1, 1)));
        assert_eq!(baseline.find(Fingerprint([4; 16])), None);
    }

    #[test]
    fn what_was_put_together_accepts_no_more_than_its_parts() {
        let baseline = Baseline::new(vec![entry("a", "x", 1, 2), entry("a", "x", 1, 3), entry("a", "x", 1, 1)]);
        assert_eq!(baseline.entries(), [entry("a", "x", 1, 3)]);
    }

    #[test]
    fn pruning_takes_out_what_was_not_found_and_adds_nothing() {
        let all = [entry("a", "x", 1, 3), entry("b", "x", 2, 1), entry("c", "off", 3, 1), entry("d", "x", 4, 1)];
        let baseline = Baseline::new(all.to_vec());
        let matches = Matches::new(&baseline);
        matches.note(0, 1);
        matches.note(0, 2);
        matches.note(0, 1);
        matches.note(3, 7);
        let pruned = baseline.pruned(&matches, |entry| &*entry.rule == "off");
        let expected = [entry("a", "x", 1, 2), entry("c", "off", 3, 1), entry("d", "x", 4, 1)];
        assert_eq!(pruned.entries(), expected);
    }
}
