//! The code quality report of GitLab: a list of issues, each with a fingerprint by which the widget of a merge request
//! tells what is new from what is fixed. The name of the check is shown nowhere, so the description begins with it.

use std::io::{self, Write};

use serde::Serialize;

use super::json_text::Items;
use super::message::{failures, message};
use super::report::{Head, Reporter};
use crate::diagnostic::{Diagnostic, Severity};

/// A code quality report.
#[derive(Default)]
pub(super) struct Gitlab {
    issues: Items,
}

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
}

impl Reporter for Gitlab {
    fn begin(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (path, reason) in failures(head) {
            let issue = Issue {
                description: format!("unreadable-file: {reason}"),
                check_name: "unreadable-file",
                fingerprint: format!("unreadable-file:{path}"),
                severity: "blocker",
                location: Location { path, lines: Lines { begin: 1 } },
            };
            self.issues.next(&issue, out)?;
        }
        Ok(())
    }

    fn finding(&mut self, head: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let rule = diagnostic.rule.id;
        let (path, begin) = (head.path(&diagnostic.source), diagnostic.place.start.line.max(1));
        let issue = Issue {
            description: format!("{rule}: {}", message(diagnostic)),
            check_name: rule,
            fingerprint: diagnostic.key().unwrap_or_else(|| format!("{rule}:{path}:{begin}")),
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location { path, lines: Lines { begin } },
        };
        self.issues.next(&issue, out)
    }

    fn end(&mut self, _: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.issues.end(out)?;
        writeln!(out)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Format;
    use super::super::samples::{FORMAT, diagnostic, written};

    const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

    #[test]
    fn a_finding_is_an_issue() {
        let found = diagnostic(&FORMAT, "./drop/a.corpus", TEXT, "second");
        insta::assert_snapshot!("gitlab", written(Format::Gitlab, &[found.clone(), found]));
        assert_eq!(written(Format::Gitlab, &[]), "[]\n");
    }
}
