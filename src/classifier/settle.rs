//! From scores to verdicts: which lines of a document are reported, and how surely.
//!
//! A page that has left one piece of furniture behind has mostly left others. So less is asked of a line where another
//! one is surely furniture, by its own score or by a phrase: the two thresholds of hysteresis (Canny, "A computational
//! approach to edge detection", 1986), for a whole document.

use super::Confidence;
use super::model::Thresholds;
use super::window::Known;

/// How much more is asked of the first lines by themselves: articles begin with all kinds of things.
const AT_START: f32 = 0.5;

/// How much more is asked, where there is other furniture, of the very first line, and of a sentence. Of what may be the
/// title, or the name of who wrote the text, as much is asked as if there was none: these stand beside furniture on
/// every page.
const LIKE_TEXT: f32 = 0.5;

/// Where a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The very first line.
    First,
    /// One of the first lines, and none of the last.
    Start,
    /// Among the last lines.
    End,
}

/// What is known of a line when its confidence is settled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Where it stands.
    pub place: Place,
    /// Whether it ends as a sentence does.
    pub is_sentence: bool,
    /// Whether it may be the title, or the name of who wrote the text below it.
    pub may_be_text: bool,
    /// Its score, if it is worth mentioning.
    pub score: Option<f32>,
    /// What a phrase says that it is.
    pub known: Option<Known>,
}

impl Standing {
    fn reaches(&self, threshold: f32) -> bool {
        self.score.is_some_and(|score| score >= threshold)
    }

    /// Whether it is furniture by itself.
    fn is_sure(&self, thresholds: Thresholds) -> bool {
        self.reaches(if self.place == Place::End { thresholds.sure } else { thresholds.sure + AT_START })
    }

    /// Whether it is furniture where there is other furniture.
    fn is_sure_beside(&self, thresholds: Thresholds) -> bool {
        let is_like_text = self.place == Place::First || self.is_sentence;
        let threshold = if is_like_text { thresholds.beside + LIKE_TEXT } else { thresholds.beside };
        !self.may_be_text && self.reaches(threshold)
    }
}

/// How sure it is of each of these lines of a document that it is not the text; none for those of which nothing is to
/// be said.
pub fn settle(lines: &[Standing], thresholds: Thresholds) -> Vec<Option<Confidence>> {
    let is_furniture = |line: &Standing| line.is_sure(thresholds) || line.known.is_some_and(Known::is_furniture);
    let has_furniture = lines.iter().any(is_furniture);
    let confidence = |line: &Standing| {
        if line.is_sure(thresholds) || (has_furniture && line.is_sure_beside(thresholds)) {
            Some(Confidence::Sure)
        } else {
            line.reaches(thresholds.possible).then_some(Confidence::Possible)
        }
    };
    lines.iter().map(confidence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const THRESHOLDS: Thresholds = Thresholds { sure: 2.0, beside: 1.0, possible: 0.0 };

    fn settled(lines: &[Standing]) -> String {
        let letter = |confidence: Option<Confidence>| match confidence {
            Some(Confidence::Sure) => 's',
            Some(Confidence::Possible) => 'p',
            None => '-',
        };
        settle(lines, THRESHOLDS).into_iter().map(letter).collect()
    }

    fn scored(scores: &[f32]) -> Vec<Standing> {
        scores
            .iter()
            .map(|score| Standing {
                place: Place::End,
                is_sentence: false,
                may_be_text: false,
                score: Some(*score),
                known: None,
            })
            .collect()
    }

    #[test]
    fn less_is_asked_where_there_is_furniture() {
        assert_eq!(settled(&scored(&[1.0, 1.9, 0.5, -0.5])), "ppp-");
        assert_eq!(settled(&scored(&[1.0, 2.0, 0.5, -0.5])), "ssp-");
        assert_eq!(settled(&[]), "");
    }

    #[test]
    fn more_is_asked_of_the_first_lines() {
        let at = |place: Place, score: f32| Standing {
            place,
            is_sentence: false,
            may_be_text: false,
            score: Some(score),
            known: None,
        };
        let at_start = |score: f32| at(Place::Start, score);
        assert_eq!(settled(&[at_start(2.4)]), "p");
        assert_eq!(settled(&[at_start(2.5), at_start(0.9), at_start(1.0)]), "sps");
        let first = |score: f32| at(Place::First, score);
        assert_eq!(settled(&[first(2.4)]), "p");
        assert_eq!(settled(&[first(2.5)]), "s");
        assert_eq!(settled(&[first(1.4), at_start(2.5)]), "ps");
        assert_eq!(settled(&[first(1.5), at_start(2.5)]), "ss");
        let sentence = |score: f32| Standing { is_sentence: true, ..at(Place::End, score) };
        assert_eq!(settled(&[sentence(1.4), at_start(2.5)]), "ps");
        assert_eq!(settled(&[sentence(1.5), at_start(2.5)]), "ss");
        assert_eq!(settled(&[sentence(2.0)]), "s");
    }

    #[test]
    fn a_title_stands_beside_furniture() {
        let title = |score: f32| Standing {
            place: Place::Start,
            is_sentence: false,
            may_be_text: true,
            score: Some(score),
            known: None,
        };
        let furniture = Standing { known: Some(Known::Furniture), ..title(0.0) };
        assert_eq!(settled(&[furniture, title(2.4)]), "pp");
        assert_eq!(settled(&[furniture, title(2.5)]), "ps");
    }

    #[test]
    fn what_phrases_know_counts_if_it_is_furniture() {
        for (known, expected) in [(Known::Furniture, "-s"), (Known::Information, "-p")] {
            let own =
                Standing { place: Place::End, is_sentence: false, may_be_text: false, score: None, known: Some(known) };
            assert_eq!(settled(&[&[own], scored(&[1.5]).as_slice()].concat()), expected);
        }
    }
}
