//! What a page put behind the last sentence of a text, on the same line: "… for eight months. Comments".
//!
//! Prose ends in a stop, and what ends in none is hardly ever one of a few words that head comments or are buttons, alone
//! behind a stop. So only those count, in the language of the text or in English.

use super::Document;
use super::neighbours::SHORTEST_PARAGRAPH;
use crate::lang::{Topic, fold, knowledge};
use crate::span::Span;

/// A longer piece is none of those words. In bytes.
const LONGEST: usize = 48;

/// A shorter word before a stop may be an abbreviation. In characters.
const SHORTEST_WORD: usize = 3;

/// What a page put behind the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trailing {
    /// What it is.
    pub topic: Topic,
    /// The words.
    pub span: Span,
    /// The same from the end of the sentence before them on: what is taken out.
    pub removal: Span,
}

/// What stands behind the last sentence of `document`, if that is of the page.
pub(super) fn trailing(document: &Document<'_>) -> Option<Trailing> {
    let line = document.tail(1).next()?.span;
    let text = document.str(line)?.trim_end();
    // Nearly every document is done here: its last line ends as a sentence does.
    if text.len() < SHORTEST_PARAGRAPH || !text.ends_with(|last: char| last.is_alphanumeric() || last == ')') {
        return None;
    }
    let from = Span::new(text.len().saturating_sub(LONGEST), text.len()).whole_characters(text.as_bytes());
    let near = text.get(from.range())?;
    let is_end = |(at, blank): (usize, &str)| {
        let before = text.get(..from.start + at)?;
        ends_a_sentence(before).then_some(from.start + at + blank.len())
    };
    let start = near.rmatch_indices(char::is_whitespace).find_map(is_end)?;
    let (before, piece) = text.split_at_checked(start)?;
    let before = before.trim_end();
    if before.len() < SHORTEST_PARAGRAPH || !piece.starts_with(|first: char| first.is_uppercase() || first.is_numeric())
    {
        return None;
    }
    let language = document.language()?;
    let found = knowledge().behind.find(piece)?;
    let counts = found.phrase.languages().iter().any(|own| *own == language || own.code() == "en");
    let place = |at: usize| line.start + at;
    counts.then(|| Trailing {
        topic: found.phrase.topic(),
        span: Span::new(place(start), place(text.len())),
        removal: Span::new(place(before.len()), place(text.len())),
    })
}

/// Whether a sentence ends here: in a stop behind a word that is no abbreviation, or in a quotation that ends in one.
fn ends_a_sentence(text: &str) -> bool {
    let is_quote = |mark: char| matches!(mark, '"' | '\u{BB}' | '\u{201C}' | '\u{201D}' | ')');
    let unquoted = text.trim_end_matches(is_quote).trim_end_matches(['\u{A0}', '\u{202F}']);
    let Some(sentence) = unquoted.strip_suffix(['.', '!', '?', '\u{2026}']) else { return false };
    if unquoted.len() < text.len() || !unquoted.ends_with('.') {
        return true;
    }
    let word = sentence.rsplit(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    word.chars().nth(SHORTEST_WORD - 1).is_some() && !knowledge().abbreviations.has(&fold(word))
}
