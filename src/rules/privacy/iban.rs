//! `iban`

use super::numbers::{grouped, mod_97, stands_alone};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags the numbers of bank accounts, as IBAN.
    ///
    /// ## Why
    ///
    /// An account belongs to somebody, and money can be asked from it by whoever has its number. It may not have been
    /// meant to be copied.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Gifts for the bridge go to DE89 3704 0044 0532 0130 00 at the town's bank.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Gifts for the bridge go to the town's bank.
    /// ```
    ///
    /// ## Formula
    ///
    /// The letters of a country, two digits, and letters and digits, alone or in groups with single spaces between
    /// them; as many as ISO 13616 says for the country, and with a check sum that is right (ISO/IEC 7064, MOD 97-10).
    ///
    /// ## Exceptions
    ///
    /// Countries whose length the rule does not know are missed. Accounts for gifts are public, and reported as well;
    /// so the rule runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: nothing should look like an account in its place.
    Iban {
        id: "iban",
        category: Privacy,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// How long an IBAN is by country: the registry of ISO 13616.
const LENGTHS: [(&[u8; 2], usize); 60] = [
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MT", 31),
    (b"NL", 18),
    (b"NO", 15),
    (b"PL", 28),
    (b"PT", 25),
    (b"RO", 24),
    (b"RS", 22),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"TR", 26),
];

impl DocumentRule for Iban {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.body().of(document.bytes());
        let is_start =
            |at: usize| matches!(bytes.get(at..), Some([b'A'..=b'Z', b'A'..=b'Z', b'0'..=b'9', b'0'..=b'9', ..]));
        let mut here = 0;
        while let Some(at) = (here..bytes.len()).find(|at| is_start(*at)) {
            here = at + 4;
            if let Some(span) = account(bytes, at) {
                here = span.end;
                report
                    .finding(span.shifted(document.body().start), "the number of a bank account")
                    .help("take it out, if it is not meant to be public");
            }
        }
    }
}

/// The account that begins at `at`.
fn account(bytes: &[u8], at: usize) -> Option<Span> {
    let country = bytes.get(at..)?.first_chunk::<2>()?;
    let &(_, length) = LENGTHS.iter().find(|(own, _)| *own == country)?;
    let part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    // What follows may look like a part of it, so no more is read than it has.
    let number = grouped(bytes, at, (b" ", 1), length - 1, part);
    (number.characters.len() == length && mod_97(&number.characters) && stands_alone(bytes, number.span))
        .then_some(number.span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_registry_are_accounts() {
        assert!(LENGTHS.is_sorted());
        for text in [
            "DE89370400440532013000",
            "DE89 3704 0044 0532 0130 00",
            "FR14 2004 1010 0505 0001 3M02 606",
            "GB82 WEST 1234 5698 7654 32",
            "NL91ABNA0417164300",
            "CH93 0076 2011 6238 5295 7",
            "NO93 8601 1117 947",
        ] {
            let text = format!("{text}.");
            assert_eq!(account(text.as_bytes(), 0), Some(Span::new(0, text.len() - 1)), "{text}");
        }
        for text in
            ["DE89370400440532013001", "DE8937040044053201300", "XX89370400440532013000", "DE893704004405320130001"]
        {
            assert_eq!(account(text.as_bytes(), 0), None, "{text}");
        }
    }
}
