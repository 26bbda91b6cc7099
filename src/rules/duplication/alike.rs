//! Shared by the rules about texts that are alike: which documents may be so, and where two texts part.

use std::collections::BTreeMap;
use std::io;

use crate::facts::shingles::{WORDS, shingle, words_of_both, words_without};
use crate::facts::sketch::{Key, NO_KEY};
use crate::facts::words::Word;
use crate::facts::{KeyRecord, Keyed, Sorted, Sorter, Spill};
use crate::rule::{Alike, Member, Rank};
use crate::span::Span;

/// At which resemblance two texts are nearly the same, in per cent.
pub(super) const ALIKE: usize = 80;

/// How many bits of a [`KeyRecord`] are for the size.
const SIZE_BITS: u32 = 16;

/// Shows `each` the documents that have a key of `records` in common, the longest first, and of documents of the same
/// size the first in the corpus first.
///
/// One key is gone through at a time, so that what is sorted takes 16 bytes a document. Most keys are those of one
/// document only, which is found out before they are sorted; but not where the records would have to be read from disk
/// once more.
pub(super) fn buckets<R: Keyed>(records: &Sorted<R>, spill: &Spill, mut each: impl FnMut(&[Rank])) -> io::Result<()> {
    let mut ranks = Vec::new();
    let in_memory = records.in_memory();
    let mut often = Often::of(in_memory.unwrap_or_default().len());
    for number in 0..R::KEYS {
        let mut sorter = Sorter::default();
        let mut take_in = |record: &R, often: &Often| {
            let key = record.key(number).filter(|key| *key != NO_KEY && often.may_be_more_than_once(*key));
            let Some(key) = key else { return Ok(()) };
            let lacks = u64::from(u16::MAX - record.size());
            sorter.push(KeyRecord { key: number_of(key) << SIZE_BITS | lacks, place: record.place() });
            sorter.keep_within(spill)
        };
        match in_memory {
            Some(in_memory) => {
                in_memory.iter().filter_map(|record| record.key(number)).for_each(|key| often.take_in(key));
                in_memory.iter().try_for_each(|record| take_in(record, &often))?;
            }
            None => records.records().try_for_each(|record| take_in(&record?, &often))?,
        }
        sorter.sorted().groups(
            |record| record.key >> SIZE_BITS,
            |same| {
                ranks.clear();
                // The cast takes the lower 16 bits, which are the size.
                ranks.extend(
                    same.iter().map(|record| Rank { lacks: (record.key & 0xFFFF) as u16, place: record.place }),
                );
                each(&ranks);
            },
        )?;
        often.forget();
    }
    Ok(())
}

fn number_of(key: Key) -> u64 {
    let [first, second, third, fourth, fifth, sixth] = key;
    u64::from_be_bytes([0, 0, first, second, third, fourth, fifth, sixth])
}

/// Which keys were seen more than once, or may have been: two bits for each of a few numbers that keys are one of.
struct Often {
    once: Vec<u64>,
    more: Vec<u64>,
    mask: u64,
}

impl Often {
    /// How many bits there are for each key: with so many, seven of eight that were seen once only are known as such.
    const BITS: usize = 8;

    /// For so many keys. For none, all may have been seen more than once.
    fn of(keys: usize) -> Self {
        let words = (keys * Self::BITS).div_ceil(64).next_power_of_two();
        Self {
            once: vec![0; words],
            more: vec![if keys == 0 { u64::MAX } else { 0 }; words],
            mask: words as u64 * 64 - 1,
        }
    }

    fn place(&self, key: Key) -> (usize, u64) {
        let number = number_of(key) & self.mask;
        ((number / 64) as usize, 1 << (number % 64))
    }

    fn take_in(&mut self, key: Key) {
        let (word, bit) = self.place(key);
        if let (Some(once), Some(more)) = (self.once.get_mut(word), self.more.get_mut(word)) {
            *more |= *once & bit;
            *once |= bit;
        }
    }

    fn may_be_more_than_once(&self, key: Key) -> bool {
        let (word, bit) = self.place(key);
        self.more.get(word).is_some_and(|more| more & bit != 0)
    }

    fn forget(&mut self) {
        // Where nothing was taken in, there is nothing to forget.
        if self.once.iter().any(|word| *word != 0) {
            self.once.fill(0);
            self.more.fill(0);
        }
    }
}

/// The first place where two texts differ.
pub(super) struct Difference {
    /// What the text that is kept has there; empty where it has nothing.
    pub(super) kept: Span,
    /// What the other one has there.
    pub(super) other: Span,
}

