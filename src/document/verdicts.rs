//! What the line classifier says of the edges of a document: asked once, for all rules.

use super::edges::EdgeLine;
use super::furniture::is_share_button;
use super::neighbours::{is_paragraph, is_sentence};
use super::wrapped::goes_on_from_above;
use super::{Document, Line, announced, bare_date, edges};
use crate::classifier::{self, Confidence, Evidence, Known, Look, Scores, Verdict};
use crate::day::Day;
use crate::lang::{Topic, find_furniture};

/// A shorter line below a date may be a title or a button. In bytes.
const SHORTEST_BELOW_DATE: usize = 100;

/// The name of who speaks in a play is at most so long. In bytes, and in words.
const LONGEST_NAME: usize = 40;
const MOST_WORDS_OF_NAME: usize = 3;

/// Who speaks so many times is somebody of a play, where others do, or where so many lines say what is done.
const FEWEST_TURNS: usize = 3;
const FEWEST_DIRECTIONS: usize = 2;
const FEWEST_SPEAKERS: usize = 2;

/// Of so many lines of a play, one is the name of somebody who speaks so often, at least.
const LINES_OF_TURN: usize = 6;

/// A form has so many lines, where it is mistaken for a list of papers.
const FEWEST_FIELDS: usize = 3;

/// A line that the classifier does not take for the text, and of which no phrase says what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JudgedLine {
    /// The line.
    pub line: Line,
    /// Its number, among the lines that are not blank.
    pub number: usize,
    /// How sure the classifier is.
    pub confidence: Confidence,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// A line above the text that is a date and nothing else: most often that of the publication. It is no furniture of the
/// page, but information about the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DateLine {
    /// The line.
    pub line: Line,
    /// The day that it is.
    pub day: Day,
    /// Why it is not taken for the text.
    pub reason: DateReason,
}

/// Why a date is not taken for the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DateReason {
    /// The classifier does not: so sure it is, and this speaks for it.
    Judged(Confidence, Evidence),
    /// It stands right between what may be the title and a paragraph, and no other line is a date.
    BelowTitle,
}

/// What at the edges of a document is not taken for its text, though no phrase says what it is.
#[derive(Debug, Default)]
pub struct Verdicts {
    /// Lines that the classifier has judged, but for dates, in order.
    pub lines: Vec<JudgedLine>,
    /// Dates above the text, in order.
    pub dates: Vec<DateLine>,
}

// The lines at the edges are those that can be judged.
const _: () = assert!(edges::HEAD == classifier::HEAD && edges::TAIL == classifier::TAIL, "the edges are the same");

/// The verdicts on the lines at the edges of `document`.
pub(super) fn verdicts(document: &Document<'_>) -> Verdicts {
    let judged = by_model(document);
    let below_title =
        bare_date::below_title(document).filter(|(number, ..)| judged.iter().all(|(own, _)| own.number != *number));
    let mut verdicts = Verdicts::default();
    for (judged, day) in judged {
        match day {
            Some(day) => {
                let reason = DateReason::Judged(judged.confidence, judged.evidence);
                verdicts.dates.push(DateLine { line: judged.line, day, reason });
            }
            None => verdicts.lines.push(judged),
        }
    }
    verdicts.dates.extend(below_title.map(|(_, line, day)| DateLine { line, day, reason: DateReason::BelowTitle }));
    verdicts.dates.sort_unstable_by_key(|date| date.line.span.start);
    verdicts
}

