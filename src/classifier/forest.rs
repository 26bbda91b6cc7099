//! The second stage: gradient-boosted trees.

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
        let forest = Forest { base: 10.0, trees: vec![tree.clone(), tree] };
        assert!((forest.score(&[2.0, 4.0]) - 16.0).abs() < 1e-6);
    }
}
