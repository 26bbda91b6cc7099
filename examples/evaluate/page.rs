//! The page with all figures: `docs/EVALUATION.md`, written by the program and by nobody else.
//!
//! Each section is what this program prints for a command, which stands above it. The program starts itself for that,
//! so that nothing on the page can differ from what the command says.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use crate::Options;

/// A section: its heading, what it is about, and the arguments, the folder left out.
struct Section {
    title: &'static str,
    about: &'static str,
    arguments: &'static [&'static str],
}

const INTRODUCTION: &str = "\
# How right the content rules are

This page is written by a program, `cargo run --release --example evaluate -- --write docs/EVALUATION.md <labelled
folder>`, and `tests/evaluation.sh` fails if the program would write another one. The labelled documents are not part
of the repository, since their texts belong to those who published them; what is, is what the project says of them.

All documents are checked with the settings that users have by default. The part `check` of the sets has other sites
than the part `fit`, on which rules and models were made; only the former is shown where nothing else is said. Rates
are in per cent, with the interval of 95 % (Wilson 1927) and the counts that they are made of.
";

const SECTIONS: [Section; 6] = [
    Section {
        title: "What stands around the text",
        about: "\
The rules of the category `boilerplate`, on lines labelled by reading (`ends-pages`, `ends-french`, and `press-fr`, which
is the project's own) and by other means (`boilerplate-*`; there most lines have no label). Precision is over all
reported lines that are labelled as content or boilerplate; recall over the boilerplate among the first three and the
last five lines, since no warning is given anywhere else; touched are documents with a line of content that is reported.
A finding that is less than half of a line is left out: labels are of lines. Information about the text, and what nobody could tell, counts neither way.",
        arguments: &["boilerplate", "--brief", "--describe"],
    },
    Section {
        title: "The same on the part to fit",
        about: "\
The rules were made with these pages in view, and the models were fitted to them: these figures are too high, and by how
much they are is what there is to see. What the line classifier reaches on sites of this part that it has not seen is
printed by `cargo run --release --example train-line-model -- <labelled folder>`.",
        arguments: &["boilerplate", "--brief", "--part", "fit"],
    },
    Section {
        title: "Clean text",
        about: "\
Documents that a reader found complete, with nothing at their ends but the article and information about it, and
documents of the set `truncation` that nobody has cut; both parts of the sets. A finding there is a false alarm, or a
fault that the reader was not asked about. Each is described.",
        arguments: &["clean", "--part", "all", "--describe"],
    },
    Section { title: "Cuts", about: "The rules of the category `truncation`.", arguments: &["truncation"] },
    Section { title: "Language", about: "The rule `foreign-line`, and strays of known length.", arguments: &["language"] },
    Section {
        title: "Near-duplicates",
        about: "`near-duplicate` and `contained-text`, against what comparing every two documents finds.",
        arguments: &["duplicates"],
    },
];

/// Writes the page.
#[expect(clippy::disallowed_methods, reason = "a program for developers, which starts itself and writes a page")]
pub(crate) fn write(options: &Options, to: &Path) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut page = INTRODUCTION.to_owned();
    for Section { title, about, arguments } in SECTIONS {
        let output = Command::new(&program).args(arguments).arg(&options.folder).output();
        let output = output.map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(format!("{title}: {}", String::from_utf8_lossy(&output.stderr)));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let lines: Vec<&str> = text.trim_matches('\n').lines().map(str::trim_end).collect();
        let command = format!("cargo run --release --example evaluate -- {} <labelled folder>", arguments.join(" "));
        // A page is a String, and writing to it cannot fail.
        let _ = write!(page, "\n## {title}\n\n{about}\n\n    {command}\n\n```text\n{}\n```\n", lines.join("\n"));
    }
    std::fs::write(to, page).map_err(|error| format!("{}: {error}", to.display()))
}
