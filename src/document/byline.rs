//! Lines that say who wrote the text, by their shape: "Von Anna Durand und Ben Muir".

use crate::lang::{fold, knowledge};

/// A longer line is a sentence. In bytes.
const LONGEST: usize = 80;

/// A longer word stands before no name. In bytes.
const LONGEST_WORD: usize = 8;

/// More words than these are no name, and not two with "and" between them.
const MOST_WORDS: usize = 7;

/// More than these did not write a text together.
const MOST_NAMES: usize = 4;

/// Whether a line is a word such as "By" and names of two words or more, and nothing else. One word alone may be the
/// title of a section ("By Train").
pub(super) fn is_byline(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let Some((word, names)) = line.split_once(' ') else { return false };
    // Names have a capital: most lines are done here, and no word is looked up.
    let begins_name = names.trim_start().starts_with(char::is_uppercase);
    if !begins_name || word.len() > LONGEST_WORD || !knowledge().byline_words.has(&fold(word)) {
        return false;
    }
    names.split([',', '&']).all(are_names) && names.split([',', '&']).nth(MOST_NAMES).is_none()
}

/// Whether these are the words of a name, or of two: first two words with a capital, since "Brücken und Menschen" has as
/// many; then more of them and what stands in names without one; and at the end one with a capital.
pub(super) fn are_names(text: &str) -> bool {
    let is_capital = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '\u{2019}' | '.'))
    };
    let words = || text.split_whitespace();
    // A stop ends a sentence, and an initial only before other words.
    words().take(2).filter(|word| is_capital(word)).count() == 2
        && words().next_back().is_some_and(|last| is_capital(last) && !last.ends_with('.'))
        && words().all(|word| is_capital(word) || knowledge().name_particles.has(word))
        && words().nth(MOST_WORDS).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_behind_by_are_a_byline() {
        for line in [
            "By Ann Miller",
            "by Ann B. Miller and Ben O\u{2019}Muir",
            "Von Anna Durand und Karl-Heinz Muir",
            "VON ANNA DURAND",
            "Par Élise Marchand, Jean Moulin",
            "Por Ana María de Silva & Juan Puente",
            "Door Jan Willem van der Berg",
            "Door Anna Jansen en Piet de Vries",
            "Di Anna Rossi e Marco Della Valle",
            "Por Ana Silva e João dos Santos",
        ] {
            assert!(is_byline(line), "{line}");
        }
    }

    #[test]
    fn titles_and_sentences_are_none() {
        for line in [
            "By",
            "By Train",
            "Von Brücken und Menschen",
            "Von Ulm nach Wien",
            "By Ann Miller.",
            "By Ann Miller, who was there",
            "Par Élise",
            "Par Jean, Paul et Marie",
            "Da Milano a Roma",
            "Door Weer en Wind",
            "Por Madrid y Barcelona",
            "By the River Thames",
            "Ann Miller",
            "By Ann Miller, 28 October 2024",
            "Von A. und B.",
            "Par Monts et Vaux",
        ] {
            assert!(!is_byline(line), "{line}");
        }
    }
}
