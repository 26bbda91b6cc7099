//! Text as it is compared: what makes no difference to a reader makes none.

use unicode_normalization::UnicodeNormalization as _;

/// The beginning of `text`: at most `length` bytes, and whole characters.
pub fn prefix(text: &str, length: usize) -> &str {
    if text.len() <= length {
        return text;
    }
    // A character has four bytes at most.
    (0..=length).rev().take(4).find_map(|end| text.get(..end)).unwrap_or_default()
}

/// `text` as it is compared: composed, in lower case without sharp s and what capitals do not show, with straight
/// apostrophes, plain hyphens and single spaces, and without what is invisible.
pub fn fold(text: &str) -> String {
    // Most words are of ASCII, and there is nothing but their case to be changed.
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.to_ascii_lowercase();
    }
    let composed: String;
    let text = if has_marks(text) {
        composed = text.nfc().collect();
        &composed
    } else {
        text
    };
    // Nearly always it is as long as the text.
    let mut folded = String::with_capacity(text.len());
    folded.extend(Fold::new(text));
    folded
}

/// Folds a text one character at a time.
#[derive(Clone)]
pub(super) struct Fold<'a> {
    rest: std::str::Chars<'a>,
    /// What comes next, before the rest.
    due: Option<char>,
    /// Whether something was given that is no space.
    begun: bool,
}

impl<'a> Fold<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text.chars(), due: None, begun: false }
    }

    /// What has not been read yet, if reading stopped between two characters of the text.
    pub(super) fn rest(&self) -> Option<&'a str> {
        self.due.is_none().then_some(self.rest.as_str())
    }
}

impl Fold<'_> {
    /// Passes over a number that stands behind blanks here, if there is one: digits, in groups or not.
    pub(super) fn pass_number(&mut self) -> bool {
        let Some(rest) = self.rest() else { return false };
        let is_digit = |character: char| character.is_ascii_digit();
        let mut end = rest.trim_start_matches(is_digit);
        if end.len() == rest.len() {
            return false;
        }
        while let Some(group) = group_length(end) {
            end = end.get(group..).unwrap_or_default();
        }
        self.rest = end.chars();
        true
    }

    /// Passes over the blanks that stand here and the word behind them, if there is one.
    pub(super) fn pass_word(&mut self) -> bool {
        let Some(rest) = self.rest().map(str::trim_start) else { return false };
        let end = rest.trim_start_matches(|character: char| !character.is_whitespace());
        self.rest = end.chars();
        end.len() < rest.len()
    }
}

/// How many bytes the next group of a number takes, with what stands before it: ".5", "'000". Behind a plain blank, only
/// three digits are one: "1 200".
fn group_length(text: &str) -> Option<usize> {
    let mark = text.chars().next()?;
    let digits = text.get(mark.len_utf8()..)?.bytes().take_while(u8::is_ascii_digit).count();
    let is_group = match mark {
        ' ' => digits == 3,
        '.' | ',' | '\'' | '\u{2019}' | '\u{A0}' | '\u{202F}' => digits > 0,
        _ => false,
    };
    is_group.then_some(mark.len_utf8() + digits)
}

impl Iterator for Fold<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(due) = self.due.take() {
            return Some(due);
        }
        let mut space = false;
        loop {
            let here = self.rest.clone();
            let character = match self.rest.next()? {
                '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => continue,
                '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{B4}' => '\'',
                '\u{2010}' | '\u{2011}' => '-',
                character => character,
            };
            if character.is_whitespace() {
                space = true;
            } else if space && self.begun {
                // One space for all of them; the character itself comes next.
                self.rest = here;
                return Some(' ');
            } else {
                self.begun = true;
                // Nearly all letters, for which no table has to be asked.
                if character.is_ascii() {
                    return Some(character.to_ascii_lowercase());
                }
                let mut folded = lower(character);
                let first = folded.next();
                self.due = folded.next();
                return first;
            }
        }
    }
}

/// A character in lower case; the German sharp s as the two letters that it is in capitals and in Switzerland, and other
/// letters as what can be told of them in capitals: Turkish has an i without a dot and a capital with one, and Greek
/// another sigma at the end of words, and accents that capitals go without.
pub(super) fn lower(character: char) -> impl Iterator<Item = char> {
    let (first, second) = match character {
        'ß' | 'ẞ' => ('s', Some('s')),
        _ => (small(character), None),
    };
    std::iter::once(first).chain(second)
}

/// The small letter of a character. Those of scripts without capitals, and most of the others that are written most, are
/// told without the tables of Unicode: all phrases go through here whenever the program starts.
fn small(character: char) -> char {
    match character {
        // Small letters of Latin-1 and Cyrillic; Hebrew, Arabic, Devanagari and others; Hiragana, Katakana and Han; Hangul.
        'à'..='ÿ' | 'а'..='џ' | '\u{5D0}'..='\u{E7F}' | '\u{3000}'..='\u{A4FF}' | '\u{AC00}'..='\u{D7FF}' => {
            character
        }
        'À'..='Ö' | 'Ø'..='Þ' | 'А'..='Я' => up(character, 0x20),
        'Ѐ'..='Џ' => up(character, 0x50),
        'ı' | 'İ' => 'i',
        '\u{386}'..='\u{3CE}' => small_of_greek(character),
        // All others have one.
        _ => character.to_lowercase().next().unwrap_or(character),
    }
}

/// The character so far behind another one.
fn up(character: char, distance: u32) -> char {
    char::from_u32(u32::from(character) + distance).unwrap_or(character)
}

