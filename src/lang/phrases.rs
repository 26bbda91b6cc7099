//! Phrases that are known to stand at a certain place, and quick ways to find them there.
//!
//! A line is looked up by the first bytes of its first word in a small table of bits, and then by a hash of its first two
//! words in a larger one; both stay in the cache of the processor. Nearly every line begins with other words and is done
//! then; the rest are compared letter by letter, and nothing is allocated until a phrase is found.

use unicode_normalization::UnicodeNormalization as _;

use super::Language;
use super::topic::Topic;

/// A longer line is no whole line of ours. In bytes.
const LONGEST: usize = 160;

/// A line that begins with a phrase that may also begin a sentence is at most so long. In bytes, and in words.
const LONGEST_BRIEF: usize = 80;
const MOST_WORDS_OF_BRIEF: usize = 9;

/// A longer line is no headline. In bytes.
const LONGEST_TEASER: usize = 220;

/// How many characters before the first word of a line are passed over: bullets, numbers, arrows.
const LONGEST_LEAD: usize = 12;

/// A longer word is none of ours. In characters.
const LONGEST_WORD: usize = 40;

/// How a phrase has to stand in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// It is the whole line, but for bullets and numbers around it.
    Line,
    /// The same, and what stands below it belongs to it, whatever that is.
    Heading,
    /// It is the whole line, and there is a number before or after it.
    CountedLine,
    /// The line begins with it.
    Start,
    /// The line begins with a number and then it.
    CountedStart,
    /// The line begins with it, is short, and does not end as a sentence does.
    Brief,
    /// The line begins with it, and ends as a headline does, and not as a statement.
    Teaser,
    /// The line begins with it and a colon, a bar, an arrow or a dash.
    Label,
    /// The line begins with it and a colon; the word means other things too.
    ShortLabel,
}

