//! The second stage's view of a line: its place, its neighbours, and what it shares with its document, in numbers.

use super::form::{beginning, capitals, ending};
use super::vocabulary::Overlap;
use super::window::{SHORT, Seen, Window, is_at_start};

/// How far neighbours are looked at, in lines.
const REACH: isize = 7;

/// What a feature is where there is no line to take it from. All scores and shares are above.
pub(super) const NONE: f32 = -9.0;

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

impl<'a> Window<'a> {
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

/// A count as a feature. Beyond this many, more makes no difference.
pub(super) fn number_of(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// The share of words that the text has elsewhere; a line without words is apart from all others.
fn share_known(overlap: Overlap) -> f32 {
    let words = overlap.known + overlap.new;
    if words == 0 { -1.0 } else { number_of(overlap.known as usize) / number_of(words as usize) }
}
