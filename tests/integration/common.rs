//! What the tests share: fixtures, the linter with every rule, findings as text, and fixes made.
//!
//! Nothing here comes from the program beyond its library interface. Above all, fixes are made by a function of a few
//! lines ([`apply`]), so that the tests would notice if the program and its own writer were wrong together.

#![expect(clippy::disallowed_methods, reason = "tests read and write their fixtures")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use corplint::config::{self, CommandLine, Settings};
use corplint::diagnostic::{Diagnostic, PlacedEdit, Severity};
use corplint::facts::Spill;
use corplint::fix::Applicability;
use corplint::linter::{self, Options, Outcome, Progress};
use corplint::registry::Registry;
use corplint::rule::{AnyRule, RuleMeta};
use corplint::rules;
use corplint::source::Source;
use corplint::span::Place;

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// `path` as it is written in messages and compared with tables: from the root of the repository, with slashes.
pub(crate) fn relative(path: &Path) -> String {
    let path = path.strip_prefix(repository()).unwrap_or(path);
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", relative(path)))
}

/// The text of a file.
pub(crate) fn read_text(path: &Path) -> String {
    String::from_utf8(read(path)).unwrap_or_else(|error| panic!("{}: {error}", relative(path)))
}

/// Writes a file of a test.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

/// What is in a folder, in the order of names; nothing if there is no such folder.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("the folder can be listed").path()).collect();
    paths.sort();
    paths
}

/// All files under a folder, in the order of paths, without what `skip` names.
pub(crate) fn files_under(folder: &Path, skip: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in entries(folder) {
        if skip.contains(&relative(&path).as_str()) {
            continue;
        }
        if path.is_dir() {
            files.extend(files_under(&path, skip));
        } else {
            files.push(path);
        }
    }
    files
}

/// The name of a file without its last extension.
pub(crate) fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The last part of a path.
pub(crate) fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Files that are checked together, by name.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// The files of one fixture: the file itself, or every `.corpus` file of the folder.
pub(crate) fn read_fixture(rule: &str, path: &Path) -> Files {
    let paths = if path.is_dir() { entries(path) } else { vec![path.to_owned()] };
    let files: Files = paths.iter().map(|path| (format!("{rule}/{}", name(path)), read(path))).collect();
    assert!(!files.is_empty(), "{} is an empty folder: put the files in it that are checked together", relative(path));
    files
}

/// What a fixture of a rule is there to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The rule has something to say.
    Fires,
    /// No rule has anything to say that matters.
    Silent,
}

/// A fixture of a rule: `fixtures/rules/<rule>/fires-….corpus` or `silent-….corpus`, or a folder of that name without
/// the extension, whose files are checked together.
#[derive(Clone, Debug)]
pub(crate) struct Fixture {
    /// The id of the rule.
    pub(crate) rule: String,
    /// Its name, without the extension.
    pub(crate) name: String,
    /// What it is there to show.
    pub(crate) kind: Kind,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What is in it.
    pub(crate) files: Files,
}

impl Fixture {
    /// What the file or folder at `path` is there to show, if it is a fixture by its name.
    pub(crate) fn kind(path: &Path) -> Option<Kind> {
        match Self::name(path)?.split_once('-')? {
            ("fires", _) => Some(Kind::Fires),
            ("silent", _) => Some(Kind::Silent),
            _ => None,
        }
    }

    /// The name of a fixture: that of its folder, or that of its file without the extension.
    pub(crate) fn name(path: &Path) -> Option<String> {
        if path.is_dir() { Some(name(path)) } else { name(path).strip_suffix(".corpus").map(str::to_owned) }
    }

    /// Reads the fixture at `path`, if it is one by its name.
    fn read(rule: &str, path: &Path) -> Option<Self> {
        let (kind, name) = (Self::kind(path)?, Self::name(path)?);
        Some(Self { rule: rule.to_owned(), name, kind, path: path.to_owned(), files: read_fixture(rule, path) })
    }

