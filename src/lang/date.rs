//! Dates as they are written above articles, in every language that has data.

use std::ops::RangeInclusive;

use super::knowledge::{Knowledge, find_furniture, knowledge, pages};
use super::phrases::{Match, Phrase};
use super::topic::Topic;
use super::words::Words;
use super::{Language, fold};
use crate::day::Day;

/// The years in which something may have been published.
const YEARS: RangeInclusive<u16> = 1500..=2199;

/// The day, if the calendar has it and something may have been published on it.
fn published(year: u16, month: u8, day: u8) -> Option<Day> {
    Day::new(year, month, day).ok().filter(|_| YEARS.contains(&year))
}

/// Which number comes first where a date is all numbers, and the year is the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    /// The day: `28/10/2024`.
    DayFirst,
    /// One cannot know, since `10/11/2024` is one day in London and another in New York. So it is where the year is
    /// written first, and who writes it last follows somebody else.
    Either,
}

impl Order {
    /// Which it is behind a label that these languages have.
    fn of(languages: &[Language]) -> Self {
        let is_open = |language: &Language| matches!(language.code(), "en" | "hu" | "ja" | "ko" | "zh");
        if languages.iter().any(is_open) { Self::Either } else { Self::DayFirst }
    }
}

/// What a line says of a date, beside its label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dateline {
    /// The first date; none if it can be read as one of two days.
    pub date: Option<Day>,
    /// Whether it also names an author.
    pub byline: bool,
}

impl Dateline {
    /// Reads what stands behind a label, in a text in `language`: at least one date, and besides only times, other dates,
    /// their labels and the name of an author.
    pub fn behind(label: &Match<'_>, language: Option<Language>) -> Option<Self> {
        let lexicon = Lexicon::of(language);
        // English labels stand on pages in all languages. In a text in a language of which less is known, others may be
        // words that mean something else: "Datum" is a label of articles in Dutch, and of meetings in Swedish.
        let is_of_pages = language.is_some() && lexicon.pages.is_some();
        let counts = |of: &Language| !is_of_pages || of.code() == "en" || !of.has_data();
        let languages = label.phrase.languages();
        if !languages.iter().any(counts) {
            return None;
        }
        Self::of(&tokens(&label.rest, lexicon), Order::of(languages), lexicon)
    }

    /// Reads a line of a text in `language` that has no label, in the same way.
    pub fn bare(line: &str, language: Option<Language>) -> Option<Self> {
        let lexicon = Lexicon::of(language);
        Self::of(&tokens(&fold(line), lexicon), Order::DayFirst, lexicon)
    }

    /// Reads a line of a text in `language` that has its label behind the date, or before it without a space between them,
    /// which phrases at the beginning of lines are not found by: `2020年5月3日更新`, `更新日2020年5月3日`, `2020.05.03 입력`.
    /// It is only looked for in languages of which nothing is known but how pages are written.
    pub fn beside(line: &str, language: Option<Language>) -> Option<(&'static Phrase, Self)> {
        let lexicon = Lexicon::of(language);
        lexicon.pages?;
        // A year, a month and a day have six digits at least.
        line.chars().filter(|character| is_digit(*character)).nth(5)?;
        let folded = fold(line);
        let tokens = tokens(&folded, lexicon);
        // Nearly every line has a word that no date has, and is done here: with this order, no date is refused.
        Self::of(&tokens, Order::Either, lexicon)?;
        let label = tokens.iter().find_map(|token| match token {
            Token::Word(word) => label(word, language),
            _ => None,
        })?;
        Some((label, Self::of(&tokens, Order::of(label.languages()), lexicon)?))
    }

