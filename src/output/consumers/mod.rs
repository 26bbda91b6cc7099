//! Every format, read as its consumer reads it, whatever is in the corpus.

mod actions;
mod schema;

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::hostile::hostile_diagnostic;
use super::message::message;
use super::samples::{FORMAT, IDENTITY, diagnostic, written};
use super::sanitize::Class;
use super::{Format, Roots, path};
use crate::diagnostic::{Diagnostic, Severity};

/// The schema of SARIF 2.1.0; `tests/schemas/README.md` says whose it is.
const SARIF: &str = include_str!("../../../tests/schemas/sarif-2.1.0.json");

const TEXT: &str = "<<<FILE>>> report-1\nfirst\nsecond\n";

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).expect("it is a list")
}

/// The paths of findings, as services are told them.
fn paths(found: &[Diagnostic]) -> Vec<String> {
    let roots = Roots::default();
    found.iter().map(|found| path(&roots.relative(found.source.path()))).collect()
}

fn of(found: &[Diagnostic], severity: Severity) -> usize {
    found.iter().filter(|found| found.severity == severity).count()
}

/// The log is valid, and holds what GitHub asks for beyond the schema.
fn assert_sarif(text: &str, count: usize) {
    let log = json(text);
    assert_eq!(schema::faults(&json(SARIF), &log), [""; 0]);
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let rules = list(&run["tool"]["driver"]["rules"]);
    assert_eq!(list(&run["results"]).len(), count);
    for rule in rules {
        for text in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
            let text = rule.pointer(text).and_then(Value::as_str).expect("a rule is described");
            assert!(!text.is_empty());
        }
    }
    for result in list(&run["results"]) {
        let number = result["ruleIndex"].as_u64().and_then(|number| usize::try_from(number).ok()).expect("an index");
        assert_eq!(rules[number]["id"], result["ruleId"]);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let at = |key: &str| region[key].as_u64().expect("a number");
        assert!(at("startLine") >= 1 && at("startColumn") >= 1, "{region}");
        assert!(at("endLine") == at("startLine") && at("endColumn") >= at("startColumn"), "{region}");
        let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().expect("a uri");
        assert!(!uri.starts_with('/') && uri.split('/').all(|part| part != ".." && !part.contains(':')), "{uri}");
        assert!(result["partialFingerprints"]["primaryLocationLineHash"].is_string());
        assert_links(result);
    }
}

/// The only links in a message are those to other places of the finding.
fn assert_links(result: &Value) {
    let text = result["message"]["text"].as_str().expect("a message");
    let plain = text.replace("\\\\", "").replace("\\[", "").replace("\\]", "");
    let links: Vec<&str> = plain.split('[').skip(1).collect();
    assert_eq!(links.len(), result["relatedLocations"].as_array().map_or(0, Vec::len), "{text}");
    for (link, number) in links.into_iter().zip(1..) {
        assert!(link.contains(&format!("]({number})")), "{text}");
    }
}

/// The names of all elements and of their attributes, and how many elements there are of `name`.
fn assert_xml(text: &str, allowed: &[&str], name: &str) -> usize {
    let document = roxmltree::Document::parse(text).expect("it is XML");
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let element = node.tag_name().name();
        assert!(allowed.contains(&element), "{element}");
    }
    document.descendants().filter(|node| node.has_tag_name(name)).count()
}

/// Every tag of a page, as an HTML parser finds them in text in which `<` is always the start of one: the name, and
/// what follows it.
fn tags(page: &str) -> Vec<(&str, &str)> {
    let tags = page.split('<').skip(1).map(|rest| {
        let (tag, _) = rest.split_once('>').expect("a tag has an end");
        tag.split_once(' ').unwrap_or((tag, ""))
    });
    tags.collect()
}

/// The page has only elements and attributes of ours, and as many findings as it should have.
fn assert_html(text: &str, count: usize) {
    const NAMES: [&str; 46] = [
        "!doctype", "html", "head", "meta", "title", "style", "body", "header", "div", "h1", "h2", "h3", "p", "ul",
        "li", "b", "section", "figure", "svg", "g", "text", "tspan", "rect", "line", "form", "label", "select",
        "option", "input", "output", "article", "span", "code", "mark", "dl", "dt", "dd", "details", "summary",
        "script", "i", "a", "em", "br", "hr", "main",
    ];
    const ATTRIBUTES: [&str; 31] = [
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "viewBox",
        "role",
        "aria-label",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "width",
        "height",
        "hidden",
        "value",
        "type",
        "checked",
        "id",
        "data-severity",
        "data-rule",
        "html",
        "dir",
        "tabindex",
        "open",
        "for",
        "title",
        "label",
    ];
    // The script and the style are ours, and are checked for themselves.
    let (before, rest) = text.split_once("<style>").expect("a style");
    let (_, rest) = rest.split_once("</style>").expect("its end");
    let (body, rest) = rest.split_once("<script>").expect("a script");
    let (_, after) = rest.split_once("</script>").expect("its end");
    for (name, attributes) in [before, body, after].into_iter().flat_map(tags) {
        let name = name.trim_start_matches('/').trim_end_matches('/');
        assert!(NAMES.contains(&name), "<{name}>");
        // Every value is in double quotes, so what is outside of them are names.
        for outside in attributes.split('"').step_by(2) {
            for attribute in outside.split_whitespace().map(|name| name.trim_end_matches('=')) {
                assert!(attribute == "/" || ATTRIBUTES.contains(&attribute), "<{name} {attribute}>");
            }
        }
    }
    assert_eq!(tags(body).iter().filter(|(name, _)| *name == "article").count(), count);
}

