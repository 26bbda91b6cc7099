//! Signs at the end of a text that say that it was cut, each sure enough alone.

use super::{Ending, MODEL};
use crate::document::Document;
use crate::lang::{fold, knowledge};

/// A sign of a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A count of what is missing: `[+2829 chars]`.
    Count,
    /// An ellipsis that says that the text goes on.
    Ellipsis(Ellipsis),
    /// A link to the rest of the text.
    ReadMore,
    /// The rest is for those who pay.
    Paywall,
    /// A sentence that cannot be over.
    Open(Open),
}

/// What makes an ellipsis the sign of a cut, and not a figure of speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ellipsis {
    /// It stands in brackets.
    Bracketed,
    /// It stands apart, after the stop of the last sentence.
    Appended,
    /// It stands behind a word in which no sentence ends.
    Unfinished,
    /// The line is with it as long as a limit at which programs cut.
    AtLimit,
}

/// What keeps a sentence open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Open {
    /// A comma is its end.
    Comma,
    /// Half of a word is its end: letters and a hyphen.
    HalfWord,
    /// A mark that opens something is its end.
    Opening,
    /// A bracket is open.
    Bracket,
    /// A word in which no sentence ends is its end.
    FunctionWord,
}

/// A shorter line with a bare ellipsis is not looked at. In characters.
const SHORTEST_PROSE: usize = 100;

/// Programs that cut texts cut at multiples of this. In characters.
const LIMIT: usize = 100;

/// The most characters of a line that are counted: a whole article may stand on one line.
const LONGEST_LINE: usize = 10_000;

/// Above this, a word before an ellipsis is a part of one, by its letters. In logits.
const SURELY_PART: f32 = 0.6;

/// Below this, no sentence ends in a word before an ellipsis, by its letters. In logits.
const SURELY_INSIDE: f32 = -4.5;

/// The longest phrase that links to the rest, in bytes.
const LONGEST_PHRASE: usize = 60;

/// The most words of a phrase that is looked for in the middle of a sentence.
const LONGEST_PHRASE_WORDS: usize = 7;

/// The longest line that says that the rest is for those who pay, in bytes.
const LONGEST_OFFER: usize = 240;

/// A line of fewer words may be a title, a signature or verse.
const FEWEST_WORDS: usize = 12;

/// Fewer words before a comma at the end are a greeting: "Yours very truly,".
const FEWEST_WORDS_OF_CLAUSE: usize = 5;

/// More commas than one for so many words are a list.
const WORDS_PER_COMMA: usize = 4;

/// What says that the text goes on after its last line, and where in the line that begins, in bytes.
pub(crate) fn sign(document: &Document<'_>, ending: &Ending<'_>) -> Option<(usize, Sign)> {
    let paywall = || is_paywall(document, ending).then_some((0, Sign::Paywall));
    // Nearly every document ends in a plain stop, and only an offer may do so too.
    if ending.is_stopped() {
        return paywall();
    }
    if let Some(start) = counted(ending.text) {
        return Some((start, Sign::Count));
    }
    if let Some((start, found)) = ellipsis(document, ending) {
        return Some((start, Sign::Ellipsis(found)));
    }
    let linked = || linked(document, ending.text).map(|start| (start, Sign::ReadMore));
    paywall().or_else(linked).or_else(|| open(document, ending.text).map(|(start, open)| (start, Sign::Open(open))))
}

/// An ellipsis that says that the text goes on, and where in the last line it begins.
fn ellipsis(document: &Document<'_>, ending: &Ending<'_>) -> Option<(usize, Ellipsis)> {
    let line = ending.text;
    if let Some(start) = bracketed(line) {
        return Some((start, Ellipsis::Bracketed));
    }
    let before = without_ellipsis(line)?;
    bare(document, before, line).map(|found| (before.len(), found))
}

