//! `check --fix` and `check --diff`: fixes made, or shown.

use std::io::{self, Read as _, Write};
use std::path::{Path, PathBuf};

use corplint::config::Settings;
use corplint::facts::Spill;
use corplint::fix::Applicability;
use corplint::fixer::{self, Fixed, Removed};
use corplint::linter::CheckedFile;
use corplint::number::grouped;
use corplint::output;
use corplint::source::{Compression, Source};
use corplint::walk;
use corplint::write::{Appender, Original, WriteError, clear_unfinished};

use super::messages::Messages;
use super::signals;

/// Why what a link leads to is not written.
pub(super) const LEADS_OUT: &str = "it is a link that leads out of the folder; name it itself to have it changed";

/// What came of fixing some files.
#[derive(Debug, Default)]
pub(super) struct FixOutcome {
    pub(super) files: u64,
    pub(super) findings: u64,
    pub(super) failed: bool,
    /// Whether a file is no longer as it was when its findings were made. One with nothing left to be fixed was changed
    /// by somebody else.
    pub(super) outdated: bool,
}

/// How fixes are made.
pub(super) struct Fixing<'a> {
    pub(super) settings: &'a Settings,
    pub(super) promise: Applicability,
    pub(super) removed: Option<&'a Path>,
    /// The paths that were named. What lies outside of them is not written.
    pub(super) named: &'a [PathBuf],
    pub(super) spill: &'a Spill,
    pub(super) messages: &'a Messages,
}

impl Fixing<'_> {
    /// Fixes those of the `checked` files that have something to be fixed. A file that cannot be fixed is reported, and
    /// costs the others nothing.
    pub(super) fn write(&self, sources: &[Source], checked: &[CheckedFile]) -> FixOutcome {
        // Also beside a file with nothing to be fixed: a run that was killed may have been done but for this.
        clear_unfinished(sources.iter().map(Source::path));
        let mut outcome = FixOutcome::default();
        for source in self.fixable(checked) {
            let path = source.path();
            match self.write_file(path) {
                Ok(count) => {
                    outcome.outdated = true;
                    outcome.files += u64::from(count > 0);
                    outcome.findings += count;
                }
                Err(reason) => {
                    self.messages.error(&format!("cannot fix {}: {reason}", output::path(path)));
                    outcome.failed = true;
                }
            }
        }
        outcome
    }

    /// Shows what [`Self::write`] would write.
    pub(super) fn show(&self, checked: &[CheckedFile], raw: bool, out: &mut dyn Write) -> io::Result<FixOutcome> {
        let mut outcome = FixOutcome::default();
        for source in self.fixable(checked) {
            let path = source.path();
            let shown = look_at(source).and_then(|bytes| Ok((self.fix(path, &bytes, false)?, bytes)));
            match shown {
                Ok((fixed, bytes)) => {
                    outcome.findings += fixed.count();
                    output::unified_diff(path, &bytes, &fixed.bytes, raw, out)?;
                }
                Err(reason) => {
                    self.messages.error(&format!("cannot fix {}: {reason}", output::path(path)));
                    outcome.failed = true;
                }
            }
        }
        Ok(outcome)
    }

    /// The files with at least one fix to be made, in order. No other file is opened.
    fn fixable<'f>(&self, checked: &'f [CheckedFile]) -> impl Iterator<Item = &'f Source> {
        let promise = self.promise;
        let wanted = checked.iter().filter(move |file| file.findings.fix.is_some_and(|fix| fix >= promise));
        wanted.map(|file| &*file.source)
    }

    fn fix(&self, path: &Path, bytes: &[u8], keep_removed: bool) -> Result<Fixed, String> {
        let options = fixer::Options { promise: self.promise, keep_removed, spill: self.spill.clone() };
        let fixed = fixer::fix(path, bytes, self.settings, &options).map_err(|error| error.to_string())?;
        if fixed.withheld > 0 {
            let (what, they) = if fixed.withheld == 1 { ("fix", "it") } else { ("fixes", "they") };
            self.messages.note(&format!(
                "{} {what} in {} not made: {they} would change which documents there are, or their ids",
                grouped(fixed.withheld),
                output::path(path),
            ));
        }
        Ok(fixed)
    }

    fn write_file(&self, path: &Path) -> Result<u64, String> {
        if walk::leads_out(path, self.named) {
            return Err(LEADS_OUT.to_owned());
        }
        let original = read(path, Original::read)?;
        let fixed = self.fix(path, original.bytes(), self.removed.is_some())?;
        signals::finishing(|| {
            // What is taken out is safe before it is taken out.
            let kept = match self.removed.filter(|_| !fixed.removed.is_empty()) {
                Some(target) => Some(
                    keep(target, path, &fixed.removed)
                        .map_err(|error| format!("cannot keep what is removed: {error}"))?,
                ),
                None => None,
            };
            original.replace(&fixed.bytes).map_err(|error| {
                let reason = error.to_string();
                // What is still there was not taken out.
                match kept.filter(|_| !error.is_changed_all_the_same()).map(Appender::take_back) {
                    Some(Err(error)) => format!("{reason}; what was to be removed is kept all the same: {error}"),
                    Some(Ok(())) | None => reason,
                }
            })
        })?;
        Ok(fixed.count())
    }
}

/// What is to be fixed, if it can be: of a file, that which could be replaced, and of what was piped in, all of it.
fn look_at(source: &Source) -> Result<Vec<u8>, String> {
    if source.is_file() {
        return Ok(read(source.path(), Original::look_at)?.into_bytes());
    }
    refuse_compressed(source.path())?;
    let mut bytes = Vec::new();
    source.open().and_then(|mut all| all.read_to_end(&mut bytes)).map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn read(path: &Path, read: fn(&Path) -> Result<Original, WriteError>) -> Result<Original, String> {
    refuse_compressed(path)?;
    read(path).map_err(|error| error.to_string())
}

fn refuse_compressed(path: &Path) -> Result<(), String> {
    match Compression::of(path) {
        Compression::None => Ok(()),
        _ => Err("it is compressed; decompress it, fix it, and compress it again".to_owned()),
    }
}

/// Adds removed text to a corpus file, all of it or nothing. What is given back can take it back.
fn keep(target: &Path, path: &Path, removed: &[Removed]) -> Result<Appender, WriteError> {
    let mut appender = Appender::open(target)?;
    let all = removed.iter().try_for_each(|piece| {
        let record = piece.to_corpus(path);
        if appender.contains(&record) { Ok(()) } else { appender.append(&record) }
    });
    match all.and_then(|()| appender.finish()) {
        Ok(()) => Ok(appender),
        Err(error) => {
            // Nothing better can be done if that fails too.
            let _ = appender.take_back();
            Err(error)
        }
    }
}
