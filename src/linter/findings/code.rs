//! Findings as bytes, so that they take little memory, can be put on disk, and are in order where their bytes are.
//!
//! A finding begins with its key: file, start, end, rule and message, so that comparing bytes is comparing findings. The
//! id of its document, which may be as long as a marker line, stands once before all findings of the document.
//! Lines are counted from the start of the block, since how many stand before it is not known when a finding is put
//! away; which block it is stands behind the key.

use std::io;
use std::sync::Arc;

use super::super::document_reader::FileIndex;
use crate::diagnostic::{
    Diagnostic, Excerpt, ExcerptLine, Fingerprint, Origin, PlacedEdit, PlacedFix, Related, Severity,
};
use crate::fix::Applicability;
use crate::rule::RuleMeta;
use crate::rules;
use crate::source::Source;
use crate::span::{Place, Position, Span};

/// Findings of a rule in a file that are not kept, and how many: it stands behind the last finding of the file.
#[derive(Clone, Copy, Debug)]
pub(in crate::linter) struct Omitted {
    pub(in crate::linter) rule: usize,
    pub(in crate::linter) count: u64,
}

/// What was put away.
pub(in crate::linter) enum Decoded {
    Finding(Box<Diagnostic>),
    /// The id of a document, which findings behind it are in.
    Id,
    Omitted {
        source: Arc<Source>,
        rule: &'static RuleMeta,
        count: u64,
    },
}

/// Where a finding comes from.
#[derive(Clone, Copy, Debug)]
pub(in crate::linter) struct Origins<'a> {
    /// The number of its file.
    pub(in crate::linter) file: usize,
    /// The number of its block, if its lines are counted from there; none if they are counted from the start of the file.
    pub(in crate::linter) block: Option<u64>,
    /// Where its document begins in the file, in bytes.
    pub(in crate::linter) document: u64,
    /// The number of its rule in [`rules::ALL`].
    pub(in crate::linter) rule: usize,
    /// The numbers of the files of its other places; those that are missing are `file`.
    pub(in crate::linter) related: &'a [usize],
}

/// The start of what stands behind the last finding of a file: no finding begins there.
const BEHIND: u64 = u64::MAX;

/// The end of what stands before the findings that begin where a document does: no finding has it, since a key has the
/// end of a finding plus one.
const BEFORE: u64 = 0;

/// Appends the bytes of a finding.
pub(in crate::linter) fn encode(diagnostic: &Diagnostic, origins: Origins<'_>, out: &mut Vec<u8>) {
    let start = diagnostic.place.start.byte;
    key(origins.file, start, diagnostic.place.end.byte.saturating_add(1), origins.rule, out);
    // With no zero in it and a zero behind it, a message that another one begins with goes first.
    for byte in diagnostic.message.bytes() {
        match byte {
            0 | 1 => out.extend([1, byte + 1]),
            _ => out.push(byte),
        }
    }
    out.push(0);
    number(origins.block.map_or(0, |block| block + 1), out);
    out.push(diagnostic.severity as u8);
    text(diagnostic.label.as_deref(), out);
    text(diagnostic.help.as_deref(), out);
    // How far behind the start of its document it begins, so that the id of that one is found again.
    let offset = diagnostic.document.as_ref().and_then(|_| start.checked_sub(origins.document));
    number(offset.map_or(0, |offset| offset + 1), out);
    out.push(u8::from(diagnostic.in_document));
    number(diagnostic.document_line, out);
    place(diagnostic.place, out);
    excerpt(diagnostic.excerpt.as_ref(), out);
    number(diagnostic.related.len() as u64, out);
    for (index, related) in diagnostic.related.iter().enumerate() {
        number(origins.related.get(index).copied().unwrap_or(origins.file) as u64, out);
        place(related.place, out);
        bytes(related.label.as_bytes(), out);
        excerpt(related.excerpt.as_ref(), out);
    }
    match &diagnostic.fix {
        None => out.push(0),
        Some(fix) => {
            out.push(fix.applicability as u8 + 1);
            bytes(fix.title.as_bytes(), out);
            number(fix.edits.len() as u64, out);
            for edit in &fix.edits {
                place(edit.place, out);
                bytes(&edit.content, out);
            }
        }
    }
    match &diagnostic.fingerprint {
        None => out.push(0),
        Some(Fingerprint(hash)) => {
            out.push(1);
            out.extend(hash);
        }
    }
    match diagnostic.origin.as_deref() {
        None => out.push(0),
        Some(Origin { source, month }) => {
            out.push(1);
            text(source.as_deref(), out);
            text(month.as_deref(), out);
        }
    }
}

