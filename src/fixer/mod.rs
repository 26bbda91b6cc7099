//! The fixer: fixes are chosen, merged and applied, and the result is checked again, until none is left or it
//! took too many rounds.
//!
//! Nothing is written here. What comes out is bytes, and the proof that they are still the same documents.

mod fixes;
mod gaps;
mod guard;
mod origins;
mod removed;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::config::Settings;
use crate::facts::Spill;
use crate::fix::Applicability;
use crate::integrity::restate;
use crate::linter::{self, Item, Progress, Survey};
use crate::rule::RuleMeta;
use crate::source::Source;
use fixes::Fixes;
use guard::Guard;
use origins::Origins;
pub use removed::Removed;

/// How many rounds are made at most. One round makes every fix that does not touch another one, so a file needs more than
/// a few only if fixes are nested deeply, or if each uncovers the next, as lines at the end of a document do. What is left
/// then is left for the next run.
const MOST_ROUNDS: usize = 100;

/// What came of fixing a file.
#[derive(Debug)]
pub struct Fixed {
    /// The file as it is to become.
    pub bytes: Vec<u8>,
    /// How many findings were fixed, by rule, in the order of ids.
    pub made: Vec<(&'static RuleMeta, u64)>,
    /// How many fixes were not made, since the documents would not have been the same ones afterwards.
    pub withheld: usize,
    /// Text that is no longer there, if it was asked for.
    pub removed: Vec<Removed>,
    /// What was found once nothing more was to be fixed.
    pub outcome: Survey,
}

impl Fixed {
    /// How many findings were fixed.
    pub fn count(&self) -> u64 {
        self.made.iter().map(|(_, count)| count).sum()
    }
}

/// Why a file was not fixed.
#[derive(Debug)]
pub enum FixError {
    /// Fixes undo each other: there would always be one more to make. It is a fault of corplint and not of the file.
    NeverEnds {
        /// A rule that still wanted to fix something in the last round.
        rule: &'static RuleMeta,
    },
    /// What is to be fixed was not found out, since findings or facts could not be put away.
    Unchecked(io::Error),
}

impl fmt::Display for FixError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverEnds { rule } => write!(
                formatter,
                "the fixes undo each other, `{}` among them; this is a fault of corplint, and the file is as it was",
                rule.id,
            ),
            Self::Unchecked(error) => write!(formatter, "it cannot be checked again: {error}"),
        }
    }
}

impl std::error::Error for FixError {}

/// What is asked of a fixer.
#[derive(Clone, Debug)]
pub struct Options {
    /// What a fix has to promise at least.
    pub promise: Applicability,
    /// Whether the text that fixes take out is kept, as [`Fixed::removed`].
    pub keep_removed: bool,
    /// Where facts and findings of a file go that are more than memory is to hold.
    pub spill: Spill,
}

/// Makes every fix of `bytes` that promises enough, until none is left or a hundred rounds were made. `path` is the name
/// by which the settings know the file.
///
/// A fix that would change which documents there are is not made, whatever it promises.
///
/// # Errors
///
/// If the same bytes come again, which is a fault of corplint and not of the file; or if what is found in it is more than
/// memory is to hold, and cannot be written to a temporary file.
pub fn fix(path: &Path, bytes: &[u8], settings: &Settings, options: &Options) -> Result<Fixed, FixError> {
    let mut current = bytes.to_vec();
    let mut made: BTreeMap<&'static str, (&'static RuleMeta, u64)> = BTreeMap::new();
    let mut removed = Vec::new();
    let mut origins = Origins::new(bytes);
    let mut guard = Guard::new(bytes);
    let mut rounds = 0;
    let mut seen = BTreeSet::new();
    loop {
        let source = Source::memory(path, current.as_slice());
        let (outcome, fixes) = look(source, settings, options).map_err(FixError::Unchecked)?;
        let round = make(&current, &fixes, &mut guard);
        // Where the same bytes come again, they would come for ever.
        let is_new = seen.insert(<[u8; 32]>::from(Sha256::digest(&current)));
        if let Some(rule) = round.made.first().filter(|_| !is_new).and_then(|number| fixes.rule(*number)) {
            return Err(FixError::NeverEnds { rule });
        }
        if round.made.is_empty() || rounds == MOST_ROUNDS {
            let restated = restate(bytes, current.clone());
            if restated == current || !is_new {
                let made = made.into_values().collect();
                return Ok(Fixed { bytes: current, made, withheld: round.withheld, removed, outcome });
            }
            if options.keep_removed {
                origins.line_by_line(&current, &restated);
            }
            current = restated;
            continue;
        }
        for number in round.made.iter().copied() {
            let Some(rule) = fixes.rule(number) else { continue };
            made.entry(rule.id).or_insert((rule, 0)).1 += 1;
            if options.keep_removed {
                removed.extend(fixes.removals(number, &current, &origins));
            }
        }
        if options.keep_removed {
            origins.add(fixes.moves(&current, round.made.iter().copied()));
        }
        current = round.bytes;
        rounds += 1;
    }
}

/// Checks a file; gives what it is to be told, and its fixes. Nobody is shown the lines that the findings are about, so
/// they are not kept, and of what is found only fixes that may be made are held in memory.
fn look(source: Source, settings: &Settings, options: &Options) -> io::Result<(Survey, Fixes)> {
    let run = linter::Options { excerpts: false, ..linter::Options::new(options.spill.clone()) };
    let mut survey = linter::survey(&[source], settings, &run, &Progress::default());
    if let Some(failure) = survey.failures.pop() {
        return Err(failure.error);
    }
    let mut fixes = Fixes::default();
    survey.findings.each(|item| {
        if let Item::Finding(diagnostic) = item {
            fixes.add(*diagnostic, options.promise);
        }
        true
    })?;
    Ok((survey, fixes))
}

