//! The wording of a text: what remains without case, punctuation and white space.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use sha2::{Digest as _, Sha256};
use twox_hash::XxHash3_64;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

/// How many letters and digits from the start of a text are in its [`sample`].
const HEAD: usize = 96;

/// How many letters and digits from the end of a text are in its [`sample`].
const TAIL: usize = 48;

/// A hash of the first and the last letters and digits of `text`, without case and accents; of a text that has none,
/// of the text.
///
/// Texts of the same wording have the same sample. Others may have it too, where they begin and end alike, so they are
/// read again before anything is said of them. The cost is that of a few hundred characters, and not of the text.
pub fn sample(text: &str) -> u64 {
    let mut letters = Vec::with_capacity(2 * (HEAD + TAIL));
    push_letters(Forwards(text), HEAD, false, &mut letters);
    push_letters(Backwards(text), TAIL, true, &mut letters);
    if letters.is_empty() {
        // Scripts have marks that are letters; a text of nothing else is not worth being quick about.
        letters = wording(text).into_bytes();
    }
    if letters.is_empty() {
        letters.extend(text.trim().bytes());
    }
    XxHash3_64::oneshot(&letters)
}

/// Appends a character as UTF-8.
fn push(character: char, out: &mut Vec<u8>) {
    out.extend(character.encode_utf8(&mut [0; 4]).bytes());
}

/// How many bytes of a text are looked at together: as many as a number has.
const TOGETHER: usize = 16;

/// A text that is read in one of the two directions. Nearly all of it is ASCII, and a byte is quicker than a character.
trait Walk {
    /// The next bytes, in the order in which they are read, and how many there are.
    fn next_bytes(&self) -> ([u8; TOGETHER], usize);

    /// Goes on behind so many bytes of ASCII.
    fn pass(&mut self, bytes: usize);

    /// The next character.
    fn character(&mut self) -> Option<char>;
}

/// From the start.
struct Forwards<'a>(&'a str);

impl Walk for Forwards<'_> {
    fn next_bytes(&self) -> ([u8; TOGETHER], usize) {
        match self.0.as_bytes().first_chunk() {
            Some(bytes) => (*bytes, TOGETHER),
            None => few(self.0.bytes()),
        }
    }

    fn pass(&mut self, bytes: usize) {
        self.0 = self.0.get(bytes..).unwrap_or_default();
    }

    fn character(&mut self) -> Option<char> {
        let mut rest = self.0.chars();
        let next = rest.next();
        self.0 = rest.as_str();
        next
    }
}

/// From the end.
struct Backwards<'a>(&'a str);

impl Walk for Backwards<'_> {
    fn next_bytes(&self) -> ([u8; TOGETHER], usize) {
        match self.0.as_bytes().last_chunk() {
            Some(bytes) => (u128::from_be_bytes(*bytes).to_le_bytes(), TOGETHER),
            None => few(self.0.bytes().rev()),
        }
    }

    fn pass(&mut self, bytes: usize) {
        self.0 = self.0.get(..self.0.len() - bytes).unwrap_or_default();
    }

    fn character(&mut self) -> Option<char> {
        let mut rest = self.0.chars();
        let next = rest.next_back();
        self.0 = rest.as_str();
        next
    }
}

/// The last bytes of a text, with zeros behind them.
fn few(bytes: impl Iterator<Item = u8>) -> ([u8; TOGETHER], usize) {
    let (mut all, mut count) = ([0; TOGETHER], 0);
    for (place, byte) in all.iter_mut().zip(bytes) {
        (*place, count) = (byte, count + 1);
    }
    (all, count)
}

/// What a byte adds to a wording: itself in lower case if it is a letter or a digit of ASCII, else nothing, which is zero.
static LETTERS: [u8; 256] = letters();

