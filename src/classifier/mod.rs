//! The line classifier: which lines at the edges of a document are not its text, where no list of phrases says so.
//!
//! A page leaves more around an article than can be listed: teasers, names of buttons, comments of readers. A person
//! recognises them by what they look like, by the words that they are made of, by their neighbours, and by having
//! nothing to do with the text. So does this, in three steps of rising cost:
//!
//! 1. A line that is long is text. Most documents end with such lines, and are done.
//! 2. Two linear models judge each of the others by itself: one by n-grams of characters (`grams`), one by kinds of
//!    words in seven languages (`cues`). Where neither sees anything in any line, the document is done.
//! 3. Trees (`forest`) judge a line by both scores, those of its neighbours, its place, and the words that it shares
//!    with the document (`window`, `features`). Less is asked of a line where another one is surely furniture
//!    (`settle`).
//!
//! `examples/train-line-model` makes the file with all numbers (`line-model.bin`) of pages that were labelled by
//! reading. No text of them is in it.

mod ambiguous;
mod cues;
mod evidence;
mod features;
mod first;
mod folded;
mod forest;
mod form;
mod grams;
mod model;
mod settle;
mod surroundings;
mod vocabulary;
mod window;

use std::sync::LazyLock;

pub use cues::LANGUAGES;
pub use evidence::{Evidence, Look};
pub use features::FEATURES;
pub use first::{FirstStage, Linear, Scores};
pub use forest::{Forest, Tree};
pub use form::ends_in_stop;
pub use model::{DEPTH, Model, Thresholds};
pub use settle::{Place, Standing, settle};
pub use window::{HEAD, Known, TAIL, Window, can_be_judged};

use ambiguous::HIGHEST_AMBIGUOUS;
use cues::Cues;
use folded::Folded;

/// How many weights there are for n-grams, and for cues.
pub const WEIGHTS: [usize; 2] = [grams::WEIGHTS, cues::WEIGHTS];

/// With one of these scores or a higher one, a line makes the document worth a closer look. That look is what costs
/// most, so these are as high as they can be: on sites that were left out, nothing that is sure is lost against 0.5 for
/// both, and what is possible has the same recall and precision. Words alone say less than n-grams.
const SUSPICIOUS: Scores = Scores { grams: 0.8, cues: 1.5 };

/// Words make no line suspicious that by its n-grams is the text, and they cost as much again.
const UNSUSPICIOUS: f32 = -0.5;

/// A line of more bytes that ends as sentences do makes no document worth a closer look.
const PARAGRAPH: usize = 60;

/// How sure it is that a line is not the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It may be: of five such lines, about three are.
    Possible,
    /// It is, but for about one line of ten.
    Sure,
}

/// What the classifier says of a line that is not the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// The number of the line, among those that are not blank.
    pub line: usize,
    /// How sure it is.
    pub confidence: Confidence,
    /// What speaks for it.
    pub evidence: Evidence,
}

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(include_bytes!("line-model.bin")));

/// The model that corplint was built with. It is there: a test reads it.
pub fn model() -> Option<&'static Model> {
    MODEL.as_ref()
}

/// The scores of this line, at one of the ends of a document, if it may make the document worth a closer look.
pub fn glance(line: &str, first: &FirstStage) -> Option<Scores> {
    let may_be = can_be_judged(line) && (line.len() <= PARAGRAPH || !ends_in_stop(line));
    if may_be { first.scores_if_grams_reach(UNSUSPICIOUS, line) } else { None }
}

/// Whether a line with these scores makes the document worth a closer look.
pub fn is_suspicious(scores: Scores) -> bool {
    scores.grams >= SUSPICIOUS.grams || scores.cues >= SUSPICIOUS.cues
}

/// The highest score that [`judge`] would believe of `line`, at this place of the window. For the trainer, which has
/// the scores of all lines before it knows the model.
pub fn highest_believed(window: &Window<'_>, at: usize, line: &str) -> f32 {
    if ambiguous::is_ruled_out(window, at) {
        f32::MIN
    } else if ambiguous::is_ambiguous(window, at, line) {
        HIGHEST_AMBIGUOUS
    } else {
        f32::MAX
    }
}

