//! `odd-space`

use std::sync::LazyLock;

use memchr::memmem;

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::encoding::characters::{character_at, character_before};
use crate::rules::prose::first_of;
use crate::rules::spaces::{space_at, spaces_at, spaces_before};
use crate::rules::text_fix::text_fix;
use crate::span::Span;

declare_rule! {
    /// Flags spaces of Unicode where no language has any use for them.
    ///
    /// ## Why
    ///
    /// Where a space is not an ordinary one, words are not split, a search does not find what stands on both sides, and
    /// the same sentence from two places is not the same. It looks like an ordinary space, or like several. No-break
    /// spaces have their places, in French before `:` and in many languages inside of numbers; in rows, at the start of
    /// lines and between all words of a text they are what is left of the layout of a web page.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The ferry\xE2\x80\x83leaves at nine.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The ferry leaves at nine.
    /// ```
    ///
    /// ## Formula
    ///
    /// One finding for each document and each of these, at the first place, with the number of places:
    ///
    /// - one of U+1680, U+2000 to U+2008, U+205F and U+3000 for an ordinary space: between two letters, or behind one of
    ///   `.,;:!?` and before a letter;
    /// - two or more spaces in a row, at least one of them from Unicode, between other characters of a line;
    /// - U+00A0 or U+202F among the spaces that a line begins with;
    /// - U+00A0 between letters at least 12 times, and more often than SPACE.
    ///
    /// ## Exceptions
    ///
    /// A no-break or thin space that stands alone inside of a line is never reported: whether it is wanted there is a
    /// matter of typography. Lines with Chinese, Japanese or Korean characters use U+2002, U+2003 and U+3000 as they
    /// like, and Ogham its own space. Rows with a TAB in them are columns. A single letter or a number at the start of a
    /// line may have a wide space behind it, as in a list. What stands at the end of a line is reported by
    /// `trailing-whitespace`.
    ///
    /// ## Fix safety
    ///
    /// Safe for the spaces that stand for an ordinary one, which they become; unsafe where the marker line states
    /// `bytes` or `sha256` of the text. Unsafe for all others: of several spaces one is kept, a no-break space where
    /// punctuation or a number is beside it; spaces at the start of lines are removed; no-break spaces between letters
    /// become ordinary ones.
    OddSpace {
        id: "odd-space",
        category: Encoding,
        severity: Info,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// From how many words on a text can be said to be written with no-break spaces.
const MANY: usize = 12;

impl DocumentRule for OddSpace {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Places { single, rows, indents, between_letters } = Places::of(document);
        if let Some(&(first, name)) = single.first() {
            let edits = single.iter().map(|&(span, _)| Edit::replace(span, b" "));
            report
                .finding(first, format!("{name} in the place of a space"))
                .help("write an ordinary space")
                .fix(text_fix(document, "write ordinary spaces", edits))
                .label = first_of(single.len());
        }
        if let Some(&(first, _)) = rows.first() {
            let edits = rows.iter().map(|&(span, kept)| Edit::replace(span, kept));
            report
                .finding(first, "several spaces in a row, not all of them ordinary ones")
                .help("leave one")
                .fix(Fix::risky("leave one space", edits))
                .label = first_of(rows.len());
        }
        if let Some(&first) = indents.first() {
            report
                .finding(first, "no-break space at the start of a line")
                .label(counted(indents.len(), "line"))
                .help("remove it: it was meant to move the line, and is not a part of the text")
                .fix(Fix::risky("remove the spaces at the starts of lines", indents.iter().copied().map(Edit::delete)));
        }
        if let Some(&first) = between_letters.first() {
            let edits = between_letters.iter().map(|&span| Edit::replace(span, b" "));
            report
                .finding(first, "no-break spaces between words, more often than ordinary ones")
                .help("write ordinary spaces between words")
                .fix(Fix::risky("write ordinary spaces between letters", edits))
                .label = first_of(between_letters.len());
        }
    }
}

/// The odd spaces of a document, by what is odd about them.
#[derive(Default)]
struct Places {
    /// A space of a width of its own between words, and what it is called.
    single: Vec<(Span, &'static str)>,
    /// Several spaces, and which of them is kept.
    rows: Vec<(Span, &'static str)>,
    /// What begins a line.
    indents: Vec<Span>,
    /// No-break spaces between letters, if there are too many of them.
    between_letters: Vec<Span>,
}

impl Places {
    fn of(document: &Document<'_>) -> Self {
        let mut places = Self::default();
        let bytes = document.bytes();
        let body = document.body();
        let mut here = body.start;
        let candidates = Candidates::of(document);
        while let Some(candidate) = candidates.next(bytes, here) {
            if candidate >= body.end {
                break;
            }
            if is_bound(bytes, candidate) {
                here = candidate + 2;
                continue;
            }
            let before = spaces_before(bytes.get(body.start..candidate).unwrap_or_default());
            let length = spaces_at(bytes.get(candidate..).unwrap_or_default());
            let run = Span::new(candidate - before, candidate + length);
            here = run.end;
            places.look_at(bytes, run, body);
        }
        let ordinary = || memchr::memchr_iter(b' ', body.of(bytes)).count();
        if places.between_letters.len() < MANY || places.between_letters.len() <= ordinary() {
            places.between_letters.clear();
        }
        places
    }

    /// Takes in a run of spaces, one of which is from Unicode.
    fn look_at(&mut self, bytes: &[u8], run: Span, body: Span) {
        let before = Span::new(body.start, run.start).of(bytes);
        let behind = Span::new(run.end, body.end).of(bytes);
        let spaces = run.of(bytes);
        if matches!(behind, [] | [b'\n' | b'\r', ..]) || spaces.contains(&b'\t') {
            return;
        }
        let is_fullwidth = || spaces_are_wide(spaces) && is_east_asian(line_around(bytes, run));
        if matches!(before, [] | [.., b'\n']) {
            let no_break = [&b"\xC2\xA0"[..], b"\xE2\x80\xAF"];
            if no_break.iter().any(|space| memmem::find(spaces, space).is_some()) {
                self.indents.push(run);
            }
        } else if space_at(spaces) != Some(spaces.len()) {
            if !is_fullwidth() {
                let is_bound = binds_left(before) || binds_right(behind);
                self.rows.push((run, kept(spaces).filter(|_| is_bound).unwrap_or(" ")));
            }
        } else if let Some(name) = name(spaces) {
            if stands_for_a_space(before, behind) && !is_fullwidth() {
                self.single.push((run, name));
            }
        } else if spaces == b"\xC2\xA0" && letter_before(before).is_some() && letter_at(behind).is_some() {
            self.between_letters.push(run);
        }
    }
}

/// Whether a no-break space at `at` stands alone between a word and a mark, as French has it: nearly all that there are
/// do, and nothing is to be said of them.
fn is_bound(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    match bytes.get(at..).unwrap_or_default() {
        [0xC2, 0xA0, b'!' | b'?' | b':' | b';' | b'%', ..] | [0xC2, 0xA0, 0xC2, 0xBB, ..] => {
            before.last().is_some_and(u8::is_ascii_alphanumeric)
        }
        [0xC2, 0xA0, next, ..] => next.is_ascii_alphanumeric() && before.ends_with("«".as_bytes()),
        _ => false,
    }
}

static NO_BREAK: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(b"\xC2\xA0"));

/// Which spaces of Unicode there are to look for.
struct Candidates {
    no_break: bool,
    general: bool,
    rare: bool,
}

impl Candidates {
    fn of(document: &Document<'_>) -> Self {
        Self {
            no_break: document.contains('\u{A0}'),
            general: document
                .has_character(|character| matches!(character, '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}')),
            rare: document.has_character(|character| matches!(character, '\u{1680}' | '\u{3000}')),
        }
    }

    /// Where the next one stands, at or after `from`.
    fn next(&self, bytes: &[u8], from: usize) -> Option<usize> {
        let rest = bytes.get(from..)?;
        let is_space = |&at: &usize| rest.get(at..).and_then(space_at).is_some();
        let found = match self {
            Self { no_break: false, general: false, rare: false } => None,
            Self { general: false, rare: false, .. } => NO_BREAK.find(rest),
            Self { rare: false, .. } => memchr::memchr2_iter(0xC2, 0xE2, rest).find(is_space),
            Self { .. } => rest.iter().enumerate().filter(|&(_, &byte)| byte >= 0xC2).map(|(at, _)| at).find(is_space),
        };
        found.map(|at| from + at)
    }
}

/// What a space with a width of its own is called. No-break, thin and hair spaces have their uses, and figure spaces
/// theirs in numbers, which do not stand between words.
fn name(space: &[u8]) -> Option<&'static str> {
    Some(match space {
        [0xE1, 0x9A, 0x80] => "Ogham space (U+1680)",
        [0xE2, 0x80, 0x80] => "en quad (U+2000)",
        [0xE2, 0x80, 0x81] => "em quad (U+2001)",
        [0xE2, 0x80, 0x82] => "en space (U+2002)",
        [0xE2, 0x80, 0x83] => "em space (U+2003)",
        [0xE2, 0x80, 0x84] => "three-per-em space (U+2004)",
        [0xE2, 0x80, 0x85] => "four-per-em space (U+2005)",
        [0xE2, 0x80, 0x86] => "six-per-em space (U+2006)",
        [0xE2, 0x80, 0x87] => "figure space (U+2007)",
        [0xE2, 0x80, 0x88] => "punctuation space (U+2008)",
        [0xE2, 0x81, 0x9F] => "mathematical space (U+205F)",
        [0xE3, 0x80, 0x80] => "ideographic space (U+3000)",
        _ => return None,
    })
}

/// Whether a single space does the work of an ordinary one.
fn stands_for_a_space(before: &[u8], behind: &[u8]) -> bool {
    let Some(next) = letter_at(behind) else { return false };
    if let Some(last) = letter_before(before) {
        // Of a list with letters: "a", a wide space, and what it is about.
        let is_label = matches!(before, [_] | [.., b'\n', _]);
        return !(is_label || is_ogham(last) || is_ogham(next));
    }
    match before {
        // A number or a letter with a full stop labels what follows.
        [label, b'.'] | [.., b'\n' | b' ', label, b'.'] if label.is_ascii_alphanumeric() => false,
        [rest @ .., b'.' | b',' | b';' | b':' | b'!' | b'?'] => letter_before(rest).is_some(),
        _ => false,
    }
}

const fn is_ogham(character: char) -> bool {
    matches!(character, '\u{1680}'..='\u{169F}')
}

/// The character that `bytes` end with, if it is a letter.
fn letter_before(bytes: &[u8]) -> Option<char> {
    character_before(bytes, bytes.len()).filter(|character| character.is_alphabetic())
}

/// The character that `bytes` begin with, if it is a letter.
fn letter_at(bytes: &[u8]) -> Option<char> {
    character_at(bytes, 0).filter(|character| character.is_alphabetic())
}

/// Whether a no-break space is at its place behind what stands there: a guillemet, a number, or a dash.
fn binds_left(before: &[u8]) -> bool {
    character_before(before, before.len())
        .is_some_and(|last| last.is_ascii_digit() || matches!(last, '«' | '‹' | '„' | '–' | '—'))
}

/// Whether a no-break space is at its place before what stands there.
fn binds_right(behind: &[u8]) -> bool {
    character_at(behind, 0).is_some_and(|first| {
        matches!(first, '»' | '›' | ':' | ';' | '!' | '?' | '%' | '‰' | '€' | '$' | '£' | '–' | '—')
    })
}

/// The first no-break space of a row.
fn kept(spaces: &[u8]) -> Option<&'static str> {
    let mut rest = spaces;
    while let Some(length) = space_at(rest) {
        match rest {
            [0xC2, 0xA0, ..] => return Some("\u{A0}"),
            [0xE2, 0x80, 0xAF, ..] => return Some("\u{202F}"),
            _ => rest = rest.get(length..)?,
        }
    }
    None
}

