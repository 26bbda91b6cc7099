//! What is measured of the end of a text: features that are there or are not, each a number.
//!
//! All measures are sorted into a few bins, so that the model is a sum of one weight per bin, and every weight can be
//! read: so much do eight words since the last stop speak for a cut. What the last words look like is hashed (feature
//! hashing; Weinberger and others, "Feature Hashing for Large Scale Multitask Learning", 2009).

use super::lexis::{Lexis, of_context, of_pair, of_word};
use super::signs::Item;
use super::{Ending, Finish, is_closer, is_function_word, is_stop, is_word};
use crate::document::Document;
use crate::span::Span;

/// How many bins a measure may have.
const BINS: usize = 16;

/// How many measures there may be.
const MEASURES: usize = 80;

/// How many numbers hashed features share.
const HASHED: usize = 1 << 13;

/// How many features there are.
pub const FEATURES: usize = PLAIN + HASHED;

/// How many of them are no words.
pub const PLAIN: usize = MEASURES * BINS;

/// How many lines before the last are looked at.
const LINES_BEFORE: usize = 12;

/// How many bytes at the end of the text are looked at for what careful writers do not write.
const SLOPPY: usize = 1536;

/// A line of fewer words may be a title, a signature or verse.
const WORDS_OF_PROSE: usize = 8;

/// Features of a text, as they are gathered.
struct Gathered(Vec<u16>);

impl Gathered {
    fn bin(&mut self, measure: usize, bin: usize) {
        if measure < MEASURES {
            self.put(measure * BINS + bin.min(BINS - 1));
        }
    }

    fn hashed(&mut self, gram: u16) {
        self.put(PLAIN + usize::from(gram) % HASHED);
    }

    fn put(&mut self, feature: usize) {
        self.0.extend(u16::try_from(feature));
    }
}

/// The features of a text that ends in `ending`.
pub fn features(document: &Document<'_>, ending: &Ending<'_>, lexis: &Lexis) -> Vec<u16> {
    let mut gathered = Gathered(Vec::with_capacity(64));
    let sentence = Sentence::of(ending.tail());
    let habit = Habit::of(document);
    of_last_word(&mut gathered, ending, &sentence, lexis);
    of_lexicon(&mut gathered, document, ending, &sentence, lexis);
    of_sentence(&mut gathered, ending, &sentence);
    of_document(&mut gathered, document, ending, &habit, &sentence);
    gathered.0
}

/// The number of the bin of a count, of bins that grow.
fn bin(count: usize) -> usize {
    const ENDS: [usize; 11] = [0, 1, 2, 3, 4, 6, 9, 14, 22, 40, 80];
    ENDS.partition_point(|end| *end < count)
}

/// The number of the bin of a score in logits: one for each logit from -6 to 6.
fn logit(score: f32) -> usize {
    (-6_i8..6).take_while(|bound| f32::from(*bound) + 0.5 <= score).count()
}

/// The number of the bin of a share.
const fn share(part: usize, whole: usize) -> usize {
    match whole {
        0 => 0,
        _ if part == 0 => 1,
        _ if part == whole => 7,
        _ => 2 + part * 5 / whole,
    }
}

/// What follows the last stop of a line.
struct Sentence<'a> {
    text: &'a str,
    words: Vec<&'a str>,
    /// Whether a stop and a blank stand before it in its line.
    follows: bool,
    /// The words of the whole line.
    line_words: usize,
}

