//! `empty-quotes`

use memchr::memmem;

use super::sentence::is_sentence;
use crate::document::{Document, Pair};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::code::is_about_programs;
use crate::rules::prose::OncePerLine;
use crate::span::Span;

declare_rule! {
    /// Flags quotation marks with nothing between them: "« »", "„“", "“”".
    ///
    /// ## Why
    ///
    /// The words that were quoted are missing: the program that took the text out of its page left out what was marked
    /// up there. What is left says that somebody said something, and not what.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The mayor called the plan “” and left the room.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The mayor called the plan “brave” and left the room.
    /// ```
    ///
    /// ## Formula
    ///
    /// An opening mark and its closing mark with nothing or only spaces between them, on one line: `«»`, `“”`, `„“`,
    /// `„”`, with a space, `(`, `:` or the start of the line before them; or `""` with a space before it and a space, a
    /// mark or the end of the line behind it. The line has at least 4 words, and no word stands right behind the marks:
    /// there, two of them were typed for one.
    ///
    /// ## Exceptions
    ///
    /// `»…« »…«` is how one speaker follows another in German, and is never reported. Lines with signs that programs
    /// have, such as `=` or `{`, are passed over, and so is `""` in a document with three pieces or more that are marked
    /// as code by backticks.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what stood there is not in the file.
    EmptyQuotes {
        id: "empty-quotes",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// Opening marks, and what closes them.
const PAIRS: [(char, &[char]); 3] =
    [('\u{AB}', &['\u{BB}']), ('\u{201C}', &['\u{201D}']), ('\u{201E}', &['\u{201C}', '\u{201D}'])];

impl DocumentRule for EmptyQuotes {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.body().of(document.bytes());
        let base = document.body().start;
        let mut found = Vec::new();
        let present = PAIRS.map(|pair| Some(pair).filter(|(open, _)| document.contains(*open)));
        if present.iter().any(Option::is_some) {
            for (at, _) in document.pairs().iter().filter(|(_, pair)| *pair == Pair::QuoteBeforeSpace) {
                let end = at - base;
                let rest = Span::new(end, (end + 12).min(bytes.len())).of(bytes);
                // Nearly all are followed by a word.
                if begins_word(rest) {
                    continue;
                }
                let before = bytes.get(..end).unwrap_or_default();
                let mark = |open: &char| before.ends_with(open.encode_utf8(&mut [0; 4]).as_bytes());
                let Some((open, closes)) = present.iter().flatten().find(|(open, _)| mark(open)) else { continue };
                let at = end - open.len_utf8();
                if !can_open(bytes, at) {
                    continue;
                }
                let spaces = crate::rules::spaces::spaces_at(rest);
                let close = closes.iter().find(|close| {
                    let mut encoded = [0; 4];
                    rest.get(spaces..).is_some_and(|rest| rest.starts_with(close.encode_utf8(&mut encoded).as_bytes()))
                });
                // Before a word, two marks that stand together were typed for one.
                let is_before_word = |close: &&char| {
                    let behind = rest.get(spaces + close.len_utf8()..).and_then(|behind| behind.first());
                    behind.is_some_and(|byte| byte.is_ascii_alphanumeric() || (0xC3..0xE2).contains(byte))
                };
                let close = close.filter(|close| !is_before_word(close));
                let length = |close: &char| open.len_utf8() + spaces + close.len_utf8();
                found.extend(close.map(|close| Span::new(at, at + length(close)).shifted(base)));
            }
        }
        if document.has_two_quotes() {
            let stands_alone = |at: &usize| {
                let before = at.checked_sub(1).and_then(|before| bytes.get(before));
                before == Some(&b' ') && bytes.get(at + 2).is_none_or(|after| b" \n\r,.;:!?".contains(after))
            };
            let mut straight = memmem::find_iter(bytes, b"\"\"").filter(stands_alone).peekable();
            if straight.peek().is_some() && !is_about_programs(document) {
                found.extend(straight.map(|at| Span::new(at, at + 2).shifted(base)));
            }
        }
        found.sort_unstable();
        let mut sentences = OncePerLine::new();
        for span in found {
            let Some(line) = document.line_at(span.start) else { continue };
            if !sentences.of(line.span.start, || document.str(line.span).is_some_and(is_sentence)) {
                continue;
            }
            report
                .finding(span, "there is nothing between the quotation marks")
                .label("something was taken out here")
                .help("look the sentence up in its source, or fetch the text again");
        }
    }
}

/// Whether `bytes` begin with a word, or one space and a word: told by the first byte of it, which is right for most.
fn begins_word(bytes: &[u8]) -> bool {
    let ([b' ', word @ ..] | [0xC2, 0xA0, word @ ..] | [0xE2, 0x80, 0xAF, word @ ..] | word) = bytes;
    word.first().is_some_and(u8::is_ascii_graphic)
}

/// Whether a mark at `at` opens a quotation: the German « closes one, right behind a word or a mark.
fn can_open(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).unwrap_or_default();
    let is_start = before.last().is_none_or(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'(' | b'\'' | b':'));
    is_start || before.ends_with(&[0xC2, 0xA0]) || before.ends_with(&[0xE2, 0x80, 0xAF])
}
