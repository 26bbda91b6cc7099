//! `cut-mid-word`

use std::io;

use super::verdict::{self, Verdict};
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};

declare_rule! {
    /// Flags documents that end in a part of a word.
    ///
    /// ## Why
    ///
    /// Downloads break off, and fields hold so many characters and no more: the rest of the text is lost, and a model
    /// learns from it words that do not exist.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council met on Tuesday. It voted to rebuild the old bridge over the river.
    /// The mayor left the room before the vote. The engineers, who had been waiting, said that they coul

    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council met on Tuesday. It voted to rebuild the old bridge over the river.
    /// The mayor left the room before the vote. The engineers said that they could not wait.

    /// ```
    ///
    /// ## Formula
    ///
    /// The last line that is not blank is no short item of a list, nothing that a rule about boilerplate claims, and ends
    /// in neither a stop, a closing mark, an address, the initials of an author, a greeting, a sentence without a blank
    /// before it, a label and names ("Photos: Ann Miller") nor headlines behind a label ("Lire aussi : …"); and a stop
    /// and a blank stand somewhere in the document. A name alone behind the last sentence is the one of an author, unless
    /// it is no word of the document and longer ones begin so, or the document has it in lower case. A line that begins
    /// with a star is a footnote, unless three others do near the end.
    ///
    /// The last word is not in the lexicon, and begins as many words of it do, or looks by its letters more like a part
    /// of a word than like a whole one; and it occurs nowhere else, neither in the document nor in a sample of all
    /// documents of the run. The score of the end of the document is above 0.8 in French, 0.6 in German, 0.4 in
    /// English, 1.0 in Dutch, 1.2 in Spanish, 1.4 in Portuguese and 1.5 in Italian, in Dutch, Italian, Portuguese and
    /// Spanish by 1.0 higher for a text that stands in one line, and by 1.5 higher for a last line of at most 75
    /// characters that begins with a capital letter and for an item of a list of at most 100, if a sentence can end in
    /// its last word, since recipes, letters and poems end in such lines without a stop; more or less is asked for
    /// where few or many documents of a run look cut, as it is explained at `unfinished-sentence`. What only a syllable
    /// begins with ("schw", "wh", "qu"), behind another word, is above them all.
    ///
    /// The score is in logits. It is the sum of what is measured of the last line, of its words and of the ends of its
    /// last two, of the lines before it and of the length of the document, each with a weight that was learned by
    /// logistic regression from documents that were cut on purpose (`src/ending`); and of what all documents say. The
    /// lexicon, in which are the hashes of about 170,000 words and 75,000 beginnings of words, mostly German, French and
    /// English, is one of the measures, so that one document alone can be judged. A last word that occurs nowhere else
    /// counts the more, the fewer documents end in a stop and in such a word: that is the share of words that are new
    /// ones (Good 1953), and 0.5 to 0.7 is assumed until some have been seen. How many longer words of the document begin
    /// with the last word counts too. A last line that another document has too is never reported.
    ///
    /// In any other language, nothing is known of words but what the document tells: the last word has two letters or
    /// more, is no word of the document, and one that goes on for three letters or more begins so; in Hangul, its last
    /// syllable ends in one of the consonants behind which a verb needs an ending. The score has to be above 2.0.
    ///
    /// ## Exceptions
    ///
    /// A common short word of the language is never taken for a part of one. What is put together of a name that
    /// occurs once and a line without a stop, such as a signature in one line with the letter, can be taken for cut.
    /// Texts in a language that is not known, and those that put no blanks between words, are left alone.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    CutMidWord {
        id: "cut-mid-word",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for CutMidWord {
    fn facts(&self) -> Kinds {
        Kinds { endings: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        verdict::ask(table, Verdict::InWord, report)
    }

    fn compare(&self, _: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        if let Some(ending) = verdict::ending(other) {
            report
                .finding(ending.last_span(), "the text ends in the middle of a word")
                .label("occurs nowhere else, and nothing follows")
                .help("fetch the whole text, or drop the document");
        }
    }
}
