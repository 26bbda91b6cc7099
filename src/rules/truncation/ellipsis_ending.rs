//! `ellipsis-ending`

use crate::document::Document;
use crate::lang::knowledge;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::ends::{cannot_end, ends_sentence, last};
use crate::span::Span;

declare_rule! {
    /// Flags documents that end where "…" says that the text goes on elsewhere.
    ///
    /// ## Why
    ///
    /// Teasers, feeds and interfaces give the beginning of a text and mark the cut: "[...]", "… Read more",
    /// "[+2829 chars]". The document is not the article but its first lines.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge, but who is to pay for it remains […]
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge, but who is to pay for it remains open.
    /// ```
    ///
    /// ## Formula
    ///
    /// An ellipsis is `…`, or two full stops or more. The last line that is not blank
    ///
    /// - ends in an ellipsis in brackets, as `[...]` or `(…)`, or is nothing else; or
    /// - ends in a count of what is missing, as `[+2829 chars]`; or
    /// - ends in an ellipsis and a known phrase such as "Read more" or "Lire la suite"; or is such a phrase, and the
    ///   line before ends in an ellipsis; or
    /// - ends in a bare ellipsis that stands apart, after a full stop that ends a sentence and a blank; or
    /// - ends in a bare ellipsis, is at least 100 characters long, and either the word before the ellipsis is one that
    ///   no sentence ends in ("of the…"), in the language of the document, or the line is, with its ellipsis, exactly
    ///   as long as a limit at which programs cut: a multiple of 100 characters.
    ///
    /// ## Exceptions
    ///
    /// A bare ellipsis is mostly a figure of speech: "And then he nodded…". So it counts only as said above, and never
    /// before a closing quotation mark. Short lines with a bare ellipsis are verse and dialogue. A line that begins and
    /// ends in an ellipsis in brackets is a quotation: "[...] said the mayor [...]".
    ///
    /// ## Fix safety
    ///
    /// There is no fix: what is missing is not in the file.
    EllipsisEnding {
        id: "ellipsis-ending",
        category: Truncation,
        severity: Warning,
        fix: None,
        languages: &[],
        since: "0.1.0",
        scope: Documents,
    }
}

/// A shorter line with a bare ellipsis is not looked at. In characters.
const SHORTEST_PROSE: usize = 100;

/// Programs that cut texts cut at multiples of this. In characters.
const LIMIT: usize = 100;

/// How many bytes before the end of a line an ellipsis is looked for, with a phrase behind it.
const LONGEST_PHRASE: usize = 60;

