//! Dates as they are written above articles, in every language that has data.

use std::fmt;

use super::Language;
use super::knowledge::Knowledge;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day, if the calendar has it. Years are those in which something may have been published.
    fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            _ => return None,
        };
        ((1500..2200).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }
}

impl Date {
    /// The year.
    pub const fn year(self) -> u16 {
        self.year
    }
}

impl fmt::Display for Date {
    /// As ISO 8601 and RFC 3339 write it: `2024-10-28`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// Which number comes first where a date is all numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The day: `28/10/2024`.
    DayFirst,
    /// One cannot know, since `10/11/2024` is one day in London and another in New York.
    Either,
}

impl Order {
    /// Which it is behind a label that these languages have.
    pub fn of(languages: &[Language]) -> Self {
        if languages.iter().any(|language| language.code() == "en") { Self::Either } else { Self::DayFirst }
    }
}

/// What follows the label of a dateline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The first date; none if it can be read as one of two days.
    pub date: Option<Date>,
    /// Whether it also names an author.
    pub byline: bool,
}

impl Dateline {
    /// Reads `text`, which is folded: at least one date, and besides only times, other dates, their labels and the
    /// name of an author.
    pub fn parse(text: &str, order: Order, knowledge: &Knowledge) -> Option<Self> {
        let tokens = tokens(text);
        let mut rest = tokens.as_slice();
        let mut dates = Vec::new();
        let mut byline = false;
        while let Some((first, others)) = rest.split_first() {
            if let Some((date, after)) = date(rest, order, knowledge) {
                dates.push(date);
                rest = after;
                continue;
            }
            match first {
                Token::Mark(mark) if is_separator(*mark) => {}
                Token::Number(number) if is_time(number) => {}
                Token::Word(word) if knowledge.dateline_words.has(word) => {}
                Token::Word(word) if knowledge.byline_words.has(word) => {
                    byline = is_name(others);
                    rest = if byline { &[] } else { return None };
                    continue;
                }
                _ => return None,
            }
            rest = others;
        }
        Some(Self { date: *dates.first()?, byline })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Number(&'a str),
    Mark(char),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let class = |character: char| (character.is_alphabetic(), character.is_ascii_digit());
        let end = match class(first) {
            (false, false) => first.len_utf8(),
            own => rest.find(|character| class(character) != own).unwrap_or(rest.len()),
        };
        let Some((token, after)) = rest.split_at_checked(end) else { break };
        match class(first) {
            (true, _) => tokens.push(Token::Word(token)),
            (_, true) => tokens.push(Token::Number(token)),
            _ if first.is_whitespace() => {}
            _ => tokens.push(Token::Mark(first)),
        }
        rest = after;
    }
    tokens
}

const fn is_separator(mark: char) -> bool {
    matches!(
        mark,
        '.' | ','
            | ';'
            | ':'
            | '|'
            | '-'
            | '\u{2013}'
            | '\u{2014}'
            | '/'
            | '('
            | ')'
            | '+'
            | '*'
            | '\u{B7}'
            | '\u{2022}'
    )
}

/// Hours, minutes, seconds, fractions of one, and the offset of a time zone are not told apart: none of them can be
/// part of a sentence here.
fn is_time(number: &str) -> bool {
    number.len() <= 4 && number.parse::<u16>().is_ok_and(|number| number < 60 || number % 100 < 60 && number <= 2359)
}

/// Whether there is a name and nothing else: a few words, with what stands between the parts of a name.
fn is_name(tokens: &[Token<'_>]) -> bool {
    let words = tokens.iter().filter(|token| matches!(token, Token::Word(_))).count();
    let others =
        |token: &Token<'_>| matches!(token, Token::Word(_) | Token::Mark('.' | '-' | '\'' | ',' | '&' | '/' | '|'));
    (1..=6).contains(&words) && tokens.iter().all(others)
}

/// The date that `tokens` begin with, if there is one, and what follows it.
fn date<'t, 'a>(
    tokens: &'t [Token<'a>],
    order: Order,
    knowledge: &Knowledge,
) -> Option<(Option<Date>, &'t [Token<'a>])> {
    numeric(tokens, order).or_else(|| {
        let (date, rest) = with_month(tokens, knowledge)?;
        Some((Some(date), rest))
    })
}

/// `28 octobre 2024`, `28. Oktober 2024`, `28th of October, 2024`, `October 28, 2024`, `28 de octubre de 2024`.
fn with_month<'t, 'a>(tokens: &'t [Token<'a>], knowledge: &Knowledge) -> Option<(Date, &'t [Token<'a>])> {
    let (month, day, rest) = match tokens {
        [Token::Number(day), rest @ ..] => {
            let rest = skip(rest, |token| {
                matches!(token, Token::Mark('.' | '-' | '\u{B0}') | Token::Word("er" | "st" | "nd" | "rd" | "th"))
            });
            let rest = skip(rest, |token| matches!(token, Token::Word("\u{BA}" | "o")));
            let rest = skip(rest, is_of);
            let [Token::Word(month), rest @ ..] = rest else { return None };
            (month, day, rest)
        }
        [Token::Word(month), rest @ ..] => {
            let rest = skip(rest, |token| matches!(token, Token::Mark('.')));
            let [Token::Number(day), rest @ ..] = rest else { return None };
            (month, day, skip(rest, |token| matches!(token, Token::Word("st" | "nd" | "rd" | "th"))))
        }
        _ => return None,
    };
    let rest = skip(rest, |token| matches!(token, Token::Mark('.' | '-')));
    let rest = skip(rest, |token| matches!(token, Token::Mark(',')));
    let rest = skip(rest, is_of);
    let [Token::Number(year), rest @ ..] = rest else { return None };
    let date = Date::new(parse(year, 4)?, knowledge.month(month)?, parse(day, 2)?.try_into().ok()?)?;
    Some((date, rest))
}

