//! Fingerprints: how a finding is recognised in the next run.
//!
//! Lines are no use for that: a line put in above would make everything below it new. So a fingerprint is made of the
//! rule, the id of the document, and the words that are concerned, with blanks of any kind and number counted as one:
//! moving a document to another file, setting its lines anew, or writing its marker line in another way changes nothing.
//! A document without an id is known by its text, and what is in no document by the name of its file.

use std::borrow::Cow;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Fingerprint;
use crate::document::{Document, SectionKind};
use crate::rule::RuleMeta;
use crate::span::Span;
use crate::syntax::{Attribute, Marker};

/// Whose text it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owner<'a> {
    /// The document with this id.
    Id(&'a [u8]),
    /// A document without an id, by a hash of its text.
    Text([u8; 32]),
    /// No document: the file.
    File(&'a Path),
}

impl<'a> Owner<'a> {
    /// Whose text the bytes of `document` are, in the file at `path`.
    pub(super) fn of(document: &Document<'a>, path: &'a Path) -> Self {
        match (document.id(), document.kind()) {
            (Some(id), _) => Self::Id(id),
            (None, SectionKind::Document) => Self::Text(Sha256::digest(document.content()).into()),
            (None, _) => Self::File(path),
        }
    }
}

/// The fingerprint of a finding of `rule` on `text`: the first half of a SHA-256, so that nobody can write a text whose
/// findings pass for those of another.
pub(super) fn fingerprint(rule: &RuleMeta, owner: &Owner<'_>, text: &[u8]) -> Fingerprint {
    Begun::of(rule, owner).fingerprint(text)
}

/// The part of fingerprints that all findings of one rule in one document have in common.
#[derive(Clone, Debug)]
pub(super) struct Begun(Sha256);

impl Begun {
    pub(super) fn of(rule: &RuleMeta, owner: &Owner<'_>) -> Self {
        let mut hash = Sha256::new();
        let mut part = |kind: &[u8], bytes: &[u8]| {
            hash.update(kind);
            // With its length before it, no part can look like two.
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        part(b"rule", rule.id.as_bytes());
        match owner {
            Owner::Id(id) => part(b"document", id),
            Owner::Text(hash) => part(b"nameless", hash),
            Owner::File(path) => part(b"file", path.file_name().unwrap_or_default().as_encoded_bytes()),
        }
        hash.update(b"text");
        Self(hash)
    }

    /// The fingerprint of a finding that is about `text`.
    pub(super) fn fingerprint(&self, text: &[u8]) -> Fingerprint {
        let mut hash = self.0.clone();
        for word in text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
            hash.update(word);
            hash.update(b" ");
        }
        let digest: [u8; 32] = hash.finalize().into();
        let (half, _) = digest.split_at(16);
        Fingerprint(half.try_into().unwrap_or_default())
    }
}

/// The text that a finding at `span` of `bytes` is about, where `marker` is the marker line that they begin with.
///
/// On a marker line that is what is said and not how it is written, since there are many ways to write it: the id, a key
/// and its value, or just that it is the marker line.
pub(super) fn concerned<'a>(marker: Option<&Marker>, bytes: &'a [u8], span: Span) -> Cow<'a, [u8]> {
    let Some(marker) = marker.filter(|marker| span.start < marker.len()) else { return Cow::Borrowed(span.of(bytes)) };
    if marker.id.as_ref().is_some_and(|id| id.span.contains(span)) {
        return Cow::Borrowed(b"the id");
    }
    if let Some(attribute) = attribute_at(marker, span) {
        return Cow::Owned([&*attribute.key, b"=", &*attribute.value.bytes].concat());
    }
    if span.contains(marker.head) { Cow::Borrowed(b"the marker line") } else { Cow::Borrowed(span.of(bytes)) }
}

/// The attribute that a place on a marker line is in.
pub(super) fn attribute_at(marker: &Marker, span: Span) -> Option<&Attribute> {
    if span.start >= marker.len() {
        return None;
    }
    // They are in the order of the line.
    let after = marker.attributes.partition_point(|attribute| attribute.key_span.start <= span.start);
    marker.attributes.get(after.checked_sub(1)?).filter(|attribute| attribute.span().contains(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn of(rule: usize, owner: &Owner<'_>, text: &str) -> Fingerprint {
        fingerprint(rules::ALL[rule].meta(), owner, text.as_bytes())
    }

    fn file(path: &str) -> Owner<'_> {
        Owner::File(Path::new(path))
    }

    #[test]
    fn a_finding_is_known_again_elsewhere_and_with_other_blanks() {
        let here = of(0, &Owner::Id(b"a"), "two words");
        assert_eq!(here, of(0, &Owner::Id(b"a"), "two\r\n  words\n"));
        assert_eq!(of(0, &file("x/one.corpus"), "w"), of(0, &file("y/one.corpus"), "w"));
    }

    #[test]
    fn another_rule_document_or_text_is_another_finding() {
        let all = [
            of(0, &Owner::Id(b"a"), "two words"),
            of(1, &Owner::Id(b"a"), "two words"),
            of(0, &Owner::Id(b"b"), "two words"),
            of(0, &Owner::Id(b"a"), "twowords"),
            of(0, &Owner::Text([0; 32]), "two words"),
            of(0, &Owner::Text([1; 32]), "two words"),
            of(0, &file("a"), "two words"),
        ];
        for (index, one) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(one), "{index}");
        }
        assert_eq!(all[0].to_string().len(), 32);
    }

    #[test]
    fn of_a_marker_line_it_counts_what_it_says() {
        let concerned = |line: &str, mark: &str| {
            let start = line.find(mark).expect("the mark is there");
            let marker = Marker::parse(line.as_bytes());
            let span = Span::new(start, start + mark.len());
            String::from_utf8(concerned(marker.as_ref(), line.as_bytes(), span).into_owned()).expect("it is text")
        };
        assert_eq!(concerned("<<<FILE>>> a title=\"caf\\u{e9} noir\"\nx\n", "\\u{e9}"), "title=café noir");
        assert_eq!(concerned("<<<FILE>>>  a  title=\"café noir\" lang=fr\nx\n", "é"), "title=café noir");
        assert_eq!(concerned("<<<FILE>>> \"a\"\nx\n", "\"a\""), concerned("<<<FILE>>> a\nx\n", "a"));
        let line = "<<<FILE>>> a lang=fr";
        assert_eq!(concerned(&format!("{line}\nx\n"), line), "the marker line");
        assert_eq!(concerned(&format!("{line}\nx y\n"), "x y"), "x y");
        assert_eq!(concerned(&format!("{line} what\n"), "what"), "what");
    }
}
