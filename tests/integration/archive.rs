//! `pack` and `unpack`: what goes in comes out, byte for byte; what cannot be kept is refused before anything is
//! written; and nothing is written anywhere but below the folder that was named.

#![expect(clippy::disallowed_methods, reason = "tests make their own trees of files")]

mod exact;
#[cfg(unix)]
mod links;
mod refused;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use corplint::archive::{PackError, Packing, UnpackError, Unpacked, unpack};
use corplint::source::Source;
use corplint::write::Existing;

/// Files by their paths, with `/` between the parts.
type Tree = BTreeMap<String, Vec<u8>>;

/// A folder for a test, and the program in it.
struct Place {
    folder: tempfile::TempDir,
}

struct Run {
    code: Option<i32>,
    stdout: Vec<u8>,
    stderr: String,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder for the test") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("a file can be written");
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with_input(arguments, b"")
    }

    fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corplint"));
        command.args(arguments).current_dir(self.folder.path()).env_clear();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let _ = child.stdin.take().expect("it is piped").write_all(input);
        let output = child.wait_with_output().expect("the program ends");
        let stderr = String::from_utf8(output.stderr).expect("the program writes UTF-8");
        Run { code: output.status.code(), stdout: output.stdout, stderr }
    }

    /// Everything below the folder, links and empty folders included.
    fn everything(&self) -> Tree {
        everything_in(self.folder.path())
    }

    fn plant(&self, tree: &Tree, under: &str) {
        fs::create_dir_all(self.path(under)).expect("a folder");
        for (name, bytes) in tree {
            self.file(&format!("{under}/{name}"), bytes);
        }
    }

    fn unpack(&self, corpus: &[u8], into: &str) -> Result<Unpacked, UnpackError> {
        unpack(&Source::memory("x.corpus", corpus), &self.path(into), Existing::Keep)
    }

    fn pack(&self, folder: &str) -> Result<Vec<u8>, PackError> {
        let mut out = Vec::new();
        Packing::plan(&self.path(folder))?.write(&mut out)?;
        Ok(out)
    }
}

fn everything_in(root: &Path) -> Tree {
    let mut tree = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(root).expect("inside").to_str().expect("UTF-8").replace('\\', "/");
            if path.is_symlink() {
                let target = fs::read_link(&path).expect("a link");
                tree.insert(name, format!("-> {}", target.display()).into_bytes());
            } else if path.is_dir() {
                tree.insert(format!("{name}/"), Vec::new());
                folders.push(path);
            } else {
                tree.insert(name, fs::read(&path).expect("a file"));
            }
        }
    }
    tree
}

/// The files of a folder.
fn files_in(root: &Path) -> Tree {
    everything_in(root).into_iter().filter(|(name, _)| !name.ends_with('/')).collect()
}