/// How many words are looked at behind the place where two texts part, to find where they meet again: few at first,
/// since most differences are small.
const REACHES: [usize; 4] = [16, 128, 1024, usize::MAX];

/// Where two texts part: none if their words are the same.
pub(super) fn difference(kept: &Member<'_>, other: &Member<'_>, alike: &Alike<'_>) -> Option<Difference> {
    let (mut left, mut right) = words_of_both((kept.document, other.document), alike.left_out);
    let mut last = (kept.document.body().start, other.document.body().start);
    let (first, second) = loop {
        match (left.next(), right.next()) {
            (None, None) => return None,
            (Some(first), Some(second)) if first.hash == second.hash => last = (first.end, second.end),
            parted => break parted,
        }
    };
    let (mut first, mut second) = (Vec::from_iter(first), Vec::from_iter(second));
    for reach in REACHES {
        first.extend(left.by_ref().take(reach - first.len()));
        second.extend(right.by_ref().take(reach - second.len()));
        if let Some((ours, theirs)) = meet(&first, &second) {
            first.truncate(ours);
            second.truncate(theirs);
            break;
        }
    }
    Some(Difference { kept: covered(&first, last.0), other: covered(&second, last.1) })
}

/// From the first of these words to the last; without any, the place where they would be.
fn covered(words: &[Word], place: usize) -> Span {
    match words {
        [] => Span::empty(place),
        [one] => Span::new(one.start, one.end),
        [one, .., another] => Span::new(one.start, another.end),
    }
}

/// After how many words two texts that differ have five words in common again, each counted from the difference.
fn meet(first: &[Word], second: &[Word]) -> Option<(usize, usize)> {
    let mut places: Vec<(u64, usize)> = shingles(first).zip(0..).collect();
    places.sort_unstable();
    let first_with = |shingle: u64| {
        let at = places.partition_point(|(other, _)| *other < shingle);
        places.get(at).filter(|(other, _)| *other == shingle).map(|(_, place)| *place)
    };
    shingles(second).enumerate().find_map(|(right, shingle)| Some((first_with(shingle)?, right)))
}

fn shingles(words: &[Word]) -> impl Iterator<Item = u64> + '_ {
    words.windows(WORDS).filter_map(|words| {
        let words: &[Word; WORDS] = words.try_into().ok()?;
        Some(shingle(words.map(|word| word.hash)))
    })
}

/// The word of the text that is kept that stands behind the last run of words that is in the other one too; its marker
/// line where there is none. Since any number of texts may be a part of a long one, that is read no further than to where
/// all that both share was met, and as many words as the other text has did not have any of it again.
pub(super) fn after_shared(kept: &Member<'_>, other: &Member<'_>, alike: &Alike<'_>) -> Span {
    let second: Vec<Word> = words_without(other.document, alike.left_out).collect();
    let mut is_met: BTreeMap<u64, bool> = shingles(&second).map(|shingle| (shingle, false)).collect();
    let mut to_come = alike.overlap.shared;
    let (mut first, mut end) = (Vec::new(), 0);
    for word in words_without(kept.document, alike.left_out) {
        if to_come == 0 && first.len() > end + second.len() {
            break;
        }
        first.push(word);
        let Some(run) = first.last_chunk::<WORDS>() else { continue };
        if let Some(is_met) = is_met.get_mut(&shingle(run.map(|word| word.hash))) {
            to_come -= usize::from(!*is_met && to_come > 0);
            (*is_met, end) = (true, first.len());
        }
    }
    let next = first.get(end).or_else(|| first.last());
    next.map_or_else(|| kept.document.marker_span(), |word| Span::new(word.start, word.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::GOLDEN;

    #[test]
    fn what_was_seen_twice_is_known_and_most_of_what_was_not() {
        let key = |number: u64| *(number.wrapping_mul(GOLDEN)).to_le_bytes().first_chunk().unwrap();
        let mut often = Often::of(1000);
        for turn in 0..2 {
            (0..1000).for_each(|number| often.take_in(key(number)));
            (0..100).for_each(|number| often.take_in(key(number)));
            assert!((0..100).all(|number| often.may_be_more_than_once(key(number))));
            let known = (100..1000).filter(|number| !often.may_be_more_than_once(key(*number))).count();
            assert!(known > 700, "turn {turn}: {known}");
            often.forget();
        }
        assert!(!often.may_be_more_than_once(key(1)));
        assert!(Often::of(0).may_be_more_than_once(key(1)), "where nothing is known, nothing is left out");
    }
}
