//! Settings as the linter uses them: resolved, validated, and quick to query.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use globset::GlobSet;

use super::allowance::Allowances;
use super::budget::{Budget, Counted};
use super::file::{ConfigFile, Override};
use super::levels::Levels;
use super::selector::Selector;
use crate::baseline::Baseline;
use crate::day::Day;
use crate::facts::Kinds;
use crate::fix::Applicability;
use crate::lang::Language;
use crate::rule::{AnyRule, Declaration, Declared, Values};
use crate::rules::{self, invalid_attribute_value, missing_attribute};

/// What the command line says of rules. It outweighs the configuration file.
#[derive(Clone, Debug, Default)]
pub struct CommandLine {
    /// The rules that run, in place of what the file selects.
    pub select: Option<Vec<Selector>>,
    /// Rules that do not run, beside those that the file ignores.
    pub ignore: Vec<Selector>,
}

/// Everything that the linter has to know of the configuration.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    here: Here,
    promises: Promises,
    values: Arc<RuleValues>,
    overrides: Vec<Override>,
    exclude: Option<GlobSet>,
    allowances: Arc<Allowances>,
    baseline: Option<Arc<Baseline>>,
    /// The folder that patterns are relative to.
    root: PathBuf,
    /// The folder that relative paths are relative to.
    working_directory: PathBuf,
}

impl Settings {
    /// Resolves what a configuration file in the folder `root` and the command line say. Paths that will be asked about
    /// are relative to `working_directory`. Both are given with all links resolved, so that paths can be compared.
    pub fn new(config: &ConfigFile, command_line: &CommandLine, root: &Path, working_directory: &Path) -> Self {
        let mut levels = match command_line.select.as_ref().or(config.select.as_ref()) {
            None => Levels::default(),
            Some(selectors) => {
                let mut levels = Levels::none();
                for selector in selectors {
                    levels.select(selector);
                }
                levels
            }
        };
        for (selector, severity) in &config.severity {
            levels.weigh(selector, *severity);
        }
        let mut overrides = config.overrides.clone();
        let ignore = Override { ignore: command_line.ignore.clone(), ..Override::default() };
        for selector in &config.ignore {
            levels.ignore(selector);
        }
        levels.apply(&ignore);
        // What is ignored on the command line is ignored whatever the file says of some paths.
        overrides.push(ignore);
        let mut declared = Declared::default();
        for declaration in &config.attributes {
            declared.declare(declaration);
        }
        Self {
            here: Here { levels, declared: Arc::new(declared) },
            promises: Promises::new(config),
            values: Arc::new(RuleValues::new(config)),
            overrides,
            exclude: config.exclude.clone(),
            allowances: Allowances::new(config.allow.clone()).into(),
            baseline: None,
            root: root.to_owned(),
            working_directory: working_directory.to_owned(),
        }
    }

    /// Settings with these levels for every file and language.
    pub fn with_levels(levels: Levels) -> Self {
        Self { here: Here { levels, ..Here::default() }, ..Self::default() }
    }

    /// The same settings on this day: what was allowed up to an earlier one no longer is.
    #[must_use]
    pub fn on(self, today: Day) -> Self {
        let all = self.allowances.all().iter().filter(|allowance| !allowance.has_expired(today));
        Self { allowances: Allowances::new(all.cloned().collect()).into(), ..self }
    }

    /// The same settings, with findings that are accepted.
    #[must_use]
    pub fn with_baseline(self, baseline: Baseline) -> Self {
        Self { baseline: Some(Arc::new(baseline)), ..self }
    }

    /// What the configuration accepts of some documents.
    pub fn allowances(&self) -> &Allowances {
        &self.allowances
    }

