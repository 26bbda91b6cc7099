//! One pass over every byte of a text, for everything that asks which bytes occur in it.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

use super::characters::Seen;

/// How many bytes are looked at with few instructions: as many as an integer has bits.
const BLOCK: usize = 64;

/// How many blocks are looked at before the characters and line feeds in them are gone through. Each change from the one to
/// the other is a branch that cannot be guessed, by no processor either, and what is known of all blocks so far has to be
/// put away for it.
const BLOCKS: usize = 16;

/// So many characters of a block are written down without asking whether there are as many, for the same reason. Latin
/// text seldom has more.
const USUAL_LEADS: usize = 6;

/// The same for line feeds: an empty line has two side by side.
const USUAL_NEWLINES: usize = 2;

/// What is known of a text when all of its bytes were looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Swept {
    /// Whether there is a byte of ASCII that prose does without ([`is_rare`]).
    pub(super) has_rare: bool,
    /// Whether there is a byte of each of these groups.
    pub(super) has_seldom: [bool; SELDOM.len()],
    /// How many characters there are.
    pub(super) characters: usize,
}

/// Looks at every byte of `text`: the characters outside of ASCII go to `scratch`, the places of line feeds to `newline`,
/// in order.
pub(super) fn sweep(text: &str, scratch: &mut Scratch, newline: impl FnMut(usize)) -> Swept {
    dispatch!(Level::new(), simd => sweep_by(simd, text.as_bytes(), scratch, newline))
}

/// The same, with the instructions that this processor has.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn sweep_by<S: Simd>(simd: S, bytes: &[u8], scratch: &mut Scratch, mut newline: impl FnMut(usize)) -> Swept {
    let Scratch { seen, leads, newlines } = scratch;
    let mut rare = Rare::none(simd);
    // Bytes that are no characters of their own: all outside of ASCII but for leads.
    let mut continuations = 0;
    for (number, chunk) in bytes.chunks(BLOCKS * BLOCK).enumerate() {
        let base = number * BLOCKS * BLOCK;
        let (blocks, rest) = chunk.as_chunks::<BLOCK>();
        let mut last = [b' '; BLOCK];
        last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        let last = (!rest.is_empty()).then_some(&last);
        for (at, block) in (0..).step_by(BLOCK).zip(blocks.iter().chain(last)) {
            let block = u8x64::simd_from(simd, *block);
            rare.take_in(block);
            let (leads_here, others_here) = (block.simd_ge(0xC0).to_bitmask(), block.simd_ge(0x80).to_bitmask());
            leads.take_in(leads_here, at);
            continuations += (others_here & !leads_here).count_ones() as usize;
            newlines.take_in(block.simd_eq(b'\n').to_bitmask(), at);
        }
        for place in leads.take_out() {
            seen.note(bytes, base + place);
        }
        for place in newlines.take_out() {
            newline(base + place);
        }
    }
    Swept { has_rare: rare.is_any(), has_seldom: rare.are_seldom(), characters: bytes.len() - continuations }
}

/// What is used for one text after another, since to make it anew takes as long as to look at a page of text.
#[derive(Default)]
pub(super) struct Scratch {
    /// The characters outside of ASCII.
    pub(super) seen: Seen,
    /// Where those begin.
    leads: Places<USUAL_LEADS>,
    newlines: Places<USUAL_NEWLINES>,
}

/// Places of bytes in some blocks, of which a block has no more than `USUAL`, as a rule.
struct Places<const USUAL: usize> {
    /// As small as they can be, so that all of them stay in the nearest cache; and some room behind the last one.
    places: [u16; BLOCKS * BLOCK + BLOCK],
    count: usize,
}

impl<const USUAL: usize> Default for Places<USUAL> {
    fn default() -> Self {
        Self { places: [0; BLOCKS * BLOCK + BLOCK], count: 0 }
    }
}

impl<const USUAL: usize> Places<USUAL> {
    /// Takes in a block that begins at `base`, with a bit for each place.
    #[expect(clippy::cast_possible_truncation, reason = "a bit has a small number")]
    #[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
    #[inline(always)]
    fn take_in(&mut self, mut bits: u64, base: u16) {
        let count = bits.count_ones() as usize;
        let mut next = || {
            // Where there is no more, this is the last byte of the block, and is written over. That there is always a
            // bit makes it one instruction.
            let place = base + (bits | 1 << (BLOCK - 1)).trailing_zeros() as u16;
            bits &= bits.wrapping_sub(1);
            place
        };
        let places = self.places.get_mut(self.count..).unwrap_or_default();
        if let Some((usual, more)) = places.split_first_chunk_mut::<USUAL>() {
            *usual = std::array::from_fn(|_| next());
            for place in more.iter_mut().take(count.saturating_sub(USUAL)) {
                *place = next();
            }
        }
        self.count += count;
    }

