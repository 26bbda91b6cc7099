//! Dates as attributes have them.

use crate::day::Day;
use crate::diagnostic::Finding;
use crate::fix::{Edit, Fix};
use crate::span::Span;

/// Why `written` is no date, as the end of a sentence; nothing if it is a day, or begins with one and goes on with a time.
pub(super) fn fault(written: &[u8]) -> Option<&'static str> {
    match is_date(written) {
        true => None,
        false if has_form(written) => Some("is no day of the calendar"),
        false => Some("is not written as `2024-10-28`"),
    }
}

/// Offers to write the date that stands at `span` for programs, where it is known which day it is, and says what to do
/// about the attribute with this key.
pub(super) fn mend(finding: &mut Finding, key: &str, written: &[u8], span: Span) {
    match year_first(written) {
        Some(day) => {
            let edit = Edit::replace(span, day.to_string());
            finding.help(format!("write `{day}`")).fix(Fix::safe("write the day as programs read it", [edit]));
        }
        None => {
            finding.help(format!("write year, month and day, as in `{key}=2024-10-28`"));
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
    // "2024-10-28x" is a day with something behind it.
    let ends = written.get(10).is_none_or(|next| matches!(next, b'T' | b't' | b' '));
    written.len() >= 10 && ends && written.iter().zip(b"0000-00-00").all(is_like)
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
    fn a_day_with_something_behind_it_is_no_wrong_day() {
        assert_eq!(fault(b"2024-10-28x"), Some("is not written as `2024-10-28`"));
        assert_eq!(fault(b"2023-02-29"), Some("is no day of the calendar"));
        assert_eq!(fault(b"2024-10-28 07:36"), None);
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
