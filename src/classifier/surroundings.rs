//! What the other lines of a document are like: those just before its tail, and those in its middle.

use super::features::{NONE, number_of};
use super::first::FirstStage;
use super::form::{ends_in_stop, has_time};
use super::window::{HEAD, SHORT, TAIL};

/// How many lines before those are searched for a section that is not the article.
const SECTION: usize = 24;

/// How many lines of the middle of a document are looked at, at most.
const MIDDLE: usize = 24;

/// With a higher score by its words, a line counts as one that does not belong to the article. The score is the
/// logarithm of odds, so these are nearly three to one: enough where lines are counted and none is judged. How another
/// number would do was not written down; the trees were learned with this one, and with another they have to be
/// learned again.
const LIKELY: f32 = 1.0;

/// How far away the nearest such line is where there is none: farther than any line that is looked at.
const FAR: f32 = 99.0;

/// What a share of the lines in the middle is where there are none: below every share.
const NO_MIDDLE: f32 = -1.0;

/// The lines before the tail.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section {
    pub(super) highest: f32,
    pub(super) share: f32,
    pub(super) distance: f32,
    pub(super) times: f32,
    pub(super) short: f32,
}

/// The lines between head and tail, or some of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Middle {
    pub(super) short: f32,
    pub(super) open: f32,
    /// The mean length of a line of the document, in bytes.
    pub(super) mean: f32,
}

impl Section {
    pub(super) fn of(lines: &[&str], first: &FirstStage) -> Self {
        let before = lines.get(lines.len().saturating_sub(SECTION)..).unwrap_or_default();
        let mut section = Self { highest: NONE, share: 0.0, distance: FAR, times: 0.0, short: 0.0 };
        for (back, line) in before.iter().rev().enumerate() {
            if line.len() > SHORT {
                continue;
            }
            let score = first.cues(line);
            section.short += 1.0;
            section.highest = section.highest.max(score);
            if score > LIKELY {
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
    pub(super) fn of(lines: &[&str]) -> Self {
        let start = HEAD.min(lines.len());
        let end = lines.len().saturating_sub(TAIL).max(start);
        let middle = lines.get(start..end).unwrap_or_default();
        let step = (middle.len() / MIDDLE).max(1);
        let (mut count, mut short, mut open) = (0.0, 0.0, 0.0);
        for line in middle.iter().step_by(step) {
            count += 1.0;
            short += if line.len() < SHORT { 1.0 } else { 0.0 };
            open += if ends_in_stop(line) { 0.0 } else { 1.0 };
        }
        let of_middle = |part: f32| if count > 0.0 { part / count } else { NO_MIDDLE };
        let bytes: usize = lines.iter().map(|line| line.len()).sum();
        Self {
            short: of_middle(short),
            open: of_middle(open),
            mean: number_of(bytes) / number_of(lines.len()).max(1.0),
        }
    }
}
