//! Which reports are asked for, where they go, and what the environment knows of that.

use std::env;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use corplint::linter;
use corplint::output::{self, Format, Roots, Run, Target};
use corplint::walk;
use corplint::write::{Appender, Existing, NewFile, WriteError};

use super::args::{CheckArgs, OutputArg};
use super::memory::spill;
use super::messages::Messages;
use super::terminal::Terminal;
use super::{Failed, STANDARD, output_options};

/// How much GitHub takes as the summary of a step, in bytes. Of more than that it takes nothing.
const JOB_SUMMARY: usize = 1 << 20;

/// What was asked for.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// What goes to standard output; nothing where a diff goes there.
    stdout: Option<Format>,
    files: Vec<&'a OutputArg>,
    job_summary: Option<PathBuf>,
    statistics: bool,
}

impl<'a> Plan<'a> {
    /// Refuses what cannot be done together.
    pub(super) fn new(arguments: &'a CheckArgs, messages: &Messages) -> Result<Self, Failed> {
        let (piped, files): (Vec<_>, Vec<_>) =
            arguments.output.iter().partition(|output| output.path.as_os_str() == STANDARD);
        let stdout = match (piped.as_slice(), arguments.format) {
            ([], _) if arguments.diff => None,
            ([], format) => Some(format.map_or(Format::default(), Format::from)),
            ([one], None) if !arguments.diff => Some(one.format),
            ([one], _) => {
                let other = if arguments.diff { "the diff" } else { "the report of --format" };
                messages.error(&format!(
                    "--output {}=- would go to standard output, where {other} goes; name a file",
                    one.format
                ));
                return Err(Failed);
            }
            ([..], _) => {
                messages.error("only one report can go to standard output; name a file for the others");
                return Err(Failed);
            }
        };
        let mut plan = Self { stdout, files, job_summary: None, statistics: arguments.statistics };
        if plan.formats().any(|format| matches!(format, Format::Github | Format::Markdown)) {
            plan.job_summary = path_in("GITHUB_STEP_SUMMARY");
        }
        Ok(plan)
    }

    fn formats(&self) -> impl Iterator<Item = Format> {
        self.stdout.into_iter().chain(self.files.iter().map(|output| output.format))
    }

    /// Tries whether the files can be written, before hours are spent on what they are to hold. Nothing of that trial is
    /// left, so that a run that is broken off in these hours leaves nothing behind.
    ///
    /// A report never takes the place of one of `kept`: what is to be checked, or what somebody else has written.
    pub(super) fn open<'p>(
        self,
        kept: impl Iterator<Item = &'p Path>,
        messages: &Messages,
    ) -> Result<Reports<'a>, Failed> {
        let refuse = |path: &Path, why: &str| {
            messages.error(&format!("a report cannot go to {}: {why}", output::path(path)));
            Failed
        };
        let mut paths: Vec<PathBuf> = Vec::new();
        for path in self.files.iter().map(|output| &*output.path) {
            if walk::is_called_corpus(path) {
                return Err(refuse(path, "it has the name of a corpus file, and would be checked in the next run"));
            }
            let real = real_path(path);
            if paths.contains(&real) {
                return Err(refuse(path, "another report goes there"));
            }
            paths.push(real);
        }
        // Only a file that is there can be one that is to be kept.
        if paths.iter().chain(&self.job_summary).any(|path| path.exists()) {
            let all: Vec<PathBuf> = paths.iter().cloned().chain(self.job_summary.as_deref().map(real_path)).collect();
            for kept in kept {
                if fs::canonicalize(kept).is_ok_and(|kept| all.contains(&kept)) {
                    return Err(refuse(kept, "it is a file that is read or written by this run"));
                }
            }
        }
        for OutputArg { path, .. } in &self.files {
            NewFile::create(path, Existing::Replace).map_err(|error| {
                let failed = cannot_write(path, &error, messages);
                if matches!(error, WriteError::NotAFile) {
                    messages.note("a report is a file, which is replaced as a whole; `=-` is standard output");
                }
                failed
            })?;
        }
        let Self { stdout, files, job_summary, statistics } = self;
        Ok(Reports { stdout, files, job_summary, statistics })
    }
}

/// `path` with all links resolved; of what is not there, as far as there is anything.
pub(super) fn real_path(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let there = path.ancestors().find_map(|above| Some((above, fs::canonicalize(above).ok()?)));
    let Some((above, real)) = there else { return path };
    match path.strip_prefix(above) {
        Ok(rest) if !rest.as_os_str().is_empty() => real.join(rest),
        _ => real,
    }
}

fn cannot_write(path: &Path, error: &dyn std::error::Error, messages: &Messages) -> Failed {
    messages.error(&format!("cannot write the report {}: {error}", output::path(path)));
    Failed
}

/// Reports that are going to be written.
#[derive(Debug)]
pub(super) struct Reports<'a> {
    stdout: Option<Format>,
    files: Vec<&'a OutputArg>,
    job_summary: Option<PathBuf>,
    /// Whether findings are only counted on standard output.
    statistics: bool,
}

