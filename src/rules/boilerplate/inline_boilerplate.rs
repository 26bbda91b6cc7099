//! `inline-boilerplate`

use std::sync::LazyLock;

use super::blocks::{name, quoting};
use super::datelines::read;
use super::inline_links::links;
use crate::document::{Document, Edge, Line};
use crate::fix::{Applicability, Edit, Fix};
use crate::lang::{LANGUAGES_WITH_DATA, Mode, Phrase, Phrasebook, Topic, find_furniture, knowledge};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags lines and sentences in the middle of a text that belong to the page: "Advertisement", "Lire aussi : …".
    ///
    /// ## Why
    ///
    /// Links, advertisements and prompts that pages put between paragraphs break the text apart, and the headline of
    /// another article reads like a sentence of this one.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge over the river.
    /// Work will begin in May and take two years.
    /// The ferry will run until midnight.
    /// Advertisement
    /// The last repair was in 1996. Read also: Mayor opens new school
    /// Since then, the number of lorries has doubled.
    /// Most of them bring fish to the market.
    /// The harbour master expects long queues.
    /// Anglers look forward to the quiet.
    /// The council will meet again in the autumn.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge over the river.
    /// Work will begin in May and take two years.
    /// The ferry will run until midnight.
    /// The last repair was in 1996.
    /// Since then, the number of lorries has doubled.
    /// Most of them bring fish to the market.
    /// The harbour master expects long queues.
    /// Anglers look forward to the quiet.
    /// The council will meet again in the autumn.
    /// ```
    ///
    /// ## Formula
    ///
    /// Of the lines between the first three and the last five, one of at most 160 bytes is reported that is or begins
    /// with a known phrase of advertising, newsletters, paywalls, sharing, comments, related articles or related media.
    /// A phrase of one word has to be a label of advertising. Below a pointer without a headline ("Lire aussi"), the
    /// next line belongs to it if it has at most 150 bytes and does not end as a sentence does, and so do up to six
    /// such lines above the next that belongs to the page. Right below the first three lines, if they are those of a page,
    /// lines that say when the text was published or how long it takes to read are reported too.
    ///
    /// In any line, a sentence is reported that is no more than a known phrase of at least two words, at most five more
    /// words, and a colon ("Lire aussi notre éditorial :"). It begins with a capital letter, and behind the end of
    /// another sentence. The headline behind it belongs to it up to a place where a word or a quotation mark touches the
    /// capital letter of the next word without a space, or as far as the end of the line if that has no full stop; else
    /// nobody knows where it ends, and the phrase alone is shown.
    ///
    /// ## Exceptions
    ///
    /// At the ends of a document, rules for each kind report such lines. Further down, credits, bylines, dates and
    /// terms of use are left alone: in the middle of a text they may be about what stands beside them. So are lines
    /// that begin with a dash, which are speech, and "Leggi anche il tempo", which goes on in small letters and is a
    /// sentence.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes the line or the sentence, on the word of a list of phrases. There is none where it
    /// is not known where a headline ends.
    InlineBoilerplate {
        id: "inline-boilerplate",
        category: Boilerplate,
        severity: Info,
        fix: Some(Applicability::Unsafe),
        languages: LANGUAGES_WITH_DATA,
        since: "0.1.0",
        scope: Documents,
    }
}

/// A longer line is a paragraph, whatever phrase it begins with. In bytes.
const LONGEST: usize = 160;

/// A longer line is no headline. In bytes.
const LONGEST_HEADLINE: usize = 150;

/// Below a heading, more headlines are a list that the text is made of.
const MOST_HEADLINES: usize = 6;

/// What the fix of a sentence does.
const REMOVAL: &str = "remove the pointer and the headline behind it";

/// What is said at the place.
const LABEL: &str = "belongs to the page, not to the text";

/// The same of a line that says something about the text.
const ABOUT: &str = "information about the text, not the text";

