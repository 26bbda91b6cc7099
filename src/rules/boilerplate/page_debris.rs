//! `page-debris`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_DATA, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that is a remnant of code, or of something that was
    /// embedded there.
    ///
    /// ## Why
    ///
    /// Where a program fails, its code or its complaint becomes text, and where it takes something out, it leaves a
    /// mark. Nobody wrote these lines, and nobody should learn from them.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// [object Object]
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
    /// One of the first three or last five lines that are not blank begins as code or as the complaint of a program
    /// does ("[object Object]", "Strict Standards:"), or is an ellipsis in brackets and nothing else, below which there
    /// is no more of the text; or it is boxes to tick and nothing else ("▢"), or an address that Twitter made in place
    /// of another one (`https://t.co/…`); or it is a program, a style sheet or data that was squeezed into one line:
    /// more than 300 bytes, with `{` in the first 200 and one of seven bytes (behind `.`, `#` or `@`, of nine), in the
    /// first 2,000, a sign such as `{`, `;` or `"`. Lines are compared without case, without bullets, arrows and
    /// numbers in front and signs behind, with phrases of every language that has data, whatever the language of the
    /// document.
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found. All of them are one
    /// finding.
    ///
    /// ## Exceptions
    ///
    /// Code in the middle of a document is left alone, and so is what stands between lines that begin with three
    /// backticks: it may be what the article is about. So are formulas of TeX, templates of wikis and sources in braces
    /// (`@book{…}`), and so is an ellipsis in brackets above more of the text: that is how authors write that they left
    /// something out of what they quote.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    PageDebris {
        id: "page-debris",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for PageDebris {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "left by a program, not by the author", help: None, removes: true };
        report_blocks(document, Topic::Debris, wording, report);
    }
}
