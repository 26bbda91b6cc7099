//! Which documents of a run a registry has met before: a list that may be as long as the run, and so goes to disk when
//! it is more than memory is to hold.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, Write as _};
use std::sync::Arc;

use super::Spill;
use super::place::DocumentPlace;
use super::registered::{EarlierDrop, Likeness, Met};

/// In place of the length of an id where there is none.
const NO_ID: u32 = u32::MAX;

/// Documents that were met, in the order in which they were put in.
#[derive(Debug, Default)]
pub struct MetList {
    /// What came first, in a file without a name.
    file: Option<File>,
    /// What came after that.
    bytes: Vec<u8>,
    /// Where they come from, by the numbers that stand in the list.
    drops: BTreeMap<u32, Arc<EarlierDrop>>,
}

impl MetList {
    /// Puts in a document, of which the earlier one has this id and comes from the drop of this number.
    pub fn push(
        &mut self,
        (place, likeness): (DocumentPlace, Likeness),
        id: Option<&[u8]>,
        drop: u32,
        spill: &Spill,
    ) -> io::Result<()> {
        let (kind, bands) = match likeness {
            Likeness::Itself => (0, 0),
            Likeness::Id => (1, 0),
            Likeness::Text => (2, 0),
            Likeness::Wording => (3, 0),
            Likeness::Sketch(bands) => (4, bands),
        };
        let length = id.map_or(NO_ID, |id| u32::try_from(id.len()).unwrap_or(NO_ID - 1));
        self.bytes.extend(place.to_bits().to_be_bytes());
        self.bytes.extend([kind, bands]);
        self.bytes.extend(drop.to_be_bytes());
        self.bytes.extend(length.to_be_bytes());
        self.bytes.extend(id.unwrap_or_default());
        if self.bytes.len() > spill.limit {
            let file = match &mut self.file {
                Some(file) => file,
                none => none.insert(tempfile::tempfile_in(&spill.folder)?),
            };
            file.write_all(&self.bytes)?;
            self.bytes.clear();
        }
        Ok(())
    }

    /// Says where those come from that were put in with a number.
    pub fn name_drops(&mut self, drops: BTreeMap<u32, Arc<EarlierDrop>>) {
        self.drops = drops;
    }

    /// All of them. What cannot be read back is an error, and the last item.
    pub fn all(&self) -> io::Result<impl Iterator<Item = io::Result<Met>>> {
        let file = match &self.file {
            Some(file) => {
                let mut file = file.try_clone()?;
                file.rewind()?;
                Some(BufReader::with_capacity(1 << 16, file))
            }
            None => None,
        };
        let mut bytes =
            file.map_or_else(|| Box::new(io::empty()) as Box<dyn Read>, |file| Box::new(file)).chain(&*self.bytes);
        let mut failed = false;
        Ok(std::iter::from_fn(move || {
            if failed {
                return None;
            }
            let met = self.read(&mut bytes).transpose();
            failed = matches!(met, Some(Err(_)));
            met
        }))
    }

    /// The next one in `bytes`.
    fn read(&self, bytes: &mut impl Read) -> io::Result<Option<Met>> {
        let mut head = [0; 18];
        // Only between two of them there may be an end.
        if bytes.read(head.get_mut(..1).unwrap_or_default())? == 0 {
            return Ok(None);
        }
        bytes.read_exact(head.get_mut(1..).unwrap_or_default())?;
        let [p0, p1, p2, p3, p4, p5, p6, p7, kind, bands, d0, d1, d2, d3, l0, l1, l2, l3] = head;
        let place = DocumentPlace::from_bits(u64::from_be_bytes([p0, p1, p2, p3, p4, p5, p6, p7]));
        let likeness = match kind {
            0 => Likeness::Itself,
            1 => Likeness::Id,
            2 => Likeness::Text,
            3 => Likeness::Wording,
            _ => Likeness::Sketch(bands),
        };
        let drop = self.drops.get(&u32::from_be_bytes([d0, d1, d2, d3]));
        let drop = Arc::clone(drop.ok_or(io::ErrorKind::InvalidData)?);
        let id = match u32::from_be_bytes([l0, l1, l2, l3]) {
            NO_ID => None,
            length => {
                let mut id = Vec::new();
                if bytes.by_ref().take(u64::from(length)).read_to_end(&mut id)? as u64 != u64::from(length) {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Some(Arc::from(id))
            }
        };
        Ok(Some(Met { place, likeness, id, drop }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_come_out_as_they_were_put_in_from_memory_and_from_disk() {
        let place = |number| DocumentPlace::new(1, number).unwrap();
        let drop = |number: u32| Arc::new(EarlierDrop { name: format!("drop {number}"), added: None });
        let likenesses = [
            Likeness::Itself,
            Likeness::Id,
            Likeness::Text,
            Likeness::Wording,
            Likeness::Sketch(9),
            Likeness::Sketch(16),
        ];
        let ids = [None, Some(&b""[..]), Some(b"a"), Some(&[0xFF; 300])];
        let expected: Vec<Met> = (0..200)
            .map(|number| {
                let at = usize::try_from(number).unwrap();
                let (likeness, id) = (likenesses[at % 6], ids[at % 4].map(Arc::from));
                Met { place: place(number), likeness, id, drop: drop(u32::from(number % 3 == 0)) }
            })
            .collect();
        for limit in [0, 500, 5000, usize::MAX] {
            let spill = Spill { limit, ..Spill::for_tests() };
            let mut list = MetList::default();
            for met in &expected {
                let number = u32::from(met.drop.name.ends_with('1'));
                list.push((met.place, met.likeness), met.id.as_deref(), number, &spill).unwrap();
            }
            list.name_drops(BTreeMap::from([(0, drop(0)), (1, drop(1))]));
            // As often as it is asked for.
            for _ in 0..2 {
                assert_eq!(list.all().unwrap().collect::<io::Result<Vec<Met>>>().unwrap(), expected, "{limit}");
            }
        }
    }
}
