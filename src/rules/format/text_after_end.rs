//! `text-after-end`

use super::stray_text::StrayText;
use crate::document::{Document, SectionKind};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::flaws;
use crate::syntax::FlawKind;

declare_rule! {
    /// Flags text after an `<<<END>>>` line, and documents after one that says what the file holds.
    ///
    /// ## Why
    ///
    /// Text after the end of a file belongs to no document, and is lost to whoever reads the documents. `<<<END>>>`
    /// ends the file. Where the line counts the documents or has a hash of them, and more follow, it proves the wrong
    /// thing: most often files were joined.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Some text.
    /// <<<END>>> files=1
    /// And this.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// And this.
    /// <<<END>>> files=1
    /// ```
    ///
    /// ## Formula
    ///
    /// Between an `<<<END>>>` line and the next marker or the end of the file stands a line with anything but white
    /// space; the finding is at the first one. Or an `<<<END>>>` line with attributes is followed by another marker;
    /// the finding is at that line.
    ///
    /// ## Exceptions
    ///
    /// Blank lines may follow. An `<<<END>>>` without attributes between two documents is reported by
    /// `document-end-marker`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether the text belongs to the document before, or is one of its own, is for a person to say.
    TextAfterEnd {
        id: "text-after-end",
        category: Format,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for TextAfterEnd {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (SectionKind::End, Some(marker)) = (document.kind(), document.marker()) else { return };
        // Another spelling ends a single document, and says nothing of the file.
        let ends_file = flaws(document, FlawKind::EndSpelling).next().is_none();
        if ends_file && !document.surroundings().last && !marker.attributes.is_empty() {
            report
                .finding(marker.content, "`<<<END>>>` before the end of the file")
                .label("says what the file holds, and the file goes on")
                .help("if files were joined, remove this line and write a new one at the end");
        }
        if let Some(text) = StrayText::of(document) {
            report
                .finding(text.first, "text after the end marker")
                .label(text.label())
                .help("move it before that line if it belongs to the document, or remove it");
        }
    }
}
