//! Findings that a rule made of the same words of a document, told apart by their number.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Fingerprint};

/// How many findings of each fingerprint there have been.
#[derive(Debug, Default)]
pub(super) struct Occurrences(HashMap<Fingerprint, u32>);

impl Occurrences {
    /// A key that no other finding of the report has: the fingerprint and a number. Nothing if no fingerprints were
    /// made.
    pub(super) fn key(&mut self, diagnostic: &Diagnostic) -> Option<String> {
        let fingerprint = diagnostic.fingerprint?;
        let count = self.0.entry(fingerprint).or_default();
        *count = count.saturating_add(1);
        Some(format!("{fingerprint}:{count}"))
    }
}
