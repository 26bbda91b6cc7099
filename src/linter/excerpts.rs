//! Places in documents that are no longer in memory: what corpus rules point at.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::accept::Accepted;
use super::compare::Run;
use super::fingerprint::{Owner, concerned, fingerprint, hash_of};
use super::library::Library;
use super::profile::origin_of;
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Origin, Related, Severity};
use crate::facts::DocumentPlace;
use crate::rule::RuleMeta;
use crate::rules;
use crate::span::{Locator, Place, Position, Span};
use crate::syntax::{MAX_MARKER_LINE, Marker};

/// How much is read behind a place, in bytes, so that a reader sees the line it is in and the next.
const BEHIND: usize = 512;

/// What a corpus rule said of a document, and how bad it is there.
pub(super) struct Told {
    pub(super) rule: &'static RuleMeta,
    pub(super) severity: Severity,
    pub(super) document: DocumentPlace,
    pub(super) finding: Finding,
}

/// What is known of a place when it has been looked up.
#[derive(Clone, Default)]
struct Found {
    place: Place,
    /// The line of the file that the document begins with.
    first_line: u64,
    id: Option<Arc<str>>,
    excerpt: Option<Excerpt>,
    concerned: Option<Concerned>,
    origin: Option<Arc<Origin>>,
}

/// What decides whether a finding is accepted.
#[derive(Clone)]
struct Concerned {
    /// The id of the document as it is.
    id: Option<Box<[u8]>>,
    /// What it exempts itself from.
    allow: Option<Box<[u8]>>,
    /// Of a document without an id, the hash of its text; only where findings have to be known again.
    hash: Option<[u8; 32]>,
    /// The text that is concerned; only where findings have to be known again.
    text: Box<[u8]>,
}

impl Concerned {
    fn owner(&self) -> Owner<'_> {
        match (&self.id, self.hash) {
            (Some(id), _) => Owner::Id(id),
            (None, hash) => Owner::Text(hash.unwrap_or_default()),
        }
    }
}

/// Makes diagnostics of what corpus rules told and nobody accepts, each with the number of its file.
pub(super) fn place(
    mut told: Vec<Told>,
    run: &Run<'_>,
    library: &mut Library<'_>,
    accepted: &mut Accepted,
) -> Vec<(usize, Diagnostic)> {
    let mut places: BTreeMap<(DocumentPlace, Span), Found> = BTreeMap::new();
    for Told { document, finding, .. } in &told {
        places.insert((*document, finding.span), Found::default());
        for related in &finding.related {
            places.insert((related.document.unwrap_or(*document), related.span), Found::default());
        }
    }
    look_up(&mut places, library, run);
    accept(&mut told, &places, run, accepted);
    let look = |document: DocumentPlace, span: Span| places.get(&(document, span)).cloned().unwrap_or_default();
    let mut diagnostics = Vec::with_capacity(told.len());
    for Told { rule, severity, document, finding } in told {
        let Some(source) = run.sources.get(document.file()) else { continue };
        let Found { place, first_line, id, excerpt, concerned, origin } = look(document, finding.span);
        let concerned = concerned.filter(|_| run.options.fingerprints);
        let fingerprint = concerned.map(|concerned| fingerprint(rule, &concerned.owner(), &concerned.text));
        let related = finding.related.into_iter().filter_map(|related| {
            let document = related.document.unwrap_or(document);
            let Found { place, excerpt, .. } = look(document, related.span);
            let source = Arc::clone(run.sources.get(document.file())?);
            Some(Related { source, place, label: related.label, excerpt })
        });
        let diagnostic = Diagnostic {
            rule,
            severity,
            message: finding.message,
            label: finding.label,
            help: finding.help,
            source: Arc::clone(source),
            document: id,
            in_document: true,
            document_line: place.start.line.saturating_sub(first_line),
            place,
            excerpt,
            related: related.collect(),
            fix: None,
            fingerprint,
            origin,
        };
        diagnostics.push((document.file(), diagnostic));
    }
    diagnostics
}

