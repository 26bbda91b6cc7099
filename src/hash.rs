//! Hashes of a few bytes, by nothing but arithmetic: the constants, and where they come from. Collisions can be made on
//! purpose. What is compared between runs and programs is hashed by others, which are named where that is done.
//!
//! The numbers are part of what was learned: both models were trained on features that are hashed so, and with other
//! constants every weight would stand for something else.

/// 2^64 divided by the golden ratio, odd: for multiplicative hashing, where a product with it spreads numbers that are
/// alike over its upper bits. (Knuth, "The Art of Computer Programming", volume 3, section 6.4.)
pub const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// What a hash by [`fnv1a`] begins with.
pub const FNV_START: u64 = 0xCBF2_9CE4_8422_2325;

/// `hash` with one more byte, or another small number: FNV-1a with 64 bits. (Fowler, Noll and Vo; Eastlake and others,
/// "The FNV Non-Cryptographic Hash Algorithm".)
#[inline]
#[must_use]
pub const fn fnv1a(hash: u64, byte: u64) -> u64 {
    (hash ^ byte).wrapping_mul(0x0000_0100_0000_01B3)
}

/// `hash` with all of these bytes.
#[inline]
#[must_use]
pub fn fnv1a_all(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| fnv1a(hash, u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_that_were_published() {
        for (text, hash) in [("", FNV_START), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8)] {
            assert_eq!(fnv1a_all(FNV_START, text.as_bytes()), hash, "{text}");
        }
    }
}
