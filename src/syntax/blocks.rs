//! A file cut into blocks of whole documents, which can be checked in parallel.

use std::io::{self, Read};
use std::mem;

use super::line::{find_marker_line, marker_word};
use super::marker::Word;

/// Some documents of a file that follow each other, whole, with their marker lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where the block begins in its file, in bytes.
    pub offset: u64,
    /// What stands there.
    pub bytes: Vec<u8>,
    /// Whether the file begins with this block.
    pub first: bool,
    /// Whether the file ends with this block.
    pub last: bool,
}

/// Cuts a stream into blocks, before lines that begin a document.
///
/// A block holds about as many bytes as it was asked to, and at least one document; so memory follows the block size
/// or the largest document, whichever is more, and never the file. An empty stream is one empty block.
#[derive(Debug)]
pub struct Blocks<R> {
    inner: R,
    target: usize,
    carry: Vec<u8>,
    offset: u64,
    longest: u64,
    done: bool,
}

/// So much is made room for at once, in bytes: what a caller asks for may be more than there is.
const ROOM: usize = 1 << 22;

impl<R: Read> Blocks<R> {
    /// Blocks of about `target` bytes.
    pub const fn new(inner: R, target: usize) -> Self {
        Self { inner, target, carry: Vec::new(), offset: 0, longest: u64::MAX, done: false }
    }

    /// The same, where a document of more than `longest` bytes is an error, and the end. Each line counts as
    /// 24 bytes more. So does the marker line behind it, since without that nobody knows where it ends.
    #[must_use]
    pub const fn with_longest(mut self, longest: u64) -> Self {
        self.longest = longest;
        self
    }

    /// Whether the start of a document is already more than a document may have.
    fn is_too_long(&self, bytes: &[u8]) -> bool {
        let length = bytes.len() as u64;
        // Lines are counted where they can make a difference.
        let lines = if length > self.longest / LINE_WEIGHT { count_lines(bytes) } else { 0 };
        length.saturating_add(lines.saturating_mul(LINE_WEIGHT)) > self.longest
    }

    fn too_long(&self) -> io::Error {
        let Self { offset, longest, .. } = self;
        let message = format!(
            "the document that begins at byte {offset} is longer than there is memory for, which is {longest} bytes less \
             {LINE_WEIGHT} for each line (`--memory` sets how much there is)",
        );
        io::Error::new(io::ErrorKind::FileTooLarge, message)
    }

    /// The next block, or none at the end of the stream.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        if self.done {
            return Ok(None);
        }
        let first = self.offset == 0;
        let mut bytes = mem::take(&mut self.carry);
        let mut target = self.target.max(1);
        loop {
            let wanted = target.saturating_sub(bytes.len());
            // All at once, since a vector that grows is copied again and again; one more, to see the end of a file.
            bytes.reserve_exact(wanted.min(ROOM) + 1);
            let read = (&mut self.inner).take(wanted as u64).read_to_end(&mut bytes)?;
            let offset = self.offset;
            let cut = last_document_start(&bytes);
            if cut.is_none() && self.is_too_long(&bytes) {
                self.done = true;
                return Err(self.too_long());
            }
            if read < wanted {
                self.done = true;
                return Ok(Some(Block { offset, bytes, first, last: true }));
            }
            if let Some(cut) = cut {
                self.carry = bytes.split_off(cut);
                self.offset += bytes.len() as u64;
                return Ok(Some(Block { offset, bytes, first, last: false }));
            }
            // No more is read than it takes to tell that it is too much.
            let most = usize::try_from(self.longest).unwrap_or(usize::MAX).saturating_add(1);
            target = target.saturating_mul(2).min(most.max(target + 1));
        }
    }
}

/// How much of memory a line takes beside its bytes, in bytes of a document: most documents have few lines, but one may
/// have nothing else.
const LINE_WEIGHT: u64 = 24;

/// Where the last line that begins a document starts, if that is not at the very beginning. Only a line that is there
/// with its line feed counts: any other may go on.
fn last_document_start(bytes: &[u8]) -> Option<usize> {
    let mut end = memchr::memrchr(b'\n', bytes)?;
    while let Some(newline) = memchr::memrchr(b'\n', bytes.get(..end)?) {
        let line = bytes.get(newline + 1..)?;
        if marker_word(line) == Some(Word::File) {
            return Some(newline + 1);
        }
        end = newline;
    }
    None
}

