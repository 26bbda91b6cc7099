//! Blocks of furniture extended over their neighbours: headlines below "Read also", comments below "Comments".
//!
//! Each way of extending was measured on labelled pages and is kept where at least 97 % of the lines that it adds are
//! not the text.

use super::edges::{Edge, EdgeLine};
use super::furniture::{Claim, Place, claim};
use super::shape::is_lone_ellipsis;
use super::stamp::{has_year, minute};
use super::{Document, Line, dated_list};
use crate::ending::Item;
use crate::lang::{Language, Mode, Phrase, Subset, Topic, knowledge};

/// A longer line is no headline, no name and no date. In bytes.
const LONGEST_HEADLINE: usize = 150;

/// What a longer line is depends on more than its first words.
const FEWEST_WORDS: usize = 4;

/// A shorter line may be a teaser or a notice. In bytes.
const SHORTEST_PARAGRAPH: usize = 80;

/// A longer line is not the heading of a comment section. In bytes.
const LONGEST_HEADING: usize = 60;

/// The same of one that counts the comments and has the title of the article in it: "4 thoughts on …". In bytes.
const LONGEST_COUNTED_HEADING: usize = 200;

/// So many lines below the heading of a section are looked at, to see whether it is one of comments.
const LINES_OF_COMMENTS: usize = 60;

/// So many items of lists below the heading of a section are what manuals have.
const ITEMS_OF_MANUALS: usize = 3;

/// So many lines in which somebody calls or asks are comments.
const CALLS_OF_COMMENTS: usize = 3;

/// Comments stand below an article: below so many lines that are not blank, at least, and so many bytes.
const LINES_ABOVE_COMMENTS: usize = 3;
const BYTES_ABOVE_COMMENTS: usize = 400;

/// So many lines above the last ones are looked at for the heading of a list of links.
const LONGEST_LIST: usize = 15;

/// Where what the last lines belong to begins, if that is further up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Headings {
    /// The heading of comments.
    pub(super) comments: Option<Line>,
    /// The heading of a list of links or of names, which the first of the last lines belongs to, and what it is.
    pub(super) list: Option<(Topic, Line)>,
}

/// Claims lines that nothing is known of but their neighbours. Gives the headings of what the last lines belong to.
pub(super) fn extend(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) -> Headings {
    let list = list_above(document, lines, claims);
    if list.is_some() || claims.iter().any(Option::is_some) {
        omissions(document, lines, claims);
        below(document, lines, claims, list.map(|(_, claim)| claim));
        above_buttons(lines, claims);
        between(document, lines, claims);
        above_paragraphs(document, lines, claims);
        false_friends(document, lines, claims);
    }
    let section = comment_section(document, lines).or_else(|| super::voices::section(document, lines, claims));
    let dated = dated_list::list(document, lines, claims);
    if let Some((first, last)) = dated {
        let is_of_list = |line: &Line| (first.span.start..=last.span.start).contains(&line.span.start);
        for (line, own) in
            lines.iter().zip(claims.iter_mut()).filter(|(line, own)| own.is_none() && is_of_list(&line.line))
        {
            *own = Some(dated_list::LIST).filter(|_| line.edge == Edge::Tail);
        }
    }
    let tail = lines.iter().find(|line| line.edge == Edge::Tail).map_or(0, |line| line.line.span.start);
    let above = dated.map(|(first, _)| first).filter(|first| first.span.start < tail);
    let list =
        list.map(|(heading, claim)| (claim.topic, heading)).or(above.map(|first| (dated_list::LIST.topic, first)));
    let Some((heading, languages)) = section else { return Headings { comments: None, list } };
    let claim = Claim { topic: Topic::ReaderComment, languages, announces: false, joins: true };
    let is_below = |line: &EdgeLine| line.edge == Edge::Tail && line.line.span.start >= heading.span.start;
    for (_, own) in lines.iter().zip(claims).filter(|(line, own)| is_below(line) && own.is_none()) {
        *own = Some(claim);
    }
    Headings { comments: Some(heading), list }
}

