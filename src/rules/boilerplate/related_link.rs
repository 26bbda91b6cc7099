//! `related-link`

use super::blocks::{Wording, report_blocks};
use crate::document::Document;
use crate::fix::Applicability;
use crate::lang::{LANGUAGES_WITH_PHRASES, Topic};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the beginning or the end of a document that points to other articles.
    ///
    /// ## Why
    ///
    /// "Read also" and the headlines below it are about other events. In a corpus they put words into an article
    /// that it does not have, and the same headline stands in hundreds of documents.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// Read also: Mayor opens new school
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
    /// One of the first three or last five lines that are not blank is a known heading ("Related articles"), begins
    /// with a known phrase and a colon, a bar, an arrow or a dash ("Lire aussi : …"), or is short, no sentence, and
    /// begins with a known phrase ("More from the region"). Lines are compared without case, without bullets,
    /// arrows and numbers in front and signs behind, with phrases of all of its languages; of those but Dutch,
    /// English, French, German, Italian, Portuguese and Spanish, one counts only where the document is in that
    /// language, or in none that is known. Of short lines that begin with a phrase, one of the first three counts only
    /// if it is nothing else, of two words or more, and not the first.
    ///
    /// Lines below it belong to it as long as they have at most 150 bytes and do not end in a stop, a comma, a
    /// colon or a semicolon, and so does one line of that length between two that are found, unless it ends in a
    /// stop: such links also stand between the paragraphs of a text. All of them are one finding. Below a link, and not
    /// a heading of links, a line above a paragraph (80 bytes or more that end in a stop, a question mark, an
    /// exclamation mark or a colon) that is not the last one heads it, and does not belong to the link.
    ///
    /// A heading of links may also stand up to fifteen lines above the last five, where between it and them are only
    /// lines of at most 150 bytes that do not end so; headings that texts have as often are left out. The fix removes
    /// the list from its heading on. Without a heading, a list is told by its days: below three lines and 400 bytes, at
    /// least three lines of the last ones end in a day, or are one, the newest first, all of them within three months,
    /// with two lines between them at most and none that ends as a sentence. All on one day are references, and so is a
    /// day behind a preposition or "retrieved"; lines that begin with the same word are a register, and those with the
    /// number of a version the history of a program. One of the last five lines belongs to such a list, too, where the
    /// age of an article is glued to its section ("World News3 days ago The new bridge").
    ///
    /// A line with `←` at its start or `→` at its end is a link to the next page ("← The old bridge"), and so is one
    /// with three parts between `«` and `»` and bars between them ("« The old bridge | Home | The new bridge »").
    ///
    /// ## Exceptions
    ///
    /// A heading that texts have as often as pages ("Learn more", "Kontakt", "Vidéo") is left alone above a paragraph: a
    /// line of 80 bytes or more that ends in a full stop, an exclamation mark, a question mark or a colon.
    ///
    /// A line that begins with a small letter below one that ends in a comma, or stands above one that begins with a
    /// comma, is a part of a sentence, as in verse. So is a short line with a comma, a semicolon or a slash at its end,
    /// and a single word with an exclamation mark is called out ("Next!").
    ///
    /// "Weitere Informationen gibt es im Rathaus" and "Learn more about bridges at the museum." are sentences, and
    /// are left alone. So is the first line of all where a sentence stands right below it that has one of the words behind
    /// its label, of five letters or more: it is a title ("Auch interessant: Warum Möwen nie verschlafen").
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the lines, on the word of a list of phrases.
    RelatedLink {
        id: "related-link",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for RelatedLink {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let wording = Wording { label: "belongs to the page, not to the text", help: None, removes: true };
        report_blocks(document, Topic::RelatedLink, wording, report);
    }
}
