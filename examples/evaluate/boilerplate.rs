//! The rules about the ends of documents, against labels of lines.
//!
//! A line counts as reported if a finding of a rule of the category `boilerplate` covers at least half of it. Precision
//! is over all reported lines that are labelled as content or as boilerplate; recall over the lines labelled as
//! boilerplate among the first three and the last five that are not blank, since no warning is given anywhere else. Lines
//! of information about the article, and those of which nothing is known, count neither way.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use corplint::config::Settings;
use corplint::diagnostic::{Diagnostic, Severity};
use corplint::linter::{self, Progress};
use corplint::rule::Category;
use corplint::source::Source;
use serde::Deserialize;

use crate::described::Described;
use crate::labelled::{Label, Labelled, ends, pages, read, texts_of_corpus, texts_of_pages};
use crate::rates::Rate;
use crate::{Options, set_path};

/// How many of the first lines that are not blank are looked at.
const HEAD: usize = 3;

/// How many of the last lines that are not blank are looked at.
const TAIL: usize = 5;

/// The labels that the project has made itself; their texts are in the drop.
pub(crate) const PRESS_FR: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/evaluate/labels/press-fr.jsonl");

/// The labels that the project has made of saved pages of other sites; their texts are wherever somebody made them.
const SAVED: [(&str, &str); 2] = [
    ("pages-web", concat!(env!("CARGO_MANIFEST_DIR"), "/examples/evaluate/labels/pages-web.jsonl")),
    ("pages-mixed", concat!(env!("CARGO_MANIFEST_DIR"), "/examples/evaluate/labels/pages-mixed.jsonl")),
];

/// The sets in which every line has a label.
const PAGES: [&str; 8] = [
    "boilerplate-pages-recall",
    "boilerplate-pages-trim",
    "boilerplate-pages-full",
    "boilerplate-articles-recall",
    "boilerplate-articles-trim",
    "boilerplate-articles-full",
    "boilerplate-french-recall",
    "boilerplate-french-trim",
];

pub(crate) fn evaluate(options: &Options) -> Result<(), String> {
    let folder = &options.folder;
    for (set, labels) in SAVED {
        if let Some(texts) = options.pages.get(set) {
            let path = Path::new(labels);
            measure(set, &ends(path, &texts_of_pages(texts)?)?, &ids(path, options)?, options)?;
        } else {
            // The page with all figures is made of what is printed, and does not depend on whether somebody has the
            // texts.
            eprintln!("{set} is not measured without `--{set} <texts>`; examples/evaluate/labels/README.md says how");
        }
    }
    let pages_kept = texts_of_pages(&set_path(folder, "boilerplate-pages-recall"))?;
    let press = texts_of_corpus(&folder.join(Path::new("../drops/press-fr.corpus")))?;
    for (set, path, texts) in [
        ("ends-pages", set_path(folder, "ends-pages"), &pages_kept),
        ("ends-french", set_path(folder, "ends-french"), &press),
        // These are of other documents of the same drop. Whoever has taken a part of the repository may not have them.
        ("press-fr", PRESS_FR.into(), &press),
    ] {
        if path.is_file() {
            measure(set, &ends(&path, texts)?, &ids(&path, options)?, options)?;
        }
    }
    for set in PAGES {
        measure(set, &pages(&set_path(folder, set))?, &[], options)?;
    }
    Ok(())
}

/// What was counted of some lines or documents.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    precision: Rate,
    recall: Rate,
    /// Documents with a line that is reported and is content.
    touched: Rate,
    /// Reported lines that count neither way.
    uncounted: u32,
}

/// Counts by what they are of: `all`, `head`, `language de`, `rule …`, `label …`.
type Table = BTreeMap<(u8, String), Counts>;

