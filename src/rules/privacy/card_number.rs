//! `card-number`

use super::numbers::{grouped, luhn, stands_alone};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags numbers of payment cards.
    ///
    /// ## Why
    ///
    /// Whoever has the number can pay with it in many places. It should not be in a text that is passed on, whoever
    /// wrote it there.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// I paid with the card 4111 1111 1111 1111 and nobody asked.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// I paid with my card and nobody asked.
    /// ```
    ///
    /// ## Formula
    ///
    /// 13 to 19 digits, alone or in groups with single spaces or hyphens between them, that fulfil the formula of Luhn
    /// (ISO/IEC 7812-1, annex B) and begin and are as long as an issuer has them: 4 with 13, 16 or 19 digits; 51 to 55
    /// and 2221 to 2720 with 16; 34 and 37 with 15; 36, 38, 39 and 300 to 305 with 14; 6011, 644 to 649 and 65 with
    /// 16; 3528 to 3589 with 16; 62 with 16 to 19.
    ///
    /// ## Exceptions
    ///
    /// One in ten numbers that begin so fulfils the formula by chance. Rows of the same digit are passed over. The rule
    /// runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: nothing should look like a number in its place.
    CardNumber {
        id: "card-number",
        category: Privacy,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// The most digits of a card.
const MOST: usize = 19;

impl DocumentRule for CardNumber {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.body().of(document.bytes());
        let mut here = 0;
        while let Some(at) = bytes.get(here..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
            let number = grouped(bytes, here + at, (b" -", 1), MOST, |byte| byte.is_ascii_digit());
            here = number.span.end.max(here + at + 1);
            if is_card(&number.characters) && stands_alone(bytes, number.span) {
                report
                    .finding(number.span.shifted(document.body().start), "the number of a payment card")
                    .help("take it out");
            }
        }
    }
}

fn is_card(digits: &[u8]) -> bool {
    let start = |length: usize| {
        digits
            .get(..length)
            .unwrap_or_default()
            .iter()
            .fold(0, |number, digit| number * 10 + u32::from(digit.wrapping_sub(b'0')))
    };
    let is_issued = match digits.len() {
        13 => start(1) == 4,
        14 => matches!(start(2), 36 | 38 | 39) || matches!(start(3), 300..=305),
        15 => matches!(start(2), 34 | 37),
        16 => {
            start(1) == 4
                || matches!(start(2), 51..=55 | 62 | 65)
                || matches!(start(3), 644..=649)
                || matches!(start(4), 2221..=2720 | 3528..=3589 | 6011)
        }
        17 | 18 => start(2) == 62,
        19 => start(1) == 4 || start(2) == 62,
        _ => false,
    };
    let varies = digits.iter().any(|digit| Some(digit) != digits.last());
    is_issued && varies && luhn(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_that_issuers_publish_for_tests_are_cards() {
        for card in [
            "4111111111111111",
            "4222222222222",
            "5555555555554444",
            "2223003122003222",
            "378282246310005",
            "30569309025904",
            "6011111111111117",
            "3530111333300000",
            "6200000000000005",
        ] {
            assert!(is_card(card.as_bytes()), "{card}");
        }
        for other in ["4111111111111112", "1234567812345670", "9780306406157", "0000000000000000"] {
            assert!(!is_card(other.as_bytes()), "{other}");
        }
    }
}
