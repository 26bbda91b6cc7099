//! Which ids can be file names on every system, and which of them would be the same file on some system.
//!
//! A corpus is made on one system and unpacked on another, and by somebody else. So an id is refused if it leads out
//! of the folder, or means something else than a file, on any system that is in use; and two ids if any file system
//! would take them for one.

use std::ffi::OsStr;
use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use crate::write::is_unfinished;

/// The file that keeps what the files themselves do not say: the marker lines, in order.
pub const INDEX: &str = ".corplint-index";

/// The longest name of a file, in bytes.
const LONGEST_PART: usize = 255;
/// The longest path, in bytes.
const LONGEST_PATH: usize = 4096;

/// Names of devices on Windows, whatever comes after a dot behind them.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// Why an id cannot be the name of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// It is not UTF-8.
    NotUtf8,
    /// It begins with a slash.
    Absolute,
    /// It has a part without a name: two slashes in a row, or one at the end.
    EmptyPart,
    /// It has a part `.` or `..`.
    Dots,
    /// It has a backslash.
    Backslash,
    /// It has a colon.
    Colon,
    /// It has a character that cannot be seen, and is obeyed by whoever shows the name.
    Invisible(char),
    /// It has a character that no name can have on this system.
    Forbidden(char),
    /// It has a part that Windows takes for a device.
    Device(String),
    /// It has a part that ends with a dot or a space.
    TrailingDotOrSpace,
    /// It has a part with more bytes than a name can have.
    PartTooLong(usize),
    /// It has more bytes than a path can have.
    TooLong(usize),
    /// It has a part that Git would take for its own folder.
    Git,
    /// It is where [`INDEX`] is.
    Index,
    /// It has a part that is called like an unfinished file.
    Unfinished,
}

impl fmt::Display for NameFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUtf8 => write!(formatter, "is not UTF-8"),
            Self::Absolute => write!(formatter, "begins with `/`, and so leads out of the folder"),
            Self::EmptyPart => write!(formatter, "has nothing before, between or behind its slashes"),
            Self::Dots => write!(formatter, "has a part `.` or `..`, which leads to another folder"),
            Self::Backslash => write!(formatter, "has a backslash in it, which is a `/` on Windows"),
            Self::Colon => write!(formatter, "has a colon in it, which means a drive or a hidden part on Windows"),
            Self::Invisible(character) => write!(
                formatter,
                "has a character in it that is obeyed and not shown (U+{:04X})",
                u32::from(*character)
            ),
            Self::Forbidden(character) => {
                write!(formatter, "has a character in it that no name can have on Windows (`{character}`)")
            }
            Self::Device(part) => write!(formatter, "has a part `{part}`, which is a device on Windows"),
            Self::TrailingDotOrSpace => {
                write!(formatter, "has a part that ends with a dot or a space, which Windows drops")
            }
            Self::PartTooLong(length) => {
                write!(formatter, "has a part of {length} bytes, and the name of a file has at most {LONGEST_PART}")
            }
            Self::TooLong(length) => {
                write!(formatter, "has {length} bytes, and the path of a file has at most {LONGEST_PATH}")
            }
            Self::Git => write!(formatter, "has a part `.git`, in which Git looks for programs to run"),
            Self::Index => write!(formatter, "is the name of the file that keeps the marker lines"),
            Self::Unfinished => write!(formatter, "has a part that is called like an unfinished file"),
        }
    }
}

/// The id as a relative path, with `/` between its parts, if it can be one everywhere.
pub(super) fn check(id: &[u8]) -> Result<&str, NameFault> {
    let name = std::str::from_utf8(id).map_err(|_| NameFault::NotUtf8)?;
    if name.starts_with('/') {
        return Err(NameFault::Absolute);
    }
    if name.len() > LONGEST_PATH {
        return Err(NameFault::TooLong(name.len()));
    }
    if let Some(fault) = name.chars().find_map(fault_of_character) {
        return Err(fault);
    }
    if name.split('/').next().is_some_and(|part| part.eq_ignore_ascii_case(INDEX)) {
        return Err(NameFault::Index);
    }
    match name.split('/').find_map(fault_of_part) {
        Some(fault) => Err(fault),
        None => Ok(name),
    }
}

