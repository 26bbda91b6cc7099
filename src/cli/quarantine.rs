//! `quarantine`: a drop as two, the documents that may be let in and those that are set aside.

use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use corplint::config::FailOn;
use corplint::diagnostic::Diagnostic;
use corplint::facts::Spill;
use corplint::gate::Verdict;
use corplint::linter::{self, Findings, Item, Options, Progress, Survey};
use corplint::output::{self, Format, Roots, Run, RunReport};
use corplint::quarantine::{Faults, Side, Split, SplitError, split};
use corplint::source::{Compression, Source};
use corplint::walk;
use corplint::write::{Existing, Folder, NewFile, WriteError};

use super::archive::existing;
use super::args::QuarantineArgs;
use super::check::{in_pool, judge, open_registry, tell_what_was_found};
use super::memory::Memory;
use super::messages::Messages;
use super::reports::real_path;
use super::setup::{Setup, working_directory};
use super::{Failed, signals};
use corplint::number::{counted, grouped};

/// Standard input.
const STANDARD: &str = "-";

/// What stands for standard input in findings.
const PIPED: &str = "stdin.corpus";

/// How the name of the findings ends, where none is given.
const FINDINGS: &str = ".findings.jsonl";

/// Runs the command; gives the exit code.
pub(super) fn quarantine(arguments: &QuarantineArgs, messages: &Messages) -> Result<u8, Failed> {
    let here = working_directory(messages)?;
    let judged = std::slice::from_ref(&arguments.drop);
    let setup = Setup::read(&arguments.rules, judged, arguments.accept.today, &here, messages)?;
    let (Setup { settings, config, .. }, _) = setup.accepting(&arguments.accept, messages)?;
    let fail_on = arguments.fail_on.map_or(config.fail_on.unwrap_or_default(), FailOn::from);
    let spill = Spill::default();
    let drop = find(arguments, &settings, &spill, messages)?;
    let plan = Plan::new(arguments, &drop, messages)?;

    let stamps = drop.stamps();
    let fingerprints = Format::JsonLines.wants_fingerprints();
    let memory = arguments.memory.unwrap_or_else(Memory::of_machine);
    let registry = open_registry(arguments.registry.as_deref(), &settings, messages)?;
    let options = memory.limit(Options { excerpts: false, fingerprints, spill, registry, ..Options::default() });
    let progress = Progress::default();
    let sources = &drop.sources;
    let mut outcome = in_pool(arguments.threads, messages, || linter::survey(sources, &settings, &options, &progress))?;
    if !drop.failed.is_empty() || !outcome.failures.is_empty() {
        drop.failed.iter().for_each(|(path, error)| messages.path_error("cannot read", path, error));
        for failure in &outcome.failures {
            messages.path_error("cannot read", failure.source.path(), &failure.error);
        }
        messages.error("nothing was written, since what cannot be read may decide about what can");
        return Err(Failed);
    }
    let splits = plan.write(&drop, &stamps, &outcome, fail_on, messages)?;
    keep_those_about_rejected(&mut outcome.findings, &drop.sources, &splits)
        .map_err(|error| cannot_read_back(&error, messages))?;
    plan.write_findings(&outcome, fail_on, messages)?;
    tell(&drop.sources, &splits, arguments.quiet, messages);
    let rejects = splits.iter().any(Split::rejects);
    Ok(if rejects { Verdict::Fail } else { Verdict::Pass }.exit_code())
}

/// What is to be split.
struct Input {
    /// The folder, if it is one.
    folder: Option<PathBuf>,
    sources: Vec<Source>,
    failed: Vec<(PathBuf, io::Error)>,
}

impl Input {
    /// By what it is seen that somebody changes a file between the time it is checked and the time it is copied.
    fn stamps(&self) -> Vec<Option<(u64, SystemTime)>> {
        self.sources.iter().map(Source::stamp).collect()
    }
}

