//! `mojibake`

mod candidates;
mod pages;
mod plausible;
mod word;

use std::collections::BTreeSet;

use unicode_script::{Script, UnicodeScript as _};

use self::word::{Layers, Restored, has_half, restore};
use crate::document::Document;
use crate::fix::{Applicability, Edit, Fix};
use crate::lang::knowledge;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::subject::Mentions;
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags text that is in UTF-8 and was once read in another encoding, such as `cafÃ©` for `café`.
    ///
    /// ## Why
    ///
    /// Nobody finds a garbled word in a search, and every count of words and letters is wrong. It comes from a
    /// program that took each byte of a letter for a letter of its own; where that happened twice, one letter has
    /// become four.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr
    /// Un cafÃ© crÃ¨me, sâ€™il vous plaÃ®t.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=fr
    /// Un café crème, s’il vous plaît.
    /// ```
    ///
    /// ## Formula
    ///
    /// A word is what stands between ASCII white space. It is flagged if it has characters that, written as bytes in
    /// Windows-1252, Latin-1, Windows-1250, Windows-1251, Mac OS Roman or ISO 8859-2, are one character of UTF-8 of two
    /// bytes or more, and if all of this holds:
    ///
    /// - Nobody writes them side by side where they stand: a sign such as `©` or `±` between two letters, `Ã` or `Â`
    ///   after a small letter or before a sign, letters of two scripts in a word, a control character.
    /// - The character that comes out makes sense there: a letter in the script and the case of the word, punctuation, a
    ///   sign, an emoji; not one letter of Cyrillic, Hebrew, Arabic or a script of Asia among letters of another script.
    ///
    /// The encoding taken is the one that explains most characters. What comes out is looked at again, six times at most.
    /// In a document that has such words, others that could be text by themselves, as in `Ã…lesund`, are flagged if the
    /// same encoding explains them. Also flagged are words with half of a character whose other half was lost: `Ã`, `Ă`
    /// or `Â` after a small letter, and `â€`. Words on one line of which the same can be said are one finding.
    ///
    /// ## Exceptions
    ///
    /// Not flagged are single words that somebody may have written, such as `NESTLÉ®`, `FERMÉ…`, `2√π`, words with `ƒ` in
    /// a document that has one of `ɖ`, `ɔ`, `ɛ`, `ʋ`, beside which it is a letter, and a letter or quotation mark alone
    /// between spaces or quotation marks, such as “Ã©” in a text about encodings. Nor are words that stand in one line
    /// with the word that comes out, as in “cafÃ© in place of café”; nor any in a document that speaks of UTF-8, Latin-1,
    /// ISO 8859, Windows-1252, Unicode or mojibake, if no more than three words are damaged in it or a character that
    /// comes out of one stands in its text as it should. Text in another encoding than UTF-8 that was read wrongly is
    /// not looked for.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: what was meant is put back, and what cannot be known is whether somebody wrote about mojibake. There is a
    /// fix only where the whole word can be put back, no other encoding explains it as well, nothing is left that looks
    /// wrong, and no letter comes out of a script other than Latin that the text does not have elsewhere and that the
    /// language in `lang` is not written in. Marker lines are not changed.
    Mojibake {
        id: "mojibake",
        category: Encoding,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for Mojibake {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let words = candidates::words(document);
        if words.is_empty() {
            return;
        }
        let mut damages = damages(document, &words);
        damages.retain(|damage| !is_beside_what_was_meant(document, damage));
        if damages.is_empty() || is_about_encodings(document, &damages) {
            return;
        }
        for damages in damages.chunk_by(|left, right| are_alike(document, left, right)) {
            flag(document, damages, report);
        }
    }
}

/// Who names one of these may show what goes wrong. Words of languages are in their files.
const ENCODINGS: &[&str] = &[
    "utf-8",
    "utf8",
    "latin-1",
    "latin1",
    "iso-8859*",
    "iso 8859*",
    "iso8859*",
    "windows-1252",
    "cp1252",
    "cp-1252",
    "unicode",
];

/// So many damaged words may be shown where nothing else is known.
const MOST_SHOWN: usize = 3;

/// Whether a document speaks of encodings, and was read rightly itself, as far as that can be seen.
fn is_about_encodings(document: &Document<'_>, damages: &[Damage]) -> bool {
    let is_read_rightly = || {
        let texts = damages.iter().filter_map(|damage| Some(&damage.restored.as_ref()?.text));
        let mut meant = texts.flat_map(|text| text.chars()).filter(|character| !character.is_ascii());
        meant.any(|character| document.contains(character))
    };
    (damages.len() <= MOST_SHOWN || is_read_rightly())
        && !Mentions::of(document, ENCODINGS, &knowledge().subjects.encodings).is_empty()
}

/// So far from a damaged word the word that was meant is looked for in its line, in bytes.
const BESIDE: usize = 300;

