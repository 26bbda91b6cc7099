//! Which files have changed, as Git knows it.
//!
//! Nothing else in the program starts a process, and nothing here starts another one than `git`. To read repositories
//! with a library would be the alternative: `gix` brings more packages than all of corplint has now, and knows fewer
//! repositories than the program with which they were made.

mod git;
mod raw;
mod status;

use std::error::Error;
use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::source::Source;
use crate::walk::path_of;
use git::Git;
use raw::{Kind, Record};

/// A file that has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The path, from the root of the file system.
    pub path: PathBuf,
    /// Where its bytes are.
    pub content: Content,
}

/// Where the bytes of a changed file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// In the work tree.
    WorkTree,
    /// In the repository, under this name, and not in the work tree.
    Staged(String),
    /// In several versions, since it is being merged.
    Conflict,
    /// In another repository.
    Repository,
}

/// Files that have changed.
#[derive(Debug)]
pub struct Changes {
    git: Git,
    /// The files, in the order of their paths, each once.
    pub files: Vec<Change>,
    /// The files that are not there any more, from the root of the file system. Whoever names one of them is told
    /// nothing.
    pub deleted: Vec<PathBuf>,
}

/// Why it cannot be determined what has changed.
#[derive(Debug)]
pub enum ChangesError {
    /// There is no program `git`, or it cannot be started.
    NoGit(io::Error),
    /// What was given is no name of a revision.
    NoRevision,
    /// What was given names several revisions, from one to another.
    Range,
    /// There is no such revision, or it is no commit.
    UnknownRevision,
    /// The revision and what is checked out have no commit in common.
    NoCommonHistory,
    /// Git could not do it, and said why.
    Git(String),
    /// Git said something that is not understood.
    Unexpected,
}

impl fmt::Display for ChangesError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGit(error) if error.kind() == io::ErrorKind::NotFound => write!(
                formatter,
                "`git` tells what has changed, and is not there; `--files-from` takes a list that any program has made"
            ),
            Self::NoGit(error) => write!(formatter, "`git` tells what has changed, and cannot be started: {error}"),
            Self::NoRevision => write!(formatter, "this is no name of a revision"),
            Self::Range => write!(formatter, "this is a range; name one revision"),
            Self::UnknownRevision => {
                write!(formatter, "Git knows no commit of this name; in CI, it may have to be fetched first")
            }
            Self::NoCommonHistory => write!(
                formatter,
                "it has no commit in common with what is checked out; in CI, fetch the whole history (`fetch-depth: 0`)"
            ),
            Self::Git(message) => write!(formatter, "Git says: {message}"),
            Self::Unexpected => write!(formatter, "`git` said something that corplint does not understand"),
        }
    }
}

impl Error for ChangesError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NoGit(error) => Some(error),
            Self::NoRevision
            | Self::Range
            | Self::UnknownRevision
            | Self::NoCommonHistory
            | Self::Git(_)
            | Self::Unexpected => None,
        }
    }
}

