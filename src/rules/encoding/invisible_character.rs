//! `invisible-character`

use memchr::memmem;
use unicode_properties::UnicodeEmoji as _;
use unicode_script::{Script, UnicodeScript as _};

use super::characters::{Mender, character_at, character_before, code_points, is_mark};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags characters that cannot be seen and have no use where they stand, such as a zero-width space between letters.
    ///
    /// ## Why
    ///
    /// A word with an invisible character in it looks like the word, and is another one for search, for counting and
    /// for a tokeniser. Soft hyphens and zero-width spaces come from web pages, where they say where a line may be
    /// broken; tag characters can hide a whole sentence from the reader that a program will read.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=de
    /// Die Donau\xC2\xADdampf\xC2\xADschiff\xC2\xADfahrt ruht.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=de
    /// Die Donaudampfschifffahrt ruht.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of these, without those under Exceptions: U+00AD soft hyphen, U+034F, U+115F and U+1160, U+180E, U+200B
    /// zero-width space, U+200C and U+200D joiners, U+2060 to U+2064, U+206A to U+206F, U+3164, U+FE00 to U+FE0F
    /// variation selectors, U+FEFF, U+FFA0, U+FFF9 to U+FFFB, U+E0000 to U+E007F tags, U+E0100 to U+E01EF.
    ///
    /// ## Exceptions
    ///
    /// - U+200C beside a letter of Arabic or a related script that is not at the edge of a word on that side, and after
    ///   one of an Indic script; U+200D beside any of these, and between emoji.
    /// - U+200B beside a letter of a script without spaces between words: Thai, Lao, Khmer, Myanmar, Tibetan, Chinese,
    ///   Japanese and others.
    /// - Variation selectors, unless they follow nothing, white space, another one, or a Latin, Greek or Cyrillic letter.
    /// - Tags after a black flag, up to U+E007F. U+034F before a combining mark. U+115F and U+1160 beside Hangul. U+180E
    ///   beside Mongolian.
    /// - U+FEFF at the start of a line is for `byte-order-mark`; direction marks are for `bidi-control`;
    ///   what stands before a marker is for `byte-order-mark` and `marker-indentation`.
    ///
    /// ## Fix safety
    ///
    /// Safe: the characters are removed, and the text looks the same. Unsafe for a soft hyphen at the end of a line,
    /// which shows that a word was broken there; for U+FFF9 to U+FFFB, which set a gloss apart from its word; on a
    /// marker line; and where the marker line states `bytes` or `sha256` of the text. None where the line could then be
    /// read as a marker, nor in an id.
    InvisibleCharacter {
        id: "invisible-character",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for InvisibleCharacter {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.bytes();
        let mut run: Option<Span> = None;
        let mut mender = Mender::new(document);
        // What stands before a marker is for the rules about markers.
        let head = document.marker().map_or(0, |marker| marker.head.start);
        let mut tags_until = 0;
        let mut marks_until = None;
        for (start, character) in candidates(document).into_iter().filter(|(start, _)| *start >= head) {
            let span = Span::new(start, start + character.len_utf8());
            if is_tag(character) && start >= tags_until {
                tags_until = flag_sequence(bytes, start).unwrap_or(0);
            }
            if start < tags_until && is_tag(character) || is_needed(document, span, character) {
                marks_until = (character == '\u{FEFF}').then_some(span.end);
                continue;
            }
            // A byte order mark may be there many times.
            if character == '\u{FEFF}' && marks_until == Some(start) {
                marks_until = Some(span.end);
                continue;
            }
            match &mut run {
                Some(run) if run.end == span.start => run.end = span.end,
                _ => {
                    if let Some(finished) = run.replace(span) {
                        flag(document, finished, &mut mender, report);
                    }
                }
            }
        }
        if let Some(finished) = run {
            flag(document, finished, &mut mender, report);
        }
    }
}

