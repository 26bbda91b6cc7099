//! `registered-near-duplicate`

use std::io;

use crate::document::Document;
use crate::facts::registered::{Likeness, Met, Resemblance, resemblance};
use crate::facts::{Kinds, Table};
use crate::rule::{CorpusReport, CorpusRule, Report, declare_rule};
use crate::rules::registered::{ENTRIES, accepted, name};

declare_rule! {
    /// Flags documents whose text is probably nearly that of a document that was accepted earlier.
    ///
    /// ## Why
    ///
    /// A text that comes back in a later drop, corrected or shortened by a sentence, counts twice like an exact copy, and
    /// no comparison of one drop alone finds it.
    ///
    /// ## Example
    ///
    /// Accepted earlier, and kept in a registry:
    ///
    /// ```corpus,accepted
    /// <<<FILE>>> morning.txt
    /// The last ferry to the island was cancelled on Monday because of the storm. About two hundred people had to spend
    /// the night in the sports hall of the harbour town, where volunteers handed out blankets, soup and bread. The next
    /// boat is to leave at nine.
    /// ```
    ///
    /// ```corpus,bad
    /// <<<FILE>>> evening.txt
    /// The last ferry to the island was cancelled on Monday because of the storm. About two hundred people had to spend
    /// the night in the sports hall of the harbour town, where volunteers handed out blankets, soup and bread. The next
    /// boat is to leave at ten.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> evening.txt
    /// The old bridge stays closed until spring. Three cracks were found in the pier on the northern side, and the stone
    /// has even moved a little, as the engineers of the district told the council on Tuesday evening.
    /// ```
    ///
    /// ## Formula
    ///
    /// Compared are the documents of the run with those of the registry that `--registry` names; without one the rule
    /// is silent. The earlier text is not at hand, so its resemblance, the Jaccard index J of the runs of five words,
    /// is estimated from the sketch that was kept: 16 bands of six hashes each, a band of which agrees with the
    /// probability J⁶. A document is reported if at least 9 bands agree. Then J is above 81 % with a probability of
    /// 97.5 %. Shown are the estimate, which is the sixth root of the share of bands that agree, and the limits within
    /// which J lies with a probability of 95 % (Clopper and Pearson 1934). Of several earlier documents, the one with
    /// the most bands is named, and of those the first.
    ///
    /// ## Exceptions
    ///
    /// The rule finds half of the texts with J = 90 %, nine of ten with 94 %, and nearly all above 96 %. Since nothing
    /// was read again, its findings are information, and it runs only where it is selected, as `registry check` does.
    /// Texts with fewer than 20 words are not compared, and documents that another rule on registered documents reports
    /// are not reported again. Where more than 64 documents of a drop agree in a band, not all of them may be found. A
    /// document can exempt itself with `allow="registered-near-duplicate"`.
    ///
    /// ## Fix safety
    ///
    /// No fix: the two texts have to be compared.
    RegisteredNearDuplicate {
        id: "registered-near-duplicate",
        category: Duplication,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// The id of the rule, for the run, which asks the registry only for what is looked for.
pub(crate) const ID: &str = "registered-near-duplicate";

impl CorpusRule for RegisteredNearDuplicate {
    fn facts(&self) -> Kinds {
        Kinds { sketches: true, ..ENTRIES }
    }

    fn check(&self, _table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        report.met(|likeness| matches!(likeness, Likeness::Sketch(_)));
        Ok(())
    }

    fn tell(&self, document: &Document<'_>, met: &Met, report: &mut Report<'_>) {
        let Likeness::Sketch(agreeing) = met.likeness else { return };
        let Some(Resemblance { about, least, most }) = resemblance(agreeing) else { return };
        report
            .finding(
                document.marker_span(),
                format!("this text is probably nearly that of {}: about {about} % is the same", name(met)),
            )
            .label(format!("{}; between {least} and {most} %, by an estimate", accepted(met)))
            .help("compare the two texts, and keep one of them");
    }
}
