//! `unfinished-sentence`

use std::io;

use super::verdict::{self, Verdict};
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};

declare_rule! {
    /// Flags documents that end in running text like one that was cut in the middle of a sentence.
    ///
    /// ## Why
    ///
    /// The text stops before its sentence is over, which happens where a download broke off or a preview ended; what
    /// came after it is lost.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council met on Tuesday. It voted to rebuild the old bridge over the river.
    /// The mayor left the room before the vote. Most of the money is still missing, and the engineers said that it could

    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council met on Tuesday. It voted to rebuild the old bridge over the river.
    /// The mayor left the room before the vote. Most of the money is still missing, but it could wait.

    /// ```
    ///
    /// ## Formula
    ///
    /// The score of the end of the document is above a threshold, and it is not one of which `cut-mid-word` speaks, where
    /// it is said what the score is. Where the last word looks like a part of a word, or the line has eight words or more
    /// and hardly any sentence ends in its last word, by its letters and by the word before it, the threshold is the one
    /// that stands there.
    ///
    /// Where nothing but the missing stop speaks, the threshold is 0.8 in German, 0.6 in English, 1.2 in Dutch, 1.6 in
    /// French and Spanish and 1.9 in Italian and Portuguese. It is higher by 1.5 for a text that stands in one line: so
    /// do the headlines and captions then that its page had below it. It is higher by 2.5 for a last line of at most 75
    /// characters that begins with a capital letter, below others ("Serve with cream"), and for an item of a list of at
    /// most 100, if a sentence can end in its last word.
    ///
    /// Some whole documents have no stop at their end either. So where no more than one in fifty documents of a run is
    /// above its threshold, the score has to be higher by 0.8, and by 2.5 where only the missing stop speaks; what is
    /// not is left to `possible-cut`. Where no more than one in fourteen is, it has to be higher by 0.3, and by 1.0
    /// where only the missing stop speaks: so often people write without one, in reviews and in mails. Where one in ten
    /// is above its threshold, they were cut by somebody who did not read them: those are reported too whose score is
    /// less than 0.5 below it, or 0.75 where more than the missing stop speaks, and a short last line has to be higher
    /// by 1.5 where only the missing stop speaks, and else by nothing. In a run of fewer than twenty documents, the
    /// score has to be higher by 0.25 where only the missing stop speaks. What `cut-mid-sentence` reports is left to
    /// it.
    ///
    /// Where at least 25 documents are above their threshold, and no more than one in fifty of them ends in a word that
    /// no sentence ends in ("the", "and"), nobody cut them, and their writers leave the last stop out, as those of
    /// abstracts do: whoever cuts leaves many such words. There a missing stop is left to `possible-cut`, and where more
    /// speaks, the score has to be higher by 4.0.
    ///
    /// ## Exceptions
    ///
    /// A page that has no stop behind its last sentence looks so too. A title, a signature, an item of a list, a
    /// caption, a credit, a link ("… can be read here"), a time ("de 9 h à 12 h") and a line that several documents end
    /// in, but for numbers, are none. Where a clause can end in a word that mostly stands before something, nothing but
    /// the missing stop speaks, the score is taken for one that is not above its threshold before the other documents are
    /// asked, and 2.5 more is asked, as of a short line: behind a verb, in the part of it that stands apart ("macht die
    /// Tür auf", "doet gewoon mee"), and in a preposition that belongs to what stands before ("the people I belong to").
    /// Other languages than those named are left alone.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    UnfinishedSentence {
        id: "unfinished-sentence",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: verdict::LANGUAGES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for UnfinishedSentence {
    fn facts(&self) -> Kinds {
        Kinds { endings: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        verdict::ask(table, Verdict::InSentence, report)
    }

    fn compare(&self, _: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        if let Some(ending) = verdict::ending(other) {
            report
                .finding(ending.last_span(), "the text ends in the middle of a sentence")
                .label("running text, and nothing after it")
                .help("fetch the whole text, or drop the document");
        }
    }
}
