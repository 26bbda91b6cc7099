//! `near-duplicate`

use std::cmp::Ordering;
use std::io;

use super::alike::{ALIKE, Difference, buckets, difference};
use super::recurring::recurring_lines;
use super::texts::{have_one_id, name, text};
use crate::day::Day;
use crate::facts::overlap::Overlap;
use crate::facts::sketch::expanded;
use crate::facts::wording::same_wording;
use crate::facts::{Kinds, Table};
use crate::rule::{Alike, CorpusReport, CorpusRule, Member, Rank, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags documents with nearly the same text as another document of the corpus.
    ///
    /// ## Why
    ///
    /// A text that is there in two versions counts twice: in every statistic, and in what a model learns, which repeats
    /// such texts word for word. Removing exact copies does not find it: an agency text that was shortened by a sentence,
    /// a page that was fetched again after a correction.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> morning.txt
    /// The last ferry to the island was cancelled on Monday because of the storm. About two hundred people had to spend
    /// the night in the sports hall of the harbour town, where volunteers handed out blankets, soup and bread. The next
    /// boat is to leave at nine.
    /// <<<FILE>>> evening.txt
    /// The last ferry to the island was cancelled on Monday because of the storm. About two hundred people had to spend
    /// the night in the sports hall of the harbour town, where volunteers handed out blankets, soup and bread. The next
    /// boat is to leave at ten.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> evening.txt
    /// The last ferry to the island was cancelled on Monday because of the storm. About two hundred people had to spend
    /// the night in the sports hall of the harbour town, where volunteers handed out blankets, soup and bread. The next
    /// boat is to leave at ten.
    /// ```
    ///
    /// ## Formula
    ///
    /// Two texts are nearly the same if at least 80 % of the runs of five words that are in either of them are in both
    /// (the Jaccard index of their distinct 5-word shingles). Case and punctuation do not count; accents and digits do.
    /// Lines that `recurring-line` finds are left out first. Texts with fewer than 20 words, without these lines, are not
    /// compared. But ten versions of a short text have lines that recur too: whole texts are compared where fewer than 36
    /// words are left of both, and half of the runs of five words of each are in lines that were left out of the other.
    /// Texts that differ in such lines only are reported too.
    ///
    /// Of texts that are nearly the same, the longest is kept, and of texts of one length the first. A text is reported
    /// with the one that it is nearly the same as and that is kept: never because both are like a third one. If the `date`
    /// of its marker line is the later one, that is said, since the longer text may be out of date.
    ///
    /// Every pair that is reported was read again and counted exactly. Which pairs are read is found by sketches of 96
    /// hashes in 16 bands, which miss 8 of 1,000 pairs at 80 %, and fewer above. In each band, a text is compared with
    /// the longest of those that agree in it and have no more than five thirds of its length, and with the next longer
    /// one, so that the time does not grow with the square of their number.
    ///
    /// ## Exceptions
    ///
    /// A pair with the same wording is reported by `duplicate-text` or `duplicate-wording`, one with the same id by
    /// `duplicate-id`. Pages of data are reported where only numbers in recurring lines differ, and a longer text stands
    /// below them that is always the same. Versions of a short text are missed where ten or more have each its own change
    /// in one and the same line. A document can exempt itself with `allow="near-duplicate"`. The rule runs only where it
    /// is selected, since it takes a third of the time of all others together, or more.
    ///
    /// ## Fix safety
    ///
    /// No fix: which of the two is the right one is known to whoever delivered them.
    NearDuplicate {
        id: "near-duplicate",
        category: Duplication,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// The least share of the words of one text that another one with which it is compared may have, in per cent. Texts of
/// which less is there cannot be alike, recurring lines left out or not.
const SHORTEST: usize = 60;

impl CorpusRule for NearDuplicate {
    fn facts(&self) -> Kinds {
        Kinds { line_counts: true, sketches: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        report.leave_out(recurring_lines(table)?);
        let size = |rank: &Rank| expanded(u16::MAX - rank.lacks);
        buckets(&table.sketches, &table.spill, |bucket| {
            let mut longer = bucket.iter().peekable();
            for two in bucket.windows(2) {
                let [next, rank] = two else { continue };
                while longer.next_if(|longest| size(longest) * SHORTEST > size(rank) * 100).is_some() {}
                let Some(longest) = longer.peek().filter(|longest| **longest < rank) else { continue };
                report.may_be_alike(**longest, *rank);
                if next > *longest {
                    report.may_be_alike(*next, *rank);
                }
            }
        })
    }

    fn is_alike(&self, overlap: &Overlap) -> bool {
        overlap.resembles(ALIKE)
    }

    fn describe(&self, kept: &Member<'_>, other: &Member<'_>, alike: &Alike<'_>, report: &mut Report<'_>) {
        // Where words are parted otherwise, as in `icecream`, the other rule keeps the first text, which need not be the
        // longest: whoever did what both say would have neither.
        if have_one_id(kept, other) || same_wording(&text(kept.document), &text(other.document)) {
            return;
        }
        let whole = Alike { left_out: &[], ..*alike };
        let (what, parted) = match difference(kept, other, alike) {
            Some(parted) => {
                let percent = alike.overlap.shared * 100 / alike.overlap.either().max(1);
                (format!(": {percent} % of both is the same"), Some(parted))
            }
            None => match difference(kept, other, &whole) {
                Some(parted) => (" but for lines that recur in many documents".to_owned(), Some(parted)),
                None => (" but for signs at its numbers".to_owned(), None),
            },
        };
        let better = match alike.overlap.kept.cmp(&alike.overlap.other) {
            Ordering::Greater => "is longer",
            _ if kept.place < other.place => "comes first",
            _ => "is no shorter",
        };
        let help = if is_newer(other, kept) {
            format!(
                "remove one of the two, or say `allow=\"near-duplicate\"` on this marker line; the other one {better}, this one is \
                 newer"
            )
        } else {
            format!(
                "remove this document, or say `allow=\"near-duplicate\"` on its marker line; the other one {better}"
            )
        };
        let message = format!("this text is nearly that of {}{what}", name(kept));
        match parted {
            Some(parted) => report.finding(parted.other, message).label(label(&parted, kept)).related_document(
                kept.place,
                parted.kept,
                "the first difference, in the text that is kept",
            ),
            None => report
                .finding(other.document.marker_span(), message)
                .label("the same words again")
                .related_document(kept.place, kept.document.marker_span(), "the text that is kept"),
        }
        .help(help);
    }
}

/// Whether the marker lines of two documents say that the first is of a later day: a longer text may be out of date.
fn is_newer(first: &Member<'_>, second: &Member<'_>) -> bool {
    // A time of the day may stand behind it.
    let day = |member: &Member<'_>| {
        let date = member.document.attribute("date")?.first_chunk::<10>()?;
        str::from_utf8(date).ok()?.parse::<Day>().ok()
    };
    day(first).zip(day(second)).is_some_and(|(first, second)| first > second)
}

/// What is said at the place in the text that is reported.
fn label(Difference { kept: place, other }: &Difference, kept: &Member<'_>) -> String {
    let instead = || shown(place.of(kept.document.bytes()));
    match (place.is_empty(), other.is_empty()) {
        (true, _) => "the first difference: the other text does not have this".to_owned(),
        (false, true) => format!("the first difference: the other text has `{}` after this", instead()),
        (false, false) => format!("the first difference: the other text has `{}`", instead()),
    }
}
