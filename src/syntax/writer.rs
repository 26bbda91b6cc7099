//! Marker lines, written in canonical spelling.

use super::grammar::{attribute, clean_length, word_length};
use super::marker::Attribute;

/// What a value is written as: an id that looks like an attribute needs quotes, an attribute's value does not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// The id of a document.
    Id,
    /// The value of an attribute.
    Attribute,
}

/// The canonical way to write a value on a marker line: as a run where that is possible, else quoted, with escapes.
pub fn write_value(bytes: &[u8], kind: ValueKind) -> Vec<u8> {
    let run = !bytes.is_empty() && word_length(bytes) == bytes.len() && clean_length(bytes) == bytes.len();
    if run && !(kind == ValueKind::Id && attribute(bytes).is_ok()) {
        return bytes.to_vec();
    }
    let mut quoted = vec![b'"'];
    for chunk in bytes.utf8_chunks() {
        for character in chunk.valid().chars() {
            match character {
                '"' => quoted.extend_from_slice(b"\\\""),
                '\\' => quoted.extend_from_slice(b"\\\\"),
                '\n' => quoted.extend_from_slice(b"\\n"),
                '\t' => quoted.extend_from_slice(b"\\t"),
                character if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') => {
                    quoted.extend_from_slice(format!("\\u{{{:x}}}", u32::from(character)).as_bytes());
                }
                character => quoted.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        quoted.extend_from_slice(chunk.invalid());
    }
    quoted.push(b'"');
    quoted
}

/// A marker line in canonical spelling, without its ending: `<<<WORD>>>`, the id and the attributes in the given order,
/// with one space between them, and quotes only where they are needed.
pub fn write_marker<'a>(word: &str, id: Option<&[u8]>, attributes: impl IntoIterator<Item = &'a Attribute>) -> Vec<u8> {
    let mut line = format!("<<<{word}>>>").into_bytes();
    if let Some(id) = id {
        line.push(b' ');
        line.extend_from_slice(&write_value(id, ValueKind::Id));
    }
    for attribute in attributes {
        line.push(b' ');
        line.extend_from_slice(&attribute.key);
        line.push(b'=');
        line.extend_from_slice(&write_value(&attribute.value.bytes, ValueKind::Attribute));
    }
    line
}
