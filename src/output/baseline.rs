//! The file of a baseline: one JSON document on each line, in the order of documents and rules, so that a change of what
//! is accepted is a change of these lines and of no others.

use std::io::{self, Write};

use serde::Serialize;

use super::json_text::value;
use crate::baseline::{Baseline, Entry, HEADER, Subject, VERSION};

#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    rule: &'a str,
    fingerprint: String,
    #[serde(skip_serializing_if = "is_one")]
    count: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_one(count: &u32) -> bool {
    *count == 1
}

impl<'a> Line<'a> {
    fn new(entry: &'a Entry) -> Self {
        let (document, file) = match &entry.document {
            Subject::Document(id) => (Some(&**id), None),
            Subject::File(name) => (None, Some(&**name)),
            Subject::Nameless => (None, None),
        };
        Self { document, file, rule: &entry.rule, fingerprint: entry.fingerprint.to_string(), count: entry.count }
    }
}

/// Writes `baseline` as a file, in which nothing is that a terminal would obey.
pub fn baseline(baseline: &Baseline, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{{\"{HEADER}\":{VERSION}}}")?;
    for entry in baseline.in_order() {
        value(&Line::new(entry), out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Fingerprint;

    #[test]
    fn what_is_written_is_read_again() {
        let entry = |document, rule: &str, number, count| Entry {
            document,
            rule: rule.into(),
            fingerprint: Fingerprint([number; 16]),
            count,
        };
        let written = Baseline::new(vec![
            entry(Subject::File("a.corpus".into()), "no-marker", 1, 1),
            entry(Subject::Document("b".into()), "byline", 2, 3),
            entry(Subject::Nameless, "missing-id", 3, 1),
            entry(Subject::Document("\u{1b}[31m\u{202e}é".into()), "byline", 4, 1),
            entry(Subject::Document("a".into()), "tag-list", 5, 1),
            entry(Subject::Document("a".into()), "byline", 6, 1),
        ]);
        let mut out = Vec::new();
        baseline(&written, &mut out).expect("memory can be written to");
        let text = String::from_utf8(out).expect("it is text");
        assert_eq!(Baseline::parse(&text), Ok(written));
        insta::assert_snapshot!("file", text);
    }
}
