//! Breaks text into lines.

use unicode_width::UnicodeWidthChar as _;

use super::sanitize::width;

/// The lines of `text`, the first of at most `first` columns and the others of at most `rest`. Breaks come in the
/// place of spaces, and inside of a word only where it is longer than a line. The first line may be empty, where its
/// room is too small for a word.
///
/// No line but the first begins with `::`, which would be a command to a CI service.
pub(super) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for mut word in text.split(' ') {
        loop {
            let room = if lines.is_empty() { first } else { rest };
            let gap = usize::from(!line.is_empty());
            let wide = width(word);
            if used + gap + wide <= room {
                line.push_str(if gap == 1 { " " } else { "" });
                line.push_str(word);
                used += gap + wide;
                break;
            }
            // What stands before the first line may leave no room for a word that the next one has room for.
            if line.is_empty() && !(lines.is_empty() && wide <= rest) {
                let Some((start, end)) = break_word(word, room) else {
                    // A word that cannot be broken is longer than the line, and the terminal has to break it.
                    line.push_str(word);
                    used = wide;
                    break;
                };
                line.push_str(start);
                word = end;
            }
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            used = 0;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Breaks `word` behind as many characters as fit into `room`.
fn break_word(word: &str, room: usize) -> Option<(&str, &str)> {
    let mut used = 0;
    let mut best = None;
    for (index, character) in word.char_indices() {
        let wide = character.width().unwrap_or(0);
        // A character without width stays with the one before it.
        if wide > 0 && index > 0 && !word.get(index..).is_some_and(|rest| rest.starts_with("::")) {
            best = Some(index);
        }
        used += wide;
        if used > room && best.is_some() {
            break;
        }
    }
    best.filter(|_| used > room).and_then(|index| word.split_at_checked(index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two three four", 9, 7), ["one two", "three", "four"]);
        assert_eq!(wrap("  one   two  ", 80, 80), ["one   two"]);
        assert_eq!(wrap("", 80, 80), [""]);
    }

    #[test]
    fn a_word_for_which_the_first_line_is_too_short_goes_to_the_next() {
        assert_eq!(wrap("direction of text", 8, 12), ["", "direction of", "text"]);
        assert_eq!(wrap("directionoftext", 8, 12), ["directio", "noftext"]);
    }

    #[test]
    fn a_long_word_is_broken() {
        assert_eq!(wrap("a bcdefghij", 4, 4), ["a", "bcde", "fghi", "j"]);
        assert_eq!(wrap("漢字漢字漢", 5, 5), ["漢字", "漢字", "漢"]);
        assert_eq!(wrap("cafe\u{301}s", 4, 4), ["cafe\u{301}", "s"]);
    }

    #[test]
    fn no_line_begins_with_a_command() {
        assert_eq!(wrap("abcd::error::", 4, 4), ["abc", "d::e", "rro", "r::"]);
    }
}
