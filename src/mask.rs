//! Bit masks over sixty-four bytes: one bit for each byte that has a property.
//!
//! Where a word ends cannot be guessed, by no processor either. So a text is not walked byte by byte: all bytes of a step
//! are asked first, without a branch, and then the bits that are set are visited.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, mask8x64, u8x64};

/// The bytes of one step.
pub(crate) const STEP: usize = 64;

/// A bit for each byte, the first byte the lowest, whether it [`is_word`], and whether it is one of `signs`.
pub(crate) fn words_and<const COUNT: usize>(step: &[u8; STEP], signs: &[u8; COUNT]) -> (u64, u64) {
    dispatch!(Level::new(), simd => words_and_by(simd, step, signs))
}

/// The same, with the instructions that this processor has.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn words_and_by<S: Simd, const COUNT: usize>(simd: S, step: &[u8; STEP], signs: &[u8; COUNT]) -> (u64, u64) {
    let bytes = u8x64::simd_from(simd, *step);
    (are_words(bytes).to_bitmask(), are_any(simd, bytes, signs).to_bitmask())
}

/// Whether bytes are one of `some`.
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
fn are_any<S: Simd, const COUNT: usize>(simd: S, bytes: u8x64<S>, some: &[u8; COUNT]) -> mask8x64<S> {
    let none = u8x64::splat(simd, 0).simd_ne(0);
    some.iter().fold(none, |any, byte| any | bytes.simd_eq(*byte))
}

/// Whether each of some bytes [`is_word`].
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
fn are_words<S: Simd>(bytes: u8x64<S>) -> mask8x64<S> {
    is_within(bytes | 0x20, b'a', b'z') | is_within(bytes, b'0', b'9') | bytes.simd_ge(0x80)
}

/// The steps of `bytes`; behind the last of them stand zeros.
pub(crate) fn steps(bytes: &[u8]) -> impl Iterator<Item = [u8; STEP]> {
    let (steps, rest) = bytes.as_chunks();
    let last = (!rest.is_empty()).then(|| {
        let mut last = [0; STEP];
        last.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        last
    });
    steps.iter().copied().chain(last)
}

/// The numbers of the bits that are set, from the lowest to the highest.
pub(crate) fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(lowest)
    })
}

/// Whether bytes are from `first` to `last`, where FF comes before 0.
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
pub(crate) fn is_within<S: Simd>(bytes: u8x64<S>, first: u8, last: u8) -> mask8x64<S> {
    (bytes - first).simd_le(last.wrapping_sub(first))
}

/// The first place at or behind `from` that begins a line with one of the bytes in `first`, and that `is_wanted`. At
/// `from` itself no line is taken to begin.
#[inline]
pub(crate) fn find_line<const COUNT: usize>(
    bytes: &[u8],
    from: usize,
    first: &[u8; COUNT],
    is_wanted: impl FnMut(usize) -> bool,
) -> Option<usize> {
    dispatch!(Level::new(), simd => find_line_by(simd, bytes, from, first, is_wanted))
}

/// The same, with the instructions that this processor has.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn find_line_by<S: Simd, const COUNT: usize>(
    simd: S,
    bytes: &[u8],
    mut from: usize,
    first: &[u8; COUNT],
    mut is_wanted: impl FnMut(usize) -> bool,
) -> Option<usize> {
    // A step, and the same one byte behind it.
    while let Some(window) = bytes.get(from..).and_then(<[u8]>::first_chunk::<{ STEP + 1 }>)
        && let (Some(here), Some(behind)) = (window.first_chunk::<STEP>(), window.last_chunk::<STEP>())
    {
        let [here, behind] = [here, behind].map(|step| u8x64::simd_from(simd, *step));
        let begins = are_any(simd, behind, first);
        for bit in bits((here.simd_eq(b'\n') & begins).to_bitmask()) {
            if is_wanted(from + bit + 1) {
                return Some(from + bit + 1);
            }
        }
        from += STEP;
    }
    let rest = bytes.get(from..).unwrap_or_default();
    let mut places = memchr::memchr_iter(b'\n', rest).map(|newline| from + newline + 1);
    places.find(|place| bytes.get(*place).is_some_and(|byte| first.contains(byte)) && is_wanted(*place))
}

/// Whether a byte is part of a word: a letter or a digit of ASCII, or a part of any other character.
pub(crate) const fn is_word(byte: u8) -> bool {
    // Without branches.
    let (is_digit, is_letter) = (byte.wrapping_sub(b'0') < 10, (byte | 0x20).wrapping_sub(b'a') < 26);
    is_digit as u8 | is_letter as u8 | byte >> 7 == 1
}

/// The bytes before a step that decide about its first bytes.
const BEFORE: usize = 2;

/// Shows `visit` where each word of `bytes` begins and ends, from the first to the last: bytes of which each [`is_word`].
/// The characters U+0080 to U+00BF and U+2000 to U+2FFF are part of no word: they are the quotation marks, dashes and
/// no-break spaces of UTF-8, and in it no other characters begin with C2 or E2.
#[inline]
pub(crate) fn for_each_word(bytes: &[u8], visit: impl FnMut(usize, usize)) {
    dispatch!(Level::new(), simd => for_each_word_by(simd, bytes, visit));
}

