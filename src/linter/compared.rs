//! What came of comparing documents, without what is accepted of it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::accept::Accepted;
use super::compare::Run;
use super::fingerprint::{Owner, concerned, fingerprint};
use crate::diagnostic::{Finding, Fingerprint};
use crate::document::{Document, SectionKind};
use crate::facts::DocumentPlace;
use crate::rule::{Member, RuleMeta};

/// Why files could not be read again, by their numbers.
pub(super) type Failed = BTreeMap<usize, io::Error>;

/// What came of comparing some documents.
#[derive(Default)]
pub(super) struct Compared {
    pub(super) findings: Vec<Reported>,
    /// How many findings were accepted.
    pub(super) accepted: Accepted,
    pub(super) failed: Failed,
}

impl Compared {
    /// Notes that a document cannot be read again.
    pub(super) fn fail(&mut self, place: DocumentPlace, error: io::Error) {
        self.failed.entry(place.file()).or_insert(error);
    }

    /// Takes in what `rule` found in the `other` document, but for what is accepted of it.
    pub(super) fn found(
        &mut self,
        rule: Judging<'_>,
        found: Vec<Finding>,
        other: &Member<'_>,
        kept: Option<&Member<'_>>,
    ) {
        if found.is_empty() {
            return;
        }
        let Judging { number, rule, run } = rule;
        let document = other.document;
        let mut accepts = run.acceptance.of(document);
        if accepts.allows(number, rule, found.len() as u64, &mut self.accepted) {
            return;
        }
        let is_known_again = run.options.fingerprints || accepts.wants_fingerprints();
        let print = |document: &Document<'_>, span, subject: Option<&str>| {
            // No document goes by the name of its file, but the last line of one does.
            let path = run.sources.get(other.place.file()).map_or(Path::new(""), |source| source.path());
            let owner = Owner::of(document, path);
            match subject {
                Some(subject) => fingerprint(rule, &owner, subject.as_bytes()),
                None => fingerprint(rule, &owner, &concerned(document.marker(), document.bytes(), span)),
            }
        };
        for finding in found {
            let own = is_known_again.then(|| print(document, finding.span, finding.subject.as_deref()));
            if own.is_some_and(|own| accepts.is_in_baseline(own, &mut self.accepted)) {
                continue;
            }
            // Of two documents that are the same, the one that comes first is kept and the other one is reported. When
            // documents have been moved that may be the other way round, and what was accepted of one is accepted of the
            // other.
            let place = |kept: &Member<'_>| {
                let is_other = kept.place != other.place;
                let related = finding.related.iter().find(|it| is_other && it.document == Some(kept.place))?;
                run.acceptance.entry(print(kept.document, related.span, None))
            };
            let left_over = kept.filter(|_| accepts.wants_fingerprints()).and_then(place);
            let in_document = document.kind() == SectionKind::Document;
            self.findings.push(Reported { document: other.place, in_document, finding, fingerprint: own, left_over });
        }
    }

    /// Takes in what came of comparing others.
    pub(super) fn merge(&mut self, other: Self) {
        self.findings.extend(other.findings);
        self.accepted.add(other.accepted);
        for (file, error) in other.failed {
            self.failed.entry(file).or_insert(error);
        }
    }
}

/// A finding in a document that is not accepted as it is.
pub(super) struct Reported {
    pub(super) document: DocumentPlace,
    /// Whether that is a document, and not the last line of a file.
    pub(super) in_document: bool,
    pub(super) finding: Finding,
    /// By what it is known again, where that is wanted.
    pub(super) fingerprint: Option<Fingerprint>,
    /// The entry of the baseline that accepts it, if that is needed for nothing else.
    pub(super) left_over: Option<usize>,
}

/// What decides about findings of a rule.
#[derive(Clone, Copy)]
pub(super) struct Judging<'a> {
    pub(super) number: usize,
    pub(super) rule: &'static RuleMeta,
    pub(super) run: &'a Run<'a>,
}
