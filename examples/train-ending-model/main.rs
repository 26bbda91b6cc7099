//! Learns the weights of the model of endings: `cargo run --release --example train-ending-model -- <labelled folder>`.
//!
//! It cuts whole documents at random places, and learns by logistic regression what tells them from the whole ones. The
//! same documents give the same bytes, which are written to `src/ending/model.bin`. Only the part to fit is read.
//! Printed is what a model finds in groups (sites, authors) that it has not learned from.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal of its developers")]
#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "its input is chosen by its developers, and what does not fit is to stop it"
)]

mod labelled;
mod lexicon;
mod lexis;
mod logistic;
mod samples;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use corplint::ending::lexis::{Lexis, Linear};
use corplint::ending::{FEATURES, Model, Sights};
use labelled::{FULL, Text, WORDS, texts};
use logistic::{Judged, Sample, fit};

/// Where the model is kept.
const MODEL: &str = "src/ending/model.bin";

/// Into how many parts the groups are drawn to measure what a model says of groups that it has not seen.
const FOLDS: u64 = 5;

/// How many of the whole documents with the highest scores are shown.
const SHOWN: usize = 40;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        eprintln!("usage: train-ending-model <labelled folder> [--show-false-positives]");
        return ExitCode::from(2);
    };
    match run(&folder, arguments.any(|argument| argument == "--show-false-positives")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(folder: &Path, shows_false_positives: bool) -> Result<(), String> {
    let texts = texts(folder, "fit")?;
    let samples = samples::samples(&texts);
    let cut = samples.iter().filter(|sample| sample.is_cut).count();
    println!("{} documents, {} samples, {cut} of them cut", texts.len(), samples.len());
    let mut scored: Vec<(f32, &Sample)> = Vec::new();
    for fold in 0..FOLDS {
        let (held, rest): (Vec<&Sample>, Vec<&Sample>) =
            samples.iter().partition(|sample| sample.group % FOLDS == fold);
        let model = model_of(&rest);
        scored.extend(held.into_iter().map(|sample| (score(&model, sample), sample)));
    }
    scored.sort_by(|left, right| right.0.total_cmp(&left.0));
    for size in [0, 1, 16] {
        for language in [None, Some("de"), Some("en"), Some("es"), Some("fr")] {
            report(&scored, &texts, language, size);
        }
    }
    for size in [0, 1, 16] {
        judged(&scored, &texts, size);
    }
    if shows_false_positives {
        for (score, sample) in
            scored.iter().filter(|(_, sample)| sample.is_measured && !sample.is_cut && sample.size == 1).take(SHOWN)
        {
            println!("{score:.2} {} {:?}", sample.language, sample.shown);
        }
    }
    let (measures, sight) = model_of(&samples.iter().collect::<Vec<_>>());
    let lexis = lexis::learn(&texts.iter().collect::<Vec<_>>());
    write(&Model::new(lexis, measures, sight).write()).map_err(|error| format!("{MODEL}: {error}"))
}

#[expect(clippy::disallowed_methods, reason = "the file is a part of the repository and no corpus of a user")]
fn write(bytes: &[u8]) -> std::io::Result<()> {
    std::fs::write(MODEL, bytes)
}

fn model_of(samples: &[&Sample]) -> (Linear, Sights) {
    let weights = fit(samples, FEATURES);
    (Linear::new(weights.bias, &weights.features), weights.sight)
}

fn score((measures, sight): &(Linear, Sights), sample: &Sample) -> f32 {
    let model = Model::new(Lexis::default(), measures.clone(), *sight);
    match &sample.verdict {
        Judged::Whole => f32::MIN,
        Judged::Cut => f32::MAX,
        Judged::Measured(features, sight) => measures.score(features) + model.sight(*sight),
    }
}

/// Prints what share of cuts is found where so many whole documents are taken for cut. A document of which nobody said
/// whether it is whole counts as such, so that what is printed is the worst case. `scored` begins with the highest.
fn report(scored: &[(f32, &Sample)], texts: &[Text], language: Option<&str>, size: u32) {
    let is_own = |own: &str| language.is_none_or(|language| own == language);
    let whole =
        |text: &&Text| text.is_whole != Some(false) && text.set != FULL && text.set != WORDS && is_own(&text.language);
    let count = texts.iter().filter(whole).count();
    let measured =
        || scored.iter().filter(|(_, sample)| sample.is_measured && sample.size == size && is_own(&sample.language));
    // What ends in a sign was cut, or else is an error that is not the model's.
    let is_asked = |sample: &Sample| !matches!(sample.verdict, Judged::Cut);
    let alarms: Vec<f32> =
        measured().filter(|(_, sample)| !sample.is_cut && is_asked(sample)).map(|(score, _)| *score).collect();
    for share in [0.005, 0.01, 0.015, 0.03] {
        let threshold = alarms.get((count as f64 * share) as usize).copied().unwrap_or(f32::MIN);
        let recall = |how: &str| {
            let of = measured().filter(|(_, sample)| sample.how == how);
            let (found, all) =
                of.fold((0, 0), |(found, all), (score, _)| (found + u32::from(*score > threshold), all + 1));
            100.0 * f64::from(found) / f64::from(all)
        };
        println!(
            "{size:2}/16 {:3} {:.1} % of {count} whole documents above {threshold:5.2}: {:.1} % of cuts in words, {:.1} % in sentences",
            language.unwrap_or("all"),
            share * 100.0,
            recall("midword"),
            recall("midsent"),
        );
    }
}

/// Prints the same of the documents that somebody read, and the recall of cuts in those of the set about cuts.
fn judged(scored: &[(f32, &Sample)], texts: &[Text], size: u32) {
    for language in [None, Some("de"), Some("en"), Some("fr")] {
        let is_own = |own: &str| language.is_none_or(|language| own == language);
        let count = texts.iter().filter(|text| text.is_whole == Some(true) && is_own(&text.language)).count();
        let measured =
            || scored.iter().filter(|(_, it)| it.is_measured && it.is_read && it.size == size && is_own(&it.language));
        let mut alarms =
            measured().filter(|(_, it)| !it.is_cut && !matches!(it.verdict, Judged::Cut)).map(|(score, _)| *score);
        let alarms: Vec<f32> = alarms.by_ref().collect();
        for share in [0.005, 0.01, 0.02] {
            let threshold = alarms.get((count as f64 * share) as usize).copied().unwrap_or(f32::MIN);
            let recall = |how: &str| {
                let of = measured().filter(|(_, it)| it.how == how && it.set == "truncation");
                let (found, all) =
                    of.fold((0, 0), |(found, all), (score, _)| (found + u32::from(*score > threshold), all + 1));
                100.0 * f64::from(found) / f64::from(all)
            };
            println!(
                "READ {size:2} {:3} {:.1} % of {count:4} above {threshold:5.2}: words {:.1} sentences {:.1}",
                language.unwrap_or("all"),
                share * 100.0,
                recall("midword"),
                recall("midsent")
            );
        }
    }
}
