//! corplint checks, explains and mends text corpora in the `<<<FILE>>>` delimited format.
//!
//! The modules stand here in the order in which data flows through them: paths, bytes, nodes, documents, findings and
//! facts, verdict, output. `ARCHITECTURE.md` has the map and its invariants.

pub mod archive;
pub mod baseline;
pub mod canonical;
pub mod changes;
pub mod classifier;
pub mod compare;
pub mod config;
pub mod diagnostic;
pub mod document;
pub mod ending;
pub mod facts;
pub mod fix;
pub mod fixer;
pub mod gate;
pub mod integrity;
pub mod lang;
pub mod linter;
pub mod lists;
pub mod mask;
pub mod number;
pub mod output;
pub mod parts;
pub mod quarantine;
pub mod registry;
pub mod rule;
pub mod rules;
pub mod source;
pub mod span;
pub mod syntax;
pub mod walk;
pub mod write;
