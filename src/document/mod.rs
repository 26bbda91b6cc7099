//! What a rule sees of one document: its marker line, its text, its lines, its attributes, its language, and the
//! bytes that occur in it, found once for all rules.

mod announced;
mod appeal;
mod bare_date;
mod breadcrumb;
mod byline;
mod byte_set;
mod characters;
mod closing;
mod comments;
mod dated_list;
mod defaults;
mod edges;
mod ending;
mod furniture;
mod given_back;
mod lines;
mod look;
mod neighbours;
mod pairs;
mod program_code;
mod removal;
#[cfg(test)]
pub(crate) mod samples;
mod sections;
mod shape;
mod share_bar;
mod stamp;
mod steps;
mod sweep;
mod trailing;
mod verdicts;
mod voices;
mod widgets;
mod wrapped;

use std::borrow::Cow;
use std::cell::OnceCell;

pub use bare_date::unlabelled;
pub use byte_set::ByteSet;
pub use defaults::Defaults;
pub use edges::{Block, Edge, EdgeLine, Edges};
use ending::LastLine;
pub use lines::Line;
use lines::{Cutter, from_end, from_start, lines_of};
use look::{Seen, look};
pub use pairs::Pair;
use pairs::Pairs;
pub use sections::{Section, SectionKind, is_blank, sections};
pub use trailing::Trailing;
pub use verdicts::{DateLine, DateReason, JudgedLine, Verdicts};

use crate::classifier::Known;
use crate::ending::{Ending, Sign, sign};
use crate::lang::{self, Language};
use crate::span::Span;
use crate::syntax::Marker;
use crate::syntax::escape::unescape;

/// Where a document stands in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Nothing stands before it in the file.
    pub first: bool,
    /// Nothing stands after it in the file.
    pub last: bool,
}

/// A document, or another stretch of a file between two marker lines. All spans are relative to its first byte, which
/// is the first byte of its marker line.
#[derive(Debug)]
pub struct Document<'a> {
    bytes: &'a [u8],
    text: Option<&'a str>,
    /// Where it is not all UTF-8: what is, piece by piece, each with its place. Found at once, since hardly a question
    /// about such a document is answered without it; in a [`OnceCell`] it would bind the lifetime of every document.
    stretches: Vec<(usize, &'a str)>,
    kind: SectionKind,
    marker: Option<&'a Marker>,
    body: Span,
    surroundings: Surroundings,
    defaults: &'a Defaults,
    seen: OnceCell<Seen>,
    lines: OnceCell<Vec<Line>>,
    pairs: OnceCell<Pairs>,
    language: OnceCell<Option<Language>>,
    edges: OnceCell<Edges>,
    verdicts: OnceCell<Verdicts>,
    last_line: OnceCell<Option<LastLine>>,
    sign: OnceCell<Option<(usize, Sign)>>,
}

impl<'a> Document<'a> {
    /// The document of `bytes`, of which `body` is what follows the marker line.
    pub fn new(
        bytes: &'a [u8],
        kind: SectionKind,
        marker: Option<&'a Marker>,
        body: Span,
        surroundings: Surroundings,
        defaults: &'a Defaults,
    ) -> Self {
        let text = simdutf8::basic::from_utf8(bytes).ok();
        Self {
            bytes,
            text,
            stretches: if text.is_some() { Vec::new() } else { stretches(bytes) },
            kind,
            marker,
            body,
            surroundings,
            defaults,
            seen: OnceCell::new(),
            lines: OnceCell::new(),
            pairs: OnceCell::new(),
            language: OnceCell::new(),
            edges: OnceCell::new(),
            verdicts: OnceCell::new(),
            last_line: OnceCell::new(),
            sign: OnceCell::new(),
        }
    }

    /// The longest pieces of the document that are well-formed UTF-8, its marker line included, each with its place, in
    /// order.
    pub fn stretches(&self) -> impl Iterator<Item = (usize, &'a str)> {
        self.text.map(|text| (0, text)).into_iter().chain(self.stretches.iter().copied())
    }

    /// What the document is.
    pub const fn kind(&self) -> SectionKind {
        self.kind
    }

    /// Where it stands in its file.
    pub const fn surroundings(&self) -> Surroundings {
        self.surroundings
    }

    /// Whether this is a whole file, and has no marker.
    pub const fn is_file_without_marker(&self) -> bool {
        self.surroundings.first && self.surroundings.last && matches!(self.kind, SectionKind::Preamble)
    }

    /// Everything, the marker line included, as it stands in the file.
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Whether everything is well-formed UTF-8.
    pub const fn is_utf8(&self) -> bool {
        self.text.is_some()
    }

    /// Which bytes occur in it, of those that not every text has.
    pub fn byte_set(&self) -> &ByteSet {
        &self.seen().byte_set
    }

    /// Which characters outside of ASCII occur in it: each once, in the order of their codes.
    pub fn characters(&self) -> &[char] {
        &self.seen().characters
    }

    /// How many characters its body has, what is escaped and the last line ending included. A byte that goes on with a
    /// character is none of its own.
    pub fn body_characters(&self) -> usize {
        self.seen().body_characters
    }

