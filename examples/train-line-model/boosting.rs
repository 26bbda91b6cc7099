//! Gradient-boosted trees on the logistic loss, for the second stage (Friedman, "Greedy function approximation", 2001;
//! the gain of a split by second derivatives after Chen and Guestrin, "`XGBoost`: a scalable tree boosting system",
//! 2016).

use corplint::classifier::{DEPTH, Forest, Tree};

use crate::logistic::SplitMix;

/// A line as features.
#[derive(Clone, Debug)]
pub struct Row {
    pub features: Vec<f32>,
    pub is_boilerplate: bool,
    pub weight: f32,
}

/// How trees are grown.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many trees.
    pub trees: usize,
    /// How much of what it could say a tree says.
    pub rate: f32,
    /// Added to the sum of second derivatives in a leaf.
    pub ridge: f32,
    /// The least sum of second derivatives in a leaf.
    pub least: f32,
    /// The share of the rows that a tree sees.
    pub rows: f32,
    /// The share of the features that a tree sees.
    pub columns: f32,
}

/// The most values of a feature that are told apart.
const BINS: usize = 64;

/// The nodes of a tree.
const NODES: usize = (1 << DEPTH) - 1;

/// First and second derivatives of the loss, added up.
type Sum = (f32, f32);

/// The borders between the bins of a feature: halfway between values, at quantiles if there are many.
fn borders(rows: &[Row], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row.features[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    if distinct.len() <= BINS {
        return distinct.windows(2).map(|pair| f32::midpoint(pair[0], pair[1])).collect();
    }
    let quantiles = (1..BINS).filter_map(|bin| {
        let at = bin * values.len() / BINS;
        let next = values[at..].iter().find(|next| **next > values[at])?;
        Some(f32::midpoint(values[at], *next))
    });
    let mut borders: Vec<f32> = quantiles.collect();
    borders.dedup();
    borders
}

/// Grows a forest.
pub fn fit(rows: &[Row], settings: Settings) -> Forest {
    let features = rows.first().map_or(0, |row| row.features.len());
    let borders: Vec<Vec<f32>> = (0..features).map(|feature| borders(rows, feature)).collect();
    let bin = |(value, borders): (&f32, &Vec<f32>)| borders.partition_point(|border| border < value) as u8;
    let bins: Vec<Vec<u8>> = rows.iter().map(|row| row.features.iter().zip(&borders).map(bin).collect()).collect();
    let all: f32 = rows.iter().map(|row| row.weight).sum();
    let positive: f32 = rows.iter().filter(|row| row.is_boilerplate).map(|row| row.weight).sum();
    let base = (positive / (all - positive)).ln();
    let mut scores = vec![base; rows.len()];
    let mut random = SplitMix(1);
    let mut trees = Vec::new();
    for _ in 0..settings.trees {
        let allowed: Vec<bool> = (0..features).map(|_| random.share() < settings.columns).collect();
        let derivatives = rows.iter().zip(&scores).map(|(row, score)| {
            if random.share() >= settings.rows {
                return (0.0, 0.0);
            }
            let chance = 1.0 / (1.0 + (-score).exp());
            let target = if row.is_boilerplate { 1.0 } else { 0.0 };
            ((chance - target) * row.weight, (chance * (1.0 - chance)).max(1e-6) * row.weight)
        });
        let derivatives: Vec<Sum> = derivatives.collect();
        let tree = grow(&bins, &borders, &derivatives, &allowed, settings);
        for (row, score) in rows.iter().zip(&mut scores) {
            *score += tree.score(&row.features);
        }
        trees.push(tree);
    }
    Forest::new(base, trees)
}

fn grow(bins: &[Vec<u8>], borders: &[Vec<f32>], derivatives: &[Sum], allowed: &[bool], settings: Settings) -> Tree {
    let mut nodes = vec![(0_u8, f32::MAX); NODES];
    let mut bin_of_node = [usize::MAX; NODES];
    let mut places = vec![0_usize; bins.len()];
    for level in 0..DEPTH {
        let (first, width) = ((1 << level) - 1, 1 << level);
        let mut sums = vec![(0.0, 0.0); width * borders.len() * BINS];
        for ((row, place), derivative) in bins.iter().zip(&places).zip(derivatives) {
            for (feature, bin) in row.iter().enumerate() {
                let sum: &mut Sum = &mut sums[((place - first) * borders.len() + feature) * BINS + usize::from(*bin)];
                *sum = (sum.0 + derivative.0, sum.1 + derivative.1);
            }
        }
        for node in 0..width {
            let of = |feature: usize| &sums[(node * borders.len() + feature) * BINS..][..BINS];
            let (feature, bin) = best_split(borders, of, allowed, settings).unwrap_or((0, usize::MAX));
            bin_of_node[first + node] = bin;
            nodes[first + node] = (feature as u8, borders[feature].get(bin).copied().unwrap_or(f32::MAX));
        }
        for (place, row) in places.iter_mut().zip(bins) {
            let feature = usize::from(nodes[*place].0);
            *place = *place * 2 + 1 + usize::from(usize::from(row[feature]) > bin_of_node[*place]);
        }
    }
    let mut sums = [(0.0_f32, 0.0_f32); NODES + 1];
    for (place, derivative) in places.iter().zip(derivatives) {
        let sum = &mut sums[place - NODES];
        *sum = (sum.0 + derivative.0, sum.1 + derivative.1);
    }
    let leaves = sums.iter().map(|sum| -settings.rate * sum.0 / (sum.1 + settings.ridge)).collect();
    Tree { nodes: nodes.into(), leaves }
}

/// The feature and the bin after which to split, if that gains anything.
fn best_split<'a>(
    borders: &[Vec<f32>],
    of: impl Fn(usize) -> &'a [Sum],
    allowed: &[bool],
    settings: Settings,
) -> Option<(usize, usize)> {
    let value = |sum: Sum| sum.0 * sum.0 / (sum.1 + settings.ridge);
    let mut best = None;
    let mut highest = 1e-4;
    for feature in (0..borders.len()).filter(|feature| allowed[*feature]) {
        let sums = of(feature);
        let total = sums.iter().fold((0.0, 0.0), |all: Sum, sum| (all.0 + sum.0, all.1 + sum.1));
        let mut left = (0.0, 0.0);
        for (bin, sum) in sums.iter().enumerate().take(borders[feature].len()) {
            left = (left.0 + sum.0, left.1 + sum.1);
            let right = (total.0 - left.0, total.1 - left.1);
            let gain = value(left) + value(right) - value(total);
            if left.1 >= settings.least && right.1 >= settings.least && gain > highest {
                highest = gain;
                best = Some((feature, bin));
            }
        }
    }
    best
}
