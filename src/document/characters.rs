//! Which characters occur in a text: found once, so that a rule about a character can say at once that it is not there.

use std::cell::Cell;
use std::mem;

/// The characters outside of ASCII that occur in a text.
///
/// A page of text has a few dozen of them, and most rules look for some that it has not: to ask those few is nothing
/// against looking at each character of the text again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Characters {
    /// Each once, in the order of their codes.
    pub(super) found: Vec<char>,
    /// Which bytes they begin with: bit `n` is for byte C0 + `n`.
    pub(super) leads: u64,
}

impl Characters {
    /// The characters of `text`.
    pub(super) fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self::default();
        }
        let mut seen = SEEN.take().unwrap_or_default();
        seen.take_in(text.as_bytes());
        let characters = seen.take_out();
        SEEN.set(Some(seen));
        characters
    }

    /// The characters of `bytes`; what is no UTF-8 is passed over.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        let mut all = Self::default();
        for chunk in bytes.utf8_chunks() {
            let characters = Self::of(chunk.valid());
            all.found.extend(characters.found);
            all.leads |= characters.leads;
        }
        all.found.sort_unstable();
        all.found.dedup();
        all
    }
}

/// How many pairs of a first byte of a character of three and its second byte there are.
const TRIPLES: usize = 16 * 64;

thread_local! {
    /// Nothing was seen in it yet: used again and again, since to clear it takes longer than to fill it.
    static SEEN: Cell<Option<Box<Seen>>> = const { Cell::new(None) };
}

/// One bit for each character, by the bytes that it is made of. To set it takes no branch: which characters follow each
/// other cannot be guessed, by no processor either.
struct Seen {
    leads: u64,
    /// By the first byte; the bit is the second.
    pairs: [u64; 64],
    /// By the first and the second byte of a character of three; the bit is the third. The last entry is for what is not
    /// such a character, and of no meaning.
    triples: [u64; TRIPLES + 1],
    /// Characters of four bytes.
    astral: Vec<char>,
}

/// The characters that nearly all are that are not ASCII where letters are Latin, one bit for each. They stay in
/// registers: what is put into a table has to get there before the next one is put beside it.
#[derive(Default)]
struct Usual {
    /// U+0080 to U+00BF, which begin with C2.
    signs: u64,
    /// U+00C0 to U+00FF, which begin with C3.
    letters: u64,
    /// U+2000 to U+203F, which begin with E2 80.
    marks: u64,
}

impl Usual {
    /// Takes in the character that begins at `at`, if it is one of them.
    #[inline]
    fn take_in(&mut self, bytes: &[u8], at: usize) -> bool {
        let Some(&[first, second, third]) = bytes.get(at..).and_then(<[u8]>::first_chunk) else { return false };
        let bit = |holds: bool, byte: u8| u64::from(holds) << (byte & 0x3F);
        let is_mark = u16::from_be_bytes([first, second]) == 0xE280;
        self.signs |= bit(first == 0xC2, second);
        self.letters |= bit(first == 0xC3, second);
        self.marks |= bit(is_mark, third);
        first | 1 == 0xC3 || is_mark
    }
}

impl Default for Seen {
    fn default() -> Self {
        Self { leads: 0, pairs: [0; 64], triples: [0; TRIPLES + 1], astral: Vec::new() }
    }
}

impl Seen {
    /// Takes in the bytes of a `str`.
    fn take_in(&mut self, bytes: &[u8]) {
        let mut usual = Usual::default();
        let (blocks, rest) = bytes.as_chunks::<64>();
        for (index, block) in blocks.iter().enumerate() {
            let mut leads = leads(block);
            while leads != 0 {
                let at = index * 64 + leads.trailing_zeros() as usize;
                if !usual.take_in(bytes, at) {
                    self.look_at(bytes, at);
                }
                leads &= leads - 1;
            }
        }
        for at in bytes.len() - rest.len()..bytes.len() {
            if bytes.get(at).is_some_and(|byte| *byte >= 0xC0) {
                self.look_at(bytes, at);
            }
        }
        let (signs, letters, marks) = (usual.signs, usual.letters, usual.marks);
        for (lead, seconds) in [(0xC2, signs), (0xC3, letters), (0xE2, u64::from(marks != 0))] {
            self.leads |= u64::from(seconds != 0) << (lead & 0x3F);
            if let Some(pair) = self.pairs.get_mut(lead & 0x3F) {
                *pair |= seconds;
            }
        }
        if let Some(thirds) = self.triples.get_mut(triple(0x2, 0)) {
            *thirds |= marks;
        }
    }

