//! `diff`: what became of the documents of a drop.

use std::io;
use std::path::{Path, PathBuf};

use corplint::compare::{DropIndex, compare};
use corplint::config::Settings;
use corplint::gate::Verdict;
use corplint::output::{self, Compared, Extent};
use corplint::source::Source;
use corplint::walk;

use super::args::{DiffArgs, DiffFormat};
use super::memory::spill;
use super::messages::Messages;
use super::terminal::Terminal;
use super::{Failed, PIPED, STANDARD, output_options, print};

/// Runs the command; gives the exit code.
pub(super) fn diff(arguments: &DiffArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    if [&arguments.old, &arguments.new].iter().all(|path| path.as_os_str() == STANDARD) {
        messages.error("only one of the two can come from standard input");
        return Err(Failed);
    }
    // A file is compared with a file whatever they are called, and with a folder it has no place to have moved from.
    let folders = arguments.old.is_dir() && arguments.new.is_dir();
    let old = read(&arguments.old, folders, messages)?;
    let new = read(&arguments.new, folders, messages)?;
    let comparison = compare(&old, &new);
    let compared = Compared { old: &old, new: &new, comparison: &comparison };
    let options = output_options(terminal, arguments.quiet);
    let extent = Extent { most: arguments.max_per_kind, stat: arguments.stat };
    let mut unread = Vec::new();
    print(terminal, messages, |out| match arguments.format {
        DiffFormat::Human => {
            unread = output::comparison(compared, extent, &options, out)?;
            Ok(())
        }
        DiffFormat::Json => output::comparison_json(compared, env!("CARGO_PKG_VERSION"), out),
    })?;
    if !unread.is_empty() {
        messages.not_found(&unread);
        return Err(Failed);
    }
    Ok(if comparison.differs() { Verdict::Fail } else { Verdict::Pass }.exit_code())
}

fn read(path: &Path, in_folders: bool, messages: &Messages) -> Result<DropIndex, Failed> {
    let failed = |path: &Path, error: &io::Error| {
        messages.path_error("cannot read", path, error);
        Failed
    };
    let sources: Vec<Source> = if path.as_os_str() == STANDARD {
        let piped = Source::spooled(PIPED, io::stdin(), &spill().folder);
        vec![piped.map_err(|error| failed(path, &error))?]
    } else {
        let found = walk::find(&[path.to_owned()], &Settings::default());
        if !found.failures.is_empty() {
            messages.not_found(&found.failures);
            return Err(Failed);
        }
        for folder in &found.empty {
            messages.note(&format!("no corpus files in {}", output::path(folder)));
        }
        found.files.into_iter().map(Source::file).collect()
    };
    let folder: Option<PathBuf> = in_folders.then(|| path.to_owned());
    DropIndex::read(sources, folder.as_deref()).map_err(|(path, error)| failed(&path, &error))
}
