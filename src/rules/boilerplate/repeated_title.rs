//! `repeated-title`

use crate::document::Document;
use crate::lang::fold;
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags documents whose first line is their title once more.
    ///
    /// ## Why
    ///
    /// A title that stands on the marker line and again in the text is counted twice, and a program that writes the
    /// title above the text shows it twice. Some corpora want it so.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en title="The old bridge is rebuilt"
    /// The old bridge is rebuilt
    /// The council voted last night.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en title="The old bridge is rebuilt"
    /// The council voted last night.
    /// ```
    ///
    /// ## Formula
    ///
    /// The first line that is not blank is the `title` attribute, or the second such line is the first, compared without
    /// case and without differences in spaces, apostrophes and hyphens. Something stands below it.
    ///
    /// ## Exceptions
    ///
    /// A poem may begin with the same line twice.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: whether the title belongs to the text is for the owner of the corpus to say.
    RepeatedTitle {
        id: "repeated-title",
        category: Boilerplate,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// A longer line is no title. In bytes.
const LONGEST: usize = 300;

impl DocumentRule for RepeatedTitle {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut head = document.edges().lines().iter().map(|line| line.line);
        let (Some(first), Some(second)) = (head.next(), head.next()) else { return };
        let title = document.attribute("title").and_then(|title| std::str::from_utf8(title).ok());
        let text = |span| document.str(span).map(str::trim).filter(|text| text.len() <= LONGEST);
        let Some(own) = text(first.span) else { return };
        let help = "keep it once: on the marker line, or as the first line";
        if let Some(title) = title
            && fold(title.trim()) == fold(own)
        {
            report.finding(first.span, "the first line is the title of the marker line").label("said twice").help(help);
        } else if head.next().is_some()
            && let Some(next) = text(second.span)
            && next.len() == own.len()
            && fold(next) == fold(own)
        {
            report.finding(second.span, "the second line is the first once more").label("said twice").help(help);
        }
    }
}
