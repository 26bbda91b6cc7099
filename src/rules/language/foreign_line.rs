//! `foreign-line`

use crate::document::{Document, Line};
use crate::lang::{Contrast, FrequentWords, Language};
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags lines in another language than the rest of their document.
    ///
    /// ## Why
    ///
    /// A line in another language may not belong to the text: it can be a box, a notice, an embedded post, or come
    /// from a page that was taken with it. Whoever wants one language gets two.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr
    /// Le vieux pont est fermé jusqu'à la fin du mois de mai, a dit la ville lundi.
    /// This article was written by our partner and has been sent to all of those who asked for it.
    /// Il sera réparé pour la première fois depuis sa construction.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=fr
    /// Le vieux pont est fermé jusqu'à la fin du mois de mai, a dit la ville lundi.
    /// Il sera réparé pour la première fois depuis sa construction.
    /// ```
    ///
    /// ## Formula
    ///
    /// A line of at least 28 bytes and 6 different words, of which at least 3, a sixth of all, are among the most
    /// frequent of another language and not of the document's, and at most a quarter as many the other way round. At
    /// most a third of the lines that are long enough are such lines. Neighbouring lines are one finding. Where two
    /// names have an initial ("J. Finch, S. Okafor"), a line is a list of names, and not judged; nor is one with four
    /// different capital letters that stand alone, which heads a table, or with fewer than three spaces, which is a key
    /// or a hash.
    ///
    /// ## Exceptions
    ///
    /// Quotations, titles and verses in their own language belong to a text, so this is information. With more such
    /// lines the document is one in two languages. Both languages have to be among those whose words are known, which
    /// are 22 of Europe, Indonesian and Turkish.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether the line belongs to the text is for its editor to say.
    ForeignLine {
        id: "foreign-line",
        category: Language,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// A shorter line is not judged. In bytes: words of frequent use have about four letters.
const SHORTEST: usize = 28;

/// Nor is one of fewer words.
const FEWEST_WORDS: u32 = 6;

/// Nor is one of fewer runs of characters between spaces: the letters of a key or a hash are among the most frequent words
/// of some language.
const FEWEST_RUNS: usize = 4;

/// So many different capital letters stand alone only where they head columns.
const FEWEST_LETTERS: u32 = 4;

/// Fewer frequent words of another language are names and chance.
const FEWEST_VOTES: u16 = 3;

/// So much weight of words of its own language shows that a line is in it.
const ENOUGH: u32 = 2;

impl DocumentRule for ForeignLine {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let is_long = |line: &&Line| line.span.len() >= SHORTEST;
        if document.lines().iter().filter(is_long).take(2).count() < 2 {
            return;
        }
        let Some(own) = document.language() else { return };
        let Some(words) = FrequentWords::of(own) else { return };
        let judge = |line: &Line| document.str(line.span).and_then(|text| foreign(text, own, words));
        // Most documents have no such line, and nothing is kept of theirs.
        if !document.lines().iter().filter(is_long).any(|line| judge(line).is_some()) {
            return;
        }
        let judged: Vec<(&Line, Option<Language>)> =
            document.lines().iter().filter(is_long).map(|line| (line, judge(line))).collect();
        let count = judged.iter().filter(|(_, language)| language.is_some()).count();
        if count * 3 > judged.len() {
            return;
        }
        for lines in judged.chunk_by(|(_, left), (_, right)| left == right) {
            let ([(first, Some(language)), ..], Some((last, _))) = (lines, lines.last()) else { continue };
            report
                .finding(
                    Span::new(first.span.start, last.span.end),
                    format!("in {language}, where the text around it is in {own}"),
                )
                .label(counted(lines.len(), "line"))
                .help("look whether it belongs to the text");
        }
    }
}

/// The language of a line, if it is surely not `own`.
fn foreign(line: &str, own: Language, words: FrequentWords) -> Option<Language> {
    if words.occur_in(line, ENOUGH) {
        return None;
    }
    let contrast = Contrast::of(line, own)?;
    let is_foreign = contrast.words >= FEWEST_WORDS
        && contrast.for_other >= FEWEST_VOTES
        && u32::from(contrast.for_other) * 6 >= contrast.words
        && contrast.for_other >= 4 * contrast.for_own
        && line.split_whitespace().nth(FEWEST_RUNS - 1).is_some()
        && !is_list_of_names(line)
        && !is_row_of_letters(line);
    is_foreign.then_some(contrast.other)
}

/// Whether single capital letters stand in a line, as they head the columns of a table: "P W D L F A".
fn is_row_of_letters(line: &str) -> bool {
    let letters = line.split_ascii_whitespace().filter_map(|word| match word.as_bytes() {
        [letter] if letter.is_ascii_uppercase() => Some(1_u32 << (letter - b'A')),
        _ => None,
    });
    letters.fold(0, |all, letter| all | letter).count_ones() >= FEWEST_LETTERS
}

/// Whether names with initials stand in a line. What is left of them without the full stop, such as "a", "s" and "t", is
/// among the most frequent words of many languages.
fn is_list_of_names(line: &str) -> bool {
    let is_initial = |word: &&str| {
        let letters = word.trim_start_matches('(').strip_suffix('.').unwrap_or_default();
        let mut letters = letters.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    };
    line.split_whitespace().filter(is_initial).nth(1).is_some()
}
