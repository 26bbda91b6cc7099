//! Shared by the two rules that report the verdicts of the line classifier.

use std::collections::BTreeMap;

use crate::classifier::{Confidence, Look};
use crate::document::{DateLine, DateReason, Document, JudgedLine};
use crate::rules::code::{is_marked, marked_code};
use crate::span::Span;

/// The languages that both rules speak for: those of which the classifier has words. It is silent in texts of all
/// others.
pub(super) use crate::classifier::LANGUAGES;

/// The lines of this confidence as blocks of neighbours. What the text marks as code is what it speaks of.
pub(super) fn blocks<'d>(document: &'d Document<'_>, confidence: Confidence) -> impl Iterator<Item = Block<'d>> {
    let lines = &document.verdicts().lines;
    let goes_on =
        |left: &JudgedLine, right: &JudgedLine| left.number + 1 == right.number && left.confidence == right.confidence;
    let blocks = lines.chunk_by(goes_on).map(Block);
    let mut code = None;
    blocks.filter(move |block| {
        block.0.iter().all(|line| line.confidence == confidence)
            && is_known(document, block.0.iter().any(|line| line.evidence.has_look))
            && !is_marked(code.get_or_insert_with(|| marked_code(document)), block.span().start)
    })
}

/// The dates above the text that the classifier is sure of. They are no furniture of the page, but information about the
/// text, and are for [`leading-dateline`](super::leading_dateline).
pub(super) fn sure_dates<'d>(document: &'d Document<'_>) -> impl Iterator<Item = &'d DateLine> {
    let is_sure = |date: &&DateLine| matches!(date.reason, DateReason::Judged(Confidence::Sure, _));
    document.verdicts().dates.iter().filter(move |date| is_sure(date) && is_known(document, false))
}

/// The other dates above the text: those that stand below its title, and those that the classifier is not sure of. What
/// the text marks as code is what it speaks of.
pub(super) fn possible_dates<'d>(document: &'d Document<'_>) -> impl Iterator<Item = &'d DateLine> {
    let mut code = None;
    document.verdicts().dates.iter().filter(move |date| {
        let has_look = match date.reason {
            DateReason::Judged(Confidence::Sure, _) => return false,
            DateReason::Judged(Confidence::Possible, evidence) => evidence.has_look,
            DateReason::BelowTitle => false,
        };
        is_known(document, has_look)
            && !is_marked(code.get_or_insert_with(|| marked_code(document)), date.line.span.start)
    })
}

/// Whether the classifier can know anything of lines, by the language of the text; where nobody knows that, by whether one
/// of them has a word that says what it looks like.
fn is_known(document: &Document<'_>, has_look: bool) -> bool {
    document.language().map_or(has_look, |language| LANGUAGES.contains(&language.code()))
}

/// Neighbouring lines of the same confidence.
pub(super) struct Block<'d>(&'d [JudgedLine]);

impl Block<'_> {
    /// How many lines there are, blank ones not counted.
    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    /// From the first line to the last, without the last line ending.
    pub(super) fn span(&self) -> Span {
        self.ends().map_or(Span::empty(0), |(first, last)| Span::new(first.line.span.start, last.line.span.end))
    }

    const fn ends(&self) -> Option<(&JudgedLine, &JudgedLine)> {
        match self.0 {
            [only] => Some((only, only)),
            [first, .., last] => Some((first, last)),
            [] => None,
        }
    }

    /// What the lines look like: what most of them do, or else the first of them.
    pub(super) fn look(&self) -> Look {
        let mut counts: BTreeMap<Look, usize> = BTreeMap::new();
        for line in self.0 {
            *counts.entry(line.evidence.look).or_default() += 1;
        }
        let most = counts.values().copied().max();
        let mut looks = self.0.iter().map(|line| line.evidence.look);
        looks.find(|look| counts.get(look).copied() == most).unwrap_or(Look::Furniture)
    }

    /// What else speaks for it, as the end of a sentence about a line or several.
    pub(super) fn reasons(&self) -> String {
        let all = |holds: fn(&JudgedLine) -> bool| self.0.iter().all(holds);
        let is_one = self.len() == 1;
        let (pronoun, share, stand) = if is_one { ("it", "shares", "stands") } else { ("they", "share", "stand") };
        let shares = all(|line| line.evidence.shares_no_word);
        let stands = all(|line| line.evidence.is_among_short_lines);
        match (shares, stands) {
            (true, true) => format!("{pronoun} {share} no word with the text and {stand} among short lines"),
            (true, false) => format!("{pronoun} {share} no word with the text"),
            (false, true) => format!("{pronoun} {stand} among short lines"),
            (false, false) if is_one => "its words and its neighbours speak for it".to_owned(),
            (false, false) => "their words and their neighbours speak for it".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::Evidence;
    use crate::document::Line;
    use crate::syntax::LineEnding;

    fn line(look: Look, shares_no_word: bool, is_among_short_lines: bool) -> JudgedLine {
        let line = Line { span: Span::new(0, 1), ending: LineEnding::Lf };
        let evidence = Evidence { look, shares_no_word, is_among_short_lines, has_look: true };
        JudgedLine { line, number: 0, confidence: Confidence::Sure, evidence }
    }

    #[test]
    fn a_block_looks_like_most_of_its_lines() {
        let lines = [Look::Share, Look::Comment, Look::Comment].map(|look| line(look, true, true));
        assert_eq!(Block(&lines).look(), Look::Comment);
        assert_eq!(Block(&lines[..2]).look(), Look::Share);
    }

    #[test]
    fn reasons_are_said_for_one_line_or_several() {
        let one = [line(Look::Share, true, false)];
        assert_eq!(Block(&one).reasons(), "it shares no word with the text");
        let two = [line(Look::Share, true, true), line(Look::Share, false, true)];
        assert_eq!(Block(&two).reasons(), "they stand among short lines");
        let none = [line(Look::Share, false, false)];
        assert_eq!(Block(&none).reasons(), "its words and its neighbours speak for it");
    }
}
