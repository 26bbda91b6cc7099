//! The words of a text as numbers: what is compared when texts are compared.
//!
//! A word is a run of letters and digits; of scripts that are written without spaces, each character is one. Case and
//! the form of normalisation make no difference; accents and digits do. No string is made of any word: up to eight
//! ASCII characters at a time are found, put into lower case and hashed as one number.

mod quick;
mod wide;

pub use quick::{BATCH, KEPT, Room, each_batch};
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::mix::{self, mix};

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// What it says.
    pub hash: u64,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// The words of `bytes`, in order. Bad UTF-8 is no part of a word.
pub const fn words(bytes: &[u8]) -> Words<'_> {
    Words { bytes, position: 0 }
}

/// The words of a text.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    bytes: &'a [u8],
    position: usize,
}

/// A byte of each of the eight in a number.
const EACH: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each of the eight bytes in a number.
const HIGH: u64 = EACH * 0x80;

/// The bit that a capital letter of ASCII does not have, and a digit and a small letter have.
const SMALL: u64 = EACH * 0x20;

impl Iterator for Words<'_> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        loop {
            let start = self.position;
            let chunk = load(self.bytes, start);
            let small = chunk | SMALL;
            let length = run(chunk, small);
            if length > 0 {
                let shift = 64 - 8 * length;
                let (hash, next) = (mix(0, small << shift >> shift, 0), chunk >> 8 >> (8 * length - 8));
                // Most words are over here: what follows is a space.
                if length < 8 && next & 0x80 == 0 {
                    self.position = start + length as usize;
                    return Some(Word { hash, start, end: self.position });
                }
                return Some(self.long(start));
            }
            if self.bytes.get(start)?.is_ascii() {
                self.position += 1;
                continue;
            }
            match sign(self.bytes.get(start..).unwrap_or_default()) {
                (Sign::Letter(_) | Sign::Alone(_), _) => return Some(self.long(start)),
                (Sign::Mark | Sign::Hidden | Sign::Other, width) => self.position += width,
            }
        }
    }
}

impl Words<'_> {
    /// The word at `start` that has more than eight characters, or others than those of ASCII.
    fn long(&mut self, start: usize) -> Word {
        let mut hash = Hash::default();
        let mut end = start;
        let mut is_decomposed = false;
        loop {
            if hash.filled.is_multiple_of(64) {
                let chunk = load(self.bytes, end);
                let length = run(chunk, chunk | SMALL);
                hash.push_some(chunk | SMALL, length);
                end += length as usize;
                if length == 8 {
                    continue;
                }
            }
            match self.bytes.get(end) {
                Some(byte) if byte.is_ascii_alphanumeric() => {
                    hash.push(byte | 0x20);
                    end += 1;
                }
                Some(byte) if !byte.is_ascii() => {
                    let (sign, width) = sign(self.bytes.get(end..).unwrap_or_default());
                    match sign {
                        Sign::Letter(character) => {
                            is_decomposed |= is_unsettled(character);
                            hash.push_small(character);
                        }
                        Sign::Mark => is_decomposed = true,
                        Sign::Hidden => {}
                        Sign::Alone(character) if end == start => {
                            hash.push_character(character);
                            is_decomposed |= is_unsettled(character);
                            end += width;
                            // What makes が of か stands behind it, and a word of one character would end before it.
                            if let Some([0xE3, 0x82, 0x99 | 0x9A, ..]) = self.bytes.get(end..) {
                                is_decomposed = true;
                                end += 3;
                            }
                            break;
                        }
                        Sign::Alone(_) | Sign::Other => break,
                    }
                    end += width;
                }
                _ => break,
            }
        }
        self.position = end;
        let mut word = Word { hash: hash.finish(), start, end };
        if is_decomposed {
            word.hash = composed(self.bytes.get(start..end).unwrap_or_default());
        }
        word
    }
}

