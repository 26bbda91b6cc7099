//! `possible-cut`

use std::io;

use super::verdict::{self, Verdict};
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};

declare_rule! {
    /// Flags documents that may have been cut, where that is not sure enough for a warning.
    ///
    /// ## Why
    ///
    /// A text that stops before its end is a part that looks like a whole; somebody has to look, since many pages have
    /// no stop behind their last sentence.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> plans lang=en
    /// The council met on Tuesday. It voted to rebuild the old bridge over the river.
    /// Read what the mayor said about the bridge
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> plans lang=en
    /// The council met on Tuesday. It voted to rebuild the old bridge over the river.
    /// Read what the mayor said about the bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// The score of the end of the document, as it is explained at `cut-mid-word` and `unfinished-sentence`, is less than
    /// 0.75 below its threshold, or else above it, but not reported there; or the last line is short, for which more is
    /// asked there. So is a document in which, near its end, nobody speaks in a play, and whose last line is no item of a
    /// list and ends
    ///
    /// - in a colon behind a sentence of twelve words or more; or
    /// - in `…`, or in three full stops or more, behind a sentence of six words or more that is no enumeration and has
    ///   no stop of its own, in a line of more than 40 characters, if the document has no other ellipsis, and of its last
    ///   six lines no two begin with a quotation mark or a dash, as in a dialogue, and one is longer than 60 characters
    ///   or more than half of those above the last one end in a stop.
    ///
    /// ## Exceptions
    ///
    /// About one complete page in forty is reported: titles, calls and captions that look like a sentence.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    PossibleCut {
        id: "possible-cut",
        category: Truncation,
        severity: Info,
        fix: None,
        languages: verdict::LANGUAGES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for PossibleCut {
    fn facts(&self) -> Kinds {
        Kinds { endings: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        verdict::ask(table, Verdict::Possible, report)
    }

    fn compare(&self, _: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        if let Some(ending) = verdict::ending(other) {
            report
                .finding(ending.last_span(), "the text may end before its end")
                .label(match ending.text.chars().next_back() {
                    Some(':') => "a colon, and nothing after it",
                    Some('.' | '\u{2026}') => "an ellipsis, and nothing after it",
                    _ => "no stop, and nothing after it",
                })
                .help("compare it with its source");
        }
    }
}
