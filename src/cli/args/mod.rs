//! The command line, as clap reads it. Nothing is decided here.
//!
//! How something is to be done may be said twice (`overrides_with`): scripts add options to those of a project, and the
//! last one holds. What is read, compared with or written may not, since one of the two would be left out in silence.

#![expect(clippy::doc_markdown, reason = "the comments are the help, which is no Markdown")]

mod check;
mod registry;
mod values;

use std::path::PathBuf;

use clap::builder::Styles;
use clap::builder::styling::AnsiColor;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use corplint::day::Day;

use super::STANDARD;
use super::memory::Memory;

pub(crate) use check::CheckArgs;
pub(crate) use registry::{
    RegistryAddArgs, RegistryCommand, RegistryExportArgs, RegistryImportArgs, RegistryStatsArgs,
};
pub(crate) use values::{FailOnArg, OutputArg};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Validator, linter and fixer for text corpora in the <<<FILE>>> delimited format.
#[derive(Debug, Parser)]
#[command(name = "corplint", version, styles = STYLES, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it, 2 the job could not be done."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    #[command(flatten)]
    pub(crate) global: Global,
}

#[derive(Debug, Args)]
pub(crate) struct Global {
    /// When to use colour; `auto` also heeds NO_COLOR and CLICOLOR_FORCE
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        overrides_with = "color",
        default_value = "auto",
        help_heading = "Display"
    )]
    pub(crate) color: ColorWhen,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check files and folders, and say what is wrong with them
    Check(Box<CheckArgs>),
    /// Accept what is found now, so that only what is new is reported
    Baseline(BaselineArgs),
    /// Write files in the canonical form of the format, without changing a byte of their texts
    Fmt(FmtArgs),
    /// Split a drop into the documents that may be let in and those that are set aside
    Quarantine(Box<QuarantineArgs>),
    /// Show which documents came, went and changed between two drops, and in which words
    Diff(DiffArgs),
    /// Put all files of a folder into one corpus file
    Pack(PackArgs),
    /// Put every document of a corpus file into a file of its own
    Unpack(UnpackArgs),
    /// Keep what was accepted, so that new drops are compared with all drops before them
    #[command(subcommand)]
    Registry(RegistryCommand),
    /// Explain a rule: what it flags, why, by which formula, and whether its fix is safe
    Explain(ExplainArgs),
    /// List all rules
    Rules(RulesArgs),
    /// Write a file to begin with: a configuration, or what a CI needs
    Init(InitArgs),
    /// Print the JSON schema of the configuration, by which editors complete and check it
    ConfigSchema,
    /// Print the completions of a shell
    Completions(CompletionsArgs),
    /// Write the manual pages to a folder
    Man(ManArgs),
}

/// Which rules run, and where that is written down.
#[derive(Debug, Default, Args)]
pub(crate) struct RuleArgs {
    /// Run only these rules or categories, with commas between them, in place of what the configuration selects;
    /// `default` stands for what runs if nothing is said, `all` for every rule
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) select: Vec<String>,

    /// Do not run these rules or categories, with commas between them
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) ignore: Vec<String>,

    /// The configuration file, in place of a corplint.toml in the working directory or above it
    #[arg(long, value_name = "FILE", overrides_with = "config", value_hint = ValueHint::FilePath, help_heading = "Rules")]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration file
    #[arg(long, conflicts_with = "config", help_heading = "Rules")]
    pub(crate) isolated: bool,
}

/// What is accepted.
#[derive(Debug, Args)]
pub(crate) struct AcceptArgs {
    /// Findings that are accepted, as `corplint baseline` has written them, in place of what the configuration names
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Verdict", value_parser = values::place())]
    pub(crate) baseline: Option<PathBuf>,

    /// Report also what is in the baseline that the configuration names
    #[arg(long, conflicts_with = "baseline", help_heading = "Verdict")]
    pub(crate) no_baseline: bool,

    /// Which day it is, for what the configuration allows up to a day [default: by the clock, in UTC]
    #[arg(long, value_name = "DAY", overrides_with = "today", help_heading = "Verdict")]
    pub(crate) today: Option<Day>,
}

#[derive(Debug, Args)]
pub(crate) struct BaselineArgs {
    /// Everything that the baseline is for: files, or folders with *.corpus, *.corpus.gz or *.corpus.zst in them
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath, value_parser = values::place())]
    pub(crate) paths: Vec<PathBuf>,

    /// The file to write [default: what the configuration names, or corplint-baseline.jsonl]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) baseline: Option<PathBuf>,

    /// Accept nothing new, and take out what is found no longer; with files alone, what is about their documents
    #[arg(long, conflicts_with = "force")]
    pub(crate) prune: bool,

    /// Write it anew if it is there: accept everything that is found now
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    /// Which day it is, for what the configuration allows up to a day [default: by the clock, in UTC]
    #[arg(long, value_name = "DAY", overrides_with = "today", help_heading = "Rules")]
    pub(crate) today: Option<Day>,

    /// Say only what is wrong or was not looked at
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// How many threads to use [default: as many as there are processors]
    #[arg(long, value_name = "N", overrides_with = "threads", value_parser = values::threads, help_heading = "Resources")]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[command(
    after_help = "Exit codes: 0 every file is in canonical form, or is so now, 1 with --check or --diff if one is not, \
                  2 the job could not be done."
)]
pub(crate) struct FmtArgs {
    /// Files of any name, folders with *.corpus in them, or - to read standard input and write standard output;
    /// compressed files in folders are passed over
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Write nothing, name the files that would change, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,

