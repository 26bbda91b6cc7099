//! Star clustering of documents that are alike: each that is reported is like the one that is kept.
//!
//! Likeness is not transitive: of a chain of texts in which each is like the next, the first and the last may have
//! nothing in common, and long chains are what a large corpus is full of. Therefore documents are gone through from
//! the best one to keep to the last, and each is compared with documents that are kept, and with no others.

use std::collections::BTreeMap;
use std::io;
use std::mem;
use std::rc::Rc;

use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;

use super::compared::{Compared, Judging};
use super::document_reader::{DocumentReader, OwnedDocument};
use crate::facts::DocumentPlace;
use crate::facts::overlap::Overlap;
use crate::facts::shingles::{Shingler, leaves_out};
use crate::facts::sketch::FEWEST;
use crate::rule::{Alike, Candidate, CorpusRule, Member, Report, Values};

/// How many documents that were read are held, since a document that is like one is often like the next too.
const HELD: usize = 4;

/// How many candidates are compared at least before what was found is put away.
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
    /// Compares candidates, and gives what was found to `take` from time to time.
    ///
    /// What becomes of a document hangs on those only to which candidates lead from it, by however many steps. So the
    /// documents that hang together are gone through in order, and those that do not in parallel.
    pub(super) fn find(&self, candidates: Vec<Candidate>, mut take: impl FnMut(Compared)) {
        let candidates = by_component(candidates);
        let mut rest = candidates.as_slice();
        while !rest.is_empty() {
            // A batch ends where a component does.
            let component = rest.get(BATCH.min(rest.len()) - 1).map(|(component, _)| *component).unwrap_or_default();
            let (batch, others) = rest.split_at(rest.partition_point(|(other, _)| *other <= component));
            rest = others;
            let components = batch.par_chunk_by(|left, right| left.0 == right.0);
            let compared: Vec<Compared> =
                components.map_init(Bench::default, |bench, component| self.find_in(component, bench)).collect();
            take(compared.into_iter().fold(Compared::default(), |mut all, compared| {
                all.merge(compared);
                all
            }));
        }
    }

    /// Compares the candidates of one component.
    fn find_in(&self, candidates: &[(u32, Candidate)], bench: &mut Bench) -> Compared {
        let mut compared = Compared::default();
        // For each document that is like a better one: which.
        let mut centres: BTreeMap<DocumentPlace, DocumentPlace> = BTreeMap::new();
        let mut tried: Vec<DocumentPlace> = Vec::new();
        for same in candidates.chunk_by(|(_, left), (_, right)| left.other == right.other) {
            tried.clear();
            for (_, Candidate { other, kept }) in same {
                // A document that is not kept itself leads to the one that is. That one stands before both.
                let kept = centres.get(&kept.place).copied().unwrap_or(kept.place);
                let other = other.place;
                if tried.contains(&kept) {
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
                    break;
                }
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
            let overlap = Overlap::of(&first.shingles, &second.shingles, slots);
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
        Ok(Measured { document, shingles })
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

/// Candidates in the order of the components that they make of the documents, each once.
fn by_component(mut candidates: Vec<Candidate>) -> Vec<(u32, Candidate)> {
    candidates.sort_unstable();
    candidates.dedup();
    let mut places: Vec<DocumentPlace> =
        candidates.iter().flat_map(|candidate| [candidate.kept.place, candidate.other.place]).collect();
    places.sort_unstable();
    places.dedup();
    let number = |place: DocumentPlace| places.binary_search(&place).unwrap_or_default();
    let mut roots = Roots::of(places.len());
    for candidate in &candidates {
        roots.join(number(candidate.kept.place), number(candidate.other.place));
    }
    let component = |candidate: &Candidate| roots.root(number(candidate.other.place));
    let components: Vec<u32> = candidates.iter().map(component).collect();
    let mut candidates: Vec<(u32, Candidate)> = components.into_iter().zip(candidates).collect();
    candidates.sort_unstable();
    candidates
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
    use super::*;
    use crate::rule::Rank;

    fn rank(number: u64) -> Rank {
        Rank { lacks: 0, place: DocumentPlace::from_bits(number) }
    }

    #[test]
    fn candidates_that_hang_together_are_a_component() {
        let pairs = [(8, 9), (1, 5), (3, 4), (5, 8), (3, 7), (1, 5)];
        let candidates = pairs.map(|(kept, other)| Candidate { other: rank(other), kept: rank(kept) });
        let sorted = by_component(candidates.to_vec());
        let numbers: Vec<_> = sorted
            .iter()
            .map(|(component, it)| (*component, it.kept.place.to_bits(), it.other.place.to_bits()))
            .collect();
        assert_eq!(numbers, [(0, 1, 5), (0, 5, 8), (0, 8, 9), (1, 3, 4), (1, 3, 7)]);
    }
}
