//! Documents to learn from: whole ones, and the same cut on purpose.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use corplint::document::{Defaults, Document, SectionKind, Surroundings, sections};
use corplint::source::read_plain;
use corplint::syntax::escape::escape;
use corplint::syntax::parse;
use serde::Deserialize;

/// The set of whole pages, of which only the lines serve that are not cut.
pub(crate) const FULL: &str = "boilerplate-pages-full";

/// Documents of which only the words serve.
pub(crate) const WORDS: &str = "words";

/// A document.
pub(crate) struct Text {
    /// What it must not be separated from when fitting and measuring are: its site, its author.
    pub(crate) group: String,
    /// What it says.
    pub(crate) body: String,
    /// The language that the set gives.
    pub(crate) language: String,
    /// Whether somebody said that it is whole; none where nobody did.
    pub(crate) is_whole: Option<bool>,
    /// How it was cut, where it was.
    pub(crate) how: Option<String>,
    /// The set that it is from.
    pub(crate) set: &'static str,
}

#[derive(Deserialize)]
struct Cut {
    id: String,
    lang: String,
    text: String,
    source: String,
    label: String,
    how: Option<String>,
    part: String,
}

#[derive(Deserialize)]
struct Page {
    id: String,
    site: String,
    part: String,
    lang: String,
    lines: Vec<String>,
}

#[derive(Deserialize)]
struct Ends {
    id: String,
    site: String,
    part: String,
    lang: String,
    end: String,
}

impl Ends {
    /// The document that this says the end of.
    fn of_text(self, body: String, set: &'static str) -> Text {
        let is_whole = whole(&self.end);
        Text { group: self.site, body, language: self.lang, is_whole, how: None, set }
    }
}

fn read<T: for<'a> Deserialize<'a>>(folder: &Path, set: &str) -> Result<Vec<T>, String> {
    let path = folder.join(format!("{set}.jsonl"));
    let bytes = read_plain(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let objects = lines.map(|line| serde_json::from_slice(line));
    objects.collect::<Result<_, _>>().map_err(|error| format!("{}: {error}", path.display()))
}

/// All documents of this part.
pub(crate) fn texts(folder: &Path, part: &str) -> Result<Vec<Text>, String> {
    let mut texts = Vec::new();
    for cut in read::<Cut>(folder, "truncation")?.into_iter().filter(|cut| cut.part == part) {
        // The chapters of a novel stay together, and so do the answers of a forum.
        let group = match cut.source.as_str() {
            "scrapinghub" => cut.id,
            _ => cut.id.rsplit_once('-').map_or(cut.id.clone(), |(group, _)| {
                group.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').to_owned()
            }),
        };
        let is_whole = Some(cut.label == "complete");
        texts.push(Text { group, body: cut.text, language: cut.lang, is_whole, how: cut.how, set: "truncation" });
    }
    let mut ends = BTreeMap::new();
    let mut named = BTreeSet::new();
    for set in ["ends-pages", "ends-french"] {
        for end in read::<Ends>(folder, set)? {
            named.insert(end.id.clone());
            if end.part == part {
                ends.insert(end.id.clone(), end);
            }
        }
    }
    for page in read::<Page>(folder, "boilerplate-pages-recall")? {
        if let Some(end) = ends.remove(&page.id) {
            texts.push(end.of_text(page.lines.join("\n"), "ends-pages"));
        }
    }
    if let Some(drops) = folder.parent().map(|parent| parent.join("drops/press-fr.corpus")) {
        let mut unnamed = Vec::new();
        let mut other = 0;
        let bytes = read_plain(&drops).map_err(|error| format!("{}: {error}", drops.display()))?;
        each_document(&bytes, |document| {
            let id = document.id().map(|id| String::from_utf8_lossy(id).into_owned()).unwrap_or_default();
            let text = String::from_utf8_lossy(&document.content()).into_owned();
            if let Some(end) = ends.remove(&id) {
                texts.push(end.of_text(text, "ends-french"));
            } else if !named.contains(&id) {
                let site = id.split('-').nth(1).unwrap_or_default().to_owned();
                other += 1;
                if other % 6 == 0 {
                    unnamed.push(Text {
                        group: site,
                        body: text,
                        language: "fr".to_owned(),
                        is_whole: None,
                        how: None,
                        set: "press-fr",
                    });
                }
            }
        });
        texts.append(&mut unnamed);
    }
    for set in [
        "boilerplate-pages-recall",
        "boilerplate-articles-recall",
        "boilerplate-pages-trim",
        "boilerplate-articles-trim",
    ] {
        for page in read::<Page>(folder, set)?.into_iter().filter(|page| page.part == part) {
            let recall = page.id.trim_end_matches("-recall").trim_end_matches("-trim").to_owned() + "-recall";
            if !named.contains(&recall) {
                let text = page.lines.join("\n");
                texts.push(Text { group: page.site, body: text, language: page.lang, is_whole: None, how: None, set });
            }
        }
    }
    for page in read::<Page>(folder, "boilerplate-pages-full")?.into_iter().filter(|page| page.part == part) {
        texts.push(Text {
            group: page.site,
            body: page.lines.join("\n"),
            language: page.lang,
            is_whole: None,
            how: None,
            set: FULL,
        });
    }
    texts.append(&mut words(folder, part)?);
    Ok(texts)
}

#[derive(Deserialize)]
struct Sheet {
    id: String,
    part: String,
    lang: String,
    lines: Vec<String>,
    /// The number of a line of another language.
    stray: Option<usize>,
}

#[derive(Deserialize)]
struct Base {
    id: String,
    lang: String,
    text: String,
    label: String,
    source: String,
}

/// Documents of other sets, of which the words are counted. None of them is in a set that cuts are measured on.
fn words(folder: &Path, part: &str) -> Result<Vec<Text>, String> {
    let mut texts = Vec::new();
    let mut add = |group: String, language: String, body: String| {
        texts.push(Text { group, body, language, is_whole: None, how: None, set: WORDS });
    };
    for set in ["language-lines", "boilerplate-french-recall", "boilerplate-articles-full"] {
        for page in read::<Sheet>(folder, set)?.into_iter().filter(|page| page.part == part && page.stray.is_none()) {
            add(page.id, page.lang, page.lines.join("\n"));
        }
    }
    for base in read::<Base>(folder, "near-duplicates")? {
        let is_elsewhere = base.source.starts_with("eltec") || base.source == "scrapinghub";
        if base.label == "base" && !is_elsewhere {
            add(base.id, base.lang, base.text);
        }
    }
    Ok(texts)
}

fn whole(end: &str) -> Option<bool> {
    match end {
        "complete" => Some(true),
        "cut" => Some(false),
        _ => None,
    }
}

/// Shows each document of a corpus file.
pub(crate) fn each_document(bytes: &[u8], mut show: impl FnMut(&Document<'_>)) {
    let tree = parse(bytes);
    let defaults = Defaults::default();
    for section in sections(&tree.nodes).into_iter().filter(|section| section.kind == SectionKind::Document) {
        show(&section.document(bytes, Surroundings::default(), &defaults));
    }
}

/// The text as a document of a corpus file.
pub(crate) fn write(id: &str, language: &str, text: &str, to: &mut Vec<u8>) {
    to.extend_from_slice(format!("<<<FILE>>> {id} lang={language}\n").as_bytes());
    for line in text.split('\n') {
        to.extend_from_slice(&escape(line.as_bytes()));
        to.push(b'\n');
    }
}
