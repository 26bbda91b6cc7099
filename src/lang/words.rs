//! Words and terms, each with the languages that have it.

use super::Language;
use super::fold::contains;

/// Words, and the languages that have them.
#[derive(Debug, Default)]
pub struct Words(Vec<(&'static str, Language)>);

impl Words {
    pub(super) fn new(words: impl Iterator<Item = (&'static str, Language)>) -> Self {
        let mut words: Vec<(&'static str, Language)> = words.collect();
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// The languages that have this word, which is folded.
    pub fn languages(&self, word: &str) -> impl Iterator<Item = Language> {
        let start = self.0.partition_point(|(known, _)| *known < word);
        self.0.iter().skip(start).take_while(move |(known, _)| *known == word).map(|(_, language)| *language)
    }

    /// Whether there is a word of this language.
    pub fn has_language(&self, language: Language) -> bool {
        self.0.iter().any(|(_, own)| *own == language)
    }

    /// Whether any language has this word, which is folded.
    pub fn has(&self, word: &str) -> bool {
        self.languages(word).next().is_some()
    }

    /// Whether this language has this word, which is folded.
    pub fn has_in(&self, word: &str, language: Language) -> bool {
        self.languages(word).any(|own| own == language)
    }

    /// The words of all languages, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(word, _)| *word)
    }
}

/// Terms that are looked for inside of a line, by language.
#[derive(Debug, Default)]
pub struct Terms(Vec<(Language, Vec<&'static str>)>);

impl Terms {
    pub(super) fn new(terms: impl Iterator<Item = (Language, Vec<&'static str>)>) -> Self {
        Self(terms.collect())
    }

    /// Whether `line`, which is folded, has one of the terms of `language`.
    pub fn occur_in(&self, line: &str, language: Language) -> bool {
        let terms = self.0.iter().filter(|(own, _)| *own == language).flat_map(|(_, terms)| terms);
        terms.into_iter().any(|term| contains(line, term))
    }

    /// Whether `line`, which is folded, has a term of any language.
    pub fn has(&self, line: &str) -> bool {
        self.languages(line).next().is_some()
    }

    /// The languages of which `line`, which is folded, has a term.
    pub fn languages<'a>(&'a self, line: &'a str) -> impl Iterator<Item = Language> + 'a {
        self.0.iter().filter(|(_, terms)| terms.iter().any(|term| contains(line, term))).map(|(language, _)| *language)
    }
}
