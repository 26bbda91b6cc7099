//! `fmt`: the canonical form of the format.

use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use corplint::canonical::canonical;
use corplint::gate::Verdict;
use corplint::number::{counted, grouped};
use corplint::output;
use corplint::source::{Compression, sniff_wide};
use corplint::walk;
use corplint::write::{Original, clear_unfinished};

use super::args::{FmtArgs, RuleArgs};
use super::check::{tell_inner_configs, tell_what_is_excluded};
use super::fix::LEADS_OUT;
use super::messages::Messages;
use super::setup::{Setup, working_directory};
use super::signals;
use super::terminal::Terminal;
use super::{COULD_NOT, Failed, PIPED, STANDARD, print, print_bytes, print_whole};

/// Runs the command; gives the exit code.
pub(super) fn fmt(arguments: &FmtArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    if let [path] = arguments.paths.as_slice()
        && path.as_os_str() == STANDARD
    {
        return standard_input(arguments, terminal, messages);
    }
    let here = working_directory(messages)?;
    // Of the configuration, only what it excludes counts: what files are like is a matter of the format.
    let rules = RuleArgs { config: arguments.config.clone(), isolated: arguments.isolated, ..RuleArgs::default() };
    let setup = Setup::read(&rules, &arguments.paths, None, &here, messages)?;
    let mut found = walk::find(&arguments.paths, &setup.settings);
    let named: BTreeSet<&Path> = arguments.paths.iter().map(PathBuf::as_path).collect();
    let is_compressed = |path: &PathBuf| Compression::of(path) != Compression::None && !named.contains(path.as_path());
    let compressed: Vec<PathBuf> = found.files.extract_if(.., |path| is_compressed(path)).collect();
    tell_inner_configs(&found, arguments.config.as_deref(), &here, messages);
    tell_what_is_excluded(&found, arguments.quiet, messages);
    if !arguments.quiet {
        for path in &compressed {
            messages.note(&format!("{} is left as it is, since it is compressed", output::path(path)));
        }
    }
    for folder in &found.empty {
        messages.note(&format!(
            "no corpus files in {} (*.corpus); a file of another name can be named itself",
            output::path(folder)
        ));
    }
    messages.not_found(&found.failures);
    let only_shown = arguments.check || arguments.diff;
    if !only_shown {
        // Also beside a file with nothing to be changed: a run that was killed may have been done but for this.
        clear_unfinished(found.files.iter().map(PathBuf::as_path));
    }
    let mut failed = found.failures.len();
    let (mut changed, mut unchanged) = (0_usize, 0_usize);
    for path in &found.files {
        match format(path, arguments, terminal, messages) {
            Ok(Form::Other) => changed += 1,
            Ok(Form::Canonical) => unchanged += 1,
            Ok(Form::None) => {}
            Err(Reason::Output) => return Err(Failed),
            Err(Reason::File(reason)) => {
                messages.error(&format!("cannot format {}: {reason}", output::path(path)));
                failed += 1;
            }
        }
    }
    if !arguments.quiet {
        let what = if only_shown { "would be changed" } else { "changed" };
        let (changed, unchanged) = (counted(changed, "file"), grouped(unchanged));
        let failed =
            if failed == 0 { String::new() } else { format!("; {} could not be formatted", counted(failed, "file")) };
        messages.note(&format!("{changed} {what}, {unchanged} in canonical form already{failed}"));
    }
    Ok(match (failed > 0, only_shown && changed > 0) {
        (true, _) => COULD_NOT,
        (false, true) => Verdict::Fail.exit_code(),
        (false, false) => Verdict::Pass.exit_code(),
    })
}

/// In which form a file was.
enum Form {
    Canonical,
    Other,
    /// It is no corpus file.
    None,
}

enum Reason {
    Output,
    File(String),
}

/// Formats one file, or shows how; says how it was.
fn format(path: &Path, arguments: &FmtArgs, terminal: Terminal, messages: &Messages) -> Result<Form, Reason> {
    let file = |error: &dyn std::fmt::Display| Reason::File(error.to_string());
    if Compression::of(path) != Compression::None {
        return Err(file(&"it is compressed; decompress it, format it, and compress it again"));
    }
    let read = if arguments.check || arguments.diff { Original::look_at } else { Original::read };
    let original = read(path).map_err(|error| file(&error))?;
    if let Some(encoding) = sniff_wide(original.bytes()) {
        return Err(file(&encoding.why_nothing_is_found()));
    }
    let Some(right) = canonical(original.bytes()) else {
        if !arguments.quiet {
            messages.note(&format!("{} is left as it is, since it has no marker line", output::path(path)));
        }
        return Ok(Form::None);
    };
    if right == original.bytes() {
        return Ok(Form::Canonical);
    }
    if arguments.diff {
        let raw = !terminal.interactive;
        print_bytes(messages, |out| output::unified_diff(path, original.bytes(), &right, raw, out))
            .map_err(|Failed| Reason::Output)?;
    } else if arguments.check {
        print(terminal, messages, |out| writeln!(out, "{}", output::path(path))).map_err(|Failed| Reason::Output)?;
    } else if walk::leads_out(path, &arguments.paths) {
        return Err(file(&LEADS_OUT));
    } else {
        signals::finishing(|| original.replace(&right)).map_err(|error| file(&error))?;
    }
    Ok(Form::Other)
}

fn standard_input(arguments: &FmtArgs, terminal: Terminal, messages: &Messages) -> Result<u8, Failed> {
    let mut bytes = Vec::new();
    if let Err(error) = io::stdin().lock().read_to_end(&mut bytes) {
        messages.error(&format!("cannot read standard input: {error}"));
        return Err(Failed);
    }
    if let Some(encoding) = sniff_wide(&bytes) {
        messages.error(&format!("cannot format standard input: {}", encoding.why_nothing_is_found()));
        return Err(Failed);
    }
    let right = canonical(&bytes).unwrap_or_else(|| bytes.clone());
    let changed = right != bytes;
    if arguments.diff {
        let (path, raw) = (Path::new(PIPED), !terminal.interactive);
        print_bytes(messages, |out| output::unified_diff(path, &bytes, &right, raw, out))?;
    } else if !arguments.check {
        print_whole(messages, |out| out.write_all(&right))?;
    }
    let fails = changed && (arguments.check || arguments.diff);
    Ok(if fails { Verdict::Fail } else { Verdict::Pass }.exit_code())
}
