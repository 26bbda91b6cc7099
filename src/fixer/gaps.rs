//! The gap that is left where several fixes take out lines that stand side by side.
//!
//! A rule sees no other rule, so the fix of one line takes no blank line along where another line follows it that has
//! to go too. Only here both are known; what goes with them is what would go with them if they were one fix.

use crate::document::{Defaults, Section, Surroundings, sections};
use crate::span::Span;
use crate::syntax::parse;

/// An edit that will be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Planned {
    /// Where it stands in the file.
    pub(super) span: Span,
    /// Whether it puts nothing in.
    pub(super) deletes: bool,
}

/// The blank lines of `bytes` that go with the lines that `edits` take out together, in order. The edits do not overlap,
/// and come in the order of their places. There may be one for each byte, so they are kept only where they are needed.
pub(super) fn gaps(bytes: &[u8], edits: impl Iterator<Item = Planned> + Clone) -> Vec<Span> {
    let runs = runs(bytes, edits.clone());
    if runs.is_empty() {
        return Vec::new();
    }
    let edits: Vec<Planned> = edits.collect();
    let tree = parse(bytes);
    let sections = sections(&tree.nodes);
    let defaults = Defaults::default();
    let mut gaps: Vec<Span> = Vec::new();
    let mut runs = runs.into_iter().peekable();
    for section in &sections {
        let mut here = Vec::new();
        while let Some(run) = runs.next_if(|run| run.start < section.span.end) {
            here.extend(in_body(section, run));
        }
        if here.is_empty() {
            continue;
        }
        let document = section.document(bytes, Surroundings::default(), &defaults);
        let base = section.span.start;
        for run in here {
            let whole = document.removal(run).shifted(base);
            let run = run.shifted(base);
            let beside = [Span::new(whole.start, run.start), Span::new(run.end, whole.end)];
            let free = |gap: &Span| {
                !gap.is_empty() && gap.start >= gaps.last().map_or(0, |last| last.end) && is_free(*gap, &edits)
            };
            let found: Vec<Span> = beside.into_iter().filter(free).collect();
            gaps.extend(found);
        }
    }
    gaps
}

/// Where two deletions of whole lines or more stand edge to edge, from the first to the last.
fn runs(bytes: &[u8], edits: impl Iterator<Item = Planned>) -> Vec<Span> {
    let is_edge =
        |at: usize| at == bytes.len() || at.checked_sub(1).is_none_or(|before| bytes.get(before) == Some(&b'\n'));
    let mut runs: Vec<Span> = Vec::new();
    let mut last: Option<Span> = None;
    let takes_lines =
        |edit: &Planned| edit.deletes && !edit.span.is_empty() && is_edge(edit.span.start) && is_edge(edit.span.end);
    for edit in edits {
        if !takes_lines(&edit) {
            last = None;
            continue;
        }
        match (last, runs.last_mut()) {
            (Some(before), Some(run)) if before.end == edit.span.start && run.end == before.end => {
                run.end = edit.span.end;
            }
            (Some(before), _) if before.end == edit.span.start => runs.push(Span::new(before.start, edit.span.end)),
            _ => {}
        }
        last = Some(edit.span);
    }
    runs
}

/// `run` as the document of its section knows it, if it stands in its text.
fn in_body(section: &Section<'_>, run: Span) -> Option<Span> {
    let start = run.start.checked_sub(section.span.start)?;
    let end = run.end.checked_sub(section.span.start)?;
    let span = Span::new(start, end);
    section.body.contains(span).then_some(span)
}

