//! corplint and its peers on the same bytes in the same run: `cargo bench --bench peers`.
//!
//! Absolute times mean nothing on a machine that others share, so every figure is a ratio to `isutf8` (Debian's
//! moreutils), which does nothing but look at each byte once. Each program is run several times in turn and its best
//! time counts: the time that passed, and the time of processors, which others on the machine disturb less. The line
//! `corplint check --threads 1` is the whole default check on one core, `--threads 4` the same on four; how many times
//! as fast that is, is printed at the end. A peer that is not installed is said to be missing, and nothing is made up
//! for it.
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
const NEAR_ROUNDS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let ["near-duplicates"] | ["near-duplicates", "--bench"] =
        arguments.iter().map(String::as_str).collect::<Vec<_>>()[..]
    {
        return near_duplicates();
    }
    if let [mode, path] = arguments.as_slice() {
        match mode.as_str() {
            "stream" => return stream(Path::new(path)),
            "tree" => return tree(Path::new(path)),
            _ => {}
        }
    }
    compare()
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
    let megabytes: u64 = std::env::var("CORPLINT_BENCH_MB").ok().and_then(|text| text.parse().ok()).unwrap_or(400);
    let path = match std::env::var_os("CORPLINT_BENCH_CORPUS") {
        Some(path) => PathBuf::from(path),
        None => corpus_file("", megabytes, corpus::write)?,
    };
    let megabytes = path.metadata()?.len() / 1_000_000;
    let own = std::env::current_exe()?;
    let corplint = Path::new(env!("CARGO_BIN_EXE_corplint"));
    let path = path.as_os_str();
    let utf8_to_utf8: [&OsStr; 5] = ["-f".as_ref(), "UTF-8".as_ref(), "-t".as_ref(), "UTF-8".as_ref(), path];
    let programs: Vec<(&str, Command)> = vec![
        ("isutf8", command("isutf8".as_ref(), &[path])),
        ("iconv -f UTF-8 -t UTF-8", command("iconv".as_ref(), &utf8_to_utf8)),
        ("wc -l", command("wc".as_ref(), &["-l".as_ref(), path])),
        ("corplint, parsing alone (stream)", command(own.as_ref(), &["stream".as_ref(), path])),
        ("corplint, parsing alone (tree)", command(own.as_ref(), &["tree".as_ref(), path])),
        (
            "corplint check --threads 1",
            command(corplint.as_os_str(), &["check".as_ref(), "--isolated".as_ref(), "--threads=1".as_ref(), path]),
        ),
        (
            "corplint check --threads 1 --select format,identity,encoding",
            command(
                corplint.as_os_str(),
                &[
                    "check".as_ref(),
                    "--isolated".as_ref(),
                    "--threads=1".as_ref(),
                    "--select=format,identity,encoding".as_ref(),
                    path,
                ],
            ),
        ),
        (
            "corplint check --threads 1 --select encoding,typography",
            command(
                corplint.as_os_str(),
                &[
                    "check".as_ref(),
                    "--isolated".as_ref(),
                    "--threads=1".as_ref(),
                    "--select=encoding,typography".as_ref(),
                    path,
                ],
            ),
        ),
        (
            "corplint check --threads 1 --select encoding",
            command(
                corplint.as_os_str(),
                &["check".as_ref(), "--isolated".as_ref(), "--threads=1".as_ref(), "--select=encoding".as_ref(), path],
            ),
        ),
        (
            "corplint check --threads 4",
            command(corplint.as_os_str(), &["check".as_ref(), "--isolated".as_ref(), "--threads=4".as_ref(), path]),
        ),
    ];
    let mut best: Vec<(&str, Option<Times>)> = programs.iter().map(|(name, _)| (*name, None)).collect();
    let mut programs = programs;
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
                "{name:62} {:7.0} MB/s  {:5.3} of isutf8, {:5.3} by the time of processors",
                megabytes as f64 / times.passed.as_secs_f64(),
                ratio(reference.passed, times.passed),
                ratio(reference.busy, times.busy),
            ),
            (Some(times), None) => println!("{name:62} {:7.0} MB/s", megabytes as f64 / times.passed.as_secs_f64()),
            (None, _) => println!("{name:62} not installed here"),
        }
    }
    let of = |wanted: &str| best.iter().find(|(name, _)| *name == wanted).and_then(|(_, times)| *times);
    if let (Some(one), Some(four)) = (of("corplint check --threads 1"), of("corplint check --threads 4")) {
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

/// The peers that find near-duplicates, beside corplint: `cargo bench --bench peers -- near-duplicates`.
///
/// The peers are Python packages, so each has a script beside this file, run by the interpreter that
/// `CORPLINT_BENCH_PYTHON` names, `python3` by default. All figures are of the time of one processor, so that others on
/// the machine disturb them little. What the peers take time for is said in the scripts, and reading is no part of it;
/// of corplint it is all, from reading to the report. rensa looks for documents that may be alike and compares none;
/// corplint reads each pair that may be alike again and counts. `CORPLINT_BENCH_MB` is 100 by default here.
fn near_duplicates() -> Result<(), Box<dyn std::error::Error>> {
    let megabytes: u64 = std::env::var("CORPLINT_BENCH_MB").ok().and_then(|text| text.parse().ok()).unwrap_or(100);
    let path = corpus_file("near-", megabytes, corpus::write_with_copies)?;
    let corplint = Path::new(env!("CARGO_BIN_EXE_corplint")).as_os_str();
    let own = |rules: &str| {
        let mut command = command(corplint, &["check".as_ref(), "--isolated".as_ref(), "--threads=1".as_ref()]);
        command.arg(format!("--select={rules}")).arg(&path);
        let before = of_children();
        // A corpus with duplicates does not pass, and is not meant to.
        command.status().ok()?;
        Some(megabytes as f64 / of_children().saturating_sub(before).as_secs_f64())
    };
    let python = std::env::var("CORPLINT_BENCH_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let peer = |script: &str, arguments: &[&str]| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches").join(script);
        let output =
            Command::new(&python).arg(script).args(arguments).arg(&path).stderr(Stdio::null()).output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse::<f64>().ok()
    };
    let mut all = [
        ("corplint check --threads 1 --select near-duplicate", None),
        ("corplint check --threads 1 --select near-duplicate,contained-text", None),
        ("rensa, duplicates by words", None),
        ("rensa, duplicates by runs of five words", None),
        ("datatrove, MinHash signatures alone", None),
    ];
    println!("{megabytes} MB, best of {NEAR_ROUNDS} in turn, by the time of one processor");
    for _ in 0..NEAR_ROUNDS {
        let round = [
            own("near-duplicate"),
            own("near-duplicate,contained-text"),
            peer("rensa_peer.py", &["words"]),
            peer("rensa_peer.py", &["shingles"]),
            peer("datatrove_peer.py", &[]),
        ];
        for ((_, best), speed) in all.iter_mut().zip(round) {
            *best = speed.into_iter().chain(*best).max_by(f64::total_cmp);
        }
    }
    let reference = all[0].1;
    for (name, speed) in all {
        match (speed, reference) {
            (Some(speed), Some(reference)) => {
                println!("{name:66} {speed:8.2} MB/s; corplint is {:6.1} times as fast", reference / speed);
            }
            (Some(speed), None) => println!("{name:66} {speed:8.2} MB/s"),
            (None, _) => println!("{name:66} not installed here, or does not run"),
        }
    }
    Ok(())
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
