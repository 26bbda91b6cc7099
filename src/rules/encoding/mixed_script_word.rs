//! `mixed-script-word`

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::skeleton;

use super::characters::{character_at, character_before, is_mark, next_at_least};
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::first_of;
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags words of Latin, Cyrillic or Greek letters with letters of another of these scripts that look the same.
    ///
    /// ## Why
    ///
    /// A word with a letter of another script in it looks right, and is another word for every search, count and model.
    /// `о` and `o` look the same, and only one of them is a Latin letter. It comes from a keyboard that was switched
    /// too late, from character recognition, or from spam that wants not to be found.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The c\xD0\xBEmmittee met on Monday.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The committee met on Monday.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of letters and marks of three or more letters, some of them Latin and some Cyrillic, or some Latin and some
    /// Greek, and no others. The script with fewer letters is the odd one. The word is flagged if each of its odd letters
    /// has the same skeleton, after UTS 39 and without its marks, as some letter of the other script. Of two scripts with
    /// as many letters, the one of which this holds is odd. Words of a document with the same odd letter, small or
    /// capital, and no other are one finding, at the first of them, if they are more than 20: there, one letter is
    /// written for another.
    ///
    /// ## Exceptions
    ///
    /// - A hyphen, a digit or an apostrophe ends a word: `β-carotène`, `Х-Men`, `H₂О`.
    /// - Small Greek letters beside Latin ones, as science has them, at the start or the end of a word or beside
    ///   capitals: `νe`, `IFNγ`, `NFκB`, `μm`.
    /// - Words of Latin and Greek letters that are formulas: in a document that is not in Greek and has a sign of
    ///   mathematics (U+2200 to U+22FF) or a Greek letter other than `η`, `ο` and `ω` that stands alone, those of at most
    ///   5 letters, with a capital behind a small letter, or in which the script changes three times: `eγt`, `FμνaFaμν`.
    /// - Foreign words with an ending in small letters: `VIPа`, `SMSе`.
    /// - Names made of a word in each script, each of three letters or more, of which the second begins with a capital:
    ///   `ExpoЦентр`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which of the scripts was meant is for a reader to say.
    MixedScriptWord {
        id: "mixed-script-word",
        category: Encoding,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// The first byte of U+0370, where Greek begins, and with it everything that Latin is mixed with.
const FIRST: u8 = 0xCD;

/// The first bytes of Greek and Cyrillic letters, those of rare letters left out.
const LEADS: [std::ops::RangeInclusive<u8>; 2] = [0xCD..=0xCF, 0xD0..=0xD4];

/// A longer run of letters is no word.
const LONGEST: usize = 256;

impl DocumentRule for MixedScriptWord {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !LEADS.into_iter().any(|leads| document.byte_set().contains_any(leads)) {
            return;
        }
        let bytes = document.bytes();
        let mut habits: BTreeMap<(&'static str, char), Habit<'_>> = BTreeMap::new();
        let mut formulas = None;
        let mut here = 0;
        while let Some(at) = next_at_least(bytes, here, FIRST) {
            if let Some(end) = end_of_pure(bytes, at) {
                here = end;
                continue;
            }
            let Some(character) = character_at(bytes, at) else {
                here = at + 1;
                continue;
            };
            here = at + character.len_utf8();
            if !matches!(character.script(), Script::Greek | Script::Cyrillic) {
                continue;
            }
            let span = word(bytes, at);
            here = span.end.max(here);
            let Some(text) = document.str(span).filter(|text| text.len() <= LONGEST) else { continue };
            let Some(odd) = odd_letters(text) else { continue };
            let is_greek = odd.script == Script::Greek || odd.other == Script::Greek;
            if is_greek && is_variables(text) && *formulas.get_or_insert_with(|| has_formulas(document)) {
                continue;
            }
            match odd.only_letter() {
                Some(letter) => habits.entry((name(odd.other), letter)).or_default().add(span, text, odd),
                None => _ = flag(span, text, &odd, report),
            }
        }
        for habit in habits.values() {
            habit.report(report);
        }
    }
}

/// The end of the run of characters from U+0380 to U+04FF at `at`, Greek and Cyrillic, if all words in it are surely of
/// these alone, since no letter stands beside it. So are nearly all words of texts in these scripts, and to ask the tables
/// of Unicode of each letter takes longer than all the rest.
fn end_of_pure(bytes: &[u8], at: usize) -> Option<usize> {
    let is_apart = |byte: &u8| byte.is_ascii() && !byte.is_ascii_alphabetic();
    let (before, rest) = bytes.split_at_checked(at)?;
    let (pairs, _) = rest.as_chunks::<2>();
    let is_pure = |pair: &&[u8; 2]| matches!(pair, [0xCE..=0xD3, 0x80..=0xBF]);
    // No more of it is looked at than a word has, or a run in which many words begin would be gone through again for each.
    let length = 2 * pairs.iter().take(LONGEST / 2).take_while(is_pure).count();
    let stands_apart = before.last().is_none_or(is_apart) && rest.get(length).is_none_or(is_apart);
    (length > 0 && stands_apart).then_some(at + length)
}

/// More words than this with the same odd letter and no other are one finding.
const MOST: usize = 20;

/// Words with the same odd letter and no other.
#[derive(Debug, Default)]
struct Habit<'a> {
    /// The first of them, at most [`MOST`].
    first: Vec<(Span, &'a str, Odd)>,
    /// How many there are.
    count: usize,
}

impl<'a> Habit<'a> {
    fn add(&mut self, span: Span, text: &'a str, odd: Odd) {
        self.count += 1;
        if self.first.len() < MOST {
            self.first.push((span, text, odd));
        }
    }

    fn report(&self, report: &mut Report<'_>) {
        let is_habit = self.count > MOST;
        for (span, text, odd) in self.first.iter().take(if is_habit { 1 } else { MOST }) {
            let finding = flag(*span, text, odd, report);
            if is_habit {
                finding.label = first_of(self.count);
            }
        }
    }
}

/// Formulas have words of so many letters at most, or such as [`is_variables`] knows.
const LONGEST_VARIABLE: usize = 5;

/// In a word, the script changes fewer times.
const CHANGES: usize = 3;

/// Whether a word of Latin and Greek letters can be several letters that stand for quantities.
fn is_variables(text: &str) -> bool {
    let letters: Vec<char> = text.chars().filter(|character| !is_mark(*character)).collect();
    let count = |holds: fn(char, char) -> bool| {
        letters.windows(2).filter(|pair| matches!(pair, [left, right] if holds(*left, *right))).count()
    };
    letters.len() <= LONGEST_VARIABLE
        || count(|left, right| left.is_lowercase() && right.is_uppercase()) > 0
        || count(|left, right| left.script() != right.script()) >= CHANGES
}

/// Whether a document has formulas in it, and is not in Greek, where a letter that stands alone is a word.
fn has_formulas(document: &Document<'_>) -> bool {
    let bytes = document.body().of(document.bytes());
    // The block of U+2200 to U+22FF.
    let mut thirds = memchr::memchr_iter(0xE2, bytes).filter_map(|at| bytes.get(at + 1));
    let mut has_sign = || thirds.any(|second| (0x88..=0x8B).contains(second));
    (has_lone_letter(bytes) || has_sign()) && document.language().is_none_or(|language| language.code() != "el")
}

/// Whether a Greek letter that is no word of its own stands alone.
fn has_lone_letter(bytes: &[u8]) -> bool {
    let mut here = 0;
    while let Some(at) = next_at_least(bytes, here, FIRST) {
        here = end_of_pure(bytes, at).unwrap_or(at + 1);
        let Some(letter) = character_at(bytes, at) else { continue };
        if letter.script() != Script::Greek || !letter.is_alphabetic() {
            continue;
        }
        let end = at + letter.len_utf8();
        let is_part = |character: &char| character.is_alphabetic() || is_mark(*character);
        let is_alone = !character_before(bytes, at).is_some_and(|it| is_part(&it))
            && !character_at(bytes, end).is_some_and(|it| is_part(&it));
        if is_alone && !is_word(letter) {
            return true;
        }
    }
    false
}

/// Whether a Greek letter is a word: an article, a relative or the particle of the vocative, whatever its accents are.
fn is_word(letter: char) -> bool {
    let bare = std::iter::once(letter).nfd().next().unwrap_or(letter);
    matches!(bare, 'η' | 'ο' | 'ω' | 'Η' | 'Ο' | 'Ω')
}

fn flag<'r>(span: Span, text: &str, odd: &Odd, report: &'r mut Report<'_>) -> &'r mut Finding {
    let letters: Vec<String> =
        odd.letters.iter().take(3).map(|letter| format!("`{letter}` (U+{:04X})", u32::from(*letter))).collect();
    let more = if odd.letters.len() > 3 { " and others" } else { "" };
    report
        .finding(
            span,
            format!(
                "`{}` mixes {} letters with {} ones that look the same",
                shown(text.as_bytes()),
                name(odd.other),
                name(odd.script),
            ),
        )
        .label(format!("these are {}: {}{more}", name(odd.script), letters.join(", ")))
        .help(format!("write the {} letters that look the same", name(odd.other)))
}

const fn name(script: Script) -> &'static str {
    match script {
        Script::Greek => "Greek",
        Script::Cyrillic => "Cyrillic",
        _ => "Latin",
    }
}

