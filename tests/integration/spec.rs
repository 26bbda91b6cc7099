//! The specification held to what it says: its examples are files that are read and checked, its list of rules is that
//! of the conformance suite, and its grammar matches what the parser finds nothing wrong with, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use corplint::syntax::{FlawKind, MAX_MARKER_LINE, Marker, Word};
use proptest::prelude::*;

use crate::common::{self, Faults, example_bytes, repository};
use crate::conformance::{RULES, documents_of_json, every_case, findings, parser_documents};
use crate::naive_reader;
use crate::syntax_properties::{cases, marker_like};

/// A fenced block of a page.
struct Block {
    /// `grammar/SPEC.md:120`
    place: String,
    info: String,
    text: String,
}

/// The fenced blocks of the pages about the format, in order.
fn blocks() -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for page in ["grammar/SPEC.md", "grammar/README.md", "fixtures/conformance/README.md"] {
        let text = common::read_text(&repository().join(page));
        let mut open = false;
        for (number, line) in text.lines().enumerate() {
            match (line.strip_prefix("```"), open) {
                (Some(_), true) => open = false,
                (Some(info), false) => {
                    open = true;
                    let place = format!("{page}:{}", number + 1);
                    blocks.push(Block { place, info: info.to_owned(), text: String::new() });
                }
                (None, true) => {
                    let block = blocks.last_mut().expect("a block was opened");
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, false) => {}
            }
        }
        assert!(!open, "{page}: the last block is not closed");
    }
    blocks
}

/// The rules that an example names, if it is one.
fn expected_findings(info: &str) -> Option<Vec<&str>> {
    let rest = info.strip_prefix("corpus").filter(|rest| rest.is_empty() || rest.starts_with(' '))?;
    match rest.trim().strip_prefix("finds=") {
        Some(rules) => Some(rules.split(',').collect()),
        None => {
            assert_eq!(rest, "", "after `corpus` stands nothing or `finds=` and rules");
            Some(Vec::new())
        }
    }
}

#[test]
fn every_example_is_what_it_says() {
    let mut faults = Faults::default();
    let mut examples = 0;
    let mut last: Option<(String, Vec<u8>)> = None;
    for block in blocks() {
        if let Some(expected) = expected_findings(&block.info) {
            examples += 1;
            let bytes = example_bytes(&block.text);
            let found = findings(&bytes);
            faults.expect(found == expected, || {
                format!("{}: the example\n  names    {expected:?}\n  but has  {found:?}", block.place)
            });
            last = Some((block.place, bytes));
        } else if let ("json", Some((place, bytes))) = (&*block.info, last.take()) {
            let expected = documents_of_json(&block.text);
            for found in [parser_documents(&bytes), naive_reader::documents(&bytes)] {
                faults.expect(found == expected, || format!("{place}: has other documents than the list after it"));
            }
        }
    }
    faults.report();
    assert!(examples >= 30, "only {examples} examples were found");
}

/// Every paragraph that is numbered, as `5.2`.
fn sections() -> BTreeSet<String> {
    let text = common::read_text(&repository().join("grammar/SPEC.md"));
    let number = |line: &str| {
        let number = line.split_once(". ")?.0;
        let (chapter, paragraph) = number.split_once('.')?;
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        (is_number(chapter) && is_number(paragraph)).then(|| number.to_owned())
    };
    let chapters =
        text.lines().filter_map(|line| line.strip_prefix("## ")?.split_once(". ")).map(|(n, _)| n.to_owned());
    text.lines().filter_map(number).chain(chapters).collect()
}

