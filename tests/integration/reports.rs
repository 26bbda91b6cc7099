//! The reports of the real program: several in one run, where they may go, and what never gets into them.

#![expect(clippy::disallowed_methods, reason = "the tests make links and full devices")]

use std::fs;
use std::path::Path;
#[cfg(target_os = "linux")]
use std::process::Stdio;

use corplint::output::Format;

use crate::cli::{Project, Run};
use crate::common::{entries, name, read, write};

const CLEAN: &[u8] = b"<<<FILE>>> a\nA quiet sentence about the harbour.\n";
const ERROR: &[u8] = b"<<<FILE>>>\nA quiet sentence about the harbour.\n";
const WARNING: &[u8] = b"<<<FILE>>> empty\n";

fn report(path: &Path) -> String {
    String::from_utf8(read(path)).expect("a report is UTF-8")
}

/// The names of everything in the folder of a project.
fn names(project: &Project) -> Vec<String> {
    let mut names: Vec<String> = entries(&project.path("")).iter().map(|path| name(path)).collect();
    names.sort();
    names
}

/// Runs a check of `path` that writes all reports, and gives them with their formats.
fn all_reports(project: &Project, path: &str, environment: &[(&str, &Path)]) -> (Run, Vec<(Format, String)>) {
    let outputs: Vec<String> = Format::ALL.iter().map(|format| format!("{format}=report.{format}")).collect();
    let mut arguments = vec!["check", "--isolated", path];
    for output in &outputs {
        arguments.extend(["--output", output]);
    }
    let mut command = project.command(&arguments);
    for (name, value) in environment {
        command.env(name, value);
    }
    let output = command.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    let run = Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) };
    let reports = Format::ALL.map(|format| (format, report(&project.path(&format!("report.{format}")))));
    (run, reports.into())
}

