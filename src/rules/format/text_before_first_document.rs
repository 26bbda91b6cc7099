//! `text-before-first-document`

use super::stray_text::{StrayText, is_tar};
use crate::document::{Document, SectionKind};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags text before the first `<<<FILE>>>` line of a file, and after a `<<<CORPUS>>>` line.
    ///
    /// ## Why
    ///
    /// Text that belongs to no document is not counted, not checked, and lost to whoever reads the documents. Most
    /// often the first marker is missing or misspelled, and this is a whole document without a name.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// Some text.
    /// <<<FILE>>> b
    /// Some other text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// <<<FILE>>> b
    /// Some other text.
    /// ```
    ///
    /// ## Formula
    ///
    /// A line with anything but white space stands before the first marker of the file, or between a `<<<CORPUS>>>`
    /// line and the next marker. One finding for each such place, at the first line. A tar archive is called what it is.
    ///
    /// ## Exceptions
    ///
    /// A file without any marker is reported by `no-marker`, and a reserved marker by `reserved-marker`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether the text is a document, and what its id is, is for a person to say.
    TextBeforeFirstDocument {
        id: "text-before-first-document",
        category: Format,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for TextBeforeFirstDocument {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let message = match document.kind() {
            SectionKind::Preamble if !document.is_file_without_marker() => "text before the first marker",
            SectionKind::Corpus => "text between `<<<CORPUS>>>` and the first document",
            SectionKind::Preamble | SectionKind::Document | SectionKind::End => return,
        };
        if let Some(text) = StrayText::of(document) {
            // The marker of its first file stands behind the header, in the middle of a line.
            if is_tar(document) {
                report
                    .finding(text.first, "tar archive, and not a corpus")
                    .label("the header of the first file in it")
                    .help("unpack it, and check what was in it");
                return;
            }
            report
                .finding(text.first, message)
                .label(text.label())
                .help("write a line `<<<FILE>>> id` before it if it is a document, or remove it");
        }
    }
}
