//! `registered-id`

use std::io;

use crate::document::Document;
use crate::facts::registered::{Likeness, Met};
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Report, declare_rule};
use crate::rules::registered::{ENTRIES, accepted};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags documents whose id was accepted earlier with another text.
    ///
    /// ## Why
    ///
    /// An id that means one text in one drop and another one in the next leaves it to chance which of them is used, and
    /// what was labelled or measured for the one is taken for the other. Often a text was corrected, and the earlier one
    /// should go; sometimes numbers began again at 1.
    ///
    /// ## Example
    ///
    /// Accepted earlier, and kept in a registry:
    ///
    /// ```corpus,accepted
    /// <<<FILE>>> 0001.txt
    /// The ferry leaves at nine.
    /// ```
    ///
    /// ```corpus,bad
    /// <<<FILE>>> 0001.txt
    /// The old bridge stays closed until spring.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> 0002.txt
    /// The old bridge stays closed until spring.
    /// ```
    ///
    /// ## Formula
    ///
    /// Compared are the documents of the run with those of the registry that `--registry` names; without one the rule is
    /// silent. A document is reported if one with the same id, byte for byte, is there, and none with the same id and the
    /// same text. The text is compared by its SHA-256, without white space at its ends. Of several earlier texts the last
    /// one is named.
    ///
    /// ## Exceptions
    ///
    /// A document that is there as it is, with its id and its text, is the same document delivered again, and not a
    /// fault: `registered-document` reports it where that is asked for. A text that was changed on purpose is reported
    /// too; once the new one is in the registry, it no longer is.
    ///
    /// ## Fix safety
    ///
    /// No fix: whether the text was changed or the id was used again is known to whoever delivered it.
    RegisteredId {
        id: "registered-id",
        category: Identity,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for RegisteredId {
    fn facts(&self) -> Kinds {
        ENTRIES
    }

    fn check(&self, _table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        report.met(|likeness| likeness == Likeness::Id);
        Ok(())
    }

    fn tell(&self, document: &Document<'_>, met: &Met, report: &mut Report<'_>) {
        let Some(id) = document.marker().and_then(|marker| marker.id.as_ref()) else { return };
        if met.id.as_deref() != Some(&*id.bytes) {
            return;
        }
        report
            .finding(id.span, format!("the id `{}` was accepted earlier with another text", shown(&id.bytes)))
            .label(accepted(met))
            .help(
                "give this document another id if it is another one; if its text was corrected, drop the earlier one",
            );
    }
}
