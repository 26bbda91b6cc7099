//! Pointers to other articles inside of paragraphs: "… le pont. Lire aussi : Le port sera fermé".

use crate::document::Document;
use crate::fix::Edit;
use crate::lang::{FrequentWords, Language, Match, Mode, Topic, find_furniture};
use crate::rules::prose::{touching_words, word_after};
use crate::span::Span;

/// A pointer to another article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// The phrase with its colon and, where its end is known, the headline behind it.
    pub(super) span: Span,
    /// What takes it out, where its end is known.
    pub(super) edit: Option<Edit>,
}

/// So far before its colon, a phrase may begin. In bytes.
const LONGEST_LABEL: usize = 96;

/// So many words may stand between a phrase and its colon: "Lire aussi l'interview du maire :".
const MOST_WORDS_BETWEEN: usize = 5;

/// A longer headline is none. In bytes.
const LONGEST_HEADLINE: usize = 220;

/// What ends a sentence, or the quotation that it ends in, or stands between two sentences.
const ENDS: [char; 12] = ['.', '!', '?', '\u{2026}', ':', ';', ')', ']', '"', '\u{BB}', '\u{201D}', '\u{201C}'];

/// The pointers in the text of `document`, in order. They are looked for at colons, which are few.
pub(super) fn links(document: &Document<'_>) -> Vec<Link> {
    if !document.byte_set().contains(b':') {
        return Vec::new();
    }
    let body = document.body();
    let colons = memchr::memchr_iter(b':', body.of(document.bytes()));
    colons.filter_map(|colon| link(document, body.start + colon)).collect()
}

/// The pointer whose phrase ends in the colon at `colon`.
fn link(document: &Document<'_>, colon: usize) -> Option<Link> {
    let before = label_before(document, colon)?;
    let label = Span::new(before, colon + 1);
    if !is_label(document.str(label)?, document.language()) {
        return None;
    }
    let line = document.line_at(colon)?;
    // The rules about the ends of documents have their say first.
    if document.edges().is_claimed(line.span.start) {
        return None;
    }
    let is_line = before == line.span.start;
    // The first line of all is the title, where the rules about the ends leave it alone.
    if is_line && document.head(1).next().is_some_and(|first| first.span.start == before) {
        return None;
    }
    let rest = Span::new(colon + 1, line.span.end.min(colon + 1 + LONGEST_HEADLINE));
    let rest = document.str(rest.whole_characters(document.bytes()))?;
    let touching = end_of_headline(rest, document.language());
    let is_last = colon + 1 + rest.len() == line.span.end;
    let Some(headline) = touching.or_else(|| (is_last && !is_sentence(rest)).then_some(rest.len())) else {
        return Some(Link { span: label, edit: None });
    };
    let span = Span::new(before, colon + 1 + headline);
    let edit = if is_line && span.end == line.span.end {
        Edit::delete(document.removal(line.span))
    } else {
        taken_out(span, line.span, document.bytes())
    };
    Some(Link { span, edit: Some(edit) })
}

/// Where the sentence begins that ends in the colon at `colon`, if it is short and begins with a capital letter.
fn label_before(document: &Document<'_>, colon: usize) -> Option<usize> {
    let line = document.line_at(colon)?;
    let from = line.span.start.max(colon.saturating_sub(LONGEST_LABEL));
    let text = document.str(Span::new(from, colon).whole_characters(document.bytes()))?;
    let sentence = match text.char_indices().rev().find(|(_, character)| ENDS.contains(character)) {
        Some((at, character)) => text.get(at + character.len_utf8()..)?,
        None if from == line.span.start => text,
        None => return None,
    };
    let sentence = sentence.trim_start();
    sentence.starts_with(char::is_uppercase).then(|| colon - sentence.len())
}

/// Whether a short sentence that ends in a colon points to other articles.
fn is_label(label: &str, language: Option<Language>) -> bool {
    let is_pointer = |found: &Match<'_>| {
        let phrase = found.phrase;
        let is_brief = || found.rest.split_whitespace().count() <= MOST_WORDS_BETWEEN && !found.rest.contains(',');
        phrase.topic() == Topic::RelatedLink
            && phrase.words() > 1
            && match phrase.mode() {
                Mode::Label => true,
                // Of other languages too little is known: "Čtěte také mezi řádky:" asks to read between the lines.
                Mode::Teaser | Mode::Start => phrase.languages().iter().any(|own| own.has_data()) && is_brief(),
                _ => false,
            }
    };
    find_furniture(label, language).iter().any(is_pointer)
}