    fn of(tokens: &[Token<'_>], order: Order, lexicon: Lexicon) -> Option<Self> {
        let mut rest = tokens;
        let mut dates = Vec::new();
        let mut byline = false;
        while let Some((first, others)) = rest.split_first() {
            if let Some((date, after)) = date(rest, order, lexicon) {
                dates.push(date);
                rest = after;
                continue;
            }
            if let [Token::Mark('.'), Token::Number(fraction), others @ ..] = rest
                && is_fraction(fraction)
            {
                rest = others;
                continue;
            }
            rest = match first {
                Token::Mark(mark) if is_separator(*mark) => others,
                Token::Number(number) if is_time(number) => others,
                Token::Counter(Counter::Time) => others,
                Token::Word(word) if lexicon.has(word, |words| &words.byline_words) && is_name(others) => {
                    byline = true;
                    &[]
                }
                Token::Word(word) if lexicon.has(word, |words| &words.dateline_words) => others,
                _ => return None,
            };
        }
        Some(Self { date: *dates.first()?, byline })
    }
}

/// The label of a dateline that a word is, in a language of which nothing is known but how pages are written.
fn label(word: &str, language: Option<Language>) -> Option<&'static Phrase> {
    let is_label = |found: &Match<'_>| {
        matches!(found.phrase.topic(), Topic::Dateline | Topic::Update)
            && found.phrase.languages().iter().any(|language| !language.has_data())
    };
    find_furniture(word, language).into_iter().find(is_label).map(|found| found.phrase)
}

/// What is known of the languages that the words of a date may be in.
#[derive(Clone, Copy, Debug)]
struct Lexicon {
    /// Of the languages that have data.
    data: &'static Knowledge,
    /// Of those of which nothing is known but how pages are written, if the text may be in one of them.
    pages: Option<&'static Knowledge>,
}

impl Lexicon {
    fn of(language: Option<Language>) -> Self {
        Self { data: knowledge(), pages: pages(language) }
    }

    fn has(self, word: &str, list: impl Fn(&Knowledge) -> &Words) -> bool {
        list(self.data).has(word) || self.pages.is_some_and(|pages| list(pages).has(word))
    }

    /// The number of the month with this name.
    fn month(self, name: &str) -> Option<u8> {
        self.data.month(name).or_else(|| self.pages?.month(name))
    }

    /// The number of the month whose name is these two words, of which there are some in Arabic.
    fn month_of_two(self, first: &str, second: &str) -> Option<u8> {
        self.pages?.month(&format!("{first} {second}"))
    }

    /// What a number counts that this character stands behind.
    fn counter(self, character: char) -> Option<Counter> {
        self.pages?.counters.iter().find(|(own, _)| *own == character).map(|(_, counter)| *counter)
    }
}

/// What a number counts by the character behind it: 2020年5月3日.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counter {
    Year,
    Month,
    Day,
    /// Hours, minutes, seconds.
    Time,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    Number(&'a str),
    Counter(Counter),
    Mark(char),
}

fn tokens(text: &str, lexicon: Lexicon) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_counted = matches!(tokens.last(), Some(Token::Number(_)));
        let counter = if is_counted { lexicon.counter(first) } else { None };
        let end = if counter.is_some() {
            first.len_utf8()
        } else if is_digit(first) {
            rest.find(|character| !is_digit(character)).unwrap_or(rest.len())
        } else if first.is_alphabetic() {
            word(rest, lexicon)
        } else {
            first.len_utf8()
        };
        let Some((token, after)) = rest.split_at_checked(end) else { break };
        match counter {
            Some(counter) => tokens.push(Token::Counter(counter)),
            None if is_digit(first) => tokens.push(Token::Number(token)),
            None if first.is_alphabetic() => tokens.push(Token::Word(token)),
            // What only says in which direction a line is written.
            None if first.is_whitespace() || matches!(first, '\u{200E}' | '\u{200F}') => {}
            None => tokens.push(Token::Mark(first)),
        }
        rest = after;
    }
    tokens
}

/// Where the word ends that `text` begins with. An apostrophe behind it belongs to it, as in "d'abril"; and what follows
/// that, too, if it is a word so, as in "п'ятниця".
fn word(text: &str, lexicon: Lexicon) -> usize {
    let end_of = |text: &str| text.find(|character: char| !character.is_alphabetic()).unwrap_or(text.len());
    let end = end_of(text);
    let Some(behind) = text.get(end..).and_then(|rest| rest.strip_prefix('\'')) else { return end };
    let whole = end + 1 + end_of(behind);
    let is_word = text.get(..whole).is_some_and(|word| lexicon.has(word, |words| &words.dateline_words));
    if is_word { whole } else { end + 1 }
}