fn flag(document: &Document<'_>, span: Span, mender: &mut Mender<'_, '_>, report: &mut Report<'_>) {
    let Some(text) = document.str(span) else { return };
    let mut characters = text.chars();
    let (Some(first), second) = (characters.next(), characters.next()) else { return };
    let (message, help) = match (name(first), second) {
        (Some(name), None) => (format!("{name} (U+{:04X})", u32::from(first)), "remove it"),
        (None, None) => (format!("invisible character (U+{:04X})", u32::from(first)), "remove it"),
        (_, Some(_)) => (format!("invisible characters ({})", code_points(text)), "remove them"),
    };
    let finding = report.finding(span, message);
    let hidden: String = text.chars().filter_map(tag_letter).take(40).collect();
    if hidden.is_empty() {
        finding.label("cannot be seen").help(help);
    } else {
        finding.label(format!("hides the text `{hidden}`"));
        finding.help("remove them, and find out who put them there");
    }
    let bytes = document.bytes();
    let breaks_word = text.contains('\u{AD}') && matches!(bytes.get(span.end), None | Some(b'\n' | b'\r'));
    let glosses = text.contains(['\u{FFF9}', '\u{FFFA}', '\u{FFFB}']);
    mender.replace(finding, "remove what cannot be seen", "", !breaks_word && !glosses);
}

/// The name of a character that is met often, as people know it.
const fn name(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{AD}' => "soft hyphen",
        '\u{34F}' => "combining grapheme joiner",
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => "Hangul filler",
        '\u{180E}' => "Mongolian vowel separator",
        '\u{200B}' => "zero-width space",
        '\u{200C}' => "zero-width non-joiner that separates nothing",
        '\u{200D}' => "zero-width joiner that joins nothing",
        '\u{2060}' => "word joiner",
        '\u{FEFF}' => "zero-width no-break space",
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => "variation selector that selects nothing",
        _ => return None,
    })
}

const fn is_tag(character: char) -> bool {
    matches!(character, '\u{E0020}'..='\u{E007F}')
}

/// The letter that a tag character stands for.
fn tag_letter(character: char) -> Option<char> {
    matches!(character, '\u{E0020}'..='\u{E007E}').then(|| char::from_u32(u32::from(character) - 0xE0000)).flatten()
}

/// Where the sequence of tags ends that begins at `start` and makes a flag of the black flag before it.
fn flag_sequence(bytes: &[u8], start: usize) -> Option<usize> {
    /// More tags than any subdivision of a country has.
    const LONGEST: usize = 8;
    if character_before(bytes, start) != Some('\u{1F3F4}') {
        return None;
    }
    let mut here = start;
    for _ in 0..LONGEST {
        let tag = character_at(bytes, here).filter(|character| is_tag(*character))?;
        here += tag.len_utf8();
        if tag == '\u{E007F}' {
            return Some(here);
        }
    }
    None
}

/// Every character that the rule is about, and where it stands, in order.
fn candidates(document: &Document<'_>) -> Vec<(usize, char)> {
    let bytes = document.bytes();
    let set = document.byte_set();
    let mut starts: Vec<usize> = Vec::new();
    if !document.has_character(is_candidate) {
        return Vec::new();
    }
    // What begins with these is frequent in Latin text, so the bytes behind are looked at in place.
    if set.contains(0xC2) && set.contains(0xAD) {
        starts.extend(memmem::find_iter(bytes, "\u{AD}"));
    }
    if set.contains(0xE2) {
        starts.extend(memchr::memchr_iter(0xE2, bytes).filter(|&at| {
            matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x8B..=0x8D] | [0x81, 0xA0..=0xA4 | 0xAA..=0xAF]))
        }));
    }
    // And of these, what is looked for begins with two or three bytes that are rare in every text.
    for (prefix, wanted) in RARE {
        if prefix.first().is_some_and(|&lead| set.contains(lead)) {
            let found = memmem::find_iter(bytes, prefix);
            starts.extend(found.filter(|&at| character_at(bytes, at).is_some_and(wanted)));
        }
    }
    starts.sort_unstable();
    starts.into_iter().filter_map(|at| Some((at, character_at(bytes, at)?))).collect()
}

/// Whether [`candidates`] can find `character`.
const fn is_candidate(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2064}'
        | '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

