//! `byte-order-mark`

use memchr::memmem;

use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::flaws;
use crate::rules::text_fix::text_fix;
use crate::span::Span;
use crate::syntax::escape::is_escaped;
use crate::syntax::{FlawKind, Marker};

declare_rule! {
    /// Flags byte order marks (U+FEFF) at the start of a file or of a line.
    ///
    /// ## Why
    ///
    /// A byte order mark cannot be seen, and keeps programs from finding the `<<<FILE>>>` or the word that it stands
    /// before. UTF-8 needs none. A reader that looks for `<<<FILE>>>` at the start of a line passes over it, and a
    /// first word with a mark is another word. At the start of a later line it shows that files were joined.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// \xEF\xBB\xBF<<<FILE>>> a
    /// Some text.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// ```
    ///
    /// ## Formula
    ///
    /// One or more U+FEFF at the start of a line, or in the white space before a marker.
    ///
    /// ## Exceptions
    ///
    /// In the middle of a line, U+FEFF is a character that joins two words, and not a mark.
    ///
    /// ## Fix safety
    ///
    /// Safe: the mark is removed, and has no meaning. Where the line would come to be read as a marker, or as an escaped
    /// one, a backslash takes its place, so that it stays the text that it is. Unsafe where the marker line states
    /// `bytes` or `sha256` of the text, which may hold for the text as it is.
    ByteOrderMark {
        id: "byte-order-mark",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

const MARK: &[u8] = b"\xEF\xBB\xBF";
const TITLE: &str = "remove the byte order mark";

impl DocumentRule for ByteOrderMark {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(0xEF) {
            return;
        }
        for flaw in flaws(document, FlawKind::ByteOrderMark) {
            flag(document, flaw.span, Fix::safe(TITLE, [Edit::delete(flaw.span)]), report);
        }
        let body = document.body();
        let text = body.of(document.bytes());
        for at in memmem::find_iter(text, MARK) {
            if at > 0 && text.get(at - 1) != Some(&b'\n') {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            let length = rest.chunks_exact(MARK.len()).take_while(|chunk| *chunk == MARK).count() * MARK.len();
            let line = rest.get(length..).unwrap_or_default();
            let span = Span::new(at, at + length).shifted(body.start);
            // Without the mark, the line would be read as a marker or as an escaped one, which it is not.
            let escape: &[u8] = if is_escaped(line) || Marker::parse(line).is_some() { b"\\" } else { b"" };
            flag(document, span, text_fix(document, TITLE, [Edit::replace(span, escape)]), report);
        }
    }
}

fn flag(document: &Document<'_>, span: Span, fix: Fix, report: &mut Report<'_>) {
    // Blanks before a marker do not make it another place.
    let before_marker = document.marker().is_some_and(|marker| span.end <= marker.head.start);
    let starts_file = document.surroundings().first && (span.start == 0 || before_marker);
    let (message, help) = if starts_file {
        ("byte order mark at the start of the file", "remove it: UTF-8 needs none")
    } else {
        ("byte order mark in the middle of the file", "remove it, and look whether files were joined here")
    };
    report.finding(span, message).label("U+FEFF, which cannot be seen").help(help).fix(fix);
}