/// `[...]`, `(…)`
fn bracketed(line: &str) -> Option<usize> {
    let inside = line.strip_suffix([']', ')', '}', '>'])?.trim_end();
    let before = without_ellipsis(inside)?.trim_end();
    let before = before.strip_suffix(['[', '(', '{', '<'])?;
    // A quotation is marked on both sides: what one blog shows of another that mentions it.
    let begins = before.trim_start().strip_prefix(['[', '(', '{', '<']).unwrap_or_default().trim_start();
    let is_quotation = begins.starts_with('\u{2026}') || begins.starts_with("..");
    (!is_quotation).then_some(before.len())
}

/// `[+2829 chars]`
fn counted(line: &str) -> Option<usize> {
    let inside = line.strip_suffix(']')?;
    let inside = inside.strip_suffix(" chars").or_else(|| inside.strip_suffix(" characters"))?;
    let before = inside.trim_end_matches(|character: char| character.is_ascii_digit());
    let before = before.strip_suffix("[+").filter(|_| before.len() < inside.len())?;
    Some(before.trim_end_matches(['.', '\u{2026}', ' ']).len())
}

/// `… Lire la suite`, in one line or in two.
fn linked(document: &Document<'_>, line: &str) -> Option<usize> {
    let line = without_ellipsis(line).unwrap_or(line);
    let is_phrase = |text: &str| text.len() <= LONGEST_PHRASE && knowledge().read_more.find(text).is_some();
    let last_stop = line.rfind(|mark: char| super::is_stop(mark) || super::is_closer(mark));
    if let Some(at) = last_stop.filter(|at| line.len() - at <= LONGEST_PHRASE) {
        let (before, phrase) = line.split_at_checked(at + line.get(at..)?.chars().next()?.len_utf8())?;
        let before = without_ellipsis(before).unwrap_or(before);
        let begins = phrase.trim_start().chars().next().is_some_and(char::is_uppercase);
        // Behind a sentence, the phrase is one of its own only if it stands apart.
        let apart = phrase.starts_with(' ') && begins;
        return (apart && is_phrase(phrase)).then_some(before.len()).or_else(|| inside(line, is_phrase));
    }
    let is_alone = document.tail(2).nth(1).is_none();
    if is_phrase(line) { (!is_alone).then_some(0) } else { inside(line, is_phrase) }
}

/// `The bridge will be Read more`: a phrase of several words that begins with a capital, in the middle of a sentence.
fn inside(line: &str, is_phrase: impl Fn(&str) -> bool) -> Option<usize> {
    let starts = line.rmatch_indices(' ').map(|(at, _)| at).take(LONGEST_PHRASE_WORDS).skip(1);
    let is_start =
        |at: &usize| line.get(at + 1..).is_some_and(|rest| rest.starts_with(char::is_uppercase) && is_phrase(rest));
    let found = starts.filter(is_start).last()?;
    let is_prose = line.get(..found).is_some_and(|before| before.split_whitespace().nth(3).is_some());
    is_prose.then_some(found)
}

/// Whether the last line offers the rest for money.
fn is_paywall(document: &Document<'_>, ending: &Ending<'_>) -> bool {
    let is_offer = ending.text.len() <= LONGEST_OFFER && knowledge().paywalls.find(ending.text).is_some();
    is_offer && document.tail(2).nth(1).is_some()
}

/// Whether a bare ellipsis after `before` marks a cut.
fn bare(document: &Document<'_>, before: &str, line: &str) -> Option<Ellipsis> {
    // `.…` is what programs write; people write `…` or `....`.
    let is_glued = before.strip_suffix('.').is_some_and(ends_sentence);
    if is_glued || is_sentence_and_blank(before) {
        return Some(Ellipsis::Appended);
    }
    let length = line.chars().take(LONGEST_LINE).count();
    if length < SHORTEST_PROSE {
        return None;
    }
    let dots = line.len() - before.len();
    let stopped = before.trim_end().ends_with(['!', '?']) && before.ends_with([' ', '\u{A0}']);
    if (stopped || (dots == "....".len() && line.ends_with("....") && ends_sentence(before))) && is_only(document) {
        return Some(Ellipsis::Appended);
    }
    if is_enumeration(before) {
        return None;
    }
    if cannot_end(document, before) || (is_only(document) && breaks_off(before) && is_learned(document)) {
        return Some(Ellipsis::Unfinished);
    }
    length.is_multiple_of(LIMIT).then_some(Ellipsis::AtLimit)
}

