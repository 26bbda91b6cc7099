//! What cannot be kept is refused, and all that is wrong is told at once.

use std::fs;

use corplint::archive::{INDEX, Reason, UnpackError};
use corplint::syntax::{ValueKind, write_value};

use super::{Place, files_in};

/// Unpacks a corpus that has to be refused, and gives what is said about it.
#[track_caller]
fn refused(corpus: &[u8]) -> String {
    let place = Place::new();
    place.file("x.corpus", corpus);
    place.file("beside", "untouched");
    fs::create_dir(place.path("x")).expect("a folder");
    let before = place.everything();
    let run = place.run(&["unpack", "x.corpus", "-d", "x"]);
    assert_eq!(run.code, Some(2), "{}{}", String::from_utf8_lossy(corpus), run.stderr);
    assert!(run.stderr.contains("nothing was written"), "{}", run.stderr);
    assert_eq!(place.everything(), before);
    assert!(run.stdout.is_empty());
    run.stderr
}

#[test]
fn ids_that_lead_elsewhere_or_mean_something_else_are_refused() {
    let long = "x".repeat(256);
    let longer = "x/".repeat(30_000) + "x";
    for id in [
        "../x",
        "a/../../x",
        "a/../x",
        "/etc/x",
        "//server/x",
        "C:\\x",
        "C:x",
        "\\\\?\\C",
        "..\\x",
        "a\0b",
        ".",
        "..",
        "./a",
        "a//b",
        "a/",
        "CON",
        "nul.txt",
        "COM1",
        "a/lpt\u{B3}.b",
        "a.",
        "a ",
        "a\u{1b}[31mb",
        "a\nb",
        "a\u{85}b",
        "a\u{202e}b",
        "a\u{2028}b",
        ".git/config",
        "a/.Git",
        ".gi\u{200d}t/hooks/x",
        "git~1/x",
        ".corplint-index",
        ".a.corplint-tmp",
        "a:b",
        &long,
        &longer,
    ] {
        let id = write_value(id.as_bytes(), ValueKind::Id);
        let corpus = [b"<<<FILE>>> good\nx\n<<<FILE>>> ", &*id, b"\ny\n<<<FILE>>> better\nz\n"].concat();
        let said = refused(&corpus);
        assert!(said.contains("x.corpus:3: `"), "{said}");
        assert!(said.contains("1 fault in the way"), "{said}");
        let obeyed = said.contains(['\x1b', '\u{85}', '\u{202e}', '\u{2028}']);
        assert!(!obeyed && said.lines().count() == 2 && said.len() < 700, "{said:?}");
    }
    assert!(refused(b"<<<FILE>>>\nx\n").contains("x.corpus:1: the document has no id"));
    assert!(refused(b"<<<FILE>>> \"\"\nx\n").contains("x.corpus:1: the document has no id"));
    assert!(refused(b"<<<FILE>>> a\xff\nx\n").contains("is not UTF-8"));
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let said = refused(
        "<<<FILE>>> Paris\n<<<FILE>>> ok\n<<<FILE>>> paris\n<<<FILE>>> ../x\n<<<FILE>>> ok\n<<<FILE>>> ok/x\n\
         <<<FILE>>> caf\u{e9}/a\n<<<FILE>>> cafe\u{301}/b\n<<<FILE>>> Ma\u{df}e\n<<<FILE>>> MASSE\n"
            .as_bytes(),
    );
    let expected = "\
error: x.corpus:3: `paris` and `Paris` (line 1) are one name where case and Unicode normalisation do not count
error: x.corpus:4: `../x` has a part `.` or `..`, which leads to another folder
error: x.corpus:5: `ok` is also the id of the document on line 2
error: x.corpus:6: `ok/x` would lie in `ok` (line 2), which is a file and no folder
error: x.corpus:8: `cafe\u{301}/b` and `café/a` (line 7) lie in folders that are one where case and Unicode normalisation do not count
error: x.corpus:10: `MASSE` and `Maße` (line 9) are one name where case and Unicode normalisation do not count
note: nothing was written: 6 faults in the way
";
    assert_eq!(said, expected);
}

