//! Where a document stands in a run.

use std::fmt;

/// Where a document stands: enough to find it again and to order it among all others, in eight bytes.
///
/// The order is that of the files of the run, and in a file that of the documents.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentPlace(u64);

/// How many bits are for the offset in the file: 1 TiB.
const OFFSET_BITS: u32 = 40;

impl DocumentPlace {
    /// The document whose marker line begins at byte `offset` of the file number `file`, counted after decompression.
    /// None for more than 16 million files, or a file of more than 1 TiB.
    pub fn new(file: usize, offset: u64) -> Option<Self> {
        let file = u64::try_from(file).ok().filter(|file| *file < 1 << (u64::BITS - OFFSET_BITS))?;
        (offset < 1 << OFFSET_BITS).then_some(Self(file << OFFSET_BITS | offset))
    }

    /// The number of the file in the run.
    pub const fn file(self) -> usize {
        (self.0 >> OFFSET_BITS) as usize
    }

    /// Where the marker line begins in the file, in bytes after decompression.
    pub const fn offset(self) -> u64 {
        self.0 & ((1 << OFFSET_BITS) - 1)
    }

    /// The place as a number, in the same order.
    pub const fn to_bits(self) -> u64 {
        self.0
    }

    /// The place of which [`Self::to_bits`] gave this number.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }
}

impl fmt::Debug for DocumentPlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.file(), self.offset())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_ordered_by_file_and_offset() {
        let places = [(0, 0), (0, 7), (0, (1 << 40) - 1), (1, 0), ((1 << 24) - 1, 3)];
        let made: Vec<_> = places.iter().map(|&(file, offset)| DocumentPlace::new(file, offset).unwrap()).collect();
        assert!(made.is_sorted());
        for (place, (file, offset)) in made.into_iter().zip(places) {
            assert_eq!((place.file(), place.offset()), (file, offset));
            assert_eq!(DocumentPlace::from_bits(place.to_bits()), place);
        }
    }

    #[test]
    fn what_does_not_fit_is_not_made_to_fit() {
        assert_eq!(DocumentPlace::new(1 << 24, 0), None);
        assert_eq!(DocumentPlace::new(0, 1 << 40), None);
    }
}
