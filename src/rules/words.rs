//! How many words a text has, also in scripts that put no spaces between them.

use unicode_script::{Script, UnicodeScript as _};

/// So many characters of a script without spaces count as a word. In Chinese and Japanese that is about right; words of
/// Thai, Lao, Khmer and Burmese have more characters, so that a text counts as longer than it is, and not as shorter.
const CHARACTERS_OF_A_WORD: usize = 2;

/// What stands between white space, each with the number of words that it counts for: one, or more in a script that is
/// written without spaces.
pub(super) fn words(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let count = |part: &str| {
        let characters = if part.is_ascii() { 0 } else { part.chars().filter(|it| is_unspaced(*it)).count() };
        characters.div_ceil(CHARACTERS_OF_A_WORD).max(1)
    };
    text.split_whitespace().map(move |part| (part, count(part)))
}

/// Whether a character is of a script in which words are not set apart.
fn is_unspaced(character: char) -> bool {
    matches!(
        character.script(),
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_scripts_with_and_without_spaces() {
        for (text, count) in [
            ("", 0),
            ("The old bridge, 1999 .", 5),
            ("Die Brücke über den Fluß", 5),
            ("다리는 오월까지 닫혀 있다", 4),
            ("河上的旧桥", 3),
            ("川の古い橋は 五月まで閉鎖", 6),
            ("สะพานเก่า", 5),
            ("—", 1),
        ] {
            assert_eq!(words(text).map(|(_, count)| count).sum::<usize>(), count, "{text}");
        }
    }
}
