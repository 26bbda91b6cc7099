//! The second stage: gradient-boosted trees.

use super::model::DEPTH;

/// A decision tree in which every path has the same length: the nodes level by level, then the leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The feature that a node asks for, and the value above which the way goes to the right.
    pub nodes: Box<[(u8, f32)]>,
    /// What is added to the score, one more than there are nodes.
    pub leaves: Box<[f32]>,
}

/// Trees whose leaves are added up (Friedman, "Greedy function approximation: a gradient boosting machine", 2001).
#[derive(Clone, Debug, PartialEq)]
pub struct Forest {
    /// The score before the first tree.
    pub base: f32,
    /// The trees.
    pub trees: Vec<Tree>,
    /// The same, each in one piece, if all of them are as deep as those of the model.
    flat: Vec<Flat>,
    /// The most that all trees can add from the first, the [`STRIDE`]th, and so on.
    rest: Vec<f32>,
}

/// A tree of [`DEPTH`] in one piece of memory. The first of the nodes has number one, and the children of a node have
/// twice its number and one more.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Flat {
    features: [u8; LEAVES],
    borders: [f32; LEAVES],
    leaves: [f32; LEAVES],
}

/// How many leaves a tree of [`DEPTH`] has, which is one more than it has nodes.
const LEAVES: usize = 1 << DEPTH;

/// Room for all features that a node can ask for, so that none has to be looked for.
type Room = [f32; 1 << u8::BITS];

/// After so many trees it is asked whether the others can still make a difference.
const STRIDE: usize = 10;

impl Flat {
    fn of(tree: &Tree) -> Option<Self> {
        let nodes: &[(u8, f32); LEAVES - 1] = (*tree.nodes).try_into().ok()?;
        let (mut features, mut borders) = ([0; LEAVES], [0.0; LEAVES]);
        for ((place, border), node) in features.iter_mut().zip(&mut borders).skip(1).zip(nodes) {
            (*place, *border) = *node;
        }
        Some(Self { features, borders, leaves: (*tree.leaves).try_into().ok()? })
    }

    /// The same as that of the tree. On every way there are as many nodes, and none of the steps is a branch.
    fn score(&self, features: &Room) -> f32 {
        let mut at = 1;
        for _ in 0..DEPTH {
            let feature = self.features.get(at % LEAVES).copied().unwrap_or_default();
            let border = self.borders.get(at % LEAVES).copied().unwrap_or_default();
            let right = features.get(usize::from(feature)).is_some_and(|value| *value > border);
            at = at * 2 + usize::from(right);
        }
        self.leaves.get(at % LEAVES).copied().unwrap_or_default()
    }
}

impl Tree {
    /// What the tree adds to the score of a line with these features.
    pub fn score(&self, features: &[f32]) -> f32 {
        let mut at = 0;
        while let Some((feature, border)) = self.nodes.get(at) {
            let right = features.get(usize::from(*feature)).is_some_and(|value| value > border);
            at = at * 2 + 1 + usize::from(right);
        }
        self.leaves.get(at - self.nodes.len()).copied().unwrap_or_default()
    }
}

impl Forest {
    /// A forest of these trees, and the score before the first of them.
    pub fn new(base: f32, trees: Vec<Tree>) -> Self {
        let most = |tree: &Tree| tree.leaves.iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        let add = |trees: &[Tree]| {
            sum += trees.iter().map(most).sum::<f32>();
            sum
        };
        let mut rest: Vec<f32> = trees.chunks(STRIDE).rev().map(add).collect();
        rest.reverse();
        let flat: Vec<Flat> = trees.iter().filter_map(Flat::of).collect();
        let flat = if flat.len() == trees.len() { flat } else { Vec::new() };
        Self { base, trees, flat, rest }
    }

    /// The score of a line with these features, if it is at least `least`. Most lines of text are known to stay below
    /// it after some of the trees.
    pub fn score_from(&self, least: f32, features: &[f32]) -> Option<f32> {
        if self.flat.is_empty() {
            self.sum_from(least, &self.trees, |tree| tree.score(features))
        } else {
            // What is not there is above nothing.
            let mut room: Room = [f32::NEG_INFINITY; 1 << u8::BITS];
            room.iter_mut().zip(features).for_each(|(place, feature)| *place = *feature);
            self.sum_from(least, &self.flat, |tree| tree.score(&room))
        }
    }

    fn sum_from<T>(&self, least: f32, trees: &[T], score_of: impl Fn(&T) -> f32) -> Option<f32> {
        let mut score = self.base;
        for (trees, rest) in trees.chunks(STRIDE).zip(&self.rest) {
            // Sums of the same numbers in another order differ by less than that.
            if score + rest < least - 0.01 {
                return None;
            }
            score = trees.iter().fold(score, |score, tree| score + score_of(tree));
        }
        (score >= least).then_some(score)
    }

    /// The logarithm of the odds that a line with these features is boilerplate.
    pub fn score(&self, features: &[f32]) -> f32 {
        self.trees.iter().fold(self.base, |score, tree| score + tree.score(features))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_walked_to_a_leaf() {
        let nodes = Box::new([(0, 1.0), (1, 2.0), (1, 3.0)]);
        let tree = Tree { nodes, leaves: Box::new([0.0, 1.0, 2.0, 3.0]) };
        let scores = [[1.0, 2.0], [1.0, 2.5], [1.5, 3.0], [1.5, 3.5]].map(|features| tree.score(&features));
        assert!(scores.iter().zip([0.0, 1.0, 2.0, 3.0]).all(|(score, leaf)| (score - leaf).abs() < 1e-6), "{scores:?}");
        let forest = Forest::new(10.0, vec![tree.clone(), tree]);
        assert!((forest.score(&[2.0, 4.0]) - 16.0).abs() < 1e-6);
    }

    #[test]
    fn a_tree_in_one_piece_says_the_same() {
        let nodes: Box<[(u8, f32)]> =
            [3, 1, 2, 0, 4, 2, 9].map(|feature: u8| (feature, f32::from(feature) / 2.0)).into();
        let tree = Tree { nodes, leaves: Box::new([0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]) };
        let forest = Forest::new(0.25, vec![tree.clone(), tree]);
        assert_eq!(forest.flat.len(), 2);
        for bits in 0..32_u8 {
            let features: Vec<f32> = (0..5).map(|number| f32::from(bits >> number & 1) * 3.0).collect();
            assert_eq!(forest.score_from(-1.0, &features), Some(forest.score(&features)), "{features:?}");
        }
    }

    #[test]
    fn a_score_that_is_not_wanted_is_not_counted() {
        let tree = |leaf: f32| Tree { nodes: Box::new([(0, 1.0)]), leaves: Box::new([leaf, -leaf]) };
        let forest = Forest::new(0.5, (0..99_u8).map(|number| tree(1.0 / f32::from(number + 1))).collect());
        for features in [[0.0], [2.0]] {
            let score = forest.score(&features);
            for least in [-9.0, -3.0, 0.0, score, 3.0, 9.0] {
                assert_eq!(forest.score_from(least, &features), (score >= least).then_some(score), "{least}");
            }
        }
    }
}