/// Whether `text` ends in several things of few words each, so that an ellipsis says that there are more of them.
fn is_enumeration(text: &str) -> bool {
    let mut items = text.rsplit(',').take(3).map(|item| (1..=3).contains(&item.split_whitespace().take(4).count()));
    let (last, before) = (items.next(), items.next());
    last == Some(true) && before == Some(true) && items.next() == Some(true)
}

/// Whether a document that ends in an ellipsis has no other: who writes so on purpose seldom does it once.
fn is_only(document: &Document<'_>) -> bool {
    let text = document.body().of(document.bytes()).trim_ascii_end();
    let before = text.strip_suffix("\u{2026}".as_bytes()).unwrap_or_else(|| {
        let dots = text.iter().rev().take_while(|byte| **byte == b'.').count();
        text.get(..text.len() - dots).unwrap_or_default()
    });
    let has = |ellipsis: &[u8]| memchr::memmem::find(before, ellipsis).is_some();
    !has(b"...") && !has("\u{2026}".as_bytes())
}

/// Whether the last word of `text` looks like a part of a word, or like one in which no sentence ends.
fn breaks_off(text: &str) -> bool {
    let text = text.trim_end();
    let last = super::last_word(text);
    let before = text.strip_suffix(last).unwrap_or_default().trim_end();
    let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let scores = MODEL.as_ref().filter(|_| !last.is_empty()).map(|model| model.words(before, last));
    scores.is_some_and(|(part, end)| part > SURELY_PART || end < SURELY_INSIDE)
}

/// Whether the document is in a language whose words the model has learned.
fn is_learned(document: &Document<'_>) -> bool {
    document.language().is_some_and(|language| matches!(language.code(), "de" | "en" | "es" | "fr"))
}

/// Whether a sentence ends in `text`, and a blank follows.
fn is_sentence_and_blank(text: &str) -> bool {
    let sentence = text.trim_end();
    let closed = sentence.trim_end_matches(['"', '\u{BB}', '\u{201C}', '\u{201D}', '\u{2019}', ')', ' ', '\u{A0}']);
    sentence.len() < text.len() && closed.strip_suffix('.').is_some_and(ends_sentence)
}

/// `text` without the ellipsis that it ends in, if it ends in one.
fn without_ellipsis(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(['.', '\u{2026}']);
    let dots = text.strip_prefix(before)?;
    // A stop and then the character of an ellipsis: programs append it so, people hardly ever.
    if dots.len() == ".\u{2026}".len() && dots.starts_with('.') && dots.ends_with('\u{2026}') {
        return text.strip_suffix('\u{2026}');
    }
    (dots.len() > 1).then_some(before)
}

/// What keeps the last sentence of a line open, and where.
fn open(document: &Document<'_>, line: &str) -> Option<(usize, Open)> {
    // Nearly every document ends in a stop, and is done here.
    let end = line.chars().next_back().filter(|end| could_be_open(*end))?;
    if !is_prose(line) {
        return None;
    }
    let open = match end {
        ',' if is_open_clause(line) => Open::Comma,
        '-' if is_half_word(line) => Open::HalfWord,
        _ if is_opening(end) && is_apart(line, end) => Open::Opening,
        _ if is_in_bracket(line) => Open::Bracket,
        _ if cannot_end(document, line) => Open::FunctionWord,
        _ => return None,
    };
    let blank = line.char_indices().rev().find(|(_, character)| character.is_whitespace());
    Some((blank.map_or(0, |(at, blank)| at + blank.len_utf8()), open))
}

