//! `completions` and `man`: the command line as shells and `man` read it, made of the same description as `--help`.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use clap::CommandFactory as _;
use clap::builder::PossibleValuesParser;
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
    print_bytes(messages, |out| out.write_all(&script))?;
    Ok(0)
}

/// Writes a page for the program and one for each of its commands, `corplint.1`, `corplint-check.1` and so on.
pub(super) fn man(arguments: &ManArgs, messages: &Messages) -> Result<u8, Failed> {
    let failed = |path: &Path, error: &dyn std::fmt::Display| {
        messages.error(&format!("cannot write {}: {error}", output::path(path)));
        Failed
    };
    let folder = &arguments.folder;
    fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    let mut count = 0;
    for command in commands.chain([&program]) {
        let page = Man::new(command.clone());
        let path = folder.join(page.get_filename());
        write(&page, &path).map_err(|error| failed(&path, &error))?;
        count += 1;
    }
    messages.note(&format!("wrote {count} pages to {}", output::path(folder)));
    Ok(0)
}

fn write(page: &Man, path: &Path) -> Result<(), WriteError> {
    let mut text = Vec::new();
    let rendered = page.render(&mut text);
    let mut file = NewFile::create(path, Existing::Replace)?;
    let written: io::Result<()> = rendered.and_then(|()| file.write_all(&text));
    written.map_err(|error| WriteError::System { step: "cannot write it", error })?;
    file.finish()
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