    /// Takes in the character that begins at `at` and is not ASCII.
    #[inline]
    fn look_at(&mut self, bytes: &[u8], at: usize) {
        let rest = bytes.get(at..).unwrap_or_default();
        let [first, second, third] = match rest.first_chunk() {
            Some(window) => *window,
            // The last character of the text, and one of two bytes.
            None => [rest.first().copied().unwrap_or_default(), rest.get(1).copied().unwrap_or_default(), 0],
        };
        let index = |byte: u8| usize::from(byte & 0x3F);
        let bit = |byte: u8| 1_u64 << (byte & 0x3F);
        self.leads |= bit(first);
        if let Some(pair) = self.pairs.get_mut(index(first)) {
            *pair |= bit(second);
        }
        let is_three = usize::from(first & 0xF0 == 0xE0);
        let row = is_three * triple(usize::from(first & 0xF), index(second)) + (1 - is_three) * TRIPLES;
        if let Some(triple) = self.triples.get_mut(row) {
            *triple |= bit(third);
        }
        if first >= 0xF0 {
            let text = rest.get(..4).and_then(|bytes| std::str::from_utf8(bytes).ok());
            self.astral.extend(text.and_then(|text| text.chars().next()));
        }
    }

    /// Takes out what was taken in, in order.
    fn take_out(&mut self) -> Characters {
        let leads = mem::take(&mut self.leads);
        let mut found = Vec::with_capacity(64);
        for lead in bits(leads & LEADS_OF_TWO) {
            let seconds = self.pairs.get_mut(lead as usize).map(mem::take).unwrap_or_default();
            found.extend(bits(seconds).filter_map(|second| char::from_u32((lead & 0x1F) << 6 | second)));
        }
        for lead in bits(leads & LEADS_OF_THREE) {
            let seconds = self.pairs.get_mut(lead as usize).map(mem::take).unwrap_or_default();
            for second in bits(seconds) {
                let row = triple((lead & 0xF) as usize, second as usize);
                let thirds = self.triples.get_mut(row).map(mem::take).unwrap_or_default();
                let code = |third| (lead & 0xF) << 12 | second << 6 | third;
                found.extend(bits(thirds).filter_map(|third| char::from_u32(code(third))));
            }
        }
        self.astral.sort_unstable();
        self.astral.dedup();
        found.append(&mut self.astral);
        Characters { found, leads }
    }
}

/// The first bytes of characters of two bytes, C0 to DF, as bits.
const LEADS_OF_TWO: u64 = 0xFFFF_FFFF;

/// The first bytes of characters of three bytes, E0 to EF, as bits.
const LEADS_OF_THREE: u64 = 0xFFFF_0000_0000;

const fn triple(first: usize, second: usize) -> usize {
    first << 6 | second
}

/// The numbers of the bits that are set, from the lowest.
fn bits(mut set: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let lowest = (set != 0).then(|| set.trailing_zeros())?;
        set &= set - 1;
        Some(lowest)
    })
}

/// Which bytes of a block begin a character that is not ASCII, as one bit for each, the first byte the lowest.
///
/// There are no branches in it: where the next such byte stands cannot be guessed, by no processor either.
fn leads(block: &[u8; 64]) -> u64 {
    let (words, _) = block.as_chunks::<8>();
    words.iter().rev().fold(0, |leads, word| {
        let word = u64::from_le_bytes(*word);
        // The lowest bit of each byte whose two highest bits are set, then these bits side by side in the highest byte.
        let ones = (word & (word << 1)) >> 7 & 0x0101_0101_0101_0101;
        leads << 8 | ones.wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_found_once_and_in_order() {
        let every = || (0x80..=0x0010_FFFF).filter_map(char::from_u32);
        let text: String = every().chain(every()).collect();
        assert!(Characters::of(&text).found.into_iter().eq(every()));
    }

    #[test]
    fn every_character_is_found_alone_and_at_the_end() {
        for character in (0x80..=0x0010_FFFF).filter_map(char::from_u32).step_by(7) {
            let found = Characters::of(&format!("x{character}"));
            assert_eq!(found.found, [character]);
            let first = character.to_string().into_bytes()[0];
            assert_eq!(found.leads, 1 << (first - 0xC0));
        }
    }

    #[test]
    fn the_place_in_a_word_makes_no_difference() {
        for length in 0..150 {
            let text = format!("{}é{}\u{10437}", "x".repeat(length), "y".repeat(150 - length));
            assert_eq!(Characters::of(&text).found, ['é', '\u{10437}'], "{length}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_passed_over() {
        assert_eq!(Characters::of_bytes(b"a\xC3\xA9\xFF\xE2\x82b\xC3\xA0\xC3").found, ['à', 'é']);
    }
}
