//! `related-media`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that points to a video, a recording or pictures.
    ///
    /// ## Why
    ///
    /// News pages put players and galleries between the lines of an article, often about something else. What is left
    /// of them in a text is a headline that belongs to another story.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=fr
    /// Le conseil a voté la rénovation du vieux pont.
    /// Vidéo associée : la crue de la rivière vue du ciel
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=fr
    /// Le conseil a voté la rénovation du vieux pont.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the last five lines that are not blank is a known phrase ("Play video"), or is at most 300 bytes long and
    /// begins with a known label and a colon ("Related video: …"). Of the first three lines, the second and the third
    /// are looked at for labels too. "Video:", "Watch:" and other single words count at the end only, and only
    /// if four words or more, or an address, follow. Phrases of all of its languages are tried.
    ///
    /// ## Exceptions
    ///
    /// A heading that texts have as often as pages ("Learn more", "Kontakt", "Vidéo") is left alone above a paragraph: a
    /// line of 80 bytes or more that ends in a full stop, an exclamation mark, a question mark or a colon.
    ///
    /// The first line of a document is its title, and a title may begin so: "In pictures: the flood". Credits such as
    /// "Video: Ann Miller" are too short to be found.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the line, on the word of a list of phrases.
    RelatedMedia {
        id: "related-media",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for RelatedMedia {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "belongs to the page, not to the text", help: None, removes: true };
        report_blocks(document, Topic::RelatedMedia, wording, report);
    }
}
