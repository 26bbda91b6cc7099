//! Labelled sets: documents as lines, and what was said of them.

use std::collections::BTreeMap;
use std::path::Path;

use corplint::document::{Defaults, SectionKind, Surroundings, sections};
use corplint::source::read_plain;
use corplint::syntax::escape::escape;
use corplint::syntax::parse;
use serde::Deserialize;

/// What a line is, by its label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    /// The article.
    Content,
    /// Not the article, by its category; `any` where the set has none.
    Boilerplate(String),
    /// Information about the article: counts neither way.
    Meta,
    /// Nobody knows, or nobody was asked: counts neither way.
    Unknown,
}

impl Label {
    fn of(text: &str) -> Self {
        let text = text.strip_suffix("+mix").unwrap_or(text);
        match text.split_once(':').unwrap_or((text, "any")) {
            ("c" | "content", _) => Self::Content,
            ("b" | "boilerplate", category) => Self::Boilerplate(category.to_owned()),
            ("m" | "meta", _) => Self::Meta,
            _ => Self::Unknown,
        }
    }
}

/// A document with labels.
pub(crate) struct Labelled {
    /// The language that the set gives, as a code.
    pub(crate) language: String,
    /// `fit` or `check`.
    pub(crate) part: String,
    /// The text.
    pub(crate) lines: Vec<String>,
    /// What each line is.
    pub(crate) labels: Vec<Label>,
}

impl Labelled {
    /// The document as it stands in a corpus file, with this id.
    pub(crate) fn write(&self, id: &str, to: &mut Vec<u8>) {
        to.extend_from_slice(format!("<<<FILE>>> {id} lang={}\n", self.language).as_bytes());
        for line in &self.lines {
            to.extend_from_slice(&escape(line.as_bytes()));
            to.push(b'\n');
        }
    }
}

#[derive(Deserialize)]
struct Page {
    id: String,
    part: String,
    lang: String,
    lines: Vec<String>,
    labels: Vec<String>,
}

#[derive(Deserialize)]
struct Ends {
    id: String,
    part: String,
    lang: String,
    /// How many lines the document had for the reader.
    count: usize,
    lines: BTreeMap<usize, String>,
}

pub(crate) fn read<T: for<'a> Deserialize<'a>>(path: &Path) -> Result<Vec<T>, String> {
    let bytes = read_plain(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let objects = lines.map(|line| serde_json::from_slice(line));
    objects.collect::<Result<_, _>>().map_err(|error| format!("{}: {error}", path.display()))
}

/// A line of a page cannot have line breaks in it here.
fn one_line(line: &str) -> String {
    line.replace(['\n', '\r'], " ")
}

/// The documents of a set in which every line has a label.
pub(crate) fn pages(path: &Path) -> Result<Vec<Labelled>, String> {
    let pages: Vec<Page> = read(path)?;
    let labelled = pages.into_iter().map(|page| Labelled {
        language: page.lang,
        part: page.part,
        lines: page.lines.iter().map(|line| one_line(line)).collect(),
        labels: page.labels.iter().map(|label| Label::of(label)).collect(),
    });
    Ok(labelled.collect())
}

/// The documents of a set that labels some lines of the documents of another.
pub(crate) fn ends(path: &Path, texts: &BTreeMap<String, Vec<String>>) -> Result<Vec<Labelled>, String> {
    let ends: Vec<Ends> = read(path)?;
    let labelled = ends.into_iter().map(|ends| {
        let lines = texts.get(&ends.id).ok_or_else(|| format!("{}: no text for `{}`", path.display(), ends.id))?;
        // Numbers of lines mean nothing in another version of the text, and the figures would not show it.
        if lines.len() != ends.count {
            let (path, id, count) = (path.display(), &ends.id, ends.count);
            return Err(format!("{path}: `{id}` had {count} lines for the reader and has {} now", lines.len()));
        }
        let label = |number: usize| ends.lines.get(&number).map_or(Label::Unknown, |label| Label::of(label));
        let labels = (1..=lines.len()).map(label).collect();
        Ok(Labelled { language: ends.lang, part: ends.part, lines: lines.clone(), labels })
    });
    labelled.collect()
}

/// The texts of a set of pages, by id.
pub(crate) fn texts_of_pages(path: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    let pages: Vec<Page> = read(path)?;
    let text = |page: Page| (page.id, page.lines.iter().map(|line| one_line(line)).collect());
    Ok(pages.into_iter().map(text).collect())
}

/// The texts of a corpus file, by id.
pub(crate) fn texts_of_corpus(path: &Path) -> Result<BTreeMap<String, Vec<String>>, String> {
    let bytes = read_plain(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let tree = parse(&bytes);
    let defaults = Defaults::default();
    let documents = sections(&tree.nodes).into_iter().filter(|section| section.kind == SectionKind::Document);
    let text = |section: corplint::document::Section<'_>| {
        let document = section.document(&bytes, Surroundings::default(), &defaults);
        let id = String::from_utf8_lossy(document.id()?).into_owned();
        let content = document.content();
        let lines = String::from_utf8_lossy(&content).split('\n').map(one_line).collect();
        Some((id, lines))
    };
    Ok(documents.filter_map(text).collect())
}
