//! The keys of a configuration file, as data: the purpose, the type and an example of each.
//!
//! The parser refuses every key that is not here, and the schema and the file that `corplint init` writes are made of
//! these lists, so that none of the three can fall behind another. Tests hold that the parser reads every key.

/// A key of a configuration file.
#[derive(Debug)]
pub(super) struct Key {
    /// Its name: kebab-case, and as stable as the id of a rule.
    pub(super) name: &'static str,
    /// What it is for, in whole sentences.
    pub(super) about: &'static str,
    /// A part of a configuration file that sets it: lines of TOML. A table has its header.
    pub(super) example: &'static str,
    /// What it may be.
    pub(super) shape: Shape,
}

/// What a key may be.
#[derive(Debug)]
pub(super) enum Shape {
    /// A list of names of rules and categories.
    Selectors,
    /// A table from names of rules and categories to severities.
    Severities,
    /// A list of patterns for paths.
    Patterns,
    /// A list of languages.
    Languages,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Tables by rule, with what the rules say can be set about them.
    RuleSettings,
    /// Tables by the keys of attributes, with what is declared of each.
    Attributes,
    /// A list of strings.
    Strings,
    /// A string.
    Text,
    /// `true` or `false`.
    Flag,
    /// A list of strings, at least one of them, and none of them empty.
    Values,
    /// A day, as TOML writes it.
    Day,
    /// A table from severities and from names of rules and categories to how much is allowed of them, with such tables
    /// for each file and each source in it.
    Budgets,
    /// A list of tables with these keys, of which each table has all of `required`, and one of `needed` at least.
    Tables {
        /// The keys of such a table.
        keys: &'static [Key],
        /// Those without which a table is not complete.
        required: &'static [&'static str],
        /// Those without which a table says nothing.
        needed: &'static [&'static str],
    },
}

/// How bad findings can be.
pub(super) const SEVERITIES: &[&str] = &["info", "warning", "error"];

/// From where on findings can fail a run.
pub(super) const FAIL_ON: &[&str] = &["info", "warning", "error", "never"];

/// The keys of the file. Tables come last, as TOML has it.
pub(super) const FILE: &[Key] = &[
    Key {
        name: "select",
        about: "Rules and categories that run, where `default` stands for those that run if nothing is said, and `all` \
                for every rule. `corplint rules` lists them.",
        example: r#"select = ["default", "privacy"]"#,
        shape: Shape::Selectors,
    },
    Key {
        name: "ignore",
        about: "Rules and categories that do not run.",
        example: r#"ignore = ["leading-dateline"]"#,
        shape: Shape::Selectors,
    },
    Key {
        name: "exclude",
        about: "Files and folders that are neither checked nor formatted, also when they are named on the command \
                line. A pattern without a slash holds for that name anywhere, as in a `.gitignore`.",
        example: r#"exclude = ["archive/**"]"#,
        shape: Shape::Patterns,
    },
    Key {
        name: "fail-on",
        about: "The severity from which on findings give exit code 1. By default it is `error`.",
        example: r#"fail-on = "warning""#,
        shape: Shape::Word(FAIL_ON),
    },
    Key {
        name: "extend-safe-fixes",
        about: "Rules whose fixes are made by `--fix`, although they are to be looked at first.",
        example: r#"extend-safe-fixes = ["trailing-comment-heading"]"#,
        shape: Shape::Selectors,
    },
    Key {
        name: "extend-unsafe-fixes",
        about: "Rules whose fixes are made only with `--unsafe-fixes`, although they are safe.",
        example: r#"extend-unsafe-fixes = ["crlf-line-ending"]"#,
        shape: Shape::Selectors,
    },
    Key {
        name: "unfixable",
        about: "Rules whose fixes are never made.",
        example: r#"unfixable = ["leading-dateline"]"#,
        shape: Shape::Selectors,
    },
    Key {
        name: "baseline",
        about: "The file of the findings that are accepted, relative to the folder of the configuration file. \
                `corplint baseline` writes it.",
        example: r#"baseline = "corplint-baseline.jsonl""#,
        shape: Shape::Text,
    },
    Key {
        name: "severity",
        about: "How bad the findings of rules and categories are. What is said of a rule outweighs what is said of its \
                category.",
        example: "[severity]\nreplacement-character = \"error\"",
        shape: Shape::Severities,
    },
    Key {
        name: "rules",
        about: "What can be set about single rules. `corplint explain RULE` says what that is.",
        example: "[rules.not-nfc]\nform = \"nfd\"",
        shape: Shape::RuleSettings,
    },
    Key {
        name: "attributes",
        about: "What attributes documents have to have, by themselves or from the `<<<CORPUS>>>` line of their file, and \
                what their values may be. A key with a full stop in it is written in quotation marks.",
        example: "[attributes]\nlang.required = true\nsource = { required = true, enum = [\"AFP\", \"Le Courrier\"] }\n\
                  url.format = \"url\"\n\"x.id\".pattern = \"[0-9]{6}\"",
        shape: Shape::Attributes,
    },
    Key {
        name: "overrides",
        about: "What holds for some files or languages only. A later one outweighs those before it.",
        example: "[[overrides]]\npaths = [\"letters/**\"]\nlanguages = [\"de\"]\nselect = [\"near-duplicate\"]\n\
                  ignore = [\"trailing-comment-heading\"]\nseverity = { typography = \"info\" }\n\
                  attributes.source.required = false",
        shape: Shape::Tables { keys: OVERRIDE, required: &[], needed: &["paths", "languages"] },
    },
    Key {
        name: "gate",
        about: "How much is allowed of a severity, a rule or a category: a number of findings, or a share of the \
                documents. The same for each file, and for all documents that say one `source` of themselves.",
        example: "[gate]\nerror = 0\nduplicate-text = \"0.5%\"\n[gate.per-file]\ntruncation = \"5%\"\n\
                  [gate.per-source]\nboilerplate = 12",
        shape: Shape::Budgets,
    },
    Key {
        name: "allow",
        about: "What is accepted of some documents.",
        example: "[[allow]]\nrules = [\"duplicate-text\"]\nids = [\"harbour/ferry\"]\npatterns = [\"press-*\"]\n\
                  reason = \"as printed\"\nuntil = 2026-12-31",
        shape: Shape::Tables { keys: ALLOW, required: &["rules", "reason"], needed: &["ids", "patterns"] },
    },
];