impl DocumentRule for InlineBoilerplate {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut reported: Vec<Span> = Vec::new();
        let mut lines = middle(document);
        let mut is_head = is_page_above(document);
        while let Some(line) = lines.next() {
            let Some((topic, is_heading)) = document.str(line.span).and_then(topic) else {
                let about = if is_head { about_the_text(document, line) } else { None };
                is_head = about.is_some();
                if let Some(topic) = about {
                    let finding = report.finding(line.span, message(document, topic, line.span)).label(ABOUT);
                    finding.help(match topic {
                        Topic::ReadingTime => "keep it only if it is wanted",
                        _ => "remove the line, and write the date on the marker line as `date=YYYY-MM-DD`",
                    });
                }
                continue;
            };
            // A pointer without a headline in its line has it in the next one.
            let points = is_heading && topic == Topic::RelatedLink;
            let headlines = if points { headlines(document, lines.clone()) } else { 0 };
            let last = lines.by_ref().take(headlines).last().unwrap_or(line);
            let span = Span::new(line.span.start, last.span.end);
            reported.push(span);
            let title = if last == line { "remove the line" } else { "remove the lines" };
            let fix = Fix::risky(title, [Edit::delete(document.removal(span))]);
            let finding = report.finding(span, message(document, topic, line.span)).label(LABEL);
            finding.help(title).fix(fix);
        }
        let above_tail = above_tail(document);
        for link in links(document) {
            // What is a line of its own was reported as one, or is reported with those below it.
            let before = reported.partition_point(|span| span.end <= link.span.start);
            let is_reported = reported.get(before).is_some_and(|span| span.start <= link.span.start);
            if is_reported || above_tail.range().contains(&link.span.start) {
                continue;
            }
            let message = message(document, Topic::RelatedLink, link.span);
            let finding = report.finding(link.span, message).label(LABEL);
            match link.edit {
                Some(edit) => finding.help(REMOVAL).fix(Fix::risky(REMOVAL, [edit])),
                None => finding.help("remove it with the headline behind it"),
            };
        }
    }
}

/// The lines between those at the edges that are not blank, but for what the last lines are the end of: that is reported
/// with them.
fn middle<'d>(document: &'d Document<'_>) -> impl Iterator<Item = &'d Line> + Clone {
    let edges = document.edges().lines();
    let start = edges.iter().rev().find(|line| line.edge == Edge::Head).map_or(0, |line| line.line.span.end);
    let end = above_tail(document).start;
    let lines = document.lines();
    let from = lines.partition_point(|line| line.span.start < start);
    let middle = lines.get(from..).unwrap_or_default().iter().take_while(move |line| line.span.start < end);
    middle.filter(|line| !document.is_blank(line))
}

/// What stands above the last lines and is reported with them: comments and lists of links that they are the end of.
fn above_tail(document: &Document<'_>) -> Span {
    let edges = document.edges();
    let tail = edges.lines().iter().find(|line| line.edge == Edge::Tail).map_or(0, |line| line.line.span.start);
    let headings = edges.blocks().iter().filter_map(|block| block.heading);
    Span::new(headings.map(|heading| heading.span.start).fold(tail, usize::min), tail)
}

/// Whether the first lines of a document are those of a page: at least one is known to be, and the others may be titles.
fn is_page_above(document: &Document<'_>) -> bool {
    let mut head = document.edges().lines().iter().filter(|line| line.edge == Edge::Head);
    head.clone().any(|line| line.block.is_some())
        && head.all(|line| line.block.is_some() || is_headline(document, &line.line))
}

/// What a line says about the text, if it says when that was published: below the first lines of a page, it belongs to
/// those.
fn about_the_text(document: &Document<'_>, line: &Line) -> Option<Topic> {
    let text = document.str(line.span).filter(|text| text.len() <= LONGEST)?;
    let found = find_furniture(text, document.language());
    let topic = found.iter().map(|found| found.phrase.topic()).find(|topic| topic.is_about_the_text())?;
    match topic {
        Topic::Dateline | Topic::Update => read(text, document.language()).map(|_| topic),
        Topic::ReadingTime => Some(topic),
        _ => None,
    }
}

