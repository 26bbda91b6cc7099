//! Whether a text was cut, judged by the features of its end alone, and what speaks for it.

use std::cell::LazyCell;

use super::function_words::is_onset;
use super::item::is_item;
use super::last_words::{ends_clause, is_common};
use super::lexis::Lexis;
use super::signs::may_break_off;
use super::{Context, Ending, MODEL, Sight, is_function_word, is_stop, last_word, lexicon};
use crate::lang::{Language, codes};

/// What speaks for a cut, beside that a sentence has no stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing.
    Plain,
    /// Hardly any sentence ends in the last word.
    Inside,
    /// The last word looks like a part of one.
    Part,
    /// The last word is a part of one, as far as the document tells: of its language nothing else is known.
    Stub,
}

/// What is thought of the end of a document.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// By how much the score is above the threshold, in logits; below 0, it is not.
    pub margin: f32,
    /// What speaks for a cut.
    pub evidence: Evidence,
    /// Whether the last line may be all that was to be said: a short one of its own that begins with a capital, or one
    /// whose clause can end in a word that mostly stands before something.
    pub is_closing: bool,
}

/// The languages that the model was tried on, as codes of ISO 639, each with the score above which a document is taken
/// for cut, in logits: first where nothing but a missing stop speaks for it, then where more does. They were chosen on
/// documents of public repositories that the model had not seen, of which one in twelve was cut: of those that are
/// whole, one or two in a thousand are reported in English and German, and four to eight in the others.
const THRESHOLDS: [(&str, [f32; 2]); 7] = [
    ("de", [0.8, 0.6]),
    ("en", [0.6, 0.4]),
    ("es", [1.6, 1.2]),
    ("fr", [1.6, 0.8]),
    ("it", [1.9, 1.5]),
    ("nl", [1.2, 1.0]),
    ("pt", [1.9, 1.4]),
];

/// The languages that the model was tried on, as codes of ISO 639, sorted. Of some of them it has learned little or
/// nothing, as [`lexis::LANGUAGES`](super::lexis::LANGUAGES) and [`lexicon::LANGUAGES`] say: what it has learned of the
/// others holds for them as well, with thresholds of their own.
pub const LANGUAGES: &[&str] = &codes::<_, { THRESHOLDS.len() }>(&THRESHOLDS);

/// What is added to the first of the two where an article stands in one line, in logits: the headlines and captions
/// that a page has below its text stand in the same line then, and end without a stop. This is set by hand. Among the
/// texts that the model learns from are too few such pages for one to be taken for cut, with this or without; it was
/// chosen by a look at scraped articles that nobody has labelled. It costs half of the cuts that are found in one line
/// by nothing but a missing stop: `train-ending-model` prints them, in its lines `ONE LINE`.
const IN_ONE_LINE: f32 = 1.5;

/// What is added to the second of the two there, in the languages of which the lexicon has few words: the names and the
/// titles of other texts that stand there look like parts of words.
const IN_ONE_LINE_OF_FEW_WORDS: f32 = 1.0;

/// The last line of a recipe, a letter, a poem or a story is often short, and has no stop as often as one: "Serve with
/// cream". So more is asked of a line of at most so many characters.
const SHORT_LINE: usize = 75;

/// The same of an item of a list.
const SHORT_ITEM: usize = 100;

/// The score above which a document in any other language is taken for cut, if a [`Evidence::Stub`] speaks for it. In
/// logits.
const ELSEWHERE: f32 = 2.0;

/// Below this, hardly any sentence ends in a word, by its letters and by the word before it. In logits.
const SELDOM_LAST: f32 = -3.5;

/// A line of no more words may be a call, a count, a title, whatever its last word is.
const WORDS_OF_PROSE: usize = 7;

/// By so much the score of a text is above the threshold at least that ends in what a syllable begins with, in logits:
/// whatever its line looks like, it is cut.
const SURE: f32 = 6.0;

/// By so much the score of a text is below the threshold at most that ends in a mark that may be the sign of a cut, in
/// logits: near enough to be told of as information, and too far for more, however many are cut.
const MAYBE: f32 = -0.6;

/// What is thought of the end of a text, if it can be judged.
pub fn judged(context: &impl Context, ending: &Ending<'_>) -> Option<Judged> {
    let judged = scored(context, ending);
    let is_tried = || context.language().and_then(thresholds).is_some();
    if judged.is_none_or(|judged| judged.margin < MAYBE) && may_break_off(context, ending) && is_tried() {
        // What is added where nothing is known of the last word is taken off here.
        let unknown = MODEL.as_ref().map_or(0.0, |model| model.sight(Sight::Unknown));
        return Some(Judged { margin: MAYBE - unknown, evidence: Evidence::Plain, is_closing: false });
    }
    judged
}

