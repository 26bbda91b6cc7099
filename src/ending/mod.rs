//! Where a text ends, and whether it looks as if it was meant to end there.
//!
//! A third of all good pages end without a full stop: in a signature, a link, a list, a caption. So what has to be told
//! is not whether a stop is missing, but whether the last line is running text that breaks off. [`Ending`] is what the
//! last line looks like, [`features()`] what is measured of it, and [`Model`] what the measures say together: a logistic
//! regression whose weights were learned from documents that were cut on purpose, by the program
//! `examples/train-ending-model`.

mod features;
mod judged;
pub mod lexicon;
pub mod lexis;
mod model;
mod signs;

pub use features::{FEATURES, PLAIN, features};
pub use judged::{Evidence, Judged, judged};
use lexicon::Standing;
pub use model::{MODEL, Model, Sight, Sights};
use signs::Item;
pub(crate) use signs::sign;
pub use signs::{Ellipsis, Open, Sign, ends_sentence, is_function_word};

use crate::document::Document;
use crate::lang::knowledge;
use crate::span::Span;

/// How the last line of a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// In a mark that ends a sentence, or in one that closes something.
    Stop,
    /// In a letter.
    Word,
    /// In a digit.
    Digit,
    /// In a mark after which a sentence goes on.
    Open,
    /// In something else.
    Other,
}

/// The end of a text: its last line that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct Ending<'a> {
    /// The line, without white space around it.
    pub text: &'a str,
    /// Where that stands in the document.
    pub span: Span,
    /// How it ends.
    pub finish: Finish,
    /// The last word: letters, and what joins them. Empty where the line does not end in a word.
    pub word: &'a str,
}

/// Whether a stop and white space stand anywhere in a text.
fn has_stop(text: &[u8]) -> bool {
    // A closing mark may stand between: in ASCII, or led by the bytes C2 and E2 in UTF-8.
    let ends = |next: u8| next.is_ascii_whitespace() || matches!(next, b'"' | b'\'' | b')' | 0xC2 | 0xE2);
    memchr::memchr3_iter(b'.', b'!', b'?', text).any(|at| text.get(at + 1).is_some_and(|next| ends(*next)))
}

/// How many bytes of a line are looked at. A whole article may stand on one line.
const LONGEST: usize = 1024;

/// A sentence of no more words before a comma at the end is a greeting.
const WORDS_OF_GREETING: usize = 3;

/// The most letters of the initials of authors, and of the names of agencies in lower case.
const LONGEST_INITIALS: usize = 4;

/// A longer sentence is no farewell.
const WORDS_OF_FAREWELL: usize = 7;

/// An item of a list of fewer words is left alone.
const FEWEST_WORDS_OF_ITEM: usize = 4;

/// Where the end of a text is, which a document keeps once somebody has looked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LastLine {
    span: Span,
    finish: Finish,
    /// The length of the last word.
    word: usize,
}

impl LastLine {
    /// The last line of `document` that is not blank, if it is UTF-8.
    pub(crate) fn of(document: &Document<'_>) -> Option<Self> {
        let line = document.tail(1).next()?;
        let whole = document.str(line.span)?;
        let text = whole.trim();
        let start = line.span.start + (whole.len() - whole.trim_start().len());
        let finish = finish(text);
        let word = if finish == Finish::Word { last_word(text).len() } else { 0 };
        Some(Self { span: Span::new(start, start + text.len()), finish, word })
    }
}

/// What stands behind a bullet is left alone if it has fewer words.
const FEWEST_WORDS_OF_BULLET: usize = 8;

impl<'a> Ending<'a> {
    pub(crate) fn at(document: &Document<'a>, line: LastLine) -> Option<Self> {
        let text = document.str(line.span)?;
        let word = text.get(text.len().checked_sub(line.word)?..)?;
        Some(Self { text, span: line.span, finish: line.finish, word })
    }

