//! `not-nfc`

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick, is_nfd_quick};

use super::characters::{Mender, code_points, next_at_least};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, Setting, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags characters that are not in Unicode Normalization Form C, such as an `e` with a separate accent.
    ///
    /// A corpus that is kept in Form D, as some are for phonetics or for languages with many marks, says so in its
    /// configuration; then what is not in that form is flagged.
    ///
    /// ## Why
    ///
    /// A word written in two ways is two words for a program: a search for one does not find the other, and two copies
    /// of a text do not count as the same. The same letter can be written as one character or as two, and looks the
    /// same; a vocabulary has each such word twice. NFC is the form of nearly all text on the web. The other one comes
    /// from file names of Macs, from PDF files and from some keyboards.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr
    /// Le cafe\xCC\x81 est ferme\xCC\x81.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=fr
    /// Le café est fermé.
    /// ```
    ///
    /// ## Formula
    ///
    /// A document is cut before every character whose canonical combining class is 0 and whose `NFC_Quick_Check` property
    /// is Yes: what stands on one side of such a place never changes the other. A piece that is not equal to its NFC is
    /// flagged, without its first character if that has no part in it, and what has nothing between it is flagged as one.
    /// Where the setting `form` is `nfd`, the same goes for NFD, with the same cuts.
    ///
    /// Left alone is what everybody writes so: marks of Arabic and Hebrew in the order in which they are typed, such as
    /// a shadda before its vowel, and the letters of Indian scripts that NFC takes apart, such as U+095C, unless the
    /// setting `form` is `nfc-exact`.
    ///
    /// ## Exceptions
    ///
    /// Letters with marks for which there is no single character, as in Lithuanian, in Yoruba or in many transcriptions,
    /// are in NFC as they are. Marker lines are not looked at: an id is a name, and for those `colliding-id` has a look.
    ///
    /// ## Fix safety
    ///
    /// Safe: Unicode defines the two forms to be the same text, and readers see no difference. Unsafe for compatibility
    /// ideographs (U+F900 to U+FAFF, U+2F800 to U+2FA1F), of which NFC makes other characters than the ones of some
    /// names; and where the marker line states `bytes` or `sha256` of the text. None where the line could then be read
    /// as a marker.
    NotNfc {
        id: "not-nfc",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
        settings: [FORM],
    }
}

/// Of the four forms, only these two leave a text what it is: the others make `103` of `10³`.
const FORM: Setting =
    Setting::choice("form", "The normal form that a text has to be in", &[FORM_BY_DEFAULT, "nfd", "nfc-exact"]);

/// NFC, but for what is written in another way wherever its script is.
const FORM_BY_DEFAULT: &str = "nfc";

/// A normal form of Unicode (UAX 15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Letters and their marks as one character, where there is one.
    Nfc,
    /// Letters and their marks apart.
    Nfd,
}

impl Form {
    fn of(report: &Report<'_>) -> Self {
        if report.choice(&FORM) == "nfd" { Self::Nfd } else { Self::Nfc }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Nfc => "NFC",
            Self::Nfd => "NFD",
        }
    }

    /// The first character that may not be in this form. Everything below it is as it is, and joins nothing before it.
    const fn first(self) -> char {
        match self {
            Self::Nfc => '\u{300}',
            Self::Nfd => '\u{C0}',
        }
    }

    /// The first byte of [`Self::first`].
    const fn first_byte(self) -> u8 {
        match self {
            Self::Nfc => 0xCC,
            Self::Nfd => 0xC3,
        }
    }

    fn normalise(self, text: &str) -> String {
        match self {
            Self::Nfc => text.nfc().collect(),
            Self::Nfd => text.nfd().collect(),
        }
    }

    fn quick(self, characters: impl Iterator<Item = char>) -> IsNormalized {
        match self {
            Self::Nfc => is_nfc_quick(characters),
            Self::Nfd => is_nfd_quick(characters),
        }
    }

    /// Whether the normal form of `text` is `other`.
    fn makes(self, text: &str, other: impl Iterator<Item = char>) -> bool {
        match self {
            Self::Nfc => text.nfc().eq(other),
            Self::Nfd => text.nfd().eq(other),
        }
    }
}

impl DocumentRule for NotNfc {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let form = Form::of(report);
        let is_exact = report.choice(&FORM) != FORM_BY_DEFAULT;
        if !document.has_character(|character| can_change(character, form)) {
            return;
        }
        let mut mender = Mender::new(document);
        for (offset, text) in document.stretches() {
            for run in unnormalised(text, form) {
                let Some(written) = text.get(run.range()) else { continue };
                if !is_exact && is_habit(written, form) {
                    continue;
                }
                // An id is a name, and `colliding-id` knows which ones are too much alike.
                if offset + run.start >= document.body().start {
                    flag(run.shifted(offset), written, form, &mut mender, report);
                }
            }
        }
    }
}

