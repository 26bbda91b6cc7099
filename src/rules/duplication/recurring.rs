//! Which lines recur at the ends of documents.

use std::io;

use crate::facts::{LineRecord, Table};

/// In how many documents a line has to be, at least.
const FEWEST: u64 = 10;

/// Of how many documents it has to be in one, at least.
const SHARE: u64 = 1000;

/// Shows `each` the documents that have one recurring line, in their order.
///
/// No document tells more than eight lines, so there are 8,000 recurring ones at most.
pub(super) fn recurring(table: &Table, mut each: impl FnMut(&[LineRecord])) -> io::Result<()> {
    table.lines.groups(
        |record| record.line,
        |same| {
            if is_recurring(same.len() as u64, table) {
                each(same);
            }
        },
    )
}

/// The hashes of all recurring lines, in order.
pub(super) fn recurring_lines(table: &Table) -> io::Result<Vec<u64>> {
    let mut found = Vec::new();
    // They are in one of the two tables.
    let lines = table.lines.records().map(|record| record.map(|record| record.line));
    let mut same = (0, 0);
    for line in lines.chain(table.line_counts.records()) {
        let line = line?;
        same = if same.0 == line { (line, same.1 + 1) } else { (line, 1) };
        if is_recurring(same.1, table) && found.last() != Some(&line) {
            found.push(line);
        }
    }
    Ok(found)
}

/// Whether a line recurs that is in so many documents.
const fn is_recurring(documents: u64, table: &Table) -> bool {
    documents >= FEWEST && documents * SHARE >= table.documents
}
