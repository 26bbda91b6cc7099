//! Phrases that are known to stand at a certain place, and quick ways to find them there.
//!
//! A line is looked up by the first bytes of its first word in a small table of bits, and then by a hash of its first two
//! words in a larger one; both stay in the cache of the processor. Nearly every line begins with other words and is done
//! then; the rest are compared letter by letter, and nothing is allocated until a phrase is found.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

mod keys;
mod line;

use super::Language;
use super::fold::{Fold, fold, has_marks};
use super::topic::Topic;
use keys::{Keys, begin_of};
pub use line::numbers_a_section;
use line::{Lead, Tail};

/// A longer line is no whole line of ours. In bytes.
const LONGEST: usize = 160;

/// A line that begins with a phrase that may also begin a sentence is at most so long. In bytes, and in words.
const LONGEST_BRIEF: usize = 80;
const MOST_WORDS_OF_BRIEF: usize = 9;

/// A longer line is no headline. In bytes.
const LONGEST_TEASER: usize = 220;

/// So many words behind a dash, the last one with a stop, are a sentence.
const FEWEST_WORDS_OF_SENTENCE: usize = 6;

/// What stands in a phrase for a number: "there are # comments".
const NUMBER: char = '#';

/// What stands in a phrase for one word or a few: "more … recipes".
const GAP: char = '\u{2026}';

/// The first byte of a [`GAP`] in UTF-8.
const FIRST_OF_GAP: u8 = 0xE2;

/// A gap has so many words at most.
const LONGEST_GAP: usize = 3;

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
    /// It is the whole line, and nothing of the text stands below it.
    Last,
    /// The line begins with it, and goes on with names and nothing else. Whether it does, is for who sees the line.
    Named,
    /// The line begins with it and a colon, and has the identifier of a paper.
    Cited,
}

/// A phrase, what it is a sign of, and the languages that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Folded, and without the `*` at its end, with a [`NUMBER`] and a [`GAP`] for what may differ.
    text: &'static str,
    mode: Mode,
    topic: Topic,
    /// Whether its last word may go on.
    stem: bool,
    languages: Cow<'static, [Language]>,
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
    pub(super) const fn text(&self) -> &'static str {
        self.text
    }

    /// Whether it ends in this sign itself: "our standards:".
    pub fn text_ends_with(&self, sign: char) -> bool {
        self.text.ends_with(sign)
    }

    /// Whether it is the phrase that is written so, without a `*` at its end.
    #[cfg(test)]
    pub(super) fn is(&self, text: &str, mode: Mode) -> bool {
        self.text == text && self.mode == mode
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        self.text.split(' ').count()
    }

    /// Its words but for one that may go on, which cannot be hashed, and up to what may differ, which cannot either.
    fn whole_words(&self) -> &str {
        let whole = if self.stem { self.text.rsplit_once(' ').map_or("", |(whole, _)| whole) } else { self.text };
        // Each start asks this of every phrase, so bytes are looked at, and characters only where one may differ.
        let differs = |at: &usize| whole.get(*at..).is_some_and(|rest| rest.starts_with([NUMBER, GAP]));
        let end = memchr::memchr2_iter(b'#', FIRST_OF_GAP, whole.as_bytes()).find(differs);
        end.and_then(|end| whole.get(..end)).unwrap_or(whole)
    }

    fn is_long(&self) -> bool {
        self.words() > 2
    }
}

/// A phrase that was found in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<'a> {
    /// The phrase.
    pub phrase: &'a Phrase,
    /// What follows it, folded.
    pub rest: Box<str>,
    /// Whether that begins with a small letter, as a sentence goes on and no headline begins.
    pub goes_on: bool,
}

impl Match<'_> {
    /// Whether a comma stands behind the phrase in `line`, in which it was found: somebody says it then, "Please enable
    /// JavaScript, says the page".
    pub fn is_before_comma(&self, line: &str) -> bool {
        let last = line.split_whitespace().nth(self.phrase.words().saturating_sub(1));
        last.is_some_and(|word| word.ends_with(','))
    }
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
    /// For each value of their highest bits, where the hashes begin that have it; and where the last ones end.
    shelves: Vec<u32>,
    phrases: Vec<Phrase>,
    /// Which hashes occur, by two bits of each.
    occurs: Vec<u64>,
    /// The same of the first bytes of first words.
    begins: Vec<u64>,
}

