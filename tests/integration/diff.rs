//! `diff`: what became of each document, however its files are written and wherever it lies.

use std::collections::BTreeMap;
use std::path::Path;

use corplint::compare::{Comparison, DropIndex, compare};
use corplint::source::Source;
use proptest::prelude::*;

use crate::cli::{Project, Run};
use crate::common::Files;

fn drop_of(files: &[(&str, &str)]) -> DropIndex {
    let sources = files.iter().map(|(name, text)| Source::memory(Path::new("drop").join(name), text.as_bytes()));
    DropIndex::read(sources.collect(), Some(Path::new("drop"))).expect("memory can be read")
}

/// What became of the documents of one file.
fn compared(old: &str, new: &str) -> Comparison {
    compare(&drop_of(&[("x.corpus", old)]), &drop_of(&[("x.corpus", new)]))
}

const THREE: &str = "<<<FILE>>> a\nOne.\n<<<FILE>>> b\nTwo.\n<<<FILE>>> c\nThree.\n";

#[test]
fn each_kind_of_difference_is_told_from_the_others() {
    let same = Comparison { same: 3, ..Comparison::default() };
    assert_eq!(compared(THREE, THREE), same);
    let two = Comparison { same: 2, ..Comparison::default() };
    let removed = THREE.replace("<<<FILE>>> b\nTwo.\n", "");
    assert_eq!(compared(THREE, &removed), Comparison { removed: vec![1], ..two.clone() });
    assert_eq!(compared(&removed, THREE), Comparison { added: vec![1], ..two.clone() });
    let renamed = THREE.replace("> b", "> d");
    assert_eq!(compared(THREE, &renamed), Comparison { renamed: vec![(1, 1)], ..two.clone() });
    for changed in [THREE.replace("Two", "2"), THREE.replace("> b", "> b lang=en"), THREE.replace("Two.\n", "")] {
        assert_eq!(compared(THREE, &changed), Comparison { changed: vec![(1, 1)], ..two.clone() });
    }
    let (first, rest) = THREE.split_at(THREE.find("<<<FILE>>> b").expect("it is there"));
    let elsewhere = drop_of(&[("w.corpus", first), ("x.corpus", rest)]);
    let moved = compare(&drop_of(&[("x.corpus", THREE)]), &elsewhere);
    assert_eq!(moved, Comparison { moved: vec![(0, 0)], ..two });
}

#[test]
fn how_a_document_is_written_makes_no_difference() {
    let plain = "<<<FILE>>> a lang=en title=\"x y\"\n\\<<<FILE>>> no marker\n<<<FILE>>> b lang=en\nTwo.";
    let other = "<<<CORPUS>>> version=1 lang=en\n<<<file>>> b\nTwo.\n<<<FILE>>> \"a\"   title=\"x\\u{20}y\"\n\\<<<FILE>>> no \
                 marker\n<<<END>>> files=2\n\n";
    assert!(!compared(plain, other).differs(), "{:?}", compared(plain, other));
    assert!(compared(plain, &other.replace("lang=en", "lang=fr")).differs());
    assert!(compared("<<<FILE>>> a\nx\n", "<<<FILE>>> a\nx\n\n").differs(), "a blank line is a part of the text");
}

#[test]
fn documents_of_one_id_or_of_none_are_matched_by_their_texts() {
    let twice = "<<<FILE>>> a\nOne.\n<<<FILE>>> a\nTwo.\n<<<FILE>>>\nThree.\n<<<FILE>>>\nFour.\n";
    let other = "<<<FILE>>> a\nTwo.\n<<<FILE>>> a\nOne!\n<<<FILE>>>\nFour.\n<<<FILE>>>\nThree!\n";
    let found = compared(twice, other);
    assert_eq!((found.same, &*found.changed, &*found.removed, &*found.added), (2, &[(0, 1)][..], &[2][..], &[3][..]));
    let named = compared("<<<FILE>>>\nThree.\n", "<<<FILE>>> c\nThree.\n");
    assert_eq!(named.renamed, [(0, 0)]);
    let empty = compared("<<<FILE>>> a\n", "<<<FILE>>> b\n");
    assert_eq!((&*empty.removed, &*empty.added), (&[0][..], &[0][..]), "nothing is not the same as nothing");
}