/// Appends the bytes that say which id the document has that begins at `document`.
pub(in crate::linter) fn encode_id(file: usize, document: u64, id: &str, out: &mut Vec<u8>) {
    key(file, document, BEFORE, 0, out);
    out.extend(id.as_bytes());
}

/// Appends the bytes that say how many findings are not kept.
pub(in crate::linter) fn encode_omitted(file: usize, omitted: Omitted, out: &mut Vec<u8>) {
    key(file, BEHIND, BEHIND, omitted.rule, out);
    number(omitted.count, out);
}

fn key(file: usize, start: u64, end: u64, rule: usize, out: &mut Vec<u8>) {
    out.extend((file as u64).to_be_bytes());
    out.extend(start.to_be_bytes());
    out.extend(end.to_be_bytes());
    // There are as many rules as anybody could write.
    out.extend(u16::try_from(rule).unwrap_or(u16::MAX).to_be_bytes());
}

/// Seven bits a byte, the lowest first; the highest bit says that there are more. (LEB128, as in DWARF.)
fn number(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

fn bytes(bytes: &[u8], out: &mut Vec<u8>) {
    number(bytes.len() as u64, out);
    out.extend(bytes);
}

fn text(text: Option<&str>, out: &mut Vec<u8>) {
    number(text.map_or(0, |text| text.len() as u64 + 1), out);
    out.extend(text.unwrap_or_default().as_bytes());
}

fn place(place: Place, out: &mut Vec<u8>) {
    for Position { byte, line, column, byte_column } in [place.start, place.end] {
        for part in [byte, line, column, byte_column] {
            number(part, out);
        }
    }
}

fn excerpt(excerpt: Option<&Excerpt>, out: &mut Vec<u8>) {
    // An excerpt has a line at least.
    number(excerpt.map_or(0, |excerpt| excerpt.lines.len() as u64), out);
    let Some(excerpt) = excerpt else { return };
    for line in &excerpt.lines {
        number(line.number, out);
        bytes(&line.bytes, out);
        out.push(u8::from(line.cut_start) | u8::from(line.cut_end) << 1);
    }
    for part in [excerpt.marked, excerpt.mark.start, excerpt.mark.end, excerpt.more] {
        number(part as u64, out);
    }
}

/// Reads findings back, which come in order.
#[derive(Debug)]
pub(in crate::linter) struct Decoder<'a> {
    sources: &'a [Arc<Source>],
    files: &'a [FileIndex],
    /// The file, the start and the id of the documents that came last. The end of one is the start of the next, and what
    /// is found there may be in either of them.
    ids: [Option<(usize, u64, Arc<str>)>; 2],
}

impl<'a> Decoder<'a> {
    pub(in crate::linter) const fn new(sources: &'a [Arc<Source>], files: &'a [FileIndex]) -> Self {
        Self { sources, files, ids: [const { None }; 2] }
    }

    /// What [`encode`], [`encode_id`] or [`encode_omitted`] made these bytes of. Others are an error.
    pub(in crate::linter) fn decode(&mut self, bytes: &[u8]) -> io::Result<Decoded> {
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "a finding that was put away cannot be read back");
        self.read(&mut Input { bytes, lines: 0 }).ok_or_else(broken)
    }

    /// Takes in the id of a document.
    fn take_in(&mut self, file: usize, document: u64, id: &[u8]) -> Option<Decoded> {
        // It comes again with every batch of findings of the document.
        if self.id(file, document).is_none() {
            let [_, last] = &mut self.ids;
            let last = last.replace((file, document, Arc::from(std::str::from_utf8(id).ok()?)));
            let [before, _] = &mut self.ids;
            *before = last;
        }
        Some(Decoded::Id)
    }

    /// The id of the document that begins there.
    fn id(&self, file: usize, document: u64) -> Option<Arc<str>> {
        let mut known = self.ids.iter().flatten();
        known.find(|(known_file, known, _)| (*known_file, *known) == (file, document)).map(|(.., id)| Arc::clone(id))
    }

    fn read(&mut self, input: &mut Input<'_>) -> Option<Decoded> {
        let file = usize::try_from(u64::from_be_bytes(input.array()?)).ok()?;
        let start = u64::from_be_bytes(input.array()?);
        let end = u64::from_be_bytes(input.array()?);
        let rule = rules::ALL.get(usize::from(u16::from_be_bytes(input.array()?)))?.meta();
        if end == BEFORE {
            return self.take_in(file, start, input.bytes);
        }
        let source = Arc::clone(self.sources.get(file)?);
        if start == BEHIND {
            return Some(Decoded::Omitted { source, rule, count: input.number()? });
        }
        let message = input.message()?;
        if let Some(block) = input.number()?.checked_sub(1) {
            let (_, lines) = self.files.get(file)?.blocks.get(usize::try_from(block).ok()?)?;
            input.lines = *lines;
        }
        let severity = input.severity()?;
        let (label, help) = (input.text()?, input.text()?);
        let document = match input.number()?.checked_sub(1) {
            None => None,
            Some(offset) => Some(self.id(file, start.checked_sub(offset)?)?),
        };
        let in_document = input.byte()? == 1;
        let document_line = input.number()?;
        let place = input.place()?;
        let excerpt = input.excerpt()?;
        let count = input.number()?;
        let mut related = Vec::new();
        for _ in 0..count {
            let source = Arc::clone(self.sources.get(input.size()?)?);
            let (place, label, excerpt) = (input.place()?, input.string()?, input.excerpt()?);
            related.push(Related { source, place, label, excerpt });
        }
        let fix = input.fix()?;
        let fingerprint = match input.byte()? {
            0 => None,
            _ => Some(Fingerprint(input.array()?)),
        };
        let origin = match input.byte()? {
            0 => None,
            _ => Some(Arc::new(Origin { source: input.text()?.map(Box::from), month: input.text()?.map(Box::from) })),
        };
        Some(Decoded::Finding(Box::new(Diagnostic {
            rule,
            severity,
            message,
            label,
            help,
            source,
            document,
            in_document,
            document_line,
            place,
            excerpt,
            related,
            fix,
            fingerprint,
            occurrence: 0,
            origin,
        })))
    }
}

