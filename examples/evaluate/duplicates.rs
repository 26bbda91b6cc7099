//! Near-duplicates: what the rule finds against what comparing every two documents finds.
//!
//! Truth is counted here in another way than in the rule, from strings and an inverted index of their shingles: on 20,000
//! documents that are made by arithmetic, each group of them by editing one in a way and at a rate of its own, and on
//! the labelled set, of which the pairs have been measured by others.

#![expect(
    clippy::indexing_slicing,
    clippy::expect_used,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::disallowed_methods,
    reason = "not shipped, and plain to read"
)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

use corplint::config::{CommandLine, ConfigFile, Selector, Settings};
use corplint::document::{Defaults, Surroundings, sections};
use corplint::facts::sketch::Sketch;
use corplint::facts::{DocumentPlace, Facts, Kinds};
use corplint::linter::{self, Progress};
use corplint::source::Source;
use corplint::syntax::parse;
use serde_json::Value;

use crate::Options;
use crate::rates::Rate;

/// How many documents are made.
const MADE: usize = 20_000;

/// At which resemblance a pair is to be found.
const ALIKE: f64 = 0.8;

pub(crate) fn evaluate(options: &Options) -> Result<(), String> {
    println!("{MADE} documents made by arithmetic");
    measure(&made());
    let documents = std::fs::read_to_string(crate::set_path(&options.folder, "near-duplicates"))
        .map_err(|error| format!("near-duplicates.jsonl: {error}"))?;
    let text = |line: &str| {
        let object: Value = serde_json::from_str(line).ok()?;
        Some(object.get("text")?.as_str()?.to_owned())
    };
    println!("\nthe labelled set");
    measure(&documents.lines().filter_map(text).collect::<Vec<_>>());
    Ok(())
}

/// Says how what is found compares with what is there.
fn measure(texts: &[String]) {
    let pairs = brute_force(texts);
    let found = found(texts, "near-duplicate");
    let sketches = sketches(texts);
    let agree = |one: usize, another: usize| match (&sketches[one], &sketches[another]) {
        (Some(one), Some(another)) => one.bands.iter().zip(&another.bands).any(|(one, another)| one == another),
        _ => false,
    };
    let (mut bands, mut documents, mut settled) = (Rate::default(), Rate::default(), Rate::default());
    let (mut by_size, mut by_resemblance) = (BTreeMap::<usize, Rate>::new(), BTreeMap::<u32, Rate>::new());
    let mut left = BTreeSet::new();
    for (&(one, another), &(resemblance, size)) in pairs.iter().filter(|(_, (resemblance, _))| *resemblance >= ALIKE) {
        let hit = agree(one, another);
        bands.count(hit);
        let from = [0, 50, 100, 200, 400, 800, 1600].into_iter().rfind(|from| *from <= size).unwrap_or(0);
        by_size.entry(from).or_default().count(hit);
        by_resemblance.entry((resemblance * 20.0) as u32 * 5).or_default().count(hit);
        let is_settled = found.contains_key(&one) || found.contains_key(&another);
        settled.count(is_settled);
        if !is_settled {
            left.insert(another);
        }
    }
    documents.all += found.len() as u32;
    documents.hits += found.len() as u32;
    documents.all += left.len() as u32;
    let mut precision = Rate::default();
    for (&other, &kept) in &found {
        let (resemblance, _) = pairs.get(&(other.min(kept), other.max(kept))).copied().unwrap_or_default();
        precision.count(resemblance >= ALIKE);
    }
    let chained = found.values().filter(|kept| found.contains_key(kept)).count();
    println!("  documents to be reported that are     {}", documents.shown());
    println!("  reported pairs that are alike         {}", precision.shown());
    println!("  kept documents that are reported too  {chained}");
    println!("  pairs of which one is reported        {}", settled.shown());
    println!("  pairs that agree in a band            {}", bands.shown());
    for (from, rate) in by_resemblance {
        println!("    at a resemblance of {from:3} % and more   {}", rate.shown());
    }
    for (from, rate) in by_size {
        println!("    of {from:4} words and more               {}", rate.shown());
    }
    let contained = self::found(texts, "contained-text");
    let mut precision = Rate::default();
    for (&other, &kept) in &contained {
        let (part, whole) = (shingles(&texts[other]), shingles(&texts[kept]));
        let shared = part.intersection(&whole).count();
        precision.count(shared * 10 >= part.len() * 9 && part.len() < whole.len());
    }
    println!("  contained texts that are contained    {}", precision.shown());
}

/// What the rule reports: each document with the one that is kept.
fn found(texts: &[String], rule: &str) -> BTreeMap<usize, usize> {
    let mut corpus = String::new();
    for (number, text) in texts.iter().enumerate() {
        let _ = writeln!(corpus, "<<<FILE>>> {number}\n{text}");
    }
    let selector = Selector::parse(rule).expect("a rule");
    let command_line = CommandLine { select: Some(vec![selector]), ..CommandLine::default() };
    let settings = Settings::new(&ConfigFile::default(), &command_line, "/".as_ref(), "/".as_ref());
    let run = crate::run();
    let source = Source::memory("made.corpus", corpus.into_bytes());
    let outcome = linter::check(&[source], &settings, &run, &Progress::default());
    let pair = |diagnostic: &corplint::diagnostic::Diagnostic| {
        let other = diagnostic.document.as_ref()?.parse().ok()?;
        let kept = diagnostic.message.split('`').nth(1)?.parse().ok()?;
        Some((other, kept))
    };
    outcome.diagnostics.iter().filter_map(pair).collect()
}

