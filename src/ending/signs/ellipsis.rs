//! An ellipsis at the end of a text: the sign of a cut, or a figure of speech.

use super::Ellipsis;
use super::play::is_interrupted;
use crate::ending::function_words::cannot_end;
use crate::ending::marks::{ends_sentence, last_word};
use crate::ending::{Context, Ending, MODEL, lexis};
use crate::lang::has_stop_before_ellipsis;

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

/// An ellipsis that says that the text goes on, and where in the last line it begins.
pub(super) fn ellipsis(context: &impl Context, ending: &Ending<'_>) -> Option<(usize, Ellipsis)> {
    let line = ending.text;
    if let Some(start) = bracketed(line) {
        return Some((start, Ellipsis::Bracketed));
    }
    let before = without_ellipsis(line)?;
    bare(context, ending, before).map(|found| (before.len(), found))
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

/// Whether a bare ellipsis after `before` marks a cut.
fn bare(context: &impl Context, ending: &Ending<'_>, before: &str) -> Option<Ellipsis> {
    let line = ending.text;
    // `.…` is what programs write; people write `…` or `....`.
    let is_glued = before.strip_suffix('.').is_some_and(ends_sentence);
    if is_glued || is_sentence_and_blank(before) {
        return Some(Ellipsis::Appended);
    }
    let length = line.chars().take(LONGEST_LINE).count();
    // Two stops are a slip.
    if length < SHORTEST_PROSE || line.strip_prefix(before) == Some("..") {
        return None;
    }
    let dots = line.len() - before.len();
    let stopped = before.trim_end().ends_with(['!', '?']) && before.ends_with([' ', '\u{A0}']);
    let glued = || dots == "....".len() && line.ends_with("....") && ends_sentence(before) && is_with_stop(context);
    if (stopped || glued()) && is_only(context, ending) {
        return Some(Ellipsis::Appended);
    }
    if is_enumeration(before) || is_interrupted(context) {
        return None;
    }
    if cannot_end(context, before) || (is_only(context, ending) && breaks_off(before) && is_learned(context)) {
        return Some(Ellipsis::Unfinished);
    }
    // What was not counted to its end is as long as nobody knows, and who ends other sentences so ends this one so.
    let is_limit = length < LONGEST_LINE && length.is_multiple_of(LIMIT);
    (is_limit && is_only(context, ending)).then_some(Ellipsis::AtLimit)
}

/// Whether `text` ends in several things of few words each, so that an ellipsis says that there are more of them.
pub(super) fn is_enumeration(text: &str) -> bool {
    let mut items = text.rsplit(',').take(3).map(|item| (1..=3).contains(&item.split_whitespace().take(4).count()));
    let (last, before) = (items.next(), items.next());
    last == Some(true) && before == Some(true) && items.next() == Some(true)
}

/// Whether a document that ends in an ellipsis has no other: who writes so on purpose seldom does it once.
pub(super) fn is_only(context: &impl Context, ending: &Ending<'_>) -> bool {
    let text = context.before(ending.span.end);
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
    let last = last_word(text);
    let before = text.strip_suffix(last).unwrap_or_default().trim_end();
    let before = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let scores = MODEL.as_ref().filter(|_| !last.is_empty()).map(|model| model.lexis().words(before, last));
    scores.is_some_and(|(part, end)| part > SURELY_PART || end < SURELY_INSIDE)
}

/// Whether four dots are more likely a stop and an ellipsis behind it, in the language of the document.
fn is_with_stop(context: &impl Context) -> bool {
    !is_interrupted(context) && context.language().is_some_and(has_stop_before_ellipsis)
}

/// Whether the document is in a language in which n-grams alone are trusted, as they have to be here.
fn is_learned(context: &impl Context) -> bool {
    context.language().is_some_and(|language| lexis::LANGUAGES.contains(&language.code()))
}

/// Whether a sentence ends in `text`, and a blank follows.
fn is_sentence_and_blank(text: &str) -> bool {
    let sentence = text.trim_end();
    let closed = sentence.trim_end_matches(['"', '\u{BB}', '\u{201C}', '\u{201D}', '\u{2019}', ')', ' ', '\u{A0}']);
    sentence.len() < text.len() && closed.strip_suffix('.').is_some_and(ends_sentence)
}

/// `text` without the ellipsis that it ends in, if it ends in one.
pub(super) fn without_ellipsis(text: &str) -> Option<&str> {
    let before = text.trim_end_matches(['.', '\u{2026}']);
    let dots = text.strip_prefix(before)?;
    // A stop and then the character of an ellipsis: programs append it so, people hardly ever.
    if dots.len() == ".\u{2026}".len() && dots.starts_with('.') && dots.ends_with('\u{2026}') {
        return text.strip_suffix('\u{2026}');
    }
    (dots.len() > 1).then_some(before)
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
    fn brackets_with_an_ellipsis_are_found_at_the_end_only() {
        assert_eq!(bracketed("so it is [...]"), Some(9));
        assert_eq!(bracketed("(\u{2026})"), Some(0));
        assert_eq!(bracketed("(and so on...)").or(bracketed("[sic]")), None);
        assert_eq!(bracketed("[...] said the mayor [...]"), None);
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
}