/// The digits of the scripts that dates are written in: of ASCII, of Arabic and of Persian, and those as wide as
/// ideographs.
fn digit(character: char) -> Option<u16> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    u16::try_from(u32::from(character) - u32::from(zero)).ok()
}

fn is_digit(character: char) -> bool {
    digit(character).is_some()
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
            | '['
            | ']'
            | '+'
            | '*'
            | '\u{B7}'
            | '\u{2022}'
            // Of Arabic, and as wide as ideographs.
            | '\u{60C}'
            | '\u{3001}'
            | '\u{3010}'
            | '\u{3011}'
            | '\u{30FB}'
            | '\u{FF08}'
            | '\u{FF09}'
            | '\u{FF0C}'
            | '\u{FF0F}'
            | '\u{FF1A}'
            | '\u{FF5C}'
    )
}

/// Whether what stands behind a stop is a fraction of a second, as programs write it: `10:30:00.031886+02:00`.
fn is_fraction(number: &str) -> bool {
    matches!(number.len(), 3 | 6..=9)
}

/// Hours, minutes, seconds and the offset of a time zone are not told apart: none of them can be part of a sentence here.
fn is_time(number: &str) -> bool {
    parse(number, 4).is_some_and(|number| number < 60 || number % 100 < 60 && number <= 2359)
}

/// Whether there is a name and nothing else: a few words, with what stands between the parts of a name.
fn is_name(tokens: &[Token<'_>]) -> bool {
    let tokens = skip(tokens, |token| matches!(token, Token::Mark(':')));
    let words = tokens.iter().filter(|token| matches!(token, Token::Word(_))).count();
    let others =
        |token: &Token<'_>| matches!(token, Token::Word(_) | Token::Mark('.' | '-' | '\'' | ',' | '&' | '/' | '|'));
    (1..=6).contains(&words) && tokens.iter().all(others)
}

/// The date that `tokens` begin with, if there is one, and what follows it.
fn date<'t, 'a>(tokens: &'t [Token<'a>], order: Order, lexicon: Lexicon) -> Option<(Option<Day>, &'t [Token<'a>])> {
    numeric(tokens, order).or_else(|| {
        let (date, rest) = counted(tokens).or_else(|| with_month(tokens, lexicon))?;
        Some((Some(date), rest))
    })
}

/// `2024年10月28日`, `2024년 10월 28일`.
fn counted<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(Day, &'t [Token<'a>])> {
    let [
        Token::Number(year),
        Token::Counter(Counter::Year),
        Token::Number(month),
        Token::Counter(Counter::Month),
        Token::Number(day),
        Token::Counter(Counter::Day),
        rest @ ..,
    ] = tokens
    else {
        return None;
    };
    Some((published(parse(year, 4)?, short(month)?, short(day)?)?, rest))
}

/// `28 octobre 2024`, `28. Oktober 2024`, `28th of October, 2024`, `October 28, 2024`, `28 de octubre de 2024`,
/// `28 d'octubre de 2024`, `2024. október 28.`.
fn with_month<'t, 'a>(tokens: &'t [Token<'a>], lexicon: Lexicon) -> Option<(Day, &'t [Token<'a>])> {
    let (day, month, year, rest) = match tokens {
        [Token::Number(first), rest @ ..] => {
            let (month, rest) = month(joints(rest, lexicon), lexicon)?;
            let [Token::Number(last), rest @ ..] = joints(rest, lexicon) else { return None };
            let (day, year) = if is_year(first) { (last, first) } else { (first, last) };
            (day, month, year, rest)
        }
        [Token::Word(_), ..] => {
            let (month, rest) = month(tokens, lexicon)?;
            let [Token::Number(day), rest @ ..] = joints(rest, lexicon) else { return None };
            let [Token::Number(year), rest @ ..] = joints(rest, lexicon) else { return None };
            (day, month, year, rest)
        }
        _ => return None,
    };
    Some((published(parse(year, 4)?, month, short(day)?)?, rest))
}

