//! `colliding-id`

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::skeleton;

use crate::facts::{DocumentFact, Table};
use crate::rule::{CorpusReport, CorpusRule, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags ids that differ only by the case of letters, by Unicode normalisation or by characters that look the same.
    ///
    /// ## Why
    ///
    /// Ids are compared byte for byte, and names of files are not: on Windows and on macOS, `Paris` and `paris` are one
    /// file, and so are `é` in one character and `é` as `e` with an accent. Unpacked there, one document overwrites the
    /// other. And two ids that look the same are rarely meant to be two: whoever types or compares one of them gets the
    /// wrong document.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> Paris
    /// Some text.
    /// <<<FILE>>> paris
    /// Some other text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> paris-1
    /// Some text.
    /// <<<FILE>>> paris-2
    /// Some other text.
    /// ```
    ///
    /// ## Formula
    ///
    /// Two ids are different bytes, and the same after canonical decomposition, the lower-case mapping of each character
    /// (and `σ` for `ς`), and canonical composition. Or they have the same skeleton after UTS 39, as `paypal` and the same
    /// with a Cyrillic `а`, and what they differ by is neither ASCII on both sides nor of one script. One finding for each
    /// id but the first, in the order of file names and then of places. Ids that are not UTF-8 are compared as bytes, and
    /// so collide with none.
    ///
    /// ## Exceptions
    ///
    /// The same id twice is reported by `duplicate-id`. Compatibility characters, such as `ﬁ` and `fi`, stay apart, as
    /// they do in file systems. So do letters of one script, such as `ı` and `i`, which whoever reads them tells apart,
    /// and `l`, `I` and `1`, or `O` and `0`, which meet by chance in ids that a program made.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which of the ids is to be changed, and into what, is for a person to say.
    CollidingId {
        id: "colliding-id",
        category: Identity,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for CollidingId {
    fn check(&self, table: &Table, report: &mut CorpusReport<'_>) {
        let first_of_each = table.by_id().filter_map(<[DocumentFact]>::first);
        let mut ids: Vec<(Cow<'_, [u8]>, &DocumentFact)> =
            first_of_each.map(|document| (folded(&document.id), document)).collect();
        // Sorting, and not a hash table, so that nobody can choose ids that make it slow. Most ids are their own key
        // and are in order already, which sorting makes use of.
        ids.sort_by(|left, right| (&left.0, left.1.place).cmp(&(&right.0, right.1.place)));
        for same in ids.chunk_by(|left, right| left.0 == right.0) {
            let [(_, first), others @ ..] = same else { continue };
            for (_, other) in others {
                compare(first, other, report);
            }
        }
        for same in look_alikes(ids.into_iter().map(|(_, document)| document)) {
            compare_looks(&same, report);
        }
    }
}

fn compare(first: &DocumentFact, other: &DocumentFact, report: &mut CorpusReport<'_>) {
    let message =
        format!("the ids `{}` and `{}` differ only by {}", shown(&first.id), shown(&other.id), by(first, other));
    report
        .finding(other.place, other.id_span, message)
        .label("collides as a file name")
        .help("give one of the two another id; if both mean the same document, remove one")
        .related_document(first.place, first.id_span, "the other one");
}

/// The ids that look the same as another one, together with it: each group in the order of places. Ids of ASCII alone
/// are in it where one of the others looks like them.
fn look_alikes<'t>(documents: impl Iterator<Item = &'t DocumentFact>) -> Vec<Vec<&'t DocumentFact>> {
    let (ascii, others): (Vec<_>, Vec<_>) = documents.partition(|document| document.id.is_ascii());
    let with_look = |document: &'t DocumentFact| {
        let id = std::str::from_utf8(&document.id).ok()?;
        Some((skeleton(id).collect::<String>(), document))
    };
    let mut looks: Vec<(String, &DocumentFact)> = others.into_iter().filter_map(with_look).collect();
    if looks.is_empty() {
        return Vec::new();
    }
    looks.sort_by(|left, right| left.0.cmp(&right.0));
    let is_like_one = |(look, _): &(String, _)| looks.binary_search_by(|(other, _)| other.cmp(look)).is_ok();
    let mut like_one: Vec<_> = ascii.into_iter().filter_map(with_look).filter(is_like_one).collect();
    looks.append(&mut like_one);
    looks.sort_by(|left, right| (&left.0, left.1.place).cmp(&(&right.0, right.1.place)));
    let groups = looks.chunk_by(|left, right| left.0 == right.0).filter(|group| group.len() > 1);
    groups.map(|group| group.iter().map(|(_, document)| *document).collect()).collect()
}

