//! `blank-run`

use crate::document::Document;
use crate::fix::Edit;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::text_fix::text_fix;
use crate::span::Span;

declare_rule! {
    /// Flags three or more blank lines in a row.
    ///
    /// ## Why
    ///
    /// Many blank lines show where something was taken out of the text, and its caption or heading may still be there.
    /// It was a picture, an advertisement, a box with links.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Some text.
    ///
    ///
    ///
    /// More text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    ///
    ///
    /// More text.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least 3 lines in a row with nothing on them but white space. One finding for each document, at the first
    /// run, with the number of runs.
    ///
    /// ## Exceptions
    ///
    /// One or two blank lines part paragraphs, stanzas and sections, and are never reported. A document of nothing but
    /// blank lines is reported by `empty-document`.
    ///
    /// ## Fix safety
    ///
    /// Safe: the first two blank lines of a run stay, so that a break that is larger than the one between paragraphs is
    /// still larger. Unsafe where the marker line states `bytes` or `sha256` of the text, which may hold for the text as
    /// it is.
    BlankRun {
        id: "blank-run",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// The most blank lines in a row that are not worth a word.
const USUAL: usize = 2;

impl DocumentRule for BlankRun {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // A run that is too long has a line in it of every few.
        let mut some = document.lines().iter().skip(USUAL).step_by(USUAL + 1);
        if !some.any(|line| document.is_blank(line)) {
            return;
        }
        let mut runs = Vec::new();
        let mut longest = 0;
        // What is too much of each run, in place of all of it.
        let mut spare = Vec::new();
        for lines in document.lines().chunk_by(|left, right| document.is_blank(left) == document.is_blank(right)) {
            let ([first, ..], Some(last)) = (lines, lines.last()) else { continue };
            if let Some(extra) = lines.get(USUAL).filter(|extra| document.is_blank(extra)) {
                longest = longest.max(lines.len());
                runs.push(Span::new(first.span.start, last.full_span().end));
                spare.push(Edit::delete(Span::new(extra.span.start, last.full_span().end)));
            }
        }
        let Some(&first) = runs.first().filter(|_| document.head(1).next().is_some()) else { return };
        let label = match runs.len() {
            1 => counted(longest, "line"),
            several => format!("{several} such places, with up to {}", counted(longest, "line")),
        };
        report
            .finding(first, "many blank lines in a row")
            .label(label)
            .help("look whether something was taken out here, and leave one or two")
            .fix(text_fix(document, "leave two blank lines", spare));
    }
}
