//! Findings of a document become diagnostics: their offsets become lines and columns.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::sync::Arc;

use super::Options;
use super::block::Weighed;
use super::fingerprint::{Begun, Owner, attribute_at, concerned};
use super::profile::origin_of;
use super::tasks::FileInRun;
use super::waypoints::Waypoints;
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Fingerprint, PlacedEdit, PlacedFix, Related, RelatedFinding};
use crate::document::{Document, SectionKind};
use crate::fix::{Edit, Fix};
use crate::rule::{AnyRule, RuleMeta};
use crate::rules;
use crate::span::{Place, Position, Span};

/// Makes diagnostics of the findings of one document.
pub(super) struct Placer<'a> {
    pub(super) file: &'a FileInRun,
    pub(super) document: &'a Document<'a>,
    id: OnceCell<Option<Arc<str>>>,
    owner: OnceCell<Owner<'a>>,
    /// The fingerprints of findings of a rule in an attribute, by where that begins: one value may be long, and have as
    /// many findings as it has characters.
    known: RefCell<BTreeMap<(&'static str, usize), Fingerprint>>,
    /// What a fingerprint begins with, for each rule: an id may be as long as a marker line, and is hashed once for it.
    begun: RefCell<BTreeMap<&'static str, Begun>>,
    waypoints: Waypoints<'a>,
    body_line: u64,
    excerpts: bool,
    fingerprints: bool,
    origins: bool,
}

impl<'a> Placer<'a> {
    pub(super) fn new(file: &'a FileInRun, document: &'a Document<'a>, base: Position, options: &Options) -> Self {
        let waypoints = Waypoints::new(document.bytes(), base);
        let body_line = base.line + u64::from(document.marker().is_some());
        let Options { excerpts, fingerprints, profile, .. } = *options;
        Self {
            file,
            document,
            id: OnceCell::new(),
            owner: OnceCell::new(),
            known: RefCell::default(),
            begun: RefCell::default(),
            waypoints,
            body_line,
            excerpts,
            fingerprints,
            origins: profile,
        }
    }

    /// Where the document begins in its file, in bytes.
    pub(super) const fn base(&self) -> u64 {
        self.waypoints.base.byte
    }

    /// The id of the document, as text. Few documents are asked for it.
    fn id(&self) -> Option<Arc<str>> {
        self.id.get_or_init(|| self.document.id().map(|id| Arc::from(String::from_utf8_lossy(id)))).clone()
    }

    /// Shows `each` the diagnostics of `found`, which is in the order of places, with the numbers of their rules.
    pub(super) fn place(&mut self, found: Vec<Weighed>, mut each: impl FnMut(usize, &Diagnostic)) {
        if found.is_empty() {
            return;
        }
        let places = Places::find(&mut self.waypoints, &found);
        let origin = self.origins.then(|| Arc::new(origin_of(|key| self.document.attribute(key))));
        for (number, severity, finding) in found {
            let Some(rule) = rules::ALL.get(number).map(AnyRule::meta) else { continue };
            let place = places.of(finding.span);
            let fingerprint = self.fingerprints.then(|| self.fingerprint(rule, &finding));
            let diagnostic = Diagnostic {
                rule,
                severity,
                message: finding.message,
                label: finding.label,
                help: finding.help,
                source: Arc::clone(&self.file.source),
                document: self.id(),
                in_document: self.document.kind() == SectionKind::Document,
                document_line: (place.start.line + 1).saturating_sub(self.body_line),
                excerpt: self.excerpt(finding.span, place),
                place,
                related: finding.related.into_iter().map(|finding| self.related(finding, &places)).collect(),
                fix: finding.fix.map(|fix| place_fix(fix, &places)),
                fingerprint,
                occurrence: 0,
                origin: origin.clone(),
            };
            each(number, &diagnostic);
        }
    }

