//! The words of a text without their places, for texts by the gigabyte.
//!
//! What takes time in finding words is what a processor guesses wrong: where the next one ends, how long it is, whether it
//! has accents. So all of that is done without asking. Where words begin and end is found for 64 bytes at once, as the
//! turns of a row of bits (Langdale and Lemire, Parsing gigabytes of JSON per second, 2019), and words of up to 16 bytes
//! are hashed in a loop that takes no branch, letters of Latin-1 among them. What is rarer is told by its first bytes.

use wide::u8x16;

use super::{SMALL, Sign, halves, mix, sign, words};

/// How many bytes are looked at at once.
const BLOCK: usize = 64;

/// After how many turns words are hashed.
const TURNS: usize = 256;

/// How many words a batch has at most.
pub const BATCH: usize = TURNS / 2 + BLOCK;

/// Shows `each` the hashes of the words of `text`, in order, some at a time: the same as [`words`], in less time.
#[inline]
pub fn each_batch(text: &str, mut each: impl FnMut(&[u64])) {
    let bytes = text.as_bytes();
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    let mut runs = Runs::default();
    let mut batch = [0; BATCH];
    // Whether a run is open, and which of the first bytes of the next block part runs.
    let (mut open, mut behind) = (0, 0);
    for (start, block) in (0..).step_by(BLOCK).zip(blocks.iter().chain([&last])) {
        let (inside, rare) = classify(block);
        let outside = if rare == 0 { behind } else { behind | look_at(bytes, start, rare, &mut runs.is_plain) };
        let [here, next] = halves(outside);
        let inside = inside & !here;
        behind = u128::from(next);
        runs.push(start, inside ^ (inside << 1 | open));
        open = inside >> (BLOCK - 1);
        if runs.count >= TURNS {
            runs.hash(bytes, &mut batch, &mut each);
        }
    }
    // The last block is never full, so no run is open behind it.
    runs.hash(bytes, &mut batch, &mut each);
}

/// Which bytes of a block may be of a word, as bits, the first the lowest: letters and digits of ASCII, and whatever is
/// not ASCII. And which of them have to be looked at: the first bytes of all characters but the letters of Latin-1, and
/// the second ones of `×` and `÷`, which stand among those.
#[inline]
fn classify(block: &[u8; BLOCK]) -> (u64, u64) {
    let (vectors, _) = block.as_chunks::<16>();
    let (inside, rare) = vectors.iter().rev().fold((0, 0), |(inside, rare), vector| {
        let bytes = u8x16::new(*vector);
        let small = bytes | u8x16::splat(0x20);
        let within = |bytes: u8x16, first: u8, count: u8| {
            let from_first = bytes - u8x16::splat(first);
            from_first.simd_eq(from_first.min(u8x16::splat(count - 1)))
        };
        // Of what is not ASCII the highest bit is set, which is the one that goes into the mask.
        let is_word = within(small, b'a', 26) | within(bytes, b'0', 10) | bytes;
        let is_rare = within(bytes, 0xC4, 0x3C) | bytes.simd_eq(u8x16::splat(0xC2)) | small.simd_eq(u8x16::splat(0xB7));
        let bits = |vector: u8x16| u64::from(vector.to_bitmask());
        (inside << 16 | bits(is_word), rare << 16 | bits(is_rare))
    });
    let sign_goes_on = u64::from(block.last() == Some(&0xC3)) << (BLOCK - 1);
    (inside, rare | sign_goes_on)
}

/// Which bytes part words, of those that are `rare` in the block at `start`; and whether all others are of words that
/// [`plain_word`] knows. More bits than a block has, since a character may go on behind it.
#[inline]
fn look_at(bytes: &[u8], start: usize, mut rare: u64, is_plain: &mut bool) -> u128 {
    let mut outside = 0;
    while rare != 0 {
        let bit = rare.trailing_zeros();
        rare &= rare - 1;
        let at = start + bit as usize;
        let rest = bytes.get(at..).unwrap_or_default();
        if matches!(rest, [0x80..=0xBF, ..]) {
            // Where the first byte is in the block before, it was looked at there.
            if bit > 0 && bytes.get(at - 1) == Some(&0xC3) {
                outside |= 0b11 << (bit - 1);
            }
            continue;
        }
        match sign(rest) {
            (Sign::Other, width) => outside |= ((1 << width) - 1) << bit,
            _ => *is_plain &= rest.starts_with(b"\xC3"),
        }
    }
    outside
}

