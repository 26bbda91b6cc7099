//! The command line, as clap reads it. Nothing is decided here.

#![expect(clippy::doc_markdown, reason = "the comments are the help, which is no Markdown")]
#![expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::styling::AnsiColor;
use clap::builder::{PossibleValue, PossibleValuesParser, Styles, TypedValueParser};
use clap::{ArgGroup, Args, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use corplint::config::{Day, FailOn};
use corplint::diagnostic::Severity;
use corplint::output::{Format, MOST_SHOWN, UnknownFormat};

use super::memory::Memory;
use super::values;

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
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = "Display")]
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
    /// Write the JSON schema of the configuration, by which editors complete and check it
    ConfigSchema,
    /// Write the completions of a shell
    Completions(CompletionsArgs),
    /// Write the manual pages
    Man(ManArgs),
}

/// Which rules run, and where that is written down.
#[derive(Debug, Default, Args)]
pub(crate) struct RuleArgs {
    /// Run only these rules or categories, in place of what the configuration selects
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) select: Vec<String>,

    /// Do not run these rules or categories
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub(crate) ignore: Vec<String>,

    /// The configuration file, in place of a corplint.toml in the working directory or above it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Rules")]
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
    #[arg(long, value_name = "DAY", help_heading = "Verdict")]
    pub(crate) today: Option<Day>,
}

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true))]
pub(crate) struct CheckArgs {
    /// Files of any name, folders with *.corpus, *.corpus.gz or *.corpus.zst in them, or - for standard input
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Of these, only files that are not as they were where this branch has left the revision, as Git tells
    #[arg(long, value_name = "REV", group = "changed", help_heading = "Files")]
    pub(crate) since: Option<OsString>,

    /// Of these, only files that are staged in Git, and of them what is staged
    #[arg(long, group = "changed", conflicts_with_all = ["fix", "diff"], help_heading = "Files")]
    pub(crate) staged: bool,

    /// In place of PATH, the paths in this file or in - for standard input; each on a line, or each before a NUL byte
    #[arg(long, value_name = "FILE", group = "changed", conflicts_with = "paths", help_heading = "Files")]
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) files_from: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    /// Make the fixes that are safe
    #[arg(long, help_heading = "Fixes")]
    pub(crate) fix: bool,

    /// With --fix or --diff: also the fixes that are probably wanted, but have to be looked at
    #[arg(long, requires = "fixing", help_heading = "Fixes")]
    pub(crate) unsafe_fixes: bool,

    /// Show what the fixes would change, as a unified diff, and write nothing
    #[arg(long, conflicts_with_all = ["fix", "format"], help_heading = "Fixes")]
    pub(crate) diff: bool,

    /// With --fix: add the text that the fixes take out to this corpus file, with where it came from
    #[arg(long, value_name = "FILE", requires = "fix", value_hint = ValueHint::FilePath, help_heading = "Fixes", value_parser = values::place())]
    pub(crate) removed: Option<PathBuf>,

    /// Also compare with the documents of this registry, made by `corplint registry add`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Rules", value_parser = values::place())]
    pub(crate) registry: Option<PathBuf>,

    /// The severity from which on findings give exit code 1; said twice, the last holds [default: error]
    #[arg(long, value_name = "SEVERITY", overrides_with = "fail_on", help_heading = "Verdict")]
    pub(crate) fail_on: Option<FailOnArg>,

    /// Exit with 0 also if the verdict is that it failed; a job that could not be done still gives 2
    #[arg(long, help_heading = "Verdict")]
    pub(crate) exit_zero: bool,

    #[command(flatten)]
    pub(crate) accept: AcceptArgs,

    /// Exit with 2 if there was no file to check
    #[arg(long, help_heading = "Verdict")]
    pub(crate) error_on_empty: bool,

    /// How findings are written to standard output [default: human]
    #[arg(long, value_name = "FORMAT", value_parser = formats(), help_heading = "Reports")]
    pub(crate) format: Option<Format>,

    /// Also write a report to a file, as in sarif=report.sarif, or with sarif=- to standard output; can be given
    /// several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = OutputArg::parse, help_heading = "Reports")]
    pub(crate) output: Vec<OutputArg>,

    /// Of how many findings of one rule in one file the human format shows each, 0 for all; the others are counted
    #[arg(long, value_name = "N", default_value_t = MOST_SHOWN, help_heading = "Display")]
    pub(crate) max_per_rule: u64,

    /// Write findings and errors, and nothing else
    #[arg(short, long, help_heading = "Display")]
    pub(crate) quiet: bool,

    /// Show no findings, only how many each rule has and how many of them can be fixed
    #[arg(long, conflicts_with_all = ["format", "diff", "quiet"], help_heading = "Display")]
    pub(crate) statistics: bool,

    /// Show no progress bar
    #[arg(long, help_heading = "Display")]
    pub(crate) no_progress: bool,

    /// The name that stands for standard input in reports and in the configuration
    #[arg(long, value_name = "NAME", default_value = "stdin.corpus", help_heading = "Display")]
    pub(crate) stdin_filename: PathBuf,

    /// How many threads to use; by default as many as there are processors
    #[arg(long, value_name = "N", value_parser = values::threads)]
    pub(crate) threads: Option<u16>,

    /// How much memory to use, as in 512MiB or 2G; what is more goes to temporary files [default: 3/4 of the machine's]
    #[arg(long, value_name = "SIZE", value_parser = Memory::parse)]
    pub(crate) memory: Option<Memory>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOnArg {
    Error,
    Warning,
    Info,
    Never,
}

