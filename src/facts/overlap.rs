//! What two texts have in common, counted exactly.

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
    /// Compares the shingles of two texts, which may be in any order, and there more than once. `slots` is memory that is
    /// used again for the next two.
    pub fn of(kept: &[u64], other: &[u64], slots: &mut Vec<u64>) -> Self {
        Seen::for_many(kept.len() + other.len(), slots)
            .and_then(|seen| seen.compare(kept, other))
            .unwrap_or_else(|| Self::by_sorting(kept, other))
    }

    /// The same for texts whose shingles are too many, or were made to be in each other's way.
    fn by_sorting(kept: &[u64], other: &[u64]) -> Self {
        let [kept, other] = [kept, other].map(|shingles| {
            let mut distinct = shingles.to_vec();
            distinct.sort_unstable();
            distinct.dedup();
            distinct
        });
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

    /// The same where the shingles of the text that is kept are in order and there once each: in a time that hangs on the
    /// other text, and hardly on this one.
    pub fn among(kept: &[u64], other: &[u64]) -> Self {
        let mut distinct = other.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let shared = distinct.iter().filter(|shingle| kept.binary_search(shingle).is_ok()).count();
        Self { shared, kept: kept.len(), other: distinct.len() }
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

/// The most shingles that are put into a table. A table for more is larger than what a processor has at hand, and then
/// sorting is no slower.
const MOST: usize = 1 << 17;

/// How often it may happen for each shingle that its place is taken, on average, before the table is given up. Among
/// hashes that look like chance it happens less than twice, and from whoever wants it otherwise, sorting takes what it
/// takes.
const TRIES: usize = 16;

/// The lowest bit of a slot says whether the shingle was met in the second text. Two that differ in nothing else are one:
/// that is as rare as that two hashes of 64 bits are the same.
const MET: u64 = 1;

/// The shingles that were met: a table with open addressing, gone through place by place. (Knuth, The Art of Computer
/// Programming, volume 3, section 6.4, algorithm L.) A slot with nothing in it is 0.
struct Seen<'a> {
    slots: &'a mut [u64],
    tries: usize,
}

impl<'a> Seen<'a> {
    /// For so many shingles, which fill half of the slots at most, and of texts that are alike a quarter: then most of
    /// them find their place at once. None where they are too many.
    fn for_many(shingles: usize, slots: &'a mut Vec<u64>) -> Option<Self> {
        if shingles > MOST {
            return None;
        }
        slots.clear();
        slots.resize((2 * shingles + 1).next_power_of_two(), 0);
        Some(Self { slots, tries: TRIES * shingles })
    }

    /// Puts in those of one text, and then those of the other one. None if it takes too long.
    fn compare(mut self, kept: &[u64], other: &[u64]) -> Option<Overlap> {
        let mut overlap = Overlap { shared: 0, kept: 0, other: 0 };
        for shingle in kept {
            let (slot, known) = self.slot(*shingle)?;
            overlap.kept += usize::from(*slot == 0);
            *slot = known;
        }
        for shingle in other {
            let (slot, known) = self.slot(*shingle)?;
            overlap.shared += usize::from(*slot == known);
            overlap.other += usize::from(*slot & MET == 0);
            *slot = known | MET;
        }
        Some(overlap)
    }

    /// Where a shingle is, or is to be put, and as what.
    #[inline]
    fn slot(&mut self, shingle: u64) -> Option<(&mut u64, u64)> {
        // No slot with something in it is 0.
        let known = (shingle & !MET).max(MET << 1);
        let mask = self.slots.len().wrapping_sub(1);
        let mut place = usize::try_from((known >> 1) & mask as u64).unwrap_or_default();
        while self.slots.get(place).is_some_and(|slot| *slot != 0 && *slot & !MET != known) {
            place = (place + 1) & mask;
            self.tries = self.tries.checked_sub(1)?;
        }
        Some((self.slots.get_mut(place)?, known))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn overlap_is_counted_exactly() {
        let of = |kept: &[u64], other: &[u64]| Overlap::of(kept, other, &mut Vec::new());
        let overlap = of(&[18, 1 << 60, 10, 14, 10, 6, 18], &[10, 8 << 60, 6, 10]);
        assert_eq!(overlap, Overlap { shared: 2, kept: 5, other: 3 });
        assert_eq!(overlap.either(), 6);
        assert!(overlap.resembles(33) && !overlap.resembles(34));
        assert!(overlap.contains(66) && !overlap.contains(67));
        assert!(!of(&[], &[]).resembles(0) && !of(&[1], &[]).contains(0));
    }

    #[test]
    fn shingles_that_want_one_place_are_counted_too_and_in_no_more_time() {
        let crowd: Vec<u64> = (0..40_000).map(|number| number << 40).collect();
        let mut slots = Vec::new();
        let seen = Seen::for_many(2 * crowd.len(), &mut slots).unwrap();
        assert!(seen.compare(&crowd, &crowd[1..]).is_none(), "it is given up");
        let overlap = Overlap::of(&crowd, &crowd[1..], &mut slots);
        assert_eq!(overlap, Overlap { shared: 39_999, kept: 40_000, other: 39_999 });
        assert!(Seen::for_many(MOST + 1, &mut slots).is_none());
    }

    proptest! {
        #[test]
        fn a_table_counts_what_sorting_counts(
            kept in prop::collection::vec(0_u64..60, 0..80),
            other in prop::collection::vec(0_u64..60, 0..80),
            spread: u64,
        ) {
            // The lowest bit says nothing.
            let [kept, other] = [kept, other].map(|some| {
                some.into_iter().map(|number| (number + 1).wrapping_mul(spread | 1) << 1).collect::<Vec<u64>>()
            });
            // What stood in the memory before makes no difference.
            let mut slots = vec![u64::MAX; 9];
            let seen = Seen::for_many(kept.len() + other.len(), &mut slots).unwrap();
            prop_assume!(!kept.iter().chain(&other).any(|shingle| *shingle < 4));
            let by_sorting = Overlap::by_sorting(&kept, &other);
            prop_assert_eq!(seen.compare(&kept, &other), Some(by_sorting));
            let mut distinct = kept;
            distinct.sort_unstable();
            distinct.dedup();
            prop_assert_eq!(Overlap::among(&distinct, &other), by_sorting);
        }
    }
}
