//! `mixed-apostrophes`

use crate::document::Document;
use crate::number::counted;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags a document with both straight and curly apostrophes: "it's" and "it’s".
    ///
    /// ## Why
    ///
    /// The same word is there in two spellings, which no search and no count takes for one. The lines with the rarer
    /// apostrophe may have come from elsewhere: a teaser, a caption, an agency's copy.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// It’s the mayor’s day, and the port’s.
    /// It's the council's day, and the town's.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// It’s the mayor’s day, and the port’s.
    /// It’s the council’s day, and the town’s.
    /// ```
    ///
    /// ## Formula
    ///
    /// At least 3 straight apostrophes (U+0027) and at least 3 curly ones (U+2019), each between two letters. One
    /// finding for each document, at the first of the rarer kind.
    ///
    /// ## Exceptions
    ///
    /// Quotation marks are not counted, nor apostrophes at the start or end of a word, which look the same.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: which of the two is the right one is for the editor to say.
    MixedApostrophes {
        id: "mixed-apostrophes",
        category: Typography,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// Fewer apostrophes of a kind are a slip, or a name.
const FEWEST: usize = 3;

impl DocumentRule for MixedApostrophes {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let curly = document.byte_set().contains(b'\'') && document.contains('\u{2019}');
        if !curly {
            return;
        }
        let bytes = document.body().of(document.bytes());
        let straight = between_letters(bytes, b"'");
        let curly = between_letters(bytes, "\u{2019}".as_bytes());
        if straight.len() < FEWEST || curly.len() < FEWEST {
            return;
        }
        let (rare, usual, length) =
            if straight.len() < curly.len() { (&straight, &curly, 1) } else { (&curly, &straight, 3) };
        let Some(&first) = rare.first() else { return };
        report
            .finding(
                Span::new(first, first + length).shifted(document.body().start),
                "straight and curly apostrophes in one text",
            )
            .label(format!("the first of {}, beside {}", counted(rare.len(), "such apostrophe"), usual.len()))
            .help("look whether these lines belong to the text, and write all apostrophes alike");
    }
}

/// The places of `apostrophe` between two letters.
fn between_letters(bytes: &[u8], apostrophe: &[u8]) -> Vec<usize> {
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || (0xC3..=0xDF).contains(byte);
    let ends_letter = |byte: &u8| byte.is_ascii_alphabetic() || (0x80..=0xBF).contains(byte);
    let places = memchr::memmem::find_iter(bytes, apostrophe);
    let places = places.filter(|&at| {
        at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(ends_letter)
            && bytes.get(at + apostrophe.len()).is_some_and(is_letter)
    });
    places.collect()
}
