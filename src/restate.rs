//! What a corpus file says of itself: sizes and checksums that were right stay right when the file is changed.
//!
//! `bytes` and `sha256` prove that nothing was cut. If a change of ours made them wrong, they would prove the opposite
//! of what happened; if we set right what was wrong before, they would prove nothing at all. So exactly those are
//! written anew that were right.

use std::io::{self, BufRead as _, BufReader, Read};

use sha2::{Digest as _, Sha256};

use crate::document::{Section, SectionKind, content_of, sections};
use crate::span::Span;
use crate::syntax::{Attribute, Node, Word, parse};

/// How many bytes of a file are read at once.
const PIECE: usize = 1 << 16;

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
        for key in ["bytes", "sha256"] {
            let (Some(said), Some(says)) = (attribute(was, key), attribute(is, key)) else { continue };
            let right = |section: &Section<'_>, bytes: &[u8]| {
                let text = content_of(section.body.shifted(section.span.start).of(bytes));
                if key == "bytes" { text.len().to_string() } else { checksum(&text) }
            };
            if right(was, old).as_bytes() == &*said.value.bytes {
                edits.push((says.value.span.shifted(is.span.start), right(is, new)));
            }
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
    if sum(old, &was).as_bytes() != &*said.value.bytes {
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

/// The SHA-256 of `bytes` as `sha256` attributes have it.
pub fn checksum(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of all that `reader` gives, as `sha256` attributes have it.
pub fn checksum_of(reader: impl Read) -> io::Result<String> {
    let mut reader = BufReader::with_capacity(PIECE, reader);
    let mut hash = Sha256::new();
    loop {
        let read = match reader.fill_buf() {
            Ok(bytes) => {
                hash.update(bytes);
                bytes.len()
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if read == 0 {
            return Ok(hexadecimal(&hash.finalize()));
        }
        reader.consume(read);
    }
}

/// `bytes` as `sha256` attributes have them: two digits in lower case for each.
fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
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
