//! `ellipsis-ending`

use crate::document::Document;
use crate::ending::{Ellipsis, Sign};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags documents that end where "…" says that the text goes on elsewhere.
    ///
    /// ## Why
    ///
    /// The document is not the article but its first lines: teasers and feeds give the beginning of a text and mark the
    /// cut, as in "[...]".
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge, but who is to pay for it remains […]
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge, but who is to pay for it remains open.
    /// ```
    ///
    /// ## Formula
    ///
    /// An ellipsis is `…`, or two full stops or more. The last line that is not blank
    ///
    /// - ends in an ellipsis in brackets, as `[...]` or `(…)`, or is nothing else; or
    /// - ends in a bare ellipsis that stands apart, after a full stop that ends a sentence and a blank, or in `…`
    ///   directly after such a stop; or, where the line is at least 100 characters long and the document has no other
    ///   ellipsis, after `!` or `?` and a blank, or, in English, French and Spanish, as `....`; or
    /// - ends in a bare ellipsis of more than two full stops, is at least 100 characters long, and either the word before
    ///   the ellipsis is one that no sentence ends in ("of the…"), in the language of the document, or it is the only
    ///   ellipsis of the document and the word before it looks by its letters like a part of one or like one inside of a
    ///   sentence (in German, English, French and Spanish), or it is the only ellipsis of the document and the line is,
    ///   with it, exactly as long as a limit at which programs cut: a multiple of 100 characters, below 10,000.
    ///
    /// ## Exceptions
    ///
    /// A bare ellipsis is mostly a figure of speech: "And then he nodded…". So it counts only as said above, and never
    /// before a closing quotation mark; of others, `possible-cut` speaks. Short lines with a bare ellipsis are verse and
    /// dialogue, and long ones are that in a play, where somebody is interrupted: the line above has at most three words
    /// and is in capitals or ends in a full stop or a colon, and so does one of the eight above it. A line that begins
    /// and ends in an ellipsis in brackets is a quotation: "[...] said the mayor [...]".
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    EllipsisEnding {
        id: "ellipsis-ending",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for EllipsisEnding {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some((start, Sign::Ellipsis(found))), Some(ending)) = (document.sign(), document.ending()) else { return };
        let (message, label) = match found {
            Ellipsis::Bracketed => ("the text ends in an ellipsis in brackets", "the rest is elsewhere"),
            Ellipsis::Appended => ("the text ends in an ellipsis after its last sentence", "the rest is elsewhere"),
            Ellipsis::Unfinished => ("the text ends in an ellipsis in the middle of a sentence", "cut off here"),
            Ellipsis::AtLimit => {
                ("the text ends in an ellipsis, and its last line is exactly as long as a limit", "cut off here")
            }
        };
        let span = Span::new(ending.span.start + start, ending.span.end);
        report.finding(span, message).label(label).help("fetch the whole text, or drop the document");
    }
}
