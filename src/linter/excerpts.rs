//! Places in documents that are no longer in memory: what corpus rules point at.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Options;
use super::fingerprint::fingerprint;
use super::library::Library;
use super::profile::origin_of;
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Origin, Related, Severity};
use crate::facts::DocumentPlace;
use crate::rule::RuleMeta;
use crate::source::Source;
use crate::span::{Locator, Place, Position, Span};
use crate::syntax::Marker;

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

/// The id of a document as it is, and what stands at a place in it.
type Concerned = (Option<Box<[u8]>>, Box<[u8]>);

/// Makes diagnostics of what corpus rules told, each with the number of its file.
pub(super) fn place(
    told: Vec<Told>,
    sources: &[Arc<Source>],
    library: &mut Library<'_>,
    options: &Options,
) -> Vec<(usize, Diagnostic)> {
    let mut places: BTreeMap<(DocumentPlace, Span), Found> = BTreeMap::new();
    for Told { document, finding, .. } in &told {
        places.insert((*document, finding.span), Found::default());
        for related in &finding.related {
            places.insert((related.document.unwrap_or(*document), related.span), Found::default());
        }
    }
    look_up(&mut places, library, options);
    let look = |document: DocumentPlace, span: Span| places.get(&(document, span)).cloned().unwrap_or_default();
    let mut diagnostics = Vec::with_capacity(told.len());
    for Told { rule, severity, document, finding } in told {
        let Some(source) = sources.get(document.file()) else { continue };
        let Found { place, first_line, id, excerpt, concerned, origin } = look(document, finding.span);
        let fingerprint = concerned.map(|(id, text)| fingerprint(rule, id.as_deref(), source.path(), &text));
        let related = finding.related.into_iter().filter_map(|related| {
            let document = related.document.unwrap_or(document);
            let Found { place, excerpt, .. } = look(document, related.span);
            let source = Arc::clone(sources.get(document.file())?);
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

/// Fills in `places`, which are in the order of files and offsets, so that each file is gone through once.
fn look_up(places: &mut BTreeMap<(DocumentPlace, Span), Found>, library: &mut Library<'_>, options: &Options) {
    let mut known: Option<(DocumentPlace, u64)> = None;
    for ((document, span), found) in places {
        // The place is where it is even if the file cannot be read a second time.
        let byte = |offset: usize| Position::line_start(document.offset() + offset as u64, 1);
        found.place = Place { start: byte(span.start), end: byte(span.end) };
        let Ok(line) = library.line(*document, known) else { continue };
        known = Some((*document, line));
        found.first_line = line;
        let Ok(bytes) = library.bytes(document.file(), document.offset(), span.end + BEHIND) else { continue };
        found.place = Locator::new(&bytes, Position { line, ..byte(0) }).place(*span);
        found.excerpt = options.excerpts.then(|| Excerpt::new(&bytes, *span, found.place.start.line));
        let marker = Marker::parse(&bytes);
        let id = marker.as_ref().and_then(|marker| marker.id.as_ref()).map(|id| &*id.bytes);
        found.id = id.map(|id| Arc::from(String::from_utf8_lossy(id)));
        found.concerned = options.fingerprints.then(|| {
            let id = id.filter(|id| !id.is_empty()).map(Box::from);
            (id, span.of(&bytes).into())
        });
        found.origin = options.profile.then(|| {
            let own = |key: &str| marker.as_ref()?.attribute(key).map(|attribute| &*attribute.value.bytes);
            let defaults = library.defaults(document.file());
            Arc::new(origin_of(|key| own(key).or_else(|| defaults?.get(key))))
        });
    }
}
