//! `excised-text`

use crate::document::Document;
use crate::ending::{is_function_word, last_word};
use crate::lang::LANGUAGES_WITH_DATA;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::spaced_stops;
use crate::span::Span;

declare_rule! {
    /// Flags a comma or a full stop behind a space, in a text that writes them without: "sold to the , who left".
    ///
    /// ## Why
    ///
    /// A link, a name or a number may be missing in the middle of the sentence: the program that took the text out of
    /// its page left out what was marked up there. The sentence reads on, so nobody notices.
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
    /// document have a letter, a SPACE and a stop, and at most half of its commas and full stops are such ones.
    ///
    /// ## Exceptions
    ///
    /// After another word, the space may be a slip of the typist as well: of seventy such places in real pages, two or
    /// three were cuts, and so they are passed over. With more such places the space is a habit of the writer, which
    /// `space-before-punctuation` reports. Three dots with spaces between them and lines of program text are passed
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

/// More places than this are a habit.
const MOST: usize = 3;

/// One of so few commas and full stops is a habit as well.
const SHARE: usize = 2;

impl DocumentRule for ExcisedText {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let found: Vec<Span> = spaced_stops(document).take(MOST + 1).collect();
        if found.is_empty() || found.len() > MOST || found.len() * SHARE > stops(document) {
            return;
        }
        for span in found.into_iter().filter(|span| is_open(document, *span)) {
            report
                .finding(span, "a space before a comma or a full stop, as where something was cut out")
                .label("something may be missing here")
                .help("look the sentence up in its source; take the space away if nothing is missing");
        }
    }
}

/// Whether the word before a stop is one that something has to follow.
fn is_open(document: &Document<'_>, stop: Span) -> bool {
    let line = document.line_at(stop.start).map_or(document.body().start, |line| line.span.start);
    let before = document.str(Span::new(line.min(stop.start), stop.start)).unwrap_or_default();
    let word = last_word(before.trim_end());
    word.starts_with(char::is_lowercase) && is_function_word(document, word)
}

fn stops(document: &Document<'_>) -> usize {
    memchr::memchr2_iter(b',', b'.', document.body().of(document.bytes())).count()
}
