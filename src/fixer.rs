//! The fixer: fixes are chosen, merged and applied, and the result is checked again, until none is left or it
//! took too many rounds.
//!
//! Nothing is written here. What comes out is bytes, and the proof that they are still the same documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::config::Settings;
use crate::diagnostic::{Diagnostic, PlacedEdit};
use crate::document::{SectionKind, sections};
use crate::fix::Applicability;
use crate::integrity::{hexadecimal, restate};
use crate::linter::{self, Options, Outcome, Progress};
use crate::rule::RuleMeta;
use crate::source::Source;
use crate::syntax::escape::escape;
use crate::syntax::{ValueKind, parse, write_value};

/// How many rounds are made at most. One round makes every fix that does not touch another one, so a file needs more than
/// a few only if fixes are nested deeply, or if each uncovers the next, as lines at the end of a document do. What is left
/// then is left for the next run.
const MOST_ROUNDS: usize = 100;

/// How often it is tried in all which fixes of a file would make other documents of it. To find one fix among a
/// thousand takes about twenty tries; a file that was made to be slow gets no more than these.
const MOST_TRIES: usize = 200;

/// What came of fixing a file.
#[derive(Debug)]
pub struct Fixed {
    /// The file as it is to become.
    pub bytes: Vec<u8>,
    /// How many findings were fixed, by rule, in the order of ids.
    pub made: Vec<(&'static RuleMeta, u64)>,
    /// How many fixes were not made, since the documents would not have been the same ones afterwards.
    pub withheld: usize,
    /// Text that is no longer there.
    pub removed: Vec<Removed>,
    /// What was found once nothing more was to be fixed.
    pub outcome: Outcome,
}

impl Fixed {
    /// How many findings were fixed.
    pub fn count(&self) -> u64 {
        self.made.iter().map(|(_, count)| count).sum()
    }
}

/// Text that a fix took out of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The rule whose fix it was.
    pub rule: &'static RuleMeta,
    /// The id of the document, as far as it is UTF-8.
    pub document: Option<String>,
    /// The line of the file that it began on, at the time.
    pub line: u64,
    /// The text.
    pub text: Vec<u8>,
}

impl Removed {
    /// The piece as a document of its own, with where it came from. The same piece from the same place is always the
    /// same document.
    pub fn to_corpus(&self, path: &Path) -> Vec<u8> {
        let path = path.to_string_lossy();
        let document = self.document.as_deref().unwrap_or_default();
        let line = self.line.to_string();
        let mut hash = Sha256::new();
        for part in [path.as_bytes(), document.as_bytes(), self.rule.id.as_bytes(), line.as_bytes(), &self.text] {
            // A length before each part, so that no two lists of parts are the same bytes.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        let id = hexadecimal(digest.get(..8).unwrap_or(&digest));
        let mut out = format!("<<<FILE>>> removed-{id}").into_bytes();
        for (key, value) in [("rule", self.rule.id), ("from", document), ("path", &path), ("line", &line)] {
            out.extend_from_slice(format!(" {key}=").as_bytes());
            out.extend_from_slice(&write_value(value.as_bytes(), ValueKind::Attribute));
        }
        out.push(b'\n');
        out.extend_from_slice(&escape(&self.text));
        if !out.ends_with(b"\n") {
            out.push(b'\n');
        }
        out
    }
}

/// Why a file was not fixed. It is a fault of corplint and not of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixError {
    /// Fixes undo each other: there would always be one more to make.
    NeverEnds {
        /// A rule that still wanted to fix something in the last round.
        rule: &'static RuleMeta,
    },
}

impl fmt::Display for FixError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverEnds { rule } => write!(
                formatter,
                "the fixes undo each other, `{}` among them; this is a fault of corplint, and the file is as it was",
                rule.id,
            ),
        }
    }
}

impl std::error::Error for FixError {}

