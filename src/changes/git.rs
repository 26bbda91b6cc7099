//! The program `git`, run in such a way that its output does not depend on the user's configuration, and that it
//! fetches nothing, writes nothing, and starts nothing but the filters that the user has configured, such as those of
//! Git LFS: without them it could not tell whether a file has changed. Git 2.30 or newer.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;

use super::ChangesError;
use crate::source::Source;
use crate::walk::path_of;

/// What holds for every question.
///
/// `fsmonitor` and `hooksPath` are programs that a repository may name; `bareRepository` keeps a folder that only looks
/// like a repository, such as one that came with a drop, from being taken for one.
const ALWAYS: [&str; 10] = [
    "--no-pager",
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "protocol.allow=never",
    "-c",
    "safe.bareRepository=explicit",
];

/// A diff of the index, of which the paths are told, and no text is looked at. Without renames, the old name of a file
/// is one that was deleted and the new name one that was added, and that is all there is to know.
const DIFF: [&str; 12] = [
    "diff",
    "--cached",
    "--raw",
    "-z",
    "--no-abbrev",
    "--no-renames",
    "--no-relative",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=dirty",
    "-O/dev/null",
];

/// What in the work tree is not as it is in the index. Nothing is refreshed: that would be written down.
const STATUS: [&str; 7] = [
    "status",
    "--porcelain=v2",
    "-z",
    "--no-renames",
    "--no-ahead-behind",
    "--untracked-files=no",
    "--ignore-submodules=dirty",
];

/// A repository with a work tree.
#[derive(Debug)]
pub(super) struct Git {
    top: PathBuf,
}

impl Git {
    /// The repository of the work tree that `here` is in.
    pub(super) fn open(here: &Path) -> Result<Self, ChangesError> {
        let output = said(ask(here, &["rev-parse", "--show-toplevel"].map(OsStr::new))?)?;
        let line = output.strip_suffix(b"\n").unwrap_or(&output);
        let top = path_of(line.strip_suffix(b"\r").unwrap_or(line).to_vec()).ok_or(ChangesError::Unexpected)?;
        if !top.is_absolute() {
            return Err(ChangesError::Unexpected);
        }
        Ok(Self { top: fs::canonicalize(&top).unwrap_or(top) })
    }

    /// The top of the work tree, with all links resolved.
    pub(super) fn top(&self) -> &Path {
        &self.top
    }

    /// The commit in which `revision` and what is checked out have parted.
    pub(super) fn fork_point(&self, revision: &OsStr) -> Result<String, ChangesError> {
        // What begins like an option is none, whatever a version of Git makes of it.
        if revision.is_empty() || revision.as_encoded_bytes().starts_with(b"-") {
            return Err(ChangesError::NoRevision);
        }
        let mut commit = revision.to_owned();
        commit.push("^{commit}");
        let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options"].map(OsStr::new);
        let output = ask(&self.top, &[&verify[..], &[&commit]].concat())?;
        let commit = match object_name(&output.stdout) {
            // Of a range, Git writes both ends, and says by its code only that this is not what it was asked for.
            Some(commit) if output.status.success() => commit,
            _ if is_range(revision) || !output.stdout.is_empty() => return Err(ChangesError::Range),
            _ => return Err(ChangesError::UnknownRevision),
        };
        let output = ask(&self.top, &["merge-base", "--end-of-options", &commit, "HEAD"].map(OsStr::new))?;
        match output.status.code() {
            Some(1) => Err(ChangesError::NoCommonHistory),
            _ => object_name(&said(output)?).ok_or(ChangesError::Unexpected),
        }
    }

    /// The files that are not in the index as they are in a commit, by default the one that is checked out; in the raw
    /// format.
    pub(super) fn staged(&self, since: Option<&str>) -> Result<Vec<u8>, ChangesError> {
        let arguments: Vec<&OsStr> = DIFF.into_iter().chain(since).chain(["--"]).map(OsStr::new).collect();
        said(ask(&self.top, &arguments)?)
    }

    /// The files that are not in the work tree as they are in the index, as `git status` has them.
    pub(super) fn unstaged(&self) -> Result<Vec<u8>, ChangesError> {
        said(ask(&self.top, &STATUS.map(OsStr::new))?)
    }

    /// The files that Git does not know and is not told to ignore, each with a NUL byte behind it.
    pub(super) fn untracked(&self) -> Result<Vec<u8>, ChangesError> {
        said(ask(&self.top, &["ls-files", "-z", "--full-name", "--others", "--exclude-standard"].map(OsStr::new))?)
    }

