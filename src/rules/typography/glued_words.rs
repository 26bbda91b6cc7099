//! `glued-words`

use crate::document::{Document, Pair};
use crate::lang::FrequentWords;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{Addresses, OncePerLine, has_lost_spaces, is_code, places, report_all, touching_words};
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
    /// programs and words that end in "Innen" or "In", as German has them, are passed over. So are lines without any
    /// spaces between their words, which `lost-spaces` reports.
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

impl DocumentRule for GluedWords {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let words = || document.language().and_then(FrequentWords::of);
        // What stands there again, further on, is a name.
        let mut all: Vec<(&[u8], Span)> = Vec::new();
        let (mut no_prose, mut addresses) = (OncePerLine::new(), Addresses::default());
        for (line, text, at) in places(document, Pair::SmallBeforeCapital) {
            let Some((first, second)) = touching_words(text, at, words) else { continue };
            // In the order of what it costs.
            if !addresses.has(line.span.start, text, at)
                && !no_prose.of(line.span.start, || is_code(text) || has_lost_spaces(text))
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
        let message =
            |first: Span| format!("two words without a space between them: `{}`", shown(first.of(document.bytes())));
        if let Some(finding) = report_all(report, &found, message) {
            finding.help("look what stood between them, and whether both belong to the text");
        }
    }
}