/// Makes every fix of `bytes` that promises at least `promise`, until none is left or a hundred rounds were made. `path` is the name by which the
/// settings know the file.
///
/// A fix that would change which documents there are is not made, whatever it promises.
pub fn fix(path: &Path, bytes: &[u8], settings: &Settings, promise: Applicability) -> Result<Fixed, FixError> {
    let mut current = bytes.to_vec();
    let mut made: BTreeMap<&'static str, (&'static RuleMeta, u64)> = BTreeMap::new();
    let mut removed = Vec::new();
    let mut guard = Guard::new(bytes);
    let mut rounds = 0;
    let mut seen = BTreeSet::new();
    loop {
        let source = Source::memory(path, current.as_slice());
        let outcome = look(source, settings);
        let round = make(&current, &outcome.diagnostics, promise, &mut guard);
        // Where the same bytes come again, they would come for ever.
        let is_new = seen.insert(<[u8; 32]>::from(Sha256::digest(&current)));
        if let Some(diagnostic) = round.made.first().filter(|_| !is_new) {
            return Err(FixError::NeverEnds { rule: diagnostic.rule });
        }
        if round.made.is_empty() || rounds == MOST_ROUNDS {
            let restated = restate(bytes, current.clone());
            if restated == current || !is_new {
                let made = made.into_values().collect();
                return Ok(Fixed { bytes: current, made, withheld: round.withheld, removed, outcome });
            }
            current = restated;
            continue;
        }
        for diagnostic in &round.made {
            made.entry(diagnostic.rule.id).or_insert((diagnostic.rule, 0)).1 += 1;
            removed.extend(removals(diagnostic, &current));
        }
        current = round.bytes;
        rounds += 1;
    }
}

/// Checks a file. Nobody is shown the lines that the findings are about, so they are not kept.
fn look(source: Source, settings: &Settings) -> Outcome {
    linter::check(&[source], settings, &Options { excerpts: false, ..Options::default() }, &Progress::default())
}

/// What came of one round.
struct Round<'d> {
    bytes: Vec<u8>,
    made: Vec<&'d Diagnostic>,
    withheld: usize,
}

/// Makes the fixes that can be made together, and of them only those that leave the documents the same ones.
fn make<'d>(bytes: &[u8], diagnostics: &'d [Diagnostic], promise: Applicability, guard: &mut Guard) -> Round<'d> {
    let mut refused = BTreeSet::new();
    loop {
        let chosen = choose(diagnostics, promise, &refused);
        let (fixed, made, harmful) = guard.without_harm(bytes, chosen);
        let done = !made.is_empty() || harmful.is_empty() || guard.tries == 0;
        refused.extend(harmful);
        if done {
            let made = made.into_iter().filter_map(|index| diagnostics.get(index)).collect();
            return Round { bytes: fixed, made, withheld: refused.len() };
        }
        // All that was chosen is harmful. What could not be made only because of that can be made now.
    }
}

/// Sees to it that the documents stay the same ones.
struct Guard {
    before: Documents,
    tries: usize,
}

/// A file with some fixes made in it; which ones; and which ones would have done harm.
type Made<'d> = (Vec<u8>, Vec<usize>, Vec<usize>);

impl Guard {
    fn new(bytes: &[u8]) -> Self {
        Self { before: Documents::of(bytes), tries: MOST_TRIES }
    }

    /// Makes fixes, but for those that would make other documents of the file. As long as there is none, this is one
    /// try; each one is found by trying halves.
    fn without_harm(&mut self, bytes: &[u8], chosen: Vec<(usize, &Diagnostic)>) -> Made<'_> {
        let mut fixed = bytes.to_vec();
        let mut made: Vec<(usize, &Diagnostic)> = Vec::new();
        let mut harmful = Vec::new();
        let mut groups = vec![chosen];
        while let Some(mut group) = groups.pop() {
            if group.is_empty() {
                continue;
            }
            if self.tries == 0 {
                harmful.extend(group.iter().map(|&(index, _)| index));
                continue;
            }
            self.tries -= 1;
            let tried = apply(bytes, made.iter().chain(&group).flat_map(|(_, diagnostic)| edits(diagnostic)));
            if Documents::of(&tried) == self.before {
                fixed = tried;
                made.append(&mut group);
            } else if let [(index, _)] = group.as_slice() {
                harmful.push(*index);
            } else {
                let half = group.split_off(group.len() / 2);
                groups.extend([half, group]);
            }
        }
        (fixed, made.into_iter().map(|(index, _)| index).collect(), harmful)
    }
}

