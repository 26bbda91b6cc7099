//! The lines at the edges of a document, and what is known about them and around them, worked out on demand.

use std::cell::OnceCell;

use super::features::number_of;
use super::first::{FirstStage, Scores};
use super::form::ends_in_stop;
use super::settle::Place;
use super::surroundings::{Middle, Section};
use super::vocabulary::{Overlap, Vocabulary};

/// How many of the first lines can be judged.
pub const HEAD: usize = 3;

/// How many of the last lines can be judged.
pub const TAIL: usize = 5;

/// How many of the first lines are looked at.
const HEAD_SEEN: usize = 5;

/// How many of the last lines are looked at.
const TAIL_SEEN: usize = 8;

/// A longer line is not judged, and counts as text where the lines beside it are. In bytes. Measured on sites that were
/// left out: with lines of up to 500, what is sure would be no more, and the classifier would take twice the time.
pub(super) const LONGEST: usize = 160;

/// A line of at least so many bytes is a paragraph.
const PARAGRAPH: usize = 100;

/// A line of less than this many bytes is short.
pub(super) const SHORT: usize = 100;

/// Most titles have so many words, and most buttons and names of sections have fewer.
const FEWEST_WORDS_OF_TITLE: usize = 4;

/// The names of people and of places have so many words at most.
const LONGEST_NAME: usize = 3;

/// How much of the beginning of a document the words of its ends are compared with, in bytes: it says what the text is
/// about.
const COMPARED: usize = 2000;

/// What a phrase or a shape says that a line is, as far as that makes a difference for its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Information about the text: a credit, a date.
    Information,
    /// A part of the page.
    Furniture,
}

impl Known {
    /// Whether the text is over where this stands.
    pub const fn is_furniture(self) -> bool {
        matches!(self, Self::Furniture)
    }
}

/// A line that is looked at. What is known of it is found out when a line beside it is judged.
#[derive(Clone, Debug)]
pub(super) struct Seen<'a> {
    /// Its number among the lines that are not blank.
    pub(super) number: usize,
    pub(super) text: &'a str,
    scores: OnceCell<Scores>,
    /// In characters.
    length: OnceCell<f32>,
    /// What it shares with the text.
    overlap: OnceCell<Overlap>,
    known: Option<Known>,
}

impl Seen<'_> {
    pub(super) fn scores(&self, first: &FirstStage) -> Scores {
        let scores = || if can_be_judged(self.text) { first.scores(self.text) } else { Scores::UNSEEN };
        *self.scores.get_or_init(scores)
    }

    /// Its length, in characters.
    pub(super) fn length(&self) -> f32 {
        *self.length.get_or_init(|| number_of(self.text.chars().count()))
    }
}

/// The lines at the ends of a document, and what is known of the document around them.
#[derive(Debug)]
pub struct Window<'a> {
    pub(super) first: &'a FirstStage,
    /// All lines of the document.
    lines: &'a [&'a str],
    /// How many lines the document has.
    pub(super) count: usize,
    pub(super) seen: Vec<Seen<'a>>,
    /// The words of the lines that those of the ends are compared with, and how many lines that are: gathered when a
    /// line is compared, which most lines are not.
    vocabulary: OnceCell<(Vocabulary, usize)>,
    section: OnceCell<Section>,
    middle: OnceCell<Middle>,
    has_paragraph: bool,
}

/// Whether a line can be judged at all.
pub const fn can_be_judged(line: &str) -> bool {
    line.len() <= LONGEST
}

