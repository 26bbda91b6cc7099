//! The canonical form of a corpus file: one way to write each marker line, and not a byte of a text changed.

use crate::document::{Section, SectionKind, sections};
use crate::integrity::restate;
use crate::span::Span;
use crate::syntax::{Attribute, FlawKind, LineEnding, Marker, ValueKind, Word, parse, write_value};

/// The keys that have a meaning, in the order in which they are written. Others follow by name.
const ORDER: [&str; 12] =
    ["version", "files", "lang", "date", "title", "author", "source", "url", "license", "bytes", "sha256", "allow"];

/// `bytes` in canonical form; nothing if there is no marker line in it, since then it is no corpus file but a picture, a
/// text in another encoding, or whatever else was named.
///
/// - A marker line is `<<<WORD>>>`, the id, and the attributes in a fixed order, with one space between them, quotes
///   only where they are needed, and a line feed at the end. A line of which a part cannot be read keeps all of its
///   parts; only what is certain is mended.
/// - Blank lines that belong to no document are left out, and so is an `<<<END>>>` after every document.
/// - The file ends with a line feed.
/// - A `sha256` of the `<<<END>>>` line that was right is right again. One that was wrong stays as it is, since it
///   says something about how the file came here.
///
/// The documents are the same ones with the same texts afterwards, and doing it twice changes nothing more.
pub fn canonical(bytes: &[u8]) -> Option<Vec<u8>> {
    let tree = parse(bytes);
    let sections = sections(&tree.nodes);
    if sections.iter().all(|section| section.marker.is_none()) {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    for (number, section) in sections.iter().enumerate() {
        let last = number + 1 == sections.len();
        let text = section.span.of(bytes);
        match section.marker {
            Some(marker) if is_idle_end(section, marker, bytes, last) => continue,
            // Made shorter, it would be read to its end, and would say something that it does not say now.
            Some(marker) if is_too_long(marker) => out.extend_from_slice(Span::new(0, marker.len()).of(text)),
            Some(marker) => out.extend_from_slice(&marker_line(marker, text)),
            None => {}
        }
        let body = section.body.of(text);
        // An overlong marker line has a rest, which stands between the line and the body.
        let head = section.marker.map_or(0, Marker::len);
        out.extend_from_slice(Span::new(head, section.body.start).of(text));
        // What is blank goes, unless a misplaced `<<<CORPUS>>>` would come first by that and its defaults would hold.
        let before_corpus = sections.get(number + 1).is_some_and(|next| next.kind == SectionKind::Corpus);
        if section.kind == SectionKind::Document || before_corpus || !is_blank(body) {
            out.extend_from_slice(body);
        }
    }
    // A carriage return before it would become a part of the line ending, and the text would be another one.
    if !matches!(out.last(), None | Some(b'\n' | b'\r')) {
        out.push(b'\n');
    }
    Some(restate(bytes, out))
}

/// An `<<<END>>>` that says nothing and is not the last line: the habit of ending every document.
fn is_idle_end(section: &Section<'_>, marker: &Marker, bytes: &[u8], last: bool) -> bool {
    let body = section.body.of(section.span.of(bytes));
    !last && marker.word == Word::End && marker.attributes.is_empty() && is_blank(body) && is_readable(marker)
}

fn is_too_long(marker: &Marker) -> bool {
    marker.flaws.iter().any(|flaw| flaw.kind == FlawKind::TooLong)
}

/// Whether every part of the line could be read, so that it can be written anew.
fn is_readable(marker: &Marker) -> bool {
    marker.flaws.iter().all(|flaw| flaw.replacement.is_some())
}

fn marker_line(marker: &Marker, line: &[u8]) -> Vec<u8> {
    let Some(word) = marker.word.name().filter(|_| is_readable(marker)) else {
        return mended(marker, line);
    };
    let mut out = format!("<<<{word}>>>").into_bytes();
    if let Some(id) = &marker.id {
        out.push(b' ');
        out.extend_from_slice(&write_value(&id.bytes, ValueKind::Id));
    }
    let mut attributes: Vec<&Attribute> = marker.attributes.iter().collect();
    attributes.sort_by_key(|attribute| {
        let place = ORDER.iter().position(|key| key.as_bytes() == &*attribute.key);
        (place.unwrap_or(ORDER.len()), attribute.key.clone())
    });
    for attribute in attributes {
        out.push(b' ');
        out.extend_from_slice(&attribute.key);
        out.push(b'=');
        out.extend_from_slice(&write_value(&attribute.value.bytes, ValueKind::Attribute));
    }
    if !marker.ending.is_empty() {
        out.push(b'\n');
    }
    out
}

/// The line with what is certain put right.
fn mended(marker: &Marker, line: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(line.len());
    let mut here = 0;
    for flaw in &marker.flaws {
        let Some(replacement) = flaw.replacement.as_ref().filter(|_| flaw.span.start >= here) else { continue };
        out.extend_from_slice(Span::new(here, flaw.span.start).of(line));
        out.extend_from_slice(replacement);
        here = flaw.span.end;
    }
    out.extend_from_slice(Span::new(here, marker.content.end).of(line));
    if marker.ending != LineEnding::None {
        out.push(b'\n');
    }
    out
}

fn is_blank(body: &[u8]) -> bool {
    std::str::from_utf8(body)
        .is_ok_and(|text| text.chars().all(|character| character.is_whitespace() || character == '\u{FEFF}'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::integrity::checksum;

    fn text(bytes: &[u8]) -> String {
        let once = canonical(bytes).expect("a marker line");
        assert_eq!(canonical(&once).as_ref(), Some(&once), "twice is once");
        String::from_utf8(once).expect("UTF-8")
    }

    #[test]
    fn marker_lines_are_written_in_one_way() {
        for (line, right) in [
            ("\u{FEFF} <<<file>>>  a   zoo=1 lang=\"fr\"  title='x'\r\n", "<<<FILE>>> a lang=fr title='x' zoo=1\n"),
            ("<<<FILE: a b>>>\n", "<<<FILE>>> \"a b\"\n"),
            ("<<<FILE>>> a b=\"\\u{e9} \\\"\"", "<<<FILE>>> a b=\"é \\\"\"\n"),
            ("<<<END FILE>>>\n", "<<<END>>>\n"),
            ("<<<FILE>>> a Bad=1  lang=fr\n", "<<<FILE>>> a Bad=1 lang=fr\n"),
            ("<<<FILE>>> a b=1 a=2 b=3\n", "<<<FILE>>> a b=1 a=2 b=3\n"),
        ] {
            assert_eq!(text(line.as_bytes()), right, "{line}");
        }
    }

    #[test]
    fn what_is_no_corpus_file_has_no_canonical_form() {
        for bytes in [&b""[..], b"Some text", b"\x7fELF\x02\x01\0", b"\xff\xfe<\0<\0<\0", b"<<<NOTE>>> x"] {
            assert_eq!(canonical(bytes), None);
        }
    }

    #[test]
    fn texts_are_kept() {
        let written = "<<<FILE>>> a\r\nx\r\n\\<<<FILE>>> y\n\n\n<<<NOTE>>> z\r\nq\rr\n";
        assert_eq!(text(written.as_bytes()), written.replacen("a\r\n", "a\n", 1));
        assert_eq!(text(b"<<<FILE>>> a\nx\r"), "<<<FILE>>> a\nx\r", "a line feed would change the text");
        assert_eq!(text(b"<<<FILE>>> a\nx"), "<<<FILE>>> a\nx\n");
    }

    #[test]
    fn a_marker_line_that_is_too_long_stays_as_it_is() {
        let long = format!("<<<FILE>>>  a{}source=x\nx\n", " ".repeat(1 << 16));
        assert_eq!(text(long.as_bytes()), long);
    }

    #[test]
    fn blank_lines_outside_of_documents_and_idle_ends_go() {
        let written = b"<<<CORPUS>>> version=1\n\n<<<FILE>>> a\nx\n<<<END>>>\n\n<<<FILE>>> b\ny\n<<<END>>>\n";
        assert_eq!(text(written), "<<<CORPUS>>> version=1\n<<<FILE>>> a\nx\n<<<FILE>>> b\ny\n<<<END>>>\n");
        let misplaced = "\n<<<CORPUS>>> lang=fr\n<<<FILE>>> a\nx\n";
        assert_eq!(text(misplaced.as_bytes()), misplaced, "its defaults do not hold before, and must not afterwards");
        assert_eq!(text(b"stray\n<<<FILE>>> a\nx\n"), "stray\n<<<FILE>>> a\nx\n");
    }

    #[test]
    fn a_checksum_that_was_right_is_right_again() {
        let body = b"<<<FILE>>>  a\nx\n";
        let file = [body, format!("<<<END>>> sha256={} files=1\n", checksum(body)).as_bytes()].concat();
        let now = "<<<FILE>>> a\nx\n";
        assert_eq!(text(&file), format!("{now}<<<END>>> files=1 sha256={}\n", checksum(now.as_bytes())));
        let wrong = [&body[..], b"<<<END>>> sha256=00 files=1\n"].concat();
        assert_eq!(text(&wrong), format!("{now}<<<END>>> files=1 sha256=00\n"));
    }
}
