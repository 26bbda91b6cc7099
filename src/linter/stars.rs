//! Documents that are alike, put together as stars: each that is reported is like the one that is kept.
//!
//! Likeness is not transitive: of a chain of texts in which each is like the next, the first and the last may have
//! nothing in common, and long chains are what a large corpus is full of. Therefore documents are gone through from
//! the best one to keep to the last, and each is compared with documents that are kept, and with no others.

use std::collections::BTreeMap;
use std::io;
use std::rc::Rc;

use super::compare::Failed;
use super::library::{Library, Volume};
use crate::diagnostic::Finding;
use crate::facts::DocumentPlace;
use crate::facts::shingles::{Overlap, shingles_without};
use crate::rule::{Alike, Candidate, CorpusRule, Member, Report, Values};

/// How many documents that were read are held, since a document that is like one is often like the next too.
const HELD: usize = 4;

/// Compares documents for one rule.
pub(super) struct Stars<'r, 'l> {
    pub(super) rule: &'r dyn CorpusRule,
    pub(super) values: &'r Values,
    /// The hashes of lines that are left out, sorted.
    pub(super) left_out: &'r [u64],
    pub(super) library: &'r mut Library<'l>,
}

/// A document that was read again, and its shingles.
struct Measured {
    volume: Volume,
    shingles: Vec<u64>,
}

impl Stars<'_, '_> {
    /// Gives the findings, each with the document that it is in. What cannot be read is put into `failed`, and is like
    /// nothing.
    pub(super) fn find(
        &mut self,
        mut candidates: Vec<Candidate>,
        failed: &mut Failed,
    ) -> Vec<(DocumentPlace, Finding)> {
        candidates.sort_unstable();
        candidates.dedup();
        let mut findings = Vec::new();
        // For each document that is like a better one: which.
        let mut centres: BTreeMap<DocumentPlace, DocumentPlace> = BTreeMap::new();
        let mut held: Vec<Rc<Measured>> = Vec::with_capacity(HELD);
        let mut tried: Vec<DocumentPlace> = Vec::new();
        for same in candidates.chunk_by(|left, right| left.other == right.other) {
            tried.clear();
            for Candidate { other, kept } in same {
                // A document that is not kept itself leads to the one that is. That one stands before both.
                let kept = centres.get(&kept.place).copied().unwrap_or(kept.place);
                let other = other.place;
                if tried.contains(&kept) {
                    continue;
                }
                tried.push(kept);
                let (Some(first), Some(second)) =
                    (self.measure(kept, &mut held, failed), self.measure(other, &mut held, failed))
                else {
                    continue;
                };
                let overlap = Overlap::of(&first.shingles, &second.shingles);
                if self.rule.is_alike(&overlap) {
                    centres.insert(other, kept);
                    self.describe(&first.volume, &second.volume, overlap, &mut findings);
                    break;
                }
            }
        }
        findings
    }

    /// Reads a document and measures it, unless it is still held.
    fn measure(
        &mut self,
        place: DocumentPlace,
        held: &mut Vec<Rc<Measured>>,
        failed: &mut Failed,
    ) -> Option<Rc<Measured>> {
        if let Some(at) = held.iter().position(|measured| measured.volume.place == place) {
            // What is used last goes last.
            held.get_mut(at..)?.rotate_left(1);
            return held.last().cloned();
        }
        match self.read(place) {
            Ok(measured) => {
                let measured = Rc::new(measured);
                if held.len() == HELD {
                    held.remove(0);
                }
                held.push(Rc::clone(&measured));
                Some(measured)
            }
            Err(error) => {
                failed.entry(place.file()).or_insert(error);
                None
            }
        }
    }

    fn read(&mut self, place: DocumentPlace) -> io::Result<Measured> {
        let volume = self.library.read(place)?;
        let shingles = volume.with(|document| shingles_without(document, self.left_out)).unwrap_or_default();
        Ok(Measured { volume, shingles })
    }

    fn describe(
        &mut self,
        first: &Volume,
        second: &Volume,
        overlap: Overlap,
        findings: &mut Vec<(DocumentPlace, Finding)>,
    ) {
        let mut found = Vec::new();
        let alike = Alike { overlap, left_out: self.left_out };
        first.with(|kept| {
            second.with(|other| {
                let kept = Member { place: first.place, document: kept, note: 0 };
                let member = Member { place: second.place, document: other, note: 0 };
                self.rule.describe(&kept, &member, &alike, &mut Report::with_values(&mut found, self.values));
            })
        });
        findings.extend(found.into_iter().map(|finding| (second.place, finding)));
    }
}
