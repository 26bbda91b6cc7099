//! Logistic regression over features that are there or are not, with a quadratic penalty, by `AdaGrad` (Duchi, Hazan
//! and Singer 2011). The order of samples is drawn from a fixed seed, so that the weights are the same on every run.

use corplint::ending::Sight;
use corplint::ending::lexis::Linear;

/// A document to learn from.
pub(crate) struct Sample {
    /// Which documents it must not be separated from.
    pub(crate) group: u64,
    pub(crate) features: Vec<u16>,
    /// The language that its set gives.
    pub(crate) language: String,
    pub(crate) sight: Sight,
    pub(crate) is_cut: bool,
    pub(crate) weight: f32,
    /// How it was cut; empty where it was not.
    pub(crate) how: &'static str,
    /// Whether it counts when a model is measured.
    pub(crate) is_measured: bool,
    /// Where it came from, for a look at what goes wrong.
    pub(crate) shown: String,
}

/// What was learned.
pub(crate) struct Weights {
    pub(crate) features: Vec<f32>,
    pub(crate) bias: f32,
    /// What a word that was seen says, what one that was not says for each unit of surprise, and besides.
    pub(crate) sight: [f32; 3],
}

const PASSES: usize = 30;
const RATE: f32 = 0.15;

/// How much large weights cost: those of words, which say much about the documents that they were learned from and
/// little about others, and those of all other features.
const PENALTY: [f32; 2] = [0.06, 0.003];

/// The number of the first feature that is a word.
const HASHED: usize = 1024;

/// `SplitMix64` (Steele, Lea and Flood 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }
}

/// Fits weights to samples.
pub(crate) fn fit(samples: &[&Sample], features: usize) -> Weights {
    // The last four numbers are the bias and what is said of the last word.
    let mut weights = vec![0.0_f32; features + 4];
    let mut squares = vec![1e-6_f32; features + 4];
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut random = Random(7);
    for _ in 0..PASSES {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for sample in order.iter().filter_map(|at| samples.get(*at)) {
            let values = inputs(sample, features);
            let score: f32 = values.iter().map(|(at, value)| weights[*at] * value).sum();
            let wanted = if sample.is_cut { 1.0 } else { 0.0 };
            let error = (1.0 / (1.0 + (-score).exp()) - wanted) * sample.weight;
            for (at, value) in values {
                let penalty = if at >= features { 0.0 } else { PENALTY[usize::from(at < HASHED)] };
                let slope = error * value + penalty * weights[at];
                squares[at] += slope * slope;
                weights[at] -= RATE * slope / squares[at].sqrt();
            }
        }
    }
    let sight = [weights[features + 1], weights[features + 2], weights[features + 3]];
    let bias = weights[features];
    weights.truncate(features);
    Weights { features: weights, bias, sight }
}

fn inputs(sample: &Sample, features: usize) -> Vec<(usize, f32)> {
    let mut inputs: Vec<(usize, f32)> = sample.features.iter().map(|feature| (usize::from(*feature), 1.0)).collect();
    inputs.push((features, 1.0));
    match sample.sight {
        Sight::Unknown => {}
        Sight::Seen => inputs.push((features + 1, 1.0)),
        Sight::Unseen(share) => {
            inputs.push((features + 2, -share.max(1e-4).ln()));
            inputs.push((features + 3, 1.0));
        }
    }
    inputs
}

/// A model over n-grams, learned in one pass as they come.
pub(crate) struct Stream {
    weights: Vec<f32>,
    squares: Vec<f32>,
}

impl Stream {
    pub(crate) fn new(features: usize) -> Self {
        Self { weights: vec![0.0; features + 1], squares: vec![1e-3; features + 1] }
    }

    /// Learns from one case.
    pub(crate) fn learn(&mut self, features: &[u16], wanted: bool) {
        let bias = self.weights.len() - 1;
        let all = || features.iter().map(|feature| usize::from(*feature)).chain([bias]);
        let score: f32 = all().map(|at| self.weights[at]).sum();
        let error = 1.0 / (1.0 + (-score).exp()) - if wanted { 1.0 } else { 0.0 };
        for at in all() {
            let slope = error + 1e-6 * self.weights[at];
            self.squares[at] += slope * slope;
            self.weights[at] -= 0.1 * slope / self.squares[at].sqrt();
        }
    }

    pub(crate) fn linear(mut self) -> Linear {
        let bias = self.weights.pop().unwrap_or_default();
        Linear::new(bias, &self.weights)
    }
}
