//! Facts: what the corpus rules know of each document.
//!
//! A corpus rule never sees the corpus. Each document emits small facts, facts are merged, and the rule reads the
//! merged table. Merging is associative and commutative: whatever the order in which threads, files or machines
//! deliver, the table is the same. That is tested, and everything that is meant to scale depends on it.

pub mod endings;
pub mod file_end;
pub mod lengths;
pub mod lines;
pub mod met;
mod mix;
pub mod name;
pub mod overlap;
mod place;
mod record;
pub mod registered;
pub mod shingles;
pub mod sketch;
mod sorter;
pub mod vocabulary;
pub mod wording;
pub mod words;

use std::borrow::Cow;
use std::io;
use std::path::PathBuf;

use endings::{EndingTable, Endings};
use file_end::FileEnd;
use lengths::LengthRecord;
pub use place::DocumentPlace;
pub use record::{AnchorRecord, IdRecord, KeyRecord, Keyed, LineRecord, Record, SketchRecord, TextRecord};
use registered::{EntryRecord, Registered};
pub use sorter::{Merge, Sorted, Sorter};

use twox_hash::XxHash3_64;

use crate::document::Document;
use sketch::Sketcher;

/// Kinds of facts: what a rule reads, and so what documents have to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set of kinds, each of which is asked for or not")]
pub struct Kinds {
    /// Which document has which id.
    pub ids: bool,
    /// Which documents may have the same text.
    pub texts: bool,
    /// Which short lines documents begin and end with.
    pub lines: bool,
    /// Which short lines there are in how many documents, but not in which.
    pub line_counts: bool,
    /// Which documents may have a similar text.
    pub sketches: bool,
    /// Which texts may begin with another one.
    pub anchors: bool,
    /// How documents end, and which words there are.
    pub endings: bool,
    /// How long texts are.
    pub lengths: bool,
    /// What documents are recognised by in a registry of earlier drops.
    pub entries: bool,
    /// What the last lines of files state.
    pub file_ends: bool,
}

impl Kinds {
    /// No facts.
    pub const NONE: Self = Self {
        ids: false,
        texts: false,
        lines: false,
        line_counts: false,
        sketches: false,
        anchors: false,
        endings: false,
        lengths: false,
        entries: false,
        file_ends: false,
    };

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// The kinds of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            ids: self.ids || other.ids,
            texts: self.texts || other.texts,
            lines: self.lines || other.lines,
            line_counts: self.line_counts || other.line_counts,
            sketches: self.sketches || other.sketches,
            anchors: self.anchors || other.anchors,
            endings: self.endings || other.endings,
            lengths: self.lengths || other.lengths,
            entries: self.entries || other.entries,
            file_ends: self.file_ends || other.file_ends,
        }
    }
}

/// Where facts go when they are more than memory is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spill {
    /// How many bytes of facts are kept in memory.
    pub limit: usize,
    /// The folder for files that have no name.
    pub folder: PathBuf,
}

impl Spill {
    /// As many facts in memory as there are. What has to be in a file all the same goes to `folder`.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { limit: usize::MAX, folder: folder.into() }
    }

    /// The same in the folder that the machine has for it.
    #[cfg(test)]
    #[expect(clippy::disallowed_methods, reason = "tests have nobody to tell them a folder")]
    pub(crate) fn for_tests() -> Self {
        Self::in_folder(std::env::temp_dir())
    }
}

/// The facts of some documents.
#[derive(Debug, Default)]
pub struct Facts {
    ids: Sorter<IdRecord>,
    texts: Sorter<TextRecord>,
    lines: Sorter<LineRecord>,
    line_counts: Sorter<u64>,
    sketches: Sorter<SketchRecord>,
    anchors: Sorter<AnchorRecord>,
    sketcher: Option<Box<Sketcher>>,
    endings: Endings,
    lengths: Sorter<LengthRecord>,
    entries: Sorter<EntryRecord>,
    documents: u64,
}

