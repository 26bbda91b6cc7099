//! `byline`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that says who wrote it.
    ///
    /// ## Why
    ///
    /// The name of the author is read as a part of the text, although it is information about it. On the marker
    /// line, as `author`, every program can use it.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Written by: Ann Miller
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the first three or last five lines that are not blank begins with a known label and a colon
    /// ("Autor:", "Written by:"), or is short and begins as a byline of an office ("Von unserer Redaktion"). Lines
    /// are compared without case, without bullets, arrows and numbers in front and signs behind, with phrases of
    /// all of its languages; of those but Dutch, English, French, German, Italian, Portuguese and Spanish, one counts
    /// only where the document is in that language, or in none that is known.
    ///
    /// Or it has at most 80 bytes, is not the first line, and is no more than a word such as "By", "Von", "Par" and at
    /// most four parts with commas between them, each a name or two: two to seven words, of which the first two and the
    /// last have a capital, and others have one or stand in names without ("van der", "and").
    ///
    /// Or it is one of the last five lines and a heading such as "About the author", below two paragraphs of 80 bytes or
    /// more, and above nothing but furniture or at most two lines, which are what is told of the author and belong to it.
    ///
    /// ## Exceptions
    ///
    /// What is told of the author without a heading is not found, nor where it takes more than two lines.
    ///
    /// A name alone is not found: it may be a heading, or the signature of a letter. Nor is a single word behind "By",
    /// which may be the title of a section ("By Train").
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether information about the text is wanted in it is for the owner of the corpus to say.
    Byline {
        id: "byline",
        category: Boilerplate,
        severity: Info,
        fix: None,
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for Byline {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "information about the text", help: None, removes: false };
        report_blocks(document, Topic::Byline, wording, report);
    }
}
