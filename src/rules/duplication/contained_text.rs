//! `contained-text`

use std::io;

use super::alike::{ALIKE, after_shared, buckets};
use super::recurring::recurring_lines;
use super::texts::{have_one_id, name, text};
use crate::facts::overlap::Overlap;
use crate::facts::wording::same_wording;
use crate::facts::{Kinds, Table};
use crate::rule::{Alike, CorpusReport, CorpusRule, Member, Report, declare_rule};

declare_rule! {
    /// Flags documents whose text is the beginning of a longer document of the corpus.
    ///
    /// ## Why
    ///
    /// A teaser or a copy that was cut teaches nothing that the whole text does not, and it ends where no author ended.
    /// Two texts of such different length do not look alike to a search for duplicates.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> teaser.txt
    /// The last ferry to the island was cancelled on Monday because of the storm. About two hundred people had to spend
    /// the night in the sports hall.
    /// <<<FILE>>> article.txt
    /// The last ferry to the island was cancelled on Monday because of the storm. About two hundred people had to spend
    /// the night in the sports hall. Volunteers handed out blankets, soup and bread. “We have done this before”, said the
    /// harbour master. The next boat is to leave at nine.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> article.txt
    /// The last ferry to the island was cancelled on Monday because of the storm. About two hundred people had to spend
    /// the night in the sports hall. Volunteers handed out blankets, soup and bread. “We have done this before”, said the
    /// harbour master. The next boat is to leave at nine.
    /// ```
    ///
    /// ## Formula
    ///
    /// A text is reported if at least 90 % of its distinct runs of five words are in a longer text. Case and
    /// punctuation do not count; accents and digits do. Lines that `recurring-line` finds are left out first, as
    /// `near-duplicate` does it. Texts with fewer than 20 words, without these lines, are not compared.
    ///
    /// Every pair that is reported was read again and counted exactly. Which pairs are read is found by the least hash of
    /// the first 16, 32, 64, 128 and 256 runs of five words: texts that begin alike agree in one of them. Of the texts
    /// that agree in one, each is compared with the longest and with the next longer one, so that the time does not
    /// grow with the square of their number. What stands in the middle of another text is not found.
    ///
    /// ## Exceptions
    ///
    /// Two texts that are nearly the same are reported by `near-duplicate`, those with the same wording by
    /// `duplicate-wording`, and those with the same id by `duplicate-id`. A document can exempt itself with
    /// `allow="contained-text"`. The rule runs only where it is selected, since with `near-duplicate` it takes a third
    /// of the time of all others together, or more.
    ///
    /// ## Fix safety
    ///
    /// No fix: a teaser may be wanted beside its article.
    ContainedText {
        id: "contained-text",
        category: Duplication,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// How much of a text has to be in another one, in per cent.
const CONTAINED: usize = 90;

/// How many times the bytes of a letter the same letter takes in lower case or in NFC, at most. A text with more words than
/// that for each byte of another one has not the same wording, and any number of texts may be a part of a long one.
const MOST_BYTES: usize = 3;

impl CorpusRule for ContainedText {
    fn facts(&self) -> Kinds {
        Kinds { line_counts: true, anchors: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        report.leave_out(recurring_lines(table)?);
        buckets(&table.anchors, &table.spill, |bucket| {
            let Some(longest) = bucket.first() else { return };
            // The last one that is longer than the one that is looked at, and not only before it.
            let mut longer = longest;
            for two in bucket.windows(2) {
                let [next, rank] = two else { continue };
                if next.lacks < rank.lacks {
                    longer = next;
                }
                if longer.lacks < rank.lacks {
                    report.may_be_alike(*longest, *rank);
                    if longer > longest {
                        report.may_be_alike(*longer, *rank);
                    }
                }
            }
        })
    }

    fn is_alike(&self, overlap: &Overlap) -> bool {
        overlap.contains(CONTAINED) && !overlap.resembles(ALIKE) && overlap.other < overlap.kept
    }

    fn describe(&self, kept: &Member<'_>, other: &Member<'_>, alike: &Alike<'_>, report: &mut Report<'_>) {
        if have_one_id(kept, other) {
            return;
        }
        // Where words are parted otherwise, the other rule keeps the first text, which need not be the longer one: whoever
        // did what both say would have neither.
        let may_be_same = alike.overlap.kept <= MOST_BYTES * other.document.body().len();
        if may_be_same && same_wording(&text(kept.document), &text(other.document)) {
            return;
        }
        let Overlap { shared, kept: whole, other: part } = alike.overlap;
        let percent = shared * 100 / part.max(1);
        let covered = shared * 100 / whole.max(1);
        let message = format!("{percent} % of this text is in {}, of which it is {covered} %", name(kept));
        report
            .finding(other.document.marker_span(), message)
            .label("a part of a longer text")
            .help("keep the longer one, or say `allow=\"contained-text\"` on the marker line of this document")
            .related_document(
                kept.place,
                after_shared(kept, other, alike),
                "what is not in the shorter text begins here",
            );
    }
}
