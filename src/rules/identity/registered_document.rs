//! `registered-document`

use std::io;

use crate::document::Document;
use crate::facts::registered::{Likeness, Met};
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Report, declare_rule};
use crate::rules::registered::{ENTRIES, accepted, name};

declare_rule! {
    /// Flags documents that were accepted earlier as they are, with the same id and the same text.
    ///
    /// ## Why
    ///
    /// A document that is delivered again is no fault, and no news either: a drop that is meant to hold new documents and
    /// holds old ones tells that something upstream starts again where it should go on.
    ///
    /// ## Example
    ///
    /// Accepted earlier, and kept in a registry:
    ///
    /// ```corpus,accepted
    /// <<<FILE>>> ferry.txt
    /// The ferry leaves at nine.
    /// ```
    ///
    /// ```corpus,bad
    /// <<<FILE>>> ferry.txt
    /// The ferry leaves at nine.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge.txt
    /// The old bridge stays closed until spring.
    /// ```
    ///
    /// ## Formula
    ///
    /// Compared are the documents of the run with those of the registry that `--registry` names; without one the rule is
    /// silent. A document is reported if one with the same id and the same text is there: by the SHA-256 of each, without
    /// white space at the ends of the text.
    ///
    /// ## Exceptions
    ///
    /// A drop that is checked again after it was added is there as it is, all of it. Therefore the rule runs only where
    /// it is selected, and its findings are information. How many documents are there as they are is said on standard
    /// error in any case.
    ///
    /// ## Fix safety
    ///
    /// No fix: `registry add` passes over such documents by itself.
    RegisteredDocument {
        id: "registered-document",
        category: Identity,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// The id of the rule, for the run, which asks the registry only for what is looked for.
pub(crate) const ID: &str = "registered-document";

impl CorpusRule for RegisteredDocument {
    fn facts(&self) -> Kinds {
        ENTRIES
    }

    fn check(&self, _table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        report.met(|likeness| likeness == Likeness::Itself);
        Ok(())
    }

    fn tell(&self, document: &Document<'_>, met: &Met, report: &mut Report<'_>) {
        if document.id() != met.id.as_deref() {
            return;
        }
        report
            .finding(document.marker_span(), format!("{} was accepted earlier as it is", name(met)))
            .label(accepted(met))
            .help("leave it out, unless it is meant to be delivered again");
    }
}