    /// Whether the end can be judged at all: the line does not end in a stop, has more than a word, or one in which no
    /// sentence ends, is no short item of a list, does not end in an address or in a sentence that is glued to the one
    /// before it, is none of which is known that it does not belong to the text, and sentences of the document end in
    /// stops. Where none does, a missing one says nothing.
    pub fn can_be_judged(&self, document: &Document<'_>) -> bool {
        self.finish != Finish::Stop
            && !self.is_address()
            && self.is_running()
            && !self.is_initials(document)
            && !self.is_greeting()
            && !self.is_farewell()
            && !self.is_glued()
            && !self.is_claimed(document)
            && has_stop(Span::new(document.body().start, self.span.end).of(document.bytes()))
    }

    /// Whether the line is no item of a list, or one that is long enough to be running text as well.
    fn is_running(&self) -> bool {
        match Item::of(self.text) {
            Item::None => true,
            Item::Markup => false,
            // A footnote begins with a star.
            Item::Bullet if self.text.starts_with('*') => false,
            Item::Bullet => self.text.split_whitespace().nth(FEWEST_WORDS_OF_BULLET).is_some(),
            Item::Hyphen | Item::Dash | Item::Number => {
                self.text.split_whitespace().nth(FEWEST_WORDS_OF_ITEM - 1).is_some()
            }
        }
    }

    /// Whether the last word stands alone behind a sentence, as the initials of an author or the name of an agency do:
    /// without a capital, with which a sentence would begin, or in capitals in a line of its own.
    fn is_initials(&self, document: &Document<'_>) -> bool {
        let Some(before) = self.text.strip_suffix(self.word).filter(|_| !self.word.is_empty()) else { return false };
        let is_small = self.word.starts_with(char::is_lowercase);
        let is_short = self.word.chars().nth(LONGEST_INITIALS).is_none();
        if before.is_empty() {
            let line = document.tail(2).nth(1).and_then(|line| document.str(line.span));
            let follows = line.is_some_and(|line| line.trim_end().ends_with(|mark| is_stop(mark) || is_closer(mark)));
            let is_name = !is_small && self.word.chars().nth(1).is_some() && self.word.chars().all(char::is_uppercase);
            return is_name || (is_small && is_short && follows);
        }
        let sentence = before.trim_end();
        let follows =
            sentence.len() < before.len() && sentence.strip_suffix(['.', '!', '?']).is_some_and(ends_sentence);
        let is_name = !is_small && self.word.chars().nth(1).is_some() && !is_function_word(document, self.word);
        follows && ((is_small && is_short) || (is_name && !self.is_part(document)))
    }

    /// Whether the last sentence is a few words and a comma, above a name that is not there.
    fn is_greeting(&self) -> bool {
        let Some(line) = self.text.strip_suffix(',') else { return false };
        let sentence = line.rsplit_once(['.', '!', '?']).map_or(line, |(_, sentence)| sentence);
        sentence.split_whitespace().nth(WORDS_OF_GREETING).is_none()
    }

    /// Whether the last sentence is one of those that people end with who write to somebody, or no word at all.
    fn is_farewell(&self) -> bool {
        let sentence = self.tail().rsplit(is_stop).next().unwrap_or_default().trim_start();
        let is_short = sentence.split_whitespace().nth(WORDS_OF_FAREWELL).is_none();
        // "ewww", "sooo"
        let mut letters = self.word.chars().rev();
        let last = letters.next();
        let is_drawn_out = last.is_some() && letters.next() == last && letters.next() == last;
        is_drawn_out || (is_short && knowledge().voices.find(sentence).is_some())
    }

    /// Whether the line is known not to belong to the text.
    pub fn is_claimed(&self, document: &Document<'_>) -> bool {
        document.tail(1).next().is_some_and(|line| document.ends().is_claimed(line.span.start))
    }

    /// Whether the last word is a part of an address, a handle or a formula.
    fn is_address(&self) -> bool {
        let last = self.text.rsplit(char::is_whitespace).next().unwrap_or_default();
        let before = last.strip_suffix(self.word).unwrap_or_default();
        let joint = |mark: char| matches!(mark, '.' | '/' | '@' | '_' | '#' | '=' | '&') || mark.is_ascii_digit();
        !self.word.is_empty()
            && (before.chars().next_back().is_some_and(joint) || before.contains(['/', '@', '#', '=']))
    }

