//! Which characters occur in a text: found once, so that a rule about a character knows immediately if it does not.

use std::cell::Cell;
use std::hint::select_unpredictable;
use std::mem;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

use super::sweep::{Scratch, sweep};
use crate::mask::bits;

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
    /// The characters that `look` notes.
    pub(super) fn seen_by(look: impl FnOnce(&mut Scratch)) -> Self {
        let mut scratch = SCRATCH.take().unwrap_or_default();
        look(&mut scratch);
        let characters = scratch.seen.take_out();
        SCRATCH.set(Some(scratch));
        characters
    }

    /// The characters of `bytes`; what is no UTF-8 is passed over.
    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        Self::seen_by(|scratch| {
            for chunk in bytes.utf8_chunks() {
                sweep(chunk.valid(), scratch, |_| {});
            }
        })
    }
}

/// How many characters there are below U+0800, which are those of one and of two bytes.
const SHORT: usize = 0x800;

/// How many pairs of a first byte of a character of three and its second byte there are.
const TRIPLES: usize = 16 * 64;

thread_local! {
    /// There is nothing in it between two texts.
    static SCRATCH: Cell<Option<Box<Scratch>>> = const { Cell::new(None) };
}

/// Which characters were seen.
pub(super) struct Seen {
    /// A byte for each character that is found in nearly every text of Latin letters: those of two bytes, at their code;
    /// and in the place of ASCII, the punctuation from U+2000 to U+203F. A byte and not a bit: to write one, nothing has
    /// to be read that was written just before.
    usual: [u8; SHORT],
    /// First bytes of longer characters: bit `n` is for byte C0 + `n`.
    leads: u64,
    /// By the first byte of a character of three; the bit is the second.
    pairs: [u64; 16],
    /// By the first and the second byte of a character of three; the bit is the third.
    triples: [u64; TRIPLES],
    /// Characters of four bytes.
    astral: Vec<char>,
}

impl Default for Seen {
    fn default() -> Self {
        Self { usual: [0; SHORT], leads: 0, pairs: [0; 16], triples: [0; TRIPLES], astral: Vec::new() }
    }
}

/// What stands for a character that was seen.
const MARK: u8 = 1;

/// U+2000, without the six bits of its last byte.
const PUNCTUATION: u16 = 0xE280;

impl Seen {
    /// Notes the character that begins at `at` in the bytes of a text, and is not ASCII.
    #[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
    #[inline(always)]
    pub(super) fn note(&mut self, bytes: &[u8], at: usize) {
        let Some(window) = bytes.get(at..).and_then(<[u8]>::first_chunk) else {
            return self.note_last(bytes.get(at..).unwrap_or_default());
        };
        let [first, second, third, _] = *window;
        let code = usize::from(first & 0x1F) << 6 | usize::from(second & 0x3F);
        let (is_short, is_punctuation) = (first < 0xE0, u16::from_be_bytes([first, second]) == PUNCTUATION);
        // Which of the two it is cannot be guessed, by no processor either.
        if is_short | is_punctuation {
            let place = select_unpredictable(is_punctuation, usize::from(third & 0x3F), code);
            if let Some(mark) = self.usual.get_mut(place) {
                *mark = MARK;
            }
        } else {
            self.note_long(*window);
        }
    }

    /// Notes the character that `rest` begins with, which may be all that there is of it.
    #[cold]
    fn note_last(&mut self, rest: &[u8]) {
        // A character of two bytes and a NUL are noted as no other than the two bytes alone.
        let mut window = [0; 4];
        window.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        self.note(&window, 0);
    }

    /// Notes a character of three or four bytes.
    fn note_long(&mut self, window: [u8; 4]) {
        let [first, second, third, _] = window;
        self.leads |= 1 << (first & 0x3F);
        if first >= 0xF0 {
            self.astral.extend(std::str::from_utf8(&window).ok().and_then(|text| text.chars().next()));
            return;
        }
        self.note_triple(first, second, 1 << (third & 0x3F));
    }