#[test]
fn text_outside_of_documents_is_not_overlooked() {
    assert_eq!(compared("Words.\n<<<FILE>>> a\nx\n", "<<<FILE>>> a\nx\n").removed, [0]);
    // `fmt` leaves out what is blank.
    assert!(compared("\u{a0}\n<<<FILE>>> a\nx\n", "<<<FILE>>> a\nx\n").removed.is_empty());
    assert_eq!(compared("No marker at all.\n", "No marker here.\n").changed, [(0, 0)]);
    assert!(!compared("\n\n<<<FILE>>> a\nx\n", "<<<FILE>>> a\nx\n<<<END>>>\n\n").differs());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every document of either side is told of once, and in the other direction the other way round.
    #[test]
    fn every_document_is_accounted_for(
        old in proptest::collection::vec((0_u8..4, 0_u8..4), 0..12),
        new in proptest::collection::vec((0_u8..4, 0_u8..4), 0..12),
    ) {
        let text = |documents: &[(u8, u8)]| {
            let id = |id: u8| if id == 0 { String::new() } else { format!(" {id}") };
            let document = |&(own, text): &(u8, u8)| ["<<<FILE>>>", &*id(own), "\n", &*"x".repeat(text.into()), "\n"].concat();
            documents.iter().map(document).collect::<Vec<_>>().concat()
        };
        let (before, after) = (text(&old), text(&new));
        let there = compared(&before, &after);
        let back = compared(&after, &before);
        let matched = there.renamed.len() + there.moved.len() + there.changed.len() + usize::try_from(there.same).unwrap();
        prop_assert_eq!(matched + there.removed.len(), old.len());
        prop_assert_eq!(matched + there.added.len(), new.len());
        prop_assert_eq!((&there.removed, &there.added, there.same), (&back.added, &back.removed, back.same));
        prop_assert_eq!(there.renamed.len(), back.renamed.len());
        let mut seen = BTreeMap::new();
        for (was, is) in there.renamed.iter().chain(&there.changed) {
            *seen.entry((0, *was)).or_insert(0) += 1;
            *seen.entry((1, *is)).or_insert(0) += 1;
        }
        prop_assert!(seen.values().all(|count| *count == 1));
        let multiset = |documents: &[(u8, u8)]| { let mut all = documents.to_vec(); all.sort_unstable(); all };
        prop_assert_eq!(there.differs(), multiset(&old) != multiset(&new));
    }
}

fn diff(files: &Files, arguments: &[&str]) -> Run {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    Project::new(&files).run(&[&["diff"], arguments].concat())
}

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

