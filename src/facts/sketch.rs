//! Sketches: what is kept of a text to find others that are like it, in 98 bytes whatever its length, and in 32 to find
//! those that it begins with.
//!
//! The bands of a sketch find texts of the same length with most of their shingles in common: every bin of a `MinHash`
//! sketch (Broder 1997) has the least hash of a random part of the shingles, and two texts agree in a bin with the
//! probability of their Jaccard index; a band is six bins that have to agree all (Indyk and Motwani 1998). With 16
//! bands, a pair at Jaccard 0.8 is found with the probability 1 − (1 − 0.8⁶)¹⁶ = 0.992, one at 0.4 with 0.06.
//!
//! Bins are filled by Dahlgaard, Knudsen and Thorup (Fast Similarity Sketching, 2017): one hash of each shingle chooses
//! its bin and its rank, as in one-permutation hashing (Li, Owen and Zhang 2012); while bins are empty, which is so in
//! short texts only, all shingles are dealt out once more. That is what densification (Shrivastava 2017) does by
//! copying other bins, but here bins stay independent, so that short texts are found as surely as long ones.
//!
//! The anchors find a text that another one begins with: the least hash of the first 16, 32, 64, 128 and 256 shingles.
//! A text that was cut has those of the whole one, as far as it goes.

use fearless_simd::{Level, Simd, dispatch};

use super::mix::scatter;
use super::shingles::Window;
use crate::document::{Document, Line};
use crate::span::Span;

/// How many bands there are.
pub const BANDS: usize = 16;

/// How many bins make a band.
const ROWS: usize = 6;

/// How many bins there are.
const BINS: usize = BANDS * ROWS;

/// After how many shingles an anchor is dropped.
const ANCHOR_AT: [usize; ANCHORS] = [16, 32, 64, 128, 256];

/// How many anchors there are.
pub const ANCHORS: usize = 5;

/// The fewest shingles of a text that is compared: those of twenty words. Less is a caption, or a headline.
pub const FEWEST: usize = 16;

/// How many shingles are kept to be dealt out once more, or a few more. With so many distinct ones no bin is empty, but
/// for one text in a million.
const KEPT: usize = 4096;

/// In which round shingles are made distinct, which costs more than a round and is seldom needed: in a text that takes
/// so many there are few, or the same again and again.
const DISTINCT_FROM: u64 = 3;

/// A hash of 48 bits: with ten million texts, a few dozen pairs agree by chance, which are read and passed over.
pub type Key = [u8; 6];

/// The key of a text that has none.
pub const NO_KEY: Key = [u8::MAX; 6];

/// What is kept of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sketch {
    /// How many shingles it has, by [`compact`].
    pub size: u16,
    /// What it has in common with texts like it.
    pub bands: [Key; BANDS],
}

/// What is kept of the beginning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Anchors {
    /// How many shingles the whole text has, by [`compact`].
    pub size: u16,
    /// What it has in common with texts that begin like it.
    pub keys: [Key; ANCHORS],
}

/// Makes sketches, in memory that is used again for each.
#[derive(Debug)]
pub(super) struct Sketcher {
    bins: [u64; BINS],
    kept: Vec<u64>,
    window: Window,
    anchors: Option<[Key; ANCHORS]>,
    size: u16,
}

impl Default for Sketcher {
    fn default() -> Self {
        Self { bins: [u64::MAX; BINS], kept: Vec::new(), window: Window::default(), anchors: None, size: 0 }
    }
}

/// Which round a shingle came into a bin in stands above its rank, so that earlier rounds go first.
const ROUND: u32 = 32;

impl Sketcher {
    /// The sketch of the text of `document`, or none if it is too short to be compared. Its anchors are dropped only if
    /// they are wanted.
    pub(super) fn sketch(&mut self, document: &Document<'_>, anchors: bool) -> Option<Sketch> {
        let Self { bins, kept, window, .. } = self;
        *bins = [u64::MAX; BINS];
        kept.clear();
        window.clear();
        let mut size = 0_usize;
        let mut dropped = None;
        let mut is_full = false;
        window.each_batch(document, text(document), |shingles| {
            for shingle in shingles {
                put(bins, 0, *shingle);
            }
            size += shingles.len();
            if is_full {
                return;
            }
            kept.extend_from_slice(shingles);
            if kept.len() >= KEPT {
                if anchors {
                    dropped.get_or_insert_with(|| drop_anchors(kept));
                }
                // A text may say the same again and again, and have few shingles that differ.
                kept.sort_unstable();
                kept.dedup();
                is_full = kept.len() > KEPT / 2;
            }
        });
        self.size = compact(size);
        self.anchors = None;
        if size < FEWEST {
            return None;
        }
        self.anchors = anchors.then(|| dropped.unwrap_or_else(|| drop_anchors(&self.kept)));
        self.fill();
        Some(Sketch { size: self.size, bands: bands(&self.bins) })
    }

    /// The anchors of the text that was sketched last, if they were wanted.
    pub(super) fn anchors(&self) -> Option<Anchors> {
        self.anchors.map(|keys| Anchors { size: self.size, keys })
    }

