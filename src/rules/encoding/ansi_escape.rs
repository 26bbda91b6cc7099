//! `ansi-escape`

use super::escape_sequence::{Effect, EscapeSequence};
use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::ReportedWithMarker;
use crate::rules::ids::offer;
use crate::rules::text_fix::text_fix;
use crate::span::Span;

declare_rule! {
    /// Flags escape sequences of terminals, which set colours and move the cursor.
    ///
    /// ## Why
    ///
    /// In a terminal, such a sequence can hide what the text says; everywhere else it stands between the words as
    /// `[31m`. The text was copied from the output of a program.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The harbour is \x1B[1mclosed\x1B[0m today.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The harbour is closed today.
    /// ```
    ///
    /// ## Formula
    ///
    /// After ECMA-48: ESC `[`, at most 64 parameter bytes (30 to 3F), at most 64 intermediate bytes (20 to 2F) and a
    /// final byte (40 to 7E); ESC with one of `]PX^_`, at most 4,095 bytes none of which is a control of ASCII, and BEL
    /// or ESC `\`; ESC with one of `78=>`. One finding for each sequence.
    ///
    /// ## Exceptions
    ///
    /// ESC with anything else is reported by `control-character`: what follows may be text. So are sequences with the C1
    /// control U+009B in the place of ESC `[`, which is a quotation mark of Windows-1252 far more often.
    ///
    /// ## Fix safety
    ///
    /// Safe where the sequence only sets colours or modes: it is removed. Unsafe where it moves the cursor, which can
    /// stand for a space, erases something, or carries a text such as the target of a link; on the marker line; and where
    /// the marker line states `bytes` or `sha256` of the text. There is no fix in an id.
    AnsiEscape {
        id: "ansi-escape",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for AnsiEscape {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(0x1B) {
            return;
        }
        let bytes = document.bytes();
        let reported = ReportedWithMarker::of(document);
        let mut end = 0;
        for start in memchr::memchr_iter(0x1B, bytes) {
            // The terminator of a message has an ESC of its own.
            if start < end {
                continue;
            }
            let Some(sequence) = bytes.get(start..).and_then(EscapeSequence::at) else { continue };
            let span = Span::new(start, start + sequence.length);
            end = span.end;
            if reported.has(span) {
                continue;
            }
            let (label, help) = match sequence.effect {
                Effect::Style => ("colour or mode, not text", "remove it"),
                Effect::Movement => {
                    ("movement or erasure, not text", "remove it, and look whether a space has to stand there")
                }
                Effect::Message => ("a message to the terminal, not text", "remove it, and keep what is needed of it"),
            };
            let edit = [Edit::delete(span)];
            let in_marker = span.start < document.marker_span().end;
            let fix = if sequence.effect == Effect::Style && !in_marker {
                text_fix(document, "remove the sequence", edit)
            } else {
                Fix::risky("remove the sequence", edit)
            };
            let finding = report.finding(span, "escape sequence of a terminal");
            finding.label(label).help(help);
            offer(document, finding, fix);
        }
    }
}
