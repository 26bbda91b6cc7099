//! What the rules about characters share: finding them without a look at each one, and fixes that make no markers.

use std::fmt::Write as _;

use memchr::memmem;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::diagnostic::Finding;
use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rules::ids::offer;
use crate::rules::text_fix::text_fix;
use crate::span::Span;

/// How many bytes are looked at together. A whole block without a high byte is passed over at the speed of memory.
const BLOCK: usize = 64;

/// The first byte at or after `from` that is not less than `least`. Continuation bytes are less than every `least`
/// that makes sense here, so what is found begins a character.
pub(super) fn next_at_least(bytes: &[u8], from: usize, least: u8) -> Option<usize> {
    let mut here = from;
    for block in bytes.get(from..)?.chunks(BLOCK) {
        // Without a way out of the loop inside of a block, the compiler makes vector instructions of it.
        if block.iter().fold(0, |high, &byte| high.max(byte)) >= least {
            return block.iter().position(|&byte| byte >= least).map(|at| here + at);
        }
        here += block.len();
    }
    None
}

/// The character that begins at `at`, if it is well-formed.
pub(super) fn character_at(bytes: &[u8], at: usize) -> Option<char> {
    let rest = bytes.get(at..)?;
    let length = match rest.first()? {
        0x00..=0x7F => 1,
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    std::str::from_utf8(rest.get(..length)?).ok()?.chars().next()
}

/// The character that ends at `end`, if it is well-formed.
pub(super) fn character_before(bytes: &[u8], end: usize) -> Option<char> {
    let before = bytes.get(..end)?;
    let continuation = before.iter().rev().take(3).take_while(|&&byte| byte & 0xC0 == 0x80).count();
    let start = end.checked_sub(continuation + 1)?;
    character_at(bytes, start).filter(|character| start + character.len_utf8() == end)
}

/// The characters for which `wanted` holds, as runs with nothing between them. Only characters whose first byte is not
/// less than `least` are looked at.
pub(super) fn runs(document: &Document<'_>, least: u8, wanted: impl Fn(char) -> bool) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    if !document.has_character(&wanted) {
        return runs;
    }
    let bytes = document.bytes();
    let mut here = 0;
    while let Some(at) = next_at_least(bytes, here, least) {
        let Some(character) = character_at(bytes, at) else {
            here = at + 1;
            continue;
        };
        here = at + character.len_utf8();
        if !wanted(character) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = here,
            _ => runs.push(Span::new(at, here)),
        }
    }
    runs
}

/// The code points of `text` as they are written in messages: `U+200B`, `U+200B and U+00AD`, or the first three and
/// how many more. The same one many times over is said once.
pub(super) fn code_points(text: &str) -> String {
    const SHOWN: usize = 3;
    let count = text.chars().count();
    let mut written = String::new();
    let first = text.chars().next();
    if count > 1 && text.chars().all(|character| Some(character) == first) {
        let _ = write!(written, "{count} times U+{:04X}", first.map_or(0, u32::from));
        return written;
    }
    for (index, character) in text.chars().take(SHOWN).enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == count => " and ",
            _ => ", ",
        };
        // Writing to a string cannot fail.
        let _ = write!(written, "{separator}U+{:04X}", u32::from(character));
    }
    if count > SHOWN {
        let _ = write!(written, " and {} more", count - SHOWN);
    }
    written
}

