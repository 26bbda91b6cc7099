//! How long texts are.

use twox_hash::XxHash3_64;

use super::place::DocumentPlace;
use super::record::Record;
use crate::document::Document;
use crate::ending::{is_closer, is_stop};

/// How much of either end of a text is hashed to tell whether two texts of the same length are the same. In bytes.
const ENDS: usize = 128;

/// The longest character takes so many bytes.
const LONGEST_MARK: usize = 4;

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
    /// Whether the text ends in a stop that is no ellipsis, or in a mark that closes something.
    pub is_whole: bool,
    /// Where the document stands.
    pub place: DocumentPlace,
}

impl LengthRecord {
    /// How long the text of `document` is: in characters, and in bytes where these are more.
    pub fn of(document: &Document<'_>, place: DocumentPlace) -> impl Iterator<Item = Self> {
        let whole = document.body().of(document.bytes());
        // Blank lines before the next marker line are of the file: texts cut at one limit may have some, or none.
        let end = whole.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
        let body = whole.get(..end).unwrap_or(whole);
        let first = XxHash3_64::oneshot(body.get(..ENDS).unwrap_or(body));
        let last = XxHash3_64::oneshot(body.get(body.len().saturating_sub(ENDS)..).unwrap_or(body));
        let text = first ^ last.rotate_left(1);
        let is_whole = is_whole(body);
        // Line endings are ASCII. Escapes are too rare to matter.
        let count = document.body_characters() - (whole.len() - body.len());
        let has_more_bytes = count < body.len();
        let lengths = [Some((Unit::Characters, count)), has_more_bytes.then_some((Unit::Bytes, body.len()))];
        lengths.into_iter().flatten().map(move |(unit, length)| {
            let length = u32::try_from(length).unwrap_or(u32::MAX);
            Self { unit, length, text, is_whole, place }
        })
    }
}

/// Whether `text` ends in a stop, or in a mark that closes something. What is no UTF-8 ends in neither; an ellipsis is
/// no stop, since whoever cuts a text puts one where he did.
fn is_whole(text: &[u8]) -> bool {
    let text = text.trim_ascii_end();
    let inner = text.strip_suffix(b"]").or_else(|| text.strip_suffix(b")")).unwrap_or(text);
    if inner.ends_with(b"..") || inner.ends_with("\u{2026}".as_bytes()) {
        return false;
    }
    let end = text.len().checked_sub(LONGEST_MARK).and_then(|start| text.get(start..)).unwrap_or(text);
    let last = end.utf8_chunks().last().filter(|chunk| chunk.invalid().is_empty());
    last.and_then(|chunk| chunk.valid().chars().next_back()).is_some_and(|mark| is_stop(mark) || closes(mark))
}

/// Whether a mark closes something, in verse as well: clauses of a stanza, and Chinese and Japanese quotations.
const fn closes(mark: char) -> bool {
    is_closer(mark) || matches!(mark, ';' | '\u{FF1B}' | '\u{FF09}' | '\u{3009}' | '\u{300B}' | '\u{300D}' | '\u{300F}')
}

impl Record for LengthRecord {
    const SIZE: usize = 21;

    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.unit == Unit::Bytes) << 1 | u8::from(self.is_whole));
        out.extend(self.length.to_be_bytes());
        out.extend(self.text.to_be_bytes());
        out.extend(self.place.to_bits().to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (unit, rest) = bytes.split_first()?;
        let (length, rest) = rest.split_first_chunk()?;
        let (text, place) = rest.split_first_chunk()?;
        let place = DocumentPlace::from_bits(u64::from_be_bytes(place.try_into().ok()?));
        let (unit, is_whole) = (if unit & 2 == 2 { Unit::Bytes } else { Unit::Characters }, unit & 1 == 1);
        Some(Self { unit, length: u32::from_be_bytes(*length), text: u64::from_be_bytes(*text), is_whole, place })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Defaults, SectionKind, Surroundings};

    #[test]
    fn characters_are_counted_and_bytes_where_they_are_more() {
        let lengths = |bytes: &[u8]| -> Vec<(Unit, u32)> {
            let (defaults, body) = (Defaults::default(), (0..bytes.len()).into());
            let document = Document::new(bytes, SectionKind::Preamble, None, body, Surroundings::default(), &defaults);
            let place = DocumentPlace::from_bits(0);
            LengthRecord::of(&document, place).map(|record| (record.unit, record.length)).collect()
        };
        for length in 0..300 {
            let text: String = "a\u{E9}\u{2013}\u{10437}".chars().cycle().take(length).collect();
            let (characters, bytes) = (u32::try_from(length).unwrap(), u32::try_from(text.len()).unwrap());
            for ending in ["", "\n", "\r\n", "\n\r\n\n"] {
                let mut expected = vec![(Unit::Characters, characters), (Unit::Bytes, bytes)];
                expected.truncate(if length > 1 { 2 } else { 1 });
                assert_eq!(lengths(format!("{text}{ending}").as_bytes()), expected);
            }
        }
        assert_eq!(lengths(b"\xFF\xC3\xA9a\n"), [(Unit::Characters, 3), (Unit::Bytes, 4)]);
    }

    #[test]
    fn a_text_that_was_not_cut_ends_in_a_stop_or_what_closes_it() {
        for text in ["The end.", "\u{300C}春\u{3002}\u{300D}", "春\u{3002}\n", "so! ", "(so)", ".", "»"] {
            assert!(is_whole(text.as_bytes()), "{text}");
        }
        for text in ["", "the bri", "春", "the bridge,", "é", "a\u{1F600}", "the\u{2026}", "the ...", "the [\u{2026}]"]
        {
            assert!(!is_whole(text.as_bytes()), "{text}");
        }
        assert!(!is_whole(b"The end.\xC3") && is_whole(b"\xC3."));
    }

    #[test]
    fn what_is_written_is_read_back() {
        for (unit, is_whole) in [(Unit::Bytes, true), (Unit::Bytes, false), (Unit::Characters, true)] {
            let record = LengthRecord { unit, length: 56, text: 7, is_whole, place: DocumentPlace::from_bits(9) };
            let mut bytes = Vec::new();
            record.write(&mut bytes);
            assert_eq!((bytes.len(), LengthRecord::read(&bytes)), (LengthRecord::SIZE, Some(record)));
        }
        assert_eq!(size_of::<LengthRecord>(), 24, "as much as ARCHITECTURE.md says");
    }
}
