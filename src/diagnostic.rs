//! Findings: what a rule says, and what is made of it for the reader. Plain data.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::facts::DocumentPlace;
use crate::fix::{Applicability, Fix};
use crate::rule::RuleMeta;
use crate::source::Source;
use crate::span::{Place, Span};

/// How bad a finding is. Ordered from the mildest to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth mending.
    Warning,
    /// Not acceptable.
    Error,
}

impl Severity {
    /// The name, as it is written in configuration and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a rule says about a document. Spans are relative to the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The exact place.
    pub span: Span,
    /// What is wrong, without a full stop.
    pub message: String,
    /// A few words at the place itself.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Other places that belong to it.
    pub related: Vec<RelatedFinding>,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// What it is about, where the text at its place does not say that: what is missing stands nowhere. By this it is
    /// known again in the next run.
    pub subject: Option<Box<str>>,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedFinding {
    /// The document it is in, if that is not the document of the finding.
    pub document: Option<DocumentPlace>,
    /// The place in that document.
    pub span: Span,
    /// What is there.
    pub label: String,
}

impl Finding {
    /// A finding at `span` that says `message`.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), label: None, help: None, related: Vec::new(), fix: None, subject: None }
    }

    /// Says a few words at the place itself.
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = Some(label.into());
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Offers a way to mend it.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fix = Some(fix);
        self
    }

    /// Says what it is about, since the text at its place does not.
    pub fn about(&mut self, subject: impl Into<Box<str>>) -> &mut Self {
        self.subject = Some(subject.into());
        self
    }

    /// Points at another place in the same document.
    pub fn related(&mut self, span: Span, label: impl Into<String>) -> &mut Self {
        self.related.push(RelatedFinding { document: None, span, label: label.into() });
        self
    }

    /// Points at a place in another document.
    pub fn related_document(&mut self, document: DocumentPlace, span: Span, label: impl Into<String>) -> &mut Self {
        self.related.push(RelatedFinding { document: Some(document), span, label: label.into() });
        self
    }
}

/// The longest id, in bytes, that is written whole with each finding.
pub const LONGEST_ID: usize = 1 << 10;

/// An id as it is written with each finding: of one that is longer than [`LONGEST_ID`], the start and the end with an
/// ellipsis between them. It may be as long as a marker line and its document have thousands of findings, and together
/// they would be gigabytes.
pub fn shortened_id(id: &str) -> Cow<'_, str> {
    const ELLIPSIS: &str = "\u{2026}";
    if id.len() <= LONGEST_ID {
        return Cow::Borrowed(id);
    }
    let room = LONGEST_ID - ELLIPSIS.len();
    let head = (0..=room - room / 3).rev().find_map(|end| id.get(..end)).unwrap_or_default();
    let tail = (id.len() - room / 3..=id.len()).find_map(|start| id.get(start..)).unwrap_or_default();
    Cow::Owned([head, ELLIPSIS, tail].concat())
}

/// A finding with everything that an output needs: which file, which line, what stands there.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static RuleMeta,
    /// How bad it is here.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// A few words at the place itself.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// The file.
    pub source: Arc<Source>,
    /// The id of the document, if it has one. Bad UTF-8 is shown as U+FFFD.
    pub document: Option<Arc<str>>,
    /// Whether it is in a document, and not before, between or after the documents of the file.
    pub in_document: bool,
    /// The line of the document's text, from 1; 0 is the marker line.
    pub document_line: u64,
    /// Where in the file.
    pub place: Place,
    /// The line and its neighbours, where the output wants them.
    pub excerpt: Option<Excerpt>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// How to mend it.
    pub fix: Option<PlacedFix>,
    /// What it is recognised by in the next run, where the output wants it.
    pub fingerprint: Option<Fingerprint>,
    /// Which one it is of the findings of the run with this fingerprint, from 1; 0 until they are numbered.
    pub occurrence: u32,
    /// What its document says of where it comes from, where the output wants it.
    pub origin: Option<Arc<Origin>>,
}

