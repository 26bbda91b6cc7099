//! `unsupported-version`

use crate::document::{Document, SectionKind};
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags `<<<CORPUS>>>` lines that name another version of the format than 1, or none.
    ///
    /// ## Why
    ///
    /// What is found in a file whose version is unknown, and what is not found, cannot be relied on. A later version
    /// may give a line another meaning. A line without a version leaves every later reader to guess.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<CORPUS>>> version=2
    /// <<<FILE>>> a
    /// Some text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<CORPUS>>> version=1
    /// <<<FILE>>> a
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// The attribute `version` of a `<<<CORPUS>>>` line is not `1`, byte for byte, or it is missing.
    ///
    /// ## Exceptions
    ///
    /// A file without a `<<<CORPUS>>>` line is in version 1.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: where the version is missing, `version=1` is written. The file is read as version 1 before and after,
    /// but only its author knows that it is. There is no fix for another version.
    UnsupportedVersion {
        id: "unsupported-version",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for UnsupportedVersion {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (SectionKind::Corpus, Some(marker)) = (document.kind(), document.marker()) else { return };
        match marker.attribute("version") {
            None => {
                let finding = report.finding(marker.head, "`<<<CORPUS>>>` without a version");
                finding.label("read as version 1").help("write `version=1` after the marker");
                // On a line with other faults the place for it may not be what it seems.
                if marker.flaws.is_empty() {
                    let insertion = Edit::replace(Span::empty(marker.head.end), b" version=1");
                    finding.fix(Fix::risky("write `version=1`", [insertion]));
                }
            }
            // `version=` with nothing after it is a malformed attribute, and reported as that.
            Some(version) if version.value.span.is_empty() || &*version.value.bytes == b"1" => {}
            Some(version) => {
                let written = shown(&version.value.bytes);
                report
                    .finding(version.value.span, format!("version `{written}` of the format is not known"))
                    .label("read as version 1")
                    .help("use a newer corplint, or write `version=1` if that is what the file is in");
            }
        }
    }
}
