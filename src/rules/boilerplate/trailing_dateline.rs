//! `trailing-dateline`

use super::datelines::{read, trailing};
use crate::document::Document;
use crate::lang::LANGUAGES_WITH_PHRASES;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags a line at the end of a document that says when it was published or changed, and nothing else.
    ///
    /// ## Why
    ///
    /// The date below an article is information about it and not its last sentence. On the marker line, as `date`,
    /// every program can use it.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=de
    /// Der Stadtrat hat beschlossen, die alte Brücke neu zu bauen.
    /// Stand: 28.10.2024, 07:36 Uhr
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=de date=2024-10-28
    /// Der Stadtrat hat beschlossen, die alte Brücke neu zu bauen.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the last five lines that are not blank, and not among the first three but for the last line of all, begins
    /// with a known label ("Publié le", "Stand:", "Последнее обновление") and besides holds a date with day, month and
    /// year, and nothing else but times, more dates with their labels, and the name of an author. Labels in
    /// Dutch, English, French, German, Italian, Portuguese and Spanish are tried in documents in all of those
    /// languages; of the others, labels and names of months count only where the document is in that language, beside
    /// English ones, or in none that is known. There, a label may also stand behind the date, or right before it, as
    /// words do that no space divides ("2020年5月3日更新").
    ///
    /// ## Exceptions
    ///
    /// A date without a label is left alone, since a letter and a protocol may end so. Years of other calendars than
    /// the Gregorian one ("令和2年") and years of two digits are not read.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether information about the text is wanted in it is for the owner of the corpus to say.
    TrailingDateline {
        id: "trailing-dateline",
        category: Boilerplate,
        severity: Info,
        fix: None,
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for TrailingDateline {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for (line, text) in trailing(document) {
            let date = read(text, document.language()).and_then(|(dateline, _)| dateline.date);
            let message = match date {
                Some(date) => format!("a date line of {date} stands at the end of the text"),
                None => "a date line stands at the end of the text".to_owned(),
            };
            report
                .finding(line.span, message)
                .label("information about the text, not the text")
                .help("keep it only if it is wanted; the marker line is the place for it, as `date=YYYY-MM-DD`");
        }
    }
}
