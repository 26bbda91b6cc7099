//! `check`: the main job.

use std::env;
use std::path::{Path, PathBuf};

use corplint::config::{self, CommandLine, ConfigFile, FailOn, Selector, Settings};
use corplint::fix::Applicability;
use corplint::gate::Verdict;
use corplint::linter::{self, Failure, Options, Progress, Survey};
use corplint::output::{self, Run, RunReport};
use corplint::source::{self, Compression, Source};
use corplint::walk::{self, Found};

use super::args::{CheckArgs, RuleArgs};
use super::fix::{Fixing, Tally};
use super::inputs::{self, Inputs};
use super::memory::Memory;
use super::messages::Messages;
use super::reports::{Plan, roots};
use super::terminal::Terminal;
use super::{Failed, print_bytes, progress};

/// Runs the command; gives the exit code.
pub(super) fn check(arguments: &CheckArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    let plan = Plan::new(arguments, messages)?;
    let here = working_directory(messages)?;
    let named = inputs::named(arguments, messages)?;
    let config = config_path(&arguments.rules, &named, &here, messages);
    let (settings, fail_on) = settings(&arguments.rules, config.as_deref(), &here, messages)?;
    let fail_on = arguments.fail_on.map_or(fail_on, FailOn::from);
    let Inputs { sources, found } = inputs::find(arguments, &named, &settings, &here, messages)?;

    let kept = config.as_deref().into_iter().chain(arguments.removed.as_deref());
    let reports = plan.open(sources.iter().map(Source::path).chain(kept), messages)?;
    let memory = arguments.memory.unwrap_or_else(Memory::of_machine);
    let options = memory.limit(reports.needs(arguments.max_per_rule));
    let run = || in_pool(arguments.threads, messages, || run(arguments, &sources, &settings, &options, terminal));
    let mut outcome = run()?;
    let promise = if arguments.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
    let fixing = Fixing { settings: &settings, promise, removed: arguments.removed.as_deref(), messages };
    let mut tally = Tally::default();
    if arguments.fix {
        tally = fixing.write(&sources, &outcome.files);
        // What is reported is what is there now. Fixes of one file can change what is said of another.
        if tally.outdated {
            outcome = run()?;
        }
    }
    let not_found =
        found.failures.into_iter().map(|(path, error)| Failure { source: Source::file(path).into(), error });
    outcome.failures.splice(0..0, not_found);
    for failure in &outcome.failures {
        messages.path_error("cannot read", failure.source.path(), &failure.error);
    }

    if arguments.diff {
        print_bytes(messages, |out| {
            tally = fixing.show(&outcome.files, !terminal.interactive, out)?;
            Ok(())
        })?;
    }
    let empty = arguments.error_on_empty && outcome.counts.files == 0;
    let verdict = if tally.failed || empty { Verdict::Undecided } else { Verdict::of(&outcome, fail_on) };
    let run = Run {
        report: RunReport::new(&outcome, env!("CARGO_PKG_VERSION")),
        verdict,
        fail_at: fail_on.0,
        files: &outcome.files,
        profile: &outcome.profile,
        roots: &roots(&here),
    };
    let written = reports.write(&run, arguments, terminal, messages);
    tell_what_was_fixed(&tally, arguments, messages);
    if empty {
        messages.error("no file was checked");
    }
    written.map(|()| verdict.exit_code())
}

fn run(
    arguments: &CheckArgs,
    sources: &[Source],
    settings: &Settings,
    options: &Options,
    terminal: Terminal,
) -> Survey {
    let progress = Progress::default();
    let work = || linter::survey(sources, settings, options, &progress);
    if arguments.quiet || arguments.no_progress || !terminal.error_interactive {
        return work();
    }
    // How much a compressed file holds is not known before it was read.
    let plain = sources.iter().all(|source| Compression::of(source.path()) == Compression::None);
    let total = sources.iter().map(Source::len_hint).sum::<Option<u64>>().filter(|_| plain);
    progress::with_bar(&progress, total, work)
}

/// Does `work` on as many threads as were asked for.
pub(super) fn in_pool<T: Send>(
    threads: Option<u16>,
    messages: &Messages,
    work: impl FnOnce() -> T + Send,
) -> Result<T, Failed> {
    let threads = threads.map_or(0, usize::from);
    match rayon::ThreadPoolBuilder::new().num_threads(threads).build() {
        Ok(pool) => Ok(pool.install(work)),
        Err(error) => {
            messages.error(&format!("cannot start threads: {error}"));
            Err(Failed)
        }
    }
}

