//! How a line looks by itself: how it begins and ends, and which letters are capitals.

use super::features::number_of;

/// Whether a line ends as a sentence does: in a stop, or in a mark that may close a quotation behind one. Whether a
/// stop is that of an abbreviation is not asked here.
pub fn ends_in_stop(line: &str) -> bool {
    line.trim_end()
        .ends_with(['.', '!', '?', '"', '\u{201C}', '\u{201D}', '\u{AB}', '\u{BB}', '\u{2026}', '\u{3002}', '\u{964}'])
}

/// Whether a time of day stands in a line: a colon between digits.
pub(super) fn has_time(line: &str) -> bool {
    let bytes = line.as_bytes();
    bytes
        .windows(3)
        .any(|three| matches!(three, [before, b':', after] if before.is_ascii_digit() && after.is_ascii_digit()))
}

/// How a line begins, from what continues a sentence to what begins none.
pub(super) fn beginning(line: &str) -> f32 {
    match line.trim_start().chars().next() {
        Some(first) if first.is_lowercase() => 0.0,
        Some(first) if first.is_alphabetic() => 1.0,
        Some('"' | '\'' | '\u{2018}' | '\u{201C}' | '\u{201E}' | '\u{AB}' | '(' | '\u{BF}' | '\u{A1}') => 2.0,
        Some(first) if first.is_numeric() => 3.0,
        Some('-' | '\u{2013}' | '\u{2014}' | '*' | '\u{2022}') => 4.0,
        Some('|') => 6.0,
        _ => 5.0,
    }
}

/// How a line ends, from what ends a sentence to what ends none.
pub(super) fn ending(line: &str) -> f32 {
    let mut back = line.trim_end().chars().rev();
    match back.next() {
        Some('.' | '\u{3002}') if back.next() == Some('.') => 3.0,
        Some('.' | '\u{3002}' | '\u{964}') => 0.0,
        Some('!' | '?' | '\u{FF01}' | '\u{FF1F}') => 1.0,
        Some('"' | '\'' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}') => 2.0,
        Some('\u{2026}') => 3.0,
        Some(')' | ']') => 4.0,
        Some(',' | ';') => 5.0,
        Some(':') => 6.0,
        Some(last) if last.is_alphabetic() => 7.0,
        Some(last) if last.is_numeric() => 8.0,
        _ => 9.0,
    }
}

/// The share of capitals among the letters.
pub(super) fn capitals(line: &str) -> f32 {
    let (mut letters, mut capitals) = (0, 0);
    for character in line.chars() {
        letters += usize::from(character.is_alphabetic());
        capitals += usize::from(character.is_uppercase());
    }
    if letters == 0 { -1.0 } else { number_of(capitals) / number_of(letters) }
}
