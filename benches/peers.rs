//! corplint and its peers on the same bytes in the same run: `cargo bench --bench peers`.
//!
//! Absolute times mean nothing on a machine that others share, so every figure is a ratio to `isutf8` (Debian's
//! moreutils), which does nothing but look at each byte once. Each program is run several times in turn and its best
//! time counts: the time that passed, and the time of processors, which others on the machine disturb less. The line
//! `corplint check --threads 1` is the whole default check on one core, `--threads 4` the same on four; how many times
//! as fast that is, is printed at the end. The lines with `--select` and `--ignore` say what the rules of each kind
//! take. `rg` counts the lines that have one of a hundred phrases that corplint knows. A peer that is not installed is
//! said to be missing, and nothing is made up for it.
//!
//! `-- content` and `-- near-duplicates` are corplint beside peers of Python's registry, by [`content`] and
//! [`near_duplicates`].
//!
//! `CORPLINT_BENCH_MB` sets the size of the corpus, 400 by default. `CORPLINT_BENCH_CORPUS` names another one: how much
//! there is to look at depends on the text. Documents that end like pages, with short lines and buttons, take two to
//! three times as long as those that are made here, which end like articles.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark writes its corpus and prints")]
#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::format_push_string,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    unreachable_pub,
    reason = "not shipped, and plain to read"
)]

mod corpus;

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use corplint::syntax::stream::{Event, Reader};

const ROUNDS: usize = 7;

/// The same with peers that take half a minute.
const PEER_ROUNDS: usize = 3;

/// How many runs of corplint are measured as one beside those: one alone takes hardly more than the steps in which time is
/// counted.
const AS_ONE: u32 = 5;

/// The whole default check, on one core and on four.
const ONE_THREAD: &str = "--threads 1";
const FOUR_THREADS: &str = "--threads 4";