    /// Deals the shingles out again, until no bin is empty.
    fn fill(&mut self) {
        let mut empty = count_empty(&self.bins);
        for round in 1..=BINS as u64 {
            if empty == 0 {
                return;
            }
            if round == DISTINCT_FROM {
                self.kept.sort_unstable();
                self.kept.dedup();
            }
            for shingles in self.kept.chunks(AGAIN) {
                let mut dealt = [0; AGAIN];
                dispatch!(Level::new(), simd => deal(simd, round, shingles, &mut dealt));
                dealt.iter().take(shingles.len()).for_each(|hash| put(&mut self.bins, round, *hash));
            }
            empty = count_empty(&self.bins);
        }
        // So that it comes to an end for a text with one shingle also: what is still empty has its own round.
        for (bin, value) in (BINS as u64..).zip(&mut self.bins) {
            if *value == u64::MAX {
                let ranks = self.kept.iter().map(|shingle| scatter(shingle ^ bin << ROUND) >> ROUND);
                *value = bin << ROUND | ranks.min().unwrap_or_default();
            }
        }
    }
}

/// How many shingles are dealt out again at once.
const AGAIN: usize = 64;

/// The hashes by which shingles are dealt out in another round.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn deal<S: Simd>(_: S, round: u64, shingles: &[u64], dealt: &mut [u64; AGAIN]) {
    dealt.iter_mut().zip(shingles).for_each(|(hash, shingle)| *hash = scatter(shingle ^ round << ROUND));
}

/// Puts a shingle into its bin, if it goes before what is there.
#[inline]
fn put(bins: &mut [u64; BINS], round: u64, hash: u64) {
    // The upper half of the hash chooses the bin, by a product in place of a division; the lower half is the rank.
    let bin = ((hash >> ROUND) * BINS as u64) >> ROUND;
    let value = round << ROUND | (hash & u64::from(u32::MAX));
    if let Some(least) = usize::try_from(bin).ok().and_then(|bin| bins.get_mut(bin)) {
        // Written in any case, since whether it goes before cannot be guessed.
        *least = value.min(*least);
    }
}

fn count_empty(bins: &[u64; BINS]) -> usize {
    bins.iter().filter(|bin| **bin == u64::MAX).count()
}

fn bands(bins: &[u64; BINS]) -> [Key; BANDS] {
    let mut rows = [[0; BANDS]; ROWS];
    for (band, bins) in bins.chunks_exact(ROWS).enumerate() {
        let places = rows.iter_mut().filter_map(|row| row.get_mut(band));
        places.zip(bins).for_each(|(place, bin)| *place = *bin);
    }
    dispatch!(Level::new(), simd => hash_rows(simd, &rows)).map(key)
}

/// The hash of each band, all of them at once.
#[expect(clippy::inline_always, reason = "so that it is compiled for each kind of processor")]
#[inline(always)]
fn hash_rows<S: Simd>(_: S, rows: &[[u64; BANDS]; ROWS]) -> [u64; BANDS] {
    let mut hashes = [0; BANDS];
    for row in rows {
        hashes.iter_mut().zip(row).for_each(|(hash, bin)| *hash = scatter(*hash ^ bin));
    }
    hashes
}

/// The anchors of a text that begins with these shingles.
fn drop_anchors(shingles: &[u64]) -> [Key; ANCHORS] {
    let mut anchors = [NO_KEY; ANCHORS];
    let (mut from, mut least) = (0, u64::MAX);
    for (anchor, at) in anchors.iter_mut().zip(ANCHOR_AT) {
        let Some(next) = shingles.get(from..at) else { break };
        least = next.iter().fold(least, |least, shingle| least.min(*shingle));
        (*anchor, from) = (key(least), at);
    }
    anchors
}

/// The upper 48 bits, and never [`NO_KEY`].
fn key(hash: u64) -> Key {
    let key = hash.to_be_bytes().first_chunk().copied();
    key.filter(|key| *key != NO_KEY).unwrap_or_default()
}

/// A number in 16 bits, in the same order: exact below 2048, and above it to one part in a thousand.
pub fn compact(number: usize) -> u16 {
    let width = usize::BITS - number.leading_zeros();
    let shift = width.saturating_sub(11);
    let compacted = (shift as usize) * 1024 + (number >> shift);
    u16::try_from(compacted).unwrap_or(u16::MAX)
}

/// The least number of which [`compact`] gives this one.
pub const fn expanded(compact: u16) -> usize {
    let compact = compact as usize;
    if compact < 2048 { compact } else { ((compact & 1023) | 1024) << ((compact >> 10) - 1) }
}

/// How many lines at either end are looked at.
const ENDS: (usize, usize) = (3, 5);

/// The longest line that is left out, in bytes.
const LONGEST: usize = 120;

