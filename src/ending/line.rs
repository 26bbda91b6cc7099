//! The last line of a text, and how it ends.

use super::Context;
use super::marks::{is_closer, is_stop, is_word, last_word};
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
    /// Where that stands in its document.
    pub span: Span,
    /// How it ends.
    pub finish: Finish,
    /// The last word: letters, and what joins them. Empty where the line does not end in a word.
    pub word: &'a str,
}

/// How many bytes of a line are looked at. A whole article may stand on one line.
const LONGEST: usize = 1024;

/// The most letters at the end of a word that bend it.
const LONGEST_BEND: usize = 2;

/// A character is no longer in UTF-8, in bytes.
const LONGEST_CHARACTER: usize = 4;

impl<'a> Ending<'a> {
    /// The end of a line that begins at `start`.
    pub fn of(line: &'a str, start: usize) -> Self {
        let text = line.trim();
        let start = start + (line.len() - line.trim_start().len());
        let finish = finish(text);
        let word = if finish == Finish::Word { last_word(text) } else { "" };
        Self { text, span: Span::new(start, start + text.len()), finish, word }
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
    pub fn repeats(&self, context: &impl Context) -> bool {
        if self.word.is_empty() {
            return false;
        }
        has_word(context.before(self.last_span().start), self.word)
    }

    /// How often a longer word that begins with the last one stands in the document before, and no more often than
    /// `most`; and whether the last one does as well, as a whole word.
    pub fn goes_on(&self, context: &impl Context, most: usize) -> (usize, bool) {
        let (mut longer, mut repeats) = (0, false);
        if self.word.is_empty() {
            return (longer, repeats);
        }
        for after in self.beginnings(context) {
            if first_character(after).is_some_and(is_word) {
                longer = most.min(longer + 1);
            } else {
                repeats = true;
            }
            if repeats && longer == most {
                break;
            }
        }
        (longer, repeats)
    }

    /// Whether longer words of the document begin with the last one, which is none of its words itself.
    pub fn is_stub(&self, context: &impl Context) -> bool {
        if self.word.chars().nth(1).is_none() {
            return false;
        }
        let mut longer = self.beginnings(context).map(|after| first_character(after).is_some_and(is_word)).peekable();
        longer.peek().is_some() && longer.all(|is_longer| is_longer)
    }

    /// Whether the last word is a part of one, as far as that can be seen without knowing the language: it is a stub,
    /// and a longer word goes on for longer than words are bent. In Hangul, a noun has particles of any length, but
    /// some syllables end no word.
    pub fn is_sure_stub(&self, context: &impl Context) -> bool {
        match self.word.chars().next_back() {
            Some(last @ '\u{AC00}'..='\u{D7A3}') => needs_another(last),
            _ => self.is_stub(context) && self.beginnings(context).any(goes_on_for_long),
        }
    }

    /// What stands in the document behind each place before the end where a word begins with the last one.
    fn beginnings<'c>(&self, context: &'c impl Context) -> impl Iterator<Item = &'c [u8]> {
        beginnings(context.before(self.last_span().start), self.word)
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

/// What stands in a text behind each place where a word begins with this one.
fn beginnings<'t>(text: &'t [u8], word: &str) -> impl Iterator<Item = &'t [u8]> {
    memchr::memmem::find_iter(text, word.as_bytes()).filter_map(move |at| {
        let (before, rest) = text.split_at_checked(at)?;
        let is_begin = !last_character(before).is_some_and(is_word);
        rest.get(word.len()..).filter(|_| is_begin)
    })
}

/// Whether a text has this word.
pub(super) fn has_word(text: &[u8], word: &str) -> bool {
    beginnings(text, word).any(|after| !first_character(after).is_some_and(is_word))
}

/// The first character of what may begin anywhere.
fn first_character(text: &[u8]) -> Option<char> {
    if let Some(first) = text.first().filter(|first| first.is_ascii()) {
        return Some(char::from(*first));
    }
    let text = text.get(..LONGEST_CHARACTER).unwrap_or(text);
    text.utf8_chunks().next()?.valid().chars().next()
}

/// The last character of what may end anywhere.
fn last_character(text: &[u8]) -> Option<char> {
    if let Some(last) = text.last().filter(|last| last.is_ascii()) {
        return Some(char::from(*last));
    }
    let text = text.get(text.len().saturating_sub(LONGEST_CHARACTER)..)?;
    text.utf8_chunks().last().filter(|chunk| chunk.invalid().is_empty())?.valid().chars().next_back()
}

/// Whether a text begins with more letters than bend a word.
fn goes_on_for_long(text: &[u8]) -> bool {
    let text = text.get(..(LONGEST_BEND + 1) * LONGEST_CHARACTER).unwrap_or(text);
    let letters = text.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    letters.chars().take_while(|character| is_word(*character)).nth(LONGEST_BEND).is_some()
}

/// Whether a syllable of Hangul ends in consonants that only stems of verbs end in, behind which an ending has to
/// stand: the fifth, sixth, thirteenth to fifteenth and twentieth of those that Unicode counts (section 3.12,
/// "Conjoining Jamo Behavior").
fn needs_another(syllable: char) -> bool {
    const FIRST: u32 = 0xAC00;
    const FINALS: u32 = 28;
    let last = u32::from(syllable).checked_sub(FIRST).map(|number| number % FINALS);
    matches!(last, Some(5 | 6 | 13..=15 | 20))
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

    #[test]
    fn stems_of_verbs_in_hangul_need_an_ending() {
        assert!("했었있겠않잃핥읊앉".chars().all(needs_another));
        assert!(!"다습의을값몫밖각".chars().any(needs_another));
    }

    #[test]
    fn bent_words_go_on_for_one_or_two_letters() {
        assert!(goes_on_for_long("ować most".as_bytes()) && goes_on_for_long("ить".as_bytes()));
        assert!(
            !goes_on_for_long("em, które".as_bytes()) && !goes_on_for_long("ам".as_bytes()) && !goes_on_for_long(b"")
        );
    }

    #[test]
    fn characters_are_found_at_the_ends_of_any_bytes() {
        assert_eq!(last_character("Brücke – ü".as_bytes()), Some('ü'));
        assert_eq!(last_character(b"\xBC").or(last_character("ü\u{300}".as_bytes().split_last().unwrap().1)), None);
        assert_eq!(last_character(b"").or(first_character(b"")).or(first_character(b"\xBC")), None);
        assert_eq!(first_character("\u{10437}ü".as_bytes()), Some('\u{10437}'));
    }
}
