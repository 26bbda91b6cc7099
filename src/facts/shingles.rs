//! Shingles: runs of five words, by which the likeness of two texts is measured.
//!
//! Broder, On the resemblance and containment of documents, 1997. Five words are few enough that an edit here and there
//! leaves most of them as they are, and many enough that two texts about one thing do not share them by chance.

use super::lines::short_lines;
use super::words::{Word, each_batch, words};
use crate::document::Document;
use crate::span::Span;

/// How many words are a shingle.
pub const WORDS: usize = 5;

/// The shingle of words with these hashes.
#[inline]
pub const fn shingle(words: [u64; WORDS]) -> u64 {
    let [first, second, third, fourth, fifth] = words;
    // Each word is turned by another angle, so that the order of words counts.
    let turned =
        first.rotate_left(44) ^ second.rotate_left(33) ^ third.rotate_left(22) ^ fourth.rotate_left(11) ^ fifth;
    let product = turned.wrapping_mul(0xD6E8_FEB8_6659_FD93);
    product ^ product >> 32
}

/// The shingles of words that come one after another.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Window {
    last: [u64; WORDS - 1],
    count: usize,
}

impl Window {
    /// Takes in a word; what is given back is the shingle that it ends, if there are words enough.
    #[inline]
    const fn push(&mut self, word: u64) -> Option<u64> {
        let [a, b, c, d] = self.last;
        self.last = [b, c, d, word];
        self.count += 1;
        if self.count < WORDS { None } else { Some(shingle([a, b, c, d, word])) }
    }

    /// Takes in the words in `span` of `document`, and shows `each` the shingles that they end.
    #[inline]
    pub(super) fn each(&mut self, document: &Document<'_>, span: Span, mut each: impl FnMut(u64)) {
        match document.str(span) {
            Some(text) => each_batch(text, |words| {
                for word in words {
                    self.push(*word).into_iter().for_each(&mut each);
                }
            }),
            None => words(span.of(document.bytes())).for_each(|word| self.push(word.hash).into_iter().for_each(&mut each)),
        }
    }
}

/// The words of the text of `document`, without the lines at its ends whose hashes, by [`short_lines`], are among
/// `left_out`, which are sorted.
pub fn words_without<'d>(document: &'d Document<'_>, left_out: &[u64]) -> impl Iterator<Item = Word> + use<'d> {
    pieces(document, left_out).into_iter().flat_map(|piece| {
        let place = move |Word { hash, start, end }| Word { hash, start: piece.start + start, end: piece.start + end };
        words(piece.of(document.bytes())).map(place)
    })
}

/// The distinct shingles of the same words, sorted.
pub fn shingles_without(document: &Document<'_>, left_out: &[u64]) -> Vec<u64> {
    let mut window = Window::default();
    let mut found = Vec::with_capacity(document.bytes().len() / 6);
    for piece in pieces(document, left_out) {
        window.each(document, piece, |shingle| found.push(shingle));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What lies between the lines that are left out.
fn pieces(document: &Document<'_>, left_out: &[u64]) -> Vec<Span> {
    let body = document.body();
    let mut pieces = Vec::with_capacity(1);
    let mut start = body.start;
    if !left_out.is_empty() {
        for (_, _, line) in short_lines(document).filter(|(hash, ..)| left_out.binary_search(hash).is_ok()) {
            pieces.push(Span::new(start, line.span.start.max(start)));
            start = line.span.end.max(start);
        }
    }
    pieces.push(Span::new(start, body.end.max(start)));
    pieces
}

/// How much two texts have in common, counted in distinct shingles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Those that are in both.
    pub shared: usize,
    /// Those of the text that is kept.
    pub kept: usize,
    /// Those of the other one.
    pub other: usize,
}

impl Overlap {
    /// Compares the sorted shingles of two texts.
    pub fn of(kept: &[u64], other: &[u64]) -> Self {
        let (mut left, mut right) = (kept.iter().peekable(), other.iter().peekable());
        let mut shared = 0;
        while let (Some(first), Some(second)) = (left.peek(), right.peek()) {
            let order = first.cmp(second);
            shared += usize::from(order.is_eq());
            if order.is_le() {
                left.next();
            }
            if order.is_ge() {
                right.next();
            }
        }
        Self { shared, kept: kept.len(), other: other.len() }
    }

    /// How many are in either.
    pub const fn either(&self) -> usize {
        self.kept + self.other - self.shared
    }

    /// Whether the resemblance, that is Jaccard's index, is at least so many per cent.
    pub const fn resembles(&self, percent: usize) -> bool {
        self.either() > 0 && self.shared * 100 >= percent * self.either()
    }

    /// Whether at least so many per cent of the other text are in the one that is kept.
    pub const fn contains(&self, percent: usize) -> bool {
        self.other > 0 && self.shared * 100 >= percent * self.other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Defaults, Surroundings, sections};
    use crate::syntax::parse;

    fn with<T>(text: &str, work: impl FnOnce(&Document<'_>) -> T) -> T {
        let tree = parse(text.as_bytes());
        let section = sections(&tree.nodes)[0];
        let (bytes, defaults) = (section.span.of(text.as_bytes()), Defaults::default());
        let (marker, surroundings) = (section.marker, Surroundings::default());
        work(&Document::new(bytes, section.kind, marker, section.body, surroundings, &defaults))
    }

    #[test]
    fn a_shingle_is_five_words_in_their_order() {
        let of = |text: &str| with(&format!("<<<FILE>>> a\n{text}\n"), |document| shingles_without(document, &[]));
        assert_eq!(of("one two three four").len(), 0);
        assert_eq!(of("one two three four five six").len(), 2);
        assert_eq!(of("One, two\nthree – four. FIVE"), of("one two three four five"));
        assert_ne!(of("one two three four five"), of("two one three four five"));
        assert_eq!(of("a a a a a a a a a").len(), 1);
    }

    #[test]
    fn lines_that_are_left_out_are_not_there() {
        let text = "<<<FILE>>> a\n4 people read this\nThe ferry leaves at nine sharp.\nWrite to us\n";
        let whole = with(text, |document| words_without(document, &[]).collect::<Vec<_>>());
        let mut lines: Vec<u64> = with(text, |document| {
            short_lines(document).filter(|(_, _, line)| line.span.start != 32).map(|(hash, ..)| hash).collect()
        });
        lines.sort_unstable();
        let left: Vec<String> = with(text, |document| {
            words_without(document, &lines).map(|word| text.get(word.start..word.end).unwrap().to_owned()).collect()
        });
        assert_eq!(whole.len(), 13);
        assert_eq!(left, ["The", "ferry", "leaves", "at", "nine", "sharp"]);
    }

    #[test]
    fn overlap_is_counted_exactly() {
        let overlap = Overlap::of(&[1, 3, 5, 7, 9], &[3, 4, 5]);
        assert_eq!(overlap, Overlap { shared: 2, kept: 5, other: 3 });
        assert_eq!(overlap.either(), 6);
        assert!(overlap.resembles(33) && !overlap.resembles(34));
        assert!(overlap.contains(66) && !overlap.contains(67));
        assert!(!Overlap::of(&[], &[]).resembles(0) && !Overlap::of(&[1], &[]).contains(0));
    }
}
