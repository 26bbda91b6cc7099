//! `read-more-ending`

use crate::document::Document;
use crate::ending::Sign;
use crate::lang::LANGUAGES_WITH_PHRASES;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags documents that end in a link to the rest of them: "Read more", "Lire la suite", "Weiterlesen".
    ///
    /// ## Why
    ///
    /// A text that ends in a link to the rest of it is a teaser: the first lines of an article, which a model would learn
    /// to be all of it.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=fr
    /// Le pont sera reconstruit
    /// Le conseil a voté hier soir la reconstruction du vieux pont, mais nul ne sait qui paiera.
    /// Lire la suite
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=fr
    /// Le pont sera reconstruit
    /// Le conseil a voté hier soir la reconstruction du vieux pont, mais nul ne sait qui paiera.
    /// Le maire, lui, a quitté la salle avant le vote.
    /// ```
    ///
    /// ## Formula
    ///
    /// The last line that is not blank is a known phrase, but for arrows, numbers and an ellipsis around it, and not the
    /// only line; or it ends in such a phrase, which begins with a capital and stands behind a stop, an ellipsis or a
    /// closing mark and a blank. Behind the phrase may stand what it links to: a title in quotation marks, or, behind a
    /// word such as "on", the name of a site, which is at most four words that begin with a capital or have a dot inside.
    ///
    /// ## Exceptions
    ///
    /// A page that shows a whole article may have such a link to another one at its end. There the link does not belong
    /// to the text either.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file, and without the link nobody would see it.
    ReadMoreEnding {
        id: "read-more-ending",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for ReadMoreEnding {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if let (Some((start, Sign::ReadMore)), Some(ending)) = (document.sign(), document.ending()) {
            report
                .finding(
                    Span::new(ending.span.start + start, ending.span.end),
                    "the text ends in a link to the rest of it",
                )
                .label("the rest is elsewhere")
                .help("fetch the whole text, or drop the document");
        }
    }
}