/// Bytes that are being read back.
struct Input<'a> {
    bytes: &'a [u8],
    /// How many lines stand before the block.
    lines: u64,
}

impl<'a> Input<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn slice(&mut self) -> Option<&'a [u8]> {
        let length = self.size()?;
        self.take(length)
    }

    fn string(&mut self) -> Option<String> {
        String::from_utf8(self.slice()?.to_vec()).ok()
    }

    #[expect(clippy::option_option, reason = "the outer one says that it can be read, the inner one is what is read")]
    fn text(&mut self) -> Option<Option<String>> {
        match self.size()?.checked_sub(1) {
            None => Some(None),
            Some(length) => String::from_utf8(self.take(length)?.to_vec()).ok().map(Some),
        }
    }

    fn message(&mut self) -> Option<String> {
        let mut message = Vec::new();
        loop {
            match self.byte()? {
                0 => return String::from_utf8(message).ok(),
                1 => message.push(self.byte()?.checked_sub(1)?),
                byte => message.push(byte),
            }
        }
    }

    fn severity(&mut self) -> Option<Severity> {
        let severity = self.byte()?;
        [Severity::Info, Severity::Warning, Severity::Error].into_iter().find(|known| *known as u8 == severity)
    }

    fn position(&mut self) -> Option<Position> {
        let (byte, line) = (self.number()?, self.number()? + self.lines);
        Some(Position { byte, line, column: self.number()?, byte_column: self.number()? })
    }

    fn place(&mut self) -> Option<Place> {
        Some(Place { start: self.position()?, end: self.position()? })
    }

    #[expect(clippy::option_option, reason = "the outer one says that it can be read, the inner one is what is read")]
    fn excerpt(&mut self) -> Option<Option<Excerpt>> {
        let count = self.number()?;
        if count == 0 {
            return Some(None);
        }
        let mut lines = Vec::new();
        for _ in 0..count {
            let (number, bytes, cut) = (self.number()? + self.lines, self.slice()?.into(), self.byte()?);
            lines.push(ExcerptLine { number, bytes, cut_start: cut & 1 != 0, cut_end: cut & 2 != 0 });
        }
        let (marked, mark) = (self.size()?, Span::new(self.size()?, self.size()?));
        let more = self.size()?;
        Some(Some(Excerpt { lines, marked, mark, more }))
    }

    #[expect(clippy::option_option, reason = "the outer one says that it can be read, the inner one is what is read")]
    fn fix(&mut self) -> Option<Option<PlacedFix>> {
        let Some(applicability) = self.byte()?.checked_sub(1) else { return Some(None) };
        let applicability = [Applicability::DisplayOnly, Applicability::Unsafe, Applicability::Safe]
            .into_iter()
            .find(|known| *known as u8 == applicability)?;
        let title = self.string()?;
        let count = self.size()?;
        // Each takes more than a byte.
        let mut edits = Vec::with_capacity(count.min(self.bytes.len()));
        for _ in 0..count {
            edits.push(PlacedEdit { place: self.place()?, content: self.slice()?.into() });
        }
        Some(Some(PlacedFix { title, applicability, edits }))
    }
}
