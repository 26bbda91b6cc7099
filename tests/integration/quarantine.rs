//! `quarantine`: every document on exactly one side, byte for byte, and nothing written that could be taken for more
//! than it is.

use std::io::{self, Write as _};

use corplint::config::Settings;
use corplint::diagnostic::Severity;
use corplint::document::{SectionKind, is_blank};
use corplint::integrity::checksum;
use corplint::linter::{self, Options, Outcome, Progress};
use corplint::parts::each_block;
use corplint::quarantine::{Faults, Split, split};
use corplint::source::Source;
use proptest::prelude::*;

use crate::cli::Project;
use crate::common::{options, read};

const GOOD: &str = "<<<FILE>>> good\nA quiet sentence about the harbour.\n";
const BAD: &str = "<<<FILE>>>\nA sentence without a name, about the same harbour.\n";

fn checked(bytes: &[u8]) -> Outcome {
    let options = Options { excerpts: false, ..options() };
    let source = Source::memory("memory.corpus", bytes);
    linter::check(&[source], &Settings::default(), &options, &Progress::default())
}

#[test]
fn budgets_are_about_a_drop_and_not_about_a_document() {
    let project = Project::new(&[("drop.corpus", [GOOD, BAD].concat().as_bytes())]);
    project.write("corplint.toml", b"[gate]\nerror = \"50%\"\n");
    let split = |more: &[&str]| {
        let sides = ["quarantine", "drop.corpus", "--accepted", "a.corpus", "--rejected", "r.corpus", "--force"];
        project.run(&[&sides, more].concat())
    };
    let run = split(&[]);
    assert_eq!(run.code, Some(1), "what is wrong with a document is wrong with it, whatever a drop may have");
    assert!(run.stderr.starts_with("note: the budgets of the configuration are about a whole drop"), "{}", run.stderr);
    assert_eq!(read(&project.path("a.corpus")), GOOD.as_bytes());
    assert_eq!(split(&["--quiet"]).stderr, "");
    assert!(!split(&["--isolated"]).stderr.contains("budgets"), "there are none");
}

/// Splits bytes at errors, as the command does.
fn split_bytes(bytes: &[u8]) -> (Vec<u8>, Vec<u8>, Split) {
    let mut faults = Faults::default();
    let outcome = checked(bytes);
    outcome.diagnostics.iter().filter(|found| found.severity == Severity::Error).for_each(|found| faults.add(found));
    let (mut accepted, mut rejected) = (Vec::new(), Vec::new());
    let source = Source::memory("memory.corpus", bytes);
    let split = split(&source, faults, &mut accepted, &mut rejected).expect("memory can be read and written");
    (accepted, rejected, split)
}

fn split_text(text: &str) -> (String, String, Split) {
    let (accepted, rejected, split) = split_bytes(text.as_bytes());
    let text = |bytes| String::from_utf8(bytes).expect("it is text");
    (text(accepted), text(rejected), split)
}

/// The documents of a file, as they stand in it.
fn documents(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    each_block::<io::Error>(&Source::memory("memory.corpus", bytes), |parts| {
        let documents = parts.iter().filter(|part| part.kind == SectionKind::Document);
        found.extend(documents.map(|part| part.bytes.to_vec()));
        Ok(())
    })
    .expect("memory can be read");
    found
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect()
}

