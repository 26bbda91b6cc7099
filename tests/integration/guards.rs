//! What holds for every rule, and says what to do where it does not.
//!
//! A guard looks at the registry as a whole and not at one rule, so that nobody has to remember it. Each has been seen
//! to fail: `tests/guards-seen-to-fail.sh` breaks the tree in all the ways that are caught here, one at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use corplint::config;
use corplint::diagnostic::Diagnostic;
use corplint::lang::Language;
use corplint::rule::{self, AnyRule, RuleMeta, Setting};
use corplint::rules;

use crate::common::{
    CONFIG, Faults, Fixture, Kind, check, check_example, entries, files_under, fixture_config, fixtures, matters, name,
    read_text, relative, render, repository, rule_fixtures, stem,
};

/// The longest summary, in characters: it has to fit into a line of `corplint rules` and of the reference page.
const SUMMARY: usize = 160;

/// The longest line of documentation, in columns.
const DOC_LINE: usize = 116;

/// The longest message, in characters, where what is quoted is as short as in a fixture.
const MESSAGE: usize = 120;

/// The headings of a rule's documentation, in order.
const HEADINGS: [&str; 5] = ["Why", "Example", "Formula", "Exceptions", "Fix safety"];

/// Words that point at something that was said before.
const POINTING: [&str; 7] = ["it", "they", "these", "this", "those", "such", "that"];

/// How an id does not begin: these words name what is wanted, and an id names what is wrong.
const CURES: [&str; 12] = [
    "allow-",
    "avoid-",
    "ban-",
    "banned-",
    "check-",
    "disallow",
    "enforce-",
    "forbid",
    "prefer",
    "require",
    "use-",
    "validate-",
];

fn metas() -> impl Iterator<Item = &'static RuleMeta> {
    rules::ALL.iter().map(AnyRule::meta)
}

/// The file of a rule's source, with slashes on every system.
fn source_file(meta: &RuleMeta) -> String {
    meta.file.replace('\\', "/")
}

/// Every file in which a rule is declared, and how many rules are.
fn declarations() -> BTreeMap<String, usize> {
    let files = files_under(&repository().join("src/rules"), &[]);
    let declared =
        files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")).map(|path| {
            let rules = read_text(path).lines().filter(|line| line.starts_with("declare_rule!")).count();
            (relative(path), rules)
        });
    declared.filter(|(_, rules)| *rules > 0).collect()
}

#[test]
fn every_rule_is_in_the_registry() {
    let mut faults = Faults::default();
    let registered: BTreeSet<String> = metas().map(source_file).collect();
    let list = read_text(&repository().join("src/rules/mod.rs"));
    for (file, rules) in declarations() {
        faults.expect(rules == 1, || {
            format!("{file} declares {rules} rules: give each rule a file of its own, so that it is found by its id")
        });
        if registered.contains(&file) {
            continue;
        }
        let module = stem(file.as_ref());
        let missing = if list.contains(&format!("mod {module};")) {
            "its line in `ALL`".to_owned()
        } else {
            format!("its line `pub(super) mod {module};` and its line in `ALL`")
        };
        faults.push(format!("{file} declares a rule that never runs: add {missing} to src/rules/mod.rs"));
    }
    for file in registered.difference(&declarations().into_keys().collect()) {
        faults.push(format!(
            "{file} is registered and declares no rule with a line that begins with `declare_rule!`: declare it \
             there, so that its metadata and its documentation stand in one place",
        ));
    }
    faults.report();
}

#[test]
fn a_rule_is_found_by_its_id() {
    let mut faults = Faults::default();
    for meta in metas() {
        let expected = format!("src/rules/{}/{}.rs", meta.category, meta.id.replace('-', "_"));
        faults.expect(source_file(meta) == expected, || {
            format!(
                "`{}` of the category `{}` is declared in {}: move it to {expected}, or correct its id or category",
                meta.id, meta.category, meta.file,
            )
        });
        faults.expect(rules::by_id(meta.id).is_some_and(|rule| rule.meta() == meta), || {
            format!("`rules::by_id(\"{}\")` does not find the rule: `ALL` in src/rules/mod.rs is out of order", meta.id)
        });
    }
    faults.report();
}

