//! `duplicate-id`

use std::io;

use crate::document::Document;
use crate::facts::overlap::Overlap;
use crate::facts::shingles::Shingler;
use crate::facts::sketch::FEWEST;
use crate::facts::wording::same_wording;
use crate::facts::{Kinds, Table};
use crate::number::grouped;
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags an id that more than one document has, in one file or in several.
    ///
    /// ## Why
    ///
    /// Whoever looks up an id that two documents have gets either of them, and a registry overwrites the first with the
    /// second. Counts no longer agree. The finding says whether the texts are the same too: then a document was
    /// delivered twice; otherwise two documents claim one name.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> report
    /// The first text.
    /// <<<FILE>>> report
    /// Another text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> report-1
    /// The first text.
    /// <<<FILE>>> report-2
    /// Another text.
    /// ```
    ///
    /// ## Formula
    ///
    /// The decoded ids of two documents are the same bytes. One finding for each document but the first, in the order
    /// of file names and then of places; it points at the first, and says how many documents have the id. Texts are the
    /// same if they have the same bytes without white space at their ends, have the same words if they are those of
    /// `duplicate-wording`, and are nearly the same if at least 80 % of their runs of five words are in both, as
    /// `near-duplicate` counts them.
    ///
    /// ## Exceptions
    ///
    /// Ids are unique in what is checked together. Files that are never used together are checked in runs of their
    /// own.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which of the documents is to be kept, or renamed, is for a person to say.
    DuplicateId {
        id: "duplicate-id",
        category: Identity,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl CorpusRule for DuplicateId {
    fn facts(&self) -> Kinds {
        Kinds { ids: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        table.ids.groups(
            |record| (record.folded, record.exact),
            |same| {
                let [first, others @ ..] = same else { return };
                for other in others {
                    report.pair_with(first.place, other.place, same.len() as u64);
                }
            },
        )
    }

    fn compare(&self, kept: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        let Some((first, second)) = kept.id().zip(other.id()).filter(|(first, second)| first.bytes == second.bytes)
        else {
            return;
        };
        let likeness = Likeness::of(kept.document, other.document);
        // Of three documents, the last is not one of two, and is compared with the first.
        let is_one_of_two = other.note <= 2;
        let help = match likeness {
            Likeness::Text if is_one_of_two => "remove one of the two: the document was delivered twice",
            Likeness::Text => "keep one of them: the document was delivered more than once",
            Likeness::Words => "keep the better one of the two: they differ only in case, punctuation or space",
            Likeness::MostWords => {
                "keep the version that is wanted, and remove the other one: both seem to be one document"
            }
            Likeness::None => "give one of the two another id: they are different documents",
        };
        let (id, what) = (shown(&second.bytes), likeness.said());
        let message = if is_one_of_two {
            format!("the id `{id}` is used twice, with {what}")
        } else {
            let (count, than) = (grouped(other.note), likeness.than());
            format!("the id `{id}` is used {count} times, here with {what} {than} the first time")
        };
        report.finding(second.span, message).label("used again here").help(help).related_document(
            kept.place,
            first.span,
            "first used here",
        );
    }
}

/// How much the texts of two documents have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Likeness {
    /// All of it, but for white space at the ends.
    Text,
    /// All letters and digits.
    Words,
    /// Most runs of words.
    MostWords,
    /// Less.
    None,
}

/// At which resemblance two texts are nearly the same, in per cent.
const NEARLY: usize = 80;

/// Texts of which one has more than so many times the bytes of the other one are not compared by their words: so that of
/// many documents with the id of a long one, each takes no longer than its own length.
const LONGER: usize = 2;

impl Likeness {
    /// How it is called in a message.
    const fn said(self) -> &'static str {
        match self {
            Self::Text => "the same text",
            Self::Words => "the same words",
            Self::MostWords => "nearly the same text",
            Self::None => "another text",
        }
    }

    /// The word behind that which compares with another one.
    const fn than(self) -> &'static str {
        match self {
            Self::None => "than",
            _ => "as",
        }
    }

    fn of(first: &Document<'_>, second: &Document<'_>) -> Self {
        // Escapes are far less than half of any text. To take them out of a long one, it has to be gone through.
        let [one, another] = [first, second].map(|document| document.body().of(document.bytes()).trim_ascii().len());
        if one.max(another) > 2 * LONGER * one.min(another) {
            return Self::None;
        }
        let contents = [first, second].map(Document::content);
        let [one, another] = contents.each_ref().map(|content| content.trim_ascii());
        if one == another {
            return Self::Text;
        }
        if one.len().max(another.len()) > LONGER * one.len().min(another.len()) {
            return Self::None;
        }
        if same_wording(&String::from_utf8_lossy(one), &String::from_utf8_lossy(another)) {
            return Self::Words;
        }
        let mut shingler = Shingler::default();
        let [one, another] = [first, second].map(|document| {
            let mut found = Vec::new();
            shingler.shingles_without(document, &[], &mut found);
            found
        });
        let is_measured = one.len().min(another.len()) >= FEWEST;
        let is_alike = is_measured && Overlap::of(&one, &another, &mut Vec::new()).resembles(NEARLY);
        if is_alike { Self::MostWords } else { Self::None }
    }
}