/// How much of `rest`, which follows a colon, is a headline that the next word touches, if one does.
fn end_of_headline(rest: &str, language: Option<Language>) -> Option<usize> {
    let words = language.and_then(FrequentWords::of);
    let start = rest.len() - rest.trim_start().len();
    let mut characters = rest.char_indices().skip_while(|(at, _)| *at <= start);
    let touching = characters.find(|(at, character)| {
        let (before, after) = rest.split_at_checked(*at).unwrap_or_default();
        let is_quoted = matches!(character, '\u{AB}' | '\u{201C}');
        match before.chars().next_back() {
            Some('\u{BB}' | '\u{201D}' | '?' | '!') => character.is_uppercase() || is_quoted || *character == '"',
            Some(left) if left.is_lowercase() || left.is_ascii_digit() => {
                // Behind the phrase, a frequent word is enough: "Uhr" and "2019" end headlines, too.
                let is_frequent = || words.is_some_and(|words| words.has(word_after(after)));
                let are_two = || is_frequent() || touching_words(rest, *at, || words).is_some();
                is_quoted || (character.is_uppercase() && are_two())
            }
            _ => false,
        }
    });
    touching.map(|(at, _)| at)
}

/// Whether there is a sentence in `text`, or the end of one.
fn is_sentence(text: &str) -> bool {
    text.contains(". ") || text.trim_end().ends_with(['.', '\u{2026}', ';', ','])
}

/// What takes `span` out of a line, so that one space is left between what stands around it.
fn taken_out(span: Span, line: Span, bytes: &[u8]) -> Edit {
    let before = Span::new(line.start, span.start).of(bytes).trim_ascii_end();
    let after = Span::new(span.end, line.end).of(bytes).trim_ascii_start();
    let spaced = Span::new(line.start + before.len(), line.end - after.len());
    let between = if before.is_empty() || after.is_empty() { "" } else { " " };
    Edit::replace(spaced, between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    /// What is found in a text, and the text without it.
    fn found(text: &str) -> Vec<(String, Option<String>)> {
        let without = |edit: &Edit| {
            let (before, after) = (text.get(..edit.span.start).unwrap(), text.get(edit.span.end..).unwrap());
            format!("{before}{}{after}", std::str::from_utf8(&edit.content).unwrap())
        };
        let links = with_document(text, links);
        links
            .iter()
            .map(|link| (text.get(link.span.range()).unwrap().to_owned(), link.edit.as_ref().map(without)))
            .collect()
    }

    const FRENCH: &str =
        "Le conseil de la ville a décidé hier de rénover le vieux pont du port avant la fin de l’année.";

    #[test]
    fn a_headline_ends_where_words_touch() {
        for (link, next) in [
            ("Lire aussi: Le port sera fermé en juin", "Les habitants attendent."),
            ("Lire également : Que devient le «vieux pont»", "Comptes et promesses, d’abord."),
            ("À lire aussi: Qui paiera le pont?", "«Personne», dit le maire."),
            ("Lire aussi: Le «vieux pont»", "\"Personne\", dit le maire."),
            ("Lire aussi: Le pont \"vieux\" et «triste»", "Rien ne presse."),
            ("Lire aussi notre éditorial: Un pont qui se fait attendre", "Rien ne presse."),
        ] {
            for space in ["", " "] {
                let text = format!("{FRENCH}{space}{link}{next}\n");
                let expected = vec![(link.to_owned(), Some(format!("{FRENCH} {next}\n")))];
                assert_eq!(found(&text), expected, "{text}");
            }
        }
    }

    #[test]
    fn a_headline_without_an_end_is_left_where_it_is() {
        let text = format!("{FRENCH} Lire aussi : Le port sera fermé Les habitants attendent.\n");
        assert_eq!(found(&text), [("Lire aussi :".to_owned(), None)]);
        // At the end of a paragraph, nothing follows it.
        let text = format!("{FRENCH} Lire aussi : Le port sera fermé en juin\n");
        assert_eq!(found(&text), [("Lire aussi : Le port sera fermé en juin".to_owned(), Some(format!("{FRENCH}\n")))]);
        // A name is no end.
        let text = format!("{FRENCH} Lire aussi : Le port sur YouTube et LinkedIn Les habitants attendent.\n");
        assert_eq!(found(&text), [("Lire aussi :".to_owned(), None)]);
    }

    #[test]
    fn a_line_of_its_own_is_taken_out_whole() {
        let (line, around) = ("Lire aussi : Le port sera fermé", format!("{FRENCH}\n").repeat(6));
        let text = format!("{around}{line}\n{around}");
        assert_eq!(found(&text), [(line.to_owned(), Some(around.repeat(2)))]);
        // What follows the headline is text, and is not taken out with it.
        let line = format!("Lire aussi : Le port sera fermé {FRENCH}");
        assert_eq!(found(&format!("{around}{line}\n{around}")), [("Lire aussi :".to_owned(), None)]);
        // At the end of a text, others report it.
        assert_eq!(found(&format!("{around}{line}\n")), []);
    }

    #[test]
    fn sentences_are_no_pointers() {
        for text in [
            "Il faut lire aussi : les romans, les lettres.",
            "Elle a dit. Il aime lire aussi: des romans.",
            "Lire aussi bien que possible est un art : rien ne presse.",
            "The sign said the following: closed.",
            "He came home. Related: nothing.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
