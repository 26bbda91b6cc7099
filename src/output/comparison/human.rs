//! A comparison for people: what became of which document, and in which words.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::super::sanitize::short;
use super::super::wrap::wrap;
use super::super::{Options, path};
use super::lines::lines;
use super::{Compared, Extent, Row, Status, Unread};
use crate::compare::{DropIndex, Entry, Key, Passage, words};
use crate::number::{counted, grouped};

/// How many lines are shown of what changed in one document.
const LINES: usize = 12;

/// How many columns an id or the value of an attribute may take.
const NAME: usize = 60;

const INDENT: &str = "    ";

pub(super) fn write(
    compared: Compared<'_>,
    extent: Extent,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<Unread> {
    let mut report =
        Report { compared, options, most: if extent.most == 0 { usize::MAX } else { extent.most }, unread: Vec::new() };
    if extent.stat {
        report.files(out)?;
    } else {
        for status in Status::ALL {
            report.documents(status, out)?;
        }
    }
    if !options.quiet {
        report.closing(out)?;
    }
    Ok(report.unread)
}

struct Report<'a> {
    compared: Compared<'a>,
    options: &'a Options,
    most: usize,
    unread: Unread,
}

impl Report<'_> {
    fn documents(&mut self, status: Status, out: &mut dyn Write) -> io::Result<()> {
        let style = self.options.style;
        for row in self.compared.rows(status).take(self.most) {
            let name = style.bold(&format!("{:<8}", status.name()));
            writeln!(out, "{name} {}  {}", self.name(row), style.dimmed(&self.place(row)))?;
            if status == Status::Changed {
                self.words(row, out)?;
            }
        }
        let count = self.compared.count(status);
        if count > self.most {
            let left = grouped(count - self.most);
            writeln!(out, "{:<8} {} and {left} more", status.name(), style.ellipsis())?;
        }
        Ok(())
    }

    fn name(&self, row: Row<'_>) -> String {
        let name = |entry: &Entry| match &entry.key {
            Key::Id(id) => short(&String::from_utf8_lossy(id), NAME, self.options),
            Key::Nameless => "(without an id)".to_owned(),
            Key::Outside(_) => "(text outside of documents)".to_owned(),
        };
        match (row.old, row.new) {
            (Some(old), Some(new)) if row.status == Status::Renamed => {
                format!("{} {} {}", name(old), self.arrow(), name(new))
            }
            (_, Some(entry)) | (Some(entry), None) => name(entry),
            (None, None) => String::new(),
        }
    }

    const fn arrow(&self) -> &'static str {
        if self.options.style.unicode { "→" } else { "->" }
    }

    fn place(&self, row: Row<'_>) -> String {
        let place = |drop: &DropIndex, entry: &Entry| format!("{}:{}", path(drop.path(entry)), entry.line);
        let Compared { old: old_drop, new: new_drop, .. } = self.compared;
        match (row.old, row.new) {
            (Some(old), Some(new)) if row.status == Status::Moved || old_drop.name(old) != new_drop.name(new) => {
                format!("{} {} {}", place(old_drop, old), self.arrow(), place(new_drop, new))
            }
            (_, Some(new)) => place(new_drop, new),
            (Some(old), None) => place(old_drop, old),
            (None, None) => String::new(),
        }
    }

    /// What changed in a document: its attributes, then its text.
    fn words(&mut self, row: Row<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Some((old, new)) = row.old.zip(row.new) else { return Ok(()) };
        let mut read = |drop: &DropIndex, entry: &Entry| {
            let passage = drop.passage(entry);
            passage.map_err(|error| self.unread.push((drop.path(entry).to_owned(), error))).ok()
        };
        let Some((was, is)) = read(self.compared.old, old).zip(read(self.compared.new, new)) else { return Ok(()) };
        for line in self.attributes(&was, &is) {
            writeln!(out, "{INDENT}{line}")?;
        }
        let columns = self.options.style.columns().saturating_sub(INDENT.len());
        let lines = lines(&words(&was.text, &is.text), columns, LINES, self.options);
        for line in lines.iter().take(LINES) {
            writeln!(out, "{INDENT}{line}")?;
        }
        if lines.len() > LINES {
            writeln!(out, "{INDENT}{} and more", self.options.style.ellipsis())?;
        }
        Ok(())
    }

    fn attributes(&self, was: &Passage, is: &Passage) -> Vec<String> {
        let keys: BTreeSet<&[u8]> = was.attributes.keys().chain(is.attributes.keys()).map(|key| &**key).collect();
        let style = self.options.style;
        let text = |bytes: &[u8]| short(&String::from_utf8_lossy(bytes), NAME, self.options);
        let changed = keys.into_iter().filter(|key| was.attributes.get(*key) != is.attributes.get(*key));
        let line = |key: &[u8]| {
            let (old, new) = (was.attributes.get(key), is.attributes.get(key));
            let mark = |value: &[u8], [open, close]: [&str; 2]| {
                if style.color { text(value) } else { format!("{open}{}{close}", text(value)) }
            };
            let old = old.map(|value| style.removed(&mark(value, ["[-", "-]"])));
            let new = new.map(|value| style.added(&mark(value, ["{+", "+}"])));
            let both: Vec<String> = old.into_iter().chain(new).collect();
            format!("{}: {}", style.term(&text(key)), both.join(" "))
        };
        changed.map(line).take(LINES).collect()
    }

    /// How many documents of each file are concerned, by the names of the files.
    fn files(&self, out: &mut dyn Write) -> io::Result<()> {
        let Compared { old, new, .. } = self.compared;
        let mut files: BTreeMap<String, [usize; 5]> = BTreeMap::new();
        for row in Status::ALL.into_iter().flat_map(|status| self.compared.rows(status)) {
            let of_new = row.new.map(|entry| new.path(entry));
            let Some(file) = of_new.or_else(|| row.old.map(|entry| old.path(entry))) else { continue };
            let counts = files.entry(path(file)).or_default();
            if let Some(count) = Status::ALL.iter().zip(counts).find(|(status, _)| **status == row.status) {
                *count.1 += 1;
            }
        }
        let count = files.len();
        for (file, counts) in files.into_iter().take(self.most) {
            let told: Vec<String> = Status::ALL
                .iter()
                .zip(counts)
                .filter(|(_, count)| *count > 0)
                .map(|(status, count)| format!("{} {}", grouped(count), status.name()))
                .collect();
            writeln!(out, "{}  {}", self.options.style.bold(&file), told.join(", "))?;
        }
        if count > self.most {
            let left = counted(count - self.most, "more file");
            writeln!(out, "{} and {left}", self.options.style.ellipsis())?;
        }
        Ok(())
    }

    fn closing(&self, out: &mut dyn Write) -> io::Result<()> {
        let Compared { old, new, comparison } = self.compared;
        let drop =
            |drop: &DropIndex| format!("{} in {}", counted(drop.documents, "document"), counted(drop.files(), "file"));
        let both = format!("({} before, {} now)", drop(old), drop(new));
        if !comparison.differs() {
            return writeln!(out, "No difference in {}.", drop(new));
        }
        let told: Vec<String> = Status::ALL
            .into_iter()
            .map(|status| (status, self.compared.count(status)))
            .filter(|(_, count)| *count > 0)
            .map(|(status, count)| format!("{} {}", grouped(count), status.name()))
            .collect();
        let columns = self.options.style.columns();
        let line = format!("{}, {} the same {both}.", told.join(", "), grouped(comparison.same));
        writeln!(out, "\n{}", wrap(&line, columns, columns).join("\n"))
    }
}
