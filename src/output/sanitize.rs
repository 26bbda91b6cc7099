//! Makes text from a corpus harmless before it is shown.
//!
//! Whatever a terminal would obey and not show is shown and not obeyed: a control character becomes its picture (`␛`),
//! an invisible or reordering one its number (`<U+202E>`), a byte that is no UTF-8 its value (`<FF>`). Nothing is
//! dropped, so that nothing hides and nothing moves together that stood apart.

use unicode_normalization::char::is_combining_mark;
use unicode_width::UnicodeWidthChar as _;

use super::Options;
use crate::span::Span;

/// Where the next tab stop is: at every fourth column.
const TAB: usize = 4;

/// How many marks may be stacked on one character. Hebrew and Vietnamese need three, decoration needs no limit.
const STACK: usize = 4;

/// `text` on one line, with nothing in it that a terminal or a CI service would obey.
pub fn text(text: &str, options: &Options) -> String {
    Shown::new(text.as_bytes(), Kind::Words, options).text
}

/// As [`text`], with the middle left out where it is wider than `columns`.
pub(super) fn short(text: &str, columns: usize, options: &Options) -> String {
    let bytes = text.as_bytes();
    // A column comes from no more bytes than a character with its stack of marks has.
    let longest = columns * 4 * (1 + STACK);
    let head = Shown::new(bytes.get(..longest).unwrap_or(bytes), Kind::Words, options);
    if bytes.len() <= longest && head.width() <= columns {
        return head.text;
    }
    let ellipsis = options.style.ellipsis();
    let room = columns.saturating_sub(width(ellipsis));
    let tail = Shown::new(bytes.get(bytes.len().saturating_sub(longest)..).unwrap_or(bytes), Kind::Words, options);
    let (head, tail) = (head.first(room - room / 3), tail.last(room / 3));
    format!("{head}{ellipsis}{tail}")
}

/// A path, made harmless, in so many columns at the most: the names at the end tell it from others, and stay.
pub(super) fn short_path(path: &str, columns: usize, options: &Options) -> String {
    let shown = Shown::new(path.as_bytes(), Kind::Words, options);
    if shown.width() <= columns {
        return shown.text;
    }
    let ellipsis = options.style.ellipsis();
    format!("{ellipsis}{}", shown.last(columns.saturating_sub(width(ellipsis))))
}

/// How many columns `text` takes, which has been made harmless.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|character| character.width().unwrap_or(0)).sum()
}

/// What a text is shown as, which decides what may stay as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A line of a document, behind a line number.
    Line,
    /// Words among our own, which may come to stand at the start of a line.
    Words,
}

/// The smallest part of a text that is shown or cut off as one: a character with the marks that combine with it, or
/// what stands for a character. It is never without width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Where it came from.
    pub(super) source: Span,
    /// What is shown, in the shown text.
    pub(super) shown: Span,
    /// How many columns that takes.
    pub(super) width: usize,
}

/// A text made harmless, and where each part of it came from.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The text.
    pub(super) text: String,
    /// Its parts, in order and without gaps.
    pub(super) cells: Vec<Cell>,
}

impl Shown {
    /// Makes `bytes` harmless.
    pub(super) fn new(bytes: &[u8], kind: Kind, options: &Options) -> Self {
        // Nearly every byte is a part of its own. What is shown may be wider, and then grows.
        let shown = Self { text: String::with_capacity(bytes.len()), cells: Vec::with_capacity(bytes.len()) };
        let mut writer = Writer { shown, kind, options, column: 0, stack: 0 };
        let mut offset = 0;
        for chunk in bytes.utf8_chunks() {
            writer.valid(chunk.valid(), offset);
            offset += chunk.valid().len();
            for byte in chunk.invalid() {
                writer.stand_in(Span::new(offset, offset + 1), &format!("<{byte:02X}>"));
                offset += 1;
            }
        }
        writer.shown
    }

    /// How many columns it takes.
    pub(super) fn width(&self) -> usize {
        self.cells.iter().map(|cell| cell.width).sum()
    }

    /// As much of the start as fits into `columns`.
    pub(super) fn first(&self, columns: usize) -> &str {
        let end = fitting(self.cells.iter(), columns).map_or(0, |cell| cell.shown.end);
        self.text.get(..end).unwrap_or_default()
    }

