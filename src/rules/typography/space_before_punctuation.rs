//! `space-before-punctuation`

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{OncePerLine, excisions, is_code, report_all, spaced_stops};
use crate::span::Span;

declare_rule! {
    /// Flags spaces before punctuation, in languages that write none there: "What next ?".
    ///
    /// ## Why
    ///
    /// The text was split into words by a program and put together again, or written by the rules of another language.
    /// What learns from it learns two ways of writing the same.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// And what will the harbour do next ? Nobody at the office knows.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// And what will the harbour do next? Nobody at the office knows.
    /// ```
    ///
    /// ## Formula
    ///
    /// A letter, one SPACE, one of `! ? ; , .`, then a space or the end of the line, and behind `!` and `?` no small
    /// letter. One finding for each document, at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// French has spaces before `! ? ;`, and texts whose language is not known are left alone. Where a word seems to be
    /// missing before a comma or a full stop, that is for `excised-text` to report. Colons are left out: they stand
    /// between numbers and sides. So are lines of program text, and three dots with spaces between them.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: where something was cut out before the mark, its trace goes with the space.
    SpaceBeforePunctuation {
        id: "space-before-punctuation",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

impl DocumentRule for SpaceBeforePunctuation {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // In French every question has such a place, so they are not collected before the language is known.
        let is_any = spaced_marks(document).next().is_some() || spaced_stops(document).next().is_some();
        let Some(language) = document.language().filter(|_| is_any) else { return };
        let mut found: Vec<Span> = spaced_stops(document).collect();
        let cut_out = excisions(document, &found);
        found.retain(|span| !cut_out.contains(span));
        if language.code() != "fr" {
            found.extend(spaced_marks(document));
        }
        found.sort_unstable();
        let edits = found.iter().map(|span| Edit::delete(Span::new(span.start, span.start + 1)));
        let fix = Fix::risky("take the space away", edits);
        if let Some(finding) = report_all(report, &found, |_| "a space before a punctuation mark".to_owned()) {
            finding.help("take the space away, if nothing is missing before the mark").fix(fix);
        }
    }
}

/// The places where a SPACE stands between a word and `!`, `?` or `;`.
fn spaced_marks<'d>(document: &'d Document<'_>) -> impl Iterator<Item = Span> + use<'d> {
    let bytes = document.body().of(document.bytes());
    let base = document.body().start;
    let set = document.byte_set();
    let has = set.contains(b'!') || set.contains(b'?') || set.contains(b';');
    let marks = memchr::memchr3_iter(b'!', b'?', b';', if has { bytes } else { &[] });
    let mut code = OncePerLine::new();
    marks.filter_map(move |at| {
        let before = bytes.get(at.checked_sub(2)?..at)?;
        let word = before.first().is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii());
        let ends = bytes.get(at + 1).is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'\r'));
        let is_mark = word && before.ends_with(b" ") && ends;
        let line = document.line_at(base + at).filter(|_| is_mark)?;
        let text = document.str(line.span)?;
        let letter = text.get(..base + at - 1 - line.span.start)?.ends_with(char::is_alphabetic);
        let after = text.get(base + at + 1 - line.span.start..)?.trim_start();
        // A sentence that goes on behind the mark speaks of it.
        let goes_on = bytes.get(at) != Some(&b';') && after.starts_with(char::is_lowercase);
        let is_prose = letter && !goes_on && !code.of(line.span.start, || is_code(text.trim_end_matches(';')));
        is_prose.then(|| Span::new(at - 1, at + 1).shifted(base))
    })
}
