//! `private-use`

use super::characters::{code_points, runs};
use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags characters of the private use areas, which mean something only together with one font.
    ///
    /// ## Why
    ///
    /// A private use character means nothing outside of the font that it was made for, and often stands where a letter
    /// of the text was lost. On web pages they are icons of the page (a menu, an arrow, a share button), in text from
    /// PDF files they are letters of a font whose names were lost.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// Read more about the harbour \xEE\x82\xB0 here.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// Read more about the harbour here.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of characters from U+E000 to U+F8FF, U+F0000 to U+FFFFD or U+100000 to U+10FFFD.
    ///
    /// ## Exceptions
    ///
    /// None. A corpus that has an agreement about some of them (medieval letters, a script that is not in Unicode yet)
    /// turns the rule off.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: it has to be known whether an icon or a letter stood there.
    PrivateUse {
        id: "private-use",
        category: Encoding,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for PrivateUse {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        if !(set.contains_any(0xEE..=0xEF) || set.contains_any(0xF3..=0xF4)) {
            return;
        }
        for run in runs(document, 0xEE, is_private) {
            let Some(text) = document.str(run) else { continue };
            let finding =
                report.finding(run, format!("private-use characters without a meaning ({})", code_points(text)));
            finding.label(counted(text.chars().count(), "character"));
            finding.help("remove it if it was an icon; if it was a letter, get the text again from another source");
        }
    }
}

const fn is_private(character: char) -> bool {
    matches!(character, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}