#[test]
fn what_would_be_lost_is_refused() {
    for (corpus, line, said) in [
        (&b"stray\n<<<FILE>>> a\nx\n"[..], 1, "text that belongs to no document"),
        (b"<<<FILE>>> a\nx\n<<<END>>>\n\nstray\n", 5, "text that belongs to no document"),
        (b"<<<CORPUS>>> version=1\nstray\n<<<FILE>>> a\nx\n", 2, "text that belongs to no document"),
        (b"no marker\n", 1, "text that belongs to no document"),
        (b"<<<FILE>>> a\nx\n<<<NOTE>>> n\n", 3, "`<<<NOTE>>> n` is a marker of a later version"),
        (b"<<<FILE>>> a lang=fr lang=de\nx\n", 1, "a part of this marker line cannot be read"),
        (b"<<<FILE>>> a Lang=fr\nx\n", 1, "a part of this marker line cannot be read"),
        (b"<<<FILE>>> a title=\"x\ny\n", 1, "a part of this marker line cannot be read"),
        (b"<<<CORPUS>>> version=2\n<<<FILE>>> a\nx\n", 1, "version `2` of the format is not known"),
        (b"<<<FILE>>> a\n<<<CORPUS>>> version=1 lang=fr\n", 2, "`<<<CORPUS>>>` is not the first line"),
        (b"<<<FILE>>> a\n<<<END>>> files=1\n<<<FILE>>> b\n", 2, "`<<<END>>>` says what the file holds"),
        (b"<<<FILE>>> a\n<<<END>>> files=2\n", 2, "`files=2` does not agree with the 1 documents"),
        (b"<<<FILE>>> a\n<<<END>>> files=one\n", 2, "`files=one` does not agree"),
        (b"<<<FILE>>> a\n<<<END>>> files=+1\n", 2, "`files=+1` does not agree"),
        (b"<<<FILE>>> a\n<<<END>>> sha256=00\n", 2, "the text before this line is not what its `sha256`"),
    ] {
        let stderr = refused(corpus);
        assert!(stderr.starts_with(&format!("error: x.corpus:{line}: {said}")), "{stderr}");
    }
    let wide: Vec<u8> = "<<<FILE>>> a\nx\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(refused(&wide).contains("the file is UTF-16LE and not UTF-8"));
}

