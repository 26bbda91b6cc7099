//! `glued-sentences`

use crate::document::{Document, Pair};
use crate::ending::ends_sentence;
use crate::fix::{Edit, Fix};
use crate::lang::FrequentWords;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{Addresses, places, report_all, word_after};
use crate::span::Span;

declare_rule! {
    /// Flags two sentences without a space between them: "at the end.The next".
    ///
    /// ## Why
    ///
    /// Two paragraphs were pushed together, or something between them was cut out. Programs that split a text into
    /// sentences or words do not see that one ends here.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The ferry left at nine in the morning.The harbour was empty by then.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The ferry left at nine in the morning. The harbour was empty by then.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least two letters in lower case, one of `.`, `!`, `?`, then a word that begins with a capital letter and is
    /// one of the most frequent of the document's language, and then a space or an apostrophe. One finding for each
    /// document, at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// Addresses, names of files and pieces of programs, which have `/`, `@`, `_` and the like around the place, and
    /// abbreviations. A sentence that begins with a rarer word, or with a letter outside of ASCII, is missed. Real
    /// pages have many such places, and a reader of theirs does not mind; so this is information.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: where something was cut out between the two, or where a name is written so, a space is not what is
    /// missing.
    GluedSentences {
        id: "glued-sentences",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for GluedSentences {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut addresses = Addresses::default();
        let mut candidates = places(document, Pair::StopBeforeCapital)
            .filter(|(line, text, at)| is_glued(text, *at) && !addresses.has(line.span.start, text, *at))
            .peekable();
        if candidates.peek().is_none() {
            return;
        }
        let Some(words) = document.language().and_then(FrequentWords::of) else { return };
        let is_common = |text: &str, at: usize| text.get(at..).is_some_and(|next| words.has(word_after(next)));
        let found: Vec<Span> = candidates
            .filter(|(_, text, at)| is_common(text, *at))
            .map(|(line, _, at)| Span::new(at - 1, at + 1).shifted(line.span.start))
            .collect();
        let fix = Fix::risky("put a space between them", found.iter().map(|span| Edit::insert(span.start + 1, " ")));
        if let Some(finding) = report_all(report, &found, |_| "two sentences without a space between them".to_owned()) {
            finding.help("look whether something is missing between them, and put a space there").fix(fix);
        }
    }
}

/// Whether a sentence ends right before `at` of `line`, and a word begins there.
fn is_glued(line: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (line.get(..at.saturating_sub(1)), line.get(at..)) else { return false };
    let behind = after.strip_prefix(word_after(after)).unwrap_or_default();
    before.chars().rev().take(2).filter(|letter| letter.is_lowercase()).count() == 2
        && (line.get(at - 1..at) != Some(".") || ends_sentence(before))
        && (behind.is_empty() || behind.starts_with([' ', '\u{A0}', '\'', '\u{2019}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glued(line: &str) -> bool {
        let mut stops = line.match_indices(['.', '!', '?']).map(|(stop, _)| stop + 1);
        stops.any(|at| {
            let is_capital = line.get(at..).unwrap().starts_with(char::is_uppercase);
            is_capital && is_glued(line, at) && !Addresses::default().has(0, line, at)
        })
    }

    #[test]
    fn addresses_and_abbreviations_are_not_glued() {
        for line in ["fin.Le maire", "vraiment!C'est", "Was?Er ging"] {
            assert!(glued(line), "{line}");
        }
        for line in ["www.example.Com", "z.B.Er", "U.S.Army", "a@b.The", "see etc.Der Wagen", "3.Der"] {
            assert!(!glued(line), "{line}");
        }
    }
}
