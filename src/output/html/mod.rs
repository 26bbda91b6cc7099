//! A page for a browser that needs nothing but itself: the verdict, plots, and the findings with the text around them.
//!
//! The page says of itself that it may load and run nothing but its own style and script, which are told apart from
//! anything else by their hashes. What comes from a corpus is text, never markup.

mod finding;
mod plot;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::message::{OPTIONS, because, capital, counted, failures, found, grouped, verdict};
use super::report::{Head, Reporter};
use super::sanitize::{short, text};
use super::selection::Selection;
use super::xml::escaped;
use crate::diagnostic::{Diagnostic, Severity};
use crate::gate::Verdict;
use crate::linter::LENGTHS;
use crate::source::Source;
use plot::{Bar, BySeverity, Column, bars, columns};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// How many findings are on the page.
const MOST: u64 = 1_000;

/// How many rules, sources, and months or years are in a plot.
const RULES: usize = 20;
const SOURCES: usize = 12;
const DATES: usize = 48;

/// How many files that could not be read are named.
const FAILURES: usize = 20;

/// A page for a browser.
#[derive(Default)]
pub(super) struct Html {
    selection: Selection,
    articles: String,
    shown: u64,
    /// How many of the findings on the page each rule has.
    rules: BTreeMap<&'static str, u64>,
    sources: BTreeMap<Option<Box<str>>, BySeverity>,
    months: BTreeMap<Option<Box<str>>, BySeverity>,
    /// Findings by file, in the order of files.
    files: Vec<(Arc<Source>, BySeverity)>,
}

impl Reporter for Html {
    fn begin(&mut self, head: &Head<'_>, _: &mut dyn Write) -> io::Result<()> {
        self.selection = Selection::new(&head.summary.by_rule, MOST);
        Ok(())
    }

    fn finding(&mut self, head: &Head<'_>, diagnostic: &Diagnostic, _: &mut dyn Write) -> io::Result<()> {
        self.count(diagnostic);
        if self.selection.takes(diagnostic) {
            self.shown += 1;
            *self.rules.entry(diagnostic.rule.id).or_default() += 1;
            self.articles.push_str(&finding::article(head, diagnostic, self.shown));
        }
        Ok(())
    }

