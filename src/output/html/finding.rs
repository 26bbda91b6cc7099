//! A finding on the page: what is wrong, where, the text around it, and what to do.

use std::fmt::Write as _;

use super::super::json::promise;
use super::super::message::{self, OPTIONS, help, label};
use super::super::report::Head;
use super::super::sanitize::{Kind, Shown, width};
use super::super::window::{Room, touched};
use super::super::xml::escaped;
use crate::diagnostic::{Diagnostic, Excerpt, ExcerptLine};
use crate::span::Span;

/// How much of a line is shown, in columns.
const COLUMNS: usize = 120;

/// How many other places of a finding are named.
const RELATED: usize = 6;

/// The finding with this number.
pub(super) fn article(head: &Head<'_>, diagnostic: &Diagnostic, number: u64) -> String {
    let (severity, rule) = (diagnostic.severity.name(), diagnostic.rule.id);
    let message = with_code(&escaped(&message::message(diagnostic)));
    let place = escaped(&message::place(head, diagnostic));
    let mut html = format!(
        "<article id=\"f{number}\" data-severity=\"{severity}\" data-rule=\"{rule}\">\n\
         <h3><span class=\"badge {severity}\">{severity}</span>{message}</h3>\n\
         <p class=\"place\">{place} · {rule}</p>\n",
    );
    if let Some(excerpt) = &diagnostic.excerpt {
        html.push_str(&text(excerpt));
    }
    let mut terms = Vec::new();
    if let Some(words) = diagnostic.label.as_ref().filter(|label| !label.is_empty()) {
        terms.push(("Here", with_code(&escaped(&label(words)))));
    }
    for related in diagnostic.related.iter().take(RELATED) {
        let start = related.place.start;
        let place = format!("{}:{}:{}", head.path(&related.source), start.line, start.column);
        terms.push((
            "See",
            format!("{}: <code>{}</code>", with_code(&escaped(&label(&related.label))), escaped(&place)),
        ));
    }
    if let Some(words) = help(diagnostic) {
        let promise = diagnostic.fix.as_ref().map(|fix| format!(" ({})", promise(fix.applicability)));
        let term = if promise.is_some() { "Fix" } else { "To do" };
        terms.push((term, format!("{}{}", with_code(&escaped(&words)), promise.unwrap_or_default())));
    }
    if !terms.is_empty() {
        html.push_str("<dl>");
        for (term, words) in terms {
            // Writing to a string does not fail.
            let _ = write!(html, "<dt>{term}</dt><dd>{words}</dd>");
        }
        html.push_str("</dl>\n");
    }
    html.push_str("</article>\n");
    html
}

/// The lines around a place, with the place marked.
fn text(excerpt: &Excerpt) -> String {
    let mut html = "<div class=\"text\">".to_owned();
    for (number, line) in excerpt.lines.iter().enumerate() {
        let mark = excerpt.mark_on(number);
        let words = words(line, mark);
        let number = line.number;
        // Writing to a string does not fail.
        let _ = write!(
            html,
            "<div class=\"line\"><span class=\"number\">{number}</span><span class=\"words\">{words}</span></div>"
        );
    }
    html.push_str("</div>\n");
    html
}

/// A line, or the part of it around the mark.
fn words(line: &ExcerptLine, mark: Option<Span>) -> String {
    let shown = Shown::new(&line.bytes, Kind::Line, &OPTIONS);
    let ellipsis = OPTIONS.style.ellipsis();
    let room = Room { columns: COLUMNS, ellipsis: width(ellipsis), cut_start: line.cut_start, cut_end: line.cut_end };
    let cells = touched(&shown.cells, mark.unwrap_or_default());
    let window = room.window(&shown.cells, &cells, 0);
    let at = |cell: usize| shown.cells.get(cell).map_or(shown.text.len(), |cell| cell.shown.start);
    let part = |start: usize, end: usize| {
        let (start, end) = (start.clamp(window.start, window.end), end.clamp(window.start, window.end));
        escaped(shown.text.get(at(start)..at(end)).unwrap_or_default())
    };
    let lead = if window.start > 0 || line.cut_start { ellipsis } else { "" };
    let trail = if window.end < shown.cells.len() || line.cut_end { ellipsis } else { "" };
    let marked = match mark {
        None => String::new(),
        Some(_) if cells.is_empty() => "<mark class=\"gap\"></mark>".to_owned(),
        Some(_) => format!("<mark>{}</mark>", part(cells.start, cells.end)),
    };
    format!("{lead}{}{marked}{}{trail}", part(window.start, cells.start), part(cells.end, window.end))
}

/// Escaped text, in which what stands between backticks is set like a program.
pub(super) fn with_code(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A backtick without a partner.
        return text.to_owned();
    }
    let parts = parts.iter().enumerate().map(|(number, part)| match number % 2 {
        0 => (*part).to_owned(),
        _ => format!("<code>{part}</code>"),
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(bytes: &[u8]) -> ExcerptLine {
        ExcerptLine { number: 3, bytes: bytes.into(), cut_start: false, cut_end: false }
    }

    #[test]
    fn a_place_is_marked_in_its_line() {
        assert_eq!(words(&line(b"a <b> c"), Some(Span::new(2, 5))), "a <mark>&lt;b&gt;</mark> c");
        assert_eq!(words(&line(b"a b"), Some(Span::empty(2))), "a <mark class=\"gap\"></mark>b");
        assert_eq!(words(&line(b"a b"), None), "a b");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let bytes = [b"x".repeat(500), b"here".to_vec(), b"y".repeat(500)].concat();
        let shown = words(&line(&bytes), Some(Span::new(500, 504)));
        assert!(shown.contains("<mark>here</mark>") && shown.chars().count() < 150, "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'));
    }

    #[test]
    fn what_stands_between_backticks_is_code() {
        assert_eq!(with_code("the id `a` is used"), "the id <code>a</code> is used");
        assert_eq!(with_code("one ` alone"), "one ` alone");
    }
}
