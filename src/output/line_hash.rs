//! The hash of a line by which GitHub knows an alert again: `primaryLocationLineHash`.
//!
//! It is made of the hundred UTF-16 code units that begin with the line, blanks and tabs left out, and any line ending
//! counted as one line feed: h = h · 37 + unit, modulo 2⁶⁴. Behind the end of the file there is one unit 65535, and
//! then zeros. Lines of a file with the same hash are told apart by their number.
//!
//! This is what GitHub's own action computes from a file of a repository; a hash that differs from that is warned of.
//! It counts a lone carriage return as a line ending too, which corplint does not, so in a file with such ones the two
//! may differ, and ours holds.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Read};

/// How many units are hashed.
const UNITS: usize = 100;
const BASE: u64 = 37;
/// How many bytes are taken in before it is looked whether they still matter.
const PIECE: usize = 128;
/// Stands behind the last unit of a file.
const END: u64 = 65535;

/// The hashes of `lines`, by the number of the line, as they are written in SARIF. The file is read twice with `open`,
/// so that no more is kept of it than of the lines that are asked for.
pub(super) fn line_hashes<R: Read>(
    open: impl Fn() -> io::Result<R>,
    lines: &BTreeSet<u64>,
) -> io::Result<HashMap<u64, String>> {
    let Some(last) = lines.last().copied() else { return Ok(HashMap::new()) };
    let mut wanted: HashMap<u64, u64> = HashMap::new();
    hash_lines(open()?, last, |line, hash| {
        if lines.contains(&line) {
            wanted.insert(line, hash);
        }
    })?;
    let mut counts: HashMap<u64, u64> = wanted.values().map(|hash| (*hash, 0)).collect();
    let mut hashes = HashMap::new();
    hash_lines(open()?, last, |line, hash| {
        let Some(count) = counts.get_mut(&hash) else { return };
        *count += 1;
        if wanted.contains_key(&line) {
            hashes.insert(line, format!("{hash:x}:{count}"));
        }
    })?;
    Ok(hashes)
}

/// Hashes the lines up to `last` of what `reader` gives, in order.
fn hash_lines(mut reader: impl Read, last: u64, each: impl FnMut(u64, u64)) -> io::Result<()> {
    let mut lines = Lines::new(last, each);
    let mut buffer = vec![0; 1 << 16];
    let mut filled = 0;
    while !lines.is_done() {
        let free = buffer.get_mut(filled..).unwrap_or_default();
        let read = match reader.read(free) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let bytes = buffer.get(..filled + read).unwrap_or_default();
        // A character that is cut off by the end of the buffer is kept for the next round.
        let whole = if read == 0 { bytes.len() } else { bytes.len() - unfinished(bytes) };
        lines.text(bytes.get(..whole).unwrap_or_default());
        filled = bytes.len() - whole;
        buffer.copy_within(whole..whole + filled, 0);
        if read == 0 {
            break;
        }
    }
    lines.end();
    Ok(())
}

/// How many bytes at the end may be the start of a character.
fn unfinished(bytes: &[u8]) -> usize {
    let tail = bytes.len().min(3);
    (1..=tail)
        .find(|back| bytes.get(bytes.len() - back).is_some_and(|byte| *byte >= 0xC0))
        .filter(|back| {
            let first = bytes.get(bytes.len() - back).copied().unwrap_or(0);
            let length = if first >= 0xF0 {
                4
            } else if first >= 0xE0 {
                3
            } else {
                2
            };
            length > *back
        })
        .unwrap_or(0)
}

/// A window of units that moves over a text.
struct Lines<F> {
    units: [u64; UNITS],
    /// For each unit, the number of the line that begins with it, or 0.
    begins: [u64; UNITS],
    index: usize,
    hash: u64,
    /// What the oldest unit in the window has been multiplied by.
    oldest: u64,
    line: u64,
    /// How many lines begin in the window.
    active: usize,
    at_start: bool,
    after_return: bool,
    last: u64,
    done: bool,
    each: F,
}

impl<F: FnMut(u64, u64)> Lines<F> {
    fn new(last: u64, each: F) -> Self {
        let oldest = (0..UNITS).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        let (units, begins) = ([0; UNITS], [0; UNITS]);
        Self {
            units,
            begins,
            index: 0,
            hash: 0,
            oldest,
            line: 0,
            active: 0,
            at_start: true,
            after_return: false,
            last,
            done: false,
            each,
        }
    }

    const fn is_done(&self) -> bool {
        self.done
    }

    /// Takes in `bytes`, which end with a whole character.
    fn text(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while !rest.is_empty() && !self.done {
            if self.active == 0 && !self.at_start {
                // Of a line whose hash is known the rest does not matter, and most lines are longer than that.
                let Some(newline) = memchr::memchr(b'\n', rest) else { return };
                rest = rest.get(newline + 1..).unwrap_or_default();
                self.at_start = true;
                self.after_return = false;
                continue;
            }
            let piece = rest.get(..PIECE).map_or(rest.len(), |piece| PIECE - unfinished(piece));
            let (piece, later) = rest.split_at_checked(piece).unwrap_or((rest, &[]));
            self.piece(piece);
            rest = later;
        }
    }

