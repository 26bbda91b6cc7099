//! Lists of the text whose items look like parts of the page: of the steps of a manual, one is to sign in.

use super::edges::EdgeLine;
use super::furniture::Claim;
use super::{Document, Line};
use crate::ending::Item;
use crate::lang::Topic;

/// So many items on either side are looked at.
const REACH: usize = 6;

/// The names of pages and of people, and most buttons, have fewer words. A bullet or a number is one.
const WORDS_OF_A_STEP: usize = 5;

/// A list with numbers has so many items, at least. Menus have none.
const FEWEST_NUMBERED: usize = 3;

/// Gives back to the text the items of lists that have more items which nobody knows, where those are longer than what
/// menus are made of, or have numbers.
pub(super) fn give_back(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let claimed: Vec<usize> = lines
        .iter()
        .zip(claims.iter())
        .filter(|(line, claim)| claim.is_some() && document.str(line.line.span).is_some_and(is_item))
        .map(|(line, _)| line.line.span.start)
        .collect();
    for (line, claim) in lines.iter().zip(claims) {
        let start = line.line.span.start;
        let is_button = claim.is_some_and(|own| own.topic == Topic::ReaderComment);
        if claimed.contains(&start) && is_step(document, start, &claimed, is_button) {
            *claim = None;
        }
    }
}

/// Whether the line that begins at this offset stands among steps: items that are not claimed, at least half of them as
/// long as sentences, and as many as are claimed. In a list with numbers, one item that is not claimed is enough. The
/// buttons of a comment stand among each other: one alone among items of any length is a word of the text ("GET", "POST",
/// "DELETE").
fn is_step(document: &Document<'_>, start: usize, claimed: &[usize], is_button: bool) -> bool {
    let all = document.lines();
    let number = all.partition_point(|line| line.span.start < start);
    let is_not_blank = |line: &&Line| !document.is_blank(line);
    let above = all.get(..number).unwrap_or_default().iter().rev().filter(is_not_blank);
    let below = all.get(number..).unwrap_or_default().iter().filter(is_not_blank);
    let item = |line: &Line| Some((line.span.start, document.str(line.span).filter(|text| is_item(text))?));
    let (mut known, mut unknown, mut steps) = (0, 0, 0);
    for (start, text) in above.map_while(item).take(REACH).chain(below.map_while(item).take(REACH)) {
        if claimed.contains(&start) {
            known += 1;
        } else {
            unknown += 1;
            steps += usize::from(text.split_whitespace().nth(WORDS_OF_A_STEP - 1).is_some());
        }
    }
    let own = all.get(number).and_then(|line| document.str(line.span));
    let is_numbered = own.is_some_and(|text| Item::of(text) == Item::Number);
    (is_numbered && unknown > 0 && known + unknown >= FEWEST_NUMBERED)
        || (unknown >= known && steps > 0 && steps * 2 >= unknown)
        || (is_button && known == 1 && unknown > 1)
}

/// Whether a line is an item of a list.
fn is_item(text: &str) -> bool {
    matches!(Item::of(text), Item::Hyphen | Item::Dash | Item::Bullet | Item::Number)
}
