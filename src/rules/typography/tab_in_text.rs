//! `tab-in-text`

use crate::document::{Document, Line};
use crate::fix::{Edit, Fix};
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::prose::lines_alone;
use crate::rules::spaces::{spaces_at, spaces_before};
use crate::span::Span;

declare_rule! {
    /// Flags tabs between the words of a sentence.
    ///
    /// ## Why
    ///
    /// A program that reads tables takes what follows a tab for another column, and a search for two words with a space
    /// between them does not find them. In running text a tab is a slip, or the remains of a layout.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The ferry leaves\x09at nine and returns at noon.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The ferry leaves at nine and returns at noon.
    /// ```
    ///
    /// ## Formula
    ///
    /// A run of spaces with a TAB in it, between two other characters of a line, where at least two words stand before
    /// it on the line and one word behind it. A word is what stands between spaces and has a letter in it. One finding
    /// for each document, at the first such run, with their number.
    ///
    /// ## Exceptions
    ///
    /// A table is no fault: lines with TABs that stand one after another, blank lines left out, are not reported, and
    /// neither is a line with several runs that have a TAB in them, or with two SPACEs in a row elsewhere. Nor is a
    /// TAB that indents a line, or one that follows a number, a bullet or a single term, as in a list. What stands at
    /// the end of a line is reported by `trailing-whitespace`.
    ///
    /// ## Fix safety
    ///
    /// Unsafe: the run becomes one space, and what was meant as two columns becomes one sentence.
    TabInText {
        id: "tab-in-text",
        category: Typography,
        severity: Info,
        fix: Some(crate::fix::Applicability::Unsafe),
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for TabInText {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(b'\t') {
            return;
        }
        let runs = tabs_in_sentences(document);
        let Some(&first) = runs.first() else { return };
        let title = if runs.len() == 1 { "write a space" } else { "write spaces" };
        let edits = runs.iter().map(|&run| Edit::replace(run, b" "));
        report
            .finding(first, "tab between words")
            .label(counted(runs.len(), "tab"))
            .help("write a space, or look what the tab was meant to part")
            .fix(Fix::risky(title, edits));
    }
}

fn tabs_in_sentences(document: &Document<'_>) -> Vec<Span> {
    let tab = |line: &Line| inner_tab(document.bytes(), line);
    let lines = lines_alone(document, |line| tab(line).is_some()).into_iter();
    lines.filter_map(|line| tab(line).filter(|&run| is_in_sentence(document, line, run))).collect()
}

/// The first run of spaces with a TAB in it between other characters of `line`.
fn inner_tab(bytes: &[u8], line: &Line) -> Option<Span> {
    let content = line.span.of(bytes);
    // What a line begins and ends with is indentation, and the business of another rule.
    let end = content.len() - spaces_before(content);
    let start = spaces_at(content);
    let tab = start + memchr::memchr(b'\t', content.get(start..end)?)?;
    let before = spaces_before(content.get(..tab)?);
    let behind = spaces_at(content.get(tab..)?);
    Some(Span::new(tab - before, tab + behind).shifted(line.span.start))
}

fn is_in_sentence(document: &Document<'_>, line: &Line, run: Span) -> bool {
    let before = document.str(Span::new(line.span.start, run.start));
    let behind = document.str(Span::new(run.end, line.span.end));
    let (Some(before), Some(behind)) = (before, behind) else { return false };
    let is_columns = before.contains("  ") || behind.contains("  ") || behind.trim_end().contains('\t');
    !is_columns && words(before).nth(1).is_some() && words(behind).next().is_some()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic))
}
