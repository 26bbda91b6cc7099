//! `doubled-word`

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::lang::{LANGUAGES_WITH_DATA, fold, knowledge};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{is_code, report_all};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags a word that stands twice in a row: "over the the bridge".
    ///
    /// ## Why
    ///
    /// A word that stands twice is a slip of the typist, or the trace of two pieces of text that were put together. A
    /// program that learns from the text learns to say words twice.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The old road goes over the the bridge and into the town.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The old road goes over the bridge and into the town.
    /// ```
    ///
    /// ## Formula
    ///
    /// The same word of at least two letters, in lower case, twice with one SPACE between, and not a third time. The
    /// language is known, and the word is not one of those that may rightly stand twice in it. One finding for each
    /// document.
    ///
    /// ## Exceptions
    ///
    /// "die die", "nous nous" and "had had" are right; each language has a list of such words, and where there is no
    /// list the rule is silent. Names, as "Duran Duran", have capital letters. It looks at every word of every
    /// document, which takes as long as all rules of its category together, and half of what it finds is right: so it
    /// runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a word may stand twice on purpose.
    DoubledWord {
        id: "doubled-word",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

impl DocumentRule for DoubledWord {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut found: Vec<Span> = Vec::new();
        for line in document.lines() {
            let Some(text) = document.str(line.span) else { continue };
            found.extend(doubled(text).into_iter().map(|span| span.shifted(line.span.start)));
        }
        let Some(language) = document.language().filter(|_| !found.is_empty()) else { return };
        let words = &knowledge().doubled_words;
        if !words.has_language(language) {
            return;
        }
        found.retain(|span| {
            let word = fold(document.str(*span).unwrap_or_default());
            !words.has_in(&word, language)
        });
        // The second word goes, and the space before it.
        let edits = found.iter().map(|span| Edit::delete(Span::new(span.start - 1, span.end)));
        let fix = Fix::risky("leave it once", edits);
        let message = |first: Span| format!("`{}` stands twice", shown(first.of(document.bytes())));
        if let Some(finding) = report_all(report, &found, message) {
            finding.help("leave it once, or look for the word that should stand there").fix(fix);
        }
    }
}

/// The second of two equal words, wherever there are exactly two.
fn doubled(line: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let (mut previous, mut count) = ("", 1);
    let mut start = 0;
    for word in line.split(' ') {
        if !word.is_empty() && word == previous {
            count += 1;
        } else {
            count = 1;
        }
        let span = Span::new(start, start + word.len());
        if count == 2 && word.chars().count() > 1 && word.chars().all(char::is_lowercase) {
            found.push(span);
        } else if count == 3 {
            found.pop();
        }
        previous = word;
        start += word.len() + 1;
    }
    if is_code(line) { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_in_a_row_are_doubled_and_three_are_meant() {
        let words = |line: &str| doubled(line).iter().map(|span| span.start).collect::<Vec<_>>();
        assert_eq!(words("over the the bridge"), [9]);
        assert_eq!(words("very very very good"), Vec::<usize>::new());
        assert_eq!(words("a a Duran Duran 10 10 on, on it"), Vec::<usize>::new());
        assert_eq!(words("the the"), [4]);
    }
}
