//! `pack` and `unpack`: a folder as one corpus file, and back.

use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};

use corplint::archive::{self, INDEX, PackError, Packed, Packing, Refusals, UnpackError, Unpacked};
use corplint::gate::Verdict;
use corplint::number::{counted, grouped};
use corplint::output;
use corplint::source::{Compression, Source};
use corplint::walk::LeftOut;
use corplint::write::{Existing, NewFile, WriteError, is_unfinished};

use super::args::{PackArgs, UnpackArgs};
use super::messages::Messages;
use super::terminal::Terminal;
use super::{Failed, PIPED, STANDARD};

/// How many refusals are listed. Where there are more, they have one cause.
const MOST: usize = 100;

/// Packs a folder; gives the exit code.
pub(super) fn pack(arguments: &PackArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    let folder = &arguments.folder;
    let to_stdout = arguments.output.as_os_str() == STANDARD;
    if to_stdout && terminal.interactive {
        messages.error("a corpus is not written to a terminal, which would obey what is in it; name a file with `-o`");
        return Err(Failed);
    }
    if !to_stdout {
        check_output(folder, &arguments.output, messages)?;
    }
    let packing = Packing::plan(folder).map_err(|error| tell_pack_error(folder, error, messages))?;
    tell_left_out(folder, &packing, arguments.quiet, messages);
    let packed = if to_stdout {
        to_standard_output(&packing, folder, messages)?
    } else {
        to_file(&packing, arguments, messages)?
    };
    if let Some(first) = &packed.altered {
        let others = match packed.altered_count {
            1 => " is not the text that its `bytes` or `sha256` was made of".to_owned(),
            count => format!(" and {} more are not the texts that their `bytes` or `sha256` was made of", count - 1),
        };
        let first = output::path(&folder.join(first));
        messages.note(&format!("{first}{others}; if that was meant, correct {INDEX}"));
    }
    if packed.documents == 0 {
        messages.note(&format!("there was no file to pack in {}", output::path(folder)));
    } else if !arguments.quiet {
        messages.note(&format!("{} packed, {}", counted(packed.documents, "file"), counted(packed.bytes, "byte")));
    }
    Ok(Verdict::Pass.exit_code())
}

/// Refuses an output that would mean something else than it seems to.
fn check_output(folder: &Path, path: &Path, messages: &Messages) -> Result<(), Failed> {
    if Compression::of(path) != Compression::None {
        messages.error(&format!(
            "{} would not be compressed, although its name says so; write it under another name, and compress that",
            output::path(path)
        ));
        return Err(Failed);
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside = std::fs::canonicalize(parent)
        .and_then(|parent| Ok(parent.starts_with(std::fs::canonicalize(folder)?)))
        .unwrap_or(false);
    if inside {
        messages.error(&format!(
            "{} lies in the folder that is packed, and would be a part of itself; write it somewhere else",
            output::path(path)
        ));
        return Err(Failed);
    }
    Ok(())
}

fn to_file(packing: &Packing, arguments: &PackArgs, messages: &Messages) -> Result<Packed, Failed> {
    let path = &arguments.output;
    let failed = |error: &WriteError| {
        messages.error(&format!("cannot write {}: {error}", output::path(path)));
        if matches!(error, WriteError::Exists) {
            messages.note("`--force` replaces it");
        }
        Failed
    };
    let mut file = NewFile::create(path, existing(arguments.force)).map_err(|error| failed(&error))?;
    let packed = packing.write(&mut file).map_err(|error| tell_pack_error(&arguments.folder, error, messages))?;
    file.finish().map_err(|error| failed(&error))?;
    Ok(packed)
}

/// Writes to standard output, where nothing can be taken back: so all of it is tried before.
fn to_standard_output(packing: &Packing, folder: &Path, messages: &Messages) -> Result<Packed, Failed> {
    packing.write(&mut io::sink()).map_err(|error| tell_pack_error(folder, error, messages))?;
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let written = packing.write(&mut out).and_then(|packed| match out.flush() {
        Ok(()) => Ok(packed),
        Err(error) => Err(PackError::Output(error)),
    });
    // Also a reader that has closed the pipe: a part of a corpus is another corpus.
    written.map_err(|error| tell_pack_error(folder, error, messages))
}

fn tell_pack_error(folder: &Path, error: PackError, messages: &Messages) -> Failed {
    match error {
        PackError::Folder(error) => messages.path_error("cannot read", folder, &error),
        PackError::Refused(refusals) => {
            tell_refusals(None, &refusals, messages);
            messages.note(&format!("nothing was written: {} in the way", counted(refusals.count(), "fault")));
        }
        PackError::Index(refusals) => {
            tell_refusals(Some(&folder.join(INDEX)), &refusals, messages);
            messages.note(&format!(
                "nothing was written; {INDEX} keeps the marker lines, and without it the files are packed by their names"
            ));
        }
        PackError::Output(error) => messages.error(&format!("cannot write the corpus: {error}")),
    }
    Failed
}

/// Says what will not be in the corpus file, even if all is well.
fn tell_left_out(folder: &Path, packing: &Packing, quiet: bool, messages: &Messages) {
    let missing = packing
        .missing()
        .iter()
        .map(|name| format!("{} is not there any more; {INDEX} still speaks of it", output::path(&folder.join(name))));
    let left_out = packing.left_out().iter().map(|(path, reason)| {
        format!("{} is left out: {}", output::path(&folder.join(path)), reason_of(path, *reason))
    });
    let mut notes = missing.chain(left_out);
    notes.by_ref().take(MOST).for_each(|note| messages.note(&note));
    match notes.count() {
        0 => {}
        1 => messages.note("and 1 more is left out"),
        others => messages.note(&format!("and {} more are left out", grouped(others))),
    }
    if packing.added() > 0 && !quiet {
        messages.note(&format!("{} that {INDEX} does not speak of come last", counted(packing.added(), "file")));
    }
}

fn reason_of(path: &Path, reason: LeftOut) -> &'static str {
    match reason {
        LeftOut::Link => "it is a link, which is not followed",
        LeftOut::Special => "it is a pipe, a socket or a device",
        LeftOut::EmptyFolder => "it is a folder with nothing in it",
        LeftOut::ByName if path.file_name().is_some_and(is_unfinished) => {
            "a run that was interrupted has left it behind; it can be removed"
        }
        LeftOut::ByName => "it belongs to Git and not to the texts",
    }
}