#[test]
fn the_specification_speaks_of_every_rule_of_the_suite() {
    let text = common::read_text(&repository().join("grammar/SPEC.md"));
    let (prose, table) = text.split_once("## 11. Findings").expect("a table of rules");
    let sections = sections();
    let mut faults = Faults::default();
    let mut listed = Vec::new();
    for row in table.lines().filter_map(|line| line.strip_prefix("| `")) {
        let (rule, rest) = row.split_once("` | ").expect("a rule and its sections");
        listed.push(rule);
        for section in rest.trim_end_matches(" |").split(", ") {
            let paragraph = prose.split_once(&format!("\n{section}. ")).map_or("", |(_, rest)| rest);
            // Up to the next paragraph with a number.
            let paragraph = paragraph.split("\n\n").take_while(|text| !text.starts_with(|c: char| c.is_ascii_digit()));
            let speaks = paragraph.into_iter().any(|text| text.contains(&format!("`{rule}`")));
            faults.expect(speaks, || format!("section {section} does not speak of `{rule}`"));
        }
    }
    faults.expect(listed == RULES, || {
        format!("the table lists other rules than the suite, or in another order: {listed:?}")
    });

    for (at, _) in text.match_indices("ection") {
        let rest = text.get(at..).unwrap_or_default();
        let Some((_, numbers)) = rest.split_once(' ') else { continue };
        let end = numbers.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(numbers.len());
        let number = numbers.get(..end).unwrap_or_default().trim_end_matches('.');
        faults.expect(number.is_empty() || sections.contains(number), || format!("there is no section {number}"));
    }
    faults.report();
}

/// What a rule of a grammar is made of.
#[derive(Debug)]
enum Expression {
    /// Any of these.
    Alternatives(Vec<Self>),
    /// These, one after the other.
    Sequence(Vec<Self>),
    /// So many times.
    Repetition(usize, usize, Box<Self>),
    /// Another rule.
    Rule(String),
    /// One character of these.
    Range(u32, u32),
    /// A string, and whether its case matters.
    Text(Vec<char>, bool),
}

/// A grammar in ABNF, as far as `corpus.abnf` needs it: RFC 5234 without incremental alternatives, binary and decimal
/// values and prose, and the strings of RFC 7405.
struct Grammar {
    rules: BTreeMap<String, Expression>,
}

/// What is left to read of a rule.
struct Tokens<'a>(&'a str);