    /// Whether the last sentence stands without a blank behind the stop of the one before it, as where a page had
    /// something of its own below the text: a link, a title, a name.
    fn is_glued(&self) -> bool {
        let tail = self.tail();
        let is_quote = |mark: char| matches!(mark, '\u{BB}' | '\u{201D}');
        let ends = |mark: char| is_stop(mark) || is_quote(mark);
        // What is glued on may have quotation marks of its own, as titles do.
        let follows = |(start, mark): (usize, char)| tail.get(start + mark.len_utf8()..)?.chars().next();
        let is_glued = |at: &(usize, char)| ends(at.1) && follows(*at).is_some_and(char::is_uppercase);
        let Some((start, _)) = tail.char_indices().rev().find(is_glued) else { return false };
        let (before, rest) = tail.split_at_checked(start).unwrap_or_default();
        // A stop behind a single letter is one of initials.
        let mut letters = 0;
        let is_last = !rest.chars().skip(1).any(|character| {
            let ends = is_stop(character) && letters != 1;
            letters = if character.is_alphabetic() { letters + 1 } else { 0 };
            ends
        });
        is_last && before.chars().next_back().is_some_and(|last| last.is_lowercase() || ends(last))
    }

    /// Whether the last word is none that is known, and looks more like a part of a word than like a whole one: by its
    /// letters, or since words that are known begin so.
    pub fn is_part(&self, document: &Document<'_>) -> bool {
        MODEL.as_ref().filter(|_| !self.word.is_empty()).is_some_and(|model| {
            match model.standing(document, self.word) {
                Standing::Whole | Standing::WholeOrBeginning => false,
                Standing::Beginning | Standing::BrokenCompound => true,
                _ => model.words("", self.word).0 > 0.0,
            }
        })
    }

    /// Whether the line ends in one stop, and not in an ellipsis.
    pub fn is_stopped(&self) -> bool {
        self.text.strip_suffix(['.', '!', '?']).is_some_and(|before| !before.ends_with(['.', '\u{2026}']))
    }

    /// Where the last word stands in the document; the last character where the line does not end in a word.
    pub fn last_span(&self) -> Span {
        let length = match self.word.len() {
            0 => self.text.chars().next_back().map_or(0, char::len_utf8),
            length => length,
        };
        Span::new(self.span.end - length, self.span.end)
    }

    /// Whether the last word stands in the document before as well, as a whole word.
    pub fn repeats(&self, document: &Document<'_>) -> bool {
        let before = Span::new(document.body().start, self.last_span().start);
        let Some(text) = document.str(before).filter(|_| !self.word.is_empty()) else { return false };
        memchr::memmem::find_iter(text.as_bytes(), self.word.as_bytes()).any(|at| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let after = text.get(at + self.word.len()..).and_then(|after| after.chars().next());
            !before.is_some_and(is_word) && !after.is_some_and(is_word)
        })
    }

    /// The end of the line, as much of it as is looked at.
    pub fn tail(&self) -> &'a str {
        let mut start = self.text.len().saturating_sub(LONGEST);
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        self.text.get(start..).unwrap_or(self.text)
    }
}

/// Whether a mark ends a sentence.
pub const fn is_stop(mark: char) -> bool {
    matches!(mark, '.' | '!' | '?' | '\u{2026}' | '\u{203D}' | '\u{3002}' | '\u{FF0E}' | '\u{FF01}' | '\u{FF1F}')
}

/// Whether a mark closes something, in one language or another.
pub const fn is_closer(mark: char) -> bool {
    matches!(
        mark,
        ')' | ']' | '}' | '>' | '"' | '\'' | '\u{AB}' | '\u{BB}' | '\u{2018}'
            ..='\u{201F}' | '\u{2039}' | '\u{203A}' | '*' | '_' | '|'
    )
}

fn finish(text: &str) -> Finish {
    match text.chars().next_back() {
        Some(last) if is_stop(last) || is_closer(last) => Finish::Stop,
        Some(last) if last.is_alphabetic() => Finish::Word,
        Some(last) if last.is_numeric() => Finish::Digit,
        Some(',' | ';' | ':' | '-' | '(' | '[' | '\u{2010}'..='\u{2015}' | '\u{201E}') => Finish::Open,
        _ => Finish::Other,
    }
}

