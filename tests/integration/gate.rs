//! The verdict of the real program: budgets, and what is the same in every format.

use crate::cli::Project;

/// Every format of `--format`.
const FORMATS: [&str; 13] = [
    "human",
    "concise",
    "json",
    "json-lines",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "azure",
    "markdown",
    "html",
];

/// Documents of which the first `empty` have no text.
fn corpus(documents: usize, empty: usize) -> Vec<u8> {
    let document = |number: usize| {
        let text = if number < empty { "" } else { "The ferry leaves at nine.\n" };
        format!("<<<FILE>>> d-{number} lang=en\n{text}")
    };
    (0..documents).map(document).collect::<String>().into_bytes()
}

fn project(documents: usize, empty: usize, gate: &str) -> Project {
    let config = format!("select = [\"empty-document\"]\n{gate}");
    Project::new(&[("corplint.toml", config.as_bytes()), ("drop/a.corpus", &corpus(documents, empty))])
}

#[test]
fn the_exit_code_is_the_same_in_every_format_whichever_budget_decides_it() {
    for (documents, empty, gate, code) in [
        (300, 3, "[gate]\nempty-document = \"1%\"", 0),
        (300, 4, "[gate]\nempty-document = \"1%\"", 1),
        (30, 1, "[gate]\nempty-document = \"1%\"", 2),
        (300, 3, "[gate.per-file]\nwarning = 3", 0),
        (300, 4, "[gate.per-file]\nwarning = 3", 1),
        (300, 4, "[gate.per-source]\nformat = 3", 1),
        (300, 4, "fail-on = \"warning\"\n[gate]\nformat = 9", 1),
    ] {
        let project = project(documents, empty, gate);
        for format in FORMATS {
            let run = project.run(&["check", "--format", format, "drop"]);
            assert_eq!(run.code, Some(code), "{empty} of {documents}, {gate}, {format}: {}", run.stderr);
            let told = run.stdout.contains("allowed") || run.stderr.contains("error: budget `");
            assert!(told || code == 0 || gate.contains("fail-on") || gate.contains("per-"), "{format}: {}", run.stderr);
        }
    }
}

#[test]
fn to_have_looked_at_nothing_is_no_praise() {
    let project = Project::new(&[("drop/notes.txt", b""), ("corplint.toml", b"[gate]\nformat = 3\n")]);
    for (format, shown) in [
        ("github", "corplint: no file was checked.\n"),
        ("azure", "corplint: no file was checked.\n"),
        ("markdown", "## \u{2754} corplint: no file was checked\n\n"),
    ] {
        let run = project.run(&["check", "--format", format, "drop"]);
        assert_eq!((run.code, &*run.stdout), (Some(0), shown), "{format}");
    }
    let page = project.run(&["check", "--format", "html", "drop"]).stdout;
    assert!(page.contains("<h1>No file was checked</h1></div>") && !page.contains("Verdict: "), "{page}");
    assert!(page.contains("<title>corplint: no file was checked</title>"), "{page}");
}

