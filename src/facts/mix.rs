//! Numbers to numbers that look like chance: no protection against anybody who wants two to be the same.

/// 2^64 divided by the golden ratio, odd. (Knuth, The Art of Computer Programming, volume 3, section 6.4.)
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Takes `next` into `hash`. For a given `hash` no two numbers give the same.
#[inline]
pub(super) const fn mix(hash: u64, next: u64) -> u64 {
    let product = (hash ^ next).wrapping_mul(GOLDEN);
    product ^ product >> 32
}

/// The finish of `SplitMix64` (Steele, Lea and Flood 2014), for where every bit has to hang on every other.
#[inline]
pub(super) const fn scatter(number: u64) -> u64 {
    let mixed = (number ^ number >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ mixed >> 31
}
