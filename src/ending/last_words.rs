//! Words that a text without a last stop may end in, in the middle of nothing: they are in the files of their languages.

use super::line::Ending;
use super::marks::{is_stop, is_word};
use super::{Context, is_function_word};
use crate::lang::{FrequentWords, Language, LastWords, fold, knowledge};

/// The form of a verb has no more letters than these behind what is listed of it.
const LONGEST_BEND: usize = 4;

/// So many words may stand before a preposition in the clause that it is the end of.
const WORDS_OF_CLAUSE: usize = 4;

/// Whether a word is a common one of the document's language: then it is no part of another, whatever it looks like. A
/// single letter may be both.
pub(super) fn is_common(language: Language, word: &str) -> bool {
    if word.chars().nth(1).is_none() || !word.starts_with(char::is_lowercase) {
        return false;
    }
    let word = fold(word);
    let is_whole = |words: &LastWords| words.whole.contains(&&*word) || words.ends.contains(&&*word);
    FrequentWords::of(language).is_some_and(|frequent| frequent.has(&word))
        || knowledge().last_words(language).is_some_and(is_whole)
}

/// Whether a clause can end in the last word, which mostly stands before something: in a part of its verb, or in a
/// preposition of which that stands before.
pub(super) fn ends_clause(context: &impl Context, ending: &Ending<'_>) -> bool {
    let Some(language) = context.language() else { return false };
    let Some(words) = knowledge().last_words(language) else { return false };
    if ending.word.is_empty() || !ending.word.starts_with(char::is_lowercase) || is_function_word(context, ending.word)
    {
        return false;
    }
    let last = fold(ending.word);
    if words.ends.contains(&&*last) {
        return true;
    }
    let is_stranded_word = words.stranded.contains(&&*last);
    if !is_stranded_word && words.verbs_of(&last).is_none() {
        // Nearly every word is neither, and what stands before it makes no difference.
        return false;
    }
    let sentence = ending.tail().rsplit(is_stop).next().unwrap_or_default();
    let trimmed = |word: &str| fold(word.trim_matches(|character| !is_word(character)));
    let mut before: Vec<String> = sentence.split_whitespace().map(trimmed).collect();
    before.pop();
    has_its_verb(words, &last, &before) || (is_stranded_word && is_stranded(words, language, &before))
}

/// Whether a verb of which `last` is a part stands before it, with something between both.
fn has_its_verb(words: &LastWords, last: &str, before: &[String]) -> bool {
    let Some(verbs) = words.verbs_of(last) else { return false };
    let Some((between, before)) = before.split_last() else { return false };
    let is_form = |word: &String| {
        let bend = |verb: &str| word.strip_prefix(verb).is_some_and(|bend| bend.chars().nth(LONGEST_BEND).is_none());
        verbs.iter().any(|verb| bend(verb))
    };
    !words.apart.contains(&between.as_str()) && before.iter().any(is_form)
}

/// Whether what a preposition belongs to stands before it: "the people I belong to", "what it is made of", "nothing to
/// look forward to".
fn is_stranded(words: &LastWords, language: Language, before: &[String]) -> bool {
    let is_one_of = |list: &[&str], word: &String| list.contains(&word.as_str());
    let clause = before.get(before.len().saturating_sub(WORDS_OF_CLAUSE)..).unwrap_or_default();
    let at = |list: &[&str]| clause.iter().rposition(|word| is_one_of(list, word));
    // Something has to stand between both, and a noun before a subject.
    let is_noun = |at: usize| {
        let word = before.len().checked_sub(clause.len() - at + 1).and_then(|at| before.get(at));
        word.is_some_and(|word| {
            word.chars().nth(2).is_some() && !FrequentWords::of(language).is_some_and(|words| words.has(word))
        })
    };
    at(&words.subjects).is_some_and(|at| at + 1 < clause.len() && is_noun(at))
        || at(&words.asking).is_some_and(|at| at + 1 < clause.len())
        || before.iter().rposition(|word| is_one_of(&words.infinitive, word)).is_some_and(|to| {
            let is_near = to + 1 < before.len() && to + WORDS_OF_CLAUSE > before.len();
            let reach = before.get(to.saturating_sub(WORDS_OF_CLAUSE)..to).unwrap_or_default();
            is_near && reach.iter().any(|word| is_one_of(&words.empty, word) || is_one_of(&words.asking, word))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn common_words_are_whole() {
        for (code, word) in [("it", "mai"), ("es", "nada"), ("pt", "quer"), ("nl", "mee"), ("de", "ihm"), ("fr", "eux")]
        {
            assert!(is_common(Language::from_tag(code).unwrap(), word), "{code} {word}");
        }
        let italian = Language::from_tag("it").unwrap();
        assert!(!is_common(italian, "p") && !is_common(italian, "ponteg") && !is_common(italian, "Mai"));
    }

    #[test]
    fn prepositions_may_be_left_at_the_end() {
        let english = Language::from_tag("en").unwrap();
        let words = knowledge().last_words(english).unwrap();
        for text in [
            "and these are the people i belong",
            "what it is made",
            "the folder you want them",
            "there is nothing absolutely nothing to look forward",
            "what to cut and what to cut it",
        ] {
            assert!(is_stranded(words, english, &before(text)), "{text}");
        }
        for text in
            ["most of the money belongs", "and then he went", "the town wants to go", "what", "it is a part", "he"]
        {
            assert!(!is_stranded(words, english, &before(text)), "{text}");
        }
    }

    #[test]
    fn parts_of_verbs_stand_apart() {
        let german = knowledge().last_words(Language::from_tag("de").unwrap()).unwrap();
        assert!(has_its_verb(german, "mit", &before("wer zeit hat bringt bitte einen salat")));
        assert!(has_its_verb(german, "auf", &before("sie macht ganz leise die tür")));
        for (last, text) in
            [("mit", "sie geht"), ("auf", "er macht sich"), ("mit", "der streit der nachbarn"), ("von", "er macht es")]
        {
            assert!(!has_its_verb(german, last, &before(text)), "{text}");
        }
    }
}
