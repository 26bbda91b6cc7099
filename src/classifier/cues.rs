//! The second feature set of the first stage: which kinds of page words a line has, whatever its language.
//!
//! The words stand in `lang::cues`, by language and kind. How much each kind weighs is learned, so that what was learned
//! on pages in one language holds for lines in all that have words there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::folded::Folded;
use crate::hash::{FNV_START, GOLDEN, fnv1a};
use crate::lang::{LANGUAGES_WITH_CUES, cues as words};
use crate::mask::{self, STEP, is_word};

/// The kinds of words, in the order of their numbers.
pub(super) const KINDS: [&str; 25] = [
    "comment",
    "reply",
    "greeting",
    "related",
    "media",
    "subscribe",
    "account",
    "network",
    "share",
    "rights",
    "advert",
    "policy",
    "menu",
    "contact",
    "dated",
    "we",
    "you",
    "action",
    "support",
    "disclaimer",
    "app",
    "author",
    "credit",
    "measure",
    "reference",
];

/// The languages that have such words, as codes of ISO 639, sorted.
pub const LANGUAGES: &[&str] = LANGUAGES_WITH_CUES;

/// How many bits of a hash number a weight.
const BITS: u32 = 13;

/// How many weights there are.
pub(super) const WEIGHTS: usize = 1 << BITS;

/// The longest entry that can be found, in bytes.
const LONGEST: usize = 30;

/// The kinds of which a line has words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cues {
    /// Kinds of which it has a word, one bit each.
    pub(super) any: u32,
    /// Kinds of which it has two or more.
    pub(super) many: u32,
}

impl Cues {
    /// The cues of a line.
    pub(super) fn of(folded: &Folded) -> Self {
        let table = &*TABLE;
        let mut cues = Self::default();
        let mut last_is_word = 0;
        for (number, step) in folded.steps().enumerate() {
            let (words, signs) = mask::words_and(step, &SIGNS);
            let begins = signs | words & !(words << 1 | last_is_word);
            last_is_word = words >> (STEP - 1);
            for bit in mask::bits(begins) {
                let at = number * STEP + bit;
                if table.may_begin(folded.four(at)) {
                    let found = table.find(folded.bytes().get(at..).unwrap_or_default());
                    cues.many |= cues.any & found;
                    cues.any |= found;
                }
            }
        }
        cues
    }

    /// Whether it has a word of this kind.
    pub(super) fn has(self, kind: &str) -> bool {
        KINDS.iter().position(|other| *other == kind).is_some_and(|number| self.any >> number & 1 == 1)
    }
}

/// Calls `each` with the number of every cue of a line, of every pair of them, and of its shape, and says how many
/// there were: what a linear model weighs that knows no language.
pub(super) fn for_each(folded: &Folded, cues: Cues, mut each: impl FnMut(usize)) -> usize {
    let bytes = folded.bytes();
    let size = size(bytes.len().saturating_sub(2));
    let end = class(bytes.iter().rev().nth(1));
    let words = memchr::memchr_iter(b' ', bytes).count().min(12) as u64;
    let kinds = u64::from(cues.any.count_ones());
    let mut count = 0;
    let mut push = |table: u64, number: u64| {
        each(bucket(table << 32 | number));
        count += 1;
    };
    push(1, size);
    push(2, class(bytes.get(1)));
    push(3, end);
    push(4, size * 16 + end);
    push(5, words);
    push(6, kinds);
    push(7, kinds * 16 + size);
    for kind in bits(cues.any) {
        push(8, kind);
        push(9, kind * 16 + size);
        push(10, kind * 16 + end);
        if cues.many >> kind & 1 == 1 {
            push(11, kind);
        }
        for other in bits(cues.any).filter(|other| *other > kind) {
            push(12, kind * 32 + other);
        }
    }
    count
}

/// The numbers of the bits that are set.
fn bits(mut set: u32) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let lowest = (set != 0).then(|| u64::from(set.trailing_zeros()))?;
        set &= set - 1;
        Some(lowest)
    })
}

/// How long a line is, in nine steps.
const fn size(bytes: usize) -> u64 {
    match bytes {
        0..=2 => 0,
        3..=8 => 1,
        9..=16 => 2,
        17..=30 => 3,
        31..=45 => 4,
        46..=65 => 5,
        66..=90 => 6,
        91..=120 => 7,
        _ => 8,
    }
}