/// A phrase, what it is a sign of, and the languages that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Folded, and without the `*` at its end.
    text: Box<str>,
    mode: Mode,
    topic: Topic,
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

    /// What it is a sign of.
    pub const fn topic(&self) -> Topic {
        self.topic
    }

    /// Folded, and without the `*` at its end.
    pub(super) const fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is the phrase that is written so, without a `*` at its end.
    #[cfg(test)]
    pub(super) fn is(&self, text: &str, mode: Mode) -> bool {
        *self.text == *text && self.mode == mode
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

/// How many bits tell which hashes occur: so many times the number of phrases that a line which begins with none of them
/// is seldom looked at twice, and few enough for the nearest cache.
const BITS: usize = 1 << 16;

/// The same for the first bytes of first words, of which there are fewer.
const FIRST_BITS: usize = 1 << 14;

/// Phrases of all languages, sorted by the hashes of their first words.
#[derive(Debug, Default)]
pub struct Phrasebook {
    /// The hashes, apart from what is found by them, so that a search stays in few lines of the cache.
    keys: Vec<u64>,
    phrases: Vec<Phrase>,
    /// Bit by bit, whether a hash ends so.
    occurs: Vec<u64>,
    /// The same of the first bytes of first words.
    begins: Vec<u64>,
}

impl Phrasebook {
    pub(super) fn new<'a>(entries: impl Iterator<Item = (&'a str, Mode, Topic, Language)>) -> Self {
        let mut begins = vec![0; FIRST_BITS / 64];
        let mut phrases: Vec<(u64, Phrase)> = entries
            .map(|(entry, mode, topic, language)| {
                let text = entry.strip_suffix('*').unwrap_or(entry);
                let stem = text.len() < entry.len();
                // A word that may go on cannot be hashed.
                let whole = if stem { text.rsplit_once(' ').map_or("", |(whole, _)| whole) } else { text };
                let Keys { one, two, .. } = Keys::of(whole);
                if let Some(begin) = begin_of(whole) {
                    note(&mut begins, begin);
                }
                let key = two.or(one).unwrap_or_default();
                (key, Phrase { text: text.into(), mode, topic, stem, languages: vec![language] })
            })
            .collect();
        phrases.sort_by(|(left_key, left), (right_key, right)| {
            (left_key, left.topic, &left.text, left.mode, left.stem).cmp(&(
                right_key,
                right.topic,
                &right.text,
                right.mode,
                right.stem,
            ))
        });
        phrases.dedup_by(|(_, next), (_, kept)| {
            let same =
                next.text == kept.text && next.mode == kept.mode && next.stem == kept.stem && next.topic == kept.topic;
            if same {
                kept.languages.append(&mut next.languages);
            }
            same
        });
        let mut occurs = vec![0; BITS / 64];
        for (key, _) in &phrases {
            note(&mut occurs, *key);
        }
        let (keys, phrases) = phrases.into_iter().unzip();
        Self { keys, phrases, occurs, begins }
    }

    /// The longest phrase that stands in `line` as it has to.
    pub fn find(&self, line: &str) -> Option<Match<'_>> {
        self.find_all(line).into_iter().next()
    }

    /// All phrases that stand in `line` as they have to, the longest first.
    pub fn find_all(&self, line: &str) -> Vec<Match<'_>> {
        let Some(lead) = Lead::of(line) else { return Vec::new() };
        if begin_of(lead.text).is_some_and(|begin| !is_noted(&self.begins, begin)) {
            return Vec::new();
        }
        let keys = Keys::of(lead.text);
        if keys.is_composed {
            let (one, two) = (self.candidates(keys.one), self.candidates(keys.two));
            if one.is_empty() && two.is_empty() {
                return Vec::new();
            }
            if !has_marks(lead.text) {
                return find_among(one.iter().chain(two), &lead);
            }
        }
        let text: String = lead.text.nfc().collect();
        let keys = Keys::of(&text);
        let lead = Lead { text: &text, counted: lead.counted };
        find_among(self.candidates(keys.one).iter().chain(self.candidates(keys.two)), &lead)
    }

    /// The phrases that may begin as a line does whose first words have this hash.
    fn candidates(&self, key: Option<u64>) -> &[Phrase] {
        let Some(key) = key else { return &[] };
        if !is_noted(&self.occurs, key) {
            return &[];
        }
        let start = self.keys.partition_point(|own| *own < key);
        let count = self.keys.iter().skip(start).take_while(|own| **own == key).count();
        self.phrases.get(start..start + count).unwrap_or_default()
    }
}

/// Where the bit of a hash is in a table of so many numbers.
const fn place_of(key: u64, numbers: usize) -> (usize, u64) {
    let bit = (key >> 40) as usize & (numbers * 64).wrapping_sub(1);
    (bit / 64, 1 << (bit % 64))
}

/// A hash of the first word of a text, or of its first eight bytes, if it is made of letters of ASCII and Latin-1 and
/// nothing invisible can be what ends it: then it is folded letter by letter, and all letters can be folded together.
fn begin_of(text: &str) -> Option<u64> {
    let eight = match text.as_bytes().first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.bytes().rev().fold(0, |all, byte| all << 8 | u64::from(byte)),
    };
    let word = latin_word(eight)?;
    Some(word.wrapping_mul(0x9E37_79B9_7F4A_7C15))
}