impl Phrasebook {
    pub(super) fn new(entries: impl Iterator<Item = (&'static str, Mode, Topic, Language)>) -> Self {
        let mut begins = vec![0; FIRST_BITS / 64];
        let mut keyed: Vec<(u64, usize)> = Vec::new();
        let mut entered: Vec<Phrase> = Vec::new();
        for (entry, mode, topic, language) in entries {
            let text = entry.strip_suffix('*').unwrap_or(entry);
            let stem = text.len() < entry.len();
            let phrase = Phrase { text, mode, topic, stem, languages: Cow::Borrowed(language.alone()) };
            let whole = phrase.whole_words();
            let Keys { one, two, .. } = Keys::of(whole);
            if let Some(begin) = begin_of(whole) {
                note(&mut begins, begin);
            }
            keyed.push((two.or(one).unwrap_or_default(), entered.len()));
            entered.push(phrase);
        }
        // The hashes are sorted, and not the phrases, which are several times as large: each start has to wait for it.
        keyed.sort_unstable();
        let mut book = Self { occurs: vec![0; BITS / 64], begins, ..Self::default() };
        for same in keyed.chunk_by(|(left, _), (right, _)| left == right) {
            let mut phrases: Vec<&Phrase> = same.iter().filter_map(|(_, number)| entered.get(*number)).collect();
            phrases.sort_by_key(|phrase| (phrase.topic, phrase.text, phrase.mode, phrase.stem));
            for phrase in phrases {
                book.enter(same.first().map_or(0, |(key, _)| *key), phrase);
            }
        }
        book.shelved()
    }

    /// Enters a phrase behind those with the same hash and those before it; the same phrase in one more language is entered
    /// once.
    fn enter(&mut self, key: u64, phrase: &Phrase) {
        let is_same = |kept: &Phrase| {
            phrase.text == kept.text
                && phrase.mode == kept.mode
                && phrase.stem == kept.stem
                && phrase.topic == kept.topic
        };
        match self.phrases.last_mut() {
            Some(kept) if self.keys.last() == Some(&key) && is_same(kept) => {
                kept.languages.to_mut().extend_from_slice(&phrase.languages);
            }
            _ => {
                note(&mut self.occurs, key);
                self.keys.push(key);
                self.phrases.push(phrase.clone());
            }
        }
    }

    /// A book of those phrases that are `wanted`. The fewer there are, the fewer lines are looked at twice.
    #[must_use]
    pub fn subset(&self, wanted: impl Fn(&Phrase) -> bool) -> Self {
        let mut subset = Self { occurs: vec![0; BITS / 64], begins: vec![0; FIRST_BITS / 64], ..Self::default() };
        for (key, phrase) in self.keys.iter().zip(&self.phrases).filter(|(_, phrase)| wanted(phrase)) {
            if let Some(begin) = begin_of(phrase.whole_words()) {
                note(&mut subset.begins, begin);
            }
            note(&mut subset.occurs, *key);
            subset.keys.push(*key);
            subset.phrases.push(phrase.clone());
        }
        subset.shelved()
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

    /// The longest phrase that `text` begins with as a whole word, and what follows it.
    pub fn begin<'a>(&self, text: &'a str) -> Option<(&Phrase, &'a str)> {
        if begin_of(text).is_some_and(|begin| !is_noted(&self.begins, begin)) {
            return None;
        }
        // What has accents of its own is not looked for: rows of buttons are written by programs.
        let keys = Keys::of(text);
        let candidates = self.candidates(keys.one).iter().chain(self.candidates(keys.two));
        let behind = |phrase| after(text, phrase).or_else(|| glued_behind(text, phrase));
        let found = candidates.filter_map(|phrase| Some((phrase, behind(phrase)?)));
        found.min_by_key(|(_, rest)| rest.len())
    }

    /// The phrases that may begin as a line does whose first words have this hash.
    fn candidates(&self, key: Option<u64>) -> &[Phrase] {
        let Some(key) = key else { return &[] };
        if !is_noted(&self.occurs, key) {
            return &[];
        }
        let Some([first, end]) = self.shelves.get(shelf(key)..).and_then(<[u32]>::first_chunk) else { return &[] };
        let range = *first as usize..*end as usize;
        let (keys, phrases) = (self.keys.get(range.clone()), self.phrases.get(range));
        let (Some(keys), Some(phrases)) = (keys, phrases) else { return &[] };
        let start = keys.partition_point(|own| *own < key);
        let count = keys.iter().skip(start).take_while(|own| **own == key).count();
        phrases.get(start..start + count).unwrap_or_default()
    }

    /// The same book, ready to be searched, once all phrases are in it.
    fn shelved(mut self) -> Self {
        let mut ends = vec![0; SHELVES + 1];
        for key in &self.keys {
            if let Some(count) = ends.get_mut(shelf(*key) + 1) {
                *count += 1;
            }
        }
        let mut all = 0;
        for end in &mut ends {
            all += *end;
            *end = all;
        }
        self.shelves = ends;
        self
    }
}

/// So many different values the highest bits of a hash have by which it is searched for.
const SHELVES: usize = 1 << 10;

/// The highest bits of a hash.
#[expect(clippy::cast_possible_truncation, reason = "so few bits are left that every `usize` has room for them")]
const fn shelf(key: u64) -> usize {
    (key >> (u64::BITS - SHELVES.trailing_zeros())) as usize
}

/// Where the two bits of a hash are in a table of so many numbers, which is a power of two. They are in one number, so that
/// one look tells whether both are set (Putze, Sanders and Singler, "Cache-, Hash- and Space-Efficient Bloom Filters",
/// 2007).
const fn place_of(key: u64, numbers: usize) -> (usize, u64) {
    let bits = key >> 34;
    ((key >> 46) as usize & numbers.wrapping_sub(1), 1 << (bits & 0x3F) | 1 << (bits >> 6 & 0x3F))
}

/// Sets the bits of a hash.
fn note(bits: &mut [u64], key: u64) {
    let (word, two) = place_of(key, bits.len());
    if let Some(word) = bits.get_mut(word) {
        *word |= two;
    }
}

/// Whether the bits of a hash are set.
fn is_noted(bits: &[u64], key: u64) -> bool {
    let (word, two) = place_of(key, bits.len());
    bits.get(word).is_some_and(|word| word & two == two)
}

/// Puts phrases that were found in one line in order.
pub(super) fn longest_first(found: &mut [Match<'_>]) {
    found.sort_by_key(|found| std::cmp::Reverse(found.phrase.text.len()));
}

/// Those of some phrases that stand in a line as they have to, the longest first.
fn find_among<'a>(candidates: impl Iterator<Item = &'a Phrase>, lead: &Lead<'_>) -> Vec<Match<'a>> {
    let mut tail = None;
    let mut found: Vec<Match<'a>> = candidates
        .filter_map(|phrase| {
            let rest = after(lead.text, phrase)?;
            let rest = match phrase.mode {
                Mode::Start | Mode::Named => rest,
                Mode::Cited => rest.trim_start().strip_prefix([':', '\u{FF1A}']).filter(|rest| has_identifier(rest))?,
                Mode::CountedStart => lead.counted.then_some(rest)?,
                Mode::Teaser => {
                    (lead.text.len() <= LONGEST_TEASER && !is_statement(lead.text, rest)).then_some(rest)?
                }
                Mode::Label => after_sign(rest)?,
                Mode::ShortLabel => rest.trim_start().strip_prefix([':', '\u{FF1A}'])?,
                Mode::Line | Mode::Heading | Mode::CountedLine | Mode::Brief | Mode::Last => {
                    let tail = *tail.get_or_insert_with(|| Tail::of(lead.text));
                    stands_alone(phrase, rest, lead, tail).then_some(rest)?
                }
            };
            Some(Match { phrase, rest: fold(rest).into(), goes_on: goes_on(rest) })
        })
        .collect();
    longest_first(&mut found);
    found
}

/// Whether a text has the identifier of a paper in it: "10.1000/182" (ISO 26324).
fn has_identifier(text: &str) -> bool {
    /// The part before the slash has so many digits behind its dot.
    const DIGITS: std::ops::RangeInclusive<usize> = 4..=9;
    let is_prefix = |(at, start): (usize, &str)| {
        let behind = text.get(at + start.len()..).unwrap_or_default();
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let begins = !text.get(..at).is_some_and(|before| before.ends_with(|last: char| last.is_ascii_digit()));
        begins && DIGITS.contains(&digits) && behind.get(digits..).is_some_and(|rest| rest.starts_with('/'))
    };
    text.match_indices("10.").any(is_prefix)
}

/// Whether a sentence goes on in what follows a phrase.
fn goes_on(rest: &str) -> bool {
    rest.trim_start_matches([' ', '\u{A0}', ',']).starts_with(char::is_lowercase)
}

/// Whether a line ends as a statement does and not as a headline: in a full stop; or in an exclamation mark or an ellipsis,
/// if `rest`, which follows the phrase, goes on in small letters.
fn is_statement(line: &str, rest: &str) -> bool {
    let end = line.trim_end();
    let is_open = end.ends_with(['!', '\u{2026}']) || end.ends_with("...");
    if is_open { goes_on(rest) } else { end.ends_with(['.', '\u{3002}']) }
}

/// Whether a phrase, after which `rest` follows, is a line by itself, or the beginning of one that is short.
fn stands_alone(phrase: &Phrase, rest: &str, lead: &Lead<'_>, tail: Tail<'_>) -> bool {
    if phrase.mode == Mode::Brief {
        let ends = lead.text.trim_end();
        return ends.len() <= LONGEST_BRIEF
            && !tail.is_sentence
            && !ends.ends_with(['.', '?', '!', ',', ';', '/'])
            && ends.split_whitespace().take(MOST_WORDS_OF_BRIEF + 1).count() <= MOST_WORDS_OF_BRIEF;
    }
    let behind = lead.text.len() - rest.len();
    lead.text.len() <= LONGEST
        && tail.text.len() <= behind
        && match phrase.mode {
            Mode::CountedLine => lead.counted || tail.counted,
            // "3 Comment" is a line of its own kind.
            Mode::Last => !lead.counted && !tail.counted,
            _ => true,
        }
        && (phrase.is_long() || !tail.is_sentence || (phrase.mode == Mode::Last && tail.is_question))
}

/// What follows a colon, a bar, an arrow, or a dash with blanks around it.
fn after_sign(text: &str) -> Option<&str> {
    let begins = text.trim_start();
    let signs = [':', '\u{FF1A}', '|', '>', '\u{BB}', '\u{203A}', '\u{2192}', '\u{25BA}', '\u{25B6}'];
    let dashes = ["- ", "\u{2013} ", "\u{2014} "];
    // "A tag — that is what stands between angle brackets." A dash stands for a verb, too.
    // What stands before the first word is the dash.
    let is_sentence =
        || begins.trim_end().ends_with('.') && begins.split_whitespace().nth(FEWEST_WORDS_OF_SENTENCE).is_some();
    let behind_dash = || dashes.iter().filter(|_| begins.len() < text.len()).find_map(|dash| begins.strip_prefix(dash));
    begins.strip_prefix(signs).or_else(|| behind_dash().filter(|_| !is_sentence()))
}

/// What follows `phrase` at the start of `text`, if that is how `text` begins.
fn after<'a>(text: &'a str, phrase: &Phrase) -> Option<&'a str> {
    let rest = behind(text, phrase)?;
    // A phrase that ends in a sign, such as "read more:", ends there.
    let is_open = !phrase.stem && phrase.text.ends_with(char::is_alphanumeric);
    (!is_open || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// The same where what follows has lost the space before it: "Jump to `RecipePrint` Recipe".
fn glued_behind<'a>(text: &'a str, phrase: &Phrase) -> Option<&'a str> {
    let rest = behind(text, phrase).filter(|rest| phrase.is_long() && rest.starts_with(char::is_uppercase))?;
    text.strip_suffix(rest).filter(|found| found.ends_with(char::is_lowercase)).map(|_| rest)
}