impl Reports<'_> {
    /// What the run has to tell, so that they can be written, where people are shown `most` findings of a rule in a file.
    pub(super) fn needs(&self, most: u64) -> linter::Options {
        let any = |wants: fn(Format) -> bool| {
            self.stdout
                .filter(|_| !self.statistics)
                .into_iter()
                .chain(self.files.iter().map(|output| output.format))
                .any(wants)
        };
        linter::Options {
            excerpts: any(Format::wants_excerpts),
            fingerprints: any(Format::wants_fingerprints),
            profile: any(Format::wants_profile),
            most: (most > 0 && !any(Format::wants_all) && self.job_summary.is_none()).then_some(most),
            ..linter::Options::new(spill())
        }
    }

    /// Whether standard output shows how each budget ended.
    pub(super) fn shows_budgets(&self, quiet: bool) -> bool {
        !quiet && matches!(self.stdout, Some(Format::Human | Format::Markdown))
    }

    /// Writes all of them. One that cannot be written is reported, and costs the others nothing.
    pub(super) fn write(
        self,
        run: &Run<'_>,
        arguments: &CheckArgs,
        terminal: Terminal,
        messages: &Messages,
    ) -> Result<(), Failed> {
        let choice = if terminal.color { anstream::ColorChoice::Always } else { anstream::ColorChoice::Never };
        let mut stdout = BufWriter::with_capacity(1 << 16, anstream::AutoStream::new(io::stdout().lock(), choice));
        let mut summary: Vec<u8> = Vec::new();
        // A file is no terminal, whatever standard output is.
        let (quiet, most) = (arguments.quiet, arguments.max_per_rule);
        let options = output::Options { quiet, most, ..output::Options::default() };
        let mut outcome = Ok(());
        let mut files: Vec<(&OutputArg, NewFile)> = Vec::new();
        for output in &self.files {
            match NewFile::create(&output.path, Existing::Replace) {
                Ok(file) => files.push((output, file)),
                Err(error) => outcome = Err(cannot_write(&output.path, &error, messages)),
            }
        }
        let mut targets: Vec<Target<'_>> =
            files.iter_mut().map(|(output, file)| Target { format: output.format, options, out: file }).collect();
        if self.job_summary.is_some() {
            targets.push(Target { format: Format::Markdown, options, out: &mut summary });
        }
        if let Some(format) = self.stdout {
            let options = output::Options { most, statistics: self.statistics, ..output_options(terminal, quiet) };
            targets.push(Target { format, options, out: &mut stdout });
        }
        let mut results = output::write_all(run, &mut targets);
        drop(targets);
        if self.stdout.is_some() {
            match results.pop().unwrap_or(Ok(())).and_then(|()| stdout.flush()) {
                // A reader that has seen enough is no failure.
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    messages.error(&format!("cannot write to standard output: {error}"));
                    outcome = Err(Failed);
                }
                Ok(()) | Err(_) => {}
            }
        }
        for ((OutputArg { path, .. }, file), result) in files.into_iter().zip(results) {
            if let Err(error) = result {
                outcome = Err(cannot_write(path, &error, messages));
            } else if let Err(error) = file.finish() {
                outcome = Err(cannot_write(path, &error, messages));
            }
        }
        if let Some(path) = &self.job_summary {
            outcome = add_job_summary(path, &summary, messages).and(outcome);
        }
        outcome
    }
}

/// Adds to the summary of the job what other commands of the step may have begun.
fn add_job_summary(path: &Path, summary: &[u8], messages: &Messages) -> Result<(), Failed> {
    let begun = fs::metadata(path).map_or(0, |data| data.len());
    if begun.saturating_add(summary.len() as u64) > JOB_SUMMARY as u64 {
        messages.note(&format!("the job summary in {} is full; nothing was added to it", output::path(path)));
        return Ok(());
    }
    let add = || {
        let mut file = Appender::open(path)?;
        file.append(summary)?;
        file.finish()
    };
    add().map_err(|error| cannot_write(path, &error, messages))
}

/// The path that a variable of the environment holds, if it holds one.
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
fn path_in(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// What paths are relative to in reports for services: the top of what the service has checked out.
pub(super) fn roots(here: &Path) -> Roots {
    let real = |path: PathBuf| [fs::canonicalize(&path).ok(), Some(path)].into_iter().flatten();
    let bases = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"];
    let bases: Vec<PathBuf> = bases.into_iter().filter_map(path_in).flat_map(real).collect();
    // What is not around us is left over from somewhere else.
    let bases = if bases.iter().any(|base| here.starts_with(base)) { bases } else { Vec::new() };
    let homes = ["HOME", "USERPROFILE"].into_iter().filter_map(path_in).flat_map(real).collect();
    Roots { here: here.to_owned(), bases, homes }
}