    /// How many bytes each of `objects` has; none of one that is not there.
    pub(super) fn sizes(&self, objects: &[&str]) -> Result<Vec<Option<u64>>, ChangesError> {
        if objects.is_empty() {
            return Ok(Vec::new());
        }
        let asked = objects.join("\n") + "\n";
        let output = self.tell(&["cat-file", "--batch-check=%(objectsize)"], asked.as_bytes())?;
        let lines = output.split(|&byte| byte == b'\n').take(objects.len());
        let sizes: Vec<_> = lines.map(|line| std::str::from_utf8(line).ok()?.parse().ok()).collect();
        if sizes.len() == objects.len() { Ok(sizes) } else { Err(ChangesError::Unexpected) }
    }

    /// Those of the files `names`, in order, that a program of the user converts, and not Git itself.
    pub(super) fn filtered<'n>(&self, names: &[&'n [u8]]) -> Result<Vec<&'n [u8]>, ChangesError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let asked: Vec<u8> = names.iter().flat_map(|name| [*name, b"\0"].concat()).collect();
        let output = self.tell(&["check-attr", "-z", "--stdin", "filter"], &asked)?;
        // The name, the attribute, its value, each with a NUL byte behind it.
        let values = output.split(|&byte| byte == 0).skip(2).step_by(3);
        let filtered: Vec<_> = names
            .iter()
            .zip(values)
            .map(|(name, value)| (!matches!(value, b"unspecified" | b"unset")).then_some(*name))
            .collect();
        if filtered.len() < names.len() {
            return Err(ChangesError::Unexpected);
        }
        Ok(filtered.into_iter().flatten().collect())
    }

    /// What Git says to what it is told on its standard input.
    fn tell(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, ChangesError> {
        let mut child = git(&self.top)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(ChangesError::NoGit)?;
        let pipe = child.stdin.take();
        // It answers before it has heard everything, and would wait for somebody who listens.
        let output = thread::scope(|scope| {
            scope.spawn(move || pipe.map(|mut pipe| pipe.write_all(input)));
            child.wait_with_output()
        });
        // What it could not be told is missing from what it says.
        said(output.map_err(ChangesError::NoGit)?)
    }

    /// The bytes of an object, decompressed as `name` says, in a file without a name in `folder`.
    pub(super) fn object(&self, object: &str, name: &Path, folder: &Path) -> io::Result<Source> {
        let mut child = git(&self.top)
            .args(["cat-file", "blob", object])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let Some(bytes) = child.stdout.take() else { return Err(io::ErrorKind::BrokenPipe.into()) };
        let source = Source::spooled(name, bytes, folder);
        // A process that is not waited for stays; what it has written counts only if it ended well.
        if child.wait()?.success() { source } else { Err(io::Error::other("Git cannot read what is staged")) }
    }
}

/// The one place in which a process is started.
#[expect(clippy::disallowed_methods, reason = "only Git knows what has changed in a repository")]
fn git(folder: &Path) -> Command {
    let mut command = Command::new("git");
    // Where the repository and its index are is left as it is: a hook is told by these variables what is committed.
    command.args(ALWAYS).current_dir(folder).env("LC_ALL", "C");
    command.env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1");
    command.env_remove("GIT_EXTERNAL_DIFF").env_remove("GIT_DIFF_OPTS");
    command
}

fn ask(folder: &Path, arguments: &[&OsStr]) -> Result<Output, ChangesError> {
    git(folder).args(arguments).stdin(Stdio::null()).output().map_err(ChangesError::NoGit)
}

/// What it said, if it could do what it was asked for.
fn said(output: Output) -> Result<Vec<u8>, ChangesError> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let line = said.lines().find(|line| line.starts_with("fatal:") || line.starts_with("error:"));
    let line = line.or_else(|| said.lines().next()).unwrap_or("nothing");
    Err(ChangesError::Git(line.trim_start_matches("fatal: ").trim_start_matches("error: ").to_owned()))
}

/// Whether a revision that Git does not know looks like a range. In braces and behind a colon stands text, in which
/// dots and carets are themselves.
fn is_range(revision: &OsStr) -> bool {
    let name = revision.as_encoded_bytes().split(|byte| matches!(byte, b'{' | b':')).next().unwrap_or_default();
    name.starts_with(b"^") || name.windows(2).any(|pair| pair == b"..")
}

/// The name of an object on the first line.
fn object_name(output: &[u8]) -> Option<String> {
    let line = output.split(|&byte| byte == b'\n').next()?.trim_ascii();
    let is_name = line.len() >= 40 && line.iter().all(u8::is_ascii_hexdigit);
    is_name.then(|| String::from_utf8_lossy(line).into_owned())
}
