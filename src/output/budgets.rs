//! The rows of the verdict, in words. All text in them is sanitised.

use super::Options;
use super::message::OPTIONS;
use super::report::{Head, Run};
use super::sanitize::short;
use crate::config::{Limit, Per};
use crate::gate::{Group, GroupName, Groups, Measured, Row, State, What, Why};
use crate::number::{counted, grouped};

/// How much of the name of a file or of a source is shown, in columns.
const NAME: usize = 60;

/// How many files or sources are named in words.
const NAMED: usize = 3;

/// A row in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judged {
    /// How it ended.
    pub(super) state: &'static str,
    /// What was judged: `duplicate-text per file`.
    pub(super) name: String,
    /// What was found, and how much is allowed.
    pub(super) found: String,
}

impl Judged {
    /// Puts `row` into words.
    pub(super) fn new(row: &Row, head: &Head<'_>, options: &Options) -> Self {
        let found = match (&row.groups, row.state) {
            (Some(groups), state) => {
                let mut found = of_groups(groups, row, head, options);
                if state == State::Undecided(Why::Unread) {
                    found.push_str("; something could not be read");
                }
                found
            }
            (None, state) => format!("{}, {} allowed{}", measured(row.measured, row.limit), row.limit, because(state)),
        };
        Self { state: state(row.state), name: name(row), found }
    }
}

/// The budgets of a run that are not kept, in words, one line each: for whoever does not show the verdict.
pub fn broken(run: &Run<'_>) -> Vec<String> {
    let head = Head::new(run);
    let rows = run.judgement.budgets().filter(|row| row.state != State::Pass);
    rows.map(|row| {
        let Judged { state, name, found } = Judged::new(row, &head, &OPTIONS);
        format!("budget `{name}` {state}: {found}")
    })
    .collect()
}

/// How a row ended, in a word.
pub(super) const fn state(state: State) -> &'static str {
    match state {
        State::Pass => "passed",
        State::Fail => "failed",
        State::Undecided(_) => "not decided",
    }
}

/// What was judged.
pub(super) fn name(row: &Row) -> String {
    let what = match &row.what {
        What::AtOrAbove(severity) => format!("{severity} or worse"),
        What::Named(name) => name.clone(),
    };
    match row.per {
        Per::Run => what,
        Per::File => format!("{what} per file"),
        Per::Source => format!("{what} per source"),
    }
}

/// What was found, in the unit of the limit.
fn measured(measured: Measured, limit: Limit) -> String {
    let Measured { findings, documents, of } = measured;
    match limit {
        Limit::Findings(_) => counted(findings, "finding"),
        Limit::Share(_) => format!("{} of {}{}", grouped(documents), counted(of, "document"), percent(documents, of)),
    }
}

/// ` (0.7%)`, as exactly as three digits behind the point are.
fn percent(documents: u64, of: u64) -> String {
    if documents == 0 || of == 0 {
        return String::new();
    }
    let thousandths = u128::from(documents) * 100_000 / u128::from(of);
    let text = format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if thousandths == 0 { " (less than 0.001%)".to_owned() } else { format!(" ({text}%)") }
}

/// Why it cannot be decided.
fn because(state: State) -> String {
    match state {
        State::Pass | State::Fail => String::new(),
        State::Undecided(Why::Unread) => "; something could not be read".to_owned(),
        State::Undecided(Why::TooFew { needed }) => format!("; {}", too_few(needed)),
    }
}

fn too_few(needed: u64) -> String {
    format!("one document is more than that share of so few, at least {} are needed (1 / share)", grouped(needed))
}

fn of_groups(groups: &Groups, row: &Row, head: &Head<'_>, options: &Options) -> String {
    let unit = if row.per == Per::File { "file" } else { "source" };
    let total = counted(groups.total, unit);
    let limit = row.limit;
    let mut parts = Vec::new();
    if groups.failed == 0 && groups.undecided == 0 {
        parts.push(format!("none of {total} has more than {limit}"));
    }
    let have = |count: u64| if count == 1 { "has" } else { "have" };
    if groups.failed > 0 {
        let failed = groups.failed;
        let list = names(groups, |group| group.state == State::Fail, row, head, options);
        parts.push(format!("{} of {total} {} more than {limit}: {list}", grouped(failed), have(failed)));
    }
    if groups.undecided > 0 {
        let undecided = groups.undecided;
        let list = names(groups, |group| group.state != State::Fail, row, head, options);
        let needed = groups.worst.iter().find_map(|group| match group.state {
            State::Undecided(Why::TooFew { needed }) => Some(needed),
            _ => None,
        });
        let too_few = needed.map(|needed| format!("; {}", too_few(needed))).unwrap_or_default();
        let them = if undecided == 1 { "is" } else { "are" };
        parts.push(format!(
            "{} of {total} {them} not decided{}{list}{too_few}",
            grouped(undecided),
            if list.is_empty() { "" } else { ": " }
        ));
    }
    parts.join("; ")
}

