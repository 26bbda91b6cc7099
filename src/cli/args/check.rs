//! The command line of `check`, which has more options than all other commands together.

#![expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueHint};
use corplint::output::{Format, MOST_SHOWN};

use super::super::PIPED;
use super::super::memory::Memory;
use super::values::{self, FailOnArg, OutputArg};
use super::{AcceptArgs, RuleArgs};

/// What a script asks first.
pub(super) const EXIT_CODES: &str = "Exit codes: 0 nothing at or above --fail-on and every budget kept, 1 findings at or \
                                     above it or a budget exceeded, 2 the job could not be done or a budget could not \
                                     be decided.";

/// What is done most often, from a desk to a pipeline.
const EXAMPLES: &str = "Examples:
  corplint check a.corpus            what is wrong in a file
  corplint check --diff a.corpus     what the safe fixes would change
  corplint check --fix a.corpus      make them
  corplint check --fix --unsafe-fixes --removed gone.corpus a.corpus
                                     make all, and keep what they take out
  corplint check --select truncation,duplicate-text drop
  corplint check --format concise --fail-on warning drop
  corplint check --format github --output sarif=corplint.sarif drop";

#[derive(Debug, Args)]
#[group(skip)]
#[command(group = ArgGroup::new("fixing").args(["fix", "diff"]).multiple(true))]
#[command(after_help = EXIT_CODES, after_long_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub(crate) struct CheckArgs {
    /// Files of any name, folders with *.corpus, *.corpus.gz or *.corpus.zst in them, or - for standard input
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,

    /// Of PATH, only files that have changed since this branch left the revision, as Git tells
    #[arg(long, value_name = "REV", group = "changed", help_heading = "Files")]
    pub(crate) since: Option<OsString>,

    /// Of PATH, only files with changes that are staged in Git, and of them what is staged
    #[arg(long, group = "changed", conflicts_with_all = ["fix", "diff"], help_heading = "Files")]
    pub(crate) staged: bool,

    /// In place of PATH, the paths in this file or in - for standard input; each on a line, or each before a NUL byte
    #[arg(long, value_name = "FILE", group = "changed", conflicts_with = "paths", help_heading = "Files")]
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) files_from: Option<PathBuf>,

    /// Show which files would be checked, each on a line, as --files-from reads it, and look into none of them
    #[arg(long, conflicts_with_all = ["fix", "diff", "format", "output", "statistics"], help_heading = "Files")]
    pub(crate) show_files: bool,

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

    /// The severity from which on findings give exit code 1 [default: error]
    #[arg(long, value_name = "SEVERITY", overrides_with = "fail_on", help_heading = "Verdict")]
    pub(crate) fail_on: Option<FailOnArg>,

    /// Exit with 0 where the exit code would be 1; a job that could not be done still gives 2
    #[arg(long, help_heading = "Verdict")]
    pub(crate) exit_zero: bool,

    #[command(flatten)]
    pub(crate) accept: AcceptArgs,

    /// Exit with 2 if there was no file to check
    #[arg(long, help_heading = "Verdict")]
    pub(crate) error_on_empty: bool,

    /// How findings are written to standard output [default: human]
    #[arg(long, value_name = "FORMAT", overrides_with = "format", value_parser = values::formats(), help_heading = "Reports")]
    pub(crate) format: Option<Format>,

    /// Also write a report to a file, as in sarif=report.sarif, or with sarif=- to standard output; can be given
    /// several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = OutputArg::parse, help_heading = "Reports")]
    pub(crate) output: Vec<OutputArg>,

    /// How many findings of one rule in one file the human format shows, 0 for all; the others are counted
    #[arg(long, value_name = "N", overrides_with = "max_per_rule", value_parser = values::count::<u64>, default_value_t = MOST_SHOWN, help_heading = "Display")]
    pub(crate) max_per_rule: u64,

    /// Write findings, and say only what is wrong or was not looked at
    #[arg(short, long, help_heading = "Display")]
    pub(crate) quiet: bool,

    /// Show no findings, only how many each rule has and how many of them can be fixed
    #[arg(long, conflicts_with_all = ["format", "diff", "quiet"], help_heading = "Display")]
    pub(crate) statistics: bool,

    /// Show no progress bar
    #[arg(long, help_heading = "Display")]
    pub(crate) no_progress: bool,

    /// The name that stands for standard input in reports and in the configuration; by its end, it says how it is
    /// compressed
    #[arg(
        long,
        value_name = "NAME",
        overrides_with = "stdin_filename",
        default_value = PIPED,
        help_heading = "Display"
    )]
    pub(crate) stdin_filename: PathBuf,

    /// How many threads to use [default: as many as there are processors]
    #[arg(long, value_name = "N", overrides_with = "threads", value_parser = values::threads, help_heading = "Resources")]
    pub(crate) threads: Option<u16>,

    /// How much memory to use, in bytes or with a unit as in 512MiB or 2G (2 GiB); what is more goes to temporary files
    /// [default: 3/4 of the machine's]
    #[arg(long, value_name = "SIZE", overrides_with = "memory", value_parser = Memory::parse, help_heading = "Resources")]
    pub(crate) memory: Option<Memory>,
}
