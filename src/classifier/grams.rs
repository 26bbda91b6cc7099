//! The first question about a line: which n-grams of characters and which words it has, by hash.
//!
//! A table of weights that is indexed by hashes needs no vocabulary (Weinberger, Dasgupta, Langford, Smola and
//! Attenberg, "Feature hashing for large scale multitask learning", 2009).

use super::folded::Folded;

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
            let gram = window & (u64::MAX >> (64 - 8 * order));
            each(bucket(gram ^ u64::from(order) << 60));
            count += 1;
        }
    }
    let mut before = 0;
    for word in bytes.split(|byte| matches!(byte, b' ' | ..=3)).filter(|word| !word.is_empty()) {
        let hash = word.iter().fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
        });
        each(bucket(hash ^ 0x5757));
        each(bucket(hash.rotate_left(17) ^ before));
        before = hash;
        count += 2;
    }
    count
}

/// Multiplicative hashing (Knuth, "The Art of Computer Programming", volume 3, section 6.4).
const fn bucket(gram: u64) -> usize {
    ((gram ^ gram >> 29).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_n_gram_and_every_word_counts() {
        let mut numbers = Vec::new();
        let count = for_each(&Folded::new("ab cd"), |number| numbers.push(number));
        // Seven bytes with the marks: five of three, four of four, three of five; two words, two pairs.
        assert_eq!((count, numbers.len()), (5 + 4 + 3 + 2 + 2, count));
        assert!(numbers.iter().all(|number| *number < WEIGHTS));
    }
}
