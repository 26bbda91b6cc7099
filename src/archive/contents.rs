//! What a corpus file holds besides texts, and whether all of it can be kept.

use std::io::{self, Read as _};

use super::names::{self, Clash};
use super::text::write_body;
use super::{Reason, Refusals, shown};
use crate::document::{SectionKind, is_blank};
use crate::integrity::{checksum_of, stated_number, states_checksum};
use crate::parts::{Part, each_block};
use crate::source::{Source, sniff_wide};
use crate::syntax::{LineEnding, Marker, write_marker};

/// What the file is that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A corpus, whose `<<<END>>>` line must be right.
    Corpus,
    /// The marker lines of one, without the texts.
    Index,
}

/// A document, and what is to be its file.
#[derive(Debug)]
pub(super) struct Entry {
    /// The id, which is the path of the file.
    pub(super) id: String,
    /// The line of its marker in the corpus file.
    pub(super) line: u64,
    /// Its marker line without the ending, if that says more than the id.
    pub(super) marker: Option<Box<[u8]>>,
}

/// The marker lines of a corpus file.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The `<<<CORPUS>>>` line without its ending.
    pub(super) corpus: Option<Vec<u8>>,
    /// The documents, in order.
    pub(super) entries: Vec<Entry>,
    /// The `<<<END>>>` line without its ending.
    pub(super) end: Option<Vec<u8>>,
    /// How many places are not written as they will be when they are packed again.
    pub(super) rewritten: u64,
    /// How many texts are not UTF-8.
    pub(super) not_utf8: u64,
}

/// Why a corpus file could not be read.
#[derive(Debug)]
pub(super) enum ReadError {
    Source(io::Error),
    Refused(Refusals),
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        Self::Source(error)
    }
}

impl Contents {
    /// Reads a corpus file, and refuses it if anything in it would be lost.
    pub(super) fn read(source: &Source, role: Role) -> Result<Self, ReadError> {
        let mut reading = Reading { role, contents: Self::default(), refusals: Refusals::default(), end: None };
        each_block::<io::Error>(source, |parts| {
            for part in parts {
                reading.part(part);
            }
            Ok(())
        })?;
        if role == Role::Corpus {
            reading.verify_end(source)?;
        }
        reading.find_clashes();
        if reading.refusals.is_empty() {
            Ok(reading.contents)
        } else {
            Err(ReadError::Refused(reading.refusals.sorted()))
        }
    }

    /// What has to be kept beside the files; nothing if they say it all.
    pub(super) fn index(&self) -> Option<Vec<u8>> {
        let ordered = self.entries.is_sorted_by(|left, right| left.id < right.id);
        let plain = self.entries.iter().all(|entry| entry.marker.is_none());
        if ordered && plain && self.corpus.is_none() && self.end.is_none() {
            return None;
        }
        let mut index = Vec::new();
        let mut line = |line: &[u8]| {
            index.extend_from_slice(line);
            index.push(b'\n');
        };
        self.corpus.iter().for_each(|corpus| line(corpus));
        self.entries.iter().for_each(|entry| match &entry.marker {
            Some(marker) => line(marker),
            None => line(&plain_marker(&entry.id)),
        });
        self.end.iter().for_each(|end| line(end));
        Some(index)
    }
}

/// The marker line of a document of which nothing but the id is known.
pub(super) fn plain_marker(id: &str) -> Vec<u8> {
    write_marker("FILE", Some(id.as_bytes()), [])
}

/// What is known while a file is read.
struct Reading {
    role: Role,
    contents: Contents,
    refusals: Refusals,
    /// The last `<<<END>>>` line: where it begins, and on which line.
    end: Option<(u64, u64)>,
}

impl Reading {
    fn part(&mut self, part: &Part<'_>) {
        if let Some(reserved) = part.reserved {
            let marker = reserved.of(part.bytes).trim_ascii_end();
            self.refusals.push(Some(part.line_at(reserved.start)), Some(marker), Reason::ReservedMarker);
        }
        match (part.kind, part.marker) {
            (SectionKind::Document, Some(marker)) => self.document(part, marker),
            (SectionKind::Corpus, Some(marker)) => self.corpus(part, marker),
            (SectionKind::End, Some(marker)) => self.end(part, marker),
            _ => match sniff_wide(part.bytes).filter(|_| part.first) {
                Some(encoding) => self.refusals.push(None, None, Reason::Wide(encoding)),
                None => self.outside(part),
            },
        }
    }

    fn document(&mut self, part: &Part<'_>, marker: &Marker) {
        let Some(id) = part.id() else {
            return self.refusals.push(Some(part.line), None, Reason::NoId);
        };
        let id = match names::check(id) {
            Ok(name) => name.to_owned(),
            Err(fault) => return self.refusals.push(Some(part.line), Some(id), Reason::Name(fault)),
        };
        let Some(kept) = self.keep(part, marker) else { return };
        self.text(part, &id);
        let marker = (*kept != *plain_marker(&id)).then(|| kept.into_boxed_slice());
        self.contents.entries.push(Entry { id, line: part.line, marker });
    }

