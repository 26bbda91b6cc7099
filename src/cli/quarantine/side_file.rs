//! One side of a file.

use std::io::{self, Write};
use std::path::Path;

use corplint::output;
use corplint::write::{Existing, Folder, NewFile, WriteError};

use crate::cli::Failed;
use crate::cli::messages::Messages;

/// One side of a file, which is made when something goes there.
pub(super) struct SideFile<'a> {
    path: &'a Path,
    existing: Existing,
    pub(super) file: Option<NewFile>,
    /// Why it could not be made.
    error: Option<WriteError>,
}

impl<'a> SideFile<'a> {
    pub(super) const fn new(path: &'a Path, existing: Existing) -> Self {
        Self { path, existing, file: None, error: None }
    }

    fn open(&mut self) -> Result<&mut NewFile, WriteError> {
        if self.file.is_none() {
            if let Some(folder) = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                Folder::create(folder)?;
            }
            self.file = Some(NewFile::create(self.path, self.existing)?);
        }
        self.file.as_mut().ok_or(WriteError::NotAFile)
    }

    /// Says why it could not be written, where `error` came of it.
    pub(super) fn tell(&self, error: &io::Error, messages: &Messages) {
        match &self.error {
            Some(error) => cannot_write(self.path, error, messages),
            None => cannot_write(self.path, error, messages),
        };
    }

    /// Gives the file its name. If nothing goes there, it is made if it is `wanted`, and what an earlier run left in its
    /// place becomes empty.
    pub(super) fn finish(&mut self, wanted: bool, messages: &Messages) -> Result<(), Failed> {
        if self.file.is_none() && (wanted || self.path.symlink_metadata().is_ok()) {
            let path = self.path;
            self.open().map_err(|error| cannot_write(path, &error, messages))?;
        }
        match self.file.take() {
            Some(file) => file.finish().map_err(|error| cannot_write(self.path, &error, messages)),
            None => Ok(()),
        }
    }
}

impl Write for SideFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.open() {
            Ok(file) => file.write(bytes),
            Err(error) => {
                let told = io::Error::other(error.to_string());
                self.error = Some(error);
                Err(told)
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// Says why a file cannot be written.
pub(super) fn cannot_write(path: &Path, error: &dyn std::error::Error, messages: &Messages) -> Failed {
    messages.error(&format!("cannot write {}: {error}", output::path(path)));
    Failed
}
