//! `invalid-date`

use super::dates;
use crate::document::Document;
use crate::fix::Applicability;
use crate::rule::{DocumentRule, Format, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags a `date` attribute that is no day of the calendar, or is not written as `2024-10-28`.
    ///
    /// ## Why
    ///
    /// Who sorts or filters by date does not find the document, or finds it at the wrong place: `10/11/2024` is one day
    /// in London and another in New York. Rules that compare the date with the text pass it over.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge date=28.10.2024
    /// The bridge is closed until the end of May.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge date=2024-10-28
    /// The bridge is closed until the end of May.
    /// ```
    ///
    /// ## Formula
    ///
    /// The value does not begin with a day of the calendar, written as RFC 3339 has it; or something follows that day but
    /// `T` or a space, with which the time begins.
    ///
    /// ## Exceptions
    ///
    /// The time is not looked at. A value without anything in it is reported by `malformed-attribute`, and that the day is
    /// another one than in the text by `date-mismatch`. Corpora that write only years are right in their own way, so
    /// this is information; where the configuration declares that `date` has the format `date`, it is for
    /// `invalid-attribute-value` to report, as an error.
    ///
    /// ## Fix safety
    ///
    /// Safe where year, month and day stand in that order, as in `2024/10/28` or `20241028`: it is the same day. There is
    /// none for other orders.
    InvalidDate {
        id: "invalid-date",
        category: Format,
        severity: Info,
        fix: Some(Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for InvalidDate {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(attribute) = document.marker().and_then(|marker| marker.attribute("date")) else { return };
        let written = &*attribute.value.bytes;
        // Where the project has declared that it is a date, `invalid-attribute-value` says how bad it is that it is none.
        if written.is_empty() || report.declared().get(b"date").is_some_and(|own| own.format == Some(Format::Date)) {
            return;
        }
        let Some(fault) = dates::fault(written) else { return };
        let finding = report.finding(attribute.value.span, format!("the date `{}` {fault}", shown(written)));
        dates::mend(finding, "date", written, attribute.value.span);
    }
}
