//! `email-address`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags e-mail addresses.
    ///
    /// ## Why
    ///
    /// An address belongs to somebody, who may not have wanted it to be copied; a program that learns from the text may
    /// give it to anybody who asks.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Write to ann.lee@harbour-office.net before the end of May.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Write to the harbour office before the end of May.
    /// ```
    ///
    /// ## Formula
    ///
    /// Letters, digits and `. _ % + -`, then `@`, then at least two labels of letters, digits and hyphens with stops
    /// between them, of which the last has at least two letters and nothing else.
    ///
    /// ## Exceptions
    ///
    /// Addresses of `example.com`, `example.org` and `example.net`, which belong to nobody (RFC 2606). Addresses of
    /// offices are public, and are reported as well; so the rule runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether an address has to go is for somebody to decide, and nothing should look like an address
    /// in its place.
    EmailAddress {
        id: "email-address",
        category: Privacy,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// The longest address (RFC 5321, section 4.5.3.1), in bytes.
const LONGEST: usize = 254;

impl DocumentRule for EmailAddress {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(b'@') {
            return;
        }
        let bytes = document.body().of(document.bytes());
        for at in memchr::memchr_iter(b'@', bytes) {
            let Some(span) = address(bytes, at).map(|span| span.shifted(document.body().start)) else { continue };
            report
                .finding(span, format!("an e-mail address: `{}`", shown(span.of(document.bytes()))))
                .help("take it out, if it is not meant to be public");
        }
    }
}

/// The address around the `@` at `at`.
fn address(bytes: &[u8], at: usize) -> Option<Span> {
    let is_local = |byte: &&u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
    let before = bytes.get(at.saturating_sub(LONGEST)..at)?;
    let local = before.iter().rev().take_while(is_local).count();
    let after = Span::new(at + 1, (at + LONGEST).min(bytes.len())).of(bytes);
    let is_domain = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let length = after.iter().take_while(is_domain).count();
    let domain = std::str::from_utf8(after.get(..length)?).ok()?.trim_end_matches(['.', '-']);
    let mut labels = domain.rsplit('.');
    let top = labels.next().filter(|top| top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    let is_example = matches!(top, "com" | "org" | "net") && domain.rsplit('.').nth(1) == Some("example");
    let mut count = 0;
    let whole = labels.all(|label| {
        count += 1;
        !label.is_empty()
    });
    let stands = local > 0 && before.get(before.len() - local) != Some(&b'.') && whole && count > 0 && !is_example;
    stands.then(|| Span::new(at - local, at + 1 + domain.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        text.get(address(text.as_bytes(), text.find('@')?)?.range())
    }

    #[test]
    fn addresses_end_where_they_end() {
        assert_eq!(found("(ann.lee@harbour-office.net)."), Some("ann.lee@harbour-office.net"));
        assert_eq!(found("a+b@c.d.fr."), Some("a+b@c.d.fr"));
        for text in ["@ann", "ann@home", "a@b.c", "a@1.2", "x@example.com", "a@.net", "é@"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
