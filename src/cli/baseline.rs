//! `baseline`: accepts what is found now, so that only what is new is reported; and takes out what is found no longer.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use corplint::baseline::{Baseline, Entry, Recorder};
use corplint::diagnostic::Fingerprint;
use corplint::linter::{self, Item, Options, Progress, Survey};
use corplint::source::Source;
use corplint::write::{Existing, NewFile};
use corplint::{output, rules, walk};

use super::Failed;
use super::args::BaselineArgs;
use super::check::in_pool;
use super::memory::{Memory, spill};
use super::messages::Messages;
use super::setup::{Setup, read_baseline, working_directory};
use corplint::number::{counted, grouped};

/// The name of the file where nothing else is said.
const FILE_NAME: &str = "corplint-baseline.jsonl";

/// Runs the command; gives the exit code.
pub(super) fn baseline(arguments: &BaselineArgs, messages: &Messages) -> Result<u8, Failed> {
    let here = working_directory(messages)?;
    let setup = Setup::read(&arguments.rules, &arguments.paths, arguments.today, &here, messages)?;
    let path = arguments.baseline.clone().or_else(|| setup.baseline()).unwrap_or_else(|| PathBuf::from(FILE_NAME));
    let known = arguments.prune.then(|| read_baseline(&path, messages)).transpose()?;
    if known.is_none() && !arguments.force && path.exists() {
        messages.error(&format!("there is a baseline already: {}", output::path(&path)));
        messages.note("`--prune` takes out what is found no longer, `--force` accepts everything that is found now");
        return Err(Failed);
    }
    if walk::is_called_corpus(&path) {
        messages.error(&format!("{} has the name of a corpus file, and would be checked", output::path(&path)));
        return Err(Failed);
    }
    let settings = match &known {
        Some(known) => setup.settings.clone().with_baseline(known.clone()),
        None => setup.settings.clone(),
    };
    let found = walk::find(&arguments.paths, &settings);
    let sources: Vec<Source> = found.files.into_iter().map(Source::file).collect();
    let options = Options { excerpts: false, fingerprints: known.is_none(), ..Options::new(spill()) };
    let options = Memory::of_machine().limit(options);
    let outcome =
        in_pool(arguments.threads, messages, || linter::survey(&sources, &settings, &options, &Progress::default()))?;
    messages.not_found(&found.failures);
    messages.not_read(&outcome.failures);
    if !found.failures.is_empty() || !outcome.failures.is_empty() || sources.is_empty() {
        let why = if sources.is_empty() { "no file was checked" } else { "not everything could be read" };
        messages.error(&format!("the baseline is left as it is: {why}"));
        return Err(Failed);
    }
    let (baseline, mut notes) = match known {
        Some(known) => prune(&known, &settings, &outcome, arguments.paths.iter().any(|path| path.is_dir())),
        None => record(&outcome, messages)?,
    };
    write(&baseline, &path, messages)?;
    if arguments.baseline.is_none() && setup.baseline().is_none() {
        notes.push(format!("`baseline = \"{FILE_NAME}\"` in corplint.toml makes it hold"));
    }
    // Only now: of what could not be written, nothing was accepted.
    for note in notes.iter().filter(|_| !arguments.quiet) {
        messages.note(note);
    }
    Ok(0)
}

/// Everything that was found, and what is to be said of it.
fn record(survey: &Survey, messages: &Messages) -> Result<(Baseline, Vec<String>), Failed> {
    let mut recorder = Recorder::default();
    let all = survey.findings.each(|item| {
        if let Item::Finding(diagnostic) = item {
            recorder.add(&diagnostic);
        }
        true
    });
    all.map_err(|error| {
        messages.error(&format!("cannot read back what was found: {error}"));
        Failed
    })?;
    let baseline = recorder.finish();
    let note = format!("accepted {} in {}", counted(found(survey), "finding"), counted_entries(baseline.len()));
    Ok((baseline, vec![note]))
}

/// How many findings there are.
fn found(survey: &Survey) -> u64 {
    survey.findings.counts().by_rule().map(|row| row.count).sum()
}

/// What is left of a baseline without what this run did not need, and what is to be said of it. `all` says that whatever
/// it is for was looked at: an entry does not say in which file its document was, and that may be gone. Where only files
/// are named, just what is about their documents, and is found whatever else is checked, is taken out.
fn prune(
    known: &Baseline,
    settings: &corplint::config::Settings,
    survey: &Survey,
    all: bool,
) -> (Baseline, Vec<String>) {
    let stale: BTreeSet<Fingerprint> = survey
        .needed
        .stale
        .iter()
        .filter_map(|number| known.entries().get(*number))
        .map(|entry| entry.fingerprint)
        .collect();
    // What did not run has found nothing, which says nothing. A rule that there is no longer will not run again.
    let runs = |entry: &Entry| rules::index_of(&entry.rule).is_none_or(|rule| settings.runs(rule));
    let is_for_this_run = |entry: &Entry| if all { runs(entry) } else { stale.contains(&entry.fingerprint) };
    let pruned = known.pruned(&survey.needed.matches, |entry| !is_for_this_run(entry));
    let left = counted_entries(pruned.len());
    let mut notes = vec![match known.len() - pruned.len() {
        0 => format!("nothing to be taken out; {left} left"),
        gone => format!("took out {}; {left} left", counted_entries(gone)),
    }];
    if !all {
        notes.push(
            "only entries of documents in these files were looked at; name a folder to prune all others".to_owned(),
        );
    }
    let new = found(survey);
    if new > 0 {
        notes.push(format!("{} not in the baseline, which does not grow by itself", counted(new, "finding")));
    }
    (pruned, notes)
}

fn write(baseline: &Baseline, path: &Path, messages: &Messages) -> Result<(), Failed> {
    let failed = |error: &dyn std::fmt::Display| {
        messages.error(&format!("cannot write the baseline {}: {error}", output::path(path)));
        Failed
    };
    let mut file = NewFile::create(path, Existing::Replace).map_err(|error| failed(&error))?;
    output::baseline(baseline, &mut file).map_err(|error| failed(&error))?;
    super::signals::finishing(|| file.finish()).map_err(|error| failed(&error))
}

fn counted_entries(count: usize) -> String {
    format!("{} {}", grouped(count), if count == 1 { "entry" } else { "entries" })
}