impl Diagnostic {
    /// What no other finding of the run has: the fingerprint and a number. Nothing if no fingerprints were made.
    pub fn key(&self) -> Option<String> {
        self.fingerprint.map(|fingerprint| format!("{fingerprint}:{}", self.occurrence))
    }
}

/// What a finding is recognised by, wherever its document has been moved to: a hash of the rule, the document and the
/// text that is concerned. Two findings of a rule on the same words of a document have the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint(pub [u8; 16]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

/// What a document says of where it comes from. Raw, but for its length: it has to be made harmless before it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// Its `source` attribute, or the start of it.
    pub source: Option<Box<str>>,
    /// The year and the month of its `date` attribute: `2024-10`.
    pub month: Option<Box<str>>,
}

/// Another place that belongs to a diagnostic.
#[derive(Clone, Debug)]
pub struct Related {
    /// The file.
    pub source: Arc<Source>,
    /// Where in the file.
    pub place: Place,
    /// What is there.
    pub label: String,
    /// The line and its neighbours, where the output wants them.
    pub excerpt: Option<Excerpt>,
}

/// A fix with its places in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedFix {
    /// What it does, in the imperative.
    pub title: String,
    /// What can be relied on.
    pub applicability: Applicability,
    /// What it changes, in order.
    pub edits: Vec<PlacedEdit>,
}

/// An edit with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedEdit {
    /// What is replaced.
    pub place: Place,
    /// What stands there afterwards.
    pub content: Box<[u8]>,
}

/// A few lines around a place, cut to a length that can be shown: owned, so that it outlives the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The lines, in order.
    pub lines: Vec<ExcerptLine>,
    /// Which of the lines is the one that is meant.
    pub marked: usize,
    /// What is meant, relative to the bytes of that line. Of a place over several lines, the part on the first.
    pub mark: Span,
    /// How many of the lines below that one belong to the place as well. There are none here where it goes over more
    /// lines than are kept.
    pub more: usize,
}

/// A line of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptLine {
    /// Its number in the file, from 1.
    pub number: u64,
    /// What is kept of it, without its ending. Raw: it has to be made harmless before it is shown.
    pub bytes: Box<[u8]>,
    /// Whether something was cut off before it.
    pub cut_start: bool,
    /// Whether something was cut off after it.
    pub cut_end: bool,
}

impl Excerpt {
    /// How many bytes are kept before and after the place.
    const MARGIN: usize = 240;
    /// How much of a place is kept, in bytes.
    const LONGEST_MARK: usize = 240;
    /// A place of at most so many lines is kept whole: who is told to remove lines has to see them. Of a longer one, the
    /// first line stands for all.
    const MOST_LINES: usize = 6;

    /// How far it is looked for the ends of a line, in bytes. There may be a million findings on one line, and none of
    /// them may cost a walk along it.
    const REACH: usize = 1 << 14;

    /// The lines around `span` of `bytes`, where `line` is the number of the line that `span` begins in. Of the lines
    /// before and after it, one that begins out of reach is left out.
    pub fn new(bytes: &[u8], span: Span, line: u64) -> Self {
        let start = span.start.min(bytes.len());
        let around = LineAround::find(bytes, start);
        let marked = around.span;
        let mut lines = Vec::with_capacity(3);
        if around.begins && marked.start > 0 {
            let before = LineAround::find(bytes, marked.start - 1);
            if before.begins {
                lines.push(ExcerptLine::cut(bytes, before.span, before.span.start, line - 1).1);
            }
        }
        let index = lines.len();
        let mark_end = span.end.min(marked.end).min(start + Self::LONGEST_MARK).max(start);
        let (offset, marked_line) = ExcerptLine::cut(bytes, marked, start, line);
        let mark = Span::new(start.min(marked.end) - offset, mark_end.min(offset + marked_line.bytes.len()) - offset);
        lines.push(marked_line);
        let end = span.end.min(bytes.len());
        let (mut last, mut more) = (around, Vec::new());
        while last.goes_on_before(end) && more.len() + 1 < Self::MOST_LINES {
            last = LineAround::find(bytes, last.next);
            more.push(ExcerptLine::cut(bytes, last.span, last.span.start, line + 1 + more.len() as u64).1);
        }
        if last.goes_on_before(end) {
            last = around;
            more.clear();
        }
        let count = more.len();
        lines.append(&mut more);
        if last.goes_on_before(bytes.len()) {
            let after = LineAround::find(bytes, last.next);
            lines.push(ExcerptLine::cut(bytes, after.span, after.span.start, line + 1 + count as u64).1);
        }
        Self { lines, marked: index, mark, more: count }
    }

