//! Places in documents that are no longer in memory: what corpus rules point at.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use rayon::iter::ParallelIterator as _;
use rayon::slice::ParallelSlice as _;

use super::Options;
use super::compare::{InOrder, Run};
use super::compared::Failed;
use super::document_reader::DocumentReader;
use super::findings::{Batch, Origins};
use super::profile::origin_of;
use crate::diagnostic::{Diagnostic, Excerpt, Finding, Fingerprint, Origin, Related, Severity};
use crate::facts::DocumentPlace;
use crate::rule::RuleMeta;
use crate::span::{Locator, Place, Position, Span};
use crate::syntax::Marker;

/// How many places a thread looks up at a time. They are in order, so that lines are counted from one to the next.
const PIECE: usize = 1 << 8;

/// How much is read behind a place, in bytes, so that a reader sees the line it is in and the next.
const BEHIND: usize = 512;

/// What a corpus rule said of a document, and how bad it is there.
pub(super) struct Told {
    /// The number of the rule, and what is known of it.
    pub(super) rule: (usize, &'static RuleMeta),
    pub(super) severity: Severity,
    pub(super) document: DocumentPlace,
    /// Whether that is a document, and not the last line of a file.
    pub(super) in_document: bool,
    pub(super) finding: Finding,
    /// By what it is known again, where that is wanted.
    pub(super) fingerprint: Option<Fingerprint>,
}

/// What is known of a place when it has been looked up.
#[derive(Clone, Default)]
struct Found {
    place: Place,
    /// The line of the file that the document begins with.
    first_line: u64,
    id: Option<Arc<str>>,
    excerpt: Option<Excerpt>,
    origin: Option<Arc<Origin>>,
}

/// Makes diagnostics of what corpus rules told, and counts them. Those that `order` does not take are counted only, and
/// nothing is read for them. A file that cannot be read once more goes into `failed`.
pub(super) fn place(
    told: Vec<Told>,
    order: &mut InOrder,
    failed: &mut Failed,
    run: &Run<'_>,
    reader: &DocumentReader<'_>,
) -> Batch {
    let mut batch = Batch::default();
    let told = count(told, order, &mut batch);
    let mut places: Vec<(DocumentPlace, Span)> = Vec::new();
    for Told { document, finding, .. } in &told {
        places.push((*document, finding.span));
        let related = finding.related.iter();
        places.extend(related.map(|related| (related.document.unwrap_or(*document), related.span)));
    }
    places.sort_unstable();
    places.dedup();
    let looked = places.par_chunks(PIECE).map(|places| look_up(places, reader, run.options));
    let looked = looked.collect::<Vec<_>>().into_iter().flatten();
    let (found, errors): (Vec<Found>, Vec<Option<io::Error>>) = looked.unzip();
    for ((document, _), error) in places.iter().zip(errors) {
        if let Some(error) = error {
            failed.entry(document.file()).or_insert(error);
        }
    }
    let look = |document: DocumentPlace, span: Span| {
        let number = places.binary_search(&(document, span)).ok()?;
        found.get(number).cloned()
    };
    for Told { rule: (number, rule), severity, document, in_document, finding, fingerprint } in told {
        let Some(source) = run.sources.get(document.file()) else { continue };
        let Found { place, first_line, id, excerpt, origin } = look(document, finding.span).unwrap_or_default();
        let mut files = Vec::with_capacity(finding.related.len());
        let related = finding.related.into_iter().filter_map(|related| {
            let document = related.document.unwrap_or(document);
            let Found { place, excerpt, .. } = look(document, related.span).unwrap_or_default();
            let source = Arc::clone(run.sources.get(document.file())?);
            files.push(document.file());
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
            in_document,
            document_line: place.start.line.saturating_sub(first_line),
            place,
            excerpt,
            related: related.collect(),
            fix: None,
            fingerprint: fingerprint.filter(|_| run.options.fingerprints),
            occurrence: 0,
            origin,
        };
        let (file, document) = (document.file(), document.offset());
        batch.push(&diagnostic, Origins { file, block: None, document, rule: number, related: &files });
    }
    batch
}

/// Counts findings, and gives back those that are kept.
fn count(told: Vec<Told>, order: &mut InOrder, batch: &mut Batch) -> Vec<Told> {
    let mut omitted: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    let mut last = None;
    let kept = told.into_iter().filter(|Told { rule: (number, rule), severity, document, in_document, .. }| {
        batch.counts.count(rule, *severity, None);
        if *in_document && last.replace(*document) != Some(*document) {
            batch.has_findings(Some(*document));
        }
        let takes = order.takes(*document);
        if !takes {
            *omitted.entry((document.file(), *number)).or_default() += 1;
        }
        takes
    });
    let kept = kept.collect();
    for ((file, rule), count) in omitted {
        batch.omit(file, rule, count);
    }
    kept
}

/// What is known of `places`, which are in the order of files and offsets, so that each file is gone through once; and why
/// no more is, where the file cannot be read.
fn look_up(
    places: &[(DocumentPlace, Span)],
    reader: &DocumentReader<'_>,
    options: &Options,
) -> Vec<(Found, Option<io::Error>)> {
    let mut known: Option<(DocumentPlace, u64)> = None;
    let look = |(document, span): &(DocumentPlace, Span)| {
        // The place is where it is even if the file cannot be read a second time.
        let byte = |offset: usize| Position::line_start(document.offset() + offset as u64, 1);
        let mut found = Found { place: Place { start: byte(span.start), end: byte(span.end) }, ..Found::default() };
        let line = match reader.line(*document, known) {
            Ok(line) => line,
            Err(error) => return (found, Some(error)),
        };
        known = Some((*document, line));
        found.first_line = line;
        let bytes = match reader.bytes(document.file(), document.offset(), span.end + BEHIND) {
            Ok(bytes) => bytes,
            Err(error) => return (found, Some(error)),
        };
        found.place = Locator::new(&bytes, Position { line, ..byte(0) }).place(*span);
        found.excerpt = options.excerpts.then(|| Excerpt::new(&bytes, *span, found.place.start.line));
        let marker = Marker::parse(&bytes);
        let id = marker.as_ref().and_then(|marker| marker.id.as_ref()).map(|id| &*id.bytes);
        found.id = id.map(|id| Arc::from(String::from_utf8_lossy(id)));
        found.origin = options.profile.then(|| {
            let own = |key: &str| marker.as_ref()?.attribute(key).map(|attribute| &*attribute.value.bytes);
            let defaults = reader.defaults(document.file());
            Arc::new(origin_of(|key| own(key).or_else(|| defaults?.get(key))))
        });
        (found, None)
    };
    places.iter().map(look).collect()
}

#[cfg(test)]
mod tests {
    use super::super::document_reader::FileIndex;
    use super::*;
    use crate::facts::Spill;
    use crate::source::Source;

    #[test]
    fn what_cannot_be_read_once_more_is_told() {
        let bytes = "<<<FILE>>> a\nOne.\n<<<FILE>>> b\nTwo.\n";
        let places = [(DocumentPlace::new(0, 18).expect("a place"), Span::new(11, 12))];
        let look = |source: Source| {
            let (sources, files) = ([Arc::new(source)], [FileIndex::default()]);
            let spill = Spill::for_tests();
            let reader = DocumentReader::new(&sources, &files, &spill.folder);
            look_up(&places, &reader, &Options::new(spill.clone())).remove(0)
        };
        let (found, error) = look(Source::memory("a.corpus", bytes.as_bytes()));
        assert_eq!((found.place.start.line, found.id.as_deref(), error.is_none()), (3, Some("b"), true));
        let (found, error) = look(Source::file("no-such-folder/a.corpus"));
        assert_eq!(found.place.start.byte, 18 + 11, "the place in bytes is known all the same");
        assert!(error.is_some_and(|error| error.kind() == io::ErrorKind::NotFound));
    }
}
