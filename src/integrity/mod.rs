//! Sizes, counts and checksums: how marker lines state them, whether what they state holds, and how they stay right.
//!
//! `bytes` and `sha256` of a `<<<FILE>>>` line, `files` and `sha256` of an `<<<END>>>` line prove that nothing was cut.
//! A proof is worth something only if everybody reads it in the same way, so rules, fixes, `fmt`, `quarantine`, `pack`
//! and `unpack` all read it here: a number is any number of digits, leading zeros included, and nothing else; a checksum
//! is a hexadecimal number, in upper or lower case.

mod checksum;
mod restate;

pub use checksum::{Checksum, checksum, checksum_of, hexadecimal};
pub use restate::{restate, restate_attributes};

/// The number that the value of a `bytes` or `files` attribute states. None if it has anything but digits, or states
/// more than fits into 64 bits.
pub fn stated_number(value: &[u8]) -> Option<u64> {
    // `parse` alone would take a `+` in front as well.
    let digits = std::str::from_utf8(value).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok()
}

/// Whether the value of a `sha256` attribute states this `checksum`, which is written as [`checksum()`] does.
pub const fn states_checksum(value: &[u8], checksum: &str) -> bool {
    value.eq_ignore_ascii_case(checksum.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_and_nothing_else() {
        for (value, number) in [("0", 0), ("2", 2), ("02", 2), ("18446744073709551615", u64::MAX)] {
            assert_eq!(stated_number(value.as_bytes()), Some(number), "{value}");
        }
        for value in ["", "+2", "-2", " 2", "2.0", "2k", "0x2", "٢", "18446744073709551616"] {
            assert_eq!(stated_number(value.as_bytes()), None, "{value}");
        }
        assert_eq!(stated_number(b"\xFF"), None);
    }

    #[test]
    fn a_checksum_may_be_in_capitals() {
        let sum = checksum(b"The ferry leaves at nine.");
        assert!(states_checksum(sum.as_bytes(), &sum) && states_checksum(sum.to_uppercase().as_bytes(), &sum));
        assert!(!states_checksum(&sum.as_bytes()[1..], &sum) && !states_checksum(b"", &sum));
    }
}
