//! What is kept of a document, and how a chunk of documents is laid out in columns.

use crate::document::Document;
use crate::facts::DocumentPlace;
use crate::facts::registered::{Digest, EntryRecord};
use crate::facts::sketch::{BANDS, Key, NO_KEY, Sketch};

/// How many documents are in a chunk at most.
const DOCUMENTS: usize = 4096;

/// How many bytes of ids are in a chunk at most, but for the last id.
const IDS: usize = 1 << 20;

/// How many bytes of a digest are in the column that is looked through; the others are read where they agree.
const PREFIX: usize = 8;

/// The size of a row in each of the columns of a fixed size, in bytes.
pub(super) const KEY_ROW: usize = 3 * PREFIX;
const DIGEST_ROW: usize = 2 * (32 - PREFIX) + 4;
const SKETCH_ROW: usize = 2 + 6 * BANDS;
pub(super) const LENGTH_ROW: usize = 4;

/// In place of the length of an id where there is none.
const NO_LENGTH: u32 = u32::MAX;

/// What is kept of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The id, if there is one.
    pub id: Option<Vec<u8>>,
    /// The hash of the id, by [`crate::facts::registered::hash_of_id`].
    pub id_hash: u64,
    /// The digest of the text.
    pub text: Digest,
    /// The digest of the wording.
    pub wording: Digest,
    /// The sketch, if the text is long enough to have one.
    pub sketch: Option<Bands>,
}

/// The part of a sketch that finds texts with most of their shingles in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bands {
    /// How many shingles the text has, by [`crate::facts::sketch::compact`].
    pub size: u16,
    /// The bands.
    pub bands: [Key; BANDS],
}

impl From<&Sketch> for Bands {
    fn from(sketch: &Sketch) -> Self {
        Self { size: sketch.size, bands: sketch.bands }
    }
}

impl Bands {
    /// How many bands two texts have in common.
    pub(super) fn agreeing(&self, other: &Self) -> u8 {
        let same = self.bands.iter().zip(&other.bands).filter(|(one, another)| one == another);
        u8::try_from(same.count()).unwrap_or(u8::MAX)
    }

    pub(super) fn write(this: Option<&Self>, out: &mut Vec<u8>) {
        let none = Self { size: 0, bands: [NO_KEY; BANDS] };
        let this = this.unwrap_or(&none);
        out.extend(this.size.to_be_bytes());
        this.bands.iter().for_each(|band| out.extend(band));
    }

    /// None of a text that had no sketch.
    pub(super) fn read(row: &[u8]) -> Option<Self> {
        let (size, bands) = row.split_first_chunk()?;
        let (bands, []) = bands.as_chunks() else { return None };
        let size = u16::from_be_bytes(*size);
        (size > 0).then_some(Self { size, bands: bands.try_into().ok()? })
    }
}

impl Entry {
    /// What is kept of `document`, of which `sketch` is the sketch.
    pub fn of(document: &Document<'_>, sketch: Option<&Sketch>) -> Self {
        let record = EntryRecord::of(document, DocumentPlace::default());
        Self {
            id: document.id().map(<[u8]>::to_vec),
            id_hash: record.id,
            text: record.text,
            wording: record.wording,
            sketch: sketch.map(Bands::from),
        }
    }

    /// Appends it in the form in which [`Self::read`] reads it.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        let id = self.id.as_deref();
        let length = id.map_or(NO_LENGTH, |id| u32::try_from(id.len()).unwrap_or(NO_LENGTH - 1));
        out.extend(length.to_be_bytes());
        out.extend(self.id_hash.to_be_bytes());
        out.extend(self.text);
        out.extend(self.wording);
        Bands::write(self.sketch.as_ref(), out);
        out.extend(id.unwrap_or_default());
    }

    /// Takes one from the front of `bytes`.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (length, rest) = bytes.split_first_chunk()?;
        let (id_hash, rest) = rest.split_first_chunk()?;
        let (text, rest) = rest.split_first_chunk()?;
        let (wording, rest) = rest.split_first_chunk()?;
        let (sketch, rest) = rest.split_at_checked(SKETCH_ROW)?;
        let length = u32::from_be_bytes(*length);
        let (id, rest) = rest.split_at_checked(if length == NO_LENGTH { 0 } else { length as usize })?;
        *bytes = rest;
        Some(Self {
            id: (length != NO_LENGTH).then(|| id.to_vec()),
            id_hash: u64::from_be_bytes(*id_hash),
            text: *text,
            wording: *wording,
            sketch: Bands::read(sketch),
        })
    }
}

/// Documents that are laid out in columns.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub(super) documents: usize,
    pub(super) keys: Vec<u8>,
    pub(super) digests: Vec<u8>,
    pub(super) sketches: Vec<u8>,
    lengths: Vec<u8>,
    ids: Vec<u8>,
}

impl Chunk {
    /// Takes in a document of the drop with this number.
    pub(super) fn push(&mut self, entry: &Entry, drop: u32) {
        let (text, text_rest) = entry.text.split_at(PREFIX);
        let (wording, wording_rest) = entry.wording.split_at(PREFIX);
        self.keys.extend(entry.id_hash.to_be_bytes());
        self.keys.extend([text, wording].concat());
        self.digests.extend([text_rest, wording_rest].concat());
        self.digests.extend(drop.to_be_bytes());
        Bands::write(entry.sketch.as_ref(), &mut self.sketches);
        let id = entry.id.as_deref();
        let length = id.map_or(NO_LENGTH, |id| u32::try_from(id.len()).unwrap_or(NO_LENGTH - 1));
        self.lengths.extend(length.to_be_bytes());
        self.ids.extend(id.unwrap_or_default());
        self.documents += 1;
    }

