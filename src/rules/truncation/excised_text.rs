//! `excised-text`

use crate::document::{Document, Pair};
use crate::lang::LANGUAGES_WITH_DATA;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{MOST_EXCISIONS, OncePerLine, excisions, is_code, places, spaced_stops};
use crate::span::Span;

declare_rule! {
    /// Flags a comma or a full stop behind a space, in a text that writes them without: "sold to the , who left".
    ///
    /// ## Why
    ///
    /// A link, a name or a number may be missing in the middle of the sentence: the program that took the text out of
    /// its page left out what was marked up there. The sentence reads on, so nobody notices. In lists, two commas with
    /// nothing between them are left: "Rome, , and Paris".
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The report was sold to the , who left the office in May. It names no one.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The report was sold to the Lees, who left the office in May. It names no one.
    /// ```
    ///
    /// ## Formula
    ///
    /// A word in lower case in which no sentence ends, in the language of the document, such as a preposition or an
    /// article; one SPACE; a comma or a full stop; and then a space or the end of the line. At most 3 places in the
    /// document have a letter, a SPACE and a stop, and at most half of its commas and full stops are such ones. Also a
    /// word, a comma, one SPACE, a comma and a space, at no more than 3 places: with more, it is a table.
    ///
    /// ## Exceptions
    ///
    /// After another word, the space may be a slip of the typist as well: of seventy such places in real pages, two or
    /// three were cuts, and so they are passed over. With more such places the space is a habit of the writer.
    /// `space-before-punctuation` reports both. Three dots with spaces between them and lines of program text are passed
    /// over. A cut cannot be distinguished from a slip of the typist for sure, so this is information.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what stood there is not in the file, and without the space its trace would be gone as well.
    ExcisedText {
        id: "excised-text",
        category: Truncation,
        severity: Info,
        fix: None,
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for ExcisedText {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let found: Vec<Span> = spaced_stops(document).take(MOST_EXCISIONS + 1).collect();
        for span in excisions(document, &found) {
            report
                .finding(span, "a space before a comma or a full stop, as where something was cut out")
                .label("something may be missing here")
                .help("look the sentence up in its source; take the space away if nothing is missing");
        }
        let empty: Vec<Span> = empty_places(document).take(MOST_EXCISIONS + 1).collect();
        for span in empty.iter().filter(|_| empty.len() <= MOST_EXCISIONS) {
            report
                .finding(*span, "two commas with nothing between them, as where something was cut out")
                .label("something may be missing here")
                .help("look the sentence up in its source; take one comma away if nothing is missing");
        }
    }
}

/// The places where a comma, a SPACE and a comma stand behind a word: in a list of which a part is missing.
fn empty_places<'d>(document: &'d Document<'_>) -> impl Iterator<Item = Span> + use<'d> {
    let mut code = OncePerLine::new();
    places(document, Pair::SpaceBeforeStop).filter_map(move |(line, text, at)| {
        let word = text.get(..at.checked_sub(1)?)?.strip_suffix(',')?;
        let after = text.get(at..)?.strip_prefix(',')?;
        let is_list = word.ends_with(char::is_alphabetic) && after.starts_with(' ');
        let is_prose = is_list && !code.of(line.span.start, || is_code(text));
        is_prose.then(|| Span::new(at - 2, at + 1).shifted(line.span.start))
    })
}
