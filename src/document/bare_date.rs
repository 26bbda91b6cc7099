//! Dates without a label below the title of an article, of a day that the marker line has already.
//!
//! A letter, a diary and the notice of a concert have a date below their title, too, and there it is text. What the marker
//! line says as well, somebody has taken from there.

use super::Document;
use super::edges::{EdgeLine, HEAD};
use super::furniture::Claim;
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
    if !text.contains(char::is_numeric) || text.chars().nth(LONGEST).is_some() {
        return false;
    }
    let dateline = Dateline::bare(text, language).filter(|dateline| !dateline.byline);
    let date = dateline.and_then(|dateline| dateline.date).filter(|date| date.year() >= FIRST_YEAR);
    date.is_some_and(|date| known.starts_with(date.to_string().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::says;

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
    fn the_date_of_a_letter_and_what_is_more_than_a_date_are_text() {
        assert!(!says("3. März 1920", b"1920-03-03", None));
        for text in
            ["Vézinne, le 12 mai 2020", "12:34", "12 mai 2020 par Anne Martin", "Am 12. Mai 2020 um acht, im Hafen"]
        {
            assert!(!says(text, b"2020-05-12", None), "{text}");
        }
    }
}