/// How many phrases `rg` looks for.
const PHRASES: usize = 100;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench` to what it is told.
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["near-duplicates"] => near_duplicates(),
        ["content"] => content(),
        ["stream", path] => stream(Path::new(path)),
        ["tree", path] => tree(Path::new(path)),
        _ => compare(),
    }
}

/// Reads a file as a stream of events, with a buffer that does not grow.
fn stream(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut reader = Reader::new(File::open(path)?);
    let (mut markers, mut bytes) = (0_u64, 0_u64);
    while let Some(event) = reader.next_event()? {
        match event {
            Event::Marker { line, .. } => {
                markers += 1;
                bytes += line.len() as u64;
            }
            Event::Text { bytes: piece, .. } | Event::Overflow { bytes: piece, .. } => bytes += piece.len() as u64,
        }
    }
    println!("{markers} markers, {bytes} bytes");
    Ok(())
}

/// Reads a file whole and parses it to a tree.
fn tree(path: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::read(path)?;
    println!("{} nodes", corplint::syntax::parse(&bytes).nodes.len());
    Ok(())
}

fn compare() -> Result<(), Box<dyn std::error::Error>> {
    let path = match std::env::var_os("CORPLINT_BENCH_CORPUS") {
        Some(path) => PathBuf::from(path),
        None => corpus_file("", megabytes(400), corpus::write)?,
    };
    let megabytes = path.metadata()?.len() / 1_000_000;
    let own = std::env::current_exe()?;
    let path = path.as_os_str();
    let phrases = phrases_file()?;
    let utf8_to_utf8: [&OsStr; 5] = ["-f".as_ref(), "UTF-8".as_ref(), "-t".as_ref(), "UTF-8".as_ref(), path];
    let find: [&OsStr; 6] =
        ["--count".as_ref(), "--fixed-strings".as_ref(), "-j1".as_ref(), "--file".as_ref(), phrases.as_ref(), path];
    let mut programs: Vec<(String, Command)> = vec![
        ("isutf8".to_owned(), command("isutf8".as_ref(), &[path])),
        ("iconv -f UTF-8 -t UTF-8".to_owned(), command("iconv".as_ref(), &utf8_to_utf8)),
        ("wc -l".to_owned(), command("wc".as_ref(), &["-l".as_ref(), path])),
        (format!("rg --count --fixed-strings, {PHRASES} phrases"), command("rg".as_ref(), &find)),
        ("corplint, parsing alone (stream)".to_owned(), command(own.as_ref(), &["stream".as_ref(), path])),
        ("corplint, parsing alone (tree)".to_owned(), command(own.as_ref(), &["tree".as_ref(), path])),
    ];
    programs.extend(
        [
            ONE_THREAD,
            "--threads 1 --ignore boilerplate",
            "--threads 1 --ignore boilerplate,truncation",
            "--threads 1 --ignore boilerplate,truncation,language,quality",
            "--threads 1 --select format,identity,encoding",
            "--threads 1 --select encoding,typography",
            "--threads 1 --select encoding",
            "--threads 1 --select duplicate-id",
            FOUR_THREADS,
        ]
        .map(|options| (format!("corplint check {options}"), check(options, path))),
    );
    let mut best: Vec<(String, Option<Times>)> = programs.iter().map(|(name, _)| (name.clone(), None)).collect();
    for _ in 0..ROUNDS {
        for ((_, command), (_, best)) in programs.iter_mut().zip(&mut best) {
            let (start, before) = (Instant::now(), of_children());
            if command.status().is_ok() {
                let times = Times { passed: start.elapsed(), busy: of_children().saturating_sub(before) };
                *best = Some(best.map_or(times, |best| best.min(times)));
            }
        }
    }
    let reference = best[0].1;
    println!("{}, {megabytes} MB, best of {ROUNDS}", path.display());
    for (name, times) in &best {
        match (times, reference) {
            (Some(times), Some(reference)) => println!(
                "{name:76} {:7.0} MB/s  {:5.3} of isutf8, {:5.3} by the time of processors",
                megabytes as f64 / times.passed.as_secs_f64(),
                ratio(reference.passed, times.passed),
                ratio(reference.busy, times.busy),
            ),
            (Some(times), None) => println!("{name:76} {:7.0} MB/s", megabytes as f64 / times.passed.as_secs_f64()),
            (None, _) => println!("{name:76} not installed here"),
        }
    }
    let of = |wanted: &str| best.iter().find(|(name, _)| name.ends_with(wanted)).and_then(|(_, times)| *times);
    if let (Some(one), Some(four)) = (of(ONE_THREAD), of(FOUR_THREADS)) {
        println!("four threads are {:.2} times as fast as one", ratio(one.passed, four.passed));
    }
    Ok(())
}

/// How long a program took.
#[derive(Clone, Copy)]
struct Times {
    passed: Duration,
    busy: Duration,
}

impl Times {
    fn min(self, other: Self) -> Self {
        Self { passed: self.passed.min(other.passed), busy: self.busy.min(other.busy) }
    }
}

fn ratio(reference: Duration, time: Duration) -> f64 {
    reference.as_secs_f64() / time.as_secs_f64().max(f64::MIN_POSITIVE)
}

/// How long processors were busy with the programs that this one has started and seen end, in steps of 10 ms: fields 16
/// and 17 of `/proc/self/stat` (`proc_pid_stat(5)`). Zero where there is no such file.
fn of_children() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks: u64 = behind_name.split(' ').skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn command(program: &OsStr, arguments: &[&OsStr]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// corplint's check with these options, of all that is default and nothing that somebody has configured.
fn check(options: &str, path: &OsStr) -> Command {
    let mut command = command(env!("CARGO_BIN_EXE_corplint").as_ref(), &["check".as_ref(), "--isolated".as_ref()]);
    command.args(options.split(' ')).arg(path);
    command
}

/// The peers that judge what a text says, beside corplint: `cargo bench --bench peers -- content`.
///
/// Another 100 megabytes than those for near-duplicates, but all else is as there.
fn content() -> Result<(), Box<dyn std::error::Error>> {
    let path = corpus_file("", megabytes(100), corpus::write)?;
    in_turn(
        &path,
        &[ONE_THREAD, "--threads 1 --select encoding"],
        &[("datatrove, filters of C4, Gopher and FineWeb", "datatrove-filters"), ("ftfy, fix_text", "ftfy")],
    )
}

/// The peers that find near-duplicates, beside corplint: `cargo bench --bench peers -- near-duplicates`.
///
/// The peers are Python packages, run by `peers.py` beside this file with the interpreter that `CORPLINT_BENCH_PYTHON`
/// names, `python3` by default. All figures are of the time of one processor, so that others on the machine disturb
/// them little. What the peers take time for is said in the script, and reading is no part of it; of corplint it is
/// all, from reading to the report. rensa looks for documents that may be alike and compares none; corplint reads each
/// pair that may be alike again and counts. `CORPLINT_BENCH_MB` is 100 by default here.
fn near_duplicates() -> Result<(), Box<dyn std::error::Error>> {
    let path = corpus_file("near-", megabytes(100), corpus::write_with_copies)?;
    in_turn(
        &path,
        &["--threads 1 --select near-duplicate", "--threads 1 --select near-duplicate,contained-text"],
        &[
            ("rensa, duplicates by words", "rensa-words"),
            ("rensa, duplicates by runs of five words", "rensa-shingles"),
            ("text-dedup, MinHash", "text-dedup"),
            ("datatrove, MinHash signatures alone", "datatrove-signatures"),
        ],
    )
}

/// Runs corplint with some options and peers of `peers.py` in turn, and prints how many times as fast as each of them
/// corplint is with the first of the options.
fn in_turn(path: &Path, options: &[&str], peers: &[(&str, &str)]) -> Result<(), Box<dyn std::error::Error>> {
    let megabytes = path.metadata()?.len() as f64 / 1e6;
    let own = |options: &str| {
        let before = of_children();
        for _ in 0..AS_ONE {
            // A corpus with findings does not pass, and is not meant to.
            check(options, path.as_os_str()).status().ok()?;
        }
        Some(megabytes * f64::from(AS_ONE) / of_children().saturating_sub(before).as_secs_f64())
    };
    let python = std::env::var("CORPLINT_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/peers.py");
    let peer = |name: &str| {
        let output = Command::new(&python).arg(&script).arg(name).arg(path).stderr(Stdio::null()).output().ok()?;
        // What stands above the figure, the peer has printed itself.
        String::from_utf8_lossy(&output.stdout).lines().last()?.trim().parse::<f64>().ok()
    };
    let mut best: Vec<Option<f64>> = vec![None; options.len() + peers.len()];
    for _ in 0..PEER_ROUNDS {
        let round = options.iter().map(|options| own(options)).chain(peers.iter().map(|(_, name)| peer(name)));
        for (best, speed) in best.iter_mut().zip(round) {
            *best = speed.into_iter().chain(*best).max_by(f64::total_cmp);
        }
    }
    println!("{}, {megabytes:.0} MB, best of {PEER_ROUNDS} in turn, by the time of one processor", path.display());
    let names = options.iter().map(|options| format!("corplint check {options}"));
    let names = names.chain(peers.iter().map(|(name, _)| (*name).to_owned()));
    for (name, speed) in names.zip(&best) {
        match (speed, best[0]) {
            (Some(speed), Some(reference)) => {
                println!("{name:66} {speed:8.2} MB/s; corplint is {:7.1} times as fast", reference / speed);
            }
            (Some(speed), None) => println!("{name:66} {speed:8.2} MB/s"),
            (None, _) => println!("{name:66} not installed here, or does not run"),
        }
    }
    Ok(())
}

/// How many megabytes a corpus is to have.
fn megabytes(default: u64) -> u64 {
    std::env::var("CORPLINT_BENCH_MB").ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// A file of phrases that stand around articles in French, German and English, a line each, as many of each language:
/// of those that are searched for as they are, every so many-th.
fn phrases_file() -> Result<PathBuf, Box<dyn std::error::Error>> {
    let files =
        [include_str!("../src/lang/fr.toml"), include_str!("../src/lang/de.toml"), include_str!("../src/lang/en.toml")];
    let mut phrases = Vec::new();
    for (number, file) in files.into_iter().enumerate() {
        let file: toml::Table = file.parse()?;
        let topics = ["comment-heading", "related-link", "newsletter-prompt", "share-prompt", "copyright-notice"];
        let lists = topics.iter().filter_map(|topic| file.get(*topic)?.get("start")?.as_array());
        let all: Vec<&str> = lists
            .flatten()
            .filter_map(toml::Value::as_str)
            .filter(|phrase| phrase.contains(' ') && phrase.chars().all(|own| own.is_alphabetic() || own == ' '))
            .collect();
        let wanted = PHRASES / files.len() + usize::from(number < PHRASES % files.len());
        phrases.extend(
            (0..wanted).filter_map(|number| all.get(number * all.len() / wanted)).map(|phrase| format!("{phrase}\n")),
        );
    }
    if phrases.len() != PHRASES {
        return Err(format!("{} phrases are not {PHRASES}", phrases.len()).into());
    }
    let path = std::env::temp_dir().join("corplint-bench-phrases.txt");
    std::fs::write(&path, phrases.concat())?;
    Ok(path)
}

/// The corpus, made once and kept.
fn corpus_file(
    kind: &str,
    megabytes: u64,
    write: impl Fn(&mut BufWriter<File>, u64) -> std::io::Result<u64>,
) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let path = std::env::temp_dir().join(format!("corplint-bench-{kind}{megabytes}.corpus"));
    if path.metadata().is_ok_and(|data| data.len() >= megabytes * 1_000_000) {
        return Ok(path);
    }
    let mut out = BufWriter::new(File::create(&path)?);
    let documents = write(&mut out, megabytes * 1_000_000)?;
    out.flush()?;
    println!("made {} with {documents} documents", path.display());
    Ok(path)
}
