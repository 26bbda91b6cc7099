//! Sentences about what pages ask for, which no page asks: "Residents can leave a comment until Friday".
//!
//! A page speaks to its readers and of itself: "Leave a comment below", "Your comment awaits moderation". A text that is
//! about comments, newsletters or cookies has the same words and speaks of others.

use super::fold::fold;
use super::words::{Terms, Words};
use super::{Language, Match, Topic, knowledge};

/// A shorter line is a notice, whatever it lacks: "Comments are closed." In words.
const FEWEST_WORDS: usize = 7;

/// The verb stands so many words behind the phrase at most: "Follow us on … Facebook has".
const REACH_OF_VERB: usize = 3;

/// So many words behind a comma say who said it.
const REACH_OF_SAID: usize = 3;

/// What tells sentences about pages from those of pages.
#[derive(Debug, Default)]
pub(super) struct Statements {
    /// Words with which a page speaks to its readers, or of itself.
    pub(super) page: Terms,
    /// Verbs that make the phrase before them what a sentence is about.
    pub(super) verbs: Words,
    /// What follows a comma in a sentence that says who said it.
    pub(super) said: Terms,
}

/// Whether a line in which two words tell that it is of `topic` is a sentence of a text that is about such things: it
/// ends as sentences do, asks for nothing, and has none of the words with which a page speaks. `languages` are those of
/// the two words.
pub fn is_statement(line: &str, topic: Topic, languages: &[Language]) -> bool {
    let statements = &knowledge().statements;
    let folded = fold(line);
    if ends_as_statement(&folded) && is_said(&folded, languages) {
        return true;
    }
    ends_as_statement(&folded)
        && folded.split_whitespace().nth(FEWEST_WORDS - 1).is_some()
        && languages.iter().all(|own| {
            statements.page.has_language(*own)
                && !statements.page.occur_in(&folded, *own)
                && !knowledge().signals.asks(&folded, topic, *own)
        })
}

/// Whether a line goes on behind the phrase that it begins with as a sentence about that phrase: what it is, or who said
/// it. "Sign up for our newsletter is among the most common phrases", "Share this, it said, and nobody did".
pub fn is_about_phrase(found: &Match<'_>) -> bool {
    let statements = &knowledge().statements;
    let languages = found.phrase.languages();
    let rest = &*found.rest;
    if !ends_as_statement(rest) {
        return false;
    }
    let is_verb = |word: &str| languages.iter().any(|own| statements.verbs.has_in(word, *own));
    let clause = rest.split(',').next().unwrap_or_default();
    let is_subject = || clause.split_whitespace().take(REACH_OF_VERB).any(is_verb);
    let speaks = || languages.iter().any(|own| statements.page.occur_in(rest, *own));
    is_said(rest, languages) || (is_subject() && !speaks())
}

/// Whether it is said behind a comma of `text`, which is folded, who said what stands before it.
fn is_said(text: &str, languages: &[Language]) -> bool {
    let said = &knowledge().statements.said;
    text.split(',').skip(1).any(|part| {
        let start = part.split_whitespace().take(REACH_OF_SAID).collect::<Vec<_>>().join(" ");
        languages.iter().any(|own| said.occur_in(&start, *own))
    })
}

/// Whether a line that is folded ends in a full stop, whatever quotation marks and brackets stand behind it.
fn ends_as_statement(folded: &str) -> bool {
    let is_behind =
        |sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | ')' | '\u{BB}' | '\u{201C}' | '\u{201D}');
    folded.trim_end_matches(is_behind).ends_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::find_furniture;

    #[test]
    fn a_sentence_about_pages_is_told_from_one_of_a_page() {
        let is = |line: &str| {
            let (topic, languages) = knowledge().signals.find(line).unwrap_or_else(|| panic!("{line}"));
            is_statement(line, topic, languages)
        };
        for line in [
            "Residents can leave a comment on the council's website until Friday.",
            "The paper has two million subscribers, and a third of them have full access to the archive.",
            "Her newsletter has 12,000 subscribers, and she writes every e-mail at the kitchen table.",
            "Den Newsletter der Gemeinde haben 800 Leute abonniert.",
            "La newsletter de la commune compte 800 inscrits.",
            "The company said that its website does not use cookies.",
            "Le site n\u{2019}utilise pas de cookies, assure le maire.",
            "Ohne die Zustimmung der Nutzer d\u{FC}rfen keine Cookies gesetzt werden.",
        ] {
            assert!(is(line), "{line}");
        }
        for line in [
            "Leave a comment below and tell the author what is missing from the list.",
            "To read the rest, sign up for our newsletter and never miss a story again.",
            "Comments are moderated and appear later.",
            "Abonnieren Sie den Newsletter und lesen Sie jeden Freitag das Beste aus dem Tal.",
            "Pour ne rien manquer, inscrivez-vous \u{E0} notre newsletter gratuite du vendredi.",
            "Wer nichts verpassen will, kann hier den Newsletter der Redaktion abonnieren.",
            "Residents who care about the bridge can leave a comment until Friday",
        ] {
            assert!(!is(line), "{line}");
        }
    }

    #[test]
    fn a_phrase_may_be_what_a_sentence_is_about() {
        let is = |line: &str| find_furniture(line, None).iter().any(is_about_phrase);
        for line in [
            "Follow us on Facebook has since gone the way of the guest book.",
            "Sign up for our newsletter is among the most common phrases of the web, a study says.",
            "Partagez cet article sur Facebook, lit-on partout, et nul ne demande s\u{2019}il est bon.",
        ] {
            assert!(is(line), "{line}");
        }
        for line in [
            "Follow us on Facebook and tell your friends about it.",
            "Sign up for our newsletter, it is free.",
            "Partagez cet article sur Facebook, Twitter et ailleurs.",
        ] {
            assert!(!find_furniture(line, None).is_empty() && !is(line), "{line}");
        }
    }
}
