//! Lists of paths, as other programs write them.

use std::ffi::OsString;
use std::path::PathBuf;

/// The paths in `list`, in its order.
///
/// A list with a NUL byte in it has one after each path, as `git diff -z` and `find -print0` write them, and each path
/// stands there as it is. Any other has one path on each line, which may end in CR LF, and a line in quotation marks is
/// read as Git quotes paths: the two forms that `git --pathspec-from-file` reads. Nothing is a path of no characters.
///
/// What is wrong with a list is given as the number of the path, from 1, and why.
pub fn list(list: &[u8]) -> Result<Vec<PathBuf>, (usize, &'static str)> {
    let with_nul = memchr::memchr(0, list).is_some();
    let separator = if with_nul { 0 } else { b'\n' };
    let mut paths = Vec::new();
    for (number, entry) in list.split(|&byte| byte == separator).enumerate() {
        let entry = if with_nul { entry } else { entry.strip_suffix(b"\r").unwrap_or(entry) };
        let path = match entry {
            [] => continue,
            [b'"', quoted @ ..] if !with_nul => unquoted(quoted).ok_or((number + 1, "its quotes do not match"))?,
            plain => plain.to_vec(),
        };
        paths.push(path_of(path).ok_or((number + 1, "it is not UTF-8"))?);
    }
    Ok(paths)
}

/// What Git has put in quotation marks, from behind the first of them: C escapes, and octal ones for bytes.
fn unquoted(quoted: &[u8]) -> Option<Vec<u8>> {
    let mut path = Vec::with_capacity(quoted.len());
    let mut rest = quoted;
    loop {
        rest = match rest {
            [b'"'] => return Some(path),
            [b'\\', high @ b'0'..=b'3', middle @ b'0'..=b'7', low @ b'0'..=b'7', rest @ ..] => {
                path.push((high - b'0') << 6 | (middle - b'0') << 3 | (low - b'0'));
                rest
            }
            [b'\\', escape, rest @ ..] => {
                path.push(match escape {
                    b'a' => 0x07,
                    b'b' => 0x08,
                    b'f' => 0x0C,
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'v' => 0x0B,
                    b'"' | b'\\' => *escape,
                    _ => return None,
                });
                rest
            }
            [b'"' | b'\\', ..] | [] => return None,
            [plain, rest @ ..] => {
                path.push(*plain);
                rest
            }
        };
    }
}

/// A path of these bytes, if this system has such paths.
#[cfg(unix)]
pub fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt as _;

    Some(OsString::from_vec(bytes).into())
}

/// A path of these bytes, if this system has such paths.
#[cfg(not(unix))]
pub fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(|text| OsString::from(text).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(bytes: &[u8]) -> Vec<String> {
        let paths = list(bytes).expect("a list");
        paths.iter().map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn a_nul_byte_says_that_names_are_as_they_are() {
        assert_eq!(names(b"a\0b\nc\0\"d\"\r\0\0"), ["a", "b\nc", "\"d\"\r"]);
    }

    #[test]
    fn lines_may_be_quoted_and_end_in_either_way() {
        assert_eq!(names(b"a b\r\n\n\"\\303\\251t\\303\\251\\t\\\"\\\\\"\nc"), ["a b", "été\t\"\\", "c"]);
        assert_eq!(names(b""), [""; 0]);
    }

    #[test]
    fn quotes_that_do_not_match_are_told() {
        for wrong in [&b"x\n\"a"[..], b"x\n\"a\"b\"", b"x\n\"\\", b"x\n\"\\q\"", b"x\n\"\\400\""] {
            assert_eq!(list(wrong), Err((2, "its quotes do not match")), "{}", String::from_utf8_lossy(wrong));
        }
    }
}
