//! What `diff` keeps of each document of a drop.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::document::{Defaults, SectionKind, content_of, is_blank, sections};
use crate::parts::{Part, each_block};
use crate::source::{self, Compression, Source, sniff_wide};
use crate::syntax::{Attribute, Marker, parse, read_document};

/// How much of a document is read at first, in bytes.
const PIECE: usize = 1 << 14;

/// What the first line of a file says of the file, and not of its documents.
const OF_THE_FILE: &[u8] = b"version";

/// By what a document is found in the other drop.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Its id.
    Id(Box<[u8]>),
    /// It has none, and only its text can tell.
    Nameless,
    /// It is no document but text outside of all of them, in the file of this name.
    Outside(Box<str>),
}

/// A document.
#[derive(Clone, Debug)]
pub struct Entry {
    /// By what it is found in the other drop.
    pub key: Key,
    /// The first half of the SHA-256 of its text. Texts are hostile: one must not pass for another by a weaker hash.
    pub text: u128,
    /// The same of its attributes.
    pub attributes: u128,
    /// Whether it has a text at all.
    pub empty: bool,
    /// The number of its file.
    pub file: u32,
    /// The line that it begins with, from 1.
    pub line: u64,
    /// Where it begins in its file, in bytes after decompression.
    pub offset: u64,
}

/// A file of a drop.
#[derive(Debug)]
struct File {
    source: Source,
    /// What it is called within the folder.
    name: Box<str>,
    /// The attributes that hold for all of its documents.
    defaults: Defaults,
}

/// All documents of a file or of a folder.
#[derive(Debug, Default)]
pub struct DropIndex {
    /// The documents, in the order of files and places.
    pub entries: Vec<Entry>,
    /// How many of them are documents, and not text outside of these.
    pub documents: u64,
    files: Vec<File>,
}

/// A document that was read again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its text, escapes resolved.
    pub text: Vec<u8>,
    /// Its attributes, by key.
    pub attributes: BTreeMap<Box<[u8]>, Box<[u8]>>,
}

impl DropIndex {
    /// Reads `sources`, which lie in `folder` if there is one. What cannot be read is an error, with the path.
    pub fn read(sources: Vec<Source>, folder: Option<&Path>) -> Result<Self, (PathBuf, io::Error)> {
        let mut drop = Self::default();
        for source in sources {
            let name = folder.map_or_else(String::new, |folder| name_in(folder, source.path()));
            let defaults = drop.add(&source, &name).map_err(|error| (source.path().to_owned(), error))?;
            drop.files.push(File { source, name: name.into(), defaults });
        }
        Ok(drop)
    }

    /// Takes in the documents of a file, and gives the attributes that hold for all of them.
    fn add(&mut self, source: &Source, name: &str) -> io::Result<Defaults> {
        let file = u32::try_from(self.files.len()).map_err(|_| io::Error::other("it is one file of too many"))?;
        let (mut defaults, mut of_file) = (Defaults::default(), Sum::default());
        each_block::<io::Error>(source, |parts| {
            for part in parts {
                if part.first
                    && let Some(encoding) = sniff_wide(part.bytes)
                {
                    return Err(io::Error::other(encoding.why_nothing_is_found()));
                }
                if part.first && Compression::of_bytes(part.bytes) != Compression::None {
                    return Err(io::Error::other("it is compressed, and not called so: `.gz` or `.zst` is missing"));
                }
                if part.first && part.kind == SectionKind::Corpus {
                    defaults = part.marker.map(|marker| Defaults::new(marker.attributes.clone())).unwrap_or_default();
                    of_file = Sum::of(&attributes(None, &defaults));
                }
                let is_document = part.kind == SectionKind::Document;
                let text = part.content();
                if is_document || !is_blank(&text) {
                    self.documents += u64::from(is_document);
                    self.entries.push(Entry {
                        key: key(part, name),
                        text: hash(&[&text]),
                        attributes: if is_document { of_file.with(part.marker, &defaults).hash() } else { 0 },
                        empty: text.is_empty(),
                        file,
                        line: part.line,
                        offset: part.offset,
                    });
                }
            }
            Ok(())
        })?;
        Ok(defaults)
    }

    /// How many files there are.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// The file of a document.
    pub fn path(&self, entry: &Entry) -> &Path {
        self.file(entry).map_or(Path::new(""), |file| file.source.path())
    }

