//! The second question about a line: which kinds of words of pages it has, whatever its language.
//!
//! The words stand in `cues.toml`, by kind and language. How much each kind weighs is learned, so that what was learned
//! on pages in one language holds for lines in all that have words there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::folded::{Folded, STEP};

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
            let (words, signs) = (mask(step, is_word), mask(step, is_sign));
            let mut begins = signs | words & !(words << 1 | last_is_word);
            last_is_word = words >> (STEP - 1);
            while begins != 0 {
                let at = number * STEP + begins.trailing_zeros() as usize;
                begins &= begins - 1;
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
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
}

/// A bit for each byte of a step, the first byte the lowest, whether something holds of it. Without branches, so that
/// many bytes are asked at once.
#[inline]
fn mask(step: &[u8; STEP], holds: impl Fn(u8) -> bool) -> u64 {
    let flags = step.map(|byte| u8::from(holds(byte)));
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |mask, eight| {
        // The lowest bits of the eight bytes, side by side in the highest byte of the product.
        mask << 8 | u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

/// Whether a byte is part of a word.
const fn is_word(byte: u8) -> bool {
    (byte.wrapping_sub(b'0') < 10) | ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte >= 0x80)
}

/// Whether a byte that is no part of a word may begin an entry, wherever it stands.
const fn is_sign(byte: u8) -> bool {
    (byte == b'@') | (byte == b'%') | (byte == b'(')
}

/// The words of `cues.toml`: kind, language, words.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
struct File(BTreeMap<String, BTreeMap<String, Vec<String>>>);

/// A file that cannot be read counts as empty, since a program that is running has to go on; that it can be read is for
/// a test.
fn file() -> File {
    toml::from_str(include_str!("cues.toml")).unwrap_or_default()
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::new(&file()));

/// All entries, by the hash of their bytes.
#[derive(Debug, Default)]
struct Table {
    /// Which hashes are those of the beginning of an entry: one bit for each value of their highest bits. A word that
    /// begins no entry is given up after three bytes or so.
    beginnings: Vec<u64>,
    /// Which three bytes an entry may begin with, by [`first_three`]: one look instead of three, and nearly all words
    /// are given up there.
    starts: Vec<u64>,
    /// Which hashes are those of a whole entry, likewise.
    wholes: Vec<u64>,
    /// The entries, sorted: hash, whether any word that begins so counts, kinds.
    entries: Vec<(u64, bool, u32)>,
}

/// How many bits of a hash number a bit of [`Table::beginnings`].
const BEGINNINGS: u32 = 17;

/// How many bits of a hash number a bit of [`Table::starts`]: 2 KiB, which stay in the nearest cache.
const STARTS: u32 = 14;

/// The place in [`Table::starts`] of the three bytes that a word begins with. Bytes that are part of no word are all the
/// same there, and what follows one makes no difference.
const fn first_three(first: u8, second: u8, third: u8) -> usize {
    // Without branches, since nobody can guess how long a word is.
    let second = second & (is_word(second) as u8).wrapping_neg();
    let third = third & ((is_word(third) & (second != 0)) as u8).wrapping_neg();
    let three = (first as u32) << 16 | (second as u32) << 8 | third as u32;
    (three.wrapping_mul(0x9E37_79B1) >> (u32::BITS - STARTS)) as usize
}

const SEED: u64 = 0xCBF2_9CE4_8422_2325;

/// One more byte of a hash: FNV-1a (Fowler, Noll and Vo).
const fn with(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01B3)
}

const fn place(hash: u64) -> usize {
    (hash.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BEGINNINGS)) as usize
}

/// Whether the bit of a hash is set.
fn has(bits: &[u64], hash: u64) -> bool {
    bits.get(place(hash) / 64).is_some_and(|word| word >> (place(hash) % 64) & 1 == 1)
}