    /// As much of the end as fits into `columns`.
    pub(super) fn last(&self, columns: usize) -> &str {
        let start = fitting(self.cells.iter().rev(), columns).map_or(self.text.len(), |cell| cell.shown.start);
        self.text.get(start..).unwrap_or_default()
    }
}

/// The last of `cells` up to which they fit into `columns`.
fn fitting<'a>(cells: impl Iterator<Item = &'a Cell>, columns: usize) -> Option<&'a Cell> {
    let mut used = 0;
    cells
        .take_while(|cell| {
            used += cell.width;
            used <= columns
        })
        .last()
}

/// What is to be done with a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// It is shown as it is.
    Plain,
    /// It is shown as it is, on the character before it. Without one it would go onto what is ours.
    Mark,
    /// It is one of the two that join and part letters: spelling in some scripts, hidden in all others.
    Joiner,
    /// It is a control character of ASCII, of which there is a picture.
    Control,
    /// It would not be seen, or would change how others are seen.
    Hidden,
}

impl Class {
    /// What is to be done with `character`.
    pub(super) fn of(character: char) -> Self {
        match character {
            ' '..='~' => Self::Plain,
            '\0'..='\x1F' | '\x7F' => Self::Control,
            '\u{200C}' | '\u{200D}' => Self::Joiner,
            // Letters and marks without a shape: fillers, and selectors of variants.
            '\u{034F}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FFA0}'
            | '\u{E0000}'..='\u{E0FFF}' => Self::Hidden,
            _ if is_space(character) => Self::Plain,
            _ if !is_printable(character) => Self::Hidden,
            _ if character.width().unwrap_or(0) > 0 => Self::Plain,
            _ if is_combining_mark(character) || is_jamo(character) => Self::Mark,
            _ => Self::Hidden,
        }
    }
}

