//! `repeated-space`

use memchr::memmem;

use crate::document::{Document, Line};
use crate::fix::{Edit, Fix};
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::{first_of, lines_alone};
use crate::span::Span;

declare_rule! {
    /// Flags two or more spaces between the words of a sentence.
    ///
    /// ## Why
    ///
    /// A word may be missing here, since two spaces are left where a link, a picture or a footnote was cut out of a
    /// sentence. Otherwise it is a slip of the typist.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The ferry leaves  at nine.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The ferry leaves at nine.
    /// ```
    ///
    /// ## Formula
    ///
    /// Two to four SPACEs in a row between other characters of a line, where the character before them is a letter, a
    /// digit, `,` or `;` and the one behind them a letter or a digit, and at least four words stand on the line. One
    /// finding for each document, at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// Two spaces behind a full stop, or any other mark that ends a sentence, are a style. A line with `|` or a TAB in
    /// it, a line that is indented by two spaces or more, five spaces in a row, and lines with such places that stand
    /// one after another are columns, verse or program text, and are not reported. Rows with other spaces than SPACE
    /// are reported by `odd-space`.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: one space is left, and the trace of what was cut out is gone with the others.
    RepeatedSpace {
        id: "repeated-space",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// More spaces than this part columns.
const WIDEST: usize = 4;

impl DocumentRule for RepeatedSpace {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.has_two_spaces() {
            return;
        }
        let places = between_words(document);
        let Some(&first) = places.first() else { return };
        // The first space stays, so that what is removed is a run of its own.
        let edits = places.iter().map(|&place| Edit::delete(Span::new(place.start + 1, place.end)));
        report
            .finding(first, "several spaces between words")
            .label(first_of(places.len()).unwrap_or_else(|| counted(first.len(), "space")))
            .help("leave one, and look whether a word is missing here")
            .fix(Fix::risky("leave one space", edits));
    }
}

fn between_words(document: &Document<'_>) -> Vec<Span> {
    let bytes = document.bytes();
    let mut found = Vec::new();
    let lines = lines_alone(document, |line| rows(bytes, line).next().is_some());
    for line in lines.into_iter().filter(|line| is_sentence(bytes, line)) {
        let rows: Vec<Span> = rows(bytes, line).collect();
        if rows.iter().all(|row| row.len() <= WIDEST) {
            found.extend(rows.into_iter().filter(|&row| is_between_words(bytes, row)));
        }
    }
    found
}

/// Every row of two or more spaces between other characters of `line`.
fn rows<'b>(bytes: &'b [u8], line: &Line) -> impl Iterator<Item = Span> + use<'b> {
    let base = line.span.start;
    let content = line.span.of(bytes);
    let mut here = content.iter().take_while(|&&byte| byte == b' ').count();
    std::iter::from_fn(move || {
        let start = here + memmem::find(content.get(here..)?, b"  ")?;
        let length = content.get(start..)?.iter().take_while(|&&byte| byte == b' ').count();
        here = start + length;
        (here < content.len()).then(|| Span::new(start, here).shifted(base))
    })
}

/// Whether a line can be one of running text.
fn is_sentence(bytes: &[u8], line: &Line) -> bool {
    let content = line.span.of(bytes);
    let words = content.split(|&byte| byte == b' ').filter(|word| !word.is_empty());
    !content.starts_with(b"  ") && memchr::memchr2(b'|', b'\t', content).is_none() && words.take(4).count() == 4
}

fn is_between_words(bytes: &[u8], row: Span) -> bool {
    let before = row.start.checked_sub(1).and_then(|before| bytes.get(before));
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric();
    let starts = |byte: &u8| is_word(byte) || (0xC3..=0xDF).contains(byte);
    let letter_ends = || {
        // A letter of the scripts that have two bytes a letter; dashes and quotation marks have three, spaces C2.
        let last = row.start.checked_sub(2).and_then(|start| bytes.get(start..row.start));
        matches!(last, Some([0xC3..=0xDF, 0x80..=0xBF]))
    };
    before.is_some_and(|byte| is_word(byte) || matches!(byte, b',' | b';') || letter_ends())
        && bytes.get(row.end).is_some_and(starts)
}
