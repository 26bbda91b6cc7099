//! The lexicon: which words and beginnings of words are known. It is embedded, so that a single document can be judged.
//!
//! Words and beginnings are hashed, with their language, into one table of bits: a Bloom filter (Bloom, "Space/Time
//! Trade-offs in Hash Coding with Allowable Errors", 1970). It can be mistaken about two in a hundred words that it was
//! not shown, never about one that it was, and no word can be read out of it.

use super::is_word;
use crate::lang::{Language, fold, joints_of_compounds};

use twox_hash::XxHash3_64;

/// How many bytes the table has.
pub const BYTES: usize = 1 << 18;

/// How many bits stand for a word.
const PROBES: u64 = 4;

/// Shorter parts of a compound are not looked for, in bytes: nearly all of them are words of some kind.
const SHORTEST_PART: usize = 4;

/// The most letters at the end of a word that bend it.
const LONGEST_BEND: usize = 3;

/// The languages that the lexicon has most of the words of, as codes of ISO 639: it was made of hundreds of documents
/// in each. Of others it knows some, and there a word that it does not know says nothing: so it is in Spanish, of
/// which there were about thirty, although the n-grams are trusted there
/// ([`lexis::LANGUAGES`](super::lexis::LANGUAGES)).
pub const LANGUAGES: [&str; 3] = ["de", "en", "fr"];

/// What is kept of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It is a word.
    Whole,
    /// It is the beginning of many words, of more than there are of itself.
    Beginning,
}

/// What is known of a word at the end of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is: it is no word that is known, of a language of which few are.
    NoData,
    /// A word.
    Whole,
    /// A word, and the beginning of more.
    WholeOrBeginning,
    /// A word of another language.
    Foreign,
    /// None that is known, put together of words.
    Compound,
    /// None that is known, and one but for its last letters.
    Bent,
    /// None that is known: words, and the beginning of others.
    BrokenCompound,
    /// None that is known, and the beginning of others.
    Beginning,
    /// None that is known.
    Unknown,
}

impl Standing {
    /// The number of its group, of [`Self::GROUPS`]: how likely a word is that occurs nowhere else depends on it.
    pub const fn group(self) -> u8 {
        match self {
            Self::NoData => 0,
            Self::Whole | Self::WholeOrBeginning => 1,
            Self::Foreign | Self::Compound | Self::Bent => 2,
            Self::Beginning | Self::BrokenCompound => 3,
            Self::Unknown => 4,
        }
    }

    /// How many groups there are.
    pub const GROUPS: usize = 5;
}

/// Words and beginnings of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    table: Vec<u8>,
}

impl Lexicon {
    /// One without words.
    pub fn new() -> Self {
        Self { table: vec![0; BYTES] }
    }

    /// Takes in a word, which is folded.
    pub fn insert(&mut self, kind: Kind, language: &str, word: &str) {
        for bit in bits(kind, language, word) {
            if let Some(byte) = self.table.get_mut(bit / 8) {
                *byte |= 1 << (bit % 8);
            }
        }
    }

