//! `check` on what has changed: lists of files, and what Git tells, in repositories that are made for the purpose.

#![expect(clippy::disallowed_methods, reason = "the tests make repositories and links")]

use std::fs;
use std::process::Command;

use crate::cli::{Project, Run};

const GOOD: &[u8] = b"<<<FILE>>> good\nA quiet sentence about the harbour.\n";
const BAD: &[u8] = b"<<<FILE>>>\nA sentence without a name, about the same harbour.\n";

/// A repository with one commit, in which all is well.
struct Repository {
    project: Project,
}

impl Repository {
    fn new() -> Self {
        let repository = Self { project: Project::new(&[("old.corpus", GOOD), ("sub/older.corpus", GOOD)]) };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.commit();
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let run = self.try_git(arguments);
        assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    }

    fn try_git(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "protocol.file.allow=always"]);
        command.args(arguments).current_dir(self.project.path("."));
        command.env_clear().env("PATH", path()).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", self.project.path("."));
        command.output().expect("git is there")
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=x"]);
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        self.project.write(name, bytes);
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_in(".", arguments)
    }

    fn run_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let mut command = self.project.command(&[&["check", "--format", "concise"], arguments].concat());
        command.current_dir(self.project.path(folder)).env("PATH", path()).env("HOME", self.project.path("."));
        let output = command.env("GIT_CONFIG_NOSYSTEM", "1").output().expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }

    /// The files with findings, and the exit code.
    fn reported(&self, arguments: &[&str]) -> (Vec<String>, Option<i32>) {
        reported(&self.run(arguments))
    }
}

fn path() -> String {
    std::env::var("PATH").expect("there is a path")
}

fn reported(run: &Run) -> (Vec<String>, Option<i32>) {
    let mut files: Vec<String> =
        run.stdout.lines().filter_map(|line| Some(line.split_once(".corpus:")?.0.to_owned())).collect();
    files.dedup();
    (files, run.code)
}

fn found(files: &[&str]) -> (Vec<String>, Option<i32>) {
    (files.iter().map(|file| (*file).to_owned()).collect(), Some(i32::from(!files.is_empty())))
}

#[test]
fn since_is_what_a_branch_has_done_committed_or_not() {
    let repository = Repository::new();
    repository.write("before.corpus", BAD);
    repository.commit();
    repository.git(&["branch", "base"]);
    repository.write("committed.corpus", BAD);
    repository.write("notes.txt", BAD);
    repository.commit();
    repository.write("staged.corpus", BAD);
    repository.git(&["add", "staged.corpus"]);
    repository.write("old.corpus", BAD);
    repository.write("new.corpus", BAD);
    repository.write("ignored.corpus", BAD);
    repository.write(".gitignore", b"ignored.corpus\n");
    let all = found(&["committed", "new", "old", "staged"]);
    assert_eq!(repository.reported(&["--since", "base"]), all);
    assert_eq!(repository.reported(&["--since", "HEAD"]), found(&["new", "old", "staged"]));
    // What others have done meanwhile is not what this branch has done.
    repository.git(&["stash", "--quiet", "--include-untracked"]);
    repository.git(&["checkout", "--quiet", "base"]);
    repository.write("sub/older.corpus", BAD);
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    assert_eq!(repository.reported(&["--since", "base"]), found(&["committed"]));
    assert_eq!(repository.reported(&["--since", "HEAD"]), found(&[]));
    assert_eq!(repository.reported(&["--since=HEAD", "--error-on-empty"]).1, Some(2));
}

#[test]
fn deleted_files_are_gone_and_renamed_ones_have_their_new_name() {
    let repository = Repository::new();
    repository.write("bad.corpus", BAD);
    repository.write("gone.corpus", BAD);
    repository.commit();
    repository.git(&["rm", "--quiet", "gone.corpus"]);
    fs::remove_file(repository.project.path("old.corpus")).expect("a file");
    repository.git(&["mv", "bad.corpus", "renamed.corpus"]);
    assert_eq!(repository.reported(&["--since", "HEAD"]), found(&["renamed"]));
    assert_eq!(repository.reported(&["--staged"]), found(&["renamed"]));
    assert_eq!(repository.run(&["--staged"]).stderr, "");
}

