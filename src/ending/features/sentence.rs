//! The features of the last sentence.

use super::{Gathered, bin, measures, share};
use crate::ending::Ending;
use crate::ending::lexis::of_context;
use crate::ending::marks::{is_closer, is_stop};

/// What follows the last stop of a line.
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) words: Vec<&'a str>,
    /// Whether a stop and a blank stand before it in its line.
    pub(super) follows: bool,
    /// The words of the whole line.
    pub(super) line_words: usize,
}

impl<'a> Sentence<'a> {
    pub(super) fn of(line: &'a str) -> Self {
        let mut start = 0;
        let mut letters = 0;
        let mut stop = false;
        for (at, character) in line.char_indices() {
            if character.is_whitespace() {
                // A letter and a stop is an initial.
                if stop && letters != 1 {
                    start = at;
                }
                letters = 0;
                stop = false;
            } else if is_stop(character) {
                stop = true;
            } else if !is_closer(character) {
                stop = false;
                letters += usize::from(character.is_alphabetic());
            }
        }
        let text = line.get(start..).unwrap_or_default().trim();
        Self {
            text,
            words: text.split_whitespace().collect(),
            follows: start > 0,
            line_words: line.split_whitespace().count(),
        }
    }
}

pub(super) fn of_sentence(gathered: &mut Gathered, ending: &Ending<'_>, sentence: &Sentence<'_>) {
    let words = sentence.words.len();
    let follows = usize::from(sentence.follows);
    gathered.bin(measures::WORDS, bin(words));
    gathered.bin(measures::WORDS_BY_PLACE.of(follows), bin(words));
    gathered.bin(measures::LINE_WORDS, bin(sentence.line_words));
    let first = sentence.text.chars().find(|character| !is_closer(*character) && *character != '\u{201E}');
    let start = match first {
        Some(first) if first.is_uppercase() => 1,
        Some(first) if first.is_lowercase() => 2,
        Some(first) if first.is_numeric() => 3,
        Some('-' | '\u{2013}' | '\u{2014}' | '\u{2022}' | '\u{B7}') => 4,
        Some('\u{A9}' | '@' | '#' | '+') => 5,
        _ => 0,
    };
    gathered.bin(measures::START_BY_PLACE.of(follows), start);
    let is_capital = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase);
    let is_small = |word: &&&str| {
        word.chars().all(|character| character.is_lowercase() || character == '\'') && word.chars().count() <= 3
    };
    let has_digit = |word: &&&str| word.bytes().any(|byte| byte.is_ascii_digit());
    let later = words.saturating_sub(1);
    gathered.bin(measures::CAPITALS, share(sentence.words.iter().skip(1).filter(is_capital).count(), later));
    let small = sentence.words.iter().filter(is_small).count();
    gathered.bin(measures::SMALL_SHARE, share(small, words));
    gathered.bin(measures::SMALL, bin(small));
    gathered.bin(measures::DIGITS, share(sentence.words.iter().filter(has_digit).count(), words));
    let (_, before) = sentence.words.split_last().unwrap_or((&"", &[]));
    for word in before.iter().rev().take(10) {
        gathered.hashed(of_context(6, word));
    }
    if let Some(first) = before.first() {
        gathered.hashed(of_context(7 + follows as u64, first));
    }
    let contains = |marks: &[char]| sentence.text.contains(marks);
    let commas = sentence.text.matches(',').count();
    gathered.bin(measures::COMMAS, bin(commas));
    gathered.bin(
        measures::SIGNS,
        usize::from(contains(&['@', '#', '\u{A9}', '|', '\u{2022}', '\u{B7}', '=', '&', '\u{2192}', '\u{BB}'])),
    );
    let address = sentence.text.contains("://") || sentence.text.contains("www.");
    gathered.bin(measures::ADDRESS, usize::from(address));
    gathered.bin(
        measures::COLON,
        match sentence.text.find([':', ';']) {
            None => 0,
            Some(at) if at < 25 => 1,
            Some(_) => 2,
        },
    );
    gathered.bin(measures::BRACKETS, unclosed(sentence.text));
    gathered.bin(measures::QUOTATION, unclosed_quotation(ending.tail()));
}

/// How many brackets are open at the end of a text, and whether one is closed that was not opened.
fn unclosed(text: &str) -> usize {
    let mut open = 0_usize;
    let mut stray = false;
    for character in text.chars() {
        match character {
            '(' | '[' => open += 1,
            ')' | ']' => {
                stray |= open == 0;
                open = open.saturating_sub(1);
            }
            _ => {}
        }
    }
    if stray { 3 } else { open.min(2) }
}

/// Whether a quotation is open at the end of a text: 1 if so, by marks of which the opening one differs from the
/// closing one; 2 by straight ones.
fn unclosed_quotation(text: &str) -> usize {
    let count = |mark: char| text.matches(mark).count();
    // All marks but the straight one begin with one of these bytes.
    if memchr::memchr2(0xC2, 0xE2, text.as_bytes()).is_none() {
        return if count('"') % 2 == 1 { 4 } else { 0 };
    }
    let french = text.rfind('\u{AB}') > text.rfind('\u{BB}') && count('\u{AB}') != count('\u{BB}');
    let german = text.rfind('\u{BB}') > text.rfind('\u{AB}') && count('\u{AB}') != count('\u{BB}');
    let english = text.rfind('\u{201C}') > text.rfind('\u{201D}') && !text.contains('\u{201E}');
    let low = text.rfind('\u{201E}') > text.rfind(['\u{201C}', '\u{201D}']);
    if french {
        1
    } else if german {
        3
    } else if english || low {
        2
    } else if count('"') % 2 == 1 {
        4
    } else {
        0
    }
}
