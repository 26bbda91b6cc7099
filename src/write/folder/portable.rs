//! Writing into a folder where nothing but the standard library is known of the system. Links are looked for before
//! every step; one that is put there between the look and the step is not seen.

#![expect(clippy::disallowed_methods, reason = "this is the room that changes files")]

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::parts;
use crate::write::{Existing, UNFINISHED, WriteError, step};

/// A folder.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn open(path: &Path) -> Result<Option<Self>, WriteError> {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => Ok(Some(Self { root: path.to_owned() })),
            Ok(_) => Err(WriteError::NotAFolder),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => step("cannot open the folder", Err(error)),
        }
    }

    pub(super) fn create(path: &Path) -> Result<Self, WriteError> {
        step("cannot make the folder", fs::create_dir_all(path))?;
        Ok(Self { root: path.to_owned() })
    }

    pub(super) fn look(&mut self, name: &str, existing: Existing) -> Result<(), WriteError> {
        let Some(path) = self.path(name, false)? else { return Ok(()) };
        match (look_at(&path)?, existing) {
            (Some(data), _) if data.is_symlink() => Err(WriteError::Link),
            (Some(_), Existing::Keep) => Err(WriteError::Exists),
            (Some(data), Existing::Replace) if !data.is_file() => Err(WriteError::NotAFile),
            (Some(data), Existing::Replace) if data.permissions().readonly() => Err(WriteError::ReadOnly),
            (None, _) | (Some(_), Existing::Replace) => Ok(()),
        }
    }

    pub(super) fn write(&mut self, name: &str, bytes: &[u8], existing: Existing) -> Result<(), WriteError> {
        self.look(name, existing)?;
        let Some(path) = self.path(name, true)? else { return Err(WriteError::NotAFolder) };
        if look_at(&path)?.is_some() {
            return replace(&path, bytes);
        }
        let made = OpenOptions::new().write(true).create_new(true).open(&path);
        let mut new = made.map_err(|error| WriteError::taken("cannot make it", error))?;
        let written = new.write_all(bytes);
        if written.is_err() {
            drop(new);
            let _ = fs::remove_file(&path);
        }
        step("cannot write it", written)
    }

    pub(super) fn remove(&mut self, name: &str) -> Result<(), WriteError> {
        let Some(path) = self.path(name, false)? else { return Ok(()) };
        step("cannot remove it", fs::remove_file(path))
    }

    /// The path of a file, if all folders on the way are there or can be made, and none is a link.
    fn path(&self, name: &str, make: bool) -> Result<Option<PathBuf>, WriteError> {
        let mut path = self.root.clone();
        let mut parts = parts(name)?.peekable();
        while let Some(part) = parts.next() {
            path.push(part);
            if parts.peek().is_none() {
                break;
            }
            match look_at(&path)? {
                Some(data) if data.is_symlink() => return Err(WriteError::Link),
                Some(data) if data.is_dir() => {}
                Some(_) => return Err(WriteError::NotAFolder),
                None if make => step("cannot make the folder that it lies in", fs::create_dir(&path))?,
                None => return Ok(None),
            }
        }
        Ok(Some(path))
    }
}

fn look_at(path: &Path) -> Result<Option<fs::Metadata>, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(data) => Ok(Some(data)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => step("cannot look at what is there", Err(error)),
    }
}

fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let folder = path.parent().unwrap_or(path);
    let mut new = step("cannot make it", Builder::new().prefix(".").suffix(UNFINISHED).tempfile_in(folder))?;
    step("cannot write it", new.write_all(bytes))?;
    step("cannot write it to the disk", new.as_file().sync_all())?;
    step("cannot put it in the place of the old one", new.persist(path).map_err(|error| error.error))?;
    Ok(())
}
