//! The registry of earlier drops, as its users meet it. `tests/registry.py` kills the program at it, in every way.

use serde_json::Value;

use crate::cli::{Project, Run};
use crate::common::read;

const APRIL: &[u8] = b"<<<FILE>>> ferry\nThe last ferry of the day leaves an hour later from Monday.\n\
    <<<FILE>>> bridge\nThe old bridge stays closed until spring, the council says.\n";
const MAY: &[u8] = b"<<<FILE>>> mill\nThe mill opens again after two years of work on the roof.\n\
    <<<FILE>>> ferry\nThe last ferry of the day leaves an hour later from Tuesday.\n\
    <<<FILE>>> pier\nThe old bridge stays closed until spring, the council says.\n";

fn project() -> Project {
    Project::new(&[("april.corpus", APRIL), ("may.corpus", MAY)])
}

fn add(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["registry", "add", "--registry", "known"], arguments].concat())
}

fn check(project: &Project, arguments: &[&str]) -> Run {
    project.run(&[&["registry", "check", "--registry", "known", "--format", "concise"], arguments].concat())
}

#[test]
fn a_new_drop_is_compared_with_all_before_it() {
    let project = project();
    assert_eq!(add(&project, &["april.corpus"]).stderr, "note: added 2 documents to known\n");
    let run = check(&project, &["may.corpus"]);
    assert_eq!(
        run.stdout,
        "may.corpus:3:12: warning[registered-id] the id `ferry` was accepted earlier with another text (ferry)\n\
         may.corpus:5:1: warning[registered-text] this text was accepted earlier, as `bridge` (pier)\n"
    );
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert_eq!(check(&project, &["may.corpus", "--fail-on", "warning"]).code, Some(1));
    // What is said in a usual run is said beside the rest, and without a registry nothing of it is.
    let run = project.run(&["check", "may.corpus", "--registry", "known", "--format", "concise"]);
    assert_eq!(run.stdout.matches("registered-").count(), 2);
    let run = project.run(&["check", "may.corpus", "--format", "concise", "--select", "registered-id,registered-text"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(0)));
}

#[test]
fn a_file_in_which_no_document_can_be_found_does_not_pass() {
    let wide: Vec<u8> = "<<<FILE>>> a\nText.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let project = Project::new(&[
        ("april.corpus", APRIL),
        ("wide.corpus", &[&b"\xFF\xFE"[..], &wide].concat()),
        ("page.corpus", b"Text, and no marker.\n"),
    ]);
    add(&project, &["april.corpus"]);
    for (file, rule) in [("wide.corpus", "error[utf16-input]"), ("page.corpus", "error[no-marker]")] {
        let run = check(&project, &[file]);
        assert!(run.stdout.contains(rule), "{}", run.stdout);
        assert_eq!(run.code, Some(1), "{file}");
    }
}

