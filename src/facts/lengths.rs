//! How long texts are.

use twox_hash::XxHash3_64;

use super::place::DocumentPlace;
use super::record::Record;
use crate::document::Document;

/// How much of either end of a text is hashed to tell whether two texts of the same length are the same. In bytes.
const ENDS: usize = 128;

/// What a length is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Characters.
    Characters,
    /// Bytes, of a text that has not as many characters.
    Bytes,
}

/// How long the text of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LengthRecord {
    /// What the length is counted in.
    pub unit: Unit,
    /// The length; of a text that is longer than 4 GiB, that.
    pub length: u32,
    /// A hash of both ends of the text.
    pub text: u64,
    /// Where the document stands.
    pub place: DocumentPlace,
}

impl LengthRecord {
    /// How long the text of `document` is: in characters, and in bytes where these are more.
    pub fn of(document: &Document<'_>, place: DocumentPlace) -> impl Iterator<Item = Self> {
        let body = document.body().of(document.bytes());
        let body = body.strip_suffix(b"\n").map_or(body, |body| body.strip_suffix(b"\r").unwrap_or(body));
        let first = XxHash3_64::oneshot(body.get(..ENDS).unwrap_or(body));
        let last = XxHash3_64::oneshot(body.get(body.len().saturating_sub(ENDS)..).unwrap_or(body));
        let text = first ^ last.rotate_left(1);
        let is_ascii = !document.byte_set().contains_any(0x80..=0xFF);
        let count = if is_ascii { body.len() } else { characters(body) };
        let lengths = [Some((Unit::Characters, count)), (!is_ascii).then_some((Unit::Bytes, body.len()))];
        lengths.into_iter().flatten().map(move |(unit, length)| {
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            Self { unit, length, text, place }
        })
    }
}

/// How many characters there are. A byte that goes on with a character is none of its own; escapes are too rare to
/// matter.
fn characters(bytes: &[u8]) -> usize {
    // In a chunk the count fits into a byte, so that many bytes are counted by one instruction.
    let count = |bytes: &[u8]| bytes.iter().map(|byte| u8::from(byte.cast_signed() >= -0x40)).sum::<u8>();
    let (chunks, rest) = bytes.as_chunks::<64>();
    chunks.iter().map(|chunk| usize::from(count(chunk))).sum::<usize>() + usize::from(count(rest))
}

impl Record for LengthRecord {
    const SIZE: usize = 21;

    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.unit == Unit::Bytes));
        out.extend(self.length.to_be_bytes());
        out.extend(self.text.to_be_bytes());
        out.extend(self.place.to_bits().to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (unit, rest) = bytes.split_first()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (text, place) = rest.split_first_chunk()?;
        let place = DocumentPlace::from_bits(u64::from_be_bytes(place.try_into().ok()?));
        let unit = if *unit == 1 { Unit::Bytes } else { Unit::Characters };
        Some(Self { unit, length: u32::from_be_bytes(*length), text: u64::from_be_bytes(*text), place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_whatever_the_length() {
        for length in 0..300 {
            let text: String = "aé–\u{10437}".chars().cycle().take(length).collect();
            assert_eq!(characters(text.as_bytes()), length);
        }
    }
}
