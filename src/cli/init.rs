//! `init`: files to start from, with comments that say what they are and what can be changed.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use corplint::config;
use corplint::output;
use corplint::write::{Existing, NewFile, WriteError};

use super::args::{CiArg, InitArgs};
use super::messages::Messages;
use super::{Failed, print_bytes};

const GITHUB: &str = include_str!("init/github.yml");
const GITLAB: &str = include_str!("init/gitlab.yml");
const MAKE: &str = include_str!("init/corplint.mk");

/// What stands in the templates for the version that writes them, so that a pipeline does not change by itself.
const VERSION: &str = "@VERSION@";

/// A file to begin with.
struct Starter {
    /// Where it goes, from the folder of the project.
    path: &'static str,
    text: String,
    /// What is to be done with it.
    next: &'static str,
}

impl Starter {
    fn configuration() -> Self {
        let next = "nothing is set in it yet; take away the `#` before what you want to set";
        Self { path: config::FILE_NAME, text: config::template(), next }
    }

    /// The file for a CI. None has the name that a project has for its own, so that it comes beside what is there.
    fn of(ci: CiArg) -> Self {
        let (path, template, next) = match ci {
            CiArg::Github => (
                ".github/workflows/corplint.yml",
                GITHUB,
                "it checks the whole repository; name the folder of the corpus in it if that is to be less",
            ),
            CiArg::Gitlab => {
                (".gitlab/corplint.yml", GITLAB, "add `include: [{ local: .gitlab/corplint.yml }]` to .gitlab-ci.yml")
            }
            CiArg::Make => (
                "corplint.mk",
                MAKE,
                "run `make -f corplint.mk`, or add `include corplint.mk` at the end of a Makefile",
            ),
        };
        Self { path, text: template.replace(VERSION, env!("CARGO_PKG_VERSION")), next }
    }
}

pub(super) fn init(arguments: &InitArgs, messages: &Messages) -> Result<u8, Failed> {
    let starter = arguments.ci.map_or_else(Starter::configuration, Starter::of);
    if arguments.stdout {
        print_bytes(messages, |out| out.write_all(starter.text.as_bytes()))?;
        return Ok(0);
    }
    let here = arguments.folder.as_os_str() == ".";
    let path = if here { Path::new(starter.path).to_owned() } else { arguments.folder.join(starter.path) };
    match create(&arguments.folder, &path, &starter.text) {
        Ok(()) => {
            messages.note(&format!("wrote {}: {}", output::path(&path), starter.next));
            Ok(0)
        }
        Err(reason) => {
            messages.error(&format!("cannot write {}: {reason}", output::path(&path)));
            Err(Failed)
        }
    }
}

/// Writes a file that is not there yet, and the folders that it needs inside of `project`.
#[expect(clippy::disallowed_methods, reason = "the file that is asked for may lie in a folder that is not there yet")]
fn create(project: &Path, path: &Path, text: &str) -> Result<(), String> {
    if !project.is_dir() {
        return Err("its folder is not there".to_owned());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let write = || {
        let mut file = NewFile::create(path, Existing::Keep)?;
        file.write_all(text.as_bytes()).map_err(|error| WriteError::System { step: "cannot write it", error })?;
        file.finish()
    };
    write().map_err(|error: WriteError| match error {
        WriteError::Exists => "it is there already, and is yours; `--stdout` shows what would be written".to_owned(),
        other => other.to_string(),
    })
}
