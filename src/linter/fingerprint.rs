//! By what a finding is known again in the next run.
//!
//! Lines are no use for that: a line put in above would make everything below it new. So a fingerprint is made of the
//! rule, the id of the document, and the words that are concerned, with blanks of any kind and number counted as one:
//! moving a document to another file, or setting its lines anew, changes nothing. What is in no document, or in one
//! without an id, goes by the name of its file instead.

use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::diagnostic::Fingerprint;
use crate::rule::RuleMeta;

/// The fingerprint of a finding of `rule` on `text`: the first half of a SHA-256, so that nobody can write a text whose
/// findings pass for those of another.
pub(super) fn fingerprint(rule: &RuleMeta, document: Option<&[u8]>, path: &Path, text: &[u8]) -> Fingerprint {
    let mut hash = Sha256::new();
    let mut part = |kind: &[u8], bytes: &[u8]| {
        hash.update(kind);
        // With its length before it, no part can look like two.
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(b"rule", rule.id.as_bytes());
    match document {
        Some(id) => part(b"document", id),
        None => part(b"file", path.file_name().unwrap_or_default().as_encoded_bytes()),
    }
    hash.update(b"text");
    for word in text.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
        hash.update(word);
        hash.update(b" ");
    }
    let digest: [u8; 32] = hash.finalize().into();
    let (half, _) = digest.split_at(16);
    Fingerprint(half.try_into().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn of(rule: usize, document: Option<&[u8]>, path: &str, text: &str) -> Fingerprint {
        fingerprint(rules::ALL[rule].meta(), document, Path::new(path), text.as_bytes())
    }

    #[test]
    fn a_finding_is_known_again_elsewhere_and_with_other_blanks() {
        let here = of(0, Some(b"a"), "x/one.corpus", "two words");
        assert_eq!(here, of(0, Some(b"a"), "two.corpus", "two\r\n  words\n"));
        assert_eq!(of(0, None, "x/one.corpus", "w"), of(0, None, "y/one.corpus", "w"));
    }

    #[test]
    fn another_rule_document_or_text_is_another_finding() {
        let here = of(0, Some(b"a"), "x", "two words");
        for other in [
            of(1, Some(b"a"), "x", "two words"),
            of(0, Some(b"b"), "x", "two words"),
            of(0, Some(b"a"), "x", "twowords"),
            of(0, None, "a", "two words"),
        ] {
            assert_ne!(here, other);
        }
        assert_eq!(here.to_string().len(), 32);
    }
}
