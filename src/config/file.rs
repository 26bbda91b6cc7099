//! The configuration file: TOML, read by hand so that every mistake has a place.

use std::collections::BTreeMap;
use std::ops::Range;

use globset::GlobSet;
use toml::de::{DeTable, DeValue};
use toml::{Spanned, de};

use super::allowance::Allowance;
use super::attributes::BACKSLASHES;
use super::budget::Budget;
use super::globs;
use super::keys;
use super::selector::{Selector, nearest};
use crate::diagnostic::Severity;
use crate::lang::Language;
use crate::rule::{Declaration, Values};

/// A mistake in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, in bytes.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead, where that can be guessed.
    pub help: Option<String>,
}

/// What a configuration file says.
#[derive(Clone, Debug, Default)]
pub struct ConfigFile {
    /// The rules that run. None: all that run by default.
    pub select: Option<Vec<Selector>>,
    /// Rules that do not run.
    pub ignore: Vec<Selector>,
    /// How bad findings are, by rule.
    pub severity: Vec<(Selector, Severity)>,
    /// Files that are not checked.
    pub exclude: Option<GlobSet>,
    /// From which severity on findings fail a run.
    pub fail_on: Option<FailOn>,
    /// Rules whose fixes are made as if they were safe.
    pub safe_fixes: Vec<Selector>,
    /// Rules whose fixes are made only when unsafe ones are asked for.
    pub unsafe_fixes: Vec<Selector>,
    /// Rules whose fixes are never made.
    pub unfixable: Vec<Selector>,
    /// What is set about rules, by their numbers in [`rules::ALL`](crate::rules::ALL).
    pub rules: Vec<(usize, Values)>,
    /// What attributes documents have to have, and what their values may be.
    pub attributes: Vec<Declaration>,
    /// Where that is said, in bytes.
    pub attributes_span: Range<usize>,
    /// What holds for some files or languages only.
    pub overrides: Vec<Override>,
    /// What is accepted of some documents.
    pub allow: Vec<Allowance>,
    /// How much may be found, of the run first.
    pub gate: Vec<Budget>,
    /// The file of the findings that are accepted, relative to the folder of the configuration.
    pub baseline: Option<String>,
}

/// From which severity on findings fail a run. None: findings never do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailOn(pub Option<Severity>);

impl Default for FailOn {
    fn default() -> Self {
        Self(Some(Severity::Error))
    }
}

/// What holds for some files or languages only.
#[derive(Clone, Debug, Default)]
pub struct Override {
    /// The files. None: all of them.
    pub paths: Option<GlobSet>,
    /// The languages. Empty: all of them.
    pub languages: Vec<Language>,
    /// Rules that run there, beside those that run anyway.
    pub select: Vec<Selector>,
    /// Rules that do not run there.
    pub ignore: Vec<Selector>,
    /// How bad findings are there, by rule.
    pub severity: Vec<(Selector, Severity)>,
    /// What attributes documents have to have there, and what their values may be.
    pub attributes: Vec<Declaration>,
}

/// Reads the text of a configuration file. All mistakes are reported, in the order of the text.
pub fn parse(text: &str) -> Result<ConfigFile, Vec<Problem>> {
    let mut reader = Reader { problems: Vec::new() };
    let config = match DeTable::parse(text) {
        Ok(table) => reader.file(table.get_ref()),
        Err(error) => {
            reader.problems.push(syntax_error(text, &error));
            ConfigFile::default()
        }
    };
    reader.problems.sort_by_key(|problem| problem.span.start);
    if reader.problems.is_empty() { Ok(config) } else { Err(reader.problems) }
}

fn syntax_error(text: &str, error: &de::Error) -> Problem {
    let span = error.span().unwrap_or(0..text.len().min(1));
    // Patterns have backslashes, and a string in quotation marks has its own.
    let is_escape = text.get(..span.start).is_some_and(|before| before.ends_with('\\'));
    Problem { span, message: error.message().to_owned(), help: is_escape.then(|| BACKSLASHES.to_owned()) }
}

