//! Which bytes occur in a text: the property that is computed once for all rules.

use std::ops::RangeInclusive;

use super::sweep::{SELDOM, is_rare};

/// A set of byte values.
///
/// A rule that looks for a character asks first whether the byte that it begins with occurs at all; so it costs
/// nothing on nearly every document.
///
/// Letters, digits and the punctuation of prose stand in every text, so that to ask for one of them is of no use, and to
/// note each of them would cost more than all rules about characters together. They are always said to occur; so are
/// the bytes that go on with a character, 80 to BF, in a text with any character outside of ASCII. Of a group of
/// `SELDOM`, all may be said to occur where one does; and the angle brackets of a marker line may be left out, since
/// every document has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteSet([u64; 4]);

impl ByteSet {
    /// The values that occur in a `marker` line and in prose behind it that has no byte of ASCII that [`is_rare`]. These
    /// are the first bytes of the characters outside of ASCII in both: bit `n` is for byte C0 + `n`; and these are the
    /// groups of [`SELDOM`] of which the prose has bytes.
    pub(super) fn of_prose(marker: &[u8], leads: u64, has_seldom: [bool; SELDOM.len()]) -> Self {
        let mut set = Self([IN_EVERY_TEXT[0], IN_EVERY_TEXT[1], if leads == 0 { 0 } else { u64::MAX }, leads]);
        let is_missing = |set: &Self, byte: u8| byte.is_ascii() && !set.contains(byte) && !matches!(byte, b'<' | b'>');
        for &byte in marker {
            if is_missing(&set, byte) {
                set.insert(byte);
            }
        }
        for ((first, last), _) in SELDOM.into_iter().zip(has_seldom).filter(|(_, has_it)| *has_it) {
            (first..=last).for_each(|byte| set.insert(byte));
        }
        set
    }

    /// The values that occur in `bytes`, and those that occur in every text.
    pub(super) fn of(bytes: &[u8]) -> Self {
        // Two tables, so that a value that repeats does not wait for its own last store.
        let mut even = [false; 256];
        let mut odd = [false; 256];
        let mut pairs = bytes.chunks_exact(2);
        for pair in &mut pairs {
            if let [first, second] = *pair {
                note(&mut even, first);
                note(&mut odd, second);
            }
        }
        for &byte in pairs.remainder() {
            note(&mut even, byte);
        }
        let mut set = Self([IN_EVERY_TEXT[0], IN_EVERY_TEXT[1], 0, 0]);
        for (byte, (even, odd)) in (0..=u8::MAX).zip(even.into_iter().zip(odd)) {
            if even || odd {
                set.insert(byte);
            }
        }
        let [_, _, continuations, leads] = &mut set.0;
        if *continuations | *leads != 0 {
            *continuations = u64::MAX;
        }
        set
    }

    #[expect(clippy::indexing_slicing, reason = "there is a bit for every value of a byte")]
    const fn insert(&mut self, byte: u8) {
        self.0[byte as usize >> 6] |= 1 << (byte & 0x3F);
    }

    /// Whether `byte` occurs.
    #[expect(clippy::indexing_slicing, reason = "there is a bit for every value of a byte")]
    pub const fn contains(&self, byte: u8) -> bool {
        self.0[byte as usize >> 6] >> (byte & 0x3F) & 1 == 1
    }

    /// Whether one of these values occurs.
    #[inline]
    pub fn contains_any(&self, bytes: RangeInclusive<u8>) -> bool {
        // Of sixty-four bits, so many of the lowest.
        let lowest = |count: u32| if count < u64::BITS { (1 << count) - 1 } else { u64::MAX };
        (0..).step_by(64).zip(self.0).any(|(base, bits)| {
            let [from, to] =
                [u32::from(*bytes.start()), u32::from(*bytes.end()) + 1].map(|end| end.saturating_sub(base));
            bits & lowest(to) & !lowest(from) != 0
        })
    }

    /// Whether a control character of ASCII occurs other than TAB, LF and CR: NUL to US, or DEL.
    pub fn has_controls(&self) -> bool {
        self.contains_any(0..=0x08)
            || self.contains_any(0x0B..=0x0C)
            || self.contains_any(0x0E..=0x1F)
            || self.contains(0x7F)
    }
}

