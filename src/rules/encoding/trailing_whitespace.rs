//! `trailing-whitespace`

use crate::document::{Document, Line};
use crate::fix::Edit;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::spaces::spaces_before;
use crate::rules::text_fix::text_fix;
use crate::span::Span;

declare_rule! {
    /// Flags spaces at the end of lines, and lines of nothing but spaces.
    ///
    /// ## Why
    ///
    /// Spaces at the end make two lines that read alike two different lines, so that copies of a text are not found.
    /// Nobody sees them, patterns that look at the end of a line miss it, and a line of spaces does not part paragraphs
    /// as an empty line does. They are what is left of indented HTML, of a table, or of a link that was cut off.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// Some text.\x20
    /// More text.\xC2\xA0
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Some text.
    /// More text.
    /// ```
    ///
    /// ## Formula
    ///
    /// A line of the text whose last character is TAB, SPACE, U+00A0, U+1680, U+2000 to U+200A, U+202F, U+205F or
    /// U+3000; the line ending, with all carriage returns in it, is not a part of the line. One finding for each
    /// document, at the first such line, with the number of lines.
    ///
    /// ## Exceptions
    ///
    /// A marker line with spaces at its end is reported by `marker-spacing`, and a document of nothing but spaces by
    /// `empty-document`. Characters without any width, such as U+200B, are no spaces.
    ///
    /// ## Fix safety
    ///
    /// Safe: what is removed cannot be seen. Unsafe where the marker line states `bytes` or `sha256` of the text, which
    /// may hold for the text as it is.
    TrailingWhitespace {
        id: "trailing-whitespace",
        category: Encoding,
        severity: Info,
        fix: Some(crate::fix::Applicability::Safe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for TrailingWhitespace {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let runs = || document.lines().iter().filter_map(|line| trailing(document.bytes(), line));
        let Some((first, _)) = runs().next() else { return };
        if document.head(1).next().is_none() {
            return;
        }
        let all = runs().count();
        let blank = runs().filter(|&(_, is_blank)| is_blank).count();
        let label = match blank {
            0 => counted(all, "line"),
            1 if all == 1 => "on a line of nothing else".to_owned(),
            _ if blank == all => format!("{} of nothing else", counted(all, "line")),
            _ => format!("{}, {blank} of them of nothing else", counted(all, "line")),
        };
        let edits = runs().map(|(run, _)| Edit::delete(run));
        let fix = text_fix(document, "remove the spaces at the ends of lines", edits);
        report
            .finding(first, "spaces at the end of a line")
            .label(label)
            .help("end lines with their last character that can be seen")
            .fix(fix);
    }
}

/// The spaces that `line` ends in, if it does, and whether there is nothing else on it.
fn trailing(bytes: &[u8], line: &Line) -> Option<(Span, bool)> {
    let content = line.span.of(bytes);
    // Most lines end in a letter or a full stop, and are done with here.
    if !matches!(content.last()?, b' ' | b'\t' | b'\r' | 0x80..) {
        return None;
    }
    // Carriage returns before a line feed are a part of the line ending, also when there are several.
    let returns = content.iter().rev().take_while(|&&byte| byte == b'\r').count();
    let content = content.get(..content.len() - returns)?;
    let length = spaces_before(content);
    let end = line.span.start + content.len();
    (length > 0).then(|| (Span::new(end - length, end), length == content.len()))
}
