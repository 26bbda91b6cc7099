//! Neighbouring bytes that are seldom side by side in running text: found in one sweep for all rules that look for
//! broken text, so that none of them sweeps for itself.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

use crate::mask::{bits, is_within};

/// Two neighbours, by what may be wrong with the text there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pair {
    /// A SPACE before a comma or a full stop.
    SpaceBeforeStop,
    /// A SPACE before a hyphen.
    SpaceBeforeHyphen,
    /// A comma before a comma or a full stop.
    CommaBeforeStop,
    /// A semicolon before another one.
    DoubledSemicolon,
    /// A hyphen before a SPACE.
    HyphenBeforeSpace,
    /// A mark that ends sentences before a capital letter.
    StopBeforeCapital,
    /// A small letter before a capital letter.
    SmallBeforeCapital,
    /// What may be the last byte of an opening quotation mark outside of ASCII, before a space or another character
    /// outside of ASCII.
    QuoteBeforeSpace,
}

impl Pair {
    /// What `left` and `right` are side by side, if it is anything. Letters are those of ASCII.
    const fn of(left: u8, right: u8) -> Option<Self> {
        match (left, right) {
            (b' ', b',' | b'.') => Some(Self::SpaceBeforeStop),
            (b' ', b'-') => Some(Self::SpaceBeforeHyphen),
            (b',', b',' | b'.') => Some(Self::CommaBeforeStop),
            (b';', b';') => Some(Self::DoubledSemicolon),
            (b'-', b' ') => Some(Self::HyphenBeforeSpace),
            (b'.' | b'!' | b'?', b'A'..=b'Z') => Some(Self::StopBeforeCapital),
            (b'a'..=b'z', b'A'..=b'Z') => Some(Self::SmallBeforeCapital),
            // «, “ and „ end so.
            (0xAB | 0x9C | 0x9E, b' ' | b'\t' | 0xC2..) => Some(Self::QuoteBeforeSpace),
            _ => None,
        }
    }
}

/// How many bytes are asked at once whether there is anything at all.
const BLOCK: usize = 64;

/// How many blocks are asked before the answers are gone through: each change from the one to the other is a branch that
/// cannot be guessed, and what is known of all blocks so far has to be put away for it.
const BLOCKS: usize = 16;

/// There is room for so many pairs at once; nearly all documents have fewer.
const USUAL_PAIRS: usize = 64;

/// The pairs of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Pairs {
    /// Each with the place of its second byte, in order.
    pub(super) found: Vec<(usize, Pair)>,
    /// Whether a SPACE stands beside another one. Where is not said: in tables and verse there are as many as words.
    pub(super) has_two_spaces: bool,
    /// Whether a straight quotation mark stands beside another one.
    pub(super) has_two_quotes: bool,
}

/// All pairs in `bytes`.
pub(super) fn pairs(bytes: &[u8]) -> Pairs {
    dispatch!(Level::new(), simd => pairs_by(simd, bytes))
}

/// The same, with the instructions that this processor has.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn pairs_by<S: Simd>(simd: S, bytes: &[u8]) -> Pairs {
    let mut found = Vec::with_capacity(USUAL_PAIRS.min(bytes.len()));
    // Zero where both bytes are a SPACE, and where both are a quotation mark.
    let mut least = (u8x64::splat(simd, 0xFF), u8x64::splat(simd, 0xFF));
    for base in (0..bytes.len()).step_by(BLOCKS * BLOCK) {
        let mut asked = [0; BLOCKS];
        for (from, own) in (base..bytes.len()).step_by(BLOCK).zip(&mut asked) {
            let padding;
            let window = match bytes.get(from..).and_then(<[u8]>::first_chunk) {
                Some(window) => window,
                None => {
                    padding = padded(bytes, from);
                    &padding
                }
            };
            let (Some(left), Some(right)) = (window.first_chunk(), window.last_chunk()) else { continue };
            let (left, right) = (u8x64::simd_from(simd, *left), u8x64::simd_from(simd, *right));
            least = (least.0.min((left ^ b' ') | (right ^ b' ')), least.1.min((left ^ b'"') | (right ^ b'"')));
            *own = candidates(left, right);
        }
        for (from, asked) in (base..).step_by(BLOCK).zip(asked) {
            for left in bits(asked).map(|bit| from + bit) {
                let two = bytes.get(left..).and_then(<[u8]>::first_chunk);
                found.extend(two.and_then(|[first, second]| Some((left + 1, Pair::of(*first, *second)?))));
            }
        }
    }
    Pairs {
        found,
        has_two_spaces: least.0.simd_eq(0).to_bitmask() != 0,
        has_two_quotes: least.1.simd_eq(0).to_bitmask() != 0,
    }
}

