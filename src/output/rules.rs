//! What the rules say of themselves: one in full, or all of them in a table or as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{JsonTool, VERSION, promise};
use super::json_text::{list, value};
use super::markdown;
use super::sanitize::text;
use super::wrap::wrap;
use super::{Options, Style};
use crate::rule::{Kind, RuleMeta, Setting, SettingValue};

/// The widest that running text gets, whatever the terminal.
const MEASURE: usize = 100;

/// The columns of a term above the documentation of a rule.
const TERM: usize = 11;

/// Writes the documentation of a rule, for `explain`.
pub fn explain(rule: &RuleMeta, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let languages = if rule.languages.is_empty() { "any".to_owned() } else { rule.languages.join(", ") };
    let fix = rule.fix.map_or("none", promise);
    let room = style.columns().min(MEASURE).saturating_sub(2 + TERM);
    writeln!(out, "{}\n", style.bold(rule.id))?;
    for (term, value) in [
        ("category", rule.category.name()),
        ("severity", rule.severity.name()),
        ("runs", if rule.default { "by default" } else { "where it is selected" }),
        ("fix", fix),
        ("languages", &languages),
        ("since", rule.since),
    ] {
        let mut term = format!("{term:<TERM$}");
        for line in wrap(value, room, room) {
            writeln!(out, "  {}{line}", style.term(&term))?;
            term = " ".repeat(TERM);
        }
    }
    let settings = rule.configuration().map(|lines| format!("\n ## Settings\n\n ```toml\n{lines}```\n"));
    let documentation = format!("{}{}", rule.doc, settings.unwrap_or_default());
    out.write_all(markdown::render(&documentation, style, style.columns().min(MEASURE)).as_bytes())
}

/// How rules are listed for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// A table with heads, as wide as the terminal is.
    Table,
    /// A line for each rule, however long, for what reads lines: `grep`, `less`.
    Lines,
}

/// With less room than this beside the other columns, what a rule flags stands below them.
const BESIDE: usize = 36;

/// Writes a list of rules, for `rules`.
pub fn rules(rules: &[&RuleMeta], style: Style, listing: Listing, out: &mut dyn Write) -> io::Result<()> {
    let wide = |column: fn(&RuleMeta) -> &str| rules.iter().map(|rule| column(rule).len()).max().unwrap_or(0);
    let (id, category) = (wide(|rule| rule.id), wide(|rule| rule.category.name()));
    // The severity has eight columns and the fix six, and all are two apart.
    let indent = id + 2 + category + 2 + 8 + 2 + 6 + 2;
    let beside = style.columns().checked_sub(indent).filter(|left| *left >= BESIDE);
    let options = Options { style, ..Options::default() };
    if listing == Listing::Table {
        let head = format!("{:<id$}  {:<category$}  {:<8}  {:<6}", "rule", "category", "severity", "fix");
        let head = if beside.is_some() { format!("{head}  what it flags") } else { head };
        writeln!(out, "{}\n", style.bold(head.trim_end()))?;
    }
    for rule in rules {
        // What does not run has no weight, until it is selected.
        let severity = if rule.default { rule.severity.name() } else { "off" };
        let severity = style.severity(rule.severity, &format!("{severity:<8}"));
        let fix = rule.fix.map_or("-", |fix| promise(fix).split('-').next().unwrap_or_default());
        let head = format!("{:<id$}  {:<category$}  {severity}  {fix:<6}", rule.id, rule.category.name());
        let summary = text(&rule.summary(), &options);
        let flagged = summary.strip_prefix("Flags ").unwrap_or(&summary).trim_end_matches('.');
        match (listing, beside) {
            (Listing::Lines, _) => writeln!(out, "{head}  {flagged}")?,
            (Listing::Table, Some(left)) => {
                let lines = wrap(flagged, left, left);
                writeln!(out, "{head}  {}", lines.join(&format!("\n{:indent$}", "")))?;
            }
            (Listing::Table, None) => {
                let left = style.columns().saturating_sub(4);
                let lines = wrap(flagged, left, left);
                writeln!(out, "{}\n    {}", head.trim_end(), lines.join("\n    "))?;
            }
        }
    }
    Ok(())
}

/// Writes rules as one JSON document, for `rules --format json`: fields as they are promised, one rule on a line.
pub fn rules_json(rules: &[&RuleMeta], version: &str, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\n\"version\": {VERSION},\n\"tool\": ")?;
    value(&JsonTool::new(version), out)?;
    write!(out, ",\n\"rules\": ")?;
    list(rules.iter().map(|rule| JsonRule::new(rule)), out)?;
    writeln!(out, "\n}}")
}

