//! `escaped-line-break`

use super::characters::begins_like_marker;
use super::escaped::{CodeSpans, escaped_prose, is_quoted};
use crate::document::Document;
use crate::fix::{Edit, Fix};
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags texts in which line breaks are written as the escapes of programming languages: `\n` or `\r\n`.
    ///
    /// ## Why
    ///
    /// JSON and programs write a line break so, and it is left over where a text was copied out of such data and not
    /// read as what it is. Paragraphs run into each other then, the words beside an escape are other words for every
    /// program, and a model learns to write a backslash where a line ends.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council met on Tuesday.\n\nIt voted to rebuild the old bridge.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council met on Tuesday.
    ///
    /// It voted to rebuild the old bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// In the text of a document, `\n`, `\r` or several of these and of `\t`, with nothing but spaces between them: at
    /// one end of a line, or behind a letter, a digit, a space or a sign that ends a sentence, a quotation or brackets,
    /// and before a space, a capital, a digit, a bullet and a space, or a sign that opens a quotation and a letter; or, if
    /// there are two of them, before any letter. There are two such places in the document, or two escapes in one. One
    /// finding for each document, at the first place, with their number.
    ///
    /// ## Exceptions
    ///
    /// - Documents that speak of escapes, in which one stands between spaces in the middle of a sentence, between
    ///   backticks, or alone in quotation marks, or in a line that looks like a program or like JSON, that has a number
    ///   such as `U+000A` in it, or that stands in a block between lines of three backticks.
    /// - Documents with a backslash that begins none of `\n`, `\r`, `\t`, `\"`, `\'`, `\/`, `\u` and `\x`: formulas of
    ///   TeX, most paths of Windows, and what was escaped twice, as `\\n`.
    /// - Words with a letter and `:\` at their start, or with `="`, `='`, `["` or `['` in them.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the line breaks are written, but a text about escapes may have meant what it says. None where a line
    /// would begin as a marker does.
    EscapedLineBreak {
        id: "escaped-line-break",
        category: Encoding,
        severity: Warning,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for EscapedLineBreak {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let set = document.byte_set();
        if !(set.contains(b'\\') && (set.contains(b'n') || set.contains(b'r'))) {
            return;
        }
        let Some(lines) = escaped_prose(document) else { return };
        let mut breaks = Vec::new();
        let mut begins_marker = false;
        for (base, line) in lines {
            let Some(found) = breaks_of(line) else { return };
            begins_marker |= resolved(line, &found).split('\n').any(|line| begins_like_marker(line.as_bytes()));
            breaks.extend(found.into_iter().map(|found| Break { span: found.span.shifted(base), ..found }));
        }
        let is_enough = breaks.len() > 1 || breaks.iter().any(|found| found.escapes > 1);
        let Some(first) = breaks.first().filter(|_| is_enough) else { return };
        let written = first.written.of(first.span.of(document.bytes()));
        let finding = report.finding(
            Span::new(first.span.start + first.written.start, first.span.start + first.written.end),
            format!("`{}` is an escaped line break", shown(written)),
        );
        let label = match breaks.len() {
            1 => "the line should break here".to_owned(),
            places => counted(places, "such place"),
        };
        finding.label(label).help("break the lines where the escapes stand");
        if !begins_marker {
            let edits = breaks.iter().map(|found| Edit::replace(found.span, "\n".repeat(found.lines)));
            finding.fix(Fix::risky("break the lines where the escapes stand", edits));
        }
    }
}

/// A place where a line should break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Break {
    /// The escapes with the spaces around them.
    span: Span,
    /// The escapes themselves, from the start of that.
    written: Span,
    /// How many escapes there are.
    escapes: usize,
    /// How many line breaks have to be written: at the ends of a line there is one already.
    lines: usize,
}

