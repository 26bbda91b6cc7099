//! The JSON schema of the configuration file, made of the keys by which it is read. Editors complete and check with it.
//!
//! It is in draft 7 of JSON Schema, which the editors' support for TOML reads (the `x-taplo` keys are read by Taplo and
//! Even Better TOML, and passed over by others). It says less than the parser in a few places only: that a pattern can
//! be compiled, that a language exists, that a reason is not blank, that an id is no attribute, and that a day is no
//! string, which it is to those who read TOML as JSON.

use serde_json::{Map, Value, json};

use super::budget::Per;
use super::keys::{ATTRIBUTE, DECLARATION, FILE, Key, SEVERITIES, Shape};
use crate::rule::{AnyRule, Category, Kind, RuleMeta};
use crate::rules;

/// The schema, as a text of JSON with a line break at its end. The same version gives the same bytes.
pub fn schema() -> String {
    let mut schema = table(FILE);
    let head = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The configuration of corplint",
        "description": "The file `corplint.toml`, which is read from the working directory upwards.",
        "definitions": {
            "selector": selector(),
            "severity": { "enum": SEVERITIES },
            "declaration": declaration(),
        },
    });
    if let (Some(schema), Value::Object(head)) = (schema.as_object_mut(), head) {
        schema.extend(head);
    }
    format!("{schema:#}\n")
}

fn table(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn property(key: &Key) -> Value {
    let selector = json!({ "$ref": "#/definitions/selector" });
    let severity = json!({ "$ref": "#/definitions/severity" });
    let list = |items: Value| json!({ "type": "array", "items": items });
    let mut value = match key.shape {
        Shape::Selectors => list(selector),
        Shape::Severities => json!({ "type": "object", "propertyNames": selector, "additionalProperties": severity }),
        Shape::Text => json!({ "type": "string", "minLength": 1 }),
        // Those who read TOML as JSON write a day as a string.
        Shape::Day => json!({ "type": "string", "format": "date" }),
        Shape::Budgets => budgets(),
        Shape::Patterns | Shape::Languages | Shape::Strings => list(json!({ "type": "string" })),
        Shape::Word(words) => json!({ "enum": words }),
        Shape::RuleSettings => rule_settings(),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Values => {
            json!({ "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } })
        }
        Shape::Attributes => attributes(),
        Shape::Tables { keys, required, needed } => {
            let mut table = table(keys);
            if let Some(table) = table.as_object_mut() {
                let choices: Vec<Value> = needed.iter().map(|name| json!({ "required": [name] })).collect();
                table.insert("anyOf".to_owned(), Value::Array(choices));
                if !required.is_empty() {
                    table.insert("required".to_owned(), json!(required));
                }
            }
            list(table)
        }
    };
    if let Some(value) = value.as_object_mut() {
        value.insert("description".to_owned(), key.about.into());
    }
    value
}

/// Keys that have a meaning in every corpus, but for those that say something of one text only.
const KEYS: &[&str] = &["lang", "date", "url", "title", "source", "author", "license"];

/// What a limit looks like that is a string: a number of findings, or a share from 0% to 100%.
const LIMIT: &str = r"^([0-9]+|[0-9]{1,2}(\.[0-9]{1,6})?%|100(\.0{1,6})?%)$";

/// Budgets for the run, and in it those for each file and each source.
fn budgets() -> Value {
    let limit = json!({
        "description": "So many findings, or findings in so large a share of the documents.",
        "anyOf": [
            { "type": "integer", "minimum": 0 },
            { "type": "string", "pattern": LIMIT },
        ],
    });
    let names = json!({ "anyOf": [{ "$ref": "#/definitions/selector" }, { "$ref": "#/definitions/severity" }] });
    let mut tables = Map::new();
    for (per, about) in [(Per::File, "For each file."), (Per::Source, "For each source, as documents name it.")] {
        let table = json!({
            "type": "object",
            "description": about,
            "propertyNames": names,
            "additionalProperties": limit,
        });
        tables.extend(per.key().map(|key| (key.to_owned(), table)));
    }
    let keys: Vec<&String> = tables.keys().collect();
    let names = json!({ "anyOf": [names, { "enum": keys }] });
    json!({ "type": "object", "propertyNames": names, "properties": tables, "additionalProperties": limit })
}

/// Every name that stands for rules: each alone, and each rule with its category before it.
///
/// They are two lists, since an editor shows the whole list in its message where there is only one.
fn selector() -> Value {
    let mut names: Vec<(String, String)> = vec![
        ("all".to_owned(), "Every rule.".to_owned()),
        ("default".to_owned(), "The rules that run if nothing is said.".to_owned()),
    ];
    for category in Category::ALL {
        names.push((category.name().to_owned(), format!("All rules of the category `{category}`.")));
    }
    let metas = || rules::ALL.iter().map(AnyRule::meta);
    names.extend(metas().map(|meta| (meta.id.to_owned(), meta.summary())));
    let (names, abouts): (Vec<String>, Vec<String>) = names.into_iter().unzip();
    let qualified: Vec<String> = metas().map(|meta| format!("{}/{}", meta.category, meta.id)).collect();
    json!({
        "description": "A rule, a category, `default` or `all`.",
        "anyOf": [{ "enum": names, "x-taplo": { "docs": { "enumValues": abouts } } }, { "enum": qualified }],
    })
}

/// What is declared of attributes, by their keys, of which editors are to complete those that have a meaning.
fn attributes() -> Value {
    let declaration = json!({ "$ref": "#/definitions/declaration" });
    let known: Map<String, Value> = KEYS.iter().map(|key| ((*key).to_owned(), declaration.clone())).collect();
    json!({
        "type": "object",
        "propertyNames": { "pattern": ATTRIBUTE },
        "properties": known,
        "additionalProperties": declaration,
    })
}

/// What is declared of one attribute: something at least.
fn declaration() -> Value {
    let mut declaration = table(DECLARATION);
    if let Some(declaration) = declaration.as_object_mut() {
        let something: Vec<Value> = DECLARATION.iter().map(|key| json!({ "required": [key.name] })).collect();
        declaration.insert("anyOf".to_owned(), Value::Array(something));
    }
    declaration
}

fn rule_settings() -> Value {
    let with_settings = rules::ALL.iter().map(AnyRule::meta).filter(|meta| !meta.settings.is_empty());
    let tables: Map<String, Value> = with_settings.map(|meta| (meta.id.to_owned(), settings_of(meta))).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": tables })
}

fn settings_of(meta: &RuleMeta) -> Value {
    let setting = |setting: &crate::rule::Setting| match setting.kind {
        Kind::Choice(words) => json!({
            "description": format!("{}.", setting.about),
            "enum": words,
            "default": words.first(),
        }),
    };
    let properties: Map<String, Value> = meta.settings.iter().map(|one| (one.key.to_owned(), setting(one))).collect();
    json!({
        "type": "object",
        "description": meta.summary(),
        "additionalProperties": false,
        "properties": properties,
    })
}
