//! What a text may have, too, and does not end in: a question to the readers ("What do you think?"), "Kommentar", "About
//! the author" and what is told of the author below that. It is no text where nothing but the page follows.

use super::Document;
use super::edges::EdgeLine;
use super::furniture::Claim;
use super::neighbours::is_paragraph;
use crate::lang::{Mode, Topic, find_furniture};

/// So many paragraphs stand above what is told of the author. Where there are fewer, the text may be about nothing else.
const FEWEST_PARAGRAPHS: usize = 2;

/// What is told of the author has so many lines at most.
const MOST_LINES_ABOUT_AUTHOR: usize = 2;

/// Keeps of the claims of such lines those below which there is nothing but furniture, and claims what is told of the
/// author. Those further down are settled first.
pub(super) fn settle(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    for number in (0..claims.len()).rev() {
        let Some(own) = claims.get(number).copied().flatten().filter(|own| is_of_end(document, lines, number, own))
        else {
            continue;
        };
        let Some((above, below)) = claims.split_at_mut_checked(number + 1) else { return };
        let told = below.iter().take_while(|claim| claim.is_none()).count();
        let (most, stands) = match own.topic {
            Topic::CommentHeading => (0, is_below_paragraph(document, lines, above, number)),
            _ => (MOST_LINES_ABOUT_AUTHOR, has_text_above(document, lines, number)),
        };
        if stands && told <= most && below.iter().skip(told).all(Option::is_some) {
            let about = Claim { announces: false, joins: true, ..own };
            below.iter_mut().take(told).for_each(|claim| *claim = Some(about));
        } else if let Some(claim) = above.last_mut() {
            *claim = None;
        }
    }
}

/// Whether a line is claimed by a phrase that counts only at the end.
fn is_of_end(document: &Document<'_>, lines: &[EdgeLine], number: usize, own: &Claim) -> bool {
    let text = lines.get(number).and_then(|line| document.str(line.line.span)).unwrap_or_default();
    // Another phrase of the same topic may have claimed it: "3 Comment" counts comments.
    let found = find_furniture(text, document.language());
    let first = found.iter().find(|found| found.phrase.topic() == own.topic);
    first.is_some_and(|found| found.phrase.mode() == Mode::Last)
}

/// Whether the line right above the one with this number is a paragraph, or furniture itself. Speech and verse have short
/// lines, and may well end in a question.
fn is_below_paragraph(document: &Document<'_>, lines: &[EdgeLine], claims: &[Option<Claim>], number: usize) -> bool {
    let Some(line) = lines.get(number) else { return false };
    let above = document.lines_above(&line.line).iter().rev().find(|line| !document.is_blank(line));
    let is_claimed = number.checked_sub(1).and_then(|above| *claims.get(above)?).is_some();
    is_claimed || above.and_then(|line| document.str(line.span)).is_some_and(is_paragraph)
}

/// Whether there is a text above the line with this number.
fn has_text_above(document: &Document<'_>, lines: &[EdgeLine], number: usize) -> bool {
    let Some(line) = lines.get(number) else { return false };
    let above = document.lines_above(&line.line).iter().filter_map(|line| document.str(line.span));
    above.filter(|text| is_paragraph(text)).nth(FEWEST_PARAGRAPHS - 1).is_some()
}
