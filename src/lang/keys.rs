//! The words of a text as numbers, for lists of short words to be asked.

/// A longer word is not looked up, in bytes: it has to fit into a number.
pub(super) const LONGEST: usize = 8;

/// What a byte is in a word: zero if it ends it, else itself in lower case.
///
/// Letters are those of ASCII and all bytes outside of it, but for C2 and E2, which begin spaces, quotation marks and
/// dashes. The second bytes of À to Þ become those of their small letters; what else is changed by that is changed in
/// the table as well.
static CLASSES: [u8; 256] = classes();

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "there is an entry for every byte")]
const fn classes() -> [u8; 256] {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            letter @ (b'A'..=b'Z' | 0x80..=0x9E) => letter | 0x20,
            0xC2 | 0xE2 => 0,
            letter @ (b'a'..=b'z' | 0x9F..) => letter,
            _ => 0,
        };
        byte += 1;
    }
    classes
}

/// Shows `each` the words of `text` as numbers, in lower case, until it says that it has seen enough. Words that are too
/// long to be looked up are zero.
pub(super) fn words(text: &str, mut each: impl FnMut(u64) -> bool) {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let (length, behind, mut key) = word(eight(rest));
        let mut taken = length;
        if length == LONGEST {
            // Where eight bytes end no word, it may be over, and may go on.
            while rest.get(taken).is_some_and(|byte| CLASSES.get(usize::from(*byte)).is_some_and(|class| *class != 0)) {
                key = 0;
                taken += 1;
            }
        }
        if taken > 0 && each(key) {
            return;
        }
        rest = rest.get(taken + behind..).unwrap_or_default();
    }
}

/// The first eight bytes of a text as a number, the first of them the lowest; what comes after the end is zero.
fn eight(bytes: &[u8]) -> u64 {
    match bytes.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

/// In each byte, the highest bit.
const HIGHEST: u64 = 0x8080_8080_8080_8080;

/// In each byte, the lowest bit.
const LOWEST: u64 = 0x0101_0101_0101_0101;

/// The word that eight bytes begin with: its length, zero if they begin with none, the length of the character behind it,
/// which begins no word, and its key. All bytes are looked at together, since where a word ends cannot be guessed, by no
/// processor either. What they are is said by [`CLASSES`].
const fn word(bytes: u64) -> (usize, usize, u64) {
    // In each byte, the highest bit says what the comment says.
    let low = bytes & !HIGHEST;
    let folded = low | (0x20 * LOWEST);
    // Whether it is at least `a`, and whether it is more than `z`.
    let from_a = folded + (0x80 - b'a' as u64) * LOWEST;
    let behind_z = folded + (0x7F - b'z' as u64) * LOWEST;
    // Whether it is C2 or E2; no byte is more than what the sum has room for.
    let is_sign = !((folded ^ (0x62 * LOWEST)) + 0x7F * LOWEST) & bytes;
    let is_letter = (from_a & !behind_z & !bytes) | (bytes & !is_sign);
    // What follows C2 and E2 begins no word.
    let follows = (bytes >> 7 & !(bytes >> 6) & 1) << 7;
    let ends = (!is_letter | follows) & HIGHEST;
    // Of what is no ASCII, the bytes 80 to 9E are changed.
    let is_small = (low + (0x7F - 0x1E) * LOWEST) & HIGHEST;
    let lower = bytes | ((!bytes | !is_small) & HIGHEST) >> 2;
    if ends == 0 {
        return (LONGEST, 1, lower);
    }
    let length = ends.trailing_zeros() / 8;
    // With E2 begin characters of three bytes.
    let behind = if bytes >> (8 * length) & 0xFF == 0xE2 { 3 } else { 1 };
    (length as usize, behind, lower & ((1 << (8 * length)) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_the_classes_say() {
        let text = "An l’été, «de\u{A0}la» [x]{y}@Z`_q QU'ÉTÉ abcdefgh ijklmnopq straße 1a2 \u{9F}é ÿŸ Что ОПОП";
        for start in (0..text.len()).filter(|start| text.is_char_boundary(*start)) {
            let mut found = Vec::new();
            let part = text.get(start..).unwrap();
            words(part, |key| {
                found.push(key);
                false
            });
            let is_mark = |byte: u8| CLASSES[usize::from(byte)] == 0;
            let words = part.as_bytes().split(|byte| is_mark(*byte));
            let words = words.map(|word| &word[word.iter().take_while(|byte| **byte & 0xC0 == 0x80).count()..]);
            let key = |word: &[u8]| {
                let lower: Vec<u8> = word.iter().map(|byte| CLASSES[usize::from(*byte)]).collect();
                if word.len() > LONGEST { 0 } else { eight(&lower) }
            };
            let plain: Vec<u64> = words.filter(|word| !word.is_empty()).map(key).collect();
            assert_eq!(found, plain, "{part}");
        }
    }
}
