//! Blocks of furniture extended over their neighbours: headlines below "Read also", comments below "Comments".
//!
//! Each way of extending was measured on labelled pages and is kept where at least 97 % of the lines that it adds are
//! not the text.

use super::breadcrumb::first_of_path;
use super::edges::{Edge, EdgeLine};
use super::furniture::{Claim, Place, claim};
use super::shape::is_lone_ellipsis;
use super::share_bar::is_network;
use super::{Document, Line, comments, dated_list};
use crate::lang::{Language, Topic, heads_a_section, numbers_a_section};

/// A longer line is no headline, no name and no date. In bytes.
const LONGEST_HEADLINE: usize = 150;

/// What a line of more words is depends on more than its first ones.
const MOST_WORDS: usize = 4;

/// A shorter line may be a teaser or a notice. In bytes.
pub(super) const SHORTEST_PARAGRAPH: usize = 80;

/// A shorter line may be a title or a button with a stop, whatever it ends in. In bytes.
const SHORTEST_SENTENCE: usize = 20;

/// A longer line is not the heading of a comment section. In bytes.
pub(super) const LONGEST_HEADING: usize = 60;

/// Comments stand below an article: below so many lines that are not blank, at least, and so many bytes.
pub(super) const LINES_ABOVE_COMMENTS: usize = 3;
pub(super) const BYTES_ABOVE_COMMENTS: usize = 400;

/// A button that stands so many times above the last lines is one of the sections of a text. Once it may stand there
/// because the page has the same buttons above the text.
const FEWEST_SECTIONS: usize = 2;

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
        menu_paths(document, lines, claims);
        omissions(document, lines, claims);
        super::given_back::give_back(document, lines, claims);
        comments::explained(document, lines, claims);
        below(document, lines, claims, list.map(|(_, claim)| claim));
        comments::above_buttons(lines, claims);
        between(document, lines, claims);
        above_paragraphs(document, lines, claims);
        false_friends(document, lines, claims);
    }
    let section = comments::section(document, lines).or_else(|| super::voices::section(document, lines, claims));
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

/// The heading of a list of links or names that begins above the last lines and goes on to them: between it and them
/// stand only headlines. What heads sections of texts, too, may head any list.
fn list_above(document: &Document<'_>, lines: &[EdgeLine], claims: &[Option<Claim>]) -> Option<(Line, Claim)> {
    let first = lines.iter().position(|line| line.edge == Edge::Tail)?;
    let tail = lines.get(first)?.line;
    // Most documents end in paragraphs.
    let is_free = claims.get(first).is_some_and(Option::is_none);
    if first < LINES_ABOVE_COMMENTS || !is_free || !document.str(tail.span).is_some_and(is_headline_or_teaser) {
        return None;
    }
    let text = lines.get(first - 1)?.line.span.end.max(document.body().start + BYTES_ABOVE_COMMENTS);
    let above = document.lines_above(&tail).iter().rev().filter(|line| !document.is_blank(line));
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
            if let Some(own) = own.filter(|own| own.announces && !heads_a_section(words, document.language())) {
                return Some((*line, own));
            }
        }
        if !is_headline_or_teaser(words) {
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
    let mut button: Option<Line> = None;
    for number in 0..lines.len() {
        let (Some(line), Some(claim)) = (lines.get(number), claims.get(number).copied()) else { return };
        if line.edge == Edge::Head {
            continue;
        }
        if let Some(own) = claim {
            above = Some(own).filter(|own| number >= LINES_ABOVE_COMMENTS && ends_the_text(own.topic));
            button = Some(line.line).filter(|_| own.announces && matches!(own.topic, Topic::Navigation | Topic::Share));
            continue;
        }
        let Some(own) = above else { continue };
        let is_comment = own.announces && matches!(own.topic, Topic::CommentHeading | Topic::ReaderComment);
        let is_headline = || document.str(line.line.span).is_some_and(is_headline_or_teaser);
        let is_in_section = || button.is_some_and(|button| stands_in_sections(document, lines, &button));
        if is_comment || (is_headline() && !heads_the_text(document, lines, claims, number, own) && !is_in_section()) {
            if let Some(claim) = claims.get_mut(number) {
                *claim = Some(Claim { joins: true, ..own });
            }
        } else {
            above = None;
        }
    }
}