/// The heading of a list of links or names that begins above the last lines and goes on to them: between it and them stand only
/// headlines. What heads sections of texts, too, may head any list.
fn list_above(document: &Document<'_>, lines: &[EdgeLine], claims: &[Option<Claim>]) -> Option<(Line, Claim)> {
    let first = lines.iter().position(|line| line.edge == Edge::Tail)?;
    let tail = lines.get(first)?.line;
    // Most documents end in paragraphs.
    let is_free = claims.get(first).is_some_and(Option::is_none);
    if first < LINES_ABOVE_COMMENTS || !is_free || !document.str(tail.span).is_some_and(is_headline) {
        return None;
    }
    let text = lines.get(first - 1)?.line.span.end.max(document.body().start + BYTES_ABOVE_COMMENTS);
    let number = document.lines().partition_point(|line| line.span.start < tail.span.start);
    let above = document.lines().get(..number)?.iter().rev().filter(|line| !document.is_blank(line));
    for line in above.take(LONGEST_LIST).take_while(|line| line.span.start > text) {
        let words = document.str(line.span)?;
        if line.span.len() <= LONGEST_HEADING {
            let place = Place { edge: Edge::Tail, is_first: false };
            // Menus have names that texts have, too; a menu with an address is how to reach the press.
            let is_of_list = |own: &Claim| match own.topic {
                Topic::RelatedLink => true,
                Topic::Navigation => has_address(document, lines),
                _ => false,
            };
            let own = claim(words, place, document.language()).filter(is_of_list);
            if let Some(own) = own.filter(|own| own.announces && !heads_a_section(words)) {
                return Some((*line, own));
            }
        }
        if !is_headline(words) {
            return None;
        }
    }
    None
}

/// Gives back to the text an ellipsis in brackets that more of the text follows: so authors write that they left
/// something out of what they quote. A program leaves one behind where it cuts, and nothing follows but what belongs to
/// the page.
fn omissions(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let mut goes_on = false;
    for (line, claim) in lines.iter().zip(claims).rev() {
        let is_omission =
            |own: &Claim| own.topic == Topic::Debris && document.str(line.line.span).is_some_and(is_lone_ellipsis);
        if goes_on && claim.as_ref().is_some_and(is_omission) {
            *claim = None;
        }
        goes_on = claim.is_none();
    }
}

/// Whether one of the last lines is short and has an address to write to in it.
fn has_address(document: &Document<'_>, lines: &[EdgeLine]) -> bool {
    let mut tail = lines.iter().filter(|line| line.edge == Edge::Tail);
    tail.any(|line| line.line.span.len() <= LONGEST_HEADING && line.line.span.of(document.bytes()).contains(&b'@'))
}

/// Claims what stands below a claimed line, to the next line that is something else: below the heading of a comment
/// section whatever there is, below others what is short and no statement. Where the text is over, it is over. `above` is
/// what the line above the last ones is a part of.
fn below(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>], mut above: Option<Claim>) {
    for number in 0..lines.len() {
        let (Some(line), Some(claim)) = (lines.get(number), claims.get(number).copied()) else { return };
        if line.edge == Edge::Head {
            continue;
        }
        if let Some(own) = claim {
            above = Some(own).filter(|own| number >= LINES_ABOVE_COMMENTS && ends_the_text(own.topic));
            continue;
        }
        let Some(own) = above else { continue };
        let is_comment = own.announces && matches!(own.topic, Topic::CommentHeading | Topic::ReaderComment);
        let is_headline = || document.str(line.line.span).is_some_and(is_headline);
        if is_comment || (is_headline() && !heads_the_text(document, lines, claims, number, own)) {
            if let Some(claim) = claims.get_mut(number) {
                *claim = Some(Claim { joins: true, ..own });
            }
        } else {
            above = None;
        }
    }
}