#[test]
fn ids_are_names_of_faults() {
    let mut faults = Faults::default();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for RuleMeta { id, file, .. } in metas() {
        let words: Vec<&str> = id.split('-').collect();
        let is_word = |word: &&str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        let kebab = words.iter().all(is_word) && id.starts_with(|first: char| first.is_ascii_lowercase());
        faults.expect(kebab, || format!("`{id}` ({file}): an id is kebab-case, lower-case words with hyphens between"));
        if let Some(cure) = CURES.iter().find(|cure| id.starts_with(**cure)) {
            faults.push(format!(
                "`{id}` ({file}): an id names the fault, so that \"allow {id}\" reads right, and not the cure; do not \
                 begin it with `{cure}`",
            ));
        }
        if let Some(other) = seen.insert(id, file) {
            faults.push(format!("`{id}` is the id of two rules, in {other} and {file}: give one another name"));
        }
    }
    faults.report();
}

#[test]
fn lists_of_rules_are_sorted() {
    let mut faults = Faults::default();
    let mut expect_sorted = |what: &str, names: &[&str]| {
        for pair in names.windows(2).filter(|pair| pair[0] >= pair[1]) {
            faults.push(format!(
                "src/rules/mod.rs: {what} are not sorted: `{}` belongs before `{}`. Sorted lists do not conflict when \
                 two people add a rule, and `rules::by_id` searches `ALL` by halves",
                pair[1], pair[0],
            ));
        }
    };
    let ids: Vec<&str> = metas().map(|meta| meta.id).collect();
    expect_sorted("the entries of `ALL`", &ids);
    let text = read_text(&repository().join("src/rules/mod.rs"));
    let (mut categories, mut modules, mut shared) = (Vec::new(), Vec::new(), Vec::new());
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        if let Some(category) = line.strip_prefix("mod ").and_then(|line| line.strip_suffix(" {")) {
            expect_sorted("the modules of a category", &modules);
            modules.clear();
            categories.push(category);
        } else if let Some(module) = line.strip_prefix("mod ").and_then(|line| line.strip_suffix(';')) {
            shared.push(module);
        } else if let Some((_, module)) = line.strip_suffix(';').and_then(|line| line.split_once("mod ")) {
            modules.push(module);
        }
    }
    expect_sorted("the modules of a category", &modules);
    expect_sorted("the categories", &categories);
    expect_sorted("the modules that rules share", &shared);
    faults.expect(!categories.is_empty(), || {
        "src/rules/mod.rs: no line `mod <category> {` was found, so nothing was looked at".to_owned()
    });
    faults.report();
}

#[test]
fn languages_are_known_and_have_data() {
    let mut faults = Faults::default();
    // Words for the classifier of lines are no data of a rule.
    let files = files_under(&repository().join("src/lang"), &["src/lang/cues"]);
    let data: BTreeSet<String> = files.iter().map(|path| name(path)).collect();
    for RuleMeta { id, file, languages, .. } in metas() {
        faults.expect(languages.is_sorted_by(|left, right| left < right), || {
            format!("`{id}` ({file}): sort its `languages`, and name each once")
        });
        for code in *languages {
            faults.expect(Language::from_tag(code).is_some_and(|language| language.code() == *code), || {
                format!("`{id}` ({file}): its `languages` have `{code}`, which is no code that src/lang/mod.rs knows")
            });
            faults.expect(data.contains(&format!("{code}.toml")), || {
                format!(
                    "`{id}` ({file}): its `languages` have `{code}`, for which src/lang has no data: add a file \
                     `{code}.toml` there, or take the language away; a rule is silent where it knows nothing",
                )
            });
        }
    }
    faults.report();
}

#[test]
fn since_is_a_version_that_there_is() {
    let mut faults = Faults::default();
    let parse = |version: &str| {
        let numbers: Option<Vec<u32>> = version.split('.').map(|number| number.parse().ok()).collect();
        numbers.filter(|numbers| numbers.len() == 3)
    };
    let current = parse(env!("CARGO_PKG_VERSION"));
    for RuleMeta { id, file, since, .. } in metas() {
        let version = parse(since);
        faults.expect(version.is_some() && version <= current, || {
            format!(
                "`{id}` ({file}): `since: \"{since}\"` is the version that first had the rule: three numbers, and \
                 not more than {}, the version of Cargo.toml",
                env!("CARGO_PKG_VERSION"),
            )
        });
    }
    faults.report();
}

