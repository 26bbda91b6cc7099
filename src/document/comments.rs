//! Comment sections with a heading: where they begin, and which headings of that name are those of the text. Those without
//! one are found by what stands in them (`voices`).

use super::edges::{Edge, EdgeLine};
use super::furniture::{Claim, counts_none, marked_level};
use super::neighbours::{
    BYTES_ABOVE_COMMENTS, LINES_ABOVE_COMMENTS, LONGEST_HEADING, SHORTEST_PARAGRAPH, is_headline_or_teaser,
    is_paragraph,
};
use super::stamp::{has_year, minute};
use super::{Document, Line};
use crate::ending::Item;
use crate::lang::{
    Language, Mode, Phrase, Subset, Topic, find_furniture, fold, heads_a_section, knowledge, numbers_a_section,
};

/// A longer line is not the heading of a comment section, also where it counts the comments and has the title of the
/// article in it: "4 thoughts on …". In bytes.
const LONGEST_COUNTED_HEADING: usize = 200;

/// So many lines below the heading of a section are looked at, to see whether it is one of comments.
const LINES_OF_COMMENTS: usize = 60;

/// So many items of lists below the heading of a section are what manuals have.
const ITEMS_OF_MANUALS: usize = 3;

/// So many lines in which somebody calls or asks are comments.
const CALLS_OF_COMMENTS: usize = 3;

/// A longer word may have an ending, of so many letters.
const LETTERS_OF_A_STEM: usize = 6;
const LETTERS_OF_AN_ENDING: usize = 2;

/// A heading that stands so many times in a text is that of a part of each of its sections.
const FEWEST_RUBRICS: usize = 3;

/// Of more headings above the last lines, none is that of comments.
const MOST_HEADINGS: usize = 8;

/// A section of so many lines or bytes is a long one: of comments, one of them has a sign.
const LINES_OF_LONG_SECTION: usize = 20;
const BYTES_OF_LONG_SECTION: usize = 4000;

/// A section of a text has so many paragraphs, if it is long.
const FEWEST_PARAGRAPHS: usize = 3;

/// A document has so many headings with the marks of Markdown, if its writer has made them, besides its title.
const FEWEST_MARKED: usize = 3;

/// The heading of a comment section that begins above the last lines, so that all of them are comments, and its
/// languages: a heading that counts them ("12 Kommentare"), or one that stands above comments and nothing else
/// ("Comments"). Manuals have sections of that name, too.
pub(super) fn section(document: &Document<'_>, lines: &[EdgeLine]) -> Option<(Line, &'static [Language])> {
    /// The phrases that are asked for. All others are looked for at the edges, and here nearly every line begins with none.
    static PHRASES: Subset = Subset::new(is_of_comments);
    let tail = lines.iter().find(|line| line.edge == Edge::Tail)?.line.span.start;
    let above = document.lines().iter().take_while(|line| line.span.start < tail);
    let language = document.language();
    let mut number = 0;
    let mut bare = 0;
    let mut first_button: Option<(Line, &'static [Language])> = None;
    let (mut shows_comments, mut last_sections) = (None, None);
    for line in above.filter(|line| !line.span.is_empty()) {
        number += 1;
        let is_below = number > LINES_ABOVE_COMMENTS && line.span.start > document.body().start + BYTES_ABOVE_COMMENTS;
        if !is_below || line.span.len() > LONGEST_COUNTED_HEADING {
            continue;
        }
        let Some(text) = document.str(line.span) else { continue };
        let is_counted = || text.starts_with(|first: char| first.is_ascii_digit()) && !text.ends_with(['.', ':']);
        if text.len() > LONGEST_HEADING && !is_counted() {
            continue;
        }
        let found = PHRASES.find(text, language);
        // `### Comments`, and below it `## Options`: the section is over before the last lines.
        let mut has_section_below = || {
            let sections = last_sections.get_or_insert_with(|| last_marked_headings(document));
            let level = marked_level(text).unwrap_or_default();
            sections.iter().take(level).any(|heading| *heading > line.span.start)
        };
        if found.is_empty() || is_of_program(text) || has_section_below() {
            continue;
        }
        // Between comments stand their buttons; one alone may be a word of the text. Of one that stands between all parts
        // of a text ("Delete") and has no comments below it, nobody knows what it was for.
        if let Some(found) = found.iter().find(|found| is_button(found.phrase)) {
            match first_button {
                Some((first, languages)) => {
                    let is_same = document.str(first.span).is_some_and(|first| first.trim() == text.trim());
                    // A program in another language than the text writes buttons for those who edit it, too.
                    let is_own = language.is_none_or(|own| languages.contains(&own));
                    if !is_same
                        || is_own
                        || *shows_comments.get_or_insert_with(|| has_signs_of_comments(document, &first))
                    {
                        return Some((first, languages));
                    }
                }
                None => first_button = Some((*line, found.phrase.languages())),
            }
        }
        let heading = found.iter().find(|found| found.phrase.topic() == Topic::CommentHeading);
        let Some(heading) = heading else { continue };
        let counts = text.contains(|character| matches!(character, '1'..='9')) && counts_comments(text);
        let is_heading = match heading.phrase.mode() {
            Mode::Heading => {
                // To look at all of the text for each of very many headings would take too long.
                bare += 1;
                let may_head = || !text.contains('0') && bare <= MOST_HEADINGS && !is_rubric(document, line);
                counts || (may_head() && stands_above_comments(document, line, &PHRASES))
            }
            Mode::Line | Mode::CountedLine => counts,
            Mode::CountedStart => counts && !counts_none(text),
            _ => false,
        };
        if is_heading {
            return Some((*line, heading.phrase.languages()));
        }
    }
    None
}

/// Whether a phrase is a button that stands below a comment.
fn is_button(phrase: &Phrase) -> bool {
    phrase.topic() == Topic::ReaderComment && matches!(phrase.mode(), Mode::Line | Mode::CountedLine)
}

/// Whether a phrase may tell where comments begin.
fn is_of_comments(phrase: &Phrase) -> bool {
    is_button(phrase) || phrase.topic() == Topic::CommentHeading
}

/// Whether a line is one of a program and has a word that buttons have, too: `.reply(200)`, `quote! {`.
fn is_of_program(text: &str) -> bool {
    let text = text.trim();
    text.contains(['{', '}']) || text.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphabetic))
}

