//! `opinion-disclaimer`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_DATA, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that says whose opinion the text is, and whose not.
    ///
    /// ## Why
    ///
    /// A disclaimer is the sentence of the paper and not of the author, and stands in as many documents as the
    /// paper has guests.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The old bridge should be left as it is.
    /// The views expressed in this article are those of the author and do not reflect those of the Valley Gazette.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The old bridge should be left as it is.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the first three or last five lines that are not blank begins with a known phrase ("The views
    /// expressed"), and also says something of the opinions ("are those of", "do not necessarily") and names somebody
    /// ("the author", "the editors"), all three in one language. Phrases of every language that has data are tried.
    ///
    /// ## Exceptions
    ///
    /// "The views expressed in the debate surprised the hall" says neither whose they are nor whose not, and is left
    /// alone.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the line, on the word of a list of phrases.
    OpinionDisclaimer {
        id: "opinion-disclaimer",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for OpinionDisclaimer {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "said by the publisher, not by the author", help: None, removes: true };
        report_blocks(document, Topic::OpinionDisclaimer, wording, report);
    }
}