/// Whether all spaces from Unicode in a row are of those that East Asian text uses for layout.
fn spaces_are_wide(spaces: &[u8]) -> bool {
    let mut rest = spaces;
    while let Some(length) = space_at(rest) {
        if !matches!(rest, [b' ', ..] | [0xE2, 0x80, 0x82 | 0x83, ..] | [0xE3, 0x80, 0x80, ..]) {
            return false;
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    true
}

/// Whether there are characters of Chinese, Japanese or Korean, other than the space, near a place of a line.
fn is_east_asian(text: &[u8]) -> bool {
    String::from_utf8_lossy(text).chars().any(|character| {
        matches!(character,
            '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{2FFF}' | '\u{3001}'..='\u{9FFF}' | '\u{A960}'..='\u{A97F}'
            | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}'
            | '\u{20000}'..='\u{3FFFF}')
    })
}

/// The line that `place` is in, or what is near on a long one: a long line with many spaces is not read once for each.
fn line_around(bytes: &[u8], place: Span) -> &[u8] {
    /// How far is near, in bytes.
    const NEAR: usize = 96;
    let before = Span::new(place.start.saturating_sub(NEAR), place.start).of(bytes);
    let start = place.start - before.iter().rev().take_while(|&&byte| byte != b'\n').count();
    let behind = Span::new(place.end, bytes.len().min(place.end + NEAR)).of(bytes);
    let end = place.end + behind.iter().take_while(|&&byte| byte != b'\n').count();
    Span::new(start, end).of(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_that_parts_words_stands_for_an_ordinary_one() {
        for (before, behind, expected) in [
            ("word", "word", true),
            ("End.", "Next", true),
            ("été,", "élan", true),
            ("\nA.", "First", false),
            ("1.", "First", false),
            ("\na", "first", false),
            ("10", "km", false),
            ("–", "word", false),
            ("word", "–", false),
            ("ᚅ", "ᚐ", false),
        ] {
            assert_eq!(stands_for_a_space(before.as_bytes(), behind.as_bytes()), expected, "{before:?} {behind:?}");
        }
    }

    #[test]
    fn a_bound_space_stands_between_a_word_and_a_mark() {
        for (text, expected) in [
            ("«\u{A0}word", true),
            ("word\u{A0}»", true),
            ("word\u{A0}!", true),
            ("word\u{A0}word", false),
            ("«\u{A0}\u{A0}word", false),
            (" \u{A0}!", false),
            ("«\u{2009}word", false),
            ("\u{A0}", false),
        ] {
            let at = text.find(['\u{A0}', '\u{2009}']).unwrap();
            assert_eq!(is_bound(text.as_bytes(), at), expected, "{text:?}");
        }
    }

    #[test]
    fn a_row_keeps_the_no_break_space_that_it_has() {
        assert_eq!(kept(" \u{A0}\u{202F}".as_bytes()), Some("\u{A0}"));
        assert_eq!(kept(" \u{2009}".as_bytes()), None);
        assert!(binds_left("«".as_bytes()) && binds_right("»".as_bytes()) && !binds_right(b"\xBB"));
    }

    #[test]
    fn east_asian_text_is_told_by_what_is_near() {
        assert!(is_east_asian("東京".as_bytes()) && is_east_asian("한국".as_bytes()));
        assert!(!is_east_asian("a\u{3000}b".as_bytes()));
        assert_eq!(line_around("x\nab c\ny".as_bytes(), Span::new(4, 5)), b"ab c");
    }
}
