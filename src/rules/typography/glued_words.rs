//! `glued-words`

use crate::document::{Document, Pair};
use crate::lang::FrequentWords;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{Addresses, OncePerLine, is_code, places, report_all};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags two words without a space between them: "the old townThe bridge".
    ///
    /// ## Why
    ///
    /// A heading, a caption or a button was pushed against the next word, and both are lost for whoever searches or
    /// counts words. What was pushed there often is no part of the article.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// Ships wait in the harbourThe strike goes on for a third day.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// Ships wait in the harbour. The strike goes on for a third day.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least three letters in lower case, a capital letter, and no other capital in the run of letters. The part
    /// before the capital is all in lower case and the part from it on has at least three letters; or the part from it
    /// on is one of the most frequent words of the document's language. One finding for each document.
    ///
    /// ## Exceptions
    ///
    /// Names are written so: `YouTube`, `LinkedIn`, `McDonald`. What begins with a capital letter is only reported
    /// before a frequent word, and what occurs more than once in a document is taken for a name. Addresses, pieces of
    /// programs and words that end in "Innen" or "In", as German has them, are passed over.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: it cannot be known what stood between the two.
    GluedWords {
        id: "glued-words",
        category: Typography,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// So many small letters stand before the capital one.
const FEWEST_SMALL: usize = 3;

impl DocumentRule for GluedWords {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let words = || document.language().and_then(FrequentWords::of);
        // What stands there again, further on, is a name.
        let mut all: Vec<(&[u8], Span)> = Vec::new();
        let (mut code, mut addresses) = (OncePerLine::new(), Addresses::default());
        for (line, text, at) in places(document, Pair::SmallBeforeCapital) {
            let Some((first, second)) = halves(text, at) else { continue };
            let is_plain = || first.starts_with(char::is_lowercase) && second.chars().count() > 2;
            // In the order of what it costs.
            if (is_plain() || words().is_some_and(|words| words.has(second)))
                && !addresses.has(line.span.start, text, at)
                && !code.of(line.span.start, || is_code(text))
            {
                let span = Span::new(at - first.len(), at + second.len()).shifted(line.span.start);
                all.push((span.of(document.bytes()), span));
            }
        }
        all.sort_unstable();
        let mut found: Vec<Span> = all
            .chunk_by(|(left, _), (right, _)| left == right)
            .filter_map(|same| if let [(_, span)] = same { Some(*span) } else { None })
            .collect();
        found.sort_unstable();
        let word = |span: &Span| shown(span.of(document.bytes()));
        let message =
            || format!("two words without a space between them: `{}`", found.first().map_or_else(String::new, word));
        if let Some(finding) = report_all(report, &found, message) {
            finding.help("look what stood between them, and whether both belong to the text");
        }
    }
}

/// What stands in `line` before the capital letter at `at` and what begins with it, if they can be two words. Nothing is
/// looked at behind the next capital letters on both sides, so that all places together take one look at the line.
fn halves(line: &str, at: usize) -> Option<(&str, &str)> {
    let (before, after) = line.split_at_checked(at)?;
    if before.chars().rev().take(FEWEST_SMALL).filter(|letter| letter.is_lowercase()).count() < FEWEST_SMALL {
        return None;
    }
    let is_inside = |letter: char| letter.is_alphabetic() && !letter.is_uppercase();
    let first = before.trim_end_matches(is_inside);
    // The first letter may be a capital one, if it is the first.
    let start = match first.chars().next_back().filter(|letter| letter.is_uppercase()) {
        Some(capital) => first.strip_suffix(capital)?,
        None => first,
    };
    let mut letters = after.chars();
    letters.next()?;
    let rest = letters.as_str().trim_start_matches(is_inside);
    if start.ends_with(char::is_alphabetic) || rest.starts_with(char::is_uppercase) {
        return None;
    }
    let second = after.get(..after.len() - rest.len())?;
    (!matches!(second, "Innen" | "In" | "Up")).then_some((before.get(start.len()..)?, second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_one_capital_inside_are_two() {
        let halves = |line: &'static str| halves(line, line.rfind(char::is_uppercase).unwrap());
        assert_eq!(halves("the townThe bridge"), Some(("town", "The")));
        assert_eq!(halves("(HarbourThe)"), Some(("Harbour", "The")));
        assert_eq!(halves("élèveÉlan"), Some(("élève", "Élan")));
        for name in ["YouTube", "McDonald", "aBcdeThe", "AHarbourThe", "abThe", "Bürgerinnen und BürgerInnen", "The"]
        {
            assert_eq!(halves(name), None, "{name}");
        }
        assert_eq!(super::halves("townTheBridge", 4), None);
    }
}