/// A page of Markdown in which nothing from a corpus is anything but text.
fn assert_markdown(text: &str) {
    for line in text.lines() {
        let plain = line.replace("<code>", "").replace("</code>", "");
        assert!(!plain.contains(['<', '>', '@', '[', ']', '$', '~', '\\']), "{line}");
        assert!(!plain.contains("://") && !plain.contains("www."), "{line}");
        if line.starts_with("| ") && line.contains("<code>") {
            assert_eq!(line.matches('|').count(), 5, "{line}");
        }
    }
}

fn assert_annotations(text: &str, found: &[Diagnostic], levels: [(&str, Severity); 3]) {
    let lines: Vec<&str> = text.lines().collect();
    let (last, lines) = lines.split_last().expect("a last line");
    assert_eq!(actions::github(last), None);
    let (paths, mut shown) = (paths(found), 0);
    for line in lines {
        let command = actions::github(line).expect("every line but the last is a command");
        assert_eq!(line.matches("##[").count(), 0);
        let (_, severity) = levels.iter().find(|(name, _)| *name == command.name).expect("a level of ours");
        let number = found.iter().enumerate().position(|(number, found)| {
            found.severity == *severity
                && Some(&paths[number]) == command.properties.get("file")
                && Some(found.rule.id) == command.properties.get("title").map(String::as_str)
                && command.properties["line"] == found.place.start.line.max(1).to_string()
                && command.data.split('\n').next() == Some(message(found).as_str())
        });
        assert!(number.is_some(), "{line}");
        assert_eq!(command.properties["line"], command.properties["endLine"]);
        shown += 1;
    }
    assert_eq!(shown, found.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn services_find_the_annotations_that_were_meant(found in prop::collection::vec(hostile_diagnostic(), 0..5)) {
        let levels = [("error", Severity::Error), ("warning", Severity::Warning), ("notice", Severity::Info)];
        assert_annotations(&written(Format::Github, &found), &found, levels);
        let azure = written(Format::Azure, &found);
        let lines: Vec<&str> = azure.lines().collect();
        prop_assert_eq!(lines.len(), found.len() + 1);
        for (line, number) in lines.iter().zip(0..) {
            prop_assert_eq!(line.matches("##vso[").count(), usize::from(number < found.len()), "{}", line);
            if let Some(command) = actions::azure(line) {
                prop_assert_eq!(command.name, "task.logissue");
                prop_assert!(line.starts_with("##vso["));
                prop_assert!(paths(&found).contains(&command.properties["sourcepath"]), "{}", line);
            }
        }
    }

    #[test]
    fn reports_in_xml_are_xml(found in prop::collection::vec(hostile_diagnostic(), 0..4)) {
        let text = written(Format::Checkstyle, &found);
        prop_assert_eq!(assert_xml(&text, &["checkstyle", "file", "error"], "error"), found.len());
        let document = roxmltree::Document::parse(&text).expect("it is XML");
        let shown = document.descendants().filter(|node| node.has_tag_name("error"));
        let shown: Vec<_> = shown.map(|node| node.parent_element().and_then(|file| file.attribute("name"))).collect();
        let expected = paths(&found);
        prop_assert_eq!(shown, expected.iter().map(|path| Some(path.as_str())).collect::<Vec<_>>());

        let text = written(Format::Junit, &found);
        let names = [
            "testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "system-out",
        ];
        assert_xml(&text, &names, "testcase");
        let document = roxmltree::Document::parse(&text).expect("it is XML");
        let count = |name| document.descendants().filter(|node| node.has_tag_name(name)).count().to_string();
        let (cases, failures) = (count("testcase"), count("failure"));
        prop_assert_eq!(document.root_element().attribute("tests"), Some(cases.as_str()));
        prop_assert_eq!(document.root_element().attribute("failures"), Some(failures.as_str()));
    }

    #[test]
    fn sarif_is_what_code_scanning_reads(found in prop::collection::vec(hostile_diagnostic(), 0..4)) {
        assert_sarif(&written(Format::Sarif, &found), found.len());
    }

    #[test]
    fn lists_in_json_have_an_entry_for_each_finding(found in prop::collection::vec(hostile_diagnostic(), 0..5)) {
        let gitlab = json(&written(Format::Gitlab, &found));
        let fingerprints: BTreeSet<&str> =
            list(&gitlab).iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
        prop_assert_eq!(fingerprints.len(), found.len());
        for (issue, path) in list(&gitlab).iter().zip(paths(&found)) {
            prop_assert_eq!(issue["location"]["path"].as_str(), Some(path.as_str()));
            prop_assert!(issue["location"]["lines"]["begin"].as_u64() >= Some(1));
            let severity = issue["severity"].as_str().expect("a severity");
            prop_assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        }
        let rdjson = json(&written(Format::Rdjson, &found));
        prop_assert_eq!(list(&rdjson["diagnostics"]).len(), found.len());
        for (entry, found) in list(&rdjson["diagnostics"]).iter().zip(&found) {
            let start = &entry["location"]["range"]["start"];
            prop_assert_eq!(start["column"].as_u64(), Some(found.place.start.byte_column.max(1)));
        }
        let text = written(Format::JsonLines, &found);
        let lines: Vec<Value> = text.lines().map(json).collect();
        prop_assert_eq!(lines.len(), found.len() + 1);
        for (line, found) in lines.iter().zip(&found) {
            prop_assert_eq!(line["message"].as_str(), Some(&*found.message));
        }
        let summary = &lines[found.len()]["findings"];
        prop_assert_eq!(summary["error"].as_u64(), Some(of(&found, Severity::Error) as u64));
    }

    #[test]
    fn a_page_has_no_markup_but_its_own(found in prop::collection::vec(hostile_diagnostic(), 0..4)) {
        assert_html(&written(Format::Html, &found), found.len());
        assert_markdown(&written(Format::Markdown, &found));
    }
}

#[test]
fn what_people_try_in_pages_is_text() {
    for text in [
        "</script><script>alert(1)</script>",
        "\" onmouseover=\"alert(1)",
        "' onfocus='x",
        "<img src=x onerror=alert(1)>",
        "</title></style><svg onload=x>",
        "javascript:alert(1)",
        "]]><x>",
        "<!-- -->",
        "&lt;b&gt;",
        "=cmd|' /C calc'!A0",
        "@team #1 https://evil.example www.evil.example [x](http://evil.example) `a` |b| $c$",
    ] {
        let corpus = format!("<<<FILE>>> {}\n{text}\n", text.replace(' ', "_"));
        let mut found = diagnostic(&FORMAT, &text.replace('/', "_"), &corpus, text);
        found.message = text.to_owned();
        found.help = Some(text.to_owned());
        found.label = Some(text.to_owned());
        let found = [found];
        assert_html(&written(Format::Html, &found), 1);
        assert_markdown(&written(Format::Markdown, &found));
        assert_sarif(&written(Format::Sarif, &found), 1);
        assert_xml(&written(Format::Checkstyle, &found), &["checkstyle", "file", "error"], "error");
    }
}

#[test]
fn caps_hide_findings_and_never_counts() {
    let many: Vec<_> = (0..6_000)
        .map(|number| diagnostic(if number % 3 == 0 { &IDENTITY } else { &FORMAT }, "a", TEXT, "first"))
        .collect();
    let log = json(&written(Format::Sarif, &many));
    let run = &log["runs"][0];
    assert_eq!(list(&run["results"]).len(), 5_000);
    let errors = list(&run["results"]).iter().filter(|result| result["level"] == "error").count();
    assert_eq!(errors, 2_000, "the worst are kept");
    assert_eq!(run["properties"]["errors"], 2_000);
    assert_eq!(run["properties"]["warnings"], 4_000);
    assert_eq!(run["properties"]["leftOut"], 1_000);
    let notice = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str();
    assert_eq!(notice.map(|text| text.starts_with("1,000 of 6,000 findings are left out")), Some(true), "{notice:?}");

    let page = written(Format::Html, &many);
    assert_eq!(page.matches("<article ").count(), 1_000);
    assert!(page.contains("<b>2,000</b>errors") && page.contains("<b>4,000</b>warnings"));
    assert_eq!(list(&json(&written(Format::Gitlab, &many))).len(), 6_000, "reports for programs have all of them");
}

#[test]
fn however_many_findings_one_rule_has_others_have_some() {
    let mut many: Vec<_> = (0..6_000).map(|_| diagnostic(&IDENTITY, "a", TEXT, "first")).collect();
    many.extend((0..3).map(|_| diagnostic(&FORMAT, "b", TEXT, "first")));
    let log = json(&written(Format::Sarif, &many));
    let results = list(&log["runs"][0]["results"]);
    let warnings = results.iter().filter(|result| result["level"] == "warning").count();
    assert_eq!((results.len(), warnings), (5_000, 3));
    let page = written(Format::Html, &many);
    assert_eq!(page.matches("<article ").count(), 1_000);
    assert!(page.contains("sample-format (3)"), "it can be chosen: {page}");
}

#[test]
fn a_page_is_the_same_for_the_same_run() {
    let found = [diagnostic(&FORMAT, "a", TEXT, "first")];
    for format in Format::ALL {
        assert_eq!(written(format, &found), written(format, &found));
        assert!(
            written(format, &[]).chars().all(|character| character == '\n' || Class::of(character) != Class::Control)
        );
    }
}
