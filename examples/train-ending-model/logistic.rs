//! Logistic regression over features that are there or are not, with a quadratic penalty, by `AdaGrad` (Duchi, Hazan
//! and Singer 2011). The order of samples is drawn from a fixed seed, so that the weights are the same on every run.

use corplint::ending::lexis::Linear;
use corplint::ending::{Evidence, PLAIN, Sight, Sights};

/// What is known of a document before the model is asked.
pub(crate) enum Judged {
    /// It is taken for whole without being asked.
    Whole,
    /// A sign says that it was cut.
    Cut,
    /// What is measured of it.
    Measured(Vec<u16>, Sight),
}

/// A document to learn from.
pub(crate) struct Sample {
    /// Which documents it must not be separated from.
    pub(crate) group: u64,
    pub(crate) verdict: Judged,
    /// What speaks for a cut beside that a stop is missing.
    pub(crate) evidence: Evidence,
    /// How many of its lines are not blank.
    pub(crate) lines: usize,
    /// The language that its set gives.
    pub(crate) language: String,
    pub(crate) is_cut: bool,
    pub(crate) weight: f32,
    /// How it was cut; empty where it was not.
    pub(crate) how: &'static str,
    /// Whether it counts when a model is measured.
    pub(crate) is_measured: bool,
    /// Of how large a share of the corpus the words were looked at. In sixteenths.
    pub(crate) size: u32,
    /// Whether somebody said of the document that it is whole, before it was cut here.
    pub(crate) is_read: bool,
    /// The set that it is from.
    pub(crate) set: &'static str,
    /// Where it came from, for a look at what goes wrong.
    pub(crate) shown: String,
}

impl Sample {
    /// Whether it stands in one line.
    pub(crate) const fn is_one_line(&self) -> bool {
        self.lines < 2
    }

    /// Whether it is a document of which somebody said whether it is whole: as it was, or cut here if it is of the set
    /// about cuts.
    pub(crate) fn is_read_or_given(&self) -> bool {
        match self.how {
            "" => self.is_read,
            "midword" | "midsent" => self.is_read && self.set == "truncation",
            _ => true,
        }
    }
}

/// What was learned.
pub(crate) struct Weights {
    pub(crate) features: Vec<f32>,
    pub(crate) bias: f32,
    pub(crate) sight: Sights,
}

const PASSES: usize = 30;
const RATE: f32 = 0.15;

/// How much large weights cost: those of words, which say much about the documents that they were learned from and
/// little about others, and those of all other features.
const PENALTY: [f32; 2] = [0.03, 0.003];

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
    // The last numbers are the bias and what is said of the last word.
    let mut weights = vec![0.0_f32; features + 1 + Sights::default().len()];
    let mut squares = vec![1e-6_f32; weights.len()];
    let mut order: Vec<usize> = (0..samples.len()).collect();
    let mut random = Random(7);
    for _ in 0..PASSES {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for sample in order.iter().filter_map(|at| samples.get(*at)) {
            let Judged::Measured(own, sight) = &sample.verdict else { continue };
            let values = inputs(own, *sight, features);
            let score: f32 = values.iter().map(|(at, value)| weights[*at] * value).sum();
            let wanted = if sample.is_cut { 1.0 } else { 0.0 };
            let error = (1.0 / (1.0 + (-score).exp()) - wanted) * sample.weight;
            for (at, value) in values {
                let penalty = if at >= features { 0.0 } else { PENALTY[usize::from(at < PLAIN)] };
                let slope = error * value + penalty * weights[at];
                squares[at] += slope * slope;
                weights[at] -= RATE * slope / squares[at].sqrt();
            }
        }
    }
    let mut sight = Sights::default();
    sight.copy_from_slice(&weights[features + 1..]);
    let bias = weights[features];
    weights.truncate(features);
    Weights { features: weights, bias, sight }
}

fn inputs(own: &[u16], sight: Sight, features: usize) -> Vec<(usize, f32)> {
    let mut inputs: Vec<(usize, f32)> = own.iter().map(|feature| (usize::from(*feature), 1.0)).collect();
    inputs.push((features, 1.0));
    inputs.extend(sight.inputs().map(|(number, value)| (features + 1 + number, value)));
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
