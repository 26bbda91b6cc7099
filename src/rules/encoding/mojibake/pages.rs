//! The encodings of one byte a character in which UTF-8 is wrongly read.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use encoding_rs::Encoding;

/// An encoding of one byte a character, read backwards: from characters to bytes.
#[derive(Debug)]
pub(super) struct Page {
    /// Its name, for a reader.
    pub(super) name: &'static str,
    /// The characters of the bytes from 80 on, in the order of characters.
    bytes: Vec<(char, u8)>,
    /// The first bytes of the characters that are looked for. What begins with the others was never met in this
    /// encoding, and looks like text too often.
    firsts: &'static [RangeInclusive<u8>],
}

/// All of them. What is met most often comes first, and is taken where two give the same.
///
/// Windows-1252 is here as the web defines it, where five bytes are controls; in Latin-1, 32 are.
pub(super) static PAGES: LazyLock<[Page; 6]> = LazyLock::new(|| {
    [
        Page::new("Windows-1252", Some(encoding_rs::WINDOWS_1252), ALL),
        Page::new("Latin-1", None, ALL),
        Page::new("Windows-1250", Some(encoding_rs::WINDOWS_1250), LATIN),
        Page::new("Windows-1251", Some(encoding_rs::WINDOWS_1251), LATIN_OR_CYRILLIC),
        Page::new("Mac OS Roman", Some(encoding_rs::MACINTOSH), LATIN),
        Page::new("ISO-8859-2", Some(encoding_rs::ISO_8859_2), LATIN),
    ]
});

/// Latin letters as far as U+017F, and punctuation.
const LATIN: &[RangeInclusive<u8>] = &[0xC2..=0xC5, 0xE2..=0xE2];
/// The same, Cyrillic, and ligatures.
const LATIN_OR_CYRILLIC: &[RangeInclusive<u8>] = &[0xC2..=0xC5, 0xD0..=0xD1, 0xE2..=0xE2, 0xEF..=0xEF];
/// All scripts of which there is much text: also Vietnamese, Romanian, accents, Greek, Hebrew, Arabic, those of Asia, and
/// emoji, and signs that come from reading
/// UTF-8 wrongly twice. Not most of phonetics, Armenian, Syriac and private use.
const ALL: &[RangeInclusive<u8>] =
    &[0xC2..=0xC6, 0xC8..=0xC8, 0xCB..=0xCC, 0xCE..=0xD2, 0xD6..=0xDB, 0xE0..=0xED, 0xEF..=0xF0];

impl Page {
    /// The encoding, or Latin-1 where there is none: the web has only Windows-1252 in its place.
    fn new(name: &'static str, encoding: Option<&'static Encoding>, firsts: &'static [RangeInclusive<u8>]) -> Self {
        let character = |byte: u8| match encoding {
            Some(encoding) => encoding.decode_without_bom_handling(&[byte]).0.chars().next(),
            None => Some(char::from(byte)),
        };
        let mut bytes: Vec<(char, u8)> = (0x80..=0xFF).filter_map(|byte| Some((character(byte)?, byte))).collect();
        bytes.sort_unstable();
        Self { name, bytes, firsts }
    }

    /// The byte that is read as `character`, if it is one beyond ASCII.
    pub(super) fn byte(&self, character: char) -> Option<u8> {
        let at = self.bytes.binary_search_by_key(&character, |(character, _)| *character).ok()?;
        self.bytes.get(at).map(|(_, byte)| *byte)
    }

    /// The character of UTF-8 that `characters` begin with when they are put back into bytes, and how many they are.
    pub(super) fn read(&self, characters: &[char]) -> Option<(char, usize)> {
        let first = self.first(*characters.first()?)?;
        let length = match first {
            ..=0xDF => 2,
            0xE0..=0xEF => 3,
            _ => 4,
        };
        let mut bytes = [0; 4];
        for (byte, character) in bytes.iter_mut().zip(characters.get(..length)?) {
            *byte = self.byte(*character)?;
        }
        let character = std::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()?;
        Some((character, length))
    }

    /// The byte of `character`, if characters that are looked for begin with it.
    pub(super) fn first(&self, character: char) -> Option<u8> {
        self.byte(character).filter(|byte| self.firsts.iter().any(|firsts| firsts.contains(byte)))
    }

    /// Whether `character` is read from a byte that can follow the first one.
    pub(super) fn continues(&self, character: char) -> bool {
        self.byte(character).is_some_and(|byte| byte < 0xC0)
    }

    /// What `text` becomes when its UTF-8 is read in this encoding.
    #[cfg(test)]
    pub(super) fn misread(&self, text: &str) -> String {
        let character = |byte: u8| self.bytes.iter().find(|(_, other)| *other == byte).map(|(character, _)| *character);
        text.bytes().map(|byte| character(byte).unwrap_or(char::from(byte))).collect()
    }
}

#[cfg(test)]
pub(super) fn page(name: &str) -> &'static Page {
    PAGES.iter().find(|page| page.name == name).expect(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_read_as_one_character_and_back() {
        for page in PAGES.iter() {
            assert_eq!(page.bytes.len(), 128, "{}", page.name);
            let mut bytes: Vec<u8> = page.bytes.iter().map(|(character, _)| page.byte(*character).unwrap()).collect();
            bytes.sort_unstable();
            assert!(bytes.into_iter().eq(0x80..=0xFF), "{}", page.name);
            assert_eq!((page.byte('a'), page.byte('漢')), (None, None));
        }
    }

    #[test]
    fn the_word_été_in_each() {
        let words = ["Ã©tÃ©", "Ã©tÃ©", "Ă©tĂ©", "Г©tГ©", "√©t√©", "ĂŠtĂŠ"];
        for (page, word) in PAGES.iter().zip(words) {
            assert_eq!(page.misread("été"), word, "{}", page.name);
            let characters: Vec<char> = word.chars().collect();
            assert_eq!(page.read(&characters), Some(('é', 2)), "{}", page.name);
        }
    }

    #[test]
    fn only_well_formed_utf_8_is_read() {
        let read = |text: &str| page("Windows-1252").read(&text.chars().collect::<Vec<_>>());
        assert_eq!(read("â€™t"), Some(('’', 3)));
        assert_eq!(read("ðŸ˜€"), Some(('😀', 4)));
        // Overlong, a second byte first, cut off, a surrogate.
        for text in ["À€", "©Ã", "â€", "í\u{A0}½", "é", "", "a"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