impl Facts {
    /// Takes in what `document` at `place` tells of these kinds.
    pub fn take_in(&mut self, document: &Document<'_>, place: DocumentPlace, kinds: Kinds) {
        self.documents += 1;
        if let Some(id) = document.id().filter(|_| kinds.ids) {
            let folded = XxHash3_64::oneshot(&name::alike(id));
            self.ids.push(IdRecord { folded, exact: XxHash3_64::oneshot(id), place });
        }
        if kinds.texts {
            let body = document.body();
            let bytes = body.of(document.bytes());
            // Documents without a text have a rule of their own.
            if !bytes.trim_ascii().is_empty() {
                let text = document.str(body).map_or_else(|| String::from_utf8_lossy(bytes), Cow::Borrowed);
                self.texts.push(TextRecord { text: wording::sample(&text), place });
            }
        }
        // Where all lines are known with their places, they can be counted too.
        if kinds.lines || kinds.line_counts {
            let (mut lines, mut count) = ([0; lines::MOST], 0);
            for ((line, ..), known) in lines::short_lines(document).zip(&mut lines) {
                (*known, count) = (line, count + 1);
            }
            let lines = lines.get(..count).unwrap_or_default();
            for (number, &line) in lines.iter().enumerate() {
                // A document counts once for each line, however often it has it. There are few, and to put them in
                // order takes longer.
                if lines.iter().take(number).any(|earlier| *earlier == line) {
                    continue;
                }
                if kinds.lines {
                    self.lines.push(LineRecord { line, place });
                } else {
                    self.line_counts.push(line);
                }
            }
        }
        if kinds.sketches || kinds.anchors {
            let sketcher = self.sketcher.get_or_insert_default();
            if let Some(sketch) = sketcher.sketch(document, kinds.anchors) {
                if kinds.sketches {
                    self.sketches.push(SketchRecord { place, sketch });
                }
                if let Some(anchors) = sketcher.anchors() {
                    self.anchors.push(AnchorRecord { place, anchors });
                }
            }
        }
        if kinds.endings {
            self.endings.take_in(document, place);
        }
        if kinds.lengths {
            LengthRecord::of(document, place).for_each(|length| self.lengths.push(length));
        }
        if kinds.entries {
            self.entries.push(EntryRecord::of(document, place));
        }
    }

    /// The sketch of `document`, of which nothing is taken in.
    pub fn sketch(&mut self, document: &Document<'_>) -> Option<sketch::Sketch> {
        self.sketcher.get_or_insert_default().sketch(document, false)
    }

    /// Takes in the facts of other documents.
    pub fn merge(&mut self, other: Self) {
        self.ids.merge(other.ids);
        self.texts.merge(other.texts);
        self.lines.merge(other.lines);
        self.line_counts.merge(other.line_counts);
        self.sketches.merge(other.sketches);
        self.anchors.merge(other.anchors);
        self.endings.merge(other.endings);
        self.lengths.merge(other.lengths);
        self.entries.merge(other.entries);
        self.documents += other.documents;
    }

    /// How many bytes of memory they take.
    pub fn memory(&self) -> usize {
        self.ids.memory()
            + self.texts.memory()
            + self.lines.memory()
            + self.line_counts.memory()
            + self.sketches.memory()
            + self.anchors.memory()
            + self.endings.memory()
            + self.lengths.memory()
            + self.entries.memory()
    }

    /// Writes them to disk if they take more memory than they may.
    pub fn keep_within(&mut self, spill: &Spill) -> io::Result<()> {
        if self.memory() > spill.limit {
            self.ids.spill(&spill.folder)?;
            self.texts.spill(&spill.folder)?;
            self.lines.spill(&spill.folder)?;
            self.line_counts.spill(&spill.folder)?;
            self.sketches.spill(&spill.folder)?;
            self.anchors.spill(&spill.folder)?;
            self.endings.spill(&spill.folder)?;
            self.lengths.spill(&spill.folder)?;
            self.entries.spill(&spill.folder)?;
        }
        Ok(())
    }

    /// Puts the facts in order: the form in which rules read them, and in which two tables with the same facts are the
    /// same.
    ///
    /// Sorting, and not a hash table, so that nobody can choose ids that make it slow, and so that what is in memory
    /// and what was written to disk are one. What rules put into another order goes where `spill` says.
    #[must_use]
    pub fn settle(self, spill: Spill) -> Table {
        Table {
            ids: self.ids.sorted(),
            texts: self.texts.sorted(),
            lines: self.lines.sorted(),
            line_counts: self.line_counts.sorted(),
            sketches: self.sketches.sorted(),
            anchors: self.anchors.sorted(),
            endings: self.endings.settle(),
            lengths: self.lengths.sorted(),
            entries: self.entries.sorted(),
            registered: Registered::default(),
            file_ends: Vec::new(),
            documents: self.documents,
            spill,
        }
    }
}