/// Pieces of files, good ones and bad ones, of which some change what others mean.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let fixed: Vec<&'static [u8]> = vec![
        b"<<<FILE>>> a\nA quiet sentence about the harbour.\n",
        b"<<<FILE>>> b\r\nA quiet sentence about the bridge.\r\n",
        b"<<<FILE>>> c\n",
        b"<<<FILE>>> a\nAnother sentence under the same name.\n",
        b"<<<FILE>>>\nNo name.\n",
        b"<<<file>>> d\nSmall letters.\n",
        b"<<<FILE>>> e\nA bad byte: \xFF.\n",
        b"\xEF\xBB\xBF<<<FILE>>> f\nA mark.\n",
        b"<<<NOTE>>> from later\n",
        b"<<<END>>>\n",
        b"<<<END FILE>>>\n",
        b"<<<ENDFILE>>> sha256=0a1b\n",
        b"\xC2\xA0\n",
        b"<<<END>>> note=x\n",
        b"<<<CORPUS>>> version=1 lang=en\n",
        b"<<<CORPUS>>> version=7\n",
        b"\n",
        b"Text that stands somewhere.\n",
        b"\\<<<FILE>>> an escaped line\n",
        b"\xFF\xFE",
        b"\0",
        b"no line ending",
    ];
    prop_oneof![8 => proptest::sample::select(fixed).prop_map(<[u8]>::to_vec), 1 => proptest::collection::vec(any::<u8>(), 0..8)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing is lost, nothing is there twice, nothing is changed: but for the two lines that speak of the file, which
    /// both sides need, the lines and the documents of the sides are those of the file.
    #[test]
    fn the_two_sides_together_are_the_file(pieces in proptest::collection::vec(piece(), 0..12)) {
        let bytes = pieces.concat();
        let (accepted, rejected, outcome) = split_bytes(&bytes);
        if outcome.whole.is_some() {
            prop_assert_eq!(&rejected, &bytes);
        }
        for of in [lines, documents] {
            let mut before = of(&bytes);
            let mut after = [of(&accepted), of(&rejected)].concat();
            if outcome.whole.is_none() {
                // Blank lines that follow those belong to them.
                let of_the_file = |line: &Vec<u8>| {
                    let of_the_file = [&b"<<<CORPUS>>>"[..], b"<<<END>>> note"];
                    // One is written where the end of a document would become that of the file.
                    let is_written = &**line == b"<<<END>>>\n" && accepted.ends_with(line);
                    of_the_file.iter().any(|start| line.starts_with(start)) || is_blank(line) || is_written
                };
                before.retain(|line| !of_the_file(line));
                after.retain(|line| !of_the_file(line));
            }
            before.sort();
            after.sort();
            prop_assert_eq!(before, after);
        }
        let documents = checked(&bytes).counts.documents;
        prop_assert_eq!(outcome.accepted + outcome.rejected, documents);
        prop_assert_eq!(checked(&accepted).counts.documents, outcome.accepted);
        prop_assert_eq!(checked(&rejected).counts.documents, outcome.rejected);
    }

    /// What is let in passes. (A file of which nothing is let in leaves nothing, which is no corpus file.)
    #[test]
    fn what_is_accepted_passes(pieces in proptest::collection::vec(piece(), 0..12)) {
        let (accepted, ..) = split_bytes(&pieces.concat());
        let found = checked(&accepted).diagnostics;
        let errors: Vec<&str> =
            found.iter().filter(|found| found.severity == Severity::Error).map(|found| found.rule.id).collect();
        prop_assert!(errors.is_empty(), "{:?} in {}", errors, String::from_utf8_lossy(&accepted));
    }
}

#[test]
fn a_finding_at_the_end_of_a_document_is_not_one_of_the_next() {
    let (accepted, rejected, _) = split_text("<<<FILE>>>\n<<<FILE>>> good\nA quiet sentence.\n");
    assert_eq!((&*accepted, &*rejected), ("<<<FILE>>> good\nA quiet sentence.\n", "<<<FILE>>>\n"));
}

#[test]
fn what_stands_between_documents_belongs_to_the_one_before() {
    let (accepted, rejected, _) = split_text(&format!("{BAD}<<<END>>>\n{GOOD}<<<END>>>\n"));
    assert_eq!((accepted, rejected), (format!("{GOOD}<<<END>>>\n"), format!("{BAD}<<<END>>>\n")));
}

#[test]
fn the_end_of_a_document_does_not_become_the_end_of_the_file() {
    let one = "<<<FILE>>> a lang=en\nThe bridge is closed until spring.\n<<<ENDFILE>>> sha256=0a1b\n";
    let bad = b"<<<FILE>>> c\nThe \xff is.\n";
    let (accepted, rejected, _) = split_bytes(&[one.as_bytes(), bad].concat());
    assert_eq!(String::from_utf8(accepted), Ok(format!("{one}<<<END>>>\n")));
    assert_eq!(rejected, bad);
    let (accepted, ..) = split_bytes(&[one.as_bytes(), GOOD.as_bytes(), bad].concat());
    assert_eq!(String::from_utf8(accepted), Ok(format!("{one}{GOOD}")), "where another document follows");
}