    /// Whether it has a word, which is folded.
    fn has(&self, kind: Kind, language: &str, word: &str) -> bool {
        bits(kind, language, word).all(|bit| self.table.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1))
    }

    /// How many of each hundred of its bits are set.
    pub fn fullness(&self) -> usize {
        let ones: usize = self.table.iter().map(|byte| byte.count_ones() as usize).sum();
        ones * 100 / (BYTES * 8)
    }

    /// What is known of `word` in a text in this language.
    pub fn standing(&self, language: Option<Language>, word: &str) -> Standing {
        let Some(language) = language else { return Standing::NoData };
        let (code, word) = (language.code(), fold(word.trim_matches(|character: char| !is_word(character))));
        let begins = self.has(Kind::Beginning, code, &word);
        if self.has(Kind::Whole, code, &word) {
            return if begins { Standing::WholeOrBeginning } else { Standing::Whole };
        }
        if !LANGUAGES.contains(&code) {
            return Standing::NoData;
        }
        if begins {
            return Standing::Beginning;
        }
        let parts = self.parts(language, &word);
        if parts != Standing::Unknown {
            return parts;
        }
        let stem = |letters: usize| {
            let (at, _) = word.char_indices().rev().nth(letters - 1)?;
            word.get(..at).filter(|stem| stem.len() >= SHORTEST_PART)
        };
        if (1..=LONGEST_BEND).filter_map(stem).any(|stem| self.has(Kind::Whole, code, stem)) {
            return Standing::Bent;
        }
        let mut others = LANGUAGES.iter().filter(|other| **other != code);
        if word.len() >= SHORTEST_PART && others.any(|other| self.has(Kind::Whole, other, &word)) {
            return Standing::Foreign;
        }
        Standing::Unknown
    }

    /// Whether a word is put together of a word and another, or the beginning of one.
    fn parts(&self, language: Language, word: &str) -> Standing {
        let (code, joints) = (language.code(), joints_of_compounds(language));
        let mut standing = Standing::Unknown;
        if joints.is_empty() {
            return standing;
        }
        for (at, _) in word.char_indices().skip(SHORTEST_PART).filter(|(at, _)| word.len() - at >= 2) {
            let Some((first, second)) = word.split_at_checked(at) else { continue };
            let is_first = joints.iter().filter_map(|joint| first.strip_suffix(joint));
            let mut is_first = is_first.filter(|first| first.len() >= SHORTEST_PART);
            if !is_first.any(|first| self.has(Kind::Whole, code, first)) {
                continue;
            }
            if second.len() >= SHORTEST_PART && self.has(Kind::Whole, code, second) {
                return Standing::Compound;
            }
            if self.has(Kind::Beginning, code, second) {
                standing = Standing::BrokenCompound;
            }
        }
        standing
    }

    /// Appends the lexicon to the bytes of a file.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(&self.table);
    }

    /// Takes a lexicon from the bytes of a file.
    pub(super) fn read(bytes: &mut &[u8]) -> Option<Self> {
        let (table, rest) = bytes.split_at_checked(BYTES)?;
        *bytes = rest;
        Some(Self { table: table.to_vec() })
    }
}

/// The bits of a word: two halves of one hash make them all (Kirsch and Mitzenmacher, "Less Hashing, Same Performance:
/// Building a Better Bloom Filter", 2006).
fn bits(kind: Kind, language: &str, word: &str) -> impl Iterator<Item = usize> {
    let seed = language.bytes().fold(kind as u64, |seed, byte| seed << 8 | u64::from(byte));
    let hash = XxHash3_64::oneshot_with_seed(seed, word.as_bytes());
    let (first, second) = (hash & 0xFFFF_FFFF, hash >> 32 | 1);
    (0..PROBES).map(move |number| usize::try_from((first + number * second) % (BYTES * 8) as u64).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        let mut lexicon = Lexicon::new();
        for word in ["brücke", "stadt", "verwaltung", "fluss", "haus"] {
            lexicon.insert(Kind::Whole, "de", word);
        }
        lexicon.insert(Kind::Whole, "en", "bridge");
        lexicon.insert(Kind::Whole, "es", "puente");
        for beginning in ["verwalt", "brü", "haus"] {
            lexicon.insert(Kind::Beginning, "de", beginning);
        }
        lexicon
    }

    #[test]
    fn words_stand_as_they_are_known() {
        let lexicon = lexicon();
        for (language, word, expected) in [
            ("de", "Brücke", Standing::Whole),
            ("de", "HAUS", Standing::WholeOrBeginning),
            ("de", "Brü", Standing::Beginning),
            ("de", "Stadtverwaltung", Standing::Compound),
            ("de", "Stadtverwalt", Standing::BrokenCompound),
            ("de", "Flusses", Standing::Bent),
            ("de", "bridge", Standing::Foreign),
            ("de", "xylogr", Standing::Unknown),
            ("es", "puente", Standing::Whole),
            ("es", "pue", Standing::NoData),
        ] {
            assert_eq!(lexicon.standing(Language::from_tag(language), word), expected, "{word}");
        }
        assert_eq!(lexicon.standing(None, "Brücke"), Standing::NoData);
    }

    #[test]
    fn what_is_written_is_read() {
        let mut bytes = Vec::new();
        lexicon().write(&mut bytes);
        assert_eq!(bytes.len(), BYTES);
        assert_eq!(Lexicon::read(&mut bytes.as_slice()), Some(lexicon()));
        assert_eq!(Lexicon::read(&mut &bytes[1..]), None);
    }
}
