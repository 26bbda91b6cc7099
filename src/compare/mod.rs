//! Two drops compared: which documents came, went, changed, got another id or lie elsewhere.
//!
//! What counts is what a document says: its id, its text with escapes resolved, and its attributes, those of the
//! `<<<CORPUS>>>` line included. How marker lines are written, in which order attributes and documents stand, how files
//! are compressed and what an `<<<END>>>` line says makes no difference. Text outside of all documents is compared as
//! well, since a document may be lost there.
//!
//! Of a document its id and less than 150 bytes are kept: hashes of its text and attributes, and where it stands. A
//! text is read again if it is to be shown. Comparing takes the time of sorting.

mod entry;
mod matching;
mod words;

pub use entry::{DropIndex, Entry, Key, Passage};
pub use matching::{Comparison, Match, compare};
pub use words::{Piece, Tag, words};
