//! `boilerplate-line`

use super::verdicts::{LANGUAGES, blocks};
use crate::classifier::Confidence;
use crate::document::Document;
use crate::fix::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags lines at the beginning or the end of a document that have all the marks of page furniture.
    ///
    /// ## Why
    ///
    /// Buttons, teasers, forms and comments of readers around an article get into the corpus as if they were its text.
    /// There are more of them than any list of phrases has, but they look alike: short lines, among others, made of
    /// the words that pages are made of, that have nothing to do with what the article is about.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council votes for the old bridge
    /// The council voted on Tuesday evening to repair the old bridge over the river, after a debate of four hours.
    /// Popular videos on Facebook
    /// Our Instagram page
    /// Hi Anna, thanks for your comment!
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council votes for the old bridge
    /// The council voted on Tuesday evening to repair the old bridge over the river, after a debate of four hours.
    /// ```
    ///
    /// ## Formula
    ///
    /// The first three lines that are not blank and the last five are judged if they have at most 160 bytes and no
    /// phrase says what they are. Two linear models score each by itself: one over hashed n-grams of three to five
    /// bytes, words and pairs of words, one over 25 kinds of words in seven languages. If one of them reaches 0.5 on a
    /// line other than the first that has at most 60 bytes or does not end as a sentence does, 250 decision trees score
    /// every line by both scores, those of its neighbours, its place, length and ending, and the share of its words
    /// that the first 2,000 bytes of the document have elsewhere. A score above the threshold of the model is reported,
    /// for the first three lines one that is 0.5 higher, and one that is 1.8 lower (1.3 for the very first line and for
    /// a sentence) where something else at the ends of the document is furniture, but for a label of advertising, which
    /// stands between any two paragraphs; neighbouring lines that are reported are one finding. The threshold was
    /// chosen on sites that the model had not seen, so that of all that it or a phrase reports there, 98 % are right.
    ///
    /// ## Exceptions
    ///
    /// It speaks in texts in the languages of which it has words; in a text whose language is not known, about
    /// lines that have such words. The only line of a document is never judged, nor is one that looks like text by
    /// itself. Rows of tables and data sheets ("Material: oak"), lines of tables of nutrition ("Calories from
    /// fat"), lines with a colon at the end above something that is no furniture, notes, questions, durations ("1 h
    /// 20 min"), telephone numbers and addresses, lines with an address of the web, a sign-off and the two lines
    /// below it, and documents without a line of 100 bytes are never reported here, nor is a line in which a word
    /// in square brackets stands for what was left out (`[private]`). Nor is what stands between lines that begin
    /// with three backticks, nor is anything reported where no line would be left, in the record of a speech or a
    /// talk (among the last 20 lines, one with "(Applause)" or two like "Speaker 2: 00:26:24"), or in a play: of
    /// six lines or fewer, one is a name of at most three words that stands alone and above three different lines
    /// or more, and two of these names are in capitals or have a stop, or one is, or two are not, and two lines are
    /// in brackets. Nor are the items of a list that goes to the end of the document, of at most 40 lines of at
    /// most 80 bytes, below a line of 80 bytes or more that ends in a colon, or below one that ends in a word such
    /// as "Set list", if none of them is known to be furniture; nor is one word with an exclamation mark that
    /// stands on buttons ("Teilen!"), nor a line with a word of the text between a button to share and a sentence.
    /// Of three lines or more that look like a form to log in, it is never sure where no phrase tells of furniture.
    /// A date and nothing else above the text is for `leading-dateline`. What is wrong most often: lists of names
    /// or of single words. Comments of readers that are as long as paragraphs are for `reader-comment`.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a statistical model.
    BoilerplateLine {
        id: "boilerplate-line",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for BoilerplateLine {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for block in blocks(document, Confidence::Sure) {
            let (look, reasons) = (block.look().name(), block.reasons());
            let (message, help) = match block.len() {
                1 => (format!("this line looks like {look}: {reasons}"), "remove the line"),
                count => (format!("these {count} lines look like {look}: {reasons}"), "remove the lines"),
            };
            report
                .finding(block.span(), message)
                .label("belongs to the page, not to the text")
                .help(help)
                .fix(Fix::risky(help, [Edit::delete(document.removal(block.span()))]));
        }
    }
}
