//! A set of numbers that many others are looked up in: most are not in it, and cost one look at a bit.

use std::ops::Range;

use crate::hash::GOLDEN;

/// How many bits of the filter there are for each key.
const BITS: usize = 16;

/// Sorted keys, each with what it stands for, and a filter before them.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    keys: Vec<(u64, u32)>,
    filter: Vec<u64>,
    shift: u32,
}

impl Lookup {
    /// Keys, which should be as good as random in their upper bits; a key can be there several times.
    pub(super) fn new(mut keys: Vec<(u64, u32)>) -> Self {
        keys.sort_unstable();
        let bits = (keys.len().max(4) * BITS).next_power_of_two().max(64);
        let shift = u64::BITS - bits.trailing_zeros();
        let mut filter = vec![0_u64; bits / 64];
        for (key, _) in &keys {
            let (word, bit) = place(*key, shift);
            if let Some(word) = filter.get_mut(word) {
                *word |= bit;
            }
        }
        Self { keys, filter, shift }
    }

    /// What this key stands for.
    #[inline]
    pub(super) fn get(&self, key: u64) -> &[(u64, u32)] {
        let (word, bit) = place(key, self.shift);
        if self.filter.get(word).is_none_or(|word| word & bit == 0) {
            return &[];
        }
        self.keys.get(self.range(key)).unwrap_or_default()
    }

    #[cold]
    fn range(&self, key: u64) -> Range<usize> {
        let start = self.keys.partition_point(|(other, _)| *other < key);
        let rest = self.keys.get(start..).unwrap_or_default();
        start..start + rest.partition_point(|(other, _)| *other == key)
    }
}

/// Which bit of the filter is for this key.
#[inline]
const fn place(key: u64, shift: u32) -> (usize, u64) {
    // A product spreads keys that are alike in their upper bits; by Knuth's multiplicative hashing.
    let number = key.wrapping_mul(GOLDEN) >> shift;
    ((number >> 6) as usize, 1 << (number & 63))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_key_is_found_if_it_is_there(keys in prop::collection::vec((0_u64..40, 0_u32..5), 0..60), spread: u64) {
            let spread = spread | 1;
            let keys: Vec<(u64, u32)> = keys.into_iter().map(|(key, of)| (key.wrapping_mul(spread), of)).collect();
            let lookup = Lookup::new(keys.clone());
            for key in (0..50_u64).map(|key| key.wrapping_mul(spread)) {
                let mut expected: Vec<(u64, u32)> = keys.iter().copied().filter(|(other, _)| *other == key).collect();
                expected.sort_unstable();
                prop_assert_eq!(lookup.get(key), &expected[..]);
            }
        }
    }
}