    /// The fixture as it is named in messages.
    pub(crate) fn shown(&self) -> String {
        relative(&self.path)
    }
}

/// The folder that has one folder for each rule.
pub(crate) fn rule_fixtures() -> PathBuf {
    repository().join("fixtures/rules")
}

/// All fixtures of all rules, in the order of paths.
///
/// While one works on a rule, `CORPLINT_RULE=<id> cargo test rules::` looks at the fixtures of that rule alone.
pub(crate) fn fixtures() -> Vec<Fixture> {
    let only = std::env::var("CORPLINT_RULE").ok();
    let mut fixtures = Vec::new();
    for folder in entries(&rule_fixtures()).into_iter().filter(|path| path.is_dir()) {
        let rule = name(&folder);
        if only.as_ref().is_none_or(|only| *only == rule) {
            fixtures.extend(entries(&folder).iter().filter_map(|path| Fixture::read(&rule, path)));
        }
    }
    assert!(!fixtures.is_empty(), "there are no fixtures in fixtures/rules, so nothing was tested");
    fixtures
}

/// Every rule that runs by default, each with the severity that it has by itself; and for the files in a folder with the
/// id of a rule, as its fixtures and examples are, that rule, and what `corplint.toml` in the folder of its fixtures
/// says. That may be whatever can be said in an override.
pub(crate) fn every_rule() -> Settings {
    static SETTINGS: LazyLock<Settings> = LazyLock::new(|| {
        let overrides = rules::ALL.iter().map(AnyRule::meta).filter_map(|RuleMeta { id, default, .. }| {
            let declared = fixture_config(id);
            let select = if *default { String::new() } else { format!("select = [\"{id}\"]\n") };
            let declared = declared.lines().map(|line| match line.strip_prefix('[') {
                Some(table) => format!("[overrides.{table}\n"),
                None => format!("{line}\n"),
            });
            let what = select + &declared.collect::<String>();
            (!what.is_empty()).then(|| format!("[[overrides]]\npaths = [\"{id}\"]\n{what}"))
        });
        let config = config::parse(&overrides.collect::<String>()).expect("a configuration");
        Settings::new(&config, &CommandLine::default(), Path::new("/"), Path::new("/"))
    });
    SETTINGS.clone()
}

/// The configuration that the fixtures and the examples of a rule are checked with; empty for most.
pub(crate) fn fixture_config(rule: &str) -> String {
    fs::read_to_string(rule_fixtures().join(rule).join(CONFIG)).unwrap_or_default().replace("\r\n", "\n")
}

/// The name of a configuration beside fixtures.
pub(crate) const CONFIG: &str = "corplint.toml";

/// What a run is asked for where nobody asks for more.
pub(crate) fn options() -> Options {
    Options::new(Spill::in_folder(std::env::temp_dir()))
}

/// What every rule says about `sources`, read in blocks of `block_size` bytes on the threads of the current pool.
///
/// Those whose names begin with `accepted` are not checked: they were accepted earlier, and are in a registry.
pub(crate) fn check_sources(sources: &[Source], block_size: usize) -> Outcome {
    let options = Options { block_size, ..options() };
    let (accepted, sources): (Vec<Source>, Vec<Source>) =
        sources.iter().cloned().partition(|source| name(source.path()).starts_with("accepted"));
    let registry = (!accepted.is_empty()).then(|| registry_of(&accepted, &options));
    let options = Options { registry, ..options };
    linter::check(&sources, &every_rule(), &options, &Progress::default())
}

/// A registry of what was accepted on the fourth of May 2024.
fn registry_of(accepted: &[Source], options: &Options) -> Arc<Registry> {
    let registry = Registry::in_memory().expect("a registry in memory");
    let (name, now) = (Some("drops/april.corpus"), 1_714_780_800);
    let accepted = linter::register(accepted, &registry, name, now, options, &Progress::default());
    assert!(matches!(accepted.added, Some(Ok(_))), "what is in memory can be added: {accepted:?}");
    Arc::new(registry)
}