/// The same, with the instructions that this processor has.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn for_each_word_by<S: Simd>(simd: S, bytes: &[u8], mut visit: impl FnMut(usize, usize)) {
    let mut last_is_letter = 0;
    let mut start = 0;
    for from in (0..bytes.len()).step_by(STEP) {
        // In the middle of a text, the bytes are looked at where they stand.
        let window = from.checked_sub(BEFORE).and_then(|before| bytes.get(before..)?.first_chunk());
        let letters = match window {
            Some(window) => letters(simd, window),
            None => letters(simd, &padded(bytes, from)),
        };
        let before = letters << 1 | last_is_letter;
        let (mut starts, mut ends) = (letters & !before, !letters & before);
        let mut next = || {
            let next = from + starts.trailing_zeros() as usize;
            starts &= starts.wrapping_sub(1);
            next
        };
        if last_is_letter == 0 {
            start = next();
        }
        while ends != 0 {
            visit(start, from + ends.trailing_zeros() as usize);
            ends &= ends - 1;
            start = next();
        }
        last_is_letter = letters >> (STEP - 1);
    }
    if last_is_letter == 1 {
        visit(start, bytes.len());
    }
}

/// A step at an end of a text, with zeros where there is none.
fn padded(bytes: &[u8], from: usize) -> [u8; STEP + BEFORE] {
    let mut window = [0; STEP + BEFORE];
    let (start, skipped) = (from.saturating_sub(BEFORE), BEFORE.saturating_sub(from));
    let places = window.iter_mut().skip(skipped);
    places.zip(bytes.iter().skip(start)).for_each(|(place, byte)| *place = *byte);
    window
}

/// A bit for each byte of a step, the first byte the lowest, whether it is part of a word. The bytes before the step stand
/// before it.
#[expect(clippy::inline_always, reason = "it is a part of what is compiled for each kind of processor")]
#[inline(always)]
fn letters<S: Simd>(simd: S, window: &[u8; STEP + BEFORE]) -> u64 {
    let second = window.split_first().and_then(|(_, rest)| rest.first_chunk::<STEP>());
    let (Some(first), Some(second), Some(third)) = (window.first_chunk::<STEP>(), second, window.last_chunk::<STEP>())
    else {
        return 0;
    };
    let first = u8x64::simd_from(simd, *first).simd_eq(0xE2);
    let second = (u8x64::simd_from(simd, *second) | 0x20).simd_eq(0xE2);
    let third = u8x64::simd_from(simd, *third);
    let leads = (third | 0x20).simd_eq(0xE2);
    are_words(third).to_bitmask() & !(leads | second | first).to_bitmask()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_its_bit() {
        let text: Vec<u8> = (0..=u8::MAX).chain(0..100).collect();
        let mut found = Vec::new();
        for (number, step) in steps(&text).enumerate() {
            let (words, _) = words_and(&step, b"");
            found.extend(bits(words).map(|bit| number * STEP + bit));
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
        let expected: Vec<usize> = (0..text.len()).filter(|at| is_plain(text[*at])).collect();
        assert_eq!(found, expected);
        for step in steps(&text) {
            let signs = (0..STEP).filter(|at| b"@%(".contains(&step[*at])).fold(0, |signs, at| signs | 1 << at);
            assert_eq!(words_and(&step, b"@%(").1, signs);
        }
        assert_eq!(steps(b"").count(), 0);
        assert_eq!(bits(0).count(), 0);
    }

    #[test]
    fn lines_are_found_by_what_they_begin_with() {
        for before in 0..2 * STEP + 2 {
            let text = format!("<a\n{}\n<b\nc\n <d\n\n<e\n{}\n", "x".repeat(before), "y".repeat(before));
            let text = text.as_bytes();
            for from in 0..text.len() {
                let mut seen = Vec::new();
                let last = find_line(text, from, b" <", |place| {
                    seen.push(place);
                    text[place..].starts_with(b"<e")
                });
                let begins = |place: &usize| text[place - 1] == b'\n' && b" <".contains(&text[*place]);
                let expected: Vec<usize> = (from + 1..text.len()).filter(begins).collect();
                assert_eq!((last, &seen), (expected.last().copied(), &expected), "{before} {from}");
            }
        }
    }

    #[test]
    fn words_are_found_where_they_stand() {
        for before in 0..2 * STEP {
            let text = format!("{}«l’été» à{} 1a—", " ".repeat(before), "b".repeat(STEP));
            let mut found = Vec::new();
            for_each_word(text.as_bytes(), |start, end| found.push(text.get(start..end).unwrap()));
            assert_eq!(found, ["l", "été", &format!("à{}", "b".repeat(STEP)), "1a"]);
        }
        for_each_word(b"", |_, _| unreachable!());
    }
}