fn could_be_open(end: char) -> bool {
    end.is_alphabetic() || matches!(end, ',' | '-' | '\'' | '\u{2019}') || is_opening(end)
}

/// Marks that open something, if a blank stands before them. Those that close in other languages are left out.
const fn is_opening(mark: char) -> bool {
    matches!(mark, '(' | '[' | '{' | '\u{AB}' | '\u{201E}')
}

fn is_apart(text: &str, end: char) -> bool {
    text.strip_suffix(end).is_some_and(|before| before.ends_with(' '))
}

/// Whether the last sentence of a line has a bracket that was opened and not closed. Smileys open nothing.
fn is_in_bracket(line: &str) -> bool {
    let Some((before, inside)) = line.rsplit_once('(') else { return false };
    before.ends_with(char::is_whitespace) && !inside.is_empty() && !inside.contains([')', '.', '!', '?'])
}

/// Whether a line is long enough, and not an item of a list.
fn is_prose(line: &str) -> bool {
    !is_item(line) && line.split_whitespace().take(FEWEST_WORDS).count() == FEWEST_WORDS
}

/// How a line begins that is an item of a list, a row, a heading or what somebody says: by a mark, or a number and one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// It is none of them.
    None,
    /// A hyphen.
    Hyphen,
    /// A dash, which begins what somebody says as well.
    Dash,
    /// A bullet.
    Bullet,
    /// A number.
    Number,
    /// The mark of a row, a heading or a quotation.
    Markup,
}

impl Item {
    pub(super) fn of(line: &str) -> Self {
        let line = line.trim_start();
        match line.chars().next() {
            Some('-') => Self::Hyphen,
            Some('\u{2013}' | '\u{2014}' | '\u{2015}') => Self::Dash,
            Some('*' | '\u{2022}' | '\u{B7}') => Self::Bullet,
            Some('|' | '#' | '>' | '+') => Self::Markup,
            Some(first) if first.is_ascii_digit() => {
                let rest = line.trim_start_matches(|character: char| character.is_ascii_digit());
                if rest.starts_with(['.', ')', ':']) { Self::Number } else { Self::None }
            }
            _ => Self::None,
        }
    }
}

/// Whether a line is an item of a list, a row or a heading: it begins with a bullet, or a number and a mark.
pub(super) fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let after_number = line.trim_start_matches(|character: char| character.is_ascii_digit());
    line.starts_with(['-', '*', '\u{2022}', '\u{B7}', '\u{2013}', '|', '#', '>', '+'])
        || (after_number.len() < line.len() && after_number.starts_with(['.', ')', ':']))
}

/// Whether the comma at the end of a line is in the middle of a sentence.
fn is_open_clause(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let commas = line.matches(',').count();
    let clause = line.rsplit(['.', '!', '?', ':', ';', '\u{2026}']).next().unwrap_or(line);
    commas * WORDS_PER_COMMA <= words
        && clause.split_whitespace().take(FEWEST_WORDS_OF_CLAUSE).count() == FEWEST_WORDS_OF_CLAUSE
}

/// Whether the last word of a line breaks off at a hyphen.
fn is_half_word(line: &str) -> bool {
    let word = line.rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.strip_suffix('-').unwrap_or_default();
    word.chars().next_back().is_some_and(char::is_alphabetic)
        && word.chars().all(|character| character.is_alphabetic() || character == '-')
}

/// Whether the last word of `text` is one that no sentence of the document's language ends in.
///
/// The word has to be in lower case, so that "Vitamin A" is none, and letters only, so that no address is.
fn cannot_end(document: &Document<'_>, text: &str) -> bool {
    let word = text.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    let word = word.trim_start_matches(['(', '[', '"', '\u{AB}', '\u{201C}', '\u{201E}']);
    let is_word = word.chars().all(|character| character.is_lowercase() || matches!(character, '\'' | '\u{2019}'));
    if word.is_empty() || !is_word {
        return false;
    }
    let word = fold(word);
    // Of "qu'un", the last word is "un"; of "qu'", it is that.
    let last = match word.rfind('\'') {
        Some(apostrophe) if apostrophe + 1 < word.len() => word.get(apostrophe + 1..).unwrap_or_default(),
        _ => &word,
    };
    is_folded_function_word(document, last)
}

