//! `unbalanced-bidi-control`

use super::bidi::{Controls, Kind};
use super::characters::{Mender, has_right_to_left};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags characters that begin another direction of text and do not end it in their line, or end what did not begin.
    ///
    /// ## Why
    ///
    /// What a reader sees is not what a program reads, since a direction control without its partner reorders
    /// everything up to the end of the line. It cannot be seen, and this is how text is made to deceive ("Trojan
    /// Source"). Where nobody meant to, a part was cut out of a text between the two characters of a pair.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// Open the file report\xE2\x80\xAEtxt.exe now.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// Open the file report-exe.txt now.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of U+202A, U+202B, U+202D and U+202E without a U+202C, or one of U+2066 to U+2068 without a U+2069, before the
    /// end of the paragraph (a line feed, a carriage return or U+2029); a U+202C or U+2069 that ends none of them. They
    /// nest as the Unicode Bidirectional Algorithm has it: U+2069 ends what is embedded in its isolate, and U+202C does
    /// not reach out of one.
    ///
    /// ## Exceptions
    ///
    /// None: text from right to left that needs these characters needs both of a pair.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the character is removed, and the line is shown in another order than before. No fix is offered in a
    /// document with letters that are written from right to left, where the missing partner may be what is wanted, nor
    /// in an id.
    UnbalancedBidiControl {
        id: "unbalanced-bidi-control",
        category: Encoding,
        severity: Error,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for UnbalancedBidiControl {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut controls = Controls::of(document).unpaired;
        if controls.is_empty() {
            return;
        }
        controls.sort_unstable_by_key(|control| control.start);
        let needed = has_right_to_left(document);
        let mut mender = Mender::new(document);
        for control in controls {
            let (message, label) = match control.kind {
                Kind::PopFormatting | Kind::PopIsolate => {
                    ("end of a direction of text that does not begin in this line", "ends nothing")
                }
                _ => ("direction of text that does not end in its line", "reorders the rest of the line"),
            };
            let finding = report.finding(control.span(), format!("{message} ({})", control.name()));
            finding.label(label);
            if needed {
                finding.help("put the other character of the pair where it belongs, or remove this one");
            } else {
                finding.help("remove it, and look what the line says without it");
                mender.replace(finding, "remove it", "", false);
            }
        }
    }
}
