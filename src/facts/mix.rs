//! Mixing of bits: numbers become numbers that look random. Not cryptographic: collisions can be made on purpose.

use crate::hash::GOLDEN;

/// An odd number whose bits look like chance, as [`GOLDEN`] is one.
pub(super) const OTHER: u64 = 0xD6E8_FEB8_6659_FD93;

/// Takes 16 bytes into `hash`, the first eight of them as `low`: two products that need not wait for each other. (After
/// Dietzfelbinger, Universal hashing and k-wise independent random variables via integer arithmetic without primes,
/// 1996.) Of two pairs that differ in one half only, no two give the same.
#[inline]
pub(super) const fn mix(hash: u64, low: u64, high: u64) -> u64 {
    let sum = (hash ^ low).wrapping_mul(GOLDEN).wrapping_add(high.wrapping_mul(OTHER));
    sum ^ sum >> 32
}

/// The finish of `SplitMix64` (Steele, Lea and Flood 2014), for where every bit has to hang on every other.
#[inline]
pub(super) const fn scatter(number: u64) -> u64 {
    let mixed = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}
