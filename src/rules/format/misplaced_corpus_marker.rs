//! `misplaced-corpus-marker`

use crate::document::{Document, SectionKind};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags `<<<CORPUS>>>` lines that are not the first line of their file.
    ///
    /// ## Why
    ///
    /// The documents after a misplaced `<<<CORPUS>>>` line do not get the language, the source or the license that it
    /// gives them. The line says which version of the format follows and what holds for every document of the file, so
    /// it comes first, and is not obeyed anywhere else. Most often files were joined.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Some text.
    /// <<<CORPUS>>> version=1 lang=fr
    /// <<<FILE>>> b
    /// Un texte.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// <<<FILE>>> b lang=fr
    /// Un texte.
    /// ```
    ///
    /// ## Formula
    ///
    /// A `<<<CORPUS>>>` line that does not begin with the first byte of the file, white space on the same line and a
    /// byte order mark not counted.
    ///
    /// ## Exceptions
    ///
    /// None: also blank lines before it keep it from being the first line.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which documents its defaults are meant for is for a person to say.
    MisplacedCorpusMarker {
        id: "misplaced-corpus-marker",
        category: Format,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MisplacedCorpusMarker {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (SectionKind::Corpus, Some(marker)) = (document.kind(), document.marker()) else { return };
        if document.surroundings().first {
            return;
        }
        let finding = report.finding(marker.head, "`<<<CORPUS>>>` is not the first line of the file");
        if marker.attributes.iter().any(|attribute| &*attribute.key != b"version") {
            finding.label("its defaults are not applied").help(
                "move it to the start of the file, or give its attributes to the documents that they are meant for",
            );
        } else {
            finding.label("passed over").help("remove the line, or move it to the start of the file");
        }
    }
}
