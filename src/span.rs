//! Places: byte offsets, and the lines and columns that are made from them at the edge.
//!
//! Inside the program a place is a byte offset, relative to the document it is in; the document has a
//! 64-bit base in its file. Lines and columns are made once, by [`Locator`], for every output alike, so
//! that no two reports disagree about where a finding is.

use std::ops::Range;

/// A half-open range of byte offsets, `start..end`, relative to whatever the owner says it is relative to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset one past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`. An `end` before `start` gives the empty span at `start`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end: if end < start { start } else { end } }
    }

    /// The empty span at `offset`, where something is missing.
    pub const fn empty(offset: usize) -> Self {
        Self { start: offset, end: offset }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers no byte.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range, for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// The same span, seen from an origin that is `by` bytes earlier.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }

    /// The bytes that the span covers, or nothing where it reaches outside of `bytes`.
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        bytes.get(self.range()).unwrap_or_default()
    }

    /// The span without the bytes at its ends that belong to characters which go on outside of it. Bytes that are not
    /// UTF-8 belong to none, and stay.
    #[must_use]
    pub fn whole_characters(self, bytes: &[u8]) -> Self {
        let start = character_around(bytes, self.start).map_or(self.start, |character| character.end);
        let end = character_around(bytes, self.end).map_or(self.end, |character| character.start);
        Self::new(start, end)
    }

    /// Whether `other` lies wholly inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share a byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// The character that the place before the byte at `offset` is inside of; none, if that place is between two characters or
/// `bytes` are not UTF-8 there.
pub fn character_around(bytes: &[u8], offset: usize) -> Option<Span> {
    let follows = |at: usize| bytes.get(at).is_some_and(|byte| byte & 0xC0 == 0x80);
    if !follows(offset) {
        return None;
    }
    // A character of UTF-8 has at most four bytes.
    let start = (1..=3).map_while(|back| offset.checked_sub(back)).find(|at| !follows(*at))?;
    let rest = bytes.get(start..bytes.len().min(start + 4))?;
    let character = rest.utf8_chunks().next()?.valid().chars().next()?;
    Some(Span::new(start, start + character.len_utf8())).filter(|character| offset < character.end)
}

/// A place in a file, in every unit that a reader may want.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Byte offset from the start of the file, from 0.
    pub byte: u64,
    /// Line of the file, from 1. Only a line feed ends a line.
    pub line: u64,
    /// Column in code points, from 1. Each maximal ill-formed run of bytes counts as one.
    pub column: u64,
    /// Column in bytes, from 1.
    pub byte_column: u64,
}

impl Position {
    /// The start of a file.
    pub const START: Self = Self::line_start(0, 1);

    /// The start of the line with this number, which begins at `byte`.
    pub const fn line_start(byte: u64, line: u64) -> Self {
        Self { byte, line, column: 1, byte_column: 1 }
    }
}

/// From one [`Position`] to another, the end excluded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The first position.
    pub start: Position,
    /// One past the last.
    pub end: Position,
}

/// Turns byte offsets of one text into positions, in one pass when they are asked for in rising order.
///
/// Going back costs a new start from the beginning of the text, so callers sort what they ask for; with that, a
/// million findings on one line cost one walk along the line and not a million.
#[derive(Clone, Copy, Debug)]
pub struct Locator<'a> {
    bytes: &'a [u8],
    base: Position,
    /// The offset of `base`.
    start: usize,
    here: usize,
    position: Position,
}

impl<'a> Locator<'a> {
    /// A locator for `bytes`, whose first byte stands at `base`.
    pub const fn new(bytes: &'a [u8], base: Position) -> Self {
        Self { bytes, base, start: 0, here: 0, position: base }
    }

    /// A locator that goes on from `offset`, which is known to be at `position`. It does not go back further than that.
    pub(crate) const fn resume(bytes: &'a [u8], offset: usize, position: Position) -> Self {
        Self { bytes, base: position, start: offset, here: offset, position }
    }