/// Runs of bytes between those that part words.
struct Runs {
    /// Where they begin and end, in turns.
    turns: [usize; TURNS + BLOCK],
    count: usize,
    /// Whether each is one word that [`plain_word`] knows.
    is_plain: bool,
}

impl Default for Runs {
    fn default() -> Self {
        Self { turns: [0; TURNS + BLOCK], count: 0, is_plain: true }
    }
}

impl Runs {
    /// Takes in the places behind `start` that are bits of `turns`.
    #[inline]
    fn push(&mut self, start: usize, mut turns: u64) {
        let count = turns.count_ones() as usize;
        let Some(places) = self.turns.get_mut(self.count..).and_then(<[usize]>::first_chunk_mut::<BLOCK>) else {
            return;
        };
        // How many there are cannot be guessed, so some more are written than there are; what is behind counts for nothing.
        let mut write = |places: &mut [usize]| {
            for place in places {
                *place = start + turns.trailing_zeros() as usize;
                turns &= turns.wrapping_sub(1);
            }
        };
        let (usual, others) = places.split_at_mut(16);
        write(usual);
        if count > 16 {
            let (some, others) = others.split_at_mut(8);
            write(some);
            if count > 24 {
                write(others);
            }
        }
        self.count += count;
    }

    /// Shows `each` the hashes of the words in all runs that are closed, and forgets those.
    #[inline]
    fn hash(&mut self, bytes: &[u8], batch: &mut [u64; BATCH], each: &mut impl FnMut(&[u64])) {
        let (closed, open) = self.turns.get(..self.count).unwrap_or_default().as_chunks::<2>();
        let open = open.first().copied();
        if self.is_plain {
            for (hash, [start, end]) in batch.iter_mut().zip(closed) {
                *hash = plain_word(bytes, *start, *end);
            }
            each(batch.get(..closed.len()).unwrap_or_default());
        } else {
            hash_others(bytes, closed, batch, each);
        }
        (self.count, self.is_plain) = (0, self.is_plain || open.is_none());
        if let (Some(first), Some(open)) = (self.turns.first_mut(), open) {
            (*first, self.count) = (open, 1);
        }
    }
}

/// The same for runs of which some may be other than plain words.
#[inline(never)]
fn hash_others(bytes: &[u8], runs: &[[usize; 2]], batch: &mut [u64; BATCH], each: &mut impl FnMut(&[u64])) {
    let mut count = 0;
    let mut push = |hash| {
        if let Some(place) = batch.get_mut(count) {
            (*place, count) = (hash, count + 1);
        }
        if count == BATCH {
            each(batch);
            count = 0;
        }
    };
    for &[start, end] in runs {
        let run = bytes.get(start..end).unwrap_or_default();
        if run.iter().any(|byte| *byte == 0xC2 || *byte >= 0xC4) {
            words(run).for_each(|word| push(word.hash));
        } else {
            push(plain_word(bytes, start, end));
        }
    }
    each(batch.get(..count).unwrap_or_default());
}

/// How many bytes of a word are hashed at once.
const CHUNK: usize = 16;

/// From byte `CHUNK - n` on: what leaves of a chunk its first `n` bytes.
const LEFT: [[u8; CHUNK]; 2] = [[u8::MAX; CHUNK], [0; CHUNK]];

/// The hash of a word of letters and digits of ASCII and of letters of Latin-1, all of which are put into lower case by
/// one bit of each byte.
#[inline]
fn plain_word(bytes: &[u8], start: usize, end: usize) -> u64 {
    let chunk = bytes.get(start..).and_then(<[u8]>::first_chunk::<CHUNK>);
    let left = CHUNK.checked_sub(end - start).and_then(|skipped| LEFT.as_flattened().get(skipped..)?.first_chunk());
    match (chunk, left) {
        (Some(chunk), Some(left)) => {
            let [low, high] = halves(u128::from_le_bytes(*chunk));
            let [low_left, high_left] = halves(u128::from_le_bytes(*left));
            mix(0, (low | SMALL) & low_left, (high | SMALL) & high_left)
        }
        _ => long_word(bytes.get(start..end).unwrap_or_default()),
    }
}

/// The same for a word that has more bytes, or too few behind it.
#[inline(never)]
fn long_word(word: &[u8]) -> u64 {
    word.chunks(CHUNK).fold(0, |hash, chunk| {
        let mut small = [0; CHUNK];
        small.iter_mut().zip(chunk).for_each(|(to, from)| *to = from | 0x20);
        let [low, high] = halves(u128::from_le_bytes(small));
        mix(hash, low, high)
    })
}
