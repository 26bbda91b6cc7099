//! Reports of one run, several at once: what was counted comes first, then the findings one by one and in order.
//!
//! A report is fed and does not fetch: no format may ask for all findings at once. So a run of which not all findings
//! fit into memory can be reported by the same code, once they are counted and put in order.

use std::io::{self, Write};
use std::sync::Arc;

use super::azure::azure;
use super::checkstyle::Checkstyle;
use super::concise::Concise;
use super::github::github;
use super::gitlab::Gitlab;
use super::html::Html;
use super::human::Human;
use super::job_summary::JobSummary;
use super::json::Json;
use super::json_lines::JsonLines;
use super::junit::Junit;
use super::rdjson::Rdjson;
use super::sarif::Sarif;
use super::summary::Summary;
use super::{Format, Options, Roots, RunReport, path};
use crate::diagnostic::{Diagnostic, Severity};
use crate::gate::{Judgement, Verdict};
use crate::linter::{CheckedFile, Counts, Failure, Item, Profile};
use crate::rule::RuleMeta;
use crate::source::Source;

/// A run, for all of its reports.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// What was found.
    pub report: RunReport<'a>,
    /// How it ended, and why.
    pub judgement: &'a Judgement,
    /// With which code the program ends.
    pub exit_code: u8,
    /// The severity from which on findings count for the verdict; none if no finding does.
    pub fail_at: Option<Severity>,
    /// The files, in order.
    pub files: &'a [CheckedFile],
    /// What the documents say of themselves.
    pub profile: &'a Profile,
    /// What paths are relative to in the formats for services.
    pub roots: &'a Roots,
}

/// What is known of a run before the first finding is shown.
#[derive(Debug)]
pub(super) struct Head<'a> {
    pub(super) counts: Counts,
    pub(super) failures: &'a [Failure],
    pub(super) version: &'a str,
    pub(super) verdict: Verdict,
    pub(super) judgement: &'a Judgement,
    pub(super) exit_code: u8,
    pub(super) fail_at: Option<Severity>,
    pub(super) files: &'a [CheckedFile],
    pub(super) profile: &'a Profile,
    pub(super) roots: &'a Roots,
    pub(super) summary: Summary,
}

impl<'a> Head<'a> {
    pub(super) fn new(run: &Run<'a>) -> Self {
        let RunReport { counts, failures, version, .. } = run.report;
        let Run { judgement, exit_code, fail_at, files, profile, roots, .. } = *run;
        let verdict = judgement.verdict;
        let summary = Summary::new(run.report.findings.counts(), files, fail_at);
        Self { counts, failures, version, verdict, judgement, exit_code, fail_at, files, profile, roots, summary }
    }

    /// Whether a run passed only because it looked at nothing, which is no praise.
    pub(super) fn looked_at_nothing(&self) -> bool {
        self.verdict == Verdict::Pass && self.counts.files == 0
    }

    /// The path of a source as services know it, harmless: relative, with forward slashes.
    pub(super) fn path(&self, source: &Source) -> String {
        path(&self.roots.relative(source.path()))
    }
}

/// A report while it is being written.
pub(super) trait Reporter {
    /// What stands before the findings.
    fn begin(&mut self, _head: &Head<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// The next finding, in the order of files and places.
    fn finding(&mut self, head: &Head<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()>;

    /// More findings of a rule in a file, which were counted and not kept. They come behind the others of the file.
    /// Only a format that says how many findings it shows is told of any.
    fn omitted(&mut self, _source: &Arc<Source>, _rule: &'static RuleMeta, _count: u64) {}

    /// What stands after them.
    fn end(&mut self, _head: &Head<'_>, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A report that is to be written, and where to.
pub struct Target<'a> {
    /// Its format.
    pub format: Format,
    /// How it looks.
    pub options: Options,
    /// Where it goes.
    pub out: &'a mut dyn Write,
}

/// Writes all reports of a run, side by side, and says of each how that went. One that cannot be written costs the
/// others nothing.
pub fn write_all(run: &Run<'_>, targets: &mut [Target<'_>]) -> Vec<io::Result<()>> {
    let head = Head::new(run);
    let mut reporters: Vec<Box<dyn Reporter>> =
        targets.iter().map(|target| reporter(target.format, target.options)).collect();
    let mut results: Vec<io::Result<()>> = targets.iter().map(|_| Ok(())).collect();
    let mut each = |step: &mut dyn FnMut(&mut dyn Reporter, &mut dyn Write) -> io::Result<()>| {
        for ((reporter, target), result) in reporters.iter_mut().zip(targets.iter_mut()).zip(&mut results) {
            if result.is_ok() {
                *result = step(reporter.as_mut(), target.out);
            }
        }
    };
    each(&mut |reporter, out| reporter.begin(&head, out));
    let read = run.report.findings.each(|item| {
        match item {
            Item::Finding(diagnostic) => each(&mut |reporter, out| reporter.finding(&head, &diagnostic, out)),
            Item::Omitted { source, rule, count } => each(&mut |reporter, _| {
                reporter.omitted(&source, rule, count);
                Ok(())
            }),
        }
        true
    });
    // Without all of its findings, a report has no end.
    each(&mut |reporter, out| match &read {
        Ok(()) => reporter.end(&head, out),
        Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
    });
    results
}

/// Writes one report.
pub fn write(format: Format, run: &Run<'_>, options: Options, out: &mut dyn Write) -> io::Result<()> {
    write_all(run, &mut [Target { format, options, out }]).into_iter().collect()
}

fn reporter(format: Format, options: Options) -> Box<dyn Reporter> {
    match format {
        Format::Human => Box::new(Human::new(options)),
        Format::Concise => Box::new(Concise::new(options)),
        Format::Json => Box::new(Json::default()),
        Format::JsonLines => Box::new(JsonLines),
        Format::Sarif => Box::new(Sarif::default()),
        Format::Github => Box::new(github(options.quiet)),
        Format::Gitlab => Box::new(Gitlab::default()),
        Format::Junit => Box::new(Junit::default()),
        Format::Checkstyle => Box::new(Checkstyle::default()),
        Format::Rdjson => Box::new(Rdjson::default()),
        Format::Azure => Box::new(azure(options.quiet)),
        Format::Markdown => Box::new(JobSummary::default()),
        Format::Html => Box::new(Html::default()),
    }
}