type Table<'i> = DeTable<'i>;
pub(super) type Entry<'a, 'i> = &'a Spanned<DeValue<'i>>;

/// Reads tables and collects what is wrong with them.
pub(super) struct Reader {
    problems: Vec<Problem>,
}

impl Reader {
    fn file(&mut self, table: &Table<'_>) -> ConfigFile {
        self.unknown_keys(table, &keys::names(keys::FILE));
        let mut config = ConfigFile::default();
        for (key, value) in entries(table) {
            match key {
                "select" => config.select = Some(self.selectors(value)),
                "ignore" => config.ignore = self.selectors(value),
                "severity" => config.severity = self.severities(value),
                "exclude" => config.exclude = self.globs(value),
                "fail-on" => config.fail_on = self.fail_on(value),
                "extend-safe-fixes" => config.safe_fixes = self.selectors(value),
                "extend-unsafe-fixes" => config.unsafe_fixes = self.selectors(value),
                "unfixable" => config.unfixable = self.selectors(value),
                "rules" => config.rules = self.rules(value),
                "attributes" => config.attributes = self.attributes(value),
                "overrides" => config.overrides = self.overrides(value),
                "allow" => config.allow = self.allowances(value),
                "baseline" => config.baseline = self.path(value),
                "gate" => config.gate = self.gate(value),
                _ => {}
            }
        }
        config.attributes_span = table.get_key_value("attributes").map_or(0..0, |(key, _)| key.span());
        config
    }

    fn overrides(&mut self, value: Entry<'_, '_>) -> Vec<Override> {
        let Some(array) = value.get_ref().as_array() else {
            self.problem(value, "expected tables, written `[[overrides]]`", None);
            return Vec::new();
        };
        let mut overrides = Vec::new();
        for value in array {
            let Some(table) = value.get_ref().as_table() else {
                self.problem(value, "expected a table, written `[[overrides]]`", None);
                continue;
            };
            self.unknown_keys(table, &keys::names(keys::OVERRIDE));
            let mut entry = Override::default();
            for (key, value) in entries(table) {
                match key {
                    "paths" => entry.paths = self.globs(value),
                    "languages" => entry.languages = self.languages(value),
                    "select" => entry.select = self.selectors(value),
                    "ignore" => entry.ignore = self.selectors(value),
                    "severity" => entry.severity = self.severities(value),
                    "attributes" => entry.attributes = self.attributes(value),
                    _ => {}
                }
            }
            if table.get("paths").is_none() && table.get("languages").is_none() {
                let help = "say for which `paths` or `languages` it holds".to_owned();
                self.problem(value, "an override that holds for everything", Some(help));
            }
            overrides.push(entry);
        }
        overrides
    }

