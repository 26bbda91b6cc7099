//! The beginnings and ends of letters: short lines that share no word with the text, and belong to it.

use super::{fold, knowledge};

/// The most words of a salutation, or of a sign-off that ends in a word that is one by itself.
const MOST_WORDS: usize = 6;

/// The most words of any other sign-off.
const MOST_WORDS_OF_OTHERS: usize = 4;

/// Whether a line begins a letter: "Lieber Arthur,", "My dear friend!", "Sehr geehrte Damen und Herren".
pub fn is_salutation(line: &str) -> bool {
    let mut words = line.split_whitespace();
    if words.clone().nth(MOST_WORDS).is_some() || words.clone().nth(1).is_none() {
        return false;
    }
    let letters = &knowledge().letters;
    let first = words.next().map(folded).filter(|word| !letters.possessives.has(word));
    let first = first.or_else(|| words.next().map(folded));
    first.is_some_and(|word| letters.salutations.has(&word))
}

/// Whether a line stands above the name at the end of a letter: "Herzlichst Dein", "Sincerely yours,", "With love,",
/// "Kind regards".
pub fn is_sign_off(line: &str) -> bool {
    let line = line.trim();
    let has_more_than = |most: usize| line.split_whitespace().nth(most).is_some();
    // Most lines are no letter's end by their length, and need not be folded.
    if has_more_than(MOST_WORDS) {
        return false;
    }
    let last = line.split_whitespace().next_back().map(folded).unwrap_or_default();
    let letters = &knowledge().letters;
    letters.lone_closings.has(&last)
        || (!has_more_than(MOST_WORDS_OF_OTHERS)
            && (line.ends_with(',')
                || line.starts_with("<3")
                || (line.contains(' ') && letters.closings.has(&last))
                || letters.sign_offs.has(&fold(line))))
}

/// A word as it is compared, without the signs around it.
fn folded(word: &str) -> String {
    fold(word.trim_matches(|character: char| !character.is_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salutations_are_recognised() {
        for word in knowledge().letters.salutations.iter() {
            assert!(is_salutation(&format!("{word} Anna,")), "{word}");
        }
        for word in knowledge().letters.possessives.iter() {
            assert!(is_salutation(&format!("{word} lieber Freund!")), "{word}");
        }
        for line in ["Dear", "Liebe", "Read more", "Liebe ist, wenn man trotzdem lacht und singt", "My account"] {
            assert!(!is_salutation(line), "{line}");
        }
    }

    #[test]
    fn sign_offs_are_known_by_their_last_word() {
        for word in knowledge().letters.lone_closings.iter() {
            assert!(is_sign_off(word) && is_sign_off(&format!("In alter Freundschaft {word},")), "{word}");
            assert!(is_sign_off(&format!("In alter und tiefer Freundschaft {word}")), "{word}");
        }
        for word in knowledge().letters.closings.iter() {
            assert!(is_sign_off(&format!("Avec {word}")) && !is_sign_off(word), "{word}");
            assert!(!is_sign_off(&format!("In alter und tiefer Freundschaft {word}")), "{word}");
        }
        for line in knowledge().letters.sign_offs.iter() {
            assert!(is_sign_off(line) && !is_sign_off(&format!("All you need is {line}")), "{line}");
        }
        for line in ["With love,", "Mit besten Grüßen,", "Mit freundlichen Grüßen", "<3 Anna", "Love"] {
            assert!(is_sign_off(line), "{line}");
        }
        for line in [
            "Ihr Kommentar",
            "Your comment",
            "Votre avis",
            "",
            "Share | Print",
            "12 comments",
            "Read more: https://example.org/a",
            "Regards croisés sur la ville",
            "He came back late in the evening,",
            "Er gab das Buch im Laden am Markt nicht ihr",
        ] {
            assert!(!is_sign_off(line), "{line}");
        }
    }
}
