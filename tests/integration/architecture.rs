//! Which part of the source knows which, and what a file looks like: what `ARCHITECTURE.md` says is held here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use globset::GlobBuilder;

use crate::common::{Faults, files_under, name, read, read_text, relative, repository};
use crate::rust_text::{all_tokens, paths, test_modules, tokens};

/// The most lines that a file of the source may have. What is longer has more than one job.
const LINES: usize = 700;

/// The most characters that a line with a comment may have. What is longer is wrapped by some viewers and cut by others.
const COLUMNS: usize = 124;

/// Where the map is written.
const MAP: &str = "the block `rooms` of ARCHITECTURE.md";

/// What a room may use.
#[derive(Debug, Default)]
struct Rooms {
    /// By the name of the room: paths such as `span` and `rule::RuleMeta`.
    uses: BTreeMap<String, BTreeSet<String>>,
    /// By the name of the library: the rooms that may name it.
    libraries: BTreeMap<String, BTreeSet<String>>,
}

impl Rooms {
    /// Reads the block of `ARCHITECTURE.md` that begins with ```` ```rooms ````.
    ///
    /// A line `room: other, third::Item` says what a room may use: all of `other`, and of `third` only `Item`. `-` is
    /// nothing and `*` everything. A line `only room, other names library` says who may know a library.
    fn read() -> Self {
        let text = read_text(&repository().join("ARCHITECTURE.md")).replace("\r\n", "\n");
        let block = text.split_once("\n```rooms\n").and_then(|(_, rest)| rest.split_once("\n```"));
        let (block, _) =
            block.expect("ARCHITECTURE.md has a block that begins with ```rooms and says who may use whom");
        let mut rooms = Self::default();
        let names =
            |list: &str| list.split(',').map(|name| name.trim().to_owned()).filter(|name| name != "-").collect();
        for line in block.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if let Some((who, library)) = line.strip_prefix("only ").and_then(|line| line.split_once(" names ")) {
                rooms.libraries.insert(library.trim().to_owned(), names(who));
            } else if let Some((room, list)) = line.split_once(": ") {
                let earlier = rooms.uses.insert(room.trim().to_owned(), names(list));
                assert!(earlier.is_none(), "{MAP} has two lines for `{room}`");
            } else {
                panic!("{MAP}: `{line}` is neither `room: other, third` nor `only room names library`");
            }
        }
        rooms
    }

    /// Whether `room` may use `path`, the parts of which follow `crate`.
    fn allow(&self, room: &str, path: &[&str]) -> bool {
        let Some(uses) = self.uses.get(room) else { return false };
        let prefixes = (1..=path.len()).map(|length| path[..length].join("::"));
        uses.contains("*") || prefixes.into_iter().any(|prefix| uses.contains(&prefix))
    }
}

/// The Rust files of the source.
fn sources() -> Vec<PathBuf> {
    let files = files_under(&repository().join("src"), &[]);
    files.into_iter().filter(|path| is_rust(path)).collect()
}

/// The Rust files of the source, without those that are only compiled for tests. Tests may look in every room.
fn shipped_sources() -> Vec<PathBuf> {
    let mut files = sources();
    let of_tests: BTreeSet<Vec<String>> = files
        .iter()
        .flat_map(|file| {
            let parent = module(file);
            test_modules(&read_text(file)).into_iter().map(move |name| [parent.clone(), vec![name]].concat())
        })
        .collect();
    files.retain(|file| {
        let module = module(file);
        (1..=module.len()).all(|length| !of_tests.contains(&module[..length]))
    });
    files
}

fn is_rust(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "rs")
}

/// The module that a file of the source is: `["linter", "block"]` for `src/linter/block.rs`.
fn module(file: &Path) -> Vec<String> {
    let path = relative(&file.with_extension(""));
    let mut parts: Vec<String> = path.split('/').skip(1).map(str::to_owned).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// The room that a module is in.
fn room(module: &[String]) -> &str {
    match module {
        [first, _, ..] if first == "rules" => "rules/*",
        [first, ..] => first,
        [] => "lib",
    }
}

/// `path` as it is seen from the root of the crate, if it is a path of this crate: without `crate`, and with `super`
/// and `self` resolved.
fn from_root<'a>(path: &[&'a str], module: &'a [String]) -> Option<Vec<&'a str>> {
    let ups = path.iter().take_while(|part| **part == "super").count();
    let (start, rest) = match path {
        ["crate" | "corplint", rest @ ..] => (0, rest),
        ["self", rest @ ..] => (module.len(), rest),
        _ if ups > 0 => (module.len().saturating_sub(ups), &path[ups..]),
        _ => return None,
    };
    let start = module.iter().take(start).map(String::as_str);
    Some(start.chain(rest.iter().copied()).filter(|part| *part != "self").collect())
}

