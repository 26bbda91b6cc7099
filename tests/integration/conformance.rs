//! The conformance suite under `fixtures/conformance`, run against the parser, against the naive reader, and against
//! the linter; and what the specification says of line endings, byte order marks and final newlines, as a property of
//! every case.
//!
//! The expectations are written by hand. A test that fails is a bug of the reader or of the specification, and nothing
//! here rewrites a case.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use corplint::document::{Defaults, SectionKind, Surroundings, sections};
use corplint::rules;
use corplint::syntax::escape::unescape;
use corplint::syntax::{FlawKind, NodeKind, Word, parse};
use serde::Deserialize;

use crate::common::{self, Faults, files_under, relative, repository};
use crate::naive_reader::{self, Document, Node};

/// A case of the suite.
pub(crate) struct Case {
    /// `accepted/ids/plain`
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    nodes: Vec<ExpectedNode>,
    documents: Vec<Document>,
    findings: Vec<String>,
}

/// The `.json` file of a case. `fixtures/conformance/README.md` says what its fields mean.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    input_repeat: Option<Repeated>,
    nodes: Vec<ExpectedNode>,
    documents: Vec<ExpectedDocument>,
    findings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedNode {
    kind: String,
    start: usize,
    end: usize,
    id: Option<String>,
    id_hex: Option<Hex>,
    id_repeat: Option<Repeated>,
    attributes: Option<Vec<(String, String)>>,
    attributes_hex: Option<Vec<(Hex, Hex)>>,
    attributes_repeat: Option<Vec<(Repeated, Repeated)>>,
    text: Option<String>,
    text_hex: Option<Hex>,
    text_repeat: Option<Repeated>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedDocument {
    id: Option<String>,
    id_hex: Option<Hex>,
    id_repeat: Option<Repeated>,
    text: Option<String>,
    text_hex: Option<Hex>,
    text_repeat: Option<Repeated>,
}

/// Bytes as hexadecimal digits.
#[derive(Deserialize)]
struct Hex(String);

/// Strings, and how often each is repeated.
#[derive(Deserialize)]
struct Repeated(Vec<(String, usize)>);

impl Hex {
    fn bytes(&self) -> Vec<u8> {
        let digits = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        self.0.as_bytes().chunks(2).map(|pair| digits(pair).expect("two hexadecimal digits")).collect()
    }
}

impl Repeated {
    fn bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|(text, times)| text.repeat(*times).into_bytes()).collect()
    }
}

/// The one that is there of the three ways to say a string.
fn one_of(text: Option<&String>, hex: Option<&Hex>, repeated: Option<&Repeated>) -> Option<Vec<u8>> {
    let ways = [text.map(|text| text.clone().into_bytes()), hex.map(Hex::bytes), repeated.map(Repeated::bytes)];
    assert!(ways.iter().flatten().count() <= 1, "a string is said in one way");
    ways.into_iter().flatten().next()
}

impl ExpectedNode {
    fn id(&self) -> Option<Vec<u8>> {
        one_of(self.id.as_ref(), self.id_hex.as_ref(), self.id_repeat.as_ref())
    }

    fn text(&self) -> Option<Vec<u8>> {
        one_of(self.text.as_ref(), self.text_hex.as_ref(), self.text_repeat.as_ref())
    }

    fn attributes(&self) -> Vec<(Vec<u8>, Vec<u8>)> {
        let text = self.attributes.iter().flatten().map(|(key, value)| (key.clone().into(), value.clone().into()));
        let hex = self.attributes_hex.iter().flatten().map(|(key, value)| (key.bytes(), value.bytes()));
        let repeated = self.attributes_repeat.iter().flatten().map(|(key, value)| (key.bytes(), value.bytes()));
        text.chain(hex).chain(repeated).collect()
    }

    /// What a reader makes of the node: everything but what is wrong with it.
    fn node(&self) -> Node {
        let kinds = ["corpus", "file", "end", "reserved", "text", "overflow"];
        let kind = kinds.into_iter().find(|kind| *kind == self.kind).expect("a kind of node");
        let (id, attributes) = (self.id(), self.attributes());
        Node { kind, start: self.start, end: self.end, id, attributes, finds: BTreeSet::new() }
    }
}

