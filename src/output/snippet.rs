//! The lines that a finding is about, as miette is given them.
//!
//! miette would read a file from its start for every finding, print lines of any length, obey what is in them, and
//! count columns in bytes. So it is given texts of its own: a few lines around each place, cut to the columns that
//! there are and made harmless, with the marks moved to where their characters went. Places that stand close together
//! share a text, and each text is a stretch of one long imaginary source, so that one report shows them all.

use std::path::Path;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceOffset, SourceSpan, SpanContents};

use super::draft::Draft;
use super::{Options, path};
use crate::diagnostic::Excerpt;
use crate::source::Source;
use crate::span::Place;

/// Something to be shown: a place, what stands there, and a word on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spot<'a> {
    /// The file.
    pub(super) source: &'a Source,
    /// Where in the file.
    pub(super) place: Place,
    /// The lines.
    pub(super) excerpt: &'a Excerpt,
    /// A word on it, harmless.
    pub(super) label: Option<&'a str>,
}

/// Texts for miette: one long source with a text for each group of places.
#[derive(Debug, Default)]
pub(super) struct Snippets {
    texts: Vec<Stretch>,
    /// The marks, in the order of the source, each with whether it is the one that the finding is about.
    pub(super) marks: Vec<(LabeledSpan, bool)>,
}

/// A few lines of a file.
#[derive(Debug)]
struct Stretch {
    /// Where it begins in the imaginary source.
    offset: usize,
    text: String,
    /// What stands above it: where it is from.
    title: String,
    /// The number of its first line, from 0.
    line: usize,
    /// The column of its first mark, from 0.
    column: usize,
    lines: usize,
}

impl Snippets {
    /// Texts for `spots`, the first of which is the one that the finding is about. `document` is the id of its
    /// document, harmless.
    pub(super) fn new(spots: &[Spot<'_>], document: Option<&str>, options: &Options) -> Self {
        let mut drafts: Vec<Draft<'_>> = Vec::new();
        for (number, spot) in spots.iter().enumerate() {
            let columns = options.style.columns();
            if !drafts.iter_mut().any(|draft| draft.join(spot, number == 0, columns, options)) {
                let mut draft = Draft::new(spot, number == 0);
                if let Some(draft) = &mut draft {
                    draft.drop_lines_of(&drafts);
                }
                drafts.extend(draft);
            }
        }
        let mut snippets = Self::default();
        let home = spots.first().map(|spot| spot.source.path());
        for draft in drafts {
            snippets.push(&draft, home, document, options);
        }
        snippets.marks.sort_by_key(|(mark, _)| mark.offset());
        snippets
    }

    fn push(&mut self, draft: &Draft<'_>, home: Option<&Path>, document: Option<&str>, options: &Options) {
        // Two texts do not touch, or miette would take them for one.
        let offset = self.texts.last().map_or(0, |text| text.offset + text.text.len() + 2);
        let Some(spot) = draft.spots.iter().find(|spot| spot.1).or(draft.spots.first()) else { return };
        let start = spot.0.place.start;
        let place = format!("{}:{}", start.line, start.column);
        let title = match (spot.1, document) {
            (true, Some(document)) => format!("{}:{place} ({document})", path(spot.0.source.path())),
            // The path was said by the finding itself.
            (false, _) if home == Some(spot.0.source.path()) => place,
            _ => format!("{}:{place}", path(spot.0.source.path())),
        };
        let (text, marks) = draft.lay_out(options);
        self.marks.extend(
            marks
                .into_iter()
                .map(|(label, span, primary)| (LabeledSpan::new(label, offset + span.start, span.len()), primary)),
        );
        self.texts.push(Stretch {
            offset,
            lines: text.bytes().filter(|byte| *byte == b'\n').count(),
            text,
            title,
            line: usize_from(draft.lines.keys().next().map_or(0, |line| line.saturating_sub(1))),
            column: usize_from(start.column.saturating_sub(1)),
        });
    }
}

/// A number as miette counts, with room to go on counting.
fn usize_from(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX).min(usize::MAX / 2)
}

impl SourceCode for Snippets {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_before: usize,
        _context_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let within = |text: &&Stretch| text.offset <= start && end <= text.offset + text.text.len();
        let text = self.texts.iter().find(within).ok_or(MietteError::OutOfBounds)?;
        // Without context it is asked where the mark is, and not where the text begins.
        let before = start.checked_sub(text.offset).and_then(|length| text.text.get(..length)).unwrap_or_default();
        let (line, column) = if context_before == 0 {
            (text.line + before.bytes().filter(|byte| *byte == b'\n').count(), text.column)
        } else {
            (text.line, 0)
        };
        let whole = SourceSpan::new(SourceOffset::from(text.offset), text.text.len());
        let data = text.text.as_bytes();
        Ok(Box::new(MietteSpanContents::new_named(text.title.clone(), data, whole, line, column, text.lines)))
    }
}