    /// What the file of a document is called within the folder, whatever it is compressed with; nothing if there is no
    /// folder.
    pub fn name(&self, entry: &Entry) -> &str {
        self.file(entry).map_or("", |file| &file.name)
    }

    fn file(&self, entry: &Entry) -> Option<&File> {
        self.files.get(usize::try_from(entry.file).ok()?)
    }

    /// Reads a document again.
    pub fn passage(&self, entry: &Entry) -> io::Result<Passage> {
        let Some(file) = self.file(entry) else { return Err(io::ErrorKind::NotFound.into()) };
        let bytes = read_document(file.source.open_at(entry.offset)?, PIECE)?;
        let tree = parse(&bytes);
        let Some(section) = sections(&tree.nodes).into_iter().next() else { return Ok(Passage::default()) };
        let none = Defaults::default();
        let defaults = if section.kind == SectionKind::Document { &file.defaults } else { &none };
        let text = content_of(section.body.shifted(section.span.start).of(&bytes)).into_owned();
        if hash(&[&text]) != entry.text {
            return Err(io::Error::other("somebody changed it while it was being compared"));
        }
        let own = |attributes: BTreeMap<&[u8], &[u8]>| {
            attributes.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
        };
        Ok(Passage { attributes: own(attributes(section.marker, defaults)), text })
    }
}

/// The path of a file from the folder, with `/` between the parts and without what says how it is compressed.
fn name_in(folder: &Path, path: &Path) -> String {
    let name = source::name_in(folder, path);
    name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn key(part: &Part<'_>, name: &str) -> Key {
    if part.kind != SectionKind::Document {
        return Key::Outside(name.into());
    }
    part.id().map_or(Key::Nameless, |id| Key::Id(id.into()))
}

/// The attributes that hold: those of the document, and the others of its file. Where a key is given twice, the first
/// holds.
fn attributes<'a>(marker: Option<&'a Marker>, defaults: &'a Defaults) -> BTreeMap<&'a [u8], &'a [u8]> {
    let mut attributes = BTreeMap::new();
    let mut add = |attribute: &'a Attribute| {
        attributes.entry(&*attribute.key).or_insert(&*attribute.value.bytes);
    };
    marker.iter().flat_map(|marker| &marker.attributes).for_each(&mut add);
    defaults.all().iter().filter(|attribute| &*attribute.key != OF_THE_FILE).for_each(&mut add);
    attributes
}

/// What tells attributes from others: the sum of the hashes of all of them, so that in whichever order they stand, and
/// whether a document or its file says them, the same ones have the same. Those of a file, which may be thousands, are
/// summed up once, and each document takes off what it says otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum(u128, u128);

impl Sum {
    fn of(attributes: &BTreeMap<&[u8], &[u8]>) -> Self {
        attributes.iter().fold(Self::default(), |sum, (key, value)| sum.plus(Self::one(key, value)))
    }

    fn one(key: &[u8], value: &[u8]) -> Self {
        Self(hash(&[key, value]), hash(&[value, key, b"again"]))
    }

    const fn plus(self, other: Self) -> Self {
        Self(self.0.wrapping_add(other.0), self.1.wrapping_add(other.1))
    }

    const fn minus(self, other: Self) -> Self {
        Self(self.0.wrapping_sub(other.0), self.1.wrapping_sub(other.1))
    }

    /// The sum of the attributes that hold for a document with this marker line, where this is that of its file.
    fn with(self, marker: Option<&Marker>, defaults: &Defaults) -> Self {
        attributes(marker, &Defaults::default()).iter().fold(self, |sum, (key, value)| {
            let instead = defaults.get(key).filter(|_| *key != OF_THE_FILE);
            let sum = instead.map_or(sum, |instead| sum.minus(Self::one(key, instead)));
            sum.plus(Self::one(key, value))
        })
    }

    fn hash(self) -> u128 {
        hash(&[&self.0.to_le_bytes(), &self.1.to_le_bytes()])
    }
}

/// A hash of byte strings, each with its length, so that none of them can run on into the next.
fn hash(strings: &[&[u8]]) -> u128 {
    let mut sum = Sha256::new();
    for string in strings {
        sum.update((string.len() as u64).to_le_bytes());
        sum.update(string);
    }
    let sum = sum.finalize();
    sum.iter().take(16).fold(0, |hash, byte| hash << 8 | u128::from(*byte))
}
