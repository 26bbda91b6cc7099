//! Settings: which rules run where, and how bad their findings are.

mod settings;

pub use settings::{FileSettings, Levels, Settings};
