//! The JSON schema of the configuration: the stored one is current, and it and the parser agree.

#![expect(clippy::disallowed_methods, reason = "the test is asked by a variable whether to store what it finds")]

// The validator that the reports are checked with, and what its own test needs.
#[path = "../../src/output/consumers/schema.rs"]
mod validator;

use corplint::config;
use corplint::rule::AnyRule;
use corplint::rules;
use serde_json::Value;

use crate::common::{Faults, read_text, repository};

const SARIF: &str = include_str!("../schemas/sarif-2.1.0.json");

/// Where the schema is stored, for editors.
const STORED: &str = "corplint.schema.json";

fn schema() -> Value {
    serde_json::from_str(&config::schema()).expect("the schema is JSON")
}

/// What the schema says of a configuration.
fn faults(schema: &Value, text: &str) -> Vec<String> {
    let mut config: Value = toml::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"));
    as_json(&mut config);
    validator::faults(schema, &config)
}

/// Writes days as strings, as those do who read TOML as JSON.
fn as_json(value: &mut Value) {
    if let Some(day) = value.get("$__toml_private_datetime") {
        *value = day.clone();
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(as_json),
        Value::Object(entries) => entries.values_mut().for_each(as_json),
        _ => {}
    }
}

#[test]
fn the_stored_schema_is_current() {
    let path = repository().join(STORED);
    if std::env::var_os("INSTA_UPDATE").is_some_and(|how| how == "always") {
        crate::common::write(&path, config::schema().as_bytes());
    }
    assert!(
        read_text(&path).replace("\r\n", "\n") == config::schema(),
        "{STORED} is not what `corplint config-schema` writes; INSTA_UPDATE=always writes it again",
    );
}

#[test]
fn the_schema_and_the_parser_agree() {
    let schema = schema();
    let mut texts: Vec<String> = GOOD.iter().chain(BAD).map(|text| (*text).to_owned()).collect();
    let properties = |pointer: &str| schema.pointer(pointer).and_then(Value::as_object).expect("properties");
    let keys = properties("/properties").keys();
    // What no key can be, and what one or another can.
    for value in ["true", "1", "-1", "1.5", "\"\"", "\"error\"", "[]", "{}", "[1]", "[[]]", "[{}]", "[\"all\"]"] {
        texts.extend(keys.clone().map(|key| format!("{key} = {value}")));
        let inner = properties("/properties/overrides/items/properties").keys();
        texts.extend(inner.clone().map(|key| match key.as_str() {
            "paths" => format!("overrides = [{{ languages = [\"de\"], {key} = {value} }}]"),
            _ => format!("overrides = [{{ paths = [\"a\"], {key} = {value} }}]"),
        }));
    }
    // Names of no language and of no rule are told apart by the parser only where the schema does not know them.
    texts.retain(|text| !text.contains("languages = [\"all\"]"));
    let mut disagree = Faults::default();
    let (mut good, mut bad) = (0, 0);
    for text in &texts {
        let (parsed, found) = (config::parse(text), faults(&schema, text));
        disagree.expect(parsed.is_ok() == found.is_empty(), || {
            format!("{text}\n  the parser says {:?}\n  the schema says {found:?}", parsed.err())
        });
        if found.is_empty() { good += 1 } else { bad += 1 }
    }
    disagree.report();
    assert!(good >= 20 && bad >= 100, "{good} good and {bad} bad configurations test too little");
}

#[test]
fn every_name_that_the_schema_knows_stands_for_rules() {
    let schema = schema();
    let list = |pointer: &str| {
        let list = schema.pointer(&format!("/definitions/selector/anyOf/{pointer}")).and_then(Value::as_array);
        list.unwrap_or_else(|| panic!("no {pointer}")).clone()
    };
    assert_eq!(list("0/enum").len(), list("0/x-taplo/docs/enumValues").len());
    let names = [list("0/enum"), list("1/enum")].concat();
    for name in names.iter().filter_map(Value::as_str) {
        config::Selector::parse(name).unwrap_or_else(|error| panic!("{error}"));
    }
    for meta in rules::ALL.iter().map(AnyRule::meta) {
        let qualified = format!("{}/{}", meta.category, meta.id);
        assert!([meta.id, &qualified].iter().all(|name| names.contains(&Value::from(*name))), "{qualified}");
    }
}

#[test]
fn the_configurations_that_are_shown_are_valid() {
    let schema = schema();
    let readme = read_text(&repository().join("README.md")).replace("\r\n", "\n");
    let blocks = readme.split("\n```toml\n").skip(1).filter_map(|rest| rest.split_once("\n```"));
    let shown: Vec<&str> = blocks.map(|(block, _)| block).collect();
    assert!(!shown.is_empty(), "the README shows no configuration");
    for text in shown {
        assert_eq!(faults(&schema, text), [""; 0], "{text}");
        assert!(config::parse(text).is_ok(), "{text}");
    }
    let everything: String = config::template()
        .lines()
        .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line).to_owned() + "\n")
        .collect();
    assert_eq!(faults(&schema, &everything), [""; 0], "{everything}");
}

