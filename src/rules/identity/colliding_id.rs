//! `colliding-id`

use std::io;

use unicode_normalization::UnicodeNormalization as _;

use crate::facts::{Kinds, Table, name};
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags ids that differ only by the case of letters, by Unicode normalisation or by characters that look the same.
    ///
    /// ## Why
    ///
    /// One of the two documents can be lost or taken for the other, since their ids are one file name on Windows and
    /// macOS, or look the same. Ids are compared byte for byte, and names of files are not: `Paris` and `paris` are one
    /// file there, and so are `é` in one character and `é` as `e` with an accent; unpacked there, one document overwrites
    /// the other. And of two ids that look the same, whoever types one gets the wrong document.
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
    /// character (and `σ` for `ς`), and canonical composition; or the same when each character that is not ASCII is
    /// then replaced by its skeleton after UTS 39, unless that is of the same script or a compatibility form of it:
    /// `paypal` and the same with a Cyrillic `а`. One finding for each id but the first, in the order of file names and
    /// then of places. Ids that are not UTF-8 are compared as bytes, and so collide with none.
    ///
    /// ## Exceptions
    ///
    /// The same id twice is reported by `duplicate-id`. Compatibility characters, such as `ﬁ` and `fi`, stay apart, as
    /// they do in file systems. So do letters of one script, such as `ı` and `i`, which whoever reads them tells apart,
    /// and `l` and `1`, or `O` and `0`, which meet by chance in ids that a program made. Letters of which only the
    /// capitals look the same, as the Cyrillic `В` and `B`, are missed.
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
                let runs = || same.chunk_by(|left, right| left.exact == right.exact);
                let first_of_each = || runs().filter_map(<[_]>::first);
                // The one that is kept is the first of the corpus, and not the one with the least hash.
                let Some(kept) = first_of_each().map(|record| record.place).min() else { return };
                for record in first_of_each().filter(|record| record.place != kept) {
                    report.pair(kept, record.place);
                }
            },
        )
    }

    fn compare(&self, kept: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        let Some((first, second)) = kept.id().zip(other.id()) else { return };
        if first.bytes == second.bytes || name::alike(&first.bytes) != name::alike(&second.bytes) {
            return;
        }
        let (shown_first, shown_second) = (shown(&first.bytes), shown(&second.bytes));
        let (said, label) = if name::folded(&first.bytes) == name::folded(&second.bytes) {
            let difference = difference(&first.bytes, &second.bytes);
            (format!("differ only by {difference}"), "collides as a file name")
        } else {
            (format!("look the same{}", looks(&first.bytes, &second.bytes)), "looks like another id")
        };
        report
            .finding(second.span, format!("the ids `{shown_first}` and `{shown_second}` {said}"))
            .label(label)
            .help("give one of the two another id; if both mean the same document, remove one")
            .related_document(kept.place, first.span, "the other one");
    }
}

/// Where two ids that look the same differ first, in code points.
fn looks(first: &[u8], other: &[u8]) -> String {
    let (Ok(left), Ok(right)) = (std::str::from_utf8(first), std::str::from_utf8(other)) else { return String::new() };
    let mut left = left.chars();
    let mut right = right.chars();
    let mut pair = (left.next(), right.next());
    while pair.0.is_some() && pair.0 == pair.1 {
        pair = (left.next(), right.next());
    }
    let point = |character: char| format!("U+{:04X}", u32::from(character));
    match pair {
        (Some(left), Some(right)) => {
            format!(", but have {} and {} in the same place", point(left), point(right))
        }
        (Some(one), None) | (None, Some(one)) => format!(", but one has {} at its end", point(one)),
        (None, None) => String::new(),
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
