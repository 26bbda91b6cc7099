//! The real program, as its users run it: exit codes, what goes where, configuration, and bad input.

#![expect(clippy::disallowed_methods, reason = "the tests run the program")]

use std::fmt::Write as _;
use std::io::Write as _;
#[cfg(unix)]
use std::path::Path;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::common::{read, repository, write};

/// A folder with files, and the program to be run in it.
pub(crate) struct Project {
    folder: tempfile::TempDir,
}

/// What a run left behind.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    pub(crate) fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let project = Self { folder };
        for (name, bytes) in files {
            project.write(name, bytes);
        }
        project
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
        write(&path, bytes);
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corplint"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.run_with_input(arguments, b"")
    }

    pub(crate) fn run_with_input(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // A program that does not read its input may be gone before all of it is written.
        let _ = child.stdin.take().expect("it is piped").write_all(input);
        let output = child.wait_with_output().expect("the program ends");
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The findings of a run, in the concise format.
    pub(crate) fn findings(&self, arguments: &[&str]) -> Vec<String> {
        let run = self.run(&[&["check", "--format", "concise", "--quiet"], arguments].concat());
        run.stdout.lines().map(ToOwned::to_owned).collect()
    }
}

const CLEAN: &[u8] = b"<<<FILE>>> a\nA quiet sentence about the harbour.\n";
const ERROR: &[u8] = b"<<<FILE>>>\nA quiet sentence about the harbour.\n";
const WARNING: &[u8] = b"<<<FILE>>> empty\n";

#[test]
fn exit_codes_are_a_contract() {
    let project = Project::new(&[("clean.corpus", CLEAN), ("error.corpus", ERROR), ("warning.corpus", WARNING)]);
    for (arguments, code) in [
        (&["check", "clean.corpus"][..], 0),
        (&["check", "warning.corpus"], 0),
        (&["check", "error.corpus"], 1),
        (&["check", "--fail-on", "warning", "warning.corpus"], 1),
        (&["check", "--fail-on", "never", "error.corpus"], 0),
        (&["check", "missing.corpus"], 2),
        (&["check", "missing.corpus", "error.corpus"], 2),
        (&["check", "--no-such-flag"], 2),
        (&["check", "--select", "no-such-rule", "clean.corpus"], 2),
        (&["explain", "no-such-rule"], 2),
        (&["explain", "duplicate-id"], 0),
        (&["rules"], 0),
        (&["--version"], 0),
        (&[], 2),
    ] {
        for format in ["human", "concise", "json"] {
            let mut arguments = arguments.to_vec();
            if arguments.first() == Some(&"check") {
                arguments.extend(["--format", format]);
            }
            assert_eq!(project.run(&arguments).code, Some(code), "{arguments:?}");
        }
    }
}

#[test]
fn findings_go_to_stdout_and_everything_else_to_stderr() {
    let project = Project::new(&[("error.corpus", ERROR)]);
    let run = project.run(&["check", "--format", "concise", "missing", "error.corpus"]);
    assert!(run.stdout.contains("error.corpus:1:11: error[missing-id]"), "{}", run.stdout);
    assert!(!run.stdout.contains("missing:"), "{}", run.stdout);
    assert_eq!(run.stderr, "error: cannot read missing: No such file or directory\n");
}

#[test]
fn bad_input_is_told_and_costs_nothing_else() {
    let project = Project::new(&[
        ("drop/a.corpus", ERROR),
        ("drop/binary.corpus", b"\x7fELF\x02\0\0\0\x01\0rest"),
        ("drop/cut.corpus", b"<<<FILE>>> cut\nA sentence that ends in the middle of \xe2\x82"),
        ("drop/empty.corpus", b""),
        ("drop/notes.txt", b"not a corpus"),
        ("none/notes.txt", b"not a corpus"),
    ]);
    let run = project.run(&["check", "--format", "concise", "drop", "none", "absent"]);
    assert_eq!(run.code, Some(2), "what could not be read is remembered");
    for expected in [
        "drop/a.corpus:1:11: error[missing-id]",
        "drop/binary.corpus:1:6: error[no-marker]",
        "drop/cut.corpus:2:39: error[invalid-utf8]",
        "drop/empty.corpus:1:1: warning[empty-file]",
    ] {
        assert!(run.stdout.contains(expected), "{expected} is not in\n{}", run.stdout);
    }
    assert!(run.stderr.contains("no corpus files in none"), "{}", run.stderr);
    assert!(run.stderr.contains("cannot read absent: No such file or directory"), "{}", run.stderr);
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_read_fails_the_run_whatever_is_selected() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = Project::new(&[("a.corpus", CLEAN), ("locked.corpus", CLEAN)]);
    let locked = project.path("locked.corpus");
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o0)).expect("permissions can be set");
    if std::io::Read::read(&mut open(&locked), &mut [0]).is_ok() {
        // Whoever runs the tests as root may read everything, so there is nothing to see.
        return;
    }
    let run = project.run(&["check", "--select", "empty-document", "."]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("cannot read locked.corpus"), "{}", run.stderr);
}

#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "the test asks whether the file can be opened")]
fn open(path: &Path) -> Box<dyn std::io::Read> {
    match std::fs::File::open(path) {
        Ok(file) => Box::new(file),
        Err(_) => Box::new(Refuses),
    }
}

#[cfg(unix)]
struct Refuses;

#[cfg(unix)]
impl std::io::Read for Refuses {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::PermissionDenied.into())
    }
}

#[test]
#[cfg(unix)]
fn a_pipe_is_refused_at_once_and_never_waited_for() {
    let project = Project::new(&[]);
    let pipe = project.path("pipe.corpus");
    let made = Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success());
    assert!(made, "mkfifo makes a pipe");
    let run = project.run(&["check", "pipe.corpus"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("it is a device or a pipe; name `-`"), "{}", run.stderr);
}

