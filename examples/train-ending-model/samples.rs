//! Samples: what is measured of whole documents, and of the same ones cut.

use std::collections::BTreeMap;

use corplint::document::Document;
use corplint::ending::lexis::Lexis;
use corplint::ending::{Context as _, Evidence, Sight, evidence, features};
use corplint::facts::vocabulary::words::{for_each_word, hash_of_word};

use twox_hash::XxHash3_64;

use crate::FOLDS;
use crate::labelled::{FULL, Text, WORDS, each_document, write};
use crate::lexis;
use crate::logistic::{Judged, Random, Sample};

/// How often each whole document is cut in each way.
const CUTS: usize = 6;

/// How much a cut counts, beside a whole document that somebody read.
const CUT: f32 = 0.075;

/// How much a document counts of which nobody said that it is whole.
const UNLABELLED: f32 = 0.6;

/// At how many of its own lines a document is ended.
const LINES: usize = 8;

/// How much a document counts that was ended at one of its lines.
const LINE: f32 = 0.1;

/// The most documents that are remembered to have a word.
const MOST: usize = 48;

/// The words of the corpus, each with documents that have it.
struct Corpus {
    words: BTreeMap<u64, Vec<u32>>,
    /// By size and class: how many whole documents end in a stop, and how many of those in a word that occurs nowhere
    /// else.
    last: [[(f32, f32); 3]; SIZES.len()],
}

/// Shares of the corpus that a vocabulary is made of, so that small ones are learned from too. In sixteenths.
const SIZES: [u32; 4] = [0, 1, 4, 16];

/// The class of a last word, by which chances differ.
fn class(word: &str) -> usize {
    match word.chars().next() {
        Some(first) if first.is_uppercase() => 2,
        _ => usize::from(word.chars().count() > 4),
    }
}

fn folded(word: &str) -> u64 {
    hash_of_word(word.as_bytes())
}

fn bucket(number: u32) -> u32 {
    (number.wrapping_mul(2_654_435_769)) >> 28
}

impl Corpus {
    fn of(texts: &[Text]) -> Self {
        let mut words: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        for (number, text) in texts.iter().enumerate().filter(|(_, text)| text.set != FULL && text.set != WORDS) {
            let number = number as u32;
            for_each_word(text.body.as_bytes(), |word| {
                let documents = words.entry(word).or_default();
                if documents.last() != Some(&number) && documents.len() < MOST {
                    documents.push(number);
                }
            });
        }
        let mut corpus = Self { words, last: [[(2.0, 0.3); 3]; SIZES.len()] };
        for (number, text) in texts.iter().enumerate().filter(|(_, text)| text.is_whole == Some(true)) {
            let trimmed = text.body.trim_end_matches(|c: char| !c.is_alphabetic());
            let start = trimmed
                .rfind(|c: char| !c.is_alphabetic())
                .map_or(0, |at| at + trimmed[at..].chars().next().map_or(1, char::len_utf8));
            let (before, word) = trimmed.split_at(start);
            if word.is_empty() {
                continue;
            }
            for (size, sixteenths) in SIZES.iter().enumerate() {
                let seen = occurs(before, word) || corpus.has(word, number as u32, *sixteenths);
                let (all, unseen) = &mut corpus.last[size][class(word)];
                *all += 1.0;
                *unseen += if seen { 0.0 } else { 1.0 };
            }
        }
        for (size, classes) in SIZES.iter().zip(&corpus.last) {
            println!(
                "vocabulary {size}/16: share of last words that occur nowhere else, short, long, capital: {:?}",
                classes.map(|(all, unseen)| unseen / all)
            );
        }
        corpus
    }

    /// Whether a document other than `own` has the word.
    fn has(&self, word: &str, own: u32, sixteenths: u32) -> bool {
        let documents = self.words.get(&folded(word)).map(Vec::as_slice).unwrap_or_default();
        (documents.len() == MOST && sixteenths > 0)
            || documents.iter().any(|number| *number != own && bucket(*number) < sixteenths)
    }
}

/// Whether a text has this word.
fn occurs(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_none_or(|c| !c.is_alphabetic());
        before && text[at + word.len()..].chars().next().is_none_or(|c| !c.is_alphabetic())
    })
}

/// The number of the group of a text.
fn group(text: &Text) -> u64 {
    XxHash3_64::oneshot(text.group.as_bytes())
}

/// How a sample is made of a beginning of a text.
#[derive(Clone, Copy)]
struct Made {
    is_cut: bool,
    weight: f32,
    how: &'static str,
    is_measured: bool,
    /// The number of the share of the corpus that its last word is looked up in.
    size: usize,
}

/// The samples that texts give.
pub(crate) fn samples(texts: &[Text]) -> Vec<Sample> {
    let corpus = Corpus::of(texts);
    // What a document is measured with must not have learned from it.
    let lexes: Vec<Lexis> = (0..FOLDS)
        .map(|fold| lexis::learn(&texts.iter().filter(|text| group(text) % FOLDS != fold).collect::<Vec<_>>()))
        .collect();
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts.iter().filter(|text| text.set != FULL) {
        *lines.entry(last_line(&text.body)).or_default() += 1;
    }
    let mut samples = Vec::new();
    let mut random = Random(11);
    for (number, text) in texts.iter().enumerate().filter(|(_, text)| text.set != WORDS) {
        let group = group(text);
        let own = &lexes[(group % FOLDS) as usize];
        // A last line that others have too is none that is judged.
        let recurs = lines.get(last_line(&text.body)).is_some_and(|count| *count > 1);
        for (shown, made) in beginnings(text, recurs, &mut random) {
            let mut bytes = Vec::new();
            write("a", &text.language, shown, &mut bytes);
            let Made { is_cut, weight, how, is_measured, size } = made;
            let size = SIZES[size];
            each_document(&bytes, |document| {
                let (verdict, evidence) = judge(document, shown, &corpus, own, (number as u32, made.size));
                // What is not judged is measured all the same, and nothing is learned from it.
                let is_learned = weight > 0.0 && matches!(verdict, Judged::Measured(..));
                if !is_learned && !is_measured {
                    return;
                }
                let language = text.language.clone();
                let shown = shown.chars().rev().take(100).collect::<Vec<_>>().into_iter().rev().collect();
                let (is_read, set) = (text.is_whole == Some(true), text.set);
                let lines = document.lines_from_end().count();
                samples.push(Sample {
                    group,
                    verdict,
                    evidence,
                    lines,
                    language,
                    is_cut,
                    weight,
                    how,
                    is_measured,
                    size,
                    is_read,
                    set,
                    shown,
                });
            });
        }
    }
    samples
}

