//! `no-marker`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::source::sniff_wide;
use crate::span::Span;

declare_rule! {
    /// Flags files without a single marker line.
    ///
    /// ## Why
    ///
    /// No document is found in a file without a marker, so that whoever reads the corpus gets nothing of it, and no
    /// rule about documents sees it. It is plain text that was never packed, another format, or something else
    /// altogether that came along with the corpus.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
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
    /// No line of the file is a `<<<CORPUS>>>`, `<<<FILE>>>` or `<<<END>>>` line, or near enough to be read as one. A
    /// file with NUL bytes is called binary; one that begins like gzip or Zstandard is called compressed.
    ///
    /// ## Exceptions
    ///
    /// An empty file is reported by `empty-file`, and one in UTF-16 or UTF-32 by `utf16-input`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: where a document begins and what its id is, is for a person to say.
    NoMarker {
        id: "no-marker",
        category: Format,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Files,
    }
}

impl DocumentRule for NoMarker {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.bytes();
        if !document.is_file_without_marker() || bytes.is_empty() || sniff_wide(bytes).is_some() {
            return;
        }
        let compression = match bytes {
            [0x1F, 0x8B, 8, ..] => Some(("gzip", ".gz")),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(("Zstandard", ".zst")),
            _ => None,
        };
        if let Some((name, extension)) = compression {
            report
                .finding(Span::new(0, 3), format!("file that is compressed with {name}, and not called so"))
                .help(format!("let its name end in `{extension}`, and it is read as it is"));
        } else if let Some(nul) = memchr::memchr(0, bytes).filter(|_| document.byte_set().contains(0)) {
            report
                .finding(Span::new(nul, nul + 1), "binary file without a marker")
                .label("a NUL byte, which no text has")
                .help("leave the file out of what is checked");
        } else {
            let Some(first) = document.head(1).next() else {
                report
                    .finding(Span::empty(0), "file with nothing but white space")
                    .help("remove the file, or find out what became of its contents");
                return;
            };
            report
                .finding(first.span, "file without a marker")
                .label("belongs to no document")
                .help("write a line `<<<FILE>>> id` before each document, or leave the file out of what is checked");
        }
    }
}
