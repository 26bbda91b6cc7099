//! `hyphenation-residue`

use crate::document::{Document, Pair};
use crate::fix::{Edit, Fix};
use crate::lang::{FrequentWords, Language, fold, knowledge};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{OncePerLine, is_address, places, report_all, token_at, word_after, word_before};
use crate::span::Span;

declare_rule! {
    /// Flags a word that is still divided as at the end of a printed line: "exam- ple".
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
    /// At least two letters, `-`, one SPACE, and at least two letters that begin in lower case. One finding for each
    /// document, at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// In English, French, Italian, Portuguese and Spanish only: in German and Dutch the hyphen stands for the second
    /// half of a compound, as in "Vor- und Nachteile". The same is written elsewhere before "and" and "or": where the
    /// word behind the hyphen joins others, or is one of the most frequent of the language, it is passed over. So is a
    /// line with another hyphen that stands at the start of a word or between spaces: hyphens are dashes there.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a compound that is rightly written with a hyphen loses it.
    HyphenationResidue {
        id: "hyphenation-residue",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &["en", "es", "fr", "it", "pt"],
        since: "0.1.0",
        scope: Documents,
    }
}

/// Fewer letters are a prefix or a number: "e- mail".
const FEWEST_LETTERS: usize = 2;

impl DocumentRule for HyphenationResidue {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut dashes = OncePerLine::new();
        let found: Vec<Span> = places(document, Pair::HyphenBeforeSpace)
            .filter(|(line, text, at)| is_divided(text, *at) && !dashes.of(line.span.start, || has_dashes(text)))
            .map(|(line, _, at)| Span::new(at - 1, at + 1).shifted(line.span.start))
            .collect();
        if found.is_empty() {
            return;
        }
        let Some(language) = document.language().filter(|language| has_data(*language)) else { return };
        let words = FrequentWords::of(language);
        let is_joined = |span: &Span| {
            let line = document.line_at(span.start);
            let text = line.and_then(|line| document.str(Span::new(span.end, line.span.end)));
            let word = fold(word_after(text.unwrap_or_default()));
            words.is_some_and(|words| words.has(&word))
                || knowledge().joining_words.languages(&word).any(|own| own == language)
        };
        let found: Vec<Span> = found.into_iter().filter(|span| !is_joined(span)).collect();
        let fix = Fix::risky("join the word", found.iter().map(|&span| Edit::delete(span)));
        if let Some(finding) = report_all(report, &found, |_| "a word is divided by a hyphen and a space".to_owned()) {
            finding.help("put the two halves together").fix(fix);
        }
    }
}

/// The rule knows the words before which a hyphen may stand alone.
fn has_data(language: Language) -> bool {
    !matches!(language.code(), "de" | "nl") && knowledge().joining_words.has_language(language)
}

/// Whether the SPACE at `at` of `line` divides a word.
fn is_divided(line: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (line.get(..at.saturating_sub(1)), line.get(at + 1..)) else { return false };
    let (first, second) = (word_before(before), word_after(after));
    let is_word = |word: &str| word.chars().take(FEWEST_LETTERS).count() == FEWEST_LETTERS;
    is_word(first)
        && is_word(second)
        && second.starts_with(char::is_lowercase)
        && !is_address(token_at(line, at.saturating_sub(1)).1)
}

/// Whether hyphens of the line `line` stand for dashes, or begin an item of a list.
fn has_dashes(line: &str) -> bool {
    line.contains(" -") || line.starts_with('-')
}
