//! Logistic regression over hashed features, for the first stage.

use corplint::classifier::Linear;

/// A line as the numbers of what it has.
#[derive(Clone, Debug)]
pub struct Example {
    pub numbers: Vec<usize>,
    pub is_boilerplate: bool,
    pub weight: f32,
    pub fold: usize,
}

/// How the weights are fitted.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many times all examples are seen.
    pub epochs: usize,
    /// How far a weight is moved at a time.
    pub rate: f32,
    /// How much of a weight is taken away when it is moved.
    pub decay: f32,
}

/// Numbers that look random and are always the same (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
#[derive(Debug)]
pub struct SplitMix(pub u64);

impl SplitMix {
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number from 0 to 1, without 1.
    pub fn share(&mut self) -> f32 {
        (self.number() >> 40) as f32 / (1_u32 << 24) as f32
    }
}

/// Fits the weights by stochastic gradient descent, with a rate for each weight (Duchi, Hazan and Singer, "Adaptive
/// subgradient methods", 2011) and weights that decay; then rounds them to a byte each.
pub fn fit<'a>(examples: impl Iterator<Item = &'a Example>, count: usize, settings: Settings) -> Linear {
    let examples: Vec<&Example> = examples.collect();
    let (mut weights, mut bias) = (vec![0.0_f32; count], 0.0_f32);
    let (mut squares, mut bias_squares) = (vec![1e-3_f32; count], 1.0_f32);
    let mut random = SplitMix(1);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    for _ in 0..settings.epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, (random.number() % (at as u64 + 1)) as usize);
        }
        for &at in &order {
            let example = examples[at];
            let norm = 1.0 / (example.numbers.len().max(1) as f32).sqrt();
            let score = example.numbers.iter().map(|number| weights[*number]).sum::<f32>() * norm + bias;
            let target = if example.is_boilerplate { 1.0 } else { 0.0 };
            let error = (1.0 / (1.0 + (-score).exp()) - target) * example.weight;
            for &number in &example.numbers {
                let gradient = error * norm + settings.decay * example.weight * weights[number];
                squares[number] += gradient * gradient;
                weights[number] -= settings.rate * gradient / squares[number].sqrt();
            }
            bias_squares += error * error;
            bias -= settings.rate * error / bias_squares.sqrt();
        }
    }
    // The largest weights are cut a little, so that the others keep more of what tells them apart.
    let mut sizes: Vec<f32> = weights.iter().map(|weight| weight.abs()).collect();
    sizes.sort_by(f32::total_cmp);
    let scale = (sizes[count - 1 - count / 2000] / 127.0).max(f32::MIN_POSITIVE);
    let weights = weights.iter().map(|weight| (weight / scale).round().clamp(-127.0, 127.0) as i8).collect();
    Linear { scale, bias, weights }
}
