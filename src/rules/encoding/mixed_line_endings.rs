//! `mixed-line-endings`

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::line_endings::{LineEndings, to_line_feeds};

declare_rule! {
    /// Flags documents in which some lines end in LF and others in CRLF.
    ///
    /// ## Why
    ///
    /// Where lines of one text end in different ways, the same line twice is not the same line, so that duplicates and
    /// patterns are missed. A reader that splits at LF alone keeps an invisible carriage return at the end of some
    /// lines. Most often, parts of the text went through different programs.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Some text.\x0D
    /// More text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// More text.
    /// ```
    ///
    /// ## Formula
    ///
    /// Of the lines of a document, its marker line included, at least one ends in LF and at least one in CRLF. The
    /// finding is at the first line ending of the kind that is rarer, and at the first CRLF if there are as many.
    ///
    /// ## Exceptions
    ///
    /// A document with CRLF throughout is reported by `crlf-line-ending`. Documents of one file are not compared.
    ///
    /// ## Fix safety
    ///
    /// Safe: the lines stay the same. Unsafe where the marker line states `bytes` or `sha256` of the text, which may
    /// hold for the text as it is.
    MixedLineEndings {
        id: "mixed-line-endings",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MixedLineEndings {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(b'\r') {
            return;
        }
        let LineEndings { lf, crlf, first_lf, first_crlf } = LineEndings::of(document);
        if lf == 0 || crlf == 0 {
            return;
        }
        let (span, label) = if lf < crlf {
            (first_lf, format!("LF for {}, CRLF for {crlf}", counted(lf, "line")))
        } else {
            (first_crlf, format!("CRLF for {}, LF for {lf}", counted(crlf, "line")))
        };
        report
            .finding(span, "line endings of two kinds, LF and CRLF")
            .label(label)
            .help("end every line in LF")
            .fix(to_line_feeds(document));
    }
}
