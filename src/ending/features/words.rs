//! The features of the last word.

use super::sentence::Sentence;
use super::{Gathered, WORDS_OF_PROSE, bin, logit, measures};
use crate::ending::lexicon::Standing;
use crate::ending::lexis::{Lexis, of_pair, of_word};
use crate::ending::{Context, Ending, Finish, is_function_word};

/// More words that go on from the last one say no more.
const MOST_GOING_ON: usize = 7;

pub(super) fn of_last_word(gathered: &mut Gathered, ending: &Ending<'_>, sentence: &Sentence<'_>, lexis: &Lexis) {
    let finish = match ending.finish {
        Finish::Stop => 0,
        Finish::Word => 1,
        Finish::Digit => 2,
        Finish::Open => 3,
        Finish::Other => 4,
    };
    gathered.bin(measures::FINISH, finish);
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
        gathered.bin(measures::OPEN_MARK, mark);
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
    gathered.bin(measures::CASE, case);
    gathered.bin(measures::LETTERS, length.min(15));
    gathered.bin(measures::LETTERS_BY_CASE.of(case), bin(length));
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
    gathered.bin(measures::JOINT, joint);
    let before = sentence.words.len().checked_sub(2).and_then(|at| sentence.words.get(at)).copied().unwrap_or_default();
    let part = logit(lexis.part.score(&of_word(word)));
    let pair = of_pair(before, word);
    let last_of_sentence = logit(-lexis.last.score(&pair));
    for gram in pair {
        gathered.hashed(gram);
    }
    gathered.bin(measures::PART, part);
    gathered.bin(measures::PART_BY_CASE.of(case), part);
    gathered.bin(measures::INSIDE, last_of_sentence);
    gathered.bin(measures::INSIDE_BY_CASE.of(case), last_of_sentence);
    if sentence.words.len() > 1 {
        let lower = before.chars().next().is_some_and(char::is_lowercase);
        let mark = before.chars().next_back().is_some_and(|last| !last.is_alphanumeric());
        gathered.bin(measures::WORD_BEFORE, usize::from(lower) + 2 * usize::from(mark) + 4 * case);
    }
}

pub(super) fn of_lexicon(
    gathered: &mut Gathered,
    context: &impl Context,
    ending: &Ending<'_>,
    sentence: &Sentence<'_>,
    lexis: &Lexis,
) {
    if ending.word.is_empty() {
        return;
    }
    let standing = lexis.words.standing(context.language(), ending.word);
    let case = usize::from(ending.word.starts_with(char::is_uppercase));
    let length = match ending.word.chars().count() {
        ..4 => 0,
        4..7 => 1,
        _ => 2,
    };
    let long = usize::from(sentence.line_words >= WORDS_OF_PROSE);
    let number = standing as usize;
    gathered.bin(measures::STANDING, number);
    gathered.bin(measures::STANDING_BY_CASE.of(case), number);
    gathered.bin(measures::STANDING_BY_LENGTH.of(length), number);
    gathered.bin(measures::STANDING_BY_LINE_AND_CASE.of(long + 2 * case), number);
    let (goes_on, repeats) = ending.goes_on(context, MOST_GOING_ON);
    gathered.bin(measures::GOES_ON, goes_on + 8 * usize::from(repeats));
    let is_whole = matches!(standing, Standing::Whole | Standing::WholeOrBeginning);
    gathered.bin(measures::GOES_ON_BY_LENGTH.of(length), goes_on + 8 * usize::from(is_whole));
    let function = if is_function_word(context, ending.word) { 1 + case } else { 0 };
    gathered.bin(measures::FUNCTION, function);
    gathered.bin(measures::FUNCTION_BY_LINE.of(long), function);
}
