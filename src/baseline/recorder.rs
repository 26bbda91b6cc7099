//! Making a baseline of the findings of a run.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::{Baseline, Entry, Subject};
use crate::diagnostic::{Diagnostic, Fingerprint};

/// Takes in findings, in the order of files and places.
#[derive(Debug, Default)]
pub struct Recorder {
    entries: BTreeMap<Fingerprint, Entry>,
    /// The document whose findings are coming: its file, and the line that it begins on.
    here: Option<(PathBuf, u64)>,
    /// How many findings of each fingerprint it has.
    counts: BTreeMap<Fingerprint, u32>,
}

impl Recorder {
    /// Takes in a finding. One without a fingerprint cannot be known again, and is not recorded.
    pub fn add(&mut self, diagnostic: &Diagnostic) {
        let Some(fingerprint) = diagnostic.fingerprint else { return };
        let line = diagnostic.place.start.line.saturating_sub(diagnostic.document_line);
        let path = diagnostic.source.path();
        if self.here.as_ref().is_none_or(|(here, first)| here != path || *first != line) {
            self.here = Some((path.to_owned(), line));
            self.counts.clear();
        }
        let count = self.counts.entry(fingerprint).or_default();
        *count = count.saturating_add(1);
        let document = match (&diagnostic.document, diagnostic.in_document) {
            // One id may be as long as a marker line, and have any number of entries.
            (Some(id), _) => Subject::Document(Arc::clone(id)),
            (None, true) => Subject::Nameless,
            (None, false) => Subject::File(path.file_name().unwrap_or_default().to_string_lossy().into()),
        };
        let entry = self.entries.entry(fingerprint);
        let entry = entry.or_insert_with(|| Entry { document, rule: diagnostic.rule.id.into(), fingerprint, count: 0 });
        entry.count = entry.count.max(*count);
    }

    /// What was taken in.
    pub fn finish(self) -> Baseline {
        Baseline::new(self.entries.into_values().collect())
    }
}
