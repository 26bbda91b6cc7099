//! What rules about the beginning and the end of a document share.

use crate::document::{Document, Line};
use crate::lang::{Language, fold, knowledge};

/// The last line that is not blank.
pub(super) fn last<'d>(document: &'d Document<'_>) -> Option<(&'d Line, &'d str)> {
    let line = document.tail(1).next()?;
    Some((line, document.str(line.span)?))
}

/// The language of a phrase and that of the document around it, if both are known and differ. A language that the
/// document does not say is not looked for: that takes a hundred times longer than to find the phrase.
pub(super) fn foreign(phrase: &[Language], document: &Document<'_>) -> Option<(Language, Language)> {
    let own = document.declared_language()?;
    let first = phrase.first().filter(|_| !phrase.contains(&own))?;
    Some((*first, own))
}

/// Whether the last word of `text` is one that no sentence of the document's language ends in.
///
/// The word has to be in lower case, so that "Vitamin A" is none, and letters only, so that no address is.
pub(super) fn cannot_end(text: &str, document: &Document<'_>) -> bool {
    let word = text.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '[', '"', '\u{AB}', '\u{201C}', '\u{201E}']);
    let is_word = word.chars().all(|character| character.is_lowercase() || matches!(character, '\'' | '\u{2019}'));
    if word.is_empty() || !is_word {
        return false;
    }
    let word = fold(word);
    // Of "qu'un", the last word is "un"; of "qu'", it is that.
    let last = match word.rfind('\'') {
        Some(apostrophe) if apostrophe + 1 < word.len() => word.get(apostrophe + 1..).unwrap_or_default(),
        _ => &word,
    };
    let words = &knowledge().function_words;
    words.has(last) && document.language().is_some_and(|language| words.languages(last).any(|own| own == language))
}

/// Whether a stop after `text` ends a sentence, and not an abbreviation.
pub(super) fn ends_sentence(text: &str) -> bool {
    let word = text.rsplit(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
    let before = text.strip_suffix(word).unwrap_or_default();
    let is_abbreviation = before.ends_with('.') && !word.is_empty();
    !is_abbreviation && word.chars().count() != 1 && !knowledge().abbreviations.has(&fold(word))
}
