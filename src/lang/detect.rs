//! The language of a text that does not say which it is in.

use whatlang::Lang;

use super::fold::prefix;
use super::{Language, Votes};

/// How much of a text is looked at, in bytes. More costs time and hardly changes the answer.
const SAMPLE: usize = 1024;

/// A shorter text is not judged, in letters: trigrams of a headline say little.
const FEWEST_LETTERS: usize = 60;

/// How much of a text is looked at for frequent words, in bytes: first a little, and more where that leaves a doubt.
const LOOKS: [usize; 2] = [256, SAMPLE];

/// The language of `text`, as far as its beginning tells it with confidence.
///
/// By the most frequent words, where they leave no doubt; that is nearly always, and costs a hundredth of the rest.
/// Else by trigram frequencies, after Cavnar and Trenkle, "N-Gram-Based Text Categorization" (1994), as the crate
/// whatlang implements it.
pub fn detect(text: &str) -> Option<Language> {
    let by_words = LOOKS.into_iter().find_map(|look| by_words(prefix(text, look)));
    by_words.or_else(|| by_trigrams(prefix(text, SAMPLE)))
}

/// The language that has at least a fifth of all words of `text` among its most frequent ones, and half as many again
/// as any other.
fn by_words(text: &str) -> Option<Language> {
    let votes = Votes::of(text);
    let (language, most, second) = votes.best()?;
    (most >= FEWEST_VOTES && u32::from(most) * 5 >= votes.words && 2 * most >= 3 * second).then_some(language)
}

/// Fewer words are not enough to tell a language.
const FEWEST_VOTES: u16 = 6;

/// The language whose trigrams are most like those of `text`, if that is not left in doubt.
pub fn by_trigrams(text: &str) -> Option<Language> {
    if text.chars().filter(|character| character.is_alphabetic()).take(FEWEST_LETTERS).count() < FEWEST_LETTERS {
        return None;
    }
    let info = whatlang::detect(text)?;
    info.is_reliable().then(|| Language::from_tag(two_letters(info.lang()))).flatten()
}

/// whatlang speaks ISO 639-3; tags use the shortest code.
const fn two_letters(lang: Lang) -> &'static str {
    match lang {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Cym => "cy",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_can_be_detected_has_a_name() {
        for lang in Lang::all() {
            assert!(Language::from_tag(two_letters(*lang)).is_some(), "{lang:?}");
        }
    }

    #[test]
    fn a_paragraph_is_told_and_a_headline_is_not() {
        let text = "Le conseil municipal a voté hier soir la rénovation du vieux pont, que les habitants attendaient \
                    depuis plusieurs années déjà.";
        assert_eq!(detect(text).map(Language::code), Some("fr"));
        assert_eq!(detect("Kommentare"), None);
    }
}
