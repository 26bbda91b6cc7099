//! What the rules about broken running text share: the words around a place, what is no prose, and one finding for all
//! places of a document.

use crate::diagnostic::Finding;
use crate::document::{Document, Line, Pair};
use crate::ending::{is_function_word, last_word};
use crate::lang::{FrequentWords, is_inner_capital};
use crate::number::counted;
use crate::rule::Report;
use crate::span::Span;

/// The places of one kind of neighbours, each with its line, the text of the line, and the place of the second
/// neighbour in that text.
pub(super) fn places<'d>(
    document: &'d Document<'_>,
    kind: Pair,
) -> impl Iterator<Item = (&'d Line, &'d str, usize)> + use<'d> {
    let of_kind = document.pairs().iter().filter(move |(_, pair)| *pair == kind);
    of_kind.filter_map(|(at, _)| {
        let line = document.line_at(*at).filter(|line| line.span.start <= *at)?;
        Some((line, document.str(line.span)?, at - line.span.start))
    })
}

/// What holds for all of a line, found out once for all places on it that are asked about one after another: a line may
/// have as many of them as it has bytes, and to look at all of it for each takes the square of its length.
#[derive(Clone, Copy, Debug)]
pub(super) struct OncePerLine<T> {
    known: Option<(usize, T)>,
}

impl<T: Copy> OncePerLine<T> {
    pub(super) const fn new() -> Self {
        Self { known: None }
    }

    /// What `find` says of the line that begins at `start`, or said when it was asked about the place before.
    pub(super) fn of(&mut self, start: usize, find: impl FnOnce() -> T) -> T {
        match self.known {
            Some((own, known)) if own == start => known,
            _ => self.known.insert((start, find())).1,
        }
    }
}

/// Whether places stand in addresses, asked from the first one to the last: each run of characters without spaces is
/// looked at once, however many places it has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Addresses {
    token: Span,
    is_address: bool,
}

impl Addresses {
    /// Whether the place `at` of `line`, which begins at `start` in its document, is in what [`is_address`].
    pub(super) fn has(&mut self, start: usize, line: &str, at: usize) -> bool {
        let place = start + at;
        if !(self.token.start <= place && place < self.token.end) {
            let (begin, token) = token_at(line, at);
            self.token = Span::new(begin, begin + token.len()).shifted(start);
            self.is_address = is_address(token);
        }
        self.is_address
    }
}

/// So many small letters stand before a capital one where two words touch.
const FEWEST_SMALL: usize = 3;

/// The words before and behind the place `at` of `line`, where they touch each other and the second begins with a capital
/// letter, and are no name such as `YouTube`: both could stand alone, or the second is one of the most frequent `words` of
/// the language.
pub(super) fn touching_words(
    line: &str,
    at: usize,
    words: impl FnOnce() -> Option<FrequentWords>,
) -> Option<(&str, &str)> {
    let (first, second) = halves(line, at)?;
    let is_plain = first.starts_with(char::is_lowercase) && second.chars().count() > 2;
    (is_plain || words().is_some_and(|words| words.has(second))).then_some((first, second))
}

/// What stands in `line` before the capital letter at `at` and what begins with it, if they can be two words. Nothing is
/// looked at behind the next capital letters on both sides, so that all places together take one look at the line.
fn halves(line: &str, at: usize) -> Option<(&str, &str)> {
    let (before, after) = line.split_at_checked(at)?;
    if before.chars().rev().take(FEWEST_SMALL).filter(|letter| letter.is_lowercase()).count() < FEWEST_SMALL {
        return None;
    }
    let is_inside = |letter: char| letter.is_alphabetic() && !letter.is_uppercase();
    let first = before.trim_end_matches(is_inside);
    // The first letter may be a capital one, if it is the first.
    let start = match first.chars().next_back().filter(|letter| letter.is_uppercase()) {
        Some(capital) => first.strip_suffix(capital)?,
        None => first,
    };
    let mut letters = after.chars();
    letters.next()?;
    let rest = letters.as_str().trim_start_matches(is_inside);
    if start.ends_with(char::is_alphabetic) || rest.starts_with(char::is_uppercase) {
        return None;
    }
    let second = after.get(..after.len() - rest.len())?;
    (!is_inner_capital(second)).then_some((before.get(start.len()..)?, second))
}

