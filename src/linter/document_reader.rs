//! Documents that are no longer in memory, read again: what corpus rules compare, and what they point at.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::document::{Defaults, Document, Surroundings, sections};
use crate::facts::DocumentPlace;
use crate::facts::file_end::FileEnd;
use crate::source::Source;
use crate::syntax::{Tree, parse, read_document};

/// How much is read at once to find the end of a document, in bytes. Most documents are shorter.
const PIECE: usize = 1 << 13;

/// How much is read at once to count lines, in bytes.
const STEP: usize = 1 << 14;

/// From how many bytes on a document is held for the next one who compares with it.
const LONG: usize = 1 << 20;

/// What is known of a file after it was checked.
#[derive(Clone, Debug, Default)]
pub(super) struct FileIndex {
    /// The attributes that hold for all of its documents.
    pub(super) defaults: Defaults,
    /// Where its blocks begin, and documents here and there: the offset in bytes, and how many lines stand before it.
    pub(super) blocks: Vec<(u64, u64)>,
    /// Where it stands among the files that were read.
    pub(super) position: Option<usize>,
    /// Its last line, if that states what it holds.
    pub(super) end: Option<Box<FileEnd>>,
}

/// A file in a form in which one can jump, or why there is none.
type Unpacked = Result<Source, (io::ErrorKind, String)>;

/// The files of a run, for going back to.
pub(super) struct DocumentReader<'a> {
    sources: &'a [Arc<Source>],
    files: &'a [FileIndex],
    folder: &'a Path,
    /// Compressed files, by their numbers, in a form in which one can jump; or why there is none, so that a file for
    /// which there is no room is not unpacked anew for each of its documents.
    unpacked: Mutex<BTreeMap<usize, Unpacked>>,
    /// The file that was asked for last, opened. What is asked for next is mostly in the same one.
    last: Mutex<Option<(usize, Source)>>,
    /// The long document that was read last to be compared with many.
    long: Mutex<Option<Arc<OwnedDocument>>>,
}

/// A document that was read again.
#[derive(Debug)]
pub(super) struct OwnedDocument {
    pub(super) place: DocumentPlace,
    bytes: Vec<u8>,
    tree: Tree,
    defaults: Defaults,
}

impl OwnedDocument {
    /// Does `work` with the document.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Document<'_>) -> T) -> Option<T> {
        let section = sections(&self.tree.nodes).into_iter().next()?;
        Some(work(&section.document(&self.bytes, Surroundings::default(), &self.defaults)))
    }
}

impl<'a> DocumentReader<'a> {
    /// The files `sources`, of which `files` is what is known of each. Compressed ones are unpacked into `folder`, in
    /// files without names, if one of their documents is asked for.
    pub(super) const fn new(sources: &'a [Arc<Source>], files: &'a [FileIndex], folder: &'a Path) -> Self {
        let unpacked = Mutex::new(BTreeMap::new());
        Self { sources, files, folder, unpacked, last: Mutex::new(None), long: Mutex::new(None) }
    }

    /// A file in a form in which one can jump.
    fn source(&self, file: usize) -> io::Result<Source> {
        let source = self.sources.get(file).ok_or(io::ErrorKind::NotFound)?;
        if source.can_jump() {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((_, source)) = last.as_ref().filter(|(number, _)| *number == file) {
                return Ok(source.clone());
            }
            let source = source.opened()?;
            *last = Some((file, source.clone()));
            return Ok(source);
        }
        // Whoever asks for a file that is being unpacked has to wait for it in any case.
        let mut unpacked = self.unpacked.lock().unwrap_or_else(PoisonError::into_inner);
        let unpacked = unpacked.entry(file).or_insert_with(|| {
            source.unpacked(self.folder).map_err(|error| {
                let folder = self.folder.display();
                let why = format!("it cannot be unpacked into {folder} (TMPDIR names another): {error}");
                (error.kind(), why)
            })
        });
        match unpacked {
            Ok(source) => Ok(source.clone()),
            Err((kind, why)) => Err(io::Error::new(*kind, why.clone())),
        }
    }

