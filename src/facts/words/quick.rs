//! The words of a text without their places, for texts by the gigabyte.
//!
//! What takes time in finding words is what a processor guesses wrong: where the next one ends, how long it is, whether
//! it has accents. So all of that is done without asking. Where words begin and end is found for 64 bytes at once, as
//! the turns of a row of bits (Langdale and Lemire, Parsing gigabytes of JSON per second, 2019); the quotation marks
//! and dashes that are usual in Europe are told there too, by the bytes behind each byte. The bits are made places
//! eight at a time, by a table (Kaser and Lemire, Compressed bitmap indexes: beyond unions and intersections, 2016),
//! and words of up to 16 bytes are hashed in a loop that takes no branch, letters of Latin-1 among them. What is rarer
//! is told by its first bytes. Processors whose registers hold all of the 64 bytes need no table and no loop (`wide`).

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

use crate::mask::{bits, is_within};

use super::{SMALL, Sign, halves, mix, sign, wide, words};

/// How many bytes are looked at at once.
pub(super) const BLOCK: usize = 64;

/// How many bytes behind a block are looked at with it.
pub(super) const BEHIND: usize = 2;

/// How many words are shown together, or a few more.
pub(super) const ENOUGH: usize = 128;

/// After how many turns words are hashed.
const TURNS: usize = 2 * ENOUGH;

/// How many words a batch has at most. No block has more ends of words than half of its bytes.
pub const BATCH: usize = ENOUGH + BLOCK / 2;

/// How many hashes stand before those of a batch, which are left as they are: for whoever needs some words of the batch
/// before.
pub const KEPT: usize = 4;

/// Room for the hashes of a batch, and before them for those that were kept.
pub type Room = [u64; KEPT + BATCH];

/// Puts the hashes of the words of `text` into `room`, in order, some at a time, and tells `each` how many there are: the
/// same words as [`words`], in less time.
#[inline]
pub fn each_batch(text: &str, room: &mut Room, each: impl FnMut(&mut Room, usize)) {
    dispatch!(Level::new(), simd => each_batch_by(simd, text.as_bytes(), room, each));
}

/// The same, with the instructions that this processor has.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn each_batch_by<S: Simd>(simd: S, bytes: &[u8], room: &mut Room, each: impl FnMut(&mut Room, usize)) {
    // With registers of the size of a block there are instructions that need no table.
    if S::u8s::LEN == BLOCK {
        wide::each_batch(simd, bytes, room, each);
    } else {
        each_batch_by_turns(simd, bytes, room, each);
    }
}

/// The same for processors with smaller registers.
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
pub(super) fn each_batch_by_turns<S: Simd>(
    simd: S,
    bytes: &[u8],
    room: &mut Room,
    mut each: impl FnMut(&mut Room, usize),
) {
    let mut runs = Runs::default();
    let mut start = 0;
    while let Some(windows) = windows(bytes, start) {
        runs.push(bytes, start, &classify(simd, windows));
        start += BLOCK;
        if runs.count >= TURNS {
            runs.hash(bytes, room, &mut each);
        }
    }
    let mut last = [0; 2 * BLOCK + BEHIND];
    last.iter_mut().zip(bytes.get(start..).unwrap_or_default()).for_each(|(to, from)| *to = *from);
    // The last block is never full, so no run is open behind it.
    for at in (0..=bytes.len().saturating_sub(start)).step_by(BLOCK) {
        if let Some(windows) = windows(&last, at) {
            runs.push(bytes, start + at, &classify(simd, windows));
        }
    }
    runs.hash(bytes, room, &mut each);
}

/// The block at `start`, and what begins one and two bytes behind it.
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
pub(super) fn windows(bytes: &[u8], start: usize) -> Option<[&[u8; BLOCK]; 1 + BEHIND]> {
    let window = bytes.get(start..)?.first_chunk::<{ BLOCK + BEHIND }>()?;
    let second = window.split_first()?.1;
    Some([window.first_chunk()?, second.first_chunk()?, second.split_first()?.1.first_chunk()?])
}

/// What is in a block, as bits, the first byte the lowest.
pub(super) struct Classes {
    /// The bytes that may be of a word: letters and digits of ASCII, and whatever is not ASCII.
    pub(super) word: u64,
    /// The first bytes of characters of two bytes that part words.
    of_two: u64,
    /// The same of three.
    of_three: u64,
    /// The first bytes of all other characters but those of ASCII and the letters of Latin-1.
    rare: u64,
}

