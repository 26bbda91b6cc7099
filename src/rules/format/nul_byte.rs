//! `nul-byte`

use super::stray_text::is_tar;
use crate::document::{Document, SectionKind};
use crate::fix::{Edit, Fix};
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::ids::offer;
use crate::span::Span;

declare_rule! {
    /// Flags NUL bytes.
    ///
    /// ## Why
    ///
    /// Many programs take a NUL byte for the end of what they read, and lose the rest without a word; others take the
    /// whole file for binary and pass over it. No text has them. They stand where a disk or a download failed, or where
    /// UTF-16 was taken for UTF-8.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Some\x00\x00\x00\x00 text.
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
    /// Bytes 0x00. One finding for each run of them. Four or more of them with one other byte between each are one
    /// finding, since that is what UTF-16 looks like.
    ///
    /// ## Exceptions
    ///
    /// A file with NUL bytes and without a marker is a binary file, and reported by `no-marker`; one that is in UTF-16
    /// as a whole is reported by `utf16-input`, and the header of a tar archive by `text-before-first-document`.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the bytes are removed. They may be all that shows that a part of the text was lost. There is no fix for
    /// what looks like UTF-16, since it has to be converted and not to be stripped, nor in an id.
    NulByte {
        id: "nul-byte",
        category: Format,
        severity: Error,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

/// How many NULs with one byte between each are no chance.
const ENOUGH: usize = 4;

impl DocumentRule for NulByte {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(0) || (document.kind() == SectionKind::Preamble && is_tar(document)) {
            return;
        }
        let bytes = document.bytes();
        let mut here = 0;
        while let Some(start) = bytes.get(here..).and_then(|rest| memchr::memchr(0, rest)).map(|at| here + at) {
            let rest = bytes.get(start..).unwrap_or_default();
            let alternating = alternating(rest);
            if alternating > 0 {
                here = start + alternating;
                report
                    .finding(Span::new(start, here), "NUL bytes between characters")
                    .label("looks like UTF-16")
                    .help("convert this part to UTF-8 where it comes from, and put it together again");
                continue;
            }
            let length = rest.iter().take_while(|&&byte| byte == 0).count();
            here = start + length;
            let span = Span::new(start, here);
            let finding = report.finding(span, if length == 1 { "NUL byte" } else { "NUL bytes" });
            if length > 1 {
                finding.label(counted(length, "byte"));
            }
            finding.help("find out whether text was lost here, then remove them");
            offer(document, finding, Fix::risky("remove NUL bytes", [Edit::delete(span)]));
        }
    }
}

/// How many bytes at the start of `bytes` are NUL, another byte, NUL, and so on; zero if that are not enough.
fn alternating(bytes: &[u8]) -> usize {
    let pairs = bytes.get(1..).unwrap_or_default().chunks_exact(2);
    let count = 1 + pairs.take_while(|pair| matches!(pair, [1..=255, 0])).count();
    if count >= ENOUGH { 2 * count - 1 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_told_by_its_pattern() {
        assert_eq!(alternating(b"\0b\0c\0d\0"), 7);
        assert_eq!(alternating(b"\0b\0c\0d\0efg"), 7);
        assert_eq!(alternating(b"\0b\0c\0def"), 0);
        assert_eq!(alternating(b"\0\0\0\0\0\0\0\0"), 0);
        assert_eq!(alternating(b"\0"), 0);
    }
}
