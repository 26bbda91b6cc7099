//! The edges of a document, its first and last lines, and what stands there and is not its text: recognised once, for
//! all rules.
//!
//! The first and the last lines are looked up in one book of phrases of all topics. Each line is claimed by at most one
//! topic, claimed lines are put together into blocks, and a block is extended over its unclaimed neighbours where that is
//! known to be right. Rules report the blocks of their own topics; whoever judges lines by other means asks
//! [`Edges::is_claimed`] first.

use super::furniture::{Claim, Place, claim};
use super::neighbours::{Headings, is_paragraph, is_sentence};
use super::trailing::{Trailing, trailing};
use super::wrapped::goes_on_from_above;
use super::{Document, Line};
use crate::lang::{Language, Topic, contains, fold, prefix};
use crate::span::Span;

/// How many lines the first edge has; blank ones are passed over.
pub(super) const HEAD: usize = 3;

/// How many lines the last edge has; blank ones are passed over.
pub(super) const TAIL: usize = 5;

/// So many lines above the first sentence may be the beginning of an article. More are a list, a poem or a page of links.
const LONGEST_BEGINNING: usize = 7;

/// Below so many paragraphs the text has begun: one may be the lead.
const PARAGRAPHS_OF_TEXT: usize = 2;

/// A title of which the text says in its first words what it is, is at most so long. In bytes, and in words.
const LONGEST_LEMMA: usize = 60;
const MOST_WORDS_OF_LEMMA: usize = 4;

/// In so much of the text it is said. In bytes.
const DEFINITION: usize = 120;

/// At which edge of a document a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Among the first lines.
    Head,
    /// Among the last lines. In a short document, where a line is among both, this holds, but not above its first
    /// sentence.
    Tail,
}

/// One of the first or last lines of a document.
#[derive(Clone, Copy, Debug)]
pub struct EdgeLine {
    /// The line.
    pub line: Line,
    /// At which edge it stands.
    pub edge: Edge,
    /// The block that it belongs to, by its number in [`Edges::blocks`].
    pub block: Option<usize>,
}

/// Neighbouring lines that are not the text of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// What they are.
    pub topic: Topic,
    /// The languages of the phrase that was found first.
    pub languages: &'static [Language],
    /// At which edge of the document they are.
    pub edge: Edge,
    /// The line that was recognised, of which the others are neighbours.
    pub anchor: Line,
    /// The first of the lines.
    pub first: Line,
    /// The last of the lines.
    pub last: Line,
    /// How many lines there are, blank ones not counted.
    pub lines: usize,
    /// The heading of the section that the lines are the end of, where that begins further up.
    pub heading: Option<Line>,
}

impl Block {
    /// From the first line to the last, without the last line ending.
    pub const fn span(&self) -> Span {
        Span::new(self.first.span.start, self.last.span.end)
    }
}

/// The first and the last lines of a document, and what is known of them.
#[derive(Clone, Debug, Default)]
pub struct Edges {
    lines: Vec<EdgeLine>,
    blocks: Vec<Block>,
    trailing: Option<Trailing>,
}

impl Edges {
    /// The first three and the last five lines that are not blank, each once, in order. The first line of all counts as
    /// the beginning even in a short document: it is the title, or all that there is.
    pub fn lines(&self) -> &[EdgeLine] {
        &self.lines
    }

    /// The blocks, in order. No line is in two of them.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What a page put behind the last sentence of the text, on its line. That line belongs to no block then.
    pub const fn trailing(&self) -> Option<&Trailing> {
        self.trailing.as_ref()
    }

    /// Whether the line that begins at this offset belongs to a block.
    pub fn is_claimed(&self, start: usize) -> bool {
        self.lines.iter().any(|line| line.line.span.start == start && line.block.is_some())
    }

    /// Whether the text has begun above the line with this number: two paragraphs stand there.
    pub fn is_in_text(&self, document: &Document<'_>, number: usize) -> bool {
        has_begun(document, self.lines.get(..number).unwrap_or_default())
    }

    pub(super) fn of(document: &Document<'_>) -> Self {
        let mut lines = edge_lines(document);
        if lines.len() < 2 {
            // All that there is, is the text.
            return Self { lines, blocks: Vec::new(), trailing: trailing(document) };
        }
        let language = document.language();
        let mut all: [Option<Claim>; HEAD + TAIL] = [None; HEAD + TAIL];
        for (number, (line, own)) in lines.iter().zip(&mut all).enumerate() {
            let place = Place { edge: line.edge, is_first: number == 0 };
            *own = document.str(line.line.span).and_then(|text| claim(text, place, language));
        }
        let claims = all.get_mut(..lines.len()).unwrap_or_default();
        for (line, own) in lines.iter().zip(claims.iter_mut()) {
            // Prompts are broken into lines themselves, but hardly ever in the middle of a sentence of the text.
            let is_comment = own.is_some_and(|claim| claim.topic == Topic::CommentHeading);
            if (is_comment && ends_a_sentence_from_above(document, &line.line))
                || (own.is_some() && goes_on_from_above(document, &line.line))
            {
                *own = None;
            }
        }
        if let Some(first @ Some(_)) = claims.first_mut()
            && is_defined_below(document)
        {
            *first = None;
        }
        let trailing = trailing(document);
        if let (Some(_), Some(own)) = (trailing, claims.last_mut()) {
            // Only a few words of it are furniture, and not the paragraph that they stand behind.
            *own = None;
        }
        super::bare_date::claim(document, &lines, claims);
        for (number, own) in claims.iter_mut().enumerate() {
            // A date below two paragraphs is that of something else, and mostly of a comment.
            let is_head = lines.get(number).is_some_and(|line| line.edge == Edge::Head);
            let is_date = own.is_some_and(|own| matches!(own.topic, Topic::Dateline | Topic::Update));
            if is_head && is_date && has_begun(document, lines.get(..number).unwrap_or_default()) {
                *own = None;
            }
        }
        if claims.iter().any(Option::is_some) {
            super::appeal::settle(document, &lines, claims);
            super::steps::give_back(document, &lines, claims);
        }
        let headings = super::neighbours::extend(document, &lines, claims);
        let blocks = blocks(&mut lines, claims, headings);
        Self { lines, blocks, trailing }
    }
}

