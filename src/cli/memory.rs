//! How much memory the machine has, and how it is shared out.

use std::env;
use std::path::{Path, PathBuf};

use corplint::facts::Spill;
use corplint::linter;
use corplint::source;

/// An amount of memory, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Memory(u64);

/// The least that can be asked for: with less, nothing is gained.
const LEAST: Memory = Memory(1 << 20);

/// What is assumed of a machine that does not tell how much it has.
const UNKNOWN: Memory = Memory(4 << 30);

/// The largest file of the system that is read to know how much memory there is.
const SYSTEM_FILE: u64 = 1 << 16;

/// How much memory the bytes of a document take: themselves, and what is made of them while it is checked. In halves.
const DOCUMENT: u64 = 5;

impl Memory {
    /// Reads `512MiB`, `2G`, `1500MB` or a number of bytes.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let digits = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at_checked(digits).unwrap_or((text, ""));
        let scale: u64 = match unit.to_ascii_lowercase().as_str() {
            "" | "b" => 1,
            "k" | "kib" => 1 << 10,
            "m" | "mib" => 1 << 20,
            "g" | "gib" => 1 << 30,
            "t" | "tib" => 1 << 40,
            "kb" => 1_000,
            "mb" => 1_000_000,
            "gb" => 1_000_000_000,
            "tb" => 1_000_000_000_000,
            _ => return Err(WRONG.to_owned()),
        };
        let bytes = number.parse::<u64>().ok().and_then(|number| number.checked_mul(scale)).ok_or(WRONG)?;
        if bytes < LEAST.0 { Err("the least is `1MiB`".to_owned()) } else { Ok(Self(bytes)) }
    }

    /// Three quarters of what the machine has, or of what the group of processes that we are in may have.
    pub(crate) fn of_machine() -> Self {
        let read = |path: &Path| source::read_small_text(path, SYSTEM_FILE).ok();
        let machine = read(Path::new("/proc/meminfo")).and_then(|text| total(&text)).unwrap_or(UNKNOWN.0);
        let groups = read(Path::new("/proc/self/cgroup")).unwrap_or_default();
        let limits = limit_files(&groups).filter_map(|path| read(&path)?.trim().parse().ok());
        Self(limits.fold(machine, u64::min) / 4 * 3)
    }

    /// What a run may take of it: facts a fourth in memory, and a document the rest.
    pub(crate) fn limit(self, options: linter::Options) -> linter::Options {
        let facts = self.0 / 4;
        let limit = usize::try_from(facts).unwrap_or(usize::MAX);
        let longest = (self.0 - facts) / DOCUMENT * 2;
        linter::Options { spill: Spill { limit, ..options.spill }, longest, ..options }
    }
}

/// Where facts, findings and what is piped in go when they are more than memory is to hold: the folder that the machine
/// has for files that nobody keeps.
#[expect(clippy::disallowed_methods, reason = "the environment is read here")]
pub(super) fn spill() -> Spill {
    Spill::in_folder(env::temp_dir())
}

const WRONG: &str = "it is no amount of memory; write `512MiB` or `2G`";

/// The memory of the machine in bytes, by `/proc/meminfo` of Linux.
fn total(meminfo: &str) -> Option<u64> {
    let kibibytes = meminfo.lines().find_map(|line| line.strip_prefix("MemTotal:")?.strip_suffix("kB"))?;
    kibibytes.trim().parse::<u64>().ok()?.checked_mul(1 << 10)
}

/// The files that may say how much memory this process and its like may take, by `/proc/self/cgroup` of Linux: of its
/// own group, and of those around it. (Linux, Documentation/admin-guide/cgroup-v2.rst, and cgroup-v1/memory.rst.)
fn limit_files(groups: &str) -> impl Iterator<Item = PathBuf> {
    let files = |line: &str| {
        let mut parts = line.splitn(3, ':');
        let (_, controllers, path) = (parts.next()?, parts.next()?, parts.next()?);
        let (root, file) = match controllers {
            "" => ("/sys/fs/cgroup", "memory.max"),
            _ if controllers.split(',').any(|controller| controller == "memory") => {
                ("/sys/fs/cgroup/memory", "memory.limit_in_bytes")
            }
            _ => return None,
        };
        let path = Path::new(path.trim_start_matches('/')).to_owned();
        let groups: Vec<PathBuf> = path.ancestors().map(|group| Path::new(root).join(group).join(file)).collect();
        Some(groups)
    };
    groups.lines().filter_map(files).flatten().collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_a_unit() {
        let read = |text: &str| Memory::parse(text).map(|memory| memory.0).ok();
        assert_eq!(read("512MiB"), Some(512 << 20));
        assert_eq!(read("2G"), Some(2 << 30));
        assert_eq!(read("2gb"), Some(2_000_000_000));
        assert_eq!(read("1048576"), Some(1 << 20));
        for wrong in ["", "G", "2 G", "-1G", "1.5G", "2X", "99999999999T", "1K", "0"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_linux_says_is_understood() {
        assert_eq!(total("MemTotal:       24689460 kB\nMemFree: 1 kB\n"), Some(24_689_460 << 10));
        let files = |groups: &str| limit_files(groups).map(|path| path.display().to_string()).collect::<Vec<_>>();
        assert_eq!(
            files("0::/user/one\n"),
            ["/sys/fs/cgroup/user/one/memory.max", "/sys/fs/cgroup/user/memory.max", "/sys/fs/cgroup/memory.max"],
        );
        assert_eq!(
            files("5:cpu,memory:/job\n8:pids:/\n"),
            ["/sys/fs/cgroup/memory/job/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.limit_in_bytes"],
        );
        assert!(Memory::of_machine().0 >= LEAST.0);
    }

    #[test]
    fn a_document_may_take_most_of_it() {
        let options = Memory(4000).limit(linter::Options::new(spill()));
        assert_eq!((options.spill.limit, options.longest), (1000, 1200));
    }
}
