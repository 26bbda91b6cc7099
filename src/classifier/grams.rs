//! The first feature set of the first stage: which n-grams of characters and which words a line has, hashed.
//!
//! A table of weights that is indexed by hashes needs no vocabulary (Weinberger, Dasgupta, Langford, Smola and
//! Attenberg, "Feature hashing for large scale multitask learning", 2009).

use super::folded::Folded;
use crate::hash::{FNV_START, GOLDEN, fnv1a, fnv1a_all};

/// How many bits of a hash number a weight.
const BITS: u32 = 15;

/// How many weights there are.
pub(super) const WEIGHTS: usize = 1 << BITS;

/// How many bytes the n-grams have. In Latin script that is about how many characters.
const ORDERS: [u32; 3] = [3, 4, 5];

/// Calls `each` with the number of every n-gram, every word and every pair of words, and says how many there were.
pub(super) fn for_each(folded: &Folded, mut each: impl FnMut(usize)) -> usize {
    let bytes = folded.bytes();
    let mut count = 0;
    for (at, window) in folded.windows().enumerate() {
        for order in ORDERS {
            if at + order as usize > bytes.len() {
                break;
            }
            each(bucket(gram(window, order)));
            count += 1;
        }
    }
    let mut before = 0;
    for word in bytes.split(|byte| is_between(u64::from(*byte))).filter(|word| !word.is_empty()) {
        let hash = fnv1a_all(FNV_START, word);
        each(bucket(hash ^ WORD));
        each(bucket(hash.rotate_left(17) ^ before));
        before = hash;
        count += 2;
    }
    count
}

/// The sum of the weights of all numbers of a line, and how many numbers there are.
///
/// The same as by [`for_each`], in one go over the line: the hash of a word, of which each step waits for the one
/// before, costs nothing beside the n-grams, which wait for nothing.
pub(super) fn sum(folded: &Folded, weights: &[i8; WEIGHTS]) -> (i32, usize) {
    let weight = |gram: u64| weights.get(bucket(gram)).copied().map_or(0, i32::from);
    let length = folded.bytes().len();
    let (mut sum, mut words) = (0, 0);
    let (mut hash, mut before, mut in_word) = (FNV_START, 0, false);
    for window in folded.windows() {
        // Behind the end stand zeros, which belong to no n-gram; those that reach over it are taken out below.
        for order in ORDERS {
            sum += weight(gram(window, order));
        }
        let byte = window & 0xFF;
        if is_between(byte) {
            if in_word {
                sum += weight(hash ^ WORD) + weight(hash.rotate_left(17) ^ before);
                (before, hash, in_word) = (hash, FNV_START, false);
                words += 1;
            }
        } else {
            hash = fnv1a(hash, byte);
            in_word = true;
        }
    }
    if in_word {
        sum += weight(hash ^ WORD) + weight(hash.rotate_left(17) ^ before);
        words += 1;
    }
    let mut count = 2 * words;
    for order in ORDERS {
        let last = (length + 1).saturating_sub(order as usize);
        count += last;
        for window in folded.windows().skip(last) {
            sum -= weight(gram(window, order));
        }
    }
    (sum, count)
}

/// The n-gram of so many bytes that eight bytes begin with, as a number.
const fn gram(window: u64, order: u32) -> u64 {
    (window & (u64::MAX >> (64 - 8 * order))) ^ (order as u64) << 60
}

/// Tells words from n-grams.
const WORD: u64 = 0x5757;

/// Whether a byte stands between words: a space or a mark of [`Folded`].
const fn is_between(byte: u64) -> bool {
    byte == b' ' as u64 || byte <= 3
}

/// Multiplicative hashing (Knuth, "The Art of Computer Programming", volume 3, section 6.4).
const fn bucket(gram: u64) -> usize {
    ((gram ^ gram >> 29).wrapping_mul(GOLDEN) >> (64 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_sum_is_that_of_all_numbers(line in "([a-zé’0-9]{0,9}[ .]{0,2}){0,30}") {
            let weights: [i8; WEIGHTS] = std::array::from_fn(|number| i8::try_from(number % 251).unwrap_or(-99));
            let folded = Folded::new(&line);
            let mut sum_of_all = 0;
            let count = for_each(&folded, |number| sum_of_all += i32::from(weights[number]));
            prop_assert_eq!(sum(&folded, &weights), (sum_of_all, count));
        }
    }

    #[test]
    fn every_n_gram_and_every_word_counts() {
        let mut numbers = Vec::new();
        let count = for_each(&Folded::new("ab cd"), |number| numbers.push(number));
        // Seven bytes with the marks: five of three, four of four, three of five; two words, two pairs.
        assert_eq!((count, numbers.len()), (5 + 4 + 3 + 2 + 2, count));
        assert!(numbers.iter().all(|number| *number < WEIGHTS));
    }
}
