//! A corpus file becomes a folder.

use std::error::Error;
use std::fmt;
use std::io;
use std::path::Path;

use super::contents::{Contents, ReadError, Role};
use super::names::INDEX;
use super::{Reason, Refusals};
use crate::document::SectionKind;
use crate::parts::each_block;
use crate::source::Source;
use crate::write::{Existing, Folder, WriteError};

/// What was unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// How many documents.
    pub documents: u64,
    /// Whether [`INDEX`] was written, because the files do not say everything.
    pub index: bool,
    /// How many places of the corpus are not written as they will be when it is packed again: with the same meaning,
    /// and other bytes.
    pub rewritten: u64,
    /// How many texts are not UTF-8, and cannot be packed again as they are.
    pub not_utf8: u64,
}

/// Why a corpus was not unpacked.
#[derive(Debug)]
pub enum UnpackError {
    /// Something in it cannot be a file, or something is in its way. Nothing was written.
    Refused(Refusals),
    /// It cannot be read. Nothing was written, unless it could be read before.
    Read(io::Error),
    /// The folder cannot be used.
    Folder(WriteError),
    /// Another corpus was there when it was read for the second time.
    Changed {
        /// How many documents had been written.
        written: u64,
    },
    /// A file could not be written, and those after it were not.
    Write {
        /// The file.
        name: String,
        /// Why not.
        error: WriteError,
        /// How many documents had been written.
        written: u64,
    },
}

impl fmt::Display for UnpackError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusals) => write!(formatter, "{refusals}"),
            Self::Read(error) => write!(formatter, "cannot read the corpus: {error}"),
            Self::Folder(error) => write!(formatter, "cannot write into the folder: {error}"),
            Self::Changed { .. } => write!(formatter, "somebody changed the corpus while it was being unpacked"),
            Self::Write { name, error, .. } => write!(formatter, "cannot write `{name}`: {error}"),
        }
    }
}

impl Error for UnpackError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Refused(refusals) => Some(refusals),
            Self::Read(error) => Some(error),
            Self::Folder(error) | Self::Write { error, .. } => Some(error),
            Self::Changed { .. } => None,
        }
    }
}

impl From<io::Error> for UnpackError {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

impl From<ReadError> for UnpackError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Source(error) => Self::Read(error),
            ReadError::Refused(refusals) => Self::Refused(refusals),
        }
    }
}

/// Writes every document of a corpus to a file below `folder`, which is made if it is not there.
///
/// The corpus is read twice: all of it is looked at before the first byte is written.
pub fn unpack(source: &Source, folder: &Path, existing: Existing) -> Result<Unpacked, UnpackError> {
    let contents = Contents::read(source, Role::Corpus)?;
    let index = contents.index();
    look(&contents, folder, existing)?;

    let mut target = Folder::create(folder).map_err(UnpackError::Folder)?;
    // The index comes first: whoever packs what an interrupted run has left behind is told what is missing.
    write_index(index.as_deref(), &mut target, existing).map_err(|error| UnpackError::Write {
        name: INDEX.to_owned(),
        error,
        written: 0,
    })?;
    let mut written = 0;
    let mut entries = contents.entries.iter();
    each_block(source, |parts| {
        for part in parts.iter().filter(|part| part.kind == SectionKind::Document) {
            let Some(entry) = entries.next().filter(|entry| part.id() == Some(entry.id.as_bytes())) else {
                return Err(UnpackError::Changed { written });
            };
            target.write(&entry.id, &part.content(), existing).map_err(|error| UnpackError::Write {
                name: entry.id.clone(),
                error,
                written,
            })?;
            written += 1;
        }
        Ok(())
    })?;
    if entries.next().is_some() {
        return Err(UnpackError::Changed { written });
    }
    Ok(Unpacked {
        documents: written,
        index: index.is_some(),
        rewritten: contents.rewritten,
        not_utf8: contents.not_utf8,
    })
}

/// Refuses the whole corpus if anything is in the way of one of its files.
fn look(contents: &Contents, folder: &Path, existing: Existing) -> Result<(), UnpackError> {
    let Some(mut target) = Folder::open(folder).map_err(UnpackError::Folder)? else { return Ok(()) };
    let mut refusals = Refusals::default();
    // An old index is in the way even if there is no new one: it would speak of the new files.
    if let Err(error) = target.look(INDEX, existing) {
        refusals.push(None, Some(INDEX.as_bytes()), Reason::InTheWay(error));
    }
    for entry in &contents.entries {
        if let Err(error) = target.look(&entry.id, existing) {
            refusals.push(Some(entry.line), Some(entry.id.as_bytes()), Reason::InTheWay(error));
        }
    }
    if refusals.is_empty() { Ok(()) } else { Err(UnpackError::Refused(refusals)) }
}

fn write_index(index: Option<&[u8]>, target: &mut Folder, existing: Existing) -> Result<(), WriteError> {
    match index {
        Some(index) => target.write(INDEX, index, existing),
        None if existing == Existing::Replace && target.has(INDEX)? => target.remove(INDEX),
        None => Ok(()),
    }
}