/// The letters that `text` ends with.
pub(super) fn word_before(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, character)| character.is_alphabetic()).last();
    start.and_then(|(start, _)| text.get(start..)).unwrap_or_default()
}

/// The letters that `text` begins with.
pub(super) fn word_after(text: &str) -> &str {
    let end = text.find(|character: char| !character.is_alphabetic()).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// What stands around the place `at` of `line`, from white space to white space, and where it begins.
pub(super) fn token_at(line: &str, at: usize) -> (usize, &str) {
    let before = line.get(..at).unwrap_or_default();
    let start = before.char_indices().rev().find(|(_, character)| character.is_whitespace());
    let start = start.map_or(0, |(start, space)| start + space.len_utf8());
    let rest = line.get(start..).unwrap_or_default();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    (start, rest.get(..end).unwrap_or_default())
}

/// Whether a run of characters without spaces can be an address, a path, a name of a file or a piece of a program,
/// where no rule of writing holds.
pub(super) fn is_address(token: &str) -> bool {
    token.contains(['/', '\\', '@', '_', '=', '#', '<', '>', '{', '}', '$', '`', '|']) || token.contains("www.")
}

/// Whether a line has signs in it that programs have and prose has not.
pub(super) fn is_code(line: &str) -> bool {
    let bytes = line.as_bytes();
    let byte = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied();
    // Prose has few of the bytes that are looked for, so each pass is quick.
    let is_sign = |at: usize| {
        matches!(
            (byte(at.checked_sub(1)), byte(Some(at)), byte(Some(at + 1))),
            (_, Some(b'='), Some(b'=' | b'>'))
                | (Some(b'+'), Some(b'='), _)
                | (Some(b' '), Some(b'='), Some(b' '))
                | (_, Some(b':'), Some(b':'))
                | (_, Some(b'/'), Some(b'/'))
                | (Some(b'-'), Some(b'>'), _)
                | (Some(b'&'), Some(b'&'), _)
                | (Some(b'('), Some(b')'), Some(b':' | b'.'))
        )
    };
    memchr::memchr3(b'{', b'}', b'\\', bytes).is_some()
        || memchr::memchr3(b'`', b'|', b'$', bytes).is_some()
        || line.trim_end().ends_with([';', '='])
        || memchr::memchr3_iter(b'=', b':', b'/', bytes).any(is_sign)
        || memchr::memchr3_iter(b'>', b'&', b')', bytes).any(is_sign)
}

/// In a line of fewer letters, words without spaces between them are a long word, or a name.
pub(super) const FEWEST_GLUED: usize = 100;

/// So many characters from space to space, on average of a line, are more than a word.
const LONGEST_TOKEN: usize = 30;

/// A line with fewer different letters is no prose.
const FEWEST_DIFFERENT: usize = 12;

/// The end of the letters that are looked at: those of Cyrillic are the last.
const LETTERS: usize = 0x530;

/// Whether a line of prose has lost the spaces between its words, in an alphabet that is written with spaces.
pub(super) fn has_lost_spaces(line: &str) -> bool {
    let (mut characters, mut letters, mut small, mut tokens) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut seen = [false; LETTERS];
    let mut is_inside = false;
    for character in line.chars() {
        if character.is_whitespace() {
            is_inside = false;
            continue;
        }
        characters += 1;
        tokens += usize::from(!is_inside);
        is_inside = true;
        if !character.is_alphabetic() {
            continue;
        }
        letters += 1;
        small += usize::from(character.is_lowercase());
        match seen.get_mut(character as usize) {
            Some(seen) => *seen = true,
            // Vietnamese, and Greek with all accents.
            None if matches!(character, '\u{1E00}'..='\u{1FFF}') => {}
            None => return false,
        }
    }
    letters >= FEWEST_GLUED
        && characters >= LONGEST_TOKEN * tokens
        && letters * 10 >= characters * 9
        && small * 5 >= letters * 4
        && seen.iter().filter(|seen| **seen).count() >= FEWEST_DIFFERENT
        && !is_address(line)
}

/// The places of a document where a SPACE stands between a word and a comma or a full stop.
pub(super) fn spaced_stops<'d>(document: &'d Document<'_>) -> impl Iterator<Item = Span> + use<'d> {
    let mut code = OncePerLine::new();
    places(document, Pair::SpaceBeforeStop).filter_map(move |(line, text, at)| {
        let before = text.get(..at.checked_sub(1)?)?;
        let after = text.get(at + 1..)?;
        let word = before.ends_with(char::is_alphabetic);
        let ends = after.is_empty() || after.starts_with(char::is_whitespace);
        let dots = after.trim_start().starts_with('.');
        let is_prose = word && ends && !dots && !code.of(line.span.start, || is_code(text));
        is_prose.then(|| Span::new(at - 1, at + 1).shifted(line.span.start))
    })
}

/// More stops behind a SPACE than this are a habit of the writer.
pub(super) const MOST_EXCISIONS: usize = 3;

/// One of so few commas and full stops is a habit as well.
const SHARE_OF_STOPS: usize = 2;

/// Those of the stops behind a SPACE before which something was cut out: the word before the SPACE is one that something
/// has to follow. `found` are all of them, or as many as tell that there are too many.
pub(super) fn excisions(document: &Document<'_>, found: &[Span]) -> Vec<Span> {
    let stops = || memchr::memchr2_iter(b',', b'.', document.body().of(document.bytes())).count();
    if found.is_empty() || found.len() > MOST_EXCISIONS || found.len() * SHARE_OF_STOPS > stops() {
        return Vec::new();
    }
    let is_open = |stop: &&Span| {
        let line = document.line_at(stop.start).map_or(document.body().start, |line| line.span.start);
        let before = document.str(Span::new(line.min(stop.start), stop.start)).unwrap_or_default();
        let word = last_word(before.trim_end());
        word.starts_with(char::is_lowercase) && is_function_word(document, word)
    };
    found.iter().filter(is_open).copied().collect()
}

/// Reports all places of a document as one finding at the first of them, of which `message` speaks.
pub(super) fn report_all<'r>(
    report: &'r mut Report<'_>,
    places: &[Span],
    message: impl FnOnce(Span) -> String,
) -> Option<&'r mut Finding> {
    let &first = places.first()?;
    let finding = report.finding(first, message(first));
    finding.label = first_of(places.len());
    Some(finding)
}