#[test]
fn every_rule_has_fixtures() {
    let mut faults = Faults::default();
    for RuleMeta { id, file, .. } in metas() {
        let folder = rule_fixtures().join(id);
        let found: Vec<Kind> = entries(&folder).iter().filter_map(|path| Fixture::kind(path)).collect();
        let missing: Vec<&str> = [
            (Kind::Fires, "`fires-<what>.corpus`, in which the rule fires"),
            (Kind::Silent, "`silent-<what>.corpus`, in which it nearly fires and no rule reports at warning or above"),
        ]
        .into_iter()
        .filter_map(|(kind, what)| (!found.contains(&kind)).then_some(what))
        .collect();
        faults.expect(missing.is_empty(), || {
            format!("`{id}` ({file}) has no fixture in {}/ of these: {}", relative(&folder), missing.join("; "))
        });
    }
    faults.report();
}

#[test]
fn every_fixture_is_used() {
    let mut faults = Faults::default();
    let ids: BTreeSet<&str> = metas().map(|meta| meta.id).collect();
    for folder in entries(&rule_fixtures()) {
        if !ids.contains(name(&folder).as_str()) {
            faults.push(format!(
                "{}: there is no rule with this id; fixtures stand in fixtures/rules/<rule-id>/",
                relative(&folder),
            ));
            continue;
        }
        let (snapshots, others): (Vec<PathBuf>, Vec<PathBuf>) = entries(&folder)
            .into_iter()
            .filter(|path| !name(path).ends_with(".snap.new") && name(path) != CONFIG)
            .partition(|path| path.extension().is_some_and(|extension| extension == "snap"));
        for path in &others {
            faults.expect(Fixture::kind(path).is_some(), || {
                format!(
                    "{}: no test reads this; name it `fires-<what>.corpus` or `silent-<what>.corpus`, or, for files \
                     that are checked together, a folder `fires-<what>` or `silent-<what>`, or `{CONFIG}`",
                    relative(path),
                )
            });
        }
        let fires: BTreeSet<String> = others
            .iter()
            .filter(|path| Fixture::kind(path) == Some(Kind::Fires))
            .filter_map(|path| Fixture::name(path))
            .collect();
        for path in snapshots {
            faults.expect(fires.contains(&stem(&path)), || {
                format!("{}: there is no fixture of this name that fires; delete the snapshot", relative(&path))
            });
        }
    }
    faults.report();
}

#[test]
fn documentation_has_its_parts() {
    let mut faults = Faults::default();
    for meta in metas() {
        let mut expect = |holds: bool, what: &str| {
            faults.expect(holds, || format!("documentation of `{}` ({}): {what}", meta.id, meta.file));
        };
        let summary = meta.summary();
        expect(
            summary.starts_with("Flags "),
            "the first paragraph says what the rule flags, and begins with \"Flags \"",
        );
        // A full stop inside of something quoted is followed by no capital letter, mostly; that of a sentence is.
        let starts_again = |rest: &str| rest.starts_with(char::is_uppercase);
        let sentence = summary.ends_with('.') && !summary.split(". ").skip(1).any(starts_again);
        expect(
            sentence && summary.chars().count() <= SUMMARY,
            &format!(
                "the first paragraph is one sentence of at most {SUMMARY} characters, with a full stop; what more there \
                 is to say goes into a second paragraph"
            ),
        );
        let headings: Vec<&str> = meta.doc.lines().filter_map(|line| line.trim().strip_prefix("## ")).collect();
        for heading in HEADINGS {
            expect(
                meta.section(heading).is_some_and(|text| !text.is_empty()),
                &format!("`## {heading}` is missing, or nothing stands under it; CONTRIBUTING.md has the template"),
            );
        }
        let order: Vec<&str> = headings.iter().filter(|heading| HEADINGS.contains(heading)).copied().collect();
        let expected = HEADINGS.iter().filter(|heading| headings.contains(heading)).copied();
        expect(
            order.iter().copied().eq(expected),
            &format!("each heading occurs once, in the order {}", HEADINGS.join(", ")),
        );
        // Its first sentence is shown beside a finding, where no sentence before it says what "they" are.
        let why = meta.section("Why").unwrap_or_default();
        let first = why.split_whitespace().next().unwrap_or_default().to_lowercase();
        expect(!POINTING.contains(&first.as_str()), "the first sentence of Why names what it speaks of");
        for line in meta.doc.lines().filter(|line| line.trim_end().chars().count() > DOC_LINE) {
            expect(false, &format!("a line is longer than {DOC_LINE} columns:{line}"));
        }
    }
    faults.report();
}

