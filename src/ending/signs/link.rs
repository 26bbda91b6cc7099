//! A link to the rest of a text, at the end of it.

use super::ellipsis::without_ellipsis;
use crate::ending::Context;
use crate::ending::function_words::is_word_of_document;
use crate::ending::marks::{is_closer, is_stop};
use crate::lang::{fold, is_read_more, knowledge};

/// The longest phrase that links to the rest, in bytes.
const LONGEST_PHRASE: usize = 60;

/// The most words of a phrase that is looked for in the middle of a sentence.
const LONGEST_PHRASE_WORDS: usize = 7;

/// The longest of those that name what they link to, in bytes.
const LONGEST_LINK: usize = 4 * LONGEST_PHRASE;

/// The most words that the name of a site has.
const MOST_WORDS_OF_A_SITE: usize = 4;

/// What opens a title,
const TITLE_OPENS: [char; 4] = ['\u{201C}', '\u{AB}', '\u{201E}', '"'];

/// and what closes one.
const TITLE_CLOSES: [char; 4] = ['\u{201D}', '\u{BB}', '\u{201C}', '"'];

/// `… Lire la suite`, in one line or in two.
pub(super) fn linked(context: &impl Context, line: &str) -> Option<usize> {
    let line = without_arrow(without_ellipsis(line).unwrap_or(line));
    let is_link = |text: &str| text.len() <= LONGEST_PHRASE && is_read_more(text, context.language());
    let is_phrase = |text: &str| is_link(text) || names_the_rest(context, text, is_link);
    // In a line of its own, an apostrophe or a quotation mark in it ends no sentence: "Leggi l'articolo".
    if !context.is_one_line() && is_phrase(line) {
        return Some(0);
    }
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

/// A line without the arrow that pages put behind a link: "Leer más »". What closes a quotation is none.
fn without_arrow(line: &str) -> &str {
    let is_arrow = |mark: char| matches!(mark, '\u{BB}' | '\u{203A}' | '>' | '\u{2192}' | '\u{25B6}');
    let before = line.trim_end_matches(is_arrow);
    let is_apart = before.len() < line.len() && before.ends_with([' ', '\u{A0}']);
    let is_open = before.rfind('\u{AB}') > before.rfind('\u{BB}');
    if is_apart && !is_open { before.trim_end() } else { line }
}

/// `Continue reading “The old bridge”`, `Continue reading on The Mill`: a phrase, and what it links to: a title in
/// quotation marks, or the name of a site.
fn names_the_rest(context: &impl Context, line: &str, is_link: impl Fn(&str) -> bool) -> bool {
    let is_joint = |word: &str| is_word_of_document(context, &knowledge().before_sites, &fold(word));
    if line.len() > LONGEST_LINK {
        return false;
    }
    if let Some(at) = line.find(TITLE_OPENS).filter(|_| line.ends_with(TITLE_CLOSES)) {
        let phrase = line.get(..at).unwrap_or_default().trim_end();
        let before = phrase.rsplit_once(' ').filter(|(_, last)| is_joint(last)).map(|(before, _)| before);
        return is_link(phrase) || before.is_some_and(is_link);
    }
    line.match_indices(' ').any(|(start, _)| {
        let (phrase, rest) = line.split_at(start);
        let Some((joint, name)) = rest.trim_start().split_once(' ') else { return false };
        is_site(name) && is_link(phrase) && is_joint(joint)
    })
}

/// Whether this may be the name of a site: a few words that begin with a capital or have a dot inside.
fn is_site(name: &str) -> bool {
    let is_part = |word: &str| word.starts_with(char::is_uppercase) || word.contains('.');
    let count = name.split_whitespace().take(MOST_WORDS_OF_A_SITE + 1).count();
    (1..=MOST_WORDS_OF_A_SITE).contains(&count) && name.split_whitespace().all(is_part)
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
