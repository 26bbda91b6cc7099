//! `check`: the main job.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use corplint::config::{Budget, FailOn, Per, Settings};
use corplint::fix::Applicability;
use corplint::gate::{Judgement, Verdict};
use corplint::linter::{self, Failure, Options, Progress, Survey};
use corplint::number::{counted, grouped};
use corplint::output::{self, Run, RunReport};
use corplint::registry::Registry;
use corplint::source::{Compression, Source};
use corplint::walk::{self, Found};

use super::args::CheckArgs;
use super::fix::{FixOutcome, Fixing};
use super::inputs::{self, Inputs};
use super::memory::Memory;
use super::messages::Messages;
use super::reports::{Plan, Reports, roots};
use super::setup::{Setup, working_directory};
use super::terminal::Terminal;
use super::{Failed, print_bytes, progress};

/// Runs the command; gives the exit code.
pub(super) fn check(arguments: &CheckArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    let plan = Plan::new(arguments, messages)?;
    let here = working_directory(messages)?;
    let named = inputs::named(arguments, messages)?;
    let setup = Setup::read(&arguments.rules, &named, arguments.accept.today, &here, messages)?;
    let (setup, baseline) = setup.accepting(&arguments.accept, messages)?;
    let settings = &setup.settings;
    if !arguments.quiet && !arguments.show_files {
        tell_if_nothing_is_looked_for(settings, arguments.registry.is_some(), messages);
    }
    let Inputs { sources, found } = inputs::find(arguments, &named, settings, &here, messages)?;
    if arguments.show_files {
        return show_files(&sources, &found, arguments.error_on_empty, messages);
    }

    let registry = open_registry(arguments.registry.as_deref(), settings, messages)?;
    let config = setup.file.as_ref().map(|(path, _)| path.as_path());
    let beside = config.into_iter().chain(baseline.as_deref()).chain(arguments.registry.as_deref());
    let read: Vec<&Path> = sources.iter().map(Source::path).chain(beside).collect();
    refuse_to_add_to(arguments.removed.as_deref(), &read, messages)?;
    let reports = plan.open(read.into_iter().chain(arguments.removed.as_deref()), messages)?;
    let options = options(arguments, &setup.config.gate, registry, &reports);

    let check = Check { arguments, setup: &setup, sources: &sources, options, terminal, messages };
    let (mut outcome, mut fixed) = check.survey_and_fix()?;
    add_what_was_not_found(&mut outcome, found, messages);
    if arguments.diff {
        fixed = check.show_fixes(&outcome)?;
    }
    check.conclude(&outcome, &fixed, reports, &here)
}

/// What fixes take out goes to none of the files that are `read`: a corpus would have it again, and would not be fixed.
fn refuse_to_add_to(removed: Option<&Path>, read: &[&Path], messages: &Messages) -> Result<(), Failed> {
    // Only a file that is there can be one that is read.
    let Some((path, target)) = removed.and_then(|path| Some((path, std::fs::canonicalize(path).ok()?))) else {
        return Ok(());
    };
    if read.iter().any(|read| std::fs::canonicalize(read).is_ok_and(|read| read == target)) {
        messages.error(&format!(
            "what fixes take out cannot go to {}: it is one of the files that this run reads",
            output::path(path),
        ));
        return Err(Failed);
    }
    Ok(())
}

/// What a run is asked to do beyond what the configuration says.
fn options(arguments: &CheckArgs, budgets: &[Budget], registry: Option<Arc<Registry>>, reports: &Reports) -> Options {
    let memory = arguments.memory.unwrap_or_else(Memory::of_machine);
    let mut options = Options { registry, ..memory.limit(reports.needs(arguments.max_per_rule)) };
    options.profile |= budgets.iter().any(|budget| budget.per == Per::Source);
    // What is not kept is counted by rule, and budgets ask for more than that.
    options.most = options.most.filter(|_| budgets.is_empty());
    options
}

/// One run of the command, once everything is read that says what it is to do.
struct Check<'a> {
    arguments: &'a CheckArgs,
    setup: &'a Setup,
    sources: &'a [Source],
    options: Options,
    terminal: Terminal,
    messages: &'a Messages,
}