/// What kind of byte a line begins or ends with.
const fn class(byte: Option<&u8>) -> u64 {
    match byte {
        Some(b'a'..=b'z') => 0,
        Some(b'0') => 1,
        Some(b'.') => 2,
        Some(b'!' | b'?') => 3,
        Some(b':') => 4,
        Some(b'"') => 5,
        Some(b'-' | b'*') => 6,
        Some(b')') => 7,
        Some(b',') => 8,
        Some(0x80..) => 9,
        _ => 10,
    }
}

const fn bucket(number: u64) -> usize {
    (number.wrapping_mul(GOLDEN) >> (64 - BITS)) as usize
}

/// The bytes that are no part of a word and may begin an entry, wherever they stand.
const SIGNS: [u8; 3] = *b"@%(";

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(words()));

/// All entries, by the hash of their bytes.
#[derive(Debug, Default)]
struct Table {
    /// Which four bytes an entry may begin with, by [`first_four`]: one look instead of many, and nearly all words are
    /// given up there.
    starts: Vec<u64>,
    /// Which hashes are those of the beginning of an entry: one bit for each value of their highest bits. A word that
    /// begins no entry is given up after few bytes more.
    beginnings: Vec<u64>,
    /// The entries, each in the first slot from that of its hash on that was free: hash, whether any word that begins
    /// so counts, kinds; zero where there is none.
    entries: Vec<(u64, bool, u32)>,
}

/// How many bits of a hash number a bit of [`Table::starts`]: 4 KiB, which stay in the nearest cache.
const STARTS: u32 = 15;

/// How many bits of a hash number a bit of [`Table::beginnings`].
const BEGINNINGS: u32 = 17;

/// How many bits of a hash number a slot of [`Table::entries`]: about four for each entry, and some at the end for
/// those that find theirs taken.
const ENTRIES: u32 = 13;

/// The place in [`Table::starts`] of the four bytes that a word begins with. Bytes that are part of no word are all the
/// same there, and what follows one makes no difference. What begins with a sign, there are few of, and they may be as
/// short as that.
const fn first_four(four: u32) -> usize {
    const HIGHEST: u32 = 0x8080_8080;
    const LOWEST: u32 = 0x0101_0101;
    // In each byte, the highest bit says what the name says. Without branches, since nobody can guess how long a word
    // is.
    let low = four & !HIGHEST;
    let lower = low | (0x20 * LOWEST);
    let is_letter = (lower + (0x80 - b'a' as u32) * LOWEST) & !(lower + (0x7F - b'z' as u32) * LOWEST);
    let is_digit = (low + (0x80 - b'0' as u32) * LOWEST) & !(low + (0x7F - b'9' as u32) * LOWEST);
    // The first byte counts whatever it is, and what follows one that is part of no word does not.
    let ends = !(is_letter | is_digit | four) & HIGHEST;
    let begins = ends & 0x80;
    // With C2 begin the signs that are not of ASCII: of those, two bytes count.
    let is_c2 = (four & 0xFF == 0xC2) as u32;
    let ends = (ends | begins << 8 | is_c2 << 23) & !0x80;
    let length = ends.trailing_zeros() / 8;
    let word = four & (u32::MAX >> (u32::BITS - 8 * length));
    (word.wrapping_mul(0x9E37_79B1) >> (u32::BITS - STARTS)) as usize
}

/// The place of a hash in a table of so many bits.
#[expect(clippy::cast_possible_truncation, reason = "there are few bits")]
const fn place(hash: u64, bits: u32) -> usize {
    (hash.wrapping_mul(GOLDEN) >> (u64::BITS - bits)) as usize
}

/// Whether the bit of this number is set.
fn has(bits: &[u64], number: usize) -> bool {
    bits.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
}

/// Sets the bit of this number.
fn set(bits: &mut [u64], number: usize) {
    if let Some(word) = bits.get_mut(number / 64) {
        *word |= 1 << (number % 64);
    }
}