#[test]
fn a_text_that_is_written_to_standard_output_keeps_every_byte() {
    let project = Project::new(&[]);
    let text = b"<<<file>>> a\nA \x1b[31mred\x1b[0m word and \x1b]8;;x\x07 a link.\n";
    let run = project.run_with_input(&["fmt", "-"], text);
    assert_eq!(run.stdout, String::from_utf8_lossy(text).replace("<<<file>>>", "<<<FILE>>>"));
    project.write("x.corpus", text);
    let run = project.run(&["check", "--diff", "--select", "marker-case", "x.corpus"]);
    assert!(run.stdout.contains("\n A \u{1b}[31mred"), "{}", run.stdout);
}

/// A diff that is not written to a terminal is applied by programs: to the very bytes, whatever they are, and to lines
/// that end where those programs say.
#[test]
fn a_diff_keeps_bytes_that_are_no_text_and_lone_carriage_returns() {
    let project = Project::new(&[("x.corpus", b"<<<file>>> a\nf\xFCr die\rGruppe.\n")]);
    let output = project.command(&["check", "--diff", "--select", "marker-case", "x.corpus"]).output();
    let diff = output.expect("the program runs").stdout;
    let wanted =
        b"--- a/x.corpus\n+++ b/x.corpus\n@@ -1,2 +1,2 @@\n-<<<file>>> a\n+<<<FILE>>> a\n f\xFCr die\rGruppe.\n";
    assert_eq!(diff, wanted, "{}", String::from_utf8_lossy(&diff));
}

/// Whoever selected nothing, or only what asks a registry, and gets a green run, would take it for a clean corpus.
#[test]
#[cfg(unix)]
fn what_would_be_changed_is_shown_of_files_that_must_not_be_written() {
    use std::os::unix::fs::PermissionsExt as _;

    let project = Project::new(&[("a.corpus", b"<<<file>>> a\nText.\n")]);
    let mode = std::fs::Permissions::from_mode(0o444);
    std::fs::set_permissions(project.path("a.corpus"), mode).expect("a mode");
    for arguments in [&["fmt", "--diff", "a.corpus"][..], &["check", "--diff", "a.corpus"]] {
        let run = project.run(arguments);
        assert_eq!(run.code, Some(1), "{arguments:?}: {}", run.stderr);
        assert!(run.stdout.contains("+<<<FILE>>> a"), "{arguments:?}: {}", run.stdout);
    }
    assert_eq!(project.run(&["fmt", "--check", "a.corpus"]).code, Some(1));
    // To write it is refused as before.
    assert_eq!(project.run(&["fmt", "a.corpus"]).code, Some(2));
}

#[test]
fn a_run_that_looks_for_nothing_says_so() {
    let project = Project::new(&[("x.corpus", ERROR)]);
    let note = |arguments: &[&str]| project.run(&[&["check", "x.corpus"], arguments].concat()).stderr;
    assert_eq!(
        note(&["--select", "encoding", "--ignore", "encoding"]),
        "note: no rule is selected: nothing is looked for\n"
    );
    let registry = note(&["--select", "registered-text"]);
    assert!(registry.contains("`--registry` names none: nothing is looked for"), "{registry}");
    assert_eq!(note(&["--select", "registered-text,missing-id"]), "");
    assert_eq!(note(&["--select", "registered-text", "--quiet"]), "");
}

#[test]
fn of_many_findings_of_a_rule_so_many_are_shown_as_are_asked_for() {
    let documents = "<<<FILE>>> a\nThe ferry leaves at noon.\n".repeat(60);
    let project = Project::new(&[("x.corpus", documents.as_bytes())]);
    let shown = |more: &[&str]| {
        let run = project.run(&[&["check", "--select", "duplicate-id", "x.corpus"], more].concat());
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        assert!(run.stdout.ends_with("Found 59 errors in 59 of 60 documents (1 file).\n"), "{}", run.stdout);
        run.stdout.matches("error[duplicate-id]").count()
    };
    assert_eq!(shown(&[]), 50);
    assert_eq!((shown(&["--max-per-rule", "3"]), shown(&["--max-per-rule", "0"])), (3, 59));
}

/// A stream can be none of these; and a file that is called `-` is seldom what was meant, and hard to get rid of.
#[test]
fn what_is_written_or_kept_is_not_called_as_a_stream() {
    let project = Project::new(&[("x.corpus", ERROR)]);
    let wrong: [&[&str]; 7] = [
        &["check", "--fix", "--removed", "-"],
        &["check", "--registry", "-"],
        &["baseline", "-"],
        &["baseline", "--baseline", "-"],
        &["quarantine", "x.corpus", "--accepted", "-", "--rejected", "y"],
        &["registry", "export", "-", "--registry", "r"],
        &["unpack", "x.corpus", "-d", "-"],
    ];
    for arguments in wrong {
        let run = project.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(run.stderr.contains("it has to be a file or folder; write `./-`"), "{}", run.stderr);
    }
    assert_eq!(project.run(&["baseline", "--baseline", "./-", "x.corpus"]).code, Some(0));
}