    fn end(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        let title = format!("corplint: {}", verdict(head.verdict));
        writeln!(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
        writeln!(
            out,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; \
             script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">",
            hash(STYLE),
            hash(SCRIPT)
        )?;
        writeln!(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
        writeln!(out, "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>")?;
        writeln!(out, "<style>{STYLE}</style>\n</head>\n<body>")?;
        out.write_all(header(head).as_bytes())?;
        out.write_all(self.plots(head).as_bytes())?;
        out.write_all(self.findings(head).as_bytes())?;
        out.write_all(reasons(head).as_bytes())?;
        let version = escaped(head.version);
        writeln!(out, "<p class=\"soft\">corplint {version}. This page loads nothing and sends nothing.</p>")?;
        writeln!(out, "<script>{SCRIPT}</script>\n</body>\n</html>")
    }
}

impl Html {
    fn count(&mut self, diagnostic: &Diagnostic) {
        let place = match diagnostic.severity {
            Severity::Error => [1, 0, 0],
            Severity::Warning => [0, 1, 0],
            Severity::Info => [0, 0, 1],
        };
        let add = |counts: &mut BySeverity| counts.iter_mut().zip(place).for_each(|(count, one)| *count += one);
        match self.files.last_mut().filter(|(source, _)| source.path() == diagnostic.source.path()) {
            Some((_, counts)) => add(counts),
            None => self.files.push((Arc::clone(&diagnostic.source), place)),
        }
        if let Some(origin) = diagnostic.origin.as_ref().filter(|_| diagnostic.in_document) {
            for (map, key) in [(&mut self.sources, &origin.source), (&mut self.months, &origin.month)] {
                match map.get_mut(key) {
                    Some(counts) => add(counts),
                    None => {
                        map.insert(key.clone(), place);
                    }
                }
            }
        }
    }

    fn plots(&self, head: &Head<'_>) -> String {
        let mut html = "<section>\n<h2>Where the findings are</h2>\n<ul class=\"key\"><li class=\"error\">errors</li>\
                        <li class=\"warning\">warnings</li><li class=\"info\">infos</li></ul>\n<div class=\"plots\">\n"
            .to_owned();
        html.push_str(&by_rule(head));
        html.push_str(&self.by_source(head));
        html.push_str(&self.by_date(head));
        html.push_str(&lengths(head));
        html.push_str("</div>\n</section>\n");
        html
    }

    /// By source, or by file if no document says its source.
    fn by_source(&self, head: &Head<'_>) -> String {
        let known = head.profile.sources.keys().any(Option::is_some);
        let mut rows: Vec<(String, BySeverity, u64)> = if known {
            let documents = |source: &Option<Box<str>>| head.profile.sources.get(source).copied().unwrap_or(0);
            let name = |source: &Option<Box<str>>| match source {
                Some(source) => text(source, &OPTIONS),
                None => "(not said)".to_owned(),
            };
            self.sources.iter().map(|(source, counts)| (name(source), *counts, documents(source))).collect()
        } else {
            let documents: BTreeMap<_, u64> =
                head.files.iter().map(|file| (file.source.path(), file.documents)).collect();
            let of = |source: &Source| documents.get(source.path()).copied().unwrap_or(0);
            self.files.iter().map(|(source, counts)| (head.path(source), *counts, of(source))).collect()
        };
        rows.sort_by_key(|(_, counts, _)| std::cmp::Reverse(counts.iter().sum::<u64>()));
        let (title, unit) = if known { ("Findings by source", "source") } else { ("Findings by file", "file") };
        let others = rows.len().saturating_sub(SOURCES);
        rows.truncate(SOURCES);
        let folder = if known { String::new() } else { common_folder(rows.iter().map(|(name, ..)| name.as_str())) };
        let rows: Vec<Bar> = rows
            .into_iter()
            .map(|(name, parts, documents)| Bar {
                name: name.strip_prefix(&folder).unwrap_or(&name).to_owned(),
                parts,
                note: format!("in {} docs", grouped(documents)),
            })
            .collect();
        let mut notes = Vec::new();
        if !folder.is_empty() {
            notes.push(format!("In {}", short(&folder, 80, &OPTIONS)));
        }
        if others > 0 {
            notes.push(format!("{} with fewer findings not shown", counted(others as u64, unit)));
        }
        figure(title, &rows, |rows| bars(title, rows), &notes.join("; "))
    }

    /// By month, or by year if there are many months.
    fn by_date(&self, head: &Head<'_>) -> String {
        let months: Vec<&str> = head.profile.months.keys().flatten().map(|month| &**month).collect();
        let by_year = months.len() > DATES;
        let mut groups: BTreeMap<&str, (BySeverity, u64)> = BTreeMap::new();
        let group = |month: &'_ str| if by_year { month.len().min(4) } else { month.len() };
        for (month, documents) in &head.profile.months {
            if let Some(name) = month.as_ref().and_then(|month| month.get(..group(month))) {
                groups.entry(name).or_default().1 += documents;
            }
        }
        for (month, counts) in &self.months {
            if let Some(name) = month.as_ref().and_then(|month| month.get(..group(month))) {
                let own = &mut groups.entry(name).or_default().0;
                own.iter_mut().zip(counts).for_each(|(own, count)| *own += count);
            }
        }
        let earlier = groups.len().saturating_sub(DATES);
        let columns_of: Vec<Column> = groups
            .into_iter()
            .skip(earlier)
            .map(|(name, (parts, documents))| {
                let found = counted(parts.iter().sum(), "finding");
                let note = format!("{name}: {found} in {}", counted(documents, "document"));
                Column { name: name.to_owned(), parts, plain: 0, note }
            })
            .collect();
        let undated = head.profile.months.get(&None).copied().unwrap_or(0);
        let mut notes = Vec::new();
        if undated > 0 {
            notes.push(format!("{} no date; {} in there", verb(undated), self.without_date()));
        }
        if earlier > 0 {
            notes.push(format!("{} before these are left out", counted(earlier as u64, "year")));
        }
        let title = if by_year { "Findings by year" } else { "Findings by month" };
        figure(title, &columns_of, |all| columns(title, all), &notes.join("; "))
    }

    fn without_date(&self) -> String {
        counted(self.months.get(&None).map_or(0, |counts| counts.iter().sum()), "finding")
    }

    fn findings(&self, head: &Head<'_>) -> String {
        if self.shown == 0 {
            return String::new();
        }
        let mut html = "<section>\n<h2>Findings</h2>\n".to_owned();
        if self.selection.left_out > 0 {
            // Writing to a string does not fail.
            let _ = writeln!(
                html,
                "<p class=\"note\">{} of {} are on this page: the worst, and of those of one severity some of every \
                 rule. All are counted above.</p>",
                grouped(self.shown),
                grouped(head.summary.findings()),
            );
        }
        html.push_str("<form hidden><label>Rule <select name=\"rule\"><option value=\"\">all</option>");
        for (rule, count) in &self.rules {
            let _ = write!(html, "<option value=\"{rule}\">{rule} ({count})</option>");
        }
        html.push_str("</select></label>");
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let name = severity.name();
            let _ = write!(
                html,
                "<label><input type=\"checkbox\" name=\"severity\" value=\"{name}\" checked> {name}s</label>"
            );
        }
        html.push_str("<output name=\"count\"></output></form>\n");
        html.push_str(&self.articles);
        html.push_str("</section>\n");
        html
    }
}

/// The folder that all of these paths lie in, with a slash behind it; nothing if there is none.
fn common_folder<'a>(mut paths: impl Iterator<Item = &'a str>) -> String {
    let folder = |path: &'a str| path.rfind('/').and_then(|slash| path.get(..=slash)).unwrap_or_default();
    let first = paths.next().map(folder).unwrap_or_default();
    let common = paths.fold(first, |mut common, path| {
        while !path.starts_with(common) {
            common = folder(common.trim_end_matches('/'));
        }
        common
    });
    common.to_owned()
}

