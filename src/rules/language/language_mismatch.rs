//! `language-mismatch`

use unicode_script::{Script, UnicodeScript as _};

use crate::document::Document;
use crate::lang::{Contrast, FrequentWords, Language, Votes, by_trigrams, prefix};
use crate::rule::{DocumentRule, Report, declare_rule};

declare_rule! {
    /// Flags documents whose text is in another language than their `lang` attribute says.
    ///
    /// ## Why
    ///
    /// Whoever takes the documents of one language by their attribute gets this one wrongly or misses it, and rules
    /// that speak for one language judge it by those of another.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr
    /// The old bridge over the river is closed until the end of May, the town said on Monday. It will be repaired for
    /// the first time since it was built, and those who live on the other side have to take the ferry. The mayor
    /// said that the work would cost less than was feared, and that there would be a party when it is done.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The old bridge over the river is closed until the end of May, the town said on Monday. It will be repaired for
    /// the first time since it was built, and those who live on the other side have to take the ferry. The mayor
    /// said that the work would cost less than was feared, and that there would be a party when it is done.
    /// ```
    ///
    /// ## Formula
    ///
    /// Of the different words of the first 4,096 bytes, which hold at least 200 letters, at least 8, an eighth of all,
    /// are among the most frequent of another language and not of the declared one, and at most a quarter as many the
    /// other way round. Where that does not decide, because the words of the declared language are not known or hardly
    /// any of them occurs: the trigrams of the first 1,024 bytes are surely those of another language.
    ///
    /// ## Exceptions
    ///
    /// Languages that are near to each other, such as Norwegian and Danish or Croatian and Serbian, are not told apart.
    /// Nor is a language that the rule does not know, or a text of names and numbers. A document without `lang` is
    /// not looked at. Nor is it a mismatch where the declared language has letters of its own, a third of all are
    /// such letters, and the other language is written in Latin ones: English quotations and names in a text in Japanese.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: the attribute may be right and the text the wrong one.
    LanguageMismatch {
        id: "language-mismatch",
        category: Language,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// Fewer letters say little about a language.
const FEWEST_LETTERS: usize = 200;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 4096;

/// How much of it is enough to see that it is in the language that it should be in, in bytes.
const FIRST_LOOK: usize = 512;

/// How much trigrams are counted of, in bytes: they cost a hundred times what words cost.
const TRIGRAMS: usize = 1024;

/// So much weight of frequent words in the first look is enough.
const ENOUGH: u32 = 8;

/// Fewer words of another language are a quotation, or names.
const FEWEST_VOTES: u16 = 8;

/// Groups of languages that are not told apart: by their words and their trigrams they are too near.
const NEAR: [&[&str]; 9] = [
    &["cs", "sk"],
    &["da", "nb"],
    &["hr", "sl", "sr"],
    &["ca", "es", "pt"],
    &["id", "jv"],
    &["be", "bg", "mk", "ru", "sr", "uk"],
    &["hi", "mr", "ne"],
    &["af", "nl"],
    &["az", "tk", "tr", "uz"],
];

impl DocumentRule for LanguageMismatch {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(declared) = document.attribute("lang").and_then(|_| document.language()) else { return };
        let Some(body) = document.str(document.body()) else { return };
        let words = FrequentWords::of(declared);
        if words.is_some_and(|words| words.occur_in(prefix(body, FIRST_LOOK), ENOUGH)) {
            return;
        }
        let text = prefix(body, SAMPLE);
        if text.chars().filter(|character| character.is_alphabetic()).take(FEWEST_LETTERS).count() < FEWEST_LETTERS {
            return;
        }
        let Some(found) = other_language(text, declared).filter(|found| !are_near(*found, declared)) else { return };
        if may_be_latin(found) && has_letters_of(text, declared) {
            return;
        }
        let attribute =
            document.marker().and_then(|marker| marker.attribute("lang").map(|attribute| attribute.value.span));
        report
            .finding(
                attribute.unwrap_or_else(|| document.marker_span()),
                format!("the text is in {found}, and `lang` says {declared}"),
            )
            .label(if attribute.is_some() { "this" } else { "`lang` is said for all documents of the file" })
            .help(format!("write `lang={}`, or look whether this is the text that belongs here", found.code()));
    }
}

/// The language that `text` is in, if it is surely not `declared`.
fn other_language(text: &str, declared: Language) -> Option<Language> {
    let contrast = Contrast::of(text, declared);
    let is_known = FrequentWords::of(declared).is_some();
    if let Some(contrast) = contrast.filter(|contrast| is_known && contrast.for_other >= FEWEST_VOTES) {
        let is_other =
            u32::from(contrast.for_other) * 8 >= contrast.words && contrast.for_other >= 4 * contrast.for_own;
        return is_other.then_some(contrast.other);
    }
    // Words of the declared language that occur are enough for it.
    let votes = Votes::of(text);
    if votes.for_language(declared).is_some_and(|own| u32::from(own) * 20 >= votes.words) {
        return None;
    }
    let sample = prefix(text, TRIGRAMS);
    let found = by_trigrams(sample).filter(|found| *found != declared)?;
    // Where the words of what was found are known, some have to occur.
    let heard = votes.for_language(found).is_none_or(|count| u32::from(count) * 10 >= votes.words);
    heard.then_some(found)
}

/// The languages that have letters of their own, and the scripts that those are of. Texts in Chinese have names and words
/// from Japan in them, too.
const SCRIPTS: [(&str, &[Script]); 36] = [
    ("am", &[Script::Ethiopic]),
    ("ar", &[Script::Arabic]),
    ("az", &[Script::Cyrillic]),
    ("be", &[Script::Cyrillic]),
    ("bg", &[Script::Cyrillic]),
    ("bn", &[Script::Bengali]),
    ("el", &[Script::Greek]),
    ("fa", &[Script::Arabic]),
    ("gu", &[Script::Gujarati]),
    ("he", &[Script::Hebrew]),
    ("hi", &[Script::Devanagari]),
    ("hy", &[Script::Armenian]),
    ("ja", &[Script::Han, Script::Hiragana, Script::Katakana]),
    ("ka", &[Script::Georgian]),
    ("km", &[Script::Khmer]),
    ("kn", &[Script::Kannada]),
    ("ko", &[Script::Hangul]),
    ("mk", &[Script::Cyrillic]),
    ("ml", &[Script::Malayalam]),
    ("mr", &[Script::Devanagari]),
    ("my", &[Script::Myanmar]),
    ("ne", &[Script::Devanagari]),
    ("or", &[Script::Oriya]),
    ("pa", &[Script::Gurmukhi, Script::Arabic]),
    ("ru", &[Script::Cyrillic]),
    ("si", &[Script::Sinhala]),
    ("sr", &[Script::Cyrillic]),
    ("ta", &[Script::Tamil]),
    ("te", &[Script::Telugu]),
    ("th", &[Script::Thai]),
    ("tk", &[Script::Cyrillic]),
    ("uk", &[Script::Cyrillic]),
    ("ur", &[Script::Arabic]),
    ("uz", &[Script::Cyrillic]),
    ("yi", &[Script::Hebrew]),
    ("zh", &[Script::Han, Script::Bopomofo, Script::Hiragana, Script::Katakana]),
];

/// Those of them that are written in Latin letters as well, or as often.
const IN_LATIN_TOO: [&str; 4] = ["az", "sr", "tk", "uz"];

/// The scripts that the letters of a language are of, if it has others than Latin ones.
fn scripts_of(language: Language) -> Option<&'static [Script]> {
    let found = SCRIPTS.binary_search_by_key(&language.code(), |(code, _)| *code).ok();
    found.and_then(|number| SCRIPTS.get(number)).map(|(_, scripts)| *scripts)
}

