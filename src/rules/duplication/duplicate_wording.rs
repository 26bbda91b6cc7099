//! `duplicate-wording`

use std::io;

use twox_hash::XxHash3_64;
use unicode_normalization::UnicodeNormalization as _;

use super::texts::{TEXTS, groups, have_one_id, name, same_bytes, text};
use crate::document::Document;
use crate::facts::wording::{numbers, same_wording, wording};
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};

declare_rule! {
    /// Flags documents with the same letters and digits as an earlier document, in the same order.
    ///
    /// ## Why
    ///
    /// A text that is there twice counts twice, and removing exact copies does not find it: one agency text is set with
    /// other quotation marks, other spaces or a headline in capitals by each paper that prints it.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> morning.txt
    /// "The ferry leaves at nine."
    /// <<<FILE>>> evening.txt
    /// \xE2\x80\x9CThe ferry leaves at nine.\xE2\x80\x9D
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> morning.txt
    /// "The ferry leaves at nine."
    /// ```
    ///
    /// ## Formula
    ///
    /// One finding for each document whose letters and digits, in lower case and in NFC, with nothing between them, are
    /// those of an earlier document of the run. Digits count, and where a number ends, and its minus, so that two results
    /// (`2:11`, `21:1`) or two weather reports (`-5`, `5`) are not one text; only by what thousands are parted makes no
    /// difference. Documents are found by a hash of their first 96 and last 48 letters and digits, then read again and
    /// compared in full.
    ///
    /// ## Exceptions
    ///
    /// A pair with the same bytes is reported by `duplicate-text`, one with the same id by `duplicate-id`. Accents make
    /// another wording. A document can exempt itself with `allow="duplicate-wording"`.
    ///
    /// ## Fix safety
    ///
    /// No fix: which of the two is the right one is known to whoever delivered them.
    DuplicateWording {
        id: "duplicate-wording",
        category: Duplication,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for DuplicateWording {
    fn facts(&self) -> Kinds {
        TEXTS
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        groups(table, report)
    }

    fn key(&self, document: &Document<'_>) -> u64 {
        let text = text(document);
        let mut worded = wording(&text).into_bytes();
        worded.extend(numbers(&text));
        XxHash3_64::oneshot(&worded)
    }

    fn compare(&self, kept: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        if same_bytes(kept.document, other.document) || have_one_id(kept, other) {
            return;
        }
        let (first, second) = (text(kept.document), text(other.document));
        if !same_wording(&first, &second) {
            return;
        }
        let message = format!("this text differs from that of {} only in {}", name(kept), difference(&first, &second));
        report
            .finding(other.document.marker_span(), message)
            .label("the same words again")
            .help("keep the better one of the two; the one that comes first in the corpus is taken for the original")
            .related_document(kept.place, kept.document.marker_span(), "first here");
    }
}

/// What two texts with the same wording differ in.
fn difference(first: &str, second: &str) -> &'static str {
    let is_seen = |character: &char| !character.is_whitespace();
    let small = |text: &str| text.to_lowercase();
    if first == second && first.contains(char::REPLACEMENT_CHARACTER) {
        "bytes that are no UTF-8"
    } else if first == second {
        // What is no white space to a program that knows ASCII only stands at one of their ends.
        "space"
    } else if first.nfc().eq(second.nfc()) {
        "Unicode normalisation"
    } else if first.chars().filter(is_seen).eq(second.chars().filter(is_seen)) {
        "space"
    } else if small(first) == small(second) {
        "case"
    } else {
        "case, punctuation or space"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named() {
        for (first, second, expected) in [
            ("Caf\u{E9}", "Cafe\u{301}", "Unicode normalisation"),
            ("At nine.", "At\n nine.", "space"),
            ("At nine.", "At nine.", "space"),
            ("At \u{FFFD}.", "At \u{FFFD}.", "bytes that are no UTF-8"),
            ("At nine.", "AT NINE.", "case"),
            ("At nine.", "At nine!", "case, punctuation or space"),
            ("At nine.", "AT  NINE.", "case, punctuation or space"),
        ] {
            assert_eq!(difference(first, second), expected, "{first} {second}");
        }
    }
}
