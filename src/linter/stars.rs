//! Star clustering of documents that are alike: each that is reported is like the one that is kept.
//!
//! Likeness is not transitive: of a chain of texts in which each is like the next, the first and the last may have
//! nothing in common, and long chains are what a large corpus is full of. Therefore documents are gone through from
//! the best one to keep to the last, and each is compared with documents that are kept, and with no others.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io;
use std::mem;
use std::rc::Rc;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::compared::{Compared, Judging};
use super::document_reader::{DocumentReader, OwnedDocument};
use crate::facts::overlap::Overlap;
use crate::facts::shingles::{Shingler, leaves_out};
use crate::facts::sketch::FEWEST;
use crate::facts::{DocumentPlace, Record, Sorted, Sorter, Spill};
use crate::rule::{Alike, Candidate, CorpusRule, Member, Rank, Report, Values, at_hand};

/// How many documents that were read are held, since a document that is like one is often like the next too.
const HELD: usize = 4;

/// How many candidates are compared before what was found is put away.
const BATCH: usize = 1 << 12;

/// How much of what is left of a text, without lines that recur, has to be in such lines of the other text if they are to
/// be compared all the same. In per cent.
const FOUND_AGAIN: usize = 50;

/// How many shingles may be left of a text then: those of a line or two.
const MOST_LEFT: usize = 2 * FEWEST;

/// Compares documents for one rule.
pub(super) struct Stars<'a> {
    pub(super) rule: &'static dyn CorpusRule,
    pub(super) values: &'a Values,
    /// The hashes of lines that are left out, sorted.
    pub(super) left_out: &'a [u64],
    pub(super) reader: &'a DocumentReader<'a>,
    pub(super) judging: Judging<'a>,
}

/// A document that was read again, and its shingles.
struct Measured {
    document: OwnedDocument,
    shingles: Vec<u64>,
    /// The same in order and once each, if they were compared with those of a far shorter text.
    distinct: OnceCell<Vec<u64>>,
}

/// Texts of which one has more than so many times the shingles of the other one are compared in another way.
const FAR_LONGER: usize = 8;

impl Measured {
    /// What it has in common with another text. Where that is far shorter, there may be any number of its kind, and each
    /// must not take as long as this one is.
    fn overlap(&self, other: &Self, slots: &mut Vec<u64>) -> Overlap {
        if self.shingles.len() <= FAR_LONGER * other.shingles.len() {
            return Overlap::of(&self.shingles, &other.shingles, slots);
        }
        let distinct = self.distinct.get_or_init(|| {
            let mut distinct = self.shingles.clone();
            distinct.sort_unstable();
            distinct.dedup();
            distinct
        });
        Overlap::among(distinct, &other.shingles)
    }
}

/// What came of the documents of a component that were gone through.
#[derive(Default)]
struct Star {
    /// For each document that is like a better one: which.
    centres: BTreeMap<DocumentPlace, DocumentPlace>,
    /// The document that was gone through last, and with which ones it was compared.
    other: Option<DocumentPlace>,
    tried: Vec<DocumentPlace>,
    /// Whether it is like one of these.
    is_done: bool,
}

/// What a thread compares with: documents that were read and may be wanted again, and memory that each comparison takes.
#[derive(Default)]
struct Bench {
    held: Vec<Rc<Measured>>,
    shingler: Shingler,
    spare: Vec<u64>,
    slots: Vec<u64>,
}