/// `1 document has`, `2 documents have`.
fn verb(documents: u64) -> String {
    format!("{} {}", counted(documents, "document"), if documents == 1 { "has" } else { "have" })
}

fn header(head: &Head<'_>) -> String {
    let class = match head.verdict {
        Verdict::Pass => "passed",
        Verdict::Fail => "failed",
        Verdict::Undecided => "open",
    };
    let (name, because, found) = (verdict(head.verdict), capital(&because(head)), capital(&found(head)));
    let (because, found) = (finding::with_code(&escaped(&because)), escaped(&found));
    let mut html = format!(
        "<header>\n<div class=\"verdict {class}\"><h1>Verdict: {name}</h1>\n<p>{because}. {found}.</p></div>\n",
    );
    html.push_str("<ul class=\"tiles\">");
    for (class, number, name) in [
        ("", head.counts.files, "files"),
        ("", head.counts.documents, "documents"),
        ("", head.summary.documents, "with findings"),
        ("error", head.summary.errors, "errors"),
        ("warning", head.summary.warnings, "warnings"),
        ("info", head.summary.infos, "infos"),
    ] {
        // Writing to a string does not fail.
        let _ = write!(html, "<li class=\"{class}\"><b>{}</b>{name}</li>", grouped(number));
    }
    html.push_str("</ul>\n");
    if !head.failures.is_empty() {
        html.push_str("<h2>Files that could not be read</h2>\n<ul>");
        for (path, reason) in failures(head).take(FAILURES) {
            let _ = write!(html, "<li><code>{}</code> {}</li>", escaped(&path), escaped(&reason));
        }
        let more = head.failures.len().saturating_sub(FAILURES);
        if more > 0 {
            let _ = write!(html, "<li>and {} more</li>", grouped(more as u64));
        }
        html.push_str("</ul>\n");
    }
    html.push_str("</header>\n");
    html
}

fn by_rule(head: &Head<'_>) -> String {
    let mut rules: BTreeMap<&str, BySeverity> = BTreeMap::new();
    for row in &head.summary.by_rule {
        let [errors, warnings, infos] = rules.entry(row.rule.id).or_default();
        let place = match row.severity {
            Severity::Error => errors,
            Severity::Warning => warnings,
            Severity::Info => infos,
        };
        *place += row.count;
    }
    let mut rows: Vec<Bar> =
        rules.into_iter().map(|(rule, parts)| Bar { name: rule.to_owned(), parts, note: String::new() }).collect();
    rows.sort_by_key(|bar| std::cmp::Reverse(bar.parts.iter().sum::<u64>()));
    let others = rows.len().saturating_sub(RULES);
    rows.truncate(RULES);
    let note = if others > 0 {
        format!("{} with fewer findings not shown", counted(others as u64, "rule"))
    } else {
        String::new()
    };
    figure("Findings by rule", &rows, |rows| bars("Findings by rule", rows), &note)
}

