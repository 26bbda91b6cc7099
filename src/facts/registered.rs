//! What a registry of earlier drops keeps of a document, and which documents of a run it has met before.

use std::borrow::Cow;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::met::MetList;
use super::place::DocumentPlace;
use super::record::Record;
use super::wording;
use crate::day::Day;
use crate::document::Document;

/// A SHA-256, since the earlier text is not at hand to be compared: nobody can write a text that passes for another one.
pub type Digest = [u8; 32];

/// The digest of a text that has nothing to be digested.
pub const NO_DIGEST: Digest = [0; 32];

/// The hash of the id of a document that has none.
pub const NO_ID: u64 = 0;

/// What a document is recognised by in a registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryRecord {
    /// Where the document stands.
    pub place: DocumentPlace,
    /// The hash of its id, byte for byte; [`NO_ID`] if it has none.
    pub id: u64,
    /// The digest of its text without white space at its ends; [`NO_DIGEST`] of a document without a text.
    pub text: Digest,
    /// The digest of its wording, by [`wording::digest`]; [`NO_DIGEST`] of a text without letters and digits.
    pub wording: Digest,
}

impl EntryRecord {
    /// What is kept of `document`, which stands at `place`.
    pub fn of(document: &Document<'_>, place: DocumentPlace) -> Self {
        let content = document.content();
        let bytes = content.trim_ascii();
        let (mut text, mut worded) = (NO_DIGEST, NO_DIGEST);
        // Documents without a text have a rule of their own.
        if !bytes.is_empty() {
            text = Sha256::digest(bytes).into();
            let lossy = std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
            worded = wording::digest(&lossy).unwrap_or(NO_DIGEST);
        }
        Self { place, id: document.id().map_or(NO_ID, hash_of_id), text, wording: worded }
    }
}

/// The hash by which an id is looked up: the first eight bytes of a SHA-256, so that nobody can make an id that
/// passes for one that is there. What it finds is compared byte for byte where it is reported.
pub fn hash_of_id(id: &[u8]) -> u64 {
    let digest: Digest = Sha256::digest(id).into();
    digest.first_chunk().map_or(NO_ID, |first| u64::from_be_bytes(*first)).max(NO_ID + 1)
}

impl Record for EntryRecord {
    const SIZE: usize = 80;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.place.to_bits().to_be_bytes());
        out.extend(self.id.to_be_bytes());
        out.extend(self.text);
        out.extend(self.wording);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (place, rest) = bytes.split_first_chunk()?;
        let (id, rest) = rest.split_first_chunk()?;
        let (text, rest) = rest.split_first_chunk()?;
        let place = DocumentPlace::from_bits(u64::from_be_bytes(*place));
        Some(Self { place, id: u64::from_be_bytes(*id), text: *text, wording: rest.try_into().ok()? })
    }
}

/// What was accepted at one time under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierDrop {
    /// The file, as it was named then, or the name that was given.
    pub name: String,
    /// When it was added: the day in UTC, if the clock of that machine told one.
    pub added: Option<Day>,
}

/// What a document of the run and an earlier one have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The id and the text: it is the same document.
    Itself,
    /// The id, and not the text.
    Id,
    /// The text, and not the id.
    Text,
    /// The letters and digits of the text, and neither the text nor the id.
    Wording,
    /// So many bands of the sketch, and nothing of the above.
    Sketch(u8),
}

/// A document of the run that an earlier one is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// Where the document of the run stands.
    pub place: DocumentPlace,
    /// What the two have in common.
    pub likeness: Likeness,
    /// The id of the earlier one, if it has one.
    pub id: Option<Arc<[u8]>>,
    /// The drop of the earlier one.
    pub drop: Arc<EarlierDrop>,
}

/// The documents of a run that a registry has met before, in the order of places, and each with what is worst first.
#[derive(Debug, Default)]
pub struct Registered {
    /// All of them. One that is there as itself is here once, and others at most once for each kind of likeness.
    pub met: MetList,
    /// How many are there as themselves, with the same id and the same text.
    pub themselves: u64,
}

/// In how many of their 16 bands two sketches have to agree: so many that the resemblance of their texts, which cannot be
/// compared, is above 80 % with a probability of 97.5 %.
pub const FEWEST_BANDS: u8 = 9;