/// The word that eight bytes begin with, the lowest byte first, with one bit that tells capitals from small letters set in
/// every byte.
const fn latin_word(eight: u64) -> Option<u64> {
    const HIGHEST: u64 = 0x8080_8080_8080_8080;
    const LOWEST: u64 = 0x0101_0101_0101_0101;
    // In each byte, the highest bit says what the name says.
    let low = eight & !HIGHEST;
    let lower = low | (0x20 * LOWEST);
    let is_letter = (lower + (0x80 - b'a' as u64) * LOWEST) & !(lower + (0x7F - b'z' as u64) * LOWEST);
    let is_digit = (low + (0x80 - b'0' as u64) * LOWEST) & !(low + (0x7F - b'9' as u64) * LOWEST);
    let is_lead = !((low ^ (0x43 * LOWEST)) + 0x7F * LOWEST) & eight & HIGHEST;
    // What follows C3 is a letter, but for the sharp s, which is folded to two, and the signs of arithmetic.
    let is_second = is_lead << 8;
    let is_sharp_s = !((low ^ (0x1F * LOWEST)) + 0x7F * LOWEST);
    let is_times = !(((low | (0x20 * LOWEST)) ^ (0x37 * LOWEST)) + 0x7F * LOWEST);
    let is_other_second = is_second & (is_sharp_s | is_times);
    // Of the last byte, it is not known.
    let is_last_lead = is_lead & 0x80 << 56;
    let is_of_ascii = (is_letter | is_digit) & !eight;
    let ends = !(is_of_ascii | is_lead | is_second) & HIGHEST | is_other_second | is_last_lead;
    // Up to the first byte that is not part of it, and that byte.
    let (word, end) = (((ends & ends.wrapping_neg()) >> 7).wrapping_sub(1), ends & ends.wrapping_neg());
    let is_plain_end = eight & end == 0 || is_typographic(eight >> (end.trailing_zeros() & 0x38));
    if is_plain_end { Some((eight | (0x20 * LOWEST)) & word) } else { None }
}

/// Whether a character is a dash or a quotation mark from U+2010 on, or a no-break space, by its bytes, as far as they are
/// there. What is invisible stands before those, or begins with another byte.
const fn is_typographic(bytes: u64) -> bool {
    let [first, second, third, ..] = bytes.to_le_bytes();
    matches!((first, second, third), (0xE2, 0x80, 0x90..=0xA7) | (0xC2, 0xA0 | 0xAB | 0xBB, _))
}

/// Sets the bit of a hash.
fn note(bits: &mut [u64], key: u64) {
    let (word, bit) = place_of(key, bits.len());
    if let Some(word) = bits.get_mut(word) {
        *word |= bit;
    }
}

/// Whether the bit of a hash is set.
fn is_noted(bits: &[u64], key: u64) -> bool {
    let (word, bit) = place_of(key, bits.len());
    bits.get(word).is_some_and(|word| word & bit != 0)
}

/// Those of some phrases that stand in a line as they have to, the longest first.
fn find_among<'a>(candidates: impl Iterator<Item = &'a Phrase>, lead: &Lead<'_>) -> Vec<Match<'a>> {
    let mut tail = None;
    let mut found: Vec<Match<'a>> = candidates
        .filter_map(|phrase| {
            let rest = after(lead.text, phrase)?;
            let rest = match phrase.mode {
                Mode::Start => rest,
                Mode::CountedStart => lead.counted.then_some(rest)?,
                Mode::Teaser => {
                    let is_statement = lead.text.trim_end().ends_with(['.', '!', '\u{2026}']);
                    (lead.text.len() <= LONGEST_TEASER && !is_statement).then_some(rest)?
                }
                Mode::Label => after_sign(rest)?,
                Mode::ShortLabel => rest.trim_start().strip_prefix([':', '\u{FF1A}'])?,
                Mode::Line | Mode::Heading | Mode::CountedLine | Mode::Brief => {
                    let tail = *tail.get_or_insert_with(|| Tail::of(lead.text));
                    stands_alone(phrase, rest, lead, tail).then_some(rest)?
                }
            };
            Some(Match { phrase, rest: fold(rest).into() })
        })
        .collect();
    found.sort_by_key(|found| std::cmp::Reverse(found.phrase.text.len()));
    found
}

