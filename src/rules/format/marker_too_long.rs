//! `marker-too-long`

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::flaws;
use crate::span::{Span, character_around};
use crate::syntax::{FlawKind, MAX_MARKER_LINE};

declare_rule! {
    /// Flags marker lines of more than 64 KiB.
    ///
    /// ## Why
    ///
    /// What stands on a marker line behind its first 64 KiB is lost: it is read neither as attributes nor as text. A
    /// marker line is at most 65,536 bytes, so that a reader needs no more memory than that to know it. Most often a
    /// line ending was lost, and what follows the marker is the document itself.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a title="\x41{65536}"
    /// Some text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a title="A title of the usual length"
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// The marker line has more than 65,536 bytes, its line ending not counted. The finding is at what is not read.
    ///
    /// ## Exceptions
    ///
    /// None known.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is to become of the rest of the line is for a person to say.
    MarkerTooLong {
        id: "marker-too-long",
        category: Format,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for MarkerTooLong {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for flaw in flaws(document, FlawKind::TooLong) {
            let bytes = document.bytes();
            // The limit may fall inside of a character; a place does not.
            let start = character_around(bytes, flaw.span.end).map_or(flaw.span.end, |character| character.start);
            let rest = Span::new(start, document.body().start);
            let ending = rest.of(bytes).iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let unread = Span::new(rest.start, rest.end - ending);
            report
                .finding(unread, format!("marker line of {}", counted(unread.end, "byte")))
                .label(format!("not read: a marker line has at most {}", counted(MAX_MARKER_LINE, "byte")))
                .help("shorten the line; if a text follows the marker, put it on lines of its own");
        }
    }
}
