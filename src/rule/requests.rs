//! What corpus rules ask for: documents to be read again and compared. Records, since there may be more than memory
//! holds.

use crate::facts::{DocumentPlace, Record};

/// A document among those that may be alike. In their order, the one that is best to keep comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// By how much its size is less than the largest that there can be: the longest document is the best to keep.
    pub lacks: u16,
    /// Where it stands: of documents of one size, the first is the best to keep.
    pub place: DocumentPlace,
}

/// Two documents that may be alike. In the order of the one that would be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Candidate {
    /// The document that would be reported.
    pub(crate) other: Rank,
    /// The document that would be kept, which is the lesser one.
    pub(crate) kept: Rank,
}

/// Two documents to be compared. In the order of what is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    /// The document in which something is reported.
    pub(crate) other: DocumentPlace,
    /// The document that it is compared with.
    pub(crate) kept: DocumentPlace,
    /// What facts say of the two.
    pub(crate) note: u64,
}

/// A document in a group of those that may have something in common. In the order of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Membership {
    pub(crate) place: DocumentPlace,
    pub(crate) group: u64,
}

/// A document of a group with its key. In the order of groups and keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Keyed {
    pub(crate) group: u64,
    pub(crate) key: u64,
    pub(crate) place: DocumentPlace,
}

impl Rank {
    /// How many bytes a rank takes on disk.
    const SIZE: usize = 10;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.lacks.to_be_bytes());
        out.extend(self.place.to_bits().to_be_bytes());
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (lacks, place) = bytes.split_first_chunk()?;
        let place = u64::from_be_bytes(place.try_into().ok()?);
        Some(Self { lacks: u16::from_be_bytes(*lacks), place: DocumentPlace::from_bits(place) })
    }
}

impl Record for Candidate {
    const SIZE: usize = 2 * Rank::SIZE;

    fn write(&self, out: &mut Vec<u8>) {
        self.other.write(out);
        self.kept.write(out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (other, kept) = bytes.split_at_checked(Rank::SIZE)?;
        Some(Self { other: Rank::read(other)?, kept: Rank::read(kept)? })
    }
}

impl Record for Pair {
    const SIZE: usize = 24;

    fn write(&self, out: &mut Vec<u8>) {
        write([self.other.to_bits(), self.kept.to_bits(), self.note], out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let [other, kept, note] = read(bytes)?;
        Some(Self { other: DocumentPlace::from_bits(other), kept: DocumentPlace::from_bits(kept), note })
    }
}

impl Record for Membership {
    const SIZE: usize = 16;

    fn write(&self, out: &mut Vec<u8>) {
        write([self.place.to_bits(), self.group], out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let [place, group] = read(bytes)?;
        Some(Self { place: DocumentPlace::from_bits(place), group })
    }
}

impl Record for Keyed {
    const SIZE: usize = 24;

    fn write(&self, out: &mut Vec<u8>) {
        write([self.group, self.key, self.place.to_bits()], out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let [group, key, place] = read(bytes)?;
        Some(Self { group, key, place: DocumentPlace::from_bits(place) })
    }
}

fn write<const N: usize>(numbers: [u64; N], out: &mut Vec<u8>) {
    for number in numbers {
        out.extend(number.to_be_bytes());
    }
}

fn read<const N: usize>(bytes: &[u8]) -> Option<[u64; N]> {
    let (numbers, []) = bytes.as_chunks::<8>() else { return None };
    let numbers: &[[u8; 8]; N] = numbers.try_into().ok()?;
    Some(numbers.map(u64::from_be_bytes))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn candidates_come_back_from_disk(ranks: [(u16, u64); 2]) {
            let [other, kept] = ranks.map(|(lacks, place)| Rank { lacks, place: DocumentPlace::from_bits(place) });
            let candidate = Candidate { other, kept };
            let mut bytes = Vec::new();
            Record::write(&candidate, &mut bytes);
            prop_assert_eq!((bytes.len(), Candidate::read(&bytes)), (Candidate::SIZE, Some(candidate)));
        }
    }
}
