//! Which files `check` looks at: those that are named, those of a list, and those that have changed.

use std::borrow::Cow;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use corplint::changes::{Changes, ChangesError, Content};
use corplint::config::Settings;
use corplint::output;
use corplint::source::Source;
use corplint::walk::{self, Found};

use super::args::CheckArgs;
use super::check::tell_what_was_found;
use super::memory::spill;
use super::messages::Messages;
use super::{Failed, STANDARD};

/// How a file begins that stands for one that Git LFS keeps elsewhere.
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// What is to be checked.
pub(super) struct Inputs {
    pub(super) sources: Vec<Source>,
    /// What else was found; of files, there are none left in it.
    pub(super) found: Found,
}

/// The paths that are named on the command line, or in the list that is.
pub(super) fn named<'a>(arguments: &'a CheckArgs, messages: &Messages) -> Result<Cow<'a, [PathBuf]>, Failed> {
    let Some(path) = &arguments.files_from else { return Ok(Cow::Borrowed(&arguments.paths)) };
    let mut bytes = Vec::new();
    let read = if path.as_os_str() == STANDARD {
        io::stdin().lock().read_to_end(&mut bytes)
    } else {
        Source::file(path).open().and_then(|mut list| list.read_to_end(&mut bytes))
    };
    read.map_err(|error| {
        messages.path_error("cannot read the list", path, &error);
        Failed
    })?;
    let list = walk::list(&bytes).map_err(|(number, why)| {
        messages.error(&format!("cannot read path {number} of the list {}: {why}", output::path(path)));
        Failed
    })?;
    Ok(Cow::Owned(list))
}

/// Finds what is to be checked, and tells what else was found.
pub(super) fn find(
    arguments: &CheckArgs,
    named: &[PathBuf],
    settings: &Settings,
    here: &Path,
    messages: &Messages,
) -> Result<Inputs, Failed> {
    let is_piped = |path: &Path| path.as_os_str() == STANDARD && arguments.files_from.is_none();
    let (piped, paths): (Vec<PathBuf>, Vec<PathBuf>) = named.iter().cloned().partition(|path| is_piped(path));
    let changes = match &arguments.since {
        Some(revision) => Some(Changes::since(revision, here).map_err(|error| {
            let revision = output::path(Path::new(revision));
            tell(&format!("cannot tell what has changed since {revision}"), &error, messages)
        })?),
        None if arguments.staged => {
            Some(Changes::staged(here).map_err(|error| tell("cannot tell what is staged", &error, messages))?)
        }
        None => None,
    };
    if !piped.is_empty() && changes.is_some() {
        messages.error("standard input is in no repository; leave `-` out, or `--since` and `--staged`");
        return Err(Failed);
    }
    if !piped.is_empty() && arguments.fix {
        messages.error("standard input cannot be fixed; name a file, or see with --diff what would change");
        return Err(Failed);
    }
    let mut inputs = match &changes {
        Some(changes) => changed(changes, &paths, settings, messages),
        None => {
            let mut found = walk::find(&paths, settings);
            Inputs { sources: found.files.drain(..).map(Source::file).collect(), found }
        }
    };
    if !piped.is_empty() {
        let name = &arguments.stdin_filename;
        if settings.excludes(name) {
            inputs.found.excluded.insert(0, name.clone());
            pass_over_standard_input(arguments.show_files);
        } else {
            inputs.sources.insert(0, Source::piped(name, io::stdin(), &spill().folder));
        }
    }
    tell_what_was_found(
        &inputs.found,
        inputs.sources.is_empty(),
        arguments.quiet,
        arguments.rules.config.as_deref(),
        here,
        messages,
    );
    Ok(inputs)
}

/// Whoever pipes something in would take it for a failure if nobody took it. Where nothing is looked into, nothing is.
fn pass_over_standard_input(only_shown: bool) {
    if !only_shown {
        let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
    }
}

fn tell(what: &str, error: &ChangesError, messages: &Messages) -> Failed {
    messages.error(&format!("{what}: {error}"));
    Failed
}

/// Of what has changed, what is named.
fn changed(changes: &Changes, paths: &[PathBuf], settings: &Settings, messages: &Messages) -> Inputs {
    let known: Vec<PathBuf> = changes.files.iter().map(|change| change.path.clone()).collect();
    let picked = walk::pick(&known, &changes.deleted, paths, settings);
    let mut inputs = Inputs { sources: Vec::new(), found: Found::default() };
    let mut in_the_work_tree = Vec::new();
    let folder = spill().folder;
    for (path, number) in picked.files {
        let failure = match changes.files.get(number).map(|change| &change.content) {
            None | Some(Content::WorkTree) => {
                // A link may lead to a folder, which is not followed anywhere else either.
                if !path.is_dir() {
                    in_the_work_tree.push(path);
                }
                continue;
            }
            Some(Content::Staged(object)) => match changes.read(object, &path, &folder).and_then(text_itself) {
                Ok(source) => {
                    inputs.sources.push(source);
                    continue;
                }
                Err(error) => error,
            },
            Some(Content::Conflict) => io::Error::other("it is being merged, and not all of it is decided"),
            Some(Content::Repository) => continue,
        };
        inputs.found.failures.push((path, failure));
    }
    for change in changes.files.iter().filter(|change| change.content == Content::Repository) {
        messages.note(&format!("{} is another repository, and is not looked into", output::path(&change.path)));
    }
    // One that two links lead to is checked once, and what is no file is told.
    let found = walk::find(&in_the_work_tree, settings);
    inputs.sources.extend(found.files.into_iter().map(Source::file));
    inputs.sources.sort_by(|left, right| left.path().cmp(right.path()));
    inputs.found.excluded = picked.excluded;
    inputs.found.failures.extend(picked.failures.into_iter().chain(found.failures));
    inputs
}

/// Refuses what only stands for a text that Git LFS keeps elsewhere.
fn text_itself(source: Source) -> io::Result<Source> {
    let mut start = Vec::new();
    source.open()?.take(POINTER.len() as u64).read_to_end(&mut start)?;
    if start == POINTER {
        return Err(io::Error::other(
            "what is staged of it is kept by Git LFS, and the work tree has something else; stage all of it",
        ));
    }
    Ok(source)
}