impl ExpectedDocument {
    fn document(&self) -> Document {
        let id = one_of(self.id.as_ref(), self.id_hex.as_ref(), self.id_repeat.as_ref());
        let text = one_of(self.text.as_ref(), self.text_hex.as_ref(), self.text_repeat.as_ref());
        Document { id, text: text.expect("a document has a text, if only an empty one") }
    }
}

/// Every rule that the suite speaks of. What other rules say of its cases is not its business.
pub(crate) const RULES: [&str; 33] = [
    "byte-order-mark",
    "colliding-id",
    "control-character",
    "crlf-line-ending",
    "document-end-marker",
    "duplicate-attribute",
    "duplicate-id",
    "empty-document",
    "empty-file",
    "fullwidth-marker",
    "invalid-utf8",
    "lone-carriage-return",
    "malformed-attribute",
    "malformed-id",
    "marker-brackets",
    "marker-case",
    "marker-indentation",
    "marker-spacing",
    "marker-spelling",
    "marker-too-long",
    "merge-conflict-marker",
    "misplaced-corpus-marker",
    "missing-id",
    "mixed-line-endings",
    "no-marker",
    "nul-byte",
    "replacement-character",
    "reserved-marker",
    "text-after-end",
    "text-before-first-document",
    "unquoted-id",
    "unsupported-version",
    "utf16-input",
];

/// The rule that reports a flaw of a marker line.
const fn rule_of(flaw: FlawKind) -> &'static str {
    match flaw {
        FlawKind::Indentation => "marker-indentation",
        FlawKind::ByteOrderMark => "byte-order-mark",
        FlawKind::Case => "marker-case",
        FlawKind::Brackets => "marker-brackets",
        FlawKind::FullWidth => "fullwidth-marker",
        FlawKind::Spacing => "marker-spacing",
        FlawKind::Spelling => "marker-spelling",
        FlawKind::EndSpelling => "document-end-marker",
        FlawKind::UnquotedId => "unquoted-id",
        FlawKind::MalformedId => "malformed-id",
        FlawKind::MalformedAttribute(_) | FlawKind::UnknownEscape => "malformed-attribute",
        FlawKind::DuplicateKey => "duplicate-attribute",
        FlawKind::TooLong => "marker-too-long",
    }
}

/// The nodes of a file as the parser reads it.
pub(crate) fn parser_nodes(bytes: &[u8]) -> Vec<Node> {
    let node = |node: corplint::syntax::Node| {
        let (start, end) = (node.span.start, node.span.end);
        let plain = |kind| Node { kind, start, end, id: None, attributes: Vec::new(), finds: BTreeSet::new() };
        match node.kind {
            NodeKind::Text => plain("text"),
            NodeKind::Overflow => plain("overflow"),
            NodeKind::Marker(marker) => Node {
                id: marker.id.map(|id| id.bytes.into()),
                attributes: marker.attributes.into_iter().map(|a| (a.key.into(), a.value.bytes.into())).collect(),
                finds: marker.flaws.iter().map(|flaw| rule_of(flaw.kind)).collect(),
                ..plain(match marker.word {
                    Word::Corpus => "corpus",
                    Word::File => "file",
                    Word::End => "end",
                    Word::Reserved => "reserved",
                })
            },
        }
    };
    parse(bytes).nodes.into_iter().map(node).collect()
}

/// The documents of a file as rules are shown them.
pub(crate) fn parser_documents(bytes: &[u8]) -> Vec<Document> {
    let defaults = Defaults::default();
    let nodes = parse(bytes).nodes;
    let documents = sections(&nodes).into_iter().filter(|section| section.kind == SectionKind::Document);
    documents
        .map(|section| {
            let document = section.document(bytes, Surroundings::default(), &defaults);
            Document { id: document.id().map(<[u8]>::to_vec), text: document.content().into_owned() }
        })
        .collect()
}