impl From<FailOnArg> for FailOn {
    fn from(argument: FailOnArg) -> Self {
        Self(match argument {
            FailOnArg::Error => Some(Severity::Error),
            FailOnArg::Warning => Some(Severity::Warning),
            FailOnArg::Info => Some(Severity::Info),
            FailOnArg::Never => None,
        })
    }
}

/// The formats by their names, each with what it is.
fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.map(|format| PossibleValue::new(format.name()).help(format.summary()));
    PossibleValuesParser::new(values).try_map(|name| name.parse::<Format>())
}

/// A report and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OutputArg {
    pub(crate) format: Format,
    pub(crate) path: PathBuf,
}

impl OutputArg {
    fn parse(argument: &str) -> Result<Self, String> {
        let (format, path) = argument.split_once('=').unwrap_or((argument, ""));
        let format = format.parse().map_err(|error: UnknownFormat| error.to_string())?;
        if path.is_empty() {
            return Err(format!("it is not said where to; write `{format}=FILE`"));
        }
        Ok(Self { format, path: path.into() })
    }
}

#[derive(Debug, Args)]
pub(crate) struct BaselineArgs {
    /// Everything that the baseline is for: files, or folders with *.corpus, *.corpus.gz or *.corpus.zst in them
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// The file to write [default: what the configuration names, or corplint-baseline.jsonl]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) baseline: Option<PathBuf>,

    /// Accept nothing new, and take out what is found no longer
    #[arg(long, conflicts_with = "force")]
    pub(crate) prune: bool,

    /// Write it anew if it is there: accept everything that is found now
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    /// Which day it is, for what the configuration allows up to a day [default: by the clock, in UTC]
    #[arg(long, value_name = "DAY", help_heading = "Rules")]
    pub(crate) today: Option<Day>,

    /// Write errors, and nothing else
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// How many threads to use; by default as many as there are processors
    #[arg(long, value_name = "N", value_parser = values::threads)]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct FmtArgs {
    /// Files of any name, folders with *.corpus in them, or - to read standard input and write standard output
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Write nothing, name the files that would change, and exit with 1 if there are any
    #[arg(long)]
    pub(crate) check: bool,

    /// Like --check, and show the changes as a unified diff
    #[arg(long)]
    pub(crate) diff: bool,

    /// Write errors, and nothing else
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
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

    /// Where the findings about rejected documents go, as JSON Lines [default: beside --rejected]
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Sides", value_parser = values::place())]
    pub(crate) findings: Option<PathBuf>,

    /// Replace files that are there
    #[arg(long, help_heading = "Sides")]
    pub(crate) force: bool,

