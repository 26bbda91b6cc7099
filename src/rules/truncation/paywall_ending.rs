//! `paywall-ending`

use crate::document::Document;
use crate::ending::Sign;
use crate::lang::LANGUAGES_WITH_DATA;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags documents whose last line says that the rest is for those who pay: "Subscribe to continue reading".
    ///
    /// ## Why
    ///
    /// Only the beginning of the article was there for the program that fetched it; what stands above the line is a part
    /// that looks like a whole.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted last night to rebuild the old bridge, although most of the money is missing.
    /// Subscribe to continue reading
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted last night to rebuild the old bridge, although most of the money is missing.
    /// The mayor left the room before the vote.
    /// ```
    ///
    /// ## Formula
    ///
    /// The last line that is not blank is not the only one, has no more than 240 bytes, and is or begins with a phrase
    /// that says that the rest of this text has to be bought. General invitations to subscribe are not among them: they
    /// stand under whole articles as well.
    ///
    /// ## Exceptions
    ///
    /// An article that reports on subscriptions and ends in such a sentence is reported. What stands more than one line
    /// before the end is not looked at.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file, and without the line nobody would see it.
    PaywallEnding {
        id: "paywall-ending",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for PaywallEnding {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if let (Some((_, Sign::Paywall)), Some(ending)) = (document.sign(), document.ending()) {
            report
                .finding(ending.span, "the last line says that the rest of the text has to be paid for")
                .label("here the free part ends")
                .help("fetch the whole text, or drop the document");
        }
    }
}
