//! Shingles: runs of five words, by which the likeness of two texts is measured.
//!
//! Broder, On the resemblance and containment of documents, 1997. Five words are few enough that an edit here and there
//! leaves most of them as they are, and many enough that two texts about one thing do not share them by chance.

use fearless_simd::{Level, Simd, dispatch};

use super::lines::short_lines;
use super::mix::OTHER;
use super::words::{BATCH, KEPT, Room, Word, each_batch, words};
use crate::document::Document;
use crate::span::Span;

/// How many words are a shingle.
pub const WORDS: usize = 5;

/// By how many bits a word is turned more than the next one, so that the order of words counts.
const TURN: u32 = 11;

/// The shingle of words with these hashes.
///
/// Each word is turned by another angle, and then every bit is made to hang on all words. (Cohen, Recursive hashing
/// functions for n-grams, 1997. That the hash of a run could be made of the one before it is of no use here: each would
/// have to wait for that one, and so many can be made at once.)
#[inline]
pub const fn shingle(words: [u64; WORDS]) -> u64 {
    let [first, second, third, fourth, fifth] = words;
    let turned = first.rotate_left(4 * TURN)
        ^ second.rotate_left(3 * TURN)
        ^ third.rotate_left(2 * TURN)
        ^ fourth.rotate_left(TURN)
        ^ fifth;
    let product = turned.wrapping_mul(OTHER);
    product ^ product >> 32
}

/// How many words are kept, since they begin shingles that have not ended.
const OPEN: usize = WORDS - 1;

/// The shingles of words that come one after another.
#[derive(Clone, Debug)]
pub(super) struct Window {
    /// The words of a batch, and before them those that are kept.
    words: Room,
    shingles: Shingles,
}

/// The shingles that the words of a batch end.
#[derive(Clone, Debug)]
struct Shingles {
    /// How many words are kept.
    open: usize,
    made: [u64; BATCH],
}

impl Default for Window {
    fn default() -> Self {
        Self { words: [0; KEPT + BATCH], shingles: Shingles { open: 0, made: [0; BATCH] } }
    }
}

impl Shingles {
    /// Takes in so many words behind those that are kept; what is given back are the shingles that they end.
    #[inline]
    fn of(&mut self, words: &mut Room, count: usize) -> &[u64] {
        let all = words.get(KEPT - self.open..KEPT + count).unwrap_or_default();
        let ended = all.len().saturating_sub(OPEN);
        dispatch!(Level::new(), simd => make(simd, all, &mut self.made));
        // The last ones of all, to where they are before the next batch.
        words.copy_within(count..count + KEPT, 0);
        self.open = OPEN.min(self.open + count);
        self.made.get(..ended).unwrap_or_default()
    }
}

impl Window {
    /// Takes in the words in `span` of `document`, and shows `each` the shingles that they end, some at a time.
    #[inline]
    pub(super) fn each_batch(&mut self, document: &Document<'_>, span: Span, mut each: impl FnMut(&[u64])) {
        let Self { words: room, shingles } = self;
        match document.str(span) {
            Some(text) => each_batch(text, room, |room, count| each(shingles.of(room, count))),
            None => words(span.of(document.bytes())).for_each(|word| {
                if let Some(place) = room.get_mut(KEPT) {
                    *place = word.hash;
                }
                each(shingles.of(room, 1));
            }),
        }
    }

    /// Forgets the words that are kept.
    pub(super) const fn clear(&mut self) {
        self.shingles.open = 0;
    }
}

/// Makes the shingles of words, many at once.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn make<S: Simd>(_: S, words: &[u64], shingles: &mut [u64]) {
    let [second, third, fourth, fifth] = [1, 2, 3, 4].map(|ahead| words.get(ahead..).unwrap_or_default());
    let others = second.iter().zip(third).zip(fourth.iter().zip(fifth));
    for (made, (first, ((second, third), (fourth, fifth)))) in shingles.iter_mut().zip(words.iter().zip(others)) {
        *made = shingle([*first, *second, *third, *fourth, *fifth]);
    }
}

/// The words of the text of `document`, without the lines at its ends whose hashes, by [`short_lines`], are among
/// `left_out`, which are sorted.
pub fn words_without<'d>(document: &'d Document<'_>, left_out: &[u64]) -> impl Iterator<Item = Word> + use<'d> {
    words_in(document, pieces(document, left_out))
}

fn words_in<'d>(document: &'d Document<'_>, pieces: Vec<Span>) -> impl Iterator<Item = Word> + use<'d> {
    pieces.into_iter().flat_map(|piece| {
        let place = move |Word { hash, start, end }| Word { hash, start: piece.start + start, end: piece.start + end };
        words(piece.of(document.bytes())).map(place)
    })
}

/// The same words of two documents, but for the first ones, as far as both begin with the same bytes. Those that stand
/// last among them are there, if there are any.
pub fn words_of_both<'d>(
    documents: (&'d Document<'_>, &'d Document<'_>),
    left_out: &[u64],
) -> (impl Iterator<Item = Word> + use<'d>, impl Iterator<Item = Word> + use<'d>) {
    let mut left = pieces(documents.0, left_out);
    let mut right = pieces(documents.1, left_out);
    if let ([left, ..], [right, ..]) = (left.as_mut_slice(), right.as_mut_slice()) {
        let skipped = same_words(left.of(documents.0.bytes()), right.of(documents.1.bytes()));
        left.start += skipped;
        right.start += skipped;
    }
    (words_in(documents.0, left), words_in(documents.1, right))
}