/// Every case of the suite, in the order of names.
pub(crate) fn every_case() -> Vec<Case> {
    let suite = suite();
    let mut cases = Vec::new();
    for path in files_under(&suite, &[]) {
        let Some(name) = case_name(&path) else { continue };
        let expectation: Expectation = serde_json::from_slice(&common::read(&path))
            .unwrap_or_else(|error| panic!("{name}.json is not an expectation: {error}"));
        let bytes = match expectation.input_repeat {
            Some(input) => input.bytes(),
            None => common::read(&path.with_extension("corpus")),
        };
        let Expectation { nodes, documents, findings, .. } = expectation;
        let documents = documents.iter().map(ExpectedDocument::document).collect();
        cases.push(Case { name, bytes, nodes, documents, findings });
    }
    assert!(!cases.is_empty(), "there is no case in fixtures/conformance, so nothing was tested");
    cases
}

/// A list of documents as the specification writes them behind an example.
pub(crate) fn documents_of_json(json: &str) -> Vec<Document> {
    let documents: Vec<ExpectedDocument> = serde_json::from_str(json).expect("a list of documents");
    documents.iter().map(ExpectedDocument::document).collect()
}

fn suite() -> PathBuf {
    repository().join("fixtures/conformance")
}

/// The name of the case whose expectation is at `path`.
fn case_name(path: &Path) -> Option<String> {
    let name = relative(path).strip_prefix("fixtures/conformance/")?.strip_suffix(".json")?.to_owned();
    name.contains('/').then_some(name)
}

/// What the linter finds in a file, of what the suite speaks of.
pub(crate) fn findings(bytes: &[u8]) -> Vec<&'static str> {
    let found = common::check_bytes(bytes).into_iter().map(|diagnostic| diagnostic.rule.id);
    found.filter(|rule| RULES.contains(rule)).collect()
}

fn without_finds(nodes: Vec<Node>) -> Vec<Node> {
    nodes.into_iter().map(|node| Node { finds: BTreeSet::new(), ..node }).collect()
}

#[test]
fn the_manifest_lists_every_case() {
    let manifest = common::read_text(&suite().join("MANIFEST"));
    let (version, listed) = manifest.split_once('\n').expect("a line with the version");
    let numbers: Vec<&str> = version.strip_prefix("version ").expect("the version").split('.').collect();
    assert!(numbers.len() == 3 && numbers.iter().all(|number| number.parse::<u32>().is_ok()), "{version}");
    let found: Vec<String> = every_case().into_iter().map(|case| case.name).collect();
    let mut sorted = found.clone();
    sorted.sort();
    assert_eq!(listed.lines().collect::<Vec<_>>(), sorted, "MANIFEST lists every case, in the order of bytes");

    let mut faults = Faults::default();
    for path in files_under(&suite(), &[]) {
        let of_a_case = path.extension().is_some_and(|extension| extension == "corpus");
        faults.expect(!of_a_case || path.with_extension("json").exists(), || {
            format!("{} has no expectation: write a .json file of the same name", relative(&path))
        });
    }
    for name in &found {
        let parts: Vec<&str> = name.split('/').collect();
        let is_name = |part: &str| part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        let class = matches!(parts.as_slice(), ["accepted" | "recovered" | "either", _, _]);
        faults.expect(class && parts.iter().all(|part| is_name(part)), || {
            format!("{name} is no name of a case: accepted, recovered or either, then an area, then what it tests")
        });
    }
    faults.report();
}

/// The suite tested by itself, so that what a case expects is at least possible.
#[test]
fn every_expectation_is_possible() {
    let mut faults = Faults::default();
    let mut inputs: BTreeMap<Vec<u8>, String> = BTreeMap::new();
    for case in every_case() {
        let Case { name, bytes, nodes, findings, .. } = &case;
        let mut end = 0;
        for node in nodes {
            faults.expect(node.start == end && node.end > end, || format!("{name}: nodes leave a gap at byte {end}"));
            end = node.end;
            let is_text = node.kind == "text";
            faults.expect(node.text().is_some() == is_text, || format!("{name}: a text has a text, nothing else has"));
            faults.expect(node.id().is_none() || node.kind == "file", || format!("{name}: only a file has an id"));
        }
        faults.expect(end == bytes.len(), || format!("{name}: nodes end at byte {end} of {}", bytes.len()));
        for finding in findings {
            faults.expect(RULES.contains(&&**finding), || format!("{name}: the suite does not speak of `{finding}`"));
        }
        match name.split_once('/').map(|(class, _)| class) {
            Some("accepted") => faults.expect(findings.is_empty(), || format!("{name}: accepted, but reported")),
            Some("recovered") => faults.expect(!findings.is_empty(), || format!("{name}: recovered from nothing")),
            _ => {}
        }
        if let Some(other) = inputs.insert(bytes.clone(), name.clone()) {
            faults.push(format!("{name}: the same file as {other}"));
        }
    }
    faults.report();
}