impl Classes {
    /// Which bytes part words, of the block that was looked at and of the next one. `is_plain` becomes false where there
    /// are letters that [`plain_word`] does not know.
    #[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
    #[inline(always)]
    pub(super) fn outside(&self, bytes: &[u8], start: usize, is_plain: &mut bool) -> [u64; 2] {
        let [two, three] = [self.of_two | self.of_three, self.of_three].map(u128::from);
        let mut outside = two | two << 1 | three << 2;
        if self.rare != 0 {
            outside |= look_at(bytes, start, self.rare, is_plain);
        }
        halves(outside)
    }
}

/// What the bytes of a block are, by those behind them. All that is told here is told as [`sign`] does.
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
pub(super) fn classify<S: Simd>(simd: S, windows: [&[u8; BLOCK]; 1 + BEHIND]) -> Classes {
    let [block, second, third] = windows.map(|window| u8x64::simd_from(simd, *window));
    let small = block | 0x20;
    let is_word = is_within(small, b'a', b'z') | is_within(block, b'0', b'9') | block.simd_ge(0x80);
    let is_sign = block.simd_eq(0xC2);
    // Of U+0080 to U+00BF, the no-break space and the quotation marks: U+00A0, and U+00AB and U+00BB.
    let is_usual = second.simd_eq(0xA0) | (second | 0x10).simd_eq(0xBB);
    let is_times = block.simd_eq(0xC3) & (second | 0x20).simd_eq(0xB7);
    let of_two = ((is_sign & is_usual) | is_times).to_bitmask();
    let of_three = (block.simd_eq(0xE2) & second.simd_eq(0x80) & is_within(third, 0x8E, 0xBF)).to_bitmask();
    let rare = (block.simd_ge(0xC4) | is_sign).to_bitmask() & !(of_two | of_three);
    Classes { word: is_word.to_bitmask(), of_two, of_three, rare }
}

/// Which bytes part words, of the characters whose first bytes are `rare` in the block at `start`; and whether all others
/// are of words that [`plain_word`] knows. More bits than a block has, since a character may go on behind it.
#[inline(never)]
fn look_at(bytes: &[u8], start: usize, rare: u64, is_plain: &mut bool) -> u128 {
    let mut outside = 0;
    for bit in bits(rare) {
        match sign(bytes.get(start + bit..).unwrap_or_default()) {
            (Sign::Other, width) => outside |= ((1 << width) - 1) << bit,
            _ => *is_plain = false,
        }
    }
    outside
}

/// How many bits are made places at once.
const SOME: usize = 8;

/// Which bits are set in a byte, from the lowest on; what is behind them counts for nothing.
static PLACES: [[u8; SOME]; 256] = {
    let mut all = [[0; SOME]; 256];
    let mut rest: &mut [[u8; SOME]] = &mut all;
    let mut byte = 0_u64;
    while let Some((places, others)) = rest.split_first_mut() {
        let (mut bit, mut bytes, mut shift) = (0, 0_u64, 0);
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                bytes |= bit << shift;
                shift += 8;
            }
            bit += 1;
        }
        *places = bytes.to_le_bytes();
        rest = others;
        byte += 1;
    }
    all
};

/// Runs of bytes between those that part words.
struct Runs {
    /// Where they begin and end, in turns.
    turns: [usize; TURNS + BLOCK + SOME],
    count: usize,
    /// Whether a run is open, as the lowest bit.
    open: u64,
    /// Which of the first bytes of the next block part runs.
    behind: u64,
    /// Whether each is one word that [`plain_word`] knows.
    is_plain: bool,
}

impl Default for Runs {
    fn default() -> Self {
        Self { turns: [0; TURNS + BLOCK + SOME], count: 0, open: 0, behind: 0, is_plain: true }
    }
}

impl Runs {
    /// Takes in the block at `start`.
    #[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
    #[inline(always)]
    fn push(&mut self, bytes: &[u8], start: usize, classes: &Classes) {
        let [outside, behind] = classes.outside(bytes, start, &mut self.is_plain);
        let inside = classes.word & !(outside | self.behind);
        let turns = inside ^ (inside << 1 | self.open);
        (self.open, self.behind) = (inside >> (BLOCK - 1), behind);
        // In a register, since nothing else can be taken for it there.
        let mut count = self.count;
        for (at, some) in (start..).step_by(SOME).zip(turns.to_le_bytes()) {
            let places = self.turns.get_mut(count..).and_then(<[usize]>::first_chunk_mut::<SOME>);
            if let (Some(places), Some(bits)) = (places, PLACES.get(usize::from(some))) {
                // How many there are cannot be guessed, so all are written.
                places.iter_mut().zip(bits).for_each(|(place, bit)| *place = at + usize::from(*bit));
            }
            count += some.count_ones() as usize;
        }
        self.count = count;
    }