impl Changes {
    /// The files that are not as they were in the commit in which `revision` and what is checked out have parted:
    /// committed since then or not yet, and those that Git does not know and is not told to ignore. What was deleted
    /// is not among them; what was renamed is, under its new name.
    ///
    /// `here` is the folder that the user is in.
    pub fn since(revision: &OsStr, here: &Path) -> Result<Self, ChangesError> {
        let git = Git::open(here)?;
        let base = git.fork_point(revision)?;
        let (staged, unstaged) = (git.staged(Some(&base))?, git.unstaged()?);
        let mut files = Vec::new();
        let in_work_tree = status::records(&unstaged)?;
        let mut differs: Vec<&[u8]> = in_work_tree.iter().map(|record| record.path).collect();
        differs.sort_unstable();
        let staged = raw::records(&staged)?;
        let deleted = git.deleted(staged.iter().chain(&in_work_tree))?;
        for record in staged {
            // What is being merged is in the work tree in one version, with marks at what is not decided.
            let record = if record.kind == Kind::Conflict { Record { kind: Kind::File, ..record } } else { record };
            if differs.binary_search(&record.path).is_err() {
                files.extend(git.change(record, |_| Content::WorkTree)?);
            }
        }
        for record in in_work_tree {
            files.extend(git.change(record, |_| Content::WorkTree)?);
        }
        for name in git.untracked()?.split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
            // A folder is only named where it is a repository of its own.
            let content = if name.ends_with(b"/") { Content::Repository } else { Content::WorkTree };
            files.push(Change { path: git.path(name)?, content });
        }
        Ok(Self::new(git, files, deleted))
    }

    /// The files of which something is staged, with what is staged of them.
    ///
    /// Where the work tree has the same, byte for byte, it is read there; and where it has the same as far as Git can
    /// tell, and the repository has another form of it that a program of the user makes, as Git LFS does, since that is
    /// not the text. What Git itself converts, such as line endings, is checked as it is staged.
    pub fn staged(here: &Path) -> Result<Self, ChangesError> {
        let git = Git::open(here)?;
        let (staged, unstaged) = (git.staged(None)?, git.unstaged()?);
        let (staged, in_work_tree) = (raw::records(&staged)?, status::records(&unstaged)?);
        let deleted = git.deleted(staged.iter().chain(&in_work_tree))?;
        let mut differs: Vec<&[u8]> = in_work_tree.into_iter().map(|record| record.path).collect();
        differs.sort_unstable();
        let converted = git.converted(&staged, &differs)?;
        let mut files = Vec::new();
        for record in staged {
            let differs = [&differs, &converted].iter().any(|names| names.binary_search(&record.path).is_ok());
            files.extend(git.change(record, |path| {
                // What is left out of a sparse work tree does not differ, and is not there.
                let there = !differs && path.symlink_metadata().is_ok();
                if there { Content::WorkTree } else { Content::Staged(record.object.to_owned()) }
            })?);
        }
        Ok(Self::new(git, files, deleted))
    }

    fn new(git: Git, mut files: Vec<Change>, deleted: Vec<PathBuf>) -> Self {
        files.sort_by(|left, right| left.path.cmp(&right.path));
        files.dedup_by(|later, first| later.path == first.path);
        Self { git, files, deleted }
    }

    /// The staged bytes of a file, decompressed as `name` says, in a file without a name in `folder`.
    pub fn read(&self, object: &str, name: &Path, folder: &Path) -> io::Result<Source> {
        self.git.object(object, name, folder)
    }
}

impl Git {
    fn change(
        &self,
        record: Record<'_>,
        content: impl FnOnce(&Path) -> Content,
    ) -> Result<Option<Change>, ChangesError> {
        let path = self.path(record.path)?;
        let content = match record.kind {
            Kind::Nothing => return Ok(None),
            Kind::File => content(&path),
            // A link is what it leads to, and that is in the work tree.
            Kind::Link => Content::WorkTree,
            Kind::Repository => Content::Repository,
            Kind::Conflict => Content::Conflict,
        };
        Ok(Some(Change { path, content }))
    }

    /// The names of those of the `staged` files that Git itself has converted, in order, beside those of which it is
    /// known that they differ.
    ///
    /// Git says that the two are the same, so that nothing but a conversion makes them differ, and every conversion
    /// that Git makes changes how long a file is.
    fn converted<'r>(&self, staged: &[Record<'r>], differs: &[&[u8]]) -> Result<Vec<&'r [u8]>, ChangesError> {
        let same = |record: &&Record<'r>| record.kind == Kind::File && differs.binary_search(&record.path).is_err();
        let same: Vec<&Record<'r>> = staged.iter().filter(same).collect();
        let objects: Vec<&str> = same.iter().map(|record| record.object).collect();
        let mut converted = Vec::new();
        for (record, size) in same.into_iter().zip(self.sizes(&objects)?) {
            let there = self.path(record.path)?.symlink_metadata().ok().map(|data| data.len());
            // Of what is not in the repository or not in the work tree, there is only one.
            if size.zip(there).is_some_and(|(staged, there)| staged != there) {
                converted.push(record.path);
            }
        }
        converted.sort_unstable();
        let filtered = self.filtered(&converted)?;
        converted.retain(|name| filtered.binary_search(name).is_err());
        Ok(converted)
    }

    /// The files among `records` that are not there any more, in the index or in the work tree.
    fn deleted<'r>(&self, records: impl Iterator<Item = &'r Record<'r>>) -> Result<Vec<PathBuf>, ChangesError> {
        records.filter(|record| record.kind == Kind::Nothing).map(|record| self.path(record.path)).collect()
    }

    /// The absolute path of a name that Git has given.
    fn path(&self, name: &[u8]) -> Result<PathBuf, ChangesError> {
        Ok(self.top().join(path_of(name.to_vec()).ok_or(ChangesError::Unexpected)?))
    }
}
