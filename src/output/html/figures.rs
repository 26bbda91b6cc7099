//! The plots of the page: findings by rule, by source and by date, and documents by length.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::message::OPTIONS;
use super::super::report::Head;
use super::super::sanitize::{short, text};
use super::super::xml::escaped;
use super::plot::{Bar, BySeverity, Column, Name, bars, columns};
use crate::diagnostic::{Diagnostic, Severity};
use crate::linter::LENGTHS;
use crate::number::{counted, grouped};
use crate::source::Source;

/// How many rules, sources, and months or years are in a plot.
const RULES: usize = 20;
const SOURCES: usize = 12;
const DATES: usize = 48;

/// What is counted for the plots, finding by finding.
#[derive(Default)]
pub(super) struct Figures {
    sources: BTreeMap<Option<Box<str>>, BySeverity>,
    months: BTreeMap<Option<Box<str>>, BySeverity>,
    /// Findings by file, in the order of files.
    files: Vec<(Arc<Source>, BySeverity)>,
}

impl Figures {
    /// Counts a finding.
    pub(super) fn count(&mut self, diagnostic: &Diagnostic) {
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

    /// All plots.
    pub(super) fn plots(&self, head: &Head<'_>) -> String {
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
            .map(|(name, parts, documents)| {
                let name = name.strip_prefix(&folder).unwrap_or(&name).to_owned();
                let name = if known { Name::Words(name) } else { Name::Path(name) };
                Bar { name, parts, note: format!("in {}", counted(documents, "doc")) }
            })
            .collect();
        let mut notes = Vec::new();
        if !folder.is_empty() {
            notes.push(format!("In {}", short(&folder, 80, &OPTIONS)));
        }
        if others > 0 {
            notes.push(format!("{} with fewer findings not shown", counted(others, unit)));
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
                let found = counted(parts.iter().sum::<u64>(), "finding");
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
            notes.push(format!("{} before these are left out", counted(earlier, "year")));
        }
        let title = if by_year { "Findings by year" } else { "Findings by month" };
        figure(title, &columns_of, |all| columns(title, all), &notes.join("; "))
    }

    fn without_date(&self) -> String {
        counted(self.months.get(&None).map_or(0, |counts| counts.iter().sum::<u64>()), "finding")
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
    let mut rows: Vec<Bar> = rules
        .into_iter()
        .map(|(rule, parts)| Bar { name: Name::Words(rule.to_owned()), parts, note: String::new() })
        .collect();
    rows.sort_by_key(|bar| std::cmp::Reverse(bar.parts.iter().sum::<u64>()));
    let others = rows.len().saturating_sub(RULES);
    rows.truncate(RULES);
    let note =
        if others > 0 { format!("{} with fewer findings not shown", counted(others, "rule")) } else { String::new() };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_paths_have_in_common_is_said_once() {
        let common = |paths: &[&str]| common_folder(paths.iter().copied());
        assert_eq!(common(&["drop/a/x", "drop/a/y", "drop/b/x"]), "drop/");
        assert_eq!(common(&["drop/a/x"]), "drop/a/");
        assert_eq!(common(&["x", "drop/y"]), "");
        assert_eq!(common(&[]), "");
    }
}