fn find(
    arguments: &QuarantineArgs,
    settings: &corplint::config::Settings,
    spill: &Spill,
    messages: &Messages,
) -> Result<Input, Failed> {
    if arguments.drop.as_os_str() == STANDARD {
        let piped = Source::spooled(PIPED, io::stdin(), &spill.folder).map_err(|error| {
            messages.error(&format!("cannot read standard input: {error}"));
            Failed
        })?;
        return Ok(Input { folder: None, sources: vec![piped], failed: Vec::new() });
    }
    let mut found = walk::find(std::slice::from_ref(&arguments.drop), settings);
    let sources: Vec<Source> = found.files.drain(..).map(Source::file).collect();
    tell_what_was_found(&found, sources.is_empty(), arguments.quiet, messages);
    let folder = arguments.drop.is_dir().then(|| arguments.drop.clone());
    if folder.is_none() && sources.is_empty() && found.failures.is_empty() {
        // The configuration excludes the one file there is, and that has been told.
        return Err(Failed);
    }
    Ok(Input { folder, sources, failed: found.failures })
}

/// Where everything goes.
struct Plan<'a> {
    arguments: &'a QuarantineArgs,
    existing: Existing,
    findings: PathBuf,
    /// For each source, its file on either side.
    sides: Vec<[PathBuf; 2]>,
    /// Whether a side of a file is there even if nothing goes to it.
    always: bool,
}

impl<'a> Plan<'a> {
    /// Refuses what would mean something else than it seems to, and what is in the way.
    fn new(arguments: &'a QuarantineArgs, drop: &Input, messages: &Messages) -> Result<Self, Failed> {
        let refuse = |path: &Path, why: &str| {
            messages.error(&format!("cannot write {}: {why}", output::path(path)));
            Failed
        };
        let roots = [&arguments.accepted, &arguments.rejected];
        let findings = arguments.findings.clone().unwrap_or_else(|| {
            // The separator at the end of `rejected/` is no part of its name.
            let mut path = arguments.rejected.components().as_path().as_os_str().to_owned();
            path.push(FINDINGS);
            path.into()
        });
        let real_drop = real_path(&arguments.drop);
        let mut targets: Vec<PathBuf> = Vec::new();
        for path in roots.into_iter().chain([&findings]) {
            let real = real_path(path);
            if real == real_drop {
                return Err(refuse(path, "it is what is read"));
            }
            if targets.contains(&real) {
                return Err(refuse(path, "something else goes there"));
            }
            if drop.folder.is_some() && real.starts_with(&real_drop) {
                return Err(refuse(path, "it lies in the drop, and would be a part of it in the next run"));
            }
            if path != &findings && targets.iter().any(|other| other.starts_with(&real) || real.starts_with(other)) {
                return Err(refuse(path, "one side would lie in the other"));
            }
            targets.push(real);
        }
        if walk::EXTENSIONS
            .iter()
            .any(|extension| findings.as_os_str().as_encoded_bytes().ends_with(extension.as_bytes()))
        {
            return Err(refuse(&findings, "it has the name of a corpus file, and findings are none"));
        }
        let mut sides: Vec<[PathBuf; 2]> = Vec::new();
        for source in &drop.sources {
            let name = drop.folder.as_ref().map(|folder| name_in(folder, source.path()));
            let side = roots.map(|root| name.as_ref().map_or_else(|| root.clone(), |name| root.join(name)));
            sides.push(side);
        }
        if let Some(path) = sides.iter().flatten().find(|path| Compression::of(path) != Compression::None) {
            return Err(refuse(path, "it would not be compressed, although its name says so"));
        }
        let mut names: Vec<&PathBuf> = sides.iter().map(|[accepted, _]| accepted).collect();
        names.sort_unstable();
        if let Some([path, ..]) = names.windows(2).find(|pair| pair.first() == pair.last()) {
            return Err(refuse(path, "two files of the drop differ only by how they are compressed"));
        }
        let plan =
            Self { arguments, existing: existing(arguments.force), findings, sides, always: drop.folder.is_none() };
        plan.look(messages)?;
        Ok(plan)
    }

    /// Looks whether everything can be written, before hours are spent on what it is to hold.
    fn look(&self, messages: &Messages) -> Result<(), Failed> {
        let mut in_the_way = Vec::new();
        for path in self.sides.iter().flatten().chain([&self.findings]) {
            // The folder of a file may be missing, and so the file is.
            let looked = if path.symlink_metadata().is_ok() || self.always || path == &self.findings {
                NewFile::create(path, self.existing).map(drop)
            } else {
                Ok(())
            };
            match looked {
                Ok(()) => {}
                Err(WriteError::Exists) => in_the_way.push(path),
                Err(error) => return Err(cannot_write(path, &error, messages)),
            }
        }
        let [first, others @ ..] = in_the_way.as_slice() else { return Ok(()) };
        let more = if others.is_empty() { String::new() } else { format!("; so it is with {} more", others.len()) };
        messages.error(&format!("cannot write {}: {}{more}", output::path(first), WriteError::Exists));
        messages.note("nothing was written; `--force` replaces what is there");
        Err(Failed)
    }

