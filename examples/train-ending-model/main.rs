//! Learns the weights of the model of endings: `cargo run --release --example train-ending-model -- <labelled folder>`.
//!
//! It cuts whole documents at random places, and learns by logistic regression what tells them from the whole ones. The
//! same documents give the same bytes, which are written to `src/ending/model.bin`. Only the part to fit is read.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal of its developers")]

mod labelled;
mod lexicon;
mod logistic;
mod samples;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use corplint::ending::lexis::{Lexis, Linear};
use corplint::ending::{FEATURES, Model};
use labelled::texts;
use logistic::{Sample, fit};

/// Where the model is kept.
const MODEL: &str = "src/ending/model.bin";

/// Into how many parts the groups are drawn to measure what a model says of groups that it has not seen.
const FOLDS: u64 = 5;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: train-ending-model <labelled folder>");
        return ExitCode::from(2);
    };
    match run(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(folder: &Path) -> Result<(), String> {
    let texts = texts(folder, "fit")?;
    let samples = samples::samples(&texts);
    let mut wholes = BTreeMap::new();
    for text in texts.iter().filter(|text| text.is_whole == Some(true)) {
        *wholes.entry(text.set).or_default() += 1;
    }
    wholes.insert(
        "unlabelled",
        texts.iter().filter(|text| text.is_whole.is_none() && text.set != labelled::FULL).count(),
    );
    println!(
        "{} documents, {} samples, {} of them cut",
        texts.len(),
        samples.len(),
        samples.iter().filter(|s| s.is_cut).count()
    );
    let mut scored: Vec<(f32, &Sample)> = Vec::new();
    for fold in 0..FOLDS {
        let (held, rest): (Vec<&Sample>, Vec<&Sample>) =
            samples.iter().partition(|sample| sample.group % FOLDS == fold);
        let model = model_of(&rest);
        scored.extend(held.into_iter().map(|sample| (score(&model, sample), sample)));
    }
    report(&scored, &wholes);
    for language in ["", "fr", "de", "en", "es"] {
        for share in [0.005, 0.01, 0.015] {
            let is = |s: &Sample| language.is_empty() || s.language == language;
            let wholes = texts
                .iter()
                .filter(|text| {
                    text.set != labelled::FULL
                        && text.is_whole != Some(false)
                        && (language.is_empty() || text.language == language)
                })
                .count();
            let mut whole: Vec<f32> =
                scored.iter().filter(|(_, s)| s.whole_of.is_some() && is(s)).map(|(score, _)| *score).collect();
            whole.sort_by(|a, b| b.total_cmp(a));
            let threshold = whole.get((wholes as f64 * share) as usize).copied().unwrap_or(-9.0);
            let recall = |kind: &str| {
                let of: Vec<f32> =
                    scored.iter().filter(|(_, s)| s.how == (kind, "made") && is(s)).map(|(score, _)| *score).collect();
                of.iter().filter(|s| **s > threshold).count() as f64 / of.len() as f64
            };
            println!(
                "POOLED {language} {share} of {wholes} at {threshold:.2}: midword {:.3} midsent {:.3}",
                recall("midword"),
                recall("midsent")
            );
        }
    }
    if std::env::args().any(|argument| argument == "--show-false-positives") {
        let mut whole: Vec<_> =
            scored.iter().filter(|(_, sample)| sample.whole_of.is_some() && !sample.is_cut).collect();
        whole.sort_by(|left, right| right.0.total_cmp(&left.0));
        whole.iter().take(40).for_each(|(score, sample)| {
            println!("{score:.2} {:?} {:?} {:?}", sample.whole_of, sample.sight, sample.shown)
        });
    }
    let all: Vec<&Sample> = samples.iter().collect();
    let (measures, sight) = model_of(&all);
    let model = Model::new(lexicon::learn(&texts.iter().collect::<Vec<_>>()), measures, sight);
    std::fs::write(MODEL, model.write()).map_err(|error| format!("{MODEL}: {error}"))?;
    Ok(())
}

fn model_of(samples: &[&Sample]) -> (Linear, [f32; 3]) {
    let weights = fit(samples, FEATURES);
    (Linear::new(weights.bias, &weights.features), weights.sight)
}

fn score((measures, sight): &(Linear, [f32; 3]), sample: &Sample) -> f32 {
    let model = Model::new(Lexis::default(), measures.clone(), *sight);
    measures.score(&sample.features) + model.sight(sample.sight)
}

/// Prints what share of cuts is found where so many whole documents are taken for cut, out of fold.
fn report(scored: &[(f32, &Sample)], wholes: &BTreeMap<&'static str, usize>) {
    for threshold in [0.0, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0] {
        let mut line = format!("{threshold:.1}  whole:");
        for (set, all) in wholes {
            let found =
                scored.iter().filter(|(score, sample)| sample.whole_of == Some(*set) && *score > threshold).count();
            line += &format!(" {set} {:.2} %", 100.0 * found as f64 / *all as f64);
        }
        for kind in ["midword", "midsent", "bytes", "chars"] {
            for set in ["made", "given"] {
                let of: Vec<f32> =
                    scored.iter().filter(|(_, sample)| sample.how == (kind, set)).map(|(score, _)| *score).collect();
                if !of.is_empty() {
                    let found = of.iter().filter(|score| **score > threshold).count();
                    line += &format!(" {kind}/{set} {:.3}", found as f64 / of.len() as f64);
                }
            }
        }
        println!("{line}");
    }
}