impl Stars<'_> {
    /// Compares the candidates that are `wanted`, and gives what was found to `take` from time to time.
    ///
    /// What becomes of a document hangs on those only to which candidates lead from it, by however many steps. So the
    /// documents that hang together are gone through in order, and those that do not in parallel.
    pub(super) fn find(
        &self,
        candidates: Sorted<Candidate>,
        wanted: impl Fn(&Candidate) -> bool,
        spill: &Spill,
        mut take: impl FnMut(Compared),
    ) -> io::Result<()> {
        let linked = by_component(&candidates, wanted, spill)?;
        drop(candidates);
        let mut records = linked.records();
        // The star that the last batch ended in, whose component may go on in the next one.
        let mut open: Option<(u32, Star)> = None;
        loop {
            let batch: Vec<Linked> = records.by_ref().take(BATCH).collect::<io::Result<_>>()?;
            let Some(last) = batch.last() else { return Ok(()) };
            let components: Vec<(&[Linked], Star)> = batch
                .chunk_by(|left, right| left.component == right.component)
                .map(|component| {
                    let goes_on = |number: u32| component.first().is_some_and(|linked| linked.component == number);
                    let star = open.take_if(|(number, _)| goes_on(*number)).map(|(_, star)| star);
                    (component, star.unwrap_or_default())
                })
                .collect();
            let mut done: Vec<(Compared, Star)> = components
                .into_par_iter()
                .map_init(Bench::default, |bench, (component, mut star)| {
                    (self.find_in(component, &mut star, bench), star)
                })
                .collect();
            open = done.last_mut().map(|(_, star)| (last.component, mem::take(star)));
            take(done.into_iter().fold(Compared::default(), |mut all, (compared, _)| {
                all.merge(compared);
                all
            }));
        }
    }

    /// Compares candidates of one component, as they follow those that made `star` what it is.
    fn find_in(&self, candidates: &[Linked], star: &mut Star, bench: &mut Bench) -> Compared {
        let mut compared = Compared::default();
        let Star { centres, other: last, tried, is_done } = star;
        for Linked { candidate: Candidate { other, kept }, .. } in candidates {
            let other = other.place;
            if last.replace(other) != Some(other) {
                tried.clear();
                *is_done = false;
            }
            // A document that is not kept itself leads to the one that is. That one stands before both.
            let kept = centres.get(&kept.place).copied().unwrap_or(kept.place);
            if *is_done || tried.contains(&kept) {
                continue;
            }
            tried.push(kept);
            let (Some(first), Some(second)) =
                (self.measure(kept, bench, &mut compared), self.measure(other, bench, &mut compared))
            else {
                continue;
            };
            if let Some(alike) = self.compare(&first, &second, bench) {
                centres.insert(other, kept);
                self.describe(&first.document, &second.document, &alike, &mut compared);
                *is_done = true;
            }
        }
        compared
    }

    /// How much two documents have in common, if they are alike.
    ///
    /// Of a short text that is there in many versions, the lines recur too, and are not of a web site. What is left of
    /// two versions then is a line with a change in it, without which it recurs, and was left out of the other text.
    /// What a web site puts its lines around is in none of them, and of two texts without anything left only numbers
    /// differ.
    fn compare(&self, first: &Measured, second: &Measured, bench: &mut Bench) -> Option<Alike<'_>> {
        let both = [first, second];
        let slots = &mut bench.slots;
        // What is left may be too short to be compared, even if the whole text was not.
        if both.iter().all(|measured| measured.shingles.len() >= FEWEST) {
            let overlap = first.overlap(second, slots);
            if self.rule.is_alike(&overlap) {
                return Some(Alike { overlap, left_out: self.left_out });
            }
        }
        let leaves_out = |it: &Measured| it.document.with(|document| leaves_out(document, self.left_out)) == Some(true);
        let is_empty = |it: &Measured| it.shingles.is_empty();
        let may_be_versions = both.iter().all(|it| it.shingles.len() < MOST_LEFT) && !both.into_iter().all(is_empty);
        if self.left_out.is_empty() || !may_be_versions || !both.into_iter().any(leaves_out) {
            return None;
        }
        let shingler = &mut bench.shingler;
        let [mut whole, mut another] = both.map(|measured| {
            let mut found = Vec::new();
            measured.document.with(|document| shingler.shingles_without(document, &[], &mut found));
            found
        });
        let overlap = Overlap::of(&whole, &another, slots);
        let mut is_found = |left: &Measured, other: &Measured, whole: &mut Vec<u64>| {
            whole.retain(|shingle| !other.shingles.contains(shingle));
            is_empty(left) || Overlap::of(whole, &left.shingles, slots).contains(FOUND_AGAIN)
        };
        let is_alike = self.rule.is_alike(&overlap)
            && is_found(first, second, &mut another)
            && is_found(second, first, &mut whole);
        is_alike.then_some(Alike { overlap, left_out: &[] })
    }

    /// Reads a document and measures it, unless it is still held.
    fn measure(&self, place: DocumentPlace, bench: &mut Bench, compared: &mut Compared) -> Option<Rc<Measured>> {
        let held = &mut bench.held;
        if let Some(at) = held.iter().position(|measured| measured.document.place == place) {
            // What is used last goes last.
            held.get_mut(at..)?.rotate_left(1);
            return held.last().cloned();
        }
        if held.len() == HELD {
            bench.spare = Rc::try_unwrap(held.remove(0)).map(|measured| measured.shingles).unwrap_or_default();
        }
        match self.read(place, bench) {
            Ok(measured) => {
                let measured = Rc::new(measured);
                bench.held.push(Rc::clone(&measured));
                Some(measured)
            }
            Err(error) => {
                compared.fail(place, error);
                None
            }
        }
    }

    fn read(&self, place: DocumentPlace, bench: &mut Bench) -> io::Result<Measured> {
        let document = self.reader.read(place)?;
        let mut shingles = mem::take(&mut bench.spare);
        shingles.clear();
        document.with(|document| bench.shingler.shingles_without(document, self.left_out, &mut shingles));
        Ok(Measured { document, shingles, distinct: OnceCell::new() })
    }

    fn describe(&self, first: &OwnedDocument, second: &OwnedDocument, alike: &Alike<'_>, compared: &mut Compared) {
        first.with(|kept| {
            second.with(|other| {
                let kept = Member { place: first.place, document: kept, note: 0 };
                let member = Member { place: second.place, document: other, note: 0 };
                let mut found = Vec::new();
                self.rule.describe(&kept, &member, alike, &mut Report::with_values(&mut found, self.values));
                compared.found(self.judging, found, &member, Some(&kept));
            })
        });
    }
}

/// A candidate, and which of the components that candidates make of the documents it belongs to. In the order of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Linked {
    component: u32,
    candidate: Candidate,
}

