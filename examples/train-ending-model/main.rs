//! Learns the weights of the model of endings:
//! `cargo run --release --example train-ending-model -- <labelled folder> [<file to write>]`.
//!
//! It cuts whole documents at random places, and learns by logistic regression what tells them from the whole ones. The
//! same documents give the same bytes, which are written to `src/ending/model.bin` if no other file is named. Only the
//! part to fit is read.
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
mod report;
mod samples;

use std::path::Path;
use std::process::ExitCode;

use corplint::ending::lexis::{Lexis, Linear};
use corplint::ending::{FEATURES, Model, Sights};
use labelled::texts;
use logistic::{Judged, Sample, fit};
use report::{decided, judged, report};

/// Where the model is kept.
const MODEL: &str = "src/ending/model.bin";

/// Into how many parts the groups are drawn to measure what a model says of groups that it has not seen.
const FOLDS: u64 = 5;

/// How many of the whole documents with the highest scores are shown.
const SHOWN: usize = 40;

fn main() -> ExitCode {
    let (options, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|it| it.starts_with("--"));
    let Some(folder) = paths.first() else {
        eprintln!("usage: train-ending-model <labelled folder> [<file to write>] [--show-false-positives]");
        return ExitCode::from(2);
    };
    let file = paths.get(1).map_or(MODEL, String::as_str);
    let shows_false_positives = options.iter().any(|option| option == "--show-false-positives");
    match run(Path::new(folder), Path::new(file), shows_false_positives) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::from(2)
        }
    }
}

fn run(folder: &Path, file: &Path, shows_false_positives: bool) -> Result<(), String> {
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
    for size in [0, 1, 16] {
        for language in [None, Some("de"), Some("en"), Some("fr")] {
            decided(&scored, language, size);
        }
    }
    for size in [0, 1, 16] {
        report::in_one_line(&scored, size);
    }
    report::elsewhere(&scored);
    if shows_false_positives {
        for (score, sample) in
            scored.iter().filter(|(_, sample)| sample.is_measured && !sample.is_cut && sample.size == 1).take(SHOWN)
        {
            println!("{score:.2} {} {:?}", sample.language, sample.shown);
        }
    }
    let (measures, sight) = model_of(&samples.iter().collect::<Vec<_>>());
    let lexis = lexis::learn(&texts.iter().collect::<Vec<_>>());
    write(file, &Model::new(lexis, measures, sight).write()).map_err(|error| format!("{}: {error}", file.display()))
}

#[expect(clippy::disallowed_methods, reason = "the file is a part of the repository and no corpus of a user")]
fn write(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::write(file, bytes)
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
