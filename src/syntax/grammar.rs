//! The parts of a marker line after its brackets, as nom parsers named after the rules of the ABNF: ids, keys, values,
//! quoted strings and their escapes; and how a value is written.

use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while_m_n};
use nom::combinator::recognize;
use nom::sequence::delimited;
use nom::{IResult, Parser};

use crate::span::Span;

/// What is left, and what was taken.
pub(super) type Read<'a, T> = IResult<&'a [u8], T, ()>;

pub(super) fn tag_error<'a>(text: &'static str) -> impl Parser<&'a [u8], Output = &'a [u8], Error = ()> {
    tag(text)
}

/// A value as it stands on the line, before it is given a place.
pub(super) enum RawValue<'a> {
    Quoted(Quoted),
    Run { bytes: &'a [u8], clean: bool },
}

/// `attribute`: `key "=" value`. Once the key and the sign are there, the value is whatever follows.
pub(super) fn attribute(input: &[u8]) -> Read<'_, (&[u8], RawValue<'_>)> {
    let (rest, (key, _)) = (key, tag("=")).parse(input)?;
    if rest.first() == Some(&b'"') {
        let quoted = quoted(rest);
        let rest = rest.get(quoted.length..).unwrap_or_default();
        return Ok((rest, (key, RawValue::Quoted(quoted))));
    }
    let length = word_length(rest);
    let (bytes, after) = rest.split_at_checked(length).unwrap_or((rest, b""));
    let clean = clean_length(bytes) == length;
    Ok((after, (key, RawValue::Run { bytes, clean })))
}

/// `key`: a lower-case letter, then lower-case letters, digits, `_`, `-` and `.`.
fn key(input: &[u8]) -> Read<'_, &[u8]> {
    recognize((
        take_while_m_n(1, 1, |byte: u8| byte.is_ascii_lowercase()),
        take_while(|byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.')),
    ))
    .parse(input)
}

/// A `quoted-string`, read as far as it goes.
pub(super) struct Quoted {
    /// How many bytes of the line it takes, quotes included.
    pub(super) length: usize,
    /// What it means.
    pub(super) bytes: Vec<u8>,
    pub(super) closed: bool,
    /// Escapes that are none, relative to the opening mark.
    pub(super) bad_escapes: Vec<Span>,
}

/// `quoted-string`: never fails. Without a closing mark it runs to the end of the line.
pub(super) fn quoted(input: &[u8]) -> Quoted {
    let mut quoted = Quoted { length: 1, bytes: Vec::new(), closed: false, bad_escapes: Vec::new() };
    while let Some(rest) = input.get(quoted.length..).filter(|rest| !rest.is_empty()) {
        let plain = memchr::memchr2(b'"', b'\\', rest).unwrap_or(rest.len());
        quoted.bytes.extend_from_slice(rest.get(..plain).unwrap_or_default());
        quoted.length += plain;
        match rest.get(plain) {
            None => break,
            Some(b'"') => {
                quoted.length += 1;
                quoted.closed = true;
                break;
            }
            Some(_) => {
                let rest = rest.get(plain..).unwrap_or_default();
                let (length, character) = if let Ok((after, character)) = escape(rest) {
                    (rest.len() - after.len(), character)
                } else {
                    // The whole character after the backslash, so that no place falls inside of one.
                    let (_, character) = first_char(rest.get(1..).unwrap_or_default());
                    quoted.bad_escapes.push(Span::new(quoted.length, quoted.length + 1 + character));
                    (1, '\\')
                };
                quoted.bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                quoted.length += length;
            }
        }
    }
    quoted
}

/// `escape`
fn escape(input: &[u8]) -> Read<'_, char> {
    let hexadecimal = take_while_m_n(1, 6, |byte: u8| byte.is_ascii_hexdigit());
    let code_point = delimited(tag_error("\\u{"), hexadecimal, tag_error("}")).map_opt(|digits: &[u8]| {
        let digits = std::str::from_utf8(digits).ok()?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    });
    alt((
        tag("\\\"").map(|_| '"'),
        tag("\\\\").map(|_| '\\'),
        tag("\\n").map(|_| '\n'),
        tag("\\t").map(|_| '\t'),
        code_point,
    ))
    .parse(input)
}

/// Whether `word` was meant as an attribute: something like a key, in letters of either case, and `=`.
pub(super) fn looks_like_attribute(word: &[u8]) -> bool {
    let key = memchr::memchr(b'=', word).and_then(|sign| word.get(..sign)).unwrap_or_default();
    key.first().is_some_and(u8::is_ascii_alphabetic)
        && key.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// The bytes of `input` up to its first white space.
pub(super) fn word_length(input: &[u8]) -> usize {
    let mut here = 0;
    loop {
        here += plain(input, here, |byte| !matches!(byte, b' ' | b'\t'));
        match first_char(input.get(here..).unwrap_or_default()) {
            (Some(character), _) if is_white_space(character) => return here,
            (_, 0) => return here,
            (_, length) => here += length,
        }
    }
}

/// How many bytes from `here` on are ASCII and `wanted`: nearly all of a marker line is decided byte by byte.
fn plain(bytes: &[u8], here: usize, wanted: impl Fn(u8) -> bool) -> usize {
    let rest = bytes.get(here..).unwrap_or_default();
    rest.iter().position(|&byte| !(byte.is_ascii() && wanted(byte))).unwrap_or(rest.len())
}

/// The bytes of `word` up to its first control or quotation mark.
pub(super) fn clean_length(word: &[u8]) -> usize {
    let mut here = 0;
    loop {
        here += plain(word, here, |byte| byte != b'"' && !byte.is_ascii_control());
        match first_char(word.get(here..).unwrap_or_default()) {
            (Some(character), _) if character == '"' || character.is_control() => return here,
            (_, 0) => return here,
            (_, length) => here += length,
        }
    }
}

/// The length of the white space at the start of `input`.
pub(super) fn white_space(input: &[u8]) -> usize {
    let mut here = 0;
    while let Some(rest) = input.get(here..).filter(|rest| !rest.is_empty()) {
        match first_char(rest) {
            (Some(character), length) if is_white_space(character) => here += length,
            _ => break,
        }
    }
    here
}

/// White space that separates the parts of a marker line: Unicode's `White_Space`, less the control characters other
/// than TAB, which are faults of their own.
fn is_white_space(character: char) -> bool {
    character.is_whitespace() && (!character.is_control() || character == '\t')
}

/// The first character and its length; for an ill-formed byte none, and one.
fn first_char(bytes: &[u8]) -> (Option<char>, usize) {
    match bytes.first() {
        None => (None, 0),
        Some(byte) if byte.is_ascii() => (Some(char::from(*byte)), 1),
        Some(_) => {
            let window = bytes.get(..4).unwrap_or(bytes);
            let valid = window.utf8_chunks().next().map_or("", |chunk| chunk.valid());
            valid.chars().next().map_or((None, 1), |character| (Some(character), character.len_utf8()))
        }
    }
}