/// Whoever allows five errors and leaves `fail-on` as it is is told why one fails.
#[test]
fn a_budget_that_never_decides_is_told() {
    let gate =
        "[gate]\nerror = 5\nwarning = 5\ninfo = 0\n[gate.per-file]\nerror = \"1%\"\n[gate.per-source]\nerror = 0\n";
    let project = project(3, 0, gate);
    let told = |arguments: &[&str]| {
        let run = project.run(&[&["check", "drop"], arguments].concat());
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stderr.lines().filter(|line| line.starts_with("warning: ")).map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let warning = "warning: one finding of `error` fails by `fail-on` already, so this budget never decides";
    assert_eq!(told(&[]), [warning; 2]);
    assert_eq!(told(&["--fail-on", "never"]), [""; 0]);
    assert_eq!(told(&["--quiet"]), [""; 0]);
    for (fail_on, warnings) in [("never", 0), ("warning", 3)] {
        let config = format!("select = [\"empty-document\"]\nfail-on = \"{fail_on}\"\n{gate}");
        project.write("corplint.toml", config.as_bytes());
        assert_eq!(told(&[]).len(), warnings, "{fail_on}");
    }
}

/// A budget that is kept because nobody looks is kept by the worst of drops, and must not be taken for a promise.
#[test]
fn a_budget_of_rules_that_do_not_run_is_told() {
    let gate = "[gate]\nempty-document = 5\nnear-duplicate = 0\nerror = 0\n[gate.per-file]\nregistered-text = 0\n";
    let project = project(3, 1, gate);
    let run = project.run(&["check", "drop"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let told: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("warning: ")).collect();
    let wanted = ["near-duplicate", "registered-text"]
        .map(|name| format!("warning: nothing that `{name}` counts is looked for, so this budget is always kept"));
    assert_eq!(told, wanted);
    assert!(
        run.stderr.contains("4 | near-duplicate = 0\n  | ^^^^^^^^^^^^^^ select its rules, or take it out"),
        "{}",
        run.stderr
    );
    let run = project.run(&["check", "drop", "--select", "empty-document,near-duplicate,registered-text"]);
    assert!(!run.stderr.contains("`near-duplicate`"), "{}", run.stderr);
    assert!(run.stderr.contains("^ it takes a registry: name one with `--registry`"), "{}", run.stderr);
}

#[test]
fn the_verdict_says_what_was_found_and_what_is_allowed() {
    let gate = "[gate]\nempty-document = \"1%\"\nerror = 0\n[gate.per-file]\nformat = 5\n";
    let run = project(30, 1, gate).run(&["check", "drop"]);
    let (_, verdict) = run.stdout.split_once("(1 file).\n\n").expect("there is a verdict");
    assert_eq!(
        verdict,
        "passed       error or worse   0 findings, 0 allowed\n\
         not decided  empty-document   1 of 30 documents (3.333%), 1% allowed; one document is more than that share of so \
         few, at least 100 are needed (1 / share)\n\
         passed       error            0 findings, 0 allowed\n\
         passed       format per file  none of 1 file has more than 5\n\n\
         Not decided.\n",
    );
    assert_eq!(run.stderr, "");
    let run = project(300, 6, gate).run(&["check", "--quiet", "--format", "concise", "drop"]);
    assert_eq!(
        run.stderr,
        "error: budget `empty-document` failed: 6 of 300 documents (2%), 1% allowed\n\
         error: budget `format per file` failed: 1 of 1 file has more than 5: drop/a.corpus with 6 findings\n",
    );
}

#[test]
fn zero_can_be_asked_for_where_the_verdict_is_that_it_failed() {
    let project = project(300, 4, "[gate]\nwarning = 3");
    assert_eq!(project.run(&["check", "drop"]).code, Some(1));
    let run = project.run(&["check", "--exit-zero", "--format", "json", "drop"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stdout.contains("\"verdict\":\"failed\",\"exit_code\":0,"), "{}", run.stdout);
    assert_eq!(project.run(&["check", "--exit-zero", "drop", "absent"]).code, Some(2), "it could not be done");
}

#[test]
fn statistics_count_and_show_no_finding() {
    let project = project(300, 1, "");
    let run = project.run(&["check", "--statistics", "drop"]);
    assert_eq!(run.stdout, "warning  1  empty-document\n\nFound 1 warning in 1 of 300 documents (1 file).\n");
    assert_eq!(run.code, Some(0));
    assert_eq!(project.run(&["check", "--statistics", "--format", "json", "drop"]).code, Some(2));
}

#[test]
fn a_mistake_in_a_budget_is_shown_with_its_line() {
    let run = project(1, 0, "[gate]\nempty-documents = 3").run(&["check", "drop"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("3 | empty-documents = 3"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `empty-document`?"), "{}", run.stderr);
}
