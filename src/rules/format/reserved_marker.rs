//! `reserved-marker`

use crate::document::{Document, SectionKind};
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;
use crate::syntax::{Marker, Word};

declare_rule! {
    /// Flags lines that begin with a marker that this version of the format does not know, such as `<<<NOTE>>>`.
    ///
    /// ## Why
    ///
    /// A later version of the format may read this line as a marker, and then the text of the document changes though
    /// nobody touched it. Any word in capitals between the brackets is kept for later versions. Today the line is read
    /// as text.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Some text.
    /// <<<NOTE>>> checked twice
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// \<<<NOTE>>> checked twice
    /// ```
    ///
    /// ## Formula
    ///
    /// A line begins in its first column with `<<<`, one or more of `A` to `Z`, and `>>>`, and the word is not
    /// `CORPUS`, `FILE` or `END`, nor a spelling of the end of a document that `document-end-marker` reports.
    ///
    /// ## Exceptions
    ///
    /// Words with small letters, digits or spaces, other numbers of brackets, and anything in the middle of a line are
    /// text.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: a backslash is put before the line, which says that it is text. That is right if it is text, and wrong
    /// if the file was made by a later version of the format.
    ReservedMarker {
        id: "reserved-marker",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for ReservedMarker {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let body = document.body();
        let text = body.of(document.bytes());
        // A line begins where it stands, or one byte before if that is the backslash that makes it text.
        let starts = document.lines().iter().map(|line| line.span.start - body.start);
        for at in starts.filter(|at| text.get(*at) == Some(&b'<')) {
            let begins_line = at == 0 || text.get(at - 1) == Some(&b'\n');
            let line = text.get(at..).filter(|line| begins_line && line.starts_with(b"<<<"));
            let Some(marker) = line.and_then(Marker::parse).filter(|marker| marker.word == Word::Reserved) else {
                continue;
            };
            let head = shown(marker.head.of(line.unwrap_or_default()));
            let start = body.start + at;
            let finding = report
                .finding(marker.head.shifted(start), format!("`{head}` is reserved for later versions of the format"));
            if document.kind() == SectionKind::Document {
                let escape = Edit::replace(Span::empty(start), b"\\");
                finding
                    .label("read as text")
                    .help("if the line is text, put a backslash before it")
                    .fix(Fix::risky("put a backslash before the line", [escape]));
            } else {
                // Outside of a document there is no text to be escaped.
                finding
                    .label("passed over")
                    .help("remove the line, unless the file is in a later version of the format");
            }
        }
    }
}
