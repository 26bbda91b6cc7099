//! Measures the content rules on labelled documents: `cargo run --release --example evaluate -- <task> <folder>`.
//!
//! Each task is a file beside this one. It reads labelled sets, runs the linter as a library with the settings that
//! users have by default, and prints how the findings compare with the labels, with 95 % intervals. The texts are not
//! part of the repository; only figures may be, and the labels in `labels/`, which say nothing without the texts.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal of its developers")]

mod boilerplate;
mod duplicates;
mod labelled;
mod language;
mod rates;
mod truncation;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str =
    "usage: evaluate <task> <labelled folder> [--part fit|check|all] [--show-false-positives] [--show-misses] [--alone]

tasks:
  boilerplate   the rules about the ends of documents, on the sets ends-*, press-fr and boilerplate-*
  duplicates    near-duplicate and contained-text, on documents made by arithmetic and on near-duplicates
  language      the rules about language, on the set language-lines
  truncation    the rules about cuts, on the sets truncation and ends-*";

/// What was asked for on the command line.
struct Options {
    task: String,
    folder: PathBuf,
    /// Which part of the sets is measured; none for all of them.
    part: Option<String>,
    /// Whether lines that were reported and are labelled as content are printed. They are text of publishers: for the
    /// eyes of whoever sits at the terminal, and for no file.
    shows_false_positives: bool,
    /// The same of lines that are labelled as boilerplate and were not reported.
    shows_misses: bool,
    /// Whether each document is checked alone, as a hook does, and not all of a set as one corpus. Only of cuts.
    alone: bool,
}

impl Options {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut positional = Vec::new();
        let mut part = Some("check".to_owned());
        let mut shows_false_positives = false;
        let mut shows_misses = false;
        let mut alone = false;
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--part" => {
                    let name = arguments.next().unwrap_or_default();
                    part = match name.as_str() {
                        "fit" | "check" => Some(name),
                        "all" => None,
                        _ => return Err(format!("--part is fit, check or all, and not `{name}`")),
                    };
                }
                "--show-false-positives" => shows_false_positives = true,
                "--show-misses" => shows_misses = true,
                "--alone" => alone = true,
                other if other.starts_with('-') => return Err(format!("there is no option `{other}`")),
                _ => positional.push(argument),
            }
        }
        let [task, folder]: [String; 2] =
            positional.try_into().map_err(|_| "a task and a folder are needed".to_owned())?;
        Ok(Self { task, folder: folder.into(), part, shows_false_positives, shows_misses, alone })
    }

    /// Whether a document of this part is measured.
    fn wants(&self, part: &str) -> bool {
        self.part.as_deref().is_none_or(|wanted| wanted == part)
    }
}

fn main() -> ExitCode {
    let result = Options::parse(std::env::args().skip(1)).and_then(|options| match options.task.as_str() {
        "boilerplate" => boilerplate::evaluate(&options),
        "duplicates" => duplicates::evaluate(&options),
        "language" => language::evaluate(&options),
        "truncation" => truncation::evaluate(&options),
        task => Err(format!("there is no task `{task}`")),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

/// The path of a set in the labelled folder.
fn set_path(folder: &Path, set: &str) -> PathBuf {
    folder.join(format!("{set}.jsonl"))
}