impl<'a> Sentence<'a> {
    fn of(line: &'a str) -> Self {
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

/// How the lines before the last one end: whether this is a document of sentences with stops.
#[derive(Default)]
struct Habit {
    /// Lines of prose before the last one.
    prose: usize,
    /// Those of them that end in a stop.
    stopped: usize,
    /// Short lines among them.
    short: usize,
    /// The line directly before the last: its words, and whether it ends in a stop.
    before: Option<(usize, bool)>,
}

impl Habit {
    fn of(document: &Document<'_>) -> Self {
        let mut habit = Self::default();
        let lines = document.tail(LINES_BEFORE + 1).skip(1).filter_map(|line| document.str(line.span));
        for line in lines {
            let line = line.trim();
            let words = line.split_whitespace().take(WORDS_OF_PROSE).count();
            let stopped = line.chars().next_back().is_some_and(|last| is_stop(last) || is_closer(last));
            habit.before.get_or_insert((words, stopped));
            if words == WORDS_OF_PROSE {
                habit.prose += 1;
                habit.stopped += usize::from(stopped);
            } else {
                habit.short += 1;
            }
        }
        habit
    }
}

fn of_last_word(gathered: &mut Gathered, ending: &Ending<'_>, sentence: &Sentence<'_>, lexis: &Lexis) {
    let finish = match ending.finish {
        Finish::Stop => 0,
        Finish::Word => 1,
        Finish::Digit => 2,
        Finish::Open => 3,
        Finish::Other => 4,
    };
    gathered.bin(0, finish);
    let last = sentence.words.last().copied().unwrap_or_default();
    if ending.finish == Finish::Open {
        let mark = match last.chars().next_back() {
            Some(',') => 0,
            Some(';') => 1,
            Some(':') => 2,
            Some('-') => 3,
            Some('(' | '[') => 4,
            _ => 5,
        };
        gathered.bin(1, mark);
        return;
    }
    if ending.finish != Finish::Word {
        return;
    }
    let word = ending.word;
    let length = word.chars().count();
    let first_upper = word.chars().next().is_some_and(char::is_uppercase);
    let all_upper = length > 1 && word.chars().all(char::is_uppercase);
    let case = if all_upper { 2 } else { usize::from(first_upper) };
    gathered.bin(2, case);
    gathered.bin(3, length.min(15));
    gathered.bin(4 + case, bin(length));
    // What stands directly before the last word, without a blank: a joint, a handle, a file name.
    let joint = last.strip_suffix(word).and_then(|before| before.chars().next_back());
    let joint = match joint {
        None => 0,
        Some('\'' | '\u{2019}') => 1,
        Some('-' | '\u{2010}' | '\u{2011}') => 2,
        Some(
            '(' | '[' | '"' | '\u{AB}' | '\u{BB}' | '\u{201C}' | '\u{201E}' | '\u{2018}' | '\u{203A}' | '\u{2039}',
        ) => 3,
        Some('.' | '/' | '@' | '_' | '#' | '=' | '&') => 4,
        Some(other) if other.is_numeric() => 5,
        Some(_) => 6,
    };
    gathered.bin(7, joint);
    let before = sentence.words.len().checked_sub(2).and_then(|at| sentence.words.get(at)).copied().unwrap_or_default();
    let part = logit(lexis.part.score(&of_word(word)));
    let last_of_sentence = logit(-lexis.last.score(&of_pair(before, word)));
    for gram in of_pair(before, word) {
        gathered.hashed(gram);
    }
    gathered.bin(44, part);
    gathered.bin(45 + case, part);
    gathered.bin(48, last_of_sentence);
    gathered.bin(49 + case, last_of_sentence);
    if sentence.words.len() > 1 {
        let lower = before.chars().next().is_some_and(char::is_lowercase);
        let mark = before.chars().next_back().is_some_and(|last| !last.is_alphanumeric());
        gathered.bin(8, usize::from(lower) + 2 * usize::from(mark) + 4 * case);
    }
}

fn of_lexicon(
    gathered: &mut Gathered,
    document: &Document<'_>,
    ending: &Ending<'_>,
    sentence: &Sentence<'_>,
    lexis: &Lexis,
) {
    if ending.word.is_empty() {
        return;
    }
    let standing = lexis.words.standing(document.language(), ending.word) as usize;
    let case = usize::from(ending.word.starts_with(char::is_uppercase));
    let length = match ending.word.chars().count() {
        ..4 => 0,
        4..7 => 1,
        _ => 2,
    };
    let long = usize::from(sentence.line_words >= WORDS_OF_PROSE);
    gathered.bin(53, standing);
    gathered.bin(54 + case, standing);
    gathered.bin(56 + length, standing);
    gathered.bin(59 + long + 2 * case, standing);
    let function = if is_function_word(document, ending.word) { 1 + case } else { 0 };
    gathered.bin(63, function);
    gathered.bin(64 + long, function);
}

fn of_sentence(gathered: &mut Gathered, ending: &Ending<'_>, sentence: &Sentence<'_>) {
    let words = sentence.words.len();
    let follows = usize::from(sentence.follows);
    gathered.bin(10, bin(words));
    gathered.bin(11 + follows, bin(words));
    gathered.bin(13, bin(sentence.line_words));
    let first = sentence.text.chars().find(|character| !is_closer(*character) && *character != '\u{201E}');
    let start = match first {
        Some(first) if first.is_uppercase() => 1,
        Some(first) if first.is_lowercase() => 2,
        Some(first) if first.is_numeric() => 3,
        Some('-' | '\u{2013}' | '\u{2014}' | '\u{2022}' | '\u{B7}') => 4,
        Some('\u{A9}' | '@' | '#' | '+') => 5,
        _ => 0,
    };
    gathered.bin(14 + follows, start);
    let is_capital = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase);
    let is_small = |word: &&&str| {
        word.chars().all(|character| character.is_lowercase() || character == '\'') && word.chars().count() <= 3
    };
    let has_digit = |word: &&&str| word.bytes().any(|byte| byte.is_ascii_digit());
    let later = words.saturating_sub(1);
    gathered.bin(16, share(sentence.words.iter().skip(1).filter(is_capital).count(), later));
    gathered.bin(17, share(sentence.words.iter().filter(is_small).count(), words));
    gathered.bin(18, bin(sentence.words.iter().filter(is_small).count()));
    gathered.bin(19, share(sentence.words.iter().filter(has_digit).count(), words));
    let (_, before) = sentence.words.split_last().unwrap_or((&"", &[]));
    for word in before.iter().rev().take(10) {
        gathered.hashed(of_context(6, word));
    }
    if let Some(first) = before.first() {
        gathered.hashed(of_context(7 + follows as u64, first));
    }
    let contains = |marks: &[char]| sentence.text.contains(marks);
    let commas = sentence.text.matches(',').count();
    gathered.bin(20, bin(commas));
    gathered.bin(
        21,
        usize::from(contains(&['@', '#', '\u{A9}', '|', '\u{2022}', '\u{B7}', '=', '&', '\u{2192}', '\u{BB}'])),
    );
    let address = sentence.text.contains("://") || sentence.text.contains("www.");
    gathered.bin(22, usize::from(address));
    gathered.bin(
        23,
        match sentence.text.find([':', ';']) {
            None => 0,
            Some(at) if at < 25 => 1,
            Some(_) => 2,
        },
    );
    gathered.bin(24, unclosed(sentence.text));
    gathered.bin(25, unclosed_quotation(ending.tail()));
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

/// Whether a quotation is open at the end of a text: 1 if so, by the marks that are told apart; 2 by straight ones.
fn unclosed_quotation(text: &str) -> usize {
    let count = |mark: char| text.matches(mark).count();
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

fn of_document(
    gathered: &mut Gathered,
    document: &Document<'_>,
    ending: &Ending<'_>,
    habit: &Habit,
    sentence: &Sentence<'_>,
) {
    let stopped = share(habit.stopped, habit.prose);
    gathered.bin(30, stopped);
    gathered.bin(31, habit.prose.min(12));
    gathered.bin(32, habit.short.min(12));
    let before =
        habit.before.map_or(0, |(words, stopped)| 1 + usize::from(stopped) + 2 * usize::from(words == WORDS_OF_PROSE));
    gathered.bin(33, before);
    // A last line of prose in a document of sentences with stops, and its parts: what speaks together.
    let regular = usize::from(habit.prose > 0 && habit.stopped * 10 >= habit.prose * 9);
    let long = usize::from(sentence.line_words >= WORDS_OF_PROSE);
    let lower = usize::from(ending.word.chars().next().is_some_and(char::is_lowercase));
    gathered.bin(34, regular + 2 * long + 4 * lower + 8 * usize::from(sentence.follows));
    gathered.bin(35 + regular, bin(sentence.words.len()));
    gathered.bin(37 + lower, bin(sentence.line_words));
    gathered.bin(40, bin(document.tail(LINES_BEFORE + 1).count()));
    let (characters, bytes) = length(document, ending);
    gathered.bin(41, usize::from(is_limit(characters) || is_byte_limit(bytes)));
    let inner = sentence.words.iter().rev().skip(1).take(4).filter(|word| {
        word.chars()
            .all(|character| is_word(character) && character.is_lowercase() || matches!(character, '\'' | '\u{2019}'))
    });
    gathered.bin(42 + lower, inner.count());
    let all = Span::new(document.body().start, ending.span.end).of(document.bytes());
    let sample = all.get(all.len().saturating_sub(SLOPPY)..).unwrap_or(all);
    let own = sloppy(sample.get(sample.len().saturating_sub(ending.text.len())..).unwrap_or(sample)).min(4);
    let all = sloppy(sample);
    let begins_low = document.head(1).next().and_then(|line| document.str(line.span));
    let begins_low = begins_low.is_some_and(|line| line.trim_start().starts_with(char::is_lowercase));
    gathered.bin(52, own);
    gathered.bin(72 + regular, bin(all));
    gathered.bin(74, usize::from(begins_low));
    gathered.bin(75, bin(all + 4 * usize::from(begins_low)));
    of_item(gathered, document, ending, sentence);
}

/// What the line begins with, and how the lines end that begin so too.
fn of_item(gathered: &mut Gathered, document: &Document<'_>, ending: &Ending<'_>, sentence: &Sentence<'_>) {
    let item = Item::of(ending.text);
    let long = usize::from(sentence.line_words >= WORDS_OF_PROSE);
    gathered.bin(66 + long, item as usize);
    if item == Item::None {
        return;
    }
    let lines = document.tail(LINES_BEFORE + 1).skip(1).filter_map(|line| document.str(line.span));
    let ends = lines.filter(|line| Item::of(line) == item).map(|line| {
        let last = line.trim_end().chars().next_back();
        usize::from(last.is_some_and(|last| is_stop(last) || is_closer(last)))
    });
    let (like, stopped) = ends.fold((0, 0), |(like, stopped), stop| (like + 1, stopped + stop));
    gathered.bin(68 + long, share(stopped, like));
    gathered.bin(70 + long, like);
}

/// How often a text has what careful writers do not write: sentences that begin in lower case, marks in a row.
fn sloppy(text: &[u8]) -> usize {
    // The byte in the middle is asked first: it is a letter nearly everywhere.
    let is_sloppy = |three: &[u8; 3]| match three[1] {
        b' ' => three[2] == b',' || (matches!(three[0], b'.' | b'!' | b'?') && three[2].is_ascii_lowercase()),
        b'\n' => matches!(three[0], b'.' | b'!' | b'?') && three[2].is_ascii_lowercase(),
        b'.' => three[0] == b'.' && three[2].is_ascii_lowercase(),
        mark @ (b'!' | b'?') => three[2] == mark || three[2].is_ascii_alphabetic() || three[2] == 0xC3,
        b',' => three[2].is_ascii_alphabetic() || three[2] == 0xC3,
        b'i' | b'u' => three[0] == b' ' && three[2] == b' ',
        _ => false,
    };
    text.windows(3).filter_map(|three| three.first_chunk()).filter(|three| is_sloppy(three)).count()
}

/// How many characters and bytes the text has up to its end.
fn length(document: &Document<'_>, ending: &Ending<'_>) -> (usize, usize) {
    let text = document.bytes().get(document.body().start..ending.span.end).unwrap_or_default();
    // A byte that goes on with a character is none of its own.
    (text.iter().filter(|byte| byte.cast_signed() >= -0x40).count(), text.len())
}

/// Whether programs cut at so many characters.
const fn is_limit(characters: usize) -> bool {
    characters >= 100
        && (characters.is_multiple_of(500)
            || characters.is_multiple_of(1024)
            || characters == 200
            || characters == 280
            || characters == 300)
}

/// Whether programs cut at so many bytes, or at one or two more, which were half of a character.
const fn is_byte_limit(bytes: usize) -> bool {
    const fn near(bytes: usize, unit: usize) -> bool {
        bytes >= unit && (unit - 1 - (bytes + unit - 1) % unit) < 3
    }
    near(bytes, 1000) || near(bytes, 1024) || near(bytes, 500)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn careless_writing_is_counted() {
        for careless in [
            "it fell. then it rose",
            "it fell.\nthen it rose",
            "it fell...then it rose",
            "why??",
            "it fell!then it rose",
            "it fell,then",
            "a bridge , a river",
            "and i fell",
            "oui,\u{E9}t\u{E9}",
        ] {
            assert_eq!(sloppy(careless.as_bytes()), 1, "{careless}");
        }
        for careful in
            ["It fell. Then it rose.", "Why? It fell!", "In 1,500 days\nit fell", "Alors ! Il est là.", "i fell"]
        {
            assert_eq!(sloppy(careful.as_bytes()), 0, "{careful}");
        }
    }
}