    /// Splits every file.
    fn write(
        &self,
        drop: &Input,
        stamps: &[Option<(u64, SystemTime)>],
        outcome: &Survey,
        fail_on: FailOn,
        messages: &Messages,
    ) -> Result<Vec<Split>, Failed> {
        if !self.always {
            for root in [&self.arguments.accepted, &self.arguments.rejected] {
                Folder::create(root).map_err(|error| cannot_write(root, &error, messages))?;
            }
        }
        let mut splits = Vec::with_capacity(drop.sources.len());
        let faults = faults(&outcome.findings, &drop.sources, fail_on);
        let faults = faults.map_err(|error| cannot_read_back(&error, messages))?;
        for (((source, stamp), sides), faults) in drop.sources.iter().zip(stamps).zip(&self.sides).zip(faults) {
            let written = self.write_file(source, *stamp, sides, faults, messages);
            let split = written.inspect_err(|Failed| {
                if !self.always {
                    messages.note(&format!("the sides are not complete: {} done", counted(splits.len(), "file")));
                }
            })?;
            splits.push(split);
        }
        Ok(splits)
    }

    fn write_file(
        &self,
        source: &Source,
        stamp: Option<(u64, SystemTime)>,
        [accepted, rejected]: &[PathBuf; 2],
        faults: Faults,
        messages: &Messages,
    ) -> Result<Split, Failed> {
        let mut accepted = SideFile::new(accepted, self.existing);
        let mut rejected = SideFile::new(rejected, self.existing);
        let split = split(source, faults, &mut accepted, &mut rejected).map_err(|error| {
            match error {
                SplitError::Read(error) => messages.path_error("cannot read", source.path(), &error),
                SplitError::Write(Side::Accepted, error) => accepted.tell(&error, messages),
                SplitError::Write(Side::Rejected, error) => rejected.tell(&error, messages),
            }
            Failed
        })?;
        if source.stamp() != stamp {
            let path = output::path(source.path());
            messages.error(&format!("somebody changed {path} while it was being checked, so nothing is made of it"));
            return Err(Failed);
        }
        let nothing = accepted.file.is_none() && rejected.file.is_none();
        signals::finishing(|| {
            // What may be let in comes last: if it is there, so is what may not.
            rejected.finish(self.always || (nothing && split.rejects()), messages)?;
            accepted.finish(self.always || (nothing && !split.rejects()), messages)
        })?;
        Ok(split)
    }

    fn write_findings(&self, outcome: &Survey, fail_on: FailOn, messages: &Messages) -> Result<(), Failed> {
        let judgement = judge(outcome, fail_on, &[], messages)?;
        let run = Run {
            report: RunReport::new(outcome, env!("CARGO_PKG_VERSION")),
            judgement: &judgement,
            exit_code: judgement.verdict.exit_code(),
            fail_at: fail_on.0,
            files: &outcome.files,
            profile: &outcome.profile,
            roots: &Roots::default(),
        };
        let failed = |error: &dyn std::error::Error| cannot_write(&self.findings, error, messages);
        let mut file = NewFile::create(&self.findings, self.existing).map_err(|error| failed(&error))?;
        let written = output::write(Format::JsonLines, &run, output::Options::default(), &mut file);
        written.map_err(|error| failed(&error))?;
        signals::finishing(|| file.finish()).map_err(|error| failed(&error))
    }
}

/// One side of a file, which is made when something goes there.
struct SideFile<'a> {
    path: &'a Path,
    existing: Existing,
    file: Option<NewFile>,
    /// Why it could not be made.
    error: Option<WriteError>,
}

impl<'a> SideFile<'a> {
    const fn new(path: &'a Path, existing: Existing) -> Self {
        Self { path, existing, file: None, error: None }
    }