/// How many bytes two texts can be shortened by at their starts that are the same, so that a word is left of them.
fn same_words(left: &[u8], right: &[u8]) -> usize {
    let is_same = |(left, right): &(&[u8; 64], &[u8; 64])| left == right;
    let blocks = left.as_chunks().0.iter().zip(right.as_chunks().0).take_while(is_same).count();
    let mut shared = left.get(..64 * blocks).unwrap_or_default();
    // Back over some words, and to where another one cannot be cut in two.
    for _ in 0..3 {
        let space = memchr::memrchr(b' ', shared.trim_ascii_end());
        shared = space.and_then(|space| left.get(..space)).unwrap_or_default();
    }
    // The last one may be cut.
    let left_over = left.get(shared.len()..64 * blocks).unwrap_or_default();
    if words(left_over).nth(1).is_some() { shared.len() } else { 0 }
}

/// Makes shingles, in memory that is used again for each document.
#[derive(Debug, Default)]
pub struct Shingler {
    window: Window,
}

impl Shingler {
    /// Appends the shingles of the same words to `found`, in their order, each as often as it is there.
    pub fn shingles_without(&mut self, document: &Document<'_>, left_out: &[u64], found: &mut Vec<u64>) {
        self.window.clear();
        found.reserve(document.bytes().len() / 6);
        for piece in pieces(document, left_out) {
            self.window.each_batch(document, piece, |shingles| found.extend_from_slice(shingles));
        }
    }
}

/// Whether any line of `document` is left out.
pub fn leaves_out(document: &Document<'_>, left_out: &[u64]) -> bool {
    pieces(document, left_out).len() > 1
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    #[test]
    fn a_shingle_is_five_words_in_their_order() {
        let mut shingler = Shingler::default();
        let mut of = |text: &str| {
            let mut found = Vec::new();
            let text = format!("<<<FILE>>> a\n{text}\n");
            with_document(text, |document| shingler.shingles_without(document, &[], &mut found));
            found
        };
        assert_eq!(of("one two three four").len(), 0);
        assert_eq!(of("one two three four five six").len(), 2);
        let one = of("one two three four five");
        assert_eq!(of("One, two\nthree – four. FIVE"), one);
        assert_ne!(of("two one three four five"), one);
        let same = of("a a a a a")[0];
        assert_eq!(of("a a a a a a a"), [same; 3]);
    }

    #[test]
    fn lines_that_are_left_out_are_not_there() {
        let text = "<<<FILE>>> a\n4 people read this\nThe ferry leaves at nine sharp.\nWrite to us\n";
        let whole = with_document(text, |document| words_without(document, &[]).collect::<Vec<_>>());
        let mut lines: Vec<u64> = with_document(text, |document| {
            short_lines(document).filter(|(_, _, line)| line.span.start != 32).map(|(hash, ..)| hash).collect()
        });
        lines.sort_unstable();
        let left: Vec<String> = with_document(text, |document| {
            words_without(document, &lines).map(|word| text.get(word.start..word.end).unwrap().to_owned()).collect()
        });
        let is_left_out = |lines: &[u64]| with_document(text, |document| leaves_out(document, lines));
        assert!(is_left_out(&lines) && !is_left_out(&[]) && !is_left_out(&[1]));
        assert_eq!(whole.len(), 13);
        assert_eq!(left, ["The", "ferry", "leaves", "at", "nine", "sharp"]);
    }

    #[test]
    fn what_two_texts_begin_with_is_passed_over_but_for_its_last_words() {
        let start = "The ferry leaves at nine – or so they say. ".repeat(9);
        for (left, right, same) in
            [("Ten", "Nine", true), ("at", "ate", true), ("\u{301}a", "\u{302}a", true), ("", "", true)]
        {
            let texts = [left, right].map(|end| format!("<<<FILE>>> a\n{start}{end} and so on\n"));
            let count = |skip: &str| skip.split_whitespace().filter(|word| *word != "–").count();
            with_document(&texts[0], |one| {
                with_document(&texts[1], |two| {
                    let (first, second) = words_of_both((one, two), &[]);
                    let (first, second): (Vec<Word>, Vec<Word>) = (first.collect(), second.collect());
                    let whole: Vec<Word> = words_without(one, &[]).collect();
                    assert!(whole.ends_with(&first) && first.len() > count(left) + 3 && first.len() < 60, "{left}");
                    assert!(words_without(two, &[]).collect::<Vec<_>>().ends_with(&second));
                    assert_eq!(first[0] == second[0], same);
                });
            });
        }
        // What is no word cannot be told apart from what stands before it.
        let texts =
            ["- ".repeat(99) + "one", "- ".repeat(99) + "two"].map(|text| format!("<<<FILE>>> a\nsome {text}\n"));
        with_document(&texts[0], |one| {
            with_document(&texts[1], |two| assert_eq!(words_of_both((one, two), &[]).0.count(), 2));
        });
    }
}