#[test]
fn one_run_writes_all_reports() {
    let project = Project::new(&[("drop/a.corpus", ERROR), ("drop/b.corpus", WARNING)]);
    let (run, reports) = all_reports(&project, "drop", &[]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    assert!(run.stdout.contains("missing-id"), "standard output has its own report: {}", run.stdout);
    for (format, report) in reports {
        assert!(report.contains("empty-document") && report.contains("missing-id"), "{format}: {report}");
    }
    assert_eq!(names(&project).len(), 1 + Format::ALL.len(), "nothing is left over");
    // A second run writes the same again.
    assert_eq!(all_reports(&project, "drop", &[]).0.code, Some(1));
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    let project = Project::new(&[("clean.corpus", CLEAN), ("error.corpus", ERROR), ("warning.corpus", WARNING)]);
    for (path, expected) in [("clean.corpus", 0), ("warning.corpus", 0), ("error.corpus", 1), ("gone.corpus", 2)] {
        for format in Format::ALL {
            let name = format.to_string();
            assert_eq!(project.run(&["check", "--format", &name, path]).code, Some(expected), "{format} {path}");
            let report = format!("{format}=report");
            assert_eq!(project.run(&["check", "--output", &report, path]).code, Some(expected), "{format} {path}");
        }
        assert_eq!(project.run(&["check", "--quiet", path]).code, Some(expected));
    }
}

#[test]
fn a_file_that_could_not_be_read_is_in_every_report_for_services() {
    let project = Project::new(&[("a.corpus", CLEAN), ("bad.corpus.gz", b"no gzip at all")]);
    let (run, reports) = all_reports(&project, ".", &[]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    for (format, report) in reports {
        if !matches!(format, Format::Human | Format::Concise) {
            let name = if format == Format::Markdown { "bad&#46;corpus&#46;gz" } else { "bad.corpus.gz" };
            assert!(report.contains(name), "{format}: {report}");
        }
    }
}

#[test]
fn a_report_to_standard_output_is_refused_where_another_goes_there() {
    let project = Project::new(&[("a.corpus", CLEAN)]);
    let run = project.run(&["check", "--output", "json=-", "a.corpus"]);
    assert!(run.code == Some(0) && run.stdout.starts_with("{\n\"version\": 1"), "{}", run.stdout);
    for clash in [
        &["--format", "human", "--output", "json=-"][..],
        &["--output", "json=-", "--output", "sarif=-"],
        &["--diff", "--output", "json=-"],
        &["--output", "yaml=x"],
        &["--output", "json"],
        &["--output", "json="],
    ] {
        let run = project.run(&[&["check", "a.corpus"], clash].concat());
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{clash:?}");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    }
    assert_eq!(names(&project), ["a.corpus"]);
}

#[test]
fn a_report_never_takes_the_place_of_what_is_checked() {
    let files = [("drop/a.corpus", ERROR), ("notes.txt", ERROR), ("corplint.toml", b"fail-on = \"never\"\n")];
    let project = Project::new(&files);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("notes.txt", project.path("link.txt")).expect("a link");
        fs::hard_link(project.path("notes.txt"), project.path("other-name.txt")).expect("a name");
        assert_eq!(project.run(&["check", "notes.txt", "--output", "json=link.txt"]).code, Some(2));
        assert_eq!(project.run(&["check", "link.txt", "--output", "json=notes.txt"]).code, Some(2));
        assert_eq!(project.run(&["check", "notes.txt", "--output", "json=other-name.txt"]).code, Some(2));
    }
    for output in ["json=notes.txt", "json=./drop/../notes.txt", "json=drop/a.corpus", "json=drop/new.corpus"] {
        let run = project.run(&["check", "notes.txt", "drop", "--output", output]);
        assert_eq!(run.code, Some(2), "{output}: {}", run.stderr);
        assert!(run.stdout.is_empty() && run.stderr.contains("a report cannot go to"), "{}", run.stderr);
    }
    for arguments in [
        &["--output", "json=corplint.toml"][..],
        &["--output", "json=r", "--output", "sarif=./r"],
        &["--fix", "--removed", "out.txt", "--output", "json=out.txt"],
    ] {
        // What a file of removed text will be is known before there is one.
        write(&project.path("out.txt"), b"");
        assert_eq!(project.run(&[&["check", "drop"], arguments].concat()).code, Some(2), "{arguments:?}");
    }
    for (name, bytes) in files {
        assert_eq!(read(&project.path(name)), bytes, "{name}");
    }
    assert!(names(&project).iter().all(|name| !name.contains("corplint-tmp")), "{:?}", names(&project));
}

#[test]
fn a_report_that_cannot_be_written_is_told_before_anything_is_done() {
    let project = Project::new(&[("a.corpus", CLEAN), ("folder/x", b"")]);
    for output in ["json=nowhere/report", "json=folder"] {
        let run = project.run(&["check", "a.corpus", "--output", "sarif=good.sarif", "--output", output]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{output}");
        assert!(run.stderr.starts_with("error: cannot write the report "), "{}", run.stderr);
    }
    assert_eq!(names(&project), ["a.corpus", "folder"], "nothing was begun that was not finished");
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_does_not_arrive_costs_the_others_nothing() {
    let project = Project::new(&[("a.corpus", CLEAN)]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let mut command = project.command(&["check", "a.corpus", "--format", "json", "--output", "sarif=r.sarif"]);
    let output = command.stdout(Stdio::from(full)).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(report(&project.path("r.sarif")).contains("\"2.1.0\""));
}

#[test]
fn the_summary_of_a_job_is_added_to_what_was_there() {
    let project = Project::new(&[("a.corpus", ERROR), ("summary.md", b"Begun by others.\n")]);
    let summary = project.path("summary.md");
    let run = |format: &str| {
        let mut command = project.command(&["check", "--format", format, "a.corpus"]);
        let output = command.env("GITHUB_STEP_SUMMARY", &summary).output().expect("the program runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(run("human").0, Some(1));
    assert_eq!(report(&summary), "Begun by others.\n", "only who asks for it is given one");
    assert_eq!(run("github").0, Some(1));
    let text = report(&summary);
    assert!(text.starts_with("Begun by others.\n## ❌ corplint: failed\n") && text.contains("`missing-id`"), "{text}");

    write(&summary, &vec![b'x'; 1 << 20]);
    let (code, said) = run("github");
    assert!(code == Some(1) && said.contains("is full; nothing was added to it"), "{said}");
    assert_eq!(report(&summary).len(), 1 << 20);

    fs::remove_file(&summary).expect("it is there");
    fs::create_dir(&summary).expect("there is nothing");
    assert_eq!(run("github").0, Some(2), "a report that cannot be written decides nothing");
}

#[test]
fn paths_are_relative_to_what_the_service_has_checked_out() {
    let project = Project::new(&[("repository/data/drop/a.corpus", ERROR)]);
    let workspace = project.path("repository");
    for variable in ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "BUILD_SOURCESDIRECTORY"] {
        for format in ["sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "azure"] {
            let mut command = project.command(&["check", "--format", format, "./drop"]);
            command.current_dir(workspace.join("data")).env(variable, &workspace);
            let output = command.output().expect("the program runs");
            let text = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(text.contains("data/drop/a.corpus") && !text.contains("./data"), "{format}: {text}");
        }
    }
    // A variable that is left over from another checkout says nothing.
    let mut command = project.command(&["check", "--format", "github", "data"]);
    command.current_dir(&workspace).env("GITHUB_WORKSPACE", project.path("other"));
    let text = String::from_utf8_lossy(&command.output().expect("the program runs").stdout).into_owned();
    assert!(text.starts_with("::error file=data/drop/a.corpus,"), "{text}");
}

#[test]
fn no_report_says_whose_machine_it_was_made_on() {
    let project = Project::new(&[("someone/project/drop/a.corpus", ERROR), ("someone/project/gone.corpus.gz", b"x")]);
    let home = project.path("someone");
    let secret = project.path("").to_string_lossy().into_owned();
    let environment = [("HOME", home.as_path()), ("TOKEN", Path::new("s3cret-value"))];
    let outside = home.join("project");
    let outside = outside.to_str().expect("it is text");
    for (path, everywhere) in [("someone/project", true), (outside, false)] {
        let (_, reports) = all_reports(&project, path, &environment);
        for (format, report) in reports {
            assert!(!report.contains("s3cret"), "{format}");
            // What the user has named in full is named in full to the user.
            let as_named = matches!(format, Format::Human | Format::Concise | Format::Json | Format::JsonLines);
            if everywhere || !as_named {
                assert!(!report.contains(secret.trim_end_matches('/')), "{format}: {report}");
            }
        }
    }
}

#[test]
fn a_configuration_cannot_say_where_reports_go() {
    let project = Project::new(&[("a.corpus", CLEAN), ("secret.txt", b"do not show this")]);
    for line in ["output = [\"json=../x\"]", "report = \"secret.txt\"", "extend = \"secret.txt\""] {
        project.write("corplint.toml", line.as_bytes());
        let run = project.run(&["check", "a.corpus"]);
        assert_eq!(run.code, Some(2), "{line}");
        assert!(!run.stderr.contains("do not show this"), "{}", run.stderr);
    }
    assert_eq!(names(&project), ["a.corpus", "corplint.toml", "secret.txt"]);
}

/// The fingerprints of all findings, in the order of the words.
fn fingerprints(project: &Project, path: &str) -> Vec<String> {
    let run = project.run(&["check", "--isolated", "--format", "json", path]);
    let mut fingerprints: Vec<String> =
        run.stdout.split("\"fingerprint\":\"").skip(1).map(|rest| rest.chars().take(34).collect()).collect();
    fingerprints.sort();
    fingerprints
}

#[test]
fn a_finding_is_known_again_when_it_has_been_moved() {
    let first = "<<<FILE>>> a\nQuiet words.\nMore \u{fffd} of them.\n";
    let second = "<<<FILE>>> b\n<<<FILE>>> b\nOther words.\n";
    let project = Project::new(&[
        ("before/one.corpus", [first, second].concat().as_bytes()),
        ("after/one.corpus", b"<<<FILE>>> new\nA document that was put in above.\n"),
        ("after/two.corpus", second.as_bytes()),
        ("after/sub/three.corpus", first.replace("Quiet words.\n", "Quiet\nwords.\n").as_bytes()),
    ]);
    let before = fingerprints(&project, "before");
    assert!(before.len() >= 3, "a document rule and a corpus rule have findings: {before:?}");
    assert_eq!(fingerprints(&project, "after"), before);
    let corpus = first.replace("More", "Much more").replace(" a\n", " c\n");
    project.write("before/one.corpus", [&corpus, second].concat().as_bytes());
    assert_ne!(fingerprints(&project, "before"), before, "another document is another finding");
}

#[test]
fn the_page_knows_sources_and_dates_also_where_the_file_says_them_once() {
    let corpus =
        b"<<<CORPUS>>> version=1 source=\"Le Courrier\" date=2024-10-28\n<<<FILE>>> a\nOne.\n<<<FILE>>> a\nTwo.\n\
        <<<FILE>>> b source=Gazette date=2023-01-02\n\xff\n";
    let project = Project::new(&[("a.corpus", corpus)]);
    let page =
        project.run(&["check", "--isolated", "--select", "duplicate-id,invalid-utf8", "--format", "html", "."]).stdout;
    for expected in [
        "<title>Le Courrier: 1</title>",
        "<title>Gazette: 1</title>",
        "<title>2024-10: 1 finding in 2 documents</title>",
        "<title>2023-01: 1 finding in 1 document</title>",
        "<title>1 to 9 characters: 3 documents</title>",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}

/// Everything that is dangerous to somebody, in text, ids and attributes.
fn hostile_corpus() -> Vec<u8> {
    let dangers = [
        "\x1b[31mred\x1b[0m",
        "\x1b]8;;http://evil.example\x07link\x1b]8;;\x07",
        "\x1b]52;c;ZXZpbA==\x07",
        "::set-output name=x::y",
        "##[add-mask]x",
        "##vso[task.complete result=Failed;]x",
        "##teamcity[buildStop]",
        "section_start:1:x",
        "</script><script>alert(1)</script>",
        "]]></failure>",
        "\u{202e}override\u{2066}",
        "=cmd|'/C calc'!A0",
        "\u{9b}31m\u{85}\u{2028}",
        "nul\0nul",
        "\" onload=\"alert(1)",
        "[x](http://evil.example) @team `a`",
        "%0A::error::x",
        "{0} {{1}} \\",
    ];
    let mut corpus = Vec::new();
    for (number, danger) in dangers.iter().enumerate() {
        let run = danger.replace([' ', '"', '\0'], "_");
        for id in [format!("{number}-{run}"), format!("{number}-{run}"), format!("\"{number} {run}\"")] {
            corpus.extend_from_slice(format!("<<<FILE>>> {id} source=\"{run}\" date=2024-01-02 {run}=1\n").as_bytes());
            corpus.extend_from_slice(
                format!("{danger}\nText before. {danger} -rivière, and after {danger}\n").as_bytes(),
            );
        }
        corpus.extend_from_slice(format!("<<<File>>> broken {danger}\n").as_bytes());
    }
    corpus.extend_from_slice(b"<<<FILE>>> surrogates\n\xed\xa0\x80 \xed\xbf\xbf \xff\xfe\xc0\x80\n<<<FILE>>> long\n");
    // One line of five megabytes, with something wrong in its middle.
    corpus.extend_from_slice("word ".repeat(500_000).as_bytes());
    corpus.extend_from_slice(b"\xff \x1b[2J ::error::x ");
    corpus.extend_from_slice("word ".repeat(500_000).as_bytes());
    corpus.push(b'\n');
    corpus
}

/// What is in a report that a terminal would obey.
fn obeyed(text: &str) -> Option<char> {
    text.chars().find(|character| {
        (character.is_control() && *character != '\n')
            || matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
            || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[test]
fn nothing_hostile_gets_through_the_program() {
    let corpus = hostile_corpus();
    let project = Project::new(&[("drop/plain.corpus", corpus.as_slice())]);
    // What a file may be called is for the system to say; what it takes is tried.
    let hostile = ["\x1b[31mred.corpus", "::error::x.corpus", "a\nb.corpus", "<b>\"&'.corpus", "\u{202e}x.corpus"];
    for name in hostile.into_iter().filter(|_| cfg!(unix)) {
        project.write(&format!("drop/{name}"), b"<<<FILE>>>\nno id\n");
    }
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9 ##[error].corpus");
        write(&project.path("drop").join(name), b"<<<FILE>>>\nno id\n");
    }
    let (run, reports) = all_reports(&project, "drop", &[]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert_eq!(obeyed(&run.stdout), None);
    assert_eq!(obeyed(&run.stderr), None);
    let findings =
        reports.iter().find(|(format, _)| *format == Format::Concise).map_or(0, |(_, text)| text.lines().count());
    assert!(findings > 100, "there is something to be shown: {findings}");
    for (format, report) in &reports {
        assert_eq!(obeyed(report), None, "{format}");
        assert!(report.len() < 4 << 20, "{format}: the long line is cut, {} bytes", report.len());
        for line in report.lines() {
            let service = match format {
                Format::Github => {
                    line.starts_with("::error ") || line.starts_with("::warning ") || line.starts_with("::notice ")
                }
                Format::Azure => line.starts_with("##vso[task.logissue "),
                _ => false,
            };
            let rest = if service { line.get(8..).unwrap_or_default() } else { line };
            assert!(service || !rest.trim_start().starts_with("::"), "{format}: {line}");
            for command in ["##[", "##vso[", "##teamcity[", "section_start:"] {
                assert!(!rest.contains(command), "{format}: {line}");
            }
        }
    }
    let concise = &reports[1].1;
    for (format, pattern) in [
        (Format::Checkstyle, "<error "),
        (Format::JsonLines, "{\"kind\":\"diagnostic\""),
        (Format::Gitlab, "{\"description\""),
    ] {
        let (_, report) = reports.iter().find(|(other, _)| *other == format).expect("every format is there");
        assert_eq!(report.matches(pattern).count(), concise.lines().count(), "{format}");
    }
}