#[test]
fn white_space_before_the_first_document_goes_with_it() {
    let bytes = b"\xC2\xA0\n<<<FILE>>> a\nThe \xff is.\n";
    let (accepted, rejected, _) = split_bytes(bytes);
    assert_eq!((accepted, rejected), (Vec::new(), bytes.to_vec()));
    let (accepted, rejected, _) = split_text("\n<<<END>>> files=1\n");
    assert_eq!((accepted.as_str(), rejected.as_str()), ("", "\n<<<END>>> files=1\n"));
    let (accepted, rejected, _) = split_text("\n<<<END>>> files=0\n");
    assert_eq!((accepted.as_str(), rejected.as_str()), ("\n<<<END>>> files=0\n", ""));
}

#[test]
fn the_first_line_holds_for_both_sides_and_the_last_line_is_made_for_each() {
    let head = "<<<CORPUS>>> version=1 lang=en\n";
    let file = |documents: &str, count: u32| {
        let sum = checksum(format!("{head}{documents}").as_bytes());
        format!("{head}{documents}<<<END>>> files={count} by=\"me\" sha256={sum}\n")
    };
    let (accepted, rejected, split) = split_text(&file(&format!("{GOOD}{BAD}{BAD}"), 3));
    assert_eq!((split.accepted, split.rejected, split.wrong_end), (1, 2, None));
    assert_eq!(accepted, file(GOOD, 1));
    assert_eq!(rejected, file(&format!("{BAD}{BAD}"), 2));
    let (accepted, rejected, _) = split_text(&file(GOOD, 1));
    assert_eq!((accepted, rejected), (file(GOOD, 1), String::new()), "what nothing goes to stays empty");
    let (accepted, rejected, _) = split_text(&file("", 0));
    assert_eq!((accepted, rejected), (file("", 0), String::new()));
}

#[test]
fn a_count_with_leading_zeros_and_a_checksum_in_capitals_hold() {
    let documents = format!("{GOOD}{BAD}");
    let sum = checksum(documents.as_bytes()).to_uppercase();
    let (accepted, rejected, split) = split_text(&format!("{documents}<<<END>>> files=02 sha256={sum}\n"));
    assert_eq!(split.wrong_end, None);
    for (side, document) in [(accepted, GOOD), (rejected, BAD)] {
        assert_eq!(side, format!("{document}<<<END>>> files=1 sha256={}\n", checksum(document.as_bytes())));
    }
}

#[test]
fn a_last_line_that_does_not_hold_proves_nothing_for_anybody() {
    for end in ["<<<END>>> files=3\n", "<<<END>>> files=2 sha256=00\n"] {
        let (accepted, rejected, split) = split_text(&format!("{GOOD}{BAD}{end}"));
        assert_eq!((accepted.as_str(), rejected), (GOOD, format!("{BAD}{end}")));
        assert_eq!(split.wrong_end, Some(5));
    }
    let (accepted, rejected, split) = split_text(&format!("{GOOD}<<<END>>> files=2\n"));
    assert_eq!((accepted.as_str(), rejected.as_str()), (GOOD, "<<<END>>> files=2\n"));
    assert!(split.rejects());
}

#[test]
fn what_is_wrong_with_the_file_is_wrong_with_all_of_it() {
    let text = format!("<<<CORPUS>>> version=7\n{GOOD}");
    let (accepted, rejected, split) = split_text(&text);
    assert_eq!((accepted, rejected, split.whole), (String::new(), text, Some(1)));
}

#[test]
fn text_that_is_in_no_document_has_a_fate_of_its_own() {
    let (accepted, rejected, split) = split_text(&format!("Stray words.\n{GOOD}"));
    assert_eq!((accepted.as_str(), rejected.as_str()), (GOOD, "Stray words.\n"));
    assert_eq!((split.rejected, split.rejected_lines), (0, vec![0]));
    let (accepted, rejected, _) = split_text(&format!("{GOOD}<<<END>>> files=1\nWords after the end.\n"));
    assert_eq!(accepted, format!("{GOOD}<<<END>>> files=1\n"));
    assert_eq!(rejected, "Words after the end.\n");
    let (accepted, rejected, _) = split_text("Words without a marker.\n");
    assert_eq!((accepted.as_str(), rejected.as_str()), ("", "Words without a marker.\n"));
}

