//! `registry`: what was accepted earlier.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use corplint::gate::Verdict;
use corplint::linter::{self, Options, Progress, Registered};
use corplint::output;
use corplint::registry::{Added, Registry, RegistryError, Statistics};
use corplint::source::Source;
use corplint::walk;
use corplint::write::{Existing, NewFile, WriteError};
use serde::Serialize;

use super::args::{
    CheckArgs, RegistryAddArgs, RegistryCommand, RegistryExportArgs, RegistryImportArgs, RegistryStatsArgs, RuleArgs,
    RulesFormat,
};
use super::check::{self, in_pool, tell_what_was_found};
use super::memory::{Memory, spill};
use super::messages::Messages;
use super::setup::{Setup, working_directory};
use super::terminal::Terminal;
use super::{Failed, PIPED, STANDARD, print};
use corplint::number::{counted, grouped};

/// The rules that `registry check` runs where none are named. Documents that are there as they are, are no news. The last
/// two say that there is no document in a file, which would otherwise pass without anything having been compared.
const CHECKED: [&str; 6] =
    ["registered-id", "registered-text", "registered-wording", "registered-near-duplicate", "no-marker", "utf16-input"];

/// Runs the command; gives the exit code.
pub(super) fn registry(command: RegistryCommand, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    match command {
        RegistryCommand::Add(arguments) => add(&arguments, messages),
        RegistryCommand::Check(arguments) => compare(*arguments, terminal, messages),
        RegistryCommand::Stats(arguments) => stats(&arguments, terminal, messages),
        RegistryCommand::Export(arguments) => export(&arguments, messages),
        RegistryCommand::Import(arguments) => import(&arguments, messages),
    }
}

fn compare(mut arguments: CheckArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    if arguments.rules.select.is_empty() {
        arguments.rules.select = CHECKED.map(ToOwned::to_owned).to_vec();
    }
    check::check(&arguments, terminal, messages)
}

fn add(arguments: &RegistryAddArgs, messages: &Messages) -> Result<u8, Failed> {
    let RegistryAddArgs { registry: path, quiet, .. } = arguments;
    let here = working_directory(messages)?;
    let sources = sources(arguments, &here, messages)?;
    if sources.is_empty() {
        return Ok(Verdict::Pass.exit_code());
    }
    let registry = open_to_add(path, messages)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs().cast_signed());
    let memory = arguments.memory.unwrap_or_else(Memory::of_machine);
    let (options, progress) = (memory.limit(Options::new(spill())), Progress::default());
    let work = || linter::register(&sources, &registry, arguments.name.as_deref(), now, &options, &progress);
    let Registered { visited, added } = in_pool(arguments.threads, messages, work)?;
    messages.not_read(&visited.failures);
    let Some(added) = added else {
        messages.error("nothing was added: a drop is added whole or not at all");
        return Err(Failed);
    };
    let added = added.map_err(|error| cannot_add(path, &error, messages))?;
    if !quiet {
        tell(added, path, messages);
    }
    Ok(Verdict::Pass.exit_code())
}

/// Opens a registry that is there. Where there is none, it is tried whether one can be made, before hours are spent on
/// what it is to hold; nothing of that is left, and there is none as long as nothing is added.
fn open_to_add(path: &Path, messages: &Messages) -> Result<Registry, Failed> {
    if path.symlink_metadata().is_err() {
        refuse_name_of_corpus(path, messages)?;
        match NewFile::create(path, Existing::Keep) {
            // Another run may have made it since.
            Ok(_) | Err(WriteError::Exists) => {}
            Err(error) => {
                messages.error(&format!("cannot add to the registry {}: {error}", output::path(path)));
                return Err(Failed);
            }
        }
    }
    Registry::open_or_create(path).map_err(|error| cannot_add(path, &error, messages))
}

/// What is no corpus must not be called like one, or the next run finds it in its folder.
fn refuse_name_of_corpus(path: &Path, messages: &Messages) -> Result<(), Failed> {
    if walk::is_called_corpus(path) {
        messages.error(&format!("{} has the name of a corpus file, and would be checked", output::path(path)));
        return Err(Failed);
    }
    Ok(())
}

