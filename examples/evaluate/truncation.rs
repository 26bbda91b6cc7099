//! Cuts: how many are found, and how many complete documents are taken for cut.
//!
//! All documents of a part are checked as one corpus, since the words of all of them say whether the last word of one
//! is whole; or each alone, as a hook does it.

use std::collections::{BTreeMap, BTreeSet};

use corplint::config::Settings;
use corplint::diagnostic::{Diagnostic, Severity};
use corplint::linter::{self, Progress};
use corplint::source::Source;
use serde::Deserialize;

use crate::labelled::{Labelled, read, texts_of_corpus, texts_of_pages};
use crate::rates::Rate;
use crate::{Options, set_path};

#[derive(Deserialize)]
struct Cut {
    lang: String,
    text: String,
    label: String,
    how: Option<String>,
    tail: Option<String>,
    part: String,
}

#[derive(Deserialize)]
struct Ends {
    id: String,
    part: String,
    lang: String,
    end: String,
}

/// A document, and what is known of its end.
struct Case {
    language: String,
    lines: Vec<String>,
    /// How it was cut; none for a complete document.
    how: Option<String>,
    tail: Option<String>,
}

/// Measures the rules of truncation.
pub(crate) fn evaluate(options: &Options) -> Result<(), String> {
    let cuts: Vec<Cut> = read(&set_path(&options.folder, "truncation"))?;
    let cases = cuts.into_iter().filter(|cut| options.wants(&cut.part)).map(|cut| Case {
        language: cut.lang,
        lines: cut.text.split('\n').map(str::to_owned).collect(),
        how: (cut.label != "complete").then(|| cut.how.unwrap_or_default()),
        tail: cut.tail,
    });
    measure("truncation", &cases.collect::<Vec<_>>(), options);
    let mut texts = texts_of_pages(&set_path(&options.folder, "boilerplate-pages-recall"))?;
    let drop = options.folder.join("../drops/press-fr.corpus");
    texts.append(&mut texts_of_corpus(&drop)?);
    for set in ["ends-pages", "ends-french"] {
        let ends: Vec<Ends> = read(&set_path(&options.folder, set))?;
        let ends = ends.into_iter().filter(|end| options.wants(&end.part) && end.end != "unsure");
        let cases = ends.map(|end| Case {
            lines: texts.get(&end.id).cloned().unwrap_or_default(),
            language: end.lang,
            how: (end.end == "cut").then(|| "read".to_owned()),
            tail: None,
        });
        measure(set, &cases.collect::<Vec<_>>(), options);
    }
    Ok(())
}

/// What is reported of documents that are checked together, with their numbers as ids.
fn check(cases: &[(usize, &Case)]) -> Vec<Diagnostic> {
    let mut bytes = Vec::new();
    for (number, case) in cases {
        let lines = case.lines.clone();
        let document = Labelled { language: case.language.clone(), part: String::new(), lines, labels: Vec::new() };
        document.write(&number.to_string(), &mut bytes);
    }
    let source = Source::memory("memory.corpus", bytes);
    let run = crate::run();
    linter::check(&[source], &Settings::default(), &run, &Progress::default()).diagnostics
}

fn measure(set: &str, cases: &[Case], options: &Options) {
    let size = if options.alone { 1 } else { cases.len().max(1) };
    let numbered: Vec<(usize, &Case)> = cases.iter().enumerate().collect();
    let diagnostics: Vec<Diagnostic> = numbered.chunks(size).flat_map(check).collect();
    let mut warned: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
    let mut informed: BTreeSet<usize> = BTreeSet::new();
    for diagnostic in &diagnostics {
        let number = diagnostic.document.as_ref().and_then(|id| id.parse().ok());
        let (Some(number), "truncation") = (number, diagnostic.rule.category.name()) else { continue };
        if diagnostic.severity >= Severity::Warning {
            warned.entry(number).or_default().insert(diagnostic.rule.id);
        } else {
            informed.insert(number);
        }
    }
    println!("## {set}: {} documents", cases.len());
    let mut rates: BTreeMap<String, (Rate, Rate)> = BTreeMap::new();
    let mut rules: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (number, case) in cases.iter().enumerate() {
        let hit = warned.contains_key(&number);
        let names = match &case.how {
            None => vec!["complete".to_owned(), format!("complete {}", case.language)],
            Some(how) => {
                let kind = match case.tail.as_deref() {
                    Some(tail) if tail.contains("chars]") => "tail: [+N chars]",
                    Some(tail) if tail.contains(char::is_alphabetic) => "tail: read more",
                    Some(tail) if tail.contains(['[', '(']) => "tail: ellipsis in brackets",
                    Some(_) => "tail: bare ellipsis",
                    None => "",
                };
                let mut names =
                    vec!["all cuts".to_owned(), format!("all cuts {}", case.language), format!("how {how}")];
                if !kind.is_empty() {
                    names.push(kind.to_owned());
                    names.push("tails".to_owned());
                }
                names
            }
        };
        for name in names {
            let (sure, any) = rates.entry(name).or_default();
            sure.count(hit);
            any.count(hit || informed.contains(&number));
        }
        for rule in warned.get(&number).into_iter().flatten() {
            let (right, wrong) = rules.entry(rule).or_default();
            *(if case.how.is_some() { right } else { wrong }) += 1;
        }
        let is_wrong = hit && case.how.is_none();
        let is_missed = !hit && case.how.is_some() && options.part.as_deref() == Some("fit");
        if options.shows_false_positives && (is_wrong || is_missed) {
            let last: String =
                case.lines.join("⏎").chars().rev().take(120).collect::<Vec<_>>().into_iter().rev().collect();
            println!(
                "   {} {} {:?} {last}",
                if is_wrong { "WRONG" } else { "missed" },
                case.how.as_deref().unwrap_or(""),
                warned.get(&number)
            );
        }
    }
    for (name, (sure, any)) in rates {
        println!("{name:28} at warning {}   or information {}", sure.shown(), any.shown());
    }
    for (rule, (right, wrong)) in rules {
        println!("{rule:28} {right} cuts, {wrong} complete");
    }
}
