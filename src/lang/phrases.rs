//! Phrases that are known to stand at a certain place, and quick ways to find them there.
//!
//! A line is looked up by its first word in a sorted table. Nearly every line begins with another word, and costs one
//! binary search over numbers; the others are compared letter by letter, and nothing is allocated until one is found.

use unicode_normalization::UnicodeNormalization as _;

use super::Language;

/// A longer line is no whole line of ours. In bytes.
const LONGEST: usize = 160;

/// How many characters before the first word of a line are passed over: bullets, numbers, arrows.
const LONGEST_LEAD: usize = 12;

/// A longer first word is none of ours. In characters.
const LONGEST_WORD: usize = 40;

/// How a phrase has to stand in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// It is the whole line, but for bullets and numbers around it.
    Line,
    /// It is the whole line, and there is a number before or after it.
    CountedLine,
    /// The line begins with it.
    Start,
    /// The line begins with a number and then it.
    CountedStart,
    /// The line begins with it and a colon.
    Label,
    /// The line begins with it and a colon; the word means other things too.
    ShortLabel,
}

/// A phrase, and the languages that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Folded, and without the `*` at its end.
    text: Box<str>,
    mode: Mode,
    /// Whether its last word may go on.
    stem: bool,
    languages: Vec<Language>,
}

impl Phrase {
    /// The languages that have it.
    pub fn languages(&self) -> &[Language] {
        &self.languages
    }

    /// How it has to stand in its line.
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    fn is_long(&self) -> bool {
        self.text.split(' ').count() > 2
    }
}

/// A phrase that was found in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<'a> {
    /// The phrase.
    pub phrase: &'a Phrase,
    /// What follows it, folded.
    pub rest: Box<str>,
}

/// Phrases of all languages, sorted by the keys of their first words.
#[derive(Debug, Default)]
pub struct Phrasebook(Vec<(u64, Phrase)>);

impl Phrasebook {
    pub(super) fn new<'a>(entries: impl Iterator<Item = (&'a str, Mode, Language)>) -> Self {
        let mut phrases: Vec<(u64, Phrase)> = entries
            .map(|(entry, mode, language)| {
                let text = entry.strip_suffix('*').unwrap_or(entry);
                let stem = text.len() < entry.len();
                (key(text), Phrase { text: text.into(), mode, stem, languages: vec![language] })
            })
            .collect();
        phrases.sort_by(|(left_key, left), (right_key, right)| {
            (left_key, &left.text, left.mode, left.stem).cmp(&(right_key, &right.text, right.mode, right.stem))
        });
        phrases.dedup_by(|(_, next), (_, kept)| {
            let same = next.text == kept.text && next.mode == kept.mode && next.stem == kept.stem;
            if same {
                kept.languages.append(&mut next.languages);
            }
            same
        });
        Self(phrases)
    }

    /// The longest phrase that stands in `line` as it has to.
    pub fn find(&self, line: &str) -> Option<Match<'_>> {
        let lead = Lead::of(line)?;
        let candidates = self.candidates(lead.text);
        let is_composed =
            if candidates.is_empty() { !has_mark_in_first_word(lead.text) } else { !has_marks(lead.text) };
        if is_composed {
            return find_among(candidates, &lead);
        }
        let text: String = lead.text.nfc().collect();
        find_among(self.candidates(&text), &Lead { text: &text, counted: lead.counted })
    }

    /// The phrases that may begin as `text` does.
    fn candidates(&self, text: &str) -> &[(u64, Phrase)] {
        let key = key(text);
        let start = self.0.partition_point(|(own, _)| *own < key);
        let rest = self.0.get(start..).unwrap_or_default();
        rest.get(..rest.iter().take_while(|(own, _)| *own == key).count()).unwrap_or_default()
    }

    /// The book without one phrase.
    #[cfg(test)]
    pub(super) fn without(&self, text: &str, mode: Mode) -> Self {
        let kept = self.0.iter().filter(|(_, phrase)| *phrase.text != *text || phrase.mode != mode);
        Self(kept.cloned().collect())
    }
}

/// The longest of some phrases that stands in a line as it has to.
fn find_among<'a>(candidates: &'a [(u64, Phrase)], lead: &Lead<'_>) -> Option<Match<'a>> {
    let mut tail = None;
    let found = candidates.iter().filter_map(|(_, phrase)| {
        let rest = match phrase.mode {
            Mode::Line | Mode::CountedLine if lead.text.len() > LONGEST => return None,
            Mode::Line | Mode::CountedLine => {
                let tail = *tail.get_or_insert_with(|| Tail::of(lead.text));
                let counted = phrase.mode == Mode::Line || lead.counted || tail.counted;
                after(tail.text, phrase)
                    .filter(|rest| rest.is_empty() && counted && (phrase.is_long() || !tail.is_sentence))?
            }
            Mode::Start => after(lead.text, phrase)?,
            Mode::CountedStart => after(lead.text, phrase).filter(|_| lead.counted)?,
            Mode::Label | Mode::ShortLabel => after(lead.text, phrase)?.trim_start().strip_prefix([':', '\u{FF1A}'])?,
        };
        Some((phrase, rest))
    });
    let (phrase, rest) = found.max_by_key(|(phrase, _)| phrase.text.len())?;
    Some(Match { phrase, rest: fold(rest).into() })
}