fn edits(diagnostic: &Diagnostic) -> &[PlacedEdit] {
    diagnostic.fix.as_ref().map(|fix| fix.edits.as_slice()).unwrap_or_default()
}

/// The fixes that can be made together, with their numbers: in the order of findings, each one that touches none before
/// it, and that is not `refused`. What is left is looked at again in the next round.
fn choose<'d>(
    diagnostics: &'d [Diagnostic],
    promise: Applicability,
    refused: &BTreeSet<usize>,
) -> Vec<(usize, &'d Diagnostic)> {
    let mut taken: BTreeMap<u64, u64> = BTreeMap::new();
    let mut chosen = Vec::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let wanted = diagnostic.fix.as_ref().is_some_and(|fix| fix.applicability >= promise && !fix.edits.is_empty());
        if !wanted || refused.contains(&index) || edits(diagnostic).iter().any(|edit| touches(&taken, edit)) {
            continue;
        }
        for edit in edits(diagnostic) {
            taken.insert(edit.place.start.byte, edit.place.end.byte);
        }
        chosen.push((index, diagnostic));
    }
    chosen
}

/// Whether an edit and one that was taken cannot both be made: they share a byte, or one of them is an insertion and
/// they share an end, so that it is not clear which comes first.
fn touches(taken: &BTreeMap<u64, u64>, edit: &PlacedEdit) -> bool {
    let (start, end) = (edit.place.start.byte, edit.place.end.byte);
    let mut near = taken.range(..=end).rev().take(2);
    near.any(|(&taken_start, &taken_end)| {
        let insertion = start == end || taken_start == taken_end;
        if insertion { taken_end >= start } else { taken_end > start && taken_start < end }
    })
}

/// Puts edits into `bytes`. They do not overlap.
fn apply<'a>(bytes: &[u8], edits: impl Iterator<Item = &'a PlacedEdit>) -> Vec<u8> {
    let mut edits: Vec<&PlacedEdit> = edits.collect();
    edits.sort_by_key(|edit| edit.place);
    let mut out = Vec::with_capacity(bytes.len());
    let mut here = 0;
    for edit in edits {
        let (start, end) = range(edit);
        out.extend_from_slice(bytes.get(here..start).unwrap_or_default());
        out.extend_from_slice(&edit.content);
        here = end;
    }
    out.extend_from_slice(bytes.get(here..).unwrap_or_default());
    out
}

fn range(edit: &PlacedEdit) -> (usize, usize) {
    let offset = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
    (offset(edit.place.start.byte), offset(edit.place.end.byte))
}

/// What a fix takes out of the text of a document and does not put back: deletions of something that can be seen.
fn removals(diagnostic: &Diagnostic, bytes: &[u8]) -> Vec<Removed> {
    let marker_line = diagnostic.place.start.line - diagnostic.document_line;
    let in_text = |edit: &&PlacedEdit| edit.content.is_empty() && edit.place.start.line > marker_line;
    let removed = edits(diagnostic).iter().filter(in_text).filter_map(|edit| {
        let (start, end) = range(edit);
        let text = bytes.get(start..end)?;
        let visible = String::from_utf8_lossy(text)
            .chars()
            .any(|character| !character.is_whitespace() && !character.is_control());
        visible.then(|| Removed {
            rule: diagnostic.rule,
            document: diagnostic.document.as_deref().map(ToOwned::to_owned),
            line: edit.place.start.line,
            text: text.to_vec(),
        })
    });
    removed.collect()
}

