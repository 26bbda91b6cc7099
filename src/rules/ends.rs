//! What rules about the beginning and the end of a document share.

use crate::document::{Document, Line};
use crate::fix::{Edit, Fix};
use crate::lang::Language;

/// How many of the first lines count as the beginning; blank ones are passed over.
const HEAD: usize = 3;

/// How many of the last lines count as the end.
const TAIL: usize = 5;

/// The first lines that are not blank, in order.
pub(super) fn head<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (&'d Line, &'d str)> {
    document.head(HEAD).filter_map(|line| Some((line, document.str(line.span)?)))
}

/// The last lines that are not blank, the last of them first. The first line of a document is not among them: it is
/// its title, or all that there is.
pub(super) fn tail<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (&'d Line, &'d str)> {
    let first = document.head(1).next().map(|line| line.span.start);
    let lines = document.tail(TAIL).filter(move |line| Some(line.span.start) != first);
    lines.filter_map(|line| Some((line, document.str(line.span)?)))
}

/// At which end of a document a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Among the first lines.
    Start,
    /// Among the last lines. In a short document, where a line is among both, this holds.
    End,
}

/// The first and the last lines, each once: first the first line of the document.
pub(super) fn both<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (End, &'d Line, &'d str)> {
    let tail_start = tail(document).last().map_or(usize::MAX, |(line, _)| line.span.start);
    let head = head(document).filter(move |(line, _)| line.span.start < tail_start);
    let start = head.map(|(line, text)| (End::Start, line, text));
    start.chain(tail(document).map(|(line, text)| (End::End, line, text)))
}

/// The language of a phrase and that of the document around it, if both are known and differ.
pub(super) fn foreign(phrase: &[Language], document: &Document<'_>) -> Option<(Language, Language)> {
    let own = document.language()?;
    let first = phrase.first().filter(|_| !phrase.contains(&own))?;
    Some((*first, own))
}

/// Takes a line away.
pub(super) fn removal(line: &Line) -> Fix {
    Fix::risky("remove the line", [Edit::delete(line.full_span())])
}
