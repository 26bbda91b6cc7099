//! Ids as a file system would see them: folded by case and Unicode normalisation.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::skeleton;

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

/// What two ids have in common if they are one name to a file system, or look the same to a reader: the folded name with
/// each character that looks like characters of another script in their place, by its skeleton after UTS 39.
///
/// What is ASCII stays as it is: `l` and `1` meet by chance in ids that a program made. So does what looks like
/// characters of its own script, as the dotless `ı`, which whoever reads it tells apart; and compatibility characters.
pub fn alike(id: &[u8]) -> Cow<'_, [u8]> {
    if id.is_ascii() {
        return folded(id);
    }
    let name = folded(id);
    match std::str::from_utf8(&name) {
        Ok(text) => {
            let mut look = String::with_capacity(text.len());
            text.chars().for_each(|character| push_look(character, &mut look));
            Cow::Owned(look.into_bytes())
        }
        Err(_) => name,
    }
}

/// Appends what stands for `character` in [`alike`].
fn push_look(character: char, look: &mut String) {
    // The joiners are spelling in Persian and in the languages of India.
    if character.is_ascii() || matches!(character, '\u{200C}' | '\u{200D}') {
        look.push(character);
        return;
    }
    let written = character.to_string();
    let skeleton: String = skeleton(&written).collect();
    let own = character.script();
    let is_letter = !matches!(own, Script::Common | Script::Inherited);
    let is_of_one_script = is_letter && skeleton.chars().all(|other| other.script() == own || is_mark(other));
    if is_of_one_script && !skeleton.is_empty() || written.nfkc().eq(skeleton.nfkc()) {
        look.push(character);
    } else {
        look.extend(lower(skeleton.chars()));
    }
}

fn is_mark(character: char) -> bool {
    matches!(character.script(), Script::Inherited)
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
    fn names_that_look_the_same_have_one_look() {
        for (left, right) in [
            ("paypal", "p\u{430}ypal"),
            ("Paypal", "p\u{430}ypal"),
            ("ab", "a\u{200B}b"),
            ("a", "\u{3B1}"),
            ("l’automne", "l'automne"),
            ("1914–1918", "1914-1918"),
            ("Iван", "\u{406}ван"),
            ("CAF\u{C9}", "cafe\u{301}"),
        ] {
            assert_eq!(alike(left.as_bytes()), alike(right.as_bytes()), "{left} {right}");
        }
        for (left, right) in [
            ("al", "a1"),
            ("été-1", "été-l"),
            ("cafe", "café"),
            ("Åsa", "Äsa"),
            ("Москва", "Moskva"),
            ("東京", "京都"),
            ("ß", "ss"),
            ("m²", "m2"),
            ("ﬁn", "fin"),
            ("лес", "лёс"),
            ("kadın", "kadin"),
            ("ا\u{200C}ب", "اب"),
        ] {
            assert_ne!(alike(left.as_bytes()), alike(right.as_bytes()), "{left} {right}");
        }
    }

    #[test]
    fn whatever_looks_like_ascii_has_its_look() {
        let mut count = 0;
        for character in ('\u{80}'..=char::MAX).filter(|character| !character.is_whitespace()) {
            let written = character.to_string();
            let look: String = skeleton(&written).collect();
            let is_plain = !look.is_empty() && look.bytes().all(|byte| byte.is_ascii_lowercase());
            let is_foreign = character.script() != Script::Latin && !written.nfkc().eq(look.nfkc());
            if is_plain && is_foreign && folded(written.as_bytes()) == written.as_bytes() {
                assert_eq!(alike(format!("x{written}").as_bytes()), alike(format!("x{look}").as_bytes()), "{written}");
                count += 1;
            }
        }
        assert!(count > 200, "{count}");
    }

    #[test]
    fn names_of_two_files_have_two() {
        for (left, right) in [("a", "b"), ("cafe", "café"), ("ﬁ", "fi"), ("ß", "ss"), ("m²", "m2"), ("I", "ı")] {
            assert!(!collide(left, right), "{left} {right}");
        }
        assert_ne!(folded(b"\xe9"), folded("é".as_bytes()));
    }
}
