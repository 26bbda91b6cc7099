//! How languages are written, where that is said by no word and so stands in no file of a language.

use super::Language;

/// Whether all nouns of a language begin with a capital letter, so that one inside of a sentence says nothing.
pub fn has_capital_nouns(language: Language) -> bool {
    language.code() == "de"
}

/// Whether a hyphen at the end of a word stands for the second half of a compound in a language, and so divides no word:
/// "Vor- und Nachteile".
pub fn leaves_out_halves(language: Language) -> bool {
    matches!(language.code(), "de" | "nl")
}

/// What joins the parts of a compound in a language that writes them as one word, in small letters: nothing, or one of a
/// few ends. None where that is not known. Dutch has them too, and of its words too few are known to try them.
pub fn joints_of_compounds(language: Language) -> &'static [&'static str] {
    match language.code() {
        "de" => &["", "s", "n", "en", "es", "e"],
        _ => &[],
    }
}

/// Whether four dots are more likely a stop and an ellipsis behind it in a language than an ellipsis that somebody typed
/// with emphasis, as many do in German, Dutch, Portuguese and Korean.
pub fn has_stop_before_ellipsis(language: Language) -> bool {
    matches!(language.code(), "en" | "es" | "fr")
}

/// Whether a sign ends a question in a text in `language`; in Greek, a semicolon does.
pub fn ends_a_question(sign: char, language: Option<Language>) -> bool {
    matches!(sign, '?' | '\u{FF1F}' | '\u{61F}') || (sign == ';' && language.is_some_and(|own| own.code() == "el"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_written_in_their_own_ways() {
        let [german, greek, english, dutch] = ["de", "el", "en", "nl"].map(|code| Language::from_tag(code).unwrap());
        assert!(has_capital_nouns(german) && !has_capital_nouns(english) && !has_capital_nouns(dutch));
        assert!(leaves_out_halves(german) && leaves_out_halves(dutch) && !leaves_out_halves(english));
        assert!(has_stop_before_ellipsis(english) && !has_stop_before_ellipsis(german));
        assert!(joints_of_compounds(german).contains(&"") && joints_of_compounds(english).is_empty());
        assert!(ends_a_question(';', Some(greek)) && !ends_a_question(';', Some(english)));
        assert!(ends_a_question('?', None) && !ends_a_question(';', None));
    }
}
