//! Numbers that are written in groups: what the rules about phones, accounts and cards share.

use crate::span::Span;

/// A run of digits and letters in groups: where it stands, and its characters without what parts the groups.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Grouped {
    pub(super) span: Span,
    pub(super) characters: Vec<u8>,
}

/// The number that begins at `at`: digits, and whatever else `is_part` takes, with up to `gap` characters of
/// `separators` between them. At most `most` digits and letters are taken.
pub(super) fn grouped(
    bytes: &[u8],
    at: usize,
    (separators, gap): (&[u8], usize),
    most: usize,
    is_part: impl Fn(u8) -> bool,
) -> Grouped {
    let mut characters = Vec::new();
    let mut end = at;
    let mut here = at;
    while let Some(&byte) = bytes.get(here) {
        if is_part(byte) {
            characters.push(byte);
            end = here + 1;
            if characters.len() > most {
                break;
            }
        } else if let [0xC2, 0xA0, ..] = bytes.get(here..).unwrap_or_default() {
            here += 1;
        } else if !separators.contains(&byte) || here >= end + gap {
            break;
        }
        here += 1;
    }
    Grouped { span: Span::new(at, end), characters }
}

/// Whether the character before `at` and the one at `end` are no part of a longer number or word.
pub(super) fn stands_alone(bytes: &[u8], span: Span) -> bool {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    let before = span.start.checked_sub(1).and_then(|at| bytes.get(at));
    let behind = bytes.get(span.end..).unwrap_or_default();
    let goes_on = matches!(behind, [b'.' | b',' | b'-' | b'/', b'0'..=b'9', ..]);
    // A space of two bytes and a quotation mark are not ASCII, and no part of a number either.
    let is_mark = |bytes: &[u8]| bytes.starts_with(&[0xC2]) || bytes.starts_with(&[0xE2]);
    let ends_mark = bytes.get(..span.start).unwrap_or_default();
    let ends_mark =
        ends_mark.ends_with(&[0xC2, 0xA0]) || ends_mark.len() > 2 && ends_mark.get(ends_mark.len() - 3) == Some(&0xE2);
    (!is_word(before) || ends_mark)
        && !matches!(before, Some(b'.' | b'-' | b'/' | b'_' | b'='))
        && (!is_word(behind.first()) || is_mark(behind))
        && !goes_on
}

/// Whether the digits fulfil the formula of Luhn: ISO/IEC 7812-1, annex B.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit.wrapping_sub(b'0'));
            let doubled = if place % 2 == 1 { digit * 2 } else { digit };
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    !digits.is_empty() && digits.iter().all(u8::is_ascii_digit) && sum.is_multiple_of(10)
}

/// Whether letters and digits fulfil the check of ISO/IEC 7064, MOD 97-10, as ISO 13616 has it for accounts: the
/// first four characters go to the end, and letters count from 10.
pub(super) fn mod_97(account: &[u8]) -> bool {
    let (Some(head), Some(tail)) = (account.get(..4), account.get(4..)) else { return false };
    let mut rest = 0;
    for &byte in tail.iter().chain(head) {
        let value = match byte {
            b'0'..=b'9' => u32::from(byte - b'0'),
            b'A'..=b'Z' => u32::from(byte - b'A') + 10,
            _ => return false,
        };
        rest = (rest * if value > 9 { 100 } else { 10 } + value) % 97;
    }
    rest == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_sums_are_those_of_the_standards() {
        // Numbers that issuers publish for tests, and the examples of the registry of ISO 13616.
        for card in ["4111111111111111", "5555555555554444", "378282246310005", "79927398713"] {
            assert!(luhn(card.as_bytes()), "{card}");
            assert!(!luhn(format!("{card}7").as_bytes()), "{card}");
        }
        for account in ["GB82WEST12345698765432", "DE89370400440532013000", "FR1420041010050500013M02606"] {
            assert!(mod_97(account.as_bytes()), "{account}");
            assert!(!mod_97(account.replacen('3', "4", 1).as_bytes()), "{account}");
        }
        assert!(!luhn(b"") && !luhn(b"4a") && !mod_97(b"DE") && !mod_97(b"de89"));
    }

    #[test]
    fn groups_are_put_together() {
        let number = grouped(b"01 42 68.53-00, 12", 0, (b" .-", 1), 20, |byte| byte.is_ascii_digit());
        assert_eq!((number.span.end, number.characters.as_slice()), (14, b"0142685300".as_slice()));
        let number = grouped("01\u{A0}42  x".as_bytes(), 0, (b" ", 1), 20, |byte| byte.is_ascii_digit());
        assert_eq!((number.span.end, number.characters.as_slice()), (6, b"0142".as_slice()));
        assert!(stands_alone(b"a 12 b", Span::new(2, 4)) && !stands_alone(b"x12", Span::new(1, 3)));
        assert!(!stands_alone(b"12.3", Span::new(0, 2)) && !stands_alone(b"3.12", Span::new(2, 4)));
    }
}
