//! The first stage: two linear models that see one line and nothing of its document.

use super::folded::Folded;
use super::{cues, grams};

/// Weights of a linear model, each in one byte, with what they are multiplied by.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    /// What a weight is multiplied by.
    pub scale: f32,
    /// What is added to every score.
    pub bias: f32,
    /// The weights, by the number of what they weigh.
    pub weights: Box<[i8]>,
}

impl Linear {
    /// The score of a line that has numbers of this `sum` of weights, `count` of them.
    ///
    /// The sum is divided by the square root of the count, as if the line were a vector of length one; or else long
    /// lines would have the highest scores and the lowest.
    fn score(&self, sum: i32, count: usize) -> f32 {
        // Both are far below what a float holds exactly.
        #[expect(clippy::cast_precision_loss, reason = "a line has a few hundred numbers")]
        let (sum, count) = (sum as f32, count.max(1) as f32);
        sum * self.scale / count.sqrt() + self.bias
    }

    fn weight(&self, number: usize) -> i32 {
        self.weights.get(number).copied().map_or(0, i32::from)
    }
}

/// What the first stage says of a line: how far it looks like boilerplate, as a logarithm of odds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// By the n-grams of its characters.
    pub grams: f32,
    /// By the kinds of words that it has.
    pub cues: f32,
}

impl Scores {
    /// The scores of a line that is too long to be looked at.
    pub const UNSEEN: Self = Self { grams: -4.0, cues: -4.0 };
}

/// The two models.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstStage {
    /// Over `grams`.
    pub grams: Linear,
    /// Over `cues`.
    pub cues: Linear,
}

impl FirstStage {
    /// The scores of a line.
    pub fn scores(&self, line: &str) -> Scores {
        let folded = Folded::new(line);
        Scores { grams: self.of_grams(&folded), cues: self.of_cues(&folded) }
    }

    /// The scores of a line, if the one by its n-grams is not less than `least`. The other is worked out only then.
    pub fn scores_if_grams_reach(&self, least: f32, line: &str) -> Option<Scores> {
        let folded = Folded::new(line);
        let grams = self.of_grams(&folded);
        (grams >= least).then(|| Scores { grams, cues: self.of_cues(&folded) })
    }

    /// The score of a line by its words alone, which costs much less.
    pub fn cues(&self, line: &str) -> f32 {
        self.of_cues(&Folded::new(line))
    }

    fn of_grams(&self, folded: &Folded) -> f32 {
        // A model that was read has as many weights as there are numbers.
        let Ok(weights) = <&[i8; grams::WEIGHTS]>::try_from(&*self.grams.weights) else { return self.grams.bias };
        let (sum, count) = grams::sum(folded, weights);
        self.grams.score(sum, count)
    }

    fn of_cues(&self, folded: &Folded) -> f32 {
        let mut sum = 0;
        let count = cues::for_each(folded, cues::Cues::of(folded), |number| sum += self.cues.weight(number));
        self.cues.score(sum, count)
    }
}