impl Tokens<'_> {
    fn take(&mut self, token: &str) -> bool {
        let rest = self.0.trim_start();
        let found = rest.starts_with(token);
        self.0 = if found { rest.get(token.len()..).unwrap_or_default() } else { rest };
        found
    }

    fn take_while(&mut self, matches: impl Fn(char) -> bool) -> &str {
        let end = self.0.find(|c| !matches(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    fn alternatives(&mut self) -> Expression {
        let mut alternatives = vec![self.sequence()];
        while self.take("/") {
            alternatives.push(self.sequence());
        }
        if alternatives.len() == 1 { alternatives.remove(0) } else { Expression::Alternatives(alternatives) }
    }

    fn sequence(&mut self) -> Expression {
        let mut parts = Vec::new();
        while !matches!(self.0.trim_start().chars().next(), None | Some('/' | ')' | ']')) {
            parts.push(self.repetition());
        }
        assert!(!parts.is_empty(), "something stands before {:?}", self.0);
        if parts.len() == 1 { parts.remove(0) } else { Expression::Sequence(parts) }
    }

    fn repetition(&mut self) -> Expression {
        self.0 = self.0.trim_start();
        let least = self.take_while(|c| c.is_ascii_digit()).parse().ok();
        let (least, most) = if self.0.starts_with('*') {
            self.take("*");
            let most = self.take_while(|c| c.is_ascii_digit()).parse().ok();
            (least.unwrap_or(0), most.unwrap_or(usize::MAX))
        } else {
            (least.unwrap_or(1), least.unwrap_or(1))
        };
        let element = self.element();
        if (least, most) == (1, 1) { element } else { Expression::Repetition(least, most, Box::new(element)) }
    }

    fn element(&mut self) -> Expression {
        if self.take("(") {
            let group = self.alternatives();
            assert!(self.take(")"), "a group is closed before {:?}", self.0);
            return group;
        }
        if self.take("[") {
            let option = self.alternatives();
            assert!(self.take("]"), "an option is closed before {:?}", self.0);
            return Expression::Repetition(0, 1, Box::new(option));
        }
        if self.take("%x") {
            let number = |digits: &str| u32::from_str_radix(digits, 16).expect("a hexadecimal number");
            let first = number(self.take_while(|c| c.is_ascii_hexdigit()));
            if !self.0.starts_with('-') {
                return Expression::Range(first, first);
            }
            self.take("-");
            return Expression::Range(first, number(self.take_while(|c| c.is_ascii_hexdigit())));
        }
        let sensitive = self.take("%s");
        if self.take("\"") {
            let text = self.take_while(|c| c != '"').chars().collect();
            assert!(self.take("\""), "a string is closed before {:?}", self.0);
            return Expression::Text(text, sensitive);
        }
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || c == '-').to_owned();
        assert!(!name.is_empty(), "a name of a rule at {:?}", self.0);
        Expression::Rule(name)
    }
}

impl Grammar {
    fn read(source: &str) -> Self {
        // A line that is indented continues the rule before it; a comment ends with its line.
        let mut definitions: Vec<String> = Vec::new();
        for line in source.lines() {
            let in_string = |at: usize| line.get(..at).unwrap_or_default().matches('"').count() % 2 == 1;
            let comment = line.match_indices(';').map(|(at, _)| at).find(|&at| !in_string(at));
            let line = line.get(..comment.unwrap_or(line.len())).unwrap_or_default();
            if line.trim().is_empty() {
                continue;
            }
            match definitions.last_mut() {
                Some(last) if line.starts_with(' ') => last.push_str(line),
                _ => definitions.push(line.to_owned()),
            }
        }
        let mut rules = BTreeMap::new();
        for definition in &definitions {
            let (name, body) = definition.split_once('=').expect("a name and what it means");
            let mut tokens = Tokens(body);
            let expression = tokens.alternatives();
            assert_eq!(tokens.0.trim(), "", "the end of the rule {name}");
            let earlier = rules.insert(name.trim().to_owned(), expression);
            assert!(earlier.is_none(), "{name} is defined once");
        }
        Self { rules }
    }

    fn rule(&self, name: &str) -> &Expression {
        self.rules.get(name).unwrap_or_else(|| panic!("the grammar has no rule {name}"))
    }

    /// Whether the whole of `text` is what the rule describes.
    fn matches(&self, rule: &str, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        self.ends(self.rule(rule), &text, 0).contains(&text.len())
    }

    /// Every place where a match that begins at `start` may end.
    fn ends(&self, expression: &Expression, text: &[char], start: usize) -> BTreeSet<usize> {
        match expression {
            Expression::Alternatives(alternatives) => {
                alternatives.iter().flat_map(|alternative| self.ends(alternative, text, start)).collect()
            }
            Expression::Sequence(parts) => parts.iter().fold(BTreeSet::from([start]), |starts, part| {
                starts.into_iter().flat_map(|start| self.ends(part, text, start)).collect()
            }),
            Expression::Repetition(least, most, element) => {
                let mut all = BTreeSet::new();
                let mut here = BTreeSet::from([start]);
                let mut count = 0;
                while !here.is_empty() {
                    if count >= *least {
                        here = here.difference(&all).copied().collect();
                        all.extend(&here);
                    }
                    if count == *most {
                        break;
                    }
                    here = here.into_iter().flat_map(|start| self.ends(element, text, start)).collect();
                    count += 1;
                }
                all
            }
            Expression::Rule(name) => self.ends(self.rule(name), text, start),
            Expression::Range(first, last) => {
                let next = text.get(start).map(|&c| u32::from(c));
                next.filter(|next| (first..=last).contains(&next)).map(|_| start + 1).into_iter().collect()
            }
            Expression::Text(expected, sensitive) => {
                let found = text.get(start..start + expected.len()).is_some_and(|found| {
                    found.iter().zip(expected).all(|(a, b)| a == b || (!sensitive && a.eq_ignore_ascii_case(b)))
                });
                found.then_some(start + expected.len()).into_iter().collect()
            }
        }
    }

    /// The rules that an expression names.
    fn names<'e>(expression: &'e Expression, names: &mut BTreeSet<&'e str>) {
        match expression {
            Expression::Alternatives(all) | Expression::Sequence(all) => {
                for one in all {
                    Self::names(one, names);
                }
            }
            Expression::Repetition(_, _, element) => Self::names(element, names),
            Expression::Rule(name) => {
                names.insert(name);
            }
            Expression::Range(..) | Expression::Text(..) => {}
        }
    }
}

fn grammar() -> &'static Grammar {
    static GRAMMAR: LazyLock<Grammar> =
        LazyLock::new(|| Grammar::read(&common::read_text(&repository().join("grammar/corpus.abnf"))));
    &GRAMMAR
}

