//! `donation-appeal`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_DATA, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags an appeal for money or support that a paper put below an article.
    ///
    /// ## Why
    ///
    /// An appeal for money is not part of the text, and the same words stand in thousands of documents. Papers that
    /// live on gifts say so below everything that they publish, often at length.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// How you can help
    /// The Valley Gazette is independent media and belongs to nobody. Your support keeps our reporters on the road.
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
    /// Among the last five lines that are not blank stand lines next to each other that are each part of an appeal: a
    /// line begins with a known call or question ("How you can help"), or holds a request ("your support"), or the
    /// voice of a paper that speaks of itself ("our reporters"). Together they have all three, in one language. The
    /// block begins with a call, or with a line that has request and voice, and ends with a call or a request. There
    /// is one finding for the block.
    ///
    /// ## Exceptions
    ///
    /// A heading that texts have as often as pages ("Learn more", "Kontakt", "Vidéo") is left alone above a paragraph: a
    /// line of 80 bytes or more that ends in a full stop, an exclamation mark, a question mark or a colon.
    ///
    /// An appeal without a call at the start of a line is not found, nor is what a person quoted in the article asks
    /// for.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes whole lines, on the word of lists of phrases.
    DonationAppeal {
        id: "donation-appeal",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for DonationAppeal {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "said by the publisher, not by the author", help: None, removes: true };
        report_blocks(document, Topic::DonationAppeal, wording, report);
    }
}