impl Record for Linked {
    const SIZE: usize = size_of::<u32>() + Candidate::SIZE;

    fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.component.to_be_bytes());
        self.candidate.write(out);
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (component, candidate) = bytes.split_first_chunk()?;
        Some(Self { component: u32::from_be_bytes(*component), candidate: Candidate::read(candidate)? })
    }
}

/// The candidates that are `wanted` in the order of their components, each once.
///
/// Of a text that is there in many versions there are far more candidates than documents. So these are in memory, and
/// those are read again and again.
fn by_component(
    candidates: &Sorted<Candidate>,
    wanted: impl Fn(&Candidate) -> bool,
    spill: &Spill,
) -> io::Result<Sorted<Linked>> {
    let spill = at_hand(spill);
    let wanted = &wanted;
    let distinct = || {
        let mut last = None;
        candidates.records().filter(move |read| match read {
            Ok(candidate) => wanted(candidate) && last.replace(*candidate) != Some(*candidate),
            Err(_) => true,
        })
    };
    let places = {
        let mut places: Sorter<u64> = Sorter::default();
        for candidate in distinct() {
            let candidate = candidate?;
            places.push(candidate.kept.place.to_bits());
            places.push(candidate.other.place.to_bits());
            places.keep_distinct_within(&spill)?;
        }
        let mut distinct: Vec<u64> = Vec::new();
        for place in places.sorted().records() {
            let place = place?;
            if distinct.last() != Some(&place) {
                distinct.push(place);
            }
        }
        distinct
    };
    let number = |rank: Rank| places.binary_search(&rank.place.to_bits()).unwrap_or_default();
    let mut roots = Roots::of(places.len());
    for candidate in distinct() {
        let candidate = candidate?;
        roots.join(number(candidate.kept), number(candidate.other));
    }
    let mut linked: Sorter<Linked> = Sorter::default();
    for candidate in distinct() {
        let candidate = candidate?;
        linked.push(Linked { component: roots.root(number(candidate.other)), candidate });
        linked.keep_distinct_within(&spill)?;
    }
    Ok(linked.sorted())
}

/// Sets that are joined: a number of each set is its root. (Tarjan, "Efficiency of a Good But Not Linear Set Union
/// Algorithm", 1975, with paths halved.)
struct Roots(Vec<u32>);

impl Roots {
    /// So many sets with one member each.
    fn of(count: usize) -> Self {
        Self((0..u32::try_from(count).unwrap_or(u32::MAX)).collect())
    }

    fn parent(&self, member: u32) -> u32 {
        self.0.get(member as usize).copied().unwrap_or(member)
    }

    /// The root of the set of a member.
    fn root(&self, member: usize) -> u32 {
        let mut member = u32::try_from(member).unwrap_or(u32::MAX);
        while self.parent(member) != member {
            member = self.parent(member);
        }
        member
    }

    /// Joins two sets. The lesser root becomes that of both, so that it does not hang on the order.
    fn join(&mut self, one: usize, another: usize) {
        let (one, another) = (self.halve(one), self.halve(another));
        if let Some(parent) = self.0.get_mut(one.max(another) as usize) {
            *parent = one.min(another);
        }
    }

    /// The root, with the way to it made shorter.
    fn halve(&mut self, member: usize) -> u32 {
        let mut member = u32::try_from(member).unwrap_or(u32::MAX);
        while self.parent(member) != member {
            let next = self.parent(self.parent(member));
            if let Some(parent) = self.0.get_mut(member as usize) {
                *parent = next;
            }
            member = next;
        }
        member
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rank(number: u64) -> Rank {
        Rank { lacks: 0, place: DocumentPlace::from_bits(number) }
    }

    #[test]
    fn candidates_that_hang_together_are_a_component() {
        let pairs = [(8, 9), (1, 5), (3, 4), (5, 8), (3, 7), (1, 5), (1, 6)];
        for limit in [0, usize::MAX] {
            let spill = Spill { limit, ..Spill::for_tests() };
            let mut candidates: Sorter<Candidate> = Sorter::default();
            for (kept, other) in pairs {
                candidates.push(Candidate { other: rank(other), kept: rank(kept) });
                candidates.keep_within(&spill).unwrap();
            }
            let wanted = |candidate: &Candidate| candidate.other != rank(6);
            let sorted = by_component(&candidates.sorted(), wanted, &spill).unwrap();
            let numbers: Vec<_> = sorted
                .records()
                .map(Result::unwrap)
                .map(|it| (it.component, it.candidate.kept.place.to_bits(), it.candidate.other.place.to_bits()))
                .collect();
            assert_eq!(numbers, [(0, 1, 5), (0, 5, 8), (0, 8, 9), (1, 3, 4), (1, 3, 7)]);
        }
    }

    proptest! {
        #[test]
        fn linked_candidates_come_back_from_disk(component: u32, other: u64, kept: u64) {
            let linked = Linked { component, candidate: Candidate { other: rank(other), kept: rank(kept) } };
            let mut bytes = Vec::new();
            linked.write(&mut bytes);
            prop_assert_eq!((bytes.len(), Linked::read(&bytes)), (Linked::SIZE, Some(linked)));
        }
    }
}