#[test]
fn the_matcher_knows_abnf() {
    let grammar = Grammar::read("a = 1*2\"x\" [ b ] ; \"c\"\n  / %s\"Yz\"\nb = %x30-32 / ( \"!\" *c )\nc = \";\"\n");
    for text in ["x", "xX", "x0", "xx2", "x!", "x!;;", "Yz"] {
        assert!(grammar.matches("a", text), "{text}");
    }
    for text in ["", "xxx", "x3", "yz", "0", "x;", "Yz!"] {
        assert!(!grammar.matches("a", text), "{text}");
    }
}

#[test]
fn the_grammar_has_every_rule_that_it_names_and_no_other() {
    let grammar = grammar();
    let mut named = BTreeSet::from(["corpus-file", "marker-line", "reserved-line"]);
    for expression in grammar.rules.values() {
        Grammar::names(expression, &mut named);
    }
    assert_eq!(named, grammar.rules.keys().map(String::as_str).collect());
}

#[test]
fn the_grammar_matches_every_file_that_is_accepted() {
    let grammar = grammar();
    let mut count = 0;
    for case in every_case() {
        let Ok(text) = String::from_utf8(case.bytes) else { continue };
        if case.name.starts_with("accepted/") && text.len() < 4096 {
            count += 1;
            assert!(grammar.matches("corpus-file", &text), "{}", case.name);
        }
    }
    assert!(count >= 200, "only {count} files were matched");
}

/// A file whose first line is wrong does not match. Of later lines a grammar cannot tell, since any line may be text.
#[test]
fn the_grammar_matches_no_file_that_begins_with_a_fault() {
    let grammar = grammar();
    let mut count = 0;
    for case in every_case() {
        let Ok(text) = std::str::from_utf8(&case.bytes) else { continue };
        let first_line = text.lines().next().unwrap_or_default();
        let Some(marker) = Marker::parse(first_line.as_bytes()) else { continue };
        let beyond = |flaw: FlawKind| flaw == FlawKind::DuplicateKey;
        if text.len() < 4096 && marker.flaws.iter().any(|flaw| !beyond(flaw.kind)) {
            count += 1;
            assert!(!grammar.matches("corpus-file", text), "{}", case.name);
        }
    }
    assert!(count >= 15, "only {count} files were matched");
}

/// Whether the parser reads `line` as one of the three markers and has nothing to say about it that a grammar can.
fn is_exact(line: &str) -> bool {
    let Some(marker) = Marker::parse(line.as_bytes()) else { return false };
    let has_id = marker.id.as_ref().is_some_and(|id| !id.bytes.is_empty());
    let complete = match marker.word {
        Word::Corpus | Word::End => true,
        Word::File => has_id,
        Word::Reserved => false,
    };
    // In quotes the parser takes control characters as they are. They are a matter of encoding.
    let controls = line.chars().any(|c| c.is_control() && c != '\t');
    complete && !controls && marker.flaws.iter().all(|flaw| flaw.kind == FlawKind::DuplicateKey)
}

fn is_reserved(line: &str) -> bool {
    Marker::parse(line.as_bytes()).is_some_and(|marker| marker.word == Word::Reserved)
}

#[test]
fn the_grammar_and_the_parser_agree_on_the_marker_lines_of_the_suite() {
    let grammar = grammar();
    let (mut exact, mut count) = (0, 0);
    for case in every_case() {
        let Ok(text) = std::str::from_utf8(&case.bytes) else { continue };
        for line in text.split_terminator('\n').filter(|line| line.len() < 4096) {
            let matches = grammar.matches("marker-line", line);
            assert_eq!(matches, is_exact(line), "{}: {line:?}", case.name);
            count += 1;
            exact += usize::from(matches);
        }
    }
    assert!(exact >= 500 && count - exact >= 500, "{exact} of {count} lines are exact");
}

proptest! {
    #![proptest_config(cases(4))]

    #[test]
    fn the_grammar_and_the_parser_agree_on_lines(line in marker_like()) {
        let line = String::from_utf8_lossy(&line).replace(['\r', '\n'], "");
        prop_assume!(line.len() < MAX_MARKER_LINE);
        let grammar = grammar();
        assert_eq!(grammar.matches("marker-line", &line), is_exact(&line), "{line:?}");
        let heads = ["<<<FILE>>>", "<<<CORPUS>>>", "<<<END>>>", "<<<ENDFILE>>>"];
        let other = heads.iter().any(|head| line.starts_with(head));
        assert_eq!(grammar.matches("reserved-line", &line) && !other, is_reserved(&line), "{line:?}");
    }
}
