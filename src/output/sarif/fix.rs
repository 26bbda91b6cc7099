//! The fix of a finding, as viewers of results offer it.

use super::log::{Change, FixProperties, Replacement, SarifFix, SarifRegion, Text};
use super::{Artifact, escaped};
use crate::diagnostic::{PlacedEdit, PlacedFix};
use crate::fix::Applicability;
use crate::output::json::promise;

/// A fix of more edits is left to `corplint --fix`: that of a line ending may have one for each line of the file.
const MOST_EDITS: usize = 50;

impl SarifFix {
    /// The fix for a file, if it is one to be made, can be told in text, and is not too long to be told.
    pub(super) fn new(fix: &PlacedFix, file: Artifact) -> Option<Self> {
        if fix.applicability == Applicability::DisplayOnly || fix.edits.len() > MOST_EDITS {
            return None;
        }
        let replacements = fix.edits.iter().map(replacement).collect::<Option<Vec<_>>>()?;
        let change = Change { artifact_location: file, replacements };
        Some(Self {
            description: Text { text: escaped(&fix.title) },
            artifact_changes: [change],
            properties: FixProperties { applicability: promise(fix.applicability) },
        })
    }
}

/// An edit, if what it puts in is text.
fn replacement(edit: &PlacedEdit) -> Option<Replacement> {
    let (start, end) = (edit.place.start, edit.place.end);
    let inserted = std::str::from_utf8(&edit.content).ok()?;
    Some(Replacement {
        deleted_region: SarifRegion {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte_offset: Some(start.byte),
            byte_length: Some(end.byte.saturating_sub(start.byte)),
        },
        inserted_content: (!inserted.is_empty()).then(|| Text { text: inserted.to_owned() }),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::Format;
    use super::super::super::samples::{FORMAT, diagnostic, written};
    use super::*;

    const TEXT: &str = "<<<FILE>>> report-1\nünd word\nsecond\n";

    fn fix_of(content: &[u8], edits: usize, applicability: Applicability) -> serde_json::Value {
        let mut found = diagnostic(&FORMAT, "drop/a b.corpus", TEXT, "word");
        let edit = PlacedEdit { place: found.place, content: content.into() };
        found.fix = Some(PlacedFix { title: "write [it]".to_owned(), applicability, edits: vec![edit; edits] });
        let log: serde_json::Value = serde_json::from_str(&written(Format::Sarif, &[found])).expect("it is JSON");
        log["runs"][0]["results"][0]["fixes"].clone()
    }

    #[test]
    fn a_fix_says_what_takes_the_place_of_what() {
        let region = serde_json::json!({
            "startLine": 2, "startColumn": 5, "endLine": 2, "endColumn": 9, "byteOffset": 25, "byteLength": 4,
        });
        let expected = |replacement: serde_json::Value, applicability: &str| {
            serde_json::json!([{
                "description": {"text": "write \\[it\\]"},
                "artifactChanges": [{"artifactLocation": {"uri": "drop/a%20b.corpus"}, "replacements": [replacement]}],
                "properties": {"applicability": applicability},
            }])
        };
        let words = serde_json::json!({"deletedRegion": region, "insertedContent": {"text": "words"}});
        assert_eq!(fix_of(b"words", 1, Applicability::Safe), expected(words, "safe"));
        let nothing = serde_json::json!({"deletedRegion": region});
        assert_eq!(fix_of(b"", 1, Applicability::Unsafe), expected(nothing, "unsafe"));
    }

    #[test]
    fn what_is_not_to_be_made_or_too_much_is_not_offered() {
        assert!(fix_of(b"words", 1, Applicability::DisplayOnly).is_null());
        assert!(fix_of(b"\xFF", 1, Applicability::Safe).is_null());
        assert!(fix_of(b"", MOST_EDITS + 1, Applicability::Safe).is_null());
        assert!(!fix_of(b"", MOST_EDITS, Applicability::Safe).is_null());
    }
}
