//! `reader-comment`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags what stands around reader comments, where it was left at the beginning or the end of a document.
    ///
    /// ## Why
    ///
    /// Comments are written by others, in another voice and often with other facts than the article. A text that
    /// ends in them teaches that articles end in strangers talking.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Your comment is awaiting moderation.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the first three or last five lines that are not blank is a button of a comment ("Reply", "Löschen"), or
    /// begins as a notice of a comment form or a pingback does. Lines are compared without case, without bullets,
    /// arrows and numbers in front and signs behind, with phrases of all of its languages; of those but Dutch, English,
    /// French, German, Italian, Portuguese and Spanish, one counts only where the document is in that language, or in
    /// none that is known. Or one of these lines but the first, of at most 80 bytes, is five stars, with or without
    /// numbers behind them, or stars or a mark out of 5, 6, 10, 20 or 100 with a count of those who gave it ("4.5/5 -
    /// (12 votes)").
    ///
    /// The line above a button belongs to it where there is another comment, or the heading of one, above that. All of the
    /// last five lines are comments where a comment section begins further up: below more than three lines and 400 bytes,
    /// a line of at most 60 bytes is a heading that stands above comments and nothing else ("Comments", but not "0
    /// Comments"), is a heading with a number ("12 Kommentare"), or is the first of two different buttons, or of two that
    /// are the same: in the language of the text, or with a time, a year or a reader's way to speak below them. A line
    /// that begins with its number and has the title of the article behind it ("3 thoughts on …") has at most 200 bytes.
    /// The number of a section counts nothing ("4.3 Comments"), and below a heading without a number no comments stand
    /// where the first paragraph has the word of the heading in its first sentence ("Comments are lines that …"). Nor do
    /// they below a heading without a number that stands above three paragraphs of the text or more (lines of 80 bytes),
    /// that is an item of a list between others, that has the number of a section on the line right above it, or that has
    /// eight others above it. Where more than 20 lines or 4,000 bytes follow, three of them paragraphs, one of the first
    /// 60 lines has a sign of comments: a button, a year or a time in a line of at most 60 bytes, a reader's way to speak,
    /// or three of them call or ask. The fix removes the section from there on.
    ///
    /// Without a heading, a section is recognised by the signs of comments that lines have, below three lines and 800
    /// bytes: how readers begin ("Thank you", "Great post", "I agree", "@anna", "Hi Anna,") and end ("Kind regards"),
    /// buttons, names and notices, and short lines with a year and a time of day, above what was written then. Times count
    /// where there are two. Of the last five lines, one has such a sign. From the first of them on, one of eight lines has
    /// one, and as many more as have one in the text above. One is no greeting and no good-bye, and another greets,
    /// answers, or has a time that is no full five minutes, at which events begin; or it stands below a good-bye. Where
    /// there are only times, there are three, each with a name or below a line of at most 40 bytes that is no sentence,
    /// and one of four lines has one. What an author says to all of his readers, or at the end of an interview, does not
    /// count. Thanks that name nothing that somebody wrote ("Thank you all", and not "Thanks for this recipe") are signs,
    /// but there has to be another one that is neither of them nor a good-bye: speeches and plays end in them. Where the
    /// last 20 lines are of the record of a speech or a talk, one with "(Applause)" or two like "Speaker 2: 00:26:24",
    /// there has to be a button.
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found. All of them are one
    /// finding.
    ///
    /// ## Exceptions
    ///
    /// A single comment without any such line is not found. An article about commenting may have a heading of that name
    /// in its middle; a text that is itself made of letters or mails is taken for comments.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    ReaderComment {
        id: "reader-comment",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for ReaderComment {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "belongs to the comments, not to the text", help: None, removes: true };
        report_blocks(document, Topic::ReaderComment, wording, report);
    }
}