    fn open(&mut self) -> Result<&mut NewFile, WriteError> {
        if self.file.is_none() {
            if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                Folder::create(folder)?;
            }
            self.file = Some(NewFile::create(self.path, self.existing)?);
        }
        self.file.as_mut().ok_or(WriteError::NotAFile)
    }

    fn tell(&self, error: &io::Error, messages: &Messages) {
        match &self.error {
            Some(error) => cannot_write(self.path, error, messages),
            None => cannot_write(self.path, error, messages),
        };
    }

    /// Gives the file its name. If nothing goes there, it is made if it is `wanted`, and what an earlier run left in its
    /// place becomes empty.
    fn finish(&mut self, wanted: bool, messages: &Messages) -> Result<(), Failed> {
        if self.file.is_none() && (wanted || self.path.symlink_metadata().is_ok()) {
            let path = self.path;
            self.open().map_err(|error| cannot_write(path, &error, messages))?;
        }
        match self.file.take() {
            Some(file) => file.finish().map_err(|error| cannot_write(self.path, &error, messages)),
            None => Ok(()),
        }
    }
}

impl Write for SideFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.open() {
            Ok(file) => file.write(bytes),
            Err(error) => {
                let told = io::Error::other(error.to_string());
                self.error = Some(error);
                Err(told)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

fn cannot_write(path: &Path, error: &dyn std::error::Error, messages: &Messages) -> Failed {
    messages.error(&format!("cannot write {}: {error}", output::path(path)));
    Failed
}

/// What a file in the drop is called on either side: as in the drop, but for how it was compressed.
fn name_in(folder: &Path, path: &Path) -> PathBuf {
    let tidy = |path: &Path| path.components().filter(|part| *part != Component::CurDir).collect::<PathBuf>();
    let (folder, path) = (tidy(folder), tidy(path));
    let name = path.strip_prefix(&folder).unwrap_or(&path);
    if Compression::of(name) == Compression::None { name.to_owned() } else { name.with_extension("") }
}

/// What is wrong with the parts of each of `sources`.
fn faults(findings: &Findings, sources: &[Source], fail_on: FailOn) -> io::Result<Vec<Faults>> {
    let mut faults: Vec<Faults> = sources.iter().map(|_| Faults::default()).collect();
    let mut files = Files { sources, number: 0 };
    findings.each(|item| {
        if let Item::Finding(diagnostic) = item
            && fail_on.0.is_some_and(|least| diagnostic.severity >= least)
            && let Some(faults) = faults.get_mut(files.number_of(&diagnostic))
        {
            faults.add(&diagnostic);
        }
        true
    })?;
    Ok(faults)
}

/// Leaves of the findings those about what was set aside.
fn keep_those_about_rejected(findings: &mut Findings, sources: &[Source], splits: &[Split]) -> io::Result<()> {
    let mut files = Files { sources, number: 0 };
    findings.retain(|diagnostic| {
        let line = Faults::line_of(diagnostic);
        splits
            .get(files.number_of(diagnostic))
            .is_some_and(|split| split.rejected_lines.binary_search(&line).is_ok() || split.wrong_end == Some(line))
    })
}

/// Tells of which file findings are that come in the order of files.
struct Files<'a> {
    sources: &'a [Source],
    number: usize,
}

impl Files<'_> {
    fn number_of(&mut self, diagnostic: &Diagnostic) -> usize {
        let path = diagnostic.source.path();
        while self.sources.get(self.number).is_some_and(|source| source.path() != path) {
            self.number += 1;
        }
        self.number
    }
}

fn cannot_read_back(error: &io::Error, messages: &Messages) -> Failed {
    messages.error(&format!("cannot read back the findings that were put away: {error}"));
    Failed
}

fn tell(sources: &[Source], splits: &[Split], quiet: bool, messages: &Messages) {
    for (source, split) in sources.iter().zip(splits) {
        let path = output::path(source.path());
        if let Some(line) = split.whole {
            messages.note(&format!(
                "{path}:{line}: something is wrong with what this line says of the whole file, so all of it is rejected"
            ));
        }
        if let Some(line) = split.wrong_end {
            messages.note(&format!(
                "{path}:{line}: `files` or `sha256` does not hold, so documents were lost or changed; the line is kept \
                 with what is rejected"
            ));
        }
    }
    if !quiet {
        let sum = |of: fn(&Split) -> u64| splits.iter().map(of).sum::<u64>();
        let accepted = counted(sum(|split| split.accepted), "document");
        messages.note(&format!("{accepted} accepted, {} rejected", grouped(sum(|split| split.rejected))));
    }
}