    /// The findings that are accepted.
    pub fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_deref()
    }

    /// Whether the configuration leaves this file or folder out, also if it is named explicitly.
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|exclude| exclude.is_match(self.relative(path)))
    }

    /// What holds for the file at `path`.
    pub fn for_file(&self, path: &Path) -> FileSettings {
        let path = self.relative(path);
        let here: Vec<&Override> = self
            .overrides
            .iter()
            .filter(|change| change.paths.as_ref().is_none_or(|globs| globs.is_match(&path)))
            .collect();
        let of = |language: Option<Language>| {
            let mut own = self.here.clone();
            for change in &here {
                let holds = change.languages.is_empty() || language.is_some_and(|it| change.languages.contains(&it));
                if holds {
                    own.apply(change);
                }
            }
            own
        };
        let mut languages: Vec<Language> = here.iter().flat_map(|change| change.languages.iter().copied()).collect();
        languages.sort_unstable();
        languages.dedup();
        FileSettings {
            here: of(None),
            promises: self.promises.clone(),
            values: Arc::clone(&self.values),
            by_language: languages.into_iter().map(|language| (language, of(Some(language)))).collect(),
        }
    }

    /// What is set about the rule with this number.
    pub fn values(&self, rule: usize) -> &Values {
        self.values.of(rule)
    }

    /// Whether a rule, by its number in [`rules::ALL`], runs for any file.
    pub fn runs(&self, rule: usize) -> bool {
        let mut selected = self.overrides.iter().flat_map(|change| &change.select).flat_map(Selector::rules);
        self.here.levels.get(rule).is_some() || selected.any(|selected| selected == rule)
    }

    /// Whether a rule runs for any file and can find anything: one that compares with a registry of earlier drops only
    /// where there is one.
    fn looks_for(&self, rule: usize, registry: bool) -> bool {
        let asks_registry = matches!(rules::ALL.get(rule), Some(AnyRule::Corpus(rule)) if rule.facts().entries);
        self.runs(rule) && (registry || !asks_registry)
    }

    /// Whether any rule does.
    pub fn looks_for_anything(&self, registry: bool) -> bool {
        (0..rules::ALL.len()).any(|rule| self.looks_for(rule, registry))
    }

    /// Whether what a budget counts can be found at all: whether one of its rules does.
    pub fn can_break(&self, budget: &Budget, registry: bool) -> bool {
        match &budget.counted {
            Counted::Severity(_) => true,
            Counted::Rules(counted) => {
                counted.iter().enumerate().any(|(rule, counted)| *counted && self.looks_for(rule, registry))
            }
        }
    }

    /// The ids of the rules that something is declared of attributes for, and that run for no file.
    pub fn idle_for(&self, declarations: &[Declaration]) -> impl Iterator<Item = &'static str> {
        let asked = [
            (missing_attribute::ID, declarations.iter().any(Declaration::is_required)),
            (invalid_attribute_value::ID, declarations.iter().any(Declaration::has_values)),
        ];
        let is_idle = |id: &str| rules::index_of(id).is_some_and(|rule| !self.runs(rule));
        asked.into_iter().filter(move |(id, is_asked)| *is_asked && is_idle(id)).map(|(id, _)| id)
    }

    /// The facts that documents have to tell, for the rules that compare documents and run for any file: those that
    /// compare with a registry of earlier drops only where there is one.
    pub fn facts(&self, registry: bool) -> Kinds {
        let of = |(number, rule): (usize, &AnyRule)| match rule {
            AnyRule::Corpus(rule) if self.runs(number) && (registry || !rule.facts().entries) => rule.facts(),
            _ => Kinds::NONE,
        };
        // Whether a document of the baseline was there is known by its id.
        let own = Kinds { ids: self.baseline.is_some(), ..Kinds::NONE };
        rules::ALL.iter().enumerate().map(of).fold(own, Kinds::and)
    }

    /// The path as patterns see it: relative to the folder of the configuration, where it lies inside of it.
    ///
    /// Inside of that folder, names are as the user wrote them, whatever links they go through. What seems to lie
    /// outside may be inside under another name, since the way there may go through a link.
    fn relative(&self, path: &Path) -> PathBuf {
        let absolute = absolute(&self.working_directory, path);
        if let Ok(inside) = absolute.strip_prefix(&self.root) {
            return inside.to_owned();
        }
        // The last name may be that of a link, and is what the file is called here.
        let real = absolute.parent().and_then(|folder| {
            let real = fs::canonicalize(folder).ok()?.join(absolute.file_name()?);
            Some(real.strip_prefix(&self.root).ok()?.to_owned())
        });
        real.unwrap_or(absolute)
    }
}

/// `path` from the root of the file system, without steps upwards. Behind a link, a step upwards leads out of what the
/// link leads to; the folder itself is known to have no links.
fn absolute(folder: &Path, path: &Path) -> PathBuf {
    let mut absolute = folder.to_owned();
    let mut has_links = false;
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if has_links && let Ok(real) = fs::canonicalize(&absolute) {
                    absolute = real;
                    has_links = false;
                }
                absolute.pop();
            }
            // One from the root takes the place of what is there.
            component => {
                absolute.push(component);
                has_links = true;
            }
        }
    }
    absolute
}

