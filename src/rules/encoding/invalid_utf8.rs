//! `invalid-utf8`

use std::fmt::Write as _;

use super::windows_1252;
use crate::document::Document;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags bytes that are not well-formed UTF-8.
    ///
    /// ## Why
    ///
    /// Most programs replace bytes that are not UTF-8, or pass over them, without a word: letters are lost, and words
    /// with them. The finding says which bytes they are and, where it is plain, what they were meant to be.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a lang=fr
    /// Un caf\xE9 cr\xE8me.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a lang=fr
    /// Un café crème.
    /// ```
    ///
    /// ## Formula
    ///
    /// What is not in table 3-7 of the Unicode standard. Ill-formed sequences that follow each other directly are one
    /// finding. It says that the document looks like Windows-1252 where every ill-formed byte of it is defined there
    /// and reads well between its neighbours: letters in the right case, no more than three in a row, quotation marks,
    /// dashes and signs where they can stand; and where `lang`, if it is given, is a language written in it.
    ///
    /// ## Exceptions
    ///
    /// A file in UTF-16 or UTF-32 is reported by `utf16-input`.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: an encoding can be guessed, and a guess that is wrong for one word in a thousand is not
    /// noticed. Convert the text where it comes from.
    InvalidUtf8 {
        id: "invalid-utf8",
        category: Encoding,
        severity: Error,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Sections,
    }
}

impl DocumentRule for InvalidUtf8 {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if document.is_utf8() {
            return;
        }
        let bytes = document.bytes();
        let runs = ill_formed_runs(bytes);
        let is_cut = |run: &Span| {
            let last = document.surroundings().last && run.end == bytes.len();
            last && sequences(run.of(bytes)).all(|kind| kind == Kind::Incomplete)
        };
        // A single bad byte, and that at the end, says nothing of the encoding: the file was cut there.
        let only_cut = matches!(&*runs, [run] if is_cut(run));
        let is_windows_1252 = !only_cut && windows_1252::is_likely(document, &runs);
        // Without a single good character beyond ASCII, this is no UTF-8 that was damaged but another encoding.
        let is_foreign = runs.len() > 1 && !windows_1252::has_utf8(document, &runs);
        for run in &runs {
            let written = run.of(bytes);
            let what = if run.len() == 1 { "byte that is" } else { "bytes that are" };
            let finding = report.finding(*run, format!("{what} not UTF-8: {}", hexadecimal(written)));
            if let Some(text) = windows_1252::decode(written).filter(|_| is_windows_1252) {
                finding.label(format!("`{text}` in Windows-1252")).help(
                    "the document looks like Windows-1252: convert it to UTF-8 where it comes from, for example with \
                     `iconv -f WINDOWS-1252 -t UTF-8`",
                );
            } else if is_cut(run) {
                finding
                    .label("the file ends in the middle of a character")
                    .help("the file was cut: get it again from where it comes from");
            } else {
                if let Some(label) = kind(written).and_then(|kind| label(kind, is_foreign)) {
                    finding.label(label);
                }
                finding.help(if is_foreign {
                    "find out which encoding the document is in, and convert it to UTF-8 where it comes from"
                } else {
                    "get the text again from where it comes from: bytes were lost or changed here"
                });
            }
        }
    }
}

/// Every run of ill-formed sequences with nothing between them.
fn ill_formed_runs(bytes: &[u8]) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut here = 0;
    for chunk in bytes.utf8_chunks() {
        let start = here + chunk.valid().len();
        here = start + chunk.invalid().len();
        match runs.last_mut() {
            Some(run) if run.end == start => run.end = here,
            _ if here > start => runs.push(Span::new(start, here)),
            _ => {}
        }
    }
    runs
}

/// The most bytes that are shown.
const MOST: usize = 8;

/// The first bytes in hexadecimal, and how many more there are.
fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes.iter().take(MOST) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}{byte:02X}", if text.is_empty() { "`" } else { " " });
    }
    text.push('`');
    if bytes.len() > MOST {
        let _ = write!(text, " … and {} more", bytes.len() - MOST);
    }
    text
}

/// What kind of ill-formed sequence it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A continuation byte with nothing to continue.
    Continuation,
    /// A character with fewer bytes than its first one promises.
    Incomplete,
    /// A character that could be written with fewer bytes.
    Overlong,
    /// One of the code points with which UTF-16 makes pairs.
    Surrogate,
    /// A character that Unicode does not have.
    Beyond,
    /// A byte that is in no character.
    Impossible,
}

