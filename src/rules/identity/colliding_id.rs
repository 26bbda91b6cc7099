//! `colliding-id`

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use crate::facts::{DocumentFact, Table};
use crate::rule::{CorpusReport, CorpusRule, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags ids that differ only by the case of letters or by Unicode normalisation.
    ///
    /// ## Why
    ///
    /// Ids are compared byte for byte, and names of files are not: on Windows and on macOS, `Paris` and `paris` are one
    /// file, and so are `é` in one character and `é` as `e` with an accent. Unpacked there, one document overwrites the
    /// other. And two ids that look the same are rarely meant to be two.
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
    /// Two ids are different bytes, and the same after canonical decomposition, the lower-case mapping of each
    /// character (and `σ` for `ς`), and canonical composition. One finding for each id but the first, in the order of
    /// file names and then of places. Ids that are not UTF-8 are compared as bytes, and so collide with none.
    ///
    /// ## Exceptions
    ///
    /// The same id twice is reported by `duplicate-id`. Compatibility characters, such as `ﬁ` and `fi`, stay apart, as
    /// they do in file systems.
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