#[test]
fn the_parser_reads_every_case_as_expected() {
    for case in every_case() {
        assert_reading(&case, parser_nodes(&case.bytes), &parser_documents(&case.bytes));
    }
}

#[test]
fn the_naive_reader_reads_every_case_as_expected() {
    for case in every_case() {
        assert_reading(&case, naive_reader::read(&case.bytes), &naive_reader::documents(&case.bytes));
        assert_eq!(parser_nodes(&case.bytes), naive_reader::read(&case.bytes), "{}", case.name);
    }
}

fn assert_reading(case: &Case, nodes: Vec<Node>, documents: &[Document]) {
    let expected: Vec<Node> = case.nodes.iter().map(ExpectedNode::node).collect();
    assert_eq!(without_finds(nodes), expected, "{}: nodes", case.name);
    assert_eq!(documents, case.documents, "{}: documents", case.name);
    for node in case.nodes.iter().filter(|node| node.kind == "text") {
        let written = case.bytes.get(node.start..node.end).expect("a node of the file");
        let text = node.text().expect("a text has a text");
        assert_eq!(naive_reader::unescape(written), text, "{}: the text at byte {}", case.name, node.start);
        assert_eq!(&*unescape(written), text, "{}: the text at byte {}", case.name, node.start);
    }
}

/// Section 6.9: of a key that occurs twice, the first holds.
#[test]
fn the_first_value_of_a_key_holds() {
    let mut twice = 0;
    for case in every_case() {
        let markers = parse(&case.bytes).nodes.into_iter().filter_map(|node| match node.kind {
            NodeKind::Marker(marker) => Some((node.span.start, marker)),
            NodeKind::Overflow | NodeKind::Text => None,
        });
        for (start, marker) in markers {
            let expected = case.nodes.iter().find(|node| node.start == start).expect("a node").attributes();
            let mut first: BTreeMap<Vec<u8>, Vec<u8>> = BTreeMap::new();
            for (key, value) in expected {
                twice += usize::from(first.contains_key(&key));
                first.entry(key).or_insert(value);
            }
            for (key, value) in first {
                let key = std::str::from_utf8(&key).expect("keys are ASCII");
                let found = marker.attribute(key).map(|attribute| &*attribute.value.bytes);
                assert_eq!(found, Some(&*value), "{}: {key}", case.name);
            }
        }
    }
    assert!(twice >= 8, "only {twice} keys occur twice");
}

#[test]
fn the_linter_finds_in_every_case_what_is_expected() {
    let mut faults = Faults::default();
    for case in every_case() {
        let found = findings(&case.bytes);
        faults.expect(found == case.findings, || {
            format!("{}:\n  expected {:?}\n  found    {found:?}", case.name, case.findings)
        });
    }
    faults.report();
}

#[test]
fn every_rule_of_the_suite_exists_and_is_seen() {
    let seen: BTreeSet<String> = every_case().into_iter().flat_map(|case| case.findings).collect();
    let mut faults = Faults::default();
    for rule in RULES {
        faults.expect(rules::by_id(rule).is_some(), || format!("there is no rule `{rule}`"));
        faults.expect(seen.contains(rule), || format!("no case expects `{rule}`: add one to fixtures/conformance"));
    }
    faults.report();
}

/// How the lines of a derived case end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endings {
    Lf,
    CrLf,
    /// Every second line ends in CRLF.
    Mixed,
}

