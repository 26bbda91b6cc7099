//! How all formats that are JSON write it: values on lines of their own, and nothing in them that anybody would obey.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

use super::path;
use super::sanitize::Class;

/// A list that is written item by item, each on a line of its own.
#[derive(Default)]
pub(super) struct Items {
    begun: bool,
}

impl Items {
    /// Writes the next item.
    pub(super) fn next(&mut self, item: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b",\n" } else { b"[\n" })?;
        self.begun = true;
        value(item, out)
    }

    /// Ends the list. One without items has not been opened yet.
    pub(super) fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]" } else { b"[]" })
    }
}

/// Writes a list, each item on a line of its own.
pub(super) fn list(items: impl Iterator<Item = impl Serialize>, out: &mut dyn Write) -> io::Result<()> {
    let mut list = Items::default();
    for item in items {
        list.next(&item, out)?;
    }
    list.end(out)
}

/// Writes a value on one line.
pub(super) fn value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    Ok(value.serialize(&mut Serializer::with_formatter(out, Harmless))?)
}

/// Writes strings so that no terminal and no CI service finds anything in them to obey.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut done = 0;
        for (index, character) in fragment.char_indices() {
            let before = fragment.get(done..index).unwrap_or_default();
            let is_harmless = match character {
                '#' => !before.ends_with('#'),
                ':' => !before.ends_with("section_start") && !before.ends_with("section_end"),
                _ => matches!(Class::of(character), Class::Plain | Class::Mark),
            };
            if is_harmless {
                continue;
            }
            writer.write_all(before.as_bytes())?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            done = index + character.len_utf8();
        }
        writer.write_all(fragment.get(done..).unwrap_or_default().as_bytes())
    }
}

/// A path as text: as it is if it is UTF-8, and otherwise as people are shown it.
pub(super) fn text_of(source: &Path) -> Cow<'_, str> {
    source.to_str().map_or_else(|| Cow::Owned(path(source)), Cow::Borrowed)
}

/// The bytes of a path that is no UTF-8.
pub(super) fn hex_of(source: &Path) -> Option<String> {
    source.to_str().is_none().then(|| hex(source.as_os_str().as_encoded_bytes()))
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string does not fail.
        let _ = fmt::Write::write_fmt(&mut text, format_args!("{byte:02x}"));
    }
    text
}
