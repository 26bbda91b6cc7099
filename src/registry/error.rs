//! What can go wrong with a registry, and what to do about it.

use std::fmt;
use std::io;

/// Why a registry could not be read or added to. It is as it was.
#[derive(Debug)]
pub enum RegistryError {
    /// There is no file of this name.
    Missing,
    /// It is a folder, a device, or something else that cannot be one.
    NotAFile,
    /// There is a file, and it was not made by `registry add`.
    NotARegistry,
    /// It is empty.
    Empty,
    /// It was made by a newer version of corplint.
    Newer {
        /// The version of its form.
        found: i64,
    },
    /// It was made by an older version of corplint, which hashed words in another way.
    Older {
        /// The version of its form.
        found: i64,
    },
    /// Another run is writing it, and was not done when the wait was over.
    Busy,
    /// It may be read, and not be written.
    ReadOnly,
    /// It may not be opened.
    Closed,
    /// There is no room for what was to be added.
    Full,
    /// What is to be added cannot be put away until it is.
    Temporary(io::Error),
    /// What was read is not what was written.
    Damaged(String),
    /// The system or the store refused.
    Failed(Box<dyn std::error::Error + Send + Sync>),
}

impl RegistryError {
    /// Something is not there that was written.
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged(what.into())
    }
}

impl fmt::Display for RegistryError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => write!(formatter, "there is no such file; `corplint registry add` makes it"),
            Self::NotAFile => write!(formatter, "it is not a plain file"),
            Self::NotARegistry => write!(formatter, "it is no registry: `corplint registry add` did not make it"),
            Self::Empty => write!(
                formatter,
                "it is empty, as it is until a first `add` is done, or where that was interrupted; the next `corplint \
                 registry add` mends it",
            ),
            Self::Newer { found } => write!(
                formatter,
                "it has the form {found}, and this corplint knows up to {}; use a newer corplint",
                super::VERSION,
            ),
            Self::Older { found } => write!(
                formatter,
                "it was made by an older corplint (form {found}, and this one needs {}), and its texts cannot be compared any more; move \
                 it away and add all drops again",
                super::VERSION,
            ),
            Self::Busy => write!(
                formatter,
                "another run is at work on it, and was not done after {} seconds; try again when it is",
                super::PATIENCE.as_secs(),
            ),
            Self::ReadOnly => write!(
                formatter,
                "it is read-only, or its folder is, in which a journal has to be written while something is added",
            ),
            Self::Closed => write!(
                formatter,
                "it, or the journal beside it, cannot be opened; see who may read and write both, and their folder",
            ),
            Self::Full => write!(formatter, "there is no room left on its disk, so that it stays as it was"),
            Self::Temporary(error) => write!(
                formatter,
                "what is to be added cannot be kept in the folder for temporary files (TMPDIR names another): {error}",
            ),
            Self::Damaged(what) => write!(
                formatter,
                "it is damaged ({what}); put back a copy of it, or move it away and add all drops again"
            ),
            Self::Failed(error) => write!(formatter, "{error}"),
        }
    }
}

impl std::error::Error for RegistryError {}

impl From<io::Error> for RegistryError {
    fn from(error: io::Error) -> Self {
        Self::Failed(Box::new(error))
    }
}
