//! Words that changed, with some of what stands around them, in lines that fit.

use unicode_width::UnicodeWidthChar as _;

use super::super::Options;
use super::super::sanitize::{Kind, Shown};
use super::super::style::Style;
use crate::compare::{Piece, Tag};

/// How many columns are shown of what is the same, on either side of what is not.
const AROUND: usize = 30;

/// How many columns are shown of a piece that changed.
const LONGEST: usize = 240;

/// The lines with changes, each no wider than `columns`: `most` of them, or one more or a few, if there are more.
pub(super) fn lines(pieces: &[Piece<'_>], columns: usize, most: usize, options: &Options) -> Vec<String> {
    let mut shown = Vec::new();
    for line in by_line(pieces, most + 1) {
        lay_out(&characters(&line, options), columns, options.style, &mut shown);
    }
    shown
}

/// The first `most` lines of the text in which something changed, each in its pieces.
fn by_line<'a>(pieces: &[Piece<'a>], most: usize) -> Vec<Vec<Piece<'a>>> {
    let mut lines: Vec<Vec<Piece<'a>>> = Vec::new();
    let mut line: Vec<Piece<'a>> = Vec::new();
    for piece in pieces {
        let mut left = piece.bytes.len();
        for bytes in piece.bytes.split_inclusive(|&byte| byte == b'\n') {
            left -= bytes.len();
            // A change that goes on below a line changes nothing in it.
            let goes_on_below = bytes == b"\n" && left > 0 && !line.is_empty();
            line.push(Piece { bytes, tag: if goes_on_below { Tag::Same } else { piece.tag } });
            if bytes.ends_with(b"\n") {
                if has_change(&line) {
                    lines.push(std::mem::take(&mut line));
                }
                line.clear();
            }
            // So many pieces on one line are more lines than are shown.
            if lines.len() >= most || line.len() > most * LONGEST {
                return lines.into_iter().chain([line]).filter(|line| has_change(line)).collect();
            }
        }
    }
    lines.into_iter().chain([line]).filter(|line| has_change(line)).collect()
}

