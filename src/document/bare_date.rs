//! Dates without a label at the beginning of an article: of a day that the marker line has already, or in a line that the
//! classifier does not take for the text.
//!
//! A letter, a diary and the notice of a concert have a date below their title, too, and there it is text. What the marker
//! line says as well, somebody has taken from there.

use super::Document;
use super::edges::{EdgeLine, HEAD};
use super::furniture::Claim;
use crate::day::Day;
use crate::lang::{Dateline, Language, Topic};

/// A longer line is more than a date. In characters.
const LONGEST: usize = 60;

/// What is older was not published where programs write a date below the title: it is the date of a letter.
const FIRST_YEAR: u16 = 1995;

/// Claims the second and third line where they are dates and nothing else. The last line of all is the text.
pub(super) fn claim(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let Some(known) = document.attribute("date") else { return };
    let last = lines.len().saturating_sub(1);
    for (line, own) in lines.iter().zip(claims).take(HEAD.min(last)).skip(1) {
        let text = document.str(line.line.span).filter(|_| own.is_none());
        if text.is_some_and(|text| says(text, known, document.language())) {
            *own = Some(Claim { topic: Topic::Dateline, languages: &[], announces: false, joins: false });
        }
    }
}

/// Whether a line is the date that is `known`, of a year in which programs write one, and nothing else.
fn says(text: &str, known: &[u8], language: Option<Language>) -> bool {
    read(text, language).is_some_and(|date| known.starts_with(date.to_string().as_bytes()))
}

/// The date that a line is and nothing else, if it can be only one day: its month is a word, or its year stands first.
pub(super) fn day(text: &str, language: Option<Language>) -> Option<Day> {
    let text = text.trim_start();
    let has_year_first = || text.chars().take_while(char::is_ascii_digit).count() == 4;
    (text.contains(char::is_alphabetic) || has_year_first()).then(|| read(text, language)).flatten()
}

/// The date that a line is and nothing else, of a year in which programs write one. Of numbers, the first is the day.
fn read(text: &str, language: Option<Language>) -> Option<Day> {
    if !text.contains(char::is_numeric) || text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let dateline = Dateline::bare(text, language).filter(|dateline| !dateline.byline)?;
    dateline.date.filter(|date| date.year() >= FIRST_YEAR)
}

#[cfg(test)]
mod tests {
    use super::{day, says};

    #[test]
    fn a_date_that_is_known_is_no_text() {
        for text in
            ["12.05.2020, 12:34 Uhr", "May 12, 2020 12:34 PM", "mardi 12 mai 2020", "12 de mayo de 2020", "2020-05-12"]
        {
            assert!(says(text, b"2020-05-12", None), "{text}");
            assert!(says(text, b"2020-05-12T10:34:00Z", None), "{text}");
            assert!(!says(text, b"2020-05-13", None), "{text}");
        }
    }

    #[test]
    fn a_day_that_may_be_another_is_none() {
        for text in ["May 12, 2020", "12 MAI 2020", "2020-05-12", "Tuesday, 12 May 2020, 12:34"] {
            assert_eq!(day(text, None).map(|day| day.to_string()).as_deref(), Some("2020-05-12"), "{text}");
        }
        for text in ["12/05/2020", "3. M\u{E4}rz 1920", "May 2020", "12 May 2020 by Anne Martin", ""] {
            assert_eq!(day(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_date_of_a_letter_and_what_is_more_than_a_date_are_text() {
        assert!(!says("3. März 1920", b"1920-03-03", None));
        for text in
            ["Vézinne, le 12 mai 2020", "12:34", "12 mai 2020 par Anne Martin", "Am 12. Mai 2020 um acht, im Hafen"]
        {
            assert!(!says(text, b"2020-05-12", None), "{text}");
        }
    }
}
