//! `document-end-marker`

use crate::document::{Document, SectionKind};
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::{flaws, mend};
use crate::rules::wording::shown;
use crate::span::Span;
use crate::syntax::FlawKind;

declare_rule! {
    /// Flags markers that end a single document: an `<<<END>>>` after each, and spellings such as `<<<ENDFILE>>>`.
    ///
    /// ## Why
    ///
    /// An end marker after every document proves nothing, and a file that was cut off looks complete. A document ends
    /// where the next one begins; `<<<END>>>` ends the file, and proves that it is whole.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Some text.
    /// <<<ENDFILE>>>
    /// <<<FILE>>> b
    /// Some other text.
    /// <<<ENDFILE>>>
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// <<<FILE>>> b
    /// Some other text.
    /// <<<END>>>
    /// ```
    ///
    /// ## Formula
    ///
    /// A marker whose word is `ENDFILE`, `END FILE`, `END_FILE`, `END-FILE` or `/FILE`, in any case. Or an `<<<END>>>`
    /// without attributes, and another marker anywhere after it.
    ///
    /// ## Exceptions
    ///
    /// An `<<<END>>>` with `files` or `sha256` says that the file ends there; what follows it is reported by
    /// `text-after-end`.
    ///
    /// ## Fix safety
    ///
    /// Safe: between two documents the line is removed, with the blank lines after it, which belong to no document.
    /// At the end of the file it is written as `<<<END>>>`. There is no fix where text follows, since that would come
    /// to belong to the document before, nor where something else stands on the line.
    DocumentEndMarker {
        id: "document-end-marker",
        category: Format,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for DocumentEndMarker {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (SectionKind::End, Some(marker)) = (document.kind(), document.marker()) else { return };
        let bytes = document.bytes();
        let foreign = flaws(document, FlawKind::EndSpelling).next();
        let arguments = Span::new(marker.head.end, marker.content.end).of(bytes);
        let bare = arguments.trim_ascii().is_empty();
        let last = document.surroundings().last;
        let message = match foreign {
            Some(_) => format!("`{}` is no marker of the format", shown(marker.head.of(bytes))),
            None if marker.attributes.is_empty() && !last => "`<<<END>>>` before the end of the file".to_owned(),
            None => return,
        };
        let finding = report.finding(marker.head, message);
        if let (true, Some(flaw)) = (last, foreign) {
            finding.label("the file ends here");
            mend(document, finding, "write `<<<END>>>`", "write `<<<END>>>`, which ends the file", flaw);
            return;
        }
        finding.label("ends a single document").help("remove the line: a document ends where the next one begins");
        if bare && document.head(1).next().is_none() {
            finding.fix(Fix::safe("remove the line", [Edit::delete(Span::new(0, bytes.len()))]));
        }
    }
}
