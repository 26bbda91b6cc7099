//! `date-mismatch`

use super::datelines::{leading, read, says, trailing};
use crate::document::Document;
use crate::lang::LANGUAGES_WITH_PHRASES;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags documents whose `date` attribute is another day than the one that their own text says they were published.
    ///
    /// ## Why
    ///
    /// Of two dates one is wrong, and whoever sorts, splits or filters the corpus by date cannot know which. Often the
    /// attribute is the day of the download.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=fr date=2024-11-02
    /// Publié le 28 octobre 2024
    /// Le conseil a voté la rénovation du vieux pont.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=fr date=2024-10-28
    /// Le conseil a voté la rénovation du vieux pont.
    /// ```
    ///
    /// ## Formula
    ///
    /// One of the first three or last five lines that are not blank says when the text was published, with a known label
    /// and a date with day, month and year, and the `date` attribute is a date that begins otherwise. The `date` of the
    /// `<<<CORPUS>>>` line counts where the document has none. Labels and dates are those of `leading-dateline`.
    ///
    /// ## Exceptions
    ///
    /// Lines that say when a text was changed are left alone, and so is a date that may be one of two days. A text that
    /// was published shortly before midnight may have another day elsewhere in the world, and is reported.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which of the two dates is right is not in the file.
    DateMismatch {
        id: "date-mismatch",
        category: Boilerplate,
        severity: Warning,
        fix: None,
        languages: LANGUAGES_WITH_PHRASES,
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for DateMismatch {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(known) = document.attribute("date").filter(|date| is_date(date)) else { return };
        for (line, text) in leading(document).chain(trailing(document)) {
            let Some((dateline, false)) = read(text, document.language()) else { continue };
            let Some(date) = dateline.date.filter(|date| !says(known, *date)) else { continue };
            let message = format!(
                "the text says that it was published on {date}, and the marker line says `date={}`",
                shown(known)
            );
            report
                .finding(line.span, message)
                .label("another day")
                .help("find out which date is right, and keep that one on the marker line");
        }
    }
}

/// Whether an attribute begins as `2024-10-28` does.
fn is_date(attribute: &[u8]) -> bool {
    let shape = |(byte, shape): (&u8, &u8)| if *shape == b'0' { byte.is_ascii_digit() } else { byte == shape };
    attribute.len() >= 10 && attribute.iter().zip(b"0000-00-00").all(shape)
}
