//! The command line of `registry` and of its commands.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand, ValueHint};

use super::super::memory::Memory;
use super::check::EXIT_CODES;
use super::{CheckArgs, RulesFormat, values};

#[derive(Debug, Subcommand)]
pub(crate) enum RegistryCommand {
    /// Add the documents of files and folders; those that are there already are passed over
    Add(RegistryAddArgs),
    /// Compare files and folders with the registry, and with nothing else
    #[command(mut_arg("registry", |registry| registry.required(true).help("The registry")))]
    #[command(after_long_help = EXIT_CODES)]
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

    /// Say only what is wrong or was not looked at
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RegistryImportArgs {
    /// The Parquet files to read
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) files: Vec<PathBuf>,

    /// The registry, which is made if it is not there
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) registry: PathBuf,

    /// How much memory to use, in bytes or with a unit as in 512MiB or 2G (2 GiB); what is more goes to temporary files
    /// [default: 3/4 of the machine's]
    #[arg(long, value_name = "SIZE", overrides_with = "memory", value_parser = Memory::parse, help_heading = "Resources")]
    pub(crate) memory: Option<Memory>,

    /// Say only what is wrong or was not looked at
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
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) name: Option<String>,

    /// The configuration file, of which only `exclude` matters here
    #[arg(long, value_name = "FILE", overrides_with = "config", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,

    /// Read no configuration file
    #[arg(long, conflicts_with = "config")]
    pub(crate) isolated: bool,

    /// How much memory to use, in bytes or with a unit as in 512MiB or 2G (2 GiB); what is more goes to temporary files
    /// [default: 3/4 of the machine's]
    #[arg(long, value_name = "SIZE", overrides_with = "memory", value_parser = Memory::parse, help_heading = "Resources")]
    pub(crate) memory: Option<Memory>,

    /// Say only what is wrong or was not looked at
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// How many threads to use [default: as many as there are processors]
    #[arg(long, value_name = "N", overrides_with = "threads", value_parser = values::threads, help_heading = "Resources")]
    pub(crate) threads: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct RegistryStatsArgs {
    /// The registry
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = values::place())]
    pub(crate) registry: PathBuf,

    /// How the figures are written
    #[arg(long, value_name = "FORMAT", overrides_with = "format", default_value = "human")]
    pub(crate) format: RulesFormat,
}
