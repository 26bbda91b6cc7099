//! What no sentence ends in: some words, and what words begin with.

use super::Context;
use crate::lang::{Words, fold, knowledge};

/// Whether the last word of `text` is one that no sentence of the document's language ends in.
///
/// The word has to be in lower case, so that "Vitamin A" is none, and letters only, so that no address is.
pub(super) fn cannot_end(context: &impl Context, text: &str) -> bool {
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
    is_word_of_document(context, &knowledge().function_words, last)
}

/// Whether no sentence of the document's language ends in `word`, whatever its case.
pub fn is_function_word(context: &impl Context, word: &str) -> bool {
    !word.is_empty() && is_word_of_document(context, &knowledge().function_words, &fold(word))
}

/// Whether a text ends in the consonants that a syllable begins with, behind another word: no text was meant to.
/// Behind a number, they may be a unit or an abbreviation.
pub(super) fn is_onset(context: &impl Context, before: &str, word: &str) -> bool {
    !before.is_empty() && is_word_of_document(context, &knowledge().onsets, word)
}

/// Whether the document's language has `word`, which is folded, among `words`. The language is asked for last, since it
/// may have to be detected.
pub(super) fn is_word_of_document(context: &impl Context, words: &Words, word: &str) -> bool {
    words.has(word) && context.language().is_some_and(|language| words.has_in(word, language))
}