#[test]
fn rooms_use_what_they_may() {
    let mut faults = Faults::default();
    let rooms = Rooms::read();
    for file in shipped_sources() {
        let module = module(&file);
        let own = room(&module);
        if !rooms.uses.contains_key(own) {
            faults.push(format!(
                "{}: `{own}` is a new room of which {} says nothing: add a line `{own}: <the rooms it may use>`, as \
                 few as will do",
                relative(&file),
                MAP,
            ));
            continue;
        }
        let text = read_text(&file);
        let used: BTreeSet<Vec<&str>> =
            paths(&tokens(&text)).iter().filter_map(|path| from_root(path, &module)).collect();
        for path in used.iter().filter(|path| !path.is_empty()) {
            if own == "rules/*" && path[0] == "rules" {
                faults.expect(is_shared_helper(path, &module), || {
                    format!(
                        "{} uses `{}`: a rule sees no other rule and not the registry. What two rules share goes \
                         into a file of its own beside them, which declares no rule",
                        relative(&file),
                        path.join("::"),
                    )
                });
            } else if path[0] != own && !(own == "rules" && path[0] == "rules") {
                faults.expect(rooms.allow(own, path), || {
                    format!(
                        "{} uses `{}`: the room `{own}` may use {}. Move what is needed to where \
                         both may see it, or, if the arrow is right, draw it in {}",
                        relative(&file),
                        path.join("::"),
                        listed(&rooms.uses[own]),
                        MAP,
                    )
                });
            }
        }
    }
    faults.report();
}

#[test]
fn rooms_use_all_that_they_may() {
    let mut faults = Faults::default();
    let rooms = Rooms::read();
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in shipped_sources() {
        let module = module(&file);
        let text = read_text(&file);
        let own = used.entry(room(&module).to_owned()).or_default();
        for path in paths(&tokens(&text)).iter().filter_map(|path| from_root(path, &module)) {
            own.extend((1..=path.len()).map(|length| path[..length].join("::")));
        }
    }
    for (room, may) in &rooms.uses {
        // Of everything, or of the rules that a list names, nobody needs each.
        for other in may.iter().filter(|other| !other.contains('*')) {
            faults.expect(used.get(room).is_some_and(|used| used.contains(other)), || {
                format!("{MAP} says that `{room}` may use `{other}`, which it does not: take that arrow away")
            });
        }
    }
    faults.report();
}

/// Names as they are read in a sentence.
fn listed(names: &BTreeSet<String>) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "nothing".to_owned() } else { format!("only {}", names.join(", ")) }
}

/// Whether `path` lies in the module itself, or in a file that declares no rule: beside it, or beside the categories.
fn is_shared_helper(path: &[&str], module: &[String]) -> bool {
    let (file, others) = match path {
        [_, category, name, ..] if *category == module[1] => (format!("{category}/{name}"), Some(name)),
        [_, name, ..] => ((*name).to_owned(), None),
        [..] => return false,
    };
    let file = repository().join(format!("src/rules/{file}.rs"));
    let is_itself = others.is_some_and(|name| module.get(2).is_some_and(|own| own == name));
    is_itself || (file.is_file() && !declares_rule(&file))
}

fn declares_rule(file: &Path) -> bool {
    read_text(file).lines().any(|line| line.starts_with("declare_rule!"))
}

