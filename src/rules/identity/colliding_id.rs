//! `colliding-id`

use std::{io, iter};

use unicode_normalization::UnicodeNormalization as _;

use crate::facts::{DocumentPlace, Kinds, Table, name};
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags ids that differ only by the case of letters or by Unicode normalisation.
    ///
    /// ## Why
    ///
    /// Unpacked on Windows or macOS, one of the two documents overwrites the other, since their ids are the same file
    /// name there. Ids are compared byte for byte, and names of files are not: `Paris` and `paris` are one file there,
    /// and so are `é` in one character and `é` as `e` with an accent. And two ids that look the same are rarely meant
    /// to be two.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> Paris
    /// Some text.
    /// <<<FILE>>> paris
    /// Some other text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> paris-1
    /// Some text.
    /// <<<FILE>>> paris-2
    /// Some other text.
    /// ```
    ///
    /// ## Formula
    ///
    /// Two ids are different bytes, and the same after canonical decomposition, the lower-case mapping of each
    /// character (and `σ` for `ς`), and canonical composition. One finding for each id but the first, in the order of
    /// file names and then of places. Ids that are not UTF-8 are compared as bytes, and so collide with none.
    ///
    /// ## Exceptions
    ///
    /// The same id twice is reported by `duplicate-id`. Compatibility characters, such as `ﬁ` and `fi`, stay apart, as
    /// they do in file systems.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which of the ids is to be changed, and into what, is for a person to say.
    CollidingId {
        id: "colliding-id",
        category: Identity,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for CollidingId {
    fn facts(&self) -> Kinds {
        Kinds { ids: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        table.ids.groups(
            |record| record.folded,
            |same| {
                // Records of one id stand side by side, the first document of it first.
                let mut first_of_each = same.chunk_by(|left, right| left.exact == right.exact).filter_map(<[_]>::first);
                let Some(first) = first_of_each.next() else { return };
                // The one that is kept is the first of the corpus, and not the one with the least hash.
                let kept = first_of_each.clone().map(|record| record.place).fold(first.place, DocumentPlace::min);
                for record in iter::once(first).chain(first_of_each).filter(|record| record.place != kept) {
                    report.pair(kept, record.place);
                }
            },
        )
    }

    fn compare(&self, kept: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        let Some((first, second)) = kept.id().zip(other.id()) else { return };
        if first.bytes == second.bytes || name::folded(&first.bytes) != name::folded(&second.bytes) {
            return;
        }
        let (shown_first, shown_second) = (shown(&first.bytes), shown(&second.bytes));
        let difference = difference(&first.bytes, &second.bytes);
        report
            .finding(second.span, format!("the ids `{shown_first}` and `{shown_second}` differ only by {difference}"))
            .label("collides as a file name")
            .help("give one of the two another id; if both mean the same document, remove one")
            .related_document(kept.place, first.span, "the other one");
    }
}

/// What two ids with the same key differ by.
fn difference(first: &[u8], other: &[u8]) -> &'static str {
    let strings = std::str::from_utf8(first).ok().zip(std::str::from_utf8(other).ok());
    match strings {
        Some((first, other)) if first.nfc().eq(other.nfc()) => "Unicode normalisation",
        Some((first, other)) if name::lower(first.chars()).eq(name::lower(other.chars())) => "case",
        _ => "case and Unicode normalisation",
    }
}