#[test]
fn files_that_are_there_are_kept_unless_force_is_used() {
    let place = Place::new();
    place.file("x.corpus", "<<<FILE>>> b lang=fr\nnew b\n<<<FILE>>> a\nnew a\n");
    place.file("x/a", "old a");
    place.file("x/other", "other");
    let before = place.everything();
    let run = place.run(&["unpack", "x.corpus", "-d", "x"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("x.corpus:3: `a` cannot be written: there is something of this name"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("`--force` replaces what is there"), "{}", run.stderr);
    assert_eq!(place.everything(), before);
    let run = place.run(&["unpack", "x.corpus", "-d", "x", "--force"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(files_in(&place.path("x")).len(), 4);
    assert_eq!((place.read("x/a"), place.read("x/b")), (b"new a".to_vec(), b"new b".to_vec()));

    // An index speaks of the corpus that it came with, and of no other.
    place.file("y.corpus", "<<<FILE>>> c\nnew c\n");
    assert_eq!(place.run(&["unpack", "y.corpus", "-d", "x"]).code, Some(2));
    assert_eq!(place.run(&["unpack", "y.corpus", "-d", "x", "--force"]).code, Some(0));
    assert!(!place.path("x").join(INDEX).exists());
}

#[test]
fn a_tree_that_could_not_be_unpacked_is_not_packed() {
    let place = Place::new();
    place.file("in/a", "x");
    place.file("in/bad.txt", b"caf\xe9");
    place.file("in/wide.txt", b"\xff\xfea\0b\0");
    let names: &[&str] = if cfg!(unix) { &["12:30", "nul.txt", "a\\b", "end.", "A"] } else { &[] };
    for name in names {
        place.file(&format!("in/{name}"), "x");
    }
    let run = place.run(&["pack", "in", "-o", "x.corpus"]);
    assert_eq!(run.code, Some(2));
    if cfg!(unix) {
        assert!(run.stderr.contains("error: `12:30` has a colon in it"), "{}", run.stderr);
        assert!(run.stderr.contains("error: `a` and `A` are one name"), "{}", run.stderr);
        assert!(run.stderr.contains("nothing was written: 5 faults"), "{}", run.stderr);
    }
    for name in names {
        fs::remove_file(place.path("in").join(name)).expect("a file");
    }
    for arguments in [&["pack", "in", "-o", "x.corpus"][..], &["pack", "in"]] {
        let run = place.run(arguments);
        assert_eq!((run.code, run.stdout.len()), (Some(2), 0));
        let expected = "\
error: `bad.txt` is not UTF-8: the first wrong byte is at offset 3
error: `wide.txt` is not UTF-8: the first wrong byte is at offset 0; it looks like UTF-16LE, which `iconv -f UTF-16LE -t UTF-8` converts
note: nothing was written: 2 faults in the way
";
        assert_eq!(run.stderr, expected);
    }
    assert!(!place.path("x.corpus").exists());
    assert_eq!(fs::read_dir(place.folder.path()).expect("a folder").count(), 1, "nothing is left over");
}

#[test]
fn a_corpus_file_is_replaced_only_with_force_and_never_by_half() {
    let place = Place::new();
    place.file("in/a", "x");
    place.file("x.corpus", "old");
    let run = place.run(&["pack", "in", "-o", "x.corpus"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("`--force` replaces it"), "{}", run.stderr);
    assert_eq!(place.read("x.corpus"), b"old");
    place.file("in/b", b"\xff");
    assert_eq!(place.run(&["pack", "in", "-o", "x.corpus", "--force"]).code, Some(2));
    assert_eq!(place.read("x.corpus"), b"old");
    fs::remove_file(place.path("in/b")).expect("a file");
    assert_eq!(place.run(&["pack", "in", "-o", "x.corpus", "--force"]).code, Some(0));
    assert_eq!(place.read("x.corpus"), b"<<<FILE>>> a\nx\n");
    for (output, said) in [
        ("in/x.corpus", "would be a part of itself"),
        ("x.corpus.gz", "would not be compressed"),
        ("nowhere/x.corpus", "its folder is not there"),
    ] {
        let run = place.run(&["pack", "in", "-o", output]);
        assert_eq!(run.code, Some(2), "{output}");
        assert!(cfg!(windows) || run.stderr.contains(said), "{}", run.stderr);
    }
    assert_eq!(place.run(&["pack", "nowhere", "-o", "y.corpus"]).code, Some(2));
    assert_eq!(place.run(&["pack", "x.corpus", "-o", "y.corpus"]).code, Some(2), "it is no folder");
}

#[test]
fn an_index_that_is_not_one_is_refused() {
    for (index, said) in [
        ("<<<FILE>>> a\nText.\n", ":1: `a` has a text here"),
        ("Text.\n", ":1: text that belongs to no document"),
        ("<<<FILE>>> a\n<<<FILE>>> a\n", ":2: `a` is also the id of the document on line 1"),
        ("<<<FILE>>> ../a\n", ":1: `../a` has a part"),
        ("<<<FILE>>> a lang=fr lang=de\n", ":1: a part of this marker line cannot be read"),
    ] {
        let place = Place::new();
        place.file("in/a", "x");
        place.file(&format!("in/{INDEX}"), index);
        let run = place.run(&["pack", "in", "-o", "x.corpus"]);
        assert_eq!(run.code, Some(2), "{index}");
        assert!(run.stderr.contains(&format!("{INDEX}{said}")), "{}", run.stderr);
        assert!(!place.path("x.corpus").exists());
    }
}

#[test]
fn what_is_left_out_is_told() {
    let place = Place::new();
    place.file("in/a", "x");
    place.file("in/.git/config", "x");
    place.file("in/b/.a.abcdef.corplint-tmp", "x");
    fs::create_dir_all(place.path("in/c/d")).expect("a folder");
    let run = place.run(&["pack", "in", "-o", "x.corpus", "--quiet"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let expected = "\
note: in/.git is left out: it belongs to Git and not to the texts
note: in/b/.a.abcdef.corplint-tmp is left out: a run that was interrupted has left it behind; it can be removed
note: in/c/d is left out: it is a folder with nothing in it
";
    assert_eq!(run.stderr.replace('\\', "/"), expected);
    assert_eq!(place.read("x.corpus"), b"<<<FILE>>> a\nx\n");
    fs::create_dir(place.path("nothing")).expect("a folder");
    let run = place.run(&["pack", "nothing"]);
    assert_eq!((run.code, run.stdout.len()), (Some(0), 0));
    assert!(run.stderr.contains("there was no file to pack in nothing"), "{}", run.stderr);
}

#[test]
fn many_refusals_are_counted() {
    let corpus: Vec<String> = (0..150_000).map(|number| format!("<<<FILE>>> ../{number}\n")).collect();
    let said = refused(corpus.concat().as_bytes());
    assert!(said.contains("error: and 149,900 more\n"), "{}", said.len());
    assert_eq!(said.lines().count(), 102);
}

#[test]
fn refusals_are_data_too() {
    let place = Place::new();
    let Err(UnpackError::Refused(refusals)) = place.unpack(b"<<<FILE>>> a\n<<<FILE>>> a\n", "x") else {
        panic!("an id stands for one file");
    };
    let [refusal] = refusals.told() else { panic!("one") };
    assert_eq!((refusal.line, refusal.name.as_deref()), (Some(2), Some("a")));
    assert!(matches!(refusal.reason, Reason::SameId { line: 1 }));
}
