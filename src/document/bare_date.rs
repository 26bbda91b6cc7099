//! Dates without a label above an article: of a day that the marker line has already, with a time of the day that nobody
//! but a program writes, or in a line that the classifier does not take for the text.
//!
//! A letter, a diary and the notice of a concert have a date below their title, too, and there it is text. What the marker
//! line says as well, somebody has taken from there. And what is announced begins at a quarter past or at ten to, but not
//! at 10:37: such a minute, beside a day with its year, is when a button was pressed.

use super::byline::{are_names, is_byline};
use super::edges::{EdgeLine, HEAD};
use super::furniture::{Claim, tells_minutes};
use super::neighbours::{is_headline_or_teaser, is_paragraph};
use super::stamp::Stamp;
use super::{Document, Line};
use crate::day::Day;
use crate::lang::{Dateline, Language, Topic, find_furniture};

/// A longer line is more than a date. In characters.
const LONGEST: usize = 60;

/// The same in bytes, of which a character has four at most.
const LONGEST_IN_BYTES: usize = 4 * LONGEST;

/// A title has so many words, at least: one word is what a diary or a minute book is called.
const FEWEST_WORDS_OF_TITLE: usize = 2;

/// What is older was not published where programs write a date below the title: it is the date of a letter.
const FIRST_YEAR: u16 = 1995;

/// So many of the first lines are looked at for the next entry of a log.
const LINES_OF_ENTRIES: usize = 12;

/// A row with a date and a reading time is at most so long, in bytes, and has so many parts.
const LONGEST_ROW: usize = 120;
const MOST_PARTS_OF_ROW: usize = 4;

/// A name and what stands before it are so many words at most.
const MOST_WORDS: usize = 8;

/// Claims the first lines where they are dates and nothing else. The last line of all is the text, and the first one may
/// be the day of a diary; it is taken for the date of the text only if it has the time and the author.
pub(super) fn claim(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let known = document.attribute("date");
    let last = lines.len().saturating_sub(1);
    if are_entries(document, lines.get(..HEAD.min(last)).unwrap_or_default()) {
        return;
    }
    for (number, (line, own)) in lines.iter().zip(claims.iter_mut()).take(HEAD.min(last)).enumerate() {
        if own.is_some() || line.line.span.len() > LONGEST_IN_BYTES {
            continue;
        }
        let Some(text) = document.str(line.line.span) else { continue };
        let is_known = || known.is_some_and(|known| number > 0 && says(text, known, document.language()));
        let is_stamped = || stamped(text, document.language()).is_some_and(|own| number > 0 || own.byline);
        if is_known() || is_stamped() {
            *own = Some(DATE);
        }
    }
    beside_author(document, lines, claims.get_mut(..HEAD.min(last)).unwrap_or_default());
}

/// Whether one of the first lines has a time, and a line below it another one: a diary or a log begins so.
fn are_entries(document: &Document<'_>, lines: &[EdgeLine]) -> bool {
    let stamp = |line: &Line| {
        let text = Some(line.span).filter(|span| span.len() <= LONGEST_IN_BYTES).and_then(|span| document.str(span));
        text.map(str::trim).filter(|text| stamped(text, document.language()).is_some_and(|own| !own.byline))
    };
    let first = lines.iter().find_map(|line| stamp(&line.line));
    first.is_some_and(|first| document.head(LINES_OF_ENTRIES).filter_map(|line| stamp(&line)).any(|own| own != first))
}

/// What a date is.
pub(super) const DATE: Claim = Claim { topic: Topic::Dateline, languages: &[], announces: false, joins: false };

/// Claims dates above and below a line that says who wrote the text, or how long it takes to read: concerts and letters
/// have none.
fn beside_author(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let says_who = |own: &Option<Claim>| own.is_some_and(|own| matches!(own.topic, Topic::Byline | Topic::ReadingTime));
    for number in (0..claims.len()).filter(|number| claims.get(*number).is_some_and(says_who)).collect::<Vec<_>>() {
        for beside in [number.checked_sub(1), Some(number + 1)].into_iter().flatten() {
            let text = lines.get(beside).and_then(|line| document.str(line.line.span));
            let is_day = || text.is_some_and(|text| read(text, document.language()).is_some());
            if let Some(own @ None) = claims.get_mut(beside)
                && is_day()
            {
                *own = Some(DATE);
            }
        }
    }
}

/// What a line without a label says of a date: a date alone, with a time of the day, or beside a reading time.
pub fn unlabelled(text: &str, language: Option<Language>) -> Option<Dateline> {
    let bare = Dateline::bare(text, language);
    bare.or_else(|| stamped(text, language)).or_else(|| dated_row(text, language))
}

/// What a line says of a date that has a time of the day as programs write it, and maybe a name before it.
fn stamped(text: &str, language: Option<Language>) -> Option<Dateline> {
    let text = text.trim();
    let stamp = Stamp::of(text)?;
    let dateline = Dateline::bare(text, language).filter(|_| !stamp.is_appointed);
    let dateline = dateline.or_else(|| signed(text, stamp, language))?;
    dateline.date.is_none_or(|date| date.year() >= FIRST_YEAR).then_some(dateline)
}

