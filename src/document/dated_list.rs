//! Lists of other articles without a heading, recognised by their days: titles stand below each other, each with the day
//! of its publication, the newest first, and all of them within a few months.

use super::edges::{Edge, EdgeLine};
use super::furniture::Claim;
use super::neighbours::is_headline_or_teaser;
use super::{Document, Line};
use crate::day::Day;
use crate::lang::{Dateline, Language, Topic, fold, knowledge};

/// So many titles with their days are a list.
const FEWEST: usize = 3;

/// So many lines that are not blank are looked at, from the end.
const REACH: usize = 24;

/// So many lines stand between two days at most: the section of an article, and its title.
const GAP: usize = 2;

/// What is linked to was published in so many months. Works of an author lie further apart.
const LONGEST_TIME: u32 = 3;

/// A day has so many words at most: `28 de octubre de 2024`.
const MOST_WORDS: usize = 5;

/// A list stands below an article: below so many lines that are not blank, at least, and so many bytes.
const LINES_ABOVE: usize = 3;
const BYTES_ABOVE: usize = 400;

/// What the last lines may be a part of.
pub(super) const LIST: Claim = Claim { topic: Topic::RelatedLink, languages: &[], announces: false, joins: true };

/// The first and the last line of a list that stands at the end.
pub(super) fn list(document: &Document<'_>, lines: &[EdgeLine], claims: &[Option<Claim>]) -> Option<(Line, Line)> {
    let tail = lines.iter().zip(claims).filter(|(line, _)| line.edge == Edge::Tail);
    // Nearly every document is done here.
    tail.clone().find(|(line, claim)| claim.is_none() && may_end_in_day(document, line.line))?;
    let text = document.head(LINES_ABOVE).last()?.span.end.max(document.body().start + BYTES_ABOVE);
    let (mut days, mut titles, mut gap, mut has_title_below) = (Vec::new(), Vec::new(), 0, false);
    let (mut first, mut last) = (None, None);
    for line in document.tail(REACH).take_while(|line| line.span.start > text) {
        let is_claimed = tail.clone().any(|(own, claim)| own.line == line && claim.is_some());
        if is_claimed && last.is_none() {
            continue;
        }
        let words =
            document.str(line.span).filter(|words| !is_claimed && is_headline_or_teaser(words) && !is_row(words));
        let Some(words) = words else { break };
        match day_at_end(words, document.language()) {
            Some((day, title)) => {
                let goes_on = days.last().is_none_or(|older| *older <= day);
                if !goes_on || has_version(words) || !may_be_title(title, document.language()) {
                    break;
                }
                days.push(day);
                titles.push(title);
                let is_alone = is_empty(title);
                gap = 0;
                first = Some((line, is_alone && !has_title_below));
            }
            None if gap == GAP => break,
            None => {
                gap += 1;
                has_title_below |= days.is_empty();
                // The title of the first article stands above its day.
                first = first.map(|(top, needs_title)| if needs_title { (line, false) } else { (top, false) });
            }
        }
        last = last.or(Some(line));
    }
    let (first, needs_title) = first?;
    let (oldest, newest): (&Day, &Day) = (days.first()?, days.last()?);
    let time = newest.months() - oldest.months();
    // Pages that were read on one day are what a text refers to.
    let is_list = oldest < newest && time <= LONGEST_TIME && !is_register(&titles);
    (days.len() >= FEWEST && !needs_title && is_list).then_some((first, last?))
}

/// Whether nothing stands before a day but signs.
fn is_empty(title: &str) -> bool {
    !title.contains(char::is_alphanumeric)
}

/// Whether a title may end before a day: it does not in the middle of a sentence.
fn may_be_title(title: &str, language: Option<Language>) -> bool {
    if is_empty(title) {
        return true;
    }
    let mut words = title.split_whitespace().rev().map(|word| word.trim_matches(|sign: char| !sign.is_alphanumeric()));
    let last = words.next().unwrap_or_default();
    let is_inside = title.ends_with(char::is_whitespace)
        && language.is_some_and(|language| knowledge().function_words.has_in(&fold(last), language));
    !is_inside && !is_before_other_days(last)
}