/// The word around the letter at `at`. Only as much of it is taken as a word can have.
fn word(bytes: &[u8], at: usize) -> Span {
    let is_part = |character: &char| character.is_alphabetic() || is_mark(*character);
    let mut span = Span::empty(at);
    while let Some(character) = character_before(bytes, span.start).filter(is_part) {
        span.start -= character.len_utf8();
        if span.len() > LONGEST {
            break;
        }
    }
    while let Some(character) = character_at(bytes, span.end).filter(is_part) {
        span.end += character.len_utf8();
    }
    span
}

/// The letters of a word that belong to another script than the word.
#[derive(Debug, PartialEq, Eq)]
struct Odd {
    /// Their script.
    script: Script,
    /// That of the word.
    other: Script,
    /// Each of them once, in the order of code points.
    letters: Vec<char>,
}

impl Odd {
    /// The only odd letter there is, as a small one.
    fn only_letter(&self) -> Option<char> {
        let small = |letter: &char| letter.to_lowercase().next();
        let first = self.letters.first().and_then(small)?;
        self.letters.iter().all(|letter| small(letter) == Some(first)).then_some(first)
    }
}

/// The odd letters of `word`, if it has some that look like letters of the script of the others.
fn odd_letters(word: &str) -> Option<Odd> {
    let letters: Vec<(char, Script)> =
        word.chars().filter(|character| !is_mark(*character)).map(|letter| (letter, letter.script())).collect();
    let count = |script: Script| letters.iter().filter(|(_, other)| *other == script).count();
    let latin = count(Script::Latin);
    let (script, foreign) = [Script::Cyrillic, Script::Greek]
        .into_iter()
        .map(|script| (script, count(script)))
        .find(|(_, count)| *count > 0)?;
    if latin == 0 || latin + foreign != letters.len() || letters.len() < 3 {
        return None;
    }
    let sides = match latin.cmp(&foreign) {
        std::cmp::Ordering::Less => vec![(Script::Latin, script)],
        std::cmp::Ordering::Greater => vec![(script, Script::Latin)],
        std::cmp::Ordering::Equal => vec![(script, Script::Latin), (Script::Latin, script)],
    };
    let (odd, other) = sides.into_iter().find(|&(odd, other)| {
        letters.iter().filter(|(_, script)| *script == odd).all(|&(letter, _)| looks_like(letter, other))
    })?;
    if is_inflected(&letters) || is_name(&letters) || odd == Script::Greek && is_symbol(&letters) {
        return None;
    }
    let mut odd_letters: Vec<char> =
        letters.iter().filter(|(_, script)| *script == odd).map(|(letter, _)| *letter).collect();
    odd_letters.sort_unstable();
    odd_letters.dedup();
    Some(Odd { script: odd, other, letters: odd_letters })
}