/// Settings for one file.
#[derive(Clone, Debug)]
pub struct FileSettings {
    here: Here,
    promises: Promises,
    values: Arc<RuleValues>,
    by_language: Vec<(Language, Here)>,
}

/// What can be another thing for each file and each language.
#[derive(Clone, Debug, Default)]
pub struct Here {
    levels: Levels,
    declared: Arc<Declared>,
}

impl Here {
    /// How bad the findings of each rule are.
    pub const fn levels(&self) -> &Levels {
        &self.levels
    }

    /// What is declared of the attributes of documents.
    pub fn declared(&self) -> &Declared {
        &self.declared
    }

    /// Applies an override.
    fn apply(&mut self, change: &Override) {
        self.levels.apply(change);
        for declaration in &change.attributes {
            Arc::make_mut(&mut self.declared).declare(declaration);
        }
    }
}

impl FileSettings {
    /// What holds for a document, which is only asked for its language where that makes a difference.
    pub fn here(&self, language: impl FnOnce() -> Option<Language>) -> &Here {
        if self.by_language.is_empty() {
            return &self.here;
        }
        let language = language();
        let own = self.by_language.iter().find(|(own, _)| Some(*own) == language);
        own.map_or(&self.here, |(_, here)| here)
    }
}

impl FileSettings {
    /// What is set about the rule with this number.
    pub fn values(&self, rule: usize) -> &Values {
        self.values.of(rule)
    }

    /// What can be relied on when a fix of the rule with this id is made, where the rule itself promises `own`.
    pub fn promise(&self, rule: &str, own: Applicability) -> Applicability {
        let other = self.promises.0.iter().find(|(id, _)| *id == rule).map(|(_, promise)| *promise);
        // What is only shown has no edits that could be made as they are.
        if own == Applicability::DisplayOnly { own } else { other.unwrap_or(own) }
    }
}

/// What the configuration makes of the promises of fixes, by the ids of rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Promises(Vec<(&'static str, Applicability)>);

impl Promises {
    /// A rule that is in several lists is in the most careful of them.
    fn new(config: &ConfigFile) -> Self {
        let lists = [
            (&config.unfixable, Applicability::DisplayOnly),
            (&config.unsafe_fixes, Applicability::Unsafe),
            (&config.safe_fixes, Applicability::Safe),
        ];
        let mut promises = Vec::new();
        for (selectors, promise) in lists {
            let rules = selectors.iter().flat_map(Selector::rules).filter_map(|rule| rules::ALL.get(rule));
            promises.extend(rules.map(|rule| (rule.meta().id, promise)));
        }
        Self(promises)
    }
}

/// What the configuration sets about rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct RuleValues {
    /// By the number of the rule in [`rules::ALL`], in order.
    set: Vec<(usize, Values)>,
    /// For all other rules.
    none: Values,
}

impl RuleValues {
    fn new(config: &ConfigFile) -> Self {
        let mut set = config.rules.clone();
        set.sort_by_key(|(rule, _)| *rule);
        Self { set, none: Values::default() }
    }