/// Whether a phrase, after which `rest` follows, is a line by itself, or the beginning of one that is short.
fn stands_alone(phrase: &Phrase, rest: &str, lead: &Lead<'_>, tail: Tail<'_>) -> bool {
    if phrase.mode == Mode::Brief {
        let ends = lead.text.trim_end();
        return ends.len() <= LONGEST_BRIEF
            && !tail.is_sentence
            && !ends.ends_with(['.', '?', '!'])
            && ends.split_whitespace().take(MOST_WORDS_OF_BRIEF + 1).count() <= MOST_WORDS_OF_BRIEF;
    }
    let behind = lead.text.len() - rest.len();
    lead.text.len() <= LONGEST
        && tail.text.len() <= behind
        && (phrase.mode != Mode::CountedLine || lead.counted || tail.counted)
        && (phrase.is_long() || !tail.is_sentence)
}

/// What follows a colon, a bar, an arrow, or a dash with blanks around it.
fn after_sign(text: &str) -> Option<&str> {
    let begins = text.trim_start();
    let signs = [':', '\u{FF1A}', '|', '>', '\u{BB}', '\u{203A}', '\u{2192}', '\u{25BA}', '\u{25B6}'];
    let dashes = ["- ", "\u{2013} ", "\u{2014} "];
    let behind_dash = || dashes.iter().filter(|_| begins.len() < text.len()).find_map(|dash| begins.strip_prefix(dash));
    begins.strip_prefix(signs).or_else(behind_dash)
}

/// What follows `phrase` at the start of `text`, if that is how `text` begins.
fn after<'a>(text: &'a str, phrase: &Phrase) -> Option<&'a str> {
    let mut folded = Fold::new(text);
    if !phrase.text.chars().all(|character| folded.next() == Some(character)) {
        return None;
    }
    let rest = folded.rest()?;
    // A phrase that ends in a sign, such as "read more:", ends there.
    let is_open = !phrase.stem && phrase.text.ends_with(char::is_alphanumeric);
    (!is_open || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// Hashes of the first words of a text, folded.
struct Keys {
    one: Option<u64>,
    two: Option<u64>,
    /// Whether no accent stands among them as a character of its own.
    is_composed: bool,
}

impl Keys {
    /// By FNV-1a (Fowler, Noll and Vo), over characters.
    fn of(text: &str) -> Self {
        let mut keys = Self { one: None, two: None, is_composed: true };
        let mut hash = 0xCBF2_9CE4_8422_2325_u64;
        let mut add = |character: char| {
            hash = (hash ^ u64::from(u32::from(character))).wrapping_mul(0x0000_0100_0000_01B3);
            hash
        };
        let mut in_word = false;
        let mut last = 0;
        for character in text.chars().take(2 * LONGEST_WORD) {
            if character.is_ascii_alphanumeric() {
                last = add(character.to_ascii_lowercase());
                in_word = true;
            } else if let Some(small) = small_of_latin(character) {
                last = add(small);
                in_word = true;
            } else if !character.is_ascii() && is_alphanumeric(character) {
                for lower in lower(character) {
                    last = add(lower);
                }
                in_word = true;
            } else if matches!(character, '\u{300}'..='\u{36F}') {
                keys.is_composed = false;
                return keys;
            } else if matches!(character, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}') {
                // Invisible, and no end of a word.
            } else if in_word {
                in_word = false;
                if keys.one.is_some() {
                    keys.two = Some(last);
                    return keys;
                }
                keys.one = Some(last);
                last = add(' ');
            }
        }
        if in_word {
            *(if keys.one.is_some() { &mut keys.two } else { &mut keys.one }) = Some(last);
        }
        keys
    }
}

/// Whether a character outside of ASCII is a letter or a digit: those of Latin scripts, and the signs that stand in every
/// text, are told without the tables of Unicode.
fn is_alphanumeric(character: char) -> bool {
    match character {
        '\u{D7}' | '\u{F7}' | '\u{2000}'..='\u{206F}' => false,
        '\u{C0}'..='\u{24F}' => true,
        _ => character.is_alphanumeric(),
    }
}

/// Whether a character is a letter, told in the same way.
fn is_alphabetic(character: char) -> bool {
    match character {
        '\u{D7}' | '\u{F7}' | '\u{2000}'..='\u{206F}' => false,
        '\u{C0}'..='\u{24F}' => true,
        _ => character.is_alphabetic(),
    }
}

