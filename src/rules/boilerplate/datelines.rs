//! What the rules about dates agree on: which lines have one, and what it says.

use crate::day::Day;
use crate::document::{Document, Line, unlabelled};
use crate::lang::{Dateline, Language, Topic, find_furniture};

/// How many of the first lines count as the beginning; blank ones are passed over.
const HEAD: usize = 3;

/// The lines with a date at the beginning of a document: among the first three, not below two paragraphs, and not the last
/// of all.
pub(super) fn leading<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (&'d Line, &'d str)> {
    of_ends(document)
        .filter(|(number, ..)| number.is_some_and(|number| number < HEAD))
        .map(|(_, line, text)| (line, text))
}

/// The lines with a date at the end of a document.
pub(super) fn trailing<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (&'d Line, &'d str)> {
    of_ends(document)
        .filter(|(number, ..)| number.is_none_or(|number| number >= HEAD))
        .map(|(_, line, text)| (line, text))
}

/// The lines with a date, with their numbers from the beginning; the last line of all has none, and where the text has
/// begun, no line has.
fn of_ends<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (Option<usize>, &'d Line, &'d str)> {
    let edges = document.edges();
    let all = edges.lines().len();
    edges.lines().iter().enumerate().filter_map(move |(number, line)| {
        let block = edges.blocks().get(line.block?)?;
        let is_date = matches!(block.topic, Topic::Dateline | Topic::Update);
        let text = document.str(line.line.span).filter(|_| is_date)?;
        let is_leading = number + 1 < all && !edges.is_in_text(document, number);
        Some((is_leading.then_some(number), &line.line, text))
    })
}

/// What a line with a date says of it, in a text in `language`, and whether it says when the text was changed, and not when
/// it was published.
pub(super) fn read(text: &str, language: Option<Language>) -> Option<(Dateline, bool)> {
    let found = find_furniture(text, language);
    let of = |topic: Topic| {
        let mut labels = found.iter().filter(move |found| found.phrase.topic() == topic);
        let dateline = labels.find_map(|label| Dateline::behind(label, language))?;
        Some((dateline, topic == Topic::Update))
    };
    let beside = || {
        let (label, dateline) = Dateline::beside(text, language)?;
        Some((dateline, label.topic() == Topic::Update))
    };
    // Without a label, it is a day that the marker line has already, or has a time or a reading time
    // (`document/bare_date.rs`).
    let bare = || Some((unlabelled(text, language)?, false));
    of(Topic::Dateline).or_else(|| of(Topic::Update)).or_else(beside).or_else(bare)
}

/// Whether an attribute says this day. It may say the time too.
pub(super) fn says(attribute: &[u8], date: Day) -> bool {
    attribute.starts_with(date.to_string().as_bytes())
}
