//! Which documents of a run the registry already knows.
//!
//! The run's documents are put into tables in memory, so many at a time, and the registry is streamed past them: a
//! column of 24 bytes a document, of which nearly all are passed over after a look at a bit. That is quicker than an
//! index on disk, which is looked up in random places, and takes no room.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::entry::{self, Digests};
use super::error::RegistryError;
use super::lookup::Lookup;
use super::near::Near;
use super::store::{Column, Reader};
use crate::day::Day;
use crate::facts::registered::{Digest, EarlierDrop, EntryRecord, Likeness, NO_DIGEST, NO_ID, Registered};
use crate::facts::{DocumentPlace, SketchRecord, Sorted, Spill};

/// How many bytes of memory a document of the run takes while the registry is streamed past.
const EACH: usize = 1024;

/// The fewest and the most documents for which the registry is gone through once.
const PIECE: (usize, usize) = (1 << 12, 1 << 18);

/// What is asked of a registry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Also the documents that are there as themselves.
    pub themselves: bool,
    /// Also those whose texts are nearly the same.
    pub near: bool,
}

/// Where a document stands in a registry: its chunk, and its row there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) chunk: u64,
    pub(super) row: usize,
}

/// A document that was met, before it is known what the earlier one is called.
type Hit = (DocumentPlace, Likeness, At);

/// A document that was met, with the id of the earlier one and the number of its drop.
struct Named {
    place: DocumentPlace,
    likeness: Likeness,
    id: Option<Vec<u8>>,
    drop: u32,
}

/// Looks all documents of a run up.
pub(super) fn meet(
    reader: &Reader<'_>,
    entries: &Sorted<EntryRecord>,
    sketches: &Sorted<SketchRecord>,
    wanted: Wanted,
    spill: &Spill,
) -> Result<Registered, RegistryError> {
    let size = (spill.limit / EACH).clamp(PIECE.0, PIECE.1);
    let mut entries = entries.records();
    let mut sketches = sketches.records().peekable();
    let mut found = Registered::default();
    let mut drops = BTreeMap::new();
    loop {
        let piece: Vec<EntryRecord> = entries.by_ref().take(size).collect::<Result<_, _>>()?;
        let Some(last) = piece.last() else {
            found.met.name_drops(drops);
            return Ok(found);
        };
        let tables = Tables::fill(reader, &piece, true)?;
        let mut hits = Vec::new();
        let mut settled = Vec::new();
        for entry in &piece {
            let before = hits.len();
            if let Some(at) = tables.itself(entry) {
                found.themselves += 1;
                settled.push(entry.place);
                if wanted.themselves {
                    hits.push((entry.place, Likeness::Itself, at));
                }
                continue;
            }
            hits.extend(tables.same_id(entry).map(|at| (entry.place, Likeness::Id, at)));
            let text = tables.texts.at(&entry.text);
            hits.extend(text.map(|at| (entry.place, Likeness::Text, at)));
            if text.is_none() {
                hits.extend(tables.wordings.at(&entry.wording).map(|at| (entry.place, Likeness::Wording, at)));
            }
            if hits.len() > before {
                settled.push(entry.place);
            }
        }
        if wanted.near {
            let mut near = Near::default();
            while let Some(record) = sketches.next_if(|record| match record {
                Ok(record) => record.place <= last.place,
                Err(_) => true,
            }) {
                let record = record?;
                if settled.binary_search(&record.place).is_err() {
                    near.push(record.place, (&record.sketch).into());
                }
            }
            hits.extend(near.find(reader)?);
        }
        hits.sort_unstable_by_key(|(_, _, at)| *at);
        let mut named = name(reader, &hits, &mut drops)?;
        named.sort_by_key(|named| (named.place, named.likeness));
        for Named { place, likeness, id, drop } in named {
            found.met.push((place, likeness), id.as_deref(), drop, spill).map_err(RegistryError::Temporary)?;
        }
    }
}

/// The documents of a piece of a run, by what they may have in common with earlier ones.
struct Tables {
    /// All that differ in their ids or texts, in order.
    pairs: Vec<(u64, Digest)>,
    /// Where each of them is as it is.
    themselves: Vec<Option<At>>,
    /// For the first of those with the same id: the last document that has this id.
    last_of_id: Vec<Option<At>>,
    texts: Digested,
    wordings: Digested,
}

/// Digests, and where the first document is that has each.
struct Digested {
    digests: Vec<Digest>,
    first: Vec<Option<At>>,
    lookup: Lookup,
}

impl Digested {
    fn new(digests: impl Iterator<Item = Digest>) -> Self {
        let mut digests: Vec<Digest> = digests.filter(|digest| *digest != NO_DIGEST).collect();
        digests.sort_unstable();
        digests.dedup();
        let lookup = Lookup::new((0..).zip(&digests).map(|(at, digest)| (entry::prefix(digest), at)).collect());
        Self { first: vec![None; digests.len()], digests, lookup }
    }

    /// Takes in a document whose digest begins with `prefix`.
    fn see(
        &mut self,
        prefix: u64,
        at: At,
        mut digest: impl FnMut() -> Result<Digest, RegistryError>,
    ) -> Result<(), RegistryError> {
        for (_, number) in self.lookup.get(prefix) {
            let number = *number as usize;
            if let (Some(known), Some(first @ None)) = (self.digests.get(number), self.first.get_mut(number))
                && *known == digest()?
            {
                *first = Some(at);
            }
        }
        Ok(())
    }