#[test]
fn people_see_the_words() {
    let old = "<<<FILE>>> ferry lang=en\nThe last ferry leaves an hour later from Monday.\nNothing else.\n\
               <<<FILE>>> lamp\nIt is lit.\n<<<FILE>>> quay\nIt is long.\n<<<FILE>>> gull\nIt cries.\n";
    let new = "<<<FILE>>> ferry\nThe last ferry leaves two hours later from Monday.\nNothing else.\nBut this.\n\
               <<<FILE>>> light\nIt is lit.\n<<<FILE>>> gull\nIt cries.\n<<<FILE>>> tern\nIt dives.\n";
    let both = files(&[("old.corpus", old), ("new.corpus", new)]);
    let run = diff(&both, &["old.corpus", "new.corpus"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    insta::assert_snapshot!(run.stdout);
    let painted = diff(&both, &["old.corpus", "new.corpus", "--color", "always"]).stdout;
    assert!(painted.contains("\x1b[32mtwo hours\x1b[0m") && !painted.contains("{+"), "{painted}");
    let stat = diff(&both, &["old.corpus", "new.corpus", "--stat", "--quiet"]);
    assert_eq!(stat.stdout, "new.corpus  1 added, 1 renamed, 1 changed\nold.corpus  1 removed\n");
}

#[test]
fn programs_see_every_difference() {
    let document = |number: u32| format!("<<<FILE>>> d{number}\nText {number}.\n");
    let many = (0..50).map(document).collect::<Vec<_>>().concat();
    let both = files(&[("a/x.corpus", ""), ("b/x.corpus", &many), ("b/y.corpus", "")]);
    let run = diff(&both, &["a", "b", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("it is JSON");
    assert_eq!((run.code, &json["summary"]["added"]), (Some(1), &50.into()));
    assert_eq!(json["documents"].as_array().map(Vec::len), Some(50));
    assert_eq!((&json["documents"][1]["new"]["id"], &json["documents"][1]["new"]["line"]), (&"d1".into(), &3.into()));
    let human = diff(&both, &["a", "b"]).stdout;
    assert!(human.contains("and 30 more") && human.contains("\n50 added, 0 the same"), "{human}");
    assert_eq!(diff(&both, &["a", "b", "--max-per-kind", "0"]).stdout.lines().count(), 52);
}

#[test]
fn exit_codes_are_those_of_diff() {
    let packed = zstd::stream::encode_all(THREE.as_bytes(), 0).expect("memory can be written");
    let wide: Vec<u8> = THREE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut all = files(&[("a.corpus", THREE), ("folder/b.corpus", THREE), ("empty/x.txt", "")]);
    all.extend([("packed.corpus".to_owned(), packed.clone()), ("c.corpus.zst".to_owned(), packed)]);
    all.extend([("wide.corpus".to_owned(), wide)]);
    for (arguments, code) in [
        (["a.corpus", "a.corpus"], 0),
        (["a.corpus", "folder"], 0),
        (["folder/", "./folder"], 0),
        (["c.corpus.zst", "a.corpus"], 0),
        (["a.corpus", "empty"], 1),
        (["a.corpus", "-"], 1),
        (["a.corpus", "missing"], 2),
        (["a.corpus", "wide.corpus"], 2),
        (["packed.corpus", "a.corpus"], 2),
        (["-", "-"], 2),
    ] {
        for more in [&[][..], &["--format", "json"], &["--stat"]] {
            let run = diff(&all, &[&arguments[..], more].concat());
            assert_eq!(run.code, Some(code), "{arguments:?} {}", run.stderr);
        }
    }
}

#[test]
fn nothing_of_a_text_reaches_the_terminal_as_it_is() {
    let hostile = "\x1b]0;x\x07 ::error::x ##[group] \u{202e}abc \u{9b}31m section_start:1:x \u{200b}";
    let long = "long ".repeat(40_000) + &"x".repeat(300_000);
    let marker = "<<<FILE>>> \"\\u{1b}[31m::error::\" k=\"\\u{202e}\"\n";
    let old = format!("{marker}{hostile} old {long}\n");
    let new = format!("{}{hostile} new {hostile} {long}{hostile}\n", marker.replace("202e", "202d"));
    let run = diff(&files(&[("old.corpus", &old), ("new.corpus", &new)]), &["old.corpus", "new.corpus"]);
    assert_eq!(run.code, Some(1));
    let is_harmless = |character: char| {
        character == '\n' || !(character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{200b}'))
    };
    assert!(run.stdout.chars().all(is_harmless), "{}", run.stdout);
    assert!(run.stdout.lines().all(|line| !line.trim_start().starts_with("::") && !line.contains("##[")));
    assert!(run.stdout.lines().all(|line| line.chars().count() <= 100), "{}", run.stdout);
    assert!(run.stdout.lines().count() < 30);
}
