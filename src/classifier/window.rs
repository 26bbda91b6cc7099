//! The second stage's view of a line: its place, its neighbours, and what it shares with its document.

use std::cell::OnceCell;

use super::first::{FirstStage, Scores};
use super::vocabulary::{Overlap, Vocabulary};

/// How many of the first lines can be judged.
pub const HEAD: usize = 3;

/// How many of the last lines can be judged.
pub const TAIL: usize = 5;

/// How many of the first lines are looked at.
const HEAD_SEEN: usize = 5;

/// How many of the last lines are looked at.
const TAIL_SEEN: usize = 8;

/// How many lines before those are searched for a section that is not the article.
const SECTION: usize = 24;

/// A longer line is not judged. In bytes. Up to 1,200, nothing more would be sure, and to read such lines and those beside
/// them takes a tenth of the time of the classifier.
pub(super) const LONGEST: usize = 500;

/// A line of at least so many bytes is a paragraph.
const PARAGRAPH: usize = 100;

/// A line of less than this many bytes is short.
const SHORT: usize = 100;

/// How far neighbours are looked at, in lines.
const REACH: isize = 7;

/// How much of the beginning of a document the words of its ends are compared with, in bytes: it says what the text is
/// about.
const COMPARED: usize = 2000;

/// How many lines of the middle of a document are looked at, at most.
const MIDDLE: usize = 24;

/// What a feature is where there is no line to take it from. All scores and shares are above.
const NONE: f32 = -9.0;

/// The features, by name.
pub const FEATURES: [&str; 46] = [
    "grams",
    "cues",
    "length",
    "words",
    "length by mean length",
    "is in head",
    "lines from start",
    "lines from end",
    "short lines in the middle",
    "open lines in the middle",
    "grams, one outward",
    "grams, two outward",
    "grams, one inward",
    "grams, two inward",
    "grams, mean outward",
    "grams, highest outward",
    "grams, lowest outward",
    "grams, mean inward",
    "grams, highest inward",
    "cues, one outward",
    "cues, one inward",
    "cues, mean outward",
    "cues, highest outward",
    "cues, mean inward",
    "cues, highest inward",
    "length, one outward",
    "length, one inward",
    "length, two outward",
    "length, two inward",
    "ending, one outward",
    "ending, one inward",
    "short lines outward",
    "short lines inward",
    "share of known words",
    "known words",
    "new words",
    "share of known words, one outward",
    "share of known words, one inward",
    "section, highest cues",
    "section, share of cues",
    "section, distance of cues",
    "section, times of day",
    "section, share of short lines",
    "ending",
    "beginning",
    "letters that are capitals",
];

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
struct Seen<'a> {
    /// Its number among the lines that are not blank.
    number: usize,
    text: &'a str,
    scores: OnceCell<Scores>,
    /// In characters.
    length: OnceCell<f32>,
    /// What it shares with the text.
    overlap: OnceCell<Overlap>,
    known: Option<Known>,
}

impl Seen<'_> {
    fn scores(&self, first: &FirstStage) -> Scores {
        let scores = || if can_be_judged(self.text) { first.scores(self.text) } else { Scores::UNSEEN };
        *self.scores.get_or_init(scores)
    }

    fn length(&self) -> f32 {
        *self.length.get_or_init(|| number_of(self.text.chars().count()))
    }
}

/// The lines at the ends of a document, and what is known of the document around them.
#[derive(Debug)]
pub struct Window<'a> {
    first: &'a FirstStage,
    /// All lines of the document.
    lines: &'a [&'a str],
    count: usize,
    seen: Vec<Seen<'a>>,
    /// The words of the lines that those of the ends are compared with, and how many lines that are: gathered when a
    /// line is compared, which most lines are not.
    vocabulary: OnceCell<(Vocabulary, usize)>,
    section: OnceCell<Section>,
    middle: OnceCell<Middle>,
    has_paragraph: bool,
}

/// The lines before the tail.
#[derive(Clone, Copy, Debug)]
struct Section {
    highest: f32,
    share: f32,
    distance: f32,
    times: f32,
    short: f32,
}

/// The lines between head and tail, or some of them.
#[derive(Clone, Copy, Debug)]
struct Middle {
    short: f32,
    open: f32,
    /// The mean length of a line of the document, in bytes.
    mean: f32,
}

/// Whether a line can be judged at all.
pub const fn can_be_judged(line: &str) -> bool {
    line.len() <= LONGEST
}

