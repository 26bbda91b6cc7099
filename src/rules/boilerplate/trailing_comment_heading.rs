//! `trailing-comment-heading`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags the heading or the prompt of a comment section that was left at the end of a document.
    ///
    /// ## Why
    ///
    /// Below an article stands "Comments (3)" or "Log in to comment", and extractors often take it for the last line
    /// of the text. It is no part of what the author wrote, it stands in thousands of documents, and a model that
    /// reads it learns that texts end so. It is often in another language than the article, since it comes from the
    /// page and not from the author.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=fr
    /// Le conseil a voté la rénovation du vieux pont.
    /// Kommentare (3)
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=fr
    /// Le conseil a voté la rénovation du vieux pont.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the last five lines that are not blank, and not the first line of the document, is a known heading or
    /// prompt, or begins with a known prompt; of the first three lines, prompts and headings with a number count.
    /// Lines are compared without case, without bullets, arrows and numbers in front and numbers, brackets and
    /// marks behind. Words such as "responses" count only with a number. Phrases of all of its languages are tried;
    /// of those but Dutch, English, French, German, Italian, Portuguese and Spanish, one counts only where the
    /// document is in that language, or in none that is known.
    ///
    /// A question to the readers ("What do you think?") and a word that texts have as well ("Kommentar") count where they
    /// stand right below a paragraph of 80 bytes or below furniture, and nothing but furniture stands below them.
    ///
    /// Or a few words of one short list ("Comments", "3 Comments", "Leave a comment"), in the language of the document or
    /// in English, stand behind the last sentence, on its line, which has 80 bytes or more before them, and no stop stands
    /// behind them. Only they are reported, and not the line. A word of one or two letters before the stop is taken for an
    /// abbreviation, but for words that sentences of that language end in ("es", "it") and for capitals ("EU").
    ///
    /// Or one of the last five lines is at most 320 bytes long and holds two words that identify it together, wherever
    /// they stand in it, both in one language: "comments" and "log in".
    ///
    /// Lines below a heading, or below one that counts comments ("3 thoughts on …"), to the end of the document or to
    /// the next line that is found, belong to it. Below a prompt, they do so as long as they have at most 150 bytes and
    /// do not end in a stop, a comma, a colon or a semicolon. All of them are one finding.
    ///
    /// ## Exceptions
    ///
    /// A sentence about comments is text: "Residents can leave a comment until Friday." So two words do not tell a
    /// line of seven words or more that ends in a full stop, asks for nothing, and has no word with which pages
    /// speak to their readers or of themselves ("you", "our", "this"); and nothing is found in a line that goes on
    /// behind the phrase, up to a full stop, with what that is ("is", "has", and no such word behind it) or with
    /// who said it ("it said"). The first line is a title where a paragraph right below it says what it is in its
    /// first 120 bytes.
    ///
    /// A heading without a number is left alone where it stands above three paragraphs of the text or more (lines of 80
    /// bytes), is an item of a list between others, or has the number of a section on the line right above it; and where
    /// it has the marks of Markdown, as two others have, and no year, time or reader's way to speak stands below it.
    ///
    /// A short phrase that ends in a full stop or a question mark is taken for a sentence: "Kein Kommentar." A heading
    /// with so many comments below it that it is none of the last five lines is left to `reader-comment`. The author's
    /// own invitation to comment is reported, too, unless it is a sentence and a paragraph of the text follows it. Two
    /// words do not tell a line of more than 80 bytes that quotes four words or more, has a quotation mark behind a
    /// colon, or has the name of an account in brackets, as posts have that are put into a text: it says what somebody
    /// else wrote. Nor is a line looked at that begins in lower case, ends in a full stop, and goes on with what the line
    /// right above it leaves open: verse, and text that was broken into lines.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    TrailingCommentHeading {
        id: "trailing-comment-heading",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for TrailingCommentHeading {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "belongs to the page, not to the text", help: None, removes: true };
        report_blocks(document, Topic::CommentHeading, wording, report);
    }
}