/// Whether nothing is put in at `gap`, and all that is taken out of it is taken out inside of it.
fn is_free(gap: Span, edits: &[Planned]) -> bool {
    let first = edits.partition_point(|edit| edit.span.end < gap.start);
    let mut near = edits.iter().skip(first).take_while(|edit| edit.span.start <= gap.end);
    near.all(|edit| {
        let insertion = edit.span.is_empty();
        !insertion && (gap.contains(edit.span) || !gap.overlaps(edit.span))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of a file where each line with an `X` is taken out by a fix of its own.
    fn left(text: &str) -> String {
        let file = format!("<<<FILE>>> a\n{text}<<<FILE>>> b\ny\n");
        let tree = parse(file.as_bytes());
        let defaults = Defaults::default();
        let section = *sections(&tree.nodes).first().expect("a document");
        let document = section.document(file.as_bytes(), Surroundings::default(), &defaults);
        let marked = document.lines().iter().filter(|line| line.span.of(file.as_bytes()).contains(&b'X'));
        let removals = marked.map(|line| document.removal(line.span));
        let mut edits: Vec<Planned> = Vec::new();
        for span in removals {
            // As the fixer chooses: what overlaps is left for the next round.
            if edits.last().is_none_or(|last| last.span.end <= span.start) {
                edits.push(Planned { span, deletes: true });
            }
        }
        let mut gone: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
        gone.extend(gaps(file.as_bytes(), edits.iter().copied()));
        let kept = file.bytes().enumerate().filter(|(at, _)| !gone.iter().any(|span| span.range().contains(at)));
        let kept = String::from_utf8(kept.map(|(_, byte)| byte).collect()).expect("whole characters");
        let body = kept.strip_prefix("<<<FILE>>> a\n").and_then(|rest| rest.strip_suffix("<<<FILE>>> b\ny\n"));
        body.expect("two documents").to_owned()
    }

    #[test]
    fn lines_that_go_together_leave_no_wider_gap_than_one_line() {
        for (text, expected) in [
            ("a\n\nX\nX\n", "a\n"),
            ("a\n\nX\nX\nX\n", "a\n"),
            ("a\n\nX\nX\n\nb\n", "a\n\nb\n"),
            ("X\nX\n\nb\n", "b\n"),
            ("a\n\nX\n\nX\nX\n\nb\n", "a\n\nb\n"),
            ("a\n\nX\nX\n\nX\nX\n", "a\n"),
            ("a\r\n\r\nX\r\nX\r\n\r\nb\r\n", "a\r\n\r\nb\r\n"),
            ("a\nX\nX\nb\n", "a\nb\n"),
            ("a\n\nX\nX\nb\n", "a\n\nb\n"),
            ("\nX\nX\n\n", "\n\n"),
        ] {
            assert_eq!(left(text), expected, "{text:?}");
        }
    }

    #[test]
    fn only_whole_lines_make_a_gap() {
        let file = b"<<<FILE>>> a\none\n\ntwo\n\nthree\n";
        let place = |text: &str| {
            let start = memchr::memmem::find(file, text.as_bytes()).expect("it is there");
            Span::new(start, start + text.len())
        };
        let found = |edits: &[Planned]| gaps(file, edits.iter().copied());
        let deleted = |text: &str| Planned { span: place(text), deletes: true };
        assert_eq!(found(&[deleted("t"), deleted("wo\n")]), [], "not from the start of a line");
        assert_eq!(found(&[deleted("tw"), deleted("o")]), [], "not to the end of one");
        assert_eq!(found(&[deleted("<<<FILE>>> a\n"), deleted("one\n")]), [], "no text");
        let replaced = Planned { span: place("two\n"), deletes: false };
        assert_eq!(found(&[replaced, deleted("\nthree\n")]), [], "something stays");
    }

    #[test]
    fn what_others_write_beside_a_gap_stays() {
        let file = b"<<<FILE>>> a\none\n \nX\nX\n";
        let found = |edits: &[Planned]| gaps(file, edits.iter().copied());
        let lines = [Span::new(19, 21), Span::new(21, 23)].map(|span| Planned { span, deletes: true });
        let before = |span, deletes| [Planned { span, deletes }, lines[0], lines[1]];
        assert_eq!(found(&lines), [Span::new(17, 19)]);
        assert_eq!(found(&before(Span::new(17, 18), true)), [Span::new(17, 19)], "a space of the blank line");
        assert_eq!(found(&before(Span::new(16, 18), false)), [], "a line ending that is written anew");
        assert_eq!(found(&before(Span::empty(17), false)), [], "something new");
    }
}