const GOOD: &[&str] = &[
    "",
    "select = [\"all\", \"default\", \"identity\", \"duplicate-id\", \"identity/duplicate-id\"]",
    "fail-on = \"never\"",
    "[severity]\nidentity = \"info\"\n\"identity/duplicate-id\" = \"error\"",
    "[rules.not-nfc]\nform = \"nfd\"",
    "[rules.not-nfc]",
    "[[overrides]]\npaths = [\"a\"]",
    "baseline = \"accepted.jsonl\"",
    "[gate]\nerror = 0\nidentity = \"12\"\n\"format/empty-document\" = \"0.5%\"\nall = \"100%\"",
    "[gate.per-file]\nwarning = \"12.345%\"\n[gate.per-source]\nduplicate-id = 3",
    "[[allow]]\nrules = [\"all\"]\nids = [\"a\"]\nreason = \"x\"\nuntil = 2026-12-31",
    "[[allow]]\nrules = [\"byline\"]\npatterns = [\"a*\"]\nreason = \"x\"",
    "[attributes]\nlang.required = true\ndate = { required = true, format = \"date\" }\n\"x.id\".pattern = \"[0-9]{6}\"",
    "[attributes.source]\nenum = [\"AFP\", \"Le Courrier\"]\nformat = \"url\"\npattern = \"a\"\nrequired = false",
    "[attributes]\n[[overrides]]\npaths = [\"a\"]\nattributes.source.required = false",
    "[[overrides]]\nlanguages = [\"de-AT\"]\n[[overrides]]\npaths = []\nseverity.typography = \"info\"",
];

const BAD: &[&str] = &[
    "no-such-key = 1",
    "slect = [\"all\"]",
    "select = \"all\"",
    "select = [\"format/duplicate-id\"]",
    "ignore = [\"duplicate_id\"]",
    "fail-on = \"off\"",
    "[severity]\nidentity = \"never\"",
    "[severity]\nno-such-rule = \"error\"",
    "[rules.no-such-rule]\nx = 1",
    "[rules.duplicate-id]",
    "[rules.not-nfc]\nform = \"nfkc\"",
    "[rules.not-nfc]\nno-such-key = 1",
    "[[overrides]]\nignore = [\"all\"]",
    "[[overrides]]\npaths = [\"a\"]\nfail-on = \"error\"",
    "[overrides]\npaths = [\"a\"]",
    "baseline = \"\"",
    "[attributes]\nlang = true",
    "[attributes]\nlang = {}",
    "[attributes]\nlang.required = \"true\"",
    "[attributes]\nlang.enum = []",
    "[attributes]\nlang.enum = [\"\"]",
    "[attributes]\nlang.enum = \"fr\"",
    "[attributes]\nlang.format = \"language\"",
    "[attributes]\nlang.pattern = \"\"",
    "[attributes]\nlang.require = true",
    "[attributes]\nx.id.required = true",
    "[attributes]\nLang.required = true",
    "[attributes]\n\"x id\".required = true",
    "[attributes]\n\"\".required = true",
    "[[overrides]]\nattributes.lang.required = true",
    "[[overrides]]\npaths = [\"a\"]\nattributes.lang = {}",
    "[gate]\nerror = -1",
    "[gate]\nerror = \"5 %\"",
    "[gate]\nerror = \"101%\"",
    "[gate]\nerror = \"100.1%\"",
    "[gate]\nerror = \"0.0000001%\"",
    "[gate]\nerror = true",
    "[gate]\nerrors = 1",
    "[gate]\nper-file = 1",
    "[gate.per-file]\nper-file = 1",
    "[gate.per-file.per-file]\nerror = 1",
    "[[allow]]\nids = [\"a\"]\nreason = \"x\"",
    "[[allow]]\nrules = [\"all\"]\nreason = \"x\"",
    "[[allow]]\nrules = [\"all\"]\nids = [\"a\"]",
    "[[allow]]\nrules = [\"all\"]\nids = [\"a\"]\nreason = \"\"",
    "[[allow]]\nrules = [\"all\"]\nids = [\"a\"]\nreason = \"x\"\nuntil = 5",
    "[[allow]]\nrules = [\"all\"]\nids = [\"a\"]\nreason = \"x\"\nuntil = 2026-12-31T10:00:00Z",
    "[[allow]]\nrules = [\"all\"]\nids = \"a\"\nreason = \"x\"",
    "[[allow]]\nrules = [\"no-such-rule\"]\nids = [\"a\"]\nreason = \"x\"",
    "[[allow]]\nrules = [\"all\"]\nids = [\"a\"]\nreason = \"x\"\nuntill = 2026-12-31",
];
