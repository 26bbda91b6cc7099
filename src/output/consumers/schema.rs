//! JSON Schema (draft 7), as much of it as the schemas of SARIF and of the configuration use. What it does not know it
//! does not pass over: a keyword without a rule here is an error.

use serde_json::{Map, Value};

/// What is wrong with `value`, with the path to it.
pub(super) fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    Validator { root: schema, faults: &mut faults }.check(schema, value, "");
    faults
}

struct Validator<'a> {
    root: &'a Value,
    faults: &'a mut Vec<String>,
}

impl Validator<'_> {
    fn check(&mut self, schema: &Value, value: &Value, path: &str) {
        let schema = schema.as_object().expect("a schema is an object");
        for (keyword, rule) in schema {
            let holds = match keyword.as_str() {
                "description" | "default" | "title" | "$schema" | "$id" | "definitions" | "x-taplo" => true,
                "$ref" => {
                    let name = rule.as_str().and_then(|name| name.strip_prefix("#/definitions/"));
                    self.check(&self.root["definitions"][name.expect("a definition")].clone(), value, path);
                    true
                }
                "type" => is_type(rule, value),
                "enum" => rule.as_array().expect("a list").contains(value),
                "required" => {
                    rule.as_array().expect("a list").iter().all(|key| !value[key.as_str().expect("a key")].is_null())
                }
                "properties" => {
                    self.properties(rule, value, path);
                    true
                }
                "propertyNames" => {
                    for key in value.as_object().into_iter().flat_map(Map::keys) {
                        self.check(rule, &Value::from(key.as_str()), &format!("{path}/{key}"));
                    }
                    true
                }
                "additionalProperties" => self.others(rule, schema.get("properties"), value, path),
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{path}/{number}"));
                    }
                    true
                }
                "minLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 >= number(rule)),
                "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= number(rule)),
                "uniqueItems" => value
                    .as_array()
                    .is_none_or(|items| items.iter().enumerate().all(|(place, item)| !items[..place].contains(item))),
                "minimum" => value.as_i64().is_none_or(|value| value >= rule.as_i64().expect("a number")),
                "maximum" => value.as_i64().is_none_or(|value| value <= rule.as_i64().expect("a number")),
                "anyOf" | "oneOf" => {
                    self.count_of(rule, value) > 0 && (keyword == "anyOf" || self.count_of(rule, value) == 1)
                }
                "format" => has_format(rule.as_str().expect("a name"), value),
                "pattern" => value.as_str().is_none_or(|text| has_pattern(rule.as_str().expect("a pattern"), text)),
                other => panic!("the keyword `{other}` is not known here"),
            };
            if !holds {
                self.faults.push(format!("{path}: {keyword} {rule}"));
            }
        }
    }

    fn properties(&mut self, rules: &Value, value: &Value, path: &str) {
        for (key, rule) in rules.as_object().expect("properties are an object") {
            if let Some(value) = value.get(key) {
                self.check(rule, value, &format!("{path}/{key}"));
            }
        }
    }

    fn others(&mut self, rule: &Value, known: Option<&Value>, value: &Value, path: &str) -> bool {
        let none = Map::new();
        let known = known.and_then(Value::as_object).unwrap_or(&none);
        for (key, value) in value.as_object().unwrap_or(&none).iter().filter(|(key, _)| !known.contains_key(*key)) {
            match rule {
                Value::Bool(true) => {}
                Value::Bool(false) => return false,
                rule => self.check(rule, value, &format!("{path}/{key}")),
            }
        }
        true
    }

    fn count_of(&self, rules: &Value, value: &Value) -> usize {
        let holds = |rule: &&Value| {
            let mut faults = Vec::new();
            // A choice may look at the keys of the object only.
            Validator { root: self.root, faults: &mut faults }.check(rule, value, "");
            faults.is_empty()
        };
        rules.as_array().expect("a list").iter().filter(holds).count()
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

fn is_type(rule: &Value, value: &Value) -> bool {
    match rule {
        Value::Array(names) => names.iter().any(|name| is_type(name, value)),
        name => match name.as_str().expect("a name") {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            other => panic!("the type `{other}` is not known here"),
        },
    }
}

/// The patterns that a schema has for what is written are known: limits of budgets, and keys of attributes.
fn has_pattern(pattern: &str, text: &str) -> bool {
    match pattern {
        r"^([0-9]+|[0-9]{1,2}(\.[0-9]{1,6})?%|100(\.0{1,6})?%)$" => is_limit(text),
        "^[a-z][a-z0-9_.-]*$" => {
            text.starts_with(|first: char| first.is_ascii_lowercase())
                && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-'))
        }
        // Nothing that has another one is written.
        _ => false,
    }
}

fn is_limit(text: &str) -> bool {
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let Some(percent) = text.strip_suffix('%') else { return digits(text, usize::MAX) };
    let (whole, fraction) = percent.split_once('.').unwrap_or((percent, "0"));
    let is_all = whole == "100" && fraction.bytes().all(|byte| byte == b'0');
    digits(fraction, 6) && (digits(whole, 2) || is_all)
}

fn has_format(format: &str, value: &Value) -> bool {
    let Some(text) = value.as_str() else { return true };
    let is_uri = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte));
    match format {
        "uri" => is_uri && text.contains("://"),
        "uri-reference" => is_uri && !text.split('/').next().unwrap_or_default().contains(':'),
        "date" => text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2]),
        // Nothing that has one of these is written.
        _ => false,
    }
}

#[test]
fn a_log_that_is_wrong_is_found_to_be() {
    let schema: Value = serde_json::from_str(super::SARIF).expect("it is JSON");
    let good = serde_json::json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": []}]});
    assert_eq!(faults(&schema, &good), [""; 0]);
    for (place, wrong) in [
        ("/version", serde_json::json!("2.0.0")),
        ("/runs/0/tool/driver", serde_json::json!({})),
        ("/runs/0/extra", serde_json::json!(1)),
        ("/runs/0/columnKind", serde_json::json!("bytes")),
        ("/runs/0/results", serde_json::json!([{"message": {}}])),
        ("/runs/0/results", serde_json::json!([{"message": {"text": "x"}, "level": "bad"}])),
    ] {
        let mut log = good.clone();
        let (parent, key) = place.rsplit_once('/').expect("a path");
        let parent = if parent.is_empty() { &mut log } else { log.pointer_mut(parent).expect("a part of the log") };
        parent[key] = wrong;
        assert_ne!(faults(&schema, &log), [""; 0], "{place}");
    }
}
