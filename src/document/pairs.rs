//! Neighbouring bytes that are seldom side by side in running text: found in one sweep for all rules that look for
//! broken text, so that none of them sweeps for itself.

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
            _ => None,
        }
    }
}

/// How many bytes are asked at once whether there is anything at all.
const BLOCK: usize = 32;

/// All pairs in `bytes`, each with the place of its second byte, in order.
pub(super) fn pairs(bytes: &[u8]) -> Vec<(usize, Pair)> {
    let mut found = Vec::new();
    let right = bytes.get(1..).unwrap_or_default();
    let (blocks, rest) = right.as_chunks::<BLOCK>();
    for (number, (block, before)) in blocks.iter().zip(bytes.as_chunks::<BLOCK>().0).enumerate() {
        if may_have_pair(before, block) {
            look(before, block, 1 + number * BLOCK, &mut found);
        }
    }
    let done = right.len() - rest.len();
    look(bytes.get(done..).unwrap_or_default(), rest, 1 + done, &mut found);
    found
}

fn look(left: &[u8], right: &[u8], base: usize, found: &mut Vec<(usize, Pair)>) {
    let pairs = left.iter().zip(right).enumerate();
    found.extend(pairs.filter_map(|(at, (&left, &right))| Some((base + at, Pair::of(left, right)?))));
}

/// Whether there may be a pair: without branches, so that it is done for many bytes at a time, and with few questions,
/// whose answers are right wherever there is one.
#[expect(clippy::needless_bitwise_bool, reason = "a lazy operator is a branch, and there must be none")]
fn may_have_pair(left: &[u8; BLOCK], right: &[u8; BLOCK]) -> bool {
    // Capitals are moved to the upper end of the numbers with a sign, where one comparison is enough.
    let is_capital = |byte: u8| byte.wrapping_add(0x7F - b'Z').cast_signed() > 0x7F - 26;
    left.iter().zip(right).fold(false, |any, (&left, &right)| {
        // What ends sentences, small letters, and more that seldom stands before a capital, without brackets and quotes.
        let may_end = (left.cast_signed() > b'-'.cast_signed()) | (left == b'!');
        any | (is_capital(right) & may_end)
            | (((left == b' ') | (left == b',')) & (right | 2 == b'.'))
            // A SPACE and a hyphen differ in these bits, whichever is the first.
            | ((left ^ right == b' ' ^ b'-') & (right | 0x0D == b'-'))
            | ((left == b';') & (right == b';'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pair_is_passed_over_and_little_else_is_looked_at() {
        for left in 0..=u8::MAX {
            for right in 0..=u8::MAX {
                let may = may_have_pair(&[left; BLOCK], &[right; BLOCK]);
                assert!(may || Pair::of(left, right).is_none(), "{left:#x} {right:#x}");
            }
        }
        let prose = b"It is far, says Ann, 1.5 km to Ulm; who knows?";
        let (left, right) = (prose.first_chunk().unwrap(), prose.get(1..).unwrap().first_chunk().unwrap());
        assert!(!may_have_pair(left, right));
    }

    #[test]
    fn a_pair_is_found_wherever_it_stands() {
        for at in 1..200 {
            let mut bytes = vec![b'x'; 200];
            bytes[at] = b'X';
            let expected = [(at, Pair::SmallBeforeCapital)];
            assert_eq!(pairs(&bytes), expected, "{at}");
        }
        assert_eq!(pairs(b""), []);
        assert_eq!(pairs(b"a"), []);
    }
}