    /// All of them, in order; none is left.
    fn take_out(&mut self) -> impl Iterator<Item = usize> {
        let places = self.places.get(..std::mem::take(&mut self.count)).unwrap_or_default();
        places.iter().map(|place| usize::from(*place))
    }
}

/// The least of what bytes become where a rare one becomes less than any other: so that it is asked once, at the end of
/// the text, whether there was one.
struct Rare<S: Simd> {
    /// A control becomes less than 1F, but a line feed FF.
    control: u8x64<S>,
    /// `[` to `_` become 0 to 4, and so do `{` to DEL.
    sign: u8x64<S>,
    /// The bytes of a group become 0 and what follows.
    seldom: [u8x64<S>; SELDOM.len()],
}

impl<S: Simd> Rare<S> {
    #[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
    #[inline(always)]
    fn none(simd: S) -> Self {
        let most = u8x64::splat(simd, 0xFF);
        Self { control: most, sign: most, seldom: [most; SELDOM.len()] }
    }

    #[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
    #[inline(always)]
    fn take_in(&mut self, block: u8x64<S>) {
        self.control = self.control.min((block ^ b'\n') - 1);
        self.sign = self.sign.min((block | 0x20) - 0x7B);
        for (own, (first, _)) in self.seldom.iter_mut().zip(SELDOM) {
            *own = own.min(block - first);
        }
    }

    #[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
    #[inline(always)]
    fn is_any(&self) -> bool {
        (self.control.simd_lt(0x1F) | self.sign.simd_lt(5)).to_bitmask() != 0
    }

    #[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
    #[inline(always)]
    fn are_seldom(&self) -> [bool; SELDOM.len()] {
        let mut are_there = [false; SELDOM.len()];
        for (own, (least, (first, last))) in are_there.iter_mut().zip(self.seldom.iter().zip(SELDOM)) {
            *own = least.simd_le(last - first).to_bitmask() != 0;
        }
        are_there
    }
}

/// Whether a byte of ASCII is one that prose does without: a control other than LF, or one of `[\\]^_{|}~` and DEL.
/// No byte outside of ASCII is.
pub(super) const fn is_rare(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\n') || (byte | 0x20).wrapping_sub(0x7B) < 5
}

/// Groups of bytes of ASCII that many texts do without, each from its first to its last.
pub(super) const SELDOM: [(u8, u8); 4] = [(b'$', b'&'), (b'(', b')'), (b':', b':'), (b'<', b'>')];

#[cfg(test)]
mod tests {
    use super::*;

    /// The characters, line feeds, and what else is known: looked up one by one.
    fn naive(text: &str) -> (Vec<char>, Vec<usize>, Swept) {
        let mut characters: Vec<char> = text.chars().filter(|character| !character.is_ascii()).collect();
        characters.sort_unstable();
        characters.dedup();
        let newlines = text.match_indices('\n').map(|(at, _)| at).collect();
        let has = |(first, last)| text.bytes().any(|byte| (first..=last).contains(&byte));
        let has_seldom = SELDOM.map(has);
        let swept = Swept { has_rare: text.bytes().any(is_rare), has_seldom, characters: text.chars().count() };
        (characters, newlines, swept)
    }

    fn swept(text: &str) -> (Vec<char>, Vec<usize>, Swept) {
        let (mut scratch, mut newlines) = (Scratch::default(), Vec::new());
        let swept = sweep(text, &mut scratch, |at| newlines.push(at));
        (scratch.seen.take_out().found, newlines, swept)
    }

    #[test]
    fn every_byte_of_ascii_is_seen_for_what_it_is() {
        for byte in 0..0x80_u8 {
            for before in [0, 1, 63, 64, 1023, 1024, 5000] {
                let text = format!("{}{}{}", "x".repeat(before), char::from(byte), "é".repeat(40));
                assert_eq!(swept(&text), naive(&text), "{byte:#x} behind {before}");
            }
        }
    }

    #[test]
    fn the_place_in_a_block_and_in_the_text_makes_no_difference() {
        let texts = ["é", "\u{10437}", "\n", "\t", "ж\u{300}\n", "…’\n\n漢字", "\u{7FF}\u{800}\u{FFFF}"];
        for length in (0..200).chain(1000..1100) {
            for text in texts {
                let text = format!("{}{text}{}", "x".repeat(length), "y".repeat(150 - length % 150));
                assert_eq!(swept(&text), naive(&text), "{length}");
            }
        }
    }

    #[test]
    fn a_text_may_have_nothing_else_than_what_is_seldom() {
        for text in ["\n", "é", "漢", "\u{10437}", "\u{7F}", "ж", "“"].map(|text| text.repeat(3000)) {
            assert_eq!(swept(&text), naive(&text));
        }
        assert_eq!(swept(""), naive(""));
    }
}
