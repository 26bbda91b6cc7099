//! `lone-carriage-return`

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::ids::offer;
use crate::rules::line_endings::{LineEndings, lone_carriage_returns};
use crate::span::Span;

declare_rule! {
    /// Flags carriage returns that are not followed by a line feed.
    ///
    /// ## Why
    ///
    /// Programs disagree whether a carriage return ends a line, so that line numbers, and everything that is counted by
    /// lines, differ. To some it is a character of the text, and a terminal writes what follows it over what stands
    /// before. A file in which there is nothing else has the line endings of Macs before 2001, and no marker of it is
    /// found.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Some text.\x0DMore text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// More text.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of CRs with no LF behind it. One finding for each document, at the first one.
    ///
    /// ## Exceptions
    ///
    /// A CR before another CR that ends in LF, as in CR CR LF, is a part of that line ending.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: each CR becomes a line ending, of the kind that the other lines have. Lines are counted in another way
    /// afterwards, and a marker that stood behind a CR begins a document. There is no fix where one stands in an id.
    LoneCarriageReturn {
        id: "lone-carriage-return",
        category: Format,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for LoneCarriageReturn {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(b'\r') {
            return;
        }
        let Some(first) = lone_carriage_returns(document.bytes()).next() else { return };
        let count: usize = lone_carriage_returns(document.bytes()).map(Span::len).sum();
        let endings = LineEndings::of(document);
        let finding = if endings.lf + endings.crlf == 0 {
            let finding = report.finding(first, "line endings of old Macs (CR)");
            finding.help("end lines in LF; nothing after the first line was read as it was meant")
        } else {
            let finding = report.finding(first, "carriage return without a line feed");
            finding.help("end the line here in LF, or remove the carriage return")
        };
        finding.label(counted(count, "carriage return"));
        let ending: &[u8] = if endings.lf == 0 && endings.crlf > 0 { b"\r\n" } else { b"\n" };
        let edits = lone_carriage_returns(document.bytes()).map(|run| Edit::replace(run, ending.repeat(run.len())));
        let fix = Fix::risky("end lines where the carriage returns are", edits);
        // Where everything but the first marker was taken for its id, there is no name to be given by hand.
        if let Some(id) = document.marker().and_then(|marker| marker.id.as_ref())
            && id.span.overlaps(first)
        {
            finding.help(
                "convert the line endings of the file before it is checked, since what follows the first one was read \
                 as a part of the id, which no fix changes",
            );
        } else {
            offer(document, finding, fix);
        }
    }
}