fn lengths(head: &Head<'_>) -> String {
    let counts = &head.profile.lengths;
    let first = counts.iter().position(|count| *count > 0).unwrap_or(0);
    let last = counts.iter().rposition(|count| *count > 0).map_or(0, |last| last + 1);
    let classes: Vec<Column> = LENGTHS
        .iter()
        .zip(counts)
        .enumerate()
        .skip(first)
        .take(last.saturating_sub(first))
        .map(|(number, (start, count))| {
            let up_to = LENGTHS.get(number + 1).map_or_else(String::new, |next| format!(" to {}", grouped(next - 1)));
            let note = format!("{}{up_to} characters: {}", grouped(*start), counted(*count, "document"));
            Column { name: rounded(*start), parts: [0; 3], plain: *count, note }
        })
        .collect();
    let title = "Documents by length, in characters";
    figure(title, &classes, |all| columns(title, all), "Each column goes up to the number below the next.")
}

/// Why each rule is there, once.
fn reasons(head: &Head<'_>) -> String {
    if head.summary.by_rule.is_empty() {
        return String::new();
    }
    let mut html = "<section>\n<h2>Why these rules</h2>\n".to_owned();
    let rules: BTreeMap<&str, _> = head.summary.by_rule.iter().map(|row| (row.rule.id, row.rule)).collect();
    for (id, rule) in rules {
        let summary = escaped(&rule.summary());
        // Writing to a string does not fail.
        let _ = write!(html, "<details><summary><b>{id}</b> {summary}</summary>");
        for paragraph in rule.section("Why").unwrap_or_default().split("\n\n") {
            let words: Vec<&str> = paragraph.split_whitespace().collect();
            let _ = write!(html, "<p>{}</p>", escaped(&words.join(" ")));
        }
        html.push_str("</details>\n");
    }
    html.push_str("</section>\n");
    html
}

/// `500`, `2k`, `5M`.
fn rounded(number: u64) -> String {
    match number {
        0..1_000 => number.to_string(),
        1_000..1_000_000 => format!("{}k", number / 1_000),
        _ => format!("{}M", number / 1_000_000),
    }
}

/// A plot with its title and a note, or a word where there is nothing to plot.
fn figure<T>(title: &str, rows: &[T], plot: impl Fn(&[T]) -> String, note: &str) -> String {
    let plot = if rows.is_empty() { "<p class=\"note\">Nothing to show.</p>".to_owned() } else { plot(rows) };
    let note = if note.is_empty() { String::new() } else { format!("<p class=\"note\">{}</p>", escaped(note)) };
    format!("<figure><h3>{title}</h3>{plot}{note}</figure>\n")
}

/// The SHA-256 of a text in Base64 (RFC 4648), as a content security policy names it.
fn hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digest: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let mut encoded = String::with_capacity(44);
    for bytes in digest.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, place| bits << 8 | u32::from(bytes.get(place).copied().unwrap_or(0)));
        for place in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * place)) as usize & 63).copied().unwrap_or(b'=');
            encoded.push(if place <= bytes.len() { char::from(digit) } else { '=' });
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_written_in_base_64() {
        assert_eq!(hash(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn what_all_paths_have_in_common_is_said_once() {
        let common = |paths: &[&str]| common_folder(paths.iter().copied());
        assert_eq!(common(&["drop/a/x", "drop/a/y", "drop/b/x"]), "drop/");
        assert_eq!(common(&["drop/a/x"]), "drop/a/");
        assert_eq!(common(&["x", "drop/y"]), "");
        assert_eq!(common(&[]), "");
    }

    #[test]
    fn the_page_has_no_style_and_no_script_but_its_own() {
        for own in [STYLE, SCRIPT] {
            assert!(
                !own.contains("</") && !own.contains("http") && !own.contains("url("),
                "it could end or load something"
            );
        }
    }
}
