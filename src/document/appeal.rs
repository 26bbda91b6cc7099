//! Appeals for money at the end of a document: blocks of lines that together have all parts of an appeal.

use super::Document;
use super::edges::{Edge, EdgeLine};
use super::furniture::Claim;
use crate::lang::{Language, Mode, Topic, fold, knowledge};
use crate::span::Span;

/// Keeps of the claims of appeals those that are one, and claims the lines that belong to them.
pub(super) fn settle(document: &Document<'_>, lines: &[EdgeLine], claims: &mut [Option<Claim>]) {
    let is_appeal = |claim: &Option<Claim>| claim.is_some_and(|claim| claim.topic == Topic::DonationAppeal);
    // Without a call there is nothing to do, and that is how it is in nearly every document.
    let Some(call) = claims.iter().rev().copied().flatten().find(|claim| claim.topic == Topic::DonationAppeal) else {
        return;
    };
    let Some(language) = call.languages.first().copied() else { return };
    let parts: Vec<Part> = lines
        .iter()
        .map(|line| match document.str(line.line.span) {
            Some(text) if line.edge == Edge::Tail => Part::of(text, language),
            _ => Part::default(),
        })
        .collect();
    let block = block(&parts);
    for (number, (line, claim)) in lines.iter().zip(claims).enumerate() {
        let Some(text) = document.str(line.line.span) else { continue };
        if block.is_some_and(|block| block.range().contains(&number)) {
            *claim = Some(Claim { joins: block.is_some_and(|block| block.start < number), ..call });
        } else if is_appeal(claim) && !is_whole_line(text) {
            *claim = None;
        }
    }
}

/// Whether a line is a call and nothing else.
fn is_whole_line(text: &str) -> bool {
    let found = knowledge().furniture.find_all(text);
    let mut calls = found.iter().filter(|found| found.phrase.topic() == Topic::DonationAppeal);
    calls.any(|call| call.phrase.mode() == Mode::Line || !call.rest.contains(char::is_alphanumeric))
}

/// What a line has of an appeal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    call: bool,
    request: bool,
    voice: bool,
}

impl Part {
    fn of(line: &str, language: Language) -> Self {
        let folded = fold(line);
        let found = knowledge().furniture.find_all(line);
        let mut phrases = found.iter().map(|found| found.phrase);
        let is_call =
            phrases.any(|phrase| phrase.topic() == Topic::DonationAppeal && phrase.languages().contains(&language));
        Self {
            call: is_call,
            request: knowledge().appeal_requests.occur_in(&folded, language),
            voice: knowledge().appeal_voices.occur_in(&folded, language),
        }
    }

    const fn is_any(self) -> bool {
        self.call || self.request || self.voice
    }

    const fn begins(self) -> bool {
        self.call || (self.request && self.voice)
    }

    const fn ends(self) -> bool {
        self.call || self.request
    }

    const fn with(self, other: Self) -> Self {
        Self { call: self.call || other.call, request: self.request || other.request, voice: self.voice || other.voice }
    }
}

/// The last block of lines that is an appeal, by the numbers of its lines.
fn block(parts: &[Part]) -> Option<Span> {
    let mut end = parts.len();
    while end > 0 {
        let run = parts.get(..end)?;
        let start = run.iter().rposition(|part| !part.is_any()).map_or(0, |before| before + 1);
        let run = run.get(start..)?;
        if let (Some(first), Some(last)) =
            (run.iter().position(|part| part.begins()), run.iter().rposition(|part| part.ends()))
        {
            let all =
                run.get(first..=last).unwrap_or_default().iter().fold(Part::default(), |all, part| all.with(*part));
            if all.call && all.request && all.voice {
                return Some(Span::new(start + first, start + last + 1));
            }
        }
        end = start.saturating_sub(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: Part = Part { call: true, request: false, voice: false };
    const REQUEST: Part = Part { call: false, request: true, voice: false };
    const VOICE: Part = Part { call: false, request: false, voice: true };
    const NONE: Part = Part { call: false, request: false, voice: false };

    #[test]
    fn a_block_has_all_three_parts_next_to_each_other() {
        assert_eq!(block(&[NONE, CALL, VOICE, REQUEST]), Some(Span::new(1, 4)));
        assert_eq!(block(&[CALL, NONE, VOICE, REQUEST]), None);
        assert_eq!(block(&[CALL, REQUEST]), None);
        assert_eq!(block(&[]), None);
    }

    #[test]
    fn a_block_begins_with_an_appeal_and_ends_with_one() {
        assert_eq!(block(&[VOICE, CALL, REQUEST.with(VOICE), VOICE, NONE]), Some(Span::new(1, 3)));
        assert_eq!(block(&[REQUEST.with(VOICE), CALL]), Some(Span::new(0, 2)));
    }
}