/// Which documents there are, in order. No fix may change that.
///
/// Only a carriage return at the end of an id may go, as long as no two ids become the same: it was a part of the line
/// ending before that was translated twice.
#[derive(PartialEq, Eq)]
struct Documents {
    ids: Vec<Option<Vec<u8>>>,
    different: usize,
}

impl Documents {
    fn of(bytes: &[u8]) -> Self {
        let tree = parse(bytes);
        let documents = sections(&tree.nodes).into_iter().filter(|section| section.kind == SectionKind::Document);
        let ids: Vec<Option<Box<[u8]>>> =
            documents.map(|section| section.marker?.id.as_ref().map(|id| id.bytes.clone())).collect();
        let different = ids.iter().collect::<BTreeSet<_>>().len();
        let name = |id: Box<[u8]>| {
            let mut id = id.into_vec();
            while id.last() == Some(&b'\r') {
                id.pop();
            }
            id
        };
        Self { ids: ids.into_iter().map(|id| id.map(name)).collect(), different }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::PlacedFix;
    use crate::span::{Place, Position};

    fn edit(start: u64, end: u64, content: &str) -> PlacedEdit {
        let at = |byte| Position { byte, line: 1, column: byte + 1, byte_column: byte + 1 };
        PlacedEdit { place: Place { start: at(start), end: at(end) }, content: content.as_bytes().into() }
    }

    fn fixed(bytes: &[u8], promise: Applicability) -> Fixed {
        fix(Path::new("x.corpus"), bytes, &Settings::default(), promise).expect("it comes to an end")
    }

    #[test]
    fn a_fix_that_would_make_another_document_is_not_made() {
        let glued = b"<<<FILE>>> a lang=en\nThe ferry left.\r<<<FILE>>> b\r\rIt was noon.\n";
        let fixed = fixed(glued, Applicability::Unsafe);
        assert_eq!(fixed.bytes, glued, "one fix is for all of them");
        assert_eq!(fixed.withheld, 1);
        assert_eq!(fixed.outcome.counts.documents, 1);
    }

    #[test]
    fn what_takes_many_rounds_is_fixed_as_far_as_they_go() {
        let text = "The council met on Tuesday and talked about the old bridge over the river.\n";
        let furniture = "Read more\nShare\nComments\n".repeat(800);
        let before = format!("<<<FILE>>> a lang=en\n{text}{furniture}");
        let first = fixed(before.as_bytes(), Applicability::Unsafe);
        assert!(first.bytes.len() < before.len() && !first.outcome.diagnostics.is_empty());
        let second = fixed(&first.bytes, Applicability::Unsafe);
        assert!(second.bytes.len() < first.bytes.len());
    }

    /// What rules about characters flag, with a fix where it stands in a text.
    const ODD: [&str; 18] = [
        "\u{7}",
        "\u{c}",
        "\u{92}",
        "\0",
        "\r",
        "\u{1b}[31m",
        "\u{1b}[2J",
        "\u{200b}",
        "\u{ad}",
        "\u{202e}",
        "\u{2067}x\u{2069}",
        "\u{202c}",
        "\u{200e}",
        "\u{fb01}",
        "e\u{301}",
        "\u{feff}",
        "\u{2028}",
        "\u{2009}",
    ];

    #[test]
    fn no_fix_of_an_id_is_offered_only_to_be_withheld() {
        let mut explained = 0;
        for odd in ODD {
            for marker in [
                format!("<<<FILE>>> ab{odd}cd lang=en"),
                format!("<<<FILE>>> {odd} lang=en"),
                format!("<<<FILE>>> \"ab{odd}cd\" lang=en"),
                format!("<<<FILE: ab{odd}cd>>>"),
                format!("<<<FILE name=\"ab{odd}cd\">>> lang=en"),
            ] {
                let bytes = format!("{marker}\nThe ferry left at noon.\n").into_bytes();
                let outcome = look(Source::memory("x.corpus", bytes.as_slice()), &Settings::default());
                for diagnostic in &outcome.diagnostics {
                    let help = diagnostic.help.as_deref().unwrap_or_default();
                    explained += usize::from(help.contains("an id is a name that others refer to"));
                    if diagnostic.fix.is_some() {
                        let round = make(
                            &bytes,
                            std::slice::from_ref(diagnostic),
                            Applicability::Unsafe,
                            &mut Guard::new(&bytes),
                        );
                        assert_eq!(round.withheld, 0, "{} offers to fix {marker:?}", diagnostic.rule.id);
                    }
                }
                let fixed = fixed(&bytes, Applicability::Unsafe);
                assert_eq!(fixed.withheld, 0, "{marker:?}");
            }
        }
        assert!(explained > 20, "{explained}");
    }

    #[test]
    fn a_fix_that_does_harm_keeps_no_other_from_being_made() {
        let bytes = b"<<<FILE>>> a\nOne two.\n";
        let meta = crate::rules::ALL.first().expect("a rule").meta();
        let found = |edit: PlacedEdit| Diagnostic {
            rule: meta,
            severity: meta.severity,
            message: String::new(),
            label: None,
            help: None,
            source: std::sync::Arc::new(Source::memory("x.corpus", &bytes[..])),
            place: edit.place,
            document: None,
            in_document: true,
            document_line: 1,
            excerpt: None,
            related: Vec::new(),
            fix: Some(PlacedFix { title: String::new(), applicability: Applicability::Safe, edits: vec![edit] }),
            fingerprint: None,
            occurrence: 0,
            origin: None,
        };
        // The first would rename the document; the second touches the first, and does no harm.
        let diagnostics = [found(edit(11, 12, "b")), found(edit(12, 13, " k=v\n"))];
        let round = make(bytes, &diagnostics, Applicability::Safe, &mut Guard::new(bytes));
        assert_eq!(round.bytes, b"<<<FILE>>> a k=v\nOne two.\n");
        assert_eq!((round.made.len(), round.withheld), (1, 1));
    }

    #[test]
    fn documents_are_the_same_ones_without_a_carriage_return_at_their_end_as_long_as_they_differ() {
        let documents = |text: &str| Documents::of(text.as_bytes());
        let one = "<<<FILE>>> a\r\r\nx\n";
        assert!(documents(one) == documents(&one.replace('\r', "")));
        assert!(documents(one) != documents("<<<FILE>>> b\nx\n"));
        assert!(documents("<<<FILE>>> a\x07b\nx\n") != documents("<<<FILE>>> ab\nx\n"));
        assert!(documents("<<<FILE>>> a\rb\nx\n") != documents("<<<FILE>>> ab\nx\n"));
        let two = format!("<<<FILE>>> a\nx\n{one}");
        assert!(documents(&two) != documents(&two.replace('\r', "")), "two documents would have one id");
        assert!(documents("") == documents("text\n"));
    }

    #[test]
    fn edits_are_put_in_by_place() {
        let edits = [edit(4, 5, ""), edit(0, 0, "x"), edit(2, 3, "yy")];
        assert_eq!(apply(b"abcdef", edits.iter()), b"xabyydf");
    }

    #[test]
    fn edits_side_by_side_are_made_together_and_insertions_are_not() {
        let taken = BTreeMap::from([(2, 4), (8, 8)]);
        for (start, end, expected) in [
            (0, 1, false),
            (0, 2, false),
            (0, 3, true),
            (2, 2, true),
            (3, 3, true),
            (4, 4, true),
            (4, 6, false),
            (5, 7, false),
            (5, 8, true),
            (8, 8, true),
            (9, 9, false),
        ] {
            assert_eq!(touches(&taken, &edit(start, end, "")), expected, "{start}..{end}");
        }
    }
}
