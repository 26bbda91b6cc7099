//! Messages that the formats for services share. All of them are sanitised and on one line.

use super::budgets::name;
use super::report::Head;
use super::sanitize::{short, text};
use super::{Options, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::gate::{Row, State, Verdict};
use crate::linter::Failure;
use crate::number::{counted, grouped};
use crate::source::Source;

/// How text is made harmless for services: for a log that anything may read.
pub(super) const OPTIONS: Options = Options {
    style: Style { color: false, unicode: true, width: 100 },
    quiet: false,
    ci_safe: true,
    most: 0,
    statistics: false,
};

/// How much of a message, of a help and of an id is shown, in columns.
const MESSAGE: usize = 400;
const HELP: usize = 300;
const ID: usize = 120;

/// What a diagnostic says, and of which document.
pub(super) fn message(diagnostic: &Diagnostic) -> String {
    let message = short(&diagnostic.message, MESSAGE, &OPTIONS);
    match document(diagnostic) {
        Some(id) => format!("{message} ({id})"),
        None => message,
    }
}

/// The id of its document.
pub(super) fn document(diagnostic: &Diagnostic) -> Option<String> {
    diagnostic.document.as_ref().map(|id| short(id, ID, &OPTIONS))
}

/// What to do about it.
pub(super) fn help(diagnostic: &Diagnostic) -> Option<String> {
    let help = diagnostic.help.as_deref().or(diagnostic.fix.as_ref().map(|fix| fix.title.as_str()));
    help.filter(|help| !help.is_empty()).map(|help| short(help, HELP, &OPTIONS))
}

/// The first of the other places that belong to it, in a few words: `first used here: drop/a.corpus:1:12`.
pub(super) fn elsewhere(
    diagnostic: &Diagnostic,
    options: &Options,
    path: impl Fn(&Source) -> String,
) -> Option<String> {
    let other = diagnostic.related.first()?;
    let start = other.place.start;
    let label = short(&other.label, MESSAGE, options);
    Some(format!("{label}: {}:{}:{}", path(&other.source), start.line, start.column))
}

/// A word at a place.
pub(super) fn label(words: &str) -> String {
    short(words, MESSAGE, &OPTIONS)
}

/// Why a file could not be read.
pub(super) fn reason(failure: &Failure) -> String {
    format!("cannot be read: {}", text(without_number(&failure.error.to_string()), &OPTIONS))
}

/// What the system says, without the number that it says it by, which helps nobody: `(os error 2)` at the end.
pub fn without_number(message: &str) -> &str {
    let parts = message.strip_suffix(')').and_then(|rest| rest.rsplit_once(" (os error "));
    match parts {
        Some((words, number)) if number.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) => words,
        _ => message,
    }
}

/// What was found, in a few words: `3 errors and 1 warning in 2 of 5 documents (1 file)`.
pub(super) fn found(head: &Head<'_>) -> String {
    let severities = [Severity::Error, Severity::Warning, Severity::Info];
    let found: Vec<String> = severities
        .into_iter()
        .filter(|severity| head.summary.of(*severity) > 0)
        .map(|severity| counted(head.summary.of(severity), severity.name()))
        .collect();
    let (documents, files) = (counted(head.counts.documents, "document"), counted(head.counts.files, "file"));
    let with_findings = match head.summary.documents {
        0 => "none".to_owned(),
        documents => grouped(documents),
    };
    match found.as_slice() {
        [] if head.counts.files == 0 => "no file was checked".to_owned(),
        [] => format!("no problems in {documents} ({files})"),
        [one] => format!("{one} in {with_findings} of {documents} ({files})"),
        [first @ .., last] => {
            format!("{} and {last} in {with_findings} of {documents} ({files})", first.join(", "))
        }
    }
}

/// The verdict in a word.
pub(super) const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "passed",
        Verdict::Fail => "failed",
        Verdict::Undecided => "not decided",
    }
}

/// Why the verdict is what it is.
pub(super) fn because(head: &Head<'_>) -> String {
    let severity = head.fail_at.map_or("never", Severity::name);
    let unread = head.failures.len() as u64;
    let mut reasons = Vec::new();
    match (head.verdict, head.fail_at) {
        (Verdict::Undecided, _) if unread > 0 => reasons.push(format!("{} could not be read", counted(unread, "file"))),
        (Verdict::Fail, _) if head.summary.failing > 0 => {
            reasons.push(format!("{} at or above `{severity}`", counted(head.summary.failing, "finding")));
        }
        (Verdict::Pass, Some(_)) => reasons.push(format!("nothing at or above `{severity}`")),
        (Verdict::Pass, None) if head.judgement.rows.is_empty() => return "findings do not count here".to_owned(),
        _ => {}
    }
    let in_state = |wanted: fn(&Row) -> bool| {
        let rows: Vec<String> =
            head.judgement.budgets().filter(|row| wanted(row)).map(|row| format!("`{}`", name(row))).collect();
        (rows.len() as u64, rows.join(", "))
    };
    let (failed, names) = in_state(|row| row.state == State::Fail);
    if failed > 0 {
        reasons.push(format!("{} exceeded: {names}", counted(failed, "budget")));
    }
    let (open, names) = in_state(|row| matches!(row.state, State::Undecided(_)));
    if open > 0 && unread == 0 {
        reasons.push(format!("{} not decided: {names}", counted(open, "budget")));
    }
    let kept = head.judgement.budgets().count() as u64;
    if head.verdict == Verdict::Pass && kept > 0 {
        reasons.push(format!("{} kept", counted(kept, "budget")));
    }
    if reasons.is_empty() { "the job could not be done".to_owned() } else { reasons.join("; ") }
}

/// The files that could not be read, harmless, each with the reason.
pub(super) fn failures<'a>(head: &'a Head<'_>) -> impl Iterator<Item = (String, String)> + 'a {
    head.failures.iter().map(|failure| (head.path(&failure.source), reason(failure)))
}

/// `text` as the start of a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// A place in a few words: the path, and the line if there is one.
pub(super) fn place(head: &Head<'_>, diagnostic: &Diagnostic) -> String {
    format!("{}:{}:{}", head.path(&diagnostic.source), diagnostic.place.start.line, diagnostic.place.start.column)
}
