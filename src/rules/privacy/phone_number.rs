//! `phone-number`

use super::numbers::{Grouped, grouped, stands_alone};
use crate::document::Document;
use crate::lang::{Language, knowledge};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags telephone numbers.
    ///
    /// ## Why
    ///
    /// A number belongs to somebody, who may not have wanted it to be copied; a program that learns from the text may
    /// give it to anybody who asks.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The harbour office answers at +44 20 7946 0123 until noon.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The harbour office answers until noon.
    /// ```
    ///
    /// ## Formula
    ///
    /// `+` and 8 to 15 digits (ITU-T E.164) in groups with single spaces, stops, hyphens, slashes or brackets between
    /// them; or as a country writes them: in French, ten digits in pairs that begin with 01 to 09; or in any language,
    /// 8 to 13 digits in groups that begin with 0 or a bracket, where the word for telephone stands within 24 bytes
    /// before them, such as `Tel.`, `Telefon`, `phone`, `Mobil`.
    ///
    /// ## Exceptions
    ///
    /// Other numbers in groups, such as ISBN, dates and accounts, have no such word before them. Numbers of offices are
    /// public, and are reported as well; so the rule runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: nothing should look like a number in its place.
    PhoneNumber {
        id: "phone-number",
        category: Privacy,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// How far before the number the word may begin, in bytes.
const REACH: usize = 24;

/// As many separators may stand together, as in `030 / 1234` and `(0)30`.
const GAP: usize = 3;

/// What parts the groups of a number.
const SEPARATORS: &[u8] = b" .-/()";

impl DocumentRule for PhoneNumber {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.body().of(document.bytes());
        let mut here = 0;
        let is_start = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'(');
        while let Some(at) = bytes.get(here..).and_then(|rest| rest.iter().position(is_start)) {
            let at = here + at;
            let skipped = usize::from(!bytes.get(at).is_some_and(u8::is_ascii_digit));
            let number = grouped(bytes, at + skipped, (SEPARATORS, GAP), 16, |byte| byte.is_ascii_digit());
            here = number.span.end.max(at + 1);
            let span = Span::new(at, number.span.end);
            if stands_alone(bytes, span) && is_phone(bytes, at, &number, || document.language()) {
                report
                    .finding(span.shifted(document.body().start), "a telephone number")
                    .help("take it out, if it is not meant to be public");
            }
        }
    }
}

fn is_phone(bytes: &[u8], at: usize, number: &Grouped, language: impl Fn() -> Option<Language>) -> bool {
    let digits = number.characters.as_slice();
    if bytes.get(at) == Some(&b'+') {
        return (8..=15).contains(&digits.len()) && digits.first() != Some(&b'0');
    }
    let text = number.span.of(bytes);
    let in_pairs = || {
        let pairs: Vec<&[u8]> = text
            .split(|byte| matches!(byte, b' ' | b'.' | b'-' | 0xC2 | 0xA0))
            .filter(|pair| !pair.is_empty())
            .collect();
        pairs.len() == 5 && pairs.iter().all(|pair| pair.len() == 2)
    };
    if let [b'0', b'1'..=b'9', ..] = digits
        && digits.len() == 10
        && in_pairs()
        && language().is_some_and(|language| language.code() == "fr")
    {
        return true;
    }
    let begins = digits.first() == Some(&b'0') || bytes.get(at) == Some(&b'(');
    let is_long = (8..=13).contains(&digits.len()) && text.len() > digits.len();
    begins && is_long && has_word_before(bytes, at)
}

fn has_word_before(bytes: &[u8], at: usize) -> bool {
    let before = String::from_utf8_lossy(Span::new(at.saturating_sub(REACH), at).of(bytes)).to_lowercase();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.split(|character: char| !character.is_alphabetic()).any(|word| knowledge().telephone_labels.has(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, code: &str) -> bool {
        let at = text.find(|first: char| first.is_ascii_digit() || matches!(first, '+' | '(')).unwrap();
        let skipped = usize::from(!text.as_bytes()[at].is_ascii_digit());
        let number = grouped(text.as_bytes(), at + skipped, (SEPARATORS, GAP), 16, |byte| byte.is_ascii_digit());
        stands_alone(text.as_bytes(), Span::new(at, number.span.end))
            && is_phone(text.as_bytes(), at, &number, || Language::from_tag(code))
    }

    #[test]
    fn a_word_before_a_number_says_that_it_is_one_of_a_telephone() {
        for label in knowledge().telephone_labels.iter() {
            assert!(found(&format!("{label}: 030 / 1234 5678"), "en"), "{label}");
        }
        assert!(!found("Order: 030 / 1234 5678", "en"));
    }

    #[test]
    fn numbers_are_those_of_telephones() {
        for (text, code) in [
            ("+44 20 7946 0123", "en"),
            ("+33 1 42 68 53 00", "fr"),
            ("au 01 42 68 53 00.", "fr"),
            ("Tel. 030 / 1234 5678", "de"),
            ("Phone: (555) 010-0199", "en"),
            ("Tél : 022 123 45 67", "fr"),
            ("+49 (0)30 123456", "de"),
        ] {
            assert!(found(text, code), "{text}");
        }
        for (text, code) in [
            ("ISBN 978-3-16-148410-0", "de"),
            ("01 42 68 53 00", "de"),
            ("on 01/02/2003 at", "en"),
            ("+1 200", "en"),
            ("10.15.7.1", "en"),
            ("Tel Aviv 2003-2004", "en"),
            ("1618033988", "fr"),
        ] {
            assert!(!found(text, code), "{text}");
        }
    }
}
