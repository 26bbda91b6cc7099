//! How rules quote bytes of a corpus in their messages.

use std::fmt::Write as _;

use crate::number::grouped;

/// The most characters of a corpus that a message repeats. An id may have 64 KiB, and nobody reads that.
const LONGEST: usize = 60;

/// `bytes` as they are shown in a message: no more than can be read, bad UTF-8 as U+FFFD, and what cannot be seen as
/// `\u{…}`, so that two ids that only look the same do not look the same here.
pub(in crate::rules) fn shown(bytes: &[u8]) -> String {
    let start = bytes.get(..LONGEST * 4 + 4).unwrap_or(bytes);
    let text = String::from_utf8_lossy(start);
    let mut shown = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        if is_visible(character) {
            shown.push(character);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        }
    }
    shown
}

/// `names` to choose from, each of them quoted: `` `a`, `b` or `c` ``. Of more than `most`, the others are counted.
pub(in crate::rules) fn either(names: &[String], most: usize) -> String {
    let quoted = |name: &String| format!("`{}`", shown(name.as_bytes()));
    let mut parts: Vec<String> = names.iter().take(most).map(quoted).collect();
    if names.len() > most {
        parts.push(format!("one of {} more", grouped(names.len() - most)));
    }
    match parts.as_slice() {
        [some @ .., last] if !some.is_empty() => format!("{} or {last}", some.join(", ")),
        parts => parts.concat(),
    }
}

/// Whether a character has a shape or a width of its own: no control, and none of the characters that only steer how
/// others are shown.
fn is_visible(character: char) -> bool {
    !character.is_control()
        && !matches!(
            character,
            '\u{AD}'
                | '\u{61C}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_a_row() {
        let row = |names: &[&str]| either(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), 3);
        assert_eq!(row(&["a"]), "`a`");
        assert_eq!(row(&["a", "b"]), "`a` or `b`");
        assert_eq!(row(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(row(&["a", "b", "c", "d", "e"]), "`a`, `b`, `c` or one of 2 more");
    }

    #[test]
    fn what_is_shown_is_short_and_visible() {
        assert_eq!(shown("naïve.txt".as_bytes()), "naïve.txt");
        assert_eq!(shown(b"a\x1b\xff\n"), "a\\u{1b}\u{FFFD}\\u{a}");
        assert_eq!(shown("a\u{202E}b\u{200B}".as_bytes()), "a\\u{202e}b\\u{200b}");
        assert_eq!(shown("é".repeat(60).as_bytes()), "é".repeat(60));
        assert_eq!(shown("é".repeat(61).as_bytes()), "é".repeat(60) + "…");
    }
}
