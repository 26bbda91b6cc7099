//! A folder becomes a corpus file.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::contents::{Contents, Entry, ReadError, Role, plain_marker, reason};
use super::names::{self, INDEX, NameFault};
use super::text::write_body;
use super::{Reason, Refusals};
use crate::integrity::{Checksum, checksum, restate_attributes, stated_number, states_checksum};
use crate::source::{Source, read_plain, sniff_wide};
use crate::syntax::Marker;
use crate::walk::{self, LeftOut};

/// A folder of which it is known what is in it, and in which order it will be packed.
#[derive(Debug)]
pub struct Packing {
    folder: PathBuf,
    contents: Contents,
    left_out: Vec<(PathBuf, LeftOut)>,
    missing: Vec<String>,
    added: u64,
}

/// What was packed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// How many files.
    pub documents: u64,
    /// How many bytes the corpus file has.
    pub bytes: u64,
    /// The first file of which [`INDEX`] says another size or checksum than it has.
    pub altered: Option<String>,
    /// How many such files there are. What is said of them stays as it is: whether somebody changed a text or cut it
    /// off cannot be told here.
    pub altered_count: u64,
}

/// Why a folder was not packed.
#[derive(Debug)]
pub enum PackError {
    /// It is not there, or is no folder.
    Folder(io::Error),
    /// Some files, or their names, cannot be kept in a corpus file.
    Refused(Refusals),
    /// [`INDEX`] is not what it should be.
    Index(Refusals),
    /// What comes of it could not be written.
    Output(io::Error),
}

impl fmt::Display for PackError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(error) => write!(formatter, "cannot read the folder: {error}"),
            Self::Refused(refusals) => write!(formatter, "{refusals}"),
            Self::Index(refusals) => write!(formatter, "{INDEX}: {refusals}"),
            Self::Output(error) => write!(formatter, "cannot write the corpus: {error}"),
        }
    }
}

impl Error for PackError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Folder(error) | Self::Output(error) => Some(error),
            Self::Refused(refusals) | Self::Index(refusals) => Some(refusals),
        }
    }
}

impl Packing {
    /// Looks at what is in a folder. No text is read yet.
    ///
    /// The order is that of [`INDEX`], if it is there, and then that of the paths.
    pub fn plan(folder: &Path) -> Result<Self, PackError> {
        let data = fs::metadata(folder).map_err(PackError::Folder)?;
        if !data.is_dir() {
            return Err(PackError::Folder(io::ErrorKind::NotADirectory.into()));
        }
        let mut tree = walk::tree(folder, names::is_left_out);
        let mut refusals = Refusals::default();
        for (path, error) in tree.failures.drain(..) {
            let path = if path.as_os_str().is_empty() { Path::new(".") } else { &path };
            refusals.push(None, Some(path.as_os_str().as_encoded_bytes()), Reason::Unreadable(error));
        }
        let files = tree.files.len();
        tree.files.retain(|path| path.as_os_str() != INDEX);
        let has_index = tree.files.len() < files;
        let mut ids = Vec::with_capacity(tree.files.len());
        for path in &tree.files {
            match id(path) {
                Ok(id) => ids.push(id),
                Err(fault) => {
                    refusals.push(None, Some(path.as_os_str().as_encoded_bytes()), Reason::Name(fault));
                }
            }
        }
        find_clashes(&ids, &mut refusals);
        if !refusals.is_empty() {
            return Err(PackError::Refused(refusals));
        }
        let index = if has_index { read_index(&folder.join(INDEX))? } else { Contents::default() };
        let mut packing =
            Self { folder: folder.to_owned(), contents: index, left_out: tree.left_out, missing: Vec::new(), added: 0 };
        packing.put_in_order(ids, has_index);
        Ok(packing)
    }

    /// What lies in the folder and will not be in the corpus file.
    pub fn left_out(&self) -> &[(PathBuf, LeftOut)] {
        &self.left_out
    }

    /// What [`INDEX`] speaks of and is not there.
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// How many files [`INDEX`] does not speak of. They come behind the others.
    pub const fn added(&self) -> u64 {
        self.added
    }

    /// Those that the index names in its order, then the others in that of their paths.
    fn put_in_order(&mut self, ids: Vec<String>, has_index: bool) {
        let mut others: BTreeSet<String> = ids.into_iter().collect();
        let listed = std::mem::take(&mut self.contents.entries);
        for entry in listed {
            if others.remove(&entry.id) {
                self.contents.entries.push(entry);
            } else {
                self.missing.push(entry.id);
            }
        }
        self.added = if has_index { others.len() as u64 } else { 0 };
        self.contents.entries.extend(others.into_iter().map(|id| Entry { id, line: 0, marker: None }));
    }

