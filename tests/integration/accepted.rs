//! What is accepted, with the real program: by documents, by the configuration, by a baseline.

use std::time::{SystemTime, UNIX_EPOCH};

use corplint::day::Day;

use crate::cli::{Project, Run};
use crate::common::read_text;

/// Documents with findings of all kinds: in the text, on the marker line, between documents, without an id, and twice
/// the same.
const BRIDGE: &str = "<<<FILE>>> bridge lang=en date=2024-10-28 title=\"The \u{202e}bridge\"\n\
                      Published: 28 October 2024\nThe bridge is closed until spring.\nComments (12)\n";
const FERRY: &str = "<<<FILE>>> ferry lang=en\nThe ferry ca\u{fffd}rries ca\u{fffd}rs and ca\u{fffd}rs.\n";
const NAMELESS: &str = "<<<FILE>>>\nThe mill ca\u{fffd}n be seen on Sundays.\n";
const COPY: &str = "<<<FILE>>> copy lang=en\nThe ferry ca\u{fffd}rries ca\u{fffd}rs and ca\u{fffd}rs.\n";

fn project(files: &[(&str, String)]) -> Project {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let project = Project::new(&files);
    project.write("corplint.toml", b"fail-on = \"info\"\nbaseline = \"accepted.jsonl\"\n");
    project
}

