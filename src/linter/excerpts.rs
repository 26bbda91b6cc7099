//! Places in documents that are no longer in memory: what corpus rules point at.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::sync::Arc;

use super::fingerprint::fingerprint;
use super::profile::origin_of;
use super::{Options, defaults_of};
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Origin, Related, Severity};
use crate::document::Defaults;
use crate::facts::DocumentPlace;
use crate::rule::RuleMeta;
use crate::source::Source;
use crate::span::{Locator, Place, Position, Span};
use crate::syntax::{MAX_MARKER_LINE, Marker};

/// How much is read behind a place, in bytes, so that a reader sees the line it is in and the next.
const BEHIND: usize = 512;

/// Finds places again. Files are read from the front to the back and each once, so that a compressed file, in which
/// nobody can jump, is not decompressed for every finding.
pub(super) struct Excerpts<'a> {
    sources: &'a [Arc<Source>],
    options: Options,
}

/// What is known of a place when it has been looked up.
#[derive(Clone, Default)]
struct Found {
    place: Place,
    id: Option<Arc<str>>,
    excerpt: Option<Excerpt>,
    /// The id as it is and what stands at the place, for the fingerprint.
    concerned: Option<Concerned>,
    origin: Option<Arc<Origin>>,
}

/// The id of a document, and a part of its text.
type Concerned = (Option<Box<[u8]>>, Box<[u8]>);

impl<'a> Excerpts<'a> {
    /// Looks places up in `sources`. Of each is told what the `options` want.
    pub(super) const fn new(sources: &'a [Arc<Source>], options: Options) -> Self {
        Self { sources, options }
    }

    /// Makes diagnostics of the findings of corpus rules, each with the number of its file.
    pub(super) fn place(
        &self,
        found: Vec<(&'static RuleMeta, Severity, DocumentPlace, Finding)>,
    ) -> Vec<(usize, Diagnostic)> {
        let mut places: BTreeMap<(DocumentPlace, Span), Found> = BTreeMap::new();
        for (_, _, document, finding) in &found {
            places.insert((*document, finding.span), Found::default());
            for related in &finding.related {
                places.insert((related.document.unwrap_or(*document), related.span), Found::default());
            }
        }
        self.look_up(&mut places);
        let look = |document: DocumentPlace, span: Span| places.get(&(document, span)).cloned().unwrap_or_default();
        let mut diagnostics = Vec::with_capacity(found.len());
        for (rule, severity, document, finding) in found {
            let Some(source) = self.sources.get(document.file) else { continue };
            let Found { place, id, excerpt, concerned, origin } = look(document, finding.span);
            let fingerprint = concerned.map(|(id, text)| fingerprint(rule, id.as_deref(), source.path(), &text));
            let related = finding.related.into_iter().filter_map(|related| {
                let document = related.document.unwrap_or(document);
                let Found { place, excerpt, .. } = look(document, related.span);
                let source = Arc::clone(self.sources.get(document.file)?);
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
                document_line: place.start.line.saturating_sub(document.line),
                place,
                excerpt,
                related: related.collect(),
                fix: None,
                fingerprint,
                origin,
            };
            diagnostics.push((document.file, diagnostic));
        }
        diagnostics
    }

    /// Fills in `places`, which are in the order of files and offsets.
    fn look_up(&self, places: &mut BTreeMap<(DocumentPlace, Span), Found>) {
        let mut reader = None;
        let mut defaults = Defaults::default();
        for ((document, span), found) in places {
            let base = Position::line_start(document.offset, document.line);
            // The place is where it is even if the file cannot be read a second time.
            let byte = |offset: usize| Position { byte: document.offset + offset as u64, ..base };
            found.place = Place { start: byte(span.start), end: byte(span.end) };
            if !matches!(&reader, Some((file, _)) if *file == document.file) {
                reader = self.sources.get(document.file).map(|source| (document.file, Window::new(source)));
                defaults = Defaults::default();
                if let (true, Some((_, window))) = (self.options.profile, &mut reader) {
                    defaults = window.read(0, MAX_MARKER_LINE).map(defaults_of).unwrap_or_default();
                }
            }
            let Some((_, window)) = &mut reader else { continue };
            let Some(bytes) = window.read(document.offset, span.end + BEHIND) else { continue };
            found.place = Locator::new(bytes, base).place(*span);
            found.excerpt = self.options.excerpts.then(|| Excerpt::new(bytes, *span, found.place.start.line));
            let marker = Marker::parse(bytes);
            let id = marker.as_ref().and_then(|marker| marker.id.as_ref()).map(|id| &*id.bytes);
            found.id = id.map(|id| Arc::from(String::from_utf8_lossy(id)));
            if self.options.fingerprints {
                let id = id.filter(|id| !id.is_empty()).map(Box::from);
                found.concerned = Some((id, span.of(bytes).into()));
            }
            found.origin = self.options.profile.then(|| {
                let own = |key: &str| marker.as_ref()?.attribute(key).map(|attribute| &*attribute.value.bytes);
                Arc::new(origin_of(|key| own(key).or_else(|| defaults.get(key))))
            });
        }
    }
}

/// A window that moves over a source from the front to the back.
struct Window<'a> {
    source: &'a Source,
    reader: Option<Box<dyn std::io::Read + Send>>,
    bytes: Vec<u8>,
    /// Where `bytes` begins in the source.
    offset: u64,
}

impl<'a> Window<'a> {
    const fn new(source: &'a Source) -> Self {
        Self { source, reader: None, bytes: Vec::new(), offset: 0 }
    }

    /// The bytes from `offset` on, `length` of them or as many as there are.
    fn read(&mut self, offset: u64, length: usize) -> Option<&[u8]> {
        let end = self.offset + self.bytes.len() as u64;
        let reader = match &mut self.reader {
            Some(reader) if (self.offset..=end).contains(&offset) => reader,
            reader => {
                self.bytes.clear();
                self.offset = offset;
                reader.insert(self.source.open_at(offset).ok()?)
            }
        };
        let skip = usize::try_from(offset - self.offset).ok()?;
        self.bytes.drain(..skip);
        self.offset = offset;
        let missing = length.saturating_sub(self.bytes.len());
        reader.take(missing as u64).read_to_end(&mut self.bytes).ok()?;
        self.bytes.get(..length.min(self.bytes.len()))
    }
}
