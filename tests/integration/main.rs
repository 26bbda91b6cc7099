//! All integration tests, in one binary: it links once, and helpers are shared.
#![cfg(test)]

// What the tests share: fixtures, the linter with every rule, findings as text, and fixes made.
mod common;
mod config_schema;

// The format: its conformance suite, a second reader to disagree with, and what must hold of every input.
mod conformance;
mod naive_reader;
mod spec;
mod start;
mod syntax_properties;

// The rules, each on its own fixtures, and clean text on which none of them may speak.
mod clean;
mod direction;
mod duplicates;
mod mojibake;
mod rules;

// The real program, as its users run it, and as the README shows it.
mod attributes;
mod cli;
mod memory;
mod readme;
mod reports;

// A folder as a corpus file, and back.
mod accepted;
mod archive;

// What was accepted earlier.
mod registry;

// Drops: of which only a part has changed, held against each other, and split.
mod changed;
mod diff;
mod quarantine;

// What holds for every rule and for every file of the source, with what to do where it does not.
mod architecture;
mod gate;
mod guards;
mod rust_text;