/// The places of a line; none where it speaks of escapes.
fn breaks_of(line: &str) -> Option<Vec<Break>> {
    let mut breaks = Vec::new();
    let mut code = CodeSpans::new(line);
    let mut here = 0;
    let mut behind_last = 0;
    while let Some(at) = line.get(here..).and_then(|rest| memchr::memchr(b'\\', rest.as_bytes())) {
        let start = here + at;
        let run = line.get(start..).map(Run::of).unwrap_or_default();
        if run.lines == 0 {
            // What begins within a run of tabs breaks no line either.
            here = start + run.length.max(2);
            continue;
        }
        let end = start + run.length;
        let place = Span::new(start, end);
        here = end;
        if code.contain(start) || is_quoted(line, place) {
            return None;
        }
        let (before, after) = (line.get(..start)?, line.get(end..)?);
        if is_mention(before, after) {
            return None;
        }
        if may_follow(line.get(behind_last..start)?) && may_precede(after, run) {
            behind_last = end;
            let (left, right) = (before.trim_end_matches(' '), after.trim_start_matches(' '));
            let is_at_end = left.is_empty() || right.trim_ascii_end().is_empty();
            let lines = if is_at_end { run.lines.saturating_sub(1) } else { run.lines };
            let span = Span::new(left.len(), line.len() - right.len());
            let written = Span::new(start - span.start, end - span.start);
            breaks.push(Break { span, written, escapes: run.escapes, lines });
        }
    }
    Some(breaks)
}

/// Escapes of line breaks and tabs that follow each other.
#[derive(Clone, Copy, Debug, Default)]
struct Run {
    /// How many bytes they take.
    length: usize,
    /// How many there are.
    escapes: usize,
    /// How many lines they break: `\r\n` breaks one.
    lines: usize,
}

impl Run {
    /// Those that `text` begins with.
    fn of(text: &str) -> Self {
        let mut run = Self::default();
        let mut rest = text;
        let mut is_behind_return = false;
        while let [b'\\', kind @ (b'n' | b'r' | b't'), ..] = rest.as_bytes() {
            let kind = *kind;
            run.escapes += 1;
            run.lines += usize::from(kind == b'r' || (kind == b'n' && !is_behind_return));
            rest = rest.get(2..).unwrap_or_default();
            is_behind_return = kind == b'r';
            run.length = text.len() - rest.len();
            rest = rest.trim_start_matches(' ');
        }
        run
    }
}

/// Whether escapes are spoken of: "the \n character", "\t, \n & \r". Where a line breaks, a sentence ends, or another
/// begins.
fn is_mention(before: &str, after: &str) -> bool {
    let last = before.strip_suffix(' ').and_then(|before| before.trim_end().chars().next_back());
    let first = after.strip_prefix(' ').and_then(|after| after.trim_start().chars().next());
    let goes_on = last.is_some_and(|last| last.is_alphanumeric() || last == ',');
    goes_on && first.is_some_and(|first| first.is_lowercase() || matches!(first, '&' | '+' | '|' | '='))
}

/// What words of programs have inside, and those of texts have not.
const CODE: [&str; 4] = ["=\"", "='", "['", "[\""];

/// Whether a line may break behind `before`, which begins where the line does that would end here.
fn may_follow(before: &str) -> bool {
    let word = last_word(before);
    let is_drive = matches!(word.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic());
    let is_end = |last: char| {
        last.is_alphanumeric()
            || last.is_whitespace()
            || matches!(last, '.' | '!' | '?' | ':' | ';' | ',' | '\u{2026}' | ')' | ']' | '%')
            || matches!(last, '"' | '\'' | '\u{BB}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{3002}')
    };
    before.chars().next_back().is_none_or(is_end) && !is_drive && !CODE.iter().any(|code| word.contains(code))
}

/// So much of a word is looked at, from its end: in bytes. What programs write without a space is seldom longer.
const LONGEST_WORD: usize = 200;

/// The last word of `before`, or the end of a very long one; so that no line is walked along for each of its escapes.
fn last_word(before: &str) -> &str {
    let mut start = before.len().saturating_sub(LONGEST_WORD);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    let end = before.get(start..).unwrap_or_default();
    end.rsplit(|character: char| character.is_whitespace()).next().unwrap_or_default()
}