    fn piece(&mut self, bytes: &[u8]) {
        if bytes.is_ascii() {
            // Most of many texts, and there is nothing to decode.
            for byte in bytes {
                self.unit(u64::from(*byte));
            }
            return;
        }
        for chunk in bytes.utf8_chunks() {
            for character in chunk.valid().chars() {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    self.unit(u64::from(*unit));
                }
            }
            if !chunk.invalid().is_empty() {
                self.unit(0xFFFD);
            }
        }
    }

    fn unit(&mut self, unit: u64) {
        const TAB: u64 = b'\t' as u64;
        const LINE_FEED: u64 = b'\n' as u64;
        const RETURN: u64 = b'\r' as u64;
        const SPACE: u64 = b' ' as u64;
        let after_return = std::mem::take(&mut self.after_return);
        let unit = match unit {
            SPACE | TAB => {
                // What stands between a return and a line feed leaves both as they are.
                return;
            }
            LINE_FEED if after_return => {
                // The return has been counted already; but only here it is known to end a line.
                self.at_start = true;
                return;
            }
            RETURN => {
                self.after_return = true;
                LINE_FEED
            }
            unit => unit,
        };
        self.put(unit);
        self.at_start = unit == LINE_FEED && !self.after_return;
    }

    fn put(&mut self, unit: u64) {
        self.tell();
        if self.at_start {
            self.line += 1;
            self.active += 1;
            if let Some(begins) = self.begins.get_mut(self.index) {
                *begins = self.line;
            }
        }
        self.push(unit);
    }

    /// Tells the hash of the line whose units fill the window, if the oldest unit begins one.
    fn tell(&mut self) {
        let Some(begins) = self.begins.get_mut(self.index) else { return };
        let line = std::mem::take(begins);
        if line > 0 {
            self.active -= 1;
            (self.each)(line, self.hash);
            self.done |= line >= self.last;
        }
    }

    fn push(&mut self, unit: u64) {
        let Some(place) = self.units.get_mut(self.index) else { return };
        let oldest = std::mem::replace(place, unit);
        self.hash = self.hash.wrapping_mul(BASE).wrapping_add(unit).wrapping_sub(self.oldest.wrapping_mul(oldest));
        self.index = (self.index + 1) % UNITS;
    }

    fn end(&mut self) {
        self.put(END);
        for _ in 0..UNITS {
            self.tell();
            self.push(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The hashes of all lines of a text.
    fn all(text: &[u8]) -> Vec<String> {
        let count = memchr::memchr_iter(b'\n', text).count() as u64 + 1;
        let hashes = line_hashes(|| Ok(text), &(1..=count).collect()).expect("memory can be read");
        (1..=count).map(|line| hashes[&line].clone()).collect()
    }

    #[test]
    fn a_hash_is_the_one_that_github_computes() {
        assert_eq!(all(b""), ["c129715d7a2bc9a3:1"]);
        let hashes = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        assert_eq!(all(b" a\nb\n  \t\tc\n d"), hashes);
        assert_eq!(all(b" a\r\nb\r\n  \t\tc\r\n d"), hashes);
    }

    #[test]
    fn equal_lines_are_told_apart_by_their_number() {
        let hashes = all("The same line, again and again.\n".repeat(9).as_bytes());
        let (first, number) = hashes[0].split_once(':').expect("a number");
        assert_eq!(number, "1");
        assert_eq!(hashes[4], format!("{first}:5"));
    }

    #[test]
    fn only_lines_that_are_asked_for_are_told() {
        let text = b"one\ntwo\nthree\n";
        let hashes = line_hashes(|| Ok(&text[..]), &BTreeSet::from([2])).expect("memory can be read");
        assert_eq!(hashes.keys().collect::<Vec<_>>(), [&2]);
        assert!(line_hashes(|| Ok(&text[..]), &BTreeSet::new()).expect("nothing is read").is_empty());
    }

    /// The hash of each line, one after another, by its definition.
    fn slowly(text: &[u8]) -> Vec<u64> {
        let lossy = String::from_utf8_lossy(text).replace("\r\n", "\n");
        let lines: Vec<&str> = lossy.split_inclusive('\n').collect();
        let ends_in_line = !lossy.ends_with('\n');
        let starts = lines.len() + usize::from(!ends_in_line || lines.is_empty());
        (0..starts)
            .map(|first| {
                let rest = lines.get(first..).unwrap_or_default().concat().replace('\r', "\n").replace([' ', '\t'], "");
                let units = rest.encode_utf16().map(u64::from).chain([END]).chain(std::iter::repeat(0));
                units.take(UNITS).fold(0_u64, |hash, unit| hash.wrapping_mul(BASE).wrapping_add(unit))
            })
            .collect()
    }

    /// Gives a few bytes at a time, so that characters are cut in two.
    struct Drops<'a>(&'a [u8], usize);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            let (now, later) = self.0.split_at(count);
            buffer[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    proptest! {
        #[test]
        fn a_hash_is_what_its_definition_says(
            parts in prop::collection::vec(prop_oneof![
                prop::sample::select(vec!["\n", "\r\n", "\n\n", " ", "\t", "a", "漢字", "👍🏽", "é", "word word "])
                    .prop_map(|part| part.as_bytes().to_vec()),
                prop::collection::vec(any::<u8>().prop_filter("is another test", |byte| !b"\r ".contains(byte)), 0..4),
                (1..300_usize).prop_map(|length| vec![b'x'; length]),
            ], 0..30),
            step in 1..9_usize,
        ) {
            let text = parts.concat();
            let mut hashes = Vec::new();
            hash_lines(Drops(&text, step), u64::MAX, |_, hash| hashes.push(hash)).expect("memory can be read");
            prop_assert_eq!(hashes, slowly(&text));
        }
    }
}