impl<'a> Window<'a> {
    /// Looks at a document of these lines, none of them blank. `known` says by number what phrases say of some of them,
    /// and `glances` has scores that are there already.
    pub fn new(
        lines: &'a [&'a str],
        known: &[(usize, Known)],
        glances: &[(usize, Scores)],
        first: &'a FirstStage,
    ) -> Self {
        let count = lines.len();
        let numbers = (0..HEAD_SEEN.min(count)).chain(tail(count)..count);
        let seen = |number| {
            let text = *lines.get(number)?;
            let glance = glances.iter().find(|(at, _)| *at == number).map(|(_, scores)| *scores);
            let scores = glance.map_or_else(OnceCell::new, OnceCell::from);
            let (length, overlap) = (OnceCell::new(), OnceCell::new());
            let known = known.iter().find(|(at, _)| *at == number).map(|(_, known)| *known);
            Some(Seen { number, text, scores, length, overlap, known })
        };
        Self {
            first,
            lines,
            count,
            seen: numbers.filter_map(seen).collect(),
            vocabulary: OnceCell::new(),
            section: OnceCell::new(),
            middle: OnceCell::new(),
            has_paragraph: lines.iter().any(|line| line.len() >= PARAGRAPH),
        }
    }

    /// The lines that can be judged: their places in the window and their numbers in the document.
    pub fn judged(&self) -> impl Iterator<Item = (usize, usize)> {
        let numbers = self.seen.iter().enumerate();
        numbers
            .filter(|(_, seen)| can_be_judged(seen.text) && is_judged(seen.number, self.count))
            .map(|(at, seen)| (at, seen.number))
    }

    /// Whether the line at this place is one of the first lines, and none of the last but the very first.
    pub(super) fn is_at_start(&self, at: usize) -> bool {
        self.seen.get(at).is_some_and(|seen| is_at_start(seen.number, self.count))
    }

    /// Where the line at this place stands in the document.
    pub fn place(&self, at: usize) -> Place {
        match self.seen.get(at) {
            Some(seen) if seen.number == 0 => Place::First,
            _ if self.is_at_start(at) => Place::Start,
            _ => Place::End,
        }
    }

    /// Whether the line at this place may be the title, or the name of who wrote the text below it: those stand beside
    /// furniture on every page.
    pub fn may_be_text(&self, at: usize) -> bool {
        self.may_be_title(at) || self.may_be_signature(at)
    }

    /// Whether the line at this place is the first one of which nothing is known and that has as many words as titles
    /// have: above a title stand paths, buttons and names of sections. What has fewer words is a title where the text
    /// begins right below.
    fn may_be_title(&self, at: usize) -> bool {
        let has_words = |seen: &Seen<'_>| {
            seen.known.is_none() && seen.text.split_whitespace().nth(FEWEST_WORDS_OF_TITLE - 1).is_some()
        };
        let is_above_text = || self.seen.get(at + 1).is_some_and(|below| is_long_paragraph(below.text));
        let is_first = || !self.seen.iter().take(at).any(has_words);
        self.seen.get(at).is_some_and(|seen| {
            let is_short_title =
                || seen.known.is_none() && seen.text.starts_with(char::is_uppercase) && is_above_text();
            let is_like_title = has_words(seen) || is_short_title();
            seen.number < HEAD && is_like_title && is_first()
        })
    }

    /// Whether the line at this place may be a name below the last paragraph of the text, or the second line of it, which
    /// says from where.
    fn may_be_signature(&self, at: usize) -> bool {
        let is_below_text = |at: usize| self.line_before(at).is_some_and(is_long_paragraph);
        let is_name_at = |at: usize| self.seen.get(at).is_some_and(|seen| seen.known.is_none() && is_name(seen.text));
        is_name_at(at)
            && (is_below_text(at) || at.checked_sub(1).is_some_and(|above| is_name_at(above) && is_below_text(above)))
    }

    /// What a phrase says of the line at this place.
    pub fn known(&self, at: usize) -> Option<Known> {
        self.seen.get(at)?.known
    }

    /// The first stage's scores of the line at this place.
    pub fn scores(&self, at: usize) -> Scores {
        self.seen.get(at).map_or(Scores::UNSEEN, |seen| seen.scores(self.first))
    }

    /// The overlap of the line at this place with the rest of the text.
    pub(super) fn overlap(&self, at: usize) -> Overlap {
        self.seen.get(at).map_or_else(Overlap::default, |seen| self.overlap_of(seen))
    }

    /// What a line shares with the rest of the text.
    pub(super) fn overlap_of(&self, seen: &Seen<'a>) -> Overlap {
        if !can_be_judged(seen.text) {
            return Overlap::default();
        }
        *seen.overlap.get_or_init(|| {
            let (vocabulary, compared) = self.vocabulary.get_or_init(|| {
                let sample = sample(self.lines);
                let mut vocabulary = Vocabulary::default();
                for line in sample {
                    vocabulary.take_in(line);
                }
                (vocabulary, sample.len())
            });
            vocabulary.overlap(seen.text, seen.number < *compared)
        })
    }

    /// The lines before the tail.
    pub(super) fn section(&self) -> &Section {
        self.section.get_or_init(|| {
            let before = self.lines.get(HEAD_SEEN..tail(self.count)).unwrap_or_default();
            Section::of(before, self.first)
        })
    }

    /// The lines between head and tail.
    pub(super) fn middle(&self) -> &Middle {
        self.middle.get_or_init(|| Middle::of(self.lines))
    }

    /// The share of short lines in the middle of the document.
    pub(super) fn short_lines(&self) -> f32 {
        self.middle().short
    }

    /// Whether the document has a line that is long enough for an article. Where there is no text, nothing stands
    /// around it.
    pub(super) const fn has_paragraph(&self) -> bool {
        self.has_paragraph
    }

    /// The line before the one at this place, if it is looked at.
    pub(super) fn line_before(&self, at: usize) -> Option<&'a str> {
        let (before, own) = (self.seen.get(at.checked_sub(1)?)?, self.seen.get(at)?);
        (before.number + 1 == own.number).then_some(before.text)
    }

    /// The line behind the one at this place, if it is looked at, and its scores.
    pub(super) fn line_after(&self, at: usize) -> Option<(&'a str, Scores)> {
        let (own, after) = (self.seen.get(at)?, self.seen.get(at + 1)?);
        (own.number + 1 == after.number).then(|| (after.text, after.scores(self.first)))
    }

    /// Whether the line at this place stands among short lines only, towards the end of the text.
    pub fn is_among_short_lines(&self, at: usize) -> bool {
        let sides = [-1, 1].into_iter().filter_map(|step| self.seen.get(at.checked_add_signed(step)?));
        sides.map(|seen| seen.text.len()).max().is_some_and(|longest| longest < SHORT)
    }
}