#[test]
fn bytes_stay_as_they_are() {
    let crlf = GOOD.replace('\n', "\r\n");
    let (accepted, ..) = split_text(&crlf);
    assert_eq!(accepted, crlf);
    let marked = format!("\u{FEFF}{GOOD}");
    let (accepted, rejected, _) = split_text(&marked);
    assert_eq!(format!("{accepted}{rejected}"), marked);
    let wide: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (accepted, rejected, _) = split_bytes(&wide);
    assert_eq!((accepted, rejected), (Vec::new(), wide), "what cannot be read is set aside");
    let unfinished = format!("{BAD}{}", GOOD.trim_end());
    let (accepted, rejected, _) = split_text(&unfinished);
    assert_eq!((accepted.as_str(), rejected.as_str()), (GOOD.trim_end(), BAD));
}

const SIDES: [&str; 4] = ["--accepted", "in.corpus", "--rejected", "out.corpus"];

fn quarantine<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["quarantine"], arguments].concat()
}

#[test]
fn a_file_becomes_two_and_the_reasons() {
    let project = Project::new(&[("x.corpus", format!("{GOOD}{BAD}").as_bytes())]);
    let run = project.run(&quarantine(&[&["x.corpus"], &SIDES[..]].concat()));
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert_eq!(run.stderr, "note: 1 document accepted, 1 rejected\n");
    assert_eq!(read(&project.path("in.corpus")), GOOD.as_bytes());
    assert_eq!(read(&project.path("out.corpus")), BAD.as_bytes());
    let reasons = String::from_utf8(read(&project.path("out.corpus.findings.jsonl"))).expect("it is text");
    let lines: Vec<serde_json::Value> =
        reasons.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    assert_eq!(lines.iter().map(|line| &line["kind"]).collect::<Vec<_>>(), ["diagnostic", "summary"]);
    assert_eq!((&lines[0]["rule"], &lines[0]["start"]["line"]), (&"missing-id".into(), &3.into()));

    let again = project.run(&quarantine(&[&["x.corpus"], &SIDES[..]].concat()));
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("`--force` replaces what is there"), "{}", again.stderr);
    let lenient = [&["x.corpus", "--force", "--fail-on", "never"], &SIDES[..]].concat();
    assert_eq!(project.run(&quarantine(&lenient)).code, Some(0));
    assert_eq!(read(&project.path("in.corpus")), format!("{GOOD}{BAD}").as_bytes());
    assert_eq!(read(&project.path("out.corpus")), b"", "what an earlier run rejected is gone");
}

