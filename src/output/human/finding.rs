//! One finding for people: its head, the lines that it is about, and what is said below them.

use std::fmt::Write as _;

use super::graphical;
use crate::diagnostic::{Diagnostic, PlacedFix};
use crate::fix::Applicability;
use crate::number::counted;
use crate::output::sanitize::{short, width};
use crate::output::snippet::{Snippets, Spot};
use crate::output::wrap::wrap;
use crate::output::{Options, path};
use crate::rule::RuleMeta;
use crate::span::Place;

/// How much of a text is shown, in columns. What a rule says may hold what a corpus says, and that has no end.
const MESSAGE: usize = 400;
const HELP: usize = 800;
const LABEL: usize = 160;
const ID: usize = 60;

/// How many other places are shown with a finding.
const RELATED: usize = 6;

/// One finding. Why its rule is there is said where it `is_new`, and not with every finding.
pub(super) fn finding(diagnostic: &Diagnostic, is_new: bool, options: &Options) -> String {
    let style = options.style;
    let head = format!("{}[{}]:", diagnostic.severity, diagnostic.rule.id);
    let message = wrap(
        &short(&diagnostic.message, MESSAGE, options),
        style.columns().saturating_sub(width(&head) + 1),
        style.columns().saturating_sub(4),
    );
    let message: Vec<String> = message.iter().map(|line| style.bold(line)).collect();
    let document = diagnostic.document.as_ref().map(|id| short(id, ID, options));
    let labels = labels(diagnostic, options);
    let shown = spots(diagnostic, &labels);
    let snippets = Snippets::new(&shown, document.as_deref(), options);

    let mut text = graphical::draw(&head, &message.join("\n"), diagnostic.severity, snippets, style);
    for line in places_without_lines(diagnostic, shown.len(), document.as_deref(), &labels) {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  at {line}");
    }
    for (term, words) in footers(diagnostic, is_new, options) {
        let lines = wrap(&words, style.columns().saturating_sub(8), style.columns().saturating_sub(8));
        let _ = writeln!(text, "  {}{}", style.term(&format!("{term:<6}")), lines.join("\n        "));
    }
    text
}

/// The words on the places of a finding, its own first.
fn labels(diagnostic: &Diagnostic, options: &Options) -> Vec<Option<String>> {
    let related = diagnostic.related.iter().take(RELATED);
    let related = related.map(|related| (Some(&related.label), related.place, related.excerpt.as_ref()));
    std::iter::once((diagnostic.label.as_ref(), diagnostic.place, diagnostic.excerpt.as_ref()))
        .chain(related)
        .map(|(label, place, excerpt)| {
            let label = label.map(|label| short(label, LABEL, options)).filter(|label| !label.is_empty());
            match (label, lines(place)) {
                (label, 1) => label,
                // There is a brace around them.
                (label, _) if excerpt.is_some_and(|excerpt| excerpt.more > 0) => label,
                (Some(label), lines) => Some(format!("{label} ({})", counted(lines, "line"))),
                (None, lines) => Some(format!("{} from here", counted(lines, "line"))),
            }
        })
        .collect()
}

/// How many lines a place goes over. Of many, only the first is marked.
const fn lines(place: Place) -> u64 {
    let lines = place.end.line.saturating_sub(place.start.line);
    // A place that ends with a line ending does not reach into the next line.
    if lines > 0 && place.end.column == 1 { lines } else { lines + 1 }
}

/// The places of a finding of which there are lines to show, its own first; none if there are no lines for that.
fn spots<'a>(diagnostic: &'a Diagnostic, labels: &'a [Option<String>]) -> Vec<Spot<'a>> {
    let related = diagnostic.related.iter().map(|related| (&*related.source, related.place, related.excerpt.as_ref()));
    std::iter::once((&*diagnostic.source, diagnostic.place, diagnostic.excerpt.as_ref()))
        .chain(related)
        .zip(labels)
        .map_while(|((source, place, excerpt), label)| {
            Some(Spot { source, place, excerpt: excerpt?, label: label.as_deref() })
        })
        .collect()
}

/// The places of a finding without lines to show: those after the first `shown`.
fn places_without_lines(
    diagnostic: &Diagnostic,
    shown: usize,
    document: Option<&str>,
    labels: &[Option<String>],
) -> Vec<String> {
    let document = document.map(|document| format!(" ({document})"));
    let own = (&diagnostic.source, diagnostic.place, document.unwrap_or_default());
    let related = diagnostic.related.iter().map(|related| (&related.source, related.place, String::new()));
    std::iter::once(own)
        .chain(related)
        .zip(labels)
        .skip(shown)
        .map(|((source, place, document), label)| {
            let label = label.as_ref().map(|label| format!(": {label}")).unwrap_or_default();
            format!("{}:{}:{}{document}{label}", path(source.path()), place.start.line, place.start.column)
        })
        .collect()
}

/// What is said below the lines.
fn footers(diagnostic: &Diagnostic, is_new: bool, options: &Options) -> Vec<(&'static str, String)> {
    let mut footers = Vec::new();
    let hidden = diagnostic.related.len().saturating_sub(RELATED);
    if hidden > 0 {
        footers.push(("note:", format!("and {}", counted(hidden, "more place"))));
    }
    // What the fix says needs no saying twice.
    let title = diagnostic.fix.as_ref().map(|fix| &fix.title);
    let help = diagnostic.help.as_ref().filter(|help| Some(*help) != title);
    footers.extend(help.map(|help| ("help:", short(help, HELP, options))));
    footers.extend(diagnostic.fix.as_ref().map(|fix| ("fix:", promise(fix, options))));
    footers.extend(why(diagnostic.rule).filter(|_| is_new).map(|why| ("why:", why)));
    footers
}

/// What a fix does, and what can be relied on.
fn promise(fix: &PlacedFix, options: &Options) -> String {
    let promise = match fix.applicability {
        Applicability::Safe => "safe: `--fix`",
        Applicability::Unsafe => "look at it first: `--diff --unsafe-fixes`",
        Applicability::DisplayOnly => "only an idea, never made",
    };
    format!("{} ({promise})", short(&fix.title, LABEL, options))
}

/// Why a rule is there: the first sentence of that part of its documentation.
fn why(rule: &RuleMeta) -> Option<String> {
    let why = rule.section("Why")?;
    let words: Vec<&str> = why.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
    let paragraph = words.join(" ");
    let sentence = paragraph.match_indices(". ").find_map(|(index, _)| {
        let next = paragraph.get(index + 2..)?.chars().next()?;
        // A sentence begins with a capital letter or with a name in backticks. After "e.g." goes on what began before.
        let is_end = (next.is_uppercase() || next == '`') && !paragraph.get(..index)?.ends_with("e.g");
        is_end.then(|| paragraph.get(..=index))?
    });
    Some(sentence.unwrap_or(&paragraph).to_owned()).filter(|why| !why.is_empty())
}
