//! Rows of buttons and names of sections that an extraction left on one line: "Impressum Datenschutz Kontakt".

use super::Language;
use super::phrases::{Mode, Phrase, Phrasebook};
use super::topic::Topic;

/// A longer line is no row. In bytes.
const LONGEST: usize = 120;

/// A row without bars between its parts has so many words at least: two may stand side by side for other reasons.
const FEWEST_WORDS: usize = 3;

/// A row of nothing but names of sections, without bars between them, has so many: "World Business News" is a heading.
const FEWEST_SECTIONS: usize = 4;

/// What a row is made of.
#[derive(Debug, Default)]
pub struct Rows {
    /// Whole lines that do not tell anything about the text.
    lines: Phrasebook,
    /// What is counted, which is a part of a row behind its number: "12 comments 3 shares".
    counted: Phrasebook,
    /// Names of sections, which are no line of a page but beside others.
    sections: Phrasebook,
    /// What stands beside them, in other languages: names of networks.
    beside: Option<&'static Self>,
}

/// A line that is nothing but phrases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// What all of them are; [`Topic::Navigation`] if they are not the same.
    pub topic: Topic,
    /// The languages of the first.
    pub languages: &'a [Language],
    /// How many there are.
    pub parts: usize,
    /// How many words they have together, if none of them is the name of a section.
    pub words: Option<usize>,
}

impl Rows {
    pub(super) fn new(furniture: &Phrasebook, sections: Phrasebook, beside: Option<&'static Self>) -> Self {
        let is_line = |phrase: &Phrase| {
            matches!(phrase.mode(), Mode::Line | Mode::Heading) && !phrase.topic().is_about_the_text()
        };
        let is_counted = |phrase: &Phrase| phrase.mode() == Mode::CountedLine && !phrase.topic().is_about_the_text();
        Self { lines: furniture.subset(is_line), counted: furniture.subset(is_counted), sections, beside }
    }

    /// The longest part that `text` begins with, and what follows it, in these phrases and in those beside them.
    fn begin<'a>(&self, text: &'a str, phrases: impl Fn(&Self) -> &Phrasebook) -> Option<(&Phrase, &'a str)> {
        let own = phrases(self).begin(text);
        let other = self.beside.and_then(|beside| phrases(beside).begin(text));
        own.into_iter().chain(other).min_by_key(|(_, rest)| rest.len())
    }

    /// What `line` is, if it is a row.
    pub fn find(&self, line: &str) -> Option<Row<'_>> {
        // A comma makes an enumeration, and a stop a sentence.
        if line.len() > LONGEST || line.contains(',') || line.trim_end().ends_with(['.', '!', '?']) {
            return None;
        }
        let mut rest = start_of(line);
        let mut first: Option<&Phrase> = None;
        let (mut parts, mut words, mut sections, mut is_mixed, mut is_barred) = (0, 0, 0, false, false);
        while !rest.is_empty() {
            let is_counted = line.get(..line.len() - rest.len()).is_some_and(ends_in_number);
            let counted = if is_counted { self.begin(rest, |rows| &rows.counted) } else { None };
            let of_lines = counted.or_else(|| self.begin(rest, |rows| &rows.lines));
            let of_sections = self.begin(rest, |rows| &rows.sections);
            let is_section = match (of_lines, of_sections) {
                (Some((_, lines)), Some((_, sections))) => sections.len() < lines.len(),
                (lines, _) => lines.is_none(),
            };
            let (phrase, behind) = if is_section { of_sections? } else { of_lines? };
            let topic = if is_section { Topic::Navigation } else { phrase.topic() };
            is_mixed |= first.is_some_and(|first| first.topic() != topic);
            first = first.or(Some(phrase));
            parts += 1;
            words += phrase.words() + usize::from(is_counted);
            sections += usize::from(is_section);
            rest = start_of(behind);
            let between = behind.get(..behind.len() - rest.len()).unwrap_or_default();
            is_barred |= !rest.is_empty() && between.contains(BARS);
        }
        let first = first.filter(|_| parts > 1)?;
        let is_enough = match (is_barred, sections == parts) {
            (true, true) => parts >= FEWEST_WORDS,
            (true, false) => true,
            (false, true) => parts >= FEWEST_SECTIONS,
            (false, false) => words >= FEWEST_WORDS,
        };
        let topic = if is_mixed { Topic::Navigation } else { first.topic() };
        let words = (sections == 0).then_some(words);
        is_enough.then(|| Row { topic, languages: first.languages(), parts, words })
    }
}

/// Whether a number stands at the end of `text`: "12 ".
fn ends_in_number(text: &str) -> bool {
    text.trim_end().ends_with(|last: char| last.is_ascii_digit())
}

/// What stands between the parts of a row, but for blanks.
const BARS: [char; 8] = ['|', '/', '\u{B7}', '\u{2022}', '\u{BB}', '\u{203A}', '>', '\u{2192}'];

/// `text` from its next word: counters and bars stand between the parts of a row. Square brackets do not: what stands in
/// them was put behind a heading of the text (`External links[edit]`).
fn start_of(text: &str) -> &str {
    let is_between = |character: char| {
        character.is_whitespace()
            || character.is_ascii_digit()
            || BARS.contains(&character)
            || matches!(character, '(' | ')' | '*' | ':' | '-' | '\u{2013}' | '+' | '\u{AB}')
    };
    text.trim_start_matches(is_between)
}

#[cfg(test)]
mod tests {
    use crate::lang::{Topic, knowledge};

    fn topic(line: &str) -> Option<Topic> {
        knowledge().rows.find(line).map(|row| row.topic)
    }

    #[test]
    fn rows_are_told() {
        let cases = [
            ("Impressum | Datenschutz | AGB", Topic::Copyright),
            ("Impressum Datenschutz Kontakt", Topic::Navigation),
            ("Zur Navigation springen Zur Suche springen", Topic::Navigation),
            ("Startseite \u{BB} Politik", Topic::Navigation),
            ("3 Kommentare Artikel drucken", Topic::Navigation),
            ("12 comments 3 shares", Topic::Navigation),
            ("5 likes | 2 shares", Topic::Navigation),
            ("Jump to recipe - Print recipe", Topic::Navigation),
            ("Jump to RecipePrint Recipe", Topic::Navigation),
            ("Politik Wirtschaft Sport Kultur", Topic::Navigation),
            ("Politics | Business | Sports", Topic::Navigation),
            ("Politique | \u{C9}conomie | Sport", Topic::Navigation),
        ];
        for (line, expected) in cases {
            assert_eq!(topic(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_else_is_on_a_line_is_no_row() {
        let lines = [
            "Impressum",
            "Politik, Wirtschaft, Sport, Kultur",
            "Politik und Wirtschaft",
            "World Business News",
            "Politik | Wirtschaft",
            "Home Contact",
            "Kontakt zum Hof",
            "Impressum Datenschutz Hofladen",
            "Back to top of the hill",
            "Jump to recipePrint Recipe of the Year",
            "External links[edit]",
            "Print this page.",
            "12 | 13",
            "comments shares",
            "12 eggs 3 shares",
            "",
        ];
        for line in lines {
            assert_eq!(topic(line), None, "{line}");
        }
    }
}
