//! Words and terms, each with the languages that have it.

use super::Language;
use super::fold::contains;

/// Words, and the languages that have them.
#[derive(Debug, Default)]
pub struct Words {
    words: Vec<(&'static str, Language)>,
    /// Which words may be among them, one bit for each [`sight`]: most words are told from all of them by that, and are
    /// not searched for.
    sights: [u64; SIGHTS / 64],
}

/// How many different sights there are.
const SIGHTS: usize = 1 << 11;

/// A number that a word has by its length, its first and its last byte.
fn sight(word: &str) -> usize {
    let [first, last] = [word.as_bytes().first(), word.as_bytes().last()].map(|byte| byte.copied().unwrap_or_default());
    (usize::from(first) ^ usize::from(last) << 5 ^ word.len() << 8) % SIGHTS
}

impl Words {
    pub(super) fn new(words: impl Iterator<Item = (&'static str, Language)>) -> Self {
        let mut words: Vec<(&'static str, Language)> = words.collect();
        words.sort_unstable();
        words.dedup();
        let mut sights = [0; SIGHTS / 64];
        for sight in words.iter().map(|(word, _)| sight(word)) {
            if let Some(bits) = sights.get_mut(sight / 64) {
                *bits |= 1 << (sight % 64);
            }
        }
        Self { words, sights }
    }

    /// The languages that have this word, which is folded.
    pub fn languages(&self, word: &str) -> impl Iterator<Item = Language> {
        let sight = sight(word);
        let may_be = self.sights.get(sight / 64).is_some_and(|bits| bits >> (sight % 64) & 1 == 1);
        let words = if may_be { self.words.as_slice() } else { &[] };
        let start = words.partition_point(|(known, _)| *known < word);
        words.iter().skip(start).take_while(move |(known, _)| *known == word).map(|(_, language)| *language)
    }

    /// Whether there is a word of this language.
    pub fn has_language(&self, language: Language) -> bool {
        self.words.iter().any(|(_, own)| *own == language)
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
        self.words.iter().map(|(word, _)| *word)
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

    /// Whether `line`, which is folded, begins with one of the terms of `language`.
    pub(super) fn begin(&self, line: &str, language: Language) -> bool {
        let mut terms = self.0.iter().filter(|(own, _)| *own == language).flat_map(|(_, terms)| terms);
        terms.any(|term| {
            let is_end = |rest: &str| term.ends_with('*') || !rest.starts_with(char::is_alphanumeric);
            line.strip_prefix(term.trim_end_matches('*')).is_some_and(is_end)
        })
    }

    /// Whether there are terms of this language.
    pub fn has_language(&self, language: Language) -> bool {
        self.0.iter().any(|(own, terms)| *own == language && !terms.is_empty())
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
