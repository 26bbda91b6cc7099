//! Learns how words and sentences end, from all words of the documents.

use corplint::ending::lexis::{GRAMS, Lexis, of_pair, of_word};

use crate::labelled::{FULL, Text, WORDS};
use crate::logistic::{Random, Stream};

/// How often the documents are read.
const PASSES: usize = 2;

/// Learns from texts.
pub(crate) fn learn(texts: &[&Text]) -> Lexis {
    let (mut part, mut last) = (Stream::new(GRAMS), Stream::new(GRAMS));
    let mut random = Random(5);
    let mut order: Vec<usize> = (0..texts.len()).collect();
    for _ in 0..PASSES {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at + 1));
        }
        for text in order
            .iter()
            .map(|at| texts[*at])
            .filter(|text| text.set != FULL && text.set != WORDS && text.is_whole != Some(false))
        {
            for line in text.body.split('\n').filter(|line| line.split_whitespace().take(8).count() == 8) {
                learn_line(line, &mut part, &mut last, &mut random);
            }
        }
    }
    Lexis { part: part.linear(), last: last.linear(), words: crate::lexicon::learn(texts) }
}

fn learn_line(line: &str, part: &mut Stream, last: &mut Stream, random: &mut Random) {
    let mut before = "";
    let mut start = None;
    for (at, character) in line.char_indices().chain([(line.len(), ' ')]) {
        if character.is_alphabetic() {
            start.get_or_insert(at);
            continue;
        }
        let Some(start) = start.take() else { continue };
        let word = &line[start..at];
        // A cut falls on each letter alike, and so more often into long words.
        part.learn(&of_word(word), false);
        let letters: Vec<usize> = word.char_indices().skip(1).map(|(at, _)| at).collect();
        if !letters.is_empty() {
            let expected = letters.len();
            for _ in 0..expected.div_ceil(4) {
                part.learn(&of_word(&word[..letters[random.below(letters.len())]]), true);
            }
        }
        let rest = &line[at..];
        let next = rest.trim_start_matches([
            '.', '!', '?', '\u{2026}', '"', '\u{BB}', '\u{AB}', '\u{201C}', '\u{201D}', '\u{A0}', '\u{202F}',
        ]);
        let stopped = rest[..rest.len() - next.len()].contains(['.', '!', '?', '\u{2026}']);
        let upper = next.trim_start().chars().next().is_none_or(|next| !next.is_lowercase());
        if stopped && (next.is_empty() || next.starts_with(' ')) && upper {
            last.learn(&of_pair(before, word), true);
        } else if !stopped && next.strip_prefix(' ').is_some_and(|next| next.starts_with(char::is_alphabetic)) {
            last.learn(&of_pair(before, word), false);
        }
        before = word;
    }
}