/// How a character begins, and which of those that begin so are meant.
type Rare = (&'static [u8], fn(char) -> bool);

const RARE: &[Rare] = &[
    (b"\xCD\x8F", |_| true),
    (b"\xE1\x85", |character| matches!(character, '\u{115F}' | '\u{1160}')),
    (b"\xE1\xA0\x8E", |_| true),
    (b"\xE3\x85\xA4", |_| true),
    (b"\xEF\xB8", |character| matches!(character, '\u{FE00}'..='\u{FE0F}')),
    (b"\xEF\xBB\xBF", |_| true),
    (b"\xEF\xBE\xA0", |_| true),
    (b"\xEF\xBF", |character| matches!(character, '\u{FFF9}'..='\u{FFFB}')),
    (b"\xF3\xA0", |character| matches!(character, '\u{E0000}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')),
];

/// Whether `character` has a use where it stands.
fn is_needed(document: &Document<'_>, span: Span, character: char) -> bool {
    let bytes = document.bytes();
    let before = character_before(bytes, span.start);
    let after = character_at(bytes, span.end);
    let beside = |test: fn(char) -> bool| before.is_some_and(test) || after.is_some_and(test);
    match character {
        '\u{34F}' => after.is_some_and(is_mark),
        '\u{115F}' | '\u{1160}' => beside(|other| other.script() == Script::Hangul && !is_filler(other)),
        '\u{180E}' => beside(|other| other.script() == Script::Mongolian),
        '\u{200B}' => beside(is_written_without_spaces),
        '\u{200C}' => separates(base_before(bytes, span.start), after),
        '\u{200D}' => {
            let before = base_before(bytes, span.start);
            before.is_some_and(is_joining)
                || after.is_some_and(is_joining)
                || before.is_some_and(is_pictograph) && after.is_some_and(is_pictograph)
        }
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => before.is_some_and(has_variants),
        '\u{FEFF}' => begins_line(document, span.start),
        _ => false,
    }
}

const fn is_filler(character: char) -> bool {
    matches!(character, '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}')
}

/// The character before `end`, marks without a script and variation selectors passed over.
fn base_before(bytes: &[u8], end: usize) -> Option<char> {
    /// More marks than a letter has in any language.
    const MARKS: usize = 6;
    let mut here = end;
    for _ in 0..MARKS {
        let character = character_before(bytes, here)?;
        if character.script() != Script::Inherited {
            return Some(character);
        }
        here -= character.len_utf8();
    }
    None
}

/// Whether a zero-width non-joiner between these separates letters that would be joined.
fn separates(before: Option<char>, after: Option<char>) -> bool {
    let is_edge = |character: Option<char>| character.is_none_or(|character| !character.is_alphanumeric());
    match (before, after) {
        (Some(before), _) if is_joining(before) && !is_cursive(before) => true,
        (Some(before), after) if is_cursive(before) && (!is_edge(after) || after.is_some_and(is_mark)) => true,
        // After a quotation mark or a foreign word, an ending.
        (Some(before), Some(after)) if is_joining(after) => !before.is_whitespace(),
        _ => false,
    }
}

/// Whether `character` is of a script whose letters all join like those of Arabic.
fn is_cursive(character: char) -> bool {
    matches!(
        character.script(),
        Script::Arabic
            | Script::Syriac
            | Script::Nko
            | Script::Mandaic
            | Script::Mongolian
            | Script::Phags_Pa
            | Script::Adlam
            | Script::Hanifi_Rohingya
    )
}

/// Whether `character` is of a script in which the joiners decide what a letter looks like.
fn is_joining(character: char) -> bool {
    is_cursive(character)
        || matches!(
            character.script(),
            Script::Devanagari
                | Script::Bengali
                | Script::Gurmukhi
                | Script::Gujarati
                | Script::Oriya
                | Script::Tamil
                | Script::Telugu
                | Script::Kannada
                | Script::Malayalam
                | Script::Sinhala
                | Script::Khmer
                | Script::Myanmar
                | Script::Tibetan
                | Script::Balinese
                | Script::Javanese
                | Script::Meetei_Mayek
                | Script::Grantha
                | Script::Brahmi
                | Script::Newa
                | Script::Chakma
                | Script::Hebrew
        )
}

/// Whether `character` is of a script that sets no spaces between words.
fn is_written_without_spaces(character: char) -> bool {
    matches!(
        character.script(),
        Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
            | Script::Tibetan
            | Script::Javanese
            | Script::Balinese
            | Script::Tai_Tham
            | Script::Tai_Le
            | Script::New_Tai_Lue
            | Script::Tai_Viet
            | Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Bopomofo
    ) || matches!(character, '\u{3000}'..='\u{303F}' | 'ー')
}

/// Whether `character` is an emoji or a part of one. Digits, which are by the letter of the data, are not.
fn is_pictograph(character: char) -> bool {
    !character.is_ascii() && character.is_emoji_char_or_emoji_component()
}

/// Whether a variation selector after `character` may have something to select.
fn has_variants(character: char) -> bool {
    let plain_letter = matches!(character.script(), Script::Latin | Script::Greek | Script::Cyrillic);
    let selector = matches!(character, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}');
    // The digits, and two signs, are the first part of keycaps.
    character.is_emoji_char() || !(plain_letter || selector || character.is_whitespace() || character.is_control())
}

/// Whether what stands at `start` begins its line: then it is a byte order mark.
fn begins_line(document: &Document<'_>, start: usize) -> bool {
    let before = document.bytes().get(..start).unwrap_or_default();
    matches!(before, [] | [.., b'\n'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    fn flagged(text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        with_document(text, |document| InvisibleCharacter.check(document, &mut Report::new(&mut findings)));
        findings.into_iter().map(|finding| finding.span.of(text.as_bytes()).to_vec()).map(shown).collect()
    }

    fn shown(bytes: Vec<u8>) -> String {
        String::from_utf8(bytes).unwrap_or_default().escape_unicode().to_string()
    }

    #[test]
    fn what_a_script_or_an_emoji_needs_is_kept() {
        for text in [
            "می\u{200C}خندیدند",
            "پنجاه\u{200C}وهشت",
            "«کتاب»\u{200C}ها",
            "PDF\u{200C}ها",
            "خانه\u{654}\u{200C}ای",
            "۵\u{200C}گانه",
            "ه\u{200D}.",
            "क्\u{200D}ष",
            "क्\u{200C}ष",
            "ന്\u{200D} ",
            "👩\u{200D}👩\u{200D}👧",
            "❤\u{FE0F}\u{200D}🔥",
            "👩🏽\u{200D}🚀",
            "🏳\u{FE0F}\u{200D}🌈",
            "🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}",
            "1\u{FE0F}\u{20E3}",
            "©\u{FE0F} ☎\u{FE0E} ℹ\u{FE0F}",
            "葛\u{E0100}",
            "∩\u{FE00}",
            "ภาษา\u{200B}ไทย",
            "ភាសា\u{200B}ខ្មែរ",
            "日本\u{200B}語",
            "ב\u{34F}\u{5B8}",
        ] {
            assert_eq!(flagged(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_nothing_needs_is_flagged_run_by_run() {
        for (text, expected) in [
            ("wo\u{200B}rd", vec!["\\u{200b}"]),
            ("wo\u{200B}\u{AD}rd s\u{2060}o", vec!["\\u{200b}\\u{ad}", "\\u{2060}"]),
            ("Auf\u{200C}lage", vec!["\\u{200c}"]),
            ("мо\u{200D}ре", vec!["\\u{200d}"]),
            ("می\u{200C} رود", vec!["\\u{200c}"]),
            (" \u{200C}رود", vec!["\\u{200c}"]),
            ("👩\u{200D} ", vec!["\\u{200d}"]),
            ("a\u{FE0F}", vec!["\\u{fe0f}"]),
            ("😀\u{FE0F}\u{FE0E}", vec!["\\u{fe0e}"]),
            ("a\u{FEFF}b", vec!["\\u{feff}"]),
            ("\u{FEFF}a\n\u{FEFF}\u{FEFF}b", vec![]),
            ("a\u{E0068}\u{E0069}", vec!["\\u{e0068}\\u{e0069}"]),
            ("🏴\u{E0067}x", vec!["\\u{e0067}"]),
            ("\u{3164}", vec!["\\u{3164}"]),
        ] {
            assert_eq!(flagged(text), expected, "{text:?}");
        }
    }
}