/// The beginnings of a text that are learned from: all of it, up to some of its lines, and up to some of its letters.
fn beginnings<'t>(text: &'t Text, recurs: bool, random: &mut Random) -> Vec<(&'t str, Made)> {
    let mut beginnings = Vec::new();
    let body = text.body.as_str();
    let nothing = Made { is_cut: false, weight: 0.0, how: "", is_measured: false, size: 1 };
    if text.is_whole == Some(false) {
        // What was cut by others, but for what has an ellipsis or a link at its end: those are signs of their own.
        let how = text.how.as_deref().unwrap_or_default();
        let is_plain = matches!(how, "midword" | "midsent" | "bytes" | "chars");
        let sizes = (0..SIZES.len()).filter(|_| is_plain);
        let weight = 0.75 / SIZES.len() as f32;
        let how = if how == "midword" { "given-word" } else { "given-sentence" };
        return sizes.map(|size| (body, Made { is_cut: true, weight, how, is_measured: true, size })).collect();
    }
    if !recurs && text.set != FULL {
        let weight = 0.75 * if text.is_whole.is_some() { 1.0 } else { UNLABELLED };
        let whole = |size| (body, Made { weight, is_measured: true, size, ..nothing });
        beginnings.extend((0..SIZES.len()).map(whole));
    }
    for end in line_ends(body, random) {
        beginnings.push((&body[..end], Made { weight: LINE, size: random.below(SIZES.len()), ..nothing }));
    }
    if text.set != FULL {
        let is_measured = text.is_whole.is_some();
        let weight = if is_measured { CUT } else { CUT / 2.0 };
        for how in ["midword", "midsent"].repeat(CUTS) {
            let Some(cut) = cut(body, how, random) else { continue };
            let weight = weight / SIZES.len() as f32;
            beginnings
                .extend((0..SIZES.len()).map(|size| (cut, Made { is_cut: true, weight, how, is_measured, size })));
        }
    }
    beginnings
}

/// What is measured of a document, if it does not end in a stop.
fn judge(
    document: &Document<'_>,
    text: &str,
    corpus: &Corpus,
    lexis: &Lexis,
    (own, size): (u32, usize),
) -> (Judged, Evidence) {
    let Some(ending) = document.ending() else { return (Judged::Whole, Evidence::Plain) };
    if document.sign().is_some() {
        return (Judged::Cut, Evidence::Plain);
    }
    if !ending.can_be_judged(document) {
        return (Judged::Whole, Evidence::Plain);
    }
    let evidence = evidence(document, &ending, lexis);
    let features = features(document, &ending, lexis);
    if ending.word.is_empty() {
        return (Judged::Measured(features, Sight::Unknown), evidence);
    }
    let trimmed = text.trim_end();
    let before = trimmed.get(..trimmed.len() - ending.word.len()).unwrap_or_default();
    let seen = occurs(before, ending.word) || corpus.has(ending.word, own, SIZES[size]);
    let (all, unseen) = corpus.last[size][class(ending.word)];
    let group = lexis.words.standing(document.language(), ending.word).group();
    (Judged::Measured(features, if seen { Sight::Seen } else { Sight::Unseen(unseen / all, group) }), evidence)
}

/// A beginning of the text that ends inside of a word, or inside of a sentence.
fn cut<'t>(text: &'t str, how: &str, random: &mut Random) -> Option<&'t str> {
    for _ in 0..40 {
        let at = text.len() * (20 + random.below(79)) / 100;
        let at = (at..text.len()).find(|at| text.is_char_boundary(*at))?;
        let (before, after) = text.split_at(at);
        let inside = before.chars().next_back()?.is_alphabetic() && after.chars().next()?.is_alphabetic();
        if before.len() < 80 {
            continue;
        }
        if how == "midword" {
            if inside {
                return Some(before);
            }
            continue;
        }
        // To the end of the word, where the sentence goes on in lower case behind a blank.
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let rest = after.get(end..).unwrap_or_default();
        let next = rest.strip_prefix(' ').and_then(|rest| rest.chars().next());
        if inside && next.is_some_and(char::is_alphabetic) {
            return text.get(..at + end);
        }
    }
    None
}

/// The ends of some lines inside of a text that end as a text may that is whole and has no stop at its end: headings,
/// captions, calls, items.
fn line_ends(text: &str, random: &mut Random) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let next = text[at..].trim_start().chars().next();
        let last = line.trim_end().chars().next_back();
        let bare = last.is_some_and(char::is_alphanumeric);
        if bare && at > 200 && next.is_some_and(|next| !next.is_lowercase()) {
            ends.push(at - 1);
        }
    }
    while ends.len() > LINES {
        ends.swap_remove(random.below(ends.len()));
    }
    ends
}

fn last_line(text: &str) -> &str {
    text.trim_end().rsplit('\n').next().unwrap_or_default()
}
