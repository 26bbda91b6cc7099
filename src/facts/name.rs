//! Names as a file system sees them.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// What two ids have in common if they are one name to a file system.
pub fn folded(id: &[u8]) -> Cow<'_, [u8]> {
    if id.is_ascii() {
        let is_lower = !id.iter().any(u8::is_ascii_uppercase);
        return if is_lower { Cow::Borrowed(id) } else { Cow::Owned(id.to_ascii_lowercase()) };
    }
    match std::str::from_utf8(id) {
        Ok(text) => Cow::Owned(lower(text.nfd()).nfc().collect::<String>().into_bytes()),
        Err(_) => Cow::Borrowed(id),
    }
}

/// Characters in lower case, one by one: not as a word, so that a `Σ` is the same wherever it stands.
pub fn lower(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    characters.flat_map(char::to_lowercase).map(|character| if character == 'ς' { 'σ' } else { character })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn collide(left: &str, right: &str) -> bool {
        folded(left.as_bytes()) == folded(right.as_bytes())
    }

    #[test]
    fn names_of_one_file_have_one_key() {
        for (left, right) in [
            ("Paris", "paris"),
            ("caf\u{E9}", "cafe\u{301}"),
            ("CAF\u{C9}", "cafe\u{301}"),
            ("ΟΔΟΣ", "οδος"),
            ("ΟΔΟΣ", "οδοσ"),
            ("\u{212B}", "\u{E5}"),
            ("ПУТЬ", "путь"),
            ("\u{1E9E}", "ß"),
            ("q\u{307}\u{323}", "q\u{323}\u{307}"),
        ] {
            assert!(collide(left, right), "{left} {right}");
        }
    }

    #[test]
    fn names_of_two_files_have_two() {
        for (left, right) in [("a", "b"), ("cafe", "café"), ("ﬁ", "fi"), ("ß", "ss"), ("m²", "m2"), ("I", "ı")] {
            assert!(!collide(left, right), "{left} {right}");
        }
        assert_ne!(folded(b"\xe9"), folded("é".as_bytes()));
    }
}