#[test]
fn every_room_of_the_map_exists() {
    let rooms = Rooms::read();
    let modules: Vec<Vec<String>> = sources().iter().map(|file| module(file)).collect();
    let exist: BTreeSet<&str> = modules.iter().map(|module| room(module)).collect();
    let mut faults = Faults::default();
    let named = rooms.uses.values().chain(rooms.libraries.values()).flatten();
    for name in rooms.uses.keys().chain(named) {
        let room = name.split("::").next().unwrap_or_default();
        faults.expect(room == "*" || exist.contains(room), || {
            format!("{MAP} speaks of `{room}`, and there is no such module in src")
        });
    }
    faults.report();
}

/// The documents that speak of the source by the paths of its items.
const GUIDES: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];

/// What an item is declared with.
const DECLARES: [&str; 9] = ["const", "enum", "fn", "macro_rules", "mod", "static", "struct", "trait", "type"];

#[test]
fn paths_in_the_guides_name_what_exists() {
    let rooms = Rooms::read();
    let declared: Vec<(Vec<String>, BTreeSet<String>)> =
        sources().iter().map(|file| (module(file), items(&read_text(file)))).collect();
    let mut faults = Faults::default();
    let mut count = 0;
    for guide in GUIDES {
        let text = read_text(&repository().join(guide));
        for path in paths_of_guide(&text).filter(|path| rooms.uses.contains_key(path[0])) {
            count += 1;
            faults.expect(names_something(&path, &declared), || {
                format!(
                    "{guide} speaks of `{}`, and there is no such module or item in src: say where it is now",
                    path.join("::")
                )
            });
        }
    }
    assert!(count > 9, "only {count} paths were found in the guides");
    faults.report();
}

/// The paths of more than one part that stand alone between backticks. What stands between two such places and not in
/// one has spaces, and is no path.
fn paths_of_guide(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let is_name = |part: &&str| !part.is_empty() && part.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    let paths = text.split('`').map(|code| code.split("::").collect());
    paths.filter(move |path: &Vec<&str>| path.len() > 1 && path.iter().all(is_name))
}

/// The names of the items that a file declares, those of its tests among them.
fn items(source: &str) -> BTreeSet<String> {
    let tokens = all_tokens(source);
    let name = |window: &[&str]| if window[0] == "macro_rules" { window[2].to_owned() } else { window[1].to_owned() };
    tokens.windows(3).filter(|window| DECLARES.contains(&window[0])).map(name).collect()
}

/// Whether a path names a module, or an item that is declared in one: by the names behind the longest part of it that is a
/// module, each of which has to be declared somewhere in that.
fn names_something(path: &[&str], declared: &[(Vec<String>, BTreeSet<String>)]) -> bool {
    let inside = |length: usize| {
        let names = &path[..length];
        declared.iter().filter(move |(module, _)| {
            module.len() >= names.len() && module.iter().zip(names).all(|(own, name)| own == name)
        })
    };
    let is_module = |length: &usize| inside(*length).next().is_some();
    let Some(length) = (1..=path.len()).rev().find(is_module) else { return false };
    path[length..].iter().all(|name| inside(length).any(|(_, items)| items.contains(*name)))
}

