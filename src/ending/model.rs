//! The weights of the features, and what they add up to.

use std::sync::LazyLock;

use super::features::{FEATURES, features};
use super::lexicon::{Lexicon, Standing};
use super::lexis::{GRAMS, Lexis, Linear, number};
use super::{Context, Ending};

/// What is known of the last word of a text: whether it occurs anywhere else.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sight {
    /// Nobody looked.
    Unknown,
    /// It occurs elsewhere.
    Seen,
    /// It occurs nowhere else, where so large a share of the last words of whole texts do not either; and the group of
    /// its [`Standing`].
    Unseen(f32, u8),
}

/// What a word that was seen says; and of one that was not, by the group of its standing, what it says for each unit of
/// surprise, and what besides.
pub type Sights = [f32; 1 + 2 * Standing::GROUPS];

impl Sight {
    /// The numbers of the weights that it asks for, each with how often.
    pub fn inputs(self) -> [(usize, f32); 2] {
        match self {
            Self::Unknown => [(0, 0.0); 2],
            Self::Seen => [(0, 1.0), (0, 0.0)],
            Self::Unseen(share, group) => {
                let first = 1 + 2 * usize::from(group);
                [(first, -share.max(1e-4).ln()), (first + 1, 1.0)]
            }
        }
    }
}

/// The model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    lexis: Lexis,
    measures: Linear,
    sight: Sights,
}

/// The first bytes of a file of weights: what it is, and the version of its features.
const MAGIC: [u8; 8] = *b"ENDING03";

/// The model that was learned.
pub static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| Model::read(include_bytes!("model.bin")));

impl Model {
    /// A model of its parts.
    pub const fn new(lexis: Lexis, measures: Linear, sight: Sights) -> Self {
        Self { lexis, measures, sight }
    }

    /// What speaks for a cut in how the text ends, in logits: above 0, it is more likely than not among the texts that
    /// were learned from.
    pub fn score(&self, context: &impl Context, ending: &Ending<'_>) -> f32 {
        self.measures.score(&features(context, ending, &self.lexis))
    }

    /// What it knows of words.
    pub const fn lexis(&self) -> &Lexis {
        &self.lexis
    }

    /// What is added to the score for what is known of the last word.
    pub fn sight(&self, sight: Sight) -> f32 {
        sight.inputs().iter().map(|(number, value)| self.sight.get(*number).map_or(0.0, |weight| weight * value)).sum()
    }

    /// The model as the bytes of a file.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        self.sight.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
        self.lexis.words.write(&mut bytes);
        for part in [&self.lexis.part, &self.lexis.last, &self.measures] {
            part.write(&mut bytes);
        }
        bytes
    }

    /// What was written by [`Self::write`].
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(&MAGIC)?;
        let rest = &mut rest;
        let mut sight = Sights::default();
        for own in &mut sight {
            *own = number(rest)?;
        }
        let words = Lexicon::read(rest)?;
        let lexis = Lexis { part: Linear::read(rest, GRAMS)?, last: Linear::read(rest, GRAMS)?, words };
        let measures = Linear::read(rest, FEATURES)?;
        rest.is_empty().then_some(Self { lexis, measures, sight })
    }
}
