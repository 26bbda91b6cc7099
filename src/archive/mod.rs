//! A folder of text files as one corpus file, and back: every byte of every file, and every marker line.
//!
//! A file is a document, and the other way round: its path from the folder, with `/` between the parts, is the id, and
//! its bytes are the text. What the files do not say by themselves is kept beside them, in a file called [`INDEX`]:
//! the marker lines in their order, each whole, so that it is itself a corpus of documents without text. It is there
//! only if there is something for it to say: an attribute, a `<<<CORPUS>>>` or `<<<END>>>` line, or an order that is
//! not that of the paths.
//!
//! - [`unpack()`] and then [`Packing`] gives the same bytes, for every corpus of which [`Unpacked::rewritten`] says 0;
//!   for any other, a corpus with the same ids, attributes and texts.
//! - [`Packing`] and then [`unpack()`] gives the same files, for every tree that is not refused.
//! - What cannot be kept is refused, before anything is written, with all that is wrong and not only the first of it.
//!
//! Names and marker lines are held in memory, and of the texts one at a time.

mod contents;
mod names;
mod pack;
mod text;
mod unpack;

use std::error::Error;
use std::fmt;
use std::io;

use crate::source::WideEncoding;
use crate::write::WriteError;

pub use names::{INDEX, NameFault};
pub use pack::{PackError, Packed, Packing};
pub use unpack::{UnpackError, Unpacked, unpack};

/// Something that cannot be packed or unpacked, and so nothing is.
#[derive(Debug)]
pub struct Refusal {
    /// The line of the corpus file that it is about, from 1.
    pub line: Option<u64>,
    /// The id or path that it is about, no longer than can be read.
    pub name: Option<String>,
    /// Why it is refused.
    pub reason: Reason,
}

