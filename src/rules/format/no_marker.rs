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
    /// file with NUL bytes is called binary; one that begins like gzip or Zstandard is called compressed, and one that
    /// begins like an archive, a PDF or a picture is called what it is.
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
        } else if let Some((magic, name, help)) = KINDS.iter().find(|(magic, ..)| bytes.starts_with(magic)) {
            report.finding(Span::new(0, magic.len()), format!("binary file without a marker: {name}")).help(*help);
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

const UNPACK: &str =
    "unpack it, and check what was in it; of what is compressed, only gzip and Zstandard are read as they are";
const LEAVE_OUT: &str = "leave the file out of what is checked";

/// What files of other kinds begin with, what they are called, and what to do with them.
const KINDS: [(&[u8], &str, &str); 9] = [
    (b"PK\x03\x04", "a ZIP archive", UNPACK),
    (b"\xFD7zXZ\0", "compressed with xz", UNPACK),
    (b"BZh91AY&SY", "compressed with bzip2", UNPACK),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
    (b"\x04\x22\x4D\x18", "compressed with LZ4", UNPACK),
    (b"%PDF-", "a PDF", LEAVE_OUT),
    (b"\x89PNG\r\n", "a picture (PNG)", LEAVE_OUT),
    (b"\xFF\xD8\xFF", "a picture (JPEG)", LEAVE_OUT),
    (b"PAR1", "a Parquet file", LEAVE_OUT),
];
