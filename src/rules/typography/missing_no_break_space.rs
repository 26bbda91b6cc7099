//! `missing-no-break-space`

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::report_all;
use crate::span::Span;

declare_rule! {
    /// Flags French punctuation behind an ordinary space, where a line may break before the mark.
    ///
    /// ## Why
    ///
    /// A mark at the start of a line, or a lone opening mark at its end, is an error in print, and the text is not in
    /// the form that French typesetting gives it. Many scrapers make ordinary spaces of all others.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr
    /// Que fera le port ? Personne ne le sait encore à la mairie.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=fr
    /// Que fera le port\xC2\xA0? Personne ne le sait encore à la mairie.
    /// ```
    ///
    /// ## Formula
    ///
    /// In French: a letter or a digit, SPACE, and one of `? ! ; : »`; or `«` and SPACE. One finding for each document,
    /// at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// No space at all is the custom of Switzerland, and is not reported. A text with ordinary spaces can be read as
    /// well, and most have them; so the rule runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: no reader notices the no-break space (U+00A0) that takes the place of the space, but a program that
    /// looks for spaces does.
    MissingNoBreakSpace {
        id: "missing-no-break-space",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &["fr"],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

impl DocumentRule for MissingNoBreakSpace {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if document.language().is_none_or(|language| language.code() != "fr") {
            return;
        }
        let bytes = document.body().of(document.bytes());
        let is_word = |at: usize| {
            let byte = at.checked_sub(1).and_then(|at| bytes.get(at));
            byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || (0x80..=0xBF).contains(byte))
        };
        let wants = |at: &usize| match bytes.get(at + 1..).unwrap_or_default() {
            [b'?' | b'!' | b';' | b':'] | [b'?' | b'!' | b';' | b':', b' ' | b'\n' | b'\r', ..] | [0xC2, 0xBB, ..] => {
                is_word(*at)
            }
            _ => bytes.get(..*at).is_some_and(|before| before.ends_with("\u{AB}".as_bytes())),
        };
        let spaces = memchr::memchr_iter(b' ', bytes).filter(wants);
        let found: Vec<Span> = spaces.map(|at| Span::new(at, at + 1).shifted(document.body().start)).collect();
        let edits = found.iter().map(|&span| Edit::replace(span, "\u{A0}"));
        let fix = Fix::risky("put a no-break space there", edits);
        if let Some(finding) =
            report_all(report, &found, |_| "an ordinary space where French has a no-break space".to_owned())
        {
            finding.help("put a no-break space (U+00A0) in its place").fix(fix);
        }
    }
}