fn names(groups: &Groups, wanted: fn(&Group) -> bool, row: &Row, head: &Head<'_>, options: &Options) -> String {
    let all = groups.worst.iter().filter(|group| wanted(group));
    let named: Vec<String> = all
        .take(NAMED)
        .map(|group| format!("{} with {}", group_name(&group.name, head, options), measured(group.measured, row.limit)))
        .collect();
    let count = groups.worst.iter().filter(|group| wanted(group)).count();
    if count > NAMED { format!("{}, …", named.join(", ")) } else { named.join(", ") }
}

/// The name of a file or of a source.
fn group_name(name: &GroupName, head: &Head<'_>, options: &Options) -> String {
    match name {
        GroupName::File(source) => short(&head.path(source), NAME, options),
        GroupName::Source(Some(source)) => format!("`{}`", short(source, NAME, options)),
        GroupName::Source(None) => "what names no source".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{FORMAT, IDENTITY, diagnostic, judged};
    use super::super::{Format, RunReport};
    use super::*;
    use crate::config::{Budget, Counted};
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::linter::Counts;

    const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

    /// A report in `format` of a run with budgets of every kind and of every end.
    fn report(format: Format) -> String {
        let budget = |per, name: &str, severity, limit: &str| {
            let limit = limit.parse().expect("a limit");
            Budget { per, name: name.to_owned(), counted: Counted::Severity(severity), limit, span: 0..0 }
        };
        let budgets = [
            budget(Per::Run, "error", Severity::Error, "2"),
            budget(Per::Run, "warning", Severity::Warning, "2"),
            budget(Per::Run, "warning", Severity::Warning, "0.5%"),
            budget(Per::File, "warning", Severity::Warning, "2"),
            budget(Per::File, "error", Severity::Error, "1"),
            budget(Per::File, "error", Severity::Error, "50%"),
        ];
        let mut found: Vec<Diagnostic> =
            (0..3).map(|_| diagnostic(&IDENTITY, "<b>a,b|c.corpus", TEXT, "second")).collect();
        found.extend((0..2).map(|_| diagnostic(&FORMAT, "b.corpus", TEXT, "first")));
        let counts = Counts { files: 2, documents: 5, ..Counts::default() };
        let found = found.into();
        judged(format, RunReport { findings: &found, counts, failures: &[], version: "0" }, &budgets)
    }

    #[test]
    fn every_report_that_can_hold_it_has_the_verdict() {
        let part = |format, from: &str, to: &str| {
            let text = report(format);
            let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("{format}: {from} is not in {text}"));
            let (part, _) = rest.split_once(to).unwrap_or_else(|| panic!("{format}: {to} is not in {rest}"));
            format!("== {format}\n{}\n", part.trim())
        };
        let parts = [
            part(Format::Human, "documents (2 files).\n", "Failed."),
            part(Format::Json, "\"verdict\":", "\"failures\"").replace("},{", "},\n{"),
            part(Format::Sarif, "\"properties\": {\"files\":2", "\"results\"").replace("},{", "},\n{"),
            part(Format::Github, "corplint: ", "\n"),
            part(Format::Junit, "</properties>\n", "<testcase classname=\"corplint\""),
            part(Format::Markdown, "corplint: failed", "| | rule"),
            part(Format::Html, "<h2>Budgets</h2>", "</table>").replace("<tr>", "\n<tr>"),
        ];
        insta::assert_snapshot!("verdicts", parts.concat());
        let lines = report(Format::JsonLines);
        let summary: serde_json::Value =
            serde_json::from_str(lines.lines().last().expect("a line")).expect("a line is JSON");
        let json: serde_json::Value = serde_json::from_str(&report(Format::Json)).expect("it is JSON");
        assert_eq!(summary["gate"], json["summary"]["gate"]);
    }

    #[test]
    fn a_share_is_told_exactly_enough() {
        for (documents, of, text) in [
            (0, 0, ""),
            (0, 7, ""),
            (1, 3, " (33.333%)"),
            (5, 999, " (0.5%)"),
            (6, 1_000, " (0.6%)"),
            (9, 9, " (100%)"),
            (1, 10_000_000, " (less than 0.001%)"),
        ] {
            assert_eq!(percent(documents, of), text, "{documents} of {of}");
        }
    }
}
