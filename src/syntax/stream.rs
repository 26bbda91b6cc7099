//! A file as a stream of events, read with a buffer whose size does not depend on the file, on a document, or on a
//! line.

use std::io::{self, Read};

use super::line::{LOOK_AHEAD, begins_marker_line, may_begin_marker};
use super::marker::Marker;

/// What the reader came to.
#[derive(Debug)]
pub enum Event<'a> {
    /// A marker line, its line ending included.
    Marker {
        /// Where the line begins in the stream, in bytes.
        offset: u64,
        /// The line as it was read.
        line: &'a [u8],
        /// What it says.
        marker: Box<Marker>,
    },
    /// A piece of the rest of a marker line that is too long. Pieces that follow each other belong together.
    Overflow {
        /// Where the piece begins in the stream, in bytes.
        offset: u64,
        /// The piece.
        bytes: &'a [u8],
    },
    /// A piece of text. Pieces that follow each other belong together; a piece may end anywhere, also inside of a
    /// character.
    Text {
        /// Where the piece begins in the stream, in bytes.
        offset: u64,
        /// The piece.
        bytes: &'a [u8],
    },
}

/// Reads a stream event by event.
///
/// The events joined together are the nodes of [`super::tree::parse`], for any stream and however it is read.
#[derive(Debug)]
pub struct Reader<R> {
    inner: R,
    buffer: Vec<u8>,
    /// What of the buffer has not been emitted yet.
    pending: std::ops::Range<usize>,
    /// Where `pending` begins in the stream.
    offset: u64,
    state: State,
    ended: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    LineStart,
    InText,
    InOverflow,
}

/// What the buffer holds next, as lengths, so that the buffer can be borrowed afterwards.
enum Step {
    Marker(Box<Marker>),
    Overflow(usize),
    Text(usize),
    More,
}

impl<R: Read> Reader<R> {
    /// A reader with a buffer of 256 KiB.
    pub fn new(inner: R) -> Self {
        Self::with_capacity(256 * 1024, inner)
    }

    /// A reader with a buffer of about `capacity` bytes, and no less than two of the longest marker lines.
    pub fn with_capacity(capacity: usize, inner: R) -> Self {
        let buffer = vec![0; capacity.max(2 * LOOK_AHEAD)];
        Self { inner, buffer, pending: 0..0, offset: 0, state: State::LineStart, ended: false }
    }

    /// The next event, or none at the end of the stream.
    pub fn next_event(&mut self) -> io::Result<Option<Event<'_>>> {
        let step = loop {
            if self.pending.is_empty() {
                if self.ended {
                    return Ok(None);
                }
                self.fill()?;
                continue;
            }
            match self.step() {
                Step::More => self.fill()?,
                step => break step,
            }
        };
        Ok(Some(match step {
            Step::Marker(marker) => {
                let (offset, line) = self.take(marker.len());
                Event::Marker { offset, line, marker }
            }
            Step::Overflow(length) => {
                let (offset, bytes) = self.take(length);
                Event::Overflow { offset, bytes }
            }
            // `More` has been dealt with above; an empty text is never told.
            Step::Text(_) | Step::More => {
                let length = if let Step::Text(length) = step { length } else { 0 };
                let (offset, bytes) = self.take(length);
                Event::Text { offset, bytes }
            }
        }))
    }

    fn step(&mut self) -> Step {
        let data = self.buffer.get(self.pending.clone()).unwrap_or_default();
        if self.state == State::InOverflow {
            let newline = memchr::memchr(b'\n', data);
            self.state = if newline.is_some() { State::LineStart } else { State::InOverflow };
            return Step::Overflow(newline.map_or(data.len(), |newline| newline + 1));
        }
        let mut start = 0;
        if self.state == State::LineStart {
            match self.line_at(data, 0) {
                None => return Step::More,
                Some(true) => {
                    let Some(marker) = Marker::parse(data) else { return Step::More };
                    let ends = !marker.ending.is_empty() || (self.ended && marker.len() == data.len());
                    self.state = if ends { State::LineStart } else { State::InOverflow };
                    return Step::Marker(Box::new(marker));
                }
                Some(false) => {}
            }
        }
        while let Some(newline) = data.get(start..).and_then(|rest| memchr::memchr(b'\n', rest)) {
            start += newline + 1;
            // At the end of the data the next line is not known yet, and neither is one that is cut short.
            if start == data.len() || self.line_at(data, start) != Some(false) {
                self.state = State::LineStart;
                return Step::Text(start);
            }
        }
        self.state = State::InText;
        Step::Text(data.len())
    }

    /// Whether the line at `start` is a marker line, or nothing if more must be read to know.
    fn line_at(&self, data: &[u8], start: usize) -> Option<bool> {
        let line = data.get(start..).unwrap_or_default();
        if !line.first().is_some_and(|&first| may_begin_marker(first)) {
            return Some(false);
        }
        let known = self.ended || line.len() >= LOOK_AHEAD || memchr::memchr(b'\n', line).is_some();
        known.then(|| begins_marker_line(line))
    }

    fn take(&mut self, length: usize) -> (u64, &[u8]) {
        let start = self.pending.start;
        let end = (start + length).min(self.pending.end);
        let offset = self.offset;
        self.pending.start = end;
        self.offset += (end - start) as u64;
        (offset, self.buffer.get(start..end).unwrap_or_default())
    }

    /// Reads more behind what is pending.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.pending.clone(), 0);
        self.pending = 0..self.pending.len();
        let free = self.buffer.get_mut(self.pending.end..).unwrap_or_default();
        loop {
            match self.inner.read(free) {
                Ok(0) => self.ended = true,
                Ok(length) => self.pending.end += length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::MAX_MARKER_LINE;

    /// Gives its bytes a few at a time.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let length = self.1.min(buffer.len()).min(self.0.len());
            let (now, later) = self.0.split_at(length);
            buffer[..length].copy_from_slice(now);
            self.0 = later;
            Ok(length)
        }
    }

    fn events(bytes: &[u8], at_a_time: usize) -> Vec<(char, u64, Vec<u8>)> {
        let mut reader = Reader::new(Drip(bytes, at_a_time));
        let mut events: Vec<(char, u64, Vec<u8>)> = Vec::new();
        while let Some(event) = reader.next_event().expect("no I/O error in memory") {
            let (kind, offset, piece) = match event {
                Event::Marker { offset, line, .. } => ('M', offset, line),
                Event::Overflow { offset, bytes } => ('O', offset, bytes),
                Event::Text { offset, bytes } => ('T', offset, bytes),
            };
            match events.last_mut() {
                Some(last) if last.0 == kind && kind != 'M' => last.2.extend_from_slice(piece),
                _ => events.push((kind, offset, piece.to_vec())),
            }
        }
        events
    }

    #[test]
    fn pieces_do_not_depend_on_how_the_stream_is_read() {
        let mut bytes = b"x\n<<<FILE>>> a\r\ntext\n <<<FILE>>> b\n<< c\n<<<END>>>".to_vec();
        bytes.extend_from_slice(&vec![b' '; MAX_MARKER_LINE]);
        bytes.extend_from_slice(b"y\nafter\n");
        let whole = events(&bytes, usize::MAX);
        assert_eq!(whole.iter().map(|event| event.0).collect::<String>(), "TMTMTMOT");
        for at_a_time in [1, 2, 3, 4095, 65_535, 65_537] {
            assert_eq!(events(&bytes, at_a_time), whole, "{at_a_time} at a time");
        }
    }
}