/// The month that `tokens` begin with, and what follows it. Arabic has two names for each, and many papers write both:
/// "مايو/أيار", "مايو (أيار)".
fn month<'t, 'a>(tokens: &'t [Token<'a>], lexicon: Lexicon) -> Option<(u8, &'t [Token<'a>])> {
    let (month, rest) = month_name(tokens, lexicon)?;
    let again = |rest| month_name(rest, lexicon).filter(|(again, _)| *again == month).map(|(_, rest)| rest);
    let behind = match rest {
        [Token::Mark('/'), rest @ ..] => again(rest),
        [Token::Mark('('), rest @ ..] => match again(rest) {
            Some([Token::Mark(')'), rest @ ..]) => Some(rest),
            _ => None,
        },
        _ => None,
    };
    Some((month, behind.unwrap_or(rest)))
}

fn month_name<'t, 'a>(tokens: &'t [Token<'a>], lexicon: Lexicon) -> Option<(u8, &'t [Token<'a>])> {
    let [Token::Word(first), rest @ ..] = tokens else { return None };
    if let Some(month) = lexicon.month(first) {
        return Some((month, rest));
    }
    let [Token::Word(second), rest @ ..] = rest else { return None };
    lexicon.month_of_two(first, second).map(|month| (month, rest))
}

/// `tokens` from behind what stands between the day, the month and the year.
fn joints<'t, 'a>(tokens: &'t [Token<'a>], lexicon: Lexicon) -> &'t [Token<'a>] {
    /// "1.º de março": there are no more of them.
    const MOST: usize = 3;
    let is_joint = |token: &Token<'_>| match token {
        Token::Mark(mark) => matches!(mark, '.' | ',' | '-' | '/' | '\u{B0}' | '\u{60C}'),
        Token::Word(word) => lexicon.has(word, |words| &words.date_joints),
        Token::Number(_) | Token::Counter(_) => false,
    };
    (0..MOST).fold(tokens, |tokens, _| skip(tokens, is_joint))
}

/// `2024-10-28`, `28.10.2024`, `28/10/2024`.
fn numeric<'t, 'a>(tokens: &'t [Token<'a>], order: Order) -> Option<(Option<Day>, &'t [Token<'a>])> {
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
    if mark != again || !matches!(mark, '.' | '-' | '/' | '\u{FF0E}' | '\u{FF0F}') {
        return None;
    }
    if is_year(first) {
        return Some((Some(published(parse(first, 4)?, short(second)?, short(third)?)?), rest));
    }
    let (first, second, year) = (short(first)?, short(second)?, parse(third, 4).filter(|_| is_year(third))?);
    let (day_first, month_first) = (published(year, second, first), published(year, first, second));
    let either = *mark != '.' && order == Order::Either;
    let date = match (day_first, month_first) {
        (Some(one), Some(other)) if either => (one == other).then_some(one),
        (Some(date), _) => Some(date),
        // "03/14/2023" can be nothing else.
        (None, Some(date)) if either || *mark == '/' => Some(date),
        (None, _) => return None,
    };
    Some((date, rest))
}