fn flag(span: Span, written: &str, form: Form, mender: &mut Mender<'_, '_>, report: &mut Report<'_>) {
    let normal = form.normalise(written);
    let name = form.name();
    let message =
        format!("`{}` is not in normal form: it is written as {}", shown(normal.as_bytes()), code_points(written));
    let finding = report.finding(span, message);
    finding.label(format!("in {name}: {}", code_points(&normal)));
    finding.help(match form {
        Form::Nfc => "write it in NFC, as other text is, so that equal words are equal",
        Form::Nfd => "write it in NFD, as the configuration asks, so that equal words are equal",
    });
    let safe = !written.chars().any(is_compatibility_ideograph);
    mender.replace(finding, &format!("write it in {name}"), &normal, safe);
}

/// Whether `written` is in no normal form, and is how everybody writes it.
///
/// Keyboards for Arabic and Hebrew give marks in the order in which they are spoken, which is not that of their classes;
/// and those of India letters with a dot below as one character, which NFC takes apart. Within such a text nothing is
/// written in two ways. What composes, or is another character altogether, is no habit.
fn is_habit(written: &str, form: Form) -> bool {
    let apart = |character: char| match character {
        '\u{958}'..='\u{95F}' | '\u{9DC}'..='\u{9DF}' | '\u{A33}'..='\u{A5E}' | '\u{B5C}' | '\u{B5D}' => {
            std::iter::once(character).nfd().collect::<String>()
        }
        _ => character.to_string(),
    };
    let is_mark = |character: char| canonical_combining_class(character) != 0;
    let is_of_script = |character: char| matches!(character, '\u{591}'..='\u{6FF}' | '\u{900}'..='\u{BFF}');
    let sorted = |text: &mut dyn Iterator<Item = char>| {
        let mut characters: Vec<char> = text.collect();
        characters.sort_unstable();
        characters
    };
    let taken_apart: String = written.chars().map(apart).collect();
    form == Form::Nfc
        && taken_apart.chars().all(|character| !is_mark(character) || is_of_script(character))
        && sorted(&mut taken_apart.chars()) == sorted(&mut written.nfc())
}

/// Whether a text with `character` in it may be written in another way in `form`.
fn can_change(character: char, form: Form) -> bool {
    // Letters of Latin, dashes and quotation marks: nearly all that most texts have.
    if character < form.first() || matches!(character, '\u{2010}'..='\u{2027}') {
        return false;
    }
    canonical_combining_class(character) != 0 || form.quick(std::iter::once(character)) != IsNormalized::Yes
}

const fn is_compatibility_ideograph(character: char) -> bool {
    matches!(character, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}')
}

/// The runs of `text` that are not in `form`.
fn unnormalised(text: &str, form: Form) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut here = 0;
    while let Some(high) = next_at_least(text.as_bytes(), here, form.first_byte()) {
        // Dashes, quotation marks and the like: frequent, and nothing joins them.
        if matches!(text.as_bytes().get(high..high + 3), Some([0xE2, 0x80, 0x90..=0xFF])) {
            here = high + 3;
            continue;
        }
        // What the character joins, if it joins anything, begins before it.
        let before = text.get(here..high).and_then(|skipped| skipped.chars().next_back());
        let start = high - before.map_or(0, char::len_utf8);
        here = stretch(text, start, high, form);
        let Some(part) = text.get(start..here) else { break };
        if form.quick(part.chars()) != IsNormalized::Yes {
            pieces(part, start, form, &mut runs);
        }
    }
    runs
}

/// Where a stretch ends that begins at `start` and has its first character that may not be in `form` at `high`: before
/// the next one that is.
fn stretch(text: &str, start: usize, high: usize, form: Form) -> usize {
    let rest = text.get(high..).unwrap_or_default();
    rest.char_indices()
        .find(|(_, character)| *character < form.first())
        .map_or(text.len(), |(at, _)| high + at)
        .max(start)
}

/// Cuts `part`, which stands at `offset`, into pieces that are normalised one by one, and adds those that change.
fn pieces(part: &str, offset: usize, form: Form, runs: &mut Vec<Span>) {
    let mut start = 0;
    let mut boundaries = part.char_indices().skip(1).filter(|(_, character)| is_boundary(*character));
    while start < part.len() {
        let end = boundaries.next().map_or(part.len(), |(at, _)| at);
        let piece = part.get(start..end).unwrap_or_default();
        if !form.makes(piece, piece.chars()) {
            let first = offset + start + untouched(piece, form);
            match runs.last_mut() {
                Some(run) if run.end == first => run.end = offset + end,
                _ => runs.push(Span::new(first, offset + end)),
            }
        }
        start = end;
    }
}