impl Check<'_> {
    /// Checks all files, and again after fixes that can change what is said of others.
    fn survey_and_fix(&self) -> Result<(Survey, FixOutcome), Failed> {
        let survey = || in_pool(self.arguments.threads, self.messages, || self.survey());
        let mut outcome = survey()?;
        let mut fixed = FixOutcome::default();
        if self.arguments.fix {
            fixed = self.fixing().write(self.sources, &outcome.files);
            // What is reported is what is there now. Fixes of one file can change what is said of another.
            if fixed.outdated {
                outcome = survey()?;
            }
        }
        Ok((outcome, fixed))
    }

    fn survey(&self) -> Survey {
        let progress = Progress::default();
        let work = || linter::survey(self.sources, &self.setup.settings, &self.options, &progress);
        if self.arguments.quiet || self.arguments.no_progress || !self.terminal.error_interactive {
            return work();
        }
        // How much a compressed file holds is not known before it was read.
        let plain = self.sources.iter().all(|source| Compression::of(source.path()) == Compression::None);
        let total = self.sources.iter().map(Source::len_hint).sum::<Option<u64>>().filter(|_| plain);
        progress::with_bar(&progress, total, work)
    }

    fn fixing(&self) -> Fixing<'_> {
        let promise = if self.arguments.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let removed = self.arguments.removed.as_deref();
        let spill = &self.options.spill;
        let named = &self.arguments.paths;
        Fixing { settings: &self.setup.settings, promise, removed, named, spill, messages: self.messages }
    }

    /// Shows on standard output what the fixes would change.
    fn show_fixes(&self, outcome: &Survey) -> Result<FixOutcome, Failed> {
        let mut fixed = FixOutcome::default();
        print_bytes(self.messages, |out| {
            fixed = self.fixing().show(&outcome.files, !self.terminal.interactive, out)?;
            Ok(())
        })?;
        Ok(fixed)
    }

    /// Judges what was found, writes the reports, and says on standard error what they do not; gives the exit code.
    fn conclude(&self, outcome: &Survey, fixed: &FixOutcome, reports: Reports, here: &Path) -> Result<u8, Failed> {
        let Self { arguments, setup, messages, .. } = *self;
        let fail_on = arguments.fail_on.map_or(setup.config.fail_on.unwrap_or_default(), FailOn::from);
        let empty = arguments.error_on_empty && outcome.counts.files == 0;
        let judgement = judge(outcome, fail_on, &setup.config.gate, messages)?;
        let judgement = if fixed.failed || empty { judgement.undecided() } else { judgement };
        let exit_code = match judgement.verdict {
            Verdict::Fail if arguments.exit_zero => Verdict::Pass.exit_code(),
            verdict => verdict.exit_code(),
        };
        let run = Run {
            report: RunReport::new(outcome, env!("CARGO_PKG_VERSION")),
            judgement: &judgement,
            exit_code,
            fail_at: fail_on.0,
            files: &outcome.files,
            profile: &outcome.profile,
            roots: &roots(here),
        };
        let shows_budgets = reports.shows_budgets(arguments.quiet);
        let written = reports.write(&run, arguments, self.terminal, messages);
        if !shows_budgets {
            for budget in output::broken(&run) {
                messages.error(&budget);
            }
        }
        if !arguments.quiet {
            setup.tell_what_is_accepted(outcome, messages);
            setup.tell_idle_budgets(arguments.registry.is_some(), messages);
            if arguments.fail_on.is_none() {
                setup.tell_outdone_budgets(messages);
            }
            setup.tell_idle_attributes(&arguments.rules, messages);
            tell_what_was_fixed(fixed, arguments.diff, messages);
            tell_what_was_registered(outcome, messages);
        }
        if empty {
            messages.error("no file was checked");
        }
        written.map(|()| exit_code)
    }
}

/// Shows which files would be checked, quoted as Git does where a name is not harmless: `--files-from` reads it again.
fn show_files(sources: &[Source], found: &Found, error_on_empty: bool, messages: &Messages) -> Result<u8, Failed> {
    messages.not_found(&found.failures);
    print_bytes(messages, |out| {
        sources.iter().map(Source::path).try_for_each(|path| writeln!(out, "{}", output::path(path)))
    })?;
    if sources.is_empty() && error_on_empty {
        messages.error("there is no file to check");
        return Err(Failed);
    }
    if found.failures.is_empty() { Ok(Verdict::Pass.exit_code()) } else { Err(Failed) }
}

/// Puts what could not be found before what could not be read, and says both.
fn add_what_was_not_found(outcome: &mut Survey, found: Found, messages: &Messages) {
    let not_found =
        found.failures.into_iter().map(|(path, error)| Failure { source: Source::file(path).into(), error });
    outcome.failures.splice(0..0, not_found);
    messages.not_read(&outcome.failures);
}

