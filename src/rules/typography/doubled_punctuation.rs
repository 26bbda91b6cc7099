//! `doubled-punctuation`

use crate::document::{Document, Pair};
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{OncePerLine, is_code, places, report_all};
use crate::span::Span;

declare_rule! {
    /// Flags a comma or a semicolon that stands twice, and a comma before a full stop.
    ///
    /// ## Why
    ///
    /// Words between the two marks may be missing, where a program cut them out of the page; else it is a slip.
    /// Programs that split sentences at such marks make empty ones.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The mayor,, the council and the port were heard.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The mayor, the council and the port were heard.
    /// ```
    ///
    /// ## Formula
    ///
    /// A letter, a digit or a closing mark, then `,,`, `;;` or `,.`, then white space or the end of the line. One
    /// finding for each document, at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// Two commas before a word stand for a German quotation mark. Two full stops are a habit of some writers, and a
    /// comma behind a full stop ends an abbreviation. A comma before three dots is a way to end a list.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: one mark is left, and the trace of what was cut out is gone with the other.
    DoubledPunctuation {
        id: "doubled-punctuation",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for DoubledPunctuation {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut code = OncePerLine::new();
        let mut is_prose = |start: usize, text: &str| !code.of(start, || is_code(text.trim_end_matches(';')));
        let mut found: Vec<Span> = places(document, Pair::CommaBeforeStop)
            .filter(|(line, text, at)| is_doubled(text, *at) && is_prose(line.span.start, text))
            .map(|(line, _, at)| Span::new(at - 1, at + 1).shifted(line.span.start))
            .collect();
        let before = found.len();
        let mut until = 0;
        for (line, text, at) in places(document, Pair::DoubledSemicolon) {
            let second = line.span.start + at;
            // Of three, the last two are looked at only if the first two are not.
            if second <= until {
                continue;
            }
            until = second + 1;
            if is_doubled(text, at) && is_prose(line.span.start, text) {
                found.push(Span::new(second - 1, second + 1));
            }
        }
        if found.is_empty() {
            return;
        }
        if found.len() > before {
            found.sort_unstable();
        }
        // Of the two marks the one that says more is left.
        let edits = found.iter().map(|span| Edit::delete(Span::new(span.start, span.start + 1)));
        let fix = Fix::risky("leave one mark", edits);
        if let Some(finding) = report_all(report, &found, |_| "two punctuation marks in place of one".to_owned()) {
            finding.help("look whether words are missing between them, and leave one").fix(fix);
        }
    }
}

/// Whether the marks before and at `at` of `line` end a word together.
fn is_doubled(line: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (line.get(..at.saturating_sub(1)), line.get(at + 1..)) else { return false };
    let closes = |last: char| last.is_alphanumeric() || matches!(last, ')' | '"' | '\u{BB}' | '\u{201C}' | '\u{201D}');
    before.ends_with(closes)
        && (after.is_empty() || after.starts_with(char::is_whitespace))
        && !after.trim_start().starts_with('.')
}
