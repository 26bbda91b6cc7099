//! `control-character`

use std::fmt::Write as _;

use super::escape_sequence::EscapeSequence;
use super::windows_1252;
use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::flaws::ReportedWithMarker;
use crate::rules::ids::offer;
use crate::span::Span;

declare_rule! {
    /// Flags control characters other than TAB, LF and CR.
    ///
    /// ## Why
    ///
    /// A line with a control character in it looks like the line without it, and is another one for search, for
    /// counting and for a tokeniser. They are no text: page breaks of a converted PDF, colours of a terminal, remains
    /// of a word processor. Controls from U+0080 to U+009F are nearly always quotation marks and dashes of Windows-1252
    /// that were taken for Latin-1.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Don\xC2\x92t panic.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Don’t panic.
    /// ```
    ///
    /// ## Formula
    ///
    /// U+0001 to U+0008, U+000B, U+000C, U+000E to U+001F, U+007F, and U+0080 to U+009F. One finding for each run.
    ///
    /// ## Exceptions
    ///
    /// NUL is reported by `nul-byte`, a lone CR by `lone-carriage-return`, what belongs to an escape sequence of a
    /// terminal by `ansi-escape`, and a control in an id without quotes by `malformed-id`.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the characters are removed. What separates words, such as a page break, becomes a space where none is
    /// beside it; a control above U+0080 becomes what it is in Windows-1252. There is no fix for a backspace, which may
    /// be there to take something back, nor for U+0085, which may be an ellipsis or a line break, nor in an id.
    ControlCharacter {
        id: "control-character",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for ControlCharacter {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let ascii = document.byte_set().has_controls();
        if !ascii && !document.has_character(char::is_control) {
            return;
        }
        let bytes = document.bytes();
        let reported = ReportedWithMarker::of(document);
        let mut here = 0;
        while let Some(start) = next_control(bytes, here, ascii) {
            let run = Run::read(bytes, start);
            here = run.span.end;
            if reported.has(run.span) {
                continue;
            }
            let finding = report.finding(run.span, run.message());
            if let Some(label) = run.label() {
                finding.label(label);
            }
            finding.help(run.help());
            if let Some(content) = run.replacement(bytes) {
                let edit = Edit::replace(run.span, content);
                offer(document, finding, Fix::risky(run.title(), [edit]));
            }
        }
    }
}

/// Where the next control at or after `from` stands, escape sequences of terminals left out. Those of ASCII are only
/// looked for where there are any.
fn next_control(bytes: &[u8], from: usize, ascii: bool) -> Option<usize> {
    let mut here = from;
    loop {
        let rest = bytes.get(here..)?;
        let at = if ascii {
            rest.iter().position(|&byte| is_control(byte) || byte == 0xC2)?
        } else {
            memchr::memchr(0xC2, rest)?
        };
        let found = rest.get(at..)?;
        if let Some(sequence) = EscapeSequence::at(found) {
            here += at + sequence.length;
        } else if control(found).is_some() {
            return Some(here + at);
        } else {
            here += at + 1;
        }
    }
}

const fn is_control(byte: u8) -> bool {
    matches!(byte, 0x01..=0x08 | 0x0B | 0x0C | 0x0E..=0x1F | 0x7F)
}

/// The control at the start of `bytes`: its code, which is less than 256, and its length.
fn control(bytes: &[u8]) -> Option<(u8, usize)> {
    match bytes {
        [byte, ..] if is_control(*byte) => Some((*byte, 1)),
        [0xC2, byte @ 0x80..=0x9F, ..] => Some((*byte, 2)),
        _ => None,
    }
}

/// Controls with nothing between them.
struct Run {
    span: Span,
    /// Their codes.
    codes: Vec<u8>,
}

impl Run {
    fn read(bytes: &[u8], start: usize) -> Self {
        let mut run = Self { span: Span::empty(start), codes: Vec::new() };
        while let Some(rest) = bytes.get(run.span.end..) {
            let Some((code, length)) = control(rest).filter(|_| EscapeSequence::at(rest).is_none()) else { break };
            run.codes.push(code);
            run.span.end += length;
        }
        run
    }

    fn message(&self) -> String {
        match &*self.codes {
            [0x0C] => "page break in the text (U+000C FORM FEED)".to_owned(),
            [code] => format!("control character U+{code:04X}{}", name(*code)),
            codes => {
                let mut message = "control characters".to_owned();
                for (index, code) in codes.iter().take(3).enumerate() {
                    // Writing to a string cannot fail.
                    let _ = write!(message, "{} U+{code:04X}", if index > 0 { "," } else { "" });
                }
                if codes.len() > 3 {
                    let _ = write!(message, " and {} more", codes.len() - 3);
                }
                message
            }
        }
    }

    /// What the run is in Windows-1252, if it is made of nothing but controls above U+0080.
    fn windows_1252(&self) -> Option<String> {
        let high = self.codes.iter().all(|&code| code >= 0x80);
        high.then(|| windows_1252::decode(&self.codes)).flatten()
    }

    fn label(&self) -> Option<String> {
        match (&*self.codes, self.windows_1252()) {
            ([0x85], _) => Some("`…` in Windows-1252, or a line break".to_owned()),
            (_, Some(text)) => Some(format!("`{}` in Windows-1252", text.chars().take(16).collect::<String>())),
            (_, None) => None,
        }
    }

    fn help(&self) -> &'static str {
        match (&*self.codes, self.windows_1252()) {
            (_, Some(_)) => "the text was read as Latin-1 and is in Windows-1252: convert it again from there",
            ([0x0C], None) => "remove it, and look whether a running title or page number stands beside it",
            (codes, None) if codes.contains(&0x08) => "remove it, and with it what it was meant to take back",
            (codes, None) if codes.iter().any(|&code| code >= 0x80) => "find out which character was meant",
            _ => "remove it",
        }
    }

    fn title(&self) -> &'static str {
        if self.windows_1252().is_some() { "write what it is in Windows-1252" } else { "remove what is no text" }
    }

    /// What to write in the place of the run, if anything can be said about that.
    fn replacement(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        if self.codes.iter().any(|code| matches!(code, 0x08 | 0x85)) {
            return None;
        }
        if let Some(text) = self.windows_1252() {
            return Some(text.into_bytes());
        }
        if self.codes.iter().any(|&code| code >= 0x80) {
            return None;
        }
        let separates = self.codes.iter().any(|code| matches!(code, 0x0B | 0x0C | 0x1C..=0x1F));
        let before = self.span.start.checked_sub(1).and_then(|before| bytes.get(before));
        let after = bytes.get(self.span.end);
        let apart = [before, after].iter().any(|byte| byte.is_none_or(u8::is_ascii_whitespace));
        Some(if separates && !apart { b" ".to_vec() } else { Vec::new() })
    }
}