/// The verdict on a run.
pub(super) fn judge(
    survey: &Survey,
    fail_on: FailOn,
    budgets: &[Budget],
    messages: &Messages,
) -> Result<Judgement, Failed> {
    Judgement::of(survey, fail_on, budgets).map_err(|error| {
        messages.error(&format!("cannot read back what was found: {error}"));
        Failed
    })
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

fn tell_if_nothing_is_looked_for(settings: &Settings, has_registry: bool, messages: &Messages) {
    if !settings.looks_for_anything(has_registry) {
        messages.note(if settings.looks_for_anything(true) {
            "the rules that are selected compare with a registry, and `--registry` names none: nothing is looked for"
        } else {
            "no rule is selected: nothing is looked for"
        });
    }
}

fn tell_what_was_fixed(fixed: &FixOutcome, is_diff: bool, messages: &Messages) {
    if fixed.findings == 0 {
        return;
    }
    let findings = counted(fixed.findings, "finding");
    if is_diff {
        messages.note(&format!("{findings} would be fixed"));
    } else {
        messages.note(&format!("fixed {findings} in {}", counted(fixed.files, "file")));
    }
}

/// Opens the registry, if one is asked for.
pub(super) fn open_registry(
    path: Option<&Path>,
    settings: &Settings,
    messages: &Messages,
) -> Result<Option<Arc<Registry>>, Failed> {
    let Some(path) = path else { return Ok(None) };
    let registry = Registry::open(path).map_err(|error| {
        messages.error(&format!("cannot read the registry {}: {error}", output::path(path)));
        Failed
    })?;
    if !settings.facts(true).entries {
        messages.note("no rule runs that looks into the registry; `--select default` has some");
    }
    Ok(Some(Arc::new(registry)))
}

fn tell_what_was_registered(outcome: &Survey, messages: &Messages) {
    let (known, all) = (outcome.registered, outcome.counts.documents);
    if known == 0 {
        return;
    }
    let (are, they) = if known == 1 { ("is", "it is") } else { ("are", "they are") };
    let (known, all) = (grouped(known), grouped(all));
    messages.note(&format!("{known} of {all} documents {are} in the registry already, as {they}"));
}

/// Zero files checked, and files that were passed over, are never passed over in silence.
///
/// `config` is the configuration file that was named.
pub(super) fn tell_what_was_found(
    found: &Found,
    nothing: bool,
    quiet: bool,
    config: Option<&Path>,
    here: &Path,
    messages: &Messages,
) {
    tell_inner_configs(found, config, here, messages);
    for folder in &found.empty {
        messages.note(&format!(
            "no corpus files in {} (*{}); a file of another name can be named itself",
            output::path(folder),
            walk::EXTENSIONS.join(", *"),
        ));
    }
    tell_what_is_excluded(found, quiet, messages);
    if nothing && found.empty.is_empty() && found.failures.is_empty() {
        messages.note("there was no file to check");
    }
}

/// Says which configuration files in a corpus are not read. `config` is the one that was named.
pub(super) fn tell_inner_configs(found: &Found, config: Option<&Path>, here: &Path, messages: &Messages) {
    let is_told = |path: &&PathBuf| !is_read_or_told(path, config, here);
    for path in found.inner_configs.iter().filter(is_told) {
        messages.note(&format!("{} is not read: a corpus does not bring its own rules", output::path(path)));
    }
}

/// Says what the configuration leaves out.
pub(super) fn tell_what_is_excluded(found: &Found, quiet: bool, messages: &Messages) {
    if let ([one, others @ ..], false) = (found.excluded.as_slice(), quiet) {
        let more = if others.is_empty() { String::new() } else { format!(" and {} more", grouped(others.len())) };
        messages.note(&format!("the configuration excludes {}{more}", output::path(one)));
    }
}

/// Whether a configuration file inside of what is checked is the one that was named, or lies in the working directory
/// or above it: then it holds, or was told when one was looked for.
fn is_read_or_told(path: &Path, config: Option<&Path>, here: &Path) -> bool {
    let whole = |path: &Path| std::fs::canonicalize(here.join(path)).ok();
    let is_named = config.is_some_and(|config| whole(config).is_some() && whole(config) == whole(path));
    let is_above = path.parent().and_then(whole).is_some_and(|folder| here.starts_with(folder));
    is_named || is_above
}
