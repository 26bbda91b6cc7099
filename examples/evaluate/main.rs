//! Measures the content rules on labelled documents: `cargo run --release --example evaluate -- <task> <folder>`.
//!
//! Each task is a file beside this one. It reads labelled sets, runs the linter as a library with the settings that
//! users have by default, and prints how the findings compare with the labels, with 95 % intervals. The texts are not
//! part of the repository; only figures may be, and the labels in `labels/`, which say nothing without the texts.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal of its developers")]

mod boilerplate;
mod clean;
mod described;
mod duplicates;
mod labelled;
mod language;
mod page;
mod rates;
mod truncation;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use corplint::facts::Spill;
use corplint::linter;

const USAGE: &str =
    "usage: evaluate <task> <labelled folder> [--part fit|check|all] [--brief] [--describe] [--show-false-positives]
                [--show-misses] [--alone] [--pages-web <texts>] [--pages-mixed <texts>]
       evaluate --write <page> <labelled folder>

tasks:
  boilerplate   the rules about the ends of documents, on the sets ends-*, press-fr and boilerplate-*, and on pages-web
                and pages-mixed where their texts are given
  clean         all rules, on documents without a fault that anybody knows of
  duplicates    near-duplicate and contained-text, on documents made by arithmetic and on near-duplicates
  language      the rules about language, on the set language-lines
  truncation    the rules about cuts, on the sets truncation and ends-*";

/// What was asked for on the command line.
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
struct Options {
    task: String,
    folder: PathBuf,
    /// Which part of the sets is measured; none for all of them.
    part: Option<String>,
    /// Where the page with all figures is written, in place of any task.
    page: Option<PathBuf>,
    /// Whether less is printed of the sets that say less.
    is_brief: bool,
    /// Whether what the project says of each false positive is printed.
    describes: bool,
    /// Whether lines that were reported and are labelled as content are printed. They are text of publishers: for the
    /// eyes of whoever sits at the terminal, and for no file.
    shows_false_positives: bool,
    /// The same of lines that are labelled as boilerplate and were not reported.
    shows_misses: bool,
    /// Whether each document is checked alone, as a hook does, and not all of a set as one corpus. Only of cuts.
    alone: bool,
    /// The texts of the sets `pages-web` and `pages-mixed` by the name of the set, which `labels/pages.py` makes; a set
    /// without its texts is not measured.
    pages: BTreeMap<String, PathBuf>,
}

impl Options {
    fn parse(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut positional = Vec::new();
        let mut part = Some("check".to_owned());
        let (mut page, mut pages) = (None, BTreeMap::new());
        let (mut is_brief, mut describes) = (false, false);
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
                "--write" => page = Some(arguments.next().ok_or("--write needs the path of a page")?.into()),
                option @ ("--pages-web" | "--pages-mixed") => {
                    let texts = arguments.next().ok_or_else(|| format!("{option} needs the path of its texts"))?;
                    pages.insert(option.trim_start_matches('-').to_owned(), texts.into());
                }
                "--brief" => is_brief = true,
                "--describe" => describes = true,
                "--show-false-positives" => shows_false_positives = true,
                "--show-misses" => shows_misses = true,
                "--alone" => alone = true,
                other if other.starts_with('-') => return Err(format!("there is no option `{other}`")),
                _ => positional.push(argument),
            }
        }
        if page.is_some() {
            positional.insert(0, String::new());
        }
        let [task, folder]: [String; 2] =
            positional.try_into().map_err(|_| "a task and a folder are needed".to_owned())?;
        let folder = folder.into();
        Ok(Self { task, folder, part, page, is_brief, describes, shows_false_positives, shows_misses, alone, pages })
    }

    /// Whether a document of this part is measured.
    fn wants(&self, part: &str) -> bool {
        self.part.as_deref().is_none_or(|wanted| wanted == part)
    }
}

/// What a run is asked for: what users get by default, without the lines that findings are about.
#[expect(clippy::disallowed_methods, reason = "a program for developers, who name no folder for it")]
fn run() -> linter::Options {
    linter::Options { excerpts: false, ..linter::Options::new(Spill::in_folder(std::env::temp_dir())) }
}

fn main() -> ExitCode {
    let result =
        Options::parse(std::env::args().skip(1)).and_then(|options| match (&options.page, options.task.as_str()) {
            (Some(page), _) => page::write(&options, page),
            (None, "boilerplate") => boilerplate::evaluate(&options),
            (None, "clean") => clean::evaluate(&options),
            (None, "duplicates") => duplicates::evaluate(&options),
            (None, "language") => language::evaluate(&options),
            (None, "truncation") => truncation::evaluate(&options),
            (None, task) => Err(format!("there is no task `{task}`")),
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
