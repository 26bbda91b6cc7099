//! The line classifier: how far a line at either end of a document looks like boilerplate.

mod cues;
mod first;
mod folded;
mod forest;
mod grams;
mod model;
mod vocabulary;
mod window;

pub use cues::Cues;
pub use first::{FirstStage, Linear, Scores};
pub use folded::Folded;
pub use forest::{Forest, Tree};
pub use model::{DEPTH, Model};
pub use window::{FEATURES, HEAD, TAIL, Window, can_be_judged};

/// The numbers of what a line has, for the trainer: of n-grams, and of cues.
pub fn numbers(line: &str) -> (Vec<usize>, Vec<usize>) {
    let folded = Folded::new(line);
    let (mut of_grams, mut of_cues) = (Vec::new(), Vec::new());
    grams::for_each(&folded, |number| of_grams.push(number));
    cues::for_each(&folded, Cues::of(&folded), |number| of_cues.push(number));
    (of_grams, of_cues)
}

/// How many weights there are for n-grams, and for cues.
pub const WEIGHTS: [usize; 2] = [grams::WEIGHTS, cues::WEIGHTS];