#[test]
fn findings_name_the_drop_and_the_day() {
    let project = project();
    add(&project, &["april.corpus", "--name", "the drop of \u{1b}[31mApril"]);
    let run = project.run(&["registry", "check", "--registry", "known", "--format", "json", "may.corpus"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let label = report["diagnostics"][0]["label"].as_str().expect("a label");
    assert!(label.starts_with(r"in `the drop of \u{1b}[31mApril`, added on 2"), "{label}");
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn a_drop_that_is_checked_again_after_it_was_added_is_no_fault() {
    let project = project();
    add(&project, &["april.corpus"]);
    let run = check(&project, &["april.corpus", "--fail-on", "info"]);
    assert_eq!((run.stdout.as_str(), run.code), ("", Some(0)));
    assert_eq!(run.stderr, "note: 2 of 2 documents are in the registry already, as they are\n");
    let run = check(&project, &["april.corpus", "--select", "registered-document", "--quiet"]);
    assert_eq!(run.stdout.lines().count(), 2);
    assert_eq!(run.stderr, "");
}

#[test]
fn adding_twice_adds_once() {
    let project = project();
    add(&project, &["april.corpus"]);
    let bytes = read(&project.path("known"));
    let run = add(&project, &["april.corpus"]);
    assert_eq!(run.stderr, "note: nothing to add: all 2 documents are in known already\n");
    assert!(read(&project.path("known")) == bytes);
    let run = add(&project, &["."]);
    assert_eq!(run.stderr, "note: added 3 documents to known; 2 were there already\n");
    let run = project.run(&["registry", "stats", "--registry", "known", "--format", "json"]);
    let stats: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!((&stats["documents"], &stats["drops"], &stats["version"]), (&5.into(), &2.into(), &1.into()));
    assert_eq!(stats["bytes"].as_u64(), std::fs::metadata(project.path("known")).ok().map(|data| data.len()));
}

#[test]
fn a_drop_is_added_whole_or_not_at_all() {
    let project = project();
    project.write("broken.corpus.gz", b"no gzip");
    for paths in [["april.corpus", "missing.corpus"], ["april.corpus", "broken.corpus.gz"]] {
        let run = add(&project, &paths);
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("nothing was added: a drop is added whole or not at all"), "{}", run.stderr);
        let run = project.run(&["registry", "stats", "--registry", "known"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    }
}

#[test]
fn where_nothing_is_added_there_is_no_registry_afterwards() {
    let project = project();
    project.write("broken.corpus.gz", b"no gzip");
    project.write("empty.corpus", b"");
    project.write("other", b"This is no Parquet.\n");
    let left = |arguments: &[&str]| {
        let run = project.run(&[&["registry", arguments[0], "--registry", "known"], &arguments[1..]].concat());
        (run.code, project.path("known").exists())
    };
    assert_eq!(left(&["import", "other"]), (Some(2), false));
    assert_eq!(left(&["import", "missing"]), (Some(2), false));
    assert_eq!(left(&["add", "april.corpus", "broken.corpus.gz"]), (Some(2), false));
    assert_eq!(left(&["add", "empty.corpus"]), (Some(0), false));
    // One that was there stays as it is.
    assert_eq!(left(&["add", "april.corpus"]), (Some(0), true));
    let before = read(&project.path("known"));
    assert_eq!(left(&["import", "other"]), (Some(2), true));
    assert_eq!(read(&project.path("known")), before);
    // Where none can be made, that is said before anything is read.
    let run = project.run(&["registry", "add", "broken.corpus.gz", "--registry", "no/such/folder/known"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("error: cannot add to the registry no/such/folder/known: "), "{}", run.stderr);
    assert!(!run.stderr.contains("gzip"), "{}", run.stderr);
}

#[test]
fn a_registry_that_cannot_be_read_is_never_an_empty_one() {
    let project = project();
    project.write("other", b"Something else, which is no registry and was never one.\n");
    for (registry, why) in [("missing", "there is no such file"), ("other", "it is no registry")] {
        for command in [&["check", "may.corpus"][..], &["registry", "check", "may.corpus"], &["registry", "stats"]] {
            let run = project.run(&[command, &["--registry", registry]].concat());
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
            assert!(run.stderr.contains(why), "{}", run.stderr);
        }
    }
    assert!(!project.path("missing").exists());
    add(&project, &["april.corpus"]);
    let mut bytes = read(&project.path("known"));
    let at = bytes.windows(5).position(|five| five == b"ferry").expect("the ids are in it");
    bytes[at] = b'F';
    project.write("known", &bytes);
    let run = check(&project, &["may.corpus"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("it is damaged"), "{}", run.stderr);
}

#[test]
fn a_registry_is_exported_and_merged() {
    let project = project();
    add(&project, &["april.corpus", "--name", "April"]);
    project.run(&["registry", "add", "may.corpus", "--registry", "other"]);
    let run = project.run(&["registry", "export", "april.parquet", "--registry", "known"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), "note: wrote 2 documents to april.parquet\n"));
    project.run(&["registry", "export", "may.parquet", "--registry", "other"]);
    let run = project.run(&[
        "registry",
        "import",
        "may.parquet",
        "april.parquet",
        "--registry",
        "merged",
        "--memory",
        "1MiB",
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), "note: added 5 documents to merged\n"));
    let run = project.run(&["registry", "import", "april.parquet", "--registry", "merged"]);
    assert_eq!(run.stderr, "note: nothing to add: all 2 documents are in merged already\n");
    // The same file three times is no document more, and each of them came twice too often.
    let three = ["registry", "import", "april.parquet", "april.parquet", "april.parquet", "--registry", "new"];
    assert_eq!(project.run(&three).stderr, "note: added 2 documents to new; 4 came again\n");
    let run =
        project.run(&["check", "april.corpus", "may.corpus", "--registry", "merged", "--select", "registered-id"]);
    assert!(run.stderr.contains("5 of 5 documents are in the registry already"), "{}", run.stderr);
    let exists = project.run(&["registry", "export", "april.parquet", "--registry", "known"]);
    assert!(exists.code == Some(2) && exists.stderr.contains("--force"), "{}", exists.stderr);
    let run = project.run(&["registry", "import", "april.parquet", "may.corpus", "--registry", "none"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("error: cannot read may.corpus: "), "{}", run.stderr);
    assert!(run.stderr.contains("nothing was added"), "{}", run.stderr);
}

#[test]
fn what_holds_no_document_that_can_be_found_is_never_passed_over() {
    let project = project();
    let wide: Vec<u8> = "<<<FILE>>> a\nx\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes, why) in [
        ("wide.corpus", &wide[..], "it is in UTF-16LE, in which no document can be found"),
        ("bare.corpus", b"The ferry leaves at nine.\n", "it has no marker line"),
        ("packed.corpus", b"\x1F\x8B\x08\0\0\0\0\0\0\x03", "it has no marker line"),
        ("store.corpus", b"SQLite format 3\0\x10\0\x01\x01", "it has no marker line"),
    ] {
        project.write(name, bytes);
        for paths in [&[name][..], &[name, "april.corpus"]] {
            let run = add(&project, paths);
            assert_eq!(run.code, Some(2), "{paths:?}: {}", run.stderr);
            assert!(run.stderr.starts_with(&format!("error: cannot read {name}: {why}")), "{}", run.stderr);
            assert!(run.stderr.ends_with("nothing was added: a drop is added whole or not at all\n"), "{}", run.stderr);
        }
        assert!(!project.path("known").exists());
    }
    // What nothing has gone to has no documents, and that is no fault.
    project.write("nothing.corpus", "\n\u{a0}\n".as_bytes());
    project.write("head.corpus", b"<<<CORPUS>>> lang=en\n");
    let run = add(&project, &["nothing.corpus", "head.corpus", "april.corpus"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), "note: added 2 documents to known\n"));
}

#[test]
fn a_registry_that_was_begun_and_not_filled_is_told_and_mended() {
    let project = project();
    project.write("known", b"");
    for run in [project.run(&["registry", "stats", "--registry", "known"]), check(&project, &["april.corpus"])] {
        let why = "cannot read the registry known: it is empty, as it is until a first `add` is done, or where that was \
                   interrupted; the next `corplint registry add` mends it\n";
        assert_eq!((run.code, run.stderr), (Some(2), format!("error: {why}")));
    }
    assert_eq!(add(&project, &["april.corpus"]).stderr, "note: added 2 documents to known\n");
}

#[test]
fn a_folder_for_temporary_files_that_is_not_there_is_told_by_the_name_of_its_variable() {
    let project = project();
    let output = project
        .command(&["registry", "add", "april.corpus", "--registry", "known"])
        .env("TMPDIR", "/nonexistent")
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.starts_with("error: cannot read /nonexistent: ") && told.contains("TMPDIR"), "{told}");
}

#[test]
fn an_export_that_was_damaged_on_the_way_is_not_taken_in() {
    let project = project();
    add(&project, &["april.corpus"]);
    let export = project.run(&["registry", "export", "x.parquet", "--registry", "known"]);
    assert_eq!(export.code, Some(0), "{}", export.stderr);
    // The name of the drop stands in the file as it is.
    let whole = read(&project.path("x.parquet"));
    let at = whole.windows(5).position(|five| five == b"april").expect("the drop is in it");
    let mut bytes = whole.clone();
    bytes[at] ^= 1;
    project.write("x.parquet", &bytes);
    let run = project.run(&["registry", "import", "x.parquet", "--registry", "other"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.starts_with("error: cannot read x.parquet: it is damaged"), "{}", run.stderr);
    assert!(!project.path("other").exists());
    // Of what another program has written, nobody knows.
    let mut bytes = whole;
    let maker = bytes.windows(9).rposition(|nine| nine == b"\x08corplint").expect("who has made it is in it");
    bytes[maker + 1] = b'C';
    project.write("x.parquet", &bytes);
    let run = project.run(&["registry", "import", "x.parquet", "--registry", "other"]);
    let note = "note: x.parquet has no checksum of `registry export`, so that nobody can tell whether it is damaged\n";
    assert_eq!((run.code, run.stderr), (Some(0), format!("{note}note: added 2 documents to other\n")));
}

#[test]
fn an_export_never_takes_the_name_of_a_corpus_file() {
    let project = project();
    add(&project, &["april.corpus"]);
    for name in ["may.corpus", "new.corpus.gz"] {
        let run = project.run(&["registry", "export", "--force", name, "--registry", "known"]);
        let why = format!("error: {name} has the name of a corpus file, and would be checked\n");
        assert_eq!((run.code, run.stderr), (Some(2), why));
    }
    assert_eq!(read(&project.path("may.corpus")), MAY);
}

#[test]
fn several_add_at_the_same_time() {
    let project = project();
    let files: Vec<String> = (0..6).map(|number| format!("{number}.corpus")).collect();
    for name in &files {
        project.write(name, format!("<<<FILE>>> {name}\nThe ferry number {name} leaves at nine.\n").as_bytes());
    }
    let add = |name: &String| project.command(&["registry", "add", "--quiet", name, "--registry", "known"]).spawn();
    let running: Vec<_> = files.iter().map(|name| add(name).expect("the program starts")).collect();
    for mut child in running {
        assert!(child.wait().expect("the program ends").success());
    }
    let run = project.run(&["registry", "stats", "--registry", "known"]);
    assert!(run.stdout.starts_with("documents                 6\ndrops (files or names)    6\n"), "{}", run.stdout);
}

#[test]
fn a_name_that_means_something_to_the_store_is_the_name_of_a_file() {
    let project = project();
    for name in [":memory:", "file:known", "file:known?mode=memory"] {
        let registry = ["--registry", name];
        let run = project.run(&[&["registry", "add", "april.corpus"], &registry[..]].concat());
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(project.path(name).is_file(), "{name}");
        let run = project.run(&[&["registry", "check", "may.corpus", "--format", "concise"], &registry[..]].concat());
        assert_eq!(run.stdout.lines().count(), 2, "{name}: {}", run.stderr);
    }
}

#[test]
fn what_can_never_be_added_to_is_refused_before_anything_is_read() {
    let project = project();
    project.write("broken.corpus.gz", b"no gzip");
    project.write("other", b"Something else, which is no registry and was never one.\n");
    project.write("folder/other", b"Something else.\n");
    let refused = |command: &str, registry: &str| {
        let run = project.run(&["registry", command, "broken.corpus.gz", "--registry", registry]);
        assert_eq!((run.code, run.stderr.lines().count()), (Some(2), 1), "{}", run.stderr);
        run.stderr
    };
    for command in ["add", "import"] {
        assert!(refused(command, "other").contains("other: it is no registry"));
        assert_eq!(refused(command, "folder"), "error: cannot add to the registry folder: it is not a plain file\n");
        // In its folder, it would be read as a part of the next drop.
        let why = "error: known.corpus has the name of a corpus file, and would be checked\n";
        assert_eq!(refused(command, "known.corpus"), why);
    }
    #[cfg(unix)]
    for command in [&["stats"][..], &["check", "may.corpus"], &["add", "may.corpus"]] {
        let run = project.run(&[&["registry"], command, &["--registry", "/dev/null"]].concat());
        assert!(run.code == Some(2) && run.stderr.ends_with("/dev/null: it is not a plain file\n"), "{}", run.stderr);
    }
    let run = project.run(&["registry", "import", "folder", "--registry", "known"]);
    assert!(run.stderr.starts_with("error: cannot read folder: it is not a plain file\n"), "{}", run.stderr);
    for wrong in [&["import", "-"][..], &["add", "april.corpus", "--name", ""]] {
        let run = project.run(&[&["registry"], wrong, &["--registry", "known"]].concat());
        assert!(run.code == Some(2) && !project.path("known").exists(), "{}", run.stderr);
    }
}

/// Where what a footer says of the ids begins: the size of the compressed values, behind the way in which they are
/// compressed, how many there are, and their size before. (Apache Parquet, parquet.thrift, `ColumnMetaData`.)
fn size_of_ids(export: &[u8]) -> (usize, usize) {
    let codec = b"\x19\x18\x02id\x15";
    let codec = export.windows(codec.len()).position(|window| window == codec).expect("the ids") + codec.len();
    let mut at = codec + 1;
    for _ in 0..2 {
        // A number of 64 bits, the last byte of which is less than 128.
        assert_eq!(export[at], 0x16);
        at += 2 + export[at + 1..].iter().take_while(|byte| **byte >= 128).count();
    }
    assert_eq!(export[at], 0x16);
    (codec, at + 1)
}

#[test]
fn what_a_damaged_export_makes_of_its_reader_is_told_in_one_sentence() {
    let project = project();
    add(&project, &["april.corpus"]);
    project.run(&["registry", "export", "x.parquet", "--registry", "known"]);
    let whole = read(&project.path("x.parquet"));
    let (codec, size) = size_of_ids(&whole);
    let import = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] = byte;
        project.write("x.parquet", &bytes);
        let run = project.run(&["registry", "import", "x.parquet", "--registry", "other"]);
        assert!(run.code == Some(2) && !project.path("other").exists(), "{}", run.stderr);
        run.stderr
    };
    let nothing = "error: nothing was added: what is imported together is added whole or not at all\n";
    // A size below nothing, at which the library panics.
    let why = "it is no Parquet file, or one that is damaged (its parts contradict each other)";
    assert_eq!(import(size, whole[size] ^ 1), format!("error: cannot read x.parquet: {why}\n{nothing}"));
    let why = "it is compressed by GZIP; write it with Snappy, Zstandard or nothing";
    assert_eq!(import(codec, 4), format!("error: cannot read x.parquet: {why}\n{nothing}"));
    let why = "it is no Parquet file, or one that is damaged (Invalid Parquet file. Corrupt footer)";
    assert_eq!(import(whole.len() - 1, b'2'), format!("error: cannot read x.parquet: {why}\n{nothing}"));
}

#[test]
fn where_facts_are_lost_nothing_is_said_of_what_was_met() {
    let project = project();
    let words =
        "The last ferry of the day leaves an hour later from Monday, and the old bridge stays closed until spring";
    let document = |number: u32| format!("<<<FILE>>> {number}\n{words}, {number} {number}.\n");
    project.write("drop.corpus", (0..9000).map(document).collect::<Vec<_>>().concat().as_bytes());
    add(&project, &["drop.corpus"]);
    let output = project
        .command(&[
            "registry",
            "check",
            "drop.corpus",
            "--registry",
            "known",
            "--memory",
            "1MiB",
            "--format",
            "concise",
        ])
        .env("TMPDIR", "/nonexistent")
        .output()
        .expect("the program runs");
    let (out, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!((output.status.code(), &*out), (Some(2), ""), "{told}");
    assert!(told.contains("TMPDIR") && !told.contains("already"), "{told}");
}
