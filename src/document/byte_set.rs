//! Which bytes occur in a text: the property that is computed once for all rules.

use std::ops::RangeInclusive;

/// A set of byte values.
///
/// A rule that looks for a character asks first whether the byte that it begins with occurs at all; so it costs
/// nothing on nearly every document. The whole set is found in one pass that does nothing but store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByteSet([bool; 256]);

impl ByteSet {
    /// The values that occur in `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        // Two tables, so that a value that repeats does not wait for its own last store.
        let mut even = [false; 256];
        let mut odd = [false; 256];
        let mut pairs = bytes.chunks_exact(2);
        for pair in &mut pairs {
            if let [first, second] = *pair {
                set(&mut even, first);
                set(&mut odd, second);
            }
        }
        for &byte in pairs.remainder() {
            set(&mut even, byte);
        }
        for (even, odd) in even.iter_mut().zip(odd) {
            *even |= odd;
        }
        Self(even)
    }

    /// Whether `byte` occurs.
    #[expect(clippy::indexing_slicing, reason = "there is an entry for every value of a byte")]
    pub const fn contains(&self, byte: u8) -> bool {
        self.0[byte as usize]
    }

    /// Whether one of these values occurs.
    pub fn contains_any(&self, bytes: RangeInclusive<u8>) -> bool {
        let range = usize::from(*bytes.start())..=usize::from(*bytes.end());
        self.0.get(range).is_some_and(|values| values.contains(&true))
    }

    /// Whether a control character of ASCII occurs other than TAB, LF and CR: NUL to US, or DEL.
    pub fn has_controls(&self) -> bool {
        self.contains_any(0..=0x08)
            || self.contains_any(0x0B..=0x0C)
            || self.contains_any(0x0E..=0x1F)
            || self.contains(0x7F)
    }
}

#[expect(clippy::indexing_slicing, reason = "there is an entry for every value of a byte")]
const fn set(table: &mut [bool; 256], byte: u8) {
    table[byte as usize] = true;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_occurs_is_in_the_set_and_nothing_else() {
        let bytes = "plain\ttext, é\n".as_bytes();
        let set = ByteSet::of(bytes);
        for byte in 0..=u8::MAX {
            assert_eq!(set.contains(byte), bytes.contains(&byte), "{byte:#x}");
        }
        assert!(set.contains_any(0xC0..=0xFF) && !set.contains_any(0xC4..=0xFF));
    }

    #[test]
    fn controls_are_those_that_no_text_has() {
        assert!(!ByteSet::of(b"a\tb\r\n").has_controls());
        for control in [0, 8, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F] {
            assert!(ByteSet::of(&[b'a', control]).has_controls(), "{control:#x}");
        }
    }
}