/// A project whose findings are all in its baseline.
fn accepted() -> Project {
    let project = project(&[("drop/a.corpus", [BRIDGE, FERRY].concat()), ("drop/b.corpus", [NAMELESS, COPY].concat())]);
    let run = project.run(&["baseline", "drop"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
    project
}

fn concise(project: &Project) -> Run {
    project.run(&["check", "--format", "concise", "drop"])
}

/// Nothing is new, and nothing is gone.
fn assert_unchanged(project: &Project, what: &str) {
    let run = project.run(&["check", "--format", "json", "drop"]);
    assert_eq!(run.code, Some(0), "{what}: {}", concise(project).stdout);
    assert!(run.stdout.contains("\"diagnostics\": []"), "{what}: {}", run.stdout);
    assert_eq!(run.stderr, "", "{what}");
    let before = read_text(&project.path("accepted.jsonl"));
    let run = project.run(&["baseline", "--prune", "drop"]);
    assert_eq!(run.code, Some(0), "{what}: {}", run.stderr);
    assert_eq!(read_text(&project.path("accepted.jsonl")), before, "{what}: {}", run.stderr);
}

#[test]
fn what_is_in_the_baseline_is_in_no_report_but_the_count() {
    let project = accepted();
    let without = project.run(&["check", "--no-baseline", "--format", "json", "drop"]);
    assert_eq!(without.code, Some(1));
    let all = without.stdout.matches("\"fingerprint\":").count();
    let rules =
        ["leading-dateline", "trailing-comment-heading", "unbalanced-bidi-control", "missing-id", "duplicate-text"];
    for rule in rules.into_iter().chain(["replacement-character"]) {
        assert!(without.stdout.contains(&format!("\"rule\":\"{rule}\"")), "{rule} is not tested here");
    }
    assert_unchanged(&project, "as it was recorded");
    let run = project.run(&["check", "--format", "json", "drop"]);
    assert!(run.stdout.contains(&format!("\"baselined\":{all},")), "{all}: {}", run.stdout);
    let human = project.run(&["check", "drop"]).stdout;
    assert_eq!(human, format!("No problems in 4 documents (2 files); {all} in the baseline.\n"));
    // What is new is reported, beside what is known.
    project.write("drop/c.corpus", b"<<<FILE>>> new lang=en\n");
    let run = concise(&project);
    assert_eq!((run.code, run.stdout.lines().count()), (Some(1), 1), "{}", run.stdout);
    assert!(run.stdout.contains("warning[empty-document]"), "{}", run.stdout);
}

#[test]
fn moving_documents_between_files_changes_no_status() {
    let project = accepted();
    project.write("drop/a.corpus", [NAMELESS, BRIDGE].concat().as_bytes());
    project.write("drop/b.corpus", b"<<<FILE>>> quiet lang=en\nThe lamp is lit again.\n");
    project.write("drop/sub/c.corpus", [COPY, FERRY].concat().as_bytes());
    // Of two copies, the one is reported now that was not.
    let run = concise(&project);
    assert_eq!(run.stdout, "", "{}", run.stderr);
    assert_unchanged(&project, "moved");
}

#[test]
fn lines_above_change_no_status() {
    let project = accepted();
    let above = "<<<CORPUS>>> version=1\n<<<FILE>>> above lang=en\nMany\nquiet\nlines.\n";
    project.write("drop/a.corpus", [above, BRIDGE, FERRY].concat().as_bytes());
    let within = FERRY.replace("The ferry", "A quiet line that is new.\nThe ferry");
    assert_unchanged(&project, "documents above");
    project.write("drop/a.corpus", [above, BRIDGE, &within].concat().as_bytes());
    let run = concise(&project);
    assert!(!run.stdout.contains("replacement-character"), "{}", run.stdout);
}

#[test]
fn the_canonical_form_changes_no_status() {
    let project = project(&[]);
    // Another way to say the same, in which nothing is wrong that the canonical form would mend.
    let crooked = "<<<FILE>>> \"bridge\" title=\"The \u{202e}bridge\" date=\"2024-10-28\" lang=en\n";
    let (_, text) = BRIDGE.split_once('\n').expect("there is a text");
    project.write("drop/a.corpus", [crooked, text, FERRY].concat().as_bytes());
    project.write("drop/b.corpus", [NAMELESS, COPY].concat().as_bytes());
    assert_eq!(project.run(&["baseline", "drop"]).code, Some(0));
    let before = read_text(&project.path("drop/a.corpus"));
    let run = project.run(&["fmt", "drop"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_ne!(read_text(&project.path("drop/a.corpus")), before, "nothing was to be formatted");
    assert_unchanged(&project, "formatted");
}

#[test]
fn the_baseline_never_grows_by_itself() {
    let project = accepted();
    let before = read_text(&project.path("accepted.jsonl"));
    project.write("drop/c.corpus", FERRY.replace("ferry", "barge").as_bytes());
    assert_eq!(concise(&project).code, Some(1));
    let run = project.run(&["baseline", "drop"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("there is a baseline already: "), "{}", run.stderr);
    let run = project.run(&["baseline", "--prune", "drop"]);
    assert!(run.stderr.contains("3 findings not in the baseline"), "{}", run.stderr);
    assert_eq!(read_text(&project.path("accepted.jsonl")), before);
    assert_eq!(project.run(&["check", "--fix", "drop"]).code, Some(1));
    assert_eq!(read_text(&project.path("accepted.jsonl")), before);
    assert_eq!(project.run(&["baseline", "--force", "drop"]).code, Some(0));
    assert_eq!(concise(&project).code, Some(0));
}

#[test]
fn one_more_of_the_same_is_new() {
    let project = accepted();
    let more = FERRY.replace("ca\u{fffd}rs.", "ca\u{fffd}rs, ca\u{fffd}rs.");
    project.write("drop/a.corpus", [BRIDGE, &more].concat().as_bytes());
    let run = concise(&project);
    let new = run.stdout.lines().filter(|line| line.contains("replacement-character")).count();
    assert_eq!((run.code, new), (Some(1), 1), "{}", run.stdout);
}

#[test]
fn what_is_found_no_longer_is_told_and_taken_out() {
    let project = accepted();
    let mended = BRIDGE.replace("Comments (12)\n", "");
    project.write("drop/a.corpus", [&mended, FERRY].concat().as_bytes());
    let run = concise(&project);
    assert_eq!(run.code, Some(0));
    let note = "note: 1 entry of the baseline found no longer; `corplint baseline --prune` takes it out\n";
    assert_eq!(run.stderr, note);
    // Of documents that are not looked at, and rules that do not run, nothing can be said.
    assert_eq!(project.run(&["check", "drop/b.corpus"]).stderr, "");
    assert_eq!(project.run(&["check", "--select", "encoding", "drop"]).stderr, "");
    let before = read_text(&project.path("accepted.jsonl"));
    let run = project.run(&["baseline", "--prune", "drop"]);
    assert!(run.stderr.starts_with("note: took out 1 entry; "), "{}", run.stderr);
    let after = read_text(&project.path("accepted.jsonl"));
    let gone: Vec<&str> = before.lines().filter(|line| !after.contains(line)).collect();
    assert!(after.lines().all(|line| before.contains(line)), "{after}");
    let [gone] = gone.as_slice() else { panic!("one line is gone: {gone:?}") };
    assert!(gone.contains("\"document\":\"bridge\",\"rule\":\"trailing-comment-heading\""), "{gone}");
    assert_eq!(concise(&project).stderr, "");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the test takes a file away")]
fn pruning_by_some_files_leaves_the_entries_of_all_others() {
    let project = accepted();
    let mended = BRIDGE.replace("Comments (12)\n", "");
    project.write("drop/a.corpus", [&mended, FERRY].concat().as_bytes());
    let before = read_text(&project.path("accepted.jsonl"));
    let run = project.run(&["baseline", "--prune", "drop/b.corpus"]);
    assert!(run.stderr.starts_with("note: nothing to be taken out; "), "{}", run.stderr);
    assert!(run.stderr.contains("only entries of documents in these files were looked at"), "{}", run.stderr);
    assert_eq!(read_text(&project.path("accepted.jsonl")), before);
    let run = project.run(&["baseline", "--prune", "drop/a.corpus"]);
    assert!(run.stderr.starts_with("note: took out 1 entry; "), "{}", run.stderr);
    assert_eq!(concise(&project).stderr, "", "nothing is new and nothing is gone");
    // What was in a file that is gone goes with the folder that it was in.
    std::fs::remove_file(project.path("drop/b.corpus")).expect("it is there");
    project.run(&["baseline", "--prune", "drop"]);
    assert!(!read_text(&project.path("accepted.jsonl")).contains("\"copy\""));
}

#[test]
fn a_fix_leaves_what_is_accepted() {
    let project = accepted();
    let before = read_text(&project.path("drop/a.corpus"));
    project.run(&["check", "--fix", "--unsafe-fixes", "drop"]);
    assert_eq!(read_text(&project.path("drop/a.corpus")), before);
    project.run(&["check", "--no-baseline", "--fix", "--unsafe-fixes", "drop"]);
    assert_ne!(read_text(&project.path("drop/a.corpus")), before);
}

#[test]
fn what_is_no_baseline_stops_the_run() {
    let project = accepted();
    project.write("accepted.jsonl", b"<<<FILE>>> a\n");
    let run = concise(&project);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("is no baseline: line 1: a baseline begins with"), "{}", run.stderr);
    let run = project.run(&["check", "--baseline", "absent.jsonl", "drop"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("`corplint baseline` writes one"), "{}", run.stderr);
    let run = project.run(&["check", "drop", "--no-baseline", "--output", "json=accepted.jsonl"]);
    assert_eq!(run.code, Some(1), "what is not read may be replaced: {}", run.stderr);
    let run = project.run(&["baseline", "--baseline", "x.corpus", "drop"]);
    assert!(run.code == Some(2) && run.stderr.contains("the name of a corpus file"), "{}", run.stderr);
    project.run(&["baseline", "--force", "drop"]);
    let run = project.run(&["check", "drop", "--output", "json=accepted.jsonl"]);
    assert!(run.code == Some(2) && run.stderr.contains("a report cannot go to"), "{}", run.stderr);
    let before = read_text(&project.path("accepted.jsonl"));
    let run = project.run(&["baseline", "--prune", "drop", "absent"]);
    assert!(run.code == Some(2) && run.stderr.contains("the baseline is left as it is"), "{}", run.stderr);
    assert_eq!(project.run(&["baseline", "--force", "sub"]).code, Some(2), "nothing was looked at");
    assert_eq!(read_text(&project.path("accepted.jsonl")), before);
}

/// A project with one allowance.
fn allowing(allowance: &str) -> Project {
    let project = project(&[("drop/a.corpus", [BRIDGE, FERRY].concat())]);
    project.write("corplint.toml", format!("fail-on = \"info\"\n[[allow]]\n{allowance}").as_bytes());
    project
}

#[test]
fn the_configuration_allows_by_id_and_by_pattern() {
    for documents in ["ids = [\"bridge\"]", "patterns = [\"br*\"]"] {
        let rules = "rules = [\"boilerplate\", \"unbalanced-bidi-control\"]";
        let project = allowing(&format!("{rules}\n{documents}\nreason = \"as printed\"\n"));
        let run = concise(&project);
        assert!(!run.stdout.contains("(bridge)") && run.stdout.contains("(ferry)"), "{documents}: {}", run.stdout);
        assert_eq!(run.stderr, "");
        let json = project.run(&["check", "--format", "json", "drop"]).stdout;
        assert!(json.contains("\"allowed\":0,\"allowed_by_configuration\":3,"), "{json}");
    }
}

#[test]
fn the_configuration_may_allow_what_a_document_may_not() {
    let text = "rules = [\"replacement-character\", \"duplicate-id\"]\nids = [\"ferry\"]\nreason = \"as printed\"\n";
    let project = allowing(text);
    project.write("drop/b.corpus", FERRY.as_bytes());
    let run = project.run(&["check", "--select", "encoding,identity", "--format", "concise", "drop"]);
    assert!(!run.stdout.contains("ferry"), "{}", run.stdout);
    project.write("corplint.toml", b"");
    let document = FERRY.replace("lang=en", "lang=en allow=\"encoding identity\"");
    project.write("drop/b.corpus", document.as_bytes());
    let run = project.run(&["check", "--format", "concise", "drop/b.corpus"]);
    assert_eq!(run.stdout.matches("replacement-character").count(), 3, "{}", run.stdout);
    assert_eq!(run.stdout.matches("from which no document can exempt itself").count(), 2, "{}", run.stdout);
}

#[test]
fn what_was_allowed_for_a_time_no_longer_is() {
    let text =
        "rules = [\"all\"]\nids = [\"bridge\", \"ferry\"]\nreason = \"until it is mended\"\nuntil = 2026-12-31\n";
    let project = allowing(text);
    let on = |day| project.run(&["check", "--format", "concise", "--today", day, "drop"]);
    assert_eq!((on("2026-12-31").code, on("2026-12-31").stderr), (Some(0), String::new()));
    let after = on("2027-01-01");
    assert_eq!(after.code, Some(1));
    assert!(
        after.stderr.contains("warning: this was allowed until 2026-12-31, and no longer is\n"),
        "{}",
        after.stderr
    );
    assert!(
        after.stderr.contains("2 | [[allow]]\n  | ^^^^^^^^^ take it out, or give it another day"),
        "{}",
        after.stderr
    );
    assert_eq!(on("2027-02-29").code, Some(2));
    // Without `--today` it is the day of the clock.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is after 1970").as_secs().cast_signed();
    for (seconds, code) in [(now - 2 * 86_400, 1), (now + 2 * 86_400, 0)] {
        let until = Day::from_unix_time(seconds).expect("a day").to_string();
        assert_eq!(allowing(&text.replace("2026-12-31", &until)).run(&["check", "drop"]).code, Some(code), "{until}");
    }
}

#[test]
fn what_is_allowed_in_vain_is_told() {
    let told = "warning: this allows what is not found any more\n";
    for (rules, ids, is_told) in [
        ("byline", "bridge", true),
        ("byline\", \"unbalanced-bidi-control", "bridge", false),
        ("byline", "elsewhere", false),
        ("duplicate-text", "bridge", false),
        ("short-document", "bridge", false),
    ] {
        let project = allowing(&format!("rules = [\"{rules}\"]\nids = [\"{ids}\"]\nreason = \"as printed\"\n"));
        let run = concise(&project);
        assert_eq!(run.stderr.contains(told), is_told, "{rules} of {ids}: {}", run.stderr);
        assert_eq!(project.run(&["check", "--quiet", "drop"]).stderr, "");
    }
}

#[test]
fn what_a_document_allows_in_vain_is_found_and_taken_out() {
    let text = BRIDGE.replace(" lang=en", " lang=en allow=\"leading-dateline byline\"");
    let project = Project::new(&[("drop/a.corpus", text.as_bytes())]);
    let run = project.run(&["check", "--format", "concise", "drop"]);
    assert_eq!(run.stdout.matches("warning[unused-allow] `allow` names `byline`").count(), 1, "{}", run.stdout);
    assert!(!run.stdout.contains("[leading-dateline]"), "{}", run.stdout);
    project.run(&["check", "--fix", "--select", "unused-allow,boilerplate", "drop"]);
    let fixed = read_text(&project.path("drop/a.corpus"));
    assert!(fixed.starts_with("<<<FILE>>> bridge lang=en allow=\"leading-dateline\" date="), "{fixed}");
    // Where its rule does not run, nothing can be said of a name.
    let run = project.run(&["check", "--select", "unused-allow", "drop"]);
    assert!(run.stdout.starts_with("No problems"), "{}", run.stdout);
}

#[test]
fn threads_and_blocks_make_no_difference_to_what_is_accepted() {
    // Many documents of one id, so that the same entry is met in many blocks at once.
    let project = project(&[]);
    project.write("drop/a.corpus", FERRY.as_bytes());
    assert_eq!(project.run(&["baseline", "drop", "--select", "encoding"]).code, Some(0));
    let more = FERRY.replace("ca\u{fffd}rs.", "ca\u{fffd}rs, ca\u{fffd}rs.");
    let filler = "A quiet line about the harbour and its lamps.\n".repeat(500);
    let text: String =
        (0..200).map(|number| if number % 3 == 0 { &more } else { FERRY }.to_owned() + &filler).collect();
    project.write("drop/a.corpus", text.as_bytes());
    let of = |threads: &str| {
        let arguments = ["check", "--select", "encoding", "--format", "concise", "--threads", threads, "drop"];
        project.run(&arguments).stdout
    };
    let one = of("1");
    assert_eq!(one.lines().count(), 67, "one in each third document");
    assert_eq!(of("4"), one);
}
