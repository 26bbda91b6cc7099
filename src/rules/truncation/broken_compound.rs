//! `broken-compound`

use memchr::memmem;

use crate::document::{Document, Pair};
use crate::ending::ends_sentence;
use crate::lang::FrequentWords;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags the second half of a compound that stands alone after the end of a sentence: "from the north. -korean".
    ///
    /// ## Why
    ///
    /// A page had a link, a tooltip or a box in the middle of a word or a sentence, and the program that took the text
    /// out of the page took that out too, and put a stop in its place. What is missing cannot be seen from the
    /// outside: the sentence before it is cut, and so the finding is one of truncation.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> border lang=fr
    /// La frontière suivait alors la rive est. -allemande du fleuve.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> border lang=fr
    /// La frontière suivait alors la rive est-allemande du fleuve.
    /// ```
    ///
    /// ## Formula
    ///
    /// In any language and anywhere in the text: one of `.`, `!`, `?`, then blanks of which the last is a space, then
    /// `-`, then at least three letters of which the first is in lower case.
    ///
    /// ## Exceptions
    ///
    /// The stop of an abbreviation, or of a single letter, ends no sentence: the German "Straßen- bzw. -wege" is right. A
    /// line that begins with a dash is a dialogue, and one with several words that begin with a hyphen a list of suffixes
    /// or options; a second hyphen with a blank beside it ends what the first one puts in. A hyphen behind an ellipsis is
    /// a dash, and so is one behind `!` or `?` and before one of the most frequent words of the language. A stop right
    /// behind a quotation mark that opens is what is quoted.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what stood there is not in the file.
    BrokenCompound {
        id: "broken-compound",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// Fewer letters are an option of a program, as in `-v`.
const FEWEST_LETTERS: usize = 3;

impl DocumentRule for BrokenCompound {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let bytes = document.bytes();
        let mut from = document.body().start;
        let hyphens = document.pairs().iter().filter(|(_, pair)| *pair == Pair::SpaceBeforeHyphen);
        for at in hyphens.map(|(hyphen, _)| hyphen - 1) {
            if at < from {
                continue;
            }
            let next = bytes.get(at + 2).copied().unwrap_or(b' ');
            // Most are dashes and minus signs, and need no look at the line.
            if next.is_ascii_lowercase() || !next.is_ascii() {
                let line = line_around(bytes, at);
                from = line.end;
                let words = || document.language().and_then(FrequentWords::of);
                if let Some(span) = document.str(line).and_then(|line| broken_compound(line, words)) {
                    report
                        .finding(span.shifted(line.start), "half of a compound word after the end of a sentence")
                        .label("something was taken out here")
                        .help("look the sentence up in its source, or fetch the text again");
                }
            }
        }
    }
}

fn line_around(bytes: &[u8], at: usize) -> Span {
    let start = memchr::memrchr(b'\n', bytes.get(..at).unwrap_or_default()).map_or(0, |newline| newline + 1);
    let rest = bytes.get(at..).unwrap_or_default();
    Span::new(start, at + memchr::memchr(b'\n', rest).unwrap_or(rest.len()))
}

/// The place in `line` from the stop to the end of the half word, if there is exactly one such place.
fn broken_compound(line: &str, words: impl FnOnce() -> Option<FrequentWords>) -> Option<Span> {
    let mut halves = memmem::find_iter(line.as_bytes(), " -")
        .filter(|at| line.get(at + 2..).and_then(|rest| rest.chars().next()).is_some_and(char::is_lowercase));
    let at = halves.next().filter(|_| halves.next().is_none())?;
    let (before, after) = (line.get(..at)?.trim_end(), line.get(at + 2..)?);
    let letters = after.find(|character: char| !character.is_alphabetic()).unwrap_or(after.len());
    let is_dialogue = line.trim_start().starts_with(['-', '\u{2013}', '\u{2014}', '\u{2015}']);
    let stop = before.chars().next_back().filter(|stop| matches!(stop, '.' | '!' | '?'))?;
    // Between two hyphens with a blank before or behind, something is put in: `¡Adiós! -dijo él -`.
    let is_put_in = after.split('-').skip(1).any(|rest| !rest.starts_with(char::is_alphanumeric));
    if is_dialogue || is_put_in || after.get(..letters)?.chars().count() < FEWEST_LETTERS {
        return None;
    }
    let start = before.len() - stop.len_utf8();
    let sentence = before.get(..start)?;
    let is_end = match stop {
        '.' => ends_sentence(sentence) && !sentence.ends_with(['.', '\u{2026}']) && !opens_quotation(sentence),
        _ => !words().is_some_and(|words| after.get(..letters).is_some_and(|half| words.has(half))),
    };
    is_end.then_some(Span::new(start, at + 2 + letters))
}

/// Whether `text` ends in a quotation mark that opens.
fn opens_quotation(text: &str) -> bool {
    let before = text.strip_suffix(['"', '\'', '\u{201C}', '\u{201E}', '\u{AB}', '\u{2018}']);
    before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '(', '\u{A0}']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Option<&str> {
        let english = || FrequentWords::of(crate::lang::Language::from_tag("en")?);
        broken_compound(line, english).and_then(|span| line.get(span.range()))
    }

    #[test]
    fn a_half_word_after_a_sentence_is_found() {
        assert_eq!(found("Ils parlaient du sud. -coréens, ils se taisaient."), Some(". -coréens"));
        assert_eq!(found("En 1914.  -dix ans"), Some(".  -dix"));
        assert_eq!(found("A clich ? -drenched tale"), Some("? -drenched"));
        assert_eq!(found("He saw the (north).\u{A0} -korean troops"), Some(".\u{A0} -korean"));
    }

    #[test]
    fn what_is_written_so_on_purpose_is_left_alone() {
        let lines = [
            "Wald- bzw. -wiesen im Tal",
            "Ein- u. -ausgang",
            "Forst-, Land- usw. -wirtschaft, z. B. -bau",
            "Ein- und -ausgang",
            "The flags are optional. -v prints more.",
            "Endings. -ness makes nouns, -less makes adjectives.",
            "- ¿Quién? -preguntó él.",
            "It fell. -5 °C is cold.",
            "It fell. - then it rose",
            "It fell. -Then",
            "They did not know each other\u{2026} -why not?",
            "They did not know... -why not?",
            "It fell! -then it rose",
            "The page for \". -register\" is broken",
            "y, ¡Adiós, amigo! -respondió cansado -",
            "¿Quién va? -preguntó la anciana-. Nadie.",
        ];
        for line in lines {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
