//! A link to the rest of a text, at the end of it.

use super::ellipsis::without_ellipsis;
use crate::ending::Context;
use crate::ending::marks::{is_closer, is_stop};
use crate::lang::is_read_more;

/// The longest phrase that links to the rest, in bytes.
const LONGEST_PHRASE: usize = 60;

/// The most words of a phrase that is looked for in the middle of a sentence.
const LONGEST_PHRASE_WORDS: usize = 7;

/// `… Lire la suite`, in one line or in two.
pub(super) fn linked(context: &impl Context, line: &str) -> Option<usize> {
    let line = without_ellipsis(line).unwrap_or(line);
    let is_phrase = |text: &str| text.len() <= LONGEST_PHRASE && is_read_more(text, context.language());
    if let Some(start) = bracketed(line, is_phrase).filter(|start| *start > 0 || !context.is_one_line()) {
        return Some(start);
    }
    let last_stop = line.rfind(|mark: char| is_stop(mark) || is_closer(mark));
    if let Some(at) = last_stop.filter(|at| line.len() - at <= LONGEST_PHRASE) {
        let (before, phrase) = line.split_at_checked(at + line.get(at..)?.chars().next()?.len_utf8())?;
        let before = without_ellipsis(before).unwrap_or(before);
        let begins = phrase.trim_start().chars().next().is_some_and(char::is_uppercase);
        // Behind a sentence, the phrase is one of its own only if it stands apart.
        let apart = phrase.starts_with(' ') && begins;
        return (apart && is_phrase(phrase)).then_some(before.len()).or_else(|| inside(line, is_phrase));
    }
    let is_alone = context.is_one_line();
    if is_phrase(line) { (!is_alone).then_some(0) } else { inside(line, is_phrase) }
}

/// `The bridge will be... [Read more]`: a phrase in brackets of its own.
fn bracketed(line: &str, is_phrase: impl Fn(&str) -> bool) -> Option<usize> {
    let inside = line.strip_suffix([']', ')'])?;
    let open = inside.rfind(['[', '('])?;
    let (before, phrase) = inside.split_at_checked(open)?;
    let phrase = phrase.trim_start_matches(['[', '(']).trim();
    let phrase = without_ellipsis(phrase).unwrap_or(phrase);
    let before = before.trim_end();
    is_phrase(phrase).then(|| without_ellipsis(before).unwrap_or(before).len())
}

/// `The bridge will be Read more`: a phrase of several words that begins with a capital, in the middle of a sentence.
fn inside(line: &str, is_phrase: impl Fn(&str) -> bool) -> Option<usize> {
    let starts = line.rmatch_indices(' ').map(|(at, _)| at).take(LONGEST_PHRASE_WORDS).skip(1);
    let is_start =
        |at: &usize| line.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_uppercase) && is_phrase(rest));
    let found = starts.filter(is_start).last()?;
    let is_prose = line.get(..found).is_some_and(|before| before.split_whitespace().nth(3).is_some());
    is_prose.then_some(found)
}