/// What the score of the end of a text says, if it can be judged.
fn scored(context: &impl Context, ending: &Ending<'_>) -> Option<Judged> {
    let model = MODEL.as_ref()?;
    if !ending.can_be_judged(context) {
        return None;
    }
    let language = context.language()?;
    let ends_clause = LazyCell::new(|| ends_clause(context, ending));
    let evidence = evidence_unless(context, ending, model.lexis(), || *ends_clause);
    let threshold = threshold(language, evidence, context.is_one_line())?;
    let margin = model.score(context, ending) - threshold;
    if is_onset(context, word_before(ending), ending.word) {
        return Some(Judged { margin: margin.max(SURE), evidence: Evidence::Part, is_closing: false });
    }
    // Where a clause can end so, it is possible that it goes on, and no more can be said.
    if *ends_clause {
        return Some(Judged { margin: margin.min(0.0), evidence: Evidence::Plain, is_closing: true });
    }
    Some(Judged { margin, evidence, is_closing: is_closing_line(context, ending) })
}

/// Whether the last line may be all that was to be said. It is not if no sentence ends in its last word.
fn is_closing_line(context: &impl Context, ending: &Ending<'_>) -> bool {
    let is_at_most = |characters| ending.text.chars().nth(characters).is_none();
    let is_short = ending.text.starts_with(char::is_uppercase) && is_at_most(SHORT_LINE);
    (is_short || (is_item(ending.text) && is_at_most(SHORT_ITEM)))
        && !context.is_one_line()
        && !is_function_word(context, ending.word)
}

/// How much more is asked of a short closing line before it is taken for cut, in logits.
pub const fn beyond_doubt(evidence: Evidence) -> f32 {
    match evidence {
        Evidence::Plain => 2.5,
        Evidence::Inside | Evidence::Part => 1.5,
        Evidence::Stub => 0.0,
    }
}

/// The score above which a text in this language is taken for cut, in logits, if such evidence is enough in it; more is
/// asked of one that stands in one line.
pub fn threshold(language: Language, evidence: Evidence, is_one_line: bool) -> Option<f32> {
    match thresholds(language) {
        Some([plain, _]) if evidence == Evidence::Plain => Some(plain + if is_one_line { IN_ONE_LINE } else { 0.0 }),
        Some([_, more]) => {
            let has_few_words = !lexicon::LANGUAGES.contains(&language.code());
            Some(more + if is_one_line && has_few_words { IN_ONE_LINE_OF_FEW_WORDS } else { 0.0 })
        }
        None => (evidence == Evidence::Stub).then_some(ELSEWHERE),
    }
}

fn thresholds(language: Language) -> Option<[f32; 2]> {
    THRESHOLDS.iter().find(|(code, _)| *code == language.code()).map(|(_, thresholds)| *thresholds)
}

/// What speaks for a cut, beside that a sentence has no stop.
pub fn evidence(context: &impl Context, ending: &Ending<'_>, lexis: &Lexis) -> Evidence {
    evidence_unless(context, ending, lexis, || ends_clause(context, ending))
}

/// The same, if a clause cannot end so.
fn evidence_unless(
    context: &impl Context,
    ending: &Ending<'_>,
    lexis: &Lexis,
    ends_clause: impl FnOnce() -> bool,
) -> Evidence {
    let language = context.language();
    if language.and_then(thresholds).is_none() {
        let is_stub = ending.is_sure_stub(context);
        return if is_stub { Evidence::Stub } else { Evidence::Plain };
    }
    let is_whole = language.is_some_and(|language| is_common(language, ending.word));
    if ends_clause() {
        Evidence::Plain
    } else if !is_whole && lexis.is_part(language, ending.word) {
        Evidence::Part
    } else if is_seldom_last(context, lexis, ending) || (!is_whole && ending.is_stub(context)) {
        Evidence::Inside
    } else {
        Evidence::Plain
    }
}

/// Whether hardly any sentence ends in the last word, or it is a single capital letter with which one begins.
fn is_seldom_last(context: &impl Context, lexis: &Lexis, ending: &Ending<'_>) -> bool {
    let Some(before) = ending.text.strip_suffix(ending.word).filter(|_| !ending.word.is_empty()) else { return false };
    let is_letter = ending.word.chars().nth(1).is_none() && ending.word.starts_with(char::is_uppercase);
    let begins = before.ends_with(' ') && before.trim_end().ends_with(is_stop);
    let is_prose = ending.text.split_whitespace().nth(WORDS_OF_PROSE).is_some();
    (is_letter && begins && !is_function_word(context, ending.word))
        || (is_prose && lexis.ends_sentence(word_before(ending), ending.word) < SELDOM_LAST)
}

/// The word before the last one.
fn word_before<'a>(ending: &Ending<'a>) -> &'a str {
    let before = ending.text.strip_suffix(ending.word).unwrap_or_default().trim_end();
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    if last_word(word).is_empty() { "" } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ending::lexis;

    #[test]
    fn less_is_asked_for_where_more_speaks() {
        assert!(THRESHOLDS.iter().all(|(_, [plain, more])| more < plain && *more > 0.0));
    }

    #[test]
    fn what_was_learned_from_was_tried_as_well() {
        assert!(LANGUAGES.is_sorted());
        assert!(lexis::LANGUAGES.iter().all(|code| LANGUAGES.contains(code)));
        assert!(lexicon::LANGUAGES.iter().all(|code| lexis::LANGUAGES.contains(code)));
    }
}
