//! Where a text ends, and whether it looks as if it was meant to end there.
//!
//! A third of all good pages end without a full stop: in a signature, a link, a list, a caption. So what has to be
//! told is not whether a stop is missing, but whether the last line is running text that breaks off. [`Ending`] is
//! what the last line looks like, [`features()`] what is measured of it, and [`Model`] what the measures say together:
//! a logistic regression whose weights were learned from documents that were cut on purpose, by the program
//! `examples/train-ending-model`. What is asked of the text before the last line is a [`Context`].

mod context;
mod exempt;
mod features;
mod function_words;
mod item;
mod judged;
mod last_words;
pub mod lexicon;
pub mod lexis;
mod line;
mod marks;
mod model;
mod signs;

pub use context::Context;
pub use features::{FEATURES, PLAIN, features};
pub use function_words::is_function_word;
pub(crate) use item::Item;
pub use judged::{Evidence, Judged, LANGUAGES, beyond_doubt, evidence, judged, threshold};
pub use line::{Ending, Finish};
pub(crate) use marks::is_word;
pub use marks::{ends_sentence, is_closer, is_stop, last_word};
pub use model::{MODEL, Model, Sight, Sights};
pub use signs::{Ellipsis, Open, Sign, sign};
