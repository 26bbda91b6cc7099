//! One file, copied to two sides.

use std::error::Error;
use std::fmt;
use std::io::{self, Write};

use super::Faults;
use super::end::{Truth, holds, restated};
use crate::document::{SectionKind, is_blank};
use crate::integrity::Checksum;
use crate::parts::{Part, each_block};
use crate::source::Source;

/// Which of the two sides something goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What may be let in.
    Accepted,
    /// What is set aside.
    Rejected,
}

impl Side {
    const fn of(rejected: bool) -> Self {
        if rejected { Self::Rejected } else { Self::Accepted }
    }
}

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// How many documents may be let in.
    pub accepted: u64,
    /// How many documents are set aside.
    pub rejected: u64,
    /// The lines that parts begin with that are set aside, in order; 0 for what stands before the first marker line.
    pub rejected_lines: Vec<u64>,
    /// The line for which all of the file is set aside.
    pub whole: Option<u64>,
    /// The last line of the file, where that was set aside because it does not say what is so.
    pub wrong_end: Option<u64>,
}

impl Split {
    /// Whether anything is set aside.
    pub fn rejects(&self) -> bool {
        !self.rejected_lines.is_empty() || self.wrong_end.is_some()
    }
}

/// Why a file could not be copied to its sides.
#[derive(Debug)]
pub enum SplitError {
    /// It cannot be read.
    Read(io::Error),
    /// A side cannot be written.
    Write(Side, io::Error),
}

impl From<io::Error> for SplitError {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

impl fmt::Display for SplitError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) | Self::Write(_, error) => error.fmt(formatter),
        }
    }
}

impl Error for SplitError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Read(error) | Self::Write(_, error) => Some(error),
        }
    }
}

/// Copies every part of `source` to one of two sides. `faults` are those of this file, found in the same bytes.
pub fn split(
    source: &Source,
    faults: Faults,
    accepted: &mut dyn Write,
    rejected: &mut dyn Write,
) -> Result<Split, SplitError> {
    let faults = faults.sorted();
    let outline = Outline::read(source, &faults)?;
    let hashed = outline.sealed;
    let out = |side, file| Out {
        side,
        file,
        sum: hashed.then(Checksum::default),
        documents: 0,
        begun: false,
        says_of_one: false,
    };
    let mut splitter = Splitter {
        faults: &faults,
        outline: &outline,
        head: None,
        blank: None,
        read: hashed.then(Checksum::default),
        accepted: out(Side::Accepted, accepted),
        rejected: out(Side::Rejected, rejected),
        split: Split { whole: outline.whole, ..Split::default() },
    };
    each_block(source, |parts| splitter.block(parts))?;
    splitter.finish()
}

/// What has to be known of a file before its first document can be copied.
#[derive(Debug, Default)]
struct Outline {
    /// The line for which all of it is set aside.
    whole: Option<u64>,
    /// The line that it ends with, if that is an `<<<END>>>` line that says something.
    end: Option<u64>,
    /// Whether that line has a checksum.
    sealed: bool,
}

impl Outline {
    fn read(source: &Source, faults: &Faults) -> Result<Self, SplitError> {
        let mut outline = Self::default();
        each_block::<SplitError>(source, |parts| {
            for part in parts {
                let speaks_of_the_file = is_head(part) || is_end(part);
                if speaks_of_the_file && faults.marker(part.line) {
                    outline.whole.get_or_insert(part.line);
                } else if is_end(part) {
                    outline.end = Some(part.line);
                    outline.sealed = part.marker.is_some_and(|marker| marker.attribute("sha256").is_some());
                }
            }
            Ok(())
        })?;
        if outline.whole.is_some() {
            (outline.end, outline.sealed) = (None, false);
        }
        Ok(outline)
    }
}

/// Whether it is the line that holds for all documents of the file.
fn is_head(part: &Part<'_>) -> bool {
    part.kind == SectionKind::Corpus && part.first
}

/// Whether it is the line that ends the file, and says something of it. One without attributes may as well be the
/// habit of ending every document.
fn is_end(part: &Part<'_>) -> bool {
    part.last && says_something(part)
}

/// Whether it begins with an `<<<END>>>` line, or one that is read as one, with attributes.
fn says_something(part: &Part<'_>) -> bool {
    part.kind == SectionKind::End && part.marker.is_some_and(|marker| !marker.attributes.is_empty())
}

/// Where one side is written to.
struct Out<'a> {
    side: Side,
    file: &'a mut dyn Write,
    sum: Option<Checksum>,
    documents: u64,
    /// Whether anything was written.
    begun: bool,
    /// Whether the last that was written is a line that ends one document and says something of it.
    says_of_one: bool,
}

impl Out<'_> {
    fn write(&mut self, head: Option<&[u8]>, bytes: &[u8]) -> Result<(), SplitError> {
        let head = head.filter(|_| !self.begun).unwrap_or_default();
        self.begun = true;
        self.says_of_one = false;
        for bytes in [head, bytes] {
            if let Some(sum) = &mut self.sum {
                sum.update(bytes);
            }
            self.file.write_all(bytes).map_err(|error| SplitError::Write(self.side, error))?;
        }
        Ok(())
    }

    fn truth(&mut self) -> Truth {
        Truth { documents: self.documents, sha256: self.sum.take().map(Checksum::finish).unwrap_or_default() }
    }
}

struct Splitter<'a> {
    faults: &'a Faults,
    outline: &'a Outline,
    /// The line that holds for all documents.
    head: Option<Vec<u8>>,
    /// Blank lines at the start of the file, until it is known where the first document goes.
    blank: Option<Vec<u8>>,
    /// The checksum of what was read, if it is to be compared.
    read: Option<Checksum>,
    accepted: Out<'a>,
    rejected: Out<'a>,
    split: Split,
}