/// What a row says of a date that has a reading time, too, and maybe an author: "Oct 28, 2024 · 3 min read".
pub(super) fn dated_row(text: &str, language: Option<Language>) -> Option<Dateline> {
    // Typographic signs and no-break spaces begin with the same bytes as the dots, and few lines tell minutes.
    let may_have_parts = || memchr::memchr3(b'|', 0xC2, 0xE2, text.as_bytes()).is_some();
    if text.len() > LONGEST_ROW || !may_have_parts() || !tells_minutes(text) {
        return None;
    }
    let parts = || text.split(['|', '\u{B7}', '\u{2022}']).map(str::trim);
    let is_time = |part: &str| {
        tells_minutes(part)
            && find_furniture(part, language).iter().any(|found| found.phrase.topic() == Topic::ReadingTime)
    };
    let read = |part: &str| {
        let behind = || find_furniture(part, language).iter().find_map(|label| Dateline::behind(label, language));
        Dateline::bare(part, language).or_else(behind)
    };
    let dateline = parts().find_map(|part| read(part).filter(|_| !is_time(part)))?;
    let is_name = |part: &str| is_byline(part) || are_names(part);
    let is_known = |part: &str| is_time(part) || read(part).is_some() || is_name(part);
    let is_row = (2..=MOST_PARTS_OF_ROW).contains(&parts().count()) && parts().any(is_time) && parts().all(is_known);
    is_row.then(|| Dateline { byline: dateline.byline || parts().any(is_name), ..dateline })
}

/// `Ann Miller | 3 May 2021, 10:37`, `By Ann Miller on 3 May 2021 at 10:30`: a name, a day and a time, and nothing else.
/// Where a word such as "By" stands before the name, it may be any time.
fn signed(text: &str, stamp: Stamp, language: Option<Language>) -> Option<Dateline> {
    let is_between =
        |character: char| character.is_whitespace() || "|/-\u{2013}\u{2014}\u{B7}\u{2022},".contains(character);
    let starts = text.match_indices(char::is_whitespace).map(|(at, space)| at + space.len()).skip(1).take(MOST_WORDS);
    let (names, dateline) = starts.into_iter().find_map(|start| {
        let (names, day) = text.split_at_checked(start)?;
        Some((names.trim_end_matches(is_between), Dateline::bare(day, language).filter(|own| !own.byline)?))
    })?;
    let is_signed = is_byline(names) || (!stamp.is_appointed && are_names(names));
    is_signed.then_some(Dateline { byline: true, ..dateline })
}

/// Whether a line is the date that is `known`, and nothing else.
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

/// The second or third line, if it is a date and nothing else, right between what may be the title and a paragraph, with
/// its number among the first lines: most often the day of the publication. Where another line is a date, too, they are
/// those of a diary or a list.
pub(super) fn below_title(document: &Document<'_>) -> Option<(usize, Line, Day)> {
    let edges = document.edges();
    let lines = edges.lines();
    let is_free = |number: usize| lines.get(number).is_some_and(|line| line.block.is_none());
    let text = |number: usize| lines.get(number).and_then(|line| document.str(line.line.span)).map(str::trim);
    let day_of = |text: &str| (text.len() <= LONGEST_IN_BYTES).then(|| read(text, document.language())).flatten();
    let is_title =
        |text: &str| is_headline_or_teaser(text) && text.split_whitespace().nth(FEWEST_WORDS_OF_TITLE - 1).is_some();
    let numbers = 1..HEAD.min(lines.len().saturating_sub(1));
    let (number, day) = numbers.filter(|number| is_free(*number)).find_map(|number| {
        // To read a date costs more than to see whether it would count.
        let is_above_text = || is_free(number + 1) && text(number + 1).is_some_and(is_paragraph);
        let is_below_title = || is_free(number - 1) && text(number - 1).is_some_and(is_title);
        let date = text(number).filter(|text| text.len() <= LONGEST_IN_BYTES && is_above_text() && is_below_title())?;
        Some((number, day_of(date)?))
    })?;
    let line = lines.get(number)?.line;
    let below = document.lines_below(&line).iter().filter_map(|line| document.str(line.span));
    let is_lone =
        below.filter(|text| text.len() <= LONGEST_IN_BYTES).all(|text| read(text, document.language()).is_none());
    is_lone.then_some((number, line, day))
}

#[cfg(test)]
mod tests {
    use super::{day, says, stamped};

    #[test]
    fn a_date_with_the_time_of_a_program_is_no_text() {
        let stamped = |text| stamped(text, None).map(|dateline| dateline.byline);
        for text in
            ["12.05.2020, 12:34 Uhr", "May 12, 2020 12:34 PM", "2020-05-12 12:34:50", "am 12. Mai 2020 um 12:34"]
        {
            assert_eq!(stamped(text), Some(false), "{text}");
        }
        for text in [
            "Anna Durand | 12.05.2020 um 12:34",
            "Von Anna Durand am 12. Mai 2020, 12:30 Uhr",
            "By Ann Miller, May 12, 2020 12:34 PM",
        ] {
            assert_eq!(stamped(text), Some(true), "{text}");
        }
        for text in [
            "12.05.2020, 12:30 Uhr",
            "Anna Durand | 12.05.2020 um 12:30",
            "12.05.2020",
            "12.05.1920, 12:34 Uhr",
            "Chorprobe | 12.05.2020 um 12:34",
            "Am 12. Mai 2020 um 12:34 fiel die Glocke",
            "Anna Durand fiel am 12.05.2020 um 12:34",
        ] {
            assert_eq!(stamped(text), None, "{text}");
        }
    }

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
