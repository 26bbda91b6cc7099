//! Settings as the linter uses them: resolved, validated, and quick to ask.

use std::path::Path;

use globset::GlobSet;

use crate::diagnostic::Severity;
use crate::lang::Language;
use crate::rules;

/// How bad the findings of each rule are, by the rule's number in [`rules::ALL`]; none for a rule that does not run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Levels(Vec<Option<Severity>>);

impl Default for Levels {
    fn default() -> Self {
        Self(rules::ALL.iter().map(|rule| Some(rule.meta().severity)).collect())
    }
}

impl Levels {
    /// No rule at all.
    pub fn none() -> Self {
        Self(vec![None; rules::ALL.len()])
    }

    /// How bad findings of the rule with this number are; none if it does not run.
    pub fn get(&self, rule: usize) -> Option<Severity> {
        self.0.get(rule).copied().flatten()
    }

    /// Says how bad findings of the rule with this number are.
    pub fn set(&mut self, rule: usize, severity: Option<Severity>) {
        if let Some(level) = self.0.get_mut(rule) {
            *level = severity;
        }
    }
}

/// A change of levels, such as an override in the configuration makes it: for the rules concerned what they become.
pub(super) type Change = Vec<(usize, Option<Severity>)>;

/// Everything that the linter has to know of the configuration.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub(super) levels: Levels,
    pub(super) by_path: Vec<(GlobSet, Change)>,
    pub(super) by_language: Vec<(Language, Change)>,
    pub(super) exclude: Option<GlobSet>,
}

impl Settings {
    /// Settings with these levels for every file and language.
    pub fn with_levels(levels: Levels) -> Self {
        Self { levels, ..Self::default() }
    }

    /// Whether the configuration leaves this file out, also if it is named explicitly.
    pub fn excludes(&self, path: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|exclude| exclude.is_match(path))
    }

    /// What holds for the file at `path`.
    pub fn for_file(&self, path: &Path) -> FileSettings {
        let mut levels = self.levels.clone();
        for (_, change) in self.by_path.iter().filter(|(globs, _)| globs.is_match(path)) {
            apply(&mut levels, change);
        }
        let by_language = self.by_language.iter().map(|(language, change)| {
            let mut levels = levels.clone();
            apply(&mut levels, change);
            (*language, levels)
        });
        FileSettings { by_language: by_language.collect(), levels }
    }
}

/// A rule that does not run stays off, whatever severity an override gives it: selecting is one thing, weighing
/// another.
fn apply(levels: &mut Levels, change: &Change) {
    for &(rule, severity) in change {
        if levels.get(rule).is_some() {
            levels.set(rule, severity);
        }
    }
}

/// Settings for one file.
#[derive(Clone, Debug)]
pub struct FileSettings {
    levels: Levels,
    by_language: Vec<(Language, Levels)>,
}

impl FileSettings {
    /// The levels for a document, which is only asked for its language where that makes a difference.
    pub fn levels(&self, language: impl FnOnce() -> Option<Language>) -> &Levels {
        if self.by_language.is_empty() {
            return &self.levels;
        }
        let language = language();
        let own = self.by_language.iter().find(|(own, _)| Some(*own) == language);
        own.map_or(&self.levels, |(_, levels)| levels)
    }
}