/// What came of one round.
struct Round {
    bytes: Vec<u8>,
    /// The numbers of the fixes that were made.
    made: Vec<usize>,
    withheld: usize,
}

/// Makes the fixes that can be made together, and of them only those that leave the documents the same ones.
fn make(bytes: &[u8], fixes: &Fixes, guard: &mut Guard) -> Round {
    let mut refused = BTreeSet::new();
    loop {
        let (bytes, made, harmful) = guard.without_harm(bytes, fixes, fixes.choose(&refused));
        let done = !made.is_empty() || harmful.is_empty() || guard.has_given_up();
        refused.extend(harmful);
        if done {
            return Round { bytes, made, withheld: refused.len() };
        }
        // All that was chosen is harmful. What could not be made only because of that can be made now.
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, PlacedEdit, PlacedFix};
    use crate::span::{Place, Position};

    fn edit(start: u64, end: u64, content: &str) -> PlacedEdit {
        let at = |byte| Position { byte, line: 1, column: byte + 1, byte_column: byte + 1 };
        PlacedEdit { place: Place { start: at(start), end: at(end) }, content: content.as_bytes().into() }
    }

    fn asked(promise: Applicability) -> Options {
        Options { promise, keep_removed: true, spill: Spill::for_tests() }
    }

    fn fixed(bytes: &[u8], promise: Applicability) -> Fixed {
        fix(Path::new("x.corpus"), bytes, &Settings::default(), &asked(promise)).expect("it comes to an end")
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
    fn lines_that_several_fixes_take_out_side_by_side_leave_one_gap() {
        let text = "The old bridge over the river stays closed until spring, as the council said on Tuesday night.";
        let file = format!(
            "<<<FILE>>> a lang=en\n{text}\n\nShare on Facebook\nLog in to comment\n<<<FILE>>> b lang=en\nSkip to content\n\
             Share this article\n\n{text} It is not the only one.\n"
        );
        let fixed = fixed(file.as_bytes(), Applicability::Unsafe);
        let expected = format!("<<<FILE>>> a lang=en\n{text}\n<<<FILE>>> b lang=en\n{text} It is not the only one.\n");
        assert_eq!(String::from_utf8_lossy(&fixed.bytes), expected);
        assert_eq!(fixed.count(), 4, "each line is the finding of another rule than the one beside it");
    }

    #[test]
    fn what_takes_many_rounds_is_fixed_as_far_as_they_go() {
        let text = "The council met on Tuesday and talked about the old bridge over the river.\n";
        let furniture = "Share\nComments\n".repeat(1200);
        let before = format!("<<<FILE>>> a lang=en\n{text}{furniture}");
        let first = fixed(before.as_bytes(), Applicability::Unsafe);
        assert!(first.bytes.len() < before.len() && first.outcome.findings.counts().by_rule().next().is_some());
        let second = fixed(&first.bytes, Applicability::Unsafe);
        assert!(second.bytes.len() < first.bytes.len());
    }

    #[test]
    fn what_memory_is_not_to_hold_goes_to_the_folder_that_was_named() {
        let document = |number| format!("<<<FILE>>> {number} lang=en\nThe ferry  left at noon. \n\u{200b}\n");
        let bytes: Vec<u8> = (0..20).flat_map(|number| document(number).into_bytes()).collect();
        let expected = fixed(&bytes, Applicability::Unsafe);
        assert!(expected.count() >= 20, "{}", expected.count());
        let folder = tempfile::tempdir().expect("a folder");
        let with = |folder: &Path| {
            let options = Options { spill: Spill { limit: 0, folder: folder.into() }, ..asked(Applicability::Unsafe) };
            fix(Path::new("x.corpus"), &bytes, &Settings::default(), &options)
        };
        let on_disk = with(folder.path()).expect("it comes to an end");
        assert_eq!((on_disk.count(), on_disk.bytes), (expected.count(), expected.bytes));
        let nowhere = with(&folder.path().join("nowhere"));
        assert!(matches!(nowhere, Err(FixError::Unchecked(_))), "{nowhere:?}");
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
                let source = Source::memory("x.corpus", bytes.as_slice());
                let (outcome, _) =
                    look(source, &Settings::default(), &asked(Applicability::Unsafe)).expect("it is in memory");
                for diagnostic in outcome.findings.all().expect("they are in memory") {
                    let help = diagnostic.help.as_deref().unwrap_or_default();
                    explained += usize::from(help.contains("an id is a name that others refer to"));
                    if diagnostic.fix.is_some() {
                        let (rule, mut fixes) = (diagnostic.rule, Fixes::default());
                        fixes.add(diagnostic, Applicability::Unsafe);
                        let round = make(&bytes, &fixes, &mut Guard::new(&bytes));
                        assert_eq!(round.withheld, 0, "{} offers to fix {marker:?}", rule.id);
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
        let mut fixes = Fixes::default();
        fixes.add(found(edit(11, 12, "b")), Applicability::Safe);
        fixes.add(found(edit(12, 13, " k=v\n")), Applicability::Safe);
        let round = make(bytes, &fixes, &mut Guard::new(bytes));
        assert_eq!(round.bytes, b"<<<FILE>>> a k=v\nOne two.\n");
        assert_eq!((round.made.len(), round.withheld), (1, 1));
    }
}