/// Judges the edges of a document. `lines` are all its lines that are not blank, `known` says by number what phrases
/// say of some of them. Those are not judged. `glances` has the scores of those at which somebody has glanced.
pub fn judge(lines: &[&str], known: &[(usize, Known)], glances: &[(usize, Scores)], model: &Model) -> Vec<Verdict> {
    let window = Window::new(lines, known, glances, &model.first);
    let possible = model.thresholds.possible;
    let score = |at: usize, line: &str| {
        if window.known(at).is_some() || ambiguous::is_ruled_out(&window, at) {
            return None;
        }
        let score = model.second.score_from(possible, &window.features(at))?;
        // Few lines come so far, and to ask whether one is ambiguous costs as much as to judge it.
        Some(if ambiguous::is_ambiguous(&window, at, line) { score.min(HIGHEST_AMBIGUOUS) } else { score })
    };
    let standing = |(at, number): (usize, usize)| {
        let line = lines.get(number)?;
        let (score, known) = (score(at, line), window.known(at));
        let (is_sentence, may_be_text) = (ends_in_stop(line), window.may_be_text(at));
        Some(((at, number), Standing { place: window.place(at), is_sentence, may_be_text, score, known }))
    };
    let (places, standings): (Vec<(usize, usize)>, Vec<Standing>) = window.judged().filter_map(standing).unzip();
    let confidences = settle(&standings, model.thresholds);
    let verdicts = places.into_iter().zip(confidences).filter_map(|((at, line), confidence)| {
        let confidence = confidence?;
        let evidence = Evidence::of(&window, at, lines.get(line)?);
        Some(Verdict { line, confidence, evidence })
    });
    verdicts.collect()
}

/// The numbers of what a line has, as the first stage weighs them: of n-grams, and of cues. For the trainer.
pub fn numbers(line: &str) -> (Vec<usize>, Vec<usize>) {
    let folded = Folded::new(line);
    let (mut of_grams, mut of_cues) = (Vec::new(), Vec::new());
    grams::for_each(&folded, |number| of_grams.push(number));
    cues::for_each(&folded, Cues::of(&folded), |number| of_cues.push(number));
    (of_grams, of_cues)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn confidences(lines: &[&str]) -> Vec<(usize, Confidence)> {
        judge(lines, &[], &[], model().unwrap()).into_iter().map(|verdict| (verdict.line, verdict.confidence)).collect()
    }

    #[test]
    fn the_model_can_be_read() {
        let model = model().unwrap();
        let Thresholds { sure, beside, possible } = model.thresholds;
        assert!(
            possible < beside
                && beside < sure
                && sure < 6.0
                && beside > HIGHEST_AMBIGUOUS
                && possible <= HIGHEST_AMBIGUOUS
        );
        assert!(include_bytes!("line-model.bin").len() < 200_000);
    }

    #[test]
    fn the_furniture_of_a_page_is_told_from_its_text() {
        let text = [
            "The council votes for the old bridge",
            "The council voted on Tuesday evening to repair the old bridge over the river, after a debate of four hours \
             in which nearly every member spoke and the mayor twice asked for silence.",
            "The work is to begin in spring and will cost less than a new bridge, the engineer of the town said, \
             although nobody can say yet what the piers will look like once the water is gone.",
        ];
        assert_eq!(confidences(&text), []);
        let page = [&text[..], &["Share on Facebook", "Share on Twitter", "3 comments", "Log in to comment"]].concat();
        let found: Vec<usize> = judge(&page, &[], &[], model().unwrap())
            .into_iter()
            .filter(|verdict| verdict.confidence == Confidence::Sure)
            .map(|verdict| verdict.line)
            .collect();
        assert_eq!(found, [3, 4, 5, 6]);
        let known: Vec<_> = (3..page.len()).map(|line| (line, Known::Furniture)).collect();
        assert_eq!(judge(&page, &known, &[], model().unwrap()), []);
    }

    #[test]
    fn nothing_is_said_of_nothing() {
        assert_eq!(confidences(&[]), []);
        assert_eq!(confidences(&["x"]), []);
    }
}
