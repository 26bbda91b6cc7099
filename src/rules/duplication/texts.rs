//! Shared by the rules about identical texts.

use std::borrow::Cow;
use std::io;

use crate::document::Document;
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, Member};
use crate::rules::wording::shown;

/// What these rules read.
pub(super) const TEXTS: Kinds = Kinds { texts: true, ..Kinds::NONE };

/// Asks for the documents whose texts may be the same.
pub(super) fn groups(table: &Table, report: &mut CorpusReport) -> io::Result<()> {
    table.texts.groups(|record| record.text, |same| report.group(same.iter().map(|record| record.place)))
}

/// The text that is meant, without white space at its ends. Bad UTF-8 is U+FFFD.
pub(super) fn text<'a>(document: &Document<'a>) -> Cow<'a, str> {
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    match document.content() {
        Cow::Borrowed(bytes) => match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text.trim()),
            Err(_) => Cow::Owned(lossy(bytes)),
        },
        Cow::Owned(bytes) => Cow::Owned(lossy(&bytes)),
    }
}

/// Whether two documents have the same text, byte for byte.
pub(super) fn same_bytes(first: &Document<'_>, second: &Document<'_>) -> bool {
    first.content().trim_ascii() == second.content().trim_ascii()
}

/// Whether two documents have the same id, which is worse than the same text, and is said by another rule.
pub(super) fn have_one_id(first: &Member<'_>, second: &Member<'_>) -> bool {
    first.document.id().is_some_and(|id| Some(id) == second.document.id())
}

/// How a document is called in a message.
pub(super) fn name(member: &Member<'_>) -> String {
    member.document.id().map_or_else(|| "a document without an id".to_owned(), |id| format!("`{}`", shown(id)))
}