/// Merged facts, in order, for corpus rules to read.
#[derive(Debug)]
pub struct Table {
    /// All ids.
    pub ids: Sorted<IdRecord>,
    /// All texts.
    pub texts: Sorted<TextRecord>,
    /// All short lines at the ends of documents.
    pub lines: Sorted<LineRecord>,
    /// The hashes of the same lines, each as often as there are documents with it, where nobody asks in which ones. If
    /// these are there, `lines` is empty, and the other way round.
    pub line_counts: Sorted<u64>,
    /// The sketches of all texts.
    pub sketches: Sorted<SketchRecord>,
    /// The anchors of all texts.
    pub anchors: Sorted<AnchorRecord>,
    /// How all documents end.
    pub endings: EndingTable,
    /// The lengths of all texts.
    pub lengths: Sorted<LengthRecord>,
    /// What all documents are recognised by in a registry.
    pub entries: Sorted<EntryRecord>,
    /// Which of them a registry has met before; nothing where there is none.
    pub registered: Registered,
    /// What the last lines of files state of them, in the order of files.
    pub file_ends: Vec<FileEnd>,
    /// How many documents there are.
    pub documents: u64,
    /// Where records go that a rule puts into another order, when they are more than memory is to hold.
    pub spill: Spill,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Defaults, Surroundings, sections};
    use crate::syntax::parse;

    const ALL: Kinds = Kinds {
        ids: true,
        texts: true,
        lines: true,
        line_counts: true,
        sketches: true,
        anchors: true,
        endings: true,
        lengths: true,
        entries: true,
        file_ends: true,
    };

    fn facts(file: usize, text: &str) -> Facts {
        let bytes = text.as_bytes();
        let tree = parse(bytes);
        let defaults = Defaults::default();
        let mut facts = Facts::default();
        for section in sections(&tree.nodes) {
            let document = section.document(bytes, Surroundings::default(), &defaults);
            facts.take_in(&document, DocumentPlace::new(file, section.span.start as u64).unwrap(), ALL);
        }
        facts
    }

    fn merged(parts: impl IntoIterator<Item = Facts>) -> (Vec<IdRecord>, Vec<TextRecord>) {
        let mut all = Facts::default();
        parts.into_iter().for_each(|part| all.merge(part));
        let table = all.settle(Spill::for_tests());
        let ids = table.ids.records().map(Result::unwrap).collect();
        (ids, table.texts.records().map(Result::unwrap).collect())
    }

    #[test]
    fn merging_is_commutative_and_associative() {
        let parts: [fn() -> Facts; 3] = [
            || facts(1, "<<<FILE>>> x\none\n<<<FILE>>> y\ntwo\n"),
            || facts(0, "<<<FILE>>> a\ntwo\n"),
            || facts(2, "<<<FILE>>> X\none\n"),
        ];
        let [a, b, c] = parts;
        let expected = merged([a(), b(), c()]);
        assert_eq!((expected.0.len(), expected.1.len()), (4, 4));
        assert_eq!(merged([c(), a(), b()]), expected);
        let mut inner = b();
        inner.merge(c());
        assert_eq!(merged([a(), inner]), expected);
        let mut spilled = c();
        spilled.keep_within(&Spill { limit: 0, ..Spill::for_tests() }).unwrap();
        assert_eq!(merged([spilled, b(), a()]), expected);
    }

    #[test]
    fn the_order_is_that_of_keys_and_then_of_places() {
        let (ids, texts) = merged([facts(0, "<<<FILE>>> b\none\n<<<FILE>>> a\none\n<<<FILE>>> b\n\n")]);
        let twice = ids.chunk_by(|left, right| left.exact == right.exact).find(|same| same.len() == 2).unwrap();
        assert_eq!(twice.iter().map(|record| record.place.offset()).collect::<Vec<_>>(), [0, 34]);
        assert_eq!(texts.iter().map(|record| record.place.offset()).collect::<Vec<_>>(), [0, 17]);
    }
}