fn fault_of_character(character: char) -> Option<NameFault> {
    match character {
        '\\' => Some(NameFault::Backslash),
        ':' => Some(NameFault::Colon),
        // Line and paragraph separators, and what turns the direction of others: in a name they only deceive. The
        // marks that single words of Hebrew or Arabic need stay.
        '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Some(NameFault::Invisible(character)),
        _ if character.is_control() => Some(NameFault::Invisible(character)),
        // Elsewhere these are in the names of many files. Here such a name fails, and should before the first write.
        '<' | '>' | '"' | '|' | '?' | '*' if cfg!(windows) => Some(NameFault::Forbidden(character)),
        _ => None,
    }
}

fn fault_of_part(part: &str) -> Option<NameFault> {
    if part.is_empty() {
        return Some(NameFault::EmptyPart);
    }
    if matches!(part, "." | "..") {
        return Some(NameFault::Dots);
    }
    if part.len() > LONGEST_PART {
        return Some(NameFault::PartTooLong(part.len()));
    }
    if is_git(part) {
        return Some(NameFault::Git);
    }
    if is_device(part) {
        return Some(NameFault::Device(part.to_owned()));
    }
    if part.ends_with(['.', ' ']) {
        return Some(NameFault::TrailingDotOrSpace);
    }
    is_unfinished(OsStr::new(&part.to_ascii_lowercase())).then_some(NameFault::Unfinished)
}

/// Whether Git would take this for its own folder: in any case, by the short name that Windows gives it, or with
/// characters in it that the file systems of older Macs pass over.
fn is_git(part: &str) -> bool {
    let passed_over = |character: &char| matches!(character, '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}');
    let seen: String = part.chars().filter(|character| !passed_over(character)).collect();
    seen.trim_end_matches(['.', ' ']).eq_ignore_ascii_case(".git") || seen.eq_ignore_ascii_case("git~1")
}

/// Whether Windows would take this for a device: by what stands before the first dot.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end_matches(' ');
    let is_numbered = |name: &str| {
        let (head, digit) = stem.split_at_checked(3).unwrap_or_default();
        head.eq_ignore_ascii_case(name)
            && matches!(digit, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
    };
    DEVICES.iter().any(|device| stem.eq_ignore_ascii_case(device)) || is_numbered("COM") || is_numbered("LPT")
}

/// Whether something of this name is no part of a tree of texts, and neither is what lies in it.
pub(super) fn is_left_out(name: &OsStr) -> bool {
    name.as_encoded_bytes().eq_ignore_ascii_case(b".git") || is_unfinished(name)
}

/// How two names are in each other's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// They are the same.
    Same,
    /// They are the same where case and normalisation do not count.
    SameFolded,
    /// The first is a file, and a folder on the way to the second.
    FileAndFolder,
    /// They lie in folders that are the same where case and normalisation do not count, and are not the same here.
    Folders,
}

/// The names that are in each other's way, as places in `names`, the earlier one first where they are the same. Each
/// name is told at least once, and with only one other.
pub(super) fn clashes(names: &[&str]) -> Vec<(usize, usize, Clash)> {
    let mut keys: Vec<(String, usize)> = names.iter().enumerate().map(|(index, name)| (key(name), index)).collect();
    let name = |index: usize| names.get(index).copied().unwrap_or_default();
    // Sorting, and not a hash table, so that nobody can choose ids that make it slow.
    keys.sort_by(|left, right| {
        left.0.cmp(&right.0).then_with(|| name(left.1).cmp(name(right.1))).then(left.1.cmp(&right.1))
    });
    let mut clashes = Vec::new();
    // The last file that was no folder on the way to another: all that lies in it comes right behind it.
    let mut file: Option<&(String, usize)> = None;
    let mut last: Option<&(String, usize)> = None;
    for this in &keys {
        let found = match (last, file) {
            (Some(last), _) if last.0 == this.0 => {
                let kind = if name(last.1) == name(this.1) { Clash::Same } else { Clash::SameFolded };
                Some((last.1.min(this.1), last.1.max(this.1), kind))
            }
            (_, Some(file)) if lies_in(&this.0, &file.0) => Some((file.1, this.1, Clash::FileAndFolder)),
            (Some(last), _) if folders_differ(last, this, names) => {
                Some((last.1.min(this.1), last.1.max(this.1), Clash::Folders))
            }
            _ => None,
        };
        if !file.is_some_and(|file| this.0 == file.0 || lies_in(&this.0, &file.0)) {
            file = Some(this);
        }
        clashes.extend(found);
        last = Some(this);
    }
    clashes.sort_by_key(|(_, second, _)| *second);
    clashes
}

