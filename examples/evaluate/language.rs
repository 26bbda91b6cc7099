//! The rules about language, on lines of one language with strays of others; and which rules touch clean text.
//!
//! A line counts as reported if a finding of `foreign-line` covers it. Recall is given by the number of words of the
//! strays, since nobody tells the language of two words.

use std::collections::{BTreeMap, BTreeSet};

use corplint::config::Settings;
use corplint::diagnostic::Diagnostic;
use corplint::linter::{self, Progress};
use corplint::source::{Source, read_plain};
use corplint::syntax::escape::escape;
use serde::Deserialize;

use crate::rates::Rate;
use crate::{Options, set_path};

#[derive(Deserialize)]
struct Mixed {
    part: String,
    lang: String,
    lines: Vec<String>,
    /// The language of each line.
    labels: Vec<String>,
}

pub(crate) fn evaluate(options: &Options) -> Result<(), String> {
    let path = set_path(&options.folder, "language-lines");
    let bytes = read_plain(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let documents: Result<Vec<Mixed>, _> = lines.map(serde_json::from_slice).collect();
    let mut documents = documents.map_err(|error| format!("{}: {error}", path.display()))?;
    documents.retain(|document| options.wants(&document.part));
    for says_language in [true, false] {
        println!("language-lines, {} `lang`", if says_language { "with" } else { "without" });
        measure(&documents, says_language, options);
    }
    Ok(())
}

fn measure(documents: &[Mixed], says_language: bool, options: &Options) {
    let reported = reported(documents, says_language);
    let mut precision = Rate::default();
    let mut recall: BTreeMap<&str, Rate> = BTreeMap::new();
    let mut by_language: BTreeMap<&str, Rate> = BTreeMap::new();
    for (document, reported) in documents.iter().zip(&reported) {
        for (number, (line, label)) in document.lines.iter().zip(&document.labels).enumerate() {
            let (is_stray, is_reported) = (*label != document.lang, reported.contains(&number));
            if is_reported {
                precision.count(is_stray);
                if !is_stray && options.shows_false_positives {
                    eprintln!("{}: {line}", document.lang);
                }
            }
            if is_stray {
                let words = match line.split_whitespace().count() {
                    0..=5 => "  strays of up to 5 words",
                    6..=11 => "  strays of 6 to 11 words",
                    _ => "  strays of 12 words or more",
                };
                recall.entry(words).or_default().count(is_reported);
                recall.entry("recall, all strays").or_default().count(is_reported);
                by_language.entry(&document.lang).or_default().count(is_reported);
            }
        }
    }
    println!("{:32} {}", "precision", precision.shown());
    for (words, rate) in recall.into_iter().rev() {
        println!("{words:32} {}", rate.shown());
    }
    for (language, rate) in by_language {
        println!("  recall in {language:20} {}", rate.shown());
    }
}

/// The lines of each document that are reported, from 0.
fn reported(documents: &[Mixed], says_language: bool) -> Vec<BTreeSet<usize>> {
    let mut corpus = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let language = if says_language { format!(" lang={}", document.lang) } else { String::new() };
        corpus.extend_from_slice(format!("<<<FILE>>> {number}{language}\n").as_bytes());
        for line in &document.lines {
            corpus.extend_from_slice(&escape(line.replace(['\n', '\r'], " ").as_bytes()));
            corpus.push(b'\n');
        }
    }
    let run = crate::run();
    let source = Source::memory("language-lines.corpus", corpus);
    let outcome = linter::check(&[source], &Settings::default(), &run, &Progress::default());
    let mut reported = vec![BTreeSet::new(); documents.len()];
    for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.rule.id == "foreign-line") {
        let number = diagnostic.document.as_deref().and_then(|id| id.parse::<usize>().ok());
        if let Some(lines) = number.and_then(|number| reported.get_mut(number)) {
            lines.extend(covered(diagnostic));
        }
    }
    reported
}

/// The lines of its document that a finding covers, from 0.
fn covered(diagnostic: &Diagnostic) -> impl Iterator<Item = usize> + use<> {
    let first = diagnostic.document_line.saturating_sub(1);
    let more = diagnostic.place.end.line - diagnostic.place.start.line;
    (first..=first + more).filter_map(|line| usize::try_from(line).ok())
}
