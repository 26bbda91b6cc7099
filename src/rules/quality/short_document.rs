//! `short-document`

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::words::words;
use crate::span::Span;

declare_rule! {
    /// Flags documents of a few words.
    ///
    /// ## Why
    ///
    /// In a document of a few words there is hardly anything to read or to learn from: it is a caption, a headline,
    /// or what was left of a page.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Photo: the old bridge.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The old bridge over the river is closed until the end of May, the town said on Monday. It will be repaired for
    /// the first time since it was built, and those who live on the other side have to take the ferry. The mayor said
    /// that the work would cost less than was feared.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least one word and fewer than 50, where a word is what stands between white space and has a letter or a
    /// digit in it, or two characters of a script that is written without spaces: Chinese, Japanese, Thai, Lao, Khmer
    /// and Burmese. The number is that of Rae et al., "Scaling Language Models: Methods, Analysis & Insights from
    /// Training Gopher" (2021), table A1.
    ///
    /// ## Exceptions
    ///
    /// Poems, notices and answers are rightly short, so the rule runs only where it is selected. A document without any
    /// text is reported by `empty-document`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is wrong with the text is for its editor to say.
    ShortDocument {
        id: "short-document",
        category: Quality,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// With fewer words a document is short.
const FEWEST: usize = 50;

impl DocumentRule for ShortDocument {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(text) = document.str(document.body()) else { return };
        let words = words(text).filter(|(word, _)| word.contains(char::is_alphanumeric));
        let count: usize = words.map(|(_, count)| count).take(FEWEST).sum();
        if count == 0 || count >= FEWEST {
            return;
        }
        let line = document.head(1).next().map_or_else(|| Span::empty(document.body().start), |line| line.span);
        report
            .finding(line, format!("the whole document has {}", counted(count, "word")))
            .label(format!("fewer than {FEWEST}"))
            .help("look whether the text is complete, and whether it is worth keeping");
    }
}
