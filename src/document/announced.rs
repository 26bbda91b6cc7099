//! Lists that the text announces: what to bring, what was played. Their items are as short as the buttons of a page, and
//! have the same words.

use super::Document;
use super::edges::EdgeLine;
use super::furniture::Claim;
use super::neighbours::{is_paragraph, is_sentence};
use crate::lang::names_titles;

/// A longer line is no item. In bytes.
const LONGEST_ITEM: usize = 80;

/// A list has so many items at least, and so many lines are looked at.
const FEWEST_ITEMS: usize = 2;
const MOST_ITEMS: usize = 40;

/// A list at the end of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Announced {
    /// Where its first item begins; of titles, what stands above them.
    start: usize,
    /// Whether it is one of titles, which may be anything.
    is_of_titles: bool,
}

/// The list that goes to the end of the document, below a paragraph that ends in a colon, or below a line that says that
/// titles follow ("Set list:").
fn list(document: &Document<'_>) -> Option<Announced> {
    let mut start = None;
    for (items, line) in document.tail(MOST_ITEMS + 1).enumerate() {
        let text = document.str(line.span)?.trim();
        let is_of_titles = names_titles(text);
        if is_of_titles || (text.ends_with([':', '\u{FF1A}']) && is_paragraph(text)) {
            // "Set list:" belongs to the text as well, and is as short as its items.
            let start = start.map(|start| if is_of_titles { line.span.start } else { start });
            return start.filter(|_| items >= FEWEST_ITEMS).map(|start| Announced { start, is_of_titles });
        }
        if text.len() > LONGEST_ITEM || is_sentence(text) || text.ends_with([':', '\u{FF1A}']) {
            return None;
        }
        start = Some(line.span.start);
    }
    None
}

/// Gives back to the text the items of a list of titles, whatever they are called. Of other lists, what was announced may
/// have been lost, and buttons stand in its place.
pub(super) fn give_back(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let Some(list) = list(document).filter(|list| list.is_of_titles) else { return };
    for (_, claim) in lines.iter().zip(claims).filter(|(line, _)| line.line.span.start >= list.start) {
        *claim = None;
    }
}

/// Where the list at the end of a document begins, if no line of it is known to be furniture.
pub(super) fn pure_list(document: &Document<'_>) -> Option<usize> {
    let list = list(document)?;
    let is_known = |line: &EdgeLine| line.line.span.start >= list.start && line.block.is_some();
    (!document.edges().lines().iter().any(is_known)).then_some(list.start)
}
