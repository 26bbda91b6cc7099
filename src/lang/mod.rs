//! Languages: their names and tags, and what is known of them as data.

use std::fmt;

mod data;
mod date;
mod detect;
mod fold;
mod frequent;
mod keys;
mod phrases;
mod signals;
mod tag;
mod topic;
mod voice;

pub use data::{Knowledge, Terms, Words, knowledge};
pub use date::{Date, Dateline, Order};
pub use detect::{by_trigrams, detect};
pub use fold::{fold, prefix};
pub use frequent::{Contrast, FrequentWords, Votes};
pub use phrases::{Match, Mode, Phrase, Phrasebook};
pub use signals::Signals;
pub use tag::{TagFault, check_tag};
pub use topic::Topic;
pub use voice::{Voice, Voices};

/// A natural language, by its primary subtag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language {
    code: &'static str,
    name: &'static str,
}

impl Language {
    /// The language of a BCP 47 tag, such as `fr-CH`, if it is one that corplint can name.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary: [u8; 2] = match tag.as_bytes() {
            [first, second] | [first, second, b'-' | b'_', ..] => {
                [*first, *second].map(|byte| byte.to_ascii_lowercase())
            }
            _ => return None,
        };
        let found = NAMES.binary_search_by_key(&primary.as_slice(), |(code, _)| code.as_bytes()).ok()?;
        NAMES.get(found).map(|&(code, name)| Self { code, name })
    }

    /// The primary subtag of BCP 47, which is the shortest code of ISO 639: `fr`.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The English name: `French`.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
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