/// A finding, as far as it matters here: its rule, and the first and the last of its lines, from 0.
type Found = (&'static str, usize, usize);

/// Runs the linter over a set and prints both tiers.
fn measure(set: &str, documents: &[Labelled], ids: &[String], options: &Options) -> Result<(), String> {
    let known = Described::read()?;
    let documents: Vec<&Labelled> = documents.iter().filter(|document| options.wants(&document.part)).collect();
    let mut corpus = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        document.write(&number.to_string(), &mut corpus);
    }
    let source = Source::memory("labelled.corpus", corpus);
    let run = crate::run();
    let outcome = linter::check(&[source], &Settings::default(), &run, &Progress::default());
    let part = options.part.as_deref().unwrap_or("all");
    for (tier, lowest) in [("warning or above", Severity::Warning), ("info or above", Severity::Info)] {
        let mut found: Vec<Vec<Found>> = vec![Vec::new(); documents.len()];
        for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity >= lowest) {
            if let Some((number, one)) = place(diagnostic)
                && let (Some(document), Some(found)) = (documents.get(number), found.get_mut(number))
                && document.lines.get(one.1).is_some_and(|first| is_about_lines(diagnostic, first))
            {
                found.push(one);
            }
        }
        let mut table = Table::new();
        let mut false_positives = Vec::new();
        for (number, (document, found)) in documents.iter().zip(&found).enumerate() {
            count(document, found, &mut table);
            // What is reported at warning is reported at info, too.
            if options.shows_false_positives && lowest == Severity::Info {
                show_false_positives(set, document, found);
            }
            if options.describes && lowest == Severity::Warning {
                false_positives.extend(describe(document, found, ids.get(number), &known));
            }
            if options.shows_misses && lowest == Severity::Info {
                show_misses(set, document, found);
            }
        }
        if options.is_brief && set.starts_with("boilerplate") {
            table.retain(|(group, _), _| *group < 2);
        }
        print(&format!("{set} ({part}), {} documents, {tier}", documents.len()), &table);
        for line in false_positives {
            println!("  {line}");
        }
    }
    Ok(())
}

/// What the project says of each line of a document that is reported and labelled as content.
fn describe(document: &Labelled, found: &[Found], id: Option<&String>, known: &Described) -> Vec<String> {
    let Some(id) = id else { return Vec::new() };
    let lines = found.iter().flat_map(|(rule, first, last)| (*first..=*last).map(move |number| (*rule, number)));
    let wrong = lines.filter(|(_, number)| document.labels.get(*number) == Some(&Label::Content));
    let said = wrong.map(|(rule, number)| {
        let line = number as u64 + 1;
        format!("wrong: {id}, line {line}, {rule}: {}", known.of(id, rule, line))
    });
    said.collect()
}

#[derive(Deserialize)]
struct Named {
    id: String,
    part: String,
}

/// The ids of the documents of a set that are measured.
fn ids(path: &Path, options: &Options) -> Result<Vec<String>, String> {
    let named = read::<Named>(path)?.into_iter().filter(|named| options.wants(&named.part));
    Ok(named.map(|named| named.id).collect())
}

/// Which document a finding is in, and which of its lines.
fn place(diagnostic: &Diagnostic) -> Option<(usize, Found)> {
    if diagnostic.rule.category != Category::Boilerplate {
        return None;
    }
    let number = diagnostic.document.as_ref()?.parse().ok()?;
    let first = usize::try_from(diagnostic.document_line).ok()?.checked_sub(1)?;
    let (start, end) = (diagnostic.place.start, diagnostic.place.end);
    let more = usize::try_from(end.line - start.line).ok()?;
    // An end at the start of a line is the end of the line before.
    let more = if end.column == 1 { more.saturating_sub(1) } else { more };
    Some((number, (diagnostic.rule.id, first, first + more)))
}

/// Whether a finding is about whole lines, of which `first` is the first: labels say nothing of a sentence in a paragraph.
fn is_about_lines(diagnostic: &Diagnostic, first: &str) -> bool {
    let (start, end) = (diagnostic.place.start, diagnostic.place.end);
    start.line < end.line || (end.column - start.column) * 2 >= first.chars().count() as u64
}