#[test]
fn a_name_that_is_no_rule_is_told_with_what_to_do() {
    let project = Project::new(&[]);
    let run = project.run(&["check", "--ignore", "foo"]);
    let wanted =
        "error: there is no rule and no category `foo`\nnote: `corplint rules` lists the rules and their categories\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(2), wanted));
    let run = project.run(&["explain", "Duplicate_ID"]);
    assert!(
        run.stderr.starts_with("error: there is no rule `Duplicate_ID`; did you mean `duplicate-id`?"),
        "{}",
        run.stderr
    );
    let run = project.run(&["explain", "Kommentare"]);
    let wanted =
        "error: there is no rule `Kommentare`\nnote: these speak of it: `reader-comment`, `trailing-comment-heading`\n";
    assert!(run.stderr.starts_with(wanted), "{}", run.stderr);
    let run = project.run(&["explain", "xyz"]);
    assert_eq!(run.stderr, "error: there is no rule `xyz`\nnote: `corplint rules` lists them\n");
    let run = project.run(&["explain", "identity"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .starts_with("error: `identity` is a category, and rules are explained one by one\nnote: its rules are `"),
        "{}",
        run.stderr
    );
}

/// A pattern of which nothing is left would leave out everything, and the run would be green.
#[test]
fn a_pattern_that_would_leave_out_everything_is_refused() {
    let project = Project::new(&[("x.corpus", ERROR), ("corplint.toml", b"exclude = [\"\"]\n")]);
    let run = project.run(&["check"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("error: this is no pattern for paths: it is empty\n"), "{}", run.stderr);
    assert!(
        run.stderr
            .ends_with("| exclude = [\"\"]\n  |            ^^ take it out, or write `**` if everything is meant\n"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_configuration_that_cannot_be_read_is_told_and_not_passed_over() {
    let project = Project::new(&[("x.corpus", CLEAN), ("corplint.toml", b"# a\nselect = [\"caf\xE9\"]\n")]);
    let told = |project: &Project| {
        let run = project.run(&["check"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        run.stderr
    };
    let text = told(&project);
    assert!(text.ends_with("corplint.toml: line 2 is not UTF-8; save it as UTF-8\n"), "{text}");
    project.write("corplint.toml", b"\xFF\xFE#\0\n\0");
    let text = told(&project);
    assert!(text.ends_with("corplint.toml: it is in UTF-16LE; save it as UTF-8\n"), "{text}");
    std::fs::remove_file(project.path("corplint.toml")).expect("the file is there");
    std::fs::create_dir(project.path("corplint.toml")).expect("a folder");
    let text = told(&project);
    assert!(text.contains("cannot read the configuration"), "{text}");
}

#[cfg(unix)]
#[test]
fn what_the_system_says_is_told_without_its_number_and_before_it_nothing_is_claimed() {
    let project = Project::new(&[("x.corpus", ERROR)]);
    let run = project.run(&["baseline", "--baseline", "nowhere/accepted.jsonl"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("error: cannot write the baseline nowhere/accepted.jsonl: "), "{}", run.stderr);
    assert!(!run.stderr.contains("(os error"), "{}", run.stderr);
    let junit = project.run(&["check", "missing.corpus", "--format", "junit"]).stdout;
    assert!(junit.contains("cannot be read: No such file or directory\""), "{junit}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_help_that_cannot_be_written_is_no_success() {
    let project = Project::new(&[]);
    for arguments in [["--help"], ["--version"]] {
        let full = std::fs::File::create("/dev/full").expect("Linux has it");
        let status = project.command(&arguments).stdout(full).status().expect("the program runs");
        assert_eq!(status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn zero_files_are_told_and_fail_when_asked() {
    let project = Project::new(&[("notes.txt", b"x")]);
    let run = project.run(&["check"]);
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.contains("no corpus files in ."), "{}", run.stderr);
    assert_eq!(project.run(&["check", "--error-on-empty"]).code, Some(2));
}

#[test]
fn a_file_of_any_name_can_be_named_and_standard_input_read() {
    let project = Project::new(&[("notes.txt", ERROR)]);
    assert_eq!(project.findings(&["notes.txt"]).len(), 1);
    let arguments = ["check", "--format", "concise", "--quiet", "-", "--stdin-filename", "mail.corpus"];
    let run = project.run_with_input(&arguments, ERROR);
    assert!(run.stdout.starts_with("mail.corpus:1:11: error[missing-id]"), "{}", run.stdout);
}

#[test]
fn what_fixes_take_out_is_added_to_no_file_that_is_read() {
    let text =
        b"<<<FILE>>> a lang=en\nThe old bridge stays closed until spring, as the council said.\nLog in to comment\n";
    let project = Project::new(&[("drop/x.corpus", text), ("corplint.toml", b"")]);
    for target in ["drop/x.corpus", "./drop/../drop/x.corpus", "corplint.toml"] {
        let run = project.run(&["check", "--fix", "--unsafe-fixes", "--removed", target, "drop"]);
        assert_eq!(run.code, Some(2), "{target}");
        let expected =
            format!("error: what fixes take out cannot go to {target}: it is one of the files that this run reads\n");
        assert_eq!((run.stderr, run.stdout), (expected, String::new()));
        assert_eq!(read(&project.path("drop/x.corpus")), text);
    }
    let run = project.run(&["check", "--fix", "--unsafe-fixes", "--removed", "gone.corpus", "drop"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(String::from_utf8_lossy(&read(&project.path("gone.corpus"))).ends_with("\nLog in to comment\n"));
}

#[cfg(unix)]
#[test]
fn what_a_link_out_of_the_folder_leads_to_is_read_and_not_written() {
    let text = b"<<<file>>>  a lang=en\nThe ferry  crosses the lake.\n";
    let project = Project::new(&[("elsewhere/notes.txt", text), ("drop/b.corpus", CLEAN)]);
    std::os::unix::fs::symlink("../elsewhere/notes.txt", project.path("drop/link.corpus")).expect("a link");
    let run = project.run(&["check", "--isolated", "--fix", "drop"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let why = "link.corpus: it is a link that leads out of the folder; name it itself to have it changed";
    assert!(run.stderr.contains(why), "{}", run.stderr);
    let run = project.run(&["fmt", "drop"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains(why), "{}", run.stderr);
    assert_eq!(read(&project.path("elsewhere/notes.txt")), text);
    let run = project.run(&["fmt", "drop/link.corpus"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_ne!(read(&project.path("elsewhere/notes.txt")), text);
}

#[test]
fn what_fixes_take_out_is_told_by_the_lines_of_the_file_as_it_was() {
    let text = "The old bridge over the river stays closed until spring, as the council said.";
    // What each fix uncovers is taken out in a later round, when lines above are gone.
    let body = format!("{text} It is not the only one.\n{}", "Share\nComments\n".repeat(4));
    let file = format!(
        "<<<FILE>>> a lang=en\nSkip to content\nShare this article\nSkip to content\nShare this article\nReading time: 3 \
         minutes\n{text}\n\nLog in to comment\n<<<FILE>>> b lang=en bytes={}\n{body}",
        body.len() - 1
    );
    let project = Project::new(&[("x.corpus", file.as_bytes())]);
    let run = project.run(&["check", "--fix", "--unsafe-fixes", "--removed", "gone.corpus", "x.corpus"]);
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let gone = String::from_utf8(read(&project.path("gone.corpus"))).expect("it is text");
    let mut lines: Vec<usize> = Vec::new();
    for piece in gone.split("<<<FILE>>> ").skip(1) {
        let (head, piece) = piece.split_once('\n').expect("a marker line");
        let line = head.rsplit_once(" line=").expect("a line").1.parse().expect("a number");
        let there = file.lines().nth(line - 1).expect("it is a line of the file");
        assert_eq!(piece.lines().next(), Some(there), "line {line}");
        lines.push(line);
    }
    lines.sort_unstable();
    assert_eq!(lines, [2, 3, 4, 5, 6, 8, 12, 13, 14, 15, 16, 17, 18, 19], "8 is the blank line before line 9");
}

#[cfg(unix)]
#[test]
fn what_is_not_taken_out_is_not_kept_as_removed() {
    let days = (1..400).map(|day| format!("On day {day} of the year, the ferry carried {} people.\n", day * 7));
    let text: String = days.collect();
    let file = format!("<<<FILE>>> a lang=en\n{text}Log in to comment\n");
    let project = Project::new(&[("x.corpus", file.as_bytes()), ("old.corpus", b"<<<FILE>>> earlier\nWords.\n")]);
    for removed in ["new.corpus", "old.corpus"] {
        // The new file is too large to be written, and the record of what is removed is not.
        let fix =
            format!("trap '' XFSZ; ulimit -f 8; exec \"$0\" check --fix --unsafe-fixes --removed {removed} x.corpus");
        let mut shell = Command::new("sh");
        let run = shell.args(["-c", &fix, env!("CARGO_BIN_EXE_corplint")]).current_dir(project.path("")).output();
        let run = run.expect("there is a shell");
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(2), "{told}");
        assert!(told.contains("error: cannot fix x.corpus: cannot write the new file"), "{told}");
        assert_eq!(read(&project.path("x.corpus")), file.as_bytes());
    }
    assert!(!project.path("new.corpus").exists());
    assert_eq!(read(&project.path("old.corpus")), b"<<<FILE>>> earlier\nWords.\n");
}

#[cfg(unix)]
#[test]
fn a_text_that_did_not_arrive_whole_is_a_failure_and_a_report_is_none() {
    let long = format!("<<<file>>> a\n{}", "The ferry leaves at nine from the old pier.\n".repeat(40_000));
    let project = Project::new(&[("x.corpus", long.as_bytes()), ("texts/a.txt", long.as_bytes())]);
    for (arguments, code) in [("fmt - < x.corpus", 2), ("pack texts -o -", 2), ("fmt --diff - < x.corpus", 1)] {
        let pipe = format!("{{ \"$0\" {arguments}; echo $? > code; }} | head -c 100 > start");
        let mut shell = Command::new("sh");
        let run = shell.args(["-c", &pipe, env!("CARGO_BIN_EXE_corplint")]).current_dir(project.path("")).output();
        let told = String::from_utf8_lossy(&run.expect("there is a shell").stderr).into_owned();
        assert_eq!(read(&project.path("code")), format!("{code}\n").into_bytes(), "{arguments}: {told}");
        assert_eq!(told.contains("error: cannot write"), code == 2, "{arguments}: {told}");
        assert!(!told.contains("packed"), "{told}");
    }
}

#[test]
fn what_is_in_a_wide_encoding_is_not_formatted_in_silence() {
    let wide: Vec<u8> = "<<<FILE>>> a\nx\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let project = Project::new(&[("wide.corpus", &wide), ("clean.corpus", CLEAN)]);
    for arguments in [&["fmt", "--check", "wide.corpus", "clean.corpus"][..], &["fmt", "wide.corpus"], &["fmt", "-"]] {
        let run = project.run_with_input(arguments, &wide);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.stderr.contains("it is in UTF-16LE, in which no document can be found"), "{}", run.stderr);
    }
    assert_eq!(read(&project.path("wide.corpus")), wide);
}

#[test]
fn standard_input_is_not_fixed_and_what_would_change_is_shown() {
    let project = Project::new(&[]);
    let run = project.run_with_input(&["check", "--fix", "-"], ERROR);
    let refused = "error: standard input cannot be fixed; name a file, or see with --diff what would change\n";
    assert_eq!((run.code, run.stderr.as_str()), (Some(2), refused));
    // More than is kept in memory.
    let long = "The ferry leaves at nine from the old pier, and comes back at ten.\n".repeat(20_000);
    let text = format!("<<<file>>> a lang=en\n{long}<<<FILE>>> b\nA quiet sentence.\n");
    let arguments = ["check", "--diff", "--select=format", "--quiet", "--stdin-filename=drop/x.corpus", "-"];
    let run = project.run_with_input(&arguments, text.as_bytes());
    let expected =
        "--- a/drop/x.corpus\n+++ b/drop/x.corpus\n@@ -1,4 +1,4 @@\n-<<<file>>> a lang=en\n+<<<FILE>>> a lang=en\n";
    assert!(run.stdout.starts_with(expected), "{}{}", run.stdout, run.stderr);
    // It is the same as of a file, to which it can be applied.
    project.write("drop/x.corpus", text.as_bytes());
    let of_file = project.run(&["check", "--diff", "--select=format", "--quiet", "drop/x.corpus"]);
    assert_eq!((of_file.code, of_file.stdout, of_file.stderr), (run.code, run.stdout, run.stderr));
}

#[test]
fn what_the_last_line_states_is_held_against_a_pipe_too_and_is_of_no_document() {
    let project = Project::new(&[]);
    let text = b"<<<FILE>>> a\nThe ferry leaves at nine.\n<<<END>>> files=1 sha256=00\n";
    let run = project.run_with_input(&["check", "--format", "json", "-"], text);
    for part in ["\"rule\":\"end-marker-mismatch\"", "\"document\":null", "\"documents_with_findings\":0"] {
        assert!(run.stdout.contains(part), "no {part} in {}", run.stdout);
    }
}

#[test]
fn a_file_that_is_reached_twice_is_checked_once() {
    let project = Project::new(&[("a/x.corpus", CLEAN)]);
    assert_eq!(project.findings(&["a", "a/x.corpus", "./a/../a", "."]), [""; 0]);
}

#[test]
fn the_configuration_is_found_upwards() {
    let project = Project::new(&[("corplint.toml", b"ignore = [\"missing-id\"]"), ("a/b/x.corpus", ERROR)]);
    assert_eq!(project.findings(&["a"]), [""; 0]);
    assert_eq!(project.findings(&["--isolated", "a"]).len(), 1);
    let below = project.command(&["check", "-q", "."]).current_dir(project.path("a/b")).status();
    assert_eq!(below.expect("the program runs").code(), Some(0));
}

#[test]
fn rules_can_be_listed_by_category() {
    let project = Project::new(&[]);
    let ids = |arguments: &[&str]| -> Vec<String> {
        let run = project.run(arguments);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout.lines().filter_map(|line| line.split_whitespace().next()).map(ToOwned::to_owned).collect()
    };
    let identity = ids(&["rules", "identity"]);
    assert!(identity.contains(&"missing-id".to_owned()) && identity.len() < 10, "{identity:?}");
    // In the order of ids, and each once, however they are named.
    let both = ids(&["rules", "mojibake", "identity", "identity/missing-id"]);
    assert_eq!(both.len(), identity.len() + 1);
    assert!(both.is_sorted(), "{both:?}");
    assert!(ids(&["rules"]).len() > 100);
    let run = project.run(&["rules", "identty"]);
    assert_eq!((run.code, &*run.stdout), (Some(2), ""));
    assert!(run.stderr.contains("did you mean `identity`?"), "{}", run.stderr);
}

#[test]
fn a_corpus_does_not_bring_its_own_rules() {
    let project = Project::new(&[
        ("drop/part/corplint.toml", b"ignore = [\"all\"]"),
        ("drop/corplint.toml", b"ignore = [\"all\"]"),
        ("drop/part/x.corpus", ERROR),
    ]);
    let run = project.run(&["check", "--format", "concise", "drop"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("corplint.toml is not read"), "{}", run.stderr);
    // From inside of a part, a configuration in the folder that is judged is still not the user's.
    let output = project.command(&["check", ".."]).current_dir(project.path("drop/part")).output();
    assert_eq!(output.expect("the program runs").status.code(), Some(1));
}

#[test]
fn each_configuration_in_a_corpus_that_is_not_read_is_told_once() {
    let ours = b"ignore = [\"missing-id\"]";
    let files: &[(&str, &[u8])] = &[
        ("corplint.toml", ours),
        ("drop/corplint.toml", ours),
        ("drop/part/corplint.toml", ours),
        ("drop/x.corpus", ERROR),
    ];
    let project = Project::new(files);
    let told = |folder: &str, arguments: &[&str]| {
        let mut command = project.command(&[&["check", "--quiet"], arguments].concat());
        let output = command.current_dir(project.path(folder)).output().expect("the program runs");
        let told = String::from_utf8(output.stderr).expect("UTF-8");
        let told =
            told.lines().filter_map(|line| line.strip_suffix(" is not read: a corpus does not bring its own rules"));
        told.map(|line| line.trim_start_matches("note: ").to_owned()).collect::<Vec<_>>()
    };
    let both = ["drop/corplint.toml", "drop/part/corplint.toml"];
    assert_eq!(told(".", &["drop"]), both);
    assert_eq!(told(".", &[]), both, "that of the working directory is read");
    assert_eq!(told(".", &["--config", "drop/corplint.toml", "drop"]), both[1..], "one that is named is read");
    assert_eq!(told("drop", &[]), ["part/corplint.toml"], "the user went there");
    let above = told("drop/part", &[".."]);
    assert_eq!(above.len(), 2, "each once: {above:?}");
}

#[test]
fn mistakes_in_the_configuration_point_at_themselves() {
    let project = Project::new(&[
        ("corplint.toml", b"# Ours\nslect = [\"all\"]\nignore = [\"duplicat-id\"]\n"),
        ("x.corpus", CLEAN),
    ]);
    let run = project.run(&["check", "x.corpus"]);
    assert_eq!(run.code, Some(2));
    let folder = project.folder.path().canonicalize().expect("the folder is there");
    let stderr = run.stderr.replace(&format!("{}/", folder.display()), "").replace('\\', "/");
    insta::assert_snapshot!(stderr, @r#"
    error: unknown key `slect`
     --> corplint.toml:2:1
      |
    2 | slect = ["all"]
      | ^^^^^ did you mean `select`?
    error: there is no rule and no category `duplicat-id`
     --> corplint.toml:3:11
      |
    3 | ignore = ["duplicat-id"]
      |           ^^^^^^^^^^^^^ did you mean `duplicate-id`?
    "#);
}

#[test]
fn of_a_long_line_in_the_configuration_only_what_stands_around_a_mistake_is_shown() {
    let long = "x".repeat(100_000);
    for (config, shown) in [
        (format!("{long} y\n"), "y"),
        (format!("ignore = [\"duplicate-id\"] # {long}\nslect = [\"{long}\"]\n"), "did you mean `select`?"),
        (format!("ignore = [{} \"duplicat-id\", {}]\n", " ".repeat(9_000), " ".repeat(9_000)), "     \"duplicat-id\""),
        (format!("ignore = [\"{long}\"]\n"), "there is no rule and no category"),
    ] {
        let project = Project::new(&[("corplint.toml", config.as_bytes()), ("x.corpus", CLEAN)]);
        let run = project.run(&["check", "x.corpus"]);
        let start: String = run.stderr.chars().take(2_000).collect();
        assert!(run.code == Some(2) && run.stderr.contains(shown), "{shown}: {start}");
        let longest = run.stderr.lines().map(|line| line.chars().count()).max();
        assert!(longest < Some(400), "{longest:?} for {shown}");
    }
}

#[test]
fn a_setting_reaches_its_rule_and_its_fix() {
    let composed = "<<<FILE>>> a lang=fr\nLe café est fermé.\n".as_bytes();
    let apart = "<<<FILE>>> b lang=fr\nUn the\u{301} chaud verse\u{301}.\n".as_bytes();
    let project = Project::new(&[("composed.corpus", composed), ("apart.corpus", apart)]);
    let found = project.findings(&["."]);
    assert!(found.len() == 2 && found.iter().all(|finding| finding.starts_with("apart.corpus:2:")), "{found:?}");
    let project = Project::new(&[
        ("corplint.toml", b"[rules.not-nfc]\nform = \"nfd\"\n"),
        ("composed.corpus", composed),
        ("apart.corpus", apart),
    ]);
    let found = project.findings(&["."]);
    assert!(found.len() == 2 && found.iter().all(|finding| finding.starts_with("composed.corpus:2:")), "{found:?}");
    assert_eq!(project.run(&["check", "--fix", "."]).code, Some(0));
    assert!(read(&project.path("composed.corpus")).ends_with("Le cafe\u{301} est ferme\u{301}.\n".as_bytes()));
    let run = project.run(&["explain", "not-nfc"]);
    assert!(run.stdout.contains("[rules.not-nfc]") && run.stdout.contains("form = \"nfc\""), "{}", run.stdout);
}

#[test]
#[cfg(unix)]
fn the_direction_of_text_is_steered_by_no_name_of_a_file() {
    use crate::direction::CONTROLS;

    let controls: String = CONTROLS.iter().collect();
    let (name, id) =
        (format!("no{controls}ise.corpus"), format!("<<<FILE>>> i{controls}d lang=en\nThe boats leave.\n"));
    let unreadable = format!("gone{controls}.corpus");
    let project = Project::new(&[(&name, id.as_bytes())]);
    for format in ["human", "concise", "json"] {
        let run = project.run(&["check", "--format", format, &name, &unreadable]);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        for (output, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
            assert!(!text.contains(CONTROLS), "{output} of {format}: {}", text.escape_unicode());
        }
        assert!(run.stdout.to_ascii_lowercase().contains("202e"), "{format} does not show it: {}", run.stdout);
    }
}

#[test]
fn severities_and_overrides_hold_where_they_say() {
    let project = Project::new(&[
        (
            "corplint.toml",
            b"[severity]\nmissing-id = \"info\"\n\
              [[overrides]]\npaths = [\"strict\"]\nseverity = { missing-id = \"error\" }\n\
              [[overrides]]\nlanguages = [\"de\"]\nignore = [\"missing-id\"]\n",
        ),
        ("loose/x.corpus", ERROR),
        ("strict/x.corpus", b"<<<FILE>>>\nAnother text, about another harbour.\n"),
        ("strict/de.corpus", b"<<<FILE>>> lang=de\nEin ruhiger Satz vom Hafen.\n"),
    ]);
    let found = project.findings(&["."]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("loose/x.corpus:1:11: info["), "{found:?}");
    assert!(found[1].starts_with("strict/x.corpus:1:11: error["), "{found:?}");
}

#[test]
fn excludes_hold_for_files_that_are_named() {
    let project =
        Project::new(&[("corplint.toml", b"exclude = [\"old\"]"), ("old/x.corpus", ERROR), ("y.corpus", CLEAN)]);
    for arguments in [&["check", "."][..], &["check", "old/x.corpus", "y.corpus"]] {
        let run = project.run(arguments);
        assert_eq!(run.code, Some(0), "{}", run.stdout);
        assert!(run.stderr.contains("the configuration excludes old"), "{}", run.stderr);
    }
}

#[test]
fn formatting_leaves_alone_what_is_excluded_and_what_is_compressed() {
    const LOOSE: &[u8] = b"<<<FILE>>>   a\nA quiet sentence about the harbour.\n";
    let project = Project::new(&[
        ("corplint.toml", b"exclude = [\"old\"]"),
        ("old/x.corpus", LOOSE),
        ("drop/y.corpus", LOOSE),
        ("drop/z.corpus.gz", b"not looked at"),
    ]);
    let run = project.run(&["fmt", "--check", "."]);
    assert_eq!((run.code, run.stdout.replace('\\', "/").as_str()), (Some(1), "drop/y.corpus\n"), "{}", run.stderr);
    let run = project.run(&["fmt", "old/x.corpus", "drop"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        run.stderr.replace('\\', "/"),
        "note: the configuration excludes old/x.corpus\n\
         note: drop/z.corpus.gz is left as it is, since it is compressed\n\
         note: 1 file changed, 0 in canonical form already\n"
    );
    assert_eq!(read(&project.path("old/x.corpus")), LOOSE);
    assert_eq!(read(&project.path("drop/y.corpus")), b"<<<FILE>>> a\nA quiet sentence about the harbour.\n");
    assert_eq!(project.run(&["fmt", "--check", "--quiet", "drop"]).stderr, "");
    let run = project.run(&["fmt", "--check", "drop/z.corpus.gz"]);
    assert!(run.code == Some(2) && run.stderr.contains("it is compressed; decompress it"), "{}", run.stderr);
    project.write("none.toml", b"");
    for all in [&["--isolated"][..], &["--config", "none.toml"]] {
        assert_eq!(project.run(&[&["fmt", "--check", "old"], all].concat()).code, Some(1), "{all:?}");
    }
    project.write("corplint.toml", b"slect = []");
    assert_eq!(project.run(&["fmt", "--check", "drop"]).code, Some(2), "what is excluded is not known");
    project.write("corplint.toml", b"");
    project.write("drop/corplint.toml", b"exclude = [\"*\"]");
    project.write("drop/y.corpus", LOOSE);
    let run = project.run(&["fmt", "--check", "drop"]);
    assert!(run.code == Some(1) && run.stderr.contains("corplint.toml is not read"), "{}", run.stderr);
}

#[test]
fn standard_input_is_decompressed_as_its_name_says() {
    let project = Project::new(&[]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(ERROR).expect("memory can be written");
    let gzip = gzip.finish().expect("memory can be written");
    let zstd = zstd::stream::encode_all(ERROR, 0).expect("memory can be written");
    for (name, input) in
        [("x.corpus.gz", &*gzip), ("x.corpus.zst", &zstd), ("x.corpus.gz", ERROR), ("x.corpus.zst", ERROR)]
    {
        let check = |more: &[&str]| {
            let arguments = [&["check", "-", "--stdin-filename", name, "--quiet"], more].concat();
            project.run_with_input(&arguments, input)
        };
        let run = check(&["--format", "concise"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""), "{name}");
        assert!(run.stdout.starts_with(&format!("{name}:1:11: error[missing-id]")), "{}", run.stdout);
    }
    let cut = project.run_with_input(&["check", "-", "--stdin-filename", "x.corpus.gz"], &gzip[..20]);
    assert_eq!(cut.code, Some(2));
    assert!(cut.stderr.contains("cannot read x.corpus.gz: it is empty or was cut off"), "{}", cut.stderr);
}

#[test]
fn of_an_option_that_is_said_twice_the_last_holds() {
    let project = Project::new(&[("x.corpus", WARNING), ("y.toml", b"exclude = [\"x.corpus\"]"), ("n.toml", b"")]);
    let check = |arguments: &[&str]| project.run(&[&["check"], arguments, &["x.corpus"]].concat());
    let run = check(&["--color", "never", "--format", "json", "--format", "concise", "--color", "always"]);
    assert!(run.code == Some(0) && run.stdout.starts_with("\u{1b}["), "{}{}", run.stdout, run.stderr);
    let run = check(&["--color", "always", "--threads", "2", "--format", "concise", "--color=never", "--threads", "1"]);
    assert!(run.code == Some(0) && run.stdout.starts_with("x.corpus:"), "{}{}", run.stdout, run.stderr);
    assert_eq!(check(&["--fail-on", "error", "--fail-on", "warning"]).code, Some(1));
    assert_eq!(check(&["--config", "y.toml", "--config", "n.toml", "--fail-on", "warning", "--quiet"]).code, Some(1));
    // What is read or compared with is not left out in silence.
    for option in ["--files-from", "--registry", "--baseline", "--since"] {
        let run = check(&[option, "a", option, "b"]);
        assert!(
            run.code == Some(2) && run.stderr.contains("cannot be used multiple times"),
            "{option}: {}",
            run.stderr
        );
    }
    // Each of these says something more.
    let run = check(&["--format", "concise", "--select", "empty-document", "--select", "duplicate-id"]);
    assert!(run.stdout.contains("[empty-document]"), "{}", run.stdout);
}

#[test]
fn excludes_hold_for_the_name_of_standard_input() {
    let project = Project::new(&[("corplint.toml", b"exclude = [\"old\"]")]);
    let check = |name: &str, more: &[&str]| {
        let arguments = [&["check", "--format", "concise", "-", "--stdin-filename", name], more].concat();
        project.run_with_input(&arguments, ERROR)
    };
    let run = check("old/x.corpus", &[]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""), "{}", run.stderr);
    assert_eq!(run.stderr, "note: the configuration excludes old/x.corpus\nnote: there was no file to check\n");
    assert_eq!(check("old/x.corpus", &["--error-on-empty"]).code, Some(2));
    assert_eq!(check("new/x.corpus", &[]).code, Some(1));
    assert_eq!(check("old/x.corpus", &["--isolated"]).code, Some(1));
}

#[test]
fn patterns_hold_however_the_configuration_and_the_files_are_named() {
    let config: &[u8] = b"exclude = [\"old\"]\n[[overrides]]\npaths = [\"loose/**\"]\nignore = [\"missing-id\"]\n";
    let files: [(&str, &[u8]); 5] = [
        ("desk/o.toml", config),
        ("desk/old/x.corpus", ERROR),
        ("desk/loose/y.corpus", ERROR),
        ("desk/deep/z.txt", b""),
        ("other/z.txt", b""),
    ];
    let project = Project::new(&files);
    let run = |folder: &str, config: &str, paths: &[&str]| {
        let arguments = [&["check", "--format", "concise", "--config", config], paths].concat();
        let output = project.command(&arguments).current_dir(project.path(folder)).output().expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        let (out, said) = (text(output.stdout), text(output.stderr));
        assert_eq!((output.status.code(), &*out), (Some(0), ""), "{folder} {config} {paths:?}: {said}");
        assert!(said.contains("the configuration excludes"), "{folder} {config} {paths:?}: {said}");
    };
    run("desk", "o.toml", &["."]);
    run("desk", "deep/../o.toml", &["."]);
    run("desk/deep", "../o.toml", &[".."]);
    run("other", "../desk/o.toml", &["../desk"]);
    run("other", "../desk/o.toml", &["../desk/old/x.corpus", "../desk/loose/y.corpus"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("desk", project.path("link")).expect("a link");
        std::os::unix::fs::symlink("../desk/deep", project.path("other/in")).expect("a link");
        let name = |path: &str| project.path(path).to_string_lossy().into_owned();
        for config in ["o.toml", "../link/o.toml", &name("link/o.toml")] {
            run("desk", config, &["../link"]);
            run("desk", config, &[&name("link")]);
            run("desk", config, &[&name("link/old/x.corpus"), &name("link/loose/y.corpus")]);
        }
        // Behind a link, the way up is another one.
        run("other", "in/../o.toml", &["in/../old/x.corpus", "in/../loose/y.corpus"]);
    }
}

#[test]
fn which_files_would_be_checked_can_be_asked_for() {
    let files: [(&str, &[u8]); 4] =
        [("corplint.toml", b"exclude = [\"old\"]"), ("old/x.corpus", ERROR), ("y.corpus", ERROR), ("z.corpus.gz", b"")];
    let project = Project::new(&files);
    let shown = |arguments: &[&str]| {
        let run = project.run(&[&["check", "--show-files"], arguments].concat());
        (run.code, run.stdout.replace('\\', "/"), run.stderr)
    };
    assert_eq!(shown(&["--quiet"]), (Some(0), "y.corpus\nz.corpus.gz\n".to_owned(), String::new()));
    let (code, files, said) = shown(&[".", "gone.corpus"]);
    assert_eq!((code, files.as_str()), (Some(2), "y.corpus\nz.corpus.gz\n"));
    assert!(said.contains("the configuration excludes old") && said.contains("cannot read gone.corpus"), "{said}");
    assert_eq!(shown(&["--isolated", "old"]).1, "old/x.corpus\n");
    let (code, files, said) = shown(&["--error-on-empty", "old"]);
    assert_eq!((code, files.as_str()), (Some(2), ""));
    assert!(said.ends_with("error: there is no file to check\n"), "{said}");
}

#[test]
#[cfg(unix)]
fn a_reader_that_closes_early_does_not_change_the_verdict() {
    let project = Project::new(&[]);
    let mut many = Vec::new();
    for _ in 0..20_000 {
        many.extend_from_slice(ERROR);
    }
    project.write("many.corpus", &many);
    for format in ["human", "concise", "json"] {
        let mut child = project
            .command(&["check", "--format", format, "many.corpus"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_report_that_cannot_be_written_decides_nothing() {
    let project = Project::new(&[("x.corpus", CLEAN)]);
    for format in ["human", "json"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
        let output = project.command(&["check", "--format", format, "x.corpus"]).stdout(full).output();
        let output = output.expect("the program runs");
        assert_eq!(output.status.code(), Some(2), "{format}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write to standard output"));
    }
}

#[test]
fn duplicate_ids_are_found_among_ten_thousand_documents_in_fifty_files() {
    let project = Project::new(&[]);
    // Thirty documents take the id of another one in another file. Half of them take its text too.
    let planted = |number: usize| (number % 331 == 330 && number / 331 < 30).then(|| number - 200);
    let mut expected = 0;
    for file in 0..50 {
        let mut text = String::new();
        for number in file * 200..(file + 1) * 200 {
            let id = planted(number).inspect(|_| expected += 1).unwrap_or(number);
            let content = if number % 2 == 0 { id } else { number };
            writeln!(text, "<<<FILE>>> document-{id:05}\nThis is the sentence number {content} of all.")
                .expect("a string takes everything");
        }
        project.write(&format!("drop/part-{file:02}.corpus"), text.as_bytes());
    }
    assert_eq!(expected, 30);
    let found = project.findings(&["--select", "duplicate-id", "drop"]);
    assert_eq!(found.len(), 30, "{found:#?}");
    assert!(found.iter().all(|line| line.contains("error[duplicate-id]")));
    assert_eq!(found.iter().filter(|line| line.contains("with the same text")).count(), 15, "{found:#?}");
    for threads in ["1", "2", "4"] {
        assert_eq!(project.findings(&["--select", "duplicate-id", "--threads", threads, "drop"]), found);
    }
}

#[test]
fn the_drop_that_ships_with_the_repository_shows_what_corplint_does() {
    let run = Command::new(env!("CARGO_BIN_EXE_corplint"))
        .args(["check", "--isolated", "--format", "concise", "fixtures/drop"])
        .current_dir(repository())
        .env_clear()
        .output()
        .expect("the program runs");
    assert_eq!(run.status.code(), Some(1));
    insta::assert_snapshot!(String::from_utf8_lossy(&run.stdout));
}