/// The files that are to be added.
fn sources(arguments: &RegistryAddArgs, here: &Path, messages: &Messages) -> Result<Vec<Source>, Failed> {
    let (piped, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        arguments.paths.iter().cloned().partition(|path| path.as_os_str() == STANDARD);
    let RegistryAddArgs { config, isolated, .. } = arguments;
    let rules = RuleArgs { config: config.clone(), isolated: *isolated, ..RuleArgs::default() };
    let settings = Setup::read(&rules, &arguments.paths, None, here, messages)?.settings;
    let mut found = walk::find(&paths, &settings);
    let mut sources: Vec<Source> = found.files.drain(..).map(Source::file).collect();
    if !piped.is_empty() {
        sources.insert(0, Source::piped(Path::new(PIPED), io::stdin(), &spill().folder));
    }
    tell_what_was_found(&found, sources.is_empty(), arguments.quiet, arguments.config.as_deref(), here, messages);
    messages.not_found(&found.failures);
    if found.failures.is_empty() {
        Ok(sources)
    } else {
        messages.error("nothing was added: a drop is added whole or not at all");
        Err(Failed)
    }
}

fn tell(Added { documents, known, again }: Added, path: &Path, messages: &Messages) {
    let registry = output::path(path);
    let again = if again == 0 { String::new() } else { format!("; {} came again", grouped(again)) };
    messages.note(&match (documents, known) {
        (0, 0) => "there was no document to add".to_owned(),
        (0, 1) => format!("nothing to add: the document is in {registry} already{again}"),
        (0, known) => format!("nothing to add: all {} documents are in {registry} already{again}", grouped(known)),
        (documents, 0) => format!("added {} to {registry}{again}", counted(documents, "document")),
        (documents, 1) => format!("added {} to {registry}; 1 was there already{again}", counted(documents, "document")),
        (documents, known) => {
            let (documents, known) = (counted(documents, "document"), grouped(known));
            format!("added {documents} to {registry}; {known} were there already{again}")
        }
    });
}

fn export(arguments: &RegistryExportArgs, messages: &Messages) -> Result<u8, Failed> {
    let RegistryExportArgs { file, registry: path, force, quiet } = arguments;
    let cannot_write = |error: &WriteError| {
        messages.error(&format!("cannot write {}: {error}", output::path(file)));
        if matches!(error, WriteError::Exists) {
            messages.note("`--force` replaces it");
        }
        Failed
    };
    refuse_name_of_corpus(file, messages)?;
    let registry = Registry::open(path).map_err(|error| cannot_read(path, &error, messages))?;
    if std::fs::canonicalize(path).ok().is_some_and(|real| std::fs::canonicalize(file).ok() == Some(real)) {
        messages.error(&format!("{} is the registry; name another file", output::path(file)));
        return Err(Failed);
    }
    let existing = if *force { Existing::Replace } else { Existing::Keep };
    let mut new = NewFile::create(file, existing).map_err(|error| cannot_write(&error))?;
    let count = registry.export(&mut new).map_err(|error| {
        messages.error(&format!("cannot export {} to {}: {error}", output::path(path), output::path(file)));
        Failed
    })?;
    new.finish().map_err(|error| cannot_write(&error))?;
    if !quiet {
        messages.note(&format!("wrote {} to {}", counted(count, "document"), output::path(file)));
    }
    Ok(Verdict::Pass.exit_code())
}

fn import(arguments: &RegistryImportArgs, messages: &Messages) -> Result<u8, Failed> {
    let RegistryImportArgs { files, registry: path, memory, quiet } = arguments;
    let Options { spill, .. } = memory.unwrap_or_else(Memory::of_machine).limit(Options::new(spill()));
    let registry = open_to_add(path, messages)?;
    let imported = registry.import(files, &spill).map_err(|(file, error)| {
        let Some(file) = file else { return cannot_add(path, &error, messages) };
        messages.error(&format!("cannot read {}: {error}", output::path(&file)));
        messages.error("nothing was added: what is imported together is added whole or not at all");
        Failed
    })?;
    if !quiet {
        for file in &imported.unproved {
            messages.note(&format!(
                "{} has no checksum of `registry export`, so that nobody can tell whether it is damaged",
                output::path(file)
            ));
        }
        tell(imported.added, path, messages);
    }
    Ok(Verdict::Pass.exit_code())
}

fn cannot_read(path: &Path, error: &RegistryError, messages: &Messages) -> Failed {
    messages.error(&format!("cannot read the registry {}: {error}", output::path(path)));
    Failed
}

fn cannot_add(path: &Path, error: &RegistryError, messages: &Messages) -> Failed {
    messages.error(&format!("cannot add to the registry {}: {error}", output::path(path)));
    Failed
}

/// What `registry stats --format json` writes: fields are added to it, and not changed.
#[derive(Debug, Serialize)]
struct StatsReport {
    /// The version of this report.
    version: u8,
    /// The version of the form of the registry.
    registry_version: i64,
    documents: u64,
    drops: u64,
    bytes: u64,
    id_bytes: u64,
    /// Without the ids.
    bytes_per_document: Option<f64>,
}

fn stats(arguments: &RegistryStatsArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    let path = &arguments.registry;
    let statistics = Registry::open(path)
        .and_then(|registry| registry.statistics())
        .map_err(|error| cannot_read(path, &error, messages))?;
    print(terminal, messages, |out| match arguments.format {
        RulesFormat::Human => write_human(&statistics, out),
        RulesFormat::Json => write_json(&statistics, out),
    })?;
    Ok(Verdict::Pass.exit_code())
}

/// Bytes for each document, without the ids; to a tenth.
#[expect(clippy::cast_precision_loss, reason = "a tenth of a byte is enough")]
fn bytes_per_document(statistics: &Statistics) -> Option<f64> {
    let Statistics { documents, bytes, id_bytes, .. } = *statistics;
    (documents > 0).then(|| (bytes.saturating_sub(id_bytes) as f64 / documents as f64 * 10.0).round() / 10.0)
}

fn write_human(statistics: &Statistics, out: &mut dyn Write) -> io::Result<()> {
    let Statistics { documents, drops, bytes, id_bytes, version } = statistics;
    writeln!(out, "documents                 {}", grouped(*documents))?;
    writeln!(out, "drops (files or names)    {}", grouped(*drops))?;
    writeln!(out, "bytes                     {}", grouped(*bytes))?;
    writeln!(out, "bytes of ids              {}", grouped(*id_bytes))?;
    if let Some(each) = bytes_per_document(statistics) {
        writeln!(out, "other bytes per document  {each:.1}")?;
    }
    writeln!(out, "version of the file       {version}")
}

fn write_json(statistics: &Statistics, out: &mut dyn Write) -> io::Result<()> {
    let Statistics { documents, drops, bytes, id_bytes, version } = *statistics;
    let bytes_per_document = bytes_per_document(statistics);
    let report =
        StatsReport { version: 1, registry_version: version, documents, drops, bytes, id_bytes, bytes_per_document };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)
}