/// Whether capitals of one script are followed by small letters of another: an abbreviation with an ending.
fn is_inflected(letters: &[(char, Script)]) -> bool {
    let Some((_, first)) = letters.first() else { return false };
    let stem = letters.iter().take_while(|(_, script)| script == first).count();
    let (stem, ending) = letters.split_at(stem);
    stem.len() >= 2
        && stem.iter().all(|(letter, _)| letter.is_uppercase())
        && ending.iter().all(|(letter, script)| letter.is_lowercase() && script != first)
}

/// The words of a name have so many letters at least, each in its script.
const SHORTEST_NAME: usize = 3;

/// Whether a word in one script is followed by a word in another that begins with a capital and goes on in small letters,
/// as names do. What is written to deceive changes its script for single letters, or behind the capital.
fn is_name(letters: &[(char, Script)]) -> bool {
    let Some((_, first)) = letters.first() else { return false };
    let (before, after) = letters.split_at(letters.iter().take_while(|(_, script)| script == first).count());
    let Some(((initial, second), rest)) = after.split_first() else { return false };
    before.len() >= SHORTEST_NAME
        && after.len() >= SHORTEST_NAME
        && initial.is_uppercase()
        && rest.iter().all(|(letter, script)| script == second && letter.is_lowercase())
        && before.last().is_some_and(|(letter, _)| letter.is_lowercase())
}