impl Table {
    fn new(words: impl Iterator<Item = (String, Vec<&'static str>)>) -> Self {
        let mut kinds: BTreeMap<(u64, bool), u32> = BTreeMap::new();
        let mut table = Self {
            starts: vec![0; 1 << (STARTS - 6)],
            beginnings: vec![0; 1 << (BEGINNINGS - 6)],
            entries: vec![(0, false, 0); (1 << ENTRIES) + 64],
        };
        for (kind, entries) in words {
            let Some(number) = KINDS.iter().position(|name| *name == kind) else { continue };
            for entry in entries {
                let (text, stem) = entry.strip_suffix('*').map_or((entry, false), |text| (text, true));
                let mut hash = FNV_START;
                for byte in text.bytes() {
                    hash = fnv1a(hash, u64::from(byte));
                    set(&mut table.beginnings, place(hash, BEGINNINGS));
                }
                table.start(text.as_bytes(), stem);
                *kinds.entry((hash, stem)).or_default() |= 1 << number;
            }
        }
        for ((hash, stem), kinds) in kinds {
            let from = place(hash, ENTRIES);
            let free = table.entries.iter_mut().skip(from).find(|entry| entry.2 == 0);
            if let Some(entry) = free {
                *entry = (hash, stem, kinds);
            }
        }
        table
    }

    /// Notes how words begin that are this entry or begin with it.
    fn start(&mut self, text: &[u8], is_stem: bool) {
        let mut four = [0; 4];
        four.iter_mut().zip(text).for_each(|(place, byte)| *place = *byte);
        set(&mut self.starts, first_four(u32::from_le_bytes(four)));
        // A stem of which less is known may go on with anything.
        if let ([first, second, third], true) = (text, is_stem) {
            for fourth in 0..=u8::MAX {
                set(&mut self.starts, first_four(u32::from_le_bytes([*first, *second, *third, fourth])));
            }
        }
    }

    /// Whether an entry may begin with these four bytes, of which the first is the lowest.
    fn may_begin(&self, four: u32) -> bool {
        has(&self.starts, first_four(four))
    }

    /// The kinds of all entries that `text` begins with.
    fn find(&self, text: &[u8]) -> u32 {
        let mut hash = FNV_START;
        let mut found = 0;
        for (at, &byte) in text.iter().take(LONGEST).enumerate() {
            hash = fnv1a(hash, u64::from(byte));
            if !has(&self.beginnings, place(hash, BEGINNINGS)) {
                break;
            }
            let entries = self.entries.iter().skip(place(hash, ENTRIES)).take_while(|entry| entry.2 != 0);
            let ends = text.get(at + 1).is_none_or(|next| !is_word(*next));
            let entries = entries.filter(|entry| entry.0 == hash && (entry.1 || ends));
            found |= entries.fold(0, |kinds, entry| kinds | entry.2);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_word_begins_with_no_more_bytes_than_it_has() {
        let bytes = [0, b' ', b'/', b'0', b'9', b':', b'@', b'A', b'Z', b'[', b'a', b'z', b'{', 0x80, 0xC2, 0xFF];
        for four in (0..bytes.len().pow(4)).map(|number| [0, 4, 8, 12].map(|shift| bytes[number >> shift & 0xF])) {
            let word = four.iter().take_while(|byte| is_word(**byte)).count();
            let length = if four[0] == 0xC2 { word.clamp(1, 2) } else { word.max(1) };
            let mut same = [b'.'; 4];
            same[..length].copy_from_slice(&four[..length]);
            let [four, same] = [four, same].map(u32::from_le_bytes);
            assert_eq!(first_four(four), first_four(same), "{four:#x}");
        }
    }

    #[test]
    fn every_word_is_found_as_what_it_is() {
        let kinds: BTreeSet<String> = words().map(|(kind, _)| kind).collect();
        assert_eq!(kinds, KINDS.map(ToOwned::to_owned).into());
        for (kind, entries) in words() {
            for entry in entries {
                let line = match entry.strip_suffix('*') {
                    Some(stem) if stem.ends_with(char::is_alphanumeric) => format!("x {stem}s x"),
                    Some(stem) => format!("x {stem} x"),
                    None => format!("x {entry} x"),
                };
                assert!(entry.len() <= LONGEST, "`{entry}` is too long to be found");
                assert!(Cues::of(&Folded::new(&line)).has(&kind), "`{entry}` is not found as {kind} in `{line}`");
            }
        }
    }

    #[test]
    fn no_entry_is_lost() {
        let table = Table::new(words());
        let (free, last) = (table.entries.iter().filter(|entry| entry.2 == 0).count(), table.entries.last());
        assert!(free * 2 > table.entries.len() && last.is_some_and(|entry| entry.2 == 0), "{free}");
        let starts: u32 = table.starts.iter().map(|bits| bits.count_ones()).sum();
        assert!(starts < 1 << (STARTS - 3), "{starts}");
    }

    #[test]
    fn words_are_whole_and_no_part_of_another() {
        let cues = |line: &str| Cues::of(&Folded::new(line));
        assert!(cues("Newsletter abonnieren").has("subscribe") && cues("LIRE AUSSI : le pont").has("related"));
        assert_eq!(cues("Appenzell").any, 0);
        assert_eq!(cues("").any, 0);
    }

    #[test]
    fn twice_is_many() {
        let cues = Cues::of(&Folded::new("Facebook, Twitter"));
        assert_eq!(cues.many, cues.any);
        assert_ne!(cues.many, 0);
    }
}