/// The last bytes of a text, with zeros behind them, which make no pair with any other byte.
fn padded(bytes: &[u8], from: usize) -> [u8; BLOCK + 1] {
    let mut window = [0; BLOCK + 1];
    window.iter_mut().zip(bytes.iter().skip(from)).for_each(|(place, byte)| *place = *byte);
    window
}

/// Where there may be a pair, as bits: with few questions, whose answers are right wherever there is one.
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
fn candidates<S: Simd>(left: u8x64<S>, right: u8x64<S>) -> u64 {
    // What ends sentences, small letters, and more that seldom stands before a capital, without brackets and quotes.
    let may_end = is_within(left, b'.', b'z') | left.simd_eq(b'!');
    let capital = is_within(right, b'A', b'Z') & may_end;
    // A SPACE and a comma differ in these bits.
    let stop = is_within(right, b',', b'.') & (left | (b' ' ^ b',')).simd_eq(b',');
    // Two bytes of which both together have the bits of one of these are seldom others than these.
    let hyphen = (left | right).simd_eq(b'-');
    let semicolon = (left & right).simd_eq(b';');
    // Of the three bytes that end a mark, two differ in one bit. Behind it, a space or control of ASCII, or the first
    // byte of another character.
    let quote = left.simd_eq(0xAB) | (left & !(0x9C ^ 0x9E)).simd_eq(0x9C);
    let space = is_within(right, 0xC2, b' ');
    (capital | stop | hyphen | semicolon | (quote & space)).to_bitmask()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pair_is_passed_over_and_little_else_is_looked_at() {
        for left in 0..=u8::MAX {
            for right in 0..=u8::MAX {
                let may = dispatch!(Level::new(), simd => candidates(u8x64::splat(simd, left), u8x64::splat(simd, right)))
                    != 0;
                assert!(may || Pair::of(left, right).is_none(), "{left:#x} {right:#x}");
            }
        }
        let prose = "It is far, says Ann, 1.5 km to Ulm; who knows? Über „allen“, ist Ruh’.".as_bytes();
        for (left, right) in prose.windows(BLOCK).zip(prose.windows(BLOCK).skip(1)) {
            let found = dispatch!(Level::new(), simd => {
                candidates(u8x64::from_slice(simd, left), u8x64::from_slice(simd, right))
            });
            assert_eq!(found, 0, "{}", String::from_utf8_lossy(left));
        }
    }

    #[test]
    fn a_pair_is_found_wherever_it_stands() {
        for at in 1..200 {
            let mut bytes = vec![b'x'; 200];
            bytes[at] = b'X';
            let expected = [(at, Pair::SmallBeforeCapital)];
            assert_eq!(pairs(&bytes).found, expected, "{at}");
        }
        assert_eq!(pairs(b""), Pairs::default());
        assert_eq!(pairs(b"a"), Pairs::default());
    }

    #[test]
    fn two_of_a_kind_are_seen_wherever_they_stand() {
        for at in 1..200 {
            let with = |first: u8, second: u8| {
                let mut bytes = vec![b'x'; 200];
                (bytes[at - 1], bytes[at]) = (first, second);
                let pairs = pairs(&bytes);
                (pairs.has_two_spaces, pairs.has_two_quotes)
            };
            assert_eq!([with(b' ', b' '), with(b'"', b'"')], [(true, false), (false, true)], "{at}");
            for (first, second) in [(b' ', b'"'), (b'"', b' '), (b' ', b'!'), (b'#', b'"'), (b'"', b'x'), (0, 0)] {
                assert_eq!(with(first, second), (false, false), "{at}: {first} {second}");
            }
        }
    }
}
