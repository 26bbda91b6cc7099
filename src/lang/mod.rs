//! Languages: their names and tags, and what is known about them, as data.

use std::fmt;

mod cues;
mod date;
mod detect;
mod file;
mod fold;
mod frequent;
mod keys;
mod knowledge;
mod last_word;
mod letter;
mod orthography;
mod phrases;
mod rows;
mod signals;
mod statement;
mod subject;
mod tag;
mod topic;
mod voice;
mod words;

pub use cues::{LANGUAGES_WITH_CUES, cues};
pub use date::Dateline;
pub use detect::{by_trigrams, detect};
pub use file::{LANGUAGES_WITH_DATA, LANGUAGES_WITH_PHRASES, codes};
pub use fold::{contains, fold, prefix};
pub use frequent::{Contrast, FrequentWords, Votes};
pub use knowledge::{
    Knowledge, Letters, Subset, counts_minutes, find_furniture, find_row, heads_a_section, is_about_rights,
    is_before_wiki, is_behind_age, is_elision, is_form_label, is_inner_capital, is_read_more, keeps_rights, knowledge,
    names_titles,
};
pub use last_word::LastWords;
pub use letter::{is_salutation, is_sign_off};
pub use orthography::{
    ends_a_question, has_capital_nouns, has_stop_before_ellipsis, joints_of_compounds, leaves_out_halves,
};
pub use phrases::{Match, Mode, Phrase, Phrasebook, numbers_a_section};
pub use rows::{Row, Rows};
pub use signals::Signals;
pub use statement::{is_about_phrase, is_statement};
pub use subject::Subjects;
pub use tag::{TagFault, check_tag};
pub use topic::Topic;
pub use voice::{Voice, Voices};
pub use words::{Terms, Words};

/// A natural language, by its primary subtag.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language {
    /// Its number in [`NAMES`], which are sorted by code.
    number: u8,
}

impl Language {
    /// The language of a BCP 47 tag, such as `fr-CH`, if it is one that corplint can name.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let ([first, second] | [first, second, b'-' | b'_', ..]) = *tag.as_bytes() else { return None };
        let number = NUMBERS.get(place(first, second)?).copied().filter(|number| *number != NO_LANGUAGE)?;
        Some(Self { number })
    }

    /// The primary subtag of BCP 47, which is the shortest code of ISO 639: `fr`.
    #[expect(clippy::indexing_slicing, reason = "each language has its names")]
    pub const fn code(self) -> &'static str {
        NAMES[self.number as usize].0
    }

    /// This language and no other, as a list.
    #[expect(clippy::indexing_slicing, reason = "there is one for each number")]
    const fn alone(self) -> &'static [Self] {
        std::slice::from_ref(&LANGUAGES[self.number as usize])
    }

    /// Whether there is data about it: phrases, function words, months.
    pub fn has_data(self) -> bool {
        LANGUAGES_WITH_DATA.contains(&self.code())
    }

    /// The English name: `French`.
    #[expect(clippy::indexing_slicing, reason = "each language has its names")]
    pub const fn name(self) -> &'static str {
        NAMES[self.number as usize].1
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Language").field(&self.code()).finish()
    }
}

/// All languages, by their numbers.
static LANGUAGES: [Language; NAMES.len()] = languages();

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "there are as many as names, and few")]
const fn languages() -> [Language; NAMES.len()] {
    let mut languages = [Language { number: 0 }; NAMES.len()];
    let mut number = 0;
    while number < NAMES.len() {
        languages[number] = Language { number: number as u8 };
        number += 1;
    }
    languages
}

/// How many letters there are.
const LETTERS: usize = 26;

const _: () = assert!(NAMES.len() < NO_LANGUAGE as usize, "each language has a number");

/// What stands for a code of no language.
const NO_LANGUAGE: u8 = u8::MAX;

/// The numbers of languages, by the two letters of their codes: every document that says its language asks for one.
static NUMBERS: [u8; LETTERS * LETTERS] = numbers();

#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "codes have two letters, and there are few"
)]
const fn numbers() -> [u8; LETTERS * LETTERS] {
    let mut numbers = [NO_LANGUAGE; LETTERS * LETTERS];
    let mut number = 0;
    while number < NAMES.len() {
        let code = NAMES[number].0.as_bytes();
        if let Some(place) = place(code[0], code[1]) {
            numbers[place] = number as u8;
        }
        number += 1;
    }
    numbers
}

/// The place of two letters in [`NUMBERS`], whether they are capitals or not.
const fn place(first: u8, second: u8) -> Option<usize> {
    let (first, second) =
        (first.to_ascii_lowercase().wrapping_sub(b'a'), second.to_ascii_lowercase().wrapping_sub(b'a'));
    if (first as usize) < LETTERS && (second as usize) < LETTERS {
        Some(first as usize * LETTERS + second as usize)
    } else {
        None
    }
}

/// Codes and English names of the languages that can be named or detected, by code.
const NAMES: &[(&str, &str)] = &[
    ("af", "Afrikaans"),
    ("ak", "Akan"),
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("az", "Azerbaijani"),
    ("be", "Belarusian"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("cy", "Welsh"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("gu", "Gujarati"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("hy", "Armenian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("jv", "Javanese"),
    ("ka", "Georgian"),
    ("km", "Khmer"),
    ("kn", "Kannada"),
    ("ko", "Korean"),
    ("la", "Latin"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("mk", "Macedonian"),
    ("ml", "Malayalam"),
    ("mr", "Marathi"),
    ("my", "Burmese"),
    ("nb", "Norwegian"),
    ("ne", "Nepali"),
    ("nl", "Dutch"),
    ("or", "Oriya"),
    ("pa", "Punjabi"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("si", "Sinhala"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("sn", "Shona"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("th", "Thai"),
    ("tk", "Turkmen"),
    ("tl", "Tagalog"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("uz", "Uzbek"),
    ("vi", "Vietnamese"),
    ("yi", "Yiddish"),
    ("zh", "Chinese"),
    ("zu", "Zulu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_by_their_primary_subtag() {
        assert_eq!(Language::from_tag("fr-CH").map(Language::name), Some("French"));
        assert_eq!(Language::from_tag("DE").map(Language::code), Some("de"));
        assert_eq!(Language::from_tag("de_AT").map(Language::code), Some("de"));
        for tag in ["tlh", "", "d", "-", "-de", "ger-de", "\u{E9}"] {
            assert_eq!(Language::from_tag(tag), None, "{tag}");
        }
    }

    #[test]
    fn names_are_sorted_and_unique() {
        assert!(NAMES.is_sorted_by(|left, right| left.0 < right.0));
        for (code, name) in NAMES {
            assert_eq!(Language::from_tag(code).map(Language::name), Some(*name));
        }
    }
}