/// Reads the document that `reader` begins with: its marker line, and all that belongs to it. `piece` is how many bytes
/// are read at first; they become more as long as the document does not end.
pub fn read_document(mut reader: impl Read, piece: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut from = 0;
    let mut wanted = piece.max(1);
    loop {
        let missing = wanted.saturating_sub(bytes.len());
        bytes.reserve_exact(missing);
        let ended = (&mut reader).take(missing as u64).read_to_end(&mut bytes)? < missing;
        // A line without its line feed may go on, and then be another one.
        let known = if ended { bytes.len() } else { memchr::memrchr(b'\n', &bytes).map_or(0, |newline| newline + 1) };
        while let Some(start) = find_marker_line(bytes.get(..known).unwrap_or_default(), from) {
            let line = bytes.get(start..known).unwrap_or_default();
            let begins = marker_word(line).is_some_and(|word| word != Word::Reserved);
            if begins && start > 0 {
                bytes.truncate(start);
                return Ok(bytes);
            }
            from = memchr::memchr(b'\n', line).map_or(known, |newline| start + newline + 1);
        }
        if ended {
            return Ok(bytes);
        }
        from = from.max(known);
        wanted = wanted.saturating_mul(2);
    }
}

/// The number of line feeds in `bytes`: how far a block moves the line count of its file.
fn count_lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(bytes: &[u8], target: usize) -> Vec<Block> {
        let mut blocks = Blocks::new(bytes, target);
        std::iter::from_fn(|| blocks.next_block().expect("no I/O error in memory")).collect()
    }

    #[test]
    fn blocks_are_whole_documents_and_lose_nothing() {
        let bytes = b"<<<CORPUS>>> version=1\n<<<FILE>>> a\nx\n<<<file>>> b\ny\n<<<END>>>\n<<<FILE>>> c\nz";
        for target in 1..bytes.len() + 2 {
            let blocks = cut(bytes, target);
            let joined: Vec<u8> = blocks.iter().flat_map(|block| block.bytes.clone()).collect();
            assert_eq!(joined, bytes);
            assert!(blocks[0].first && blocks.last().is_some_and(|block| block.last));
            let mut offset = 0;
            for block in &blocks {
                assert_eq!(block.offset, offset);
                assert!(offset == 0 || marker_word(&block.bytes).is_some(), "cut before a marker line");
                offset += block.bytes.len() as u64;
            }
        }
        assert_eq!(cut(bytes, 24).len(), 3);
    }

    #[test]
    fn a_document_is_read_to_the_next_however_it_is_read() {
        let first = b"<<<FILE>>> a\nx\n<<<NOTE>>> n\n\\<<<FILE>>>\n <<<FILE\ny\n";
        for next in ["", "<<<FILE>>> b\nz\n", "<<<file>>> b", "<<<END>>>\n", "<<<CORPUS>>> version=1\n<<<FILE>>> c"] {
            let bytes = [first, next.as_bytes()].concat();
            for piece in 0..bytes.len() + 2 {
                assert_eq!(read_document(&*bytes, piece).unwrap(), first, "{next:?}, {piece}");
            }
        }
    }

    #[test]
    fn a_document_that_is_too_long_is_an_error_and_the_end() {
        let long = "x".repeat(100);
        let bytes = format!("<<<FILE>>> a\nx\n<<<FILE>>> b\n{long}\n<<<FILE>>> c\n");
        for (longest, target, passes) in [(300, 8, true), (110, 8, false), (90, 1, false), (1000, 1, true)] {
            let mut blocks = Blocks::new(bytes.as_bytes(), target).with_longest(longest);
            let results: Vec<_> = std::iter::from_fn(|| blocks.next_block().transpose()).collect();
            assert_eq!(results.iter().all(Result::is_ok), passes, "{longest}");
            if !passes {
                let error = results.last().and_then(|result| result.as_ref().err()).expect("an error at the end");
                assert!(error.to_string().contains("begins at byte 15 "), "{error}");
            }
        }
    }

    #[test]
    fn a_document_of_many_lines_is_longer() {
        let bytes = format!("<<<FILE>>> a\n{}", "\n".repeat(100));
        let read = |longest| Blocks::new(bytes.as_bytes(), 8).with_longest(longest).next_block().is_ok();
        assert!(read(113 + 101 * LINE_WEIGHT) && !read(100 * LINE_WEIGHT));
    }

    #[test]
    fn an_empty_stream_is_an_empty_block() {
        let blocks = cut(b"", 10);
        assert_eq!(blocks.len(), 1);
        assert!(blocks[0].first && blocks[0].last && blocks[0].bytes.is_empty());
    }
}