/// Why something cannot be packed or unpacked.
#[derive(Debug)]
pub enum Reason {
    /// It is no name for a file.
    Name(NameFault),
    /// A document has no id.
    NoId,
    /// Another document has the same id.
    SameId {
        /// The line of the other.
        line: u64,
    },
    /// On some system it is the name of another file too.
    SameName {
        /// The other.
        other: String,
        /// The line of the other, where there is one.
        line: Option<u64>,
    },
    /// It lies in what is also a file.
    FileAndFolder {
        /// The file.
        other: String,
        /// The line of the file, where there is one.
        line: Option<u64>,
    },
    /// On some system it lies in the same folder as another, and here it does not.
    Folders {
        /// The other.
        other: String,
        /// The line of the other, where there is one.
        line: Option<u64>,
    },
    /// Text stands outside of all documents.
    StrayText,
    /// A part of a marker line is neither an id nor an attribute, or is there twice.
    UnreadableMarker,
    /// A marker line of a later version.
    ReservedMarker,
    /// A `<<<CORPUS>>>` line that is not the first line.
    MisplacedCorpus,
    /// An `<<<END>>>` line that says something, and is not the last.
    EarlyEnd,
    /// A version of the format that is not known.
    Version {
        /// Which.
        version: String,
    },
    /// There are not as many documents as the `<<<END>>>` line says.
    Count {
        /// How many there are.
        counted: u64,
    },
    /// The bytes are not those that the `sha256` of the `<<<END>>>` line was made of.
    Checksum,
    /// The file is in an encoding in which no marker line can be found.
    Wide(WideEncoding),
    /// Text in the file that keeps the marker lines.
    TextInIndex,
    /// The text of a file is not UTF-8.
    NotUtf8 {
        /// Where the first byte is that is wrong.
        offset: usize,
        /// What it may be in place of it.
        wide: Option<WideEncoding>,
    },
    /// A file or folder cannot be read.
    Unreadable(io::Error),
    /// A file cannot be written where it should be.
    InTheWay(WriteError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(name) = &self.name {
            write!(formatter, "`{name}` ")?;
        }
        let on_line = |line: &Option<u64>| line.map(|line| format!(" (line {line})")).unwrap_or_default();
        match &self.reason {
            Reason::Name(fault) => write!(formatter, "{fault}"),
            Reason::NoId => write!(formatter, "the document has no id, and so its file has no name"),
            Reason::SameId { line } => write!(formatter, "is also the id of the document on line {line}"),
            Reason::SameName { other, line } => write!(
                formatter,
                "and `{other}`{} are one name where case and Unicode normalisation do not count",
                on_line(line)
            ),
            Reason::FileAndFolder { other, line } => {
                write!(formatter, "would lie in `{other}`{}, which is a file and no folder", on_line(line))
            }
            Reason::Folders { other, line } => write!(
                formatter,
                "and `{other}`{} lie in folders that are one where case and Unicode normalisation do not count",
                on_line(line)
            ),
            Reason::StrayText => write!(formatter, "text that belongs to no document, and would be lost"),
            Reason::UnreadableMarker => write!(
                formatter,
                "a part of this marker line cannot be read, and would be lost; `corplint check` says which"
            ),
            Reason::ReservedMarker => write!(
                formatter,
                "is a marker of a later version of the format; if it is text, put a backslash in front of it"
            ),
            Reason::MisplacedCorpus => {
                write!(formatter, "`<<<CORPUS>>>` is not the first line; if files were joined, unpack them one by one")
            }
            Reason::EarlyEnd => write!(
                formatter,
                "says what the file holds, and the file goes on; if files were joined, unpack them one by one"
            ),
            Reason::Version { version } => {
                write!(formatter, "version `{version}` of the format is not known; use a newer corplint")
            }
            Reason::Count { counted } => write!(
                formatter,
                "does not agree with the {counted} documents that are there: something was cut off or added; if \
                 that was meant, correct the number"
            ),
            Reason::Checksum => write!(
                formatter,
                "the text before this line is not what its `sha256` was made of: something was cut off or changed; \
                 if that was meant, remove the `sha256`"
            ),
            Reason::Wide(encoding) => {
                let name = encoding.name();
                write!(formatter, "the file is {name} and not UTF-8; `iconv -f {name} -t UTF-8` converts it")
            }
            Reason::TextInIndex => {
                write!(formatter, "has a text here, and it is the file of that name that holds the text")
            }
            Reason::NotUtf8 { offset, wide } => {
                write!(formatter, "is not UTF-8: the first wrong byte is at offset {offset}")?;
                match wide {
                    Some(encoding) => {
                        let name = encoding.name();
                        write!(formatter, "; it looks like {name}, which `iconv -f {name} -t UTF-8` converts")
                    }
                    None => Ok(()),
                }
            }
            Reason::Unreadable(error) => write!(formatter, "cannot be read: {error}"),
            Reason::InTheWay(error) => write!(formatter, "cannot be written: {error}"),
        }
    }
}

/// All that is refused. If there are very many, the first are listed and the others counted.
#[derive(Debug, Default)]
pub struct Refusals {
    told: Vec<Refusal>,
    count: u64,
}

impl Refusals {
    /// More than this nobody reads.
    const MOST: usize = 1000;

    /// The first of them, in the order of lines.
    pub fn told(&self) -> &[Refusal] {
        &self.told
    }

    /// How many there are.
    pub const fn count(&self) -> u64 {
        self.count
    }

    const fn is_empty(&self) -> bool {
        self.count == 0
    }

    fn push(&mut self, line: Option<u64>, name: Option<&[u8]>, reason: Reason) {
        self.count += 1;
        if self.told.len() < Self::MOST {
            self.told.push(Refusal { line, name: name.map(shown), reason });
        }
    }

    fn sorted(mut self) -> Self {
        self.told.sort_by_key(|refusal| refusal.line);
        self
    }
}

impl fmt::Display for Refusals {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.told.as_slice() {
            [one] => write!(formatter, "{one}"),
            [one, ..] => write!(formatter, "{one}; and {} more like this", self.count - 1),
            [] => Ok(()),
        }
    }
}

impl Error for Refusals {}

/// As much of a name as can be read.
fn shown(name: &[u8]) -> String {
    const LONGEST: usize = 100;
    let start = name.get(..LONGEST * 4).unwrap_or(name);
    let text = String::from_utf8_lossy(start);
    match text.char_indices().nth(LONGEST).and_then(|(end, _)| text.get(..end)) {
        Some(cut) => format!("{cut}…"),
        None => text.into_owned(),
    }
}