/// How many of `lines`, which follow a heading, are headlines that belong to it. Above a paragraph it is the first one at
/// most, since the next may head a section of the text; where something of the page follows, all of them are.
fn headlines<'d>(document: &Document<'_>, mut lines: impl Iterator<Item = &'d Line>) -> usize {
    let mut count = 0;
    for line in lines.by_ref().take(MOST_HEADLINES + 1) {
        if document.str(line.span).and_then(topic).is_some() {
            return count;
        }
        if !is_headline(document, line) {
            return count.min(1);
        }
        count += 1;
    }
    let edges = document.edges();
    let mut tail = edges.lines().iter().filter(|line| line.edge == Edge::Tail);
    let is_page_below = tail.next().is_some_and(|line| line.block.is_some());
    if is_page_below && count <= MOST_HEADLINES { count } else { count.min(1) }
}

/// Whether a line may be a headline in the middle of a text. What ends in `…` is none: there, a teaser that breaks off
/// cannot be told from a sentence that does. Of other signs, those of the languages that the rule speaks for end none.
fn is_headline(document: &Document<'_>, line: &Line) -> bool {
    let text = if line.span.len() > LONGEST_HEADLINE { None } else { document.str(line.span) };
    text.is_some_and(|text| !text.trim_end().ends_with(['.', ',', ';', ':', '\u{2026}']))
}

/// What a line belongs to, if that is the page, and whether it is no more than a heading. Of languages without data, too
/// little is known to be certain.
fn topic(text: &str) -> Option<(Topic, bool)> {
    static PHRASES: LazyLock<Phrasebook> = LazyLock::new(|| knowledge().furniture.subset(is_certain));
    let found = if text.len() > LONGEST { Vec::new() } else { PHRASES.find_all(text) };
    // No headline begins with a small letter.
    let found = found.iter().find(|found| found.phrase.mode() != Mode::Teaser || !found.goes_on)?;
    // Speech, in novels and plays, begins with a dash.
    let is_said = text.trim_start().starts_with(['-', '\u{2013}', '\u{2014}']);
    let is_heading = found.rest.trim_start_matches([':', ' ']).is_empty();
    (!is_said).then_some((found.phrase.topic(), is_heading))
}

/// Whether a phrase tells what a line is wherever that stands.
fn is_certain(phrase: &Phrase) -> bool {
    let (mode, words) = (phrase.mode(), phrase.words());
    match phrase.topic() {
        _ if mode == Mode::Last => false,
        Topic::Advertising => mode != Mode::Brief,
        Topic::RelatedLink | Topic::RelatedMedia => match mode {
            Mode::ShortLabel | Mode::Brief => false,
            Mode::Teaser => true,
            _ => words > 1,
        },
        Topic::CommentHeading | Topic::Newsletter | Topic::Paywall => words > 1 && mode != Mode::Brief,
        // "Social media" is a heading of texts too.
        Topic::Share => words > 2 || (words > 1 && mode == Mode::Start),
        _ => false,
    }
}

/// ``a pointer to other articles stands in the text: `Lire aussi : …` ``
fn message(document: &Document<'_>, topic: Topic, span: Span) -> String {
    quoting(&format!("{} stands in the text", name(topic)), span.of(document.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_line_belongs_to_is_known_by_phrases_that_texts_do_not_have() {
        for (line, expected) in [
            ("Advertisement", Some(Topic::Advertising)),
            ("ANZEIGE", Some(Topic::Advertising)),
            ("Publicité", Some(Topic::Advertising)),
            ("Lire aussi : Le pont du port sera fermé", Some(Topic::RelatedLink)),
            ("Lesen Sie auch: Der Hafen wird geschlossen", Some(Topic::RelatedLink)),
            ("Share on Facebook", Some(Topic::Share)),
            ("Sign up for our newsletter", Some(Topic::Newsletter)),
            // Headings, speech, and what may be about a picture.
            ("Archive", None),
            ("Comments", None),
            ("Social media", None),
            ("Leggi anche il tempo, fuori dalla finestra", None),
            ("– Share on Facebook!", None),
            ("Read: the mayor", None),
            ("Photo: Jane Doe", None),
            ("The bridge is closed.", None),
        ] {
            assert_eq!(topic(line).map(|(topic, _)| topic), expected, "{line}");
        }
    }
}
