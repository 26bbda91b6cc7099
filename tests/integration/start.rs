//! `init`, `completions` and `man`, as their users run them.

#![expect(clippy::disallowed_methods, reason = "the tests run shells and make")]

use std::process::{Command, Stdio};

use crate::cli::Project;
use crate::common::read_text;

const STARTERS: [(&str, &str); 4] = [
    ("", "corplint.toml"),
    ("github", ".github/workflows/corplint.yml"),
    ("gitlab", ".gitlab/corplint.yml"),
    ("make", "corplint.mk"),
];

/// The arguments of `init` for a CI, or for the configuration.
fn init(ci: &str) -> Vec<&str> {
    if ci.is_empty() { vec!["init"] } else { vec!["init", "--ci", ci] }
}

#[test]
fn a_project_gets_files_to_begin_with_once() {
    let project = Project::new(&[("a.corpus", b"<<<FILE>>> a lang=en\nA quiet sentence about the harbour.\n")]);
    for (ci, path) in STARTERS {
        let run = project.run(&init(ci));
        assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
        assert!(run.stderr.replace('\\', "/").starts_with(&format!("note: wrote {path}: ")), "{}", run.stderr);
        let written = read_text(&project.path(path));
        assert!(!written.contains("@VERSION@"), "{written}");
        let shown = project.run(&[init(ci), vec!["--stdout"]].concat());
        assert_eq!((shown.code, shown.stdout), (Some(0), written.clone()));

        project.write(path, b"# mine\n");
        let again = project.run(&init(ci));
        assert_eq!(again.code, Some(2));
        assert!(again.stderr.contains("it is there already"), "{}", again.stderr);
        assert_eq!(read_text(&project.path(path)), "# mine\n");
        project.write(path, written.as_bytes());
    }
    // What was written is read without a word.
    let run = project.run(&["check", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (Some(0), "", ""));
}

#[test]
fn a_folder_that_is_not_there_is_not_made() {
    let project = Project::new(&[]);
    let run = project.run(&["init", "elsewhere"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("its folder is not there"), "{}", run.stderr);
    assert!(!project.path("elsewhere").exists());
}

#[test]
fn the_commands_in_the_templates_are_understood() {
    let project = Project::new(&[("a.corpus", b"<<<FILE>>> a lang=en\nA quiet sentence about the harbour.\n")]);
    let mut count = 0;
    for (ci, path) in STARTERS {
        let text = project.run(&[init(ci), vec!["--stdout"]].concat()).stdout;
        for command in commands(&text) {
            let arguments: Vec<&str> = command.split_whitespace().collect();
            let run = project.run(&arguments);
            assert_eq!(run.code, Some(0), "{path}: {command}\n{}", run.stderr);
            count += 1;
        }
    }
    assert_eq!(count, 7, "commands of corplint in the templates");
}

/// The command lines of corplint in a template, without the name of the program.
fn commands(text: &str) -> Vec<String> {
    let text = text.replace("\\\n", " ");
    let mut commands = Vec::new();
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with('#')).peekable();
    while let Some(line) = lines.next() {
        let line = line.trim().trim_start_matches("- run: ");
        let Some(rest) = ["corplint ", "$(CORPLINT) "].iter().find_map(|name| line.strip_prefix(name)) else {
            continue;
        };
        let mut command = rest.to_owned();
        // A folded scalar of YAML goes on below.
        while let Some(more) = lines.next_if(|line| line.trim_start().starts_with("--")) {
            command = format!("{command} {}", more.trim());
        }
        for (variable, value) in
            [("$(CORPUS_FAIL_ON)", "error"), ("$(CORPUS_REPORTS)/", ""), ("$(CORPUS)", "."), ("$CORPUS", ".")]
        {
            command = command.replace(variable, value);
        }
        commands.push(command);
    }
    commands
}

/// Whether a program can be run here.
fn has(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

#[test]
fn of_two_severities_to_fail_at_the_last_holds() {
    // So that what a hook says in its `entry` can be changed in its `args`.
    let project = Project::new(&[("warning.corpus", b"<<<FILE>>> empty\n")]);
    for (last, code) in [("error", 0), ("warning", 1), ("never", 0)] {
        let run = project.run(&["check", "--fail-on", "warning", "--fail-on", last]);
        assert_eq!(run.code, Some(code), "{last}: {}", run.stderr);
    }
}

#[test]
fn the_makefile_runs() {
    if !has("make") {
        return;
    }
    let bad: &[u8] = b"<<<file>>> a lang=en\nA quiet sentence about the harbour.\n";
    let project = Project::new(&[("drop/a.corpus", bad)]);
    assert_eq!(project.run(&["init", "--ci", "make"]).code, Some(0));
    let make = |target: &str| {
        let mut command = Command::new("make");
        command.args(["-f", "corplint.mk", target, "CORPUS=drop"]);
        command.arg(format!("CORPLINT={}", env!("CARGO_BIN_EXE_corplint")));
        let output = command.current_dir(project.path("")).stdin(Stdio::null()).output().expect("make runs");
        output.status.success()
    };
    assert!(!make("corpus-check") && make("corpus-diff"), "a file that is wrong passes");
    assert!(!make("corpus-report"), "a file that is wrong passes");
    assert!(project.path("build/corplint/corplint.html").exists());
    assert!(make("corpus-fix") && make("corpus-check") && make("corpus-format"));
    assert!(read_text(&project.path("drop/a.corpus")).starts_with("<<<FILE>>> a"));
}

#[test]
fn completions_know_commands_rules_and_formats() {
    let project = Project::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = project.run(&["completions", shell]);
        assert_eq!(run.code, Some(0), "{shell}: {}", run.stderr);
        for word in ["quiet", "json-lines", "unpack", "--fail-on"] {
            // Fish writes long options without their dashes, and PowerShell and Elvish know no values.
            let known = match shell {
                "fish" => run.stdout.contains(word.trim_start_matches("--")),
                "powershell" | "elvish" if word == "json-lines" => true,
                _ => run.stdout.contains(word),
            };
            assert!(known, "the completions of {shell} lack {word}");
        }
        let knows_rules = run.stdout.contains("duplicate-id") && run.stdout.contains("boilerplate");
        assert_eq!(knows_rules, matches!(shell, "bash" | "zsh" | "fish"), "{shell}");
        if matches!(shell, "bash" | "zsh" | "fish") && has(shell) {
            project.write(shell, run.stdout.as_bytes());
            let checked = Command::new(shell).arg("-n").arg(project.path(shell)).output().expect("the shell runs");
            assert!(checked.status.success(), "{shell}: {}", String::from_utf8_lossy(&checked.stderr));
        }
        if shell == "fish" && has(shell) {
            let script = "source fish; complete -C 'corplint explain duplicate-'";
            let offered = Command::new(shell).args(["-c", script]).current_dir(project.path("")).output();
            let offered = offered.expect("fish runs").stdout;
            assert!(String::from_utf8_lossy(&offered).contains("duplicate-id"), "{offered:?}");
        }
    }
    assert_eq!(project.run(&["completions", "tcsh"]).code, Some(2));
}

#[test]
fn every_command_has_a_page_in_the_manual() {
    let project = Project::new(&[("man/corplint.1", b"an old page")]);
    let run = project.run(&["man", "man"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let help = project.run(&["--help"]).stdout;
    let (_, commands) = help.split_once("Commands:\n").expect("help lists the commands");
    let commands = commands.lines().take_while(|line| !line.is_empty());
    // A description that goes on in another line is indented more than a command.
    let names: Vec<&str> = commands
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.contains(&"check") && names.len() >= 10, "{names:?}");
    for name in names {
        let page = read_text(&project.path(&format!("man/corplint-{name}.1")));
        assert!(page.contains(".SH SYNOPSIS") && page.contains("corplint"), "{name}");
    }
    let page = read_text(&project.path("man/corplint.1"));
    assert!(page.contains("EXIT STATUS") && page.contains("corplint\\-check(1)"), "{page}");
    let page = read_text(&project.path("man/corplint-check.1"));
    let (_, examples) = page.split_once(".SH EXAMPLES\n.nf\n").expect("examples");
    assert!(examples.contains("\n  corplint check \\-\\-fix a.corpus "), "{examples}");
    assert!(examples.contains("\n.fi\n.SH \"EXIT STATUS\"\n0 nothing"), "{examples}");
    // A page that another one names is there.
    for page in ["corplint", "corplint-registry"] {
        let text = read_text(&project.path(&format!("man/{page}.1"))).replace("\\-", "-");
        let pages = text.lines().filter_map(|line| line.strip_suffix("(1)"));
        let missing: Vec<&str> = pages.filter(|name| !project.path(&format!("man/{name}.1")).exists()).collect();
        assert!(missing.is_empty() && text.contains("(1)"), "{page} names {missing:?}");
    }
}