    /// Whether it holds as much as a chunk is to hold.
    pub(super) const fn is_full(&self) -> bool {
        self.documents >= DOCUMENTS || self.ids.len() >= IDS
    }

    /// The column of ids: their lengths, then their bytes.
    pub(super) fn into_ids(mut self) -> Vec<u8> {
        self.lengths.append(&mut self.ids);
        self.lengths
    }
}

/// What is looked up of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Keys {
    pub(super) id: u64,
    pub(super) text: u64,
    pub(super) wording: u64,
}

/// Reads the column of keys.
pub(super) fn keys(column: &[u8]) -> impl Iterator<Item = Keys> + '_ {
    let (rows, _) = column.as_chunks::<KEY_ROW>();
    rows.iter().map(|row| {
        let (words, _) = row.as_chunks();
        let word = |at: usize| words.get(at).map_or(0, |word| u64::from_be_bytes(*word));
        Keys { id: word(0), text: word(1), wording: word(2) }
    })
}

/// The first bytes of a digest, by which it is looked up.
pub(super) fn prefix(digest: &Digest) -> u64 {
    digest.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

/// Reads the column of sketches.
pub(super) fn sketches(column: &[u8]) -> impl Iterator<Item = Option<Bands>> + '_ {
    column.chunks_exact(SKETCH_ROW).map(Bands::read)
}

/// The digests of a document, and the number of its drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digests {
    pub(super) text: Digest,
    pub(super) wording: Digest,
    pub(super) drop: u32,
}

/// The row of a document in the columns of keys and of digests.
pub(super) fn digests(keys: &[u8], digests: &[u8], row: usize) -> Option<Digests> {
    let keys = keys.get(row * KEY_ROW..(row + 1) * KEY_ROW)?;
    let rest = digests.get(row * DIGEST_ROW..(row + 1) * DIGEST_ROW)?;
    let (text, wording) = keys.get(PREFIX..)?.split_at_checked(PREFIX)?;
    let (text_rest, rest) = rest.split_at_checked(32 - PREFIX)?;
    let (wording_rest, drop) = rest.split_at_checked(32 - PREFIX)?;
    Some(Digests {
        text: [text, text_rest].concat().try_into().ok()?,
        wording: [wording, wording_rest].concat().try_into().ok()?,
        drop: u32::from_be_bytes(drop.try_into().ok()?),
    })
}

/// The ids of a chunk of so many documents; none for a document without one.
pub(super) fn ids(column: &[u8], documents: usize) -> Option<Vec<Option<&[u8]>>> {
    let (lengths, mut rest) = column.split_at_checked(documents * LENGTH_ROW)?;
    let (lengths, []) = lengths.as_chunks() else { return None };
    let mut ids = Vec::with_capacity(documents);
    for length in lengths.iter().map(|length| u32::from_be_bytes(*length)) {
        if length == NO_LENGTH {
            ids.push(None);
            continue;
        }
        let (id, after) = rest.split_at_checked(length as usize)?;
        ids.push(Some(id));
        rest = after;
    }
    rest.is_empty().then_some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u8) -> Entry {
        Entry {
            id: (!number.is_multiple_of(3)).then(|| vec![b'a'; usize::from(number)]),
            id_hash: u64::from(number) << 40,
            text: [number; 32],
            wording: [number.wrapping_add(1); 32],
            sketch: number.is_multiple_of(2).then_some(Bands { size: 7, bands: [[number; 6]; BANDS] }),
        }
    }

    #[test]
    fn an_entry_is_read_as_it_was_written() {
        let mut bytes = Vec::new();
        (0..9).for_each(|number| entry(number).write(&mut bytes));
        let mut rest = &bytes[..];
        for number in 0..9 {
            assert_eq!(Entry::read(&mut rest), Some(entry(number)));
        }
        assert!(rest.is_empty() && Entry::read(&mut rest).is_none());
    }

    #[test]
    fn columns_give_back_what_was_put_in() {
        let mut chunk = Chunk::default();
        for number in 0..9 {
            chunk.push(&entry(number), u32::from(number) * 2);
        }
        let (documents, keys_column, digests_column) = (chunk.documents, chunk.keys.clone(), chunk.digests.clone());
        let found: Vec<Keys> = keys(&keys_column).collect();
        let sketches: Vec<Option<Bands>> = sketches(&chunk.sketches).collect();
        let ids_column = chunk.into_ids();
        let ids = ids(&ids_column, documents).unwrap();
        for number in 0..9 {
            let (row, entry) = (usize::from(number), entry(number));
            let digests = digests(&keys_column, &digests_column, row).unwrap();
            assert_eq!(
                (digests.text, digests.wording, digests.drop),
                (entry.text, entry.wording, u32::from(number) * 2)
            );
            assert_eq!(
                found[row],
                Keys { id: entry.id_hash, text: prefix(&entry.text), wording: prefix(&entry.wording) }
            );
            assert_eq!((sketches[row], ids[row]), (entry.sketch, entry.id.as_deref()));
        }
    }

    #[test]
    fn a_document_takes_less_than_200_bytes_beside_its_id() {
        assert_eq!(KEY_ROW + DIGEST_ROW + SKETCH_ROW + LENGTH_ROW, 178);
    }

    #[test]
    fn a_column_that_was_cut_gives_no_ids() {
        let mut chunk = Chunk::default();
        chunk.push(&entry(5), 0);
        let column = chunk.into_ids();
        assert!(ids(&column, 1).is_some());
        assert!(ids(&column[..column.len() - 1], 1).is_none() && ids(&column, 2).is_none());
    }
}
