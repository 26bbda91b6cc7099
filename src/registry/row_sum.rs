//! A checksum over the rows of a Parquet file, in their order: what a bit changes that flips on the way shows.

use std::hash::Hasher as _;

use twox_hash::XxHash3_64;

/// The values of a row, in the order of the columns.
pub(super) struct Row<'a> {
    pub(super) id: Option<&'a [u8]>,
    pub(super) text: Option<&'a [u8]>,
    pub(super) wording: Option<&'a [u8]>,
    pub(super) size: Option<i64>,
    pub(super) sketch: Option<&'a [u8]>,
    pub(super) drop: &'a [u8],
    pub(super) added: i64,
}

/// The XXH3 hash, of 64 bits, of all rows so far. Of each value there is a byte, 1 if there is one and 0 if not, and then
/// its length in eight bytes and itself. A number is a value of eight bytes. The least significant byte comes first.
#[derive(Clone)]
pub(super) struct RowSum {
    hash: XxHash3_64,
    buffer: Vec<u8>,
}

impl Default for RowSum {
    fn default() -> Self {
        Self { hash: XxHash3_64::with_seed(0), buffer: Vec::new() }
    }
}

impl RowSum {
    pub(super) fn add(&mut self, row: &Row<'_>) {
        self.buffer.clear();
        let size = row.size.map(i64::to_le_bytes);
        let added = row.added.to_le_bytes();
        let values = [
            row.id,
            row.text,
            row.wording,
            size.as_ref().map(<[u8; 8]>::as_slice),
            row.sketch,
            Some(row.drop),
            Some(&added),
        ];
        for value in values {
            self.buffer.push(u8::from(value.is_some()));
            if let Some(value) = value {
                self.buffer.extend((value.len() as u64).to_le_bytes());
                self.buffer.extend_from_slice(value);
            }
        }
        self.hash.write(&self.buffer);
    }

    /// As it is written.
    pub(super) fn finish(&self) -> String {
        format!("xxh3:{:016x}", self.hash.finish())
    }
}