impl DocumentRule for EllipsisEnding {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some((line, text)) = last(document) else { return };
        let Some((start, evidence)) = ending(document, text) else { return };
        let span = Span::new(line.span.start + start, line.span.start + text.trim_end().len());
        let (message, label) = match evidence {
            Evidence::Bracketed => ("the text ends in an ellipsis in brackets", "the rest is elsewhere"),
            Evidence::Counted => ("the text ends in a count of what is missing", "so much was cut off"),
            Evidence::Linked => ("the text ends in a link to the rest of it", "the rest is elsewhere"),
            Evidence::Appended => ("the text ends in an ellipsis after its last sentence", "the rest is elsewhere"),
            Evidence::Unfinished => ("the text ends in an ellipsis in the middle of a sentence", "cut off here"),
            Evidence::AtLimit => {
                ("the text ends in an ellipsis, and its last line is exactly as long as a limit", "cut off here")
            }
        };
        report.finding(span, message).label(label).help("fetch the whole text, or drop the document");
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Evidence {
    Bracketed,
    Counted,
    Linked,
    Appended,
    Unfinished,
    AtLimit,
}

/// What says that the text goes on after its last line, and where in the line that begins.
fn ending(document: &Document<'_>, line: &str) -> Option<(usize, Evidence)> {
    let line = line.trim_end();
    if line.ends_with([']', ')', '}', '>']) {
        return bracketed(line).or_else(|| counted(line));
    }
    if let Some(before) = without_ellipsis(line) {
        let linked = || linked(line, document);
        return bare(document, before, line).map(|evidence| (before.len(), evidence)).or_else(linked);
    }
    linked(line, document)
}

/// `[...]`, `(…)`
fn bracketed(line: &str) -> Option<(usize, Evidence)> {
    let inside = line.strip_suffix([']', ')', '}', '>'])?.trim_end();
    let before = without_ellipsis(inside)?.trim_end();
    let before = before.strip_suffix(['[', '(', '{', '<'])?;
    // A quotation is marked on both sides: what one blog shows of another that mentions it.
    let begins = before.trim_start().strip_prefix(['[', '(', '{', '<']).unwrap_or_default().trim_start();
    let is_quotation = begins.starts_with('\u{2026}') || begins.starts_with("..");
    (!is_quotation).then_some((before.len(), Evidence::Bracketed))
}

/// `[+2829 chars]`
fn counted(line: &str) -> Option<(usize, Evidence)> {
    let inside = line.strip_suffix(']')?;
    let inside = inside.strip_suffix(" chars").or_else(|| inside.strip_suffix(" characters"))?;
    let before = inside.trim_end_matches(|character: char| character.is_ascii_digit());
    let before = before.strip_suffix("[+").filter(|_| before.len() < inside.len())?;
    Some((before.len(), Evidence::Counted))
}

/// `… Lire la suite`, in one line or in two.
fn linked(line: &str, document: &Document<'_>) -> Option<(usize, Evidence)> {
    let line = without_ellipsis(line).unwrap_or(line);
    let is_phrase = |text: &str| text.len() <= LONGEST_PHRASE && knowledge().read_more.find(text).is_some();
    if let Some(at) = line.rfind(['.', '\u{2026}']) {
        let (before, phrase) = line.split_at_checked(at + line.get(at..)?.chars().next()?.len_utf8())?;
        let before = without_ellipsis(before)?;
        return is_phrase(phrase).then_some((before.len(), Evidence::Linked));
    }
    let before = document.tail(2).nth(1).and_then(|line| document.str(line.span))?.trim_end();
    let goes_on = without_ellipsis(before).is_some() || bracketed(before).is_some();
    (goes_on && is_phrase(line)).then_some((0, Evidence::Linked))
}

/// Whether a bare ellipsis after `before` marks a cut.
fn bare(document: &Document<'_>, before: &str, line: &str) -> Option<Evidence> {
    if is_sentence_and_blank(before) {
        return Some(Evidence::Appended);
    }
    let length = line.chars().count();
    if length < SHORTEST_PROSE {
        return None;
    }
    if cannot_end(before, document) {
        return Some(Evidence::Unfinished);
    }
    length.is_multiple_of(LIMIT).then_some(Evidence::AtLimit)
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
    }

    #[test]
    fn marks_of_a_cut_are_found_at_the_end_only() {
        assert_eq!(bracketed("so it is [...]"), Some((9, Evidence::Bracketed)));
        assert_eq!(bracketed("(\u{2026})"), Some((0, Evidence::Bracketed)));
        assert_eq!(bracketed("(and so on...)").or(bracketed("[sic]")), None);
        assert_eq!(bracketed("[...] said the mayor [...]"), None);
        assert_eq!(counted("so it\u{2026} [+2829 chars]"), Some((9, Evidence::Counted)));
        assert_eq!(counted("[+ chars]").or(counted("[+12 kg]")), None);
    }

    #[test]
    fn an_ellipsis_after_a_sentence_stands_apart() {
        assert!(is_sentence_and_blank("So it is. ") && is_sentence_and_blank("« Ainsi soit-il. » "));
        assert!(!is_sentence_and_blank("So it is.") && !is_sentence_and_blank("and so "));
        assert!(!is_sentence_and_blank("Äpfel, Birnen usw. ") && !is_sentence_and_blank("Et pourtant ! "));
    }
}