    /// Shows `each` the hashes of the words in all runs that are closed, and forgets those.
    #[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
    #[inline(always)]
    fn hash(&mut self, bytes: &[u8], room: &mut Room, each: &mut impl FnMut(&mut Room, usize)) {
        let (closed, open) = self.turns.get(..self.count).unwrap_or_default().as_chunks::<2>();
        let open = open.first().copied();
        if self.is_plain {
            for (hash, [start, end]) in room.iter_mut().skip(KEPT).zip(closed) {
                *hash = plain_word(bytes, *start, *end);
            }
            each(room, closed.len());
        } else {
            let count = hash_others(bytes, closed.iter().copied(), (room, 0), each);
            each(room, count);
        }
        (self.count, self.is_plain) = (0, self.is_plain || open.is_none());
        if let (Some(first), Some(open)) = (self.turns.first_mut(), open) {
            (*first, self.count) = (open, 1);
        }
    }
}

/// Hashes the words of runs of which some may be other than plain words. `room` has hashes already, as many as are said;
/// what is given back is how many there are then. When there is no room for more, `each` is shown those.
#[inline(never)]
pub(super) fn hash_others(
    bytes: &[u8],
    runs: impl Iterator<Item = [usize; 2]>,
    (room, mut count): (&mut Room, usize),
    each: &mut impl FnMut(&mut Room, usize),
) -> usize {
    let mut push = |hash| {
        if let Some(place) = room.get_mut(KEPT + count) {
            (*place, count) = (hash, count + 1);
        }
        if count == BATCH {
            each(room, count);
            count = 0;
        }
    };
    for [start, end] in runs {
        let run = bytes.get(start..end).unwrap_or_default();
        if run.iter().any(|byte| *byte == 0xC2 || *byte >= 0xC4) {
            words(run).for_each(|word| push(word.hash));
        } else {
            push(plain_word(bytes, start, end));
        }
    }
    count
}

/// How many bytes of a word are hashed at once.
pub(super) const CHUNK: usize = 16;

/// What leaves of the two halves of a chunk its first `n` bytes.
static LEFT: [[u64; 2]; CHUNK + 1] = [
    [0, 0],
    [0xFF, 0],
    [0xFFFF, 0],
    [0xFF_FFFF, 0],
    [0xFFFF_FFFF, 0],
    [0xFF_FFFF_FFFF, 0],
    [0xFFFF_FFFF_FFFF, 0],
    [0xFF_FFFF_FFFF_FFFF, 0],
    [u64::MAX, 0],
    [u64::MAX, 0xFF],
    [u64::MAX, 0xFFFF],
    [u64::MAX, 0xFF_FFFF],
    [u64::MAX, 0xFFFF_FFFF],
    [u64::MAX, 0xFF_FFFF_FFFF],
    [u64::MAX, 0xFFFF_FFFF_FFFF],
    [u64::MAX, 0xFF_FFFF_FFFF_FFFF],
    [u64::MAX, u64::MAX],
];

/// The hash of a word of letters and digits of ASCII and of letters of Latin-1, all of which are put into lower case by
/// one bit of each byte.
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
fn plain_word(bytes: &[u8], start: usize, end: usize) -> u64 {
    let chunk = bytes.get(start..).and_then(<[u8]>::first_chunk::<CHUNK>);
    match (chunk, LEFT.get(end.wrapping_sub(start))) {
        (Some(chunk), Some([low_left, high_left])) => {
            let [low, high] = halves(u128::from_le_bytes(*chunk));
            mix(0, (low | SMALL) & low_left, (high | SMALL) & high_left)
        }
        _ => long_word(bytes.get(start..end).unwrap_or_default()),
    }
}

/// The same for a word that has more bytes, or too few behind it.
#[inline(never)]
pub(super) fn long_word(word: &[u8]) -> u64 {
    word.chunks(CHUNK).fold(0, |hash, chunk| {
        let mut small = [0; CHUNK];
        small.iter_mut().zip(chunk).for_each(|(to, from)| *to = from | 0x20);
        let [low, high] = halves(u128::from_le_bytes(small));
        mix(hash, low, high)
    })
}