    fn of(&self, rule: usize) -> &Values {
        let found = self.set.binary_search_by_key(&rule, |(rule, _)| *rule).ok().and_then(|at| self.set.get(at));
        found.map_or(&self.none, |(_, values)| values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;
    use crate::diagnostic::Severity;
    use crate::rule::Rule;
    use crate::rules::{registered_document, registered_near_duplicate, unused_allow};

    #[test]
    fn rules_that_others_know_by_their_ids_have_them() {
        let known: [(&str, &dyn Rule); 5] = [
            (invalid_attribute_value::ID, &invalid_attribute_value::InvalidAttributeValue),
            (missing_attribute::ID, &missing_attribute::MissingAttribute),
            (registered_document::ID, &registered_document::RegisteredDocument),
            (registered_near_duplicate::ID, &registered_near_duplicate::RegisteredNearDuplicate),
            (unused_allow::ID, &unused_allow::UnusedAllow),
        ];
        for (id, rule) in known {
            assert_eq!(rule.meta().id, id);
            assert!(rules::index_of(id).is_some(), "{id}");
        }
    }

    fn settings(config: &str, command_line: &CommandLine) -> Settings {
        let config = parse(config).expect("a configuration");
        Settings::new(&config, command_line, Path::new("/repository"), Path::new("/repository/desk"))
    }

    fn level(settings: &Settings, path: &str, language: Option<&str>, rule: &str) -> Option<Severity> {
        let language = language.and_then(Language::from_tag);
        settings.for_file(Path::new(path)).here(|| language).levels().get(rules::index_of(rule).expect("a rule"))
    }

    #[test]
    fn overrides_hold_for_their_paths_and_languages() {
        let text = "[[overrides]]\npaths = [\"press\"]\nlanguages = [\"fr\"]\nseverity = { empty-document = \"info\" }";
        let settings = settings(text, &CommandLine::default());
        let of = |path, language| level(&settings, path, language, "empty-document");
        assert_eq!(of("../press/a.corpus", Some("fr")), Some(Severity::Info));
        assert_eq!(of("../press/a.corpus", Some("de")), Some(Severity::Warning));
        assert_eq!(of("a.corpus", Some("fr")), Some(Severity::Warning));
        assert_eq!(of("../press/a.corpus", None), Some(Severity::Warning));
    }

    #[test]
    fn the_command_line_outweighs_the_file() {
        let text = "select = [\"identity\"]\n[[overrides]]\npaths = [\"*\"]\nselect = [\"empty-document\"]";
        let selector = |name| Selector::parse(name).expect("a selector");
        let command_line =
            CommandLine { select: Some(vec![selector("format")]), ignore: vec![selector("empty-document")] };
        let settings = settings(text, &command_line);
        assert_eq!(level(&settings, "a.corpus", None, "duplicate-id"), None);
        assert_eq!(level(&settings, "a.corpus", None, "empty-document"), None);
    }

    #[test]
    fn attributes_are_declared_for_paths_and_languages() {
        let text = "[attributes]\nlang.required = true\nsource.enum = [\"AFP\"]\n[[overrides]]\npaths = [\"letters\"]\n\
                    attributes.lang.required = false\n[[overrides]]\nlanguages = [\"de\"]\n\
                    attributes.source.required = true";
        let settings = settings(text, &CommandLine::default());
        let required = |path: &str, language| {
            let settings = settings.for_file(Path::new(path));
            let here = settings.here(|| Language::from_tag(language));
            let required = here.declared().all().iter().filter(|own| own.is_required());
            required.map(|own| own.key.clone()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(required("a.corpus", "fr"), "lang");
        assert_eq!(required("../letters/a.corpus", "fr"), "");
        assert_eq!(required("a.corpus", "de"), "lang source");
        assert_eq!(required("../letters/a.corpus", "de"), "source");
    }

    #[test]
    fn a_severity_does_not_select() {
        let settings = settings("select = []\n[severity]\nall = \"error\"", &CommandLine::default());
        assert_eq!(level(&settings, "a.corpus", None, "duplicate-id"), None);
    }

    #[test]
    fn documents_are_compared_where_a_rule_of_that_kind_can_run() {
        let compares = |text| !settings(text, &CommandLine::default()).facts(false).is_empty();
        assert!(compares("") && compares("select = [\"duplicate-id\"]"));
        assert!(!compares("select = [\"encoding\"]"));
        assert!(!compares("select = [\"identity\"]\nignore = [\"colliding-id\", \"duplicate-id\"]"));
        assert!(compares("select = []\n[[overrides]]\npaths = [\"a\"]\nselect = [\"duplicate-id\"]"));
    }

    #[test]
    fn promises_are_raised_and_lowered() {
        let text = "extend-safe-fixes = [\"format\"]\nunfixable = [\"empty-document\"]";
        let here = settings(text, &CommandLine::default()).for_file(Path::new("a"));
        assert_eq!(here.promise("empty-document", Applicability::Safe), Applicability::DisplayOnly);
        assert_eq!(here.promise("marker-case", Applicability::Unsafe), Applicability::Safe);
        assert_eq!(here.promise("marker-case", Applicability::DisplayOnly), Applicability::DisplayOnly);
        assert_eq!(here.promise("duplicate-id", Applicability::Unsafe), Applicability::Unsafe);
    }

    #[test]
    fn excludes_hold_for_any_spelling_of_a_path() {
        let settings = settings("exclude = [\"desk/old\"]", &CommandLine::default());
        for path in ["old/a.corpus", "./old/a.corpus", "../desk/old", "/repository/desk/old/x"] {
            assert!(settings.excludes(Path::new(path)), "{path}");
        }
        assert!(!settings.excludes(Path::new("new/old.corpus")));
    }
}
