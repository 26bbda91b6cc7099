//! Clean text: which rules speak about documents that readers found complete and free of everything but the article.
//!
//! A document is clean if a reader labelled its ends, every line of them as the article or as information about it, and
//! its end as complete; and so is a document of the set `truncation` that nobody has cut. What is reported there at
//! warning or above is a false alarm, or a fault that the reader was not asked about: somebody has to look.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use corplint::config::Settings;
use corplint::diagnostic::Severity;
use corplint::linter::{self, Progress};
use corplint::rule::Category;
use corplint::source::Source;
use serde::Deserialize;

use crate::boilerplate::PRESS_FR;
use crate::described::Described;
use crate::labelled::{Labelled, read, texts_of_corpus, texts_of_pages};
use crate::rates::Rate;
use crate::{Options, set_path};

/// The languages that have a row of their own.
const LANGUAGES: [&str; 3] = ["fr", "de", "en"];

/// Whether findings of a category are counted.
type Counts = fn(Category) -> bool;

/// What is counted together, with the words for it.
const TOGETHER: [(&str, Counts); 2] = [
    ("all but truncation", |category| !matches!(category, Category::Truncation)),
    ("truncation", |category| matches!(category, Category::Truncation)),
];

#[derive(Deserialize)]
struct Ends {
    id: String,
    part: String,
    lang: String,
    lines: BTreeMap<usize, String>,
    end: String,
}

#[derive(Deserialize)]
struct Page {
    id: String,
    lang: String,
    text: String,
    label: String,
    part: String,
}

/// A clean document.
struct Clean {
    set: &'static str,
    id: String,
    language: String,
    lines: Vec<String>,
}

/// Measures all rules that are on by default.
pub(crate) fn evaluate(options: &Options) -> Result<(), String> {
    let documents = documents(options)?;
    let mut corpus = Vec::new();
    for (number, document) in documents.iter().enumerate() {
        let (language, lines) = (document.language.clone(), document.lines.clone());
        let document = Labelled { language, part: String::new(), lines, labels: Vec::new() };
        document.write(&number.to_string(), &mut corpus);
    }
    let source = Source::memory("clean.corpus", corpus);
    let run = crate::run();
    let outcome = linter::check(&[source], &Settings::default(), &run, &Progress::default());

    let known = Described::read()?;
    let (mut said, mut alarmed) = (Vec::new(), BTreeSet::new());
    let mut rules: BTreeSet<(&str, Category)> = BTreeSet::new();
    let mut touched: BTreeSet<(usize, &str)> = BTreeSet::new();
    for diagnostic in outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity >= Severity::Warning) {
        let number = diagnostic.document.as_ref().and_then(|id| id.parse::<usize>().ok());
        let Some((number, document)) = number.and_then(|number| Some((number, documents.get(number)?))) else {
            continue;
        };
        // What documents have to do with each other, and in their marker lines, is no fault of their text.
        if matches!(diagnostic.rule.category, Category::Format | Category::Identity | Category::Duplication) {
            continue;
        }
        rules.insert((diagnostic.rule.id, diagnostic.rule.category));
        touched.insert((number, diagnostic.rule.id));
        let (rule, line) = (diagnostic.rule.id, diagnostic.document_line);
        if !known.is_real(&document.id, rule, line) && diagnostic.rule.category != Category::Truncation {
            alarmed.insert(number);
        }
        if options.describes && diagnostic.rule.category != Category::Truncation {
            let what = known.of(&document.id, rule, line);
            let kind = if known.is_real(&document.id, rule, line) { "right" } else { "false alarm" };
            said.push(format!("  {kind}: {}, {}, line {line}, {rule}: {what}", document.language, document.id));
        }
        if options.shows_false_positives {
            let line = usize::try_from(diagnostic.document_line).unwrap_or_default();
            let text: String =
                document.lines.get(line.saturating_sub(1)).map_or("", String::as_str).chars().take(160).collect();
            println!("  {} {}: {}: {}: {text}", document.set, document.id, diagnostic.rule.id, diagnostic.message);
        }
    }
    let row = |title: &str, counts: &dyn Fn(usize) -> bool| {
        let mut cells = vec![Rate::default(); LANGUAGES.len() + 1];
        for (number, document) in documents.iter().enumerate() {
            let own = LANGUAGES.iter().position(|language| *language == document.language).unwrap_or(LANGUAGES.len());
            if let Some(cell) = cells.get_mut(own) {
                cell.count(counts(number));
            }
        }
        let cells: Vec<String> = cells.into_iter().map(|cell| format!("{:<27}", cell.shown())).collect();
        println!("{}", format!("  {title:<26}{}", cells.join(" ")).trim_end());
    };
    println!("clean documents with a finding at warning or above, in per cent");
    println!("  {:<26}{:<27} {:<27} {:<27} other languages", "", "French", "German", "English");
    for (title, belongs) in TOGETHER {
        row(title, &|number| {
            rules.iter().any(|(rule, category)| belongs(*category) && touched.contains(&(number, rule)))
        });
    }
    row("false alarms (not cuts)", &|number| alarmed.contains(&number));
    for (rule, _) in &rules {
        row(&format!("  {rule}"), &|number| touched.contains(&(number, rule)));
    }
    for line in said {
        println!("{line}");
    }
    Ok(())
}

/// The clean documents, each once.
fn documents(options: &Options) -> Result<Vec<Clean>, String> {
    let folder = &options.folder;
    let mut texts = texts_of_pages(&set_path(folder, "boilerplate-pages-recall"))?;
    texts.append(&mut texts_of_corpus(&folder.join(Path::new("../drops/press-fr.corpus")))?);
    let mut documents = Vec::new();
    let mut seen = BTreeSet::new();
    for (set, path) in [
        ("ends-pages", set_path(folder, "ends-pages")),
        ("ends-french", set_path(folder, "ends-french")),
        ("press-fr", PRESS_FR.into()),
    ] {
        for ends in read::<Ends>(&path)? {
            let is_text = |label: &String| label.starts_with(['c', 'm']) && !label.ends_with("+mix");
            let is_clean = ends.end == "complete" && ends.lines.values().all(is_text);
            if is_clean && options.wants(&ends.part) && seen.insert(ends.id.clone()) {
                let lines = texts.get(&ends.id).cloned().unwrap_or_default();
                documents.push(Clean { set, id: ends.id, language: ends.lang, lines });
            }
        }
    }
    for page in read::<Page>(&set_path(folder, "truncation"))? {
        if page.label == "complete" && options.wants(&page.part) && seen.insert(page.id.clone()) {
            let lines = page.text.split('\n').map(|line| line.replace('\r', " ")).collect();
            documents.push(Clean { set: "truncation", id: page.id, language: page.lang, lines });
        }
    }
    Ok(documents)
}
