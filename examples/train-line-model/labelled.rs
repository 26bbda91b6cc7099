//! The labelled folder as documents.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use serde::Deserialize;

/// What the project says of the ends of the trimmed pages.
const PAGES_TRIM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/evaluate/labels/pages-trim.jsonl");

/// What the project says of the ends of saved pages of other sites.
const PAGES_WEB: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/evaluate/labels/pages-web.jsonl");

pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What a line is, as far as it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    Content,
    Boilerplate,
    /// About the article: no part of it, and no fault if it is found.
    Meta,
    Unknown,
}

/// A document with labels.
#[derive(Clone, Debug)]
pub struct Labelled {
    pub set: &'static str,
    pub site: String,
    pub is_fit: bool,
    /// Whether anything is learned from it.
    pub is_learned: bool,
    pub lang: String,
    /// Lines, none of them blank.
    pub lines: Vec<String>,
    pub labels: Vec<Label>,
    /// The labels of the reader, where there was one.
    pub categories: Vec<String>,
}

impl Labelled {
    fn new(set: &'static str, page: Page, label: impl Fn(usize, &str) -> (Label, String)) -> Self {
        let mut labelled = Self {
            set,
            site: page.site,
            is_fit: page.part == "fit",
            is_learned: page.part == "fit",
            lang: page.lang,
            lines: Vec::new(),
            labels: Vec::new(),
            categories: Vec::new(),
        };
        for (at, line) in page.lines.into_iter().enumerate() {
            if !line.trim().is_empty() {
                let (own, category) = label(at, page.labels.get(at).map_or("", String::as_str));
                labelled.lines.push(line);
                labelled.labels.push(own);
                labelled.categories.push(category);
            }
        }
        labelled
    }
}

#[derive(Clone, Deserialize)]
struct Page {
    id: String,
    site: String,
    part: String,
    lang: String,
    lines: Vec<String>,
    labels: Vec<String>,
}

#[derive(Deserialize)]
struct Ends {
    id: String,
    site: String,
    part: String,
    lang: String,
    lines: BTreeMap<usize, String>,
}

fn rows<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>> {
    BufReader::new(File::open(path)?).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

fn page_rows(folder: &Path, set: &str) -> Result<Vec<Page>> {
    rows(&folder.join(format!("boilerplate-{set}.jsonl")))
}

/// The documents of `boilerplate-<set>.jsonl`.
pub fn pages(folder: &Path, set: &'static str) -> Result<Vec<Labelled>> {
    let label = |_: usize, label: &str| {
        let label = match label {
            "content" => Label::Content,
            "boilerplate" => Label::Boilerplate,
            "meta" => Label::Meta,
            _ => Label::Unknown,
        };
        (label, String::new())
    };
    Ok(page_rows(folder, set)?.into_iter().map(|page| Labelled::new(set, page, label)).collect())
}

/// The documents of which a reader labelled the ends: pages in two forms, and French papers.
pub fn ends(folder: &Path) -> Result<Vec<Labelled>> {
    let mut texts: BTreeMap<String, Vec<String>> =
        page_rows(folder, "pages-recall")?.into_iter().map(|page| (page.id, page.lines)).collect();
    let press = std::fs::read(folder.join("../drops/press-fr.corpus"))?;
    for document in String::from_utf8_lossy(&press).split("<<<FILE>>> ").skip(1) {
        let (id, text) = document.split_once('\n').unwrap_or((document, ""));
        texts.insert(id.trim().to_owned(), text.lines().map(str::to_owned).collect());
    }
    let mut documents = Vec::new();
    texts.extend(page_rows(folder, "pages-trim")?.into_iter().map(|page| (page.id, page.lines)));
    for (set, path) in [
        ("ends-pages", folder.join("ends-pages.jsonl")),
        ("ends-french", folder.join("ends-french.jsonl")),
        ("ends-trim", PAGES_TRIM.into()),
    ] {
        documents.extend(read_ends(set, &path, &texts)?);
    }
    Ok(documents)
}

/// The documents of the set `pages-web`, whose texts are in a file of their own.
pub fn pages_web(texts: &Path) -> Result<Vec<Labelled>> {
    let texts = rows::<Page>(texts)?.into_iter().map(|page| (page.id, page.lines)).collect();
    read_ends("pages-web", PAGES_WEB.as_ref(), &texts)
}

/// The documents of a set that labels some lines of these texts.
fn read_ends(set: &'static str, path: &Path, texts: &BTreeMap<String, Vec<String>>) -> Result<Vec<Labelled>> {
    let mut documents = Vec::new();
    for ends in rows::<Ends>(path)? {
        let lines = texts.get(&ends.id).ok_or_else(|| format!("{set}: there is no text of `{}`", ends.id))?;
        let (id, site, part, lang) = (ends.id, ends.site, ends.part, ends.lang);
        let page = Page { id, site, part, lang, lines: lines.clone(), labels: Vec::new() };
        documents.push(Labelled::new(set, page, |at, _| {
            let category = ends.lines.get(&(at + 1)).cloned().unwrap_or_default();
            let label = match category.as_bytes().first() {
                Some(b'c') => Label::Content,
                Some(b'b') => Label::Boilerplate,
                Some(b'm') => Label::Meta,
                _ => Label::Unknown,
            };
            (label, category)
        }));
    }
    Ok(documents)
}