/// Whether the word that comes out stands in the line of a damaged word: then the one is shown beside the other.
fn is_beside_what_was_meant(document: &Document<'_>, damage: &Damage) -> bool {
    let Some(restored) = &damage.restored else { return false };
    let is_edge = |character: char| !character.is_alphanumeric();
    let meant = restored.text.trim_matches(is_edge);
    if meant.is_ascii() || meant.chars().nth(1).is_none() {
        return false;
    }
    let bytes = document.bytes();
    let body = document.body();
    let (from, to) =
        (damage.span.start.saturating_sub(BESIDE).max(body.start), (damage.span.end + BESIDE).min(body.end));
    let before = Span::new(from.min(damage.span.start), damage.span.start).of(bytes);
    let after = Span::new(damage.span.end, to.max(damage.span.end)).of(bytes);
    let before = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let after = after.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let has =
        |text: &[u8]| String::from_utf8_lossy(text).split_whitespace().any(|word| word.trim_matches(is_edge) == meant);
    has(before) || has(after)
}

/// A word with mojibake.
#[derive(Debug)]
struct Damage {
    span: Span,
    /// The word as it was, and in which encodings it was read; none if no more is known than that half of a character
    /// was lost.
    restored: Option<Restored>,
    /// Whether it can be put back without a doubt about what was meant.
    can_be_fixed: bool,
}

/// A document that was read wrongly in more ways than this is looked at word by word, so that time does not multiply.
const MOST_KNOWN: usize = 16;

/// Letters of languages in which `ƒ` is one as well, such as Ewe: no others have them.
const COMPANY: [char; 4] = ['ɖ', 'ɔ', 'ɛ', 'ʋ'];

/// The damaged ones of `words`, which are the places of some words of a document, in order.
fn damages(document: &Document<'_>, words: &[Span]) -> Vec<Damage> {
    let has_hooked = document.contains('ƒ') && COMPANY.into_iter().any(|letter| document.contains(letter));
    let look = |span: Span, known: &[Layers]| {
        let word = document.str(span).filter(|word| !(has_hooked && word.contains('ƒ')))?;
        let restored = restore(word, known).filter(|restored| restored.sure);
        (restored.is_some() || has_half(word)).then_some((span, restored))
    };
    let mut looks: Vec<_> = words.iter().map(|&word| look(word, &[])).collect();
    // What may be mojibake is mojibake in a document that has more of the same.
    let mut known: Vec<Layers> =
        looks.iter().flatten().filter_map(|(_, found)| Some(found.as_ref()?.layers.clone())).collect();
    known.sort_unstable();
    known.dedup();
    known.truncate(MOST_KNOWN);
    if !known.is_empty() {
        for (seen, word) in looks.iter_mut().zip(words) {
            let is_settled = seen.as_ref().and_then(|(_, found)| found.as_ref()).is_some_and(|found| found.whole);
            if !is_settled {
                *seen = look(*word, &known);
            }
        }
    }
    let expected = if known.is_empty() { BTreeSet::new() } else { expected_scripts(document) };
    let damage = |(span, restored): (Span, Option<Restored>)| {
        let in_marker = span.start < document.body().start;
        let is_expected = |character: char| expected.contains(script_of(character).full_name());
        let fits = |restored: &Restored| restored.whole && restored.text.chars().all(is_expected);
        let can_be_fixed = !in_marker && restored.as_ref().is_some_and(fits);
        Damage { span, restored, can_be_fixed }
    };
    looks.into_iter().flatten().map(damage).collect()
}

/// The scripts of which a letter is no surprise in a document: Latin, and those that it has elsewhere or that its
/// language is written in.
fn expected_scripts(document: &Document<'_>) -> BTreeSet<&'static str> {
    let language = document.attribute("lang").map_or(&[][..], scripts_of);
    let elsewhere = document.characters().iter().map(|&character| script_of(character));
    let always = [Script::Common, Script::Inherited, Script::Latin];
    always.into_iter().chain(language.iter().copied()).chain(elsewhere).map(Script::full_name).collect()
}

/// The script of a character. Punctuation and signs of Chinese, Japanese and Korean are of no script of their own, and
/// are taken for Chinese.
fn script_of(character: char) -> Script {
    let is_asian = matches!(character, '\u{2E80}'..='\u{FAFF}' | '\u{FF01}'..='\u{FFEF}');
    match character.script() {
        Script::Common if is_asian => Script::Han,
        script => script,
    }
}

/// The scripts other than Latin that a language is written in, by its primary subtag.
fn scripts_of(tag: &[u8]) -> &'static [Script] {
    let primary = tag.split(|byte| matches!(byte, b'-' | b'_')).next().unwrap_or_default().to_ascii_lowercase();
    match &*primary {
        b"be" | b"bg" | b"kk" | b"ky" | b"mk" | b"mn" | b"ru" | b"sr" | b"tg" | b"tt" | b"uk" => &[Script::Cyrillic],
        b"el" => &[Script::Greek],
        b"he" | b"yi" => &[Script::Hebrew],
        b"ar" | b"ckb" | b"fa" | b"ps" | b"ug" | b"ur" => &[Script::Arabic],
        b"hi" | b"mr" | b"ne" | b"sa" => &[Script::Devanagari],
        b"bn" | b"as" => &[Script::Bengali],
        b"ta" => &[Script::Tamil],
        b"te" => &[Script::Telugu],
        b"th" => &[Script::Thai],
        b"ka" => &[Script::Georgian],
        b"ja" => &[Script::Han, Script::Hiragana, Script::Katakana],
        b"ko" => &[Script::Hangul, Script::Han],
        b"yue" | b"zh" => &[Script::Han],
        _ => &[],
    }
}

