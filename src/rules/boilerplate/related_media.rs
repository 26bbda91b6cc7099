//! `related-media`

use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{Match, Mode, knowledge};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::ends::{End, both, foreign, removal};

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
    /// if four words or more, or an address, follow. Phrases of every language that has data are tried.
    ///
    /// ## Exceptions
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
        languages: &["de", "en", "es", "fr", "it", "nl", "pt"],
        since: "0.1.0",
        scope: Documents,
    }
}

/// A longer line is a paragraph, whatever it begins with.
const LONGEST_LINE: usize = 300;

/// After a label that has other uses, so many words are a headline and not a name.
const FEWEST_WORDS: usize = 4;

impl DocumentRule for RelatedMedia {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // The first line of all is the title.
        for (end, line, text) in both(document).skip(1) {
            let Some(found) = knowledge().related_media.find(text) else { continue };
            if text.len() > LONGEST_LINE || !counts(&found, end) {
                continue;
            }
            let end = if end == End::End { "end" } else { "start" };
            let message = match foreign(found.phrase.languages(), document) {
                Some((line, document)) => {
                    format!("pointer to other media in {line} left at the {end} of a text in {document}")
                }
                None => format!("pointer to other media left at the {end} of the text"),
            };
            report
                .finding(line.span, message)
                .label("belongs to the page, not to the text")
                .help("remove the line")
                .fix(removal(line));
        }
    }
}

/// Whether a phrase counts at this end of the document.
fn counts(found: &Match<'_>, end: End) -> bool {
    match found.phrase.mode() {
        Mode::Label => true,
        Mode::ShortLabel => {
            let words = found.rest.split_whitespace();
            end == End::End && (found.rest.contains("://") || words.take(FEWEST_WORDS).count() == FEWEST_WORDS)
        }
        _ => end == End::End,
    }
}