    /// Whether a character outside of ASCII occurs in it for which `wanted` holds.
    pub fn has_character(&self, wanted: impl Fn(char) -> bool) -> bool {
        self.characters().iter().any(|&character| wanted(character))
    }

    /// Whether `character`, which is none of ASCII, occurs in it.
    pub fn contains(&self, character: char) -> bool {
        self.characters().binary_search(&character).is_ok()
    }

    /// The marker line that begins it. Only what stands before the first marker of a file has none.
    pub const fn marker(&self) -> Option<&'a Marker> {
        self.marker
    }

    /// The marker line as a span, without its line ending; at the start of the document where there is none.
    pub fn marker_span(&self) -> Span {
        self.marker.map_or(Span::empty(0), |marker| marker.content)
    }

    /// What follows the marker line, as it stands in the file: escapes not resolved, last line ending included.
    pub const fn body(&self) -> Span {
        self.body
    }

    /// The text that is meant: escapes resolved, without the last line ending.
    pub fn content(&self) -> Cow<'a, [u8]> {
        content_of(self.body.of(self.bytes))
    }

    /// The id, if there is one that is not empty.
    pub fn id(&self) -> Option<&'a [u8]> {
        self.marker?.id.as_ref().map(|id| &*id.bytes).filter(|id| !id.is_empty())
    }

    /// What an attribute is set to, by the document or else by the defaults of its file. Where a key is given twice,
    /// the first holds.
    pub fn attribute(&self, key: &str) -> Option<&'a [u8]> {
        let own = self.marker.and_then(|marker| marker.attribute(key)).map(|attribute| &*attribute.value.bytes);
        own.or_else(|| self.defaults.get(key))
    }

    /// The attributes that hold for all documents of its file.
    pub const fn defaults(&self) -> &'a Defaults {
        self.defaults
    }

    /// What `span` covers, if it is well-formed UTF-8.
    pub fn str(&self, span: Span) -> Option<&'a str> {
        match self.text {
            Some(text) => text.get(span.range()),
            None if span.is_empty() => (span.end <= self.bytes.len()).then_some(""),
            // Rules ask again and again for parts of one line, which may be all of the document.
            None => {
                let before = self.stretches.partition_point(|(start, _)| *start <= span.start);
                let (start, text) = self.stretches.get(before.checked_sub(1)?)?;
                text.get(span.start - start..span.end - start)
            }
        }
    }

    /// The lines of the text, blank ones included.
    pub fn lines(&self) -> &[Line] {
        self.lines.get_or_init(|| lines_of(self.bytes, self.body))
    }

    /// Looks at every byte at once, for lines, characters and rare bytes. Whoever is going to ask for more than the lines
    /// does this first, so that it is not done in two looks.
    pub(crate) fn look_at_all(&self) {
        self.seen();
    }

    fn seen(&self) -> &Seen {
        self.seen.get_or_init(|| match self.lines.get() {
            Some(_) => look(self.bytes, self.text, self.body, |_| {}),
            None => {
                let mut cutter = Cutter::new(self.body.of(self.bytes), self.body.start);
                let seen = look(self.bytes, self.text, self.body, |newline| cutter.cut(newline));
                // Nobody has set them since they were not there.
                let _ = self.lines.set(cutter.finish());
                seen
            }
        })
    }

    /// How many line feeds there are, those before the text included.
    pub fn line_feeds(&self) -> usize {
        let count = |bytes: &[u8]| memchr::memchr_iter(b'\n', bytes).count();
        let Some(lines) = self.lines.get() else { return count(self.bytes) };
        let unended = lines.last().is_some_and(|last| last.ending.is_empty());
        count(self.bytes.get(..self.body.start).unwrap_or_default()) + lines.len() - usize::from(unended)
    }

    /// The line of the text that `offset` is on; the line behind it, if it is on a line ending.
    pub fn line_at(&self, offset: usize) -> Option<&Line> {
        let lines = self.lines();
        lines.get(lines.partition_point(|line| line.span.end <= offset))
    }

    /// The lines of the text above `line`, which is one of them.
    pub fn lines_above(&self, line: &Line) -> &[Line] {
        let lines = self.lines();
        lines.get(..lines.partition_point(|other| other.span.start < line.span.start)).unwrap_or_default()
    }

    /// The lines of the text below `line`, which is one of them.
    pub fn lines_below(&self, line: &Line) -> &[Line] {
        let lines = self.lines();
        lines.get(lines.partition_point(|other| other.span.start <= line.span.start)..).unwrap_or_default()
    }

    /// The places of neighbouring bytes of the text that are seldom side by side, each with the place of its second
    /// byte, in order.
    pub fn pairs(&self) -> &[(usize, Pair)] {
        &self.swept_pairs().found
    }

    /// Whether a SPACE of the text stands beside another one.
    pub fn has_two_spaces(&self) -> bool {
        self.swept_pairs().has_two_spaces
    }

    /// Whether a straight quotation mark of the text stands beside another one.
    pub fn has_two_quotes(&self) -> bool {
        self.swept_pairs().has_two_quotes
    }

    fn swept_pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| {
            let mut pairs = pairs::pairs(self.body.of(self.bytes));
            for (place, _) in &mut pairs.found {
                *place += self.body.start;
            }
            pairs
        })
    }

    /// Whether nothing but white space stands in `line`.
    pub fn is_blank(&self, line: &Line) -> bool {
        if line.span.is_empty() {
            return true;
        }
        if self.bytes.get(line.span.start).is_some_and(u8::is_ascii_graphic) {
            return false;
        }
        match self.str(line.span) {
            Some(text) => text.chars().all(|character| character.is_whitespace() || character == '\u{FEFF}'),
            None => false,
        }
    }

    /// The first `count` lines that are not blank. What lies behind them is not looked at, if nobody has asked for all
    /// lines.
    pub fn head(&self, count: usize) -> impl Iterator<Item = Line> {
        let known = self.lines.get().map(|lines| lines.iter().copied());
        let cut = known.is_none().then(|| from_start(self.bytes, self.body));
        let lines = known.into_iter().flatten().chain(cut.into_iter().flatten());
        lines.filter(|line| !self.is_blank(line)).take(count)
    }

    /// The last `count` lines that are not blank, the last of them first. What stands before them is not looked at, if
    /// nobody has asked for all lines.
    pub fn tail(&self, count: usize) -> impl Iterator<Item = Line> {
        let known = self.lines.get().map(|lines| lines.iter().rev().copied());
        let cut = known.is_none().then(|| from_end(self.bytes, self.body));
        let lines = known.into_iter().flatten().chain(cut.into_iter().flatten());
        lines.filter(|line| !self.is_blank(line)).take(count)
    }

    /// What at its edges is not taken for its text, though no phrase says what it is.
    pub fn verdicts(&self) -> &Verdicts {
        self.verdicts.get_or_init(|| verdicts::verdicts(self))
    }

    /// What phrases say of its first and last lines, as far as the line classifier wants to know it, by their numbers
    /// among `lines`, which are in order.
    pub fn known(&self, lines: &[Line]) -> Vec<(usize, Known)> {
        verdicts::known(self, lines)
    }

    /// Its first and last lines, and which of them are not its text.
    pub fn edges(&self) -> &Edges {
        self.edges.get_or_init(|| Edges::of(self))
    }

    /// Its last line that is not blank, and how that ends.
    pub fn ending(&self) -> Option<Ending<'a>> {
        (*self.last_line.get_or_init(|| LastLine::of(self)))?.ending(self)
    }

    /// What says at its end that the text goes on, and where in the last line that begins, in bytes.
    pub fn sign(&self) -> Option<(usize, Sign)> {
        *self.sign.get_or_init(|| sign(self, &self.ending()?))
    }

    /// The language that `lang` says.
    pub fn declared_language(&self) -> Option<Language> {
        Language::from_tag(std::str::from_utf8(self.attribute("lang")?).ok()?)
    }

    /// The language: what `lang` says, or else what the text looks like. None where neither tells.
    pub fn language(&self) -> Option<Language> {
        *self.language.get_or_init(|| match self.attribute("lang") {
            Some(_) => self.declared_language(),
            None => {
                if let Some(text) = self.str(self.body) {
                    return lang::detect(text);
                }
                let body = self.body.of(self.bytes);
                let sample = body.get(..4096).unwrap_or(body);
                lang::detect(&String::from_utf8_lossy(sample))
            }
        })
    }
}

