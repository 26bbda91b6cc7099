//! Whether a line is a marker line, exact or by a near miss that is near enough.

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n, take_while1};
use nom::combinator::{opt, recognize, verify};
use nom::multi::{many0_count, many1_count};

use super::grammar::{Read, tag_error, white_space};
use super::marker::{Flaw, FlawKind, Word};
use crate::span::Span;

/// What [`recognise`] found at the beginning of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(super) word: Word,
    pub(super) open: Span,
    pub(super) word_span: Span,
    pub(super) close: Span,
    /// Between the word and the closing brackets, where an id stands there.
    pub(super) inside: Option<Span>,
    /// Whether the word is one of the foreign spellings of an end.
    foreign_end: bool,
}

impl Head {
    /// What is wrong from the start of the line to the closing brackets.
    pub(super) fn flaws(&self, line: &[u8]) -> Vec<Flaw> {
        let mut flaws = Vec::new();
        let mut flaw = |kind, span, replacement: &str| {
            let replacement = Some(replacement.as_bytes().into());
            flaws.push(Flaw { kind, span, replacement });
        };
        let mut here = 0;
        while here < self.open.start {
            let rest = Span::new(here, self.open.start).of(line);
            let marks = rest.chunks_exact(3).take_while(|chunk| *chunk == BYTE_ORDER_MARK).count() * 3;
            let blanks = memchr::memmem::find(rest, BYTE_ORDER_MARK).unwrap_or(rest.len());
            let (kind, length) =
                if marks > 0 { (FlawKind::ByteOrderMark, marks) } else { (FlawKind::Indentation, blanks) };
            flaw(kind, Span::new(here, here + length), "");
            here += length;
        }
        if self.foreign_end {
            flaw(FlawKind::EndSpelling, Span::new(self.open.start, self.close.end), "<<<END>>>");
            return flaws;
        }
        for (span, right) in [(self.open, "<<<"), (self.close, ">>>")] {
            let written = span.of(line);
            if !written.is_ascii() {
                flaw(FlawKind::FullWidth, span, right);
            } else if written.len() != 3 {
                flaw(FlawKind::Brackets, span, right);
            }
        }
        if let Some(name) = self.word.name()
            && self.word_span.of(line) != name.as_bytes()
        {
            flaw(FlawKind::Case, self.word_span, name);
        }
        let inner = Span::new(self.open.end, self.word_span.start);
        if !inner.is_empty() {
            flaw(FlawKind::Spacing, inner, "");
        }
        let inner = Span::new(self.word_span.end, self.close.start);
        if self.inside.is_none() && !inner.is_empty() {
            flaw(FlawKind::Spacing, inner, "");
        }
        flaws.sort_by_key(|flaw| flaw.span.start);
        flaws
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
const FULL_WIDTH_OPEN: &str = "\u{FF1C}";
const FULL_WIDTH_CLOSE: &str = "\u{FF1E}";
/// More brackets than this on one side are no slip of the finger: seven are a merge conflict.
const MOST_BRACKETS: usize = 6;

/// Whether the line of which `line` is the beginning is a marker line. `line` has no line ending and at most
/// [`super::MAX_MARKER_LINE`] bytes: every form is recognised within that.
///
/// The near misses are those of `grammar/SPEC.md`, section 5. Each bound there has a case on both of its sides.
pub(crate) fn recognise(line: &[u8]) -> Option<Head> {
    let (rest, indentation) = indentation(line).ok()?;
    let at = |rest: &[u8]| line.len() - rest.len();
    let start = indentation.len();
    let (rest, opening) = opening_brackets(rest).ok()?;
    let open = Span::new(start, at(rest));
    let (rest, _) = blanks(rest).ok()?;
    let word_start = at(rest);
    let (rest, (word, written)) = word(rest).ok()?;
    let word_span = Span::new(word_start, word_start + written.len());
    let capitals = written.iter().all(|byte| !byte.is_ascii_lowercase());
    let exact_opening = start == 0 && line.starts_with(b"<<<") && opening == 3 && word_start == 3 && capitals;
    let head = Head { word, open, word_span, close: Span::default(), inside: None, foreign_end: false };

    if word == Word::Reserved {
        // Only an exact marker is reserved: a near miss of a word that means nothing is text.
        let exact = exact_opening && rest.starts_with(b">>>") && written.iter().all(u8::is_ascii_uppercase);
        let close = Span::new(at(rest), at(rest) + 3);
        if !is_foreign_end(written) {
            return exact.then_some(Head { close, ..head });
        }
        let near = closed(rest, opening, capitals).map(|(blanks, length)| {
            let start = at(rest) + blanks;
            Span::new(start, start + length)
        });
        let close = near.or_else(|| exact.then_some(close))?;
        return Some(Head { word: Word::End, close, foreign_end: true, ..head });
    }
    if let Some((blanks, length)) = closed(rest, opening, capitals) {
        let start = at(rest) + blanks;
        return Some(Head { close: Span::new(start, start + length), ..head });
    }
    if exact_opening && rest.starts_with(b">>>") {
        // Seven brackets and more: the marker is exact, and what follows it is not its business.
        return Some(Head { close: Span::new(at(rest), at(rest) + 3), ..head });
    }
    if word == Word::File && opening == 3 {
        let (inside, close) = id_inside(rest)?;
        let offset = at(rest);
        return Some(Head { close: close.shifted(offset), inside: Some(inside.shifted(offset)), ..head });
    }
    None
}

/// Blanks and closing brackets at the start of `rest`, if they are near enough to what they should be: the length of
/// the blanks and of the brackets.
fn closed(rest: &[u8], opening: usize, capitals: bool) -> Option<(usize, usize)> {
    let (after_blanks, blanks) = blanks(rest).ok()?;
    let (after, closing) = closing_brackets(after_blanks).ok()?;
    let near = if capitals { opening + closing >= 4 } else { opening >= 2 && closing >= 2 && opening + closing >= 6 };
    near.then_some((blanks.len(), after_blanks.len() - after.len()))
}

/// An id inside of the brackets, after the word: where it stands, and where the three closing brackets stand.
fn id_inside(rest: &[u8]) -> Option<(Span, Span)> {
    let (after, separator) = recognize((blanks, opt(alt((tag_error(":"), tag_error("="))))))
        .parse(rest)
        .ok()
        .filter(|(_, separator)| !separator.is_empty())?;
    let half = memchr::memmem::find(after, b">>>").map(|at| (at, 3));
    let full = memchr::memmem::find(after, FULL_WIDTH_CLOSE.repeat(3).as_bytes()).map(|at| (at, 9));
    let (at, length) = half.into_iter().chain(full).min()?;
    let start = separator.len();
    let inside = Span::new(start, start + at);
    let blank = white_space(inside.of(rest)) == inside.len();
    (!blank).then(|| (inside, Span::new(inside.end, inside.end + length)))
}

fn is_foreign_end(word: &[u8]) -> bool {
    const SPELLINGS: [&[u8]; 5] = [b"ENDFILE", b"END FILE", b"END_FILE", b"END-FILE", b"/FILE"];
    SPELLINGS.iter().any(|spelling| spelling.eq_ignore_ascii_case(word))
}

/// `indentation`: white space, visible or not, before a marker.
fn indentation(input: &[u8]) -> Read<'_, &[u8]> {
    recognize(many0_count(alt((
        tag(" "),
        tag("\t"),
        tag("\u{A0}"),
        tag("\u{202F}"),
        tag("\u{3000}"),
        tag("\u{200B}"),
        tag("\u{FEFF}"),
    ))))
    .parse(input)
}

/// `opening`: one to six brackets, half or full width. Gives their number.
fn opening_brackets(input: &[u8]) -> Read<'_, usize> {
    let brackets = many1_count(alt((tag("<"), tag(FULL_WIDTH_OPEN))));
    verify(brackets, |&count| count <= MOST_BRACKETS).parse(input)
}

