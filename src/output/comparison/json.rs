//! A comparison as one JSON document, with every document that differs. Version 1 of the promise: fields are added, and
//! none is taken away or changes its meaning.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::super::json::{JsonTool, VERSION};
use super::super::json_text::{Items, hex, hex_of, text_of, value};
use super::{Compared, Row, Status};
use crate::compare::{DropIndex, Entry, Key};

/// Writes a comparison for programs, by the program of this version.
pub fn comparison_json(compared: Compared<'_>, version: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\n\"version\": {VERSION},\n\"tool\": ")?;
    value(&JsonTool::new(version), out)?;
    write!(out, ",\n\"summary\": ")?;
    value(&JsonSummary::new(compared), out)?;
    write!(out, ",\n\"documents\": ")?;
    let mut items = Items::default();
    for row in Status::ALL.into_iter().flat_map(|status| compared.rows(status)) {
        items.next(&JsonRow::new(compared, row), out)?;
    }
    items.end(out)?;
    writeln!(out, "\n}}")
}

#[derive(Serialize)]
struct JsonSummary {
    old: JsonDrop,
    new: JsonDrop,
    removed: usize,
    added: usize,
    renamed: usize,
    moved: usize,
    changed: usize,
    same: u64,
}

#[derive(Serialize)]
struct JsonDrop {
    files: usize,
    documents: u64,
}

impl JsonSummary {
    fn new(compared: Compared<'_>) -> Self {
        let drop = |drop: &DropIndex| JsonDrop { files: drop.files(), documents: drop.documents };
        Self {
            old: drop(compared.old),
            new: drop(compared.new),
            removed: compared.count(Status::Removed),
            added: compared.count(Status::Added),
            renamed: compared.count(Status::Renamed),
            moved: compared.count(Status::Moved),
            changed: compared.count(Status::Changed),
            same: compared.comparison.same,
        }
    }
}

#[derive(Serialize)]
struct JsonRow<'a> {
    status: &'static str,
    text_changed: bool,
    attributes_changed: bool,
    old: Option<JsonEntry<'a>>,
    new: Option<JsonEntry<'a>>,
}

impl<'a> JsonRow<'a> {
    fn new(compared: Compared<'a>, row: Row<'a>) -> Self {
        let both = row.old.zip(row.new);
        Self {
            status: row.status.name(),
            text_changed: both.is_some_and(|(old, new)| old.text != new.text),
            attributes_changed: both.is_some_and(|(old, new)| old.attributes != new.attributes),
            old: row.old.map(|entry| JsonEntry::new(compared.old, entry)),
            new: row.new.map(|entry| JsonEntry::new(compared.new, entry)),
        }
    }
}

/// A document in one of the drops. The id is null where it has none, and for text outside of all documents.
#[derive(Serialize)]
struct JsonEntry<'a> {
    is_document: bool,
    id: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_hex: Option<String>,
    path: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_hex: Option<String>,
    line: u64,
    byte: u64,
}

impl<'a> JsonEntry<'a> {
    fn new(drop: &'a DropIndex, entry: &'a Entry) -> Self {
        let path = drop.path(entry);
        let id = match &entry.key {
            Key::Id(id) => Some(String::from_utf8_lossy(id)),
            Key::Nameless | Key::Outside(_) => None,
        };
        let id_hex = match (&entry.key, &id) {
            (Key::Id(bytes), Some(Cow::Owned(_))) => Some(hex(bytes)),
            _ => None,
        };
        let is_document = !matches!(entry.key, Key::Outside(_));
        Self {
            is_document,
            id,
            id_hex,
            path: text_of(path),
            path_hex: hex_of(path),
            line: entry.line,
            byte: entry.offset,
        }
    }
}