/// Unpacks a corpus; gives the exit code.
pub(super) fn unpack(arguments: &UnpackArgs, messages: &Messages) -> Result<u8, Failed> {
    let source = source(&arguments.corpus, messages)?;
    let folder = &arguments.directory;
    let unpacked = archive::unpack(&source, folder, existing(arguments.force))
        .map_err(|error| tell_unpack_error(source.path(), folder, arguments.force, error, messages))?;
    tell_unpacked(&unpacked, &source, folder, arguments.quiet, messages);
    Ok(Verdict::Pass.exit_code())
}

fn source(path: &Path, messages: &Messages) -> Result<Source, Failed> {
    if path.as_os_str() != STANDARD {
        return Ok(Source::file(path));
    }
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok(Source::memory(PathBuf::from(PIPED), bytes)),
        Err(error) => {
            messages.error(&format!("cannot read standard input: {error}"));
            Err(Failed)
        }
    }
}

fn tell_unpack_error(path: &Path, folder: &Path, force: bool, error: UnpackError, messages: &Messages) -> Failed {
    let incomplete = |written: u64| {
        let written = counted(written, "file");
        messages.note(&format!("{} is not complete: {written} had been written", output::path(folder)));
    };
    match error {
        UnpackError::Read(error) => messages.path_error("cannot read", path, &error),
        UnpackError::Folder(error) => {
            messages.error(&format!("cannot write into {}: {error}", output::path(folder)));
        }
        UnpackError::Refused(refusals) => {
            tell_refusals(Some(path), &refusals, messages);
            messages.note(&format!("nothing was written: {} in the way", counted(refusals.count(), "fault")));
            let exists = |reason: &archive::Reason| matches!(reason, archive::Reason::InTheWay(WriteError::Exists));
            if !force && refusals.told().iter().all(|refusal| exists(&refusal.reason)) {
                messages.note("`--force` replaces what is there");
            }
        }
        UnpackError::Changed { written } => {
            messages.error(&format!("somebody changed {} while it was being unpacked", output::path(path)));
            incomplete(written);
        }
        UnpackError::Write { name, error, written } => {
            messages.error(&format!("cannot write {}: {error}", output::path(&folder.join(name))));
            incomplete(written);
        }
    }
    Failed
}

fn tell_unpacked(unpacked: &Unpacked, source: &Source, folder: &Path, quiet: bool, messages: &Messages) {
    if unpacked.documents == 0 {
        messages.note(&format!("there is no document in {}", output::path(source.path())));
    }
    if unpacked.not_utf8 > 0 {
        messages.note(&match unpacked.not_utf8 {
            1 => "1 text is not UTF-8, and cannot be packed again as it is".to_owned(),
            many => format!("{} are not UTF-8, and cannot be packed again as they are", counted(many, "text")),
        });
    }
    if quiet {
        return;
    }
    if unpacked.rewritten > 0 {
        let is_written = match unpacked.rewritten {
            1 => "1 place of the file is written".to_owned(),
            many => format!("{} of the file are written", counted(many, "place")),
        };
        messages.note(&format!(
            "`pack` will make the same texts of this folder, and not the same bytes: {is_written} in another way than \
             `pack` writes it"
        ));
    }
    let index = if unpacked.index { format!("; {INDEX} keeps the marker lines") } else { String::new() };
    messages.note(&format!("{} in {}{index}", counted(unpacked.documents, "file"), output::path(folder)));
}

fn tell_refusals(path: Option<&Path>, refusals: &Refusals, messages: &Messages) {
    for refusal in refusals.told().iter().take(MOST) {
        let place = match (path, refusal.line) {
            (Some(path), Some(line)) => format!("{}:{line}: ", output::path(path)),
            _ => String::new(),
        };
        messages.error(&format!("{place}{refusal}"));
    }
    let told = refusals.told().len().min(MOST) as u64;
    if refusals.count() > told {
        messages.error(&format!("and {} more", grouped(refusals.count() - told)));
    }
}

pub(super) const fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
}
