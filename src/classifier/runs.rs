//! Runs of lines: a line that is hardly sure by itself is sure beside one that is.
//!
//! Furniture stands together, and so do lines of the text. Two thresholds, of which the lower one holds for neighbours
//! of what reaches the higher, are an old way to use that (Canny, "A computational approach to edge detection", 1986).

use super::Confidence;
use super::model::Thresholds;
use super::window::Known;

/// What is known of a line when its confidence is settled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Its number among the lines that are not blank.
    pub number: usize,
    /// Its score, if it is worth mentioning.
    pub score: Option<f32>,
    /// What a phrase says that it is.
    pub known: Option<Known>,
}

/// How sure it is of each of these lines that it is not the text; none for those of which nothing is to be said. They
/// stand in the order of their numbers.
pub fn settle(lines: &[Standing], thresholds: Thresholds) -> Vec<Option<Confidence>> {
    let mut is_sure: Vec<bool> = lines.iter().map(|line| line.reaches(thresholds.sure)).collect();
    carry(lines.iter().zip(&mut is_sure), thresholds);
    carry(lines.iter().zip(&mut is_sure).rev(), thresholds);
    let confidence = |(line, is_sure): (&Standing, bool)| match is_sure {
        true => Some(Confidence::Sure),
        false => line.reaches(thresholds.possible).then_some(Confidence::Possible),
    };
    lines.iter().zip(is_sure).map(confidence).collect()
}

impl Standing {
    fn reaches(&self, threshold: f32) -> bool {
        self.score.is_some_and(|score| score >= threshold)
    }
}

/// Carries what is sure on to the next lines, as long as they come near it.
fn carry<'a>(lines: impl Iterator<Item = (&'a Standing, &'a mut bool)>, thresholds: Thresholds) {
    let mut before: Option<usize> = None;
    for (line, is_sure) in lines {
        let is_next = before.is_some_and(|before| before.abs_diff(line.number) == 1);
        *is_sure = *is_sure || (is_next && line.reaches(thresholds.beside));
        let is_furniture = *is_sure || line.known.is_some_and(Known::is_furniture);
        before = is_furniture.then_some(line.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THRESHOLDS: Thresholds = Thresholds { sure: 2.0, beside: 1.0, possible: 0.0 };

    fn settled(lines: &[(usize, f32)]) -> String {
        let standing = |(number, score): &(usize, f32)| Standing { number: *number, score: Some(*score), known: None };
        let lines: Vec<Standing> = lines.iter().map(standing).collect();
        let letter = |confidence: Option<Confidence>| match confidence {
            Some(Confidence::Sure) => 's',
            Some(Confidence::Possible) => 'p',
            None => '-',
        };
        settle(&lines, THRESHOLDS).into_iter().map(letter).collect()
    }

    #[test]
    fn less_is_asked_of_neighbours_on_both_sides() {
        assert_eq!(settled(&[(4, 1.0), (5, 1.5), (6, 2.5), (7, 1.0), (8, 0.5), (9, 1.5)]), "sssspp");
        assert_eq!(settled(&[(4, 1.5), (5, -1.0), (6, 2.0)]), "p-s");
        assert_eq!(settled(&[]), "");
    }

    #[test]
    fn what_stands_elsewhere_is_no_neighbour() {
        assert_eq!(settled(&[(1, 2.5), (9, 1.5)]), "sp");
    }

    #[test]
    fn what_phrases_know_counts_if_it_is_furniture() {
        for (known, expected) in
            [(Known::Furniture, Some(Confidence::Sure)), (Known::Information, Some(Confidence::Possible))]
        {
            let lines = [
                Standing { number: 7, score: None, known: Some(known) },
                Standing { number: 8, score: Some(1.5), known: None },
            ];
            assert_eq!(settle(&lines, THRESHOLDS), [None, expected]);
        }
    }
}