#[expect(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "there is an entry for every byte")]
const fn letters() -> [u8; 256] {
    let mut letters = [0; 256];
    let mut byte = 0;
    while byte < 0x80 {
        if (byte as u8).is_ascii_alphanumeric() {
            letters[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    letters
}

/// Appends the letters and digits from here to the next character outside of ASCII, and at most `most` of them. Says how
/// many there were.
fn push_ascii(text: &mut impl Walk, most: usize, out: &mut Vec<u8>) -> usize {
    let mut pushed = 0;
    while pushed < most {
        let (bytes, count) = text.next_bytes();
        let bytes = u128::from_le_bytes(bytes);
        let others = bytes & u128::from_ne_bytes([0x80; TOGETHER]);
        // Up to the first one, which may be behind all of them.
        let ascii = bytes & ((others & others.wrapping_neg()) >> (u8::BITS - 1)).wrapping_sub(1);
        let (letters, found) = letters_of(ascii.to_le_bytes());
        let wanted = found.min(most - pushed);
        // To copy all of them and to take some away again is quicker than to copy a number that is not known before.
        let kept = out.len() + wanted;
        out.extend_from_slice(&letters);
        out.truncate(kept);
        pushed += wanted;
        let passed = count.min((others.trailing_zeros() / u8::BITS) as usize);
        text.pass(passed);
        if passed < TOGETHER {
            break;
        }
    }
    pushed
}

/// The letters and digits among these bytes, in lower case, and how many there are. Where words end cannot be guessed, by
/// no processor either: so each byte is written down, and the next one over it, if it was no letter.
fn letters_of(bytes: [u8; TOGETHER]) -> ([u8; TOGETHER], usize) {
    let (mut letters, mut found) = ([0; TOGETHER], 0);
    for byte in bytes {
        let letter = LETTERS.get(usize::from(byte)).copied().unwrap_or_default();
        if let Some(place) = letters.get_mut(found) {
            *place = letter;
        }
        found += usize::from(letter != 0);
    }
    (letters, found)
}

/// Appends the first `count` letters and digits to `out`, without case and accents. What is composed counts as its
/// parts, in the order in which `text` is read.
fn push_letters(mut text: impl Walk, count: usize, backwards: bool, out: &mut Vec<u8>) {
    let mut left = count;
    while left > 0 {
        left -= push_ascii(&mut text, left, out);
        if left == 0 {
            break;
        }
        let Some(character) = text.character() else { break };
        if let Some(letter) = latin(character) {
            push(letter, out);
            left -= 1;
        } else if !is_punctuation(character) && character.is_alphanumeric() {
            left -= push_parts(character, left, backwards, |letter| push(letter, out));
        }
    }
}

/// Tells `each` at most `left` of the letters that `character` is composed of, and says how many there were.
fn push_parts(character: char, left: usize, backwards: bool, each: impl FnMut(char)) -> usize {
    // No character is made of more parts than these.
    let (mut parts, mut count) = (['\0'; 8], 0);
    decompose_canonical(character, |part| {
        if let Some(place) = parts.get_mut(count).filter(|_| !is_combining_mark(part)) {
            *place = part;
            count += 1;
        }
    });
    let parts = parts.get_mut(..count.min(8)).unwrap_or_default();
    if backwards {
        parts.reverse();
    }
    let parts = parts.get(..left.min(parts.len())).unwrap_or_default();
    let small = parts.iter().flat_map(|part| part.to_lowercase());
    small.filter(|part| !is_combining_mark(*part)).for_each(each);
    parts.len()
}

/// The letters of [`latin`].
const LATIN: RangeInclusive<u32> = 0xC0..=0x17F;

/// What [`push_parts`] makes of a letter of Latin-1 or Latin Extended-A, where that is one letter: those are nearly all
/// letters outside of ASCII in many languages, and to look them up in the tables of Unicode takes four searches.
fn latin(character: char) -> Option<char> {
    static TABLE: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
        let folded = |code| {
            let mut out = String::new();
            let character = char::from_u32(code).filter(|character| character.is_alphanumeric())?;
            let count = push_parts(character, usize::MAX, false, |letter| out.push(letter));
            let mut letters = out.chars();
            letters.next().filter(|_| count == 1 && letters.next().is_none())
        };
        LATIN.map(folded).collect()
    });
    let place = u32::from(character).checked_sub(*LATIN.start())?;
    TABLE.get(place as usize).copied().flatten()
}

/// Whether a character is one of the spaces, dashes and quotation marks of Latin-1 and of General Punctuation, which are
/// no letters and no digits.
const fn is_punctuation(character: char) -> bool {
    matches!(character, '\u{A0}'..='\u{A9}' | '\u{AB}'..='\u{B1}' | '\u{BB}' | '\u{2000}'..='\u{205F}')
}

/// The letters and digits of `text` in lower case and in NFC, with nothing between them: its wording.
pub fn wording(text: &str) -> String {
    let mut letters = Vec::with_capacity(text.len());
    // Nearly all texts are in NFC, and normalising takes longer than all the rest.
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        push_wording(text, &mut letters);
    } else {
        push_wording(&text.nfc().collect::<String>(), &mut letters);
    }
    // All of it are characters of a text.
    String::from_utf8(letters).unwrap_or_default()
}