/// Whether a line may begin with `after`, behind the escapes of a run.
fn may_precede(after: &str, run: Run) -> bool {
    let mut characters = after.chars();
    let Some(first) = characters.next() else { return true };
    let second = characters.next();
    match first {
        _ if first.is_whitespace() || first.is_uppercase() || first.is_numeric() => true,
        '-' | '*' | '#' | '\u{2013}' | '\u{2014}' | '\u{2022}' => second == Some(' '),
        '"' | '\'' | '(' | '\u{AB}' | '\u{BF}' | '\u{A1}' | '\u{2018}' | '\u{201C}' | '\u{201E}' => {
            second.is_some_and(char::is_alphabetic)
        }
        // Letters of scripts without capitals begin a line as capitals do.
        _ if first.is_alphabetic() => run.escapes > 1 || !first.is_lowercase(),
        _ => false,
    }
}

/// What `line` says with line breaks in their places.
fn resolved(line: &str, breaks: &[Break]) -> String {
    let mut text = String::with_capacity(line.len());
    let mut here = 0;
    for found in breaks {
        text.push_str(line.get(here..found.span.start).unwrap_or_default());
        text.extend(std::iter::repeat_n('\n', found.lines));
        here = found.span.end;
    }
    text.push_str(line.get(here..).unwrap_or_default());
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::escaped::{Trust, fixed, is_one_document};
    use super::*;

    fn written(line: &str) -> Option<String> {
        breaks_of(line).map(|breaks| resolved(line, &breaks))
    }

    #[test]
    fn lines_are_broken_where_the_escapes_stand() {
        for (line, expected) in [
            (r"It is over.\nWe go.", "It is over.\nWe go."),
            (r"It is over.\n\nWe go.", "It is over.\n\nWe go."),
            (r"It is over.\r\n\r\nwe go.", "It is over.\n\nwe go."),
            (r"It is over. \n \n We go.", "It is over.\n\nWe go."),
            (r"It is over.\r\n", "It is over."),
            (r"\r\n", ""),
            (r"Flour\n2 eggs\n- milk\n\tsugar", "Flour\n2 eggs\n- milk\nsugar"),
            (r"Er sagte:\n„Nein“\n«Non»", "Er sagte:\n„Nein“\n«Non»"),
            (r"終わった。\n次へ", "終わった。\n次へ"),
        ] {
            assert_eq!(written(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn paths_commands_and_patterns_are_left_alone() {
        for line in
            [r"C:\n1", r"docs\new", r"\nu and \rho", r"[\n\r]", r"(\n|\r)", r"\n+", r"\t", r"x\n}", r#"a="b\nC""#]
        {
            assert_eq!(breaks_of(line).as_deref(), Some([].as_slice()), "{line}");
        }
    }

    #[test]
    fn who_speaks_of_escapes_means_them() {
        for line in
            [r"the \n character", r"remove \t \n \r in it", r"for \r & \n", r"write `\n` here", r#"a "\n" and a "\r""#]
        {
            assert_eq!(breaks_of(line), None, "{line}");
        }
    }

    /// What meets each other in the texts below.
    const POOL: &[&str] = &[
        "\\",
        "\\n",
        "\\r",
        "\\t",
        "n",
        "N",
        " ",
        ".",
        "<",
        "<<<FILE>>>",
        "<<<FILE",
        ">>>",
        "x",
        "9",
        "- ",
        "`",
        "\"",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn what_is_fixed_is_one_document(parts in prop::collection::vec(prop::sample::select(POOL), 0..12)) {
            let file = format!("<<<FILE>>> a\nx {}\n", parts.concat());
            prop_assume!(is_one_document(&file));
            prop_assert!(is_one_document(&fixed(&EscapedLineBreak, &file, Trust::Unsafe)), "{file}");
        }
    }
}