/// What of a text is sketched: its body without short lines at its ends that end like no sentence, since many of them
/// are of the web site. Of a text that is mostly such lines, all of it.
///
/// What recurs is not known before all documents were read; it is left out exactly when two texts are compared.
fn text(document: &Document<'_>) -> Span {
    let body = document.body();
    let is_outside = |line: &Line| is_label(line.span.of(document.bytes()));
    let head = document.head(ENDS.0).take_while(is_outside).last();
    let tail = document.tail(ENDS.1).take_while(is_outside).last();
    let start = head.map_or(body.start, |line| line.span.end);
    let end = tail.map_or(body.end, |line| line.span.start);
    if end.saturating_sub(start) * 2 < body.len() { body } else { Span::new(start, end) }
}

/// Whether a line is short and does not end like a sentence.
fn is_label(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    let ends_sentence = matches!(line, [.., b'.' | b'!' | b'?' | b':' | b'"' | b')'])
        || ["…", "»", "“", "”", "。"].iter().any(|sign| line.ends_with(sign.as_bytes()));
    line.len() <= LONGEST && !ends_sentence
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::document::samples::with_document;

    fn sketch(text: &str) -> Option<Sketch> {
        both(text).map(|(sketch, _)| sketch)
    }

    fn anchors(text: &str) -> [Key; ANCHORS] {
        both(text).unwrap().1.keys
    }

    fn both(text: &str) -> Option<(Sketch, Anchors)> {
        let mut sketcher = Sketcher::default();
        let file = format!("<<<FILE>>> a\n{text}\n");
        let sketch = with_document(file, |document| sketcher.sketch(document, true))?;
        Some((sketch, sketcher.anchors()?))
    }

    /// Words that differ, as many as are asked for, each with the number of a text in it.
    fn prose(text: u64, words: std::ops::Range<u64>) -> String {
        words.fold(String::new(), |mut prose, word| {
            let _ = write!(prose, "w{} ", scatter(text << 32 | word) % 10_000);
            prose
        })
    }

    fn agreeing(left: &Sketch, right: &Sketch) -> usize {
        left.bands.iter().zip(&right.bands).filter(|(left, right)| left == right).count()
    }

    #[test]
    fn bands_agree_as_often_as_they_should() {
        // 0.95 of the words, so that 0.8 of the shingles are in both, for short and for long texts.
        for words in [60, 200, 1000, 9000] {
            let mut agreeing_bands = 0;
            for text in 0..40 {
                let whole = prose(text, 0..words);
                let part = prose(text, 0..words * 4 / 5);
                agreeing_bands += agreeing(&sketch(&whole).unwrap(), &sketch(&part).unwrap());
            }
            // 0.8⁶ = 0.262 of 640 bands are 168, give or take three times 15 or so, as bands of one text hang together.
            assert!((110..230).contains(&agreeing_bands), "{words} words: {agreeing_bands}");
        }
    }

    #[test]
    fn texts_that_have_nothing_in_common_agree_in_nothing() {
        let sketches: Vec<_> = (0..60).map(|text| both(&prose(text, 0..90)).unwrap()).collect();
        for (index, (left, anchored)) in sketches.iter().enumerate() {
            for (right, other) in sketches.iter().skip(index + 1) {
                assert_eq!(agreeing(left, right), 0);
                assert!(anchored.keys.iter().zip(&other.keys).all(|(left, right)| left != right || *left == NO_KEY));
            }
        }
    }

    #[test]
    fn a_cut_text_has_the_anchors_of_the_whole_one() {
        let (whole, cut) = (anchors(&prose(1, 0..500)), anchors(&prose(1, 0..100)));
        assert_eq!(whole[..3], cut[..3]);
        assert_eq!(cut[3..], [NO_KEY; 2]);
        assert!(whole.iter().all(|anchor| *anchor != NO_KEY));
        assert_eq!(whole, anchors(&prose(1, 0..9000)));
    }

    #[test]
    fn a_text_that_says_one_thing_only_has_a_sketch() {
        let once = sketch(&"again and again and ".repeat(20)).unwrap();
        let often = sketch(&"again and again and ".repeat(20_000)).unwrap();
        assert_eq!(once.bands, often.bands);
        assert!(sketch(&prose(1, 0..20)).is_some() && sketch(&prose(1, 0..19)).is_none());
    }

    #[test]
    fn labels_at_the_ends_make_no_other_sketch() {
        let text = prose(1, 0..80);
        let framed = format!("News\n7 May\n{text}.\n12 comments\nShare\n");
        assert_eq!(sketch(&framed), sketch(&format!("{text}.")));
        assert_ne!(sketch(&format!("News.\n{text}.")), sketch(&format!("{text}.")));
    }

    #[test]
    fn compact_numbers_keep_their_order() {
        let numbers = (0..5000_usize).chain([5001, 1 << 20, (1 << 20) + (1 << 11), usize::MAX - 1, usize::MAX]);
        let compacted: Vec<u16> = numbers.map(compact).collect();
        assert!(compacted.is_sorted());
        assert_eq!((compact(7), compact(2047), compact(2048), compact(4096)), (7, 2047, 2048, 3072));
        for number in [0, 7, 2047, 2048, 2049, 4095, 4096, 123_456, 1 << 30, usize::MAX] {
            let back = expanded(compact(number));
            assert!(back <= number && number - back <= number >> 10, "{number} {back}");
            assert_eq!(compact(back), compact(number));
        }
    }
}
