//! The same as `quick`, for processors whose registers hold a block of 64 bytes and that can choose any bytes of two of
//! them (AVX-512 with its byte instructions).
//!
//! Such a processor puts the places where words begin and end side by side by itself, and the bytes of four words at once:
//! each of them is in the block in which it ends or in the one before it, if it has no more than 16 bytes. So words are
//! never written down and read again, and nothing hangs on how many there are, but for what is longer or rarer.

use fearless_simd::prelude::*;
use fearless_simd::{mask8x64, u8x64, u64x8};

use super::mix::OTHER;
use super::quick::{BEHIND, BLOCK, CHUNK, Classes, ENOUGH, KEPT, Room, classify, hash_others, long_word, windows};
use crate::hash::GOLDEN;
use crate::mask::bits;

/// How many words a register holds a chunk of.
const FOUR: usize = BLOCK / CHUNK;

/// How many words are hashed in any case, whether there are so many or not: most blocks have fewer.
const USUAL: usize = 16;

/// How many words may end in a block.
const MOST: usize = BLOCK / 2;

/// What is looked up for each byte of a register.
struct Tables {
    /// The place of the byte, behind those of the block before it.
    places: [u8; BLOCK],
    /// Its place in a chunk.
    in_chunk: [u8; BLOCK],
    /// Which byte is taken for it from two registers: the same, or the one before it, and for the first byte one of the
    /// second register.
    slides: [[u8; BLOCK]; 2],
    /// Which word it is of, four words at a time.
    words: [[[u8; BLOCK]; USUAL / FOUR]; MOST / USUAL],
}

static TABLES: Tables = tables();

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "there is an entry for every byte")]
const fn tables() -> Tables {
    let mut tables = Tables {
        places: [0; BLOCK],
        in_chunk: [0; BLOCK],
        slides: [[0; BLOCK]; 2],
        words: [[[0; BLOCK]; USUAL / FOUR]; MOST / USUAL],
    };
    let mut byte = 0;
    while byte < BLOCK {
        tables.places[byte] = (BLOCK + byte) as u8;
        tables.in_chunk[byte] = (byte % CHUNK) as u8;
        tables.slides[0][byte] = byte as u8;
        tables.slides[1][byte] = if byte == 0 { BLOCK as u8 } else { byte as u8 - 1 };
        let mut word = byte / CHUNK;
        while word < MOST {
            tables.words[word / USUAL][word % USUAL / FOUR][byte] = word as u8;
            word += FOUR;
        }
        byte += 1;
    }
    tables
}

/// By what the two halves of each chunk are multiplied, as in [`super::mix::mix`].
static FACTORS: [u64; BLOCK / 8] = [GOLDEN, OTHER, GOLDEN, OTHER, GOLDEN, OTHER, GOLDEN, OTHER];

/// Puts the hashes of the words of `bytes` into `room`, as [`super::quick::each_batch`] does.
#[expect(clippy::inline_always, reason = "so that it is compiled for the kind of processor that it is for")]
#[inline(always)]
pub(super) fn each_batch<S: Simd>(simd: S, bytes: &[u8], room: &mut Room, mut each: impl FnMut(&mut Room, usize)) {
    let mut state = State { before: u8x64::splat(simd, 0), open: 0, outside: 0, start: 0, is_plain: true };
    let (mut start, mut count) = (0, 0);
    while let Some(windows) = windows(bytes, start) {
        count = state.hash(simd, (bytes, start), windows, (room, count), &mut each);
        start += BLOCK;
        if count >= ENOUGH {
            each(room, count);
            count = 0;
        }
    }
    let mut last = [0; 2 * BLOCK + BEHIND];
    last.iter_mut().zip(bytes.get(start..).unwrap_or_default()).for_each(|(to, from)| *to = *from);
    // The last block is never full, so no word is open behind it.
    for at in (0..=bytes.len().saturating_sub(start)).step_by(BLOCK) {
        if let Some(windows) = windows(&last, at) {
            count = state.hash(simd, (bytes, start + at), windows, (room, count), &mut each);
            if count >= ENOUGH {
                each(room, count);
                count = 0;
            }
        }
    }
    each(room, count);
}

/// What is known at the start of a block.
struct State<S: Simd> {
    /// The block before it.
    before: u8x64<S>,
    /// Whether a run is open, as the lowest bit.
    open: u64,
    /// Which of its first bytes part runs.
    outside: u64,
    /// Where the run began that is open.
    start: usize,
    /// Whether that is one word that `plain_word` knows, as far as it goes.
    is_plain: bool,
}

/// The runs that end in a block.
struct Ended<S: Simd> {
    /// Where they begin and end, counted from the block before.
    from: u8x64<S>,
    to: u8x64<S>,
    /// The number of bytes that each has, if it has no more than fit into two blocks; else more than a chunk has.
    length: u8x64<S>,
    count: usize,
}