/// Whether the Greek letters are small ones that stand alone at the start or the end, or beside a Latin capital, as
/// the symbols of science do.
fn is_symbol(letters: &[(char, Script)]) -> bool {
    let last = letters.len().saturating_sub(1);
    letters.iter().enumerate().filter(|(_, (_, script))| *script == Script::Greek).all(|(at, (letter, _))| {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(at + 1);
        let is_greek = |other: Option<&(char, Script)>| other.is_some_and(|(_, script)| *script == Script::Greek);
        let is_capital = |other: Option<&(char, Script)>| other.is_some_and(|(letter, _)| letter.is_uppercase());
        let apart = !is_greek(before) && !is_greek(after);
        letter.is_lowercase() && apart && (at == 0 || at == last || is_capital(before) || is_capital(after))
    })
}

/// What the letters of each script look like: skeletons, and which scripts have a letter with them.
static LOOKS: LazyLock<BTreeMap<String, Vec<Script>>> = LazyLock::new(|| {
    let mut looks: BTreeMap<String, Vec<Script>> = BTreeMap::new();
    // The letters of living languages; the historic ones of further blocks are on no keyboard.
    for letter in ('a'..='z').chain('A'..='Z').chain('\u{370}'..='\u{3FF}').chain('\u{400}'..='\u{52F}') {
        let scripts = looks.entry(look(letter)).or_default();
        if !scripts.contains(&letter.script()) {
            scripts.push(letter.script());
        }
    }
    looks
});

/// The skeleton of a letter without its marks.
fn look(letter: char) -> String {
    let bare: String = std::iter::once(letter).nfd().filter(|character| !is_mark(*character)).collect();
    skeleton(&bare).collect()
}

