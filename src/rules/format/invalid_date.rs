//! `invalid-date`

use crate::day::Day;
use crate::document::Document;
use crate::fix::{Applicability, Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
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
    /// this is information.
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
        if written.is_empty() || is_date(written) {
            return;
        }
        let why = if has_form(written) { "is no day of the calendar" } else { "is not written as `2024-10-28`" };
        let finding = report.finding(attribute.value.span, format!("the date `{}` {why}", shown(written)));
        match year_first(written) {
            Some(day) => {
                let edit = Edit::replace(attribute.value.span, day.to_string());
                finding.help(format!("write `{day}`")).fix(Fix::safe("write the day as programs read it", [edit]));
            }
            None => {
                finding.help("write year, month and day, as in `date=2024-10-28`");
            }
        }
    }
}

/// Whether an attribute is a day, or begins with one and goes on with a time.
fn is_date(written: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(written) else { return false };
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    text.get(..end).is_some_and(|day| day.parse::<Day>().is_ok())
}

/// Whether an attribute begins with as many digits as a day has, and hyphens between them.
fn has_form(written: &[u8]) -> bool {
    let is_like = |(byte, form): (&u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form };
    written.len() >= 10 && written.iter().zip(b"0000-00-00").all(is_like)
}

/// The day that is written with the year first, in another way: `2024/10/28`, `2024.10.28`, `20241028`.
fn year_first(written: &[u8]) -> Option<Day> {
    let text = std::str::from_utf8(written).ok()?;
    let day = match text.as_bytes() {
        [_, _, _, _, mark @ (b'/' | b'.' | b'_'), _, _, again, _, _] if mark == again => {
            text.replace(char::from(*mark), "-")
        }
        [_, _, _, _, _, _, _, _] if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}-{}-{}", text.get(..4)?, text.get(4..6)?, text.get(6..)?)
        }
        _ => return None,
    };
    day.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_with_or_without_a_time() {
        for date in ["2024-10-28", "2024-10-28T07:36:00+02:00", "2024-10-28 07:36", "2024-02-29t00:00:00Z"] {
            assert!(is_date(date.as_bytes()), "{date}");
        }
        for no_date in ["28.10.2024", "2024-13-45", "2023-02-29", "2024", "2024-10", "unknown", "2024-10-28x", "\u{e9}"]
        {
            assert!(!is_date(no_date.as_bytes()), "{no_date}");
        }
        assert!(!is_date(b"\xFF"));
    }

    #[test]
    fn the_year_may_stand_first_in_other_ways() {
        for date in ["2024/10/28", "2024.10.28", "20241028", "2024_10_28"] {
            assert_eq!(year_first(date.as_bytes()).map(|day| day.to_string()).as_deref(), Some("2024-10-28"), "{date}");
        }
        for other in ["28/10/2024", "2024/10.28", "2024/28/10", "20242810", "2024", "\u{e9}024/1/28"] {
            assert_eq!(year_first(other.as_bytes()), None, "{other}");
        }
    }
}
