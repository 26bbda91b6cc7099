//! Words that pages are made of, by what they are about: what the classifier of lines knows of languages.
//!
//! They decide nothing alone: how much each kind weighs, and beside what, is learned, and what is learned in one language
//! holds for the others. A word that ends in `*` stands for every word that begins so. All are folded: lower case,
//! straight apostrophes, digits as `0`. The files are smaller than those of [`file`](super::file), and are only read
//! where a line is to be classified.

use std::collections::BTreeMap;

use super::file::codes;
use crate::lists;

/// The files, by the code of their language.
const FILES: &[(&str, &str)] = &[
    ("de", include_str!("cues/de.toml")),
    ("en", include_str!("cues/en.toml")),
    ("es", include_str!("cues/es.toml")),
    ("fr", include_str!("cues/fr.toml")),
    ("it", include_str!("cues/it.toml")),
    ("nl", include_str!("cues/nl.toml")),
    ("pt", include_str!("cues/pt.toml")),
];

/// What is the same in all languages, such as the names of networks.
const ANY: &str = include_str!("cues/any.toml");

/// The languages that have such words, as codes of ISO 639, sorted. One with data of every kind is known to the
/// classifier only once it has a file here.
pub const LANGUAGES_WITH_CUES: &[&str] = &codes::<_, { FILES.len() }>(FILES);

/// The words of one file, by what they are about.
type File = BTreeMap<String, Vec<&'static str>>;

/// What the words of pages are about, and the words. A file that cannot be read counts as empty, since a program that is
/// running has to go on; that all of them can be read is for a test.
pub fn cues() -> impl Iterator<Item = (String, Vec<&'static str>)> {
    let files = FILES.iter().map(|(_, text)| *text).chain([ANY]);
    files.flat_map(|text| lists::read::<File>(text).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read() {
        for (name, text) in FILES.iter().chain(&[("any", ANY)]) {
            let file: File = lists::read(text).unwrap_or_default();
            assert!(!file.is_empty(), "`{name}` has no words, or cannot be read");
            assert_eq!(lists::read::<toml::Value>(text), toml::from_str(text).ok(), "{name}");
            assert!(file.values().all(|words| !words.is_empty()), "`{name}` has a kind without words");
        }
    }

    #[test]
    fn the_languages_have_data_of_every_kind() {
        assert!(LANGUAGES_WITH_CUES.is_sorted());
        for code in LANGUAGES_WITH_CUES {
            assert!(super::super::LANGUAGES_WITH_DATA.contains(code), "`{code}` has cues, and no file beside `cues/`");
        }
    }
}