#[test]
fn what_is_named_may_be_only_in_the_index_or_be_deleted() {
    let repository = Repository::new();
    for name in ["gone.corpus", "cut/gone.corpus", "kept/gone.corpus", "kept/x.corpus"] {
        repository.write(name, GOOD);
    }
    repository.commit();
    repository.write("fresh/deep/new.corpus", BAD);
    repository.git(&["add", "--all"]);
    fs::remove_dir_all(repository.project.path("fresh")).expect("a folder");
    repository.git(&["rm", "--quiet", "gone.corpus", "cut/gone.corpus"]);
    fs::remove_file(repository.project.path("kept/gone.corpus")).expect("a file");
    for folder in ["fresh", "fresh/", "./fresh/deep", "fresh/deep/new.corpus"] {
        assert_eq!(repository.reported(&["--staged", folder]), found(&["fresh/deep/new"]), "{folder}");
    }
    for mode in [&["--staged"][..], &["--since", "HEAD"]] {
        for path in ["gone.corpus", "cut", "cut/gone.corpus", "kept/gone.corpus"] {
            let run = repository.run(&[mode, &[path, "kept/x.corpus"]].concat());
            let told = (run.code, &*run.stdout, &*run.stderr);
            assert_eq!(told, (Some(0), "", "note: there was no file to check\n"), "{mode:?} {path}");
        }
        for path in ["never.corpus", "cut/never.corpus", "never/x.corpus"] {
            assert_eq!(repository.run(&[mode, &[path]].concat()).code, Some(2), "{path}");
        }
    }
}

#[test]
fn only_what_is_named_is_looked_at() {
    let repository = Repository::new();
    for name in ["a.corpus", "sub/b.corpus", "sub/deep/c.corpus", "sub/d.txt"] {
        repository.write(name, BAD);
    }
    repository.git(&["add", "--all"]);
    for mode in [&["--staged"][..], &["--since", "HEAD"]] {
        let of = |folder: &str, paths: &[&str]| reported(&repository.run_in(folder, &[mode, paths].concat()));
        assert_eq!(of(".", &["sub"]), found(&["sub/b", "sub/deep/c"]));
        assert_eq!(of("sub", &[]), found(&["b", "deep/c"]));
        assert_eq!(of("sub", &["../a.corpus", "deep"]), found(&["../a", "deep/c"]));
        assert_eq!(of(".", &["old.corpus", "./sub/deep/c.corpus"]), found(&["sub/deep/c"]));
        assert!(repository.run(&[mode, &["sub/d.txt"]].concat()).stdout.starts_with("sub/d.txt:1:"));
        let missing = repository.run(&[mode, &["nothing.corpus"]].concat());
        assert_eq!(
            (missing.code, &*missing.stderr),
            (Some(2), "error: cannot read nothing.corpus: No such file or directory\n")
        );
        repository.write("corplint.toml", b"exclude = [\"deep\"]\n");
        assert_eq!(of(".", &["sub"]), found(&["sub/b"]));
        repository.write("corplint.toml", b"");
    }
}

#[test]
fn what_is_staged_is_checked_and_not_what_came_later() {
    let repository = Repository::new();
    repository.write("mended.corpus", BAD);
    repository.write("broken.corpus", GOOD);
    repository.write("away.corpus", BAD);
    repository.git(&["add", "--all"]);
    repository.write("mended.corpus", GOOD);
    repository.write("broken.corpus", BAD);
    fs::remove_file(repository.project.path("away.corpus")).expect("a file");
    assert_eq!(repository.reported(&["--staged"]), found(&["away", "mended"]));
    assert_eq!(repository.reported(&["--since", "HEAD"]), found(&["broken"]));
    for fixing in ["--fix", "--diff"] {
        assert_eq!(repository.run(&["--staged", fixing]).code, Some(2), "the work tree is not what is looked at");
    }
}