impl<S: Simd> State<S> {
    /// Hashes the words that end in the block at `start` to `room`, which has hashes already, as many as are said; what is
    /// given back is how many there are then.
    #[expect(
        clippy::inline_always,
        reason = "it is a part of what is compiled for the kind of processor that it is for"
    )]
    #[inline(always)]
    fn hash(
        &mut self,
        simd: S,
        (bytes, start): (&[u8], usize),
        windows: [&[u8; BLOCK]; 1 + BEHIND],
        (room, count): (&mut Room, usize),
        each: &mut impl FnMut(&mut Room, usize),
    ) -> usize {
        let classes: Classes = classify(simd, windows);
        let mut is_plain = self.is_plain;
        let [outside, behind] = classes.outside(bytes, start, &mut is_plain);
        let inside = classes.word & !(outside | self.outside);
        let turns = inside ^ (inside << 1 | self.open);
        let starts = turns & inside;
        let ended = self.ended(simd, start, starts, turns & !inside);
        let here = u8x64::simd_from(simd, *windows[0]);
        let mut next = count;
        if is_plain {
            for (first, words) in (0..).step_by(USUAL).zip(&TABLES.words) {
                if first > 0 && ended.count <= first {
                    break;
                }
                let hashes = ended.hash(simd, (self.before, here), words);
                let places = room.get_mut(KEPT + count + first..).and_then(<[u64]>::first_chunk_mut::<USUAL>);
                if let Some(places) = places {
                    *places = hashes;
                }
            }
            next += ended.count;
            let long = ended.long();
            if long != 0 {
                let hashes = room.get_mut(KEPT + count..).unwrap_or_default();
                hash_long(bytes, &ended.runs(self, start), long, hashes);
            }
        } else if ended.count > 0 {
            let runs = ended.runs(self, start);
            next = hash_others(bytes, runs.into_iter().take(ended.count), (room, count), each);
        }
        if starts != 0 {
            self.start = start + (BLOCK - 1) - starts.leading_zeros() as usize;
        }
        (self.open, self.outside, self.before) = (inside >> (BLOCK - 1), behind, here);
        self.is_plain = is_plain || self.open == 0;
        next
    }

    /// The runs that end in the block at `start`, by the places in it where runs begin and end.
    #[expect(
        clippy::inline_always,
        reason = "it is a part of what is compiled for the kind of processor that it is for"
    )]
    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it began in the block before, or else that is where it is cut"
    )]
    fn ended(&self, simd: S, start: usize, starts: u64, ends: u64) -> Ended<S> {
        let places = u8x64::simd_from(simd, TABLES.places);
        let open = u8x64::splat(simd, (self.start + BLOCK).saturating_sub(start) as u8);
        let slide = TABLES.slides.get(usize::from(self.open == 1)).unwrap_or(&TABLES.places);
        let begun = places.compress(mask8x64::from_bitmask(simd, starts));
        let from = begun.concat_swizzle_dyn(open, u8x64::simd_from(simd, *slide));
        let to = places.compress(mask8x64::from_bitmask(simd, ends));
        Ended { from, to, length: to - from, count: ends.count_ones() as usize }
    }
}

impl<S: Simd> Ended<S> {
    /// The hashes of some of them, by the table of which word each byte is of, as `plain_word` makes them; of those that
    /// are longer than a chunk, and where there are none, just numbers.
    #[expect(
        clippy::inline_always,
        reason = "it is a part of what is compiled for the kind of processor that it is for"
    )]
    #[inline(always)]
    fn hash(&self, simd: S, (before, here): (u8x64<S>, u8x64<S>), words: &[[u8; BLOCK]; USUAL / FOUR]) -> [u64; USUAL] {
        let in_chunk = u8x64::simd_from(simd, TABLES.in_chunk);
        let [one, two, three, four] = words.each_ref().map(|words| {
            let word = u8x64::simd_from(simd, *words);
            let places = self.from.swizzle_dyn(word) + in_chunk;
            let small = before.concat_swizzle_dyn(here, places) | 0x20;
            let is_of_word = in_chunk.simd_lt(self.length.swizzle_dyn(word));
            let chunks = u64x8::from_bytes(is_of_word.select(small, u8x64::splat(simd, 0)));
            chunks * u64x8::simd_from(simd, FACTORS)
        });
        let mut hashes = [0; USUAL];
        for (hashes, (left, right)) in hashes.as_chunks_mut().0.iter_mut().zip([(one, two), (three, four)]) {
            let sum = left.unzip_low(right) + left.unzip_high(right);
            *hashes = (sum ^ (sum >> 32)).into();
        }
        hashes
    }

    /// Which of them are longer than a chunk.
    #[expect(
        clippy::inline_always,
        reason = "it is a part of what is compiled for the kind of processor that it is for"
    )]
    #[inline(always)]
    fn long(&self) -> u64 {
        #[expect(clippy::cast_possible_truncation, reason = "it is 16")]
        let long = self.length.simd_gt(CHUNK as u8).to_bitmask();
        long & !(u64::MAX << self.count)
    }

    /// Where they begin and end in the text; what is behind the last one counts for nothing.
    #[inline(never)]
    fn runs(&self, state: &State<S>, start: usize) -> [[usize; 2]; MOST] {
        let mut runs = [[0; 2]; MOST];
        for ([first, end], (from, to)) in runs.iter_mut().zip(self.from.iter().zip(self.to.iter())) {
            let place = |place: &u8| (start + usize::from(*place)).saturating_sub(BLOCK);
            (*first, *end) = (place(from), place(to));
        }
        if let ([[first, _], ..], true) = (&mut runs, state.open == 1) {
            *first = state.start;
        }
        runs
    }
}

/// Hashes the words of those runs that are `long`.
#[inline(never)]
fn hash_long(bytes: &[u8], runs: &[[usize; 2]; MOST], long: u64, hashes: &mut [u64]) {
    for at in bits(long) {
        if let (Some(hash), Some([start, end])) = (hashes.get_mut(at), runs.get(at)) {
            *hash = long_word(bytes.get(*start..*end).unwrap_or_default());
        }
    }
}
