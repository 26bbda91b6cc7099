//! Nothing is written anywhere but below the folder that was named, whatever links lie in it; and nothing is read from
//! anywhere else.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use corplint::archive::{INDEX, PackError, unpack};
use corplint::source::Source;
use corplint::write::Existing;

use super::{Place, Tree, everything_in};

#[test]
fn no_link_is_written_through() {
    for (id, link, leads_to) in [
        ("a", "a", "../outside/file"),
        ("a", "a", "../outside/new"),
        ("a", "a", "nowhere"),
        ("a/b", "a", "../outside"),
        ("a/file", "a", "../outside"),
        ("a/b/c", "a/b", "../../outside"),
        (INDEX, INDEX, "../outside/file"),
    ] {
        let place = Place::new();
        let id = if id == INDEX { "b" } else { id };
        place.file("x.corpus", format!("<<<FILE>>> good\nx\n<<<FILE>>> {id} lang=fr\ny\n"));
        place.file("outside/file", "untouched");
        fs::create_dir_all(place.path("x/a").parent().expect("a folder")).expect("a folder");
        if link == "a/b" {
            fs::create_dir(place.path("x/a")).expect("a folder");
        }
        symlink(leads_to, place.path("x").join(link)).expect("a link");
        let before = place.everything();
        for arguments in [&["unpack", "x.corpus", "-d", "x"][..], &["unpack", "x.corpus", "-d", "x", "--force"]] {
            let run = place.run(arguments);
            assert_eq!(run.code, Some(2), "{id}: {}", run.stderr);
            assert!(run.stderr.contains("there is a link in its way"), "{id}: {}", run.stderr);
            assert_eq!(place.everything(), before, "{id}");
        }
    }
}

#[test]
fn the_folder_that_was_named_may_be_a_link() {
    let place = Place::new();
    place.file("x.corpus", "<<<FILE>>> a\nx\n");
    fs::create_dir(place.path("real")).expect("a folder");
    symlink("real", place.path("x")).expect("a link");
    assert_eq!(place.run(&["unpack", "x.corpus", "-d", "x"]).code, Some(0));
    assert_eq!(place.read("real/a"), b"x");
}

#[test]
fn links_and_pipes_are_not_packed() {
    let place = Place::new();
    place.file("in/a", "x");
    place.file("secret", "secret");
    symlink("../secret", place.path("in/file")).expect("a link");
    symlink("..", place.path("in/folder")).expect("a link");
    symlink("nowhere", place.path("in/nothing")).expect("a link");
    let made = Command::new("mkfifo").arg(place.path("in/pipe")).status().is_ok_and(|status| status.success());
    assert!(made, "mkfifo makes a pipe");
    let run = place.run(&["pack", "in"]);
    assert_eq!((run.code, run.stdout), (Some(0), b"<<<FILE>>> a\nx\n".to_vec()));
    for said in
        ["in/file is left out: it is a link", "in/folder is", "in/nothing is", "in/pipe is left out: it is a pipe"]
    {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn an_index_that_is_a_link_is_not_read() {
    let place = Place::new();
    place.file("in/a", "x");
    place.file("index", "<<<FILE>>> a lang=fr\n");
    symlink("../index", place.path("in").join(INDEX)).expect("a link");
    assert_eq!(place.pack("in").expect("it can be packed"), b"<<<FILE>>> a\nx\n");
}

#[test]
fn names_that_are_not_utf8_are_told() {
    use std::os::unix::ffi::OsStrExt as _;

    let place = Place::new();
    fs::create_dir(place.path("in")).expect("a folder");
    fs::write(place.path("in").join(OsStr::from_bytes(b"caf\xe9")), "x").expect("a file");
    let Err(PackError::Refused(refusals)) = place.pack("in") else { panic!("the name is no id") };
    assert_eq!(refusals.to_string(), "`caf\u{FFFD}` is not UTF-8");
}

/// How often a folder is swapped for a link, at the least, while files are written into it.
const SWAPS: usize = 2_000;

#[test]
fn a_folder_that_becomes_a_link_meanwhile_leads_nowhere_else() {
    let place = Place::new();
    fs::create_dir(place.path("outside")).expect("a folder");
    fs::create_dir_all(place.path("x/a")).expect("a folder");
    symlink("../outside", place.path("link")).expect("a link");
    let documents: Vec<String> = (0..20).map(|number| format!("<<<FILE>>> a/{number}/b\nx\n")).collect();
    let source = Source::memory("x.corpus", documents.concat().into_bytes());
    let stop = AtomicBool::new(false);
    let (target, link, aside) = (place.path("x/a"), place.path("link"), place.path("aside"));
    let swapped = thread::scope(|scope| {
        let swapper = scope.spawn(|| {
            let mut count = 0;
            while !stop.load(Ordering::Relaxed) || count < SWAPS {
                let flags = rustix::fs::RenameFlags::EXCHANGE;
                let cwd = rustix::fs::CWD;
                if rustix::fs::renameat_with(cwd, &target, cwd, &link, flags).is_err() {
                    // Without an exchange there is a moment with neither, which is just as well.
                    let _ = fs::rename(&target, &aside);
                    let _ = symlink("../outside", &target);
                    let _ = fs::remove_file(&target);
                    let _ = fs::rename(&aside, &target);
                }
                count += 1;
            }
            count
        });
        for _ in 0..200 {
            // Whether it is refused, or fails, or goes well is a matter of chance.
            let _ = unpack(&source, &place.path("x"), Existing::Replace);
        }
        stop.store(true, Ordering::Relaxed);
        swapper.join().expect("it ends")
    });
    assert!(swapped >= SWAPS);
    assert_eq!(everything_in(&place.path("outside")), Tree::new(), "after {swapped} swaps");
}
