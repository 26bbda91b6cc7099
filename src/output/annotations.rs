//! Annotations in the log of a service, which shows ten of each level for a step and drops the others. So at most ten
//! are written, of as many rules and files as can be, and where there are more, the last one says so.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use super::message::{OPTIONS, because, capital, elsewhere, failures, found, help, message, verdict};
use super::region::Region;
use super::report::{Head, Reporter};
use super::selection::Selection;
use crate::diagnostic::{Diagnostic, Severity};
use crate::number::{counted, grouped};
use crate::source::Source;

/// How many annotations of a level are shown for a step.
const MOST: u64 = 10;

/// How many of these may be about files that could not be read.
const MOST_FAILURES: usize = 3;

/// Something that is to be shown beside a line, or for the whole step. All of it is harmless.
#[derive(Clone, Debug)]
pub(super) struct Annotation<'a> {
    pub(super) severity: Severity,
    pub(super) path: Option<String>,
    pub(super) region: Option<Region>,
    /// The id of a rule, or what the annotation is about.
    pub(super) title: &'a str,
    /// What is wrong, and on lines of their own which other place belongs to it and what to do.
    pub(super) message: String,
}

/// Writes an annotation as a service reads it; nothing if the service has no such level.
pub(super) type Render = fn(&Annotation<'_>) -> Option<String>;

/// Annotations that are still to be written.
pub(super) struct Annotations {
    render: Render,
    quiet: bool,
    selection: Selection,
    /// What has been chosen so far, of each severity and rule.
    held: BTreeMap<(Severity, &'static str), Vec<Held>>,
    number: u64,
}

/// An annotation that has been chosen, and may have to give way to one in another file.
struct Held {
    source: Arc<Source>,
    /// Its place among all findings.
    number: u64,
    text: String,
}

impl Annotations {
    /// Annotations as a service reads them; if `quiet`, without a last line for the log.
    pub(super) const fn new(render: Render, quiet: bool) -> Self {
        let selection = Selection { left: BTreeMap::new(), shown: 0, left_out: 0 };
        Self { render, quiet, selection, held: BTreeMap::new(), number: 0 }
    }

    fn write(&self, annotation: &Annotation<'_>, out: &mut dyn Write) -> io::Result<()> {
        (self.render)(annotation).map_or(Ok(()), |text| writeln!(out, "{text}"))
    }
}

impl Reporter for Annotations {
    fn begin(&mut self, run: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        let shown = run.failures.len().min(MOST_FAILURES);
        self.selection = Selection::of_each_severity(&run.summary.by_rule, |severity| {
            if severity == Severity::Error { MOST - shown as u64 } else { MOST }
        });
        for (number, (path, mut message)) in failures(run).take(shown).enumerate() {
            let others = run.failures.len() - shown;
            if number + 1 == MOST_FAILURES && others > 0 {
                message = format!("{message}; {} more cannot be read", grouped(others as u64));
            }
            let annotation = Annotation {
                severity: Severity::Error,
                path: Some(path),
                region: None,
                title: "unreadable file",
                message,
            };
            self.write(&annotation, out)?;
        }
        Ok(())
    }

    fn finding(&mut self, run: &Head<'_>, diagnostic: &Diagnostic, _: &mut dyn Write) -> io::Result<()> {
        self.number += 1;
        let key = (diagnostic.severity, diagnostic.rule.id);
        let room = usize::try_from(self.selection.left(key)).unwrap_or(usize::MAX);
        let held = self.held.entry(key).or_default();
        if held.len() >= room {
            let Some(place) = least_needed(held, &diagnostic.source) else { return Ok(()) };
            held.remove(place);
        }
        let other = elsewhere(diagnostic, &OPTIONS, |source| run.path(source));
        let lines: Vec<String> = [Some(message(diagnostic)), other, help(diagnostic)].into_iter().flatten().collect();
        let message = lines.join("\n");
        let annotation = Annotation {
            severity: diagnostic.severity,
            path: Some(run.path(&diagnostic.source)),
            region: Some(Region::of(diagnostic)),
            title: diagnostic.rule.id,
            message,
        };
        if let Some(text) = (self.render)(&annotation) {
            held.push(Held { source: Arc::clone(&diagnostic.source), number: self.number, text });
        }
        Ok(())
    }

    fn end(&mut self, run: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut held: Vec<Held> = std::mem::take(&mut self.held).into_values().flatten().collect();
        held.sort_by_key(|held| held.number);
        for held in held {
            writeln!(out, "{}", held.text)?;
        }
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let left_out = run.summary.of(severity).saturating_sub(self.selection.shown_of(severity));
            if left_out > 0 {
                let message = format!("{} not shown here; the other reports have them", counted(left_out, "finding"));
                let title = match severity {
                    Severity::Error => "more errors",
                    Severity::Warning => "more warnings",
                    Severity::Info => "more infos",
                };
                self.write(&Annotation { severity, path: None, region: None, title, message }, out)?;
            }
        }
        if self.quiet {
            return Ok(());
        }
        if run.looked_at_nothing() {
            return writeln!(out, "corplint: {}.", found(run));
        }
        writeln!(out, "corplint: {}. {}: {}.", found(run), capital(verdict(run.verdict)), because(run))
    }
}

/// Which of `held` gives way to a finding in `source`: the last one of the file that has the most, if `source` has none
/// and another has more than one.
fn least_needed(held: &[Held], source: &Arc<Source>) -> Option<usize> {
    let of = |source: &Source| held.iter().filter(|held| held.source.path() == source.path()).count();
    if of(source) > 0 {
        return None;
    }
    let (place, count) =
        held.iter().enumerate().map(|(place, held)| (place, of(&held.source))).max_by_key(|it| it.1)?;
    (count > 1).then_some(place)
}
