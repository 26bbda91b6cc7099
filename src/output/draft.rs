//! Snippets under construction: places that are shown together.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use super::Options;
use super::sanitize::{Cell, Kind, Shown, width};
use super::snippet::Spot;
use super::window::{Room, touched};
use super::wrap::wrap;
use crate::span::Span;

/// How many lines apart two places may be to be shown together.
const CLOSE: u64 = 3;

/// How many columns a label may ask for, before it is wrapped. Where lines are narrow, it is half of one.
const LABEL: usize = 36;

/// How many columns a label has at least, even if it reaches over the end of the line.
const NARROW: usize = 10;

/// What miette draws in front of a label.
const LABEL_LEAD: usize = 4;

/// What miette draws in front of lines of which several belong to one place.
const BRACE: usize = 4;

/// A group of places while it is being put together.
#[derive(Clone, Debug)]
pub(super) struct Draft<'a> {
    /// Its lines by number.
    pub(super) lines: BTreeMap<u64, DraftLine>,
    /// Its places, each with whether it is the one that the finding is about.
    pub(super) spots: Vec<(Spot<'a>, bool)>,
}

/// A line while it is being put together.
#[derive(Clone, Debug, Default)]
pub(super) struct DraftLine {
    bytes: Vec<u8>,
    cut_start: bool,
    cut_end: bool,
    /// Where the bytes begin in the file, if there is a mark that says so.
    offset: Option<u64>,
    /// What is marked: the bytes, the number of the place.
    marks: Vec<(Span, usize)>,
    /// Whether the place goes on here that is marked above.
    goes_on: bool,
}

impl DraftLine {
    /// Takes in the marked part of the same line from another excerpt, if the two parts meet and the marks can stand
    /// side by side.
    fn join(&mut self, other: Self) -> Option<()> {
        let (Some(offset), Some(other_offset)) = (self.offset, other.offset) else {
            // Neighbouring lines give way to marked ones.
            if self.offset.is_none() {
                *self = other;
            }
            return Some(());
        };
        let (mut first, mut second) = (std::mem::take(self), other);
        if other_offset < offset {
            std::mem::swap(&mut first, &mut second);
        }
        let distance = usize::try_from(offset.abs_diff(other_offset)).ok()?;
        let overlap = first.bytes.len().checked_sub(distance)?;
        if overlap < second.bytes.len() {
            first.bytes.extend_from_slice(second.bytes.get(overlap..)?);
            first.cut_end = second.cut_end;
        }
        first.marks.extend(second.marks.iter().map(|(mark, spot)| (mark.shifted(distance), *spot)));
        first.marks.sort_unstable();
        let apart = first.marks.windows(2).all(|pair| match pair {
            [(left, _), (right, _)] => left.end.max(left.start + 1) <= right.start,
            _ => true,
        });
        *self = first;
        apart.then_some(())
    }
}

impl<'a> Draft<'a> {
    /// A group of one.
    pub(super) fn new(spot: &Spot<'a>, primary: bool) -> Option<Self> {
        let excerpt = spot.excerpt;
        let marked = excerpt.lines.get(excerpt.marked)?;
        let lines = excerpt.lines.iter().enumerate().map(|(index, line)| {
            let is_marked = line.number == marked.number;
            let draft = DraftLine {
                bytes: line.bytes.to_vec(),
                cut_start: line.cut_start,
                cut_end: line.cut_end,
                offset: is_marked.then(|| spot.place.start.byte.saturating_sub(excerpt.mark.start as u64)),
                marks: if is_marked { vec![(excerpt.mark, 0)] } else { Vec::new() },
                goes_on: !is_marked && excerpt.mark_on(index).is_some(),
            };
            (line.number, draft)
        });
        let mut draft = Self { lines: lines.collect(), spots: vec![(*spot, primary)] };
        draft.drop_blank_ends();
        Some(draft)
    }

    /// Takes `spot` in, if it is so close that one text shows both.
    pub(super) fn join(&mut self, spot: &Spot<'a>, primary: bool, columns: usize, options: &Options) -> bool {
        let line = spot.place.start.line;
        let is_close = self
            .spots
            .iter()
            .any(|(own, _)| own.source.path() == spot.source.path() && own.place.start.line.abs_diff(line) <= CLOSE);
        let Some(other) = is_close.then(|| Self::new(spot, primary)).flatten() else { return false };
        // A brace around lines leaves no room for another one.
        if self.has_brace() || other.has_brace() {
            return false;
        }
        let mut joined = self.clone();
        let number = joined.spots.len();
        joined.spots.extend(other.spots);
        for (line, mut draft) in other.lines {
            draft.marks.iter_mut().for_each(|mark| mark.1 = number);
            match joined.lines.entry(line) {
                Entry::Vacant(entry) => {
                    entry.insert(draft);
                }
                Entry::Occupied(mut entry) => {
                    if entry.get_mut().join(draft).is_none() {
                        return false;
                    }
                }
            }
        }
        let fits = joined.lines.get(&line).is_none_or(|line| line.marks_fit(columns / 2, options));
        if fits {
            *self = joined;
        }
        fits
    }

