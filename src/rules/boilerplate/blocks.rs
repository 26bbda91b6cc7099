//! How the rules about the edges of documents report the blocks of their topics.

use crate::document::{Block, Document, Edge};
use crate::fix::{Edit, Fix};
use crate::lang::{Language, Topic};
use crate::rule::Report;
use crate::rules::code::{is_marked, marked_code};
use crate::rules::wording::shown;
use crate::span::Span;

/// What a rule says of its blocks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wording {
    /// A few words at the place.
    pub(super) label: &'static str,
    /// What to do, if that is not to remove the lines.
    pub(super) help: Option<&'static str>,
    /// Whether there is a fix that removes the lines.
    pub(super) removes: bool,
}

/// Reports the blocks of `topic`.
#[inline]
pub(super) fn report_blocks(document: &Document<'_>, topic: Topic, wording: Wording, report: &mut Report<'_>) {
    // Most documents have none of any topic, and many rules ask.
    if !document.edges().blocks().is_empty() {
        report_those_of(document, topic, wording, report);
    }
    if let Some(trailing) = document.edges().trailing().filter(|trailing| trailing.topic == topic) {
        let said = format!("{} stands behind the last sentence of the text", name(topic));
        let finding = report.finding(trailing.span, quoting(&said, trailing.span.of(document.bytes())));
        let title = "remove the words";
        finding.label(wording.label).help(title).fix(Fix::risky(title, [Edit::delete(trailing.removal)]));
    }
}

fn report_those_of(document: &Document<'_>, topic: Topic, wording: Wording, report: &mut Report<'_>) {
    let mut code = None;
    for block in document.edges().blocks().iter().filter(|block| block.topic == topic) {
        // A program that the text marks as one was not left there by another program.
        let mut is_code = || is_marked(code.get_or_insert_with(|| marked_code(document)), block.span().start);
        if topic == Topic::Debris && is_code() {
            continue;
        }
        let finding = report.finding(block.span(), message(document, block)).label(wording.label);
        let (title, from) = match block.heading {
            Some(heading) => {
                let (here, title) = match topic {
                    Topic::ReaderComment => ("the comments begin here", "remove the comments, from their heading on"),
                    _ => ("the list begins here", "remove the list"),
                };
                finding.related(heading.span, here);
                (title, heading.span.start)
            }
            None if block.lines == 1 => ("remove the line", block.first.span.start),
            None => ("remove the lines", block.first.span.start),
        };
        finding.help(wording.help.unwrap_or(if wording.removes { title } else { "keep it only if it is wanted" }));
        if wording.removes {
            finding.fix(Fix::risky(title, [Edit::delete(document.removal(Span::new(from, block.span().end)))]));
        }
    }
}

/// What lines of a topic are called, with an article: "a comment heading".
pub(super) const fn name(topic: Topic) -> &'static str {
    match topic {
        Topic::Advertising => "a label of advertising",
        Topic::Byline => "a byline",
        Topic::Cookie => "a notice about cookies or consent",
        Topic::Copyright => "a notice of rights",
        Topic::Credit => "a credit",
        Topic::DonationAppeal => "an appeal for support",
        Topic::Newsletter => "a prompt to subscribe to a newsletter or an app",
        Topic::OpinionDisclaimer => "an opinion disclaimer",
        Topic::Debris => "a remnant of code or of something embedded",
        Topic::Navigation => "a menu or button of the page",
        Topic::Paywall => "a notice for subscribers",
        Topic::ReaderComment => "what belongs to reader comments",
        Topic::ReadingTime => "a reading time",
        Topic::RelatedLink => "a pointer to other articles",
        Topic::RelatedMedia => "a pointer to other media",
        Topic::Republication => "a notice of the publisher about the text",
        Topic::Share => "a prompt to share, follow or print",
        Topic::Tags => "a list of tags",
        Topic::CommentHeading => "a comment heading",
        Topic::Dateline | Topic::Update => "a date line",
    }
}

/// The most characters of a message. What is quoted is cut, so that it stays below.
const LONGEST: usize = 118;

/// ``a comment heading in German stands at the end of a text in French: `Kommentare` ``
fn message(document: &Document<'_>, block: &Block) -> String {
    let what = name(block.topic);
    let at = place(document, block);
    let extent = match block.lines {
        1 => String::new(),
        lines => format!(" ({lines} lines)"),
    };
    let said = match foreign(block.languages, document) {
        Some((line, document)) => format!("{what} in {line} stands {at} of a text in {document}{extent}"),
        None => format!("{what} stands {at} of the text{extent}"),
    };
    quoting(&said, block.anchor.span.of(document.bytes()))
}

/// Where in its text a block stands: `at the end` only where nothing of the text follows, since one of the last lines may
/// well have a paragraph below it, and in a short document the second line is one of the last.
fn place(document: &Document<'_>, block: &Block) -> &'static str {
    let span = block.span();
    let lines = document.edges().lines();
    let text = || lines.iter().filter(|line| line.block.is_none());
    // What stands between the lines at the two ends is text.
    let edge = |wanted| lines.iter().filter(move |line| line.edge == wanted).map(|line| line.line);
    let middle = edge(Edge::Head).next_back().zip(edge(Edge::Tail).next());
    let has_middle = middle.is_some_and(|(above, below)| {
        let between = Span::new(above.full_span().end, below.span.start).of(document.bytes());
        !between.trim_ascii().is_empty()
    });
    let follows = text().any(|line| line.line.span.start > span.end) || (block.edge == Edge::Head && has_middle);
    let precedes = text().any(|line| line.line.span.end < span.start) || (block.edge == Edge::Tail && has_middle);
    let body = document.body();
    let is_nearer_start = span.start.saturating_sub(body.start) < body.end.saturating_sub(span.end);
    match (precedes, follows, block.edge) {
        (false, true, _) | (false, false, Edge::Head) => "at the start",
        (true, false, _) | (false, false, Edge::Tail) => "at the end",
        (true, true, _) if is_nearer_start => "near the start",
        (true, true, _) => "near the end",
    }
}

/// `said`, and a line or as much of it as there is room for.
pub(super) fn quoting(said: &str, line: &[u8]) -> String {
    let quoted = shown(line).trim().replace('`', "'");
    let room = LONGEST.saturating_sub(said.chars().count() + 4);
    if quoted.chars().count() <= room {
        return format!("{said}: `{quoted}`");
    }
    let quoted: String = quoted.trim_end_matches('…').chars().take(room.saturating_sub(1)).collect();
    format!("{said}: `{}…`", quoted.trim_end())
}

/// The language of a phrase that only one has, and that of the document around it, if that is another. A language that the
/// document does not say is not looked for: that takes a hundred times longer than to find the phrase.
fn foreign(phrase: &[Language], document: &Document<'_>) -> Option<(Language, Language)> {
    let own = document.declared_language()?;
    // Of what several languages have, such as "Loading", nobody knows which one it was.
    let [only] = phrase else { return None };
    (*only != own).then_some((*only, own))
}
