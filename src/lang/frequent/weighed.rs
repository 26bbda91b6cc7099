//! The frequent words of one language, in a table without collisions.

use super::{Set, Table};
use crate::hash::GOLDEN;

/// How many bits of a product number a slot of [`Weighed`].
const PLACES: u32 = 10;

/// The most that a word weighs.
const HEAVIEST: u64 = 2;

/// The words of one language that distinguish it from others, and how much each of them weighs. No two of them share a
/// slot, so that one look tells, without a branch that nobody can guess.
#[derive(Debug)]
pub(super) struct Weighed {
    multiplier: u64,
    /// What the bits of a product are that do not number its slot, and in the place of those the weight: all that is to be
    /// known of a word stands together, and is not waited for twice. Products differ where words do, since the multiplier
    /// is odd.
    slots: Box<[u64; 1 << PLACES]>,
}

impl Weighed {
    /// The words of the language that has this bit. A multiplier that keeps them apart is found by trying; that there is
    /// one, or else words would be missing, is for a test.
    pub(super) fn of(table: &Table, bit: u32) -> Self {
        let weight = |set: Set| match set.0.count_ones() {
            1 => HEAVIEST,
            2 | 3 => 1,
            _ => 0,
        };
        let own = table.slots.iter().filter(|(_, set)| set.0 & bit != 0 && weight(*set) > 0);
        let words: Vec<(u64, u64)> = own.map(|(key, set)| (*key, weight(*set))).collect();
        // The next one of a sequence that looks like chance; it has to be odd (Knuth, section 3.3.4).
        let next = |multiplier: &u64| Some(multiplier.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(2));
        let mut tried = std::iter::successors(Some(GOLDEN), next).take(MOST_TRIED);
        let multiplier = tried.find(|multiplier| are_apart(*multiplier, &words)).unwrap_or(1);
        let mut weighed = Self { multiplier, slots: Box::new([0; 1 << PLACES]) };
        for (key, weight) in words {
            let product = key.wrapping_mul(multiplier);
            if let Some(slot) = weighed.slots.get_mut(place(product)) {
                *slot = product << PLACES | weight;
            }
        }
        weighed
    }

    /// How much the word with this key weighs.
    pub(super) fn weight(&self, key: u64) -> u64 {
        let product = key.wrapping_mul(self.multiplier);
        // Where the slot is that of another word, or of none, it differs in more than the weight, or not even in that.
        let weight = self.slots.get(place(product)).copied().unwrap_or_default() ^ product << PLACES;
        if weight <= HEAVIEST { weight } else { 0 }
    }
}

/// The slot of a word, by its product.
const fn place(product: u64) -> usize {
    (product >> (u64::BITS - PLACES)) as usize
}

/// Whether no two of these words share a slot.
fn are_apart(multiplier: u64, words: &[(u64, u64)]) -> bool {
    let mut taken = [false; 1 << PLACES];
    let is_free = |place: usize| taken.get_mut(place).is_some_and(|taken| !std::mem::replace(taken, true));
    words.iter().map(|(key, _)| place(key.wrapping_mul(multiplier))).all(is_free)
}

/// So many multipliers are tried: about one of some hundreds keeps a hundred words apart.
const MOST_TRIED: usize = 1 << 14;