#[test]
fn what_git_converts_is_checked_as_it_is_staged() {
    let crlf: &[u8] = b"<<<FILE>>> good\r\nA quiet sentence about the harbour.\r\n";
    let select = ["--select", "crlf-line-ending", "--fail-on", "info"];
    let repository = Repository::new();
    repository.write(".gitattributes", b"*.corpus text\nraw.corpus -text\nkept.corpus -text filter=x\n");
    for (name, bytes) in [("crlf.corpus", crlf), ("raw.corpus", crlf), ("kept.corpus", crlf), ("lf.corpus", GOOD)] {
        repository.write(name, bytes);
    }
    repository.git(&["config", "filter.x.clean", "tr -d '\\r'"]);
    repository.git(&["add", "--all"]);
    assert_eq!(repository.reported(&[&["--staged"][..], &select].concat()), found(&["kept", "raw"]));
    assert_eq!(repository.reported(&[&["--since", "HEAD"][..], &select].concat()), found(&["crlf", "kept", "raw"]));
    repository.git(&["config", "core.autocrlf", "true"]);
    repository.write("sub/.gitattributes", b"*.corpus !text\n");
    repository.write("sub/windows.corpus", crlf);
    repository.git(&["-c", "core.safecrlf=false", "add", "--all"]);
    assert_eq!(repository.reported(&[&["--staged", "sub"][..], &select].concat()), found(&[]));
}

#[test]
fn what_is_staged_first_of_all_is_checked_too() {
    let project = Project::new(&[("a.corpus", BAD)]);
    let repository = Repository { project };
    repository.git(&["init", "--quiet"]);
    repository.git(&["add", "--all"]);
    assert_eq!(repository.reported(&["--staged"]), found(&["a"]));
    assert_eq!(repository.run(&["--since", "HEAD"]).code, Some(2));
}

