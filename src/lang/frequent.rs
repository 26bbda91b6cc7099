//! Which language a line is in, by its most frequent words.
//!
//! Half of the words of a running text are among the hundred most frequent of its language, and hardly any among those
//! of another: to count them needs a few words, costs a look into a table for each, and can be told to the reader
//! ("the words *the*, *with* and *was*"). After Ingle, "A Language Identification Table" (1976), as Grefenstette,
//! "Comparing Two Language Identification Schemes" (1995) measured it against trigrams: for texts of more than 15
//! words, the two are equally good.

use std::sync::LazyLock;

use super::Language;

/// The words, in the form that is described at the top of the file.
const WORDS: &str = include_str!("frequent.txt");

/// A longer word is not looked up, in bytes: it has to fit into a number.
const LONGEST: usize = 8;

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
}

impl Table {
    fn of(text: &str) -> Self {
        let mut table = Self { languages: Vec::new(), taken: [0; SLOTS / 64], slots: vec![(0, Set(0)); SLOTS] };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let Some(language) = words.next().and_then(Language::from_tag) else { continue };
            let bit = 1_u32.checked_shl(u32::try_from(table.languages.len()).unwrap_or(u32::MAX)).unwrap_or(0);
            table.languages.push(language);
            for word in words {
                self::words(word, |key| {
                    table.put(key, bit);
                    true
                });
            }
        }
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

    /// The languages that have the word with this key.
    fn get(&self, key: u64) -> Set {
        let mut at = slot(key);
        if self.taken.get(at / 64).is_none_or(|taken| taken >> (at % 64) & 1 == 0) {
            return Set(0);
        }
        loop {
            match self.slots.get(at) {
                Some((own, set)) if *own == key => return *set,
                Some((0, _)) | None => return Set(0),
                Some(_) => at += 1,
            }
        }
    }

    fn bit(&self, language: Language) -> u32 {
        let number = self.languages.iter().position(|own| own.code() == language.code());
        number.and_then(|number| 1_u32.checked_shl(u32::try_from(number).ok()?)).unwrap_or(0)
    }
}

/// Multiplicative hashing (Knuth, "The Art of Computer Programming", volume 3, section 6.4).
const fn slot(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52) as usize
}

/// What a byte is in a word: zero if it ends it, else itself in lower case.
///
/// Letters are those of ASCII and all bytes outside of it, but for C2 and E2, which begin spaces, quotation marks and
/// dashes. The second bytes of À to Þ become those of their small letters; what else is changed by that is changed in
/// the table as well.
static CLASSES: [u8; 256] = classes();

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "there is an entry for every byte")]
const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            letter @ (b'A'..=b'Z' | 0x80..=0x9E) => letter | 0x20,
            0xC2 | 0xE2 => 0,
            letter @ (b'a'..=b'z' | 0x9F..) => letter,
            _ => 0,
        };
        byte += 1;
    }
    classes
}

/// Shows `each` the words of `text` as numbers, in lower case, until it says that it has seen enough. Words that are too
/// long to be looked up are zero.
fn words(text: &str, mut each: impl FnMut(u64) -> bool) {
    let bytes = text.as_bytes();
    let class = |at: usize| bytes.get(at).map_or(0, |byte| CLASSES.get(usize::from(*byte)).copied().unwrap_or(0));
    let mut at = 0;
    while at < bytes.len() {
        if let Some((length, key)) = bytes.get(at..).and_then(<[u8]>::first_chunk).copied().and_then(short_word) {
            if length > 0 && each(key) {
                return;
            }
            // The mark behind it begins no word.
            at += length + 1;
            continue;
        }
        // What follows C2 and E2 begins no word.
        if class(at) == 0 || bytes.get(at).is_some_and(|byte| byte & 0xC0 == 0x80) {
            at += 1;
            continue;
        }
        let (mut key, mut length) = (0_u64, 0);
        while length < LONGEST {
            let class = class(at + length);
            if class == 0 {
                break;
            }
            key |= u64::from(class) << (8 * length);
            length += 1;
        }
        if length == LONGEST && class(at + length) != 0 {
            key = 0;
            while class(at + length) != 0 {
                length += 1;
            }
        }
        if each(key) {
            return;
        }
        at += length;
    }
}