/// Takes out what is accepted, document by document.
fn accept(
    told: &mut Vec<Told>,
    places: &BTreeMap<(DocumentPlace, Span), Found>,
    run: &Run<'_>,
    accepted: &mut Accepted,
) {
    told.sort_by_key(|told| (told.document, told.finding.span));
    let mut kept = Vec::with_capacity(told.len());
    for same in told.chunk_by(|left, right| left.document == right.document) {
        let concerned = |told: &Told| places.get(&(told.document, told.finding.span))?.concerned.as_ref();
        let known = same.first().and_then(concerned);
        let id = known.and_then(|known| known.id.as_deref());
        let mut accepts = run.acceptance.of(id, known.and_then(|known| known.allow.as_deref()));
        for told in same {
            let Told { rule, .. } = told;
            let is_allowed = rules::index_of(rule.id).is_some_and(|number| accepts.allows(number, rule, 1, accepted));
            let is_accepted = is_allowed
                || concerned(told).is_some_and(|concerned| {
                    accepts.is_in_baseline(rule, || (concerned.owner(), (&*concerned.text).into()), accepted)
                });
            kept.push(!is_accepted);
        }
    }
    // Of two documents that are the same, the one that comes first is kept and the other one is reported. When documents
    // have been moved that may be the other way round, and what was accepted of one is accepted of the other.
    for (told, kept) in told.iter().zip(&mut kept).filter(|(_, kept)| **kept) {
        let Some(related) = told.finding.related.first() else { continue };
        let Some(other) = related.document.filter(|other| *other != told.document) else { continue };
        let Some(concerned) = places.get(&(other, related.span)).and_then(|found| found.concerned.as_ref()) else {
            continue;
        };
        *kept = !run.acceptance.is_left_over(told.rule, &concerned.owner(), &concerned.text, accepted);
    }
    let mut kept = kept.into_iter();
    told.retain(|_| kept.next().unwrap_or(true));
}

/// Fills in `places`, which are in the order of files and offsets, so that each file is gone through once.
fn look_up(places: &mut BTreeMap<(DocumentPlace, Span), Found>, library: &mut Library<'_>, run: &Run<'_>) {
    let (options, known_again) = (run.options, run.options.fingerprints || run.acceptance.wants_fingerprints());
    let mut known: Option<(DocumentPlace, u64)> = None;
    for ((document, span), found) in places {
        // The place is where it is even if the file cannot be read a second time.
        let byte = |offset: usize| Position::line_start(document.offset() + offset as u64, 1);
        found.place = Place { start: byte(span.start), end: byte(span.end) };
        let Ok(line) = library.line(*document, known) else { continue };
        known = Some((*document, line));
        found.first_line = line;
        let Ok(mut bytes) = library.bytes(document.file(), document.offset(), span.end + BEHIND) else { continue };
        if memchr::memchr(b'\n', &bytes).is_none() {
            // What the document says of itself may stand at the end of a long marker line.
            let Ok(line) = library.bytes(document.file(), document.offset(), MAX_MARKER_LINE + 2) else { continue };
            bytes = if line.len() > bytes.len() { line } else { bytes };
        }
        found.place = Locator::new(&bytes, Position { line, ..byte(0) }).place(*span);
        found.excerpt = options.excerpts.then(|| Excerpt::new(&bytes, *span, found.place.start.line));
        let marker = Marker::parse(&bytes);
        let id = marker.as_ref().and_then(|marker| marker.id.as_ref()).map(|id| &*id.bytes);
        found.id = id.map(|id| Arc::from(String::from_utf8_lossy(id)));
        let defaults = library.defaults(document.file());
        let own = |key: &str| marker.as_ref()?.attribute(key).map(|attribute| &*attribute.value.bytes);
        let attribute = |key: &str| own(key).or_else(|| defaults?.get(key));
        found.origin = options.profile.then(|| Arc::new(origin_of(attribute)));
        let id = id.filter(|id| !id.is_empty()).map(Box::from);
        let allow = attribute("allow").map(Box::from);
        let text = if known_again { (*concerned(marker.as_ref(), &bytes, *span)).into() } else { Box::default() };
        let volume = if id.is_none() && known_again { library.read(*document).ok() } else { None };
        let hash = volume.and_then(|volume| volume.with(hash_of));
        found.concerned = Some(Concerned { id, allow, hash, text });
    }
}