#[test]
fn standard_input_and_compressed_files_are_split_too() {
    let both = format!("{GOOD}{BAD}");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(both.as_bytes()).expect("memory can be written");
    let project = Project::new(&[("x.corpus.gz", &packed.finish().expect("memory can be written"))]);
    assert_eq!(project.run(&quarantine(&[&["x.corpus.gz"], &SIDES[..]].concat())).code, Some(1));
    assert_eq!(read(&project.path("in.corpus")), GOOD.as_bytes());
    let piped = quarantine(&["-", "--accepted", "a", "--rejected", "b", "--findings", "c", "--quiet"]);
    let run = project.run_with_input(&piped, both.as_bytes());
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    assert_eq!((read(&project.path("a")), read(&project.path("b"))), (GOOD.into(), BAD.into()));
    assert!(project.path("c").exists());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test takes a file away")]
fn a_folder_becomes_two_of_the_same_shape() {
    let (good, bad) = (GOOD.as_bytes(), BAD.as_bytes());
    let one = GOOD.replace("good", "other");
    let both = format!("{one}{BAD}");
    let project =
        Project::new(&[("drop/a.corpus", good), ("drop/sub/b.corpus", bad), ("drop/sub/c.corpus", both.as_bytes())]);
    let arguments = ["./drop/", "--accepted", "ok/deep", "--rejected", "bad/"];
    assert_eq!(project.run(&quarantine(&arguments)).code, Some(1));
    let there = |name: &str| project.path(name).exists();
    assert_eq!(read(&project.path("ok/deep/a.corpus")), good);
    assert_eq!(read(&project.path("ok/deep/sub/c.corpus")), one.as_bytes());
    assert_eq!(read(&project.path("bad/sub/b.corpus")), bad);
    assert_eq!(read(&project.path("bad/sub/c.corpus")), bad);
    assert!(!there("bad/a.corpus") && !there("ok/deep/sub/b.corpus"), "where nothing goes there is nothing");
    assert!(there("bad.findings.jsonl"));
    // What is of another drop is not taken for a part of this one.
    for stranger in ["ok/deep/old.corpus", "bad/sub/old.corpus.gz"] {
        project.write(stranger, good);
        for force in [&["--force"][..], &[]] {
            let run = project.run(&[&quarantine(&arguments)[..], force].concat());
            assert_eq!(run.code, Some(2), "{}", run.stderr);
            let why = format!("error: {stranger} is not of this drop, and would be taken for a part of it\n");
            assert!(run.stderr.starts_with(&why), "{}", run.stderr);
        }
        std::fs::remove_file(project.path(stranger)).expect("it is there");
    }
    project.write("drop/sub/c.corpus", one.as_bytes());
    assert_eq!(project.run(&[&quarantine(&arguments)[..], &["--force"]].concat()).code, Some(1));
    assert_eq!(read(&project.path("bad/sub/c.corpus")), b"", "an old file does not pass for a new one");
}

#[test]
fn what_would_mean_something_else_is_refused_and_nothing_is_written() {
    let project = Project::new(&[
        ("x.corpus", format!("{GOOD}{BAD}").as_bytes()),
        ("drop/a.corpus", GOOD.as_bytes()),
        ("twice/a.corpus", GOOD.as_bytes()),
        ("twice/a.corpus.gz", b"no gzip"),
        ("broken/a.corpus.gz", b"no gzip"),
        ("broken/b.corpus", GOOD.as_bytes()),
    ]);
    for (arguments, why) in [
        (["x.corpus", "x.corpus", "b"], "it is what is read"),
        (["x.corpus", "a", "./a"], "something else goes there"),
        (["x.corpus", "a.corpus.gz", "b"], "it would not be compressed"),
        (["drop", "drop/in", "b"], "it lies in the drop"),
        (["drop", "a", "a/b"], "one side would lie in the other"),
        (["twice", "a", "b"], "differ only by how they are compressed"),
        (["broken", "a", "b"], "nothing was written"),
        (["missing", "a", "b"], "cannot read missing"),
    ] {
        let [drop, accepted, rejected] = arguments;
        let run = project.run(&quarantine(&[drop, "--accepted", accepted, "--rejected", rejected, "--force"]));
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains(why), "{arguments:?}: {}", run.stderr);
        let left: Vec<&str> =
            ["a", "b", "b.findings.jsonl", "drop/in"].into_iter().filter(|name| project.path(name).exists()).collect();
        assert!(left.is_empty(), "{arguments:?}: {left:?}");
    }
    assert_eq!(read(&project.path("x.corpus")), format!("{GOOD}{BAD}").as_bytes());
}

#[test]
fn what_was_let_in_before_is_set_aside_the_second_time() {
    let third = GOOD.replace("good", "third").replace("harbour", "bridge");
    let project =
        Project::new(&[("first.corpus", GOOD.as_bytes()), ("second.corpus", format!("{GOOD}{third}").as_bytes())]);
    let known = ["--registry", "known", "--select", "identity"];
    assert_eq!(project.run(&["registry", "add", "first.corpus", "--registry", "known"]).code, Some(0));
    let run = project.run(&quarantine(&[&["second.corpus", "--fail-on", "info"], &known[..], &SIDES].concat()));
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), "note: 1 document accepted, 1 rejected\n"));
    assert_eq!(read(&project.path("in.corpus")), third.as_bytes());
}
