//! Places looked up all over a document, in any order, without walking through all of it each time.
//!
//! A long document gives its findings away in parts, and each part may point at any place: the outermost bracket and the
//! innermost one. So what was walked through once is known at every few kilobytes.

use crate::span::{Locator, Position};

/// How many bytes lie between two places that are known. At 40 bytes for each, they take a hundredth of a document.
const STEP: usize = 1 << 12;

/// The most bytes that a character has behind its first.
const REST: usize = 3;

/// Makes positions of byte offsets: in one walk through the document, one more for the places known, and a step at most
/// for each offset.
#[derive(Debug)]
pub(super) struct Waypoints<'a> {
    bytes: &'a [u8],
    /// Where the document begins in its file.
    pub(super) base: Position,
    here: Locator<'a>,
    /// How far `here` is.
    offset: usize,
    /// The first character at or before every [`STEP`]th byte, and its position: as far as it was needed.
    known: Vec<(usize, Position)>,
}

impl<'a> Waypoints<'a> {
    /// The waypoints of `bytes`, whose first byte stands at `base`.
    pub(super) const fn new(bytes: &'a [u8], base: Position) -> Self {
        Self { bytes, base, here: Locator::new(bytes, base), offset: 0, known: Vec::new() }
    }

    /// The position of the byte at `offset`; past the end, the position of the end.
    pub(super) fn position(&mut self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        // What is close ahead is walked to, and all else from the nearest known place before it.
        if offset.checked_sub(self.offset).is_none_or(|distance| distance > STEP) {
            let (start, position) = self.known_before(offset);
            if start > self.offset || offset < self.offset {
                self.here = Locator::resume(self.bytes, start, position);
            }
        }
        self.offset = offset;
        self.here.position(offset)
    }

    /// The last known place before `offset`.
    fn known_before(&mut self, offset: usize) -> (usize, Position) {
        let number = offset / STEP;
        while self.known.len() < number {
            let (start, position) = self.known.last().copied().unwrap_or((0, self.base));
            let next = boundary(self.bytes, (self.known.len() + 1) * STEP);
            let position = Locator::resume(self.bytes, start, position).position(next);
            self.known.push((next, position));
        }
        let last = number.checked_sub(1).and_then(|last| self.known.get(last));
        last.copied().unwrap_or((0, self.base))
    }
}

/// The start of the character that the byte at `offset` is in; `offset` itself where it is in none.
fn boundary(bytes: &[u8], offset: usize) -> usize {
    let is_start = |at: &usize| bytes.get(*at).is_none_or(|byte| byte & 0xC0 != 0x80);
    (offset.saturating_sub(REST)..=offset).rev().find(is_start).unwrap_or(offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Offsets all over `length` bytes, in no order, with a few close to each other.
    fn offsets(length: usize) -> impl Iterator<Item = usize> {
        (0..400).map(move |number: usize| (number * 7919 * 31 + number % 3) % (length + 1)).chain([length, 0, length])
    }

    #[test]
    fn a_place_is_where_it_is_whatever_was_asked_before() {
        let base = Position { byte: 100, line: 7, column: 1, byte_column: 1 };
        let lines = "é漢🎉 a line\nwith\r\nothers ".repeat(2_000);
        let long = "é漢🎉 ab".repeat(4_000);
        for text in [lines, long, "x".repeat(3 * STEP), String::new()] {
            let mut waypoints = Waypoints::new(text.as_bytes(), base);
            for offset in offsets(text.len()).filter(|offset| text.is_char_boundary(*offset)) {
                assert_eq!(
                    waypoints.position(offset),
                    Locator::new(text.as_bytes(), base).position(offset),
                    "{offset}"
                );
            }
            assert_eq!(waypoints.position(text.len() + 9), Locator::new(text.as_bytes(), base).position(text.len()));
        }
    }

    #[test]
    fn bad_bytes_are_counted_as_they_are_from_the_start() {
        for piece in [&b"\x80"[..], b"\xf0\x90\x80", b"\xe2\x82\xff", b"\xf0\x9f\x8e\x89\x89", b"\xed\xa0\x80x"] {
            let bytes = piece.repeat(3 * STEP);
            let mut waypoints = Waypoints::new(&bytes, Position::START);
            for offset in offsets(bytes.len() / piece.len()).map(|number| number * piece.len()) {
                let expected = Locator::new(&bytes, Position::START).position(offset);
                assert_eq!(waypoints.position(offset), expected, "{piece:?} {offset}");
            }
        }
    }

    #[test]
    fn going_to_and_fro_does_not_walk_through_all_of_it_each_time() {
        let text = "word ".repeat(40_000);
        let mut waypoints = Waypoints::new(text.as_bytes(), Position::START);
        for number in 0..50_000 {
            // Each pair would be a walk of 200 kB: seconds of them without a profile of release.
            assert_eq!(waypoints.position(number).column, number as u64 + 1);
            assert_eq!(waypoints.position(text.len() - number).byte, (text.len() - number) as u64);
        }
        assert_eq!(waypoints.known.len(), text.len() / STEP);
    }
}