fn compare_looks(same: &[&DocumentFact], report: &mut CorpusReport<'_>) {
    // Each is compared with the first one of all, and with the first one that is not ASCII: with every other one would be
    // quadratic.
    let first = same.first();
    let first_foreign = same.iter().find(|document| !document.id.is_ascii());
    for other in same.iter().skip(1) {
        let found = first.into_iter().chain(first_foreign).find_map(|first| {
            Some((first, is_another(&first.id, &other.id).then(|| difference(first, other)).flatten()?))
        });
        let Some((first, difference)) = found else { continue };
        let message = format!("the ids `{}` and `{}` look the same: {difference}", shown(&first.id), shown(&other.id));
        report
            .finding(other.place, other.id_span, message)
            .label("looks like another id")
            .help("give one of the two another id; if both mean the same document, remove one")
            .related_document(first.place, first.id_span, "the other one");
    }
}

/// Whether two ids that look the same have not been reported as one file, and are not forms of the same characters.
fn is_another(first: &[u8], other: &[u8]) -> bool {
    let forms = std::str::from_utf8(first).ok().zip(std::str::from_utf8(other).ok());
    folded(first) != folded(other) && forms.is_some_and(|(first, other)| !first.nfkc().eq(other.nfkc()))
}

/// Where two ids that look the same differ, in words; nothing where the difference is one between characters of ASCII or
/// between letters of one script.
fn difference(first: &DocumentFact, other: &DocumentFact) -> Option<String> {
    let (left, right) = (std::str::from_utf8(&first.id).ok()?, std::str::from_utf8(&other.id).ok()?);
    let start = left.chars().zip(right.chars()).take_while(|(left, right)| left == right);
    let start: usize = start.map(|(character, _)| character.len_utf8()).sum();
    let (left, right) = (left.get(start..)?, right.get(start..)?);
    let end = left.chars().rev().zip(right.chars().rev()).take_while(|(left, right)| left == right);
    let end: usize = end.map(|(character, _)| character.len_utf8()).sum();
    let (left, right) = (left.get(..left.len() - end)?, right.get(..right.len() - end)?);
    let point = |text: &str| text.chars().next().map(|character| format!("U+{:04X}", u32::from(character)));
    match (point(left), point(right)) {
        _ if left.is_ascii() && right.is_ascii() || are_of_one_script(left, right) => None,
        (Some(left), Some(right)) => Some(format!("{left} stands in the one, and {right} in the other")),
        (Some(one), None) | (None, Some(one)) => Some(format!("one of them has {one}, which cannot be seen")),
        (None, None) => None,
    }
}

/// Whether all of this is letters of one script: whoever reads it tells them apart, as the dotless `ı` and `i` in
/// Turkish.
fn are_of_one_script(left: &str, right: &str) -> bool {
    let mut scripts = left.chars().chain(right.chars()).map(|character| character.script());
    let first = scripts.next().filter(|script| !matches!(script, Script::Common | Script::Inherited));
    first.is_some_and(|first| scripts.all(|script| script == first))
}

/// What two ids with the same key differ by.
fn by(first: &DocumentFact, other: &DocumentFact) -> &'static str {
    let strings = std::str::from_utf8(&first.id).ok().zip(std::str::from_utf8(&other.id).ok());
    match strings {
        Some((first, other)) if first.nfc().eq(other.nfc()) => "Unicode normalisation",
        Some((first, other)) if lower(first.chars()).eq(lower(other.chars())) => "case",
        _ => "case and Unicode normalisation",
    }
}

/// What two ids have in common if they are one name to a file system.
fn folded(id: &[u8]) -> Cow<'_, [u8]> {
    if id.is_ascii() {
        let is_lower = !id.iter().any(u8::is_ascii_uppercase);
        return if is_lower { Cow::Borrowed(id) } else { Cow::Owned(id.to_ascii_lowercase()) };
    }
    match std::str::from_utf8(id) {
        Ok(text) => Cow::Owned(lower(text.nfd()).nfc().collect::<String>().into_bytes()),
        Err(_) => Cow::Borrowed(id),
    }
}