/// What is wrong with a run, if it is the same thing throughout.
fn kind(run: &[u8]) -> Option<Kind> {
    let mut kinds = sequences(run);
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

/// What is said about a run of one kind. In another encoding, no part of a character of UTF-8 is missing.
const fn label(kind: Kind, is_foreign: bool) -> Option<&'static str> {
    match kind {
        Kind::Continuation | Kind::Incomplete if is_foreign => None,
        Kind::Continuation => Some("the start of a character is missing"),
        Kind::Incomplete => Some("the end of a character is missing"),
        Kind::Overlong => Some("overlong form, which UTF-8 forbids"),
        Kind::Surrogate => Some("surrogates of UTF-16, as in CESU-8"),
        Kind::Beyond => Some("beyond the last character of Unicode"),
        Kind::Impossible => Some("never a part of UTF-8"),
    }
}

/// The sequences of an ill-formed run, as somebody meant them who knew the scheme of UTF-8 and not its limits.
fn sequences(run: &[u8]) -> impl Iterator<Item = Kind> + '_ {
    let mut here = 0;
    std::iter::from_fn(move || {
        let rest = run.get(here..)?;
        let lead = *rest.first()?;
        let wanted = match lead {
            0xC0..=0xDF => 1,
            0xE0..=0xEF => 2,
            0xF0..=0xF7 => 3,
            0xF8..=0xFB => 4,
            0xFC..=0xFD => 5,
            _ => 0,
        };
        let tail = rest.get(1..).unwrap_or_default();
        let found = tail.iter().take(wanted).take_while(|byte| matches!(byte, 0x80..=0xBF)).count();
        here += 1 + found;
        let whole = found == wanted;
        Some(match (lead, tail.first().filter(|_| found > 0)) {
            (0x80..=0xBF, _) => Kind::Continuation,
            (0xC0 | 0xC1, Some(_)) | (0xE0, Some(0x80..=0x9F)) | (0xF0, Some(0x80..=0x8F)) => Kind::Overlong,
            (0xED, Some(0xA0..=0xBF)) => Kind::Surrogate,
            (0xF4, Some(0x90..=0xBF)) => Kind::Beyond,
            (0xF5..=0xFD, Some(_)) if whole => Kind::Beyond,
            (0xC2..=0xF4, _) => Kind::Incomplete,
            _ => Kind::Impossible,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(bytes: &[u8]) -> Vec<(usize, usize)> {
        ill_formed_runs(bytes).into_iter().map(|run| (run.start, run.end)).collect()
    }

    /// The ill-formed runs as they follow from asking, byte by byte, what `from_utf8` accepts.
    fn oracle(bytes: &[u8]) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let mut here = 0;
        while here < bytes.len() {
            let character = (1..=4).find(|&length| {
                let piece = bytes.get(here..here + length);
                piece.and_then(|piece| std::str::from_utf8(piece).ok()).is_some_and(|text| text.chars().count() == 1)
            });
            if let Some(length) = character {
                here += length;
                continue;
            }
            match runs.last_mut() {
                Some(run) if run.1 == here => run.1 += 1,
                _ => runs.push((here, here + 1)),
            }
            here += 1;
        }
        runs
    }

    /// After table 3-8 of the Unicode standard and the stress test of Markus Kuhn: bytes, ill-formed runs, and the
    /// kind of the first of them.
    type Case = (&'static [u8], &'static [(usize, usize)], Option<Kind>);

    const CONTINUATION: Option<Kind> = Some(Kind::Continuation);
    const INCOMPLETE: Option<Kind> = Some(Kind::Incomplete);
    const OVERLONG: Option<Kind> = Some(Kind::Overlong);
    const SURROGATE: Option<Kind> = Some(Kind::Surrogate);
    const BEYOND: Option<Kind> = Some(Kind::Beyond);
    const IMPOSSIBLE: Option<Kind> = Some(Kind::Impossible);

    const CASES: &[Case] = &[
        // The boundaries of each length are well-formed.
        (b"\x00\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", &[], None),
        (b"\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbd\xef\xbf\xbe", &[], None),
        // Continuation bytes alone.
        (b"a\x80b", &[(1, 2)], CONTINUATION),
        (b"a\xbf\x80\xbfb", &[(1, 4)], CONTINUATION),
        // Characters without their last byte, at the end, before ASCII, and one after another.
        (b"\xc3", &[(0, 1)], INCOMPLETE),
        (b"\xe2\x82a", &[(0, 2)], INCOMPLETE),
        (b"\xf0\x9f\x98 \xe2\x82", &[(0, 3), (4, 6)], INCOMPLETE),
        (b"\xe1\x80\xe2\xf0\x91\x92\xf1\xbfA", &[(0, 8)], INCOMPLETE),
        // Overlong forms of `/` and NUL, and the largest ones.
        (b"\xc0\xaf \xe0\x80\xaf", &[(0, 2), (3, 6)], OVERLONG),
        (b"\xf0\x80\x80\xaf", &[(0, 4)], OVERLONG),
        (b"\xc1\xbf\xe0\x9f\xbf\xf0\x8f\xbf\xbf", &[(0, 9)], OVERLONG),
        (b"a\xc0\x80", &[(1, 3)], OVERLONG),
        // Surrogates, single and as a pair.
        (b"\xed\xa0\x80", &[(0, 3)], SURROGATE),
        (b"\xed\xaf\xbf\xed\xbf\xbf", &[(0, 6)], SURROGATE),
        // Beyond U+10FFFF, and the forms of five and six bytes that UTF-8 once had.
        (b"\xf4\x90\x80\x80", &[(0, 4)], BEYOND),
        (b"\xf7\xbf\xbf\xbf", &[(0, 4)], BEYOND),
        (b"\xf8\x88\x80\x80\x80", &[(0, 5)], BEYOND),
        (b"\xfc\x84\x80\x80\x80\x80", &[(0, 6)], BEYOND),
        // Bytes that are never there.
        (b"\xfe", &[(0, 1)], IMPOSSIBLE),
        (b"\xff\xfe\xff", &[(0, 3)], IMPOSSIBLE),
        (b"\xf5a", &[(0, 1)], IMPOSSIBLE),
        // Table 3-8: different faults without anything between them are one run, of no single kind.
        (b"\xc0\xaf\xe0\x80\xbf\xf0\x81\x82A", &[(0, 8)], OVERLONG),
        (b"\xed\xa0\x80\xed\xbf\xbf\xed\xafA", &[(0, 8)], SURROGATE),
        (b"\xf4\x91\x92\x93\xffA\x80\xbfB", &[(0, 5), (6, 8)], None),
        // A good character between two bad ones parts them.
        (b"\xff\xc3\xa9\xff", &[(0, 1), (3, 4)], IMPOSSIBLE),
    ];

    #[test]
    fn the_table_of_ill_formed_sequences() {
        for &(bytes, expected, what) in CASES {
            assert_eq!(runs(bytes), expected, "{bytes:x?}");
            assert_eq!(oracle(bytes), expected, "the oracle agrees on {bytes:x?}");
            if let Some(&(start, end)) = expected.first() {
                assert_eq!(kind(&bytes[start..end]), what, "{bytes:x?}");
            }
        }
    }

    #[test]
    fn runs_are_those_of_the_standard_library() {
        // Every sequence of up to four bytes from the limits of table 3-7, between letters and at the end.
        const LIMITS: [u8; 22] = [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0,
            0xF3, 0xF4, 0xF5, 0xFF,
        ];
        let mut sequences: Vec<Vec<u8>> = vec![Vec::new()];
        for _ in 0..4 {
            let longer = sequences.iter().flat_map(|start| LIMITS.iter().map(|&byte| [start, &[byte][..]].concat()));
            sequences = longer.collect();
            for bytes in &sequences {
                assert_eq!(runs(bytes), oracle(bytes), "{bytes:x?}");
                assert_eq!(runs(bytes).is_empty(), std::str::from_utf8(bytes).is_ok(), "{bytes:x?}");
                let inside = [b"a", &bytes[..], b"z"].concat();
                assert_eq!(runs(&inside), oracle(&inside), "{inside:x?}");
            }
        }
    }

    #[test]
    fn every_character_is_well_formed() {
        let all: String = ('\0'..=char::MAX).collect();
        assert_eq!(runs(all.as_bytes()), []);
    }

    #[test]
    fn bytes_are_shown_up_to_a_limit() {
        assert_eq!(hexadecimal(b"\xe9"), "`E9`");
        assert_eq!(hexadecimal(&[0xFF; 8]), "`FF FF FF FF FF FF FF FF`");
        assert_eq!(hexadecimal(&[0xFF; 10]), "`FF FF FF FF FF FF FF FF` … and 2 more");
    }
}