#[test]
fn paths_of_a_guide_are_found_and_looked_up() {
    let text =
        "In `linter::walk`, ```` ```toml ````\n```rooms\na: b, c::D\n```\n(`one::two::Three`), `a: b::C`, `lang::`.";
    let found: Vec<Vec<&str>> = paths_of_guide(text).collect();
    assert_eq!(found, [vec!["linter", "walk"], vec!["one", "two", "Three"]]);
    let file = |path: &[&str], source: &str| (path.iter().map(|part| (*part).to_owned()).collect(), items(source));
    let declared =
        [file(&["one"], "mod two;"), file(&["one", "two"], "pub struct Three;\nimpl Three { fn four() {} }")];
    for path in [&["one", "two"][..], &["one", "Three"], &["one", "two", "Three"], &["one", "Three", "four"]] {
        assert!(names_something(path, &declared), "{path:?}");
    }
    for path in [&["one", "three"][..], &["two", "Three"], &["one", "two", "Three", "five"]] {
        assert!(!names_something(path, &declared), "{path:?}");
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut faults = Faults::default();
    let rooms = Rooms::read();
    assert!(!rooms.libraries.is_empty(), "{MAP} has no line `only room names library`");
    for file in shipped_sources() {
        let module = module(&file);
        let text = read_text(&file);
        let tokens = tokens(&text);
        let named: BTreeSet<&str> = paths(&tokens).iter().map(|path| path[0]).collect();
        for (library, may) in rooms.libraries.iter().filter(|(library, _)| named.contains(library.as_str())) {
            faults.expect(may.contains(room(&module)), || {
                format!(
                    "{} names `{library}`, which {} may do: a library that is known in one room can be replaced \
                     in one room. Let that room offer what is needed, in types of our own",
                    relative(&file),
                    listed(may),
                )
            });
        }
    }
    faults.report();
}

/// Every file that belongs to the repository.
fn tracked_files() -> Vec<PathBuf> {
    files_under(&repository(), &[".git", "target"])
}

/// Names that Windows keeps for devices, with whatever extension. Git refuses to check out a repository with one.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

#[test]
fn every_file_can_be_checked_out_on_windows() {
    let mut faults = Faults::default();
    let mut seen = BTreeSet::new();
    for file in tracked_files() {
        let path = relative(&file);
        for part in path.split('/') {
            let stem = part.split('.').next().unwrap_or_default().to_lowercase();
            let is_device = DEVICES.iter().any(|device| {
                let rest = stem.strip_prefix(device);
                rest.is_some_and(|rest| match *device {
                    "com" | "lpt" => rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()),
                    _ => rest.is_empty(),
                })
            });
            faults.expect(!is_device, || format!("{path}: `{part}` is a device on Windows; give it another name"));
            faults.expect(
                !part.contains(['<', '>', ':', '"', '|', '?', '*', '\\']) && !part.ends_with(['.', ' ']),
                || format!("{path}: `{part}` is no name for a file on Windows; give it another name"),
            );
        }
        faults.expect(seen.insert(path.to_lowercase()), || format!("{path}: differs from another file by case only"));
    }
    faults.report();
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut faults = Faults::default();
    for file in tracked_files().into_iter().filter(|path| is_rust(path)) {
        faults.expect(read_text(&file).starts_with("//!"), || {
            format!("{}: begin the file with a line `//! …` that says what it is for", relative(&file))
        });
    }
    faults.report();
}

#[test]
fn files_of_the_source_are_short() {
    let mut faults = Faults::default();
    for file in sources() {
        let lines = read_text(&file).lines().count();
        faults.expect(lines <= LINES, || {
            format!(
                "{} has {lines} lines, and {LINES} is the most: move one of its jobs to a file of its own",
                relative(&file),
            )
        });
    }
    faults.report();
}

#[test]
fn comments_are_not_too_wide() {
    let mut faults = Faults::default();
    for file in sources() {
        for (number, line) in read_text(&file).lines().enumerate() {
            let columns = line.chars().count();
            faults.expect(columns <= COLUMNS || !line.trim_start().starts_with("//"), || {
                format!("{}:{} has {columns} columns, and {COLUMNS} are the most: wrap it", relative(&file), number + 1)
            });
        }
    }
    faults.report();
}

#[test]
fn nothing_is_left_unfinished() {
    let mut faults = Faults::default();
    for file in tracked_files().into_iter().filter(|path| is_rust(path)) {
        let text = read_text(&file);
        for pair in all_tokens(&text).windows(2) {
            faults.expect(!(["todo", "unimplemented", "dbg"].contains(&pair[0]) && pair[1] == "!"), || {
                format!("{} has `{}!` in it: finish what is meant there, or take it away", relative(&file), pair[0])
            });
        }
    }
    faults.report();
}

/// Parts of host names that only exist inside of some network.
const PRIVATE_HOSTS: [&str; 8] =
    ["artifactory", "jfrog", "nexus", ".internal", ".intranet", ".corp/", ".lan/", "localhost:"];

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let mut faults = Faults::default();
    for file in tracked_files() {
        let bytes = read(&file);
        let text = String::from_utf8_lossy(&bytes);
        for (number, line) in text.lines().enumerate() {
            let mut complain = |what: &str| {
                faults.push(format!("{}:{} has {what}: {}", relative(&file), number + 1, line.trim()));
            };
            for folder in ["home", "root", "work", "Users"] {
                if names_folder(line, folder) {
                    complain(&format!(
                        "the path of a folder under /{folder} of some machine; write it from the root \
                                       of the repository"
                    ));
                }
            }
            for host in hosts(line) {
                if PRIVATE_HOSTS.iter().any(|part| host.contains(part)) {
                    complain("the name of a host that others cannot reach; name the public one");
                }
            }
        }
        // The lock file of a machine with a mirror would send everybody to that mirror.
        if name(&file) == "Cargo.lock" {
            for line in text.lines().filter(|line| line.starts_with("source = ")) {
                faults.expect(line.contains("registry+https://github.com/rust-lang/crates.io-index"), || {
                    format!("{}: `{line}` is not crates.io; make the lock file without a mirror", relative(&file))
                });
            }
        }
    }
    faults.report();
}