/// Appends the letters and digits of `text`, which is in NFC, in lower case.
fn push_wording(text: &str, out: &mut Vec<u8>) {
    let mut text = Forwards(text);
    loop {
        push_ascii(&mut text, usize::MAX, out);
        match text.character() {
            None => return,
            // The small letters of Latin-1, which most texts have and the tables of Unicode need not be asked for.
            Some(small @ ('\u{DF}'..='\u{F6}' | '\u{F8}'..='\u{FF}')) => push(small, out),
            Some(other) if is_punctuation(other) || !other.is_alphanumeric() => {}
            Some(letter) => letter.to_lowercase().for_each(|letter| push(letter, out)),
        }
    }
}

/// Whether two texts have the same wording and the same numbers in it; no text without a letter or a digit has.
pub fn same_wording(first: &str, second: &str) -> bool {
    // A few hundred characters tell most texts apart.
    !part_at_once(first, second) && sample(first) == sample(second) && {
        let worded = wording(first);
        !worded.is_empty() && worded == wording(second) && numbers(first) == numbers(second)
    }
}

/// How many bytes are looked at around the place where two texts part: a few words.
const NEAR: usize = 96;

/// Whether the letters and digits tell two texts apart that stand right behind the place where their bytes part. Versions
/// of one text are as a rule told apart by those, and all else of them need not be put into another form.
fn part_at_once(first: &str, second: &str) -> bool {
    let pieces = first.as_bytes().chunks_exact(NEAR / 2).zip(second.as_bytes().chunks_exact(NEAR / 2));
    let same = pieces.take_while(|(left, right)| left == right).count() * (NEAR / 2);
    // The wording of a text is that of its parts where these are parted by a blank: no mark is joined to a letter there.
    let behind_blank = |text: &str, end: usize| {
        let blank = text.as_bytes().get(..end)?.iter().rposition(u8::is_ascii_whitespace)?;
        Some(blank + 1)
    };
    let start = behind_blank(first, same).unwrap_or(0);
    let near = |text: &str| {
        let rest = text.get(start..).unwrap_or_default();
        let end = if rest.len() <= NEAR { rest.len() } else { behind_blank(rest, NEAR).unwrap_or(0) };
        wording(rest.get(..end).unwrap_or_default()).into_bytes()
    };
    near(first).iter().zip(&near(second)).any(|(left, right)| left != right)
}

/// The numbers of `text`, of which a wording knows only the digits: `2:11` and `21:1` are two results, and `-5` and `5`
/// two temperatures. By what their thousands are parted, if by anything, makes no difference.
pub fn numbers(text: &str) -> Vec<u8> {
    let mut numbers = Vec::new();
    let (mut before, mut last, mut rest) = ("", 0, text);
    while let Some(start) = rest.bytes().position(|byte| byte.is_ascii_digit()) {
        let (between, digits) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, behind) = digits.split_at_checked(length).unwrap_or((digits, ""));
        let is_group = (1..=THOUSANDS).contains(&last) && length == THOUSANDS && parts_thousands(between);
        if !is_group {
            numbers.push(if is_minus(before, between) { b'-' } else { b' ' });
        }
        numbers.extend(digits.bytes());
        (before, last, rest) = (digits, length, behind);
    }
    numbers
}

