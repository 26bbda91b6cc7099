//! `missing-language`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags documents that do not say which language they are in.
    ///
    /// ## Why
    ///
    /// Whoever takes the documents of one language by their attribute misses this one, and rules that speak for one
    /// language have to guess.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The bridge is closed until the end of May.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The bridge is closed until the end of May.
    /// ```
    ///
    /// ## Formula
    ///
    /// Neither the marker line of the document nor the `<<<CORPUS>>>` line of its file has a `lang` attribute.
    ///
    /// ## Exceptions
    ///
    /// The attribute is not required, and a corpus of one language may do without; so the rule runs only where it is
    /// selected. Where a project requires it, `lang.required = true` under `[attributes]` in its configuration makes it an
    /// error that `missing-attribute` reports.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: a language that a program guesses is not one that somebody has said.
    MissingLanguage {
        id: "missing-language",
        category: Language,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

impl DocumentRule for MissingLanguage {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if document.attribute("lang").is_none() {
            let help = match document.language() {
                Some(language) => format!("it looks like {language}: write `lang={}`", language.code()),
                None => "write it behind the id, as in `lang=fr`".to_owned(),
            };
            report.finding(document.marker_span(), "the document does not say which language it is in").help(help);
        }
    }
}