/// Whether a character is part of a word: a letter, or what joins letters.
pub(crate) fn is_word(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '\u{300}'..='\u{36F}' | '\u{AD}')
}

/// The letters at the end of a text.
pub fn last_word(text: &str) -> &str {
    let start = text.char_indices().rev().take_while(|(_, character)| is_word(*character)).last();
    start.and_then(|(start, _)| text.get(start..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_finish_is_told_by_the_last_character() {
        for (text, expected) in [
            ("It rains.", Finish::Stop),
            ("»Es regnet!«", Finish::Stop),
            ("(AFP)", Finish::Stop),
            ("It rai", Finish::Word),
            ("in 19", Finish::Digit),
            ("It rains,", Finish::Open),
            ("It rains 🌧", Finish::Other),
            ("", Finish::Other),
        ] {
            assert_eq!(finish(text), expected, "{text}");
        }
    }

    fn ending(text: &str) -> Ending<'_> {
        Ending { text, span: Span::new(0, text.len()), finish: finish(text), word: last_word(text) }
    }

    #[test]
    fn what_is_glued_to_the_last_sentence_and_addresses_are_told_apart() {
        assert!(ending("Il a plu hier.Lire aussi: Le pont et la riv").is_glued());
        assert!(ending("« Il pleut.»Le pont du vi").is_glued());
        assert!(ending("Il a plu hier.Lire d’autres «Ponts» par Jean Mou").is_glued());
        assert!(ending("Il a plu hier.Lire aussi: Les «ponts», routes et vi").is_glued());
        assert!(ending("Il a plu hier.A. B. Durand").is_glued());
        assert!(!ending("Il a plu hier.Lire aussi. Le pont du vi").is_glued());
        assert!(!ending("Il a plu hier. Le pont du vi").is_glued() && !ending("Le pont du vi").is_glued());
        assert!(!ending("The U.S. bridge").is_glued() && !ending("on 3.May the bridge").is_glued());
        assert!(ending("see t.co/x9kA").is_address() && ending("see @bridge").is_address());
        assert!(ending("version 3b").is_address() && !ending("the north-east").is_address());
    }

    #[test]
    fn what_people_end_with_who_write_to_somebody_is_told() {
        assert!(ending("The bridge is open. Many thanks,").is_greeting() && ending("Best wishes,").is_greeting());
        assert!(!ending("The mayor left the room before the vote,").is_greeting() && !ending("Thanks").is_greeting());
        assert!(ending("The bridge is open. Kind regards Anna").is_farewell() && ending("It fell, ewww").is_farewell());
        assert!(!ending("It rained. The best of the bridges of the old town is sti").is_farewell());
    }

    #[test]
    fn initials_stand_alone_behind_a_sentence() {
        let is_initials = |text: &str| {
            let corpus = format!("<<<FILE>>> a lang=en\n{text}\n");
            let tree = crate::syntax::parse(corpus.as_bytes());
            let sections = crate::document::sections(&tree.nodes);
            let (own, defaults) = (sections[0], crate::document::Defaults::default());
            let bytes = own.span.of(corpus.as_bytes());
            let document = Document::new(
                bytes,
                own.kind,
                own.marker,
                own.body,
                crate::document::Surroundings::default(),
                &defaults,
            );
            document.ending().unwrap().is_initials(&document)
        };
        assert!(is_initials("The bridge fell.\naq") && is_initials("The bridge fell. aq"));
        assert!(is_initials("The bridge fell.\nQAPI") && is_initials("The bridge fell. Anna"));
        assert!(!is_initials("The bridge\nfell") && !is_initials("The bridge fell.\nT"));
        assert!(!is_initials("The bridge fell. The") && !is_initials("The bridge has approx. ten"));
    }

    #[test]
    fn the_last_word_is_letters() {
        for (text, expected) in [("de l’eau", "eau"), ("north-east", "east"), ("été", "été"), ("a 3b", "b")] {
            assert_eq!(last_word(text), expected);
        }
    }
}