/// Whether `character` is a letter that is written from right to left. The ranges are those that Unicode keeps for
/// such scripts.
fn is_right_to_left(character: char) -> bool {
    let kept = matches!(
        character,
        '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    );
    kept && character.is_alphabetic()
}

/// Whether a letter that is written from right to left occurs in the document.
pub(super) fn has_right_to_left(document: &Document<'_>) -> bool {
    let set = document.byte_set();
    let may = set.contains_any(0xD6..=0xDF) || set.contains(0xE0) || set.contains(0xEF) || set.contains(0xF0);
    may && document.stretches().any(|(_, text)| text.chars().any(is_right_to_left))
}

/// Whether `character` is a combining mark.
pub(super) fn is_mark(character: char) -> bool {
    character >= '\u{300}' && character.general_category_group() == GeneralCategoryGroup::Mark
}

/// Makes fixes of the characters of a document, in the order of their places, and sees to it that no line of the text
/// becomes a marker by them.
///
/// `<\u{200B}<<FILE>>>` is text. Without what cannot be seen in it, it is the start of another document.
pub(super) struct Mender<'d, 'a> {
    document: &'d Document<'a>,
    /// Where the line that was looked at last ends.
    until: usize,
    /// Whether that line might become a marker.
    risky: bool,
}

impl<'d, 'a> Mender<'d, 'a> {
    pub(super) const fn new(document: &'d Document<'a>) -> Self {
        Self { document, until: 0, risky: false }
    }

    /// Offers to put `content` in the place of the finding: a fix that is safe if `safe` is set and nothing speaks
    /// against it; none where the line might come to be read as a marker, and none of an id.
    pub(super) fn replace(&mut self, finding: &mut Finding, title: &str, content: &str, safe: bool) {
        let edit = Edit::replace(finding.span, content);
        self.edit(finding, title, [edit], safe);
    }

    /// Offers to make `edits`, all of which belong to the line that `finding` is in.
    pub(super) fn edit(
        &mut self,
        finding: &mut Finding,
        title: &str,
        edits: impl IntoIterator<Item = Edit>,
        safe: bool,
    ) {
        if let Some(fix) = self.fix(title, finding.span, edits, safe) {
            offer(self.document, finding, fix);
        }
    }

    fn fix(&mut self, title: &str, span: Span, edits: impl IntoIterator<Item = Edit>, safe: bool) -> Option<Fix> {
        // What is on a marker line decides which document this is: nobody changes that without a look.
        if span.start < self.document.body().start {
            return Some(Fix::risky(title, edits));
        }
        if self.might_become_marker(span) {
            return None;
        }
        Some(if safe { text_fix(self.document, title, edits) } else { Fix::risky(title, edits) })
    }

    /// Whether the line of `span` begins, when all that is not ASCII is left out, with what begins a marker.
    fn might_become_marker(&mut self, span: Span) -> bool {
        let bytes = self.document.bytes();
        let next_line = |from: usize| {
            let newline = bytes.get(from..).and_then(|rest| memchr::memchr(b'\n', rest));
            newline.map_or(bytes.len(), |newline| from + newline + 1)
        };
        if span.start >= self.until {
            let before = bytes.get(..span.start).unwrap_or_default();
            let start = memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1).max(self.until);
            self.until = next_line(span.start);
            self.risky = begins_like_marker(Span::new(start, self.until).of(bytes));
        }
        self.risky
    }
}

/// Whether the first character of ASCII in `line` that is no white space is one that begins a marker, or an escaped
/// one. A full-width bracket anywhere is enough, since it can become a narrow one.
pub(super) fn begins_like_marker(line: &[u8]) -> bool {
    let first = line.iter().find(|byte| byte.is_ascii() && !byte.is_ascii_whitespace());
    matches!(first, Some(b'<' | b'\\')) || memmem::find(line, "＜".as_bytes()).is_some()
}

/// Whether `character` is one of the 66 noncharacters.
pub(super) const fn is_noncharacter(character: char) -> bool {
    matches!(character, '\u{FDD0}'..='\u{FDEF}') || character as u32 & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn high_bytes_are_found_over_blocks() {
        let mut bytes = vec![b'a'; 200];
        assert_eq!(next_at_least(&bytes, 0, 0xCC), None);
        bytes[150] = 0xE2;
        assert_eq!(next_at_least(&bytes, 0, 0xCC), Some(150));
        assert_eq!(next_at_least(&bytes, 150, 0xE2), Some(150));
        assert_eq!(next_at_least(&bytes, 151, 0xCC), None);
        assert_eq!(next_at_least(&bytes, 999, 0xCC), None);
    }

    #[test]
    fn characters_are_read_in_both_directions() {
        let bytes = "aé€😀".as_bytes();
        assert_eq!([0, 1, 3, 6].map(|at| character_at(bytes, at)), ['a', 'é', '€', '😀'].map(Some));
        assert_eq!([1, 3, 6, 10].map(|end| character_before(bytes, end)), ['a', 'é', '€', '😀'].map(Some));
        assert_eq!(
            (character_before(bytes, 0), character_at(bytes, 2), character_before(bytes, 2)),
            (None, None, None)
        );
        assert_eq!((character_before(b"\x80", 1), character_at(b"\xe2\x80", 0)), (None, None));
    }

    #[test]
    fn code_points_are_few() {
        assert_eq!(code_points("\u{200B}"), "U+200B");
        assert_eq!(code_points("\u{200B}\u{AD}"), "U+200B and U+00AD");
        assert_eq!(code_points("\u{200B}\u{200B}\u{200B}"), "3 times U+200B");
        assert_eq!(code_points("abcdef"), "U+0061, U+0062, U+0063 and 3 more");
    }

    #[test]
    fn right_to_left_is_for_letters() {
        assert!("אعܐߊ".chars().all(is_right_to_left));
        assert!(!"aя１،中\u{200F}".chars().any(is_right_to_left));
    }

    #[test]
    fn a_line_that_may_become_a_marker_is_seen() {
        for line in ["<\u{200B}<<FILE>>>", "\u{FEFF} <<<FILE>>>", "\\\u{200B}<<<FILE>>>"] {
            assert!(begins_like_marker(line.as_bytes()), "{line}");
        }
        assert!(!begins_like_marker("« a < b »".as_bytes()));
    }
}