fn tell_what_was_fixed(tally: &Tally, arguments: &CheckArgs, messages: &Messages) {
    if arguments.quiet || tally.findings == 0 {
        return;
    }
    let findings = if tally.findings == 1 { "finding" } else { "findings" };
    if arguments.diff {
        messages.note(&format!("{} {findings} would be fixed", tally.findings));
    } else {
        let files = if tally.files == 1 { "file" } else { "files" };
        messages.note(&format!("fixed {} {findings} in {} {files}", tally.findings, tally.files));
    }
}

/// Zero files checked, and files that were passed over, are never passed over in silence.
pub(super) fn tell_what_was_found(found: &Found, nothing: bool, quiet: bool, messages: &Messages) {
    for path in &found.ignored_configs {
        messages.note(&format!("{} is not read: a corpus does not bring its own rules", output::path(path)));
    }
    for folder in &found.empty {
        messages.note(&format!(
            "no corpus files in {} (*{}); a file of another name can be named itself",
            output::path(folder),
            walk::EXTENSIONS.join(", *"),
        ));
    }
    if let ([one, others @ ..], false) = (found.excluded.as_slice(), quiet) {
        let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
        messages.note(&format!("the configuration excludes {}{more}", output::path(one)));
    }
    if nothing && found.empty.is_empty() && found.failures.is_empty() {
        messages.note("there was no file to check");
    }
}

/// Reads the configuration and puts it together with what the command line says.
pub(super) fn settings(
    arguments: &RuleArgs,
    path: Option<&Path>,
    here: &Path,
    messages: &Messages,
) -> Result<(Settings, FailOn), Failed> {
    let config = match path {
        Some(path) => read_config(path, messages)?,
        None => ConfigFile::default(),
    };
    let command_line = CommandLine {
        select: match arguments.select.as_slice() {
            [] => None,
            names => Some(selectors(names, messages)?),
        },
        ignore: selectors(&arguments.ignore, messages)?,
    };
    let root = path.and_then(Path::parent).unwrap_or(here);
    let settings = Settings::new(&config, &command_line, root, here);
    Ok((settings, config.fail_on.unwrap_or_default()))
}

pub(super) fn config_path(
    arguments: &RuleArgs,
    paths: &[PathBuf],
    here: &Path,
    messages: &Messages,
) -> Option<PathBuf> {
    if let Some(path) = &arguments.config {
        return Some(here.join(path));
    }
    if arguments.isolated {
        return None;
    }
    let judged: Vec<PathBuf> = paths
        .iter()
        .filter_map(|path| std::fs::canonicalize(here.join(path)).ok())
        .filter(|path| path.is_dir())
        .collect();
    let discovery = config::discover(here, &judged);
    for path in &discovery.refused {
        messages.note(&format!("{} is not read: a corpus does not bring its own rules", output::path(path)));
    }
    discovery.path
}

fn read_config(path: &Path, messages: &Messages) -> Result<ConfigFile, Failed> {
    let text = source::read_small_text(path, config::MAX_FILE_SIZE).map_err(|error| {
        messages.path_error("cannot read the configuration", path, &error);
        Failed
    })?;
    config::parse(&text).map_err(|problems| {
        messages.config_problems(path, &text, &problems);
        Failed
    })
}

fn selectors(names: &[String], messages: &Messages) -> Result<Vec<Selector>, Failed> {
    let mut selectors = Vec::new();
    for name in names {
        match Selector::parse(name) {
            Ok(selector) => selectors.push(selector),
            Err(error) => {
                messages.error(&error.to_string());
                return Err(Failed);
            }
        }
    }
    Ok(selectors)
}

/// The working directory, with links resolved, so that it can be compared with other paths.
#[expect(clippy::disallowed_methods, reason = "this is where it is known where the user stands")]
pub(super) fn working_directory(messages: &Messages) -> Result<PathBuf, Failed> {
    env::current_dir().and_then(std::fs::canonicalize).map_err(|error| {
        messages.error(&format!("cannot tell the working directory: {error}"));
        Failed
    })
}