    /// What of the line with this index belongs to the place, relative to its bytes.
    pub fn mark_on(&self, index: usize) -> Option<Span> {
        let below = index.checked_sub(self.marked)?;
        match below {
            0 => Some(self.mark),
            _ if below <= self.more => Some(Span::new(0, self.lines.get(index)?.bytes.len())),
            _ => None,
        }
    }
}

impl ExcerptLine {
    /// The part of the line at `line` around `focus`, and where it begins in `bytes`.
    fn cut(bytes: &[u8], line: Span, focus: usize, number: u64) -> (usize, Self) {
        let focus = focus.min(line.end);
        let start = line.start.max(focus.saturating_sub(Excerpt::MARGIN));
        let end = line.end.min(focus + Excerpt::LONGEST_MARK + Excerpt::MARGIN);
        let whole = Span::new(start, end).whole_characters(bytes);
        let kept = Span::new(whole.start.min(focus), whole.end.max(focus));
        let (cut_start, cut_end) = (kept.start > line.start, kept.end < line.end);
        (kept.start, Self { number, bytes: kept.of(bytes).into(), cut_start, cut_end })
    }
}

/// The line that a place is in, as far as it is in reach of it.
#[derive(Clone, Copy)]
struct LineAround {
    /// Without its line ending.
    span: Span,
    /// Whether `span` begins where the line does.
    begins: bool,
    /// Whether `span` ends where the line does.
    ends: bool,
    /// Where the next line begins, if `ends`.
    next: usize,
}

impl LineAround {
    /// Whether the next line begins before this offset, and it is known where.
    const fn goes_on_before(&self, offset: usize) -> bool {
        self.ends && self.next < offset
    }