/// `2024-10-28`, `28.10.2024`, `28/10/2024`.
fn numeric<'t, 'a>(tokens: &'t [Token<'a>], order: Order) -> Option<(Option<Date>, &'t [Token<'a>])> {
    let [
        Token::Number(first),
        Token::Mark(mark),
        Token::Number(second),
        Token::Mark(again),
        Token::Number(third),
        rest @ ..,
    ] = tokens
    else {
        return None;
    };
    if mark != again || !matches!(mark, '.' | '-' | '/') {
        return None;
    }
    let short = |number: &str| u8::try_from(parse(number, 2)?).ok();
    if let Some(year) = parse(first, 4).filter(|_| first.len() == 4) {
        return Some((Some(Date::new(year, short(second)?, short(third)?)?), rest));
    }
    let (first, second, year) = (short(first)?, short(second)?, parse(third, 4).filter(|_| third.len() == 4)?);
    let (day_first, month_first) = (Date::new(year, second, first), Date::new(year, first, second));
    let either = *mark != '.' && order == Order::Either;
    let date = match (day_first, month_first) {
        (Some(one), Some(other)) if either => (one == other).then_some(one),
        (Some(date), _) => Some(date),
        (None, Some(date)) if either => Some(date),
        (None, _) => return None,
    };
    Some((date, rest))
}

/// Whether a word stands between a day and its month, or a month and its year.
fn is_of(token: &Token<'_>) -> bool {
    matches!(token, Token::Word("of" | "de" | "del"))
}

fn skip<'t, 'a>(tokens: &'t [Token<'a>], is: impl Fn(&Token<'a>) -> bool) -> &'t [Token<'a>] {
    match tokens {
        [first, rest @ ..] if is(first) => rest,
        _ => tokens,
    }
}

fn parse(number: &str, digits: usize) -> Option<u16> {
    (number.len() <= digits).then(|| number.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::super::knowledge::knowledge;
    use super::*;

    fn read(text: &str, order: Order) -> Option<String> {
        let dateline = Dateline::parse(&fold(text), order, knowledge())?;
        let date = dateline.date.map_or("either".to_owned(), |date| date.to_string());
        Some(if dateline.byline { format!("{date} by somebody") } else { date })
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        let cases = [
            (": 28 octobre 2024", "2024-10-28"),
            ("le 1er mars 2023", "2023-03-01"),
            ("le lundi 24 août 2020 à 16h46", "2020-08-24"),
            ("le 28/10/2024 à 10:00, mis à jour le 29/10/2024 à 11:30", "2024-10-28"),
            ("am 28.10.2024, 07:36 Uhr", "2024-10-28"),
            ("am Dienstag, den 3. März 2020 um 7.30 Uhr", "2020-03-03"),
            ("October 28, 2024", "2024-10-28"),
            ("on Mon, 28th of October 2024 at 8:45 a.m. GMT", "2024-10-28"),
            ("Oct. 28, 2024 | Updated Oct. 29, 2024", "2024-10-28"),
            ("2024-10-28T07:36:00+02:00", "2024-10-28"),
            ("el lunes, 28 de octubre de 2024 a las 10:30 h", "2024-10-28"),
            ("Octubre 28 de 2024", "2024-10-28"),
            ("28 de octubre del 2024, 10:30 hrs", "2024-10-28"),
            ("em 1º de março de 2023 às 10h30", "2023-03-01"),
            ("em 1.º de março de 2023", "2023-03-01"),
            ("1° marzo 2023, ore 10.30", "2023-03-01"),
            ("op 28 oktober 2024 om 10:30 uur", "2024-10-28"),
            ("28 Oct 2024 by Ann B. O'Hara", "2024-10-28 by somebody"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text, Order::DayFirst).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_more_than_a_date_is_no_dateline() {
        let texts = [
            "en 1987, le roman d'une ville",
            "in 2019, the study had few readers",
            "31 février 2024",
            "le 28 octobre 2024, ce texte a fait rire",
            "am 28.10.2024 in Bonn",
            "octobre 2024",
            "28 de octubre de 2024 en Madrid",
            "12 de mayo",
            "28 octobre 2024 par un comité de six membres qui ne se connaissaient pas",
            "à 10:00",
            "",
        ];
        for text in texts {
            assert_eq!(read(text, Order::DayFirst), None, "{text}");
        }
    }

    #[test]
    fn a_date_that_may_be_two_days_is_neither() {
        assert_eq!(read("10/11/2024", Order::Either).as_deref(), Some("either"));
        assert_eq!(read("10/28/2024", Order::Either).as_deref(), Some("2024-10-28"));
        assert_eq!(read("28/10/2024", Order::Either).as_deref(), Some("2024-10-28"));
        assert_eq!(read("11/11/2024", Order::Either).as_deref(), Some("2024-11-11"));
        assert_eq!(read("10.11.2024", Order::Either).as_deref(), Some("2024-11-10"));
    }
}
