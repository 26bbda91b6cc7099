//! A test case for each file, as `JUnit` reports them: it fails if the verdict would fail for the file alone.
//!
//! What does not count for the verdict is told below a test case that passes, so that red here is red in the exit code
//! too. Many readers show only the first failure of a test case, so there is only one, which lists the findings.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::budgets::Judged;
use super::message::{OPTIONS, found, message, reason};
use super::report::{Head, Reporter};
use super::summary::is_failing;
use super::xml::escaped;
use crate::diagnostic::Diagnostic;
use crate::gate::{Row, State};
use crate::linter::{CheckedFile, Failure};
use crate::number::counted;

/// How many findings of a file are listed.
const LISTED: usize = 100;

/// A `JUnit` report.
#[derive(Default)]
pub(super) struct Junit {
    /// How many of the files have been written.
    written: usize,
    case: Case,
    /// The files that could not be read, or not to their end, and why.
    failed: HashMap<PathBuf, String>,
}

/// What is known of the file whose findings are coming.
#[derive(Default)]
struct Case {
    lines: Vec<String>,
    findings: u64,
    failing: u64,
    /// The rules and the line of the first finding that counts.
    first: Option<(&'static str, u64)>,
}

impl Junit {
    /// Writes the test cases of files up to the one that is at `path`, or all that are left.
    fn write_up_to(&mut self, path: Option<&Path>, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        while let Some(file) = head.files.get(self.written).filter(|file| Some(file.source.path()) != path) {
            self.written += 1;
            let case = std::mem::take(&mut self.case);
            let failure = self.failed.get(file.source.path()).map(String::as_str);
            write_case(file, &case, failure, head, out)?;
        }
        Ok(())
    }
}

impl Reporter for Junit {
    fn begin(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        let files: HashSet<&Path> = head.files.iter().map(|file| file.source.path()).collect();
        for failure in head.failures {
            self.failed.entry(failure.source.path().to_owned()).or_insert_with(|| reason(failure));
        }
        let mut elsewhere: Vec<&Failure> = Vec::new();
        let mut seen = HashSet::new();
        for failure in head.failures {
            let path = failure.source.path();
            if !files.contains(path) && seen.insert(path) {
                elsewhere.push(failure);
            }
        }
        let state = |wanted: fn(State) -> bool| head.judgement.budgets().filter(|row| wanted(row.state)).count();
        let budgets = head.judgement.budgets().count();
        let open = state(|state| matches!(state, State::Undecided(_)));
        let (tests, errors) = (head.files.len() + elsewhere.len() + budgets, self.failed.len() + open);
        let failures = head.summary.failing_files + state(|state| state == State::Fail) as u64;
        let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"");
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<testsuites name=\"corplint\" {counts}>")?;
        writeln!(out, "  <testsuite name=\"corplint\" {counts}>")?;
        writeln!(out, "    <properties>")?;
        let numbers = [
            ("documents", head.counts.documents),
            ("findings.error", head.summary.errors),
            ("findings.warning", head.summary.warnings),
            ("findings.info", head.summary.infos),
        ];
        for (name, number) in numbers {
            writeln!(out, "      <property name=\"{name}\" value=\"{number}\"/>")?;
        }
        writeln!(out, "    </properties>")?;
        for row in head.judgement.budgets() {
            write_budget(row, head, out)?;
        }
        for failure in elsewhere {
            let (name, reason) = (escaped(&head.path(&failure.source)), escaped(&reason(failure)));
            writeln!(out, "    <testcase classname=\"corplint\" name=\"{name}\">")?;
            writeln!(out, "      <error type=\"unreadable-file\" message=\"{reason}\"/>\n    </testcase>")?;
        }
        Ok(())
    }

    fn finding(&mut self, head: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        self.write_up_to(Some(diagnostic.source.path()), head, out)?;
        let case = &mut self.case;
        case.findings += 1;
        let start = diagnostic.place.start;
        if is_failing(diagnostic.severity, head.fail_at) {
            case.failing += 1;
            case.first.get_or_insert((diagnostic.rule.id, start.line));
        }
        if case.lines.len() < LISTED {
            let (severity, rule) = (diagnostic.severity.name(), diagnostic.rule.id);
            case.lines.push(format!("{}:{}: {severity}[{rule}] {}", start.line, start.column, message(diagnostic)));
        }
        Ok(())
    }

    fn end(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.write_up_to(None, head, out)?;
        writeln!(out, "    <system-out>{}</system-out>", escaped(&found(head)))?;
        writeln!(out, "  </testsuite>\n</testsuites>")
    }
}