    /// Writes the corpus file. Where something cannot be read or kept, no more is written, and all of it is told.
    ///
    /// What an `<<<END>>>` line says about the file is made anew.
    pub fn write(&self, out: &mut dyn Write) -> Result<Packed, PackError> {
        let end = self.contents.end.as_deref().map(|line| (line, Marker::parse(line)));
        let sums =
            end.as_ref().is_some_and(|(_, end)| end.as_ref().is_some_and(|end| end.attribute("sha256").is_some()));
        let mut out = HashingWriter { out, bytes: 0, sum: sums.then(Checksum::default) };
        let mut refusals = Refusals::default();
        let mut packed = Packed { documents: self.contents.entries.len() as u64, ..Packed::default() };
        if let Some(corpus) = &self.contents.corpus {
            write_line(corpus, &mut out).map_err(PackError::Output)?;
        }
        for entry in &self.contents.entries {
            match read_text(&self.folder.join(&entry.id)) {
                Err(reason) => refusals.push(None, Some(entry.id.as_bytes()), reason),
                Ok(text) if refusals.is_empty() => {
                    write_document(entry, &text, &mut out).map_err(PackError::Output)?;
                    if is_altered(entry, &text) {
                        packed.altered.get_or_insert_with(|| entry.id.clone());
                        packed.altered_count += 1;
                    }
                }
                Ok(_) => {}
            }
        }
        if !refusals.is_empty() {
            return Err(PackError::Refused(refusals));
        }
        if let Some((line, Some(marker))) = end {
            let sum = out.sum.take().map(Checksum::finish).unwrap_or_default();
            let line = restate_attributes(line, &marker, &[("files", packed.documents.to_string()), ("sha256", sum)]);
            write_line(&line, &mut out).map_err(PackError::Output)?;
        }
        packed.bytes = out.bytes;
        Ok(packed)
    }
}

/// The id of the file at a relative path.
fn id(path: &Path) -> Result<String, NameFault> {
    let parts: Option<Vec<&str>> = path.components().map(|part| part.as_os_str().to_str()).collect();
    let id = parts.ok_or(NameFault::NotUtf8)?.join("/");
    names::check(id.as_bytes())?;
    Ok(id)
}

/// What lies side by side here and could not lie side by side everywhere.
fn find_clashes(ids: &[String], refusals: &mut Refusals) {
    let names: Vec<&str> = ids.iter().map(String::as_str).collect();
    for (first, second, clash) in names::clashes(&names) {
        let (Some(first), Some(second)) = (names.get(first), names.get(second)) else { continue };
        refusals.push(None, Some(second.as_bytes()), reason(clash, first, None));
    }
}

fn read_index(path: &Path) -> Result<Contents, PackError> {
    Contents::read(&Source::file(path), Role::Index).map_err(|error| match error {
        ReadError::Refused(refusals) => PackError::Index(refusals),
        ReadError::Source(error) => {
            let mut refusals = Refusals::default();
            refusals.push(None, Some(INDEX.as_bytes()), Reason::Unreadable(error));
            PackError::Refused(refusals)
        }
    })
}

fn read_text(path: &Path) -> Result<Vec<u8>, Reason> {
    let text = read_plain(path).map_err(Reason::Unreadable)?;
    match simdutf8::compat::from_utf8(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(Reason::NotUtf8 { offset: error.valid_up_to(), wide: sniff_wide(&text) }),
    }
}

/// Whether the marker line says something of the text that does not hold.
fn is_altered(entry: &Entry, text: &[u8]) -> bool {
    let Some(marker) = entry.marker.as_deref().and_then(Marker::parse) else { return false };
    let stated = |key| Some(&*marker.attribute(key)?.value.bytes);
    stated("bytes").is_some_and(|value| stated_number(value) != Some(text.len() as u64))
        || stated("sha256").is_some_and(|value| !states_checksum(value, &checksum(text)))
}

fn write_document(entry: &Entry, text: &[u8], out: &mut dyn Write) -> io::Result<()> {
    match &entry.marker {
        Some(marker) => write_line(marker, out)?,
        None => write_line(&plain_marker(&entry.id), out)?,
    }
    write_body(text, out)
}

fn write_line(line: &[u8], out: &mut dyn Write) -> io::Result<()> {
    out.write_all(line)?;
    out.write_all(b"\n")
}

/// Passes on what is written, counts its bytes and takes their checksum.
struct HashingWriter<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
    sum: Option<Checksum>,
}

impl Write for HashingWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.bytes += count as u64;
        if let Some(sum) = &mut self.sum {
            sum.update(bytes.get(..count).unwrap_or_default());
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