/// The small letter of a letter of Latin-1, but for the sharp s, which is folded to two.
const fn small_of_latin(character: char) -> Option<char> {
    match character {
        '\u{D7}' | '\u{DF}' | '\u{F7}' => None,
        '\u{C0}'..='\u{DE}' => char::from_u32(character as u32 + 0x20),
        '\u{E0}'..='\u{FF}' => Some(character),
        _ => None,
    }
}

/// Whether accents stand in `text` as characters of their own, so that it has to be composed before it is compared.
fn has_marks(text: &str) -> bool {
    // U+0300 to U+036F begin with these bytes, and with them only U+0370 to U+037F.
    memchr::memchr2(0xCC, 0xCD, text.as_bytes()).is_some()
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
            if is_alphabetic(character) {
                let text = line.get(offset..)?;
                let text = if counted { after_multiplier(text) } else { text };
                return Some(Self { text, counted });
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

/// `text`, which follows a number, without what makes it thousands or millions: "12k comments", "1,5 M vues".
fn after_multiplier(text: &str) -> &str {
    let word = text.split([' ', '\u{A0}', '.']).next().unwrap_or_default();
    let is_multiplier = ["k", "K", "m", "M", "Mio", "mio", "mil", "Mil", "Tsd", "mln", "Mln"].contains(&word);
    let rest = text.strip_prefix(word).unwrap_or_default();
    let rest = rest.trim_start_matches([' ', '\u{A0}', '.']);
    if is_multiplier && rest.starts_with(char::is_alphabetic) { rest } else { text }
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
        Phrasebook::new(entries.iter().map(|(text, mode)| (*text, *mode, Topic::CommentHeading, language)))
    }

    #[test]
    fn letters_and_digits_are_those_of_unicode() {
        for character in '\u{80}'..='\u{FFFF}' {
            assert_eq!(is_alphanumeric(character), character.is_alphanumeric(), "{character:?}");
            assert_eq!(is_alphabetic(character), character.is_alphabetic(), "{character:?}");
            if let Some(small) = small_of_latin(character) {
                assert!(is_alphanumeric(character) && lower(character).eq([small]), "{character:?}");
            }
        }
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
    fn words_begin_alike_whatever_their_case() {
        assert_eq!(begin_of("COMMENTS (3)"), begin_of("comments"));
        assert_eq!(begin_of("Comment-"), begin_of("comment"));
        assert_eq!(begin_of("\u{C9}T\u{C9} 2024"), begin_of("\u{E9}t\u{E9}"));
        assert_eq!(begin_of("L\u{2019}\u{C9}t\u{E9}"), begin_of("l'\u{E9}t\u{E9}"));
        assert_eq!(begin_of("Read\u{A0}more"), begin_of("read"));
        assert_eq!(begin_of("Pr\u{E9}f\u{E9}r\u{E9}"), begin_of("PR\u{C9}F\u{C9}R\u{C9}"));
        for other in ["Gro\u{DF}", "a\u{D7}b", "Re\u{AD}ad", "Re\u{200B}ad", "e\u{301}te", "\u{153}il", "\u{416}"] {
            assert_eq!(begin_of(other), None, "{other:?}");
        }
        assert_ne!(begin_of("Read"), begin_of("Reads"));
        assert_ne!(begin_of("\u{E9}t\u{E9}"), begin_of("\u{E9}t\u{E8}"));
        assert_eq!(begin_of(""), Some(0));
    }

    #[test]
    fn what_is_compared_as_the_same_begins_alike() {
        for character in '\0'..='\u{2FFF}' {
            let first = if is_alphabetic(character) || character.is_ascii_alphabetic() { character } else { 'a' };
            for text in [format!("{first}x"), format!("a{character}b"), format!("abcdefg{character}")] {
                if let Some(begin) = begin_of(&text) {
                    assert_eq!(Some(begin), begin_of(&fold(&text)), "{text:?}");
                }
            }
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