    /// The position of the byte at `offset`; past the end, the position of the end.
    pub fn position(&mut self, offset: usize) -> Position {
        let offset = offset.min(self.bytes.len());
        if offset < self.here {
            self.here = self.start;
            self.position = self.base;
        }
        let step = self.bytes.get(self.here..offset).unwrap_or_default();
        let newlines = memchr::memchr_iter(b'\n', step).count() as u64;
        if let Some(last) = memchr::memrchr(b'\n', step) {
            self.position.line += newlines;
            let line = step.get(last + 1..).unwrap_or_default();
            self.position.column = 1 + columns(line);
            self.position.byte_column = 1 + line.len() as u64;
        } else {
            self.position.column += columns(step);
            self.position.byte_column += step.len() as u64;
        }
        self.position.byte += step.len() as u64;
        self.here = offset;
        self.position
    }

    /// Both ends of `span`.
    pub fn place(&mut self, span: Span) -> Place {
        let start = self.position(span.start);
        // The end is looked up by a copy, so that the next span may begin before this one ends.
        let end = Self { ..*self }.position(span.end);
        Place { start, end }
    }
}

/// The number of code points in `bytes`, each maximal ill-formed run counted as one.
fn columns(bytes: &[u8]) -> u64 {
    let mut count = 0;
    for chunk in bytes.utf8_chunks() {
        count += chunk.valid().chars().count() as u64;
        count += u64::from(!chunk.invalid().is_empty());
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Position = Position::START;

    fn at(byte: u64, line: u64, column: u64) -> Position {
        Position { byte, line, column, byte_column: column }
    }

    #[test]
    fn a_span_is_cut_to_whole_characters() {
        let text = "aé漢\u{10437}b";
        for start in 0..=text.len() {
            for end in start..=text.len() {
                let whole = Span::new(start, end).whole_characters(text.as_bytes());
                let first = (start..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap();
                let last = (0..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap();
                assert_eq!(whole, Span::new(first, last), "{start}..{end}");
            }
        }
    }

    #[test]
    fn what_is_no_character_is_not_cut_off() {
        for bytes in
            [&b"\x80\x80\x80\x80\x80"[..], b"\xE2\x82a", b"a\xC3", b"\xC3\xA9\xA9\xA9", b"\xF8\x88\x80\x80\x80"]
        {
            for at in 0..=bytes.len() + 1 {
                let around = character_around(bytes, at);
                assert_eq!(around, (at == 1 && bytes[0] == 0xC3).then(|| Span::new(0, 2)), "{bytes:?} at {at}");
            }
        }
    }

    #[test]
    fn lines_are_ended_by_a_line_feed_only() {
        let mut locator = Locator::new(b"a\rb\r\nc", START);
        assert_eq!(locator.position(2), at(2, 1, 3));
        assert_eq!(locator.position(5), at(5, 2, 1));
    }

    #[test]
    fn columns_are_code_points_and_bad_bytes_count_once() {
        let mut locator = Locator::new("é\u{301}x\n".as_bytes(), START);
        let position = locator.position(4);
        assert_eq!((position.column, position.byte_column), (3, 5));
        let mut locator = Locator::new(b"\xe2\x82x\xffy", START);
        assert_eq!(locator.position(2).column, 2);
        let position = locator.position(4);
        assert_eq!((position.column, position.byte_column), (4, 5));
    }

    #[test]
    fn going_back_and_past_the_end_is_allowed() {
        let mut locator = Locator::new(b"ab\ncd", START);
        assert_eq!(locator.position(99), at(5, 2, 3));
        assert_eq!(locator.position(1), at(1, 1, 2));
    }

    #[test]
    fn a_base_is_where_the_text_begins_in_its_file() {
        let mut locator = Locator::new(b"ab\ncd", Position::line_start(100, 7));
        let place = locator.place(Span::new(1, 4));
        assert_eq!(place.start, at(101, 7, 2));
        assert_eq!(place.end, at(104, 8, 2));
    }
}
