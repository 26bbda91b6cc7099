//! Which characters occur in a text: found once, so that a rule about a character can say at once that it is not there.

/// The characters outside of ASCII that occur in `bytes`, each once; bytes that are no UTF-8 are passed over.
///
/// A page of text has a few dozen of them, and most rules look for some that it has not: to ask those few is nothing
/// against looking at each character of the text again.
pub(super) fn characters(bytes: &[u8], text: Option<&str>) -> Vec<char> {
    let mut found = Found { low: [0; LOW / 64], high: Vec::new(), characters: Vec::new(), astral: Vec::new() };
    match text {
        Some(text) => found.take_in(text),
        None => bytes.utf8_chunks().for_each(|chunk| found.take_in(chunk.valid())),
    }
    found.astral.sort_unstable();
    found.astral.dedup();
    found.characters.append(&mut found.astral);
    found.characters
}

/// Below this are all alphabets, and all that is found in most documents.
const LOW: usize = 0x3100;

/// Below this are the characters of the Basic Multilingual Plane, for which there is room in a table.
const HIGH: usize = 0x1_0000;

struct Found {
    /// One bit for each character below [`LOW`].
    low: [u64; LOW / 64],
    /// One bit for each character below [`HIGH`], once there is one that needs it: the table is larger than most
    /// documents.
    high: Vec<u64>,
    /// Those that have their bit in a table.
    characters: Vec<char>,
    /// All others, not yet each once.
    astral: Vec<char>,
}

impl Found {
    fn take_in(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (blocks, rest) = bytes.as_chunks::<64>();
        for (index, block) in blocks.iter().enumerate() {
            let mut leads = leads(block);
            while leads != 0 {
                self.look_at(bytes, index * 64 + leads.trailing_zeros() as usize);
                leads &= leads - 1;
            }
        }
        for at in bytes.len() - rest.len()..bytes.len() {
            self.look_at(bytes, at);
        }
    }

    /// Takes in the character that begins at `at`, if one does that is not ASCII. The bytes are those of a `str`.
    #[inline]
    fn look_at(&mut self, bytes: &[u8], at: usize) {
        let low = |byte: u8| u32::from(byte & 0x3F);
        let code = match *bytes.get(at..).unwrap_or_default() {
            [a @ 0xC0..=0xDF, b, ..] => u32::from(a & 0x1F) << 6 | low(b),
            [a @ 0xE0..=0xEF, b, c, ..] => u32::from(a & 0xF) << 12 | low(b) << 6 | low(c),
            [a @ 0xF0..=0xF7, b, c, d, ..] => u32::from(a & 7) << 18 | low(b) << 12 | low(c) << 6 | low(d),
            _ => return,
        };
        let bit = 1 << (code % 64);
        match self.low.get_mut(code as usize / 64) {
            Some(seen) if *seen & bit != 0 => {}
            Some(seen) => {
                *seen |= bit;
                self.characters.extend(char::from_u32(code));
            }
            None => self.look_at_high(code),
        }
    }

    fn look_at_high(&mut self, code: u32) {
        if self.high.is_empty() {
            self.high = vec![0; HIGH / 64];
        }
        let Some(character) = char::from_u32(code) else { return };
        let bit = 1 << (code % 64);
        match self.high.get_mut(code as usize / 64) {
            Some(seen) if *seen & bit != 0 => {}
            Some(seen) => {
                *seen |= bit;
                self.characters.push(character);
            }
            None if self.astral.last() == Some(&character) => {}
            None => self.astral.push(character),
        }
    }
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
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_character_is_found_once() {
        let every = || (0x80..=0x0010_FFFF).filter_map(char::from_u32);
        let text: String = every().chain(every()).collect();
        let found = characters(text.as_bytes(), Some(&text));
        assert!(found.len() == every().count() && found.into_iter().collect::<BTreeSet<_>>().into_iter().eq(every()));
    }

    #[test]
    fn the_place_in_a_word_makes_no_difference() {
        for length in 0..150 {
            let text = format!("{}é{}\u{10437}", "x".repeat(length), "y".repeat(150 - length));
            assert_eq!(characters(text.as_bytes(), Some(&text)), ['é', '\u{10437}'], "{length}");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_passed_over() {
        assert_eq!(characters(b"a\xC3\xA9\xFF\xE2\x82b\xC3\xA0\xC3", None), ['é', 'à']);
    }
}