/// Whether `line` names something in this folder of the root, and not in one of the same name further down.
fn names_folder(line: &str, folder: &str) -> bool {
    let path = format!("/{folder}/");
    let parts: Vec<&str> = line.split(&path).collect();
    parts.windows(2).any(|pair| {
        let (before, after) = (pair[0].chars().next_back(), pair[1].chars().next());
        let inside = before.is_some_and(|before| before.is_alphanumeric() || "./-_}*~".contains(before));
        !inside && after.is_some_and(|after| after.is_alphanumeric() || after == '.' || after == '_')
    })
}

/// The hosts of the addresses in a line, each with a slash behind.
fn hosts(line: &str) -> impl Iterator<Item = String> {
    let ends = |character: char| character.is_whitespace() || "/\"'`<>)]".contains(character);
    line.split("://").skip(1).map(move |rest| rest.split(ends).next().unwrap_or_default().to_owned() + "/")
}

#[test]
fn git_keeps_its_hands_off_fixtures() {
    let mut faults = Faults::default();
    let attributes = repository().join(".gitattributes");
    let text = if attributes.is_file() { read_text(&attributes) } else { String::new() };
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    for file in tracked_files().iter().map(|file| relative(file)) {
        let is_fixture = file.starts_with("fixtures/") || file.contains(".corpus");
        faults.expect(!is_fixture || is_kept(&file, &lines), || {
            format!(
                "{file}: add a line `/fixtures/** -text` (or one like it) to .gitattributes, behind those that say \
                 otherwise. Without it Git changes the very line endings that are tested"
            )
        });
    }
    faults.report();
}

/// Whether the lines of a `.gitattributes` keep Git from changing the line endings of a file. The last that is about
/// the file holds.
fn is_kept(file: &str, lines: &[&str]) -> bool {
    let base = file.rsplit('/').next().unwrap_or_default();
    let said = lines.iter().rev().find_map(|line| {
        let (pattern, attributes) = line.split_once(' ')?;
        let glob = GlobBuilder::new(pattern.trim_start_matches('/')).literal_separator(true).build().ok()?;
        // A pattern without a slash is about the name alone.
        let about = if pattern.contains('/') { file } else { base };
        let word = attributes
            .split_whitespace()
            .find(|word| ["text", "-text", "binary"].contains(word) || word.starts_with("text="))?;
        glob.compile_matcher().is_match(about).then_some(word)
    });
    matches!(said, Some("-text" | "binary"))
}

#[test]
fn attributes_are_read_as_git_reads_them() {
    let lines = ["* text=auto eol=lf", "/fixtures/** -text", "*.gz binary"];
    assert!(is_kept("fixtures/a/b.corpus", &lines) && is_kept("x/y.gz", &lines));
    assert!(!is_kept("src/a.rs", &lines) && !is_kept("grammar/a.corpus", &lines));
    assert!(!is_kept("fixtures/a.corpus", &["/fixtures/** -text", "*.corpus text"]));
}

#[test]
fn machines_are_told_from_other_paths() {
    let [home, root] = ["home", "root"].map(|folder| format!("/{folder}/x"));
    assert!(names_folder(&format!("see {home}.rs"), "home") && names_folder(&root, "root"));
    assert!(!names_folder(&format!("https://example.org{home}"), "home"));
    assert!(!names_folder(&format!("$DIR{root} {{}}{root} ..{root}"), "work"));
    let found: Vec<String> = hosts("see https://example.org/a and <http://example.net:80>").collect();
    assert_eq!(found, ["example.org/", "example.net:80/"]);
}