/// The longest pieces of `bytes` that are well-formed UTF-8, each with its place, in order.
fn stretches(bytes: &[u8]) -> Vec<(usize, &str)> {
    let mut here = 0;
    let mut stretches = Vec::new();
    for chunk in bytes.utf8_chunks() {
        if !chunk.valid().is_empty() {
            stretches.push((here, chunk.valid()));
        }
        here += chunk.valid().len() + chunk.invalid().len();
    }
    stretches
}

/// The text that is meant by the lines of `body`: escapes resolved, without the last line ending.
pub fn content_of(body: &[u8]) -> Cow<'_, [u8]> {
    let text = body.strip_suffix(b"\n").map_or(body, |body| body.strip_suffix(b"\r").unwrap_or(body));
    unescape(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is asked of a damaged document is answered from the pieces of it, and is what it was when each question read
    /// its bytes anew.
    #[test]
    fn a_damaged_document_gives_all_that_is_well_formed() {
        let bytes = b"a\xC3\xA9\xFF\xE2\x82b \xF0\x9F\x98\x80\xC3\n\x80\x80\xED\xA0\x80end\xC2";
        let defaults = Defaults::default();
        let whole = Span::new(0, bytes.len());
        let document = Document::new(bytes, SectionKind::Preamble, None, whole, Surroundings::default(), &defaults);
        for start in 0..=bytes.len() + 1 {
            for end in start..=bytes.len() + 1 {
                let expected = bytes.get(start..end).and_then(|bytes| std::str::from_utf8(bytes).ok());
                assert_eq!(document.str(Span::new(start, end)), expected, "{start}..{end}");
            }
        }
    }
}