impl Table {
    fn new(file: &File) -> Self {
        let mut kinds: BTreeMap<(u64, bool), u32> = BTreeMap::new();
        let (mut beginnings, mut wholes) = (vec![0_u64; 1 << (BEGINNINGS - 6)], vec![0_u64; 1 << (BEGINNINGS - 6)]);
        let mut starts = vec![0_u64; 1 << (STARTS - 6)];
        let set = |bits: &mut Vec<u64>, hash: u64| {
            if let Some(word) = bits.get_mut(place(hash) / 64) {
                *word |= 1 << (place(hash) % 64);
            }
        };
        for (kind, languages) in &file.0 {
            let Some(number) = KINDS.iter().position(|name| name == kind) else { continue };
            for entry in languages.values().flatten() {
                let (text, stem) = entry.strip_suffix('*').map_or((&**entry, false), |text| (text, true));
                let mut hash = SEED;
                for byte in text.bytes() {
                    hash = with(hash, byte);
                    set(&mut beginnings, hash);
                }
                set(&mut wholes, hash);
                let mut start = |second: u8, third: u8| {
                    let place = first_three(text.bytes().next().unwrap_or_default(), second, third);
                    if let Some(word) = starts.get_mut(place / 64) {
                        *word |= 1 << (place % 64);
                    }
                };
                // A word of which less is known may go on with anything; what begins with a sign is always looked up.
                match *text.as_bytes() {
                    [first, ..] if !is_word(first) => {}
                    [_, second, third, ..] => start(second, third),
                    [_, second] if stem => (0..=u8::MAX).for_each(|third| start(second, third)),
                    [_] if stem => {
                        (0..=u8::MAX).for_each(|second| (0..=u8::MAX).for_each(|third| start(second, third)));
                    }
                    [_, second] => start(second, 0),
                    [_] | [] => start(0, 0),
                }
                *kinds.entry((hash, stem)).or_default() |= 1 << number;
            }
        }
        Self {
            beginnings,
            starts,
            wholes,
            entries: kinds.into_iter().map(|((hash, stem), kinds)| (hash, stem, kinds)).collect(),
        }
    }

    /// Whether an entry may begin with these four bytes, of which the first is the lowest.
    fn may_begin(&self, four: u32) -> bool {
        let [first, second, third, _] = four.to_le_bytes();
        let start = first_three(first, second, third);
        !is_word(first) || self.starts.get(start / 64).is_some_and(|bits| bits >> (start % 64) & 1 == 1)
    }

    /// The kinds of all entries that `text` begins with.
    fn find(&self, text: &[u8]) -> u32 {
        let mut hash = SEED;
        let mut found = 0;
        for (at, &byte) in text.iter().take(LONGEST).enumerate() {
            hash = with(hash, byte);
            if !has(&self.beginnings, hash) {
                break;
            }
            if !has(&self.wholes, hash) {
                continue;
            }
            let start = self.entries.partition_point(|entry| entry.0 < hash);
            let entries = self.entries.iter().skip(start).take_while(|entry| entry.0 == hash);
            let ends = text.get(at + 1).is_none_or(|next| !is_word(*next));
            found |= entries.filter(|entry| entry.1 || ends).fold(0, |kinds, entry| kinds | entry.2);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_as_what_it_is() {
        let file: File = toml::from_str(include_str!("cues.toml")).unwrap();
        assert_eq!(file.0.len(), KINDS.len());
        for (kind, languages) in &file.0 {
            assert!(KINDS.contains(&&**kind), "`{kind}` is no kind");
            for entry in languages.values().flatten() {
                let line = match entry.strip_suffix('*') {
                    Some(stem) if stem.ends_with(char::is_alphanumeric) => format!("x {stem}s x"),
                    Some(stem) => format!("x {stem} x"),
                    None => format!("x {entry} x"),
                };
                assert!(entry.len() <= LONGEST, "`{entry}` is too long to be found");
                assert!(Cues::of(&Folded::new(&line)).has(kind), "`{entry}` is not found as {kind} in `{line}`");
            }
        }
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
