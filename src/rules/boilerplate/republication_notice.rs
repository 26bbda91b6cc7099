//! `republication-notice`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags lines at the ends of a document that say where else it was published, what was changed in it, which paper it
    /// tells of, or who wrote it.
    ///
    /// ## Why
    ///
    /// A notice such as "This article first appeared in" is the sentence of the publisher and not of the author,
    /// and tells of a copy: two copies in a corpus weigh double.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// This article was originally published in the Valley Gazette.
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
    /// One of the first three or last five lines that are not blank begins as such a notice does ("This article
    /// first appeared", "Dieser Text erschien zuerst", "Editor's note:"). Lines are compared without case, without
    /// bullets, arrows and numbers in front and signs behind, with phrases of
    /// all of its languages; of those but Dutch, English, French, German, Italian, Portuguese and Spanish, one counts
    /// only where the document is in that language, or in none that is known.
    ///
    /// Or one of the last five lines begins with a label and a colon, behind which the identifier of a paper stands
    /// ("Originalpublikation: …, 10.1000/182"), or says how to cite the page ("Citation: … retrieved … from https://…").
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found. All of them are one
    /// finding.
    ///
    /// ## Exceptions
    ///
    /// A line that goes on behind the phrase, up to a full stop, with what that is ("is", "has", and no word such
    /// as "you", "our" or "this" behind it) or with who said it ("it said") is a sentence about such notices, and
    /// is left alone.
    ///
    /// Notes of the editor that explain the text are reported, too.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    RepublicationNotice {
        id: "republication-notice",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for RepublicationNotice {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "said by the publisher, not by the author", help: None, removes: true };
        report_blocks(document, Topic::Republication, wording, report);
    }
}