/// The keys of an `[[allow]]` table. Their examples stand in the example of the table.
pub(super) const ALLOW: &[Key] = &[
    Key {
        name: "rules",
        about: "Rules and categories whose findings are accepted.",
        example: "",
        shape: Shape::Selectors,
    },
    Key { name: "ids", about: "The documents, by their ids.", example: "", shape: Shape::Strings },
    Key {
        name: "patterns",
        about: "The documents, by patterns for their ids. `*` does not match a slash, `**` does.",
        example: "",
        shape: Shape::Patterns,
    },
    Key { name: "reason", about: "Why, for whoever asks in a year.", example: "", shape: Shape::Text },
    Key {
        name: "until",
        about: "The last day on which it holds, without quotation marks. By default it holds for good.",
        example: "",
        shape: Shape::Day,
    },
];

/// The keys of an `[[overrides]]` table. Their examples stand in the example of the table.
pub(super) const OVERRIDE: &[Key] = &[
    Key {
        name: "paths",
        about: "The files, as patterns relative to the folder of the configuration file.",
        example: "",
        shape: Shape::Patterns,
    },
    Key { name: "languages", about: "The languages, by their codes in ISO 639.", example: "", shape: Shape::Languages },
    Key {
        name: "select",
        about: "Rules and categories that run there, beside those that run anyway.",
        example: "",
        shape: Shape::Selectors,
    },
    Key { name: "ignore", about: "Rules and categories that do not run there.", example: "", shape: Shape::Selectors },
    Key {
        name: "severity",
        about: "How bad the findings of rules and categories are there.",
        example: "",
        shape: Shape::Severities,
    },
    Key {
        name: "attributes",
        about: "What else documents have to have there. What is not spoken of stays as it is elsewhere.",
        example: "",
        shape: Shape::Attributes,
    },
];

/// The keys of what is declared of an attribute. Their examples stand in the example of `attributes`.
pub(super) const DECLARATION: &[Key] = &[
    Key { name: "required", about: "Whether every document has to have it.", example: "", shape: Shape::Flag },
    Key { name: "enum", about: "The values that it may have.", example: "", shape: Shape::Values },
    Key { name: "format", about: "What its value is.", example: "", shape: Shape::Word(FORMATS) },
    Key {
        name: "pattern",
        about: "A regular expression, in the syntax of Rust, that stands for the whole value.",
        example: "",
        shape: Shape::Text,
    },
];

/// What a value can be said to be.
pub(super) const FORMATS: &[&str] = &["date", "url"];

/// What the key of an attribute looks like.
pub(super) const ATTRIBUTE: &str = "^[a-z][a-z0-9_.-]*$";

/// The names of `keys`.
pub(super) fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::parse;

    /// A value that no key can be.
    const IMPOSSIBLE: &str = "1979-05-27";

    #[test]
    fn the_parser_reads_every_key() {
        for name in names(FILE) {
            let problems = parse(&format!("{name} = {IMPOSSIBLE}")).expect_err(name);
            assert!(problems.iter().all(|problem| !problem.message.starts_with("unknown key")), "{problems:?}");
        }
        for name in names(OVERRIDE) {
            // One that holds for nothing is a mistake too, so there is another.
            let other = if name == "paths" { "languages = [\"de\"]" } else { "paths = [\"a\"]" };
            let text = format!("[[overrides]]\n{other}\n{name} = {IMPOSSIBLE}");
            let problems = parse(&text).expect_err(name);
            let quotes: Vec<_> = problems.iter().map(|problem| text.get(problem.span.clone())).collect();
            assert_eq!(quotes, [Some(IMPOSSIBLE)], "{name}: {problems:?}");
        }
    }

    #[test]
    fn every_key_is_explained_and_shown() {
        for key in FILE.iter().chain(OVERRIDE).chain(ALLOW).chain(DECLARATION) {
            assert!(key.about.starts_with(char::is_uppercase) && key.about.ends_with('.'), "{}", key.about);
        }
        for key in FILE {
            if let Err(problems) = parse(key.example) {
                panic!("the example of `{}`: {problems:?}", key.name);
            }
            let shows = |name: &str| {
                key.example.lines().any(|line| line.trim_start_matches('[').starts_with(name) && !line.starts_with('#'))
            };
            assert!(shows(key.name), "the example of `{}` does not set it", key.name);
            if let Shape::Tables { keys, .. } = key.shape {
                for inner in names(keys) {
                    assert!(shows(inner), "the example of `{}` does not set `{inner}`", key.name);
                }
            }
        }
    }
}