/// Whether a button stands in the sections of a text, one of which the last lines are, too: several times above them, as
/// "Get directions" in a list of walks. What is below it is of the section then.
fn stands_in_sections(document: &Document<'_>, lines: &[EdgeLine], button: &Line) -> bool {
    let edge = |wanted| lines.iter().filter(move |line| line.edge == wanted).map(|line| line.line.span.start);
    let Some((head, tail)) = edge(Edge::Head).next_back().zip(edge(Edge::Tail).next()) else { return false };
    let words = button.span.of(document.bytes()).trim_ascii();
    let middle = document.lines().iter().skip_while(|line| line.span.start <= head);
    let mut same = middle
        .take_while(|line| line.span.start < tail)
        .filter(|line| line.span.len() >= words.len() && line.span.of(document.bytes()).trim_ascii() == words);
    same.nth(FEWEST_SECTIONS - 1).is_some()
}

/// Whether the line with this number heads a paragraph of the text, below something that also stands between the parts of
/// one. Below the heading of a list of links, headlines and teasers follow each other, unless the links were lost and two
/// paragraphs follow one headline; below a prompt, the last paragraph of all is as often about the author.
fn heads_the_text(
    document: &Document<'_>,
    lines: &[EdgeLine],
    claims: &[Option<Claim>],
    number: usize,
    above: Claim,
) -> bool {
    let is_not_last = number + 2 < lines.len();
    let is_paragraph_of_text = |number: usize| {
        let is_free = claims.get(number).is_some_and(Option::is_none);
        is_free && lines.get(number).and_then(|line| document.str(line.line.span)).is_some_and(is_paragraph)
    };
    let may_be_above_it = match above.topic {
        Topic::Advertising => true,
        Topic::Share => is_not_last,
        _ => is_not_last && (!above.announces || is_paragraph_of_text(number + 2)),
    };
    stands_between_paragraphs(above.topic) && may_be_above_it && is_paragraph_of_text(number + 1)
}

/// Whether what is of this topic also stands between the paragraphs of a text.
const fn stands_between_paragraphs(topic: Topic) -> bool {
    matches!(topic, Topic::Advertising | Topic::Newsletter | Topic::RelatedMedia | Topic::RelatedLink | Topic::Share)
}

/// Claims short lines between two that are claimed. Below what also stands between the paragraphs of a text, and below
/// the path of a menu, a line that ends as a sentence is text.
fn between(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    for number in 1..claims.len() {
        let is_in_tail = lines.get(number - 1).is_some_and(|line| line.edge == Edge::Tail);
        let is_short = lines.get(number).is_some_and(|line| line.line.span.len() <= LONGEST_HEADLINE);
        let ends = |claim: Option<&Option<Claim>>| claim.copied().flatten().filter(|own| ends_the_text(own.topic));
        let around = ends(claims.get(number - 1)).zip(ends(claims.get(number + 1)));
        if let (Some((above, _)), Some(own @ None), true) = (around, claims.get_mut(number), is_in_tail && is_short) {
            let is_sentence = || {
                let text = lines.get(number).and_then(|line| document.str(line.line.span));
                text.is_some_and(|text| text.trim_end().ends_with(['.', '\u{3002}']))
            };
            let may_go_on = stands_between_paragraphs(above.topic) || above.topic == Topic::Navigation;
            if may_go_on && is_sentence() {
                continue;
            }
            *own = Some(Claim { announces: false, joins: true, ..above });
        }
    }
}

/// Gives back to the text paths that begin in different places: "File > Save As", "Edit > Preferences". A page shows one
/// path through its site; a manual shows many through menus.
fn menu_paths(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let text = |number: usize| lines.get(number).and_then(|line| document.str(line.line.span));
    let is_navigation = |own: &Option<Claim>| own.is_some_and(|own| own.topic == Topic::Navigation);
    let mut paths = claims.iter().enumerate().filter(|(_, own)| is_navigation(own));
    let Some(start) = paths.find_map(|(number, _)| first_of_path(text(number)?)) else { return };
    let short = document.lines().iter().filter(|line| line.span.len() <= LONGEST_HEADLINE);
    let mut others = short.filter_map(|line| first_of_path(document.str(line.span)?));
    if !others.any(|other| other != start) {
        return;
    }
    for (number, own) in claims.iter_mut().enumerate() {
        if is_navigation(own) && text(number).and_then(first_of_path).is_some() {
            *own = None;
        }
    }
}

