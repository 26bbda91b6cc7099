//! `completions` and `man`: the command line as shells and `man` read it, made of the same description as `--help`.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;
use corplint::output;
use corplint::rule::{AnyRule, Category};
use corplint::rules;
use corplint::write::{Existing, NewFile, WriteError};

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::messages::Messages;
use super::{Failed, print_bytes};

/// The arguments that name a rule, and those that name rules and categories, whichever command has them.
const RULE: &str = "rule";
const SELECT: &str = "select";
const IGNORE: &str = "ignore";

/// Writes the completions of a shell. They know the names of rules too, which the command line itself reads as any
/// text, since what it says of a slip is better than a list of all rules.
pub(super) fn completions(arguments: &CompletionsArgs, messages: &Messages) -> Result<u8, Failed> {
    let ids = || rules::ALL.iter().map(|rule| AnyRule::meta(rule).id);
    let one = PossibleValuesParser::new(ids());
    let some =
        PossibleValuesParser::new(ids().chain(Category::ALL.into_iter().map(Category::name)).chain(["all", "default"]));
    let mut command = Cli::command().mut_subcommands(|command| {
        command.mut_args(|argument| match argument.get_id().as_str() {
            RULE => argument.value_parser(one.clone()),
            SELECT | IGNORE => argument.value_parser(some.clone()),
            _ => argument,
        })
    });
    // What makes them writes to where nothing can fail.
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "corplint", &mut script);
    if arguments.shell == Shell::Fish {
        // For fish, what may stand in the place of an argument without a name is not written.
        let ids: Vec<&str> = ids().collect();
        let ids = ids.join(" ");
        for command in ["explain", "rules"] {
            let after = format!("__fish_corplint_using_subcommand {command}");
            script.extend(format!("complete -c corplint -n \"{after}\" -f -a \"{ids}\"\n").into_bytes());
        }
    }
    print_bytes(messages, |out| out.write_all(&script))?;
    Ok(0)
}

/// Writes a page for the program and one for each of its commands, `corplint.1`, `corplint-check.1` and so on.
#[expect(clippy::disallowed_methods, reason = "the folder that is asked for may not be there yet")]
pub(super) fn man(arguments: &ManArgs, messages: &Messages) -> Result<u8, Failed> {
    let failed = |path: &Path, error: &dyn std::fmt::Display| {
        messages.error(&format!("cannot write {}: {error}", output::path(path)));
        Failed
    };
    let folder = &arguments.folder;
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let commands = all(&program);
    for command in &commands {
        let page = Man::new((*command).clone());
        let path = folder.join(page.get_filename());
        write(command, &path).map_err(|error| failed(&path, &error))?;
    }
    messages.note(&format!("wrote {} pages to {}", commands.len(), output::path(folder)));
    Ok(0)
}

/// A command and all below it: the page of `registry` names that of `registry add`, which has to be there, too.
fn all(command: &Command) -> Vec<&Command> {
    let below = command.get_subcommands().filter(|command| !command.is_hide_set());
    [command].into_iter().chain(below.flat_map(all)).collect()
}

fn write(command: &Command, path: &Path) -> Result<(), WriteError> {
    let mut file = NewFile::create(path, Existing::Replace)?;
    let written: io::Result<()> = page(command).and_then(|text| file.write_all(&text));
    written.map_err(|error| WriteError::System { step: "cannot write it", error })?;
    file.finish()
}

/// The page of a command. What stands below the options in `--help` has a heading here that readers of manuals look for,
/// and lines that are no paragraph stay as they are.
fn page(command: &Command) -> io::Result<Vec<u8>> {
    let after = command.get_after_long_help().or(command.get_after_help());
    let after = after.map(ToString::to_string).unwrap_or_default();
    let page = Man::new(command.clone().after_help(None::<&str>).after_long_help(None::<&str>));
    let mut text = Vec::new();
    page.render(&mut text)?;
    for section in after.split("\n\n").filter(|section| !section.is_empty()) {
        let roff = section.replace('\\', "\\\\").replace('-', "\\-");
        match roff.split_once(':') {
            Some(("Exit codes", codes)) => writeln!(text, ".SH \"EXIT STATUS\"\n{}", codes.trim())?,
            Some(("Examples", lines)) => writeln!(text, ".SH EXAMPLES\n.nf\n{}\n.fi", lines.trim_matches('\n'))?,
            _ => writeln!(text, ".SH NOTES\n{}", roff.trim())?,
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_that_name_rules_are_known() {
        let command = Cli::command();
        for (name, argument) in [("explain", RULE), ("check", SELECT), ("check", IGNORE)] {
            let command = command.find_subcommand(name).expect("a command");
            assert!(command.get_arguments().any(|known| known.get_id() == argument), "{name} {argument}");
        }
    }
}
