//! `compatibility-character`

use std::ops::RangeInclusive;

use unicode_normalization::UnicodeNormalization as _;

use super::characters::{Mender, code_points, runs};
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags characters that Unicode has only so that other encodings can be converted, such as the ligature `ﬁ`.
    ///
    /// ## Why
    ///
    /// A word with a ligature or a full-width letter in it is not found by a search, and not counted as the word that
    /// it looks like. To most tokenisers it is unknown. Such characters come from PDF files, from East Asian keyboards,
    /// or from people who write with other letters to be seen.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The \xEF\xAC\x81rst of\xEF\xAC\x81ce was small.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The first office was small.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of characters of one of these kinds: Latin and Armenian ligatures (U+FB00 to U+FB06, U+FB13 to U+FB17);
    /// full-width ASCII (U+FF01 to U+FF5E) in a document in which no byte from E3 to ED occurs, so that no character of
    /// an East Asian script does; two or more mathematical or enclosed letters (U+1D400 to U+1D7CB, U+24B6 to U+24E9,
    /// U+1F130 to U+1F149, U+1F150 to U+1F169, U+1F170 to U+1F189), which make a word; two or more letters of Arabic
    /// presentation forms (U+FB50 to U+FD3D, U+FE70 to U+FEFC).
    ///
    /// ## Exceptions
    ///
    /// What people write on purpose is left alone: `²`, `½`, `ª`, `º`, `№`, `™`, `…`, no-break spaces, Roman numerals,
    /// single mathematical letters, the ligatures of whole Arabic words, and everything that is usual beside East Asian
    /// letters. Marker lines are not looked at.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the letters that the characters stand for are written (NFKC). Offered for ligatures and full-width
    /// characters only; the others may be formulas, or stand in the order in which they are seen.
    CompatibilityCharacter {
        id: "compatibility-character",
        category: Encoding,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// A kind of compatibility characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Ligature,
    FullWidth,
    Styled,
    ArabicForm,
}

/// The bytes that characters from U+3000 to U+DFFF begin with: the scripts of East Asia, and little else.
const EAST_ASIAN: RangeInclusive<u8> = 0xE3..=0xED;

impl DocumentRule for CompatibilityCharacter {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        // U+24B6 and its like begin with E2 92 and E2 93, everything else with EF or F0.
        let enclosed = set.contains(0xE2) && (set.contains(0x92) || set.contains(0x93));
        if !(set.contains_any(0xEF..=0xF0) || enclosed) {
            return;
        }
        let east_asian = set.contains_any(EAST_ASIAN);
        let least = if enclosed { 0xE2 } else { 0xEF };
        let mut mender = Mender::new(document);
        for run in runs(document, least, |character| kind(character).is_some()) {
            let Some(text) = document.str(run) else { continue };
            let mut start = run.start;
            for part in parts(text) {
                let span = Span::new(start, start + part.len());
                start = span.end;
                // An id is a name, and not for a rule about text to spell.
                if span.start < document.body().start {
                    continue;
                }
                flag(span, part, east_asian, &mut mender, report);
            }
        }
    }
}

fn flag(span: Span, part: &str, east_asian: bool, mender: &mut Mender<'_, '_>, report: &mut Report<'_>) {
    let Some(kind) = part.chars().next().and_then(kind) else { return };
    let one = part.chars().nth(1).is_none();
    let what = match kind {
        Kind::Ligature => "ligature written as a character of its own",
        Kind::FullWidth if !east_asian => "full-width character in a text of narrow ones",
        Kind::Styled if !one => "word in mathematical or enclosed letters",
        Kind::ArabicForm if !one => "letters written as Arabic presentation forms",
        _ => return,
    };
    let plain: String = part.nfkc().collect();
    let finding = report.finding(span, format!("{what} ({})", code_points(part)));
    finding.label(format!("stands for `{}`", shown(plain.as_bytes()))).help("write the plain letters");
    if !matches!(kind, Kind::Ligature | Kind::FullWidth) {
        return;
    }
    mender.replace(finding, "write the plain letters", &plain, false);
}

const fn kind(character: char) -> Option<Kind> {
    Some(match character {
        '\u{FB00}'..='\u{FB06}' | '\u{FB13}'..='\u{FB17}' => Kind::Ligature,
        '\u{FF01}'..='\u{FF5E}' => Kind::FullWidth,
        '\u{1D400}'..='\u{1D7CB}'
        | '\u{24B6}'..='\u{24E9}'
        | '\u{1F130}'..='\u{1F149}'
        | '\u{1F150}'..='\u{1F169}'
        | '\u{1F170}'..='\u{1F189}' => Kind::Styled,
        '\u{FB50}'..='\u{FD3D}' | '\u{FE70}'..='\u{FEFC}' => Kind::ArabicForm,
        _ => return None,
    })
}

/// The parts of a run that are of one kind each.
fn parts(run: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, character) in run.char_indices() {
        let this = kind(character);
        if at > 0 && this != last {
            parts.extend(run.get(start..at));
            start = at;
        }
        last = this;
    }
    parts.extend(run.get(start..));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_on_purpose_is_of_no_kind() {
        for character in "²½ªº№™…\u{A0}\u{202F}ⅣℓΩµ㎡ｱ豈﷽﷼①ﬠ".chars() {
            assert_eq!(kind(character), None, "{character}");
        }
        assert_eq!("ﬁ".chars().next().and_then(kind), Some(Kind::Ligature));
    }

    #[test]
    fn runs_are_cut_where_the_kind_changes() {
        assert_eq!(parts("ﬁﬂＡＢ𝐇𝐢"), ["ﬁﬂ", "ＡＢ", "𝐇𝐢"]);
    }
}
