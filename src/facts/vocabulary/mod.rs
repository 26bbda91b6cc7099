//! Which words occur in a corpus.

pub mod words;