/// The name of a control, with a space before it; nothing for those that are known by no name today.
fn name(code: u8) -> &'static str {
    match code {
        0x01 => " START OF HEADING",
        0x02 => " START OF TEXT",
        0x03 => " END OF TEXT",
        0x04 => " END OF TRANSMISSION",
        0x05 => " ENQUIRY",
        0x06 => " ACKNOWLEDGE",
        0x07 => " BELL",
        0x08 => " BACKSPACE",
        0x0B => " VERTICAL TAB",
        0x0C => " FORM FEED",
        0x0E => " SHIFT OUT",
        0x0F => " SHIFT IN",
        0x10 => " DATA LINK ESCAPE",
        0x11..=0x14 => " DEVICE CONTROL",
        0x15 => " NEGATIVE ACKNOWLEDGE",
        0x16 => " SYNCHRONOUS IDLE",
        0x17 => " END OF TRANSMISSION BLOCK",
        0x18 => " CANCEL",
        0x19 => " END OF MEDIUM",
        0x1A => " SUBSTITUTE",
        0x1B => " ESCAPE",
        0x1C => " FILE SEPARATOR",
        0x1D => " GROUP SEPARATOR",
        0x1E => " RECORD SEPARATOR",
        0x1F => " UNIT SEPARATOR",
        0x7F => " DELETE",
        0x85 => " NEXT LINE",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(bytes: &[u8]) -> Run {
        Run::read(bytes, next_control(bytes, 0, true).expect("a control"))
    }

    fn mended(bytes: &[u8]) -> Option<String> {
        let run = run(bytes);
        let mut mended = bytes.to_vec();
        mended.splice(run.span.range(), run.replacement(bytes)?);
        String::from_utf8(mended).ok()
    }

    #[test]
    fn controls_are_told_from_other_characters() {
        for text in ["plain\ttext\r\n\0", "\u{A0}\u{AD}»", "é“”", "\u{2028}"] {
            assert_eq!(next_control(text.as_bytes(), 0, true), None, "{text:?}");
        }
        assert_eq!(next_control("»\u{A0}\u{80}".as_bytes(), 0, true), Some(4));
        assert_eq!(next_control(b"\xc2", 0, true), None);
    }

    #[test]
    fn escape_sequences_are_left_to_their_rule() {
        assert_eq!(next_control(b"a\x1b[1;31mred", 0, true), None);
        assert_eq!(run(b"a\x1b[0m\x07\x1b[Kb").span, Span::new(5, 6));
        assert_eq!(run(b"a\x1b red").span, Span::new(1, 2));
        assert_eq!(run(b"a\x1b[").span, Span::new(1, 2));
    }

    #[test]
    fn messages_name_what_is_there() {
        assert_eq!(run(b"\x07").message(), "control character U+0007 BELL");
        assert_eq!(run("\u{92}".as_bytes()).message(), "control character U+0092");
        assert_eq!(run(b"\x01\x02\x03\x04").message(), "control characters U+0001, U+0002, U+0003 and 1 more");
    }

    #[test]
    fn what_is_removed_does_not_join_words() {
        assert_eq!(mended(b"one\x0ctwo").as_deref(), Some("one two"));
        assert_eq!(mended(b"one\n\x0ctwo").as_deref(), Some("one\ntwo"));
        assert_eq!(mended(b"so\x02lid").as_deref(), Some("solid"));
        assert_eq!(mended("l\u{92}an".as_bytes()).as_deref(), Some("l’an"));
        assert_eq!(mended("a\u{85}b".as_bytes()), None);
        assert_eq!(mended("a\u{81}b".as_bytes()), None);
        assert_eq!(mended(b"a\x08_"), None);
    }
}