/// Whether the first line is the name of something, and the text right below begins by saying what that is: "Newsletter",
/// above "A newsletter is a letter that …". So begin the articles of encyclopedias, whatever they are about.
pub(super) fn is_defined_below(document: &Document<'_>) -> bool {
    let mut lines = document.head(2).filter_map(|line| document.str(line.span));
    let Some((lemma, text)) = lines.next().zip(lines.next()) else { return false };
    let lemma = lemma.trim();
    lemma.len() <= LONGEST_LEMMA
        && lemma.split_whitespace().nth(MOST_WORDS_OF_LEMMA).is_none()
        && is_paragraph(text)
        && contains(&fold(prefix(text, DEFINITION)), &fold(lemma))
}

/// Whether the text has begun with these lines.
fn has_begun(document: &Document<'_>, lines: &[EdgeLine]) -> bool {
    let is_text = |line: &&EdgeLine| document.str(line.line.span).is_some_and(is_paragraph);
    lines.iter().filter(is_text).nth(PARAGRAPHS_OF_TEXT - 1).is_some()
}

/// Whether a line is the rest of a sentence that begins above it, as in verse and in text that was broken into lines:
/// it begins in lower case and ends in a stop, and the line right above it does not end.
fn ends_a_sentence_from_above(document: &Document<'_>, line: &Line) -> bool {
    let text = |line: &Line| document.str(line.span).map(str::trim);
    let is_rest = text(line).is_some_and(|text| text.starts_with(char::is_lowercase) && text.ends_with('.'));
    if !is_rest {
        return false;
    }
    let above = document.lines_above(line).last().and_then(text);
    above.is_some_and(|above| above.ends_with(|last: char| last == ',' || last.is_alphabetic()))
}

/// Puts neighbouring lines with the same claim together.
fn blocks(lines: &mut [EdgeLine], claims: &[Option<Claim>], headings: Headings) -> Vec<Block> {
    let tail = lines.iter().find(|line| line.edge == Edge::Tail).map(|line| line.line);
    let mut blocks: Vec<Block> = Vec::new();
    let mut goes_on = false;
    for (line, claim) in lines.iter_mut().zip(claims) {
        let Some(claim) = claim else {
            goes_on = false;
            continue;
        };
        match blocks.last_mut() {
            Some(block) if goes_on && claim.joins && block.topic == claim.topic && block.edge == line.edge => {
                block.last = line.line;
                block.lines += 1;
            }
            _ => blocks.push(Block {
                topic: claim.topic,
                languages: claim.languages,
                edge: line.edge,
                anchor: line.line,
                first: line.line,
                last: line.line,
                lines: 1,
                heading: match claim.topic {
                    Topic::ReaderComment if line.edge == Edge::Tail => headings.comments,
                    topic if tail == Some(line.line) => {
                        headings.list.filter(|(own, _)| *own == topic).map(|(_, heading)| heading)
                    }
                    _ => None,
                },
            }),
        }
        goes_on = true;
        line.block = Some(blocks.len() - 1);
    }
    blocks
}

/// The first and the last lines, each once.
fn edge_lines(document: &Document<'_>) -> Vec<EdgeLine> {
    let at = |edge| move |line: Line| EdgeLine { line, edge, block: None };
    let mut tail: [Option<Line>; TAIL] = [None; TAIL];
    tail.iter_mut().zip(document.tail(TAIL)).for_each(|(place, line)| *place = Some(line));
    let tail_start = tail.iter().flatten().last().map_or(0, |line| line.span.start);
    let head = document.head(HEAD).take_while(|line| line.span.start < tail_start);
    let mut lines = Vec::with_capacity(HEAD + TAIL);
    lines.extend(head.map(at(Edge::Head)));
    let first = lines.len();
    lines.extend(tail.into_iter().rev().flatten().map(at(Edge::Tail)));
    if let Some(first) = lines.first_mut() {
        first.edge = Edge::Head;
    }
    let above = lines_of_beginning(document, tail_start, lines.get(first..).unwrap_or_default());
    lines.iter_mut().skip(first).take(above).for_each(|line| line.edge = Edge::Head);
    lines
}

/// How many of the last lines stand above the first sentence of a short document, between its title and its text.
fn lines_of_beginning(document: &Document<'_>, tail_start: usize, tail: &[EdgeLine]) -> usize {
    let is_text = |line: &Line| document.str(line.span).is_some_and(is_sentence);
    let Some(above) = tail.iter().position(|line| is_text(&line.line)) else { return 0 };
    if above == 0 {
        return 0;
    }
    let before = document.head(LONGEST_BEGINNING + 1).take_while(|line| line.span.start < tail_start);
    let (mut count, mut has_text) = (0, false);
    for line in before {
        count += 1;
        has_text |= is_text(&line);
    }
    if has_text || count + above > LONGEST_BEGINNING { 0 } else { above }
}