#[test]
fn settings_can_be_written_and_read() {
    let mut faults = Faults::default();
    for meta in metas() {
        let mut keys = BTreeSet::new();
        for Setting { key, about, kind: rule::Kind::Choice(words) } in meta.settings {
            let mut expect = |holds: bool, what: &str| {
                faults.expect(holds, || format!("setting `{key}` of `{}` ({}): {what}", meta.id, meta.file));
            };
            let is_kebab = |word: &str| {
                !word.is_empty()
                    && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            };
            expect(keys.insert(*key), "there are two with this key");
            expect(is_kebab(key) && words.iter().all(|word| is_kebab(word)), "keys and words are in kebab-case");
            expect(
                words.len() >= 2 && words.iter().collect::<BTreeSet<_>>().len() == words.len(),
                "there are at least two words to choose from, each once",
            );
            expect(
                about.starts_with(char::is_uppercase) && !about.ends_with('.') && !about.contains('\n'),
                "what it decides begins with a capital and has no full stop: the words to choose from follow it",
            );
        }
    }
    faults.report();
}

/// What documentation shows of a configuration is what its examples are checked with.
#[test]
fn configurations_of_examples_are_those_that_are_tested() {
    let mut faults = Faults::default();
    for meta in metas() {
        let doc =
            meta.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n").collect::<String>();
        let shown: Vec<&str> =
            doc.split("\n```toml\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
        let tested = fixture_config(meta.id);
        let RuleMeta { id, file, .. } = meta;
        let parsed = config::parse(&tested);
        faults.expect(parsed.is_ok(), || format!("fixtures/rules/{id}/{CONFIG} is no configuration: {parsed:?}"));
        for lines in shown.iter().flat_map(|block| block.lines()) {
            faults.expect(tested.lines().any(|line| line == lines), || {
                format!("documentation of `{id}` ({file}): `{lines}` is not in fixtures/rules/{id}/{CONFIG}")
            });
        }
        faults.expect(tested.is_empty() || !shown.is_empty(), || {
            format!(
                "documentation of `{id}` ({file}): its examples are checked with fixtures/rules/{id}/{CONFIG}; show \
                 what they need of it in a block that begins with ```toml",
            )
        });
    }
    faults.report();
}

/// An example in the documentation of a rule.
struct Example {
    is_good: bool,
    /// What was accepted before it, and is in a registry.
    accepted: Option<String>,
    text: String,
}

/// The examples of a rule's documentation.
fn examples(meta: &RuleMeta) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let mut open = false;
    let mut accepted: Option<String> = None;
    let mut is_accepted = false;
    for line in meta.doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)) {
        match line.trim_end() {
            "```corpus,bad" | "```corpus,good" => {
                open = true;
                let (is_good, accepted) = (line.trim_end().ends_with("good"), accepted.clone());
                examples.push(Example { is_good, accepted, text: String::new() });
            }
            "```corpus,accepted" => {
                is_accepted = true;
                accepted = Some(String::new());
            }
            "```" => (open, is_accepted) = (false, false),
            _ if is_accepted => {
                if let Some(accepted) = &mut accepted {
                    accepted.push_str(line);
                    accepted.push('\n');
                }
            }
            _ => {
                if let Some(example) = examples.last_mut().filter(|_| open) {
                    example.text.push_str(line);
                    example.text.push('\n');
                }
            }
        }
    }
    examples
}

#[test]
fn examples_show_what_they_say() {
    let mut faults = Faults::default();
    for meta in metas() {
        let examples = examples(meta);
        let mut fault = |what: &str| faults.push(format!("documentation of `{}` ({}): {what}", meta.id, meta.file));
        for (is_good, kind) in [(false, "corpus,bad"), (true, "corpus,good")] {
            if !examples.iter().any(|example| example.is_good == is_good) {
                fault(&format!("there is no example in a block that begins with ```{kind}"));
            }
        }
        for Example { is_good, accepted, text } in examples {
            let found = check_example(meta, accepted.as_deref(), &text);
            if is_good && found.iter().any(matters) {
                fault(&format!(
                    "a good example is one in which no rule reports at warning or above:\n{text}\n{}",
                    render(&found),
                ));
            }
            if !is_good && !found.iter().any(|finding| finding.rule.id == meta.id) {
                fault(&format!("the rule does not fire on a bad example:\n{text}\nFound:\n{}", render(&found)));
            }
        }
    }
    faults.report();
}

