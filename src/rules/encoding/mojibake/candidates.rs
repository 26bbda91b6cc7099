//! The words in which mojibake may be: found so that a text without any costs next to nothing.

use super::pages::PAGES;
use crate::document::Document;
use crate::rules::encoding::characters::character_at;
use crate::span::Span;

/// A longer word is looked at in pieces. Only text without spaces has such words.
const LONGEST: usize = 1 << 14;

/// The words of a document, its marker line included, in which a character that mojibake begins with is followed at once
/// by one that it goes on with, or by nothing where the rest may have been lost.
pub(super) fn words(document: &Document<'_>) -> Vec<Span> {
    if !document.has_character(|character| is_telling(character) || is_company(character)) {
        return Vec::new();
    }
    let mut places = places(document, is_telling);
    // Letters such as `é` begin mojibake of scripts of Asia and of Vietnamese, always in company of other mojibake or of
    // characters that are seldom beside them otherwise. So most documents are passed over without a look at their text.
    if !places.is_empty() || document.has_character(is_company) {
        places.extend(self::places(document, |first| !is_telling(first)));
    }
    places.sort_unstable();
    let mut words: Vec<Span> = Vec::new();
    for place in places {
        let from = words.last().map_or(0, |word| word.end);
        if from <= place {
            words.push(word_around(document.bytes(), place, from));
        }
    }
    words
}

/// Where mojibake may begin, by its first characters of a kind: one look at the text for each of them that occurs.
fn places(document: &Document<'_>, wanted: impl Fn(char) -> bool) -> Vec<usize> {
    let bytes = document.bytes();
    let mut places = Vec::new();
    for &first in document.characters().iter().filter(|first| wanted(**first)) {
        if PAGES.iter().any(|page| page.first(first).is_some()) {
            // The last byte of a character is the one that fewest others share.
            let mut buffer = [0; 4];
            let needle = first.encode_utf8(&mut buffer).as_bytes();
            let ends = memchr::memchr_iter(needle.last().copied().unwrap_or_default(), bytes).map(|last| last + 1);
            let starts = ends.filter_map(|end| Some(bytes.get(..end)?.strip_suffix(needle)?.len()));
            places.extend(starts.filter(|&place| is_candidate(bytes, place, first)));
        }
    }
    places
}

/// Whether a character is a sign of mojibake by itself in most languages: it begins the letters of Europe, punctuation
/// and emoji.
const fn is_telling(character: char) -> bool {
    matches!(
        character,
        'Â' | 'Ã' | 'Ä' | 'Å' | 'Æ' | 'È' | 'Ì' | 'Î'..='Ò' | '×'..='Û' | 'â' | 'ï' | 'ð' // Windows-1252, Latin-1
            | 'Ă' | 'Ĺ' // Windows-1250
            | 'В' | 'Г' // Windows-1251
            | '¬' | '√' | 'ƒ' | '≈' | '‚' // Mac OS Roman
    )
}

/// Whether a character is one that mojibake goes on with, and few texts have it.
const fn is_company(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{9F}' | '¢' | '¤'..='¦' | '¨' | '¬' | '¯' | '±' | 'µ' | '¶' | '¸' | '¹' | '¼' | '¾'
            | 'Œ' | 'Ÿ' | 'ƒ' | 'ˆ' | '˜' | '†' | '‡' | '‰' | '‹' | '›'
            | 'Ђ' | 'Ѓ' | 'Ѕ' | 'Ј'..='Ќ' | 'Ў' | 'Џ' | 'ђ' | 'ѓ' | 'ѕ' | 'ј'..='ќ' | 'ў' | 'џ'
    )
}

/// Whether mojibake may begin at a place where `first` stands, which it may begin with.
fn is_candidate(bytes: &[u8], place: usize, first: char) -> bool {
    let next = place + first.len_utf8();
    match bytes.get(next) {
        None | Some(b' ' | b'\n' | b'\r') => matches!(first, 'Â' | 'Ã' | 'Ă'),
        Some(0..=0x7F) => false,
        Some(_) => character_at(bytes, next)
            .is_some_and(|next| PAGES.iter().any(|page| page.first(first).is_some() && page.continues(next))),
    }
}

/// The word at a place: what stands between white space of ASCII. Where it is longer than anything that makes sense, a
/// piece of it that does not begin before `from`.
fn word_around(bytes: &[u8], place: usize, from: usize) -> Span {
    let from = from.max(place.saturating_sub(LONGEST));
    let before = Span::new(from, place).of(bytes);
    let start = before.iter().rposition(u8::is_ascii_whitespace).map_or(from, |space| from + space + 1);
    let after = bytes.get(place..).unwrap_or_default();
    let most = after.get(..LONGEST).unwrap_or(after);
    let length = most.iter().position(u8::is_ascii_whitespace).unwrap_or(most.len());
    let is_inside = |offset: usize| bytes.get(offset).is_some_and(|byte| matches!(byte, 0x80..=0xBF));
    // A piece does not begin or end inside of a character.
    let mut word = Span::new(start, place + length);
    while word.start < place && is_inside(word.start) {
        word.start += 1;
    }
    while word.end > place && is_inside(word.end) {
        word.end -= 1;
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_white_space_and_long_ones_at_characters() {
        assert_eq!(word_around("un été là".as_bytes(), 4, 0), Span::new(3, 8));
        let long = "é".repeat(LONGEST);
        let word = word_around(long.as_bytes(), LONGEST, 0);
        assert!(word.contains(Span::new(LONGEST, LONGEST + 2)) && word.len() <= 2 * LONGEST);
        assert!(long.is_char_boundary(word.start) && long.is_char_boundary(word.end));
    }

    #[test]
    fn letters_of_european_languages_are_no_company() {
        let letters = "éèàùçêîôûëüœäößñíóúáåøæšžčřýěłńśźż«»“”„’–—… €°·¿¡ºª²³§£©®™´½";
        assert_eq!(letters.chars().find(|letter| is_company(*letter)), None);
        assert_eq!("éèàùçêôûëüöœßñíóúáåøæšžčřýěłńśźż«»“”„’–—".chars().find(|letter| is_telling(*letter)), None);
    }

    #[test]
    fn mojibake_of_european_letters_and_punctuation_is_looked_for() {
        for page in PAGES.iter() {
            for letter in "àâäçéèêëîïôöùûüñßœæåøáíóúąćęłńśźżčěřšůž’“”…–—«»°€".chars()
            {
                // Letters beyond Latin-1 begin with `Д` and `Е` there, which all Russian text has.
                if page.name == "Windows-1251" && ('\u{100}'..'\u{180}').contains(&letter) {
                    continue;
                }
                let garbled = page.misread(&letter.to_string());
                assert!(garbled.chars().any(|one| is_telling(one) || is_company(one)), "{letter} in {}", page.name);
            }
        }
    }
}