/// What follows `phrase` at the start of `text`, if that is how `text` begins.
fn after<'a>(text: &'a str, phrase: &Phrase) -> Option<&'a str> {
    let mut folded = Fold::new(text);
    if !phrase.text.chars().all(|character| folded.next() == Some(character)) {
        return None;
    }
    let rest = folded.rest()?;
    (phrase.stem || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// The beginning of the first word of `text`, folded, as a number.
fn key(text: &str) -> u64 {
    let mut key = [0; 8];
    let mut free = key.as_mut_slice();
    let word = text.chars().take_while(|character| character.is_alphanumeric());
    for character in word.flat_map(lower) {
        let mut buffer = [0; 4];
        let bytes = character.encode_utf8(&mut buffer).as_bytes();
        let Some((own, others)) = free.split_at_mut_checked(bytes.len()) else { break };
        own.copy_from_slice(bytes);
        free = others;
    }
    u64::from_be_bytes(key)
}

/// Whether accents stand in `text` as characters of their own, so that it has to be composed before it is compared.
fn has_marks(text: &str) -> bool {
    // U+0300 to U+036F begin with these bytes, and with them only U+0370 to U+037F.
    memchr::memchr2(0xCC, 0xCD, text.as_bytes()).is_some()
}

/// Whether the first word of `text` is followed by an accent.
fn has_mark_in_first_word(text: &str) -> bool {
    let behind = text.chars().take(LONGEST_WORD).find(|character| !character.is_alphanumeric());
    behind.is_some_and(|mark| matches!(mark, '\u{300}'..='\u{36F}'))
}

/// What stands before the first word of a line.
struct Lead<'a> {
    /// The line from its first word.
    text: &'a str,
    /// Whether there was a number, and nothing after it.
    counted: bool,
}

impl<'a> Lead<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let mut counted = false;
        for (number, (offset, character)) in line.char_indices().enumerate() {
            if character.is_alphabetic() {
                return Some(Self { text: line.get(offset..)?, counted });
            }
            // "3 thoughts on", but not "3. Thoughts on", which is an item of a list.
            counted = character.is_numeric() || (counted && character.is_whitespace());
            if number >= LONGEST_LEAD || is_significant(character) || character == '\u{2014}' {
                return None;
            }
        }
        None
    }
}

/// What stands after the last word of a line.
#[derive(Clone, Copy)]
struct Tail<'a> {
    /// The line up to its last word.
    text: &'a str,
    /// Whether there was a number.
    counted: bool,
    /// Whether the line ends as a sentence does.
    is_sentence: bool,
}

impl<'a> Tail<'a> {
    fn of(line: &'a str) -> Self {
        let text = line.trim_end_matches(|character: char| !character.is_alphabetic() && !is_significant(character));
        let tail = line.strip_prefix(text).unwrap_or_default();
        let counted = tail.contains(char::is_numeric);
        let stop = tail.trim_start();
        let is_sentence = stop.starts_with('?') || (stop.starts_with('.') && !stop.starts_with(".."));
        Self { text, counted, is_sentence }
    }
}

/// Whether a character around a phrase makes it something else: a quotation, an address, a name, markup.
const fn is_significant(character: char) -> bool {
    matches!(
        character,
        '"' | '\'' | '`' | '<' | '@' | '/' | '\\' | '_' | '=' | '\u{A9}' | '\u{AB}' | '\u{2018}'
            ..='\u{201F}' | '\u{2039}'
    )
}

/// The beginning of `text`: at most `length` bytes, and whole characters.
pub fn prefix(text: &str, length: usize) -> &str {
    if text.len() <= length {
        return text;
    }
    // A character has four bytes at most.
    (0..=length).rev().take(4).find_map(|end| text.get(..end)).unwrap_or_default()
}

/// `text` as it is compared: composed, in lower case without sharp s, with straight apostrophes, plain hyphens and
/// single spaces, and without what is invisible.
pub fn fold(text: &str) -> String {
    if has_marks(text) { Fold::new(&text.nfc().collect::<String>()).collect() } else { Fold::new(text).collect() }
}

/// Folds a text one character at a time.
struct Fold<'a> {
    rest: std::str::Chars<'a>,
    /// What comes next, before the rest.
    due: Option<char>,
    /// Whether something was given that is no space.
    begun: bool,
}

impl<'a> Fold<'a> {
    fn new(text: &'a str) -> Self {
        Self { rest: text.chars(), due: None, begun: false }
    }

