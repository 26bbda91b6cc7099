//! `empty-file`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags files of zero bytes.
    ///
    /// ## Why
    ///
    /// An empty file counts as delivered and as checked, and holds nothing; most often a download failed, or a disk was
    /// full.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
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
    /// The file has no bytes, after decompression.
    ///
    /// ## Exceptions
    ///
    /// A file with nothing but white space has no marker, and is reported by `no-marker`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether the file is to be removed or its contents to be found is for a person to say.
    EmptyFile {
        id: "empty-file",
        category: Format,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Files,
    }
}

impl DocumentRule for EmptyFile {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if document.is_file_without_marker() && document.bytes().is_empty() {
            report
                .finding(Span::empty(0), "empty file")
                .help("remove the file, or find out what became of its contents");
        }
    }
}
