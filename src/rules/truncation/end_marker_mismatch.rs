//! `end-marker-mismatch`

use std::io;

use crate::diagnostic::Finding;
use crate::facts::file_end::Stated;
use crate::facts::{Kinds, Table};
use crate::integrity::{stated_number, states_checksum};
use crate::number::counted;
use crate::rule::{CorpusReport, CorpusRule, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags files that do not hold what their last line, `<<<END>>>`, states with `files` or `sha256`.
    ///
    /// ## Why
    ///
    /// The file was changed or cut after somebody had sealed it: documents may be missing, and no other rule can tell
    /// that a whole document is gone.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge
    /// The council voted last night to rebuild the old bridge again.
    /// <<<END>>> files=2
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge
    /// The council voted last night to rebuild the old bridge again.
    /// <<<FILE>>> ferry
    /// The ferry leaves at nine.
    /// <<<END>>> files=2
    /// ```
    ///
    /// ## Formula
    ///
    /// The file ends in an `<<<END>>>` line, with nothing but text behind it, whose `files` is not the number of
    /// documents before it, or whose `sha256` is not the SHA-256 of every byte before it as a hexadecimal number, in
    /// upper or lower case. Of a compressed file, that is what it unpacks to. Where both do not hold, `files` is
    /// reported. A file whose last line has `sha256` is read a second time.
    ///
    /// ## Exceptions
    ///
    /// An `<<<END>>>` line that is not the last marker of its file is left to `text-after-end`: files were joined, and
    /// what it states is of one of them. A file that was cut before its `<<<END>>>` line shows nothing, since the line
    /// is optional. Fixes of corplint keep `sha256` right where it was right.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: to write down what is there now would prove nothing.
    EndMarkerMismatch {
        id: "end-marker-mismatch",
        category: Truncation,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl CorpusRule for EndMarkerMismatch {
    fn facts(&self) -> Kinds {
        Kinds { file_ends: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        for end in &table.file_ends {
            let files =
                end.stated_documents.as_ref().filter(|stated| stated_number(&stated.value) != Some(end.documents));
            let is_another = |stated: &&Stated| {
                // What could not be read again is told as a failure.
                end.checksum.as_ref().is_some_and(|sum| !states_checksum(&stated.value, sum))
            };
            if let Some(stated) = files {
                let (message, label) = wrong_count(stated, end.documents);
                help(report.finding(end.place, stated.span, message).label(label));
            } else if let Some(stated) = end.stated_checksum.as_ref().filter(is_another) {
                let message = "the file is not the one whose `sha256` its last line states";
                help(report.finding(end.place, stated.span, message).label("another content"));
            }
        }
        Ok(())
    }
}

fn wrong_count(stated: &Stated, documents: u64) -> (String, String) {
    let Some(number) = stated_number(&stated.value) else {
        return (format!("`files` is `{}`, which is no number", shown(&stated.value)), "no count".to_owned());
    };
    let (word, more) = if documents < number { ("fewer", "missing") } else { ("more", "too many") };
    let by = counted(documents.abs_diff(number), "document");
    (format!("the file has {word} documents than its last line states"), format!("{by} {more}"))
}

fn help(finding: &mut Finding) {
    finding.help("fetch the file again; if the change was meant, state the count and checksum of the new file");
}