    fn find(bytes: &[u8], offset: usize) -> Self {
        let furthest = offset.saturating_sub(Excerpt::REACH);
        let before = bytes.get(furthest..offset).unwrap_or_default();
        let newline = memchr::memrchr(b'\n', before).map(|newline| furthest + newline + 1);
        let start = newline.unwrap_or(furthest);
        let furthest = offset.saturating_add(Excerpt::REACH).min(bytes.len());
        let after = bytes.get(offset..furthest).unwrap_or_default();
        let newline_after = memchr::memchr(b'\n', after).map(|newline| offset + newline);
        let end = newline_after.unwrap_or(furthest);
        let line = Span::new(start, end);
        let carriage_return = newline_after.is_some() && line.of(bytes).last() == Some(&b'\r');
        Self {
            span: Span::new(start, end - usize::from(carriage_return)),
            begins: newline.is_some() || start == 0,
            ends: newline_after.is_some() || end == bytes.len(),
            next: end + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_very_long_id_the_start_and_the_end_are_written() {
        let whole = "i".repeat(LONGEST_ID);
        assert_eq!(shortened_id(&whole), whole);
        let long = format!("start{}end", "\u{1f389}".repeat(20_000));
        let short = shortened_id(&long);
        assert!(short.starts_with("start\u{1f389}") && short.ends_with("\u{1f389}end") && short.contains('\u{2026}'));
        assert!((LONGEST_ID - 8..=LONGEST_ID).contains(&short.len()), "{}", short.len());
    }

    #[test]
    fn an_excerpt_has_the_neighbouring_lines() {
        let excerpt = Excerpt::new(b"one\r\ntwo\nthree\nfour", Span::new(5, 8), 2);
        let lines: Vec<_> = excerpt.lines.iter().map(|line| (line.number, &*line.bytes)).collect();
        assert_eq!(lines, [(1, &b"one"[..]), (2, b"two"), (3, b"three")]);
        assert_eq!((excerpt.marked, excerpt.mark), (1, Span::new(0, 3)));
        let first = Excerpt::new(b"one\r\ntwo\nthree", Span::new(0, 1), 1);
        let lines: Vec<_> = first.lines.iter().map(|line| (line.number, &*line.bytes)).collect();
        assert_eq!(lines, [(1, &b"one"[..]), (2, b"two")], "a CRLF ends one line");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let mut line = "é".repeat(1000).into_bytes();
        line[1000] = b'x';
        let excerpt = Excerpt::new(&line, Span::new(1000, 1001), 1);
        let marked = &excerpt.lines[excerpt.marked];
        assert!(marked.cut_start && marked.cut_end && marked.bytes.len() < 1000);
        assert_eq!(excerpt.mark.of(&marked.bytes), b"x");
    }

    #[test]
    fn a_line_is_not_walked_along_for_each_place_on_it() {
        let long = "x".repeat(3 * Excerpt::REACH);
        let text = format!("{long}\nshort\n{long}\nend");
        let numbers = |offset: usize, line| {
            let excerpt = Excerpt::new(text.as_bytes(), Span::new(offset, offset + 1), line);
            assert_eq!(excerpt.mark.of(&excerpt.lines[excerpt.marked].bytes), &text.as_bytes()[offset..=offset]);
            excerpt.lines.iter().map(|line| line.number).collect::<Vec<_>>()
        };
        assert_eq!(numbers(0, 1), [1], "the line ends out of reach");
        assert_eq!(numbers(long.len() - 1, 1), [1, 2], "it begins out of reach");
        assert_eq!(numbers(long.len() + 1, 2), [2, 3], "the line before begins out of reach");
        assert_eq!(numbers(2 * long.len() + 8, 4), [4]);
        let middle = Excerpt::new(text.as_bytes(), Span::new(long.len() / 2, long.len() / 2 + 1), 1);
        assert!(middle.lines[0].cut_start && middle.lines[0].cut_end);
    }

    #[test]
    fn a_place_over_a_few_lines_is_kept_whole_and_of_a_longer_one_the_first() {
        let marks = |text: &str, span: Span| {
            let excerpt = Excerpt::new(text.as_bytes(), span, 1);
            let marks = (0..excerpt.lines.len()).map(|index| excerpt.mark_on(index));
            let marked = excerpt.lines.iter().zip(marks).map(|(line, mark)| {
                (line.number, mark.map(|mark| String::from_utf8_lossy(mark.of(&line.bytes)).into_owned()))
            });
            marked.collect::<Vec<_>>()
        };
        let some = |text: &str| Some(text.to_owned());
        let expected = [(1, some("a")), (2, some("bb")), (3, some("cc")), (4, None)];
        assert_eq!(marks("aa\nbb\ncc\ndd\nee\n", Span::new(1, 8)), expected);
        assert_eq!(marks("aa\r\nbb\r\ncc\r\ndd\r\n", Span::new(1, 12)), expected, "with the last line ending");
        let long = marks(&"aa\n".repeat(9), Span::new(0, 26));
        assert_eq!(long, [(1, some("aa")), (2, None)], "nine lines are too many");
        let excerpt = Excerpt::new(b"aa\nbb\ncc\n", Span::new(1, 8), 1);
        assert_eq!(excerpt.mark, Span::new(1, 2));
        let at_the_end = Excerpt::new(b"aa\n", Span::new(3, 3), 2);
        assert_eq!((at_the_end.marked, at_the_end.mark), (1, Span::new(0, 0)));
    }
}