    fn at(&self, digest: &Digest) -> Option<At> {
        let number = self.digests.binary_search(digest).ok()?;
        self.first.get(number).copied().flatten()
    }
}

impl Tables {
    /// Streams the registry past the documents of `piece`, of which the texts are looked for under other ids too if
    /// those are wanted.
    fn fill(reader: &Reader<'_>, piece: &[EntryRecord], other_ids: bool) -> Result<Self, RegistryError> {
        let mut pairs: Vec<(u64, Digest)> = piece.iter().map(|entry| (entry.id, entry.text)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let firsts = (0..).zip(&pairs).collect::<Vec<(u32, _)>>();
        let ids = firsts.chunk_by(|(_, one), (_, another)| one.0 == another.0);
        let ids = Lookup::new(ids.filter_map(|same| same.first().map(|(at, pair)| (pair.0, *at))).collect());
        let piece = if other_ids { piece } else { &[] };
        let mut tables = Self {
            themselves: vec![None; pairs.len()],
            last_of_id: vec![None; pairs.len()],
            pairs,
            texts: Digested::new(piece.iter().map(|entry| entry.text)),
            wordings: Digested::new(piece.iter().map(|entry| entry.wording)),
        };
        reader.scan(Column::Keys, |chunk, column| {
            let mut rest: Option<Vec<u8>> = None;
            for (row, keys) in entry::keys(column).enumerate() {
                let at = At { chunk, row };
                let mut digests = || -> Result<Digests, RegistryError> {
                    let rest = match &mut rest {
                        Some(rest) => rest,
                        none => none.insert(reader.chunk(Column::Digests, chunk)?),
                    };
                    entry::digests(column, rest, row).ok_or_else(|| damaged(chunk))
                };
                for (_, first) in ids.get(keys.id) {
                    let text = digests()?.text;
                    tables.see_id(*first as usize, keys.id, text, at);
                }
                tables.texts.see(keys.text, at, || Ok(digests()?.text))?;
                tables.wordings.see(keys.wording, at, || Ok(digests()?.wording))?;
            }
            Ok(())
        })?;
        Ok(tables)
    }

    /// Takes in a document with an id that is here; `first` is the first pair with it.
    fn see_id(&mut self, first: usize, id: u64, text: Digest, at: At) {
        if let Some(last) = self.last_of_id.get_mut(first) {
            *last = Some(at);
        }
        if let Ok(pair) = self.pairs.binary_search(&(id, text))
            && let Some(itself) = self.themselves.get_mut(pair)
        {
            itself.get_or_insert(at);
        }
    }

    fn itself(&self, entry: &EntryRecord) -> Option<At> {
        let pair = self.pairs.binary_search(&(entry.id, entry.text)).ok()?;
        self.themselves.get(pair).copied().flatten()
    }

    fn same_id(&self, entry: &EntryRecord) -> Option<At> {
        if entry.id == NO_ID {
            return None;
        }
        let first = self.pairs.partition_point(|pair| pair.0 < entry.id);
        self.last_of_id.get(first).copied().flatten()
    }
}

/// Which of these documents are there as they are.
pub(super) fn known(reader: &Reader<'_>, piece: &[EntryRecord]) -> Result<Vec<bool>, RegistryError> {
    let tables = Tables::fill(reader, piece, false)?;
    Ok(piece.iter().map(|entry| tables.itself(entry).is_some()).collect())
}

/// Gives hits, which are in the order of the registry, the ids of the earlier documents and the numbers of their drops,
/// and names those drops in `drops`.
fn name(
    reader: &Reader<'_>,
    hits: &[Hit],
    drops: &mut BTreeMap<u32, Arc<EarlierDrop>>,
) -> Result<Vec<Named>, RegistryError> {
    let mut named = Vec::with_capacity(hits.len());
    for hits in hits.chunk_by(|(_, _, one), (_, _, another)| one.chunk == another.chunk) {
        let Some((_, _, At { chunk, .. })) = hits.first() else { continue };
        let keys = reader.chunk(Column::Keys, *chunk)?;
        let digests = reader.chunk(Column::Digests, *chunk)?;
        let ids = reader.chunk(Column::Ids, *chunk)?;
        let ids = entry::ids(&ids, keys.len() / entry::KEY_ROW).ok_or_else(|| damaged(*chunk))?;
        for (place, likeness, at) in hits {
            let number = entry::digests(&keys, &digests, at.row).ok_or_else(|| damaged(*chunk))?.drop;
            if let Entry::Vacant(unknown) = drops.entry(number) {
                let row = reader.drop_row(u64::from(number))?;
                unknown.insert(Arc::new(EarlierDrop { name: row.name, added: Day::from_unix_time(row.added).ok() }));
            }
            let id = ids.get(at.row).copied().flatten().map(<[u8]>::to_vec);
            named.push(Named { place: *place, likeness: *likeness, id, drop: number });
        }
    }
    Ok(named)
}

pub(super) fn damaged(chunk: u64) -> RegistryError {
    RegistryError::damaged(format!("chunk {chunk} is not as long as it should be"))
}