#[derive(Serialize)]
struct JsonRule<'a> {
    id: &'a str,
    category: &'a str,
    severity: &'a str,
    default: bool,
    fix: Option<&'a str>,
    languages: &'a [&'a str],
    since: &'a str,
    summary: String,
    documentation: String,
    settings: Vec<JsonSetting<'a>>,
}

#[derive(Serialize)]
struct JsonSetting<'a> {
    key: &'a str,
    about: &'a str,
    values: &'a [&'a str],
    default: &'a str,
}

impl<'a> JsonSetting<'a> {
    fn new(setting: &'a Setting) -> Self {
        let Kind::Choice(values) = setting.kind;
        let SettingValue::Choice(default) = setting.default();
        Self { key: setting.key, about: setting.about, values, default }
    }
}

impl<'a> JsonRule<'a> {
    fn new(rule: &'a RuleMeta) -> Self {
        let lines = rule.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        Self {
            id: rule.id,
            category: rule.category.name(),
            severity: rule.severity.name(),
            default: rule.default,
            fix: rule.fix.map(promise),
            languages: rule.languages,
            since: rule.since,
            summary: rule.summary(),
            documentation: lines.collect::<Vec<_>>().join("\n"),
            settings: rule.settings.iter().map(JsonSetting::new).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{FORMAT, IDENTITY};
    use super::*;

    fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).expect("memory can be written to");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn a_rule_is_explained() {
        let style = Style { width: 60, ..Style::default() };
        insta::assert_snapshot!(written(|out| explain(&FORMAT, style, out)));
    }

    /// What is above the documentation fits a narrow terminal, too, however many languages there are.
    #[test]
    fn many_languages_are_wrapped() {
        let rule = RuleMeta { languages: crate::lang::LANGUAGES_WITH_PHRASES, ..FORMAT };
        let text = written(|out| explain(&rule, Style { width: 40, ..Style::default() }, out));
        let head: Vec<&str> = text.lines().take_while(|line| !line.contains("since")).collect();
        assert!(head.iter().all(|line| line.len() <= 40), "{head:#?}");
        assert!(head.iter().filter(|line| line.starts_with("             ")).count() >= 2, "{head:#?}");
    }

    fn listed(width: usize, listing: Listing) -> String {
        let style = Style { width, ..Style::default() };
        written(|out| rules(&[&FORMAT, &IDENTITY], style, listing, out))
    }

    /// Nothing of what a rule flags is cut off: the beginnings of many are alike.
    #[test]
    fn the_table_fits_the_width_and_says_everything() {
        for width in [40, 60, 80, 200] {
            let table = listed(width, Listing::Table);
            assert!(table.lines().all(|line| line.chars().count() <= width.max(50)), "{table}");
            let words: Vec<&str> = table.split_whitespace().collect();
            assert!(
                words.join(" ").contains(FORMAT.summary().trim_start_matches("Flags ").trim_end_matches('.')),
                "{table}"
            );
        }
        insta::assert_snapshot!("rules_80", listed(80, Listing::Table));
        insta::assert_snapshot!("rules_100", listed(100, Listing::Table));
    }

    #[test]
    fn what_reads_lines_gets_a_line_for_each_rule() {
        let lines = listed(40, Listing::Lines);
        assert_eq!(lines.lines().count(), 2);
        assert!(lines.lines().next().is_some_and(|line| line.starts_with("sample-format ")), "{lines}");
    }

    #[test]
    fn rules_are_written_as_json() {
        let text = written(|out| rules_json(&[&FORMAT, &IDENTITY], "1.2.3", out));
        let json: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        assert_eq!(json["version"], 1);
        assert_eq!(json["tool"]["version"], "1.2.3");
        assert_eq!(json["rules"][0]["id"], "sample-format");
        assert_eq!(json["rules"][0]["fix"], "safe");
        assert_eq!(json["rules"][0]["default"], true);
        assert_eq!(json["rules"][0]["languages"], serde_json::json!(["fr", "en"]));
        assert_eq!(json["rules"][1]["fix"], serde_json::Value::Null);
        assert_eq!(json["rules"][0]["settings"][0]["values"], serde_json::json!(["round", "square"]));
        assert_eq!(json["rules"][0]["settings"][0]["default"], "round");
        assert_eq!(json["rules"][1]["settings"], serde_json::json!([]));
        assert_eq!(json["rules"][1]["summary"], "Flags samples without identity.");
        let documentation = json["rules"][1]["documentation"].as_str().expect("a text");
        assert!(documentation.starts_with("Flags samples") && documentation.contains("\n## Why\n"));
    }
}