/// The numbers of the lines that are looked at: of the beginning, and of the end.
fn scope(document: &Labelled) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let lines = document.lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let numbers: Vec<usize> = lines.map(|(number, _)| number).collect();
    let tail: BTreeSet<usize> = numbers.iter().rev().take(TAIL).copied().collect();
    let head = numbers.iter().take(HEAD).filter(|number| !tail.contains(number)).copied().collect();
    (head, tail)
}

fn count(document: &Labelled, found: &[Found], table: &mut Table) {
    let (head, tail) = scope(document);
    let language = format!("language {}", document.language);
    let mut touched: BTreeSet<&str> = BTreeSet::new();
    for (number, label) in document.labels.iter().enumerate() {
        let rules: BTreeSet<&str> = found
            .iter()
            .filter(|(_, first, last)| (*first..=*last).contains(&number))
            .map(|(rule, ..)| *rule)
            .collect();
        let end = if head.contains(&number) {
            Some("head")
        } else if tail.contains(&number) {
            Some("tail")
        } else {
            None
        };
        let mut keys = vec![(0, "all".to_owned()), (2, language.clone())];
        keys.push((1, end.unwrap_or("middle").to_owned()));
        let is_reported = !rules.is_empty();
        if let Label::Boilerplate(category) = label
            && end.is_some()
        {
            for key in keys.iter().chain([&(4, format!("label {category}"))]) {
                table.entry(key.clone()).or_default().recall.count(is_reported);
            }
        }
        if !is_reported {
            continue;
        }
        keys.extend(rules.iter().map(|rule| (3, format!("rule {rule}"))));
        for key in keys {
            let counts = table.entry(key).or_default();
            match label {
                Label::Content => counts.precision.count(false),
                Label::Boilerplate(_) => counts.precision.count(true),
                Label::Meta | Label::Unknown => counts.uncounted += 1,
            }
        }
        if *label == Label::Content {
            touched.extend(rules);
        }
    }
    for key in [(0, "all".to_owned()), (2, language)] {
        table.entry(key).or_default().touched.count(!touched.is_empty());
    }
    for rule in found.iter().map(|(rule, ..)| *rule).collect::<BTreeSet<_>>() {
        table.entry((3, format!("rule {rule}"))).or_default().touched.count(touched.contains(rule));
    }
}

fn show_false_positives(set: &str, document: &Labelled, found: &[Found]) {
    for (rule, first, last) in found {
        for number in *first..=*last {
            let (Some(line), Some(Label::Content)) = (document.lines.get(number), document.labels.get(number)) else {
                continue;
            };
            let start: String = line.chars().take(160).collect();
            println!(
                "  {set}, {}, line {} of {}: {rule}: {start}",
                document.language,
                number + 1,
                document.lines.len()
            );
        }
    }
}

fn show_misses(set: &str, document: &Labelled, found: &[Found]) {
    let (head, tail) = scope(document);
    for number in head.iter().chain(&tail) {
        let is_found = found.iter().any(|(_, first, last)| (*first..=*last).contains(number));
        let (Some(line), Some(Label::Boilerplate(category))) =
            (document.lines.get(*number), document.labels.get(*number))
        else {
            continue;
        };
        if !is_found {
            let start: String = line.chars().take(160).collect();
            let (number, all) = (number + 1, document.lines.len());
            println!("  {set}, {}, line {number} of {all}: missed {category}: {start}", document.language);
        }
    }
}

fn print(title: &str, table: &Table) {
    println!("\n{title}\n  {:<36} {:<30} {:<30} {:<28} neither", "", "precision %", "recall %", "documents touched %");
    for ((_, name), counts) in table {
        let Counts { precision, recall, touched, uncounted } = counts;
        let (precision, recall, touched) = (precision.shown(), recall.shown(), touched.shown());
        println!("  {name:<36} {precision:<30} {recall:<30} {touched:<28} {uncounted}");
    }
}
