//! What fixes took out of documents, as a corpus of its own.

use std::path::Path;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::shortened_id;
use crate::integrity::hexadecimal;
use crate::rule::RuleMeta;
use crate::syntax::escape::escape;
use crate::syntax::{ValueKind, write_value};

/// Text that a fix took out of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The rule whose fix it was.
    pub rule: &'static RuleMeta,
    /// The id of the document, as far as it is UTF-8.
    pub document: Option<Arc<str>>,
    /// The line of the file that it began on, before anything was fixed.
    pub line: u64,
    /// The text.
    pub text: Vec<u8>,
}

impl Removed {
    /// The piece as a document of its own, with where it came from. The same piece from the same place is always the
    /// same document.
    pub fn to_corpus(&self, path: &Path) -> Vec<u8> {
        let path = path.to_string_lossy();
        let document = self.document.as_deref().unwrap_or_default();
        let line = self.line.to_string();
        let mut hash = Sha256::new();
        for part in [path.as_bytes(), document.as_bytes(), self.rule.id.as_bytes(), line.as_bytes(), &self.text] {
            // A length before each part, so that no two lists of parts are the same bytes.
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let digest = hash.finalize();
        let id = hexadecimal(digest.get(..8).unwrap_or(&digest));
        let mut out = format!("<<<FILE>>> removed-{id}").into_bytes();
        // A marker line has an end, and the id may take all of one.
        let from = shortened_id(document);
        for (key, value) in [("rule", self.rule.id), ("from", &*from), ("path", &path), ("line", &line)] {
            out.extend_from_slice(format!(" {key}=").as_bytes());
            out.extend_from_slice(&write_value(value.as_bytes(), ValueKind::Attribute));
        }
        out.push(b'\n');
        out.extend_from_slice(&escape(&self.text));
        if !out.ends_with(b"\n") {
            out.push(b'\n');
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_document_with_a_very_long_id_is_a_document_all_the_same() {
        let piece = |id: &str| {
            let (rule, document) = (crate::rules::ALL.first().expect("a rule").meta(), Some(Arc::from(id)));
            let corpus =
                Removed { rule, document, line: 3, text: b"Read more".to_vec() }.to_corpus(Path::new("a.corpus"));
            String::from_utf8(corpus).expect("it is text")
        };
        let (one, other) = (piece(&format!("{}1", "i".repeat(60_000))), piece(&format!("{}2", "i".repeat(60_000))));
        assert!(one.len() < 2_000 && one.ends_with("\nRead more\n"), "{}", one.len());
        assert_ne!(one.split(' ').nth(1), other.split(' ').nth(1), "all of the id tells one piece from another");
        assert!(piece("news/1").contains(" from=news/1 "));
    }
}
