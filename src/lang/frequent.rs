//! Which language a line is in, by its most frequent words.
//!
//! Half of the words of a running text are among the hundred most frequent of its language, and hardly any among those
//! of another: to count them needs a few words, costs a look into a table for each, and can be told to the reader
//! ("the words *the*, *with* and *was*"). After Ingle, "A Language Identification Table" (1976), as Grefenstette,
//! "Comparing Two Language Identification Schemes" (1995) measured it against trigrams: for texts of more than 15
//! words, the two are equally good.

mod weighed;

use std::sync::{LazyLock, OnceLock};

use super::Language;
use super::keys::words;
use crate::hash::GOLDEN;
use weighed::Weighed;

/// The words, in the form that is described at the top of the file.
const WORDS: &str = include_str!("frequent.txt");

/// The number of slots of the table: about three for each word.
const SLOTS: usize = 4096;

/// The most languages that a set has room for.
const ROOM: usize = 32;

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::of(WORDS));

/// The languages that have a word, one bit for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Set(u32);

#[derive(Debug)]
struct Table {
    languages: Vec<Language>,
    /// Which slots are taken, one bit for each: it stays in the nearest cache, and most words are rare ones.
    taken: [u64; SLOTS / 64],
    /// Words as numbers and who has them; zero where there is none.
    slots: Vec<(u64, Set)>,
    /// By slot, one vote for each of those who have the word.
    ballots: Vec<Ballots>,
}

/// Votes for all languages side by side in one number, so that those of a word are added in one go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ballots(u128);

/// How many bits of a number the votes for one language have.
const BALLOT: u32 = 6;

/// There is room for the votes of so many words.
const MOST_BALLOTS: u32 = (1 << BALLOT) - 1;

impl Ballots {
    /// One vote for each language of a set.
    fn of(set: Set) -> Self {
        Self(
            (0..u128::BITS / BALLOT)
                .filter(|number| set.0 >> number & 1 == 1)
                .map(|number| 1 << (number * BALLOT))
                .sum(),
        )
    }
}

impl Table {
    fn of(text: &str) -> Self {
        let mut table = Self {
            languages: Vec::new(),
            taken: [0; SLOTS / 64],
            slots: vec![(0, Set(0)); SLOTS],
            ballots: Vec::new(),
        };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let Some(language) = words.next().and_then(Language::from_tag) else { continue };
            let bit = 1_u32.checked_shl(u32::try_from(table.languages.len()).unwrap_or(u32::MAX)).unwrap_or(0);
            table.languages.push(language);
            for word in words {
                super::keys::words(word, |key| {
                    table.put(key, bit);
                    true
                });
            }
        }
        table.ballots = table.slots.iter().map(|(_, set)| Ballots::of(*set)).collect();
        table
    }

    fn put(&mut self, key: u64, bit: u32) {
        let slots = (slot(key)..SLOTS).chain(0..slot(key));
        for slot in slots {
            if let Some((own, set)) = self.slots.get_mut(slot)
                && (*own == 0 || *own == key)
            {
                *own = key;
                set.0 |= bit;
                if let Some(taken) = self.taken.get_mut(slot / 64) {
                    *taken |= 1 << (slot % 64);
                }
                return;
            }
        }
    }

    /// The slot of the word with this key, if it has one.
    fn find(&self, key: u64) -> Option<usize> {
        let mut at = slot(key);
        if self.taken.get(at / 64).is_none_or(|taken| taken >> (at % 64) & 1 == 0) {
            return None;
        }
        loop {
            match self.slots.get(at) {
                Some((own, _)) if *own == key => return Some(at),
                Some((0, _)) | None => return None,
                Some(_) => at += 1,
            }
        }
    }

    /// The languages that have the word with this key.
    fn get(&self, key: u64) -> Set {
        self.find(key).and_then(|slot| self.slots.get(slot)).map_or(Set(0), |(_, set)| *set)
    }

    /// The languages that have the word with this key, and its votes.
    fn entry(&self, key: u64) -> (Set, Ballots) {
        let entry = self.find(key).and_then(|slot| Some((self.slots.get(slot)?.1, *self.ballots.get(slot)?)));
        entry.unwrap_or_default()
    }

    /// The votes of the word with this key.
    fn ballots(&self, key: u64) -> Ballots {
        self.find(key).and_then(|slot| self.ballots.get(slot)).copied().unwrap_or_default()
    }

    fn bit(&self, language: Language) -> u32 {
        let number = self.languages.iter().position(|own| *own == language);
        number.and_then(|number| 1_u32.checked_shl(u32::try_from(number).ok()?)).unwrap_or(0)
    }
}