    /// What has not been read yet, if reading stopped between two characters of the text.
    fn rest(&self) -> Option<&'a str> {
        self.due.is_none().then_some(self.rest.as_str())
    }
}

impl Iterator for Fold<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        if let Some(due) = self.due.take() {
            return Some(due);
        }
        let mut space = false;
        loop {
            let here = self.rest.clone();
            let character = match self.rest.next()? {
                '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' => continue,
                '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{B4}' => '\'',
                '\u{2010}' | '\u{2011}' => '-',
                character => character,
            };
            if character.is_whitespace() {
                space = true;
            } else if space && self.begun {
                // One space for all of them; the character itself comes next.
                self.rest = here;
                return Some(' ');
            } else {
                self.begun = true;
                let mut folded = lower(character);
                let first = folded.next();
                self.due = folded.next();
                return first;
            }
        }
    }
}

/// A character in lower case; the German sharp s as the two letters that it is in capitals and in Switzerland.
fn lower(character: char) -> impl Iterator<Item = char> {
    let (first, second) = if matches!(character, 'ß' | 'ẞ') { ('s', Some('s')) } else { (character, None) };
    first.to_lowercase().chain(second)
}

/// Whether the words of `term` stand in `line`. Both are folded. A `*` at the end of the term stands for the rest of a
/// word.
pub(super) fn contains(line: &str, term: &str) -> bool {
    let (term, stem) = term.strip_suffix('*').map_or((term, false), |term| (term, true));
    let finder = memchr::memmem::find_iter(line.as_bytes(), term.as_bytes());
    let mut places = finder.filter_map(|at| Some((line.get(..at)?, line.get(at + term.len()..)?)));
    places.any(|(before, after)| {
        !before.ends_with(char::is_alphanumeric) && (stem || !after.starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(entries: &[(&'static str, Mode)]) -> Phrasebook {
        let language = Language::from_tag("en").unwrap();
        Phrasebook::new(entries.iter().map(|(text, mode)| (*text, *mode, language)))
    }

    #[test]
    fn a_line_is_compared_without_what_stands_around_it() {
        let book = book(&[("comments", Mode::Line), ("leave a comment", Mode::Line), ("été", Mode::Line)]);
        let yes = [
            "Comments",
            "COMMENTS:",
            "  12 Comments",
            "Comments (3)",
            "• 1,204 comments »",
            "💬 Comments",
            "Leave\u{A0}a comment.",
            "Comments...",
            "E\u{301}te\u{301}",
        ];
        let no = [
            "Comments are free",
            "“Comments”",
            "— Comments",
            "Comments.",
            "Comments?",
            "comments@example.org",
            "Comment",
            "",
        ];
        for line in yes {
            assert!(book.find(line).is_some(), "{line}");
        }
        for line in no {
            assert_eq!(book.find(line), None, "{line}");
        }
    }

    #[test]
    fn a_phrase_ends_where_a_word_ends() {
        let book = book(&[("watch", Mode::Label), ("views expressed", Mode::Start), ("our pap*", Mode::Start)]);
        assert_eq!(book.find("Watch : the moment").map(|found| found.rest), Some("the moment".into()));
        assert_eq!(book.find("Watch the moment: it is short"), None);
        assert_eq!(book.find("Views expressedly held"), None);
        assert!(book.find("Views expressed, and not").is_some() && book.find("Our papers").is_some());
    }

    #[test]
    fn a_counted_phrase_needs_a_number() {
        let book = book(&[("responses", Mode::CountedLine), ("thoughts on", Mode::CountedStart)]);
        assert!(book.find("3 responses").is_some() && book.find("Responses (3)").is_some());
        assert!(book.find("2 thoughts on “The bridge”").is_some());
        assert_eq!(book.find("Responses").or(book.find("Thoughts on bridges")), None);
        assert_eq!(book.find("2. Thoughts on bridges").or(book.find("a) Responses")), None);
    }

    #[test]
    fn the_longest_phrase_is_found() {
        let book = book(&[("posted", Mode::Start), ("posted on", Mode::Start)]);
        assert_eq!(book.find("Posted on 3 May").map(|found| found.rest), Some("3 may".into()));
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["L\u{2019}Été\u{A0} \u{202F}à  Köln", "I\u{307}İ", "\u{AD}x\u{FEFF} ", "e\u{301}", "ΑΣ"] {
            assert_eq!(fold(&fold(text)), fold(text), "{text:?}");
        }
        assert_eq!(fold("L\u{2019}Été\u{A0} \u{202F}à"), "l'été à");
    }

    #[test]
    fn terms_are_found_as_words() {
        assert!(contains("the views are his own", "his own"));
        assert!(!contains("this owner", "his own"));
        assert!(contains("the authors' views", "author*") && !contains("coauthors", "author*"));
    }
}