/// Everything that rules say about anything in the repository, with where they say it.
fn everything_said() -> Vec<(String, Diagnostic)> {
    let mut said = Vec::new();
    for fixture in fixtures() {
        said.extend(check(&fixture.files).into_iter().map(|finding| (fixture.shown(), finding)));
    }
    for meta in metas() {
        for example in examples(meta) {
            let found = check_example(meta, example.accepted.as_deref(), &example.text);
            said.extend(found.into_iter().map(|finding| (format!("an example of `{}`", meta.id), finding)));
        }
    }
    said
}

#[test]
fn messages_read_alike() {
    let mut faults = Faults::default();
    // Each wording is complained about once, and not for every place where it is used.
    let mut seen = BTreeSet::new();
    for (place, finding) in everything_said() {
        let mut texts = vec![("message", finding.message.clone())];
        texts.extend(finding.label.clone().map(|label| ("label", label)));
        texts.extend(finding.help.clone().map(|help| ("help", help)));
        texts.extend(finding.related.iter().map(|related| ("label", related.label.clone())));
        texts.extend(finding.fix.iter().map(|fix| ("title of a fix", fix.title.clone())));
        for (what, text) in texts {
            let complaint = wording(&text).or_else(|| {
                let is_long = what == "message" && text.chars().count() > MESSAGE;
                is_long.then(|| format!("is longer than {MESSAGE} characters; what to do about it goes into `help`"))
            });
            let Some(complaint) = complaint else { continue };
            let RuleMeta { id, file, .. } = finding.rule;
            if seen.insert((id, what, complaint.clone())) {
                faults.push(format!("`{id}` ({file}), about {place}: the {what} {complaint}: {text:?}"));
            }
        }
    }
    faults.report();
}

/// What is wrong with how a text reads.
fn wording(text: &str) -> Option<String> {
    let complain = |complaint: &str| Some(complaint.to_owned());
    // What stands in backticks is quoted, and may be written in any way.
    let own: Vec<&str> = text.split('`').step_by(2).collect();
    let first = text.split([' ', '`']).next().unwrap_or_default();
    // `UTF-8`, `CRLF`, `U+FEFF` and `Windows-1252` are written so wherever they stand.
    let is_name =
        first.chars().filter(|character| !character.is_lowercase() && character.is_alphanumeric()).count() > 1;
    match text.chars().next() {
        None => complain("is empty"),
        Some(start) if start.is_lowercase() || start.is_ascii_digit() || start == '`' || is_name => {
            if text.ends_with(['.', '!', ' ']) {
                complain("ends with a full stop, an exclamation mark or a space; take it away")
            } else if own.iter().any(|own| own.contains("  ") || own.contains('\n')) {
                complain("has two spaces or a line break in it; one space is enough")
            } else {
                None
            }
        }
        Some(_) => complain("does not begin in lower case, with a digit or with a backtick"),
    }
}

#[test]
fn findings_that_matter_say_what_to_do() {
    let mut faults = Faults::default();
    let mut seen = BTreeSet::new();
    for (place, finding) in everything_said() {
        let RuleMeta { id, file, .. } = finding.rule;
        let has_help = finding.help.as_ref().is_some_and(|help| !help.is_empty());
        if matters(&finding) && !has_help && seen.insert(id) {
            faults.push(format!(
                "`{id}` ({file}), about {place}: \"{}\" does not say what to do; add `.help(\"…\")`",
                finding.message,
            ));
        }
    }
    faults.report();
}

#[test]
fn wordings_are_told_apart() {
    for good in ["document without text", "`x` is used twice", "3 blank lines", "UTF-8 is broken", "Windows-1252 byte"]
    {
        assert_eq!(wording(good), None, "{good}");
    }
    for bad in ["", "Document without text", "the text ends.", "two  spaces", "two\nlines", "a space at the end "] {
        assert!(wording(bad).is_some(), "{bad}");
    }
    assert_eq!(wording("the text has `  ` in it, and ends with `.`"), None);
}