/// How many digits stand together where thousands are parted.
const THOUSANDS: usize = 3;

/// Whether what stands between two groups of digits may be what parts thousands. A line may end there.
fn parts_thousands(between: &str) -> bool {
    matches!(between, "." | "," | "'" | "\u{2019}") || between.trim().is_empty()
}

/// Whether what stands between two numbers ends in the sign of the second, and not in a dash between both.
fn is_minus(before: &str, between: &str) -> bool {
    let outside = between.strip_suffix(['-', '\u{2212}', '\u{2013}']);
    outside.is_some_and(|outside| match outside.chars().next_back() {
        None => before.is_empty(),
        Some(character) => character.is_whitespace() || character == '(',
    })
}

/// How much of a wording is hashed at once, in bytes.
const PIECE: usize = 1 << 12;

/// The SHA-256 of the [`wording`] of `text`, for where the text will not be at hand to be compared; none if it has no
/// letters and digits.
pub fn digest(text: &str) -> Option<[u8; 32]> {
    let mut hash = Sha256::new();
    let mut piece = String::with_capacity(PIECE + 16);
    let mut is_empty = true;
    let mut push = |character: char| {
        match character {
            'a'..='z' | '0'..='9' => piece.push(character),
            'A'..='Z' => piece.push(character.to_ascii_lowercase()),
            _ if character.is_ascii() || !character.is_alphanumeric() => return,
            _ => piece.extend(character.to_lowercase()),
        }
        if piece.len() >= PIECE {
            is_empty = false;
            hash.update(&piece);
            piece.clear();
        }
    };
    // Nearly all texts are in NFC, and normalising takes longer than all the rest.
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.chars().for_each(&mut push);
    } else {
        text.nfc().for_each(&mut push);
    }
    hash.update(&piece);
    (!is_empty || !piece.is_empty()).then(|| hash.finalize().into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same_wording(left: &str, right: &str) -> bool {
        wording(left) == wording(right)
    }

    #[test]
    fn case_punctuation_and_space_make_no_other_wording() {
        for (left, right) in [
            ("The ferry leaves at nine.", "THE  FERRY\nleaves – at nine"),
            ("Caf\u{E9} à Brest", "cafe\u{301} a\u{300} BREST!"),
            ("« Où ? »", "\"Où?\""),
            ("Straße 5", "straße  5."),
            ("\u{1E69}", "s\u{307}\u{323}"),
        ] {
            assert!(same_wording(left, right) && sample(left) == sample(right), "{left} {right}");
        }
    }

    #[test]
    fn letters_and_digits_make_another_wording() {
        for (left, right) in [("at nine", "at ten"), ("2 : 1", "3 : 1"), ("pêche", "péché"), ("...", "…")] {
            let differ = !same_wording(left, right) || sample(left) != sample(right);
            assert!(differ, "{left} {right}");
        }
    }

    #[test]
    fn numbers_are_the_same_however_they_are_set() {
        for (left, right) in [
            ("2:1, 12\u{A0}000", "2 - 1; 12000"),
            ("1,234.5 km", "1\u{202F}234,5\nKM"),
            ("9:30", "9.30"),
            ("1914-18", "1914–18"),
            ("-5 °C", "\u{2212}5°C"),
            ("1 234 567", "1\n234\u{2019}567"),
            ("a-5", "a 5"),
            ("one", "ONE"),
        ] {
            assert!(super::same_wording(left, right), "{left} {right}");
        }
        for (left, right) in [
            ("2:11", "21:1"),
            ("1.5 million", "15 million"),
            ("-5 to 3", "5 to 3"),
            ("from (-5)", "from (5)"),
            ("from \u{2013}5", "from 5"),
            ("12345, 678", "12, 345678"),
            ("...", "…"),
            ("one", "two"),
        ] {
            assert!(!super::same_wording(left, right), "{left} {right}");
        }
    }

    #[test]
    fn where_texts_part_makes_no_difference() {
        let fill = "Wie schön, daß  ein Boot kam – und blieb.\n";
        for before in 0..12 {
            for behind in [0, 1, 7] {
                let text = |middle: &str| format!("{}{middle} {}", fill.repeat(before), fill.repeat(behind));
                for (left, right) in [("é", "e\u{301}"), ("AB cd", "a b, CD"), ("\u{212B}", "Å"), ("so", "« So »")]
                {
                    assert!(super::same_wording(&text(left), &text(right)), "{left} {right}");
                }
                for (left, right) in [("é", "e"), ("ab", "abc"), ("", "x"), ("a 1", "a 2")] {
                    assert!(!super::same_wording(&text(left), &text(right)), "{left} {right}");
                }
            }
        }
    }

    #[test]
    fn a_text_without_letters_is_its_own_sample() {
        assert_eq!(sample("*** \n"), sample("***"));
        assert_ne!(sample("***"), sample("* * *"));
    }

    #[test]
    fn short_cuts_lead_to_the_same_place() {
        for character in ('\u{80}'..='\u{2FF}').chain('\u{2000}'..='\u{20FF}') {
            let (mut quick, mut plain) = (Vec::new(), Vec::new());
            push_letters(Forwards(character.encode_utf8(&mut [0; 4])), 9, false, &mut quick);
            if character.is_alphanumeric() {
                push_parts(character, 9, false, |letter| push(letter, &mut plain));
            }
            assert_eq!(quick, plain, "{character:?}");
        }
        assert_eq!((latin('É'), latin('ß'), latin('×'), latin('ſ')), (Some('e'), Some('ß'), None, Some('ſ')));
    }

    #[test]
    fn no_more_letters_are_taken_than_were_asked_for() {
        for (text, count, expected) in [("abé def", 3, "abe"), ("abé def", 4, "abed"), ("ab", 9, "ab"), ("é", 1, "e")]
        {
            let mut out = Vec::new();
            push_letters(Forwards(text), count, false, &mut out);
            assert_eq!(out, expected.as_bytes());
            out.clear();
            let backwards: String = text.chars().rev().collect();
            push_letters(Backwards(&backwards), count, true, &mut out);
            assert_eq!(out, expected.as_bytes());
        }
    }

    #[test]
    fn letters_are_taken_wherever_they_stand() {
        let text = "a, b-c! Déjà 1. D [e] (f) ghijklmnopqrstuvwxyz-0123456789 « été »,,,;;;:::___      XYZ";
        let folded = |text: &str| -> Vec<u8> {
            let letters = text.nfd().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase);
            letters.collect::<String>().into_bytes()
        };
        for start in (0..text.len()).filter(|start| text.is_char_boundary(*start)) {
            let (text, mut forwards, mut backwards) = (text.get(start..).unwrap(), Vec::new(), Vec::new());
            push_letters(Forwards(text), usize::MAX, false, &mut forwards);
            push_letters(Backwards(text), usize::MAX, true, &mut backwards);
            backwards.reverse();
            assert_eq!((&forwards, &backwards), (&folded(text), &folded(text)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_wording_is_what_it_is_said_to_be(text in "(\\PC|[a-zéüßàÀŸ \n.,1-9\u{300}-\u{310}]|[가-힣])*") {
            let letters = text.nfc().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase);
            prop_assert_eq!(wording(&text), letters.collect::<String>());
        }

        #[test]
        fn a_digest_is_that_of_the_wording(text in "(\\PC|[a-zéüßàÀ \n.,1-9]|[가-힣])*", times in 1_usize..400) {
            let text = text.repeat(times);
            let worded = wording(&text);
            let expected = (!worded.is_empty()).then(|| <[u8; 32]>::from(Sha256::digest(&worded)));
            prop_assert_eq!(digest(&text), expected);
        }

        #[test]
        fn the_same_wording_has_the_same_sample(text in "(\\PC|[a-zéüßàÀ \n.,1-9]|[가-힣]|[\u{D80}-\u{DFF}])*") {
            for changed in [text.nfd().collect(), text.to_uppercase(), text.replace(' ', " - ")] {
                if same_wording(&text, &changed) && !wording(&text).is_empty() {
                    prop_assert_eq!(sample(&text), sample(&changed), "{:?} {:?}", text, changed);
                }
            }
        }
    }
}