    /// The attributes that hold for all documents of a file.
    pub(super) fn defaults(&self, file: usize) -> Option<&'a Defaults> {
        self.files.get(file).map(|file| &file.defaults)
    }

    /// Reads the document at `place`.
    pub(super) fn read(&self, place: DocumentPlace) -> io::Result<OwnedDocument> {
        let reader = self.source(place.file())?.open_at(place.offset())?;
        let bytes = read_document(reader, PIECE)?;
        let tree = parse(&bytes);
        let defaults = self.files.get(place.file()).map(|file| file.defaults.clone()).unwrap_or_default();
        Ok(OwnedDocument { place, bytes, tree, defaults })
    }

    /// Reads the document at `place`, with which many others are compared: if it is long, it is not read again for those
    /// that come later.
    pub(super) fn read_for_many(&self, place: DocumentPlace) -> io::Result<Arc<OwnedDocument>> {
        let held = || self.long.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(document) = held().as_ref().filter(|document| document.place == place) {
            return Ok(Arc::clone(document));
        }
        let document = Arc::new(self.read(place)?);
        if document.bytes.len() >= LONG {
            *held() = Some(Arc::clone(&document));
        }
        Ok(document)
    }

    /// The `length` bytes from `offset` on of a file, or as many as there are.
    pub(super) fn bytes(&self, file: usize, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        // Without room it would be read in small pieces; but what is asked for may be more than there is.
        let mut bytes = Vec::with_capacity(length.min(STEP));
        self.source(file)?.open_at(offset)?.take(length as u64).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// The number of the line that begins at `place`, from 1. Counting goes on from `known`, a place before it and its
    /// line, where that is nearer than the start of its block.
    pub(super) fn line(&self, place: DocumentPlace, known: Option<(DocumentPlace, u64)>) -> io::Result<u64> {
        let blocks = self.files.get(place.file()).map_or(&[][..], |file| &file.blocks);
        let block = blocks.partition_point(|(offset, _)| *offset <= place.offset()).checked_sub(1);
        let (mut from, mut line) =
            block.and_then(|block| blocks.get(block)).map_or((0, 1), |&(offset, lines)| (offset, lines + 1));
        if let Some((known, at)) = known.filter(|(known, _)| known.file() == place.file())
            && (from..=place.offset()).contains(&known.offset())
        {
            (from, line) = (known.offset(), at);
        }
        if from == place.offset() {
            return Ok(line);
        }
        let mut reader = self.source(place.file())?.open_at(from)?.take(place.offset() - from);
        let between = usize::try_from(place.offset() - from).unwrap_or(STEP);
        let mut bytes = vec![0; between.clamp(1, STEP)];
        loop {
            match reader.read(&mut bytes) {
                Ok(0) => return Ok(line),
                Ok(read) => line += memchr::memchr_iter(b'\n', bytes.get(..read).unwrap_or_default()).count() as u64,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Spill;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test makes its own files")]
    fn a_file_for_which_there_is_no_room_is_unpacked_no_second_time() {
        let folder = tempfile::tempdir_in(Spill::for_tests().folder).unwrap();
        let file = folder.path().join("a.corpus.gz");
        // An empty document: a gzip header, a stored block with nothing in it, and its sum.
        let packed = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x03\0\0\0\0\0\0\0\0\0";
        std::fs::write(&file, packed).unwrap();
        let sources = [Arc::new(Source::file(&file))];
        let room = folder.path().join("room");
        let reader = DocumentReader::new(&sources, &[], &room);
        let place = DocumentPlace::new(0, 0).unwrap();
        let first = reader.read(place).unwrap_err().to_string();
        assert!(first.contains("TMPDIR"), "{first}");
        std::fs::create_dir(&room).unwrap();
        assert_eq!(reader.read(place).unwrap_err().to_string(), first);
        assert!(DocumentReader::new(&sources, &[], &room).read(place).is_ok());
    }
}
