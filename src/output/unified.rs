//! The change of a file as a unified diff.
//!
//! The differences are found by `similar`, and written here: its own writer takes a lone carriage return for the end of
//! a line, and puts U+FFFD where bytes are not UTF-8, so that `patch` would refuse the diffs of just those files that are
//! most in need of being mended.

use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use similar::{ChangeTag, TextDiff};

use super::{Options, path, sanitize};

/// How many lines that are the same are shown around a change, as `diff -u` does.
const CONTEXT: usize = 3;

/// Writes the change of the file `name` from `old` to `new`, or nothing if there is none.
///
/// With `raw` every byte is as it stands in the file, so that `patch -p1` and `git apply` make `new` of `old`. Without
/// it, as for a terminal, the lines are made harmless and cannot be applied.
///
/// # Errors
///
/// Those of `out`.
pub fn unified_diff(name: &Path, old: &[u8], new: &[u8], raw: bool, out: &mut dyn Write) -> io::Result<()> {
    if old == new {
        return Ok(());
    }
    writeln!(out, "--- {}", header("a", name))?;
    writeln!(out, "+++ {}", header("b", name))?;
    let (old, new): (Vec<&[u8]>, Vec<&[u8]>) = (lines(old), lines(new));
    let diff = TextDiff::configure().diff_slices(&old, &new);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        writeln!(out, "{}", hunk.header())?;
        for change in hunk.iter_changes() {
            let sign = match change.tag() {
                ChangeTag::Equal => " ",
                ChangeTag::Delete => "-",
                ChangeTag::Insert => "+",
            };
            let ended = change.value().strip_suffix(b"\n");
            let line = ended.unwrap_or(change.value());
            out.write_all(sign.as_bytes())?;
            if raw {
                out.write_all(line)?;
            } else {
                let line = String::from_utf8_lossy(line);
                out.write_all(sanitize::text(&line, &Options::default()).as_bytes())?;
            }
            out.write_all(if ended.is_some() { b"\n" } else { b"\n\\ No newline at end of file\n" })?;
        }
    }
    Ok(())
}

/// Lines as `patch` counts them: each ends with a line feed, and with nothing else.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

/// A name in the head of a diff, as Git writes it: in quotation marks from its first letter if it is in any, and with a
/// tab behind it if there is a blank in it, at which `patch` would otherwise take it to end.
///
/// What would lead to the root or say nothing (`./`) is left out: `git apply` takes no such name.
fn header(side: &str, name: &Path) -> String {
    let parts = name.components().filter(|part| matches!(part, Component::Normal(_) | Component::ParentDir));
    let shown = path(&PathBuf::from(side).join(parts.collect::<PathBuf>()));
    let tab = if shown.contains(' ') && !shown.starts_with('"') { "\t" } else { "" };
    format!("{shown}{tab}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diff(name: &str, old: &[u8], new: &[u8], raw: bool) -> Vec<u8> {
        let mut out = Vec::new();
        unified_diff(Path::new(name), old, new, raw, &mut out).expect("memory can be written to");
        out
    }

    #[test]
    fn every_byte_of_a_line_is_kept() {
        let wanted = b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-f\xFCr\n+f\xC3\xBCr\n \x1B[31m\xFF\n";
        assert_eq!(diff("x", b"f\xFCr\n\x1B[31m\xFF\n", b"f\xC3\xBCr\n\x1B[31m\xFF\n", true), wanted);
    }

    #[test]
    fn a_line_ends_with_a_line_feed_and_with_nothing_else() {
        let wanted = b"--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\r\r\n+a\r\n b\rc\n";
        assert_eq!(diff("x", b"a\r\r\nb\rc\n", b"a\r\nb\rc\n", true), wanted);
    }

    #[test]
    fn a_last_line_without_an_end_is_told() {
        let wanted = "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\r\n\\ No newline at end of file\n+a\n";
        assert_eq!(String::from_utf8_lossy(&diff("x", b"a\r", b"a\n", true)), wanted);
    }

    #[test]
    fn on_a_terminal_no_escape_sequence_is_obeyed() {
        let shown = diff("x", b"\x1B[31m\n", b"\xFF\n", false);
        assert!(!shown.contains(&0x1B) && !shown.contains(&0xFF), "{}", String::from_utf8_lossy(&shown));
    }

    #[test]
    fn names_are_written_as_git_writes_them() {
        let head = |name: &str| {
            let text = String::from_utf8(diff(name, b"a\n", b"b\n", true)).expect("ASCII");
            text.lines().take(2).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(head("/drop/x.corpus"), ["--- a/drop/x.corpus", "+++ b/drop/x.corpus"]);
        assert_eq!(head("./drop/./x.corpus"), ["--- a/drop/x.corpus", "+++ b/drop/x.corpus"]);
        assert_eq!(head("a b/x.corpus"), ["--- a/a b/x.corpus\t", "+++ b/a b/x.corpus\t"]);
        assert_eq!(head("a \x1B.corpus"), [r#"--- "a/a \033.corpus""#, r#"+++ "b/a \033.corpus""#]);
    }

    #[test]
    fn no_change_is_no_diff() {
        assert_eq!(diff("x", b"a\n", b"a\n", true), b"");
    }
}