    pub(super) fn unknown_keys(&mut self, table: &Table<'_>, known: &[&str]) {
        for (key, _) in table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let help = match nearest(name, known.iter().copied()) {
                    Some(key) => format!("did you mean `{key}`?"),
                    None => format!("the keys are {}", list(known)),
                };
                self.problems.push(Problem {
                    span: key.span(),
                    message: format!("unknown key `{}`", name.escape_debug()),
                    help: Some(help),
                });
            }
        }
    }

    /// A path as a string that is not empty.
    fn path(&mut self, value: Entry<'_, '_>) -> Option<String> {
        let path = value.get_ref().as_str().filter(|path| !path.is_empty()).map(ToOwned::to_owned);
        if path.is_none() {
            self.problem(value, "expected the path of a file, as a string", None);
        }
        path
    }

    pub(super) fn selectors(&mut self, value: Entry<'_, '_>) -> Vec<Selector> {
        let mut selectors = Vec::new();
        for (value, name) in self.strings(value) {
            match Selector::parse(&name) {
                Ok(selector) => selectors.push(selector),
                Err(error) => self.unknown_selector(value.span(), &error),
            }
        }
        selectors
    }

    fn unknown_selector(&mut self, span: Range<usize>, error: &super::UnknownSelector) {
        let help = error.suggestion.as_ref().map(|name| format!("did you mean `{name}`?"));
        self.problems.push(Problem {
            span,
            message: format!("there is no rule and no category `{}`", error.name.escape_debug()),
            help: help.or_else(|| Some("`corplint rules` lists them".to_owned())),
        });
    }

    fn severities(&mut self, value: Entry<'_, '_>) -> Vec<(Selector, Severity)> {
        let Some(table) = value.get_ref().as_table() else {
            self.problem(value, "expected a table from rules to severities", None);
            return Vec::new();
        };
        let mut severities = BTreeMap::new();
        for (key, value) in table {
            let selector = match Selector::parse(key.get_ref()) {
                Ok(selector) => selector,
                Err(error) => {
                    self.unknown_selector(key.span(), &error);
                    continue;
                }
            };
            if let Some(severity) = self.severity(value) {
                severities
                    .insert((std::cmp::Reverse(selector.rules().count()), key.span().start), (selector, severity));
            }
        }
        // What is said of one rule outweighs what is said of its category, wherever it stands.
        severities.into_values().collect()
    }

    /// One of `names`, none of which is an error.
    pub(super) fn one_of<'n>(&mut self, value: Entry<'_, '_>, names: &[&'n str]) -> Option<&'n str> {
        let written = value.get_ref().as_str().unwrap_or_default();
        let found = names.iter().copied().find(|name| *name == written);
        if found.is_none() {
            let help = match nearest(written, names.iter().copied()) {
                Some(name) => Some(format!("did you mean `{name}`?")),
                None if written == "off" => Some("to switch a rule off, put it into `ignore`".to_owned()),
                None => None,
            };
            self.problem(value, format!("expected one of {}", list(names)), help);
        }
        found
    }

    fn severity(&mut self, value: Entry<'_, '_>) -> Option<Severity> {
        self.one_of(value, keys::SEVERITIES).and_then(severity)
    }

    fn fail_on(&mut self, value: Entry<'_, '_>) -> Option<FailOn> {
        self.one_of(value, keys::FAIL_ON).map(|name| FailOn(severity(name)))
    }

    fn globs(&mut self, value: Entry<'_, '_>) -> Option<GlobSet> {
        let patterns = self.strings(value);
        for (value, pattern) in &patterns {
            if let Some((what, help)) = globs::mistake(pattern) {
                self.problem(value, format!("this is no pattern for paths: {what}"), Some(help.to_owned()));
            } else if let Err(error) = globs::compile(std::slice::from_ref(pattern)) {
                self.problem(value, format!("this is no pattern for paths: {}", error.kind()), None);
            }
        }
        globs::compile(&patterns.into_iter().map(|(_, pattern)| pattern).collect::<Vec<_>>()).ok()
    }

    fn languages(&mut self, value: Entry<'_, '_>) -> Vec<Language> {
        let mut languages = Vec::new();
        for (value, tag) in self.strings(value) {
            match Language::from_tag(&tag) {
                Some(language) => languages.push(language),
                None => {
                    let help = "a language is named by its code in ISO 639, such as `fr`".to_owned();
                    self.problem(value, format!("unknown language `{}`", tag.escape_debug()), Some(help));
                }
            }
        }
        languages
    }

    /// The strings of an array, each with its place.
    pub(super) fn strings<'a, 'i>(&mut self, value: Entry<'a, 'i>) -> Vec<(Entry<'a, 'i>, String)> {
        let Some(array) = value.get_ref().as_array() else {
            let help = value.get_ref().as_str().map(|text| format!("write `[\"{}\"]`", text.escape_debug()));
            self.problem(value, "expected a list of strings", help);
            return Vec::new();
        };
        let mut strings = Vec::new();
        for value in array {
            match value.get_ref().as_str() {
                Some(text) => strings.push((value, text.to_owned())),
                None => self.problem(value, "expected a string", None),
            }
        }
        strings
    }

    pub(super) fn problem(&mut self, value: Entry<'_, '_>, message: impl Into<String>, help: Option<String>) {
        self.problem_at(value.span(), message.into(), help);
    }

    pub(super) fn problem_at(&mut self, span: Range<usize>, message: String, help: Option<String>) {
        self.problems.push(Problem { span, message, help });
    }
}

