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

/// The last words of sign-offs that say whose the name below is, or that nobody writes below an article. Each is one by
/// itself, too.
const LONE_CLOSINGS: [&str; 22] = [
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

/// The last words of sign-offs of more than one word: "Kind regards".
const CLOSINGS: [&str; 11] = [
    "regards",
    "wishes",
    "truly",
    "grüße",
    "grüßen",
    "grüsse",
    "salutations",
    "saludos",
    "saluti",
    "cumprimentos",
    "groeten",
];

/// Sign-offs of one word that may be the last one of another line. What says as little and stands below comments, too,
/// is left out.
const WHOLE_SIGN_OFFS: [&str; 2] = ["love", "xoxo"];

/// The most words of a salutation, or of a sign-off that ends in one of [`LONE_CLOSINGS`].
const MOST_WORDS: usize = 6;

/// The most words of any other sign-off.
const MOST_WORDS_OF_OTHERS: usize = 4;

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

/// What stands above the name at the end of a letter: "Herzlichst Dein", "Sincerely yours,", "With love,", "Kind regards"
pub(super) fn is_sign_off(line: &str) -> bool {
    let line = line.trim();
    let last = line.split_whitespace().next_back().map(lower).unwrap_or_default();
    let has_more_than = |most: usize| line.split_whitespace().nth(most).is_some();
    (LONE_CLOSINGS.contains(&last.as_str()) && !has_more_than(MOST_WORDS))
        || (!has_more_than(MOST_WORDS_OF_OTHERS)
            && (line.ends_with(',')
                || line.starts_with("<3")
                || (line.contains(' ') && CLOSINGS.contains(&last.as_str()))
                || WHOLE_SIGN_OFFS.iter().any(|sign_off| line.eq_ignore_ascii_case(sign_off))))
}

fn lower(word: &str) -> String {
    word.trim_matches(|character: char| !character.is_alphabetic()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salutations_are_recognised() {
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
    fn sign_offs_are_known_by_their_last_word() {
        for word in LONE_CLOSINGS {
            assert!(is_sign_off(word) && is_sign_off(&format!("In alter Freundschaft {word},")), "{word}");
            assert!(is_sign_off(&format!("In alter und tiefer Freundschaft {word}")), "{word}");
        }
        for word in CLOSINGS {
            assert!(is_sign_off(&format!("Avec {word}")) && !is_sign_off(word), "{word}");
            assert!(!is_sign_off(&format!("In alter und tiefer Freundschaft {word}")), "{word}");
        }
        for line in WHOLE_SIGN_OFFS {
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
