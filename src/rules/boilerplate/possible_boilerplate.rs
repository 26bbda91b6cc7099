//! `possible-boilerplate`

use super::verdicts::{LANGUAGES, blocks, possible_dates};
use crate::classifier::Confidence;
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags lines at the beginning or the end of a document that may be page furniture, without being sure.
    ///
    /// ## Why
    ///
    /// About three of five such lines are no part of the article, and only a person can say which. Where a corpus has
    /// many of them, its source is worth a look.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council votes for the old bridge
    /// The council voted on Tuesday evening to repair the old bridge over the river, after a debate of four hours.
    /// Overview
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
    /// As `boilerplate-line`, with a lower threshold: the one from which on the model finds 0.67 of the boilerplate at
    /// the ends of pages of sites that it had not seen. What `boilerplate-line` reports is not reported again.
    ///
    /// Or it is a date and nothing else, from 1995 on, right between a paragraph of 80 bytes or more and a line of two
    /// words or more that may be the title, among the first three lines; and no line below it is a date as well.
    ///
    /// ## Exceptions
    ///
    /// Short sentences, sub-headings, credits, entries of a list and rows of a table are often taken for furniture.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: the line has to be looked at.
    PossibleBoilerplate {
        id: "possible-boilerplate",
        category: Boilerplate,
        severity: Info,
        fix: None,
        languages: LANGUAGES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for PossibleBoilerplate {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for date in possible_dates(document) {
            report
                .finding(date.line.span, "this line may be the date of publication, and not the text")
                .label("part of the text?")
                .help("look whether it is; if not, write it on the marker line as `date=YYYY-MM-DD`");
        }
        for block in blocks(document, Confidence::Possible) {
            let (look, reasons) = (block.look().name(), block.reasons());
            let (message, help) = match block.len() {
                1 => (
                    format!("this line may be {look}: {reasons}"),
                    "look whether it is part of the text, and remove it if it is not",
                ),
                count => (
                    format!("these {count} lines may be {look}: {reasons}"),
                    "look whether they are part of the text, and remove them if they are not",
                ),
            };
            report.finding(block.span(), message).label("part of the text?").help(help);
        }
    }
}
