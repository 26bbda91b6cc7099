//! `hyphenation-residue`

use crate::document::{Document, Line, Pair};
use crate::fix::{Edit, Fix};
use crate::lang::{FrequentWords, fold, knowledge, leaves_out_halves};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{OncePerLine, is_address, places, report_all, token_at, word_after, word_before};
use crate::span::Span;

declare_rule! {
    /// Flags a word that is still divided as at the end of a printed line: "exam- ple", or "exam-" and "ple" below it.
    ///
    /// ## Why
    ///
    /// The word is not in the text as a word: it is not found by a search, and counts as two that do not exist. The
    /// text was taken from print, line by line, and not put together.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The council voted for the recon- struction of the old bridge.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The council voted for the reconstruction of the old bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least two letters, `-`, one SPACE or the end of a line, and at least two letters that begin in lower case. One
    /// finding for each document, at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// In German and Dutch at ends of lines only: within a line, the hyphen stands for the second half of a compound
    /// there, as in "Vor- und Nachteile". The same is written elsewhere before "and" and "or": where the word behind the
    /// hyphen joins others, or is one of the most frequent of the language, it is passed over. So is a line with another
    /// hyphen that stands at the start of a word or between spaces: hyphens are dashes there.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a compound that is rightly written with a hyphen loses it. At the end of a line, the next line is put
    /// behind this one.
    HyphenationResidue {
        id: "hyphenation-residue",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &["de", "en", "es", "fr", "it", "nl", "pt"],
        since: "0.1.0",
        scope: Documents,
    }
}

/// Fewer letters are a prefix or a number: "e- mail".
const FEWEST_LETTERS: usize = 2;

impl DocumentRule for HyphenationResidue {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let found = divided(document);
        if found.is_empty() {
            return;
        }
        let Some(language) = document.language().filter(|language| knowledge().joining_words.has_language(*language))
        else {
            return;
        };
        let words = FrequentWords::of(language);
        let joins = |rest: Span| {
            let word = fold(word_after(document.str(rest).unwrap_or_default()));
            words.is_some_and(|words| words.has(&word)) || knowledge().joining_words.has_in(&word, language)
        };
        let is_residue =
            |divided: &Divided| !joins(divided.rest) && (divided.ends_a_line || !leaves_out_halves(language));
        let found: Vec<Divided> = found.into_iter().filter(is_residue).collect();
        let spans: Vec<Span> = found.iter().map(|divided| divided.span).collect();
        let fix = Fix::risky("join the word", spans.iter().map(|&span| Edit::delete(span)));
        let message = |_| match found.first() {
            Some(first) if first.ends_a_line => "a word is divided by a hyphen and the end of a line".to_owned(),
            _ => "a word is divided by a hyphen and a space".to_owned(),
        };
        if let Some(finding) = report_all(report, &spans, message) {
            finding.help("put the two halves together").fix(fix);
        }
    }
}

/// A place where a word may be divided.
struct Divided {
    /// The hyphen, and what stands between it and the second half.
    span: Span,
    /// The rest of the line, from the second half on.
    rest: Span,
    /// Whether the second half stands in the next line.
    ends_a_line: bool,
}

/// All such places, in order.
fn divided(document: &Document<'_>) -> Vec<Divided> {
    let mut dashes = OncePerLine::new();
    let in_lines = places(document, Pair::HyphenBeforeSpace)
        .filter(|(line, text, at)| is_divided(text, *at) && !dashes.of(line.span.start, || has_dashes(text)))
        .map(|(line, _, at)| {
            let span = Span::new(at - 1, at + 1).shifted(line.span.start);
            Divided { span, rest: Span::new(span.end, line.span.end), ends_a_line: false }
        });
    let mut found: Vec<Divided> = in_lines.collect();
    let ends_in_hyphen = |line: &Line| line.span.of(document.bytes()).ends_with(b"-");
    let lines = document.lines();
    let pairs = lines.iter().zip(lines.get(1..).unwrap_or_default()).filter(|(line, _)| ends_in_hyphen(line));
    let at_ends = pairs.filter_map(|(line, next)| {
        let (text, below) = (document.str(line.span)?, document.str(next.span)?);
        let span = Span::new(line.span.end - 1, next.span.start);
        let is_divided = is_word_divided(text.strip_suffix('-')?, below) && !has_dashes(text);
        is_divided.then_some(Divided { span, rest: next.span, ends_a_line: true })
    });
    found.extend(at_ends);
    found.sort_unstable_by_key(|divided| divided.span.start);
    found
}

/// Whether the SPACE at `at` of `line` divides a word.
fn is_divided(line: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (line.get(..at.saturating_sub(1)), line.get(at + 1..)) else { return false };
    is_word_divided(before, after)
}

/// Whether `before` ends and `after` begins as the halves of a word do.
fn is_word_divided(before: &str, after: &str) -> bool {
    let (first, second) = (word_before(before), word_after(after));
    let is_word = |word: &str| word.chars().take(FEWEST_LETTERS).count() == FEWEST_LETTERS;
    is_word(first)
        && is_word(second)
        && second.starts_with(char::is_lowercase)
        && !is_address(token_at(before, before.len().saturating_sub(1)).1)
}

/// Whether hyphens of the line `line` stand for dashes, or begin an item of a list.
fn has_dashes(line: &str) -> bool {
    line.contains(" -") || line.starts_with('-')
}