fn looks_like(letter: char, script: Script) -> bool {
    LOOKS.get(&look(letter)).is_some_and(|scripts| scripts.contains(&script))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    fn odd(word: &str) -> Option<(Script, String)> {
        odd_letters(word).map(|odd| (odd.script, odd.letters.into_iter().collect()))
    }

    #[test]
    fn letters_that_look_the_same_are_odd() {
        assert_eq!(odd("c\u{43E}mmittee"), Some((Script::Cyrillic, "\u{43E}".to_owned())));
        assert_eq!(odd("С\u{6F}фия"), Some((Script::Latin, "o".to_owned())));
        assert_eq!(odd("П\u{79}тин"), Some((Script::Latin, "y".to_owned())));
        assert_eq!(odd("з\u{E1}мок"), Some((Script::Latin, "á".to_owned())));
        assert_eq!(odd("τ\u{6F}υς"), Some((Script::Latin, "o".to_owned())));
        assert_eq!(odd("\u{391}thens"), Some((Script::Greek, "\u{391}".to_owned())));
        assert_eq!(odd("p\u{430}yp\u{430}l"), Some((Script::Cyrillic, "\u{430}".to_owned())));
    }

    #[test]
    fn science_names_and_endings_are_not() {
        for word in [
            "committee",
            "комитет",
            "επιτροπή",
            "µm",
            "μm",
            "Δt",
            "kΩ",
            "νe",
            "IFNγ",
            "IFNγR",
            "NFκB",
            "Hα",
            "VIPы",
            "VIPа",
            "PRщик",
            "SMSка",
            "Яndex",
            "αβγ",
            "ελ",
            "λx",
            "Ωm",
            "πr",
            "Жx",
            "Схід\u{53}ide",
            "ExpoЦентр",
        ] {
            assert_eq!(odd(word), None, "{word}");
        }
    }

    #[test]
    fn only_a_whole_word_behind_another_makes_a_name() {
        // In the first, only two letters in the middle are Cyrillic; in the second, the capital is of the word before it.
        for word in ["Micro\u{405}\u{43E}ft", "МоскваC\u{43E}к\u{43E}л", "Сх\u{69}д", "CO\u{41C}\u{410}\u{41D}"]
        {
            assert!(odd(word).is_some(), "{word}");
        }
    }

    #[test]
    fn formulas_are_told_from_words() {
        for word in ["eγt", "yεlε", "AggΥm", "FμνaFaμν", "αiαjyiyj"] {
            assert!(is_variables(word), "{word}");
        }
        for word in ["\u{391}thens", "jαnguarhikuechani", "tsοjpakua", "θάλασσa"] {
            assert!(!is_variables(word), "{word}");
        }
        let has = |text: &str| with_document(text, has_formulas);
        assert!(has("so ρ is") && has("(α)") && has("β1 is a") && has("a ∈ b"));
        for text in ["yεlε, sε", "ὁ λόγος τoῦ ἡ", "a – b", "the Αthens of 1900", "βασιλεύς"] {
            assert!(!has(text), "{text}");
        }
        let letters = |text: &str| odd_letters(text).and_then(|odd| odd.only_letter());
        assert_eq!([letters("Æхсæнад"), letters("пиö"), letters("кoмитетa")], [Some('æ'), Some('ö'), None]);
    }

    #[test]
    fn a_run_of_one_kind_has_no_letter_beside_it() {
        fn end<'a>(text: &'a str, what: &str) -> Option<&'a str> {
            let at = text.find(what)?;
            text.get(at..end_of_pure(text.as_bytes(), at)?)
        }
        assert_eq!(end("a комитет.", "комитет"), Some("комитет"));
        assert_eq!(end("έ\u{387}μ", "έ"), Some("έ\u{387}μ"));
        for (text, what) in
            [("комитетa", "к"), ("aкомитет", "к"), ("комитет\u{301}", "к"), ("é комитетé", "к"), ("Ͱ", "Ͱ")]
        {
            assert_eq!(end(text, what), None, "{text}");
        }
        assert_eq!(end(&"ж".repeat(LONGEST), "ж"), None);
    }

    #[test]
    fn a_word_is_the_letters_around() {
        let text = "une β-carotène, 5 μm d’Αθήνα";
        let at = |what: &str| text.find(what).expect("it is there");
        assert_eq!(word(text.as_bytes(), at("β")).of(text.as_bytes()), "β".as_bytes());
        assert_eq!(word(text.as_bytes(), at("θ")).of(text.as_bytes()), "Αθήνα".as_bytes());
    }
}