/// The bytes of ASCII that are always said to occur, as bits.
const IN_EVERY_TEXT: [u64; 2] = {
    let mut set = ByteSet([0; 4]);
    let mut byte = 0;
    while byte < 0x80 {
        if !is_rare(byte) && !is_seldom(byte) {
            set.insert(byte);
        }
        byte += 1;
    }
    [set.0[0], set.0[1]]
};

/// Whether a byte is one of [`SELDOM`].
#[expect(clippy::indexing_slicing, reason = "the number is that of a group")]
const fn is_seldom(byte: u8) -> bool {
    let mut group = 0;
    while group < SELDOM.len() {
        let (first, last) = SELDOM[group];
        if first <= byte && byte <= last {
            return true;
        }
        group += 1;
    }
    false
}

#[expect(clippy::indexing_slicing, reason = "there is an entry for every value of a byte")]
const fn note(table: &mut [bool; 256], byte: u8) {
    table[byte as usize] = true;
}

#[cfg(test)]
mod tests {
    use super::super::look;
    use super::*;
    use crate::span::Span;

    fn set_of(text: &str) -> ByteSet {
        let body = Span::new(text.len() / 3 * usize::from(text.is_ascii()), text.len());
        look(text.as_bytes(), Some(text), body, |_| {}).byte_set
    }

    #[test]
    fn what_prose_does_without_is_in_the_set_if_it_occurs() {
        for text in [
            "plain text, é\n",
            "plain\ttext, é\n",
            "a & b",
            "5 %\t",
            "a (b)",
            "so:",
            "<p>",
            "[…] \\ _",
            "",
            "\u{10437} ’",
        ] {
            let set = set_of(text);
            for byte in (0..=u8::MAX).filter(|byte| is_rare(*byte) || *byte >= 0xC0) {
                assert_eq!(set.contains(byte), text.as_bytes().contains(&byte), "{byte:#x} in {text:?}");
            }
            for (first, last) in SELDOM {
                let any = (first..=last).any(|byte| text.as_bytes().contains(&byte));
                let said = (first..=last).filter(|byte| set.contains(*byte)).collect::<Vec<_>>();
                let occur = (first..=last).filter(|byte| text.as_bytes().contains(byte));
                assert!(said.is_empty() != any && occur.clone().all(|byte| said.contains(&byte)), "{text:?}");
            }
            assert!(set.contains(b'a') && set.contains(b'\n'));
        }
        let set = set_of("Übermut é");
        assert!(set.contains_any(0xC0..=0xFF) && !set.contains_any(0xC4..=0xFF) && set.contains(0x9C));
        assert!(!set_of("ascii").contains_any(0x80..=0xFF));
    }

    #[test]
    fn a_range_has_what_its_bytes_have() {
        let set = ByteSet::of("a\t{~}\u{7F} É…\u{10437}".as_bytes());
        for first in 0..=u8::MAX {
            for last in first..=u8::MAX {
                let any = (first..=last).any(|byte| set.contains(byte));
                assert_eq!(set.contains_any(first..=last), any, "{first:#x} to {last:#x}");
            }
        }
    }

    #[test]
    fn both_ways_to_find_it_agree() {
        for text in ["é – “word”", "ascii only", "x\u{1F600}y", ""] {
            assert_eq!(set_of(text), ByteSet::of(text.as_bytes()), "{text}");
            let rare = format!("{text}\t");
            assert_eq!(set_of(&rare), ByteSet::of(rare.as_bytes()), "{rare}");
        }
    }

    #[test]
    fn rare_are_the_controls_and_the_signs_of_programs() {
        let rare: String =
            (0..=0x7F_u8).filter(|byte| is_rare(*byte)).filter(|byte| *byte >= 0x20).map(char::from).collect();
        assert_eq!(rare, "[\\]^_{|}~\u{7f}");
        assert!((0x80..=0xFF).all(|byte| !is_rare(byte)) && !is_rare(b'\n') && is_rare(b'\r'));
    }

    #[test]
    fn controls_are_those_that_no_text_has() {
        assert!(!ByteSet::of(b"a\tb\r\n").has_controls());
        for control in [0, 8, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F] {
            assert!(ByteSet::of(&[b'a', control]).has_controls(), "{control:#x}");
        }
    }
}
