//! Memory is bounded, and nobody sees by how much: findings in memory and on disk, few of them kept or all, a corpus from
//! a file or from a pipe. What large corpora take is measured by `tests/limits.py`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use corplint::diagnostic::Diagnostic;
use corplint::facts::Spill;
use corplint::linter::{self, Item, Options, Progress, Survey};
use corplint::source::Source;
use rayon::ThreadPoolBuilder;

use crate::cli::Project;
use crate::common::{every_rule, fixtures, memory, options, render};

fn survey(sources: &[Source], options: &Options) -> Survey {
    let survey = linter::survey(sources, &every_rule(), options, &Progress::default());
    assert!(survey.failures.is_empty(), "{:?}", survey.failures);
    survey
}

/// Facts and findings on disk, however few they are.
fn on_disk() -> Options {
    let default = options();
    Options { spill: Spill { limit: 0, ..default.spill }, block_size: 64, fingerprints: true, ..default }
}

/// All findings, with the numbers by which those on the same words are told apart.
fn told(survey: &Survey) -> String {
    let all = survey.findings.all().expect("what was put away can be read");
    let keys: String = all.iter().filter_map(Diagnostic::key).collect();
    render(&all) + &keys
}

/// Every fixture of every rule, as the files of one corpus.
fn everything() -> Vec<Source> {
    let mut files = Vec::new();
    for (number, fixture) in fixtures().into_iter().enumerate() {
        files.extend(fixture.files.into_iter().map(|(name, bytes)| (format!("{number:04}/{name}"), bytes)));
    }
    memory(&files)
}

#[test]
fn what_is_on_disk_is_what_is_in_memory() {
    let sources = everything();
    let expected = survey(&sources, &Options { fingerprints: true, ..options() });
    let text = told(&expected);
    assert!(expected.findings.all().expect("memory can be read").len() > 1000);
    assert!(text.contains(":2"), "some words have two findings");
    for threads in [1, 4] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        let found = pool.install(|| survey(&sources, &on_disk()));
        assert!(told(&found) == text, "other findings from disk, on {threads} threads");
        assert_eq!(found.findings.counts().documents(), expected.findings.counts().documents());
    }
}

#[test]
fn of_each_rule_the_first_findings_of_a_file_are_kept_and_all_are_counted() {
    let mut corpus = String::new();
    for number in 0..300 {
        let _ = writeln!(corpus, "<<<FILE>>> {number}\nA line with a space behind it. \nAnd a\u{200b} hidden one.");
    }
    let sources =
        [Source::memory("a.corpus", corpus.clone().into_bytes()), Source::memory("b.corpus", corpus.into_bytes())];
    let all = survey(&sources, &options());
    // By file and rule, all findings.
    let mut expected: BTreeMap<(String, &str), Vec<String>> = BTreeMap::new();
    for diagnostic in all.findings.all().expect("memory can be read") {
        let file = diagnostic.source.path().display().to_string();
        expected.entry((file, diagnostic.rule.id)).or_default().push(render(&[diagnostic]));
    }
    assert!(expected.values().filter(|found| found.len() >= 300).count() >= 4, "{:?}", expected.keys());
    for (threads, block_size) in [(1, 1), (1, 1 << 20), (4, 64), (4, 2000)] {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        let options = Options { most: Some(7), block_size, ..on_disk() };
        let found = pool.install(|| survey(&sources, &Options { fingerprints: false, ..options }));
        let mut kept: BTreeMap<(String, &str), (Vec<String>, u64)> = BTreeMap::new();
        found
            .findings
            .each(|item| {
                match item {
                    Item::Finding(diagnostic) => {
                        let file = diagnostic.source.path().display().to_string();
                        let key = (file, diagnostic.rule.id);
                        kept.entry(key).or_default().0.push(render(&[*diagnostic]));
                    }
                    Item::Omitted { source, rule, count } => {
                        kept.entry((source.path().display().to_string(), rule.id)).or_default().1 += count;
                    }
                }
                true
            })
            .expect("what was put away can be read");
        for (key, expected) in &expected {
            let (kept, omitted) = kept.get(key).expect("a rule that finds something is there");
            let first = expected.get(..7).unwrap_or(expected);
            assert!(kept.starts_with(first), "{key:?} {threads} {block_size}");
            assert_eq!(kept.len() as u64 + omitted, expected.len() as u64, "{key:?}");
        }
        if threads == 1 {
            let most = kept.values().map(|(kept, _)| kept.len()).max();
            assert!(most < Some(20), "{most:?} are kept where 7 are shown");
        }
        let (all, found) = (all.findings.counts(), found.findings.counts());
        assert!(
            all.by_rule().map(|row| (row.rule.id, row.count)).eq(found.by_rule().map(|row| (row.rule.id, row.count)))
        );
    }
}

