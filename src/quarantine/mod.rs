//! A corpus file cut in two: what may be let in, and what is set aside.
//!
//! - Every document goes to exactly one of the two, byte for byte and in its order, by whether something is wrong with
//!   it ([`Faults`]).
//! - What stands between two documents, such as an `<<<END>>>` after each of them, belongs to the one before it, and
//!   they share one fate. Text before the first marker line has a fate of its own; so have a file without any marker
//!   line, and text behind a `<<<CORPUS>>>` or the last `<<<END>>>` line. Blank lines there go with the first document.
//! - A `<<<CORPUS>>>` line that begins the file holds for all of its documents, so both sides begin with it.
//! - An `<<<END>>>` line that ends the file and says something speaks of the file as well. If what it says is right,
//!   both sides end with it, and its `files` and `sha256` are those of the side; if not, it is set aside as it is.
//! - If something is wrong with one of these two lines, it is wrong with the file, and all of that is set aside as it
//!   is.
//! - A line that ends one document and says something, such as `<<<ENDFILE>>> sha256=…`, never becomes the last line of
//!   what may be let in, where it would speak of the file: an `<<<END>>>` is written behind it.
//!
//! The file is read twice: once for what can only be known at its end, and once to be copied. Of the file there is one
//! block in memory, and of each document that is set aside the number of its line.

mod end;
mod faults;
mod split;

pub use faults::Faults;
pub use split::{Side, Split, SplitError, split};