fn skip<'t, 'a>(tokens: &'t [Token<'a>], is: impl Fn(&Token<'a>) -> bool) -> &'t [Token<'a>] {
    match tokens {
        [first, rest @ ..] if is(first) => rest,
        _ => tokens,
    }
}

/// The number that at most so many digits are.
fn parse(number: &str, most: usize) -> Option<u16> {
    let is_short = number.chars().nth(most).is_none();
    is_short.then(|| number.chars().try_fold(0, |all, character| Some(all * 10 + digit(character)?))).flatten()
}

/// The number of a day or a month.
fn short(number: &str) -> Option<u8> {
    parse(number, 2)?.try_into().ok()
}

/// Whether a number has as many digits as years have.
fn is_year(number: &str) -> bool {
    number.chars().count() == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: Order) -> Option<String> {
        read_in(text, order, None)
    }

    /// What is read in a text in a language, by its code.
    fn read_in(text: &str, order: Order, code: Option<&str>) -> Option<String> {
        let lexicon = Lexicon::of(Some(Language::from_tag(code.unwrap_or("en")).unwrap()));
        let dateline = Dateline::of(&tokens(&fold(text), lexicon), order, lexicon)?;
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
            ("2024-10-28 07:36:00.931886+02:00", "2024-10-28"),
            ("2024-10-28T07:36:00.987Z", "2024-10-28"),
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
    fn dates_are_read_as_other_languages_write_them() {
        let cases = [
            ("ar", "الأحد 3 مايو 2020 - 10:30 ص", "2020-05-03"),
            ("ar", ": ٣ أيار ٢٠٢٠", "2020-05-03"),
            ("ar", "٢٠٢٠/٥/٣", "2020-05-03"),
            ("ar", "3 كانون الثاني 2020", "2020-01-03"),
            ("ar", "3 مايو/أيار 2020", "2020-05-03"),
            ("ar", "3 مايو (أيار) 2020م", "2020-05-03"),
            ("ar", "\u{200F}3 ماي، 2020", "2020-05-03"),
            ("ca", "el diumenge, 3 de maig de 2020, a les 10.30 h", "2020-05-03"),
            ("ca", "l’11 d’abril del 2020", "2020-04-11"),
            ("cs", "v neděli 3. 5. 2020 v 10:30", "2020-05-03"),
            ("cs", "3. května 2020", "2020-05-03"),
            ("da", "søndag den 3. maj 2020 kl. 10.30", "2020-05-03"),
            ("el", "Κυριακή, 3 Μαΐου 2020, 10:30 π.μ.", "2020-05-03"),
            ("el", "στις 03/05/2020 10:30", "2020-05-03"),
            ("el", "3 ΜΑΪΟΥ 2020", "2020-05-03"),
            ("fi", "sunnuntaina 3. toukokuuta 2020 klo 10.30", "2020-05-03"),
            ("fi", "3.5.2020 klo 10:30", "2020-05-03"),
            ("hu", "2020. május 3., vasárnap 10:30", "2020-05-03"),
            ("hu", "2020. máj. 3-án", "2020-05-03"),
            ("hu", "2020.05.03. 10:30", "2020-05-03"),
            ("ja", "：2020年5月3日（日）午前10時30分", "2020-05-03"),
            ("ja", "２０２０年５月３日", "2020-05-03"),
            ("ja", "2020/05/03", "2020-05-03"),
            ("ja", "2020年5月3日日曜日", "2020-05-03"),
            ("ko", "2020년 5월 3일(일) 오전 10시 30분", "2020-05-03"),
            ("ko", "2020.05.03. 오전 10:30", "2020-05-03"),
            ("ko", ":[ 2020-05-03 10:30 ]", "2020-05-03"),
            ("nb", "søndag 3. mai 2020 kl. 10.30", "2020-05-03"),
            ("pl", "niedziela, 3 maja 2020 r., godz. 10:30", "2020-05-03"),
            ("pl", "3.05.2020", "2020-05-03"),
            ("ro", "duminică, 03 mai 2020, ora 10:30", "2020-05-03"),
            ("ru", "в воскресенье, 3 мая 2020 г. в 10:30 по московскому времени", "2020-05-03"),
            ("ru", "03.05.2020, 10:30 (МСК)", "2020-05-03"),
            ("ru", "3-го мая 2020 года", "2020-05-03"),
            ("sv", "den 3 maj 2020 kl. 10.30", "2020-05-03"),
            ("sv", "2020-05-03 10:30", "2020-05-03"),
            ("tr", "3 Mayıs 2020 Pazar, 10:30", "2020-05-03"),
            ("tr", "3 MAYIS 2020", "2020-05-03"),
            ("tr", "03.05.2020 - 10:30", "2020-05-03"),
            ("uk", "п’ятниця, 8 травня 2020 р. о 10:30", "2020-05-08"),
            ("zh", "：2020年5月3日 星期日 上午10:30", "2020-05-03"),
            ("zh", "2020-05-03 10:30:00", "2020-05-03"),
            ("ro", "3 mai 2020 de Ion Popescu", "2020-05-03 by somebody"),
            ("ru", "3 мая 2020, автор: Анна Иванова", "2020-05-03 by somebody"),
        ];
        for (code, text, expected) in cases {
            let order = Order::of(&[Language::from_tag(code).unwrap()]);
            assert_eq!(read_in(text, order, Some(code)).as_deref(), Some(expected), "{code}: {text}");
        }
    }

    #[test]
    fn what_is_more_than_a_date_is_no_dateline_in_other_languages_either() {
        let cases = [
            ("ar", "3 مايو 2020 افتتح الجسر"),
            ("ca", "el 3 de maig de 2020 a Barcelona"),
            ("cs", "3. května 2020 rada schválila most"),
            ("da", "den 3. maj 2020 i Viborg"),
            ("el", "στις 3 Μαΐου 2020 στην Αθήνα"),
            ("fi", "3. toukokuuta 2020 Porissa"),
            ("hu", "2020. május 3-án Győrben"),
            ("ja", "2020年5月3日、橋が開通した"),
            ("ja", "2020年5月"),
            ("ko", "2020년 5월 3일 다리가 열렸다"),
            ("ko", "2020년 5월 3일부터"),
            ("nb", "3. mai 2020 på Hamar"),
            ("pl", "3 maja 2020 w Krakowie"),
            ("ro", "la 3 mai 2020 la Sibiu"),
            ("ru", "3 мая 2020 года открылся мост"),
            ("sv", "den 3 maj 2020 i Västerås"),
            ("tr", "3 Mayıs 2020'de açıldı"),
            ("uk", "3 травня 2020 року відкрили міст"),
            ("zh", "2020年5月3日，大桥通车"),
            ("ru", "31 февраля 2020"),
            ("de", "3 мая 2020"),
        ];
        for (code, text) in cases {
            assert_eq!(read_in(text, Order::DayFirst, Some(code)), None, "{code}: {text}");
        }
    }

    #[test]
    fn a_label_stands_behind_a_date_or_right_before_it() {
        let beside = |line: &str, code| {
            let (label, dateline) = Dateline::beside(line, Some(Language::from_tag(code)?))?;
            Some((label.topic(), dateline.date?.to_string()))
        };
        for (code, line, topic) in [
            ("ja", "2020年5月3日更新", Topic::Update),
            ("ja", "2020年5月3日10時30分更新", Topic::Update),
            ("ja", "更新日2020年5月3日", Topic::Update),
            ("ja", "（2020年5月3日 掲載）", Topic::Dateline),
            ("zh", "发布于2020年5月3日", Topic::Dateline),
            ("zh", "2020年5月3日更新", Topic::Update),
            ("ko", "2020.05.03 10:30 입력", Topic::Dateline),
            ("tr", "3 Mayıs 2020 Pazar, 10:30 - Güncelleme", Topic::Update),
        ] {
            assert_eq!(beside(line, code), Some((topic, "2020-05-03".to_owned())), "{line}");
        }
        for (code, line) in [
            ("ja", "2020年5月3日開業"),
            ("ja", "更新"),
            ("ja", "2020年5月3日"),
            ("ja", "2020年5月3日、記事を更新"),
            ("ko", "2020.05.03 입력 담당자"),
            ("en", "2020年5月3日更新"),
            ("en", "3 May 2020 updated"),
            ("sv", "3 maj 2020 updated"),
        ] {
            assert_eq!(beside(line, code), None, "{line}");
        }
    }

    #[test]
    fn labels_of_other_languages_do_not_count_but_english_ones() {
        let behind = |line: &str, code| {
            let language = Language::from_tag(code);
            find_furniture(line, language).iter().find_map(|label| Dateline::behind(label, language))
        };
        assert!(behind("Published: 3 maj 2020", "sv").is_some() && behind("Publicerad: 3 maj 2020", "sv").is_some());
        assert_eq!(behind("Datum: 28 oktober 2020", "sv").or(behind("Stand: 3. 5. 2020", "cs")), None);
        assert!(behind("Datum: 28 oktober 2020", "nl").is_some() && behind("Datum: 28 oktober 2020", "de").is_some());
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