/// Multiplicative hashing (Knuth, "The Art of Computer Programming", volume 3, section 6.4).
const fn slot(key: u64) -> usize {
    (key.wrapping_mul(GOLDEN) >> 52) as usize
}

/// Votes that are being cast, and those that were counted before there was no more room for them.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    cast: Ballots,
    words: u32,
    counted: Votes,
}

impl Tally {
    /// Adds the votes of a word.
    fn add(&mut self, ballots: Ballots) {
        if self.words == MOST_BALLOTS {
            self.count();
        }
        self.cast.0 += ballots.0;
        self.words += 1;
    }

    fn count(&mut self) {
        self.counted.words += std::mem::take(&mut self.words);
        let Ballots(mut cast) = std::mem::take(&mut self.cast);
        for count in &mut self.counted.counts {
            let votes = u16::try_from(cast & u128::from(MOST_BALLOTS)).unwrap_or(u16::MAX);
            *count = count.saturating_add(votes);
            cast >>= BALLOT;
        }
    }

    /// All votes.
    fn votes(mut self) -> Votes {
        self.count();
        self.counted
    }
}

/// How many words of a text are among the most frequent of each language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// The words of the text.
    pub words: u32,
    counts: [u16; ROOM],
}

impl Votes {
    /// The votes of all words of `text`.
    pub fn of(text: &str) -> Self {
        let table = &*TABLE;
        let mut tally = Tally::default();
        words(text, |key| {
            tally.add(table.ballots(key));
            false
        });
        tally.votes()
    }

    /// How many words are among the most frequent of `language`; none if its words are not known.
    pub fn for_language(&self, language: Language) -> Option<u16> {
        let number = TABLE.languages.iter().position(|own| *own == language)?;
        self.counts.get(number).copied()
    }

    /// The language with the most votes, its votes, and the most votes of another language.
    pub fn best(&self) -> Option<(Language, u16, u16)> {
        let (mut best, mut number, mut second) = (0, 0, 0);
        for (index, &count) in self.counts.iter().enumerate() {
            if count > best {
                (second, best, number) = (best, count, index);
            } else {
                second = second.max(count);
            }
        }
        TABLE.languages.get(number).filter(|_| best > 0).map(|&language| (language, best, second))
    }
}

/// How the words of a text speak for another language than its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// The language that most words speak for which are not among the most frequent of the own one.
    pub other: Language,
    /// The different words of the text.
    pub words: u32,
    /// Those of them that are among the most frequent of the other language and not of the own one.
    pub for_other: u16,
    /// Those of them that are among the most frequent of the own language and not of the other one.
    pub for_own: u16,
}

impl Contrast {
    /// Weighs the different words of `text`; words that both languages have speak for neither.
    pub fn of(text: &str, own: Language) -> Option<Self> {
        let own = TABLE.bit(own);
        let mut keys = Vec::new();
        words(text, |key| {
            keys.push(key);
            false
        });
        keys.sort_unstable();
        keys.dedup_by(|left, right| left == right && *left != 0);
        let (mut all, mut against) = (Tally::default(), Tally::default());
        for &key in &keys {
            let (Set(languages), ballots) = TABLE.entry(key);
            all.add(ballots);
            if key == 0 || languages & own == 0 {
                against.add(ballots);
            }
        }
        let (all, against) = (all.votes(), against.votes());
        // Of two that are near to each other, such as Spanish and Portuguese, the one that has more words in all.
        let most = *against.counts.iter().max().filter(|most| **most > 0)?;
        let near = against.counts.iter().zip(&all.counts).enumerate().filter(|(_, (count, _))| **count + 1 >= most);
        let (number, (&for_other, _)) = near.max_by_key(|(_, (count, all))| (**count + **all, **count))?;
        let other = *TABLE.languages.get(number)?;
        let bits = own | TABLE.bit(other);
        let for_own = keys.iter().filter(|key| **key != 0 && TABLE.get(**key).0 & bits == own).count();
        Some(Self { other, words: all.words, for_other, for_own: u16::try_from(for_own).unwrap_or(u16::MAX) })
    }
}

/// The most frequent words of one language.
#[derive(Clone, Copy, Debug)]
pub struct FrequentWords {
    bit: u32,
    weighed: &'static Weighed,
}

impl FrequentWords {
    /// Those of `language`, if they are known.
    pub fn of(language: Language) -> Option<Self> {
        static ALL: [OnceLock<Weighed>; ROOM] = [const { OnceLock::new() }; ROOM];
        let table = &*TABLE;
        let number = table.languages.iter().position(|own| *own == language)?;
        let bit = 1_u32.checked_shl(u32::try_from(number).ok()?)?;
        Some(Self { bit, weighed: ALL.get(number)?.get_or_init(|| Weighed::of(table, bit)) })
    }