/// Whether it is a space of some width within a line.
const fn is_space(character: char) -> bool {
    matches!(character, '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Whether it is a vowel or a final consonant of Hangul, which is drawn onto the consonant before it.
const fn is_jamo(character: char) -> bool {
    matches!(character, '\u{1161}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FB}')
}

/// Whether the standard library holds a character for printable, which is that it is assigned, and is not a control,
/// format, private-use or separator character.
fn is_printable(character: char) -> bool {
    // At the start of a string marks are escaped too, so it is asked about the second place.
    let mut buffer = [b'x'; 5];
    let length = buffer.get_mut(1..).map_or(0, |rest| character.encode_utf8(rest).len());
    let text = buffer.get(..=length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    text.is_some_and(|text| text.escape_debug().nth(1) == Some(character))
}

/// Whether it is written in a script whose spelling needs joiners: Arabic and its kin, and those of India and of
/// what lies around it.
const fn needs_joiners(character: char) -> bool {
    matches!(character, '\u{0600}'..='\u{08FF}' | '\u{0900}'..='\u{109F}' | '\u{1780}'..='\u{18AF}'
        | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

/// Writes text that is harmless.
struct Writer<'a> {
    shown: Shown,
    kind: Kind,
    options: &'a Options,
    column: usize,
    /// How many marks are on the last character; none where it is not one that takes any.
    stack: usize,
}

impl Writer<'_> {
    fn valid(&mut self, text: &str, base: usize) {
        let mut before = None;
        // What begins after bad bytes has nothing to go onto.
        self.stack = STACK;
        for (index, character) in text.char_indices() {
            let next = || text.get(index + character.len_utf8()..).and_then(|rest| rest.chars().next());
            let span = Span::new(base + index, base + index + character.len_utf8());
            let class = Class::of(character);
            match class {
                Class::Plain if self.options.ci_safe && self.is_command(character, text, index) => {
                    self.code(span, character);
                }
                Class::Plain => self.plain(span, character),
                Class::Control if character == '\t' && self.kind == Kind::Line => {
                    self.stand_in(span, &" ".repeat(TAB - self.column % TAB));
                }
                Class::Control if self.options.style.unicode => {
                    let picture = if character == '\x7F' { 0x2421 } else { 0x2400 + u32::from(character) };
                    self.stand_in(span, char::from_u32(picture).unwrap_or('\u{FFFD}').encode_utf8(&mut [0; 4]));
                }
                Class::Mark if self.stack < STACK => self.mark(span, character),
                Class::Joiner if self.stack < STACK && self.kind == Kind::Line && joins(before, next()) => {
                    self.mark(span, character);
                }
                Class::Control | Class::Mark | Class::Joiner | Class::Hidden => self.code(span, character),
            }
            before = Some(character);
        }
    }

    /// Shows a character as it is.
    fn plain(&mut self, source: Span, character: char) {
        let start = self.shown.text.len();
        self.shown.text.push(character);
        // What is plain in ASCII has a width of one, and the tables of Unicode need not be asked.
        let width = if character.is_ascii() { 1 } else { character.width().unwrap_or(0) };
        self.shown.cells.push(Cell { source, shown: Span::new(start, self.shown.text.len()), width });
        self.column += width;
        self.stack = 0;
    }

    /// Shows a character as it is, on the one before it.
    fn mark(&mut self, source: Span, character: char) {
        self.shown.text.push(character);
        self.stack += 1;
        if let Some(cell) = self.shown.cells.last_mut() {
            cell.source.end = source.end;
            cell.shown.end = self.shown.text.len();
        }
    }

    /// Shows the number of a character.
    fn code(&mut self, source: Span, character: char) {
        self.stand_in(source, &format!("<U+{:04X}>", u32::from(character)));
    }

    /// Shows `text` for a character. Nothing goes onto that: a mark on `>` would belong to something else.
    fn stand_in(&mut self, source: Span, text: &str) {
        let start = self.shown.text.len();
        self.shown.text.push_str(text);
        let width = width(text);
        self.shown.cells.push(Cell { source, shown: Span::new(start, self.shown.text.len()), width });
        self.column += width;
        self.stack = STACK;
    }

    /// Whether a CI service would take what begins or goes on with this character for a command.
    fn is_command(&self, character: char, text: &str, index: usize) -> bool {
        let before = text.get(..index).unwrap_or_default();
        let after = text.get(index + character.len_utf8()..).unwrap_or_default();
        match character {
            // GitHub, Azure and TeamCity: `##[…]`, `##vso[…]`, `##teamcity[…]`, anywhere in a line.
            '#' => {
                before.ends_with('#')
                    && after.trim_start_matches(|next: char| next.is_ascii_alphabetic()).starts_with('[')
            }
            // GitLab: `section_start:`, `section_end:`, anywhere in a line.
            ':' if before.ends_with("section_start") || before.ends_with("section_end") => true,
            // GitHub: `::…::` at the start of a line, after blanks. Words may be wrapped to there.
            ':' if self.kind == Kind::Words => {
                after.starts_with(':') && before.chars().next_back().is_none_or(char::is_whitespace)
            }
            _ => false,
        }
    }
}

/// Whether a joiner between these two is spelling.
fn joins(before: Option<char>, next: Option<char>) -> bool {
    before.is_some_and(needs_joiners) && next.is_some_and(needs_joiners)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Options = Options {
        style: super::super::Style { color: false, unicode: true, width: 80 },
        quiet: false,
        ci_safe: false,
        most: 0,
        statistics: false,
    };

    fn shown(source: &str) -> String {
        text(source, &PLAIN)
    }

    fn line(bytes: &[u8]) -> String {
        Shown::new(bytes, Kind::Line, &PLAIN).text
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown() {
        assert_eq!(shown("\x1b[31mred\x1b[0m"), "␛[31mred␛[0m");
        assert_eq!(shown("a\0b\x07c\x7fd\ne\r"), "a␀b␇c␡d␊e␍");
        assert_eq!(shown("\u{85}\u{9b}31m"), "<U+0085><U+009B>31m");
        let ascii = Options { style: super::super::Style { unicode: false, ..PLAIN.style }, ..PLAIN };
        assert_eq!(text("\x1b\x7f", &ascii), "<U+001B><U+007F>");
    }

    #[test]
    fn what_would_not_be_seen_is_shown() {
        assert_eq!(shown("user\u{202e}cod\u{2069}"), "user<U+202E>cod<U+2069>");
        assert_eq!(shown("a\u{200b}b\u{feff}c\u{ad}d"), "a<U+200B>b<U+FEFF>c<U+00AD>d");
        assert_eq!(shown("a\u{2028}b\u{2029}"), "a<U+2028>b<U+2029>");
        assert_eq!(shown("x\u{e000}\u{10ffff}\u{378}"), "x<U+E000><U+10FFFF><U+0378>");
        assert_eq!(shown("\u{3164}\u{e0041}\u{fe0f}"), "<U+3164><U+E0041><U+FE0F>");
    }

    #[test]
    fn every_bidirectional_control_is_shown() {
        let controls =
            "\u{61c}\u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
        assert_eq!(controls.chars().filter(|control| Class::of(*control) == Class::Hidden).count(), 12);
    }

    #[test]
    fn what_people_write_stays_as_it_is() {
        for text in ["Ça coûte 5\u{a0}€\u{202f}!", "漢字と仮名", "한국어", "שלום", "สวัสดี", "e\u{301}", "हिन्दी", "👍🏽 ok"]
        {
            assert_eq!(shown(text), text);
        }
        assert_eq!(line("می\u{200c}خواهم".as_bytes()), "می\u{200c}خواهم");
        assert_eq!(line("pass\u{200c}word".as_bytes()), "pass<U+200C>word");
    }

    #[test]
    fn a_mark_needs_something_to_go_onto() {
        assert_eq!(shown("\u{301}a"), "<U+0301>a");
        assert_eq!(shown("a\u{301}\u{301}\u{301}\u{301}\u{301}"), "a\u{301}\u{301}\u{301}\u{301}<U+0301>");
        assert_eq!(line(b"\xff\xcc\x81"), "<FF><U+0301>");
    }

    #[test]
    fn bad_bytes_are_shown_one_by_one() {
        assert_eq!(line(b"caf\xe9 \xe2\x82"), "caf<E9> <E2><82>");
    }

    #[test]
    fn a_tab_goes_to_the_next_stop() {
        assert_eq!(line(b"\ta\tbcd\te"), "    a   bcd e");
        assert_eq!(shown("a\tb"), "a␉b");
    }

    #[test]
    fn every_cell_knows_where_it_came_from() {
        let shown = Shown::new("e\u{301}\u{202e}漢".as_bytes(), Kind::Line, &PLAIN);
        let cells: Vec<_> = shown.cells.iter().map(|cell| (cell.source.range(), cell.width)).collect();
        assert_eq!(cells, [(0..3, 1), (3..6, 8), (6..9, 2)]);
    }

    #[test]
    fn commands_of_ci_services_are_broken() {
        let safe = Options { ci_safe: true, ..PLAIN };
        for (source, expected) in [
            ("::set-output name=x::y", "<U+003A>:set-output name=x::y"),
            ("a ::error::b", "a <U+003A>:error::b"),
            ("std::fmt", "std::fmt"),
            ("##[add-mask]x", "#<U+0023>[add-mask]x"),
            ("##vso[task.x]", "#<U+0023>vso[task.x]"),
            ("##teamcity[x]", "#<U+0023>teamcity[x]"),
            ("####[x]", "###<U+0023>[x]"),
            ("## A heading [1]", "## A heading [1]"),
            ("section_start:1:x", "section_start<U+003A>1:x"),
        ] {
            assert_eq!(text(source, &safe), expected);
            assert_eq!(text(source, &PLAIN), source);
        }
        assert_eq!(Shown::new(b"::error::", Kind::Line, &safe).text, "::error::", "a line has its number before it");
    }

    #[test]
    fn the_middle_of_a_long_text_is_left_out() {
        assert_eq!(short("abcdefghijklmnop", 10, &PLAIN), "abcdef…nop");
        assert_eq!(short_path("drops/news/a.corpus", 10, &PLAIN), "…/a.corpus");
        assert_eq!(short_path("a\n.corpus", 20, &PLAIN), "a␊.corpus");
        assert_eq!(short("漢字漢字漢字", 12, &PLAIN), "漢字漢字漢字");
        let long = "x".repeat(5_000_000);
        assert_eq!(short(&long, 30, &PLAIN).chars().count(), 30);
        let stacked = "e\u{301}\u{302}\u{303}\u{304}".repeat(1000);
        assert!(width(&short(&stacked, 30, &PLAIN)) <= 30);
    }
}
