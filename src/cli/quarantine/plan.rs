//! Where everything goes, and how it is written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use corplint::config::{FailOn, Settings};
use corplint::linter::Survey;
use corplint::number::counted;
use corplint::output::{self, Format, Roots, Run, RunReport};
use corplint::quarantine::{Faults, Side, Split, SplitError, split};
use corplint::source::{Compression, Source, name_in};
use corplint::walk;
use corplint::write::{Existing, Folder, NewFile, WriteError};

use super::Input;
use super::findings::{cannot_read_back, faults};
use super::side_file::{SideFile, cannot_write};
use crate::cli::archive::existing;
use crate::cli::args::QuarantineArgs;
use crate::cli::check::judge;
use crate::cli::messages::Messages;
use crate::cli::reports::real_path;
use crate::cli::{Failed, signals};

/// How the name of the findings ends, where none is given.
const FINDINGS: &str = ".findings.jsonl";

/// Where everything goes.
pub(super) struct Plan<'a> {
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
    pub(super) fn new(arguments: &'a QuarantineArgs, drop: &Input, messages: &Messages) -> Result<Self, Failed> {
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
        if walk::is_called_corpus(&findings) {
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
        if drop.folder.is_some() {
            plan.refuse_strangers(messages)?;
        }
        plan.look(messages)?;
        Ok(plan)
    }

    /// Refuses folders with corpus files in them that this run does not write: whoever goes on with a side would take
    /// them for a part of the drop. Nobody can tell whether an earlier run has left them, so none is removed.
    fn refuse_strangers(&self, messages: &Messages) -> Result<(), Failed> {
        let own: BTreeSet<PathBuf> = self.sides.iter().flatten().map(|path| real_path(path)).collect();
        for root in [&self.arguments.accepted, &self.arguments.rejected].into_iter().filter(|root| root.is_dir()) {
            let there = walk::find(std::slice::from_ref(root), &Settings::default()).files;
            let strangers: Vec<&PathBuf> = there.iter().filter(|path| !own.contains(&real_path(path))).collect();
            let [first, others @ ..] = strangers.as_slice() else { continue };
            let more = if others.is_empty() { String::new() } else { format!("; so it is with {} more", others.len()) };
            messages.error(&format!(
                "{} is not of this drop, and would be taken for a part of it{more}",
                output::path(first)
            ));
            messages.note("nothing was written; remove what an earlier drop has left, or name another folder");
            return Err(Failed);
        }
        Ok(())
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
    pub(super) fn write(
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

    pub(super) fn write_findings(&self, outcome: &Survey, fail_on: FailOn, messages: &Messages) -> Result<(), Failed> {
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