/// Whether the line with this number heads a paragraph of the text, below something that also stands between the parts of
/// one. Below the heading of a list of links, headlines and teasers follow each other; below a prompt, the last paragraph
/// of all is as often about the author.
fn heads_the_text(
    document: &Document<'_>,
    lines: &[EdgeLine],
    claims: &[Option<Claim>],
    number: usize,
    above: Claim,
) -> bool {
    let is_not_last = number + 2 < lines.len();
    let may_be_above_it = match above.topic {
        Topic::Advertising => true,
        Topic::Share => is_not_last,
        _ => !above.announces && is_not_last,
    };
    let is_free = claims.get(number + 1).is_some_and(Option::is_none);
    let below = || lines.get(number + 1).and_then(|line| document.str(line.line.span));
    stands_between_paragraphs(above.topic) && may_be_above_it && is_free && below().is_some_and(is_paragraph)
}

/// Whether what is of this topic also stands between the paragraphs of a text.
const fn stands_between_paragraphs(topic: Topic) -> bool {
    matches!(topic, Topic::Advertising | Topic::Newsletter | Topic::RelatedMedia | Topic::RelatedLink | Topic::Share)
}

/// Claims short lines between two that are claimed. Below what also stands between the paragraphs of a text, a line that
/// ends as a sentence is text.
fn between(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    for number in 1..claims.len() {
        let is_in_tail = lines.get(number - 1).is_some_and(|line| line.edge == Edge::Tail);
        let is_short = lines.get(number).is_some_and(|line| line.line.span.len() <= LONGEST_HEADLINE);
        let ends = |claim: Option<&Option<Claim>>| claim.copied().flatten().filter(|own| ends_the_text(own.topic));
        let around = ends(claims.get(number - 1)).zip(ends(claims.get(number + 1)));
        if let (Some((above, _)), Some(own @ None), true) = (around, claims.get_mut(number), is_in_tail && is_short) {
            let is_sentence = || {
                let text = lines.get(number).and_then(|line| document.str(line.line.span));
                text.is_some_and(|text| text.trim_end().ends_with('.'))
            };
            if stands_between_paragraphs(above.topic) && is_sentence() {
                continue;
            }
            *own = Some(Claim { announces: false, joins: true, ..above });
        }
    }
}

/// Gives back to the text what a paragraph of the text stands below: the heading of a section ("Learn more",
/// "Datenschutz"), and a sentence in which the author asks for comments. Headlines and menus are no sentences; comments
/// are, and what is above them is left alone.
fn above_paragraphs(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let mut is_paragraph_below = false;
    for (line, claim) in lines.iter().zip(claims).rev() {
        let is_above = std::mem::take(&mut is_paragraph_below);
        let text = || document.str(line.line.span);
        match claim {
            Some(own) if is_above && text().is_some_and(|text| goes_on_below(own, text)) => *claim = None,
            Some(_) => {}
            None => is_paragraph_below = text().is_some_and(is_paragraph),
        }
    }
}

/// Whether a claimed line is one that a text has itself, if a paragraph of it follows.
fn goes_on_below(claim: &Claim, text: &str) -> bool {
    (claim.announces && heads_a_section(text)) || (claim.topic == Topic::CommentHeading && is_paragraph(text))
}

/// Gives back to the text longer lines with a phrase of another language than the one that the document says, but of
/// English, which is everywhere. A word may be one of the text: "Mais de" in French.
fn false_friends(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    for (line, claim) in lines.iter().zip(claims) {
        let Some(own) = claim else { continue };
        let is_foreign = |own_language: Language| {
            let has_phrases = own_language.code() != "en" && own_language.has_data();
            let is_other = |language: &Language| language.code() != "en" && *language != own_language;
            has_phrases && !own.languages.is_empty() && own.languages.iter().all(is_other)
        };
        let is_long =
            || document.str(line.line.span).is_some_and(|text| text.split_whitespace().nth(FEWEST_WORDS).is_some());
        if document.declared_language().is_some_and(is_foreign) && is_long() {
            *claim = None;
        }
    }
}

/// Whether a line is a heading that texts have as often as pages.
fn heads_a_section(text: &str) -> bool {
    knowledge().section_headings.find(text).is_some()
}

/// Whether a line is a sentence that is too long for a headline or a button.
fn is_paragraph(text: &str) -> bool {
    let text = text.trim_end();
    text.len() >= SHORTEST_PARAGRAPH && text.ends_with(['.', '!', '?', ':'])
}

