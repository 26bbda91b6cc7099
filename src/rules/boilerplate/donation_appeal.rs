//! `donation-appeal`

use crate::document::{Document, Line};
use crate::fix::{Applicability, Edit, Fix};
use crate::lang::{Language, Phrase, fold, knowledge};
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::rules::ends::{foreign, tail};
use crate::span::Span;

declare_rule! {
    /// Flags an appeal for money or support that a paper put below an article.
    ///
    /// ## Why
    ///
    /// Papers that live on gifts say so below everything that they publish, often at length. Such an appeal is not
    /// part of the text, and the same words stand in thousands of documents.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// How you can help
    /// The Valley Gazette is independent media and belongs to nobody. Your support keeps our reporters on the road.
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> bridge lang=en
    /// The council voted to rebuild the old bridge.
    /// ```
    ///
    /// ## Formula
    ///
    /// Among the last five lines that are not blank stand lines next to each other that are each part of an appeal: a
    /// line begins with a known call or question ("How you can help"), or holds a request ("your support"), or the
    /// voice of a paper that speaks of itself ("our reporters"). Together they have all three, in one language. The
    /// block begins with a call, or with a line that has request and voice, and ends with a call or a request. There
    /// is one finding for the block.
    ///
    /// ## Exceptions
    ///
    /// An appeal without a call at the start of a line is not found, nor is what a person quoted in the article asks
    /// for.
    ///
    /// ## Fix safety
    ///
    /// The fix is unsafe: it removes whole lines, on the word of lists of phrases.
    DonationAppeal {
        id: "donation-appeal",
        category: Boilerplate,
        severity: Warning,
        fix: Some(Applicability::Unsafe),
        languages: &["de", "en", "es", "fr", "it", "nl", "pt"],
        since: "0.1.0",
        scope: Documents,
    }
}

impl DocumentRule for DonationAppeal {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let call = |text: &str| knowledge().appeal_headings.find(text).map(|found| found.phrase);
        // Without a call there is nothing to do, and that is how it is in nearly every document.
        let Some(language) = tail(document).find_map(|(_, text)| call(text)?.languages().first().copied()) else {
            return;
        };
        let mut lines: Vec<(&Line, &str)> = tail(document).collect();
        lines.reverse();
        let parts: Vec<Part> = lines.iter().map(|(_, text)| Part::of(text, call(text), language)).collect();
        let Some(block) = block(&parts) else { return };
        let lines = lines.get(block.range()).unwrap_or_default();
        let (Some((first, _)), Some((last, _))) = (lines.first(), lines.last()) else { return };
        let span = Span::new(first.span.start, last.span.end);
        let size = match block.len() {
            1 => String::new(),
            count => format!(" of {count} lines"),
        };
        let message = match foreign(&[language], document) {
            Some((line, document)) => {
                format!("appeal for support{size} in {line} left at the end of a text in {document}")
            }
            None => format!("appeal for support{size} left at the end of the text"),
        };
        let help = if block.len() == 1 { "remove the line" } else { "remove the lines" };
        let edit = Edit::delete(Span::new(first.span.start, last.full_span().end));
        report
            .finding(span, message)
            .label("said by the publisher, not by the author")
            .help(help)
            .fix(Fix::risky(help, [edit]));
    }
}

/// What a line has of an appeal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Part {
    call: bool,
    request: bool,
    voice: bool,
}

impl Part {
    fn of(line: &str, call: Option<&Phrase>, language: Language) -> Self {
        let folded = fold(line);
        Self {
            call: call.is_some_and(|call| call.languages().contains(&language)),
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
