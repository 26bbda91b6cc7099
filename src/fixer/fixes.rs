//! The fixes of a file, made small: there may be one for each byte of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory as _};

use super::Removed;
use super::gaps::{Planned, gaps};
use super::origins::{Moves, Origins};
use crate::diagnostic::Diagnostic;
use crate::fix::Applicability;
use crate::rule::RuleMeta;
use crate::span::Span;

/// Fixes, each with its number, in the order of findings.
#[derive(Debug, Default)]
pub(super) struct Fixes {
    list: Vec<FixOfFile>,
    /// The edits of all of them, one after another.
    edits: Vec<EditOfFile>,
    /// What all edits put in, one after another.
    contents: Vec<u8>,
    /// The documents with fixes: the line that each begins on, and its id.
    documents: Vec<(u64, Option<Arc<str>>)>,
}

#[derive(Debug)]
struct FixOfFile {
    rule: &'static RuleMeta,
    /// The number of its document.
    document: u32,
    /// Behind the last of its edits.
    end: u32,
}

/// An edit, by offsets in the file.
#[derive(Debug)]
struct EditOfFile {
    start: u64,
    end: u64,
    /// The line of the file that it begins on.
    line: u64,
    /// Behind what it puts in.
    content_end: usize,
}

impl Fixes {
    /// Takes in the fix of a finding, if it has one that promises at least `promise`.
    pub(super) fn add(&mut self, diagnostic: Diagnostic, promise: Applicability) {
        let Some(fix) = diagnostic.fix.filter(|fix| fix.applicability >= promise && !fix.edits.is_empty()) else {
            return;
        };
        // What is more than four thousand million edits is left for the next round.
        let Ok(end) = u32::try_from(self.edits.len() + fix.edits.len()) else { return };
        let marker_line = diagnostic.place.start.line.saturating_sub(diagnostic.document_line);
        if self.documents.last().is_none_or(|(line, _)| *line != marker_line) {
            self.documents.push((marker_line, diagnostic.document));
        }
        for edit in fix.edits {
            self.contents.extend(&edit.content);
            let (start, end) = (edit.place.start.byte, edit.place.end.byte);
            let (line, content_end) = (edit.place.start.line, self.contents.len());
            self.edits.push(EditOfFile { start, end, line, content_end });
        }
        // There are no more documents with fixes than fixes.
        let document = u32::try_from(self.documents.len() - 1).unwrap_or(u32::MAX);
        self.list.push(FixOfFile { rule: diagnostic.rule, document, end });
    }

    /// The rule of the fix with this number.
    pub(super) fn rule(&self, number: usize) -> Option<&'static RuleMeta> {
        self.list.get(number).map(|fix| fix.rule)
    }

    /// The numbers of the edits of a fix.
    fn edits_of(&self, number: usize) -> std::ops::Range<usize> {
        let behind = |number: usize| self.list.get(number).map_or(0, |fix| fix.end as usize);
        number.checked_sub(1).map_or(0, behind)..behind(number)
    }

    fn edits(&self, number: usize) -> &[EditOfFile] {
        self.edits.get(self.edits_of(number)).unwrap_or_default()
    }

    /// What the edit with this number puts in.
    fn content(&self, edit: usize) -> &[u8] {
        let behind = |edit: usize| self.edits.get(edit).map_or(0, |edit| edit.content_end);
        self.contents.get(edit.checked_sub(1).map_or(0, behind)..behind(edit)).unwrap_or_default()
    }

    /// The fixes that can be made together: in the order of findings, each one that touches none before it, and that is
    /// not `refused`. What is left is looked at again in the next round.
    pub(super) fn choose(&self, refused: &BTreeSet<usize>) -> Vec<usize> {
        let mut taken = Taken::default();
        let mut chosen = Vec::new();
        for number in 0..self.list.len() {
            let edits = self.edits(number);
            if refused.contains(&number) || edits.iter().any(|edit| taken.touches(edit.start, edit.end)) {
                continue;
            }
            for edit in edits {
                taken.insert(edit.start, edit.end);
            }
            chosen.push(number);
        }
        chosen
    }

    /// `bytes` with fixes made, of which the edits do not overlap.
    pub(super) fn apply(&self, bytes: &[u8], numbers: impl Iterator<Item = usize>) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        self.pieces(bytes, numbers, |piece, _| out.extend_from_slice(piece));
        out
    }

    /// Where what [`Self::apply`] gives for the same fixes stood in `bytes`.
    pub(super) fn moves(&self, bytes: &[u8], numbers: impl Iterator<Item = usize>) -> Moves {
        let mut moves = Moves::default();
        self.pieces(bytes, numbers, |piece, stood_at| moves.add(piece.len(), stood_at));
        moves
    }

    /// Shows `visit` in order of what `bytes` with fixes made consists: what stays, with its place in `bytes`, and what
    /// is put in, with the place where that is done.
    fn pieces(&self, bytes: &[u8], numbers: impl Iterator<Item = usize>, mut visit: impl FnMut(&[u8], usize)) {
        let mut edits: Vec<usize> = numbers.flat_map(|number| self.edits_of(number)).collect();
        edits.sort_by_key(|edit| self.edits.get(*edit).map(|edit| (edit.start, edit.end)));
        let mut gaps = self.gaps(bytes, &edits).into_iter().peekable();
        let mut here = 0;
        for number in edits {
            let Some(edit) = self.edits.get(number) else { continue };
            let start = offset(edit.start);
            while let Some(gap) = gaps.next_if(|gap| gap.start <= start) {
                visit(bytes.get(here..gap.start).unwrap_or_default(), here);
                here = gap.end;
            }
            // What it would change goes with a gap.
            if start < here {
                continue;
            }
            visit(bytes.get(here..start).unwrap_or_default(), here);
            visit(self.content(number), start);
            here = offset(edit.end);
        }
        for gap in gaps {
            visit(bytes.get(here..gap.start).unwrap_or_default(), here);
            here = gap.end;
        }
        visit(bytes.get(here..).unwrap_or_default(), here);
    }

    /// The blank lines that go with lines that several of these edits take out together.
    fn gaps(&self, bytes: &[u8], edits: &[usize]) -> Vec<Span> {
        let planned = edits.iter().filter_map(|number| {
            let edit = self.edits.get(*number)?;
            let span = Span::new(offset(edit.start), offset(edit.end));
            Some(Planned { span, deletes: self.content(*number).is_empty() })
        });
        gaps(bytes, planned)
    }

    /// What a fix takes out of the text of a document and does not put back: deletions of something that can be seen.
    /// `origins` says from which line of the file it comes.
    pub(super) fn removals(&self, number: usize, bytes: &[u8], origins: &Origins<'_>) -> Vec<Removed> {
        let Some(fix) = self.list.get(number) else { return Vec::new() };
        let Some((marker_line, document)) = self.documents.get(fix.document as usize) else { return Vec::new() };
        let edits = self.edits_of(number).zip(self.edits(number));
        let removed = edits.filter(|(edit, place)| self.content(*edit).is_empty() && place.line > *marker_line);
        let removed = removed.filter_map(|(_, edit)| {
            let text = bytes.get(offset(edit.start)..offset(edit.end)).filter(|text| can_be_seen(text))?;
            let (document, line) = (document.clone(), origins.line_of(offset(edit.start)));
            Some(Removed { rule: fix.rule, document, line, text: text.to_vec() })
        });
        removed.collect()
    }
}

