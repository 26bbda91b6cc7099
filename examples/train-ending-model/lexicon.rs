//! Counts the words of the documents, and the words that begin as they do.

use std::collections::BTreeMap;

use corplint::ending::lexicon::{Kind, Lexicon};
use corplint::lang::{Language, fold};

use crate::labelled::{FULL, Text};

/// A beginning is kept if so many words in documents go on from it,
const LEAST_GOING_ON: u32 = 4;

/// and if they are so many times as many as there are of itself.
const OFTENER: u32 = 2;

/// What stands alone so many times more seldom than words go on from it is no word.
const SELDOMER: u32 = 15;

/// The shortest beginning that is kept, in characters.
const SHORTEST: usize = 2;

/// The words and beginnings of words of texts.
pub(crate) fn learn(texts: &[&Text]) -> Lexicon {
    let mut counts: BTreeMap<(&str, String), u32> = BTreeMap::new();
    for text in texts.iter().filter(|text| text.is_whole != Some(false) && !text.set.ends_with("-trim")) {
        let Some(language) = Language::from_tag(&text.language) else { continue };
        let words = text.body.split(|c: char| !c.is_alphabetic() && !matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}'));
        let mut words: Vec<String> = words.filter(|word| !word.is_empty()).map(fold).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            // A whole page has the same words as the part of it that is a document.
            *counts.entry((language.code(), word)).or_default() += u32::from(text.set != FULL);
        }
    }
    let mut lexicon = Lexicon::new();
    let mut going_on: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for ((language, word), count) in &counts {
        for (at, _) in word.char_indices().skip(SHORTEST) {
            *going_on.entry((language, &word[..at])).or_default() += count;
        }
    }
    for ((language, word), count) in &counts {
        // What stands alone so much more seldom was cut off there as well, or is a name of two letters.
        let more = going_on.get(&(*language, word.as_str())).copied().unwrap_or(0);
        if more <= SELDOMER * (*count).max(1) {
            lexicon.insert(Kind::Whole, language, word);
        }
    }
    let mut beginnings = 0;
    for ((language, beginning), count) in going_on {
        let own = counts.get(&(language, beginning.to_owned())).copied();
        if count >= LEAST_GOING_ON && own.is_none_or(|own| count > OFTENER * own.max(1)) {
            lexicon.insert(Kind::Beginning, language, beginning);
            beginnings += 1;
        }
    }
    println!("lexicon: {} words, {beginnings} beginnings, {} % of its bits set", counts.len(), lexicon.fullness());
    lexicon
}
