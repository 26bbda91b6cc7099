//! `script-residue`

use memchr::memmem;

use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::code::{is_marked, marked_code};
use crate::rules::prose::{OncePerLine, report_all};
use crate::rules::wording::shown;
use crate::span::Span;

declare_rule! {
    /// Flags the program text of advertisements, counters and players that was left in an article.
    ///
    /// ## Why
    ///
    /// Program text is no language, and the sentences before and after it run into it. A program that learns from the
    /// text learns to write it in the middle of an article.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// The bridge is closed. googletag.cmd.push(function() { googletag.display('ad-1'); }); It opens in May.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// The bridge is closed. It opens in May.
    /// ```
    ///
    /// ## Formula
    ///
    /// In a document with `{`, one of the calls that pages are built with: `googletag.`, `adsbygoogle`,
    /// `dataLayer.push(`, `gtag('`, `fbq('`, `_gaq.push(`, `jQuery(`, `$(document)`, `document.write(`, `<![CDATA[`,
    /// `window._taboola`, `!function(`, `"@context":"http`; or `function(…) {` behind at least 5 words on its line. One
    /// finding for each document, at the first place, with the number of places.
    ///
    /// ## Exceptions
    ///
    /// What stands in backticks, or between lines that begin with three of them, is what the text speaks of, and so is a
    /// function in quotation marks, or one that does nothing: `function () {}`, `function () { [native code] }`. Texts
    /// about programs have their programs on lines of their own, which the second half of the formula leaves alone; for
    /// the first, exempt them with `allow=script-residue`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: where program text ends and the article goes on cannot be known for certain.
    ScriptResidue {
        id: "script-residue",
        category: Quality,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// What pages are built with, and no article: calls, and what tells search engines what they are about.
const CALLS: [&str; 14] = [
    "googletag.",
    "adsbygoogle",
    "dataLayer.push(",
    "gtag('",
    "fbq('",
    "_gaq.push(",
    "jQuery(",
    "$(document)",
    "document.write(",
    "<![CDATA[",
    "window._taboola",
    "!function(",
    "\"@context\":\"http",
    "\"@context\": \"http",
];

/// Behind so many words program text stands in the middle of a sentence.
const FEWEST_WORDS: usize = 5;

/// The brackets of a function hold fewer bytes.
const LONGEST_ARGUMENTS: usize = 40;

impl DocumentRule for ScriptResidue {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if !document.byte_set().contains(b'{') {
            return;
        }
        let bytes = document.body().of(document.bytes());
        let base = document.body().start;
        let mut found = Vec::new();
        for call in CALLS {
            found.extend(memmem::find_iter(bytes, call).map(|at| Span::new(at, at + call.len())));
        }
        found.retain(|span| span.start.checked_sub(1).and_then(|at| bytes.get(at)) != Some(&b'`'));
        let mut words = OncePerLine::new();
        let functions = memmem::find_iter(bytes, b"function").filter(|&at| is_inline(document, base + at, &mut words));
        found.extend(functions.map(|at| Span::new(at, at + "function".len())));
        found.sort_unstable();
        let mut found: Vec<Span> = found.into_iter().map(|span| span.shifted(base)).collect();
        let code = if found.is_empty() { Vec::new() } else { marked_code(document) };
        found.retain(|span| !is_marked(&code, span.start));
        let message = |first: Span| {
            format!("`{}` is program text of a page, and not a part of the article", shown(first.of(document.bytes())))
        };
        if let Some(finding) = report_all(report, &found, message) {
            finding.help("take the program text away, or turn the page into text again without its scripts");
        }
    }
}

/// Whether `function` at `at` begins a piece of program text behind words.
fn is_inline(document: &Document<'_>, at: usize, words: &mut OncePerLine<Option<usize>>) -> bool {
    let Some(line) = document.line_at(at) else { return false };
    let Some(text) = document.str(line.span) else { return false };
    let place = at - line.span.start;
    let Some(after) = text.get(place + "function".len()..) else { return false };
    // A bracket that is not closed nearby is none of a function: nothing is looked for as far as the line goes.
    let is_function = after.trim_start().strip_prefix('(').is_some_and(|after| {
        let near = after.as_bytes().get(..LONGEST_ARGUMENTS).unwrap_or(after.as_bytes());
        let close = memchr::memchr(b')', near);
        close.and_then(|close| after.get(close + 1..)).is_some_and(has_body)
    });
    let is_quoted =
        || text.get(..place).is_some_and(|before| before.ends_with(['"', '\'', '\u{201C}', '\u{2018}', '\u{AB}']));
    is_function && !is_quoted() && words.of(line.span.start, || words_end(text)).is_some_and(|end| end < place)
}

/// Whether a function begins its body in `text`, and does something in it.
fn has_body(text: &str) -> bool {
    let body = text.trim_start().strip_prefix('{').map(str::trim_start);
    body.is_some_and(|body| !body.starts_with('}') && !body.starts_with("[native") && !body.starts_with("[ native"))
}

/// Where the words end in `text` that make a sentence of it, if it has so many.
fn words_end(text: &str) -> Option<usize> {
    let mut start = 0;
    let words = text.split(' ').filter_map(|word| {
        let end = start + word.len();
        start = end + 1;
        (word.len() > 1 && word.chars().all(char::is_alphabetic)).then_some(end)
    });
    words.take(FEWEST_WORDS).nth(FEWEST_WORDS - 1)
}
