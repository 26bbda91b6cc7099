//! Documents that are alike: the same findings however a corpus is read, and none that takes the square of its size.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use corplint::config::{CommandLine, ConfigFile, Selector, Settings};
use corplint::facts::Spill;
use corplint::linter::{self, Options, Outcome, Progress};
use corplint::source::Source;
use rayon::ThreadPoolBuilder;

use crate::common::options;

/// A generator of pseudo-random numbers: `SplitMix64` (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % bound
    }

    fn words(&mut self, count: u64) -> Vec<String> {
        (0..count).map(|_| format!("w{}", self.below(5000))).collect()
    }
}

fn check(sources: &[Source], options: &Options) -> Outcome {
    let select = ["near-duplicate", "contained-text"].map(|rule| Selector::parse(rule).expect("a rule"));
    let command_line = CommandLine { select: Some(select.into()), ..CommandLine::default() };
    let settings = Settings::new(&ConfigFile::default(), &command_line, Path::new("/"), Path::new("/"));
    let outcome = linter::check(sources, &settings, options, &Progress::default());
    assert!(outcome.failures.is_empty(), "what is in memory can be read");
    outcome
}

/// What is said of which documents, whatever files they are in.
fn said(outcome: &Outcome) -> BTreeSet<(String, String)> {
    let said = outcome.diagnostics.iter().map(|finding| {
        let document = finding.document.as_deref().unwrap_or_default().to_owned();
        (document, format!("{} {:?} {:?}", finding.message, finding.label, finding.document_line))
    });
    said.collect()
}

/// Groups of texts with edited and cut copies.
fn documents() -> Vec<String> {
    let mut random = Random(3);
    let mut documents = Vec::new();
    for group in 0..60 {
        let count = 40 + random.below(200);
        let words = random.words(count);
        for copy in 0..=random.below(4) {
            let mut words = words.clone();
            for _ in 0..copy * 2 {
                let at = usize::try_from(random.below(count)).unwrap();
                words[at] = format!("other{}", random.below(99));
            }
            if random.below(3) == 0 {
                words.truncate(usize::try_from(count / 2).unwrap());
            }
            documents.push(format!("<<<FILE>>> {group}-{copy}\n{}.\n12 comments\n", words.join(" ")));
        }
    }
    documents
}

#[test]
fn threads_blocks_files_and_disks_make_no_difference() {
    let documents = documents();
    let whole = [Source::memory("whole.corpus", documents.concat().into_bytes())];
    // One file for each document, in the same order.
    let parts: Vec<Source> = documents
        .iter()
        .enumerate()
        .map(|(number, document)| Source::memory(format!("{number:04}.corpus"), document.clone().into_bytes()))
        .collect();
    let expected = said(&check(&whole, &options()));
    assert!(expected.iter().filter(|(_, message)| message.contains("nearly")).count() > 20, "{expected:?}");
    assert!(expected.iter().filter(|(_, message)| message.contains("of which it is")).count() > 10, "{expected:?}");
    for threads in [1, 2, 4] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        for block_size in [1, 4096, 1 << 20] {
            for limit in [0, usize::MAX] {
                let spill = Spill { limit, ..options().spill };
                let run = Options { block_size, spill, ..options() };
                for sources in [&whole[..], &parts] {
                    let found = said(&pool.install(|| check(sources, &run)));
                    assert!(found == expected, "{threads} threads, blocks of {block_size}, limit {limit}");
                }
            }
        }
    }
}

#[test]
fn no_document_is_reported_that_another_one_is_compared_with() {
    let corpus = documents().concat();
    let outcome = check(&[Source::memory("whole.corpus", corpus.into_bytes())], &options());
    for rule in ["near-duplicate", "contained-text"] {
        let findings = || outcome.diagnostics.iter().filter(|finding| finding.rule.id == rule);
        let kept: BTreeSet<&str> = findings().filter_map(|finding| finding.message.split('`').nth(1)).collect();
        let reported: Vec<&str> = findings().filter_map(|finding| finding.document.as_deref()).collect();
        assert!(!kept.is_empty() && reported.iter().all(|id| !kept.contains(id)), "{rule}: {kept:?} {reported:?}");
        let distinct: BTreeSet<&str> = reported.iter().copied().collect();
        assert_eq!(distinct.len(), reported.len(), "{rule} reports a document twice");
    }
}

/// How long it takes to check `count` documents.
fn time(count: u64, document: impl Fn(u64) -> String) -> (Duration, usize) {
    let mut corpus = String::new();
    for number in 0..count {
        let _ = write!(corpus, "<<<FILE>>> {number}\n{}\n", document(number));
    }
    let source = Source::memory("hostile.corpus", corpus.into_bytes());
    let run = Options { excerpts: false, ..options() };
    let start = Instant::now();
    let outcome = check(&[source], &run);
    (start.elapsed(), outcome.diagnostics.len())
}

/// What takes the square of the number of documents takes 64 times as long for eight times as many.
fn assert_grows_slowly(document: impl Fn(u64) -> String + Copy) -> usize {
    let (few, _) = time(500, document);
    let (many, found) = time(4000, document);
    assert!(many < few * 32 + Duration::from_secs(1), "500 documents take {few:?}, 4,000 take {many:?}");
    found
}

#[test]
fn documents_that_are_all_alike_take_no_longer_than_others() {
    // The same words in the same order, so that another rule speaks of them, and this one has to be silent.
    let text = Random(1).words(60).join(" ");
    assert_eq!(
        assert_grows_slowly(|number| format!(
            "{text}{}",
            ".......".get(usize::try_from(number % 7).unwrap()..).unwrap()
        )),
        0
    );
    // All nearly the same as all others.
    assert_eq!(assert_grows_slowly(|number| format!("{text} end{number}.")), 3999);
}

#[test]
fn documents_that_agree_in_one_band_take_no_longer_than_others() {
    // Half of each is the same, so that most agree with most in some band, or in the first anchor, and none is alike.
    let text = Random(1).words(60).join(" ");
    let document = |number: u64| format!("{text} {}.", Random(number << 20).words(40).join(" "));
    assert_eq!(assert_grows_slowly(document), 0);
}
