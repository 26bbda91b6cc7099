//! `crlf-line-ending`

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::line_endings::{LineEndings, to_line_feeds};

declare_rule! {
    /// Flags documents whose lines all end in CRLF, as Windows writes them.
    ///
    /// ## Why
    ///
    /// For a reader that splits at LF alone, every line that ends in CRLF keeps an invisible carriage return, and
    /// equals no line of a file without them. That hides duplicates, and breaks patterns that look at the end of a
    /// line. LF ends a line.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a\x0D
    /// Some text.\x0D
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// Every LF of the document, that of its marker line included, has a CR in front of it, and there is at least one.
    /// Several CRs in front of an LF are one line ending. One finding for each document, at its first line ending.
    ///
    /// ## Exceptions
    ///
    /// A document with both kinds of line endings is reported by `mixed-line-endings`.
    ///
    /// ## Fix safety
    ///
    /// Safe: the lines stay the same. Unsafe where the marker line states `bytes` or `sha256` of the text, which may
    /// hold for the text as it is.
    CrlfLineEnding {
        id: "crlf-line-ending",
        category: Format,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for CrlfLineEnding {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(b'\r') {
            return;
        }
        let endings = LineEndings::of(document);
        if endings.crlf > 0 && endings.lf == 0 {
            report
                .finding(endings.first_crlf, "lines that end in CRLF")
                .label(counted(endings.crlf, "line"))
                .help("end lines in LF")
                .fix(to_line_feeds(document));
        }
    }
}