#[test]
fn a_pipe_is_like_a_file_and_a_little_memory_like_much() {
    let mut corpus = String::new();
    for number in 0..200 {
        let text =
            "The last ferry to the island left at noon, and nobody was on it but the captain. ".repeat(number % 7 + 1);
        let _ = writeln!(corpus, "<<<FILE>>> {}\n{text}\nSubscribe to our newsletter", number % 150);
    }
    let project = Project::new(&[("stdin.corpus", corpus.as_bytes())]);
    for format in ["human", "json", "sarif", "github"] {
        let arguments = ["check", "--isolated", "--format", format];
        // What nobody reads would not go into the pipe.
        let run = |more: &[&str]| {
            let input = if more.contains(&"-") { corpus.as_bytes() } else { b"" };
            project.run_with_input(&[&arguments, more].concat(), input)
        };
        let expected = run(&["stdin.corpus"]);
        assert_eq!(expected.code, Some(1), "{}", expected.stderr);
        for other in [&["--memory", "1MiB", "stdin.corpus"][..], &["-"], &["--memory=1MiB", "--threads=2", "-"]] {
            let found = run(other);
            // The hashes of lines in SARIF are made of the file, which a pipe is not.
            assert!(found.stdout == expected.stdout, "{format} {other:?}");
            assert_eq!((found.code, found.stderr), (expected.code, expected.stderr.clone()), "{format} {other:?}");
        }
    }
}

#[test]
fn a_document_for_which_there_is_no_memory_is_not_passed_over() {
    let corpus = format!("<<<FILE>>> a\nshort\n<<<FILE>>> b\n{}\n", "long ".repeat(800_000));
    let project = Project::new(&[("a.corpus", corpus.as_bytes())]);
    let run = project.run(&["check", "--isolated", "--memory", "1MiB", "a.corpus"]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(run.stderr.contains("begins at byte 19 is longer than there is memory for"), "{}", run.stderr);
    assert_eq!(project.run(&["check", "--isolated", "--memory", "64MiB", "a.corpus"]).code, Some(0));
    let wrong = project.run(&["check", "--memory", "much", "a.corpus"]);
    assert!(wrong.code == Some(2) && wrong.stderr.contains("write `512MiB` or `2G`"), "{}", wrong.stderr);
}

#[test]
fn a_folder_without_room_is_told_once_however_many_rules_look_for_it() {
    let text =
        "The last ferry to the island left at noon, and nobody was on it but the captain and his dog, who slept.";
    let mut corpus = String::new();
    for number in 0..20_000 {
        let _ = writeln!(corpus, "<<<FILE>>> {number}\n{text}");
    }
    let project = Project::new(&[("a.corpus", corpus.as_bytes())]);
    let run = project
        .command(&["check", "--isolated", "--memory=1MiB", "--select=duplication,identity", "a.corpus"])
        .env("TMPDIR", "/nonexistent")
        .output()
        .expect("the program can be started");
    let told = String::from_utf8_lossy(&run.stderr);
    let errors = told.lines().filter(|line| line.starts_with("error:")).count();
    assert!(run.status.code() == Some(2) && errors == 1 && told.contains("TMPDIR"), "{told}");
}