/// The eight bytes from `start` on as a number, the first of them the lowest; 0 for what is behind the end.
#[inline]
fn load(bytes: &[u8], start: usize) -> u64 {
    let rest = bytes.get(start..).unwrap_or_default();
    match rest.first_chunk::<8>() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None => rest.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

/// How many of the eight bytes in `chunk` are letters and digits of ASCII, from the first on; `small` are the same in
/// lower case.
#[inline]
const fn run(chunk: u64, small: u64) -> u32 {
    (!alphanumeric(chunk, small) & HIGH).trailing_zeros() / 8
}

/// The high bits of those of the eight bytes in `chunk` that are letters and digits of ASCII.
#[inline]
const fn alphanumeric(chunk: u64, small: u64) -> u64 {
    // In each byte that has no high bit, adding carries into the high bit from a certain character on, and into no other
    // byte. (Lamport, Multiple byte processing with full-word instructions, 1975.)
    let low = small & !HIGH;
    let letters = (low + EACH * (0x80 - b'a' as u64)) & !(low + EACH * (0x80 - b'z' as u64 - 1));
    // What is a digit is so before it is put into lower case: `\x10` is none.
    let low = chunk & !HIGH;
    let digits = (low + EACH * (0x80 - b'0' as u64)) & !(low + EACH * (0x80 - b'9' as u64 - 1));
    (letters | digits) & !chunk & HIGH
}

/// What a character outside of ASCII is to a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    /// A letter or a digit.
    Letter(char),
    /// A word of its own, being of a script that is written without spaces.
    Alone(char),
    /// An accent that stands behind its letter.
    Mark,
    /// What stands in words and is not seen.
    Hidden,
    /// What parts words. Bad UTF-8 does.
    Other,
}

/// What the character at the start of `bytes` is, and how many bytes it takes.
#[inline]
fn sign(bytes: &[u8]) -> (Sign, usize) {
    // Latin-1 and the quotation marks and dashes are nearly all that Europe writes outside of ASCII, and asking the
    // tables of Unicode takes longer than all the rest.
    match bytes {
        [0xC3, second @ 0x80..=0xBF, ..] => match 0xC0 | second & 0x3F {
            0xD7 | 0xF7 => (Sign::Other, 2),
            letter => (Sign::Letter(char::from(letter)), 2),
        },
        [0xC2, 0xA0 | 0xA7 | 0xA9 | 0xAB | 0xB0 | 0xB4 | 0xB7 | 0xBB, ..] => (Sign::Other, 2),
        [0xE2, 0x80, 0x8E..=0xBF, ..] => (Sign::Other, 3),
        _ => sign_by_table(bytes),
    }
}

fn sign_by_table(bytes: &[u8]) -> (Sign, usize) {
    let Some((character, width)) = character(bytes) else { return (Sign::Other, 1) };
    let sign = match character {
        _ if stands_alone(character) => Sign::Alone(character),
        _ if character.is_alphanumeric() => Sign::Letter(character),
        _ if is_combining_mark(character) => Sign::Mark,
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => Sign::Hidden,
        _ => Sign::Other,
    };
    (sign, width)
}

/// The character at the start of `bytes`, and how many bytes it takes. None for bad UTF-8.
fn character(bytes: &[u8]) -> Option<(char, usize)> {
    let width = match bytes.first()? {
        0..=0x7F => 1,
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 4,
    };
    let character = std::str::from_utf8(bytes.get(..width)?).ok()?.chars().next()?;
    Some((character, width))
}