/// The length of the first character of `piece` if it has no part in what becomes of the rest, as the space before an
/// ohm sign.
fn untouched(piece: &str, form: Form) -> usize {
    let mut rest = piece.chars();
    let Some(first) = rest.next() else { return 0 };
    let normal = form.normalise(rest.as_str());
    if form.makes(piece, std::iter::once(first).chain(normal.chars())) { first.len_utf8() } else { 0 }
}

/// Whether nothing before `character` can change what becomes of it, or be changed by it, in either form: what is
/// stable so in NFC begins with a character of class 0 when it is decomposed.
fn is_boundary(character: char) -> bool {
    canonical_combining_class(character) == 0 && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Characters that meet each other in all the ways in which characters do: bases, marks of several classes in and
    /// out of order, Hangul, singletons, exclusions, marks of class 0 that join what is before them.
    const POOL: &str = "aeoAs \n.éÅ\u{212B}\u{2126}\u{212A}\u{300}\u{301}\u{30A}\u{323}\u{327}\u{338}\u{345}\u{344}\
        \u{F73}\u{F71}\u{F72}\u{1100}\u{1161}\u{11A8}가각\u{915}\u{93C}\u{958}\u{9C7}\u{9BE}\u{BC6}\u{BBE}\u{5D1}\u{5BC}\
        \u{5B8}\u{FB31}\u{F900}\u{2F800}\u{1D15E}\u{1D165}\u{110A5}\u{110BA}\u{3B9}\u{308}\u{1FD3}\u{304B}\u{3099}\
        \u{2000}<>=\u{226E}\u{37E}\u{387}\u{1E0A}\u{1E9B}\u{64B}\u{653}\u{627}ạ̈你😀\u{FEFF}ﬁ";

    fn fixed(text: &str, form: Form) -> String {
        let mut fixed = String::new();
        let mut here = 0;
        for run in unnormalised(text, form) {
            fixed.push_str(text.get(here..run.start).expect("runs are in the text"));
            fixed.push_str(&form.normalise(text.get(run.range()).expect("runs are in the text")));
            here = run.end;
        }
        fixed + text.get(here..).expect("runs are in the text")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn the_fixed_text_is_the_normal_form_of_the_text(
            characters in prop::collection::vec(prop::sample::select(POOL.chars().collect::<Vec<_>>()), 0..24)
        ) {
            let text: String = characters.into_iter().collect();
            prop_assert_eq!(fixed(&text, Form::Nfc), text.nfc().collect::<String>());
            prop_assert_eq!(fixed(&text, Form::Nfd), text.nfd().collect::<String>());
        }

        #[test]
        fn so_it_is_for_any_text(text in "\\PC{0,12}") {
            prop_assert_eq!(fixed(&text, Form::Nfc), text.nfc().collect::<String>());
            prop_assert_eq!(fixed(&text, Form::Nfd), text.nfd().collect::<String>());
        }
    }

    #[test]
    fn every_character_alone_and_after_a_letter() {
        for character in '\0'..=char::MAX {
            for text in [character.to_string(), format!("a{character}\u{323}")] {
                assert_eq!(fixed(&text, Form::Nfc), text.nfc().collect::<String>(), "{text:?}");
                assert_eq!(fixed(&text, Form::Nfd), text.nfd().collect::<String>(), "{text:?}");
            }
        }
    }

    #[test]
    fn what_everybody_writes_so_is_a_habit() {
        for text in [
            "\u{645}\u{64F}\u{62D}\u{633}\u{651}\u{64E}",
            "\u{92A}\u{95C}",
            "\u{9AF}\u{9DF}",
            "\u{5E9}\u{5C1}\u{5B8}\u{5BC}",
        ] {
            assert!(!unnormalised(text, Form::Nfc).is_empty() || text.nfc().eq(text.chars()), "{text:?}");
            assert!(is_habit(text, Form::Nfc), "{text:?}");
        }
        for text in ["e\u{301}", "\u{627}\u{653}", "\u{2126}", "\u{9C7}\u{9BE}", "o\u{301}\u{323}", "\u{FB31}"] {
            assert!(!is_habit(text, Form::Nfc), "{text:?}");
        }
    }

    #[test]
    fn a_run_is_what_changes_and_no_more() {
        assert_eq!(unnormalised("le cafe\u{301} noir", Form::Nfc), [Span::new(6, 9)]);
        assert_eq!(unnormalised("e\u{301}e\u{301} e\u{301}", Form::Nfc), [Span::new(0, 6), Span::new(7, 10)]);
        assert_eq!(unnormalised("5 \u{2126}.", Form::Nfc), [Span::new(2, 5)]);
        assert_eq!(unnormalised("ṙ̇ “quoted” l’été, 10 €, 中文", Form::Nfc), []);
        assert_eq!(unnormalised("le caf\u{E9} noir", Form::Nfd), [Span::new(6, 8)]);
        assert_eq!(unnormalised("cafe\u{301}, « 10 € »", Form::Nfd), []);
    }
}