/// A budget is a test case too.
fn write_budget(row: &Row, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Judged { name, found, .. } = Judged::new(row, head, &OPTIONS);
    let (name, found) = (escaped(&format!("{name} at most {}", row.limit)), escaped(&found));
    write!(out, "    <testcase classname=\"corplint.gate\" name=\"{name}\"")?;
    match row.state {
        State::Pass => writeln!(out, "/>"),
        State::Fail => {
            writeln!(out, ">\n      <failure type=\"budget\" message=\"{found}\">{found}</failure>\n    </testcase>")
        }
        State::Undecided(_) => {
            writeln!(out, ">\n      <error type=\"undecided\" message=\"{found}\"/>\n    </testcase>")
        }
    }
}

fn write_case(
    file: &CheckedFile,
    case: &Case,
    failure: Option<&str>,
    head: &Head<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let path = escaped(&head.path(&file.source));
    let count = counted(file.documents, "document");
    write!(out, "    <testcase classname=\"corplint\" name=\"{path}\" file=\"{path}\"")?;
    if let Some((_, line)) = case.first {
        write!(out, " line=\"{line}\"")?;
    }
    if case.findings == 0 && failure.is_none() {
        return writeln!(out, "/>");
    }
    writeln!(out, ">")?;
    if let Some(failure) = failure {
        writeln!(out, "      <error type=\"unreadable-file\" message=\"{}\"/>", escaped(failure))?;
    }
    let left_out = case.findings.saturating_sub(case.lines.len() as u64);
    let more = if left_out > 0 { format!("\nand {} more", counted(left_out, "finding")) } else { String::new() };
    let list = format!("{}{more}", case.lines.join("\n"));
    match case.first {
        Some((rule, _)) => {
            let message = format!("{} in {count}", counted(case.failing, "finding"));
            let (message, list) = (escaped(&message), escaped(&list));
            writeln!(out, "      <failure type=\"{rule}\" message=\"{message}\">{list}</failure>")?;
        }
        None if case.findings > 0 => writeln!(out, "      <system-out>{}</system-out>", escaped(&list))?,
        None => {}
    }
    writeln!(out, "    </testcase>")
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::super::samples::{FORMAT, IDENTITY, diagnostic, written, written_of};
    use super::super::{Format, RunReport};
    use crate::linter::{Counts, Failure};
    use crate::source::Source;

    const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

    #[test]
    fn a_file_is_a_test_case_and_fails_as_the_verdict_does() {
        let found = [
            diagnostic(&FORMAT, "mild.corpus", TEXT, "first"),
            diagnostic(&IDENTITY, "bad.corpus", TEXT, "first"),
            diagnostic(&FORMAT, "bad.corpus", TEXT, "second"),
        ];
        let failures = [Failure { source: Source::file("gone").into(), error: io::Error::other("it is <gone>") }];
        let counts = Counts { files: 2, documents: 2, ..Counts::default() };
        let found = found.to_vec().into();
        let report = RunReport { findings: &found, counts, failures: &failures, version: "0" };
        insta::assert_snapshot!("test_cases", written_of(Format::Junit, report));
    }

    #[test]
    fn of_many_findings_in_a_file_a_hundred_are_listed() {
        let many: Vec<_> = (0..150).map(|_| diagnostic(&IDENTITY, "a", TEXT, "first")).collect();
        let text = written(Format::Junit, &many);
        assert_eq!(text.matches("error[sample-identity]").count(), 100);
        assert!(text.contains("150 findings in 1 document") && text.contains("and 50 findings more"), "{text}");
    }
}