    /// Another place in the same document. What document rules point at is never in another one.
    fn related(&self, related: RelatedFinding, places: &Places) -> Related {
        let place = places.of(related.span);
        let excerpt = self.excerpt(related.span, place);
        Related { source: Arc::clone(&self.file.source), place, label: related.label, excerpt }
    }

    /// What a finding of `rule` is known again by.
    pub(super) fn fingerprint(&self, rule: &RuleMeta, Finding { span, subject, .. }: &Finding) -> Fingerprint {
        let (marker, bytes) = (self.document.marker(), self.document.bytes());
        let owner = self.owner.get_or_init(|| Owner::of(self.document, self.file.source.path()));
        let make = |text: &[u8]| {
            let mut all = self.begun.borrow_mut();
            all.entry(rule.id).or_insert_with(|| Begun::of(rule, owner)).fingerprint(text)
        };
        if let Some(subject) = subject {
            return make(subject.as_bytes());
        }
        let make = || make(&concerned(marker, bytes, *span));
        match marker.and_then(|marker| attribute_at(marker, *span)) {
            None => make(),
            Some(attribute) => *self.known.borrow_mut().entry((rule.id, attribute.key_span.start)).or_insert_with(make),
        }
    }

    fn excerpt(&self, span: Span, place: Place) -> Option<Excerpt> {
        self.excerpts.then(|| Excerpt::new(self.document.bytes(), span, place.start.line))
    }
}

fn place_fix(fix: Fix, places: &Places) -> PlacedFix {
    let place = |edit: Edit| PlacedEdit { place: places.of(edit.span), content: edit.content };
    PlacedFix { title: fix.title, applicability: fix.applicability, edits: fix.edits.into_iter().map(place).collect() }
}

/// Where everything is that the findings of one document point at: themselves, their edits, and what is related.
///
/// All of it is looked up in one walk along the document. What belongs to one finding can reach over the next, and
/// findings can lie in each other like the skins of an onion; a walk for each would take the square of their number.
struct Places {
    /// In order, each once.
    offsets: Vec<usize>,
    /// One for each of `offsets`.
    positions: Vec<Position>,
}

impl Places {
    fn find(waypoints: &mut Waypoints<'_>, found: &[Weighed]) -> Self {
        let mut offsets = Vec::new();
        let mut add = |span: Span| offsets.extend([span.start, span.end]);
        for (_, _, finding) in found {
            add(finding.span);
            finding.related.iter().for_each(|related| add(related.span));
            finding.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| add(edit.span));
        }
        offsets.sort_unstable();
        offsets.dedup();
        let positions = offsets.iter().map(|&offset| waypoints.position(offset)).collect();
        Self { offsets, positions }
    }

    fn of(&self, span: Span) -> Place {
        let position = |offset: usize| {
            let number = self.offsets.binary_search(&offset).ok()?;
            self.positions.get(number).copied()
        };
        // Every offset that is asked for was looked up.
        Place { start: position(span.start).unwrap_or_default(), end: position(span.end).unwrap_or_default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Finding, Severity};
    use crate::span::Locator;

    #[test]
    fn what_lies_in_each_other_is_found_like_what_stands_in_a_row() {
        let bytes = "é((\n(x)\n))z".as_bytes();
        let nested = [(2, 11), (3, 10), (5, 8)].map(|(open, close): (usize, usize)| {
            let mut finding = Finding::new(Span::new(open, open + 1), "an opening one");
            let ends = [Span::new(open, open + 1), Span::new(close, close + 1)];
            finding.related(ends[1], "its end").fix(Fix::safe("take both away", ends.map(Edit::delete)));
            (0, Severity::Error, finding)
        });
        let base = Position::line_start(100, 7);
        let places = Places::find(&mut Waypoints::new(bytes, base), &nested);
        for (_, _, finding) in &nested {
            for span in [finding.span, finding.related[0].span] {
                assert_eq!(places.of(span), Locator::new(bytes, base).place(span));
            }
        }
        assert_eq!(places.positions.len(), places.offsets.len());
        assert!(places.offsets.is_sorted(), "one walk is enough");
    }
}
