//! The end of the human report: a table of what each rule found, and one line that sums up.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::budgets::Judged;
use super::message::{capital, verdict};
use super::report::Head;
use super::sanitize::width;
use super::summary::{RuleCount, Summary};
use super::wrap::wrap;
use super::{Options, Style};
use crate::linter::Counts;
use crate::number::{counted, grouped};

/// The longest name of a severity.
const SEVERITY_WIDTH: usize = 7;

/// Writes the end of the report for people.
pub(super) fn write(head: &Head<'_>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let summary = &head.summary;
    // Who reads a log by a program, and not on a terminal, finds each line whole.
    let columns = if options.ci_safe { usize::MAX } else { options.style.columns() };
    // Of one finding there is nothing to sum up, unless it is not shown.
    if summary.findings() > u64::from(!options.statistics) {
        writeln!(out, "{}", table(&summary.by_rule, options.style, columns))?;
    }
    let line = last_line(summary, head.counts, head.failures.len());
    writeln!(out, "{}", wrap(&line, columns, columns).join("\n"))?;
    budgets(head, options, columns, out)
}

/// How each budget ended, and the verdict. Without budgets, the findings say it all.
fn budgets(head: &Head<'_>, options: &Options, columns: usize, out: &mut dyn Write) -> io::Result<()> {
    if head.judgement.budgets().next().is_none() {
        return Ok(());
    }
    let rows: Vec<Judged> = head.judgement.rows.iter().map(|row| Judged::new(row, head, options)).collect();
    let state_width = rows.iter().map(|row| row.state.len()).max().unwrap_or(0);
    let name_width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    writeln!(out)?;
    for Judged { state, name, found } in &rows {
        let line = format!("{state:<state_width$}  {name:<name_width$}  {found}");
        if width(&line) <= columns {
            writeln!(out, "{line}")?;
        } else {
            write!(out, "{state:<state_width$}  {name}\n{}", below(found, state_width + 2, columns))?;
        }
    }
    writeln!(out, "\n{}.", capital(verdict(head.verdict)))
}

/// What each rule found, one line each. Where lines are narrow, what can be fixed stands below.
fn table(rows: &[RuleCount], style: Style, columns: usize) -> String {
    let count_width = rows.iter().map(|row| grouped(row.count).len()).max().unwrap_or(0);
    let id_width = rows.iter().map(|row| row.rule.id.len()).max().unwrap_or(0);
    let rest_width = rows.iter().map(|row| fixable(row).len()).max().unwrap_or(0);
    let is_narrow = SEVERITY_WIDTH + count_width + id_width + rest_width + 6 > columns;
    let mut table = String::new();
    for row in rows {
        let severity = style.severity(row.severity, &format!("{:<SEVERITY_WIDTH$}", row.severity.name()));
        let (count, fixable) = (grouped(row.count), fixable(row));
        let beside = if is_narrow { "" } else { &*fixable };
        let line = format!("{severity}  {count:>count_width$}  {:<id_width$}  {beside}", row.rule.id);
        table.push_str(line.trim_end());
        table.push('\n');
        if is_narrow && !fixable.is_empty() {
            table.push_str(&below(&fixable, SEVERITY_WIDTH + 2, columns));
        }
    }
    table
}

/// `text` in lines of its own, below a line that has no room for it.
fn below(text: &str, indent: usize, columns: usize) -> String {
    let room = columns.saturating_sub(indent);
    let lines = wrap(text, room, room);
    lines.into_iter().fold(String::new(), |below, line| format!("{below}{:indent$}{line}\n", ""))
}

fn fixable(row: &RuleCount) -> String {
    match (row.safe, row.risky) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{} fixable", grouped(safe)),
        (0, risky) => format!("{} fixable with --unsafe-fixes", grouped(risky)),
        (safe, risky) => format!("{} fixable, {} more with --unsafe-fixes", grouped(safe), grouped(risky)),
    }
}

