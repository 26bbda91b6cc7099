//! The beginnings and ends of letters: short lines that share no word with the text, and belong to it.

/// The words that a salutation begins with, in lower case.
const SALUTATIONS: [&str; 38] = [
    "lieber",
    "liebe",
    "liebes",
    "liebster",
    "liebste",
    "verehrter",
    "verehrte",
    "hochverehrter",
    "sehr",
    "geehrter",
    "geehrte",
    "werter",
    "werte",
    "dear",
    "dearest",
    "cher",
    "chère",
    "chers",
    "chères",
    "querido",
    "querida",
    "queridos",
    "estimado",
    "estimada",
    "caro",
    "cara",
    "cari",
    "carissimo",
    "carissima",
    "gentile",
    "egregio",
    "prezado",
    "prezada",
    "beste",
    "lieve",
    "geachte",
    "monsieur",
    "madame",
];

/// What stands in front of it: "Mein lieber Freund", "Ma chère Anna".
const POSSESSIVES: [&str; 10] = ["mein", "meine", "my", "mon", "ma", "mes", "mi", "mio", "mia", "meu"];

/// The last words of sign-offs that say whose the name below is, or that nobody writes below an article.
const CLOSINGS: [&str; 22] = [
    "ihr",
    "ihre",
    "ihrem",
    "ihren",
    "dein",
    "deine",
    "deinem",
    "deinen",
    "euer",
    "eure",
    "hochachtungsvoll",
    "ergebenst",
    "herzlichst",
    "yours",
    "sincerely",
    "votre",
    "vôtre",
    "tuo",
    "tua",
    "atentamente",
    "atenciosamente",
    "hoogachtend",
];

/// A salutation or a sign-off has at most so many words.
const MOST_WORDS: usize = 6;

/// "Lieber Arthur,", "My dear friend!", "Sehr geehrte Damen und Herren"
pub(super) fn is_salutation(line: &str) -> bool {
    let mut words = line.split_whitespace();
    if words.clone().nth(MOST_WORDS).is_some() || words.clone().nth(1).is_none() {
        return false;
    }
    let first = words.next().map(lower).filter(|word| !POSSESSIVES.contains(&word.as_str()));
    let first = first.or_else(|| words.next().map(lower));
    first.is_some_and(|word| SALUTATIONS.contains(&word.as_str()))
}

/// "Ihr", "Herzlichst Dein", "Viele Grüße Ihre", "Sincerely yours,"
pub(super) fn is_closing(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let last = words.next_back().map(lower);
    words.nth(MOST_WORDS - 1).is_none() && last.is_some_and(|word| CLOSINGS.contains(&word.as_str()))
}

fn lower(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphabetic()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salutations_are_told() {
        for word in SALUTATIONS {
            assert!(is_salutation(&format!("{word} Anna,")), "{word}");
        }
        for word in POSSESSIVES {
            assert!(is_salutation(&format!("{word} lieber Freund!")), "{word}");
        }
        for line in ["Dear", "Liebe", "Read more", "Liebe ist, wenn man trotzdem lacht und singt", "My account"] {
            assert!(!is_salutation(line), "{line}");
        }
    }

    #[test]
    fn closings_are_told() {
        for word in CLOSINGS {
            assert!(is_closing(word) && is_closing(&format!("In alter Freundschaft {word},")), "{word}");
        }
        for line in ["Ihr Kommentar", "Your comment", "Votre avis", "", "Er gab das Buch im Laden am Markt nicht ihr"] {
            assert!(!is_closing(line), "{line}");
        }
    }
}