impl Splitter<'_> {
    fn block(&mut self, parts: &[Part<'_>]) -> Result<(), SplitError> {
        let mut rest = parts;
        while let Some((first, others)) = rest.split_first() {
            if self.outline.end == Some(first.line) && is_end(first) {
                self.end(first)?;
                rest = others;
            } else if is_head(first) && self.outline.whole.is_none() {
                self.read(first.bytes);
                self.head(first)?;
                rest = others;
            } else {
                let follows = |part: &&Part<'_>| self.belongs_to_the_one_before(part);
                let (unit, after) =
                    rest.split_at_checked(1 + others.iter().take_while(follows).count()).unwrap_or((rest, &[]));
                self.unit(unit)?;
                rest = after;
            }
        }
        Ok(())
    }

    fn belongs_to_the_one_before(&self, part: &Part<'_>) -> bool {
        matches!(part.kind, SectionKind::Corpus | SectionKind::End) && self.outline.end != Some(part.line)
    }

    /// A document, or what stands where one could, with what follows it.
    fn unit(&mut self, unit: &[Part<'_>]) -> Result<(), SplitError> {
        let wrong = |part: &Part<'_>| match part.kind {
            SectionKind::Document => self.faults.document(part.line),
            SectionKind::Preamble => self.faults.body(0),
            SectionKind::Corpus | SectionKind::End => self.faults.marker(part.line) || self.faults.body(part.line),
        };
        let rejected = self.outline.whole.is_some() || unit.iter().any(wrong);
        for part in unit {
            self.read(part.bytes);
            if part.kind == SectionKind::Preamble && !rejected && is_blank(part.bytes) {
                self.blank.get_or_insert_default().extend_from_slice(part.bytes);
            } else {
                self.put(Side::of(rejected), part, part.bytes)?;
            }
        }
        Ok(())
    }

    /// The line that holds for all documents waits for the first of them. Text that follows it is no part of it.
    fn head(&mut self, part: &Part<'_>) -> Result<(), SplitError> {
        let (line, body) = part.bytes.split_at_checked(part.body.start).unwrap_or((part.bytes, b""));
        if is_blank(body) {
            self.head = Some(part.bytes.to_vec());
            return Ok(());
        }
        self.head = Some(line.to_vec());
        self.put(Side::of(self.faults.body(part.line)), part, body)
    }

    fn end(&mut self, part: &Part<'_>) -> Result<(), SplitError> {
        let documents = self.split.accepted + self.split.rejected;
        let truth = Truth { documents, sha256: self.read.take().map(Checksum::finish).unwrap_or_default() };
        let (line, body) = part.bytes.split_at_checked(part.body.start).unwrap_or((part.bytes, b""));
        let blank = is_blank(body);
        let (line, text) = if blank { (part.bytes, &b""[..]) } else { (line, body) };
        let holds = holds(part, &truth);
        if let Some(before) = self.blank.take() {
            // Nothing else stands before this line.
            let out = if holds { &mut self.accepted } else { &mut self.rejected };
            out.write(self.head.as_deref(), &before)?;
        }
        if holds {
            // A file of which nothing else is left is let in as it is.
            let nothing = !self.accepted.begun && !self.rejected.begun;
            for out in [&mut self.accepted, &mut self.rejected] {
                if out.begun || (nothing && out.side == Side::Accepted) {
                    // The checksum covers the first line too.
                    out.write(self.head.as_deref(), b"")?;
                    let mut restated = restated(part, out.truth());
                    restated.extend_from_slice(if blank { body } else { b"" });
                    out.write(None, &restated)?;
                }
            }
        } else {
            self.split.wrong_end = Some(part.line);
            self.rejected.write(self.head.as_deref(), line)?;
        }
        if text.is_empty() { Ok(()) } else { self.put(Side::of(self.faults.body(part.line)), part, text) }
    }

    /// Notes what was read before a checksum over it.
    fn read(&mut self, bytes: &[u8]) {
        if let Some(sum) = &mut self.read {
            sum.update(bytes);
        }
    }

    fn put(&mut self, side: Side, part: &Part<'_>, bytes: &[u8]) -> Result<(), SplitError> {
        let is_document = u64::from(part.kind == SectionKind::Document);
        let out = match side {
            Side::Accepted => {
                self.split.accepted += is_document;
                &mut self.accepted
            }
            Side::Rejected => {
                let line = if part.kind == SectionKind::Preamble { 0 } else { part.line };
                if self.split.rejected_lines.last() != Some(&line) {
                    self.split.rejected_lines.push(line);
                }
                self.split.rejected += is_document;
                &mut self.rejected
            }
        };
        out.documents += is_document;
        if let Some(blank) = self.blank.take() {
            out.write(self.head.as_deref(), &blank)?;
        }
        out.write(self.head.as_deref(), bytes)?;
        out.says_of_one = says_something(part);
        Ok(())
    }

    fn finish(mut self) -> Result<Split, SplitError> {
        if let Some(blank) = self.blank.take() {
            self.accepted.write(None, &blank)?;
        }
        if self.accepted.says_of_one {
            // At the end of the file, it would speak of the whole file, of which it does not know.
            self.accepted.write(None, b"<<<END>>>\n")?;
        }
        if !self.accepted.begun && !self.rejected.begun {
            let nothing_but_a_fault = self.faults.body(0);
            match (&self.head, nothing_but_a_fault) {
                (Some(head), _) => self.accepted.write(Some(head), b"")?,
                // An empty file has something wrong with it, or has not.
                (None, true) => self.split.rejected_lines.push(0),
                (None, false) => {}
            }
        }
        Ok(self.split)
    }
}
