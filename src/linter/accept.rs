//! What is accepted, taken out before it is counted: what a document exempts itself from, what the configuration allows,
//! and what is in the baseline. In this order, so that each finding is accepted by one of them, and what is needed for
//! nothing can be reported.
//!
//! A document in which nothing is found costs next to nothing: it is looked whether it has an `allow` attribute, and as
//! long as an `[[allow]]` has met none of its documents, whether this is one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::allow::{self, Allow};
use crate::baseline::{Baseline, Matches};
use crate::config::{Allowances, Settings};
use crate::diagnostic::Fingerprint;
use crate::document::Document;
use crate::rule::RuleMeta;

/// How many findings were accepted, and by what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// By the `allow` attributes of documents.
    pub by_documents: u64,
    /// By `[[allow]]` of the configuration.
    pub by_configuration: u64,
    /// By the baseline.
    pub by_baseline: u64,
}

impl Accepted {
    /// Takes in what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        self.by_documents += other.by_documents;
        self.by_configuration += other.by_configuration;
        self.by_baseline += other.by_baseline;
    }

    /// How many there were.
    pub const fn all(self) -> u64 {
        self.by_documents + self.by_configuration + self.by_baseline
    }
}

/// What a run found out about what it was to accept.
#[derive(Debug, Default)]
pub struct Needed {
    /// Of each `[[allow]]`, whether a document that it is about was there, and whether it had something to accept.
    pub allowances: Vec<(bool, bool)>,
    /// For what the entries of the baseline were needed.
    pub matches: Matches,
    /// The entries of the baseline, by their numbers, of which less was found than they accept, though their documents
    /// were there and their rules ran.
    pub stale: Vec<usize>,
}

/// What is accepted in a run.
pub(super) struct Acceptance<'a> {
    allowances: &'a Allowances,
    met: Vec<AtomicBool>,
    needed: Vec<AtomicBool>,
    /// How many allowances have met none of their documents.
    unmet: AtomicUsize,
    baseline: Option<&'a Baseline>,
    matches: Matches,
}

impl<'a> Acceptance<'a> {
    pub(super) fn new(settings: &'a Settings) -> Self {
        let (allowances, baseline) = (settings.allowances(), settings.baseline());
        let flags = || allowances.all().iter().map(|_| AtomicBool::new(false)).collect();
        Self {
            allowances,
            met: flags(),
            needed: flags(),
            unmet: AtomicUsize::new(allowances.all().len()),
            baseline,
            matches: baseline.map(Matches::new).unwrap_or_default(),
        }
    }

    /// Whether findings have to have fingerprints.
    pub(super) const fn wants_fingerprints(&self) -> bool {
        self.baseline.is_some()
    }

    /// The document with this id is there.
    pub(super) fn meet(&self, id: Option<&[u8]>) {
        if self.unmet.load(Ordering::Relaxed) == 0 {
            return;
        }
        let Some(id) = id else { return };
        for met in self.allowances.about(id).into_iter().filter_map(|number| self.met.get(number)) {
            if !met.swap(true, Ordering::Relaxed) {
                self.unmet.fetch_sub(1, Ordering::Relaxed);
            }
        }
    }

    /// What is accepted in a document.
    pub(super) fn of<'d>(&'d self, document: &'d Document<'_>) -> OfDocument<'d> {
        let own = document.marker().and_then(|marker| marker.attribute("allow"));
        let by_file = if own.is_some() { &[][..] } else { document.defaults().exempted(allow::exempted) };
        let own = own.and_then(|attribute| Allow::parse(&attribute.value.bytes));
        OfDocument { run: self, id: document.id(), own, by_file, about: None, counts: BTreeMap::new() }
    }

    /// Accepts a finding that is not in the baseline, and counts it, if this entry of it is needed for nothing else. To
    /// be asked for one finding after another, in order.
    pub(super) fn is_left_over(&self, entry: usize, accepted: &mut Accepted) -> bool {
        if self.matches.of(entry) > 0 {
            return false;
        }
        self.matches.note(entry, 1);
        accepted.by_baseline += 1;
        true
    }

    /// The number of the entry of the baseline with this fingerprint.
    pub(super) fn entry(&self, fingerprint: Fingerprint) -> Option<usize> {
        Some(self.baseline?.find(fingerprint)?.0)
    }

    /// What was found out, when all findings have been seen.
    pub(super) fn finish(self) -> Needed {
        let flags = self.met.iter().zip(&self.needed);
        let allowances = flags.map(|(met, needed)| (met.load(Ordering::Relaxed), needed.load(Ordering::Relaxed)));
        Needed { allowances: allowances.collect(), matches: self.matches, stale: Vec::new() }
    }
}

/// What is accepted in one document.
pub(super) struct OfDocument<'d> {
    run: &'d Acceptance<'d>,
    id: Option<&'d [u8]>,
    pub(super) own: Option<Allow<'d>>,
    /// For each rule, whether its file exempts all of its documents from it.
    by_file: &'d [bool],
    /// The allowances about this document, once something was found in it.
    about: Option<Vec<usize>>,
    /// How many findings of the document each entry of the baseline has accepted.
    counts: BTreeMap<usize, u32>,
}

impl OfDocument<'_> {
    /// Accepts findings of one rule, and counts them, if the document or the configuration says so.
    pub(super) fn allows(&mut self, number: usize, rule: &RuleMeta, findings: u64, accepted: &mut Accepted) -> bool {
        let by_file = self.by_file.get(number).is_some_and(|exempted| *exempted);
        if by_file || self.own.as_mut().is_some_and(|own| own.accepts(rule)) {
            accepted.by_documents += findings;
            return true;
        }
        let allowances = self.run.allowances;
        let Some(id) = self.id.filter(|_| !allowances.all().is_empty()) else { return false };
        let about = self.about.get_or_insert_with(|| allowances.about(id));
        let mut allows = false;
        for &about in about.iter() {
            if allowances.all().get(about).is_some_and(|allowance| allowance.covers(number)) {
                allows = true;
                if let Some(needed) = self.run.needed.get(about) {
                    needed.store(true, Ordering::Relaxed);
                }
            }
        }
        accepted.by_configuration += if allows { findings } else { 0 };
        allows
    }

    /// Whether findings have to have fingerprints.
    pub(super) const fn wants_fingerprints(&self) -> bool {
        self.run.wants_fingerprints()
    }

    /// Accepts a finding, and counts it, if it is in the baseline.
    pub(super) fn is_in_baseline(&mut self, fingerprint: Fingerprint, accepted: &mut Accepted) -> bool {
        let found = self.run.baseline.and_then(|baseline| baseline.find(fingerprint));
        let Some((entry, most)) = found else { return false };
        let count = self.counts.entry(entry).or_default();
        if *count >= most {
            return false;
        }
        *count += 1;
        self.run.matches.note(entry, *count);
        accepted.by_baseline += 1;
        true
    }
}