/// Whether two damaged words are on one line, and the same can be said of both.
fn are_alike(document: &Document<'_>, left: &Damage, right: &Damage) -> bool {
    let same = match (&left.restored, &right.restored) {
        (Some(left), Some(right)) => word::are_alike(&left.layers, &right.layers),
        (left, right) => left.is_none() && right.is_none(),
    };
    same && left.can_be_fixed == right.can_be_fixed
        && memchr::memchr(b'\n', Span::new(left.span.end, right.span.start).of(document.bytes())).is_none()
}

/// Reports damaged words of one line.
fn flag(document: &Document<'_>, damages: &[Damage], report: &mut Report<'_>) {
    let (Some(first), Some(last)) = (damages.first(), damages.last()) else { return };
    let bytes = document.bytes();
    let edits: Vec<Edit> = damages.iter().filter_map(|damage| edit(document, damage)).collect();
    let at = |damage: &Damage| edit(document, damage).map_or(damage.span, |edit| edit.span);
    let meant = first.restored.as_ref().map(|restored| format!(" is `{}`", shown(trimmed(restored.text.as_bytes()))));
    let more = match damages.len() - 1 {
        0 => String::new(),
        1 => ", and one more word on this line".to_owned(),
        more => format!(", and {more} more words on this line"),
    };
    let message =
        format!("garbled text: `{}`{}{more}", shown(trimmed(first.span.of(bytes))), meant.unwrap_or_default());
    let finding = report.finding(Span::new(at(first).start, at(last).end), message);
    finding.label(match &first.restored {
        Some(restored) => label(&restored.layers),
        None => "half of a character is lost".to_owned(),
    });
    if first.can_be_fixed {
        finding.help("put it back, or read the text as UTF-8 where it comes from");
        finding.fix(Fix::risky("put back what was meant", edits));
    } else {
        finding.help("get the text again from where it comes from, and read it as UTF-8");
    }
}

/// What puts a word back. ASCII that stays the same at both ends is no part of it.
fn edit(document: &Document<'_>, damage: &Damage) -> Option<Edit> {
    let (word, text) = (damage.span.of(document.bytes()), damage.restored.as_ref()?.text.as_bytes());
    let is_same = |(left, right): &(&u8, &u8)| left == right && left.is_ascii();
    let start = word.iter().zip(text).take_while(is_same).count();
    let (word_rest, text_rest) = (word.get(start..)?, text.get(start..)?);
    let end = word_rest.iter().rev().zip(text_rest.iter().rev()).take_while(is_same).count();
    let span = Span::new(damage.span.start + start, damage.span.end - end);
    Some(Edit::replace(span, text_rest.get(..text_rest.len() - end)?))
}

/// A word without the punctuation around it.
fn trimmed(word: &[u8]) -> &[u8] {
    let start = word.iter().take_while(|byte| byte.is_ascii_punctuation()).count();
    let end = word.iter().rposition(|byte| !byte.is_ascii_punctuation()).map_or(start, |last| last + 1);
    word.get(start..end).unwrap_or(word)
}

/// In which encodings it was read, the last one first.
fn label(layers: &[&str]) -> String {
    let Some((last, others)) = layers.split_first() else { return String::new() };
    if others.iter().all(|other| other == last) {
        let times = match layers.len() {
            1 => String::new(),
            2 => ", twice".to_owned(),
            3 => ", three times".to_owned(),
            count => format!(", {count} times"),
        };
        return format!("UTF-8 that was read as {last}{times}");
    }
    let names: Vec<&str> = layers.iter().rev().copied().collect();
    format!("UTF-8 that was read as {}", names.join(", then as "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_say_how_often() {
        assert_eq!(label(&["Latin-1"]), "UTF-8 that was read as Latin-1");
        assert_eq!(label(&["Latin-1"; 2]), "UTF-8 that was read as Latin-1, twice");
        assert_eq!(label(&["Latin-1"; 4]), "UTF-8 that was read as Latin-1, 4 times");
        // What was read last is put back first.
        let mixed = ["Windows-1251", "Windows-1252"];
        assert_eq!(label(&mixed), "UTF-8 that was read as Windows-1252, then as Windows-1251");
    }

    #[test]
    fn words_are_shown_without_what_stands_around_them() {
        assert_eq!(trimmed("(cafÃ©),".as_bytes()), "cafÃ©".as_bytes());
        assert_eq!(trimmed(b"..."), b"");
    }
}
