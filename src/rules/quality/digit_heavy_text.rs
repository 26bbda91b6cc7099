//! `digit-heavy-text`

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags documents of which a fifth or more is digits.
    ///
    /// ## Why
    ///
    /// A document of digits is a table, a list of results or a log, and no text: a program that learns from it learns
    /// numbers.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Results of the races 2021 to 2023, in minutes and seconds, by town and year:
    /// North 12:31 12:29 12:35 South 13:01 12:58 12:44 East 14:12 14:09 13:59 West 12:22 12:25 12:19
    /// North 12:34 12:39 12:25 South 13:11 12:48 12:54 East 14:02 14:19 13:49 West 12:32 12:15 12:29
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The old bridge is closed until the end of May.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least 100 characters that are no white space, of which at least 20 % are digits.
    ///
    /// ## Exceptions
    ///
    /// Texts about numbers have many, and sports pages more; so the rule runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is wrong with the text is for its editor to say.
    DigitHeavyText {
        id: "digit-heavy-text",
        category: Quality,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// Fewer characters are not judged.
const FEWEST: usize = 100;

/// The share of digits that is too much, in percent.
const LIMIT: usize = 20;

impl DocumentRule for DigitHeavyText {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(text) = document.str(document.body()) else { return };
        let characters = text.chars().filter(|character| !character.is_whitespace()).count();
        let digits = text.chars().filter(|character| character.is_numeric()).count();
        if characters < FEWEST || digits * 100 < characters * LIMIT {
            return;
        }
        let line = document.head(1).next().map_or_else(|| Span::empty(document.body().start), |line| line.span);
        report
            .finding(line, format!("{} % of the document are digits", digits * 100 / characters))
            .label(format!("{} among {}", counted(digits, "digit"), counted(characters, "character")))
            .help("look whether this is a text, or a table that belongs beside one");
    }
}
