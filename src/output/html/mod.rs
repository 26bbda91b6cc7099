//! A page for a browser that needs nothing but itself: the verdict, plots, and the findings with the text around them.
//!
//! The page says of itself that it may load and run nothing but its own style and script, which are told apart from
//! anything else by their hashes. What comes from a corpus is text, never markup.

mod figures;
mod finding;
mod plot;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

use super::budgets::Judged;
use super::message::{OPTIONS, because, capital, failures, found, verdict};
use super::report::{Head, Reporter};
use super::selection::Selection;
use super::xml::escaped;
use crate::diagnostic::{Diagnostic, Severity};
use crate::gate::{State, Verdict};
use crate::number::grouped;
use figures::Figures;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// How many findings are on the page.
const MOST: u64 = 1_000;

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
    figures: Figures,
}

impl Reporter for Html {
    fn begin(&mut self, head: &Head<'_>, _: &mut dyn Write) -> io::Result<()> {
        self.selection = Selection::of_every_rule(&head.summary.by_rule, MOST);
        Ok(())
    }

    fn finding(&mut self, head: &Head<'_>, diagnostic: &Diagnostic, _: &mut dyn Write) -> io::Result<()> {
        self.figures.count(diagnostic);
        if self.selection.takes(diagnostic) {
            self.shown += 1;
            *self.rules.entry(diagnostic.rule.id).or_default() += 1;
            self.articles.push_str(&finding::article(head, diagnostic, self.shown));
        }
        Ok(())
    }

    fn end(&mut self, head: &Head<'_>, out: &mut dyn Write) -> io::Result<()> {
        let verdict = if head.looked_at_nothing() { found(head) } else { verdict(head.verdict).to_owned() };
        let title = format!("corplint: {verdict}");
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
        out.write_all(self.figures.plots(head).as_bytes())?;
        out.write_all(self.findings(head).as_bytes())?;
        out.write_all(reasons(head).as_bytes())?;
        let version = escaped(head.version);
        writeln!(out, "<p class=\"soft\">corplint {version}. This page loads nothing and sends nothing.</p>")?;
        writeln!(out, "<script>{SCRIPT}</script>\n</body>\n</html>")
    }
}

impl Html {
    fn findings(&self, head: &Head<'_>) -> String {
        if self.shown == 0 {
            return String::new();
        }
        let mut html = "<section>\n<h2>Findings</h2>\n".to_owned();
        if self.selection.left_out > 0 {
            // Writing to a string does not fail.
            let _ = writeln!(
                html,
                "<p class=\"note\">{} of {} are on this page: the worst, and some of every rule. All are counted \
                 above.</p>",
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

fn header(head: &Head<'_>) -> String {
    let class = match head.verdict {
        _ if head.looked_at_nothing() => "open",
        Verdict::Pass => "passed",
        Verdict::Fail => "failed",
        Verdict::Undecided => "open",
    };
    let (name, because, found) = (verdict(head.verdict), capital(&because(head)), capital(&found(head)));
    let (because, found) = (finding::with_code(&escaped(&because)), escaped(&found));
    let (title, reason) = if head.looked_at_nothing() {
        (found, String::new())
    } else {
        (format!("Verdict: {name}"), format!("\n<p>{because}. {found}.</p>"))
    };
    let mut html = format!("<header>\n<div class=\"verdict {class}\"><h1>{title}</h1>{reason}</div>\n");
    html.push_str("<ul class=\"tiles\">");
    for (class, number, one, name) in [
        ("", head.counts.files, "file", "files"),
        ("", head.counts.documents, "document", "documents"),
        ("", head.summary.documents, "with findings", "with findings"),
        ("error", head.summary.errors, "error", "errors"),
        ("warning", head.summary.warnings, "warning", "warnings"),
        ("info", head.summary.infos, "info", "infos"),
    ] {
        let name = if number == 1 { one } else { name };
        // Writing to a string does not fail.
        let _ = write!(html, "<li class=\"{class}\"><b>{}</b>{name}</li>", grouped(number));
    }
    html.push_str("</ul>\n");
    html.push_str(&budgets(head));
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

/// How each budget ended, if there are any.
fn budgets(head: &Head<'_>) -> String {
    if head.judgement.budgets().next().is_none() {
        return String::new();
    }
    let mut html = "<h2>Budgets</h2>\n<table>".to_owned();
    for row in &head.judgement.rows {
        let class = match row.state {
            State::Pass => "info",
            State::Fail => "error",
            State::Undecided(_) => "warning",
        };
        let Judged { state, name, found } = Judged::new(row, head, &OPTIONS);
        let (name, found) = (escaped(&name), finding::with_code(&escaped(&found)));
        // Writing to a string does not fail.
        let _ = write!(
            html,
            "<tr><td><span class=\"badge {class}\">{state}</span></td><th scope=\"row\">{name}</th><td>{found}</td></tr>"
        );
    }
    html.push_str("</table>\n");
    html
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
    fn the_page_has_no_style_and_no_script_but_its_own() {
        for own in [STYLE, SCRIPT] {
            assert!(
                !own.contains("</") && !own.contains("http") && !own.contains("url("),
                "it could end or load something"
            );
        }
    }
}
