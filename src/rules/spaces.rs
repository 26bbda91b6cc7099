//! White space inside of lines, as bytes: shared by the rules about spaces.
//!
//! Line breaks of every kind, controls and characters without any width are not among it; other rules speak of those.

/// The length of the space that `bytes` begin with: TAB, SPACE, or a space of Unicode.
pub(super) fn space_at(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b' ' | b'\t', ..] => Some(1),
        [0xC2, 0xA0, ..] => Some(2),
        [0xE1, 0x9A, 0x80, ..]
        | [0xE2, 0x80, 0x80..=0x8A | 0xAF, ..]
        | [0xE2, 0x81, 0x9F, ..]
        | [0xE3, 0x80, 0x80, ..] => Some(3),
        _ => None,
    }
}

/// The length of the run of spaces that `bytes` begin with.
pub(super) fn spaces_at(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(space) = bytes.get(length..).and_then(space_at) {
        length += space;
    }
    length
}

/// The length of the run of spaces that `bytes` end with.
pub(super) fn spaces_before(bytes: &[u8]) -> usize {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [rest @ .., b' ' | b'\t']
            | [rest @ .., 0xC2, 0xA0]
            | [rest @ .., 0xE1, 0x9A, 0x80]
            | [rest @ .., 0xE2, 0x80, 0x80..=0x8A | 0xAF]
            | [rest @ .., 0xE2, 0x81, 0x9F]
            | [rest @ .., 0xE3, 0x80, 0x80] => rest,
            _ => return bytes.len() - rest.len(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_are_those_of_unicode_that_break_no_line() {
        for code in 0..=0xFFFF {
            let Some(character) = char::from_u32(code) else { continue };
            let text = character.to_string();
            let breaks = matches!(character, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            let expected = if character.is_whitespace() && !breaks { text.len() } else { 0 };
            assert_eq!(spaces_at(text.as_bytes()), expected, "U+{code:04X}");
            assert_eq!(spaces_before(text.as_bytes()), expected, "U+{code:04X}");
        }
    }

    #[test]
    fn runs_are_taken_whole() {
        let text = " \u{A0}\u{3000}x \u{2009}\t".as_bytes();
        assert_eq!((spaces_at(text), spaces_before(text)), (6, 5));
        assert_eq!((spaces_at(b""), spaces_before(b"\xA0")), (0, 0));
    }
}