fn has_change(line: &[Piece<'_>]) -> bool {
    line.iter().any(is_change)
}

fn is_change(piece: &Piece<'_>) -> bool {
    piece.tag != Tag::Same
}

/// The characters of a line, each with what became of it.
fn characters(line: &[Piece<'_>], options: &Options) -> Vec<(char, Tag)> {
    let mut characters = Vec::new();
    let changes = |number: Option<usize>| number.and_then(|number| line.get(number)).is_some_and(is_change);
    for (number, piece) in line.iter().enumerate() {
        let bytes = piece.bytes.strip_suffix(b"\n").unwrap_or(piece.bytes);
        let mut text = match piece.tag {
            Tag::Same => around(bytes, changes(number.checked_sub(1)), changes(number.checked_add(1)), options),
            Tag::Old | Tag::New => ends(bytes, LONGEST / 2, LONGEST / 2, options),
        };
        // A line ending that changed is not seen otherwise, unless a whole line did.
        let whole_line = line.len() == 1 && !bytes.is_empty();
        if is_change(piece) && bytes.len() < piece.bytes.len() && !whole_line {
            text.push_str(if options.style.unicode { "↵" } else { "<LF>" });
        }
        let (open, close) = match piece.tag {
            Tag::Old if !options.style.color => ("[-", "-]"),
            Tag::New if !options.style.color => ("{+", "+}"),
            Tag::Same | Tag::Old | Tag::New => ("", ""),
        };
        let marked = open.chars().chain(text.chars()).chain(close.chars());
        characters.extend(marked.map(|character| (character, piece.tag)));
    }
    characters
}

/// What stands next to a change, with the middle or the far end left out.
fn around(bytes: &[u8], after_change: bool, before_change: bool, options: &Options) -> String {
    let columns = |shown: bool| if shown { AROUND } else { 0 };
    ends(bytes, columns(after_change), columns(before_change), options)
}

/// The first and the last columns of a text, or all of it if it is hardly longer.
fn ends(bytes: &[u8], head: usize, tail: usize, options: &Options) -> String {
    // No column comes from more bytes than a character with a stack of marks has.
    let reach = head.max(tail).max(AROUND) * 20;
    let shown = |bytes: &[u8]| Shown::new(bytes, Kind::Words, options);
    let most = (head + tail).max(2 * AROUND);
    let whole = (bytes.len() <= 2 * reach).then(|| shown(bytes)).filter(|whole| whole.width() <= most);
    if let Some(whole) = whole {
        return whole.text;
    }
    let first = shown(bytes.get(..reach).unwrap_or(bytes));
    let last = shown(bytes.get(bytes.len().saturating_sub(reach)..).unwrap_or(bytes));
    format!("{}{}{}", first.first(head), options.style.ellipsis(), last.last(tail))
}

/// Breaks a line where it has spaces, or where it has to be.
fn lay_out(characters: &[(char, Tag)], columns: usize, style: Style, lines: &mut Vec<String>) {
    let mut rest = characters;
    while !rest.is_empty() {
        let mut used = 0;
        let fits = rest
            .iter()
            .take_while(|(character, _)| {
                used += character.width().unwrap_or(0);
                used <= columns
            })
            .count();
        let (line, after) = if fits == rest.len() {
            (rest, &[][..])
        } else {
            let spaces = rest.iter().take(fits + 1).rposition(|(character, _)| *character == ' ').filter(|&at| at > 0);
            let at = spaces.map_or_else(|| break_in(rest, fits.max(1)), |space| space + 1);
            rest.split_at_checked(at).unwrap_or((rest, &[]))
        };
        lines.push(painted(line, style));
        rest = after;
    }
}

/// Where a word is broken: not before a mark that belongs to the character before it, and not so that a line begins with
/// what a CI service would obey.
fn break_in(characters: &[(char, Tag)], most: usize) -> usize {
    let is_good = |at: &usize| {
        characters.get(*at).is_none_or(|(character, _)| *character != ':' && character.width().unwrap_or(0) > 0)
    };
    (1..=most).rev().find(is_good).unwrap_or(most)
}

fn painted(line: &[(char, Tag)], style: Style) -> String {
    line.chunk_by(|(_, left), (_, right)| left == right)
        .map(|run| {
            let text: String = run.iter().map(|(character, _)| *character).collect();
            match run.first().map(|(_, tag)| tag) {
                Some(Tag::Old) => style.removed(&text),
                Some(Tag::New) => style.added(&text),
                Some(Tag::Same) | None => text,
            }
        })
        .collect::<String>()
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, columns: usize) -> Vec<String> {
        let pieces = [Piece { tag: Tag::New, bytes: text.as_bytes() }];
        lines(&pieces, columns, 12, &Options::default())
    }

    #[test]
    fn a_line_that_is_broken_begins_with_nothing_to_obey() {
        let command = format!("{}::error::x", "a".repeat(20));
        for columns in 10..40 {
            let lines = shown(&command, columns);
            assert_eq!(lines.concat(), format!("{{+{command}+}}"));
            assert!(lines.iter().all(|line| !line.starts_with("::")), "{lines:?}");
        }
    }

    #[test]
    fn lines_are_broken_at_spaces_and_no_longer_than_they_may_be() {
        let text =
            "one two three four 漢字漢字漢字漢字 five e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}";
        for columns in 8..30 {
            for line in shown(text, columns) {
                let width: usize = line.chars().filter_map(unicode_width::UnicodeWidthChar::width).sum();
                assert!(width <= columns && !line.starts_with('\u{301}'), "{line:?}");
            }
        }
        assert_eq!(shown("one two three", 9), ["{+one two", "three+}"]);
    }

    #[test]
    fn what_is_far_from_a_change_is_left_out() {
        let far = "far ".repeat(100);
        let same = Piece { tag: Tag::Same, bytes: far.as_bytes() };
        let pieces = [same, Piece { tag: Tag::Old, bytes: b"x" }, same, Piece { tag: Tag::New, bytes: b"\ny" }, same];
        let lines = lines(&pieces, 200, 12, &Options::default());
        let [first, second] = lines.as_slice() else { panic!("{lines:?}") };
        assert!(first.starts_with('…') && first.contains("far [-x-]far") && first.ends_with('…'), "{first}");
        assert!(second.starts_with("{+y+}far") && second.ends_with('…'), "{second}");
    }
}