/// Whether a line is a few words in capitals, as the names of people and of places are.
fn is_name(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let is_part = |word: &str| word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase);
    words.by_ref().take(LONGEST_NAME).all(is_part) && words.next().is_none()
}

/// Whether a line is a paragraph of the text, by its length and its end. What a document calls one may be shorter, and may
/// end in a colon; what the verdicts are worth was measured with this bound.
fn is_long_paragraph(line: &str) -> bool {
    line.len() >= PARAGRAPH && ends_in_stop(line)
}

/// Whether the line of this number is one of the first of a document of `count`. What is among the last, too, is one of
/// those, but for the very first.
pub(super) fn is_at_start(number: usize, count: usize) -> bool {
    number == 0 || (number < HEAD && number + TAIL < count)
}

/// Whether the line of this number can be judged in a document of `count`.
fn is_judged(number: usize, count: usize) -> bool {
    // All that there is, is the text.
    count > 1 && (number < HEAD || number + TAIL >= count)
}

/// The number of the first of the last lines that are looked at, of `count`.
fn tail(count: usize) -> usize {
    count.saturating_sub(TAIL_SEEN).max(HEAD_SEEN.min(count))
}

/// The lines that the words of the ends are compared with: all of a short document, and of a long one the beginning,
/// which says what it is about.
fn sample<'a, 'l>(lines: &'l [&'a str]) -> &'l [&'a str] {
    let mut room = COMPARED;
    let fits = |line: &&&str| {
        let fits = room > 0;
        room = room.saturating_sub(line.len());
        fits
    };
    let count = lines.iter().take_while(fits).count();
    lines.get(..count).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "The council voted on Tuesday evening to repair the old bridge over the river, after a debate of hours.";

    fn may_be_text(lines: &[&str], number: usize, known: &[(usize, Known)]) -> bool {
        let window = Window::new(lines, known, &[], &crate::classifier::model().unwrap().first);
        let (at, _) = window.judged().find(|(_, own)| *own == number).unwrap();
        window.may_be_text(at)
    }

    #[test]
    fn a_title_has_words_or_stands_right_above_the_text() {
        let title = "The old bridge stays closed";
        assert!(may_be_text(&[title, "Share", TEXT, TEXT], 0, &[]));
        assert!(may_be_text(&["Politics", title, TEXT, TEXT], 1, &[]));
        assert!(!may_be_text(&["Politics", title, TEXT, TEXT], 0, &[]), "the name of a section");
        assert!(may_be_text(&["Hangout", TEXT, "Share"], 0, &[]));
        assert!(may_be_text(&["Share", "Hangout", TEXT], 1, &[(0, Known::Furniture)]));
        assert!(!may_be_text(&[title, "Politics", TEXT, TEXT], 1, &[]), "below the title");
        assert!(!may_be_text(&["1", TEXT, TEXT], 0, &[]) && !may_be_text(&["post", TEXT, TEXT], 0, &[]));
    }

    #[test]
    fn a_name_below_the_text_may_be_that_of_its_author() {
        let end = |last: &[&str], number: usize| {
            let lines = [&[TEXT, TEXT, TEXT][..], last].concat();
            may_be_text(&lines, number, &[])
        };
        assert!(end(&["Sergio Balestri", "Empoli"], 3) && end(&["Sergio Balestri", "Empoli"], 4));
        assert!(!end(&["Print this page", "Empoli"], 3) && !end(&["Print this page", "Empoli"], 4));
        assert!(!end(&["Sport", "Weather", "Culture"], 5), "a menu goes on");
        assert!(!end(&["SPORT"], 3));
    }
}
