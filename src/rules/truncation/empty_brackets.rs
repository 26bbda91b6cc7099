//! `empty-brackets`

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::is_code;
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
    /// as `=`, `{` or `;` at the end, are passed over; so are boxes to tick, at the start of a line or where a line has
    /// several `( )`, and square brackets, which stand for an empty list.
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

/// With fewer words a line is no sentence.
const FEWEST_WORDS: usize = 4;

/// More blanks than this between brackets are a form to be filled in.
const WIDEST: usize = 3;

impl DocumentRule for EmptyBrackets {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        let bytes = document.body().of(document.bytes());
        if !set.contains(b'(') || !set.contains(b')') {
            return;
        }
        for at in memchr::memchr_iter(b'(', bytes) {
            let blanks = bytes.iter().skip(at + 1).take(WIDEST + 1).take_while(|&&byte| byte == b' ').count();
            let end = at + 1 + blanks;
            let span = Span::new(at, end + 1).shifted(document.body().start);
            if bytes.get(end) == Some(&b')') && is_cut(document, span) {
                report
                    .finding(span, "there is nothing in the brackets")
                    .label("something was taken out here")
                    .help("look the sentence up in its source, or fetch the text again");
            }
        }
    }
}

/// Whether there are brackets in `text` with nothing but blanks between them.
fn has_box(text: &str) -> bool {
    let mut boxes = memchr::memmem::find_iter(text.as_bytes(), "( ");
    boxes.any(|at| text.get(at + 1..).is_some_and(|rest| rest.trim_start_matches(' ').starts_with(')')))
}

/// Whether the brackets at `span` stand in a sentence.
fn is_cut(document: &Document<'_>, span: Span) -> bool {
    let Some(line) = document.line_at(span.start) else { return false };
    let Some(text) = document.str(line.span).filter(|text| !is_code(text) && !text.contains('=')) else { return false };
    let (Some(before), Some(after)) =
        (text.get(..span.start - line.span.start), text.get(span.end - line.span.start..))
    else {
        return false;
    };
    // A form has one box to tick after the other: what was taken out of a sentence leaves no two holes of that shape.
    let is_blank = span.len() > "()".len();
    let is_form = is_blank && (has_box(before) || has_box(after));
    let is_box = is_form || before.trim().trim_start_matches(['-', '*', '•']).is_empty();
    before.ends_with(char::is_whitespace)
        && !is_box
        && (after.is_empty() || after.starts_with([' ', '\u{A0}', ',', '.', ';', ':', '!', '?']))
        && text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).take(FEWEST_WORDS).count()
            == FEWEST_WORDS
}