    /// Whether `text` has some of these words: at least `enough`, where a word that no other language has counts twice,
    /// and one that more than two others have not at all. Nearly every sentence of a language shows that in its first
    /// words, and no more of it is looked at.
    pub fn occur_in(self, text: &str, enough: u32) -> bool {
        let (mut heard, enough) = (0, u64::from(enough));
        words(text, |key| {
            heard += self.weighed.weight(key);
            heard >= enough
        });
        heard >= enough
    }

    /// Whether `word` is one of them.
    pub fn has(self, word: &str) -> bool {
        let mut found = false;
        words(word, |key| {
            found = key != 0 && TABLE.get(key).0 & self.bit != 0;
            true
        });
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::LONGEST;
    use super::*;

    fn language(code: &str) -> Language {
        Language::from_tag(code).unwrap()
    }

    #[test]
    fn every_line_of_the_list_is_read() {
        let lines = WORDS.lines().filter(|line| !line.starts_with('#'));
        let codes: Vec<&str> = lines.clone().map(|line| line.split(' ').next().unwrap()).collect();
        assert!(codes.is_sorted() && codes.len() <= ROOM);
        assert_eq!(TABLE.languages.iter().map(|language| language.code()).collect::<Vec<_>>(), codes);
        for line in lines {
            let code = line.split(' ').next().unwrap();
            for word in line.split(' ').skip(1).filter(|word| word.len() <= LONGEST) {
                for word in [word.to_owned(), word.to_ascii_uppercase()] {
                    assert_eq!(Votes::of(&word).for_language(language(code)), Some(1), "{code}: {word}");
                }
            }
        }
    }

    #[test]
    fn there_is_room_in_the_table() {
        let taken = TABLE.slots.iter().filter(|(key, _)| *key != 0).count();
        assert!(taken * 2 < SLOTS && TABLE.slots.last() == Some(&(0, Set(0))), "{taken}");
        assert!(TABLE.languages.len() <= (u128::BITS / BALLOT) as usize);
    }

    #[test]
    fn votes_are_counted_however_many_there_are() {
        for count in [0, 1, 62, 63, 64, 200] {
            let votes = Votes::of(&"the brücke ".repeat(count));
            let count = u16::try_from(count).unwrap();
            assert_eq!((votes.words, votes.for_language(language("en"))), (u32::from(count) * 2, Some(count)));
        }
    }

    #[test]
    fn the_language_with_the_most_words_is_found() {
        for (code, text) in [
            ("fr", "Le conseil a voté hier la rénovation du pont, que les habitants attendaient."),
            ("de", "Der Rat hat gestern die Erneuerung der Brücke beschlossen, auf die man wartete."),
            ("en", "The council voted yesterday for the repair of the bridge that they had waited for."),
            ("es", "El consejo votó ayer la reforma del puente que los vecinos esperaban desde hace años."),
            ("it", "Il consiglio ha votato ieri il restauro del ponte che gli abitanti aspettavano."),
            ("pt", "O conselho votou ontem a reforma da ponte que os moradores esperavam há anos."),
            ("nl", "De raad heeft gisteren voor het herstel van de brug gestemd, waar men op wachtte."),
        ] {
            let (found, votes, second) = Votes::of(text).best().unwrap();
            assert_eq!(found, language(code), "{text}");
            assert!(votes >= second + 2, "{code}: {votes} to {second}");
            assert!(FrequentWords::of(language(code)).unwrap().occur_in(text, 2), "{code}");
        }
        assert_eq!(Votes::of("12 345 — …").best(), None);
    }

    #[test]
    fn no_word_of_a_language_is_lost() {
        let table = &*TABLE;
        for language in &table.languages {
            let words = FrequentWords::of(*language).unwrap();
            for (key, set) in table.slots.iter().filter(|(_, set)| set.0 & words.bit != 0) {
                let expected = [0, 2, 1, 1].get(set.0.count_ones() as usize).copied().unwrap_or(0);
                assert_eq!(words.weighed.weight(*key), expected, "{language}: {key:x}");
            }
            assert_eq!(words.weighed.weight(0), 0);
        }
    }

    #[test]
    fn words_end_at_apostrophes_spaces_and_quotation_marks() {
        let votes = Votes::of("l’été «de\u{A0}la» qu'ÉTÉ");
        assert_eq!((votes.words, votes.for_language(language("fr"))), (6, Some(6)));
    }
}
