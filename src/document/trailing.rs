//! What a page put behind the last sentence of a text, on the same line: "… for eight months. Comments".
//!
//! Prose ends in a stop, and what ends in none is hardly ever one of a few words that head comments or are buttons, alone
//! behind a stop. So only those count, in the language of the text or in English.

use super::Document;
use super::neighbours::SHORTEST_PARAGRAPH;
use crate::ending::is_closer;
use crate::lang::{FrequentWords, Topic, fold, knowledge};
use crate::span::Span;

/// A longer piece is none of those words. In bytes.
const LONGEST: usize = 48;

/// A shorter word before a stop is an abbreviation, unless it is known that sentences end in it. In characters.
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
        ends_a_sentence(document, before).then_some(from.start + at + blank.len())
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

/// Whether a sentence of `document` ends here: in a stop behind something that is no abbreviation, or in a quotation that
/// ends in one.
fn ends_a_sentence(document: &Document<'_>, text: &str) -> bool {
    let unquoted = text.trim_end_matches(is_closer).trim_end_matches(['\u{A0}', '\u{202F}']);
    let Some(sentence) = unquoted.strip_suffix(['.', '!', '?', '\u{2026}']) else { return false };
    if unquoted.len() < text.len() || !unquoted.ends_with('.') {
        return true;
    }
    let word = sentence.rsplit(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    if word.is_empty() {
        // An abbreviation has letters right before its stop, and not a bracket, a quotation mark or more stops.
        return true;
    }
    let folded = fold(word);
    let before = sentence.strip_suffix(word).unwrap_or_default();
    if is_short(before, word) { is_whole(document, word, &folded) } else { !knowledge().abbreviations.has(&folded) }
}

/// Whether a word is as short as abbreviations are. What is written in capitals all through is a name, which needs no stop;
/// and small letters behind an apostrophe are the rest of a word: "don't".
fn is_short(before: &str, word: &str) -> bool {
    let is_name = word.len() > 1 && word.chars().all(char::is_uppercase);
    let is_rest = before.ends_with(['\'', '\u{2019}']) && word.starts_with(char::is_lowercase);
    word.chars().nth(SHORTEST_WORD - 1).is_none() && !is_name && !is_rest
}

/// Whether a short word is one that sentences end in, in the language of `document`. What begins with a capital there may
/// be a title before a name: "No.", "St.".
fn is_whole(document: &Document<'_>, word: &str, folded: &str) -> bool {
    let Some(language) = document.language().filter(|_| word.starts_with(char::is_lowercase)) else { return false };
    if language.has_data() {
        return knowledge().short_words.has_in(folded, language);
    }
    // Of a single letter, nobody knows whether it is a word.
    word.chars().nth(1).is_some() && FrequentWords::of(language).is_some_and(|frequent| frequent.has(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    fn ends(language: &str, text: &str) -> bool {
        with_document(format!("<<<FILE>>> a lang={language}\n{text}\n"), |document| ends_a_sentence(document, text))
    }

    #[test]
    fn short_words_end_sentences() {
        for (language, text) in [
            ("de", "so hieß es."),
            ("de", "er ist wieder da."),
            ("de", "sie sagte zu."),
            ("de", "er lehnte ab."),
            ("en", "nobody paid for it."),
            ("en", "they went on."),
            ("en", "but they don't."),
            ("de", "so war’s."),
            ("es", "dijo que no."),
            ("fr", "il est resté là."),
            ("fr", "dit-il."),
            ("fr", "elle s’en va."),
            ("it", "non lo so."),
            ("nl", "zo gaat het op."),
            ("pt", "ele ficou lá."),
            ("sv", "det talar de om."),
        ] {
            assert!(ends(language, text), "{language}: {text}");
        }
    }

    #[test]
    fn names_in_capitals_and_closing_marks_stand_before_a_stop() {
        let texts = [
            "in der EU.",
            "wie im TV.",
            "»so sei es«.",
            "(und wo).",
            "um 4 %.",
            "un po'.",
            "»Es gab ihn.«",
            "‘So.’",
            "so ...",
        ];
        for text in texts {
            assert!(ends("de", text), "{text}");
        }
    }

    #[test]
    fn abbreviations_end_none() {
        for (language, text) in [
            ("de", "z.B."),
            ("de", "z. B."),
            ("de", "Fragen u."),
            ("de", "im Gespräch mit Dr."),
            ("de", "lt."),
            ("de", "bzw."),
            ("de", "am 3."),
            ("en", "at St."),
            ("en", "No."),
            ("en", "at no."),
            ("en", "on p."),
            ("es", "No."),
            ("es", "el art."),
            ("fr", "M."),
            ("fr", "av."),
            ("fr", "au début de l'av."),
            ("fr", "l'appel de l'O."),
            ("it", "per es."),
            ("nl", "om 10 u."),
            ("sv", "kl."),
        ] {
            assert!(!ends(language, text), "{language}: {text}");
        }
    }
}