/// Whether texts in a language may be in Latin letters.
fn may_be_latin(language: Language) -> bool {
    scripts_of(language).is_none() || IN_LATIN_TOO.contains(&language.code())
}

/// So many letters of the declared language, of all, are its own text. The rest are names, titles, quotations, code: in
/// Latin letters they take three times the room that they have in Chinese or Japanese ones.
const OWN_PARTS: usize = 3;

/// Whether a good part of `text` is written in letters that `language` has and those around it have not.
fn has_letters_of(text: &str, language: Language) -> bool {
    let Some(scripts) = scripts_of(language) else { return false };
    // Marks that several scripts share, such as the one for a long vowel in Japanese, belong to each of them.
    let is_own = |character: &char| {
        let shared = character.script_extension();
        !shared.is_common() && !shared.is_inherited() && scripts.iter().any(|script| shared.contains_script(*script))
    };
    let (mut own, mut all) = (0, 0);
    for character in text.chars().filter(|character| character.is_alphabetic()) {
        all += 1;
        own += usize::from(is_own(&character));
    }
    own * OWN_PARTS >= all
}

fn are_near(one: Language, other: Language) -> bool {
    NEAR.iter().any(|group| group.contains(&one.code()) && group.contains(&other.code()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The languages that are written in Latin letters. One that is new belongs here or into [`SCRIPTS`].
    const LATIN: [&str; 38] = [
        "af", "ak", "az", "ca", "cs", "cy", "da", "de", "en", "eo", "es", "et", "fi", "fr", "hr", "hu", "id", "it",
        "jv", "la", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "sk", "sl", "sn", "sr", "sv", "tk", "tl", "tr", "uz",
        "vi", "zu",
    ];

    #[test]
    fn of_each_language_it_is_known_which_letters_it_has() {
        assert!(SCRIPTS.is_sorted_by_key(|(code, _)| *code));
        let letters = || ('a'..='z').map(String::from);
        let codes = letters().flat_map(|first| letters().map(move |second| first.clone() + &second));
        let mut known = 0;
        for code in codes {
            let has_own = SCRIPTS.iter().any(|(own, _)| *own == code);
            let is_latin = LATIN.contains(&code.as_str());
            let Some(language) = Language::from_tag(&code) else {
                assert!(!has_own && !is_latin, "`{code}` is no language that can be named");
                continue;
            };
            known += 1;
            assert!(has_own || is_latin, "{language} has neither Latin letters nor others");
            assert_eq!(has_own && is_latin, IN_LATIN_TOO.contains(&code.as_str()), "{language}");
            assert_eq!((scripts_of(language).is_some(), may_be_latin(language)), (has_own, is_latin), "{language}");
        }
        assert_eq!(known, SCRIPTS.len() + LATIN.len() - IN_LATIN_TOO.len());
    }

    #[test]
    fn letters_are_told_by_their_script() {
        for (code, text) in [
            ("am", "\u{12F5}\u{120D}\u{12F5}\u{12ED}"),
            ("hi", "\u{92A}\u{941}\u{932}"),
            ("ja", "\u{30E9}\u{30FC}\u{30E1}\u{30F3}"),
            ("ka", "\u{10EE}\u{10D8}\u{10D3}\u{10D8}"),
            ("ta", "\u{BAA}\u{BBE}\u{BB2}\u{BAE}\u{BCD}"),
            ("sr", "\u{43C}\u{43E}\u{441}\u{442}"),
        ] {
            let language = Language::from_tag(code).unwrap();
            assert!(has_letters_of(text, language), "{code}");
            assert!(has_letters_of(&format!("{text} {text} bridges"), language), "{code}");
            assert!(!has_letters_of(&format!("{text} and all of the bridges"), language), "{code}");
            // A letter of mathematics is of no script.
            assert!(!has_letters_of("\u{1D400}", language), "{code}");
        }
        assert!(!has_letters_of("most", Language::from_tag("pl").unwrap()));
    }
}