/// What the classifier says by its model, in order, each with the day that it is and nothing else, above the text.
fn by_model(document: &Document<'_>) -> Vec<(JudgedLine, Option<Day>)> {
    let Some(model) = classifier::model() else { return Vec::new() };
    let text = |line: &Line| document.str(line.span);
    let edges = document.edges();
    // The first line of all is looked at only where it is among the last ones.
    let first = usize::from(edges.lines().len() > classifier::TAIL);
    let mut glances = [None; edges::HEAD + edges::TAIL];
    let mut looked_at = glances.iter_mut().zip(edges.lines()).skip(first).rev();
    let is_suspicious = |(own, edge): (&mut Option<Scores>, &EdgeLine)| {
        *own = text(&edge.line).and_then(|line| classifier::glance(line, &model.first));
        own.is_some_and(classifier::is_suspicious)
    };
    if !looked_at.any(is_suspicious) {
        return Vec::new();
    }
    let lines = document.lines().iter().filter(|line| !document.is_blank(line));
    let (lines, texts): (Vec<Line>, Vec<&str>) = lines.filter_map(|line| Some((*line, text(line)?))).unzip();
    if is_play(&texts, document) || super::voices::is_record(document) {
        return Vec::new();
    }
    let number = |line: &Line| lines.binary_search_by_key(&line.span.start, |line| line.span.start).ok();
    let glances = glances.iter().zip(edges.lines()).filter_map(|(own, edge)| Some((number(&edge.line)?, (*own)?)));
    let glances: Vec<(usize, Scores)> = glances.collect();
    let known = document.known(&lines);
    let mut verdicts = classifier::judge(&texts, &known, &glances, model);
    // Where nothing would be left, the text is about comments or cookies, or is a page without an article, which is for
    // another rule.
    if verdicts.len() + known.len() >= texts.len() {
        return Vec::new();
    }
    doubt_forms(&mut verdicts, &known);
    // Where one of the lines is no text, those of the same list are asked for.
    let list = if verdicts.is_empty() { None } else { announced::pure_list(document) };
    let is_item = |line: &Line| list.is_some_and(|start| line.span.start >= start);
    let sure = verdicts.iter().filter(|verdict| verdict.confidence == Confidence::Sure);
    let sure: Vec<usize> = sure.map(|verdict| verdict.line).collect();
    verdicts.retain(|verdict| {
        let Some(line) = lines.get(verdict.line) else { return false };
        let is_called_out = || text(line).is_some_and(|text| text.trim_end().ends_with('!') && is_share_button(text));
        !is_item(line) && !is_called_out() && !heads_the_text(document, &lines, &sure, verdict)
    });
    let is_line = |number: usize| lines.get(number).is_some_and(|line| !goes_on_from_above(document, line));
    let judged = verdicts.into_iter().filter(|verdict| is_line(verdict.line)).filter_map(|verdict| {
        let (confidence, evidence) = (verdict.confidence, verdict.evidence);
        let judged = JudgedLine { line: *lines.get(verdict.line)?, number: verdict.line, confidence, evidence };
        Some((judged, day_above(&texts, verdict.line, document)))
    });
    judged.collect()
}

/// Is no longer sure of lines below each other that look like a form to log in, in a document without anything that a
/// phrase tells: what to bring to an office has the same words, and beside a form stand its buttons.
fn doubt_forms(verdicts: &mut [Verdict], known: &[(usize, Known)]) {
    let is_next = |left: &Verdict, right: &Verdict| left.line + 1 == right.line && left.confidence == right.confidence;
    if known.iter().any(|(_, known)| known.is_furniture()) {
        return;
    }
    for block in verdicts.chunk_by_mut(is_next).filter(|block| block.len() >= FEWEST_FIELDS) {
        let forms = block.iter().filter(|verdict| verdict.evidence.look == Look::Account).count();
        if forms * 2 >= block.len() {
            for verdict in block {
                verdict.confidence = Confidence::Possible;
            }
        }
    }
}

/// Whether a line is the heading of a section of the text, as is seen by what it stands between: a button to share, below
/// which the text goes on, and a sentence that nobody suspects. It has a word that the text has, too, which the headlines
/// of other articles seldom have.
fn heads_the_text(document: &Document<'_>, lines: &[Line], sure: &[usize], verdict: &Verdict) -> bool {
    let edges = document.edges();
    let text = |number: usize| lines.get(number).and_then(|line| document.str(line.span));
    let topic = |number: usize| {
        let start = lines.get(number)?.span.start;
        let edge = edges.lines().iter().find(|edge| edge.line.span.start == start)?;
        Some(edges.blocks().get(edge.block?)?.topic)
    };
    let Some(above) = verdict.line.checked_sub(1).filter(|_| !verdict.evidence.shares_no_word) else { return false };
    let below = verdict.line + 1;
    topic(above) == Some(Topic::Share)
        && topic(below).is_none()
        && !sure.contains(&below)
        && text(below).is_some_and(is_sentence)
        && (0..above).rev().find(|number| topic(*number).is_none()).and_then(text).is_some_and(is_paragraph)
}