/// The word of letters of ASCII that `bytes` begin with, and a mark of ASCII ends: its length, which may be zero, and its
/// key. All bytes are looked at together, since where a word ends cannot be guessed, by no processor either.
const fn short_word(bytes: [u8; LONGEST]) -> Option<(usize, u64)> {
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(bytes);
    let lower = (word | 0x2020_2020_2020_2020) & !HIGHEST;
    // In each byte, the highest bit says whether it is at least `a`, and whether it is more than `z`.
    let from_a = lower + 0x0101_0101_0101_0101 * (0x80 - b'a' as u64);
    let behind_z = lower + 0x0101_0101_0101_0101 * (0x7F - b'z' as u64);
    let ends = !(from_a & !behind_z & !word) & HIGHEST;
    if ends == 0 {
        return None;
    }
    let length = ends.trailing_zeros() / 8;
    let is_ascii = word >> (8 * length + 7) & 1 == 0;
    if is_ascii { Some((length as usize, lower & ((1 << (8 * length)) - 1))) } else { None }
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
        let mut votes = Self::default();
        words(text, |key| {
            votes.count(key);
            false
        });
        votes
    }

    fn count(&mut self, key: u64) {
        self.words += 1;
        let mut set = if key == 0 { 0 } else { TABLE.get(key).0 };
        while set != 0 {
            if let Some(count) = self.counts.get_mut(set.trailing_zeros() as usize) {
                *count = count.saturating_add(1);
            }
            set &= set - 1;
        }
    }

    /// How many words are among the most frequent of `language`; none if its words are not known.
    pub fn for_language(&self, language: Language) -> Option<u16> {
        let number = TABLE.languages.iter().position(|own| own.code() == language.code())?;
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
        let mut all = Votes::default();
        let mut against = Votes::default();
        for &key in &keys {
            all.count(key);
            if key == 0 || TABLE.get(key).0 & own == 0 {
                against.count(key);
            }
        }
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
}

impl FrequentWords {
    /// Those of `language`, if they are known.
    pub fn of(language: Language) -> Option<Self> {
        let bit = TABLE.bit(language);
        (bit != 0).then_some(Self { bit })
    }

    /// Whether `text` has some of these words: at least `enough`, where a word that no other language has counts twice,
    /// and one that more than two others have not at all. Nearly every sentence of a language shows that in its first
    /// words, and no more of it is looked at.
    pub fn occur_in(self, text: &str, enough: u32) -> bool {
        let table = &*TABLE;
        let mut heard = 0;
        words(text, |key| {
            let set = if key == 0 { 0 } else { table.get(key).0 };
            if set & self.bit != 0 {
                heard += match set.count_ones() {
                    1 => 2,
                    2 | 3 => 1,
                    _ => 0,
                };
            }
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
    fn both_ways_to_read_a_word_agree() {
        let text = "An l’été, «de\u{A0}la» [x]{y}@Z`_q QU'ÉTÉ abcdefgh ijklmnopq straße 1a2 \u{9F}é";
        for start in (0..text.len()).filter(|start| text.is_char_boundary(*start)) {
            let (mut quick, mut plain) = (Vec::new(), Vec::new());
            let part = text.get(start..).unwrap();
            words(part, |key| {
                quick.push(key);
                false
            });
            // One by one, no word is followed by eight bytes.
            let is_mark = |byte: u8| CLASSES[usize::from(byte)] == 0;
            for word in part.as_bytes().split(|byte| is_mark(*byte)) {
                let word = &word[word.iter().take_while(|byte| **byte & 0xC0 == 0x80).count()..];
                words(&String::from_utf8_lossy(word), |key| {
                    plain.push(key);
                    false
                });
            }
            assert_eq!(quick, plain, "{part}");
        }
    }

    #[test]
    fn words_end_at_apostrophes_spaces_and_quotation_marks() {
        let votes = Votes::of("l’été «de\u{A0}la» qu'ÉTÉ");
        assert_eq!((votes.words, votes.for_language(language("fr"))), (6, Some(6)));
    }
}
