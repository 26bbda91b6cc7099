//! The words of a text, as hashes, at a few bytes for each nanosecond.
//!
//! What a word is, is decided by bytes: everything below `@` ends it, which is white space, digits and the marks of
//! ASCII; and so do the characters U+0080 to U+00BF and U+2000 to U+2FFF, which are the quotation marks, dashes and
//! no-break spaces of UTF-8. Case is folded by setting the bit that tells upper from lower case in ASCII and, in UTF-8,
//! in most of the letters of Latin-1. That is not what Unicode says, but the same on both sides of a comparison.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

use crate::facts::mix::OTHER;
use crate::hash::GOLDEN;
use crate::span::Span;

/// How many bytes are looked at at once.
const BLOCK: usize = 64;

/// In each byte, the bit that is set in lower case.
const LOWER: u64 = 0x2020_2020_2020_2020;

/// Shows the hash of each word of `bytes`, from the first to the last.
pub fn for_each_word(bytes: &[u8], visit: impl FnMut(u64)) {
    for_each_word_in(bytes, Span::new(0, bytes.len()), visit);
}

/// Shows the hash of each word of a part of `bytes`, from the first to the last. What stands around the part is part of
/// no word, and it is only quicker to hash where there is something.
pub fn for_each_word_in(bytes: &[u8], part: Span, visit: impl FnMut(u64)) {
    dispatch!(Level::new(), simd => for_each_word_by(simd, bytes, part, visit));
}

/// The same, with the instructions that this processor has.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn for_each_word_by<S: Simd>(simd: S, bytes: &[u8], part: Span, mut visit: impl FnMut(u64)) {
    let (blocks, rest) = part.of(bytes).as_chunks::<BLOCK>();
    let mut last = [0; BLOCK];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    // Where the word began that is open at the end of a block, and how many bytes behind it are of no word.
    let (mut start, mut open, mut behind) = (part.start, 0, 0);
    // The last block is never full, so that no word is open behind it.
    for (base, block) in (part.start..).step_by(BLOCK).zip(blocks.iter().chain([&last])) {
        let block = u8x64::simd_from(simd, *block);
        let (two, three) = ((block | 0x20).simd_eq(0xE2).to_bitmask(), block.simd_eq(0xE2).to_bitmask());
        let letters = block.simd_ge(b'@').to_bitmask() & !(two | two << 1 | three << 2 | behind);
        behind = two >> (BLOCK - 1) | three >> (BLOCK - 2);
        let mut turns = letters ^ (letters << 1 | open);
        let next = |turns: &mut u64| {
            let next = base + turns.trailing_zeros() as usize;
            *turns &= turns.wrapping_sub(1);
            next
        };
        // The first turn ends the word that is open.
        if open == 1 && turns != 0 {
            visit(hash(bytes, start, next(&mut turns)));
        }
        while turns != 0 {
            start = next(&mut turns);
            if turns == 0 {
                break;
            }
            visit(hash(bytes, start, next(&mut turns)));
        }
        open = letters >> (BLOCK - 1);
    }
}

/// The hash of a text that is one word.
pub fn hash_of_word(word: &[u8]) -> u64 {
    // The sweep never shows an empty word.
    if word.is_empty() { 0 } else { hash(word, 0, word.len()) }
}

/// The hash of the word from `start` to `end`: of its length, its first eight and its last eight bytes. Words that
/// agree in those and differ between are too rare to matter.
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
fn hash(bytes: &[u8], start: usize, end: usize) -> u64 {
    let length = end - start;
    let few = 8_usize.saturating_sub(length) * 8;
    let first = match bytes.get(start..start + 8).and_then(|eight| eight.try_into().ok()) {
        Some(eight) => u64::from_le_bytes(eight),
        None => bytes.get(start..).unwrap_or_default().iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    };
    // What follows the word is shifted out.
    let first = ((first | LOWER) << few) >> few;
    let eight = bytes.get(end.saturating_sub(8)..).and_then(<[u8]>::first_chunk);
    let last = eight.map_or(0, |eight| u64::from_le_bytes(*eight) | LOWER);
    // Without a branch, since nobody can guess how long a word is.
    let last = last & u64::from(length > 8).wrapping_neg();
    let mixed = (first ^ (length as u64) << 59).wrapping_mul(GOLDEN);
    let mixed = (mixed ^ mixed >> 32 ^ last).wrapping_mul(OTHER);
    mixed ^ mixed >> 32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<u64> {
        let mut words = Vec::new();
        for_each_word(text.as_bytes(), |word| words.push(word));
        words
    }

    /// The same in the plainest way.
    fn plain(bytes: &[u8]) -> Vec<u64> {
        let mut spaced = bytes.to_vec();
        for (at, byte) in bytes.iter().enumerate() {
            let length = match byte {
                0xC2 => 2,
                0xE2 => 3,
                0..b'@' => 1,
                _ => 0,
            };
            spaced.iter_mut().skip(at).take(length).for_each(|byte| *byte = b' ');
        }
        spaced.split(|byte| *byte == b' ').filter(|word| !word.is_empty()).map(hash_of_word).collect()
    }

    #[test]
    fn words_are_letters_between_marks_whatever_their_case() {
        assert_eq!(words("Die »Brücke« – im Jahr 1999 gebaut!"), words("die BRÜCKE im jahr gebaut"));
        assert_eq!(words("l’eau,\u{A0}d'été").len(), 4);
        assert_ne!(words("Brücke"), words("Brücken"));
        assert_ne!(words("Donaudampfschifffahrt"), words("Donaudampfschiffefahrt"));
        assert!(words("").is_empty());
    }

    proptest! {
        #[test]
        fn the_quick_way_and_the_plain_way_agree(
            text in "([a-zA-ZéÀ«»\u{A0}’…]{0,14}[ .,\\n0-9]?){0,40}",
            start in 0_usize..9,
        ) {
            let bytes = text.as_bytes();
            let bytes = bytes.get(start..).unwrap_or(bytes);
            let mut found = Vec::new();
            for_each_word(bytes, |word| found.push(word));
            prop_assert_eq!(found, plain(bytes));
        }

        #[test]
        fn a_part_is_read_as_if_it_stood_alone(
            text in "([a-zA-ZéÀ«»\u{A0}’…]{0,14}[ .,\\n0-9]?){0,40}",
            start in 0_usize..200,
            length in 0_usize..200,
        ) {
            let bytes = text.as_bytes();
            let part = Span::new(start.min(bytes.len()), (start + length).min(bytes.len()));
            let mut found = Vec::new();
            for_each_word_in(bytes, part, |word| found.push(word));
            prop_assert_eq!(found, plain(part.of(bytes)));
        }

        #[test]
        fn any_bytes_will_do(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut found = Vec::new();
            for_each_word(&bytes, |word| found.push(word));
            prop_assert_eq!(found, plain(&bytes));
        }
    }
}
