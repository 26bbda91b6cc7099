//! `empty-brackets`

use super::sentence::is_sentence;
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::code::is_about_programs;
use crate::span::Span;

declare_rule! {
    /// Flags brackets in a sentence with nothing in them: "the mayor () said".
    ///
    /// ## Why
    ///
    /// A link, a date or a number is missing that stood in the brackets: the program that took the text out of its page
    /// left it out. Other such places of the same text may have left no trace.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The bridge () was opened in spring, and closed again in autumn.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The bridge (see the map) was opened in spring, and closed again in autumn.
    /// ```
    ///
    /// ## Formula
    ///
    /// `(` and `)` with nothing or at most 3 spaces between them, a space before them, and a space, one of `, . ; : !
    /// ?` or the end of the line behind them; on a line with at least 4 words.
    ///
    /// ## Exceptions
    ///
    /// The brackets of a call, as in `print()`, follow a name without a space. Lines with signs that programs have, such
    /// as `=`, `{` or `;` at the end, are passed over; so are boxes to tick, at the start of a line, behind the number of
    /// an item or where a line has several `( )` near each other, and square brackets, which stand for an empty list.
    /// `()` on a line that has `[]` as well, or in a document with three pieces or more that are marked as code by
    /// backticks, is what the text speaks of.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what stood there is not in the file.
    EmptyBrackets {
        id: "empty-brackets",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// More blanks than this between brackets are a form to be filled in.
const WIDEST: usize = 3;

impl DocumentRule for EmptyBrackets {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        let bytes = document.body().of(document.bytes());
        if !set.contains(b'(') || !set.contains(b')') {
            return;
        }
        let mut line: Option<Prose<'_>> = None;
        let mut about_programs = None;
        for at in memchr::memchr_iter(b'(', bytes) {
            let blanks = bytes.iter().skip(at + 1).take(WIDEST + 1).take_while(|&&byte| byte == b' ').count();
            let end = at + 1 + blanks;
            let span = Span::new(at, end + 1).shifted(document.body().start);
            if bytes.get(end) != Some(&b')') {
                continue;
            }
            // A line may have as many brackets as it has bytes: what holds for all of it is found out once.
            if line.as_ref().is_none_or(|line| line.span.end <= span.start) {
                line = document.line_at(span.start).map(|line| Prose::of(document, line.span));
            }
            let mut is_mentioned =
                || span.len() == "()".len() && *about_programs.get_or_insert_with(|| is_about_programs(document));
            if line.as_ref().is_some_and(|line| line.is_cut(span)) && !is_mentioned() {
                report
                    .finding(span, "there is nothing in the brackets")
                    .label("something was taken out here")
                    .help("look the sentence up in its source, or fetch the text again");
            }
        }
    }
}

/// How far from one box to tick the next one is looked for, in bytes.
const REACH: usize = 400;

/// Whether there are brackets in `text` with nothing but blanks between them.
fn has_box(text: &[u8]) -> bool {
    let mut boxes = memchr::memmem::find_iter(text, "( ");
    boxes.any(|at| text.get(at + 1..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b")")))
}

/// The number of an item has no more bytes, with a word before it.
const LONGEST_NUMBER: usize = 40;

/// Whether what stands before a box in its line is the number of an item, alone or behind a word: `b.1.1`, `Option 2:`.
fn is_number(before: &str) -> bool {
    let label = before.trim().trim_matches(['_', '*', '-', '\u{2022}']);
    let number = label.trim_end_matches(['.', ':', ')', '\u{BA}']);
    let mut words = number.split_whitespace().rev();
    // A letter without a mark is a function, whose argument is missing.
    let is_marked = number.len() < label.len();
    let is_letter = |word: &str| is_marked && word.chars().nth(1).is_none() && word.starts_with(char::is_alphabetic);
    let last = words.next().is_some_and(|word| word.ends_with(|end: char| end.is_ascii_digit()) || is_letter(word));
    before.len() <= LONGEST_NUMBER && last && words.nth(1).is_none()
}

/// A line, and what is to be known of it for all of its brackets.
struct Prose<'a> {
    span: Span,
    text: &'a str,
    /// Whether it has the words of a sentence and no signs of a program.
    is_sentence: bool,
    /// How many bytes stand before its first character that is no blank and no mark of a list.
    margin: usize,
    /// Whether it has `[]` as well, and so speaks of brackets.
    has_square: bool,
}

impl<'a> Prose<'a> {
    fn of(document: &Document<'a>, span: Span) -> Self {
        let text = document.str(span).unwrap_or_default();
        let rest = text.trim_start().trim_start_matches(['-', '*', '•']).trim_start();
        let has_square = memchr::memmem::find(text.as_bytes(), b"[]").is_some();
        Self { span, text, is_sentence: is_sentence(text), margin: text.len() - rest.len(), has_square }
    }

    /// Whether the brackets at `span` stand in a sentence.
    fn is_cut(&self, span: Span) -> bool {
        let (start, end) = (span.start - self.span.start, span.end - self.span.start);
        let (Some(before), Some(after)) = (self.text.get(..start), self.text.get(end..)) else { return false };
        // A form has one box to tick after the other: what was taken out of a sentence leaves no two holes of that
        // shape.
        let is_form = || {
            let near = before.as_bytes().get(start.saturating_sub(REACH)..).unwrap_or_default();
            let next = after.as_bytes().get(..after.len().min(REACH)).unwrap_or_default();
            span.len() > "()".len() && (is_number(before) || has_box(near) || has_box(next))
        };
        self.is_sentence
            && !(self.has_square && span.len() == "()".len())
            && start > self.margin
            && before.ends_with(char::is_whitespace)
            && (after.is_empty() || after.starts_with([' ', '\u{A0}', ',', '.', ';', ':', '!', '?']))
            && !is_form()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_stand_behind_numbers() {
        for before in ["1.     ", "  b.1.2 ", "_Option 2: ", "a) ", "- 3) "] {
            assert!(is_number(before), "{before}");
        }
        for before in ["S ", "", "the bridge of 1900 ", "the mayor ", "the bridge: "] {
            assert!(!is_number(before), "{before}");
        }
    }
}