/// The sketches of texts, as the rule has them.
fn sketches(texts: &[String]) -> Vec<Option<Sketch>> {
    let of = |text: &String| {
        let bytes = format!("<<<FILE>>>\n{text}\n").into_bytes();
        let tree = parse(&bytes);
        let section = sections(&tree.nodes).into_iter().next()?;
        let defaults = Defaults::default();
        let document = section.document(&bytes, Surroundings::default(), &defaults);
        let mut facts = Facts::default();
        facts.take_in(&document, DocumentPlace::default(), Kinds { sketches: true, ..Kinds::NONE });
        facts.settle(crate::run().spill).sketches.records().next()?.ok().map(|record| record.sketch)
    };
    texts.iter().map(of).collect()
}

/// A text without the lines that are of the web site.
fn own_lines(text: &str) -> String {
    let own = text.lines().filter(|line| !line.ends_with(" kommentare") && !line.starts_with("teilen auf "));
    own.collect::<Vec<_>>().join("\n")
}

/// The words of a text.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn shingles(text: &str) -> BTreeSet<String> {
    words(&own_lines(text)).windows(5).map(|words| words.join(" ")).collect()
}

/// All pairs that have a shingle in common and not the same words, with their resemblance and the words of the shorter.
/// Lines that are of the web site count for the words alone: two texts that differ in nothing else are to be reported.
fn brute_force(texts: &[String]) -> HashMap<(usize, usize), (f64, usize)> {
    let sets: Vec<BTreeSet<String>> = texts.iter().map(|text| shingles(text)).collect();
    let mut index: HashMap<&str, Vec<usize>> = HashMap::new();
    for (document, set) in sets.iter().enumerate() {
        for shingle in set {
            index.entry(shingle).or_default().push(document);
        }
    }
    let mut shared: HashMap<(usize, usize), usize> = HashMap::new();
    for documents in index.values() {
        for (at, one) in documents.iter().enumerate() {
            for another in &documents[at + 1..] {
                *shared.entry((*one, *another)).or_default() += 1;
            }
        }
    }
    let long = |document: &usize| sets[*document].len() >= 16;
    let pairs = shared.into_iter().filter(|((one, another), _)| long(one) && long(another));
    let pairs = pairs.map(|((one, another), shared)| {
        let either = sets[one].len() + sets[another].len() - shared;
        ((one, another), (shared as f64 / either as f64, sets[one].len().min(sets[another].len()) + 4))
    });
    pairs.filter(|((one, another), _)| words(&texts[*one]) != words(&texts[*another])).collect()
}

/// A generator of pseudo-random numbers: `SplitMix64` (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as usize % bound
    }

    /// A word, frequent ones more often: the product of two numbers is small more often than large.
    fn word(&mut self) -> String {
        let rank = self.below(150) * self.below(150);
        let letters = ["ka", "né", "lor", "ti", "Schu", "va", "ress", "o", "min", "de", "für", "al"];
        let mut word = String::new();
        let mut left = rank + 12;
        while left > 0 {
            word.push_str(letters[left % 12]);
            left /= 12;
        }
        word
    }

    fn sentence(&mut self) -> Vec<String> {
        (0..5 + self.below(16)).map(|_| self.word()).collect()
    }
}

type Sentences = Vec<Vec<String>>;

fn made() -> Vec<String> {
    let mut random = Random(7);
    let mut texts = Vec::with_capacity(MADE);
    while texts.len() < MADE {
        // Texts of 30 to 2,000 words, as many short as long ones.
        let wanted = 30 << random.below(7);
        let mut sentences: Sentences = Vec::new();
        while sentences.iter().map(Vec::len).sum::<usize>() < wanted {
            sentences.push(random.sentence());
        }
        texts.push(written(&sentences, &mut random));
        if random.below(3) == 0 {
            for _ in 0..=random.below(4) {
                let edited = edited(&sentences, &mut random);
                texts.push(written(&edited, &mut random));
            }
        }
    }
    texts.truncate(MADE);
    texts
}

/// A copy with single words replaced at some rate, and with sentences left out, put in, or cut off at the end.
fn edited(sentences: &Sentences, random: &mut Random) -> Sentences {
    let mut copy = sentences.clone();
    let rate = [0, 1, 2, 3, 5, 10, 20, 40][random.below(8)];
    for word in copy.iter_mut().flatten() {
        if random.below(1000) < rate {
            *word = random.word();
        }
    }
    match random.below(6) {
        0 if copy.len() > 2 => {
            copy.remove(random.below(copy.len()));
        }
        1 => copy.insert(random.below(copy.len()), random.sentence()),
        2 => {
            let left = copy.len() - random.below(copy.len() / 4 + 1);
            copy.truncate(left);
        }
        3 => copy.push(random.sentence()),
        _ => {}
    }
    copy
}

/// Sentences as paragraphs, sometimes with a headline and with something of the web site behind it.
fn written(sentences: &Sentences, random: &mut Random) -> String {
    let mut text = String::new();
    if random.below(4) == 0 {
        let _ = writeln!(text, "{}", random.sentence().join(" "));
    }
    for sentence in sentences {
        let _ = write!(text, "{}.{}", sentence.join(" "), if random.below(4) == 0 { "\n" } else { " " });
    }
    if random.below(4) == 0 {
        let _ = write!(text, "\n{} kommentare\nteilen auf {}", random.below(90), random.below(9));
    }
    text.trim_end().to_owned()
}
