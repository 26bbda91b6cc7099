//! The classifier as a file: what the trainer writes and the program embeds.
//!
//! All numbers are little-endian.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `corplint` |
//! | 4 | the version of this layout |
//! | 8 | FNV-1a of everything that follows |
//! | 4 + 4 + 4 | the thresholds: sure, beside, possible |
//! | 4 + 4 + `n` | scale, bias and weights of the n-grams |
//! | 4 + 4 + `n` | scale, bias and weights of the cues |
//! | 4 + 4 | the score before the first tree, the number of trees |
//! | 7 × 5 + 8 × 4 for each | the nodes of a tree, feature and border, and its leaves |

use super::features::FEATURES;
use super::first::{FirstStage, Linear};
use super::forest::{Forest, Tree};
use super::{cues, grams};
use crate::hash::{FNV_START, fnv1a_all};

const MAGIC: &[u8; 8] = b"corplint";

/// To be raised when the layout changes, or what a number in it means: the features, the hashes, the kinds of cues.
const VERSION: u32 = 3;

/// The depth of every tree.
pub const DEPTH: u32 = 3;

const NODES: usize = (1 << DEPTH) - 1;

/// The classifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The first stage.
    pub first: FirstStage,
    /// The second stage.
    pub second: Forest,
    /// What a score means.
    pub thresholds: Thresholds,
}

/// What a score of the second stage means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// From this score on a line is surely boilerplate.
    pub sure: f32,
    /// From this one on it is, if something else at the ends of the document is.
    pub beside: f32,
    /// From this one on it may be.
    pub possible: f32,
}

impl Model {
    /// The model of a file. None for one that is damaged, or of another version.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = Reader(bytes.strip_prefix(MAGIC)?);
        if rest.u32()? != VERSION || u64::from_le_bytes(rest.take::<8>()?) != checksum(rest.0) {
            return None;
        }
        let thresholds = Thresholds { sure: rest.f32()?, beside: rest.f32()?, possible: rest.f32()? };
        let first = FirstStage { grams: rest.linear(grams::WEIGHTS)?, cues: rest.linear(cues::WEIGHTS)? };
        let base = rest.f32()?;
        let count = rest.u32()?;
        let trees = (0..count).map(|_| rest.tree()).collect::<Option<Vec<_>>>()?;
        rest.0.is_empty().then_some(Self { first, second: Forest::new(base, trees), thresholds })
    }

    /// The file of the model. Trees of another depth and weights of another number make a file that cannot be read.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        let float = |body: &mut Vec<u8>, value: f32| body.extend(value.to_le_bytes());
        float(&mut body, self.thresholds.sure);
        float(&mut body, self.thresholds.beside);
        float(&mut body, self.thresholds.possible);
        for linear in [&self.first.grams, &self.first.cues] {
            float(&mut body, linear.scale);
            float(&mut body, linear.bias);
            body.extend(linear.weights.iter().flat_map(|weight| weight.to_le_bytes()));
        }
        float(&mut body, self.second.base);
        body.extend(u32::try_from(self.second.trees.len()).unwrap_or_default().to_le_bytes());
        for tree in &self.second.trees {
            for (feature, border) in &tree.nodes {
                body.push(*feature);
                float(&mut body, *border);
            }
            for leaf in &tree.leaves {
                float(&mut body, *leaf);
            }
        }
        [MAGIC, VERSION.to_le_bytes().as_slice(), &checksum(&body).to_le_bytes(), &body].concat()
    }
}

/// FNV-1a of the bytes.
fn checksum(bytes: &[u8]) -> u64 {
    fnv1a_all(FNV_START, bytes)
}

/// What is left to be read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    /// A number that can be reckoned with.
    fn f32(&mut self) -> Option<f32> {
        self.take().map(f32::from_le_bytes).filter(|value| value.is_finite())
    }

    fn linear(&mut self, count: usize) -> Option<Linear> {
        let (scale, bias) = (self.f32()?, self.f32()?);
        let (weights, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(Linear { scale, bias, weights: weights.iter().map(|byte| byte.cast_signed()).collect() })
    }

    fn tree(&mut self) -> Option<Tree> {
        let node = |reader: &mut Self| {
            let [feature] = reader.take()?;
            (usize::from(feature) < FEATURES.len()).then_some((feature, reader.f32()?))
        };
        let nodes = (0..NODES).map(|_| node(self)).collect::<Option<_>>()?;
        let leaves = (0..=NODES).map(|_| self.f32()).collect::<Option<_>>()?;
        Some(Tree { nodes, leaves })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Model {
        let linear = |count: usize| {
            let weights = (0..=u8::MAX).map(u8::cast_signed).cycle().take(count).collect();
            Linear { scale: 0.5, bias: -1.0, weights }
        };
        let tree = Tree { nodes: vec![(1, 0.5); NODES].into(), leaves: vec![0.25; NODES + 1].into() };
        Model {
            first: FirstStage { grams: linear(grams::WEIGHTS), cues: linear(cues::WEIGHTS) },
            second: Forest::new(-2.0, vec![tree; 3]),
            thresholds: Thresholds { sure: 1.5, beside: 1.0, possible: 0.5 },
        }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Model::read(&small().to_bytes()), Some(small()));
    }

    #[test]
    fn a_damaged_file_is_none() {
        let bytes = small().to_bytes();
        assert_eq!(Model::read(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Model::read(&[&bytes[..], b"\0"].concat()), None);
        for at in [0, 8, 12, 20, 1000, bytes.len() - 1] {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(Model::read(&damaged), None, "{at}");
        }
    }

    #[test]
    fn a_feature_that_is_none_is_refused() {
        let mut model = small();
        model.second.trees[1].nodes[2].0 = u8::try_from(FEATURES.len()).unwrap();
        assert_eq!(Model::read(&model.to_bytes()), None);
    }
}