/// How it went, in one line.
fn last_line(summary: &Summary, counts: Counts, failures: usize) -> String {
    let files = counted(counts.files, "file");
    let severities = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")];
    let found: Vec<String> =
        severities.iter().filter(|(count, _)| *count > 0).map(|(count, name)| counted(*count, name)).collect();
    let documents = counted(counts.documents, "document");
    let mut line = match found.as_slice() {
        // To have looked at nothing is no praise.
        [] if counts.files == 0 => "No file was checked".to_owned(),
        [] => format!("No problems in {documents} ({files})"),
        [first @ .., last] => {
            let found = if first.is_empty() { last.clone() } else { format!("{} and {last}", first.join(", ")) };
            match summary.documents {
                0 => format!("Found {found} outside of documents, in {files} with {documents}"),
                with_findings => format!("Found {found} in {} of {documents} ({files})", grouped(with_findings)),
            }
        }
    };
    let accepted = counts.accepted;
    for (count, by) in [
        (accepted.by_documents, "allowed by the documents themselves"),
        (accepted.by_configuration, "allowed by the configuration"),
        (accepted.by_baseline, "in the baseline"),
    ] {
        if count > 0 {
            // Writing to a string does not fail.
            let _ = write!(line, "; {} {by}", grouped(count));
        }
    }
    if failures > 0 {
        let _ = write!(line, "; {} could not be read", counted(failures, "file"));
    }
    line.push('.');
    line
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{FORMAT, IDENTITY, diagnostic, written, written_with};
    use super::*;
    use crate::diagnostic::{Diagnostic, PlacedFix};
    use crate::fix::Applicability;
    use crate::linter::Accepted;

    const TEXT: &str = "<<<FILE>>> report-1\nwrong\n";

    fn with_fix(applicability: Applicability) -> Diagnostic {
        let fix = PlacedFix { title: "take it away".to_owned(), applicability, edits: Vec::new() };
        Diagnostic { fix: Some(fix), ..diagnostic(&IDENTITY, "a", TEXT, "wrong") }
    }

    #[test]
    fn the_summary_counts() {
        let safe = with_fix(Applicability::Safe);
        let found = [
            with_fix(Applicability::Unsafe),
            safe,
            with_fix(Applicability::Unsafe),
            diagnostic(&FORMAT, "b", TEXT, "wrong"),
        ];
        let shown = written(Format::Human, &found);
        let (_, table) = shown.split_at(shown.rfind("\n\nerror ").expect("there is a table"));
        insta::assert_snapshot!(table.trim_start(), @r"
        error    3  sample-identity  1 fixable, 2 more with --unsafe-fixes
        warning  1  sample-format

        Found 3 errors and 1 warning in 2 of 5 documents (1 file).
        ");
    }

    #[test]
    fn on_a_terminal_the_last_line_breaks_between_words() {
        let style = Style { width: 40, ..Style::default() };
        let found = [diagnostic(&FORMAT, "b", TEXT, "wrong")];
        let shown = |ci_safe| written_with(Format::Human, &found, &Options { style, ci_safe, ..Options::default() });
        assert!(shown(false).ends_with("\nFound 1 warning in 1 of 5 documents (1\nfile).\n"), "{}", shown(false));
        assert!(shown(true).ends_with("\nFound 1 warning in 1 of 5 documents (1 file).\n"), "{}", shown(true));
    }

    #[test]
    fn on_a_narrow_terminal_what_can_be_fixed_stands_below_its_rule() {
        let style = Style { width: 40, ..Style::default() };
        let found =
            [with_fix(Applicability::Safe), with_fix(Applicability::Unsafe), diagnostic(&FORMAT, "b", TEXT, "wrong")];
        let shown = |ci_safe| {
            let options = Options { style, ci_safe, ..Options::default() };
            let shown = written_with(Format::Human, &found, &options);
            shown.split_at(shown.rfind("\n\nerror ").expect("there is a table")).1.trim_start().to_owned()
        };
        insta::assert_snapshot!(shown(false), @r"
        error    2  sample-identity
                 1 fixable, 1 more with
                 --unsafe-fixes
        warning  1  sample-format

        Found 2 errors and 1 warning in 2 of 5
        documents (1 file).
        ");
        insta::assert_snapshot!(shown(true), @r"
        error    2  sample-identity  1 fixable, 1 more with --unsafe-fixes
        warning  1  sample-format

        Found 2 errors and 1 warning in 2 of 5 documents (1 file).
        ");
    }

    #[test]
    fn the_last_line_says_how_it_went() {
        let counts = Counts { files: 2, documents: 5, ..Counts::default() };
        let line = |summary: Summary, counts| last_line(&summary, counts, 0);
        assert_eq!(line(Summary::default(), counts), "No problems in 5 documents (2 files).");
        assert_eq!(line(Summary::default(), Counts::default()), "No file was checked.");
        let accepted = Accepted { by_documents: 3, by_configuration: 2, by_baseline: 1 };
        let allowed = Counts { accepted, files: 1, ..counts };
        assert_eq!(
            last_line(&Summary::default(), allowed, 1),
            "No problems in 5 documents (1 file); 3 allowed by the documents themselves; 2 allowed by the \
             configuration; 1 in the baseline; 1 file could not be read.",
        );
        let found = Summary { errors: 1, warnings: 2, infos: 3, documents: 4, ..Summary::default() };
        assert_eq!(line(found, counts), "Found 1 error, 2 warnings and 3 infos in 4 of 5 documents (2 files).");
        let outside = Summary { errors: 1, ..Summary::default() };
        assert_eq!(line(outside, counts), "Found 1 error outside of documents, in 2 files with 5 documents.");
    }
}
