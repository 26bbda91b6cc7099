//! Text whose paragraphs were broken into lines: a line in the middle of a sentence is no line of its own, whatever words
//! it begins with.

use super::{Document, Line};

/// A shorter line may be a title, a name or a button, and the line below it another one. In bytes.
const SHORTEST_ABOVE: usize = 45;

/// Lines of text that was broken are at most so long, in bytes. Mails and typescripts have up to 80 characters.
const LONGEST_WRAPPED: usize = 120;

/// Of text that was broken, so many lines are full, at least, in per cent of all that are not blank: the others end
/// paragraphs.
const FULL: usize = 40;

/// A full line has so many of the bytes of the longest, at least, in per cent: a word of a usual length did not fit.
const FULL_LENGTH: usize = 80;

/// Fewer lines do not show how they were broken.
const FEWEST_LINES: usize = 4;

/// Whether a line is the rest of a sentence that begins in the line right above it.
///
/// It is where it begins in lower case and the line above has the length of a sentence and does not end as one does; and
/// where the text was broken into lines of about one length, and the line above is a full one. A single word may be a
/// button below a row of names, unless the text was broken so or the word ends as a clause does.
pub(super) fn goes_on_from_above(document: &Document<'_>, line: &Line) -> bool {
    let Some(text) = document.str(line.span).map(str::trim) else { return false };
    let above = document.lines_above(line).last();
    let Some(above) = above.and_then(|above| document.str(above.span)).map(str::trim) else { return false };
    if above.len() < SHORTEST_ABOVE || !above.ends_with(|last: char| last.is_alphabetic() || matches!(last, ',' | ';'))
    {
        return false;
    }
    let is_small = text.trim_start_matches(['(', '[']).starts_with(char::is_lowercase);
    let is_clause = || text.contains(char::is_whitespace) || text.ends_with(['.', ',', ';', '!', '?']);
    (is_small && is_clause()) || full_length(document).is_some_and(|full| above.len() >= full)
}

/// The length from which on a line is a full one, in bytes, if the text was broken into lines of about one length.
fn full_length(document: &Document<'_>) -> Option<usize> {
    let lengths = || document.lines().iter().filter(|line| !document.is_blank(line)).map(|line| line.span.len());
    let longest = lengths().max().filter(|longest| (SHORTEST_ABOVE..=LONGEST_WRAPPED).contains(longest))?;
    let full = longest * FULL_LENGTH / 100;
    let (count, are_full) =
        lengths().fold((0, 0), |(count, are_full), length| (count + 1, are_full + usize::from(length >= full)));
    (count >= FEWEST_LINES && are_full * 100 >= count * FULL).then_some(full)
}
