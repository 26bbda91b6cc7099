//! Bytes to nodes and back: the only room that names nom.
//!
//! Reading is total and lossless. Every byte string is a sequence of nodes that covers every byte exactly once, in
//! order; what is wrong with a node is written on it as a [`Flaw`] and is never a reason to stop. `grammar/SPEC.md`
//! is the specification, and the functions of `grammar` are named after the rules of its ABNF.
//!
//! Whether a line is a marker line is decided by that line alone. That is what lets a file be cut into blocks that
//! are parsed in parallel ([`blocks`]), or read as a stream ([`stream`]), with the same result as [`tree::parse`].

pub mod blocks;
pub mod escape;
pub mod marker;
pub mod stream;
pub mod tree;

mod grammar;
mod line;
mod parser;
mod recognise;

pub use blocks::{Block, Blocks, read_document};
pub use grammar::{ValueKind, write_value};
pub use line::{LineEnding, MAX_MARKER_LINE};
pub use marker::{Attribute, Flaw, FlawKind, Marker, Value, Word};
pub use tree::{Node, NodeKind, Tree, parse};