/// Whether a character is of a script that is written without spaces between words: Thai, Lao, Burmese, Khmer, Chinese,
/// Japanese. Its punctuation parts words as any other.
fn stands_alone(character: char) -> bool {
    matches!(character,
        '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3005}'..='\u{30FF}'
        | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
        && character.is_alphanumeric()
}

/// Whether a letter may be another one in NFC, by itself or with the one before it, without there being any accent: as a
/// part of a Korean syllable may. Most scripts have no such letters, and those are told at once.
fn is_unsettled(character: char) -> bool {
    !matches!(character,
        '\0'..='\u{2FF}' | '\u{400}'..='\u{52F}' | '\u{5D0}'..='\u{652}' | '\u{E00}'..='\u{EFF}' | '\u{3005}'..='\u{3098}'
        | '\u{309B}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')
        && is_nfc_quick([character].into_iter()) != IsNormalized::Yes
}

/// The hash of a word of which letters and accents stand apart, as if they did not.
fn composed(word: &[u8]) -> u64 {
    let mut hash = Hash::default();
    for character in String::from_utf8_lossy(word).nfc().filter(|character| character.is_alphanumeric()) {
        hash.push_small(character);
    }
    hash.finish()
}

/// Hashes bytes one by one, to what sixteen at a time come to.
#[derive(Default)]
struct Hash {
    state: u64,
    chunk: u128,
    filled: u32,
}

impl Hash {
    #[inline]
    fn push(&mut self, byte: u8) {
        self.chunk |= u128::from(byte) << self.filled;
        self.filled += 8;
        self.take_full();
    }

    /// Takes in the first `length` bytes of `chunk`, where eight or none are left over from before.
    #[inline]
    fn push_some(&mut self, chunk: u64, length: u32) {
        if length > 0 {
            let shift = 64 - 8 * length;
            self.chunk |= u128::from(chunk << shift >> shift) << self.filled;
            self.filled += 8 * length;
            self.take_full();
        }
    }

    #[inline]
    fn take_full(&mut self) {
        if self.filled == 128 {
            *self = Self { state: self.finish(), ..Self::default() };
        }
    }

    #[inline]
    fn push_small(&mut self, character: char) {
        character.to_lowercase().for_each(|small| self.push_character(small));
    }

    fn push_character(&mut self, character: char) {
        match character {
            // Letters of Latin-1 are put into lower case like those of ASCII, by a bit of each of their bytes. That makes
            // one of `ß` and `ÿ`, by which no two words differ.
            '\u{C0}'..='\u{FF}' => character.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push(byte | 0x20)),
            _ => character.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| self.push(byte)),
        }
    }

    fn finish(&self) -> u64 {
        let [low, high] = halves(self.chunk);
        if self.filled == 0 { self.state } else { mix(self.state, low, high) }
    }
}

/// The lower and the upper half of a number.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "to take the lower half is what is wanted")]
const fn halves(number: u128) -> [u64; 2] {
    [number as u64, (number >> 64) as u64]
}