/// Whether no sentence of the document's language ends in `word`, whatever its case.
pub fn is_function_word(document: &Document<'_>, word: &str) -> bool {
    !word.is_empty() && is_folded_function_word(document, &fold(word))
}

fn is_folded_function_word(document: &Document<'_>, word: &str) -> bool {
    let words = &knowledge().function_words;
    words.has(word) && document.language().is_some_and(|language| words.languages(word).any(|own| own == language))
}

/// Whether a stop after `text` ends a sentence, and not an abbreviation.
pub fn ends_sentence(text: &str) -> bool {
    let word = text.rsplit(|character: char| !character.is_alphabetic()).next().unwrap_or_default();
    let before = text.strip_suffix(word).unwrap_or_default();
    let is_abbreviation = before.ends_with('.') && !word.is_empty();
    !is_abbreviation && word.chars().count() != 1 && !knowledge().abbreviations.has(&fold(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ellipsis_is_two_stops_or_one_character() {
        assert_eq!(without_ellipsis("a..."), Some("a"));
        assert_eq!(without_ellipsis("a \u{2026}."), Some("a "));
        assert_eq!(without_ellipsis("a.").or(without_ellipsis("a")), None);
        assert_eq!(without_ellipsis("a.\u{2026}"), Some("a."));
    }

    #[test]
    fn marks_of_a_cut_are_found_at_the_end_only() {
        assert_eq!(bracketed("so it is [...]"), Some(9));
        assert_eq!(bracketed("(\u{2026})"), Some(0));
        assert_eq!(bracketed("(and so on...)").or(bracketed("[sic]")), None);
        assert_eq!(bracketed("[...] said the mayor [...]"), None);
        assert_eq!(counted("so it\u{2026} [+2829 chars]"), Some(5));
        assert_eq!(counted("[+ chars]").or(counted("[+12 kg]")), None);
    }

    #[test]
    fn an_enumeration_may_end_in_an_ellipsis() {
        assert!(is_enumeration("the app plays radio, podcasts, Quillow Two, the") && is_enumeration("a, b, c"));
        assert!(
            !is_enumeration("the bridge, which the mayor of the town wanted, was then, as") && !is_enumeration("a, b")
        );
    }

    #[test]
    fn an_ellipsis_after_a_sentence_stands_apart() {
        assert!(is_sentence_and_blank("So it is. ") && is_sentence_and_blank("« Ainsi soit-il. » "));
        assert!(!is_sentence_and_blank("So it is.") && !is_sentence_and_blank("and so "));
        assert!(!is_sentence_and_blank("Äpfel, Birnen usw. ") && !is_sentence_and_blank("Et pourtant ! "));
    }

    #[test]
    fn a_greeting_and_a_list_are_no_open_clause() {
        assert!(is_open_clause("The council voted last night to rebuild the bridge, and the mayor said so,"));
        assert!(!is_open_clause("Please send me the plans of the bridge before Monday if you can. Many thanks,"));
        assert!(!is_open_clause(
            "bridges, rivers, floods, councils, mayors, money, plans, stone, wood, iron, rope, sand,"
        ));
    }

    #[test]
    fn half_a_word_is_letters_and_a_hyphen() {
        assert!(is_half_word("the north-") && is_half_word("das Bundes-"));
        assert!(!is_half_word("see a/b-") && !is_half_word("a -") && !is_half_word("1-"));
    }

    #[test]
    fn items_and_short_lines_are_no_prose() {
        let words = "one two three four five six seven eight nine ten eleven twelve";
        assert!(is_prose(words));
        assert!(!is_prose(&format!("- {words}")) && !is_prose(&format!("3. {words}")) && !is_prose("one two"));
    }
}
