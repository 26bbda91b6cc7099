//! From the command line to an exit code. Thin: it parses, calls the library, prints, and decides nothing about
//! corpora.

mod archive;
mod args;
mod baseline;
mod check;
mod diff;
mod fix;
mod fmt;
mod init;
mod inputs;
mod manual;
mod memory;
mod messages;
mod progress;
mod quarantine;
mod reference;
mod registry;
mod reports;
mod setup;
mod signals;
mod terminal;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser as _;
use corplint::gate::Verdict;
use corplint::output;

use args::{Cli, Command};
use messages::Messages;
use terminal::Terminal;

/// What is named in place of a file to mean standard input, or standard output.
const STANDARD: &str = "-";

/// What standard input is called where nobody gives it a name.
const PIPED: &str = "stdin.corpus";

/// The exit code for a job that could not be done: usage, configuration, input, output.
const COULD_NOT: u8 = Verdict::Undecided.exit_code();

/// Why a command could not do its job. It has been said already on standard error.
#[derive(Debug)]
struct Failed;

/// Runs what the command line asks for.
pub(crate) fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        // Help and versions come this way too. If even that cannot be written, there is nobody to tell but by the code.
        Err(error) => {
            let lost = error.print().is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe);
            let code = u8::try_from(error.exit_code()).unwrap_or(COULD_NOT);
            return ExitCode::from(if lost { COULD_NOT } else { code });
        }
    };
    let terminal = Terminal::detect(cli.global.color);
    let messages = Messages::new(terminal);
    let code = match cli.command {
        Command::Check(arguments) => check::check(&arguments, terminal, &messages),
        Command::Baseline(arguments) => baseline::baseline(&arguments, &messages),
        Command::Fmt(arguments) => fmt::fmt(&arguments, terminal, &messages),
        Command::Quarantine(arguments) => quarantine::quarantine(&arguments, &messages),
        Command::Diff(arguments) => diff::diff(&arguments, terminal, &messages),
        Command::Pack(arguments) => archive::pack(&arguments, terminal, &messages),
        Command::Unpack(arguments) => archive::unpack(&arguments, &messages),
        Command::Registry(command) => registry::registry(command, terminal, &messages),
        Command::Explain(arguments) => reference::explain(&arguments, terminal, &messages),
        Command::Rules(arguments) => reference::rules(&arguments, terminal, &messages),
        Command::Init(arguments) => init::init(&arguments, &messages),
        Command::ConfigSchema => reference::config_schema(&messages),
        Command::Completions(arguments) => manual::completions(&arguments, &messages),
        Command::Man(arguments) => manual::man(&arguments, &messages),
    };
    ExitCode::from(code.unwrap_or(COULD_NOT))
}

/// Lets `write` write to standard output, all of it or an error.
///
/// A reader that has seen enough and closes the pipe is no failure: the verdict stands as it is. Anything else that
/// cannot be written is one, since a report that did not arrive decides nothing.
fn print(
    terminal: Terminal,
    messages: &Messages,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failed> {
    let choice = if terminal.color { anstream::ColorChoice::Always } else { anstream::ColorChoice::Never };
    let stream = anstream::AutoStream::new(io::stdout().lock(), choice);
    print_to(stream, messages, write)
}

/// Lets `write` write bytes to standard output that are not to be touched: a text, or a diff that is read by a program.
/// What knows of colours would take escape sequences out of them.
fn print_bytes(messages: &Messages, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failed> {
    print_to(io::stdout().lock(), messages, write)
}

/// Lets `write` write a text to standard output that takes the place of what was read. A part of it is another text,
/// so here also a reader that closes the pipe is a failure.
fn print_whole(messages: &Messages, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failed> {
    let mut out = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(&mut out).and_then(|()| out.flush()).map_err(|error| cannot_print(&error, messages))
}

fn cannot_print(error: &io::Error, messages: &Messages) -> Failed {
    messages.error(&format!("cannot write to standard output: {error}"));
    Failed
}

fn print_to(
    stream: impl Write,
    messages: &Messages,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failed> {
    let mut out = io::BufWriter::with_capacity(1 << 16, stream);
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(cannot_print(&error, messages)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// How output is written to this terminal.
fn output_options(terminal: Terminal, quiet: bool) -> output::Options {
    let ci_safe = !terminal.interactive;
    output::Options { style: style(terminal), quiet, ci_safe, ..output::Options::default() }
}

fn style(terminal: Terminal) -> output::Style {
    output::Style { color: terminal.color, unicode: true, width: terminal.width }
}
