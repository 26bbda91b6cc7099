//! `repetitive-text`

use twox_hash::XxHash3_64;

use crate::document::Document;
use crate::hash::GOLDEN;
use crate::rule::{DocumentRule, Report, declare_rule};
use crate::span::Span;

declare_rule! {
    /// Flags documents that say the same words again and again.
    ///
    /// ## Why
    ///
    /// Lists of links, product pages and texts made by programs repeat themselves far more than prose; a program that
    /// learns from them learns to repeat itself.
    ///
    /// ## Example
    ///
    /// ```corpus,bad
    /// <<<FILE>>> a
    /// buy cheap tickets here now buy cheap tickets here now buy cheap tickets here now buy cheap tickets here now buy
    /// cheap tickets here now buy cheap tickets here now buy cheap tickets here now buy cheap tickets here now buy cheap
    /// tickets here now buy cheap tickets here now buy cheap tickets here now buy cheap tickets here now
    /// ```
    ///
    /// Use instead:
    ///
    /// ```corpus,good
    /// <<<FILE>>> a
    /// Tickets are sold at the pier.
    /// ```
    ///
    /// ## Formula
    ///
    /// Rae et al., "Scaling Language Models: Methods, Analysis & Insights from Training Gopher" (2021), table A1.
    /// Words are what stands between white space, and shares are of the characters of all words. In a document of at
    /// least 50 words: the most frequent run of 2, 3 or 4 words holds more than 20, 18 or 16 % of the characters; or
    /// all runs of 5, 6, 7, 8, 9 or 10 words that occur more than once hold more than 15, 14, 13, 12, 11 or 10 %, each
    /// character counted once.
    ///
    /// ## Exceptions
    ///
    /// Songs, litanies, tables of results and legal texts rightly repeat themselves. The shares were chosen for
    /// English pages. So the rule runs only where it is selected.
    ///
    /// ## Fix safety
    ///
    /// There is no fix: nobody can know which copy is one too many.
    RepetitiveText {
        id: "repetitive-text",
        category: Quality,
        severity: Info,
        fix: None,
        languages: &[],
        since: "0.1.0",
        default: false,
        scope: Documents,
    }
}

/// In fewer words something is always repeated.
const FEWEST_WORDS: usize = 50;

/// The length of a run, and the share of the characters in percent that its most frequent one may hold.
const TOP: [(usize, usize); 3] = [(2, 20), (3, 18), (4, 16)];

/// The length of runs, and the share in percent that those which occur more than once may hold.
const REPEATED: [(usize, usize); 6] = [(5, 15), (6, 14), (7, 13), (8, 12), (9, 11), (10, 10)];

/// A word: its hash and its characters.
struct Word {
    hash: u64,
    length: usize,
}

impl DocumentRule for RepetitiveText {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(text) = document.str(document.body()) else { return };
        let words: Vec<Word> = text
            .split_whitespace()
            .map(|word| Word { hash: XxHash3_64::oneshot(word.as_bytes()), length: word.chars().count() })
            .collect();
        if words.len() < FEWEST_WORDS {
            return;
        }
        let all: usize = words.iter().map(|word| word.length).sum();
        let fault = TOP
            .iter()
            .map(|&(length, limit)| (length, limit, top(&words, length), "the most frequent run"))
            .chain(REPEATED.iter().map(|&(length, limit)| (length, limit, repeated(&words, length), "repeated runs")))
            .find(|(_, limit, held, _)| held * 100 > limit * all);
        if let Some((length, limit, held, what)) = fault {
            let line = document.head(1).next().map_or_else(|| Span::empty(document.body().start), |line| line.span);
            report
                .finding(line, "the document says the same words again and again")
                .label(format!(
                    "{what} of {length} words: {} % of the text, and {limit} % is much",
                    held * 100 / all.max(1)
                ))
                .help("look whether this is a text, or a list that a program made");
        }
    }
}

/// The runs of `length` words: the hash, the place of the first word, and the number of characters; by hash.
fn runs(words: &[Word], length: usize) -> Vec<(u64, usize, usize)> {
    let hash =
        |run: &[Word]| run.iter().fold(0_u64, |hash, word| (hash.rotate_left(5) ^ word.hash).wrapping_mul(GOLDEN));
    let characters = |run: &[Word]| run.iter().map(|word| word.length).sum();
    let windows = words.windows(length).enumerate();
    let mut runs: Vec<_> = windows.map(|(at, run)| (hash(run), at, characters(run))).collect();
    runs.sort_unstable();
    runs
}

/// How many characters the most frequent run holds; none if no run occurs twice.
fn top(words: &[Word], length: usize) -> usize {
    let runs = runs(words, length);
    let same = runs.chunk_by(|left, right| left.0 == right.0).filter(|same| same.len() > 1);
    let most = same.max_by_key(|same| same.len());
    most.and_then(|same| Some(same.first()?.2 * same.len())).unwrap_or(0)
}

/// How many characters stand in runs that occur more than once, each counted once.
fn repeated(words: &[Word], length: usize) -> usize {
    let runs = runs(words, length);
    let same = runs.chunk_by(|left, right| left.0 == right.0).filter(|same| same.len() > 1);
    let mut starts: Vec<usize> = same.flat_map(|same| same.iter().skip(1).map(|(_, at, _)| *at)).collect();
    starts.sort_unstable();
    let (mut held, mut done) = (0, 0);
    for start in starts {
        let fresh = words.get(start.max(done)..start + length).unwrap_or_default();
        held += fresh.iter().map(|word| word.length).sum::<usize>();
        done = start + length;
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Word> {
        text.split(' ')
            .map(|word| Word { hash: XxHash3_64::oneshot(word.as_bytes()), length: word.chars().count() })
            .collect()
    }

    #[test]
    fn shares_are_those_of_the_formula() {
        let text = words("a bb a bb a bb ccc");
        assert_eq!(top(&text, 2), 9);
        assert_eq!(repeated(&text, 2), 6);
        assert_eq!((top(&words("a b c d"), 2), repeated(&words("a b c d"), 2)), (0, 0));
    }
}