/// Gives back to the text what a paragraph of the text stands below: the heading of a section ("Learn more",
/// "Datenschutz"), and a sentence in which the author asks for comments. Headlines and menus are no sentences; comments
/// are, and what is above them is left alone.
fn above_paragraphs(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let text = |number: usize| lines.get(number).and_then(|line| document.str(line.line.span));
    let language = document.language();
    for number in (0..claims.len()).rev() {
        let Some(own) = claims.get(number).copied().flatten() else { continue };
        let is_above_paragraph = || {
            let below = below_line(document, lines, number);
            let is_claimed = |line: &Line| {
                let next = lines.get(number + 1).filter(|next| next.line.span.start == line.span.start);
                next.is_some() && claims.get(number + 1).is_some_and(Option::is_some)
            };
            below.is_some_and(|line| !is_claimed(line) && document.str(line.span).is_some_and(is_paragraph))
        };
        let is_below_paragraph = || {
            let above = number.checked_sub(1);
            above.is_some_and(|above| {
                claims.get(above).is_some_and(Option::is_none) && text(above).is_some_and(is_paragraph)
            })
        };
        let Some(line) = text(number) else { continue };
        let goes_on = goes_on_below(&own, line, language) && is_above_paragraph();
        let is_heading = || is_name_of_section(&own, line) && is_above_paragraph() && is_below_paragraph();
        if (goes_on || is_heading())
            && let Some(claim) = claims.get_mut(number)
        {
            *claim = None;
        }
    }
}

/// The line below one of the first or last lines that is not blank. Below the first lines, the text goes on.
fn below_line<'d>(document: &'d Document<'_>, lines: &[EdgeLine], number: usize) -> Option<&'d Line> {
    let mut below = document.lines_below(&lines.get(number)?.line).iter();
    below.find(|line| document.str(line.span).is_none_or(|text| !text.trim().is_empty()))
}

/// Whether a claimed line is one that a text has itself, if a paragraph of it follows.
fn goes_on_below(claim: &Claim, text: &str, language: Option<Language>) -> bool {
    (claim.announces && heads_a_section(text, language)) || (claim.topic == Topic::CommentHeading && is_paragraph(text))
}

/// Whether a line may be the name of what a section of the text is about, if that stands between two paragraphs: a
/// network, or the first of several pieces of advice ("#1: Stay up to date"). Buttons stand beside others.
fn is_name_of_section(claim: &Claim, text: &str) -> bool {
    let is_name = match claim.topic {
        Topic::Share => is_network(text),
        Topic::Navigation => text.split_whitespace().count() == 1,
        _ => false,
    };
    let is_numbered = text.starts_with('#') || numbers_a_section(text);
    claim.announces && (is_name || is_numbered)
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
            || document.str(line.line.span).is_some_and(|text| text.split_whitespace().nth(MOST_WORDS).is_some());
        if document.declared_language().is_some_and(is_foreign) && is_long() {
            *claim = None;
        }
    }
}

/// Whether a line is a sentence that is too long for a headline or a button, or ends in a colon: a paragraph of the text,
/// where nothing else is known of it. Where the line classifier speaks of a long paragraph, it asks for more bytes.
pub(super) fn is_paragraph(text: &str) -> bool {
    let text = text.trim_end();
    text.len() >= SHORTEST_PARAGRAPH && (is_sentence(text) || text.ends_with([':', '\u{FF1A}']))
}

/// Whether a line ends in the stop of a sentence, and is not so short that a title or a button may have one, too.
pub(super) fn is_sentence(text: &str) -> bool {
    let text = text.trim_end();
    text.len() >= SHORTEST_SENTENCE && text.ends_with(['.', '!', '?', '\u{3002}', '\u{FF01}', '\u{FF1F}', '\u{61F}'])
}

/// Whether the text is over where something of this topic stands: whether that is not information about the text.
const fn ends_the_text(topic: Topic) -> bool {
    !topic.is_about_the_text()
}

/// Whether a line is short and does not end as a sentence of a text does. A teaser counts, which breaks off in `…`:
/// this is asked at the ends of a document, beside what is known to be of the page. In the middle of a text, where
/// an ellipsis is as often the author's, `inline-boilerplate` asks for a headline alone.
pub(super) fn is_headline_or_teaser(text: &str) -> bool {
    let text = text.trim_end();
    text.len() <= LONGEST_HEADLINE
        && !text.ends_with([
            '.', ':', ',', ';', '\u{3001}', '\u{3002}', '\u{FF0C}', '\u{FF1A}', '\u{FF1B}', '\u{60C}', '\u{61B}',
        ])
}
