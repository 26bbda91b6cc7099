//! What bytes would be in Windows-1252, and whether a document looks like it.

use crate::document::Document;
use crate::span::Span;

/// `bytes` as Windows-1252, unless one of them is among the five that it does not define.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let defined = bytes.iter().all(|byte| !matches!(byte, 0x81 | 0x8D | 0x8F | 0x90 | 0x9D));
    defined.then(|| encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned())
}

/// The languages that are written in Windows-1252, by their primary subtag.
const LANGUAGES: [&[u8]; 21] = [
    b"af", b"ca", b"da", b"de", b"en", b"es", b"eu", b"fi", b"fr", b"ga", b"gl", b"id", b"is", b"it", b"nb", b"nl",
    b"nn", b"no", b"pt", b"sv", b"sw",
];

/// More bytes in a row than this are no text in Windows-1252, in which most letters are ASCII.
const LONGEST_RUN: usize = 8;
/// More letters in a row than this neither: they are Cyrillic, Greek or something else in an encoding of its own.
const MOST_LETTERS: usize = 3;

/// Whether the document is most likely in Windows-1252, given all its bytes that are not UTF-8.
///
/// Every one of them has to make sense where it stands. A wrong guess is worse than none: it is copied into a command.
pub(super) fn is_likely(document: &Document<'_>, runs: &[Span]) -> bool {
    let language = document.attribute("lang").map(|tag| tag.split(|byte| matches!(byte, b'-' | b'_')).next());
    let language = language.map(|primary| primary.unwrap_or_default().to_ascii_lowercase());
    if language.is_some_and(|language| !LANGUAGES.contains(&&*language)) {
        return false;
    }
    let bytes = document.bytes();
    let has_utf8 = has_utf8(document, runs);
    runs.iter().all(|&run| {
        let before = run.start.checked_sub(1).and_then(|before| bytes.get(before)).copied();
        let after = bytes.get(run.end).copied();
        // In a document that is otherwise in UTF-8, this is a character that was cut off with the line.
        let cut = has_utf8 && matches!(after, None | Some(b'\n' | b'\r'));
        !cut && makes_sense(run.of(bytes), before, after)
    })
}

/// Whether the text has characters of UTF-8 beyond ASCII, given all bytes of the document that are not UTF-8. The marker
/// line does not count: often another program wrote it than wrote the text.
pub(super) fn has_utf8(document: &Document<'_>, runs: &[Span]) -> bool {
    let body = document.body();
    let bad: usize = runs.iter().filter(|run| body.contains(**run)).map(|run| run.len()).sum();
    body.of(document.bytes()).iter().filter(|byte| !byte.is_ascii()).count() > bad
}

/// Whether a run of bytes reads well between the bytes around it.
fn makes_sense(run: &[u8], before: Option<u8>, after: Option<u8>) -> bool {
    if run.len() > LONGEST_RUN {
        return false;
    }
    let Some(text) = decode(run) else { return false };
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    // A neighbour that is no ASCII is good UTF-8, so this is a character with a byte lost or changed.
    let (Some(before), Some(after)) = (neighbour(before), neighbour(after)) else { return false };
    let characters: Vec<char> = [before].into_iter().chain(text.chars()).chain([after]).collect();
    letters <= MOST_LETTERS
        && characters.windows(3).all(|around| match around {
            &[before, here, after] => fits(before, here, after),
            _ => false,
        })
}

/// The byte beside a run as a character, and a space for the end of the text.
fn neighbour(byte: Option<u8>) -> Option<char> {
    byte.map_or(Some(' '), |byte| byte.is_ascii().then_some(char::from(byte)))
}

fn fits(before: char, here: char, after: char) -> bool {
    match here {
        // Diacritics on their own, and signs that nobody writes.
        'ƒ' | 'ˆ' | '˜' | '¤' | '¦' | '¨' | '¬' | '¯' | '¸' => false,
        '¹' | '²' | '³' | 'ª' | 'º' => !after.is_alphabetic(),
        '¡' | '¿' => !before.is_alphabetic(),
        '€' | '£' | '¥' | '¢' | '§' | '±' | '×' | '÷' | '¼' | '½' | '¾' | '‰' | '†' | '‡' | '¶' => {
            !(before.is_alphabetic() && after.is_alphabetic())
        }
        _ if here.is_uppercase() => !before.is_lowercase(),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_bytes_are_not_defined() {
        assert_eq!(decode(b"\x80\x93\xe9").as_deref(), Some("€“é"));
        for byte in [0x81, 0x8D, 0x8F, 0x90, 0x9D] {
            assert_eq!(decode(&[byte]), None);
        }
    }

    #[test]
    fn what_is_french_makes_sense_and_what_is_not_does_not() {
        let sense = |before: u8, run: &[u8], after: u8| makes_sense(run, Some(before), Some(after));
        assert!(sense(b'f', b"\xe9", b' '), "café");
        assert!(sense(b'r', b"\xe9\xe9", b's'), "créées");
        assert!(sense(b' ', b"\xab\xa0\xc9", b't'), "« Ét");
        assert!(sense(b'l', b"\x92", b'a'), "l’a");
        assert!(sense(b'm', b"\xb2", b' '), "m²");
        assert!(sense(b'0', b"\xa0\x80", b'.'), "10 €.");
        assert!(!sense(b'l', b"\xc3", b' '), "the first half of `à` in UTF-8");
        assert!(!sense(b' ', b"\xcf\xf0\xe8\xe2\xe5\xf2", b','), "Привет in Windows-1251");
        assert!(!sense(b'b', b"\xb3", b'o'), "było in Windows-1250");
        assert!(!sense(b' ', b"\x81", b' '));
        assert!(!makes_sense(b"\xe9", Some(0xA9), Some(b' ')));
    }
}
