//! What is known of a rule without running it: its id, its category, its documentation.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Kind, Setting};
use crate::diagnostic::Severity;
use crate::fix::Applicability;

/// What a rule is about. Categories group rules and select them; they are not part of a rule's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// The corpus format: markers, ids, attributes, lines.
    Format,
    /// Which document is which.
    Identity,
    /// Bytes and characters.
    Encoding,
    /// The same text twice.
    Duplication,
    /// Texts that were cut.
    Truncation,
    /// What stands around an article and is not the article.
    Boilerplate,
    /// Quotation marks, spaces and hyphens.
    Typography,
    /// Which language a text is in.
    Language,
    /// Texts that are hardly texts: markup, tables, pages without an article.
    Quality,
    /// What should not be passed on, such as the address of somebody.
    Privacy,
}

impl Category {
    /// All categories, in the order of the documentation.
    pub const ALL: [Self; 10] = [
        Self::Format,
        Self::Identity,
        Self::Encoding,
        Self::Duplication,
        Self::Truncation,
        Self::Boilerplate,
        Self::Typography,
        Self::Language,
        Self::Quality,
        Self::Privacy,
    ];

    /// The name, as it is written in configuration and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Identity => "identity",
            Self::Encoding => "encoding",
            Self::Duplication => "duplication",
            Self::Truncation => "truncation",
            Self::Boilerplate => "boilerplate",
            Self::Typography => "typography",
            Self::Language => "language",
            Self::Quality => "quality",
            Self::Privacy => "privacy",
        }
    }

    /// Whether a document may exempt itself from rules of this category, with its `allow` attribute. What a drop says
    /// of itself cannot lift the rules that decide whether it can be read at all.
    pub const fn can_be_allowed(self) -> bool {
        !matches!(self, Self::Format | Self::Identity | Self::Encoding)
    }
}

impl fmt::Display for Category {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// What a document rule is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Documents only: what begins with a `<<<FILE>>>` line.
    Documents,
    /// Also what stands outside of documents: the preamble, the `<<<CORPUS>>>` and `<<<END>>>` lines and what follows
    /// them.
    Sections,
    /// Also files of which nothing can be read, because they are binary or in another encoding.
    Files,
}

/// What is known of a rule without running it.
#[derive(Debug)]
pub struct RuleMeta {
    /// The id: kebab-case, stable, never reused.
    pub id: &'static str,
    /// What it is about.
    pub category: Category,
    /// How bad its findings are, where the configuration says nothing else.
    pub severity: Severity,
    /// The strongest promise that its fixes make; none if it has no fixes.
    pub fix: Option<Applicability>,
    /// The languages it speaks for, as codes of ISO 639. Empty for a rule that does not ask for the language.
    pub languages: &'static [&'static str],
    /// The version that brought it.
    pub since: &'static str,
    /// Whether it runs where nobody has selected anything. A rule about a matter of taste or of purpose does not.
    pub default: bool,
    /// What it is shown. This means nothing for a corpus rule.
    pub scope: Scope,
    /// Its documentation, in Markdown: the doc comment of its type.
    pub doc: &'static str,
    /// The file of its source.
    pub file: &'static str,
    /// What can be set about it.
    pub settings: &'static [Setting],
}

impl RuleMeta {
    /// The first paragraph of the documentation on one line: what the rule flags.
    pub fn summary(&self) -> String {
        let lines = self.doc.lines().map(str::trim).take_while(|line| !line.is_empty());
        lines.collect::<Vec<_>>().join(" ")
    }

    /// What can be set about the rule, as a part of a configuration file; nothing where nothing can.
    pub fn configuration(&self) -> Option<String> {
        let line = |setting: &Setting| match setting.kind {
            Kind::Choice(words) => {
                let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
                let default = words.first().cloned().unwrap_or_default();
                let choices = match words.as_slice() {
                    [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
                    one_or_none => one_or_none.concat(),
                };
                format!("# {}: {choices}.\n{} = {default}\n", setting.about, setting.key)
            }
        };
        let lines: String = self.settings.iter().map(line).collect();
        (!lines.is_empty()).then(|| format!("[rules.{}]\n{lines}", self.id))
    }

    /// The text of the section of the documentation with this heading, if there is one.
    pub fn section(&self, heading: &str) -> Option<String> {
        let mut lines = self.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.find(|line| line.strip_prefix("## ") == Some(heading))?;
        let text: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
        Some(text.join("\n").trim().to_owned())
    }
}

impl PartialEq for RuleMeta {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for RuleMeta {}
