//! `recurring-line`

use std::io;

use super::recurring::recurring;
use crate::document::{Document, Edge, Line};
use crate::facts::lines::{is_digit, short_lines};
use crate::facts::{Kinds, LineRecord, Table};
use crate::number::counted;
use crate::rule::{CorpusReport, CorpusRule, Member, Report, declare_rule};
use crate::rules::wording::shown;

declare_rule! {
    /// Flags short lines that many documents of the corpus begin or end with.
    ///
    /// ## Why
    ///
    /// A line that many documents begin or end with was written by a web site and not by their authors: a counter of
    /// comments, an invitation to subscribe, the name of a section. It teaches a model that texts end so, and makes
    /// unlike documents alike. No list of phrases is needed to see it, in whatever language.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> brest
    /// The ferry to Brest leaves at nine.
    /// 4 people read this
    /// <<<FILE>>> morlaix
    /// The ferry to Morlaix leaves at nine.
    /// 13 people read this
    /// <<<FILE>>> roscoff
    /// The ferry to Roscoff leaves at nine.
    /// 22 people read this
    /// <<<FILE>>> lorient
    /// The ferry to Lorient leaves at nine.
    /// 31 people read this
    /// <<<FILE>>> vannes
    /// The ferry to Vannes leaves at nine.
    /// 40 people read this
    /// <<<FILE>>> quimper
    /// The ferry to Quimper leaves at nine.
    /// 49 people read this
    /// <<<FILE>>> redon
    /// The ferry to Redon leaves at nine.
    /// 58 people read this
    /// <<<FILE>>> dinard
    /// The ferry to Dinard leaves at nine.
    /// 67 people read this
    /// <<<FILE>>> carnac
    /// The ferry to Carnac leaves at nine.
    /// 76 people read this
    /// <<<FILE>>> auray
    /// The ferry to Auray leaves at nine.
    /// 85 people read this
    /// ```
    ///
    /// Use instead, for each of them:
    ///
    /// ```corpus,good
    /// <<<FILE>>> brest
    /// The ferry to Brest leaves at nine.
    /// <<<FILE>>> morlaix
    /// The ferry to Morlaix leaves at nine.
    /// ```
    ///
    /// ## Formula
    ///
    /// Looked at are the first three and the last five lines of a document that are not blank, if they have no more than
    /// 200 bytes and at least four letters. Two lines are the same if they are so but for their numbers and the space
    /// around them, stand both at the start or both at the end, and in documents with the same `source` attribute or
    /// both without. A line is reported in every document that has it, if these are at least 10 documents and at least
    /// 1 of 1,000 documents of the run.
    ///
    /// ## Exceptions
    ///
    /// What many documents have by right is reported too, such as the name of a column or of an agency, or the lines of a
    /// text that is there ten times: therefore this is information. A document can exempt itself with
    /// `allow="recurring-line"`.
    ///
    /// ## Fix safety
    ///
    /// No fix: a line that comes back may belong to the text.
    RecurringLine {
        id: "recurring-line",
        category: Duplication,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// How many bits of a note are for the number of documents; the others are for the hash of the line.
const COUNT_BITS: u32 = 32;

impl CorpusRule for RecurringLine {
    fn facts(&self) -> Kinds {
        Kinds { lines: true, ..Kinds::NONE }
    }

    fn check(&self, table: &Table, report: &mut CorpusReport) -> io::Result<()> {
        recurring(table, |same| {
            let [first, second, ..] = same else { return };
            let count = same.len() as u64;
            // Each is compared with the first of them, and the first with the second.
            let note = |record: &LineRecord| record.line << COUNT_BITS | count.min(u64::from(u32::MAX));
            report.pair_with(second.place, first.place, note(first));
            for record in same.iter().skip(1) {
                report.pair_with(first.place, record.place, note(record));
            }
        })
    }

    fn compare(&self, kept: &Member<'_>, other: &Member<'_>, report: &mut Report<'_>) {
        let wanted = other.note >> COUNT_BITS;
        let found = find(kept.document, wanted).zip(find(other.document, wanted));
        let Some(((_, first), (edge, line))) = found else { return };
        let count = usize::try_from(other.note & ((1 << COUNT_BITS) - 1)).unwrap_or(usize::MAX);
        let (verb, at) = match edge {
            Edge::Head => ("begin", "start"),
            Edge::Tail => ("end", "end"),
        };
        let bytes = line.span.of(other.document.bytes());
        // Whoever reads "but for numbers" of a line without any looks for them.
        let numbers = if String::from_utf8_lossy(bytes).contains(is_digit) { ", but for numbers" } else { "" };
        let message = format!("{} {verb} with this line{numbers}: `{}`", counted(count, "document"), shown(bytes));
        report
            .finding(line.span, message)
            .label(format!("also at the {at} of others"))
            .help("remove it from all of them if it belongs to the web site and not to the text")
            .related_document(kept.place, first.span, "one of the others");
    }
}

/// The line of a document with this hash, of which the lower bits are known.
fn find(document: &Document<'_>, wanted: u64) -> Option<(Edge, Line)> {
    let is_wanted = |hash: u64| hash << COUNT_BITS >> COUNT_BITS == wanted;
    short_lines(document).find(|(hash, ..)| is_wanted(*hash)).map(|(_, edge, line)| (edge, line))
}