/// Whether a text is a play, or a scene of one, whose lines are as short as those of menus: the names of those who speak
/// stand alone again and again, above something else each time, and lines in brackets say what is done. Names in capitals,
/// or with a stop, need no brackets where there are two of them; buttons are no names.
fn is_play(texts: &[&str], document: &Document<'_>) -> bool {
    let is_letter = |character: char| character.is_alphabetic() || matches!(character, ' ' | '.' | '\'' | '\u{2019}');
    let is_name = |text: &str| {
        text.len() <= LONGEST_NAME
            && text.starts_with(char::is_uppercase)
            && text.split_whitespace().nth(MOST_WORDS_OF_NAME).is_none()
            && text.chars().all(is_letter)
    };
    let below = texts.iter().skip(1).map(|text| text.trim());
    let mut turns: Vec<(&str, &str)> = texts.iter().map(|text| text.trim()).zip(below).collect();
    turns.retain(|(name, _)| is_name(name));
    turns.sort_unstable();
    turns.dedup();
    let speaks = |turns: &&[(&str, &str)]| {
        let name = turns.first().map_or("", |(name, _)| *name);
        turns.len() >= FEWEST_TURNS && find_furniture(name, document.language()).is_empty()
    };
    let speakers: Vec<&[(&str, &str)]> = turns.chunk_by(|(left, _), (right, _)| left == right).filter(speaks).collect();
    let all: usize = speakers.iter().map(|turns| turns.len()).sum();
    if all * LINES_OF_TURN < texts.len() {
        return false;
    }
    let is_marked = |name: &str| name.ends_with('.') || !name.contains(char::is_lowercase);
    let marked = speakers.iter().filter_map(|turns| turns.first()).filter(|(name, _)| is_marked(name)).count();
    let is_direction = |text: &&&str| {
        let text = text.trim();
        text.starts_with('(') && text.trim_end_matches('.').ends_with(')')
    };
    let has_directions = || texts.iter().filter(is_direction).nth(FEWEST_DIRECTIONS - 1).is_some();
    marked >= FEWEST_SPEAKERS || ((marked > 0 || speakers.len() >= FEWEST_SPEAKERS) && has_directions())
}

/// The day that a line is and nothing else, if it is one of the first lines and paragraphs stand below it.
fn day_above(texts: &[&str], line: usize, document: &Document<'_>) -> Option<Day> {
    let (above, below) = texts.split_at_checked(line + 1)?;
    let is_above = line < edges::HEAD && below.iter().any(|text| text.len() >= SHORTEST_BELOW_DATE);
    above.last().filter(|_| is_above).and_then(|text| bare_date::day(text, document.language()))
}

/// What phrases say of the edges of a document of these lines: more than the classifier can.
pub(super) fn known(document: &Document<'_>, lines: &[Line]) -> Vec<(usize, Known)> {
    let edges = document.edges();
    let claimed = edges.lines().iter().filter_map(|edge| Some((edge.line, edges.blocks().get(edge.block?)?.topic)));
    let known = claimed.filter_map(|(line, topic)| {
        let number = lines.binary_search_by_key(&line.span.start, |line| line.span.start).ok()?;
        Some((number, if says_nothing_of_others(topic) { Known::Information } else { Known::Furniture }))
    });
    let title = edges::is_defined_below(document).then_some((0, Known::Information));
    title.into_iter().chain(known).collect()
}

/// Whether a line of this topic says nothing of the lines around it: it is information about the text, or stands between
/// any two paragraphs of one, as "Advertisement" does.
const fn says_nothing_of_others(topic: Topic) -> bool {
    topic.is_about_the_text() || matches!(topic, Topic::Advertising)
}