/// What can be said of the resemblance (Jaccard's index) of two texts whose sketches agree in some of their bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resemblance {
    /// The estimate, in per cent.
    pub about: u8,
    /// Above this it is with a probability of 97.5 %, in per cent.
    pub least: u8,
    /// Below this it is with a probability of 97.5 %, in per cent.
    pub most: u8,
}

/// The resemblance of texts whose sketches agree in so many bands; none if they are fewer than [`FEWEST_BANDS`].
///
/// A band agrees with the probability J⁶, and 16 of them are as many throws of a coin: so the estimate is the sixth root
/// of the share that agrees, and the limits are those of Clopper and Pearson (1934). Rounded so that the span is wider.
pub fn resemblance(agreeing: u8) -> Option<Resemblance> {
    let of = |about, least, most| Some(Resemblance { about, least, most });
    match agreeing {
        9 => of(91, 81, 97),
        10 => of(92, 84, 98),
        11 => of(94, 86, 99),
        12 => of(95, 88, 99),
        13 => of(97, 90, 100),
        14 => of(98, 92, 100),
        15 => of(99, 94, 100),
        16.. => of(100, 96, 100),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The probability that at least so many of 16 bands agree, where each does with this one.
    fn at_least(agreeing: u8, probability: f64) -> f64 {
        let ways = |count: i32| (0..count).fold(1.0, |ways, at| ways * f64::from(16 - at) / f64::from(at + 1));
        (i32::from(agreeing)..=16)
            .map(|count| ways(count) * probability.powi(count) * (1.0 - probability).powi(16 - count))
            .sum()
    }

    #[test]
    fn the_limits_of_an_estimate_are_those_of_its_formula() {
        for agreeing in 0..=16 {
            let Some(Resemblance { about, least, most }) = resemblance(agreeing) else {
                assert!(agreeing < FEWEST_BANDS);
                continue;
            };
            let share = |percent: u8| (f64::from(percent) / 100.0).powi(6);
            let estimate = 100.0 * (f64::from(agreeing) / 16.0).powf(1.0 / 6.0);
            assert!((f64::from(about) - estimate).abs() <= 0.5 + 1e-9, "{agreeing}");
            // At the limit the chance is at most one in 40; one per cent further in, it is more.
            assert!(at_least(agreeing, share(least)) <= 0.025 && at_least(agreeing, share(least + 1)) > 0.025);
            if most < 100 {
                let at_most = |percent| 1.0 - at_least(agreeing + 1, share(percent));
                assert!(at_most(most) <= 0.025 && at_most(most - 1) > 0.025, "{agreeing}");
            }
            assert!(least > 80);
        }
    }
    use crate::document::samples::with_document;

    fn entry(text: &str) -> EntryRecord {
        with_document(text, |document| EntryRecord::of(document, DocumentPlace::new(3, 77).unwrap()))
    }

    #[test]
    fn an_entry_comes_back_from_disk() {
        let entry = entry("<<<FILE>>> a\nThe ferry leaves at nine.\n");
        let mut bytes = Vec::new();
        entry.write(&mut bytes);
        assert_eq!((bytes.len(), EntryRecord::read(&bytes)), (EntryRecord::SIZE, Some(entry)));
    }

    #[test]
    fn id_text_and_wording_are_told_apart() {
        let one = entry("<<<FILE>>> a\nThe ferry leaves at nine.\n");
        let other_id = entry("<<<FILE>>> b\n\nThe ferry leaves at nine.\n\n");
        let other_text = entry("<<<FILE>>> a\nThe FERRY leaves – at nine!\n");
        assert_ne!(one.id, other_id.id);
        assert_eq!((one.text, one.wording), (other_id.text, other_id.wording));
        assert_ne!(one.text, other_text.text);
        assert_eq!((one.id, one.wording), (other_text.id, other_text.wording));
    }

    #[test]
    fn what_has_no_text_has_no_digest() {
        let empty = entry("<<<FILE>>>\n \n");
        assert_eq!((empty.id, empty.text, empty.wording), (NO_ID, NO_DIGEST, NO_DIGEST));
        let stars = entry("<<<FILE>>> a\n***\n");
        assert!(stars.text != NO_DIGEST && stars.wording == NO_DIGEST);
    }
}