/// What follows the letters of `phrase` at the start of `text`, if it begins with them.
fn behind<'a>(text: &'a str, phrase: &Phrase) -> Option<&'a str> {
    pass(Fold::new(text), phrase.text)?.rest()
}

/// What is left of a text behind a pattern that it begins with.
fn pass<'a>(mut text: Fold<'a>, pattern: &str) -> Option<Fold<'a>> {
    let mut rest = pattern.chars();
    while let Some(character) = rest.next() {
        match character {
            NUMBER => text.pass_number().then_some(())?,
            GAP => {
                let behind = |_| text.pass_word().then(|| pass(text.clone(), rest.as_str()));
                return (0..LONGEST_GAP).map_while(behind).find_map(|behind| behind);
            }
            _ => (text.next() == Some(character)).then_some(())?,
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book(entries: &[(&'static str, Mode)]) -> Phrasebook {
        let language = Language::from_tag("en").unwrap();
        Phrasebook::new(entries.iter().map(|(text, mode)| (*text, *mode, Topic::CommentHeading, language)))
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
    fn a_teaser_ends_as_a_headline_does() {
        let book = book(&[("read also", Mode::Teaser)]);
        for line in ["Read also Mayor opens school", "Read also Who pays?", "Read also The end!", "Read also “Stop…"]
        {
            assert!(book.find(line).is_some(), "{line}");
        }
        for line in ["Read also The end.", "Read also the letters!", "Read also the...", "Read alsoran"] {
            assert_eq!(book.find(line), None, "{line}");
        }
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
    fn a_number_may_stand_inside_of_a_phrase() {
        let book =
            book(&[("there are # comments", Mode::Line), ("hits: #", Mode::Line), ("read # times", Mode::Start)]);
        for line in
            ["There are 5 comments", "There are 1,204 comments", "there are\u{A0}12\u{202F}000 comments", "Hits: 1 200"]
        {
            assert!(book.find(line).is_some(), "{line}");
        }
        assert_eq!(book.find("Read 1.5 times today").map(|found| found.rest), Some("today".into()));
        for line in
            ["There are no comments", "There are comments", "There are # comments", "There are 5 20 comments", "Hits:"]
        {
            assert_eq!(book.find(line), None, "{line}");
        }
    }

    #[test]
    fn a_few_words_may_stand_inside_of_a_phrase() {
        let book = book(&[("more … recipes", Mode::Brief)]);
        for line in ["More bread recipes", "MORE QUICK AND EASY RECIPES TO ENJOY", "More\u{A0}cake  recipes:"] {
            assert!(book.find(line).is_some(), "{line}");
        }
        for line in
            ["More recipes", "More bread", "More of all the best recipes", "More bread recipes than ever.", "More"]
        {
            assert_eq!(book.find(line), None, "{line}");
        }
    }

    #[test]
    fn a_subset_has_the_phrases_that_are_wanted() {
        let all = book(&[("été", Mode::Line), ("watch", Mode::Label), ("our pap*", Mode::Start)]);
        let subset = all.subset(|phrase| phrase.mode() != Mode::Label);
        assert!(subset.find("Été").is_some() && subset.find("Our papers").is_some());
        assert!(all.find("Watch: this").is_some() && subset.find("Watch: this").is_none());
    }

    #[test]
    fn the_longest_phrase_is_found() {
        let book = book(&[("posted", Mode::Start), ("posted on", Mode::Start)]);
        assert_eq!(book.find("Posted on 3 May").map(|found| found.rest), Some("3 may".into()));
    }
}