fn severity(name: &str) -> Option<Severity> {
    [Severity::Info, Severity::Warning, Severity::Error].into_iter().find(|severity| severity.name() == name)
}

pub(super) fn entries<'a, 'i>(table: &'a Table<'i>) -> impl Iterator<Item = (&'a str, Entry<'a, 'i>)> {
    table.iter().map(|(key, value)| (key.get_ref().as_ref(), value))
}

/// `` `a`, `b` and `c` ``
fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(String, String, Option<String>)> {
        let problems = parse(text).expect_err("a mistake");
        let quote = |problem: &Problem| text.get(problem.span.clone()).expect("a place in the text").to_owned();
        problems.iter().map(|problem| (quote(problem), problem.message.clone(), problem.help.clone())).collect()
    }

    fn problem(text: &str) -> (String, String, String) {
        let mut problems = problems(text);
        assert_eq!(problems.len(), 1, "{problems:?}");
        let (quote, message, help) = problems.remove(0);
        (quote, message, help.unwrap_or_default())
    }

    #[test]
    fn every_key_is_read() {
        let config = parse(
            r#"
            select = ["all"]
            ignore = ["empty-document"]
            exclude = ["old"]
            fail-on = "warning"
            baseline = "accepted.jsonl"
            [severity]
            identity = "warning"
            duplicate-id = "error"
            [[overrides]]
            paths = ["press/**"]
            languages = ["de-AT"]
            ignore = ["identity"]
            [[allow]]
            rules = ["truncation"]
            ids = ["a"]
            reason = "as printed"
            [gate]
            duplicate-text = "0.5%"
            "#,
        )
        .expect("a configuration");
        assert_eq!((config.ignore.len(), config.severity.len(), config.overrides.len()), (1, 2, 1));
        assert_eq!(config.fail_on, Some(FailOn(Some(Severity::Warning))));
        assert_eq!((config.allow.len(), config.gate.len()), (1, 1));
        assert_eq!(config.baseline.as_deref(), Some("accepted.jsonl"));
        assert_eq!(config.severity.last().map(|(_, severity)| *severity), Some(Severity::Error));
    }

    #[test]
    fn mistakes_point_at_their_place() {
        let known = ["slect", "unknown key `slect`", "did you mean `select`?"];
        assert_eq!(problem("slect = []"), known.map(String::from).into());
        let (quote, message, help) = problem("ignore = [\"empty-documnt\"]");
        assert_eq!((quote.as_str(), help.as_str()), ("\"empty-documnt\"", "did you mean `empty-document`?"));
        assert_eq!(message, "there is no rule and no category `empty-documnt`");
        assert_eq!(problem("select = \"format\"").2, "write `[\"format\"]`");
        assert_eq!(problem("[severity]\nformat = \"off\"").2, "to switch a rule off, put it into `ignore`");
        assert_eq!(problem("[[overrides]]\nignore = []").1, "an override that holds for everything");
        assert_eq!(problem("exclude = [\"a[\"]").0, "\"a[\"");
        assert_eq!(problem("[[overrides]]\nlanguages = [\"klingon\"]").1, "unknown language `klingon`");
        assert_eq!(problem("select = [").0, "");
    }

    #[test]
    fn all_mistakes_are_told_in_order() {
        let quotes: Vec<String> = problems("zelect = []\nignore = [1, \"x\"]").into_iter().map(|one| one.0).collect();
        assert_eq!(quotes, ["zelect", "1", "\"x\""]);
    }
}