/// Whether there is more in a text than white space and what cannot be seen, such as controls of its direction.
fn can_be_seen(text: &[u8]) -> bool {
    let unseen = |character: char| matches!(character.general_category(), Category::Control | Category::Format);
    String::from_utf8_lossy(text).chars().any(|character| !character.is_whitespace() && !unseen(character))
}

fn offset(byte: u64) -> usize {
    usize::try_from(byte).unwrap_or(usize::MAX)
}

/// The places of edits that will be made, none of which touches another one.
#[derive(Debug, Default)]
struct Taken {
    /// Those that came in the order of their places, as nearly all do.
    ordered: Vec<(u64, u64)>,
    /// Those that came behind one that stands further on.
    others: BTreeMap<u64, u64>,
}

impl Taken {
    fn insert(&mut self, start: u64, end: u64) {
        if self.ordered.last().is_none_or(|(last, _)| *last < start) {
            self.ordered.push((start, end));
        } else {
            self.others.insert(start, end);
        }
    }

    /// Whether an edit and one that was taken cannot both be made: they share a byte, or one of them is an insertion and
    /// they share an end, so that it is not clear which comes first.
    fn touches(&self, start: u64, end: u64) -> bool {
        let behind = match self.ordered.last() {
            Some((last, _)) if *last > end => self.ordered.partition_point(|(taken, _)| *taken <= end),
            _ => self.ordered.len(),
        };
        let ordered = self.ordered.get(..behind).unwrap_or_default().iter().rev().take(2).copied();
        let others = self.others.range(..=end).rev().take(2).map(|(start, end)| (*start, *end));
        ordered.chain(others).any(|(taken_start, taken_end)| {
            let insertion = start == end || taken_start == taken_end;
            if insertion { taken_end >= start } else { taken_end > start && taken_start < end }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fixes with one edit each.
    fn fixes(edits: &[(u64, u64, &str)]) -> Fixes {
        let mut fixes = Fixes::default();
        let rule = crate::rules::ALL.first().expect("a rule").meta();
        for (index, &(start, end, content)) in edits.iter().enumerate() {
            fixes.contents.extend(content.as_bytes());
            fixes.edits.push(EditOfFile { start, end, line: 1, content_end: fixes.contents.len() });
            fixes.list.push(FixOfFile { rule, document: 0, end: u32::try_from(index + 1).expect("few") });
        }
        fixes
    }

    #[test]
    fn edits_are_put_in_by_place() {
        let fixes = fixes(&[(4, 5, ""), (0, 0, "x"), (2, 3, "yy")]);
        assert_eq!(fixes.apply(b"abcdef", 0..3), b"xabyydf");
        assert_eq!(fixes.apply(b"abcdef", [2].into_iter()), b"abyydef");
    }

    #[test]
    fn a_fix_takes_little_memory() {
        // One that takes away a character; beside what it puts in.
        assert!(size_of::<FixOfFile>() + size_of::<EditOfFile>() <= 48);
    }

    #[test]
    fn what_cannot_be_seen_is_not_kept() {
        for unseen in ["", " \t", "\u{202E}", "\u{200B}\u{FEFF}", "\u{7}", "\u{A0}\u{AD}"] {
            assert!(!can_be_seen(unseen.as_bytes()), "{unseen:?}");
        }
        for seen in ["a", ",", "\u{202E}1", "\u{301}", "\u{FFFD}"] {
            assert!(can_be_seen(seen.as_bytes()), "{seen:?}");
        }
        assert!(can_be_seen(b"\xFF"), "broken bytes are shown as a sign of their own");
    }

    #[test]
    fn edits_side_by_side_are_made_together_and_insertions_are_not() {
        let mut in_order = Taken::default();
        in_order.insert(2, 4);
        in_order.insert(8, 8);
        let mut in_turn = Taken::default();
        in_turn.insert(8, 8);
        in_turn.insert(2, 4);
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
            assert_eq!(in_order.touches(start, end), expected, "{start}..{end}");
            assert_eq!(in_turn.touches(start, end), expected, "{start}..{end}");
        }
    }
}