/// `closing`: one to six brackets, half or full width. Gives their number.
fn closing_brackets(input: &[u8]) -> Read<'_, usize> {
    let brackets = many1_count(alt((tag(">"), tag(FULL_WIDTH_CLOSE))));
    verify(brackets, |&count| count <= MOST_BRACKETS).parse(input)
}

/// `*WSP`
fn blanks(input: &[u8]) -> Read<'_, &[u8]> {
    take_while(|byte| matches!(byte, b' ' | b'\t')).parse(input)
}

/// `word`: what a marker can say, in any case; and the foreign spellings of an end.
fn word(input: &[u8]) -> Read<'_, (Word, &[u8])> {
    let end_file = recognize((
        verify(take_while_m_n(3, 3, |byte: u8| byte.is_ascii_alphabetic()), |end: &[u8]| {
            end.eq_ignore_ascii_case(b"END")
        }),
        take_while_m_n(1, 1, |byte| matches!(byte, b' ' | b'_' | b'-')),
        verify(take_while_m_n(4, 4, |byte: u8| byte.is_ascii_alphabetic()), |file: &[u8]| {
            file.eq_ignore_ascii_case(b"FILE")
        }),
    ));
    let slash_file = recognize((tag("/"), take_while1(|byte: u8| byte.is_ascii_alphabetic())));
    let letters = take_while1(|byte: u8| byte.is_ascii_alphabetic());
    let (rest, written) = alt((end_file, slash_file, letters)).parse(input)?;
    let word = match written {
        word if word.eq_ignore_ascii_case(b"FILE") => Word::File,
        word if word.eq_ignore_ascii_case(b"CORPUS") => Word::Corpus,
        word if word.eq_ignore_ascii_case(b"END") => Word::End,
        _ => Word::Reserved,
    };
    Ok((rest, (word, written)))
}