    /// Like --check, and show the changes as a unified diff
    #[arg(long)]
    pub(crate) diff: bool,

    /// The configuration file, in place of a corplint.toml in the working directory or above it; what it excludes is
    /// left as it is
    #[arg(long, value_name = "FILE", overrides_with = "config", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration file
    #[arg(long, conflicts_with = "config")]
    pub(crate) isolated: bool,

    /// Say only what is wrong or was not looked at
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Each document is judged by itself. Budgets are about a whole drop: `corplint check` looks at them.\n\n\
                  Exit codes: 0 nothing was rejected, 1 something was, 2 the job could not be done."
)]
pub(crate) struct QuarantineArgs {
    /// The drop: a corpus file, plain or compressed, a folder of them, or - for standard input
    #[arg(value_name = "DROP", value_hint = ValueHint::AnyPath)]
    pub(crate) drop: PathBuf,

    /// Where documents go in which nothing is wrong: a file, or of a folder a folder with the same files
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath, help_heading = "Sides", value_parser = values::place())]
    pub(crate) accepted: PathBuf,

    /// Where all other documents go: a file, or of a folder a folder with the same files
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath, help_heading = "Sides", value_parser = values::place())]
    pub(crate) rejected: PathBuf,

    /// Where the findings about rejected documents go, as JSON Lines [default: beside --rejected, with
    /// .findings.jsonl behind its name]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Sides", value_parser = values::place())]
    pub(crate) findings: Option<PathBuf>,

    /// Replace files that are there
    #[arg(long, help_heading = "Sides")]
    pub(crate) force: bool,

    /// The severity from which on a finding rejects its document [default: error]
    #[arg(long, value_name = "SEVERITY", overrides_with = "fail_on", help_heading = "Rules")]
    pub(crate) fail_on: Option<FailOnArg>,

    /// Also compare with the documents of this registry, made by `corplint registry add`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Rules", value_parser = values::place())]
    pub(crate) registry: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    #[command(flatten)]
    pub(crate) accept: AcceptArgs,

    /// Say only what is wrong or was not looked at
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// How many threads to use [default: as many as there are processors]
    #[arg(long, value_name = "N", overrides_with = "threads", value_parser = values::threads, help_heading = "Resources")]
    pub(crate) threads: Option<u16>,

    /// How much memory to use, in bytes or with a unit as in 512MiB or 2G (2 GiB); what is more goes to temporary files
    /// [default: 3/4 of the machine's]
    #[arg(long, value_name = "SIZE", overrides_with = "memory", value_parser = Memory::parse, help_heading = "Resources")]
    pub(crate) memory: Option<Memory>,
}

#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 no difference, 1 some, 2 the two could not be compared.")]
pub(crate) struct DiffArgs {
    /// The old drop: a corpus file, plain or compressed, a folder of them, or - for standard input
    #[arg(value_name = "OLD", value_hint = ValueHint::AnyPath)]
    pub(crate) old: PathBuf,

    /// The new drop
    #[arg(value_name = "NEW", value_hint = ValueHint::AnyPath)]
    pub(crate) new: PathBuf,

    /// How the differences are written
    #[arg(long, value_name = "FORMAT", overrides_with = "format", default_value = "human")]
    pub(crate) format: DiffFormat,

    /// Show how many documents of each file are concerned, and not which
    #[arg(long)]
    pub(crate) stat: bool,

    /// How many documents of each kind the human format shows, 0 for all; the others are counted
    #[arg(long, value_name = "N", overrides_with = "max_per_kind", value_parser = values::count::<usize>, default_value_t = 20)]
    pub(crate) max_per_kind: usize,

    /// Leave the last line out
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// The documents, and the words that changed
    Human,
    /// One JSON document, with every document that differs, without texts
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct PackArgs {
    /// The folder; the path of a file in it becomes the id of the document
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// The corpus file to write, or - for standard output
    #[arg(short, long, value_name = "FILE", default_value = STANDARD, value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    /// Replace the corpus file if it is there
    #[arg(long)]
    pub(crate) force: bool,

    /// Say only what is wrong or was not looked at
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct UnpackArgs {
    /// The corpus file, plain or compressed, or - for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) corpus: PathBuf,

    /// The folder to write to, which is made if it is not there
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = values::place())]
    pub(crate) directory: PathBuf,

    /// Replace files that are there
    #[arg(long)]
    pub(crate) force: bool,

    /// Say only what is wrong or was not looked at
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The id of the rule, such as duplicate-id; any other word names the rules that speak of it
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// Only these rules and categories, as --select names them; by default all
    #[arg(value_name = "RULE")]
    pub(crate) select: Vec<String>,

    /// How the list is written
    #[arg(long, value_name = "FORMAT", overrides_with = "format", default_value = "human")]
    pub(crate) format: RulesFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormat {
    /// A table
    Human,
    /// One JSON document
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct InitArgs {
    /// The folder of the project
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,

    /// In place of a corplint.toml, write the file by which this runs corplint
    #[arg(long, value_name = "CI")]
    pub(crate) ci: Option<CiArg>,

    /// Write to standard output, and make no file
    #[arg(long)]
    pub(crate) stdout: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CiArg {
    /// A workflow of GitHub Actions, with code scanning
    Github,
    /// A job of GitLab CI, with the code quality report
    Gitlab,
    /// Targets for Make
    Make,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The folder to write to, which is made if it is not there; pages that are there are replaced
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
