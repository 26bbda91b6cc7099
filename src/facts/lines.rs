//! Short lines at both edges of documents: the ones that come back in many documents are not the author's.

use twox_hash::XxHash3_64;

use crate::document::{Document, Edge, Line};

/// How many lines of the start are looked at, blank ones passed over.
const HEAD: usize = 3;

/// How many lines of the end are looked at, blank ones passed over.
const TAIL: usize = 5;

/// The longest line that is looked at, in bytes. A paragraph does not come back.
const LONGEST: usize = 200;

/// The most lines that are looked at.
pub const MOST: usize = HEAD + TAIL;

/// The fewest letters of a line that is looked at. `***` and `5 / 7` are no words.
const FEWEST_LETTERS: usize = 4;

/// The short lines at both edges of `document`, each with a hash of what it says, without its numbers, of the edge that
/// it stands at and of where the document says that it comes from.
pub fn short_lines(document: &Document<'_>) -> impl Iterator<Item = (u64, Edge, Line)> {
    let source = document.attribute("source").unwrap_or_default();
    let mut tail: [Option<Line>; TAIL] = [None; TAIL];
    tail.iter_mut().zip(document.tail(TAIL)).for_each(|(place, line)| *place = Some(line));
    let tail_start = tail.iter().flatten().last().map_or(usize::MAX, |line| line.span.start);
    let head = document.head(HEAD).filter(move |line| line.span.start < tail_start);
    let tail = tail.into_iter().rev().flatten();
    let all = head.map(|line| (Edge::Head, line)).chain(tail.map(|line| (Edge::Tail, line)));
    let mut masked = Vec::with_capacity(LONGEST + 1 + source.len());
    all.filter_map(move |(edge, line)| {
        let text = Some(line.span).filter(|span| span.len() <= LONGEST).and_then(|span| document.str(span))?;
        // Most lines have enough letters of ASCII, which are told at once.
        let ascii = text.bytes().filter(u8::is_ascii_alphabetic).nth(FEWEST_LETTERS - 1).is_some();
        if !ascii {
            text.chars().filter(|character| character.is_alphabetic()).nth(FEWEST_LETTERS - 1)?;
        }
        mask(text.trim(), &mut masked);
        masked.push(match edge {
            Edge::Head => b'<',
            Edge::Tail => b'>',
        });
        masked.extend(source);
        Some((XxHash3_64::oneshot(&masked), edge, line))
    })
}

/// Puts `line` into `masked` with every number as `0`.
pub(super) fn mask(line: &str, masked: &mut Vec<u8>) {
    masked.clear();
    let mut rest = line.as_bytes();
    // To see that there is none, no byte has to be told from the one before it, and the least and the greatest of all are
    // found at once: those from `0` on that are less than ten behind it, and those that begin rare characters.
    let ends = |(least, greatest): (u8, u8), byte: &u8| (least.min(byte.wrapping_sub(b'0')), greatest.max(*byte));
    let (least, greatest) = rest.iter().fold((u8::MAX, 0), ends);
    if greatest >= LEAST_LEAD && rest.iter().fold(false, |any, byte| any | may_begin_digit(*byte)) {
        mask_characters(line, masked);
        return;
    }
    if least > 9 {
        masked.extend(rest);
        return;
    }
    while let Some(digit) = rest.iter().position(u8::is_ascii_digit) {
        let (before, number) = rest.split_at_checked(digit).unwrap_or((rest, &[]));
        masked.extend(before);
        masked.push(b'0');
        let length = number.iter().take_while(|byte| byte.is_ascii_digit()).count();
        rest = number.get(length..).unwrap_or_default();
    }
    masked.extend(rest);
}

/// The least byte that a digit outside of ASCII begins with. Nearly all letters of Latin begin with a lesser one.
const LEAST_LEAD: u8 = 0xD9;

/// Whether a character that begins with this byte may be a digit outside of ASCII: those begin with 0xD9, 0xDB, 0xE0 or
/// 0xEF.
const fn may_begin_digit(byte: u8) -> bool {
    byte | 2 == LEAST_LEAD | 2 || byte == 0xE0 || byte == 0xEF
}

/// The same for a line that may have other digits than those of ASCII.
fn mask_characters(line: &str, masked: &mut Vec<u8>) {
    let mut rest = line;
    while let Some(digit) = rest.find(is_digit) {
        let (before, number) = rest.split_at_checked(digit).unwrap_or((rest, ""));
        masked.extend(before.bytes());
        masked.push(b'0');
        rest = number.trim_start_matches(is_digit);
    }
    masked.extend(rest.bytes());
}

/// Whether a character is a digit: of ASCII, or of those that are used in its place, which are Arabic, Persian, those of
/// the scripts of India and Thailand, and full-width ones.
pub const fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
        || match character {
            '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' | '\u{E50}'..='\u{E59}' | '\u{FF10}'..='\u{FF19}' => true,
            // Each script of India has a block of 128, and its digits in the same place of it.
            '\u{900}'..='\u{D7F}' => matches!(character as u32 & 0x7F, 0x66..=0x6F),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    fn hashes(text: &str) -> Vec<(u64, Edge)> {
        with_document(text, |document| short_lines(document).map(|(hash, end, _)| (hash, end)).collect())
    }

    #[test]
    fn numbers_make_no_other_line() {
        assert_eq!(hashes("<<<FILE>>> a\n12 comments\n"), hashes("<<<FILE>>> b\n 3 comments \n"));
        assert_ne!(hashes("<<<FILE>>> a\n12 comments\n"), hashes("<<<FILE>>> b\n12 readers\n"));
        for (one, another) in [
            ("٣ تعليقات", "١٢ تعليقات"),
            ("۷ دیدگاه", "۱۲ دیدگاه"),
            ("५ टिप्पणियाँ", "12 टिप्पणियाँ"),
            ("コメント１２件", "コメント3件"),
        ] {
            let of = |line: &str| hashes(&format!("<<<FILE>>> a\n{line}\n"));
            assert_eq!(of(one), of(another));
            assert_eq!(of(one).len(), 1, "{one}");
        }
    }

    #[test]
    fn digits_are_those_of_unicode_where_they_are_used() {
        for character in ('\u{80}'..=char::MAX).filter(|character| is_digit(*character)) {
            assert!(character.is_numeric() && !character.is_alphabetic(), "{character:?}");
            assert!(may_begin_digit(character.to_string().as_bytes()[0]), "{character:?}");
        }
    }

    #[test]
    fn ends_and_sources_make_another_line() {
        let lines = hashes("<<<FILE>>> a\nshort\n1\n2\n3\n4\n5\n6\nshort\n");
        assert_eq!(lines.iter().map(|(_, end)| *end).collect::<Vec<_>>(), [Edge::Head, Edge::Tail]);
        assert_ne!(lines[0].0, lines[1].0);
        assert_ne!(hashes("<<<FILE>>> a source=x\nshort\n"), hashes("<<<FILE>>> a source=y\nshort\n"));
    }

    #[test]
    fn paragraphs_and_rows_of_signs_are_passed_over() {
        let paragraph = "word ".repeat(41);
        assert_eq!(hashes(&format!("<<<FILE>>> a\n{paragraph}\n* * *\n12:30\n")), []);
    }
}
