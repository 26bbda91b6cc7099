//! `quarantine`: a drop as two, the documents that may be let in and those that are set aside.

mod findings;
mod plan;
mod side_file;

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use corplint::config::FailOn;
use corplint::facts::Spill;
use corplint::gate::Verdict;
use corplint::linter::{self, Options, Progress};
use corplint::number::{counted, grouped};
use corplint::output::{self, Format};
use corplint::quarantine::Split;
use corplint::source::Source;
use corplint::walk;

use self::findings::{cannot_read_back, keep_those_about_rejected};
use self::plan::Plan;
use super::args::QuarantineArgs;
use super::check::{in_pool, open_registry, tell_what_was_found};
use super::memory::{self, Memory};
use super::messages::Messages;
use super::setup::{Setup, working_directory};
use super::{Failed, PIPED, STANDARD};

/// Runs the command; gives the exit code.
pub(super) fn quarantine(arguments: &QuarantineArgs, messages: &Messages) -> Result<u8, Failed> {
    let here = working_directory(messages)?;
    let judged = std::slice::from_ref(&arguments.drop);
    let setup = Setup::read(&arguments.rules, judged, arguments.accept.today, &here, messages)?;
    let (Setup { settings, config, .. }, _) = setup.accepting(&arguments.accept, messages)?;
    if !arguments.quiet && !config.gate.is_empty() {
        messages.note(
            "the budgets of the configuration are about a whole drop, and are not looked at: each document is judged by \
             itself; `corplint check` gives the verdict on a drop",
        );
    }
    let fail_on = arguments.fail_on.map_or(config.fail_on.unwrap_or_default(), FailOn::from);
    let spill = memory::spill();
    let drop = find(arguments, &settings, &spill, &here, messages)?;
    let plan = Plan::new(arguments, &drop, messages)?;

    let stamps = drop.stamps();
    let fingerprints = Format::JsonLines.wants_fingerprints();
    let memory = arguments.memory.unwrap_or_else(Memory::of_machine);
    let registry = open_registry(arguments.registry.as_deref(), &settings, messages)?;
    let options = memory.limit(Options { excerpts: false, fingerprints, registry, ..Options::new(spill) });
    let progress = Progress::default();
    let sources = &drop.sources;
    let mut outcome = in_pool(arguments.threads, messages, || linter::survey(sources, &settings, &options, &progress))?;
    if !drop.failed.is_empty() || !outcome.failures.is_empty() {
        messages.not_found(&drop.failed);
        messages.not_read(&outcome.failures);
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
    here: &Path,
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
    tell_what_was_found(&found, sources.is_empty(), arguments.quiet, arguments.rules.config.as_deref(), here, messages);
    let folder = arguments.drop.is_dir().then(|| arguments.drop.clone());
    if folder.is_none() && sources.is_empty() && found.failures.is_empty() {
        // The configuration excludes the one file there is, and that has been told.
        return Err(Failed);
    }
    Ok(Input { folder, sources, failed: found.failures })
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
