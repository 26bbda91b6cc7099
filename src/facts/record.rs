//! Facts of a fixed size: what is sorted, kept in memory by the million, and written to disk when memory is short.

use super::place::DocumentPlace;
use super::sketch::{ANCHORS, Anchors, BANDS, Key, Sketch};

/// A fact of a fixed size, which can be sorted, written to disk and read back.
///
/// The order of records is the order in which a table gives them, and must not depend on anything but their bytes, so
/// that all orders of merging end in the same table.
pub trait Record: Copy + Ord + Send {
    /// How many bytes it takes on disk.
    const SIZE: usize;

    /// Appends [`Self::SIZE`] bytes to `out`.
    fn write(&self, out: &mut Vec<u8>);

    /// What was written by [`Self::write`]; none if `bytes` are not of that length.
    fn read(bytes: &[u8]) -> Option<Self>;
}

/// Which document has which id.
///
/// Ids are kept as hashes, so that ten million of them fit in memory whatever their length: XXH3 with 64 bits gives
/// fewer than 0.03 false pairs among a billion documents, and every pair is looked at again before it is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IdRecord {
    /// The hash of the id as a file system and a reader see it: by [`super::name::alike`].
    pub folded: u64,
    /// The hash of the id byte for byte.
    pub exact: u64,
    /// Where the document stands.
    pub place: DocumentPlace,
}

/// Which documents may have the same text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextRecord {
    /// The sample of the text, by [`super::wording::sample`].
    pub text: u64,
    /// Where the document stands.
    pub place: DocumentPlace,
}

/// A short line at the start or the end of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineRecord {
    /// The hash of the line, by [`super::lines::short_lines`].
    pub line: u64,
    /// Where the document stands.
    pub place: DocumentPlace,
}

/// What is kept of a text to find others that are like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SketchRecord {
    /// Where the document stands.
    pub place: DocumentPlace,
    /// The sketch of its text.
    pub sketch: Sketch,
}

/// What is kept of the beginning of a text to find those that it is the beginning of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AnchorRecord {
    /// Where the document stands.
    pub place: DocumentPlace,
    /// The anchors of its text.
    pub anchors: Anchors,
}

/// A record with keys, of which two texts have one in common if they may be alike.
pub trait Keyed: Record {
    /// How many keys there are.
    const KEYS: usize;

    /// The key of this number; none from [`Self::KEYS`] on.
    fn key(&self, number: usize) -> Option<Key>;

    /// How many shingles the text has, by [`super::sketch::compact`].
    fn size(&self) -> u16;

    /// Where the document stands.
    fn place(&self) -> DocumentPlace;
}

impl Keyed for SketchRecord {
    const KEYS: usize = BANDS;

    fn key(&self, number: usize) -> Option<Key> {
        self.sketch.bands.get(number).copied()
    }

    fn size(&self) -> u16 {
        self.sketch.size
    }

    fn place(&self) -> DocumentPlace {
        self.place
    }
}

impl Keyed for AnchorRecord {
    const KEYS: usize = ANCHORS;

    fn key(&self, number: usize) -> Option<Key> {
        self.anchors.keys.get(number).copied()
    }

    fn size(&self) -> u16 {
        self.anchors.size
    }

    fn place(&self) -> DocumentPlace {
        self.place
    }
}

/// One key of a sketch, so that documents with the same key can be put side by side: the longest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyRecord {
    /// The key in the upper 48 bits; below it what the size of the sketch lacks to [`u16::MAX`].
    pub key: u64,
    /// Where the document stands.
    pub place: DocumentPlace,
}

impl Record for IdRecord {
    const SIZE: usize = 24;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.folded.to_be_bytes());
        out.extend(self.exact.to_be_bytes());
        out.extend(self.place.to_bits().to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (folded, rest) = bytes.split_first_chunk()?;
        let (exact, place) = rest.split_first_chunk()?;
        let place = DocumentPlace::from_bits(u64::from_be_bytes(place.try_into().ok()?));
        Some(Self { folded: u64::from_be_bytes(*folded), exact: u64::from_be_bytes(*exact), place })
    }
}

impl Record for DocumentPlace {
    const SIZE: usize = 8;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.to_bits().to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self::from_bits(u64::from_be_bytes(bytes.try_into().ok()?)))
    }
}

impl Record for TextRecord {
    const SIZE: usize = 16;

    fn write(&self, out: &mut Vec<u8>) {
        write_pair(self.text, self.place, out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (text, place) = read_pair(bytes)?;
        Some(Self { text, place })
    }
}

impl Record for LineRecord {
    const SIZE: usize = 16;

    fn write(&self, out: &mut Vec<u8>) {
        write_pair(self.line, self.place, out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (line, place) = read_pair(bytes)?;
        Some(Self { line, place })
    }
}

impl Record for KeyRecord {
    const SIZE: usize = 16;

    fn write(&self, out: &mut Vec<u8>) {
        write_pair(self.key, self.place, out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (key, place) = read_pair(bytes)?;
        Some(Self { key, place })
    }
}

impl Record for SketchRecord {
    const SIZE: usize = KEYS_AT + size_of::<Key>() * BANDS;

    fn write(&self, out: &mut Vec<u8>) {
        write_keys(self, out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (place, size, bands) = read_keys(bytes)?;
        Some(Self { place, sketch: Sketch { size, bands } })
    }
}

impl Record for AnchorRecord {
    const SIZE: usize = KEYS_AT + size_of::<Key>() * ANCHORS;

    fn write(&self, out: &mut Vec<u8>) {
        write_keys(self, out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (place, size, keys) = read_keys(bytes)?;
        Some(Self { place, anchors: Anchors { size, keys } })
    }
}

/// A hash that says all.
impl Record for u64 {
    const SIZE: usize = 8;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self::from_be_bytes(bytes.try_into().ok()?))
    }
}

/// How many bytes stand before the keys.
const KEYS_AT: usize = 10;

fn write_keys<R: Keyed>(record: &R, out: &mut Vec<u8>) {
    out.extend(record.place().to_bits().to_be_bytes());
    out.extend(record.size().to_be_bytes());
    (0..R::KEYS).filter_map(|number| record.key(number)).for_each(|key| out.extend(key));
}

fn read_keys<const KEYS: usize>(bytes: &[u8]) -> Option<(DocumentPlace, u16, [Key; KEYS])> {
    let (place, rest) = bytes.split_first_chunk()?;
    let (size, rest) = rest.split_first_chunk()?;
    let (keys, []) = rest.as_chunks() else { return None };
    let place = DocumentPlace::from_bits(u64::from_be_bytes(*place));
    Some((place, u16::from_be_bytes(*size), keys.try_into().ok()?))
}

fn write_pair(hash: u64, place: DocumentPlace, out: &mut Vec<u8>) {
    out.extend(hash.to_be_bytes());
    out.extend(place.to_bits().to_be_bytes());
}

fn read_pair(bytes: &[u8]) -> Option<(u64, DocumentPlace)> {
    let (hash, place) = bytes.split_first_chunk()?;
    let place = DocumentPlace::from_bits(u64::from_be_bytes(place.try_into().ok()?));
    Some((u64::from_be_bytes(*hash), place))
}
