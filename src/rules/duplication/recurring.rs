//! Which lines recur at the ends of documents.

use std::io;

use crate::facts::{LineRecord, Table};

/// In how many documents a line has to be, at least.
const FEWEST: usize = 10;

/// Of how many documents it has to be in one, at least.
const SHARE: u64 = 1000;

/// Shows `each` the documents that have one recurring line, in their order.
///
/// No document tells more than eight lines, so there are 8,000 recurring ones at most.
pub(super) fn recurring(table: &Table, mut each: impl FnMut(&[LineRecord])) -> io::Result<()> {
    table.lines.groups(
        |record| record.line,
        |same| {
            if same.len() >= FEWEST && same.len() as u64 * SHARE >= table.documents {
                each(same);
            }
        },
    )
}