/// Where the last heading of the text of each level stands that has the marks of Markdown, from level 1 to 6, in bytes;
/// zero where there is none.
fn last_marked_headings(document: &Document<'_>) -> [usize; 6] {
    let language = document.language();
    let mut last = [0; 6];
    for line in document.lines().iter().rev() {
        let text = document.str(line.span).filter(|text| text.starts_with('#')).unwrap_or_default();
        let Some(own) = marked_level(text).and_then(|level| last.get_mut(level - 1)) else { continue };
        if *own == 0 && (heads_a_section(text, language) || find_furniture(text, language).is_empty()) {
            *own = line.span.start;
        }
    }
    last
}

/// Whether comments stand below a line, by a time, a year, or somebody who speaks as readers do.
fn has_signs_of_comments(document: &Document<'_>, above: &Line) -> bool {
    let below = document.lines_below(above).iter().take(LINES_OF_COMMENTS);
    let mut texts = below.filter_map(|line| document.str(line.span));
    texts.any(|text| is_dated(text) || knowledge().voices.find(text).is_some())
}

/// Whether comments stand below a heading, and not a section of a manual: that has lists, and none of the signs of
/// comments, which are a time, a year, somebody who speaks as readers do, who may comment and how, or several calls and
/// questions. Buttons are looked for anyway.
fn stands_above_comments(document: &Document<'_>, heading: &Line, phrases: &'static Subset) -> bool {
    let below = document.lines_below(heading).iter().take(LINES_OF_COMMENTS);
    let text = document.str(heading.span).unwrap_or_default();
    let first = below.clone().find_map(|line| document.str(line.span).filter(|text| !text.trim().is_empty()));
    if first.is_some_and(|first| is_explained(text, first)) {
        return false;
    }
    let (mut calls, mut items) = (0, 0);
    let is_sign = |text: &str| {
        calls += usize::from(calls_or_asks(text));
        items += usize::from(!matches!(Item::of(text), Item::None));
        calls >= CALLS_OF_COMMENTS
            || is_dated(text)
            || knowledge().voices.find(text).is_some()
            || !phrases.find(text, document.language()).is_empty()
    };
    let has_sign = below.filter_map(|line| document.str(line.span)).any(is_sign);
    has_sign || (items < ITEMS_OF_MANUALS && !is_long_section(document, heading))
}

/// Whether a section that goes to the end of the document is a long one, and has paragraphs as texts have, and not the
/// menus of a page.
fn is_long_section(document: &Document<'_>, heading: &Line) -> bool {
    let below = document.lines_below(heading).iter().filter(|line| !document.is_blank(line));
    let is_paragraph = |line: &&Line| document.str(line.span).is_some_and(is_paragraph);
    let is_long = document.body().end.saturating_sub(heading.span.end) > BYTES_OF_LONG_SECTION
        || below.clone().count() > LINES_OF_LONG_SECTION;
    is_long && below.filter(is_paragraph).nth(FEWEST_PARAGRAPHS - 1).is_some()
}

/// Whether a sentence of a line is a call or a question.
fn calls_or_asks(text: &str) -> bool {
    text.trim_end().ends_with(['!', '?']) || text.contains("! ") || text.contains("? ")
}

