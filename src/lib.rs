//! corplint checks, explains and mends text corpora in the `<<<FILE>>>` delimited format.
//!
//! Data flows through the modules in one direction: paths ([`walk`]), bytes ([`source`]), nodes ([`syntax`]), documents
//! ([`document`]), findings and facts ([`rules`], [`facts`], [`linter`]), the verdict ([`gate`]), and reports
//! ([`output`]). `ARCHITECTURE.md` has the map and its invariants.
//!
//! The library is there for the program, its tests and the programs for its developers. It is no promise: any version may
//! change it. What is promised is what the program shows: the ids of rules, exit codes and the JSON report.

pub mod archive;
pub mod baseline;
pub mod canonical;
pub mod changes;
pub mod classifier;
pub mod compare;
pub mod config;
pub mod day;
pub mod diagnostic;
pub mod document;
pub mod ending;
pub mod facts;
pub mod fix;
pub mod fixer;
pub mod gate;
pub mod hash;
pub mod integrity;
pub mod lang;
pub mod linter;
mod lists;
mod mask;
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