/// What every rule says about files that are checked together.
pub(crate) fn check(files: &Files) -> Vec<Diagnostic> {
    let outcome = check_sources(&memory(files), options().block_size);
    assert!(outcome.failures.is_empty(), "what is in memory can be read");
    outcome.diagnostics
}

/// What every rule says about the bytes of one file.
pub(crate) fn check_bytes(bytes: &[u8]) -> Vec<Diagnostic> {
    check(&vec![("memory.corpus".to_owned(), bytes.to_vec())])
}

/// What every rule says about an example in the documentation of a rule, after what was `accepted` earlier.
pub(crate) fn check_example(rule: &RuleMeta, accepted: Option<&str>, text: &str) -> Vec<Diagnostic> {
    let file = |name: &str, text: &str| (format!("{}/{name}.corpus", rule.id), example_bytes(text));
    let accepted = accepted.map(|text| file("accepted", text));
    check(&accepted.into_iter().chain([file("memory", text)]).collect())
}

/// Files as sources in memory.
pub(crate) fn memory(files: &Files) -> Vec<Source> {
    files.iter().map(|(name, bytes)| Source::memory(name, bytes.as_slice())).collect()
}

/// Whether a finding is one that nobody should get about a text without faults.
pub(crate) fn matters(diagnostic: &Diagnostic) -> bool {
    diagnostic.severity >= Severity::Warning
}

/// Whether a fix is ever made, and not only shown.
pub(crate) fn is_made(applicability: Applicability) -> bool {
    applicability >= Applicability::Unsafe
}

/// Findings as text, one paragraph each: the place, how bad, the rule, the message; below it what else is said.
pub(crate) fn render(diagnostics: &[Diagnostic]) -> String {
    let several = diagnostics.iter().any(|diagnostic| {
        let first = diagnostics.first().map(|first| first.source.path());
        let mut sources = diagnostic.related.iter().map(|related| &related.source).chain([&diagnostic.source]);
        sources.any(|source| Some(source.path()) != first)
    });
    let mut text = String::new();
    for diagnostic in diagnostics {
        let at = |source: &Source, place: Place| {
            let file = if several { file_name(source) + ":" } else { String::new() };
            file + &line_and_column(place)
        };
        let place = at(&diagnostic.source, diagnostic.place);
        let Diagnostic { severity, rule, message, .. } = diagnostic;
        writeln!(text, "{place} {severity}[{}] {}", rule.id, visible(message)).expect("a string takes everything");
        let mut line = |what: &str, text_of: &str| {
            writeln!(text, "    {what}: {text_of}").expect("a string takes everything");
        };
        if let Some(label) = &diagnostic.label {
            line("label", &visible(label));
        }
        for related in &diagnostic.related {
            line("also", &format!("{} {}", at(&related.source, related.place), visible(&related.label)));
        }
        if let Some(help) = &diagnostic.help {
            line("help", &visible(help));
        }
        if let Some(fix) = &diagnostic.fix {
            line("fix", &format!("{} ({:?})", visible(&fix.title), fix.applicability));
            for edit in &fix.edits {
                let content = String::from_utf8_lossy(&edit.content);
                line("  ", &format!("{} becomes `{}`", line_and_column(edit.place), visible(&content)));
            }
        }
    }
    text
}

/// The name of a file without its folder, and without what says how it is compressed.
fn file_name(source: &Source) -> String {
    let name = name(source.path());
    let plain = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst"));
    plain.unwrap_or(&name).to_owned()
}

fn line_and_column(place: Place) -> String {
    let Place { start, end } = place;
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}

/// `text` with escapes for everything that a reader of a snapshot would not see.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() || matches!(character, '"' | '\'' | '\\') {
            shown.push(character);
        } else {
            shown.extend(character.escape_debug());
        }
    }
    shown
}

