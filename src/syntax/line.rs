//! Lines: where they end, and which of them can be marker lines.

use super::marker::Word;
use crate::mask::find_line;
use crate::span::Span;

/// The longest marker line that is read as a whole, in bytes, its line ending not counted.
pub const MAX_MARKER_LINE: usize = 64 * 1024;

/// How many bytes from the start of a line decide what it is: the longest marker line and a CRLF.
pub(crate) const LOOK_AHEAD: usize = MAX_MARKER_LINE + 2;

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineEnding {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
    /// Nothing: the end of the file, or of what was read of a line that is too long.
    None,
}

impl LineEnding {
    /// Length in bytes.
    pub const fn len(self) -> usize {
        match self {
            Self::Lf => 1,
            Self::CrLf => 2,
            Self::None => 0,
        }
    }

    /// Whether nothing ends the line.
    pub const fn is_empty(self) -> bool {
        matches!(self, Self::None)
    }
}

/// Splits a line that may end in a line feed into its content and its ending.
pub(crate) fn split_ending(line: &[u8]) -> (&[u8], LineEnding) {
    match line {
        [content @ .., b'\r', b'\n'] => (content, LineEnding::CrLf),
        [content @ .., b'\n'] => (content, LineEnding::Lf),
        content => (content, LineEnding::None),
    }
}

/// What a marker line may begin with: `<`, a blank before it, or the first byte of a byte order mark, of a no-break,
/// zero-width or ideographic space, or of a full-width bracket.
const MARKER_FIRST: [u8; 7] = [b'<', b' ', b'\t', 0xC2, 0xE2, 0xE3, 0xEF];

/// Whether a line that begins with `first` may be a marker line. Nearly every line of a text is ruled out here, by one
/// byte.
pub(crate) fn may_begin_marker(first: u8) -> bool {
    MARKER_FIRST.contains(&first)
}

/// The first bytes of the line at the start of `bytes`, without its ending, as far as they decide what it is; and
/// whether they are all of it.
pub(crate) fn decisive_part(bytes: &[u8]) -> (&[u8], bool) {
    let window = bytes.get(..LOOK_AHEAD).unwrap_or(bytes);
    let end = memchr::memchr(b'\n', window);
    let line = end.and_then(|end| window.get(..=end)).unwrap_or(window);
    let (content, _) = split_ending(line);
    match content.get(..MAX_MARKER_LINE) {
        Some(part) if content.len() > MAX_MARKER_LINE => (part, false),
        _ => (content, true),
    }
}

/// Whether the line that begins at the start of `bytes` is a marker line.
pub(crate) fn begins_marker_line(bytes: &[u8]) -> bool {
    marker_word(bytes).is_some()
}

/// What the marker line at the start of `bytes` says, if there is one: to know that, its id and its attributes need not be
/// read.
pub(crate) fn marker_word(bytes: &[u8]) -> Option<Word> {
    let may_begin = bytes.first().is_some_and(|&first| may_begin_marker(first));
    if may_begin { super::recognise::recognise(decisive_part(bytes).0).map(|head| head.word) } else { None }
}

/// The first line at or after `from` that is a marker line, as the offset where it begins. `from` is the start of a
/// line.
pub(crate) fn find_marker_line(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    if begins_marker_line(rest) {
        return Some(from);
    }
    find_line(bytes, from, &MARKER_FIRST, |start| bytes.get(start..).is_some_and(begins_marker_line))
}

/// The lines of `bytes`, each with its ending, as spans. A line feed at the very end begins no further line.
pub(crate) fn lines(bytes: &[u8]) -> impl Iterator<Item = Span> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest).map_or(bytes.len(), |newline| start + newline + 1);
        let span = Span::new(start, end);
        start = end;
        Some(span)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lone_carriage_return_is_content() {
        assert_eq!(split_ending(b"a\r"), (&b"a\r"[..], LineEnding::None));
        assert_eq!(split_ending(b"a\rb\r\n"), (&b"a\rb"[..], LineEnding::CrLf));
    }

    #[test]
    fn every_character_of_the_indentation_is_let_through() {
        for indentation in [" ", "\t", "\u{A0}", "\u{202F}", "\u{3000}", "\u{200B}", "\u{FEFF}"] {
            let line = format!("{indentation}<<<FILE>>> a");
            assert!(begins_marker_line(line.as_bytes()), "{indentation:?}");
        }
    }

    #[test]
    fn a_final_line_feed_begins_no_line() {
        assert_eq!(lines(b"a\n\nb\n").map(Span::len).collect::<Vec<_>>(), [2, 1, 2]);
        assert_eq!(lines(b"").count(), 0);
    }

    #[test]
    fn the_decisive_part_ends_at_the_limit() {
        let mut line = vec![b'x'; MAX_MARKER_LINE];
        line.extend_from_slice(b"\r\n");
        assert_eq!(decisive_part(&line), (&line[..MAX_MARKER_LINE], true));
        line.insert(0, b'x');
        assert_eq!(decisive_part(&line), (&line[..MAX_MARKER_LINE], false));
    }
}