/// What is said at the first of so many places of one finding. Of the only one there is nothing to say.
pub(super) fn first_of(places: usize) -> Option<String> {
    (places > 1).then(|| format!("the first of {}", counted(places, "place")))
}

/// The lines for which `holds`, but for those beside one for which it does as well, blank lines passed over: what lines in
/// a row have in common is a table or the layout of a page.
pub(super) fn lines_alone<'d>(document: &'d Document<'_>, holds: impl Fn(&Line) -> bool) -> Vec<&'d Line> {
    let lines = document.lines().iter().filter(|line| !document.is_blank(line));
    let mut lines = lines.map(|line| (line, holds(line))).peekable();
    let (mut found, mut previous) = (Vec::new(), false);
    while let Some((line, own)) = lines.next() {
        let next = lines.peek().is_some_and(|(_, next)| *next);
        if own && !previous && !next {
            found.push(line);
        }
        previous = own;
    }
    found
}

/// The length of the character at `at` of a document.
pub(super) fn first_length(document: &Document<'_>, at: usize) -> usize {
    match document.bytes().get(at) {
        Some(0xC0..=0xDF) => 2,
        Some(0xE0..=0xEF) => 3,
        Some(0xF0..=0xF7) => 4,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::samples::with_document;

    #[test]
    fn a_line_beside_one_like_it_is_not_alone() {
        let alone = |text: &str| {
            with_document(text, |document| {
                let has_tab = |line: &Line| line.span.of(document.bytes()).contains(&b'\t');
                lines_alone(document, has_tab).into_iter().map(|line| line.span.start).collect::<Vec<_>>()
            })
        };
        assert_eq!(alone("a\tb"), [0]);
        assert_eq!(alone("one\na\tb\ntwo\n"), [4]);
        assert_eq!(alone("a\tb\none\na\tb\n"), [0, 8], "one line lies between them");
        for rows in ["a\tb\na\tb\none\n", "one\na\tb\n\n  \na\tb\n", "a\tb\na\tb\na\tb\n", "one\ntwo\n"] {
            assert_eq!(alone(rows), [0; 0], "{rows:?}");
        }
    }

    #[test]
    fn words_are_letters_only() {
        assert_eq!((word_before("der große"), word_after("élan, vite")), ("große", "élan"));
        assert_eq!((word_before("10 "), word_after("- x")), ("", ""));
    }

    #[test]
    fn tokens_go_from_space_to_space() {
        assert_eq!(token_at("voir le\u{A0}fin.Le maire", 14), (9, "fin.Le"));
        assert_eq!(token_at("ab", 1), (0, "ab"));
    }

    #[test]
    fn a_line_is_asked_about_once_for_all_of_its_places() {
        let mut once = OncePerLine::new();
        let mut asked = Vec::new();
        for start in [0, 0, 0, 7, 7, 9] {
            assert_eq!(
                once.of(start, || {
                    asked.push(start);
                    start + 1
                }),
                start + 1
            );
        }
        assert_eq!(asked, [0, 7, 9]);
    }

    #[test]
    fn addresses_are_told_place_by_place() {
        let line = "a.Bc d/e.Fg.Hi j.Kl";
        let mut addresses = Addresses::default();
        let has: Vec<bool> = [2, 9, 12, 17].map(|at| addresses.has(100, line, at)).to_vec();
        assert_eq!(has, [false, true, true, false]);
        // Another line, in which the same place is in something else.
        assert!(addresses.has(200, "x@y.Zz", 4) && !addresses.has(300, "the end.Then", 8));
    }

    #[test]
    fn words_with_one_capital_inside_are_two() {
        let halves = |line: &'static str| halves(line, line.rfind(char::is_uppercase).unwrap());
        assert_eq!(halves("the townThe bridge"), Some(("town", "The")));
        assert_eq!(halves("(HarbourThe)"), Some(("Harbour", "The")));
        assert_eq!(halves("élèveÉlan"), Some(("élève", "Élan")));
        for name in ["YouTube", "McDonald", "aBcdeThe", "AHarbourThe", "abThe", "Bürgerinnen und BürgerInnen", "The"]
        {
            assert_eq!(halves(name), None, "{name}");
        }
        assert_eq!(super::halves("townTheBridge", 4), None);
    }

    #[test]
    fn spaces_are_missed_where_prose_has_them() {
        let glued =
            "Theferrycrossesthelakeagainafternineyears,andthewholetownstoodalongthewalltoseewhetheritwouldcomeback.";
        assert!(has_lost_spaces(glued) && has_lost_spaces(&format!("It did. {glued}{glued}")));
        let upper = glued.to_uppercase();
        let reversed_case: String = glued.replace('e', "E").replace('t', "T").replace('h', "H");
        let with_digits = glued.replace('e', "3");
        let short: String = glued.chars().take(80).collect();
        for line in [short.as_str(), &upper, &reversed_case, &with_digits, &format!("{glued}/{glued}"), ""] {
            assert!(!has_lost_spaces(line), "{line}");
        }
        assert!(!has_lost_spaces(&"acgt".repeat(40)) && !has_lost_spaces(&format!("{glued}漢")));
        assert!(!has_lost_spaces(&"the ferry crosses ".repeat(9)) && has_lost_spaces(&glued.replace('e', "\u{1EBF}")));
    }

    #[test]
    fn programs_are_told_from_prose() {
        for sign in [
            "a == b", "a => b", "a->b", "a::b", "a = b", "a += b", "a && b", "// a", "a():", "a().b", "{", "}", "\\",
            "`", "|", "$", "a;", "a= ",
        ] {
            assert!(is_code(sign), "{sign}");
        }
        for prose in ["a=b", "a: b", "a/b", "a > b", "a & b", "a (b): c", "a (b).", "a - b", "1 + 1", "()", ""] {
            assert!(!is_code(prose), "{prose}");
        }
        assert!(is_code("x = foo();") && is_code("if (a) {") && !is_code("The end (or not); it was late."));
        assert!(is_address("https://a.Bc") && is_address("a@b.Cd") && !is_address("fin.Le"));
    }
}
