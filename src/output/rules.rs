//! What the rules say of themselves: one in full, or all of them in a table or as JSON.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{JsonTool, VERSION, list, promise, value};
use super::markdown;
use super::sanitize::text;
use super::wrap::wrap;
use super::{Options, Style};
use crate::rule::{Kind, RuleMeta, Setting, SettingValue};

/// The widest that running text gets, whatever the terminal.
const MEASURE: usize = 100;

/// Writes the documentation of a rule, for `explain`.
pub fn explain(rule: &RuleMeta, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let languages = if rule.languages.is_empty() { "any".to_owned() } else { rule.languages.join(", ") };
    let fix = rule.fix.map_or("none", promise);
    writeln!(out, "{}\n", style.bold(rule.id))?;
    for (term, value) in [
        ("category", rule.category.name()),
        ("severity", rule.severity.name()),
        ("runs", if rule.default { "by default" } else { "where it is selected" }),
        ("fix", fix),
        ("languages", &languages),
        ("since", rule.since),
    ] {
        writeln!(out, "  {}{value}", style.term(&format!("{term:<11}")))?;
    }
    let settings = rule.configuration().map(|lines| format!("\n ## Settings\n\n ```toml\n{lines}```\n"));
    let documentation = format!("{}{}", rule.doc, settings.unwrap_or_default());
    out.write_all(markdown::render(&documentation, style, style.columns().min(MEASURE)).as_bytes())
}

/// Writes a table of rules, for `rules`.
pub fn rules(rules: &[&RuleMeta], style: Style, out: &mut dyn Write) -> io::Result<()> {
    let wide = |column: fn(&RuleMeta) -> &str| rules.iter().map(|rule| column(rule).len()).max().unwrap_or(0);
    let (id, category) = (wide(|rule| rule.id), wide(|rule| rule.category.name()));
    // The severity and the fix have seven and six columns, and all are two apart.
    let left = style.columns().saturating_sub(id + 2 + category + 2 + 7 + 2 + 6 + 2);
    let options = Options { style, ..Options::default() };
    for rule in rules {
        // What does not run has no weight, until it is selected.
        let severity = if rule.default { rule.severity.name() } else { "off" };
        let severity = style.severity(rule.severity, &format!("{severity:<7}"));
        let fix = rule.fix.map_or("-", |fix| promise(fix).split('-').next().unwrap_or_default());
        let head = format!("{:<id$}  {:<category$}  {severity}  {fix:<7}", rule.id, rule.category.name());
        // With less room than this a summary says nothing.
        let summary = rule.summary();
        let flagged = summary.strip_prefix("Flags ").unwrap_or(&summary);
        let flagged = if left < 16 { String::new() } else { first_words(flagged, left, &options) };
        writeln!(out, "{}", format!("{head} {flagged}").trim_end())?;
    }
    Ok(())
}

/// The start of a summary that fits into `columns`, without a full stop.
fn first_words(summary: &str, columns: usize, options: &Options) -> String {
    let summary = text(summary, options);
    let lines = wrap(summary.trim_end_matches('.'), columns - 1, columns);
    match lines.as_slice() {
        [whole] => whole.clone(),
        [first, ..] => format!("{first}{}", options.style.ellipsis()),
        [] => String::new(),
    }
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

    #[test]
    fn the_table_fits_the_width() {
        for width in [40, 60, 80, 200] {
            let style = Style { width, ..Style::default() };
            let table = written(|out| rules(&[&FORMAT, &IDENTITY], style, out));
            assert!(table.lines().all(|line| line.chars().count() <= width.max(50)), "{table}");
        }
        let table = written(|out| rules(&[&FORMAT, &IDENTITY], Style::default(), out));
        insta::assert_snapshot!(table);
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