/// What section 2.4 of the specification allows to be done to a file. None where it does not speak of this file.
fn derived(bytes: &[u8], endings: Endings, byte_order_mark: bool, final_newline: bool) -> Option<Vec<u8>> {
    let mut file = bytes.to_vec();
    if final_newline && !file.ends_with(b"\n") {
        if file.is_empty() || file.ends_with(b"\r") {
            return None;
        }
        file.push(b'\n');
    }
    if !final_newline {
        let line = file.strip_suffix(b"\n").map(|line| line.strip_suffix(b"\r").unwrap_or(line));
        if line.is_some_and(|line| line.is_empty() || line.ends_with(b"\n") || line.ends_with(b"\r")) {
            return None;
        }
        file.truncate(line.map_or(file.len(), <[u8]>::len));
    }
    let mut out = if byte_order_mark { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
    for (number, line) in file.split_inclusive(|&byte| byte == b'\n').enumerate() {
        let carriage_return = match endings {
            Endings::Lf => false,
            Endings::CrLf => true,
            Endings::Mixed => number % 2 == 0,
        };
        match line.strip_suffix(b"\n") {
            Some(line) if carriage_return && !line.ends_with(b"\r") => {
                out.extend_from_slice(line);
                out.extend_from_slice(b"\r\n");
            }
            _ => out.extend_from_slice(line),
        }
    }
    Some(out)
}

/// Documents without regard to how lines end.
fn with_line_feeds(documents: &[Document]) -> Vec<Document> {
    let replace = |text: &[u8]| {
        let lines = text.split_inclusive(|&byte| byte == b'\n');
        lines.flat_map(|line| line.strip_suffix(b"\r\n").map_or(line.to_vec(), |l| [l, b"\n"].concat())).collect()
    };
    documents.iter().map(|document| Document { text: replace(&document.text), ..document.clone() }).collect()
}

/// Section 2.4: every case with other line endings, with a byte order mark, with and without a final newline.
#[test]
fn line_endings_marks_and_final_newlines_change_no_document() {
    const ABOUT_BYTES: [&str; 3] = ["byte-order-mark", "crlf-line-ending", "mixed-line-endings"];
    let mut count = 0;
    let mut faults = Faults::default();
    for case in every_case() {
        let first_is_reserved = case.nodes.first().is_some_and(|node| node.kind == "reserved");
        // Nothing is said of line endings that are two or four bytes each, of binary files, or of lines at the limit.
        let is_text = !case.bytes.contains(&0) || !case.documents.is_empty();
        if !is_text || case.bytes.len() > 10_000 {
            continue;
        }
        let others = |found: Vec<&'static str>| -> Vec<&str> {
            found.into_iter().filter(|finding| !ABOUT_BYTES.contains(finding)).collect()
        };
        let expected = others(findings(&case.bytes));
        for endings in [Endings::Lf, Endings::CrLf, Endings::Mixed] {
            for (byte_order_mark, final_newline) in [(false, true), (false, false), (true, true), (true, false)] {
                let Some(bytes) = derived(&case.bytes, endings, byte_order_mark, final_newline) else { continue };
                if byte_order_mark && (first_is_reserved || case.bytes.is_empty()) {
                    continue;
                }
                count += 1;
                let name = format!("{} with {endings:?}, {byte_order_mark}, {final_newline}", case.name);
                let documents = parser_documents(&bytes);
                assert_eq!(with_line_feeds(&documents), with_line_feeds(&case.documents), "{name}");
                assert_eq!(parser_nodes(&bytes), naive_reader::read(&bytes), "{name}");
                assert_eq!(documents, naive_reader::documents(&bytes), "{name}");

                let found = findings(&bytes);
                let has = |rule| found.contains(&rule);
                let line_feeds = bytes.contains(&b'\n');
                let reported = match endings {
                    _ if byte_order_mark && !has("byte-order-mark") => false,
                    Endings::Lf => bytes.contains(&b'\r') || !has("crlf-line-ending") && !has("mixed-line-endings"),
                    Endings::CrLf => has("crlf-line-ending") == line_feeds && !has("mixed-line-endings"),
                    Endings::Mixed => (has("crlf-line-ending") || has("mixed-line-endings")) == line_feeds,
                };
                faults.expect(reported, || format!("{name}: found {found:?}"));
                let found = others(found);
                faults.expect(found == expected, || {
                    format!("{name}: the rest of what is found changes\n  from {expected:?}\n  to   {found:?}")
                });
            }
        }
    }
    faults.report();
    assert!(count >= 5000, "only {count} derived cases");
}
