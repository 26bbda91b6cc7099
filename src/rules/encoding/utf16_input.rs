//! `utf16-input`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::source::{WideEncoding, sniff_wide};
use crate::span::Span;

declare_rule! {
    /// Flags files in UTF-16 or UTF-32.
    ///
    /// ## Why
    ///
    /// No marker can be found in a file that is not UTF-8, so no document of this file was checked, and programs that
    /// expect UTF-8 read none. Windows programs write UTF-16 where they say "Unicode".
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// \xFF\xFE<\x00<\x00<\x00F\x00I\x00L\x00E\x00>\x00>\x00>\x00 \x00a\x00
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
    /// The file begins with a byte order mark of UTF-16 or UTF-32. Or its first eight characters, read as one of them,
    /// all have a code below 256 and are no controls other than TAB, LF and CR. One finding for each file.
    ///
    /// ## Exceptions
    ///
    /// A part in UTF-16 in the middle of a file is reported by `nul-byte`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: the file is to be converted as a whole, and `iconv` does that.
    Utf16Input {
        id: "utf16-input",
        category: Encoding,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Files,
    }
}

impl DocumentRule for Utf16Input {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.bytes();
        let Some(encoding) = sniff_wide(bytes).filter(|_| document.is_file_without_marker()) else { return };
        let utf16 = matches!(encoding, WideEncoding::Utf16Le | WideEncoding::Utf16Be);
        let width = if utf16 { 2 } else { 4 };
        let has_mark = bytes.get(..width).is_some_and(|start| start.iter().any(|&byte| byte >= 0xFE));
        // With a mark, the general name says enough; with the exact one, iconv would keep the mark as a character.
        let (span, name) = match (has_mark, utf16) {
            (true, true) => (Span::new(0, width), "UTF-16"),
            (true, false) => (Span::new(0, width), "UTF-32"),
            (false, _) => (Span::new(0, 8 * width), encoding.name()),
        };
        report
            .finding(span, format!("file in {}, and not in UTF-8", encoding.name()))
            .label("nothing of the file was checked")
            .help(format!("convert it with `iconv -f {name} -t UTF-8`"));
    }
}