/// Whether the text is over where something of this topic stands: whether that is not information about the text.
const fn ends_the_text(topic: Topic) -> bool {
    !topic.is_about_the_text()
}

/// Whether a line is short and does not end as a sentence of a text does.
pub(super) fn is_headline(text: &str) -> bool {
    let text = text.trim_end();
    text.len() <= LONGEST_HEADLINE && !text.ends_with(['.', ':', ',', ';'])
}

/// Claims the line above the button of a comment: the comment, or its last paragraph. Above the first button, that may be
/// the last paragraph of the text, which can be liked and answered as well: there has to be a comment above it.
fn above_buttons(lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
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

/// Whether a phrase is a button that stands below a comment.
fn is_button(phrase: &Phrase) -> bool {
    phrase.topic() == Topic::ReaderComment && matches!(phrase.mode(), Mode::Line | Mode::CountedLine)
}

/// Whether a phrase may tell where comments begin.
fn is_of_comments(phrase: &Phrase) -> bool {
    is_button(phrase) || phrase.topic() == Topic::CommentHeading
}

/// The heading of a comment section that begins above the last lines, so that all of them are comments, and its
/// languages: a heading that counts them ("12 Kommentare"), or one that stands above comments and nothing else
/// ("Comments"). Manuals have sections of that name, too.
fn comment_section(document: &Document<'_>, lines: &[EdgeLine]) -> Option<(Line, &'static [Language])> {
    /// The phrases that are asked for. All others are looked for at the edges, and here nearly every line begins with none.
    static PHRASES: Subset = Subset::new(is_of_comments);
    let tail = lines.iter().find(|line| line.edge == Edge::Tail)?.line.span.start;
    let above = document.lines().iter().take_while(|line| line.span.start < tail);
    let language = document.language();
    let mut number = 0;
    let mut first_button = None;
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
        // Between comments stand their buttons; one alone may be a word of the text.
        if let Some(found) = found.iter().find(|found| is_button(found.phrase)) {
            match first_button {
                Some(first) => return Some(first),
                None => first_button = Some((*line, found.phrase.languages())),
            }
        }
        let heading = found.iter().find(|found| found.phrase.topic() == Topic::CommentHeading);
        let Some(heading) = heading else { continue };
        let counts = text.contains(|character| matches!(character, '1'..='9'));
        let is_heading = match heading.phrase.mode() {
            Mode::Heading => counts || (!text.contains('0') && stands_above_comments(document, line, &PHRASES)),
            Mode::Line | Mode::CountedLine => counts,
            Mode::CountedStart => counts && !text.starts_with('0'),
            _ => false,
        };
        if is_heading {
            return Some((*line, heading.phrase.languages()));
        }
    }
    None
}

/// Whether comments stand below a heading, and not a section of a manual: that has lists, and none of the signs of
/// comments, which are a time, a year, somebody who speaks as readers do, who may comment and how, or several calls and
/// questions. Buttons are looked for anyway.
fn stands_above_comments(document: &Document<'_>, heading: &Line, phrases: &'static Subset) -> bool {
    let number = document.lines().partition_point(|line| line.span.start <= heading.span.start);
    let below = document.lines().get(number..).unwrap_or_default().iter().take(LINES_OF_COMMENTS);
    let (mut calls, mut items) = (0, 0);
    let is_sign = |text: &str| {
        calls += usize::from(calls_or_asks(text));
        items += usize::from(!matches!(Item::of(text), Item::None));
        calls >= CALLS_OF_COMMENTS
            || is_dated(text)
            || knowledge().voices.find(text).is_some()
            || !phrases.find(text, document.language()).is_empty()
    };
    below.filter_map(|line| document.str(line.span)).any(is_sign) || items < ITEMS_OF_MANUALS
}

/// Whether a sentence of a line is a call or a question.
fn calls_or_asks(text: &str) -> bool {
    text.trim_end().ends_with(['!', '?']) || text.contains("! ") || text.contains("? ")
}

/// Whether a line is short and has a time or a year in it, as what stands above a comment has.
fn is_dated(text: &str) -> bool {
    text.len() <= LONGEST_HEADING && (has_year(text) || minute(text).is_some())
}