/// Gives back to the text the heading of a section that is about comments and has none.
pub(super) fn explained(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let text = |number: usize| lines.get(number).and_then(|line| document.str(line.line.span));
    for number in 0..claims.len() {
        let is_heading = claims.get(number).copied().flatten().is_some_and(|own| {
            let is_bare = |text| {
                find_furniture(text, document.language()).iter().any(|found| found.phrase.mode() == Mode::Heading)
            };
            own.topic == Topic::CommentHeading
                && own.announces
                && text(number).is_some_and(|text| !counts_comments(text) && is_bare(text))
        });
        let is_of_sections = || {
            let heading = lines.get(number).map(|line| line.line);
            heading.is_some_and(|heading| is_rubric(document, &heading) || is_of_headings(document, &heading))
        };
        if is_heading
            && is_of_sections()
            && let Some(claim) = claims.get_mut(number)
        {
            *claim = None;
            continue;
        }
        let is_free = claims.get(number + 1).is_some_and(Option::is_none);
        let is_about_itself =
            || text(number).zip(text(number + 1)).is_some_and(|(own, below)| is_explained(own, below));
        if is_heading
            && is_free
            && is_about_itself()
            && let Some(claim) = claims.get_mut(number)
        {
            *claim = None;
        }
    }
}

/// Whether the paragraph below a heading has the word of the heading itself: "Comments", and below it "Comments are
/// lines that begin with a number sign". So texts begin that have something to say of comments; what readers write has
/// other words, and what a page says above it is known by its phrases.
fn is_explained(heading: &str, below: &str) -> bool {
    if !is_paragraph(below) {
        return false;
    }
    let heading = fold(heading);
    let word = heading.split(|character: char| !character.is_alphabetic()).max_by_key(|word| word.len());
    // What a paper says of comments below its articles begins with something else: that it wants to hear from all.
    let first = below.split_inclusive(['.', '!', '?', '\u{3002}']).next().unwrap_or(below);
    word.filter(|word| !word.is_empty()).is_some_and(|word| {
        // The word may stand there in another form of its own: "Komentáře", and below it "komentářů".
        let letters = word.chars().count();
        let kept = if letters > LETTERS_OF_A_STEM { letters - LETTERS_OF_AN_ENDING } else { letters };
        let stem: String = word.chars().take(kept).collect();
        fold(first).contains(&stem)
    })
}

/// Whether a heading stands above several paragraphs of a text, so that it is a part of each of its sections, or is an item
/// of a list, or the end of a heading that was broken: a line with the number of a section stands right above it.
fn is_rubric(document: &Document<'_>, heading: &Line) -> bool {
    let text = |line: &Line| document.str(line.span).unwrap_or_default();
    let name = |line: &Line| fold(text(line).trim_matches(|character: char| !character.is_alphanumeric()));
    let (above, below) = (document.lines_above(heading).last(), document.lines_below(heading).first());
    let mark = ["- ", "* ", "\u{2022} "].into_iter().find(|mark| text(heading).trim_start().starts_with(mark));
    let is_item = |line: &Line| mark.is_some_and(|mark| text(line).trim_start().starts_with(mark));
    let is_in_list = || [above, below].into_iter().flatten().any(is_item);
    let above = above.map_or("", text);
    if (numbers_a_section(above) && is_headline_or_teaser(above) && !is_dated(above)) || is_in_list() {
        return true;
    }
    let own = name(heading);
    let said = || document.lines().iter().filter(|line| !document.is_blank(line));
    let is_same = |line: &Line| (own.len()..=LONGEST_HEADING).contains(&line.span.len()) && name(line) == own;
    let heads = |(line, below): &(&Line, &Line)| below.span.len() >= SHORTEST_PARAGRAPH && is_same(line);
    said().zip(said().skip(1)).filter(heads).nth(FEWEST_RUBRICS - 1).is_some()
}

/// Whether a heading has the marks of Markdown, as others of the text have, and no sign of comments stands below it.
fn is_of_headings(document: &Document<'_>, heading: &Line) -> bool {
    let text = document.str(heading.span).unwrap_or_default();
    let is_marked = |line: &Line| document.str(line.span).is_some_and(|text| marked_level(text).is_some());
    marked_level(text).is_some()
        && document.lines().iter().filter(|line| is_marked(line)).nth(FEWEST_MARKED - 1).is_some()
        && !has_signs_of_comments(document, heading)
}

/// Whether a heading has a number that can be one of comments.
fn counts_comments(text: &str) -> bool {
    text.contains(|character: char| character.is_ascii_digit()) && !numbers_a_section(text)
}

/// Claims the line above the button of a comment: the comment, or its last paragraph. Above the first button, that may be
/// the last paragraph of the text, which can be liked and answered as well: there has to be a comment above it.
pub(super) fn above_buttons(lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let is_comment = |claim: &Claim| matches!(claim.topic, Topic::ReaderComment | Topic::CommentHeading);
    let mut is_below_comments = false;
    for number in LINES_ABOVE_COMMENTS..lines.len() {
        if lines.get(number).is_none_or(|line| line.edge == Edge::Head) {
            continue;
        }
        let below = claims.get(number + 1).copied().flatten();
        let button = below.filter(|below| below.topic == Topic::ReaderComment && below.announces);
        let Some(own) = claims.get_mut(number) else { return };
        if own.is_none() && is_below_comments {
            *own = button.map(|button| Claim { announces: false, ..button });
        }
        is_below_comments |= own.as_ref().is_some_and(is_comment);
    }
}

/// Whether a line is short and has a time or a year in it, as what stands above a comment has.
fn is_dated(text: &str) -> bool {
    text.len() <= LONGEST_HEADING && (has_year(text) || minute(text).is_some())
}
