//! `credit-line`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that says where a picture or the text comes from.
    ///
    /// ## Why
    ///
    /// A credit is information about the article and not the article. Some corpora want it; where the picture is
    /// gone, it only disturbs.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Photo: Ann Miller
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
    /// One of the first three or last five lines that are not blank begins with a known label and a colon ("Foto:",
    /// "Source :"), begins with `©` and has no year, is the tag of an agency in brackets ("(AFP)", "(dpa/kb)"), or
    /// is the signature of an embedded post, with a name, a handle and a date. Lines are compared without case,
    /// without bullets, arrows and numbers in front and signs behind, with phrases of
    /// all of its languages; of those but Dutch, English, French, German, Italian, Portuguese and Spanish, one counts
    /// only where the document is in that language, or in none that is known.
    ///
    /// Or it begins with words such as "Das Interview führte", and goes on with at most four names and nothing else. Or
    /// it is one of the last five, begins with a label such as "More information:", and has the identifier of a paper
    /// behind it (10.1000/182).
    ///
    /// ## Exceptions
    ///
    /// "Source: " may also begin a reference that the author gives. That is why this is information only.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether information about the text is wanted in it is for the owner of the corpus to say.
    CreditLine {
        id: "credit-line",
        category: Boilerplate,
        severity: Info,
        fix: None,
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for CreditLine {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "information about the text or a picture", help: None, removes: false };
        report_blocks(document, Topic::Credit, wording, report);
    }
}