/// Characters in lower case, one by one: not as a word, so that a `Σ` is the same wherever it stands.
fn lower(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    characters.flat_map(char::to_lowercase).map(|character| if character == 'ς' { 'σ' } else { character })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{DocumentPlace, Facts};
    use crate::rule::Values;
    use crate::span::Span;

    /// What is said of documents with these ids, in their order.
    fn said_of<'i>(ids: impl IntoIterator<Item = &'i str>) -> Vec<String> {
        let mut facts = Facts::default();
        for (id, line) in ids.into_iter().zip(1..) {
            let place = DocumentPlace { file: 0, offset: line, line };
            facts.push(DocumentFact { id: id.as_bytes().into(), place, id_span: Span::empty(0), text: 0 });
        }
        let mut findings = Vec::new();
        let values = Values::default();
        CollidingId.check(&facts.settle(), &mut CorpusReport::with_values(&mut findings, &values));
        findings.into_iter().map(|(_, finding)| finding.message).collect()
    }

    #[test]
    fn ids_that_look_the_same_are_told_apart_by_their_code_points() {
        let cyrillic =
            "the ids `paypal` and `p\u{430}ypal` look the same: U+0061 stands in the one, and U+0430 in the other";
        assert_eq!(said_of(["paypal", "p\u{430}ypal"]), [cyrillic]);
        let hidden = "the ids `ab` and `a\\u{200b}b` look the same: one of them has U+200B, which cannot be seen";
        assert_eq!(said_of(["ab", "a\u{200B}b"]), [hidden]);
        assert_eq!(said_of(["a", "\u{430}", "x", "\u{3B1}"]).len(), 2);
        // What the first and the third differ by is ASCII; the second differs from both by more.
        assert_eq!(said_of(["al", "\u{430}l", "a1"]).len(), 2);
    }

    #[test]
    fn ids_that_are_told_apart_by_a_reader_do_not_look_the_same() {
        for ids in [
            ["al", "a1"],
            ["O7xI", "O7xl"],
            ["été-1", "été-l"],
            ["cafe", "café"],
            ["Åsa", "Äsa"],
            ["Москва", "Moskva"],
            ["東京", "京都"],
            ["groß", "gross"],
            ["m²", "m2"],
            ["лес", "лёс"],
            ["kadin", "kadın"],
        ] {
            assert_eq!(said_of(ids), Vec::<String>::new(), "{ids:?}");
        }
    }

    #[test]
    fn every_character_that_looks_like_others_is_told() {
        let mut ids = Vec::new();
        for character in
            ('\u{80}'..=char::MAX).filter(|character| !character.is_whitespace() && !character.is_control())
        {
            let prototype: String = skeleton(&character.to_string()).collect();
            // With a number before each, it looks like its own prototype and like nothing else.
            let pair = [character.to_string(), prototype.clone()].map(|id| format!("{}x{id}x", ids.len()));
            let is_of_one_script = are_of_one_script(&character.to_string(), &prototype);
            if pair[0] != pair[1] && is_another(pair[0].as_bytes(), pair[1].as_bytes()) && !is_of_one_script {
                ids.push(pair);
            }
        }
        let found = said_of(ids.iter().flatten().map(String::as_str));
        assert!(ids.len() > 2000 && found.len() == ids.len(), "{} of {}", found.len(), ids.len());
    }

    fn collide(left: &str, right: &str) -> bool {
        folded(left.as_bytes()) == folded(right.as_bytes())
    }

    #[test]
    fn names_of_one_file_have_one_key() {
        for (left, right) in [
            ("Paris", "paris"),
            ("caf\u{E9}", "cafe\u{301}"),
            ("CAF\u{C9}", "cafe\u{301}"),
            ("ΟΔΟΣ", "οδος"),
            ("ΟΔΟΣ", "οδοσ"),
            ("\u{212B}", "\u{E5}"),
            ("ПУТЬ", "путь"),
            ("\u{1E9E}", "ß"),
            ("q\u{307}\u{323}", "q\u{323}\u{307}"),
        ] {
            assert!(collide(left, right), "{left} {right}");
        }
    }

    #[test]
    fn names_of_two_files_have_two() {
        for (left, right) in [("a", "b"), ("cafe", "café"), ("ﬁ", "fi"), ("ß", "ss"), ("m²", "m2"), ("I", "ı")] {
            assert!(!collide(left, right), "{left} {right}");
        }
        assert_ne!(folded(b"\xe9"), folded("é".as_bytes()));
    }
}