    /// The severity from which on a finding rejects its document [default: error]
    #[arg(long, value_name = "SEVERITY", help_heading = "Rules")]
    pub(crate) fail_on: Option<FailOnArg>,

    /// Also compare with the documents of this registry, made by `corplint registry add`
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Rules", value_parser = values::place())]
    pub(crate) registry: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) rules: RuleArgs,

    #[command(flatten)]
    pub(crate) accept: AcceptArgs,

    /// Say only what is wrong
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// How many threads to use; by default as many as there are processors
    #[arg(long, value_name = "N", value_parser = values::threads)]
    pub(crate) threads: Option<u16>,

    /// How much memory to use, as in 512MiB or 2G; what is more goes to temporary files [default: 3/4 of the machine's]
    #[arg(long, value_name = "SIZE", value_parser = Memory::parse)]
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
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: DiffFormat,

    /// Show how many documents of each file are concerned, and not which
    #[arg(long)]
    pub(crate) stat: bool,

    /// How many documents of each kind the human format shows, 0 for all; the others are counted
    #[arg(long, value_name = "N", default_value_t = 20)]
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
    #[arg(short, long, value_name = "FILE", default_value = "-", value_hint = ValueHint::FilePath)]
    pub(crate) output: PathBuf,

    /// Replace the corpus file if it is there
    #[arg(long)]
    pub(crate) force: bool,

    /// Say only what is wrong and what is left out
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

    /// Say only what is wrong
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RegistryCommand {
    /// Add the documents of files and folders; those that are there already are passed over
    Add(RegistryAddArgs),
    /// Compare files and folders with the registry, and with nothing else
    #[command(mut_arg("registry", |registry| registry.required(true).help("The registry")))]
    Check(Box<CheckArgs>),
    /// Say how much is in the registry, and whether all of it can be read
    Stats(RegistryStatsArgs),
    /// Write all that is in the registry to a Parquet file, for other programs to read and to merge
    Export(RegistryExportArgs),
    /// Add what is in Parquet files that were exported; what is there already is passed over
    Import(RegistryImportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct RegistryExportArgs {
    /// The Parquet file to write
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) file: PathBuf,

    /// The registry
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) registry: PathBuf,

    /// Replace the Parquet file if it is there
    #[arg(long)]
    pub(crate) force: bool,

    /// Write errors, and nothing else
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RegistryImportArgs {
    /// The Parquet files to read
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,

    /// The registry, which is made if it is not there
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) registry: PathBuf,

    /// Write errors, and nothing else
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RegistryAddArgs {
    /// Files of any name, folders with *.corpus, *.corpus.gz or *.corpus.zst in them, or - for standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// The registry, which is made if it is not there
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) registry: PathBuf,

    /// What findings call this drop, in place of the names of its files
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// The configuration file, of which only `exclude` matters here
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration file
    #[arg(long, conflicts_with = "config")]
    pub(crate) isolated: bool,

    /// How much memory to use, as in 512MiB or 2G; what is more goes to temporary files [default: 3/4 of the machine's]
    #[arg(long, value_name = "SIZE", value_parser = Memory::parse)]
    pub(crate) memory: Option<Memory>,

    /// Write errors, and nothing else
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// How many threads to use; by default as many as there are processors
    #[arg(long, value_name = "N", value_parser = values::threads)]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct RegistryStatsArgs {
    /// The registry
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) registry: PathBuf,

    /// How the figures are written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: RulesFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The id of the rule, such as duplicate-id
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,
}

#[derive(Debug, Args)]
pub(crate) struct RulesArgs {
    /// How the list is written
    #[arg(long, value_name = "FORMAT", default_value = "human")]
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
    fn a_report_goes_to_a_file() {
        let parsed = OutputArg::parse("sarif=a=b.sarif");
        assert_eq!(parsed, Ok(OutputArg { format: Format::Sarif, path: "a=b.sarif".into() }));
        for wrong in ["sarif", "sarif=", "=x", "yaml=x", "x.sarif"] {
            assert!(OutputArg::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
