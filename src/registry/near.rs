//! Which texts are nearly those of earlier documents, by their sketches: the earlier texts are not at hand.

use super::entry::{self, Bands};
use super::error::RegistryError;
use super::lookup::Lookup;
use super::meet::At;
use super::store::{Column, Reader};
use crate::facts::DocumentPlace;
use crate::facts::registered::{FEWEST_BANDS, Likeness};
use crate::facts::sketch::{BANDS, Key, NO_KEY};

/// In how many bands one looks. Of two texts that agree in [`FEWEST_BANDS`] of all, one of these has to agree too.
const LOOKED_UP: usize = BANDS + 1 - FEWEST_BANDS as usize;

/// With how many documents of the run that agree in a band an earlier one is compared. Where more do, they are of one
/// template, and the time must not grow with the square of their number.
const COMPARED: usize = 64;

/// Documents of a run that are looked for.
#[derive(Debug, Default)]
pub(super) struct Near {
    documents: Vec<(DocumentPlace, Bands)>,
}

impl Near {
    pub(super) fn push(&mut self, place: DocumentPlace, bands: Bands) {
        self.documents.push((place, bands));
    }

    /// Streams the sketches of the registry past them. Each is found once, with the document that it is most like, and
    /// of those the first.
    pub(super) fn find(self, reader: &Reader<'_>) -> Result<Vec<(DocumentPlace, Likeness, At)>, RegistryError> {
        if self.documents.is_empty() {
            return Ok(Vec::new());
        }
        let mut keys = Vec::with_capacity(self.documents.len() * LOOKED_UP);
        for (number, (_, bands)) in (0..).zip(&self.documents) {
            keys.extend(looked_up(bands).map(|key| (key, number)));
        }
        let lookup = Lookup::new(keys);
        let mut best: Vec<(u8, At)> = vec![(FEWEST_BANDS - 1, At { chunk: 0, row: 0 }); self.documents.len()];
        reader.scan(Column::Sketches, |chunk, column| {
            for (row, bands) in entry::sketches(column).enumerate() {
                let Some(earlier) = bands else { continue };
                for key in looked_up(&earlier) {
                    let open = lookup.get(key).iter().map(|(_, number)| *number as usize);
                    let mut compared = 0;
                    for number in open {
                        let (Some((_, bands)), Some(best)) = (self.documents.get(number), best.get_mut(number)) else {
                            continue;
                        };
                        if usize::from(best.0) == BANDS {
                            continue;
                        }
                        compared += 1;
                        let agreeing = bands.agreeing(&earlier);
                        if agreeing > best.0 {
                            *best = (agreeing, At { chunk, row });
                        }
                        if compared == COMPARED {
                            break;
                        }
                    }
                }
            }
            Ok(())
        })?;
        let found = self.documents.iter().zip(best).filter(|(_, (agreeing, _))| *agreeing >= FEWEST_BANDS);
        Ok(found.map(|((place, _), (agreeing, at))| (*place, Likeness::Sketch(agreeing), at)).collect())
    }
}

/// The keys of the bands in which one looks, each with the number of its band in the upper bits.
fn looked_up(bands: &Bands) -> impl Iterator<Item = u64> + '_ {
    (0_u64..)
        .zip(&bands.bands)
        .take(LOOKED_UP)
        .filter(|(_, key)| **key != NO_KEY)
        .map(|(band, key)| number(*key) | band << 48)
}

fn number(key: Key) -> u64 {
    key.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