#[cfg(test)]
mod tests {
    use fearless_simd::{Level, dispatch};
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text.as_bytes()).map(|word| text.get(word.start..word.end).unwrap()).collect()
    }

    fn hashes(text: &str) -> Vec<u64> {
        words(text.as_bytes()).map(|word| word.hash).collect()
    }

    /// The same by what is quick, in all ways in which that is done, whatever the processor is.
    fn quick_hashes(text: &str) -> [Vec<u64>; 3] {
        let [mut quick, mut turns, mut wide] = [(); 3].map(|()| Vec::new());
        let mut room = [7; KEPT + BATCH];
        let take = |all: &mut Vec<u64>, room: &Room, count| all.extend(&room[KEPT..][..count]);
        each_batch(text, &mut room, |room, count| take(&mut quick, room, count));
        dispatch!(Level::new(), simd => {
            let bytes = text.as_bytes();
            quick::each_batch_by_turns(simd, bytes, &mut room, |room, count| take(&mut turns, room, count));
            wide::each_batch(simd, bytes, &mut room, |room, count| take(&mut wide, room, count));
        });
        assert_eq!(room[..KEPT], [7; KEPT], "what was kept is left as it is");
        [quick, turns, wide]
    }

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        assert_eq!(
            texts("The ferry, l’église: 12:30 (Straßenbahnhaltestelle)"),
            ["The", "ferry", "l", "église", "12", "30", "Straßenbahnhaltestelle",]
        );
        assert_eq!(texts("-abcdefgh abcdefghi [@`{ x/:"), ["abcdefgh", "abcdefghi", "x"]);
        assert_eq!(texts("\u{10}\u{19}a\u{1A}"), ["a"]);
    }

    #[test]
    fn scripts_without_spaces_have_words_of_one_character() {
        assert_eq!(texts("渡し船 9時。abc船"), ["渡", "し", "船", "9", "時", "abc", "船"]);
    }

    #[test]
    fn case_and_normalisation_make_no_other_word() {
        for (left, right) in [
            ("FERRY", "ferry"),
            ("ÉGLISE", "e\u{301}glise"),
            ("Ärger", "a\u{308}rger"),
            ("ПАРОМ", "паром"),
            ("Don\u{AD}au\u{AD}dampfschiff", "donaudampfschiff"),
            // Korean, Japanese, Chinese, Bengali, Arabic, Hindi, Greek: letters that are put together with letters, and
            // those that are written in two ways.
            ("한국어 신문", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}\u{110B}\u{1165} 시\u{11AB}무\u{11AB}"),
            ("がパ船", "か\u{3099}ハ\u{309A}船"),
            ("\u{F900}\u{8C48}", "\u{8C48}\u{F900}"),
            ("ক\u{9CB}", "ক\u{9C7}\u{9BE}"),
            ("\u{622}ب", "\u{627}\u{653}ب"),
            ("\u{958}", "\u{915}\u{93C}"),
            ("\u{1F71}", "\u{3AC}"),
        ] {
            assert_eq!(hashes(left), hashes(right), "{left}");
        }
        for (left, right) in [("pêche", "péché"), ("nine", "ten"), ("abcdefgh", "abcdefghi"), ("1", "11")] {
            assert_ne!(hashes(left), hashes(right), "{left}");
        }
    }

    #[test]
    fn what_is_told_quickly_is_what_the_tables_say() {
        for character in '\u{80}'..=char::MAX {
            let text = character.to_string();
            assert_eq!(sign(text.as_bytes()), sign_by_table(text.as_bytes()), "{character:?}");
        }
    }

    #[test]
    fn letters_that_are_told_at_once_are_the_same_in_nfc() {
        for character in (char::MIN..=char::MAX).filter(|character| character.is_alphanumeric()) {
            let is_settled = is_nfc_quick([character].into_iter()) == IsNormalized::Yes;
            assert_eq!(is_unsettled(character), !is_settled, "{character:?}");
        }
    }

    #[test]
    fn case_makes_no_other_letter() {
        let hash = |character: char| hashes(&character.to_string());
        for character in ('\u{80}'..='\u{24F}').filter(|character| character.is_alphanumeric()) {
            for small in character.to_lowercase().filter(|_| character.to_lowercase().count() == 1) {
                assert_eq!(hash(character), hash(small), "{character:?}");
            }
        }
        let mut all: Vec<_> =
            ('à'..='ÿ').chain('\u{100}'..='\u{24F}').filter(|it| it.is_lowercase()).map(hash).collect();
        all.sort_unstable();
        let letters = all.len();
        all.dedup();
        assert_eq!(all.len(), letters, "small letters are words of their own");
    }

    #[test]
    fn signs_part_words_wherever_a_block_of_bytes_ends() {
        for sign in
            ["×", "÷", "’", "«", "\u{A0}", "·", "œ", "É", "…", "\u{AD}", "船", "\u{1F600}", "Ж", "e\u{301}", "ß"]
        {
            for before in 0..130 {
                let text = format!("{}{sign}fin{sign} 3{sign}4 a{sign}", "x".repeat(before));
                let expected = hashes(&text);
                for quick in quick_hashes(&text) {
                    assert_eq!(quick, expected, "{text}");
                }
            }
        }
    }

    #[test]
    fn bad_bytes_part_words() {
        let found: Vec<_> = words(b"ab\xFFcd \xC3").map(|word| (word.start, word.end)).collect();
        assert_eq!(found, [(0, 2), (3, 5)]);
    }

    proptest! {
        #[test]
        fn words_of_ascii_are_those_of_the_standard_library(text in "[a-cX-Z0-9 ,.@\\[`{/:\u{0}-\u{1F}]{0,60}") {
            let expected: Vec<&str> =
                text.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(texts(&text), expected);
        }

        #[test]
        fn a_word_has_one_hash_wherever_it_stands(word in "[a-zA-Z0-9éÉßЖж]{1,20}", before in "[ .,é]{0,9}", after in "[ .\n]{0,9}") {
            let alone = hashes(&word);
            let text = format!("{} {word}{after}", before.replace('é', ""));
            prop_assert_eq!(hashes(&text), alone.clone());
            prop_assert_eq!(hashes(&text.to_lowercase()), alone);
        }

        #[test]
        fn any_bytes_are_read_to_their_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut end = 0;
            for word in words(&bytes) {
                prop_assert!(word.start >= end && word.end > word.start);
                end = word.end;
            }
            prop_assert!(end <= bytes.len());
            let text = String::from_utf8_lossy(&bytes);
            for quick in quick_hashes(&text) {
                prop_assert_eq!(quick, hashes(&text));
            }
        }

        #[test]
        fn words_are_the_same_however_they_are_read(text in "(([a-zA-Z0-9éÉÿßØ]{0,12}|[a-zA-Z0-9éÉ’«×÷ßЖ船\u{301}]{0,20})[ .,-]{0,3}){0,40}") {
            for quick in quick_hashes(&text) {
                prop_assert_eq!(quick, hashes(&text));
            }
        }
    }
}
