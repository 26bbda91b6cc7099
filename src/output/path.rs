//! Paths, shown so that no two of them look alike.

use std::fmt::Write as _;
use std::path::Path;

use super::sanitize::Class;

/// `path` as git shows it: as it is where that is harmless and certain, and otherwise in quotation marks with escapes
/// as in C. Two different paths never give the same text, and from the text the bytes can be told.
///
/// On Windows, where a name cannot contain one, backslashes are shown as slashes.
pub fn path(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    if cfg!(windows) {
        let slashes: Vec<u8> = bytes.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect();
        return quote(&slashes);
    }
    quote(bytes)
}

/// How many marks may be stacked on one letter.
const STACK: usize = 4;

/// `bytes` as they are, or in quotation marks if anything about them is not plain.
fn quote(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 2);
    // A blank at an end would not be seen, and a colon in front could be the start of a command to a CI service.
    let mut quoted = matches!(bytes, [] | [b' ' | b':', ..] | [.., b' ']);
    for chunk in bytes.utf8_chunks() {
        let mut stack = STACK;
        for character in chunk.valid().chars() {
            let class = Class::of(character);
            let is_mark = class == Class::Mark && stack < STACK;
            if is_mark || (class == Class::Plain && is_plain(character, &text)) {
                text.push(character);
            } else {
                quoted = true;
                escape(character, &mut text);
            }
            stack = if character.is_alphanumeric() && !is_mark { 0 } else { stack + 1 };
        }
        for byte in chunk.invalid() {
            quoted = true;
            octal(*byte, &mut text);
        }
    }
    if quoted { format!("\"{text}\"") } else { text }
}

/// Whether a character that can be seen needs no escape after `before`.
fn is_plain(character: char, before: &str) -> bool {
    match character {
        '"' | '\\' => false,
        // `##[…]`, `##vso[…]` and `section_start:…` are commands to CI services.
        '#' => !before.ends_with('#'),
        ':' => !before.ends_with("section_start") && !before.ends_with("section_end"),
        ' ' => true,
        _ => !character.is_whitespace(),
    }
}

fn escape(character: char, text: &mut String) {
    let short = match character {
        '"' => '"',
        '\\' => '\\',
        '\x07' => 'a',
        '\x08' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\x0B' => 'v',
        '\x0C' => 'f',
        '\r' => 'r',
        _ => {
            character.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| octal(byte, text));
            return;
        }
    };
    text.push('\\');
    text.push(short);
}

fn octal(byte: u8, text: &mut String) {
    // Writing to a string does not fail.
    let _ = write!(text, "\\{byte:03o}");
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_plain_path_is_shown_as_it_is() {
        for plain in ["a.corpus", "drop/2024-10/presse française.corpus", "C:/x", "新聞/記事.corpus", "e\u{301}.corpus"]
        {
            assert_eq!(path(Path::new(plain)), plain);
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_unusual_path_is_quoted_as_git_does() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;

        for (bytes, expected) in [
            (&b""[..], r#""""#),
            (b"a\n::set-env name=X::1\n", r#""a\n::set-env name=X::1\n""#),
            (b"::error::x", r#""::error::x""#),
            (b" a", r#"" a""#),
            (b"a\"b\\c", r#""a\"b\\c""#),
            (b"\x1b[31mred\x7f", r#""\033[31mred\177""#),
            (b"caf\xe9", r#""caf\351""#),
            ("a\u{202e}b".as_bytes(), r#""a\342\200\256b""#),
            ("a\u{a0}b".as_bytes(), r#""a\302\240b""#),
            ("/\u{301}".as_bytes(), r#""/\314\201""#),
            (b"##[error]", r##""#\043[error]""##),
            (b"section_start:1", r#""section_start\0721""#),
        ] {
            assert_eq!(path(Path::new(OsStr::from_bytes(bytes))), expected);
        }
    }

    #[cfg(windows)]
    #[test]
    fn separators_of_windows_are_slashes() {
        assert_eq!(path(Path::new(r"drop\a.corpus")), "drop/a.corpus");
    }

    proptest! {
        #[test]
        fn no_two_paths_look_alike(paths in prop::collection::vec(hostile_bytes(), 0..200)) {
            let mut seen: HashMap<String, Vec<u8>> = HashMap::new();
            for bytes in paths {
                let text = quote(&bytes);
                let obeyed = text.contains(['\n', '\x1b', '\u{202e}']);
                prop_assert!(!obeyed);
                let first = seen.entry(text).or_insert_with(|| bytes.clone());
                prop_assert_eq!(&*first, &bytes);
            }
        }
    }

    /// Short runs of bytes that are likely to meet.
    fn hostile_bytes() -> impl Strategy<Value = Vec<u8>> {
        let parts = prop::sample::select(vec![
            &b"a"[..],
            b"\\",
            b"\"",
            b"3",
            b"\\303",
            b"\xc3",
            b"\xa9",
            b"\n",
            b"n",
            b"\xff",
            b"377",
            b" ",
            b"#",
            b"::",
            b"\xe2\x80\xae",
            b"\x1b",
            b"\xcc\x81",
        ]);
        prop::collection::vec(parts, 0..5).prop_map(|parts| parts.concat())
    }
}