    /// Whether its only place goes over several lines.
    fn has_brace(&self) -> bool {
        self.lines.values().any(|line| line.goes_on)
    }

    /// Neighbouring lines without anything on them tell nothing.
    fn drop_blank_ends(&mut self) {
        let is_blank = |line: &DraftLine| !line.is_marked() && line.bytes.trim_ascii().is_empty();
        while self.lines.first_entry().is_some_and(|entry| is_blank(entry.get())) {
            self.lines.pop_first();
        }
        while self.lines.last_entry().is_some_and(|entry| is_blank(entry.get())) {
            self.lines.pop_last();
        }
    }

    /// Neighbouring lines that are shown already need not be shown again.
    pub(super) fn drop_lines_of(&mut self, others: &[Self]) {
        let path = |draft: &Self| draft.spots.first().map(|(spot, _)| spot.source.path());
        let here = path(self);
        for other in others.iter().filter(|other| path(other) == here) {
            self.lines.retain(|number, line| line.is_marked() || !other.lines.contains_key(number));
        }
    }

    /// The text, and its marks: the label, the bytes of the text, whether it is what the finding is about.
    pub(super) fn lay_out(&self, options: &Options) -> (String, Vec<(Option<String>, Span, bool)>) {
        let digits = self.lines.keys().next_back().map_or(1, |line| line.to_string().len());
        let has_brace = self.has_brace();
        let brace = if has_brace { BRACE } else { 0 };
        let columns = options.style.columns().saturating_sub(digits + 4 + brace);
        let mut text = String::new();
        let mut marks = Vec::new();
        for line in self.lines.values() {
            line.lay_out(columns, has_brace, options, &self.spots, &mut text, &mut marks);
            if line.goes_on
                && let Some((_, mark, _)) = marks.last_mut()
            {
                *mark = Span::new(mark.start, text.len().saturating_sub(1));
            }
        }
        (text, marks)
    }
}

impl DraftLine {
    /// Whether it belongs to a place.
    const fn is_marked(&self) -> bool {
        self.goes_on || !self.marks.is_empty()
    }

    fn marks_fit(&self, columns: usize, options: &Options) -> bool {
        let shown = Shown::new(&self.bytes, Kind::Line, options);
        let cells = self.marked(&shown);
        shown.cells.get(cells).is_some_and(|cells| cells.iter().map(|cell| cell.width).sum::<usize>() <= columns)
    }

    /// The cells from the first mark to the last.
    fn marked(&self, shown: &Shown) -> Range<usize> {
        let start = self.marks.iter().map(|(mark, _)| mark.start).min().unwrap_or(0);
        let end = self.marks.iter().map(|(mark, _)| mark.end).max().unwrap_or(0);
        touched(&shown.cells, Span::new(start, end))
    }

    fn lay_out(
        &self,
        columns: usize,
        has_brace: bool,
        options: &Options,
        spots: &[(Spot<'_>, bool)],
        text: &mut String,
        marks: &mut Vec<(Option<String>, Span, bool)>,
    ) {
        let shown = Shown::new(&self.bytes, Kind::Line, options);
        let ellipsis = options.style.ellipsis();
        let room = Room { columns, ellipsis: width(ellipsis), cut_start: self.cut_start, cut_end: self.cut_end };
        let label_of = |spot: usize| spots.get(spot).and_then(|(spot, _)| spot.label);
        // The label of a brace stands below its last line.
        let label = self.marks.last().filter(|_| !has_brace).and_then(|(_, spot)| label_of(*spot));
        let wanted = LABEL.min(columns / 2);
        let label = label.map_or(0, |label| width(label).min(wanted) + LABEL_LEAD);
        let window = room.window(&shown.cells, &self.marked(&shown), label);
        let lead = if window.start > 0 || self.cut_start { ellipsis } else { "" };
        let trail = if window.end < shown.cells.len() || self.cut_end { ellipsis } else { "" };
        let at = |cell: usize| shown.cells.get(cell).map_or(shown.text.len(), |cell| cell.shown.start);
        let (start, end) = (at(window.start), at(window.end));
        let base = text.len() + lead.len();
        text.push_str(lead);
        text.push_str(shown.text.get(start..end).unwrap_or_default());
        text.push_str(trail);
        text.push('\n');
        for (mark, number) in &self.marks {
            let cells = touched(&shown.cells, *mark);
            let place = |cell: usize| base + at(cell).clamp(start, end) - start;
            let span = Span::new(place(cells.start), place(cells.end));
            let before = shown.cells.get(window.start..cells.start).unwrap_or_default();
            let covered = shown.cells.get(cells.start..cells.end.min(window.end)).unwrap_or_default();
            let wide = |cells: &[Cell]| cells.iter().map(|cell| cell.width).sum::<usize>();
            let column = if has_brace { 0 } else { width(lead) + wide(before) + wide(covered) / 2 };
            let room = columns.saturating_sub(column + LABEL_LEAD).max(NARROW);
            let label = label_of(*number).map(|label| wrap(label, room, room).join("\n"));
            marks.push((label, span, spots.get(*number).is_some_and(|spot| spot.1)));
        }
    }
}
