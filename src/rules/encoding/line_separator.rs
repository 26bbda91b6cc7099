//! `line-separator`

use memchr::memmem;

use super::characters::{Mender, begins_like_marker};
use crate::diagnostic::Finding;
use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags the line separator U+2028 and the paragraph separator U+2029 in a text.
    ///
    /// ## Why
    ///
    /// With a separator that cannot be seen, a text has more lines for one program than for another, and JSON Lines
    /// made of it is cut in two. Lines end in a line feed; at U+2028 and U+2029 some programs end a line too, and most
    /// do not.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=en
    /// The first line.\xE2\x80\xA8The second line.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=en
    /// The first line.
    /// The second line.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of U+2028 and U+2029, anywhere in a document or on its marker line.
    ///
    /// ## Exceptions
    ///
    /// U+0085, which is also a line ending by the book, is for `control-character`: nearly always it is an ellipsis of
    /// Windows-1252.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a line feed is put there, so the text has one line more. At the end of a line the characters are removed.
    /// There is no fix on a marker line, and none where the new line could be read as a marker.
    LineSeparator {
        id: "line-separator",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for LineSeparator {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.has_character(|character| matches!(character, '\u{2028}' | '\u{2029}')) {
            return;
        }
        let bytes = document.bytes();
        // The first two bytes are in every quotation mark; the third decides, and there are two.
        let mut starts: Vec<usize> = memmem::find_iter(bytes, "\u{2028}").collect();
        starts.extend(memmem::find_iter(bytes, "\u{2029}"));
        starts.sort_unstable();
        let mut mender = Mender::new(document);
        for run in starts.chunk_by(|left, right| left + 3 == *right) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            flag(document, Span::new(*first, last + 3), &mut mender, report);
        }
    }
}

fn flag(document: &Document<'_>, span: Span, mender: &mut Mender<'_, '_>, report: &mut Report<'_>) {
    let message = if span.of(document.bytes()).starts_with("\u{2028}".as_bytes()) {
        "line separator inside of a line (U+2028)"
    } else {
        "paragraph separator inside of a line (U+2029)"
    };
    let finding = report.finding(span, message);
    finding.label("ends a line for some programs only").help("end the line with a line feed, or put a space there");
    mend(document, finding, mender);
}

fn mend(document: &Document<'_>, finding: &mut Finding, mender: &mut Mender<'_, '_>) {
    let span = finding.span;
    if span.start < document.body().start {
        return;
    }
    let after = document.bytes().get(span.end..).unwrap_or_default();
    if matches!(after, [] | [b'\n', ..] | [b'\r', b'\n', ..]) {
        mender.replace(finding, "remove it at the end of the line", "", false);
        return;
    }
    // Only what follows at once can make a marker of the new line: a few bytes tell.
    let becomes_marker = begins_like_marker(after.get(..64).unwrap_or(after));
    if !becomes_marker {
        finding.fix(Fix::risky("end the line here", [Edit::replace(span, *b"\n")]));
    }
}