/// What two names have in common if they are one to a file system. The parts are parted by NUL, which comes before
/// every other character: so all that lies in a folder stands together when keys are sorted.
fn key(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase().replace('/', "\0");
    }
    let folded: String = name.nfd().flat_map(fold).collect();
    folded.nfd().map(|character| if character == '/' { '\0' } else { character }).collect()
}

/// Unicode's case folding, by way of both cases: `ß` becomes `ss`, as on file systems that fold at all. Turkish `ı` is
/// left alone, as there.
fn fold(character: char) -> impl Iterator<Item = char> {
    let dotless = (character == 'ı').then_some(character);
    let others = (character != 'ı').then_some(character).into_iter();
    let folded = others.flat_map(char::to_lowercase).flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    dotless.into_iter().chain(folded.map(|character| if character == 'ς' { 'σ' } else { character }))
}

fn lies_in(key: &str, folder: &str) -> bool {
    key.strip_prefix(folder).is_some_and(|rest| rest.starts_with('\0'))
}

/// Whether two names share a folder by their keys that they do not share as they are written.
fn folders_differ(left: &(String, usize), right: &(String, usize), names: &[&str]) -> bool {
    let name = |index: usize| names.get(index).copied().unwrap_or_default();
    let (left_name, right_name) = (name(left.1), name(right.1));
    let folders = |key: &str| key.matches('\0').count();
    left.0
        .split('\0')
        .zip(right.0.split('\0'))
        .zip(left_name.split('/').zip(right_name.split('/')))
        .take(folders(&left.0).min(folders(&right.0)))
        .take_while(|((left, right), _)| left == right)
        .any(|(_, (left, right))| left != right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_in_use_are_names() {
        for name in [
            "a",
            "2024/10/28 Vladivostok.txt",
            "été/ñandú.md",
            "新聞/記事",
            ".hidden",
            "...",
            "..a",
            "a..b",
            "-rf",
            "~",
            "a=b",
            "\"quoted\"",
            "console",
            "com",
            "com10",
            "compact1.txt",
            "lpt",
            "nul-1",
            "git",
            ".github/x",
            ".gitignore",
            "a.git/x",
            "x/.corplint-index",
            "می\u{200C}خواهم",
            "\u{FEFF}a",
            ".git .x",
            "<<<FILE>>> x",
        ] {
            let expected = if name == "..." { Err(NameFault::TrailingDotOrSpace) } else { Ok(name) };
            if cfg!(windows) && name.contains(['"', '<']) {
                continue;
            }
            assert_eq!(check(name.as_bytes()), expected, "{name}");
        }
        let longest = format!("{}/x", "x".repeat(LONGEST_PART));
        assert_eq!(check(longest.as_bytes()), Ok(&*longest));
    }

    #[test]
    fn names_that_lead_elsewhere_are_none() {
        use NameFault::{Absolute, Backslash, Colon, Dots, EmptyPart};
        for (name, fault) in [
            ("", EmptyPart),
            (".", Dots),
            ("..", Dots),
            ("../x", Dots),
            ("a/../../x", Dots),
            ("a/./x", Dots),
            ("a/..", Dots),
            ("/etc/x", Absolute),
            ("//server/share", Absolute),
            ("a//b", EmptyPart),
            ("a/", EmptyPart),
            ("C:\\x", Colon),
            ("C:x", Colon),
            ("a:stream", Colon),
            ("\\\\?\\C", Backslash),
            ("..\\x", Backslash),
            ("a\\b", Backslash),
        ] {
            assert_eq!(check(name.as_bytes()), Err(fault), "{name}");
        }
    }

    #[test]
    fn names_that_mean_something_else_are_none() {
        let device = |name: &str| NameFault::Device(name.to_owned());
        let invisible = NameFault::Invisible;
        for (name, fault) in [
            ("CON", device("CON")),
            ("nul.txt", device("nul.txt")),
            ("a/Aux/b", device("Aux")),
            ("COM1", device("COM1")),
            ("lpt9.x.y", device("lpt9.x.y")),
            ("com\u{B9}", device("com\u{B9}")),
            ("prn .txt", device("prn .txt")),
            ("conin$", device("conin$")),
            ("a.", NameFault::TrailingDotOrSpace),
            ("a ", NameFault::TrailingDotOrSpace),
            ("a /b", NameFault::TrailingDotOrSpace),
            ("a\0b", invisible('\0')),
            ("a\nb", invisible('\n')),
            ("\x1b[31m", invisible('\x1b')),
            ("\u{9B}31m", invisible('\u{9B}')),
            ("a\u{202E}gpj.exe", invisible('\u{202E}')),
            (".git/config", NameFault::Git),
            ("a/.GIT", NameFault::Git),
            (".g\u{200C}it/x", NameFault::Git),
            ("GIT~1", NameFault::Git),
            (".git. ", NameFault::Git),
            (INDEX, NameFault::Index),
            (".Corplint-Index/x", NameFault::Index),
            (".x.corplint-tmp", NameFault::Unfinished),
        ] {
            assert_eq!(check(name.as_bytes()), Err(fault), "{name:?}");
        }
        assert_eq!(check(b"caf\xe9"), Err(NameFault::NotUtf8));
        let long = "x".repeat(256);
        assert_eq!(check(long.as_bytes()), Err(NameFault::PartTooLong(256)));
        let long = "x/".repeat(2048) + "x";
        assert_eq!(check(long.as_bytes()), Err(NameFault::TooLong(4097)));
    }

    #[test]
    fn one_name_on_some_file_system_is_a_clash() {
        for (left, right) in [
            ("A", "a"),
            ("caf\u{E9}", "cafe\u{301}"),
            ("Stra\u{DF}e", "STRASSE"),
            ("\u{1E9E}", "ss"),
            ("ΟΔΟΣ", "οδος"),
            ("\u{212A}", "k"),
            ("\u{212B}", "\u{E5}"),
            ("q\u{307}\u{323}", "Q\u{323}\u{307}"),
            ("\u{1F80}", "\u{1F88}"),
            ("ſ", "S"),
        ] {
            assert_eq!(clashes(&[left, "other", right]), [(0, 2, Clash::SameFolded)], "{left} {right}");
        }
        for (left, right) in [("a", "b"), ("kız", "kiz"), ("cafe", "café"), ("m²", "m2"), ("a/b", "a.b")] {
            assert_eq!(clashes(&[left, right]), [], "{left} {right}");
        }
        assert_eq!(clashes(&["b", "a", "b", "b"]), [(0, 2, Clash::Same), (2, 3, Clash::Same)]);
    }

    #[test]
    fn a_file_cannot_be_a_folder() {
        assert_eq!(clashes(&["a/b", "a.txt", "a"]), [(2, 0, Clash::FileAndFolder)]);
        assert_eq!(
            clashes(&["a", "a/b", "A/b/c", "a-/x", "a/b/d"]),
            [(0, 1, Clash::FileAndFolder), (0, 2, Clash::FileAndFolder), (0, 4, Clash::FileAndFolder)],
        );
        assert_eq!(clashes(&["é", "e\u{301}/x"]), [(0, 1, Clash::FileAndFolder)]);
        assert_eq!(clashes(&["a", "ab/c", "a b"]), []);
    }

    #[test]
    fn folders_are_spelled_in_one_way() {
        assert_eq!(clashes(&["A/x", "a/y"]), [(0, 1, Clash::Folders)]);
        assert_eq!(clashes(&["a/é/x", "b", "a/e\u{301}/y", "a/e\u{301}/z"]), [(0, 2, Clash::Folders)]);
        assert_eq!(clashes(&["A/b/x", "a/c/x"]), [(0, 1, Clash::Folders)]);
        assert_eq!(clashes(&["a/b/x", "a/c/x", "b/a/y", "c"]), []);
    }

    #[test]
    fn many_names_take_no_longer_than_sorting_them() {
        let names: Vec<String> = (0..200_000).map(|number| format!("a/{}", number % 100_000)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert_eq!(clashes(&names).len(), 100_000);
    }
}