    fn note_triple(&mut self, first: u8, second: u8, thirds: u64) {
        let (row, column) = (usize::from(first & 0xF), usize::from(second & 0x3F));
        if let (Some(pair), Some(triple)) = (self.pairs.get_mut(row), self.triples.get_mut(triple(row, column))) {
            *pair |= 1 << column;
            *triple |= thirds;
        }
    }

    /// Takes out what was noted, in order. Nothing is left.
    pub(super) fn take_out(&mut self) -> Characters {
        let mut found = Vec::with_capacity(USUAL_CHARACTERS);
        let mut punctuation = 0;
        for (row, seen) in (0..).zip(dispatch!(Level::new(), simd => take_rows(simd, &mut self.usual))) {
            if row == 0 {
                punctuation = seen;
            } else if seen != 0 {
                self.leads |= 1 << row;
                found.extend(bits(seen).filter_map(|column| character(row << 6 | column)));
            }
        }
        if punctuation != 0 {
            let [first, second] = PUNCTUATION.to_be_bytes();
            self.leads |= 1 << (first & 0x3F);
            self.note_triple(first, second, punctuation);
        }
        let leads = mem::take(&mut self.leads);
        for lead in bits(leads & LEADS_OF_THREE) {
            let seconds = self.pairs.get_mut(lead & 0xF).map(mem::take).unwrap_or_default();
            for second in bits(seconds) {
                let row = triple(lead & 0xF, second);
                let thirds = self.triples.get_mut(row).map(mem::take).unwrap_or_default();
                let code = |third| (lead & 0xF) << 12 | second << 6 | third;
                found.extend(bits(thirds).filter_map(|third| character(code(third))));
            }
        }
        self.astral.sort_unstable();
        self.astral.dedup();
        found.append(&mut self.astral);
        Characters { found, leads }
    }
}

/// There is room for so many characters at once; nearly all documents have fewer.
const USUAL_CHARACTERS: usize = 64;

/// The first bytes of characters of three bytes, E0 to EF, as bits.
const LEADS_OF_THREE: u64 = 0xFFFF_0000_0000;

const fn triple(first: usize, second: usize) -> usize {
    first << 6 | second
}

/// The character of this code.
fn character(code: usize) -> Option<char> {
    char::from_u32(u32::try_from(code).ok()?)
}

/// Which bytes are a [`MARK`], as bits, 64 in a row. None is one any more.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn take_rows<S: Simd>(simd: S, marks: &mut [u8; SHORT]) -> [u64; SHORT / 64] {
    let mut rows = [0; SHORT / 64];
    for (row, marks) in rows.iter_mut().zip(marks.as_chunks_mut::<64>().0) {
        *row = u8x64::simd_from(simd, *marks).simd_eq(MARK).to_bitmask();
        *marks = [0; 64];
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn characters(text: &str) -> Characters {
        Characters::of_bytes(text.as_bytes())
    }

    #[test]
    fn every_character_is_found_once_and_in_order() {
        let every = || (0x80..=0x0010_FFFF).filter_map(char::from_u32);
        let text: String = every().chain(every()).collect();
        assert!(characters(&text).found.into_iter().eq(every()));
    }

    #[test]
    fn every_character_is_found_alone_and_at_the_end() {
        for character in (0x80..=0x0010_FFFF).filter_map(char::from_u32).step_by(7) {
            let found = characters(&format!("x{character}"));
            assert_eq!(found.found, [character]);
            let first = character.to_string().into_bytes()[0];
            assert_eq!(found.leads, 1 << (first - 0xC0));
        }
    }

    #[test]
    fn the_place_in_a_word_makes_no_difference() {
        for length in 0..150 {
            let text = format!("{}é{}\u{10437}", "x".repeat(length), "y".repeat(150 - length));
            assert_eq!(characters(&text).found, ['é', '\u{10437}'], "{length}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_passed_over() {
        assert_eq!(Characters::of_bytes(b"a\xC3\xA9\xFF\xE2\x82b\xC3\xA0\xC3").found, ['à', 'é']);
    }
}