/// A small Greek letter without its accent, but with its diaeresis, which capitals keep; the sigma that ends words as the
/// other one.
fn small_of_greek(character: char) -> char {
    match character {
        'ς' => 'σ',
        'ά' | 'Ά' => 'α',
        'έ' | 'Έ' => 'ε',
        'ή' | 'Ή' => 'η',
        'ί' | 'Ί' => 'ι',
        'ΐ' => 'ϊ',
        'ό' | 'Ό' => 'ο',
        'ύ' | 'Ύ' => 'υ',
        'ΰ' => 'ϋ',
        'ώ' | 'Ώ' => 'ω',
        'Α'..='Ϋ' => up(character, 0x20),
        _ => character,
    }
}

/// Whether accents stand in `text` as characters of their own, so that it has to be composed before it is compared.
pub(super) fn has_marks(text: &str) -> bool {
    // U+0300 to U+036F begin with these bytes, and with them only U+0370 to U+037F.
    memchr::memchr2(0xCC, 0xCD, text.as_bytes()).is_some()
}

/// Whether the words of `term` stand in `line`. Both are folded. A `*` at the end of the term stands for the rest of a
/// word.
pub fn contains(line: &str, term: &str) -> bool {
    let (term, stem) = term.strip_suffix('*').map_or((term, false), |term| (term, true));
    let finder = memchr::memmem::find_iter(line.as_bytes(), term.as_bytes());
    let mut places = finder.filter_map(|at| Some((line.get(..at)?, line.get(at + term.len()..)?)));
    places.any(|(before, after)| {
        !before.ends_with(char::is_alphanumeric) && (stem || !after.starts_with(char::is_alphanumeric))
    })
}

/// Whether a character outside of ASCII is a letter or a digit: those of the scripts that are written most, and the signs
/// that stand in every text, are recognised without the tables of Unicode.
pub(super) fn is_alphanumeric(character: char) -> bool {
    known(character).unwrap_or_else(|| character.is_alphanumeric())
}

/// Whether a character is a letter, told in the same way.
pub(super) fn is_alphabetic(character: char) -> bool {
    known(character).unwrap_or_else(|| character.is_alphabetic())
}

/// Whether a character outside of ASCII is a letter, where that is quickly told.
const fn known(character: char) -> Option<bool> {
    match character {
        '\u{D7}' | '\u{F7}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3004}' => Some(false),
        // Latin, Greek, Cyrillic, Arabic, Hiragana, Katakana, Han, Hangul.
        '\u{C0}'..='\u{24F}'
        | '\u{388}'..='\u{38A}'
        | '\u{38E}'..='\u{3A1}'
        | '\u{3A3}'..='\u{3F5}'
        | '\u{400}'..='\u{481}'
        | '\u{48A}'..='\u{52F}'
        | '\u{620}'..='\u{657}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}' => Some(true),
        _ => None,
    }
}

/// The small letter of a letter of Latin-1, but for the sharp s, which is folded to two.
pub(super) const fn small_of_latin(character: char) -> Option<char> {
    match character {
        '\u{D7}' | '\u{DF}' | '\u{F7}' => None,
        '\u{C0}'..='\u{DE}' => char::from_u32(character as u32 + 0x20),
        '\u{E0}'..='\u{FF}' => Some(character),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_digits_are_those_of_unicode() {
        for character in '\u{80}'..='\u{FFFF}' {
            assert_eq!(is_alphanumeric(character), character.is_alphanumeric(), "{character:?}");
            assert_eq!(is_alphabetic(character), character.is_alphabetic(), "{character:?}");
            if let Some(small) = small_of_latin(character) {
                assert!(is_alphanumeric(character) && lower(character).eq([small]), "{character:?}");
            }
        }
    }

    #[test]
    fn small_letters_are_those_of_unicode() {
        for character in '\u{80}'..=char::MAX {
            let small: String = lower(character).collect();
            let lower: String = character.to_lowercase().collect();
            let is_folded = matches!(character, 'ß' | 'ẞ' | 'ı' | 'İ' | '\u{386}'..='\u{3CE}');
            assert!(small == lower || is_folded, "{character:?}: {small}");
            assert!(lower.chars().count() == 1 || is_folded, "{character:?}");
        }
        for capital in ('Α'..='Ϋ').filter(|character| character.is_alphabetic()) {
            assert_eq!(lower(capital).next(), capital.to_lowercase().next(), "{capital:?}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in
            ["L\u{2019}Été\u{A0} \u{202F}à  Köln", "I\u{307}İ", "\u{AD}x\u{FEFF} ", "e\u{301}", "ΑΣ", "Ώς\u{301}"]
        {
            assert_eq!(fold(&fold(text)), fold(text), "{text:?}");
        }
        assert_eq!(fold("L\u{2019}Été\u{A0} \u{202F}à"), "l'été à");
    }

    #[test]
    fn capitals_are_folded_as_what_they_are_capitals_of() {
        for text in ["yazıların devamı", "ilgili", "σχόλια αναγνωστών", "τελευταίες ειδήσεις", "straße"]
        {
            assert_eq!(fold(&text.to_uppercase()), fold(text), "{text}");
        }
        assert_eq!(fold("İLGİLİ YAZILAR"), fold("İlgili yazılar"));
        assert_eq!(fold("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ"), fold("Διαβάστε επίσης"));
        assert_eq!(fold("ΕΥΡΩΠΑΪΚΟ ΠΡΟΪΟΝ, ΤΑΪΖΩ"), fold("Ευρωπαϊκό προϊόν, ταΐζω"));
        assert_eq!(fold("ſ ﬁ Æ ĸ Ÿ"), "ſ ﬁ æ ĸ ÿ");
    }

    #[test]
    fn terms_are_found_as_words() {
        assert!(contains("the views are his own", "his own"));
        assert!(!contains("this owner", "his own"));
        assert!(contains("the authors' views", "author*") && !contains("coauthors", "author*"));
    }
}