/// Whether a line has the number of a version, as the history of a program does: `1.2.0 (2021-11-02)`.
fn has_version(line: &str) -> bool {
    let is_part = |part: &str| (1..4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_version = |word: &str| {
        let number = word.trim_matches(|sign: char| !sign.is_ascii_alphanumeric()).trim_start_matches(['v', 'V']);
        number.contains('.') && number.split('.').all(is_part)
    };
    line.split_whitespace().any(is_version)
}

/// Whether a word stands before days of other kinds: when a page was read, and what happened on that day.
fn is_before_other_days(word: &str) -> bool {
    knowledge().before_other_days.has(&fold(word))
}

/// Whether all lines with a day begin with the same word, as the lines of a register do: "Minutes of the meeting of …".
fn is_register(titles: &[&str]) -> bool {
    let mut first = titles.iter().filter_map(|title| title.split_whitespace().find(|word| !is_empty(word)));
    first.next().is_some_and(|one| first.clone().count() + 1 >= FEWEST && first.all(|other| other == one))
}

/// Whether a line may end in a day, at a glance.
fn may_end_in_day(document: &Document<'_>, line: Line) -> bool {
    // Nearly every line ends in a letter or a stop.
    let last = line.span.of(document.bytes()).last();
    let may_be = last.is_some_and(|last| matches!(last, b'0'..=b'9' | b')' | b' ' | b'\t' | 0x80..));
    may_be && document.str(line.span).is_some_and(|text| is_headline_or_teaser(text) && may_be_day(text))
}

/// A row of a table.
fn is_row(text: &str) -> bool {
    text.starts_with('|') || text.contains('\t')
}

fn may_be_day(text: &str) -> bool {
    // Days of Chinese, Japanese and Korean end in what they count.
    let is_last = |last: char| last.is_numeric() || matches!(last, '\u{65E5}' | '\u{C77C}');
    text.trim_end().trim_end_matches([')', '\u{FF09}']).ends_with(is_last)
}

/// The day that a line ends in, and what stands before it.
fn day_at_end(text: &str, language: Option<Language>) -> Option<(Day, &str)> {
    if !may_be_day(text) {
        return None;
    }
    let text = text.trim().trim_end_matches('\u{FF09}');
    // In Chinese and Japanese, brackets stand where others have spaces.
    let is_before_word = |character: char| character.is_whitespace() || character == '\u{FF08}';
    let starts = text.rmatch_indices(is_before_word).map(|(at, space)| at + space.len()).take(MOST_WORDS);
    let mut starts: Vec<usize> = starts.collect();
    if starts.len() < MOST_WORDS {
        starts.push(0);
    }
    starts.into_iter().rev().find_map(|start| {
        let dateline = Dateline::bare(text.get(start..)?, language).filter(|dateline| !dateline.byline)?;
        // "On 2 November 2021" is a date, too.
        let day = text.get(start..)?;
        let joint = day.split_whitespace().next().filter(|word| is_before_other_days(word)).map_or(0, str::len);
        Some((dateline.date?, text.get(..start + joint)?))
    })
}

#[cfg(test)]
mod tests {
    use super::{day_at_end, has_version, is_empty, is_register, may_be_title};
    use crate::lang::Language;

    #[test]
    fn days_are_found_at_ends() {
        let day = |text| day_at_end(text, None).map(|(day, title)| (day.to_string(), is_empty(title)));
        for (text, is_alone) in [
            ("- Ferry runs until midnight 2. November 2021", false),
            ("Ferry runs until midnight \u{2013} November 2, 2021", false),
            ("El puente viejo 2 de noviembre de 2021", false),
            ("The old bridge (2.11.2021)", false),
            (
                "\u{6E21}\u{3057}\u{8239}\u{304C}\u{623B}\u{3063}\u{305F}\u{FF08}2021\u{5E74}11\u{6708}2\u{65E5}\u{FF09}",
                false,
            ),
            ("2 November 2021", true),
            ("- 2021-11-02", true),
        ] {
            assert_eq!(day(text), Some(("2021-11-02".to_owned(), is_alone)), "{text}");
        }
        for text in ["Ferry runs until midnight", "Summer 2021", "Page 12", "", "On 2 November 2021 the ferry ran 12"] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn registers_and_references_are_no_lists_of_links() {
        let english = Language::from_tag("en");
        for title in ["The old bridge ", "- Ferry runs until midnight - ", "", "The old bridge ("] {
            assert!(may_be_title(title, english), "{title}");
        }
        for title in ["Bus 1 leaves on ", "Muir, A., Stone and water, retrieved "] {
            assert!(!may_be_title(title, english), "{title}");
        }
        assert!(has_version("v1.2.0 (2021-11-02)") && has_version("Version 1.2, 2021-11-02"));
        assert!(!has_version("The old bridge (2.11.2021)") && !has_version("The old bridge, 2. November 2021"));
        assert!(is_register(&["Born: Ann", "Born: Ben", "Born: Cal"]));
        assert!(!is_register(&["The bridge", "The ferry", "A mill"]) && !is_register(&["", "", ""]));
    }
}
