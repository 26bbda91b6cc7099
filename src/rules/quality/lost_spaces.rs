//! `lost-spaces`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{FEWEST_GLUED, has_lost_spaces, report_all};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags text that has lost the spaces between its words: "Theoldbridgeovertheriver".
    ///
    /// ## Why
    ///
    /// A program that turns PDF files or marked-up words into text can lose all spaces of a page. There are no words
    /// in such a text: nobody can search or count them, and what learns from it learns strings of letters.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// Theoldbridgeovertheriverisclosedtillautumn,thetownsaidonMonday.Itwillberepairedforthefirsttimeforyears.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The old bridge over the river is closed till autumn, the town said on Monday. It will be repaired for the first
    /// time for years.
    /// ```
    ///
    /// ## Formula
    ///
    /// A line with at least 100 letters, in which at least 30 characters stand between two spaces on average, and no
    /// space is among the 32 bytes behind its middle. At least nine of ten of these characters are letters, four of
    /// five letters are small ones, and there are at least 12 different letters. One finding for each document.
    ///
    /// ## Exceptions
    ///
    /// Only letters of the Latin, Greek and Cyrillic alphabets are looked at, since Chinese, Japanese, Thai and others
    /// are written without spaces. Keys and other data have too many digits, signs or capital letters, laughter and
    /// sequences of genes too few different letters, and addresses and paths have a slash or another sign of their own.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: where the spaces stood has to be read from the source.
    LostSpaces {
        id: "lost-spaces",
        category: Quality,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// Among so many bytes behind the middle of a line there is a space, or it is looked at from end to end.
const GLANCE: usize = 32;

/// Whether a line may have no spaces between its words. Nearly every line is told after one glance.
fn may_be_glued(line: &[u8]) -> bool {
    let middle = line.len() / 2;
    line.len() >= FEWEST_GLUED
        && line.get(middle..middle + GLANCE).is_some_and(|glance| memchr::memchr(b' ', glance).is_none())
}

impl DocumentRule for LostSpaces {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let lines = document.lines().iter().map(|line| line.span);
        let glued = lines
            .filter(|line| may_be_glued(line.of(document.bytes())) && document.str(*line).is_some_and(has_lost_spaces));
        let found: Vec<Span> = glued.collect();
        let message =
            |first: Span| format!("the spaces between the words are lost: `{}`", shown(first.of(document.bytes())));
        if let Some(finding) = report_all(report, &found, message) {
            finding.help("turn the source into text again, with a program that keeps its spaces");
        }
    }
}