impl<'a> Window<'a> {
    /// Looks at a document of these lines, none of them blank. `known` says by number what phrases say of some of them.
    pub fn new(lines: &'a [&'a str], known: &[(usize, Known)], first: &'a FirstStage) -> Self {
        let count = lines.len();
        let numbers = (0..HEAD_SEEN.min(count)).chain(tail(count)..count);
        let seen = |number| {
            let text = *lines.get(number)?;
            let (scores, length, overlap) = (OnceCell::new(), OnceCell::new(), OnceCell::new());
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
    pub fn is_at_start(&self, at: usize) -> bool {
        self.seen.get(at).is_some_and(|seen| is_at_start(seen.number, self.count))
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

    fn overlap_of(&self, seen: &Seen<'a>) -> Overlap {
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

    fn section(&self) -> &Section {
        self.section.get_or_init(|| {
            let before = self.lines.get(HEAD_SEEN..tail(self.count)).unwrap_or_default();
            Section::of(before, self.first)
        })
    }

    fn middle(&self) -> &Middle {
        self.middle.get_or_init(|| Middle::of(self.lines))
    }

    /// The share of short lines in the middle of the document.
    pub(super) fn short_lines(&self) -> f32 {
        self.middle().short
    }

    /// Whether the document has a line that is long enough for an article. Where there is no text, nothing stands around
    /// it.
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

    /// The features of the line at this place, in the order of [`FEATURES`].
    pub fn features(&self, at: usize) -> [f32; FEATURES.len()] {
        let Some(own) = self.seen.get(at) else { return [0.0; FEATURES.len()] };
        let from_end = self.count.saturating_sub(own.number + 1);
        let is_head = is_at_start(own.number, self.count);
        let outward = if is_head { -1 } else { 1 };
        let near = |steps: isize| {
            let other = self.seen.get(at.checked_add_signed(steps * outward)?)?;
            // There may be lines between the head and the tail that are not looked at.
            (Some(other.number) == own.number.checked_add_signed(steps * outward)).then_some(other)
        };
        let of = |steps: isize, value: &dyn Fn(&Seen<'a>) -> f32| near(steps).map_or(NONE, value);
        let grams = |seen: &Seen<'a>| seen.scores(self.first).grams;
        let cues = |seen: &Seen<'a>| seen.scores(self.first).cues;
        let length = |seen: &Seen<'a>| seen.length();
        let ending = |seen: &Seen<'a>| ending(seen.text);
        let (section, middle) = (self.section(), self.middle());
        let overlap = self.overlap_of(own);
        let known = |steps: isize| near(steps).map_or(NONE, |seen| share_known(self.overlap_of(seen)));
        let side = |direction: isize, value: &dyn Fn(&Seen<'a>) -> f32| {
            Side::of((1..=REACH).map_while(|steps| near(steps * direction)).map(value))
        };
        let shorts = |direction: isize| {
            let lines = (1..=REACH).map_while(|steps| near(steps * direction));
            number_of(lines.take_while(|seen| seen.text.len() < SHORT).count())
        };
        let (grams_out, grams_in) = (side(1, &grams), side(-1, &grams));
        let (cues_out, cues_in) = (side(1, &cues), side(-1, &cues));
        [
            grams(own),
            cues(own),
            own.length(),
            number_of(own.text.split_whitespace().count()),
            own.length() / middle.mean.max(1.0),
            if is_head { 1.0 } else { 0.0 },
            if is_head { number_of(own.number) } else { -NONE },
            if is_head { -NONE } else { number_of(from_end) },
            middle.short,
            middle.open,
            of(1, &grams),
            of(2, &grams),
            of(-1, &grams),
            of(-2, &grams),
            grams_out.mean,
            grams_out.highest,
            grams_out.lowest,
            grams_in.mean,
            grams_in.highest,
            of(1, &cues),
            of(-1, &cues),
            cues_out.mean,
            cues_out.highest,
            cues_in.mean,
            cues_in.highest,
            of(1, &length),
            of(-1, &length),
            of(2, &length),
            of(-2, &length),
            of(1, &ending),
            of(-1, &ending),
            shorts(1),
            shorts(-1),
            share_known(overlap),
            number_of(overlap.known as usize),
            number_of(overlap.new as usize),
            known(1),
            known(-1),
            section.highest,
            section.share,
            section.distance,
            section.times,
            section.short,
            ending(own),
            beginning(own.text),
            capitals(own.text),
        ]
    }
}

/// Whether the line of this number is one of the first of a document of `count`. What is among the last, too, is one of
/// those, but for the very first.
fn is_at_start(number: usize, count: usize) -> bool {
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

/// The scores on one side of a line.
struct Side {
    mean: f32,
    highest: f32,
    lowest: f32,
}

impl Side {
    fn of(scores: impl Iterator<Item = f32>) -> Self {
        let (mut count, mut sum, mut highest, mut lowest) = (0.0, 0.0, NONE, -NONE);
        for score in scores {
            count += 1.0;
            sum += score;
            highest = f32::max(highest, score);
            lowest = f32::min(lowest, score);
        }
        Self { mean: if count > 0.0 { sum / count } else { NONE }, highest, lowest }
    }
}

impl Section {
    fn of(lines: &[&str], first: &FirstStage) -> Self {
        let before = lines.get(lines.len().saturating_sub(SECTION)..).unwrap_or_default();
        let mut section = Self { highest: NONE, share: 0.0, distance: 99.0, times: 0.0, short: 0.0 };
        for (back, line) in before.iter().rev().enumerate() {
            if line.len() > SHORT {
                continue;
            }
            let score = first.cues(line);
            section.short += 1.0;
            section.highest = section.highest.max(score);
            if score > 1.0 {
                section.share += 1.0;
                section.distance = section.distance.min(number_of(back));
            }
            if has_time(line) {
                section.times += 1.0;
            }
        }
        let count = number_of(before.len()).max(1.0);
        section.share /= count;
        section.short /= count;
        section
    }
}

impl Middle {
    fn of(lines: &[&str]) -> Self {
        let start = HEAD.min(lines.len());
        let end = lines.len().saturating_sub(TAIL).max(start);
        let middle = lines.get(start..end).unwrap_or_default();
        let step = (middle.len() / MIDDLE).max(1);
        let (mut count, mut short, mut open) = (0.0, 0.0, 0.0);
        for line in middle.iter().step_by(step) {
            count += 1.0;
            short += if line.len() < SHORT { 1.0 } else { 0.0 };
            open += if ends_sentence(line) { 0.0 } else { 1.0 };
        }
        let of_middle = |part: f32| if count > 0.0 { part / count } else { -1.0 };
        let bytes: usize = lines.iter().map(|line| line.len()).sum();
        Self {
            short: of_middle(short),
            open: of_middle(open),
            mean: number_of(bytes) / number_of(lines.len()).max(1.0),
        }
    }
}

/// A count as a feature. Beyond this many, more makes no difference.
fn number_of(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// The share of words that the text has elsewhere; a line without words is apart from all others.
fn share_known(overlap: Overlap) -> f32 {
    let words = overlap.known + overlap.new;
    if words == 0 { -1.0 } else { number_of(overlap.known as usize) / number_of(words as usize) }
}

pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end()
        .ends_with(['.', '!', '?', '"', '\u{201C}', '\u{201D}', '\u{AB}', '\u{BB}', '\u{2026}', '\u{3002}', '\u{964}'])
}

/// Whether a time of day stands in a line: a colon between digits.
fn has_time(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes
        .windows(3)
        .any(|three| matches!(three, [before, b':', after] if before.is_ascii_digit() && after.is_ascii_digit()))
}

/// How a line begins, from what continues a sentence to what begins none.
fn beginning(line: &str) -> f32 {
    match line.trim_start().chars().next() {
        Some(first) if first.is_lowercase() => 0.0,
        Some(first) if first.is_alphabetic() => 1.0,
        Some('"' | '\'' | '\u{2018}' | '\u{201C}' | '\u{201E}' | '\u{AB}' | '(' | '\u{BF}' | '\u{A1}') => 2.0,
        Some(first) if first.is_numeric() => 3.0,
        Some('-' | '\u{2013}' | '\u{2014}' | '*' | '\u{2022}') => 4.0,
        Some('|') => 6.0,
        _ => 5.0,
    }
}

/// How a line ends, from what ends a sentence to what ends none.
fn ending(line: &str) -> f32 {
    let mut back = line.trim_end().chars().rev();
    match back.next() {
        Some('.' | '\u{3002}') if back.next() == Some('.') => 3.0,
        Some('.' | '\u{3002}' | '\u{964}') => 0.0,
        Some('!' | '?' | '\u{FF01}' | '\u{FF1F}') => 1.0,
        Some('"' | '\'' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}') => 2.0,
        Some('\u{2026}') => 3.0,
        Some(')' | ']') => 4.0,
        Some(',' | ';') => 5.0,
        Some(':') => 6.0,
        Some(last) if last.is_alphabetic() => 7.0,
        Some(last) if last.is_numeric() => 8.0,
        _ => 9.0,
    }
}

/// The share of capitals among the letters.
fn capitals(line: &str) -> f32 {
    let letters = line.chars().filter(|character| character.is_alphabetic()).count();
    let capitals = line.chars().filter(|character| character.is_uppercase()).count();
    if letters == 0 { -1.0 } else { number_of(capitals) / number_of(letters) }
}
