//! Sizes and checksums that were right stay right when a file is changed.
//!
//! If a change of ours made them wrong, they would prove the opposite of what happened; if we set right what was wrong
//! before, they would prove nothing at all. So exactly those are written anew that were right.

use super::{checksum, stated_number, states_checksum};
use crate::document::{Section, SectionKind, content_of, sections};
use crate::span::Span;
use crate::syntax::{Attribute, Marker, Node, Word, parse};

/// `new`, which was made of `old` and has the same documents in the same order, with those sizes and checksums
/// written anew that were right in `old`.
pub fn restate(old: &[u8], new: Vec<u8>) -> Vec<u8> {
    if old == new || !says_something(old) {
        return new;
    }
    let before = parse(old).nodes;
    let new = restate_documents(old, &before, &new);
    restate_end(old, &before, new)
}

/// Whether there can be anything to be written anew.
fn says_something(bytes: &[u8]) -> bool {
    ["bytes=", "sha256="].iter().any(|key| memchr::memmem::find(bytes, key.as_bytes()).is_some())
}

fn restate_documents(old: &[u8], before: &[Node], new: &[u8]) -> Vec<u8> {
    let after = parse(new).nodes;
    let (old_documents, new_documents) = (documents(before), documents(&after));
    let mut edits: Vec<(Span, String)> = Vec::new();
    for (was, is) in old_documents.iter().zip(&new_documents) {
        let text = |section: &Section<'_>, bytes| content_of(section.body.shifted(section.span.start).of(bytes));
        if let Some((said, says)) = attribute(was, "bytes").zip(attribute(is, "bytes"))
            && stated_number(&said.value.bytes) == Some(text(was, old).len() as u64)
        {
            edits.push((says.value.span.shifted(is.span.start), text(is, new).len().to_string()));
        }
        if let Some((said, says)) = attribute(was, "sha256").zip(attribute(is, "sha256"))
            && states_checksum(&said.value.bytes, &checksum(&text(was, old)))
        {
            edits.push((says.value.span.shifted(is.span.start), checksum(&text(is, new))));
        }
    }
    edits.sort_unstable();
    replace(new, &edits)
}

/// The checksum of the last `<<<END>>>` line covers every byte before it, so it comes when all else is done.
fn restate_end(old: &[u8], before: &[Node], new: Vec<u8>) -> Vec<u8> {
    let after = parse(&new).nodes;
    let (Some(was), Some(is)) = (end(before), end(&after)) else { return new };
    let (Some(said), Some(says)) = (attribute(&was, "sha256"), attribute(&is, "sha256")) else { return new };
    let sum = |bytes: &[u8], section: &Section<'_>| checksum(bytes.get(..section.span.start).unwrap_or(bytes));
    if !states_checksum(&said.value.bytes, &sum(old, &was)) {
        return new;
    }
    replace(&new, &[(says.value.span.shifted(is.span.start), sum(&new, &is))])
}

fn documents(nodes: &[Node]) -> Vec<Section<'_>> {
    sections(nodes).into_iter().filter(|section| section.kind == SectionKind::Document).collect()
}

fn end(nodes: &[Node]) -> Option<Section<'_>> {
    sections(nodes).pop().filter(|section| section.marker.is_some_and(|marker| marker.word == Word::End))
}

fn attribute<'t>(section: &Section<'t>, key: &str) -> Option<&'t Attribute> {
    section.marker?.attribute(key)
}

/// `line`, a marker line with or without its ending, with these values of its attributes.
///
/// An attribute that it does not have is not added.
pub fn restate_attributes(line: &[u8], marker: &Marker, values: &[(&str, String)]) -> Vec<u8> {
    let edit = |(key, value): &(&str, String)| Some((marker.attribute(key)?.value.span, value.clone()));
    let mut edits: Vec<(Span, String)> = values.iter().filter_map(edit).collect();
    edits.sort_unstable();
    replace(line, &edits)
}

/// Puts `edits`, which are in order, into `bytes`.
fn replace(bytes: &[u8], edits: &[(Span, String)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut here = 0;
    for (span, content) in edits {
        out.extend_from_slice(Span::new(here, span.start).of(bytes));
        out.extend_from_slice(content.as_bytes());
        here = span.end;
    }
    out.extend_from_slice(bytes.get(here..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_right_in_other_words_is_right_again() {
        let file = |text: &str| {
            let sum = checksum(text.as_bytes()).to_uppercase();
            let document = format!("<<<FILE>>> a bytes=0{} sha256={sum}\n{text}\n", text.len());
            format!("{document}<<<END>>> sha256={}\n", checksum(document.as_bytes()).to_uppercase())
        };
        let changed = file("xx").replacen("\nxx\n", "\nx\n", 1);
        let document = format!("<<<FILE>>> a bytes=1 sha256={}\nx\n", checksum(b"x"));
        let expected = format!("{document}<<<END>>> sha256={}\n", checksum(document.as_bytes()));
        assert_eq!(String::from_utf8(restate(file("xx").as_bytes(), changed.into_bytes())), Ok(expected));
    }

    #[test]
    fn values_are_written_where_the_attributes_stand() {
        let line = b"<<<END>>> sha256=00 note=x files=1\r\n";
        let values = [("files", "20".to_owned()), ("sha256", "ab".to_owned()), ("bytes", "3".to_owned())];
        let written = restate_attributes(line, &Marker::parse(line).unwrap(), &values);
        assert_eq!(String::from_utf8(written).unwrap(), "<<<END>>> sha256=ab note=x files=20\r\n");
    }

    #[test]
    fn what_was_right_is_right_again_and_what_was_wrong_stays_wrong() {
        let file = |text: &str, sum: &str| {
            let documents =
                format!("<<<FILE>>> a bytes={} sha256={sum}\n{text}\n<<<FILE>>> b bytes=99\ny\n", text.len());
            let end = checksum(documents.as_bytes());
            format!("{documents}<<<END>>> files=2 sha256={end}\n")
        };
        let old = file("xx", &checksum(b"xx"));
        let changed = old.replacen("\nxx\n", "\nx\n", 1);
        assert_eq!(String::from_utf8(restate(old.as_bytes(), changed.into_bytes())), Ok(file("x", &checksum(b"x"))));
        let wrong = file("xx", "00").replace("files=2 sha256=", "files=2 sha256=0");
        let changed = wrong.replacen("\nxx\n", "\nx\n", 1);
        let expected = changed.replacen("bytes=2", "bytes=1", 1);
        assert_eq!(String::from_utf8(restate(wrong.as_bytes(), changed.into_bytes())), Ok(expected));
    }
}