#[test]
fn what_is_staged_may_be_compressed() {
    let repository = Repository::new();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut packed, BAD).expect("memory can be written");
    repository.write("x.corpus.gz", &packed.finish().expect("memory can be written"));
    repository.git(&["add", "--all"]);
    repository.write("x.corpus.gz", b"something else");
    let run = repository.run(&["--staged"]);
    assert!(run.stdout.starts_with("x.corpus.gz:1:11: error[missing-id]"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_merge_that_is_not_decided_cannot_be_checked_as_it_is_staged() {
    let repository = Repository::new();
    repository.git(&["checkout", "--quiet", "-b", "other"]);
    repository.write("old.corpus", b"<<<FILE>>> good\nTheirs.\n");
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    repository.write("old.corpus", b"<<<FILE>>> good\nOurs.\n");
    repository.commit();
    assert!(!repository.try_git(&["merge", "other"]).status.success());
    let run = repository.run(&["--staged"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(run.stderr, "error: cannot read old.corpus: it is being merged, and not all of it is decided\n");
    let run = repository.run(&["--since", "HEAD"]);
    assert!(run.stdout.contains("old.corpus:2:1: error[merge-conflict-marker]"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_pointer_to_a_text_is_not_taken_for_the_text() {
    let repository = Repository::new();
    let pointer = format!("version https://git-lfs.github.com/spec/v1\noid sha256:{}\nsize 9\n", "0".repeat(64));
    repository.write("x.corpus", pointer.as_bytes());
    repository.git(&["add", "--all"]);
    repository.write("x.corpus", GOOD);
    let run = repository.run(&["--staged"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("kept by Git LFS"), "{}", run.stderr);
}

#[test]
fn submodules_and_repositories_in_the_repository_are_told() {
    let repository = Repository::new();
    let inner = Repository::new();
    let source = inner.project.path(".").to_string_lossy().into_owned();
    repository.git(&["submodule", "--quiet", "add", &source, "vendored"]);
    let run = repository.run(&["--staged"]);
    assert_eq!((run.code, &*run.stdout), (Some(0), ""));
    assert!(run.stderr.contains("vendored is another repository"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn names_may_be_anything() {
    let repository = Repository::new();
    let names = ["new\nline.corpus", "-option.corpus", ":(glob)*.corpus", "été \"x\".corpus", "*.corpus"];
    for name in names {
        repository.write(name, BAD);
    }
    repository.git(&["add", "--all"]);
    for mode in [&["--staged"][..], &["--since", "HEAD"]] {
        let run = repository.run(mode);
        assert_eq!(run.stdout.lines().filter(|line| line.contains("[missing-id]")).count(), 5, "{}", run.stdout);
        let one = repository.run(&[mode, &["--", "*.corpus"]].concat());
        assert_eq!(one.stdout.lines().count(), 1, "{}", one.stdout);
    }
    let list = names.join("\0");
    let run =
        repository.project.run_with_input(&["check", "--format", "concise", "--files-from", "-"], list.as_bytes());
    assert_eq!(run.stdout.lines().filter(|line| line.contains("[missing-id]")).count(), 5, "{}", run.stderr);
    // What is shown is harmless to who reads a log, and can be given back.
    repository.write("::error::x\u{1b}[31m.corpus", BAD);
    let shown = repository.project.run(&["check", "--show-files", "."]).stdout;
    assert!(shown.contains("\n\"new\\nline.corpus\"\n"), "{shown}");
    assert!(!shown.contains('\u{1b}') && !shown.contains("\n:"), "{shown}");
    let again = repository.project.run_with_input(&["check", "--show-files", "--files-from", "-"], shown.as_bytes());
    assert_eq!((again.code, again.stdout), (Some(0), shown), "{}", again.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_counts_as_what_it_leads_to() {
    use std::os::unix::fs::symlink;

    let repository = Repository::new();
    repository.write("target.txt", BAD);
    repository.commit();
    symlink("target.txt", repository.project.path("link.corpus")).expect("a link");
    symlink("sub", repository.project.path("folder.corpus")).expect("a link");
    repository.git(&["add", "--all"]);
    assert_eq!(repository.reported(&["--staged"]), found(&["link"]));
    assert_eq!(repository.reported(&["--since", "HEAD"]), found(&["link"]));
}

#[test]
fn nothing_is_started_that_a_repository_names() {
    let repository = Repository::new();
    let trap = repository.project.path("trap.sh");
    let mark = repository.project.path("sprung");
    repository.write("trap.sh", format!("#!/bin/sh\ntouch '{}'\ncat\n", mark.display()).as_bytes());
    #[cfg(unix)]
    fs::set_permissions(&trap, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("a mode");
    let trap = trap.to_string_lossy().into_owned();
    for key in ["core.fsmonitor", "diff.external", "core.pager", "core.editor", "diff.x.textconv", "diff.x.command"] {
        repository.git(&["config", key, &trap]);
    }
    repository.write(".gitattributes", b"*.corpus diff=x\n");
    repository.write("new.corpus", BAD);
    repository.git(&["-c", "core.fsmonitor=false", "add", "--all"]);
    let _ = fs::remove_file(&mark);
    // What is written anew is the same and looks changed; to find out, Git would write it down. The clocks of some file
    // systems make steps of some milliseconds.
    std::thread::sleep(std::time::Duration::from_millis(20));
    repository.write("old.corpus", GOOD);
    let index = fs::read(repository.project.path(".git/index")).expect("an index");
    assert_eq!(repository.reported(&["--staged"]), found(&["new"]));
    assert_eq!(repository.reported(&["--since", "HEAD"]), found(&["new"]));
    assert!(!mark.exists(), "a program was started");
    assert_eq!(fs::read(repository.project.path(".git/index")).expect("an index"), index, "nothing is written");
}

#[test]
fn what_git_cannot_tell_is_an_error_that_says_what_to_do() {
    let repository = Repository::new();
    repository.git(&["branch", "base"]);
    for (revision, why) in [
        ("--upload-pack=x", "this is no name of a revision"),
        ("-x", "this is no name of a revision"),
        ("", "this is no name of a revision"),
        ("nowhere", "cannot tell what has changed since nowhere: Git knows no commit of this name"),
        ("HEAD:old.corpus", "Git knows no commit of this name"),
        ("HEAD --", "Git knows no commit of this name"),
        ("HEAD^{/no..such}", "Git knows no commit of this name"),
        ("base..main", "cannot tell what has changed since base..main: this is a range; name one revision"),
        ("base...main", "this is a range; name one revision"),
        ("..main", "this is a range; name one revision"),
        ("main..", "this is a range; name one revision"),
        ("nowhere..main", "this is a range; name one revision"),
        ("^base", "this is a range; name one revision"),
    ] {
        let run = repository.run(&[&*format!("--since={revision}")]);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{revision}");
        assert!(run.stderr.starts_with("error: ") && run.stderr.contains(why), "{revision}: {}", run.stderr);
    }
    repository.git(&["checkout", "--quiet", "--orphan", "lone"]);
    repository.git(&["commit", "--quiet", "--message=lone"]);
    let run = repository.run(&["--since", "main"]);
    assert!(run.code == Some(2) && run.stderr.contains("no commit in common"), "{}", run.stderr);

    let outside = Project::new(&[("a.corpus", GOOD)]);
    let mut command = outside.command(&["check", "--staged"]);
    let output = command.env("PATH", path()).env("GIT_CEILING_DIRECTORIES", outside.path("..")).output();
    let told = String::from_utf8(output.expect("the program runs").stderr).expect("the program writes UTF-8");
    assert!(told.starts_with("error: cannot tell what is staged: Git says: not a git repository"), "{told}");
    let mut command = outside.command(&["check", "--since", "HEAD"]);
    let without = command.env("PATH", outside.path("nowhere")).output().expect("the program runs");
    let told = String::from_utf8(without.stderr).expect("the program writes UTF-8");
    assert!(without.status.code() == Some(2) && told.contains("`--files-from` takes a list"), "{told}");

    for together in
        [&["--staged", "--since", "HEAD"][..], &["--staged", "--files-from", "x"], &["--files-from", "x", "y"]]
    {
        assert_eq!(repository.run(together).code, Some(2), "{together:?}");
    }
    for mode in [&["--staged"][..], &["--since", "HEAD"]] {
        let run = repository.run(&[mode, &["-"]].concat());
        assert!(run.code == Some(2) && run.stderr.contains("in no repository"), "{}", run.stderr);
    }
}

#[test]
fn a_list_names_files_as_the_command_line_does() {
    let project = Project::new(&[
        ("a.corpus", BAD),
        ("b.txt", BAD),
        ("sub/c.corpus", BAD),
        ("sub/d.txt", BAD),
        ("list", b"b.txt\r\n\n\"a.corpus\"\nsub\n"),
        ("wrong", b"a.corpus\n\"b.txt\n"),
        ("empty", b""),
        ("missing", b"gone.corpus\na.corpus\n"),
    ]);
    let list = |name: &str| project.run(&["check", "--format", "concise", "--files-from", name]);
    let files = |run: &Run| {
        run.stdout
            .lines()
            .filter(|line| line.contains("[missing-id]"))
            .filter_map(|line| Some(line.split_once(':')?.0.to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(files(&list("list")), ["a.corpus", "b.txt", "sub/c.corpus"]);
    let wrong = list("wrong");
    assert_eq!(
        (wrong.code, &*wrong.stderr),
        (Some(2), "error: cannot read path 2 of the list wrong: its quotes do not match\n")
    );
    let empty = list("empty");
    assert_eq!((empty.code, &*empty.stderr), (Some(0), "note: there was no file to check\n"));
    let missing = list("missing");
    assert_eq!((missing.code, files(&missing)), (Some(2), vec!["a.corpus".to_owned()]));
    assert_eq!(list("nowhere").code, Some(2));
}