/// How often each rule says each message: what is compared where places move.
pub(crate) fn counts(diagnostics: &[Diagnostic]) -> BTreeMap<(&'static str, &str), usize> {
    let mut counts = BTreeMap::new();
    for diagnostic in diagnostics {
        *counts.entry((diagnostic.rule.id, diagnostic.message.as_str())).or_insert(0) += 1;
    }
    counts
}

/// `bytes` after `edits`, which are in order and do not overlap.
pub(crate) fn apply(bytes: &[u8], edits: &[PlacedEdit]) -> Vec<u8> {
    let mut result = Vec::with_capacity(bytes.len());
    let mut copied = 0;
    for edit in edits {
        let (start, end) = byte_range(edit);
        result.extend_from_slice(&bytes[copied..start]);
        result.extend_from_slice(&edit.content);
        copied = end;
    }
    result.extend_from_slice(&bytes[copied..]);
    result
}

/// The first byte that an edit replaces, and the one after the last.
pub(crate) fn byte_range(edit: &PlacedEdit) -> (usize, usize) {
    let offset = |byte: u64| usize::try_from(byte).expect("a fixture fits into memory");
    (offset(edit.place.start.byte), offset(edit.place.end.byte))
}

/// The bytes that an example in a rule's documentation stands for: `\x` and two hexadecimal digits are a byte,
/// `\x41{100}` is a hundred of them, and any other backslash is itself.
pub(crate) fn example_bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.strip_prefix(b"x").and_then(|after| after.get(..2)).filter(|_| first == b'\\');
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        rest = if byte.is_some() { &after[3..] } else { after };
        let count = byte.and_then(|_| std::str::from_utf8(rest).ok()?.strip_prefix('{')?.split_once('}'));
        let count = count.and_then(|(count, after)| Some((count.parse().ok()?, after)));
        if let Some((_, after)) = count {
            rest = after.as_bytes();
        }
        bytes.extend(std::iter::repeat_n(byte.unwrap_or(first), count.map_or(1, |(count, _)| count)));
    }
    bytes
}

/// What a test finds wrong. A test over many rules says everything at once, and not only what it meets first.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<String>);

impl Faults {
    /// Notes something that is wrong, and what to do about it.
    pub(crate) fn push(&mut self, fault: impl Into<String>) {
        self.0.push(fault.into());
    }

    /// Notes `fault` unless `holds`.
    pub(crate) fn expect(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds {
            self.0.push(fault());
        }
    }

    /// Fails the test if anything is wrong.
    #[track_caller]
    pub(crate) fn report(self) {
        let Self(faults) = self;
        assert!(faults.is_empty(), "{} to mend:\n\n{}\n", faults.len(), faults.join("\n\n"));
    }
}

#[test]
fn examples_stand_for_bytes() {
    assert_eq!(example_bytes(r"a\xFFb"), b"a\xffb");
    assert_eq!(example_bytes(r"\x41{3}\x42{a}{2}"), b"AAAB{a}{2}");
    assert_eq!(example_bytes(r"\<<<FILE>>> \n \xZZ \x4 \x+1 \"), br"\<<<FILE>>> \n \xZZ \x4 \x+1 \");
}

#[test]
fn edits_are_made_in_order() {
    let edit = |start: u64, end: u64, content: &[u8]| {
        let mut place = Place::default();
        (place.start.byte, place.end.byte) = (start, end);
        PlacedEdit { place, content: content.into() }
    };
    assert_eq!(apply(b"one two", &[edit(0, 0, b"> "), edit(3, 4, b""), edit(6, 7, b"0")]), b"> onetw0");
}

#[test]
fn what_cannot_be_seen_is_escaped() {
    assert_eq!(visible("a\u{202E}\t“ß”\u{301} `\\`"), "a\\u{202e}\\t“ß”\\u{301} `\\`");
}