    fn text(&mut self, part: &Part<'_>, id: &str) {
        let body = part.body.of(part.bytes);
        if self.role == Role::Index {
            if !is_blank(body) {
                self.refusals.push(Some(part.line), Some(id.as_bytes()), Reason::TextInIndex);
            }
            return;
        }
        let text = part.content();
        self.contents.not_utf8 += u64::from(simdutf8::basic::from_utf8(&text).is_err());
        let mut written = Vec::with_capacity(body.len());
        // Writing to a vector cannot fail.
        let _ = write_body(&text, &mut written);
        self.contents.rewritten += u64::from(written != body);
    }

    fn corpus(&mut self, part: &Part<'_>, marker: &Marker) {
        if !part.first {
            return self.refusals.push(Some(part.line), None, Reason::MisplacedCorpus);
        }
        if let Some(version) = marker.attribute("version").filter(|version| &*version.value.bytes != b"1") {
            let version = shown(&version.value.bytes);
            return self.refusals.push(Some(part.line), None, Reason::Version { version });
        }
        self.outside(part);
        self.contents.corpus = self.keep(part, marker);
    }

    fn end(&mut self, part: &Part<'_>, marker: &Marker) {
        self.outside(part);
        if part.last {
            self.end = Some((part.offset, part.line));
            self.contents.end = self.keep(part, marker);
        } else if marker.attributes.is_empty() {
            // The habit of ending every document: it says nothing, and nothing is lost with it.
            let _ = self.keep(part, marker);
            self.contents.rewritten += 1;
        } else {
            let head = marker.head.of(part.bytes);
            self.refusals.push(Some(part.line), Some(head), Reason::EarlyEnd);
        }
    }

    /// What stands outside of all documents has to be blank, and is not kept then.
    fn outside(&mut self, part: &Part<'_>) {
        let body = part.body.of(part.bytes);
        if body.is_empty() {
            return;
        }
        if is_blank(body) {
            self.contents.rewritten += 1;
        } else if part.reserved.is_none() {
            let first = body.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or_default();
            self.refusals.push(Some(part.line_at(part.body.start + first)), None, Reason::StrayText);
        }
    }

    /// The marker line as it will be written: as it is, if nothing is wrong with it, and else put right.
    fn keep(&mut self, part: &Part<'_>, marker: &Marker) -> Option<Vec<u8>> {
        let line = marker.content.of(part.bytes);
        let kept = if marker.flaws.is_empty() { Some(line.to_vec()) } else { mended(marker) };
        match &kept {
            None => self.refusals.push(Some(part.line), None, Reason::UnreadableMarker),
            Some(kept) => {
                let same = kept == line && marker.ending == LineEnding::Lf;
                self.contents.rewritten += u64::from(!same);
            }
        }
        kept
    }

    /// Holds the `<<<END>>>` line against the file.
    fn verify_end(&mut self, source: &Source) -> io::Result<()> {
        let Some(((offset, line), end)) = self.end.zip(self.contents.end.as_ref()) else { return Ok(()) };
        let Some(marker) = Marker::parse(end) else { return Ok(()) };
        let counted = self.contents.entries.len() as u64;
        if let Some(files) = marker.attribute("files") {
            let said = stated_number(&files.value.bytes);
            // What was refused has not been counted.
            if self.refusals.is_empty() && said != Some(counted) {
                let written = [&b"files="[..], &files.value.bytes].concat();
                self.refusals.push(Some(line), Some(&written), Reason::Count { counted });
            }
            self.contents.rewritten += u64::from(*files.value.bytes != *counted.to_string().as_bytes());
        }
        if let Some(said) = marker.attribute("sha256") {
            let sum = checksum_of(source.open()?.take(offset))?;
            if !states_checksum(&said.value.bytes, &sum) {
                self.refusals.push(Some(line), None, Reason::Checksum);
            }
            self.contents.rewritten += u64::from(*said.value.bytes != *sum.as_bytes());
        }
        Ok(())
    }

    fn find_clashes(&mut self) {
        let entries = &self.contents.entries;
        let names: Vec<&str> = entries.iter().map(|entry| &*entry.id).collect();
        for (first, second, clash) in names::clashes(&names) {
            let (Some(first), Some(second)) = (entries.get(first), entries.get(second)) else { continue };
            let reason = reason(clash, &first.id, Some(first.line));
            self.refusals.push(Some(second.line), Some(second.id.as_bytes()), reason);
        }
    }
}

/// Why a name cannot stand beside another.
pub(super) fn reason(clash: Clash, other: &str, line: Option<u64>) -> Reason {
    let other = shown(other.as_bytes());
    match clash {
        Clash::Same => Reason::SameId { line: line.unwrap_or_default() },
        Clash::SameFolded => Reason::SameName { other, line },
        Clash::FileAndFolder => Reason::FileAndFolder { other, line },
        Clash::Folders => Reason::Folders { other, line },
    }
}

/// A marker line that can be read whole, with everything put right that is wrong with it.
fn mended(marker: &Marker) -> Option<Vec<u8>> {
    if marker.flaws.iter().any(|flaw| flaw.replacement.is_none()) {
        return None;
    }
    let line = write_marker(marker.word.name()?, marker.id.as_ref().map(|id| &*id.bytes), &marker.attributes);
    // Put right, a line can become longer than lines may be.
    Marker::parse(&line).is_some_and(|marker| marker.flaws.is_empty()).then_some(line)
}
