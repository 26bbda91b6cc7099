//! `registered-wording`

use std::io;

use crate::document::Document;
use crate::facts::registered::{Likeness, Met};
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Report, declare_rule};
use crate::rules::registered::{ENTRIES, accepted, name};

declare_rule! {
    /// Flags documents whose text was accepted earlier but for case, punctuation and space.
    ///
    /// ## Why
    ///
    /// A page that is fetched again comes back with other quotation marks, blanks or line ends, and no comparison byte
    /// for byte finds that its text is in the corpus already.
    ///
    /// ## Example
    ///
    /// Accepted earlier, and kept in a registry:
    ///
    /// ```corpus,accepted
    /// <<<FILE>>> 2024-05-01.txt
    /// "The ferry leaves at nine", said the mayor.
    /// ```
    ///
    /// ```corpus,bad
    /// <<<FILE>>> 2024-06-01.txt
    /// “The ferry leaves at nine,” said the mayor.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> 2024-06-01.txt
    /// “The ferry leaves at ten,” said the mayor.
    /// ```
    ///
    /// ## Formula
    ///
    /// Compared are the documents of the run with those of the registry that `--registry` names; without one the rule is
    /// silent. Two texts have the same wording if their letters and digits are the same, in NFC and in lower case and
    /// with nothing between them: by the SHA-256 of these, of which all bits are compared.
    ///
    /// ## Exceptions
    ///
    /// Where the texts are the same byte for byte, `registered-text` says so, and where the id is the same one,
    /// `registered-id`. The texts themselves are not in a registry, so two of which only the signs at their numbers differ
    /// (`2:11` and `21:1`, `-5` and `5`) have the same wording here; `duplicate-wording`, which reads both, tells them
    /// apart. A document can exempt itself with `allow="registered-wording"`.
    ///
    /// ## Fix safety
    ///
    /// No fix: which of the two is the right one is known to whoever delivered them.
    RegisteredWording {
        id: "registered-wording",
        category: Duplication,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for RegisteredWording {
    fn facts(&self) -> Kinds {
        ENTRIES
    }

    fn check(&self, _table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        report.met(|likeness| likeness == Likeness::Wording);
        Ok(())
    }

    fn tell(&self, document: &Document<'_>, met: &Met, report: &mut Report<'_>) {
        if met.id.is_some() && met.id.as_deref() == document.id() {
            return;
        }
        report
            .finding(
                document.marker_span(),
                format!("this text was accepted earlier, but for case, punctuation and space, as {}", name(met)),
            )
            .label(accepted(met))
            .help("remove this document, or say `allow=\"registered-wording\"` on its marker line");
    }
}
